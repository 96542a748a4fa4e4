#!/usr/bin/env bash
# One-line cases of judgement: every line of claims.csv is a document of its own; what assay-judge
# finds in it (grades of the council itself) must be what `expected` says: AUTHORITY AREA GRADE
# STATUS, several separated by `;` in alphabetical order, or `-` for none.
# usage: claims.sh [-v]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

assay-csv --reverse "$here/claims.csv" >"$work/cases"
jq -c '{type: "document", id: "case", text, date}' "$work/cases" |
    assay-tag | assay-judge -x blocks >"$work/judged"
jq -r '[.judgements[] | select(.type == "grade" and (.subject | not)) |
        "\(.authority) \(.area) \(.grade) \(.status)"] | unique | join(";") |
        if . == "" then "-" else . end' "$work/judged" >"$work/found"
jq -r '.expected' "$work/cases" >"$work/expected"
jq -r '"\(.text)\t(\(.why))"' "$work/cases" >"$work/texts"

paste -d '\n' "$work/expected" "$work/found" "$work/texts" |
    awk -v verbose="${1-}" -f "$here/compare.awk"
