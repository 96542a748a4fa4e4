#!/usr/bin/env bats
# However the input is split, the parts that assay-tally --partial makes of it are put together to
# the same bytes as one run over all of it.

load helpers

# Rows with what a split could disturb: equal dates and none, numbers as strings, values that
# differ in type alone, sums whose doubles depend on the order, groups that one part lacks.
make_rows() { # COUNT
    awk -v count="$1" 'BEGIN {
        srand(7)
        split("good inadequate outstanding \"5\" 5 null [1,2]", grades, " ")
        for (i = 1; i <= count; i++) {
            printf "{\"a\":\"council %d\"", int(rand() * 5)
            grade = grades[1 + int(rand() * 7)]
            if (grade ~ /^[a-z]/ && grade != "null") grade = "\"" grade "\""
            if (rand() < 0.9) printf ",\"g\":%s", grade
            if (rand() < 0.8) printf ",\"date\":\"20%02d-%02d\"", 10 + rand() * 8, 1 + rand() * 12
            else if (rand() < 0.5) printf ",\"date\":\"20%02d~\"", 10 + rand() * 8
            number = rand() < 0.5 ? "0." i : "\"" i "e" int(rand() * 40) "\""
            if (rand() < 0.9) printf ",\"n\":%s", number
            print "}"
        }
    }'
}

plans() {
    while read -r plan; do
        [ -z "$plan" ] || echo "$plan"
    done <<'PLANS'
--by a
--by a,g --distinct g --distinct date --totals
--by a --first g --last g --last n --totals
--by a --min n --max n --sum n --mean n --totals
--by g --median n --quantile 0.9:n --totals
--by a --latest g --latest n --at 2014-06 --totals
--by a,date:year --share a --share date:year --totals
--by a --transitions g
--by date:quarter --cross g --totals --sort -total --top 3
--by a --cross date:year --sum n --totals
--by a --cross g --share g --totals
--by a --cross g --median n
--no-count --last g
PLANS
}

combines() { # STATES PLAN...: they make what one run made
    local states=$1
    shift
    assay-tally "$@" --combine "$BATS_TEST_TMPDIR/$states" | cmp - "$BATS_TEST_TMPDIR/one"
}

@test "any split gives the same bytes" {
    make_rows 400 >"$BATS_TEST_TMPDIR/rows"
    cd "$BATS_TEST_TMPDIR"
    while read -r plan; do
        # The plans are words without quotes.
        # shellcheck disable=SC2086
        assay-tally $plan rows >one
        [ -s one ]
        for parts in 1 2 3 17; do
            rm -f part.*
            split -a 3 -n "l/$parts" rows part.
            for part in part.*; do
                # shellcheck disable=SC2086
                assay-tally $plan --partial "$part"
            done >states
            # shellcheck disable=SC2086
            check "$plan in $parts parts" combines states $plan
            # shellcheck disable=SC2086
            assay-tally $plan --combine --partial states >fewer
            # shellcheck disable=SC2086
            check "$plan in $parts parts, in two steps" combines fewer $plan
        done
    done < <(plans)
    finish
}

@test "parts may be empty" {
    cd "$BATS_TEST_TMPDIR"
    make_rows 5 >rows
    assay-tally --by a --sum n rows >one
    for part in 1 2 3 4 5 6 7 8 9; do
        split -n "l/$part/9" rows | assay-tally --by a --sum n --partial
    done >states
    combines states --by a --sum n
}

@test "every operation is in a plan of these" {
    assay-tally --help >"$BATS_TEST_TMPDIR/help"
    plans >"$BATS_TEST_TMPDIR/plans"
    while read -r operation; do
        check "$operation" grep -q -e "--$operation " "$BATS_TEST_TMPDIR/plans"
    done < <(sed -n 's/^    {\.name = "\([a-z]*\)",$/\1/p' "$root/lib/operation.c" | grep -vx count)
    finish
}
