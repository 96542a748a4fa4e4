#!/usr/bin/env bats
# What assay-xlsx writes, read back cell by cell with Python's zipfile and XML (xlsx.py), and by
# LibreOffice where it is there. The rows, in xlsx.jsonl, are made up.

load helpers

setup() {
    [ -x "$bin/assay-xlsx" ] || skip "built without libxlsxwriter"
    cd "$BATS_TEST_TMPDIR"
    cp "$root/tests/xlsx.jsonl" rows.jsonl
}

# The cell of a sheet in the column of that name; empty where there is none.
value() { # SHEET COLUMN ROW MEMBER
    jq -r --arg sheet "$1" --arg column "$2" --arg row "$3" --arg member "$4" '
        select(.name == $sheet).cells | . as $cells
        | (to_entries | map(select((.key | test("^[A-Z]+1$")) and .value.value == $column))[0].key)
        | $cells[.[:-1] + $row][$member] // ""' sheets
}

expect() { # SHEET COLUMN ROW MEMBER VALUE
    [ "$(value "$1" "$2" "$3" "$4")" = "$5" ] ||
        { echo "$1 $2 $3 $4: '$(value "$1" "$2" "$3" "$4")', not '$5'"; false; }
}

read_back() { # ARGUMENT...
    assay-xlsx -o book.xlsx "$@"
    "$root/tests/xlsx.py" book.xlsx >sheets
}

@test "sheets have a frozen header and a filter over all their rows" {
    read_back rows.jsonl
    [ "$(jq -r .name sheets | tr '\n' ' ')" = "judgements summary authorities definitions " ]
    [ "$(jq -r .frozen sheets | sort -u)" = A2 ]
    [[ $(jq -r 'select(.name == "judgements").filter' sheets) == A1:*6 ]]
    [ "$(jq -r 'select(.name == "summary").filter' sheets)" = A1:N4 ]
    [ "$(jq -r 'select(.name == "authorities").filter' sheets)" = A1:Q4 ]
}

@test "dates and numbers are typed, what is none of them stays text" {
    read_back rows.jsonl
    # 44624 days from 30 December 1899 is 4 March 2022: date -d '1899-12-30 + 44624 days'
    expect judgements date 2 value 44624
    expect judgements date 2 style yyyy-mm-dd
    expect judgements date 4 value '2009~'
    expect judgements doc_date 3 value 1899-12-31
    expect judgements rank 2 type n
    expect judgements page 6 value 7
    expect judgements polarity 6 value -1
    expect judgements yy 3 value -0.5
    expect judgements ok 3 type b
    expect judgements zz 3 value 123456789012345678
    expect judgements zz 3 type inlineStr
}

@test "hostile text stays text" {
    read_back rows.jsonl
    expect judgements sentence 2 value '=HYPERLINK("http://evil.example")'
    expect judgements sentence 2 type inlineStr
    expect judgements sentence 3 value $'@SUM(A1) _x0041_ \001 \xEF\xBF\xBD end'
    expect judgements raw 6 value +44
    expect judgements raw 6 type inlineStr
}

@test "addresses and paths are links, and nothing else is" {
    read_back rows.jsonl
    [ "$(jq -r 'select(.name == "judgements").links[]' sheets | sort | tr '\n' ' ')" = \
        '../s.pdf https://example.org/leeds.pdf#page=3 reports/leeds%20one.pdf#page=3 ' ]
    expect judgements source 2 value 'reports/leeds one.pdf'
    expect judgements source 3 value 'javascript:alert(1)'
    mkdir -p out
    assay-xlsx -o ./out/book.xlsx rows.jsonl
    "$root/tests/xlsx.py" out/book.xlsx | head -n 1 >sheets
    jq -r '.links[]' sheets | grep -qxF '../reports/leeds%20one.pdf#page=3'
    assay-xlsx -o "$PWD/book.xlsx" rows.jsonl
    "$root/tests/xlsx.py" book.xlsx | head -n 1 >sheets
    [ "$(jq -r '.links[]' sheets)" = 'https://example.org/leeds.pdf#page=3' ]
}

@test "grades and verdicts have the colours of Okabe and Ito, and their words" {
    read_back rows.jsonl
    expect judgements grade 2 style FF0072B2
    expect judgements grade 2 value outstanding
    expect judgements grade 3 style FFD55E00
    expect judgements grade 4 style FF56B4E9
    expect judgements verdict 2 style FF0072B2
    expect judgements verdict 3 style FFD55E00
}

@test "the latest grade that the record does not contradict is the summary's" {
    read_back rows.jsonl
    expect summary authority 2 value Leeds
    expect summary grade 2 value outstanding
    expect summary date 2 value 44624
    expect summary rows 2 value 3
    expect summary contradicted 2 value 1
    expect summary authority 4 value York
    expect summary opinions 4 value 1
    expect summary grade 4 value ''
}

@test "one line a council has its numbers, its latest report and its neighbours" {
    read_back rows.jsonl
    # Ofsted's and the education department's numbers of Leeds: its reports and school lists
    expect authorities urn 2 value 80481
    expect authorities la_code 2 value 383
    expect authorities overall 2 value outstanding
    expect authorities inspector 2 value 'Pat Example'
    expect authorities published 2 value 44671
    expect authorities "neighbours' overall" 2 value 'Sheffield: good'
    expect authorities overall 4 value ''
}

