#!/usr/bin/env bats
# The promises of assay(7), for every program that is built. A new program is tested without
# being named here; what it reads and writes is taken from the table of programs in assay(7):
#   files       whole files, not records: a source
#   the same    what is read is what is written: unknown fields pass untouched

load helpers

setup_file() {
    make_locale "$BATS_FILE_TMPDIR"
}

# German sorts and writes numbers in other ways; compiled here, as few systems have it.
make_locale() { # FOLDER
    localedef -i de_DE -f UTF-8 "$1/de_DE.UTF-8" 2>/dev/null || true
}

reads_files() {
    [ "$(column "$program" 2)" = files ]
}

passes_through() {
    local from
    from=$(column "$program" 2)
    [ -z "$from" ] || [ "$from" = "$(column "$program" 3)" ]
}

# Whether it answers line by line; the others hold groups or all rows and answer at the end.
streams() {
    local memory
    memory=$(column "$program" 4)
    [ -z "$memory" ] || [[ $memory == one\ * ]]
}

# One record that every program finds something in: document and row at once.
record() { # NUMBER
    printf '%s' "{\"zz_first\":{\"b\":[1,2.50,{\"c\":null}],\"a\":\"\\u00e9\\/\"},\"type\":\"document\"," \
        "\"id\":\"0123456789abcde$(($1 % 10))\",\"source\":\"file$1.txt\",\"media_type\":\"text/plain\"," \
        '"text":"Ofsted judged the services for children in Leeds good in May 2022.",' \
        '"blocks":[{"role":"paragraph","start":0,"end":66}],' \
        '"judgements":[{"type":"grade","authority":"Leeds","area":"overall","grade":"good",' \
        '"status":"current","basis":"statement","start":0,"end":6}],' \
        "\"authority\":\"Leeds $1\",\"grade\":\"good\",\"n\":$1,\"zz_last\":1e2}"
    echo
}

# Makes the operands $good and $other; each may stand alone.
make_input() {
    if reads_files; then
        good=good.txt other=other.txt
        printf 'A heading\n\nOne paragraph about the services for children.\n' >$good
        printf 'Another text, of one line.\n' >$other
    else
        good=good.jsonl other=other.jsonl
        { record 1; record 2; } >$good
        record 3 >$other
    fi
}

run_promises() { # PROMISE...
    for program in $(programs); do
        for promise in "$@"; do
            check "$program: $promise" "$promise"
        done
    done
    finish
}

run_promises_of_records() { # PROMISE...
    for program in $(programs); do
        reads_files && continue
        for promise in "$@"; do
            check "$program: $promise" "$promise"
        done
    done
    finish
}

# --- options ----------------------------------------------------------------------------------

help_is_printed() {
    local option
    for option in -h --help; do
        go "$program" "$option"
        expect_status 0
        [ -s out ] || fail "$option prints nothing"
        head -n 1 out | grep -q "^usage: $program " || fail "no usage line"
    done
    for option in help version output quiet verbose omit progress rejects tolerate; do
        grep -qE "^ +(-[a-z], )?--$option( |$)" out || fail "--help does not list --$option"
    done
    awk 'length > 100 { exit 1 }' out || fail "--help is wider than 100 columns"
}

version_is_printed() {
    go "$program" --version
    expect_status 0
    grep -qE "^$program \(assay\) [0-9]+\.[0-9]+\.[0-9]+$" out || fail "no version"
    [ "$(wc -l <out)" -eq 1 ] || fail "more than one line"
}

help_and_version_that_cannot_be_printed_are_trouble() {
    local option
    for option in --help --version; do
        status=0
        "$program" $option >/dev/full 2>err || status=$?
        : >out
        expect_status 2
        expect_said "^$program: standard output: "
    done
}

usage_errors_are_trouble() {
    local arguments
    for arguments in --no-such-option '-?' -o --output --rejects=; do
        # shellcheck disable=SC2086
        go "$bin/$program" $arguments
        expect_status 2
        expect_empty out
        ! grep -qv "^$program: " err || fail "a message does not start with '$program: '"
    done
}

# --- operands and standard streams ------------------------------------------------------------

