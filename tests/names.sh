#!/usr/bin/env bash
# One-line cases of names: every line of names.csv is a document of its own. `expected` says which
# authority its words are: SURFACE=CODE, several separated by `;`. CODE is the GSS code (of a body
# that has none, the register's own), `?` where it must stay undecided, `-` where no authority may
# be found.
# usage: names.sh [-v]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

assay-csv --reverse "$here/names.csv" >"$work/cases"
jq -c '{type: "document", id: "case", text: .sentence, date} +
    (.about // "" | if . == "" then {} else
        {(split("=")[0]): (split("=")[1:] | join("="))} end) |
    with_entries(select(.value != null))' "$work/cases" | assay-tag >"$work/tagged"
# For each surface: the authority that overlaps its first place in the text.
jq -r --slurpfile cases "$work/cases" -n '
    [inputs] as $documents | range($cases | length) as $i |
    $documents[$i] as $document | $cases[$i] as $case |
    [$case.expected | split(";")[] | split("=")[0] as $surface |
        ($document.text | index($surface) // error("\($surface) is not in: \($case.sentence)"))
            as $bytes |
        ($document.text | split($surface)[0] | length) as $start |
        ([$document.entities[] | select(.type == "authority" and
            .start < $start + ($surface | length) and .end > $start)] | first) as $found |
        "\($surface)=\(if $found == null then "-"
            else $found.id // $found.body // "?" end)"] | join(";") as $found |
    $case.expected, $found, "\($case.sentence)\t\($case.date // "")\t(\($case.why))"
' "$work/tagged" | awk -v verbose="${1-}" -f "$here/compare.awk"
