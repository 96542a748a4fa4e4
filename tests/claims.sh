#!/usr/bin/env bash
# Short cases of judgement: every line of claims.csv is a document of its own; what assay-judge
# finds in it (grades of the council itself) must be what `expected` says: AUTHORITY AREA GRADE
# STATUS, several separated by `;` in alphabetical order, or `-` for none. Where a date (EDTF)
# stands behind the status, the claim's must be the same; where none does, any will do.
# usage: claims.sh [-v]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

assay-csv --reverse "$here/claims.csv" >"$work/cases"
jq -c '{type: "document", id: "case", text} + if .date then {date} else {} end' "$work/cases" |
    assay-tag | assay-judge -x blocks >"$work/judged"
jq -nr --slurpfile cases "$work/cases" '[inputs] | to_entries[] |
        ($cases[.key].expected | split(";")) as $expected |
        [.value.judgements[]? | select(.type == "grade" and (.subject | not)) |
         "\(.authority) \(.area) \(.grade) \(.status)" as $claim |
         if any($expected[]; startswith($claim + " ")) then "\($claim) \(.date)" else $claim end] |
        unique | join(";") | if . == "" then "-" else . end' "$work/judged" >"$work/found"
jq -r '.expected' "$work/cases" >"$work/expected"
jq -r '"\(.text)\t(\(.why))" | gsub("\n+"; " / ")' "$work/cases" >"$work/texts"

paste -d '\n' "$work/expected" "$work/found" "$work/texts" |
    awk -v verbose="${1-}" -f "$here/compare.awk"