standard_input_is_an_operand() {
    make_input
    go "$program" <"$good"
    expect_status 0
    mv out from_input
    go "$program" - <"$good"
    expect_status 0
    expect_same from_input out
    go "$program" -- "$good"
    expect_status 0
    if ! reads_files; then
        expect_same from_input out
    fi
    go "$program" "$good" - <"$other"
    expect_status 0
    [ -s out ] || fail "no output"
}

operand_named_like_an_option() {
    make_input
    cp "$good" ./-x
    go "$program" -- -x
    expect_status 0
    [ -s out ] || fail "no output"
}

missing_file_is_said_and_the_rest_is_done() {
    make_input
    go "$program" "$good" "$other"
    expect_status 0
    mv out expected
    go "$program" "$good" no-such-file "$other"
    expect_status 2
    expect_said "^$program: no-such-file: No such file or directory$"
    [ "$(wc -l <err)" -eq 1 ] || fail "more than one message"
    expect_same expected out
}

folder_is_said_and_the_rest_is_done() {
    make_input
    mkdir folder
    go "$program" "$good" "$other"
    mv out expected
    go "$program" "$good" folder "$other"
    expect_status 2
    expect_said "^$program: folder: Is a directory$"
    expect_same expected out
}

full_disk_is_trouble() {
    make_input
    status=0
    "$program" "$good" >/dev/full 2>err || status=$?
    : >out
    expect_status 2
    expect_said "^$program: standard output: No space left on device$"
    go "$program" -o /dev/full "$good"
    expect_status 2
    expect_said "^$program: /dev/full: No space left on device$"
}

closed_output_is_trouble() {
    make_input
    : >out
    status=0
    "$program" "$good" >&- 2>err || status=$?
    expect_status 2
    expect_said "^$program: standard output: "
    # The next file that is opened must not take the place of standard output.
    status=0
    "$program" --rejects rejects "$good" >&- 2>err || status=$?
    expect_status 2
    expect_said "^$program: standard output: "
    [ ! -s rejects ] || fail "the output went into the file of --rejects"
}

closed_input_and_messages_do_no_harm() {
    make_input
    go "$program" "$good"
    mv out expected
    status=0
    "$program" "$good" <&- >out 2>err || status=$?
    expect_status 0
    expect_same expected out
    status=0
    "$program" "$good" >out 2>&- || status=$?
    : >err
    expect_status 0
    expect_same expected out
    status=0
    "$program" <&- >out 2>err || status=$?
    expect_status 2
    expect_said "^$program: -: "
}

broken_pipe_is_quiet() {
    local codes
    make_input
    if reads_files; then
        # shellcheck disable=SC2046
        set -- $(yes "$good" | head -n 3000)
        timeout 60 "$program" "$@" 2>err | head -n 1 >out
        codes=("${PIPESTATUS[@]}")
    else
        # No program may wait for the end of an endless input, but for those that answer at it.
        streams && count=100000000 || count=20000
        record 1 | timeout 60 awk -v count=$count '{
            for (i = 1; i <= count; i++) { line = $0; sub(/Leeds 1/, "Leeds " i, line); print line }
        }' 2>/dev/null | timeout 60 "$program" 2>err | head -n 1 >out
        codes=("${PIPESTATUS[@]:2}")
    fi
    status=${codes[0]}
    [ "$status" -ne 124 ] || fail "no end within 60 s when its reader is gone"
    no_finding "$program | head"
    [ "$status" -eq 0 ] || [ "$status" -eq 141 ] || fail "status $status in a broken pipe"
    expect_empty err
}

# --- -o ---------------------------------------------------------------------------------------

output_file_equals_standard_output() {
    make_input
    go "$program" "$good"
    mv out expected
    umask 027
    go "$program" -o result "$good"
    expect_status 0
    expect_empty out
    expect_same expected result
    [ "$(stat -c %a result)" = 640 ] || fail "mode $(stat -c %a result) under umask 027"
    go "$program" "--output=result" "$good"
    expect_same expected result
}

output_file_may_be_the_input() {
    make_input
    go "$program" "$good"
    mv out expected
    chmod 604 "$good"
    ln -s "$good" link
    go "$program" -o link link
    expect_status 0
    [ -L link ] || fail "the symbolic link was replaced"
    if ! reads_files; then
        expect_same expected "$good"
    fi
    [ "$(stat -c %a "$good")" = 604 ] || fail "the mode of the file was changed"
}

