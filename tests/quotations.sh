#!/usr/bin/env bash
# Who says what: every line of quotations.csv is a document of its own, with ⏎ for its line ends.
# `expected` is the list of its quotations, separated by ` | `: KIND: WORDS = SPEAKER; ROLE;
# ORGANISATION; BODY, as far as they are known; ? for a speaker who is not; - for no quotation.
# usage: quotations.sh [-v]
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

assay-csv --reverse "$here/quotations.csv" >"$work/cases"
jq -c '{type: "document", id: "case", text: (.text | gsub("⏎"; "\n")), publisher} |
    with_entries(select(.value != null))' "$work/cases" | assay-tag >"$work/tagged"
jq -r --slurpfile cases "$work/cases" -n '
    [inputs] as $documents | range($cases | length) as $i |
    $documents[$i] as $document | $cases[$i] as $case |
    [$document.quotations // [] | .[] |
        "\(.kind): \($document.text[.start:.end]) = " +
        ([.speaker // "?", .speaker_role, .organisation, .body] |
            map(select(. != null)) | join("; "))] | join(" | ") |
    (if . == "" then "-" else gsub("\n"; "⏎") end) as $found |
    $case.expected, $found, "\($case.text)\t(\($case.why))"
' "$work/tagged" | awk -v verbose="${1-}" -f "$here/compare.awk"
