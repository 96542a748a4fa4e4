#!/usr/bin/env bash
# One-line cases of opinions and findings: every line of opinions.csv is a document of its own; what
# assay-judge finds in it besides grades must be what `expected` says, several separated by `;` in
# alphabetical order, or `-` for none. An opinion is POLARITY TARGET (or POLARITY TARGET by SPEAKER
# where somebody else holds it), a finding VALUE UNIT, then `target N`, `from N` and its direction
# where there are any.
# usage: opinions.sh [-v]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

assay-csv --reverse "$here/opinions.csv" >"$work/cases"
jq -c '{type: "document", id: "case", text, date: "2019-05-01"}' "$work/cases" |
    assay-tag | assay-judge -x blocks >"$work/judged"
jq -r '[.judgements[] | select(.type != "grade") |
        if .type == "opinion" then
            "\(if .polarity > 0 then "+" else "-" end) \(.target)" +
            (if .speaker then " by \(.speaker)" else "" end)
        else
            "\(.value) \(.unit)" +
            (if .target_value then " target \(.target_value)" else "" end) +
            (if .previous_value then " from \(.previous_value)" else "" end) +
            (if .direction then " \(.direction)" else "" end)
        end] | unique | join(";") | if . == "" then "-" else . end' "$work/judged" >"$work/found"
jq -r '.expected' "$work/cases" >"$work/expected"
jq -r '"\(.text)\t(\(.why))"' "$work/cases" >"$work/texts"

paste -d '\n' "$work/expected" "$work/found" "$work/texts" |
    awk -v verbose="${1-}" -f "$here/compare.awk"