only_the_input_is_there() { # EXPECTED...
    local found expected
    found=$(find . -mindepth 1 ! -name out ! -name err ! -name expected | sort | tr '\n' ' ')
    expected=$(printf './%s\n' "$@" | sort | tr '\n' ' ')
    [ "$found" = "$expected" ] || fail "files: $found not: $expected"
}

# A limit on the size of files stands for a disk that fills up.
failed_output_file_is_not_there() {
    make_input
    local i
    if reads_files; then
        for ((i = 0; i < 3000; i++)); do cat "$other" && echo; done >many
    else
        for ((i = 0; i < 300; i++)); do cat "$other"; done >many
    fi
    go "$program" many
    expect_status 0
    [ "$(wc -c <out)" -gt 8192 ] || return 0 # too little output to fail at
    rm "$good" "$other"
    status=0
    (trap '' XFSZ && ulimit -f 4 && exec "$program" -o result many >out 2>err) || status=$?
    expect_status 2
    expect_said "^$program: result: File too large$"
    only_the_input_is_there many
    echo before >result
    status=0
    (trap '' XFSZ && ulimit -f 4 && exec "$program" -o result many >out 2>err) || status=$?
    expect_status 2
    [ "$(cat result)" = before ] || fail "the file that was there is lost"
}

killed_run_leaves_no_file() {
    local signal pid i
    make_input
    rm "$other"
    mkfifo pipe
    for signal in TERM INT HUP; do
        # A shell without job control starts background jobs with SIGINT ignored, nohup(1)
        # all with SIGHUP.
        python3 -c 'import os, signal, sys
for number in (signal.SIGINT, signal.SIGHUP):
    signal.signal(number, signal.SIG_DFL)
os.execvp(sys.argv[1], sys.argv[1:])' "$program" -o result --rejects rejects pipe >out 2>err &
        pid=$!
        exec 9<>pipe # does not wait for a reader: the program may have ended
        cat "$good" >&9
        for ((i = 0; i < 100; i++)); do
            [ "$(find . -name 'result*' | wc -l)" -eq 0 ] || break
            sleep 0.02
        done
        sleep 0.05
        kill -$signal $pid
        status=0
        wait $pid || status=$?
        exec 9>&-
        [ "$status" -gt 128 ] || fail "status $status after SIG$signal"
        only_the_input_is_there "$good" pipe
    done
}

output_that_cannot_be_opened_is_trouble() {
    make_input
    local option
    for option in -o --rejects; do
        go "$program" $option no-such-folder/result "$good"
        expect_status 2
        expect_said "^$program: no-such-folder/result: No such file or directory$"
        expect_empty out
    done
}

# --- the same bytes -----------------------------------------------------------------------------

output_is_deterministic() {
    make_input
    go "$program" "$good" "$other"
    expect_status 0
    mv out expected
    local changed
    for changed in TZ=UTC TZ=Pacific/Kiritimati LC_ALL=C LC_ALL=de_DE.UTF-8 LC_ALL=no_SUCH \
        HOME=/nonexistent COLUMNS=20 MALLOC_PERTURB_=165; do
        go env "LOCPATH=$BATS_FILE_TMPDIR" "$changed" "$program" "$good" "$other"
        expect_status 0
        cmp -s expected out || fail "other output with $changed"
    done
}

order_of_files_is_order_of_lines() {
    streams || return 0
    make_input
    [ "$(column "$program" 3)" != CSV ] || return 0
    go "$program" "$good"
    mv out first
    go "$program" "$other"
    cat first out >one_by_one
    go "$program" "$good" "$other"
    expect_same one_by_one out
    go "$program" "$other" "$good" "$other"
    sort -u out >backward
    sort -u one_by_one >forward
    expect_same forward backward
}

verbose_goes_to_standard_error() {
    make_input
    go "$program" "$good"
    mv out expected
    go "$program" -v "$good"
    [ "$status" -eq 0 ] || fail "status $status"
    expect_same expected out
    [ -s err ] || fail "-v says nothing"
    ! grep -qv "^$program: " err || fail "a message does not start with '$program: '"
}

