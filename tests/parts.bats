#!/usr/bin/env bats
# However the input is split, and whichever program runs on the parts at once, the final bytes are
# those of one run. tally.bats has assay-tally's operations over `split`; this is the rest of the
# pipeline, and GNU parallel.

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

is_parallel() { # moreutils has another program of that name
    command -v parallel >/dev/null && parallel --version 2>/dev/null | grep -q '^GNU parallel'
}

# Twelve judged documents of three councils, some of them copies, and their rows.
make_documents() {
    local council grade n=0
    for council in 'Leeds City Council' 'Hull City Council' 'Kent County Council'; do
        for grade in good inadequate 'requires improvement' good; do
            n=$((n + 1))
            cat >"$n.txt" <<NEWS
$council, $((n + 2)) May 20$((10 + n))

Ofsted has rated children’s services at $council $grade. The inspectors said that social workers
know the children they work with well, that plans are reviewed in time, and that the council had
acted on what the last report asked of it. Families told them that help now comes sooner than it
did, and the director said that the judgement was a fair one.
NEWS
        done
    done
    cp 1.txt 13.txt
    assay-text {1..13}.txt >documents
}

judged() {
    assay-tag | assay-judge
}

@test "documents that are tagged and judged in parts" {
    make_documents
    judged <documents >one
    [ "$(jq -s 'map(.judgements | length) | add' one)" -ge 12 ]
    for parts in 1 2 5; do
        rm -f part.*
        split -n "l/$parts" documents part.
        for part in part.*; do
            judged <"$part"
        done >found
        check "$parts parts" cmp "$PWD/one" "$PWD/found"
    done
    if is_parallel; then
        parallel -k -j 2 --pipe -N 3 'assay-tag | assay-judge' <documents >found
        check 'GNU parallel' cmp "$PWD/one" "$PWD/found"
    fi
    finish
}

@test "copies are found in documents of several files as in those of one" {
    make_documents
    judged <documents >all
    assay-dedup all >one
    [ "$(jq -c 'select(.duplicates)' one | wc -l)" -ge 2 ]
    for parts in 2 5 13; do
        rm -f part.*
        split -n "l/$parts" all part.
        assay-dedup part.* >found
        check "$parts parts" cmp "$PWD/one" "$PWD/found"
    done
    finish
}

# Rows of all parts in any order; by council, one after the other; and sorted.
@test "judgements merged from parts in any order, and by authority" {
    make_documents
    judged <documents | assay-dedup >marked
    assay-rows marked | assay-check >rows
    assay-merge rows >one
    [ "$(wc -l <one)" -lt "$(wc -l <rows)" ]
    for parts in 2 5; do
        rm -f part.*
        split -n "l/$parts" marked part.
        for part in part.*; do
            assay-rows "$part" | assay-check >"rows.$part"
        done
        mapfile -t last_first < <(printf '%s\n' rows.part.* | sort -r)
        assay-merge "${last_first[@]}" >found
        check "$parts parts, the last one first" cmp "$PWD/one" "$PWD/found"
        rm -f rows.part.*
    done
    for council in Hull Kent Leeds; do
        jq -c --arg council "$council" 'select(.authority == $council)' rows | assay-merge
    done >found
    check 'by authority' cmp "$PWD/one" "$PWD/found"
    jq -s -c 'sort_by(.authority, .body, .subject, .area)[]' rows | assay-merge --sorted >found
    check 'sorted' cmp "$PWD/one" "$PWD/found"
    if is_parallel; then
        parallel -j 2 --pipe -N 2 'assay-rows | assay-check' <marked | assay-merge >found
        check 'GNU parallel, as they come' cmp "$PWD/one" "$PWD/found"
    fi
    finish
}

same_as_one() { # PLAN...
    cd "$BATS_TEST_TMPDIR" || return 1
    assay-tally "$@" rows >one
    [ -s one ]
    parallel -k -j 2 --pipepart --block 4k -a rows assay-tally "$@" --partial |
        assay-tally "$@" --combine | cmp one -
    parallel -k -j 2 --pipe --block 3k assay-tally "$@" --partial <rows |
        assay-tally "$@" --combine | cmp one -
}

@test "GNU parallel tallies what one run does" {
    is_parallel || skip "no GNU parallel"
    awk 'BEGIN {
        srand(5)
        split("good inadequate outstanding", grades, " ")
        for (i = 1; i <= 300; i++)
            printf "{\"a\":\"council %d\",\"g\":\"%s\",\"date\":\"20%02d-%02d\",\"n\":%d.%d}\n",
                rand() * 5, grades[1 + int(rand() * 3)], 10 + rand() * 8, 1 + rand() * 12, i, i % 7
    }' >rows
    while read -r plan; do
        # The plans are words without quotes.
        # shellcheck disable=SC2086
        check "$plan" same_as_one $plan
    done <<'PLANS'
--by a,g --first n --last n --sum n --mean n --totals
--by a --median n --distinct g
--by a --latest g --at 2014-06
--by date:quarter --cross g --totals
--by a --transitions g
PLANS
    finish
}
