#!/usr/bin/env bash
# People: every line of people.csv is a document of its own, with ⏎ for its line ends. `expected`
# is the list of all people that it names, separated by ` | `: WORDS = NAME; ROLE; ORGANISATION, as
# far as they are known; - for none.
# usage: people.sh [-v]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

assay-csv --reverse "$here/people.csv" >"$work/cases"
jq -c '{type: "document", id: "case", text: (.text | gsub("⏎"; "\n"))}' "$work/cases" |
    assay-tag >"$work/tagged"
jq -r --slurpfile cases "$work/cases" -n '
    [inputs] as $documents | range($cases | length) as $i |
    $documents[$i] as $document | $cases[$i] as $case |
    [$document.entities[] | select(.type == "person") |
        "\(.text) = " + ([.name, .role, .organisation] |
            map(select(. != null)) | join("; "))] | join(" | ") |
    (if . == "" then "-" else gsub("\n"; "⏎") end) as $found |
    $case.expected, $found, "\($case.text)\t(\($case.why))"
' "$work/tagged" | awk -v verbose="${1-}" -f "$here/compare.awk"