# --- records ------------------------------------------------------------------------------------

empty_input_gives_empty_output() {
    go "$program"
    expect_status 0
    expect_empty out
    : >empty
    go "$program" empty empty
    expect_status 0
    expect_empty out
    go "$program" -o result empty
    expect_status 0
    [ -e result ] || fail "-o makes no file for empty input"
    expect_empty result
}

# Lines that are no records, each between two that are: all are refused in one run, each with
# its place and the reason that stands behind it in the list.
bad_lines_are_refused() { # LIST: of `NAME|LINE as printf reads it|REASON`
    local name line reason number=0 expected=0
    record 0 >in.jsonl
    record 0 >good
    while IFS='|' read -r name line reason; do
        number=$((number + 1))
        # shellcheck disable=SC2059
        { printf "$line\n"; record $number; } >>in.jsonl
        record $number >>good
    done <"$1"
    go "$program" good
    expect_status 0
    mv out expected
    go "$program" in.jsonl
    expect_status 1
    expect_same expected out
    number=0
    while IFS='|' read -r name line reason; do
        number=$((number + 2))
        sed -n "$((number / 2))p" err |
            grep -qE "^$program: in\.jsonl:$number: .*$reason" || {
            echo "$name: not said in line $((number / 2)): $program: in.jsonl:$number: $reason"
            expected=1
        }
    done <"$1"
    [ "$(wc -l <err)" -eq $((number / 2)) ] || fail "not as many messages as bad lines"
    [ "$expected" -eq 0 ] || fail "wrong messages"
}

nested() { # DEPTH: a record with lists that deep in it
    printf '{"n":1,"deep":'
    head -c "$1" /dev/zero | tr '\0' '['
    head -c "$1" /dev/zero | tr '\0' ']'
    printf '}'
}

deep_line_is_refused() {
    # Depth 2048 is the last that is taken (assay(7)): the object itself is the first.
    nested 2047 >in.jsonl
    go "$program" in.jsonl
    expect_status 0
    nested 2048 >in.jsonl
    go "$program" in.jsonl
    expect_status 1
    expect_said "^$program: in\.jsonl:1: nested too deeply"
    nested 3000000 >in.jsonl
    go "$program" in.jsonl
    expect_status 1
}

byte_order_mark_is_refused() {
    { printf '\357\273\277'; record 1; record 2; } >in.jsonl
    record 2 >good
    go "$program" good
    mv out expected
    go "$program" in.jsonl
    expect_status 1
    expect_said "^$program: in\.jsonl:1: .*byte order mark"
    expect_same expected out
}

line_ends_may_be_crlf_or_missing() {
    { record 1; record 2; } >lf
    sed 's/$/\r/' lf >crlf
    head -c -1 lf >unended
    go "$program" lf
    expect_status 0
    mv out expected
    go "$program" crlf
    expect_status 0
    expect_same expected out
    go "$program" unended
    expect_status 0
    expect_same expected out
    # Also where another file follows: lines of two files never join.
    go "$program" lf lf
    mv out expected
    go "$program" unended lf
    expect_status 0
    expect_same expected out
}

white_space_is_accepted() {
    record 1 >tight
    record 1 | sed 's/,"n":1,/ ,\t"n" : 1 , /; s/^/ \t/; s/$/ \t/' >loose
    go "$program" tight
    mv out expected
    go "$program" loose
    expect_status 0
    if passes_through && command -v jq >/dev/null; then
        jq -c . expected >a
        jq -c . out >b
        expect_same a b
    fi
}