# The inspections of summer 2013 were of the services for looked after children alone; neighbours
# are of councils that there are.
@test "an inspection of a part is no overall grade of a council" {
    for grade in overall:adequate leadership:good; do
        printf '{"type":"grade","authority":"Kent","body":"KEN","area":"%s","grade":"%s",' \
            "${grade%:*}" "${grade#*:}"
        printf '"rank":2,"levels":4,"status":"current","basis":"report","framework":"lac-2013",'
        printf '"date":"2013-08-23","inspection_end":"2013-07-19","doc":"k"}\n'
    done >rows.jsonl
    read_back rows.jsonl
    expect authorities local_authority 2 value Kent
    expect authorities overall 2 value ''
    expect authorities leadership 2 value ''
    expect authorities 'in care' 2 value adequate
    expect authorities 'help and protection' 2 value ''
    assay-csv --reverse "$root/schemas/vocab/neighbours.csv" |
        jq -r '.body, (.neighbours | splits(" "))' | sort -u >named
    assay-csv --reverse "$root/schemas/vocab/authorities.csv" |
        jq -r 'select((.to // "2027") >= "2027").body' | sort -u | comm -13 - named | nothing
}

@test "definitions tell of every field" {
    read_back rows.jsonl
    [ "$(jq -r 'select(.name == "definitions").cells.A2.value' sheets)" = type ]
    for field in authority grade verdict inspection_start zz; do
        jq -r 'select(.name == "definitions").cells[].value' sheets | grep -qx "$field"
    done
    jq -r 'select(.name == "definitions").cells[].value' sheets |
        grep -qx 'confirmed; contradicted; outdated; impossible; unverifiable'
}

@test "the same rows give the same bytes" {
    assay-xlsx rows.jsonl >first
    sleep 2.1 # a zip archive counts time in steps of two seconds
    TZ=Pacific/Kiritimati assay-xlsx <rows.jsonl >second
    cmp first second
}

@test "rows that a sheet has no room for go on to the next" {
    read_back --sheet-rows 2 rows.jsonl
    [ "$(jq -r .name sheets | head -n 4 | tr '\n' ' ')" = \
        "judgements judgements 2 judgements 3 summary " ]
    expect 'judgements 3' authority 2 value York
    go assay-xlsx --sheet-rows 1048576 rows.jsonl
    expect_status 2
    expect_said 'a sheet has 1048575 rows at most'
}

@test "a text that is too long for a cell is cut and said" {
    python3 -c 'import json
print(json.dumps({"a": "x" * 32767}))
print(json.dumps({"a": "x" * 32768}))
print(json.dumps({"a": "\U0001F600" * 16384}))
print(json.dumps({"a": "_x0041_" * 4000}))' >long.jsonl
    go assay-xlsx -o book.xlsx long.jsonl
    expect_status 1
    [ "$(cut -d : -f 3 err | tr '\n' ' ')" = "2 3 4 " ]
    "$root/tests/xlsx.py" book.xlsx >sheets
    jq -e -s '.[0].cells | (.A2.value | length) == 32767 and
        (.A3.value | length) == 32767 and (.A4.value | length) == 16383' sheets
    jq -e -s '.[0].cells.A5.value | startswith("_x0041__x0041_")' sheets
}

@test "a row with more columns than a sheet is refused" {
    python3 -c 'import json
print(json.dumps({f"c{i}": 1 for i in range(16384)}))
print(json.dumps({"one": 1, "more": 2}))' >wide.jsonl
    go assay-xlsx -o book.xlsx wide.jsonl
    expect_status 1
    expect_said 'wide.jsonl:2: more columns than a sheet may have'
}

@test "links beyond what a sheet holds are text" {
    [[ $bin != *sanitize* ]] || skip "the plain build tells"
    seq 65531 | sed 's|.*|{"url":"https://example.org/&"}|' >links.jsonl
    read_back links.jsonl
    [ "$(jq 'select(.name == "judgements").links | length' sheets)" -eq 65530 ]
    expect judgements url 65532 value https://example.org/65531
    jq -e -s '.[-1].cells | to_entries
        | map(select(.value.value == "(without link)"))[0].key' sheets
}

@test "the dictionary has the columns of CSV, in their order" {
    sed -n '/^} known\[\] = {/,/^};/s/^    {"\([a-z_]*\)".*/\1/p' "$root/lib/heading.c" >columns
    [ "$(wc -l <columns)" -gt 60 ]
    assay-csv --reverse "$root/schemas/vocab/fields.csv" | jq -r .field | diff columns -
}

@test "LibreOffice reads the workbook" {
    command -v soffice >/dev/null || skip "no LibreOffice"
    [[ $bin != *sanitize* ]] || skip "the plain build tells"
    assay-xlsx -o book.xlsx rows.jsonl
    HOME=$PWD soffice --headless --convert-to \
        'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' book.xlsx >log 2>&1
    python3 - <<'COMPARE'
import csv
rows = list(csv.DictReader(open("book.csv", encoding="utf-8", newline="")))
assert len(rows) == 5, rows
assert rows[0]["date"] == "2022-03-04" and rows[2]["date"] == "2009~", rows
assert rows[0]["sentence"] == '=HYPERLINK("http://evil.example")', rows[0]
assert rows[0]["grade"] == "outstanding" and rows[4]["raw"] == "+44", rows
COMPARE
}
