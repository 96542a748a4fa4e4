#!/usr/bin/env bash
# Does LibreOffice read what assay-csv writes, cell by cell? Converts a CSV with quotes, line ends,
# other alphabets and formulas to CSV again, as texts, and compares the values of the cells.
# usage: libreoffice.sh     status 0: it does (or there is no LibreOffice, which is said), else 1
set -uo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
PATH=${ASSAY_BIN:-$root/bin}:$PATH
if ! command -v soffice >/dev/null; then
    echo "libreoffice: not installed (libreoffice-calc-nogui), nothing was tested"
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/rows.jsonl" <<'ROWS'
{"authority":"Leeds","grade":"good","note":"says \"good\", twice","n":3}
{"authority":"Hull","note":"two\nlines, and a third\nhere","n":-5}
{"authority":"Ynys Môn","note":"£5 – “naïve” café, 東京, Ελλάδα","n":0.25}
{"authority":"Bury","note":"=1+1","n":10}
{"authority":"York","note":"+44 20 7946 0000"}
{"authority":"Kent","note":"@SUM(A1)","n":1}
{"authority":"Essex","note":"-- no change","n":2}
{"authority":"Derby","note":" blanks at both ends ","n":2}
{"authority":"Wigan","note":"it's 'quoted'","n":2}
ROWS
assay-csv "$work/rows.jsonl" >"$work/rows.csv" || exit 1

# 44,34,76: commas, quotes, UTF-8; then the first line, and no types guessed but those of numbers;
# the cells are written as they are shown.
filter='44,34,76,1,,0,false,true,false'
if ! HOME=$work soffice --headless --infilter="CSV:$filter" --convert-to "csv:Text - txt - csv (StarCalc):$filter" \
    --outdir "$work/converted" "$work/rows.csv" >"$work/log" 2>&1; then
    cat "$work/log"
    exit 1
fi

# The cells as the converted file has them, and as the records say, the apostrophe included.
python3 - "$work/rows.jsonl" "$work/converted/rows.csv" <<'COMPARE'
import csv, json, sys
columns = ["authority", "grade", "note", "n"]
def cell(value):
    if value is None:
        return ""
    text = str(value)
    formula = isinstance(value, str) and text.lstrip("'")[:1] in tuple("=+-@\t\r")
    return "'" + text if formula else text
want = [columns]
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    want.append([cell(row.get(column)) for column in columns])
found = list(csv.reader(open(sys.argv[2], encoding="utf-8", newline=""), strict=True))
bad = [(w, f) for w, f in zip(want, found) if w != f]
for w, f in bad:
    print("libreoffice: expected", w, "found", f)
if len(want) != len(found):
    print(f"libreoffice: {len(found)} rows of {len(want)}")
if bad or len(want) != len(found):
    sys.exit(1)
print(f"libreoffice: {len(want)} rows of {len(columns)} cells are read as they were written")
COMPARE