# IN_LINE_MAX of lib/in.h is the bound: a line of that length is taken, one of a byte more is not.
long_line() { # LENGTH
    local head='{"type":"document","id":"0123456789abcdef","source":"a","zz":"'
    printf '%s' "$head"
    head -c $(($1 - ${#head} - 2)) /dev/zero | tr '\0' x
    printf '"}'
}

long_line_is_refused() {
    local bound=67108864
    record 2 >good
    go "$program" good
    mv out expected
    { head -c 100000000 /dev/zero | tr '\0' x; echo; record 2; } >in.jsonl
    go "$program" in.jsonl
    expect_status 1
    expect_said "^$program: in\.jsonl:1: .*$bound"
    expect_same expected out
    { long_line $bound; echo; record 2; } >in.jsonl
    [ "$(head -n 1 in.jsonl | wc -c)" -eq $((bound + 1)) ] || fail "the test is wrong"
    go "$program" -x zz in.jsonl
    expect_status 0
    { long_line $((bound + 1)); echo; record 2; } >in.jsonl
    go "$program" -x zz in.jsonl
    expect_status 1
    expect_said "^$program: in\.jsonl:1: .*$bound"
    expect_same expected out
    { record 2; long_line $((bound + 100)); } >in.jsonl # the last, without its line end
    go "$program" in.jsonl
    expect_status 1
    expect_said "^$program: in\.jsonl:2: .*$bound"
    expect_same expected out
}

refusals_can_be_tolerated_or_hushed() {
    { record 1; echo bad; record 2; } >in.jsonl
    go "$program" in.jsonl
    expect_status 1
    mv out expected
    go "$program" --tolerate in.jsonl
    [ "$status" -eq 0 ] || fail "status $status with --tolerate"
    expect_said "^$program: in\.jsonl:2: "
    expect_same expected out
    go "$program" -q in.jsonl
    expect_status 1
    expect_empty err
    expect_same expected out
    go "$program" -q --tolerate in.jsonl
    expect_status 0
    go "$program" --tolerate in.jsonl no-such-file
    expect_status 2
}

rejects_are_records() {
    { record 1; printf '{"a":1,}\n'; record 2; } >in.jsonl
    echo nonsense >second.jsonl
    go "$program" in.jsonl
    mv out expected
    go "$program" --rejects rejects in.jsonl second.jsonl
    expect_status 1
    expect_empty err
    expect_same expected out
    [ "$(wc -l <rejects)" -eq 2 ] || fail "not two rejects: $(cat rejects)"
    local start
    start=$(head -n 1 in.jsonl | wc -c)
    jq -e -s --arg tool "$program" --argjson start "$start" '
        all(keys_unsorted == ["tool","source","line","offset","code","message"]) and
        all(.tool == $tool and (.code | type) == "string" and (.message | length) > 0) and
        .[0].source == "in.jsonl" and .[0].line == 2 and
        .[0].offset == $start + 7 and
        .[1].source == "second.jsonl" and .[1].line == 1 and .[1].offset == 0
    ' rejects >/dev/null || fail "rejects: $(cat rejects)"
    go "$program" --rejects rejects --tolerate in.jsonl
    expect_status 0
    go "$program" --rejects rejects -x zz_first second.jsonl
    [ "$(jq -r .source rejects)" = second.jsonl ] || fail "rejects: $(cat rejects)"
    record 1 >good
    go "$program" --rejects rejects good
    expect_status 0
    expect_empty rejects
}

trouble_outranks_refusal() {
    { record 1; echo bad; } >in.jsonl
    go "$program" no-such-file in.jsonl
    expect_status 2
    [ "$(wc -l <err)" -eq 2 ] || fail "not two messages"
}

unknown_fields_pass_untouched() {
    passes_through || return 0
    make_input
    go "$program" "$good"
    expect_status 0
    local head='{"zz_first":{"b":[1,2.50,{"c":null}],"a":"\u00e9\/"},"type":"document",'
    [ "$(wc -l <out)" -eq 2 ] || fail "not two records"
    while IFS= read -r line; do
        case $line in "$head"*) ;; *) fail "not at its start: $head" ;; esac
        case $line in *',"zz_last":1e2'*) ;; *) fail "zz_last was changed" ;; esac
    done <out
    local own='delpaths([["entities"],["judgements"],["inspection"],["duplicates"],["origin"]])'
    jq -c "$own | keys_unsorted" "$good" >a
    jq -c "$own | keys_unsorted" out >b
    expect_same a b
}

# A record that is known to nobody goes through every filter that passes records.
strange_record_passes() {
    passes_through || return 0
    printf '%s\n' '{}' '{"":0,"a b":[{}],"text":7,"entities":"none","judgements":{"x":1},"id":null}' >good
    go "$program" good
    [ "$status" -le 1 ] || fail "status $status"
    [ "$status" -eq 1 ] || grep -q '"a b":\[{}\]' out || fail "the record is not there"
}

