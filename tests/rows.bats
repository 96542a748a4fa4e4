#!/usr/bin/env bats
# Rows are flat, and from a row what it was made of can be had again, by the rules of assay-rows(1).

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
}

# Rows back to what they were made of: FACTS are the names that come from the document.
unflattened() { # FACTS
    jq -S -c --argjson facts "$1" --argjson lists "$list_fields" '
        with_entries(select(.key as $key | $facts | index($key) | not)) |
        with_entries(if .key as $key | $lists | index($key)
            then .value |= (if test("^[\\[{]") then fromjson else split("; ") end) else . end)'
}

list_fields='["candidates", "listed", "nested", "quotations", "duplicates"]'
judgement_facts='["id", "doc", "source", "member", "title", "publisher", "author", "doc_date",
    "url", "page", "inspection_start", "inspection_end", "published", "lead_inspector", "region",
    "origin"]'

# What a report has of its inspection is added to its judgements: without it here.
given_back() {
    jq -S -c '.judgements[]' documents >expected
    assay-rows documents | unflattened "$judgement_facts" >found
    expect_same expected found
}

@test "judgements of the samples" {
    assay-text "$root"/samples/*/*.txt "$root"/samples/*/*.md | assay-tag | assay-judge >documents
    [ "$(jq -c '.judgements[]' documents | wc -l)" -ge 10 ]
    given_back
    jq -S -c '.entities[]' documents >expected
    assay-rows --entities documents | unflattened "$judgement_facts" |
        jq -S -c 'with_entries(if .key == "authority_id" then .key = "id" else . end)' >found
    expect_same expected found
}

@test "lists and objects of every kind" {
    jq -n -c '{type: "document", id: "d", judgements: [
        {type: "grade", start: 1, listed: ["a", "b c"]},
        {type: "grade", start: 2, listed: ["a; b", "c"]},
        {type: "grade", start: 3, listed: ["one"]},
        {type: "grade", start: 4, listed: ["", "a"]},
        {type: "grade", start: 5, listed: ["[a]"]},
        {type: "grade", start: 6, listed: [" a ", "{"]},
        {type: "grade", start: 7, nested: {a: [1, {b: "x; y"}]}, listed: ["\"", "\\", "é\n"]},
        {type: "grade", start: 8, nested: [1, "a", null, true], grade: "a; b", raw: "[1]"}]}' \
        >documents
    given_back
    assay-rows documents | jq -e 'all(.[]; type != "array" and type != "object")' >answers
    grep -c true answers | expect_same - <(echo 8)
}

@test "rows of documents have all that is not text or list of what is in it" {
    assay-text "$root"/samples/press/*.txt | assay-tag | assay-judge | assay-dedup >documents
    jq -S -c 'del(.text, .blocks, .entities, .judgements)' documents >expected
    assay-rows --documents documents | unflattened '[]' >found
    expect_same expected found
    assay-rows --documents --fields id,date documents >found
    jq -c '{id, date} | with_entries(select(.value))' documents | expect_same - found
}