field_can_be_dropped() {
    make_input
    go "$program" -x zz_first --omit zz_last -x no_such_field "$good"
    expect_status 0
    ! grep -qE 'zz_(first|last)' out || fail "a dropped field is there"
    if passes_through; then
        [ "$(wc -l <out)" -eq 2 ] || fail "not two records"
    fi
}

# Only what the table of assay(7) says may grow with the number of records.
memory_is_bounded() {
    [[ $bin != *sanitize* ]] || return 0
    streams || return 0
    record 1 >one
    local few many
    few=$(peak_memory 2000)
    many=$(peak_memory 20000)
    [ $((many - few)) -lt 4096 ] || fail "$few KiB for 2000 records, $many KiB for 20000"
}

peak_memory() { # RECORDS: KiB
    python3 - "$program" "$1" <<'PYTHON'
import resource, subprocess, sys
line = open("one", "rb").read()
child = subprocess.Popen([sys.argv[1]], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
for _ in range(int(sys.argv[2]) // 100):
    child.stdin.write(line * 100)
child.stdin.close()
child.wait()
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
PYTHON
}

# --- manual pages -------------------------------------------------------------------------------

# The page as text, without bold and underline.
page() { # FILE
    mandoc -Tutf8 -Owidth=240 "$1" | sed 's/.\x08//g'
}

section() { # FILE NAME...
    local file=$1
    shift
    page "$file" | awk -v names=" $* " '/^[A-Z]/ { on = index(names, " " $0 " ") } on && !/^[A-Z]/'
}

# Lines may be as long as elsewhere, and our own pages need not be installed.
lint_page() { # FILE
    mandoc -Tlint -Wstyle "$1" 2>&1 |
        grep -vE 'referenced manual not found|longer than 80 bytes|outdated mandoc.db' | nothing
}

manual_page_is_there() {
    [ -s "$root/bin/$program.1" ] || fail "no bin/$program.1"
    lint_page "$root/bin/$program.1" || fail "mandoc -Tlint"
    section "$root/bin/$program.1" "EXIT STATUS" "EXAMPLES" | grep -q . || fail "no EXIT STATUS"
    section "$root/bin/$program.1" "EXAMPLES" | grep -q . || fail "no EXAMPLES"
}

manual_page_says_what_help_says() {
    go "$program" --help
    squeeze() { tr -s ' \n' ' ' | sed 's/^ //; s/ $//'; }
    local synopsis
    synopsis=$(section "$root/bin/$program.1" SYNOPSIS | squeeze)
    [ "usage: $synopsis" = "$(head -n 1 out)" ] || fail "SYNOPSIS: $synopsis"
    local purpose
    purpose=$(section "$root/bin/$program.1" NAME | squeeze)
    [ "$purpose" = "$program – $(sed -n 2p out)" ] || fail "NAME: $purpose"
}

manual_page_has_the_options() {
    go "$program" --help
    grep -oE '^ +(-[A-Za-z0-9], )?--[a-z-]+' out | tr -d ' ' | sort >options
    # .It Fl o Ar FILE , Fl -output Ar FILE
    grep -E '^\.It Fl ' "$root/bin/$program.1" |
        sed -E 's/^\.It Fl //; s/ Ar [A-Za-z.]+//g; s/^([A-Za-z0-9]) , Fl -/-\1,--/; s/^-([a-z])/--\1/' |
        sed -E 's/^--([a-zA-Z]),--/-\1,--/; s/ .*//' | sort >documented
    expect_same options documented
    # Nothing else is promised in the text.
    page "$root/bin/$program.1" | awk '/^[A-Z]/ { on = $0 != "EXAMPLES" } on' |
        grep -oE -- '(^|[^-[:alnum:]])--[a-z][a-z-]+' | grep -oE -- '--[a-z-]+' | sort -u >mentioned
    grep -oE -- '--[a-z-]+' options | sort -u >known
    comm -23 mentioned known >unknown
    [ ! -s unknown ] || fail "no such option: $(cat unknown)"
}

program_is_in_the_tables() {
    [ -n "$(column "$program" 2)" ] || fail "not in the table of programs of assay(7)"
    grep -qF "\`$program\`" "$root/README.md" || fail "not in the table of programs of README.md"
}

# --- tests --------------------------------------------------------------------------------------

@test "options" {
    run_promises help_is_printed version_is_printed usage_errors_are_trouble \
        help_and_version_that_cannot_be_printed_are_trouble verbose_goes_to_standard_error
}

@test "operands and standard streams" {
    run_promises standard_input_is_an_operand operand_named_like_an_option \
        missing_file_is_said_and_the_rest_is_done folder_is_said_and_the_rest_is_done \
        full_disk_is_trouble closed_output_is_trouble closed_input_and_messages_do_no_harm \
        broken_pipe_is_quiet
}

@test "output files are complete or not there" {
    run_promises output_file_equals_standard_output output_file_may_be_the_input \
        failed_output_file_is_not_there killed_run_leaves_no_file \
        output_that_cannot_be_opened_is_trouble
}

@test "the same input gives the same bytes" {
    run_promises output_is_deterministic order_of_files_is_order_of_lines
}

@test "records" {
    run_promises_of_records empty_input_gives_empty_output line_ends_may_be_crlf_or_missing \
        white_space_is_accepted unknown_fields_pass_untouched strange_record_passes \
        field_can_be_dropped memory_is_bounded
}

@test "refusals" {
    run_promises_of_records deep_line_is_refused byte_order_mark_is_refused \
        long_line_is_refused refusals_can_be_tolerated_or_hushed rejects_are_records \
        trouble_outranks_refusal
}

@test "every line that is no record is refused, and the reason said" {
    cat >"$BATS_TEST_TMPDIR/lines" <<'LINES'
text|hello|not a JSON object
empty line||an empty line
blanks| \t|an empty line
list|[1]|not a JSON object
string|"x"|not a JSON object
null|null|not a JSON object
cut off|{"a":|ends too early
cut off in a string|{"a":"b|ends too early
text behind|{"a":1} x|behind the object
two objects|{"a":1}{"a":1}|behind the object
comma at the end|{"a":1,}|key must be a string
no colon|{"a" 1}|colon
single quotes|{'a':1}|key must be a string
key without quotes|{a:1}|key must be a string
not a number|{"a":NaN}|not a JSON value
leading zero|{"a":01}|leading zero
leading plus|{"a":+1}|not a JSON value
bare point|{"a":1.}|digits behind its point
bare exponent|{"a":1e}|digits in its exponent
integer out of range|{"a":99999999999999999999}|out of range
real out of range|{"a":-1e999}|out of range
NUL in a string|{"a":"b\000c"}|control character
NUL behind|{"a":1}\000|behind the object
tab in a string|{"a":"b\tc"}|control character
invalid UTF-8|{"a":"\377"}|invalid UTF-8
overlong UTF-8|{"a":"\300\257"}|invalid UTF-8
surrogate in UTF-8|{"a":"\355\240\200"}|invalid UTF-8
point above U+10FFFF|{"a":"\364\220\200\200"}|invalid UTF-8
invalid UTF-8 in a key|{"\200":1}|invalid UTF-8
lone high surrogate|{"a":"\\ud800"}|bad escape
lone low surrogate|{"a":"\\udc00x"}|bad escape
U+0000|{"a":"\\u0000"}|bad escape
unknown escape|{"a":"\\x41"}|bad escape
twin keys|{"a":1,"b":2,"a":1}|same key twice
twin keys within|{"z":[{"a":1,"a":1}]}|same key twice
twin keys in disguise|{"a":1,"\\u0061":2}|same key twice
bracket that does not fit|{"a":[1}}|neither a comma nor the end
LINES
    for program in $(programs); do
        reads_files ||
            check "$program: bad lines" bad_lines_are_refused "$BATS_TEST_TMPDIR/lines"
    done
    finish
}

@test "manual pages" {
    run_promises manual_page_is_there manual_page_says_what_help_says manual_page_has_the_options \
        program_is_in_the_tables
}

@test "assay(7) is clean and lists no program that is not there" {
    lint_page "$root/bin/assay.7"
    for name in $(awk '$1 == ".It" && $2 == "Xr" { print $3 }' "$root/bin/assay.7"); do
        [ -e "$root/bin/$name.c" ] || [ -e "$root/bin/$name" ] || { echo "$name"; false; }
    done
}
