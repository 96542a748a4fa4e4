#!/usr/bin/env bats
# Real documents, where a folder of them lies beside the checkout (or where ASSAY_SHARED says):
# official reports and seed documents with what careful readers found in them, and the scorers.

load helpers

setup() {
    shared=${ASSAY_SHARED:-$root/../shared}
    [ -d "$shared/score" ] || skip "no $shared"
}

# The number behind a word at the start of a line: `SCORE 0.9876`.
number() { # FILE WORD
    sed -n "s/^$2[: ]*\([0-9.]*\).*/\1/p" "$1" | head -n 1
}

at_least() { # NUMBER BOUND WHAT
    awk -v a="$1" -v b="$2" 'BEGIN { exit !(a != "" && a + 0 >= b + 0) }' ||
        { echo "$3: $1 is less than $2"; return 1; }
}

@test "official reports: grades and facts" {
    cd "$BATS_TEST_TMPDIR"
    assay-text "$shared"/reports/*.pdf | assay-tag | assay-judge | assay-rows >rows.jsonl
    "$shared/score/reports.py" "$shared/gold/reports.csv" rows.jsonl --list >score
    cat score
    at_least "$(number score SCORE)" 0.98 SCORE
    # `authority: 71 of 71`; so many reports print the fact, and none is invented.
    for fact in authority inspection_start inspection_end lead_inspector framework; do
        [ "$(grep -c "^$fact: " score)" -eq 1 ]
        at_least "$(number score $fact)" 65 $fact
    done
    grep -E '^[a-z_]+: .*where the report prints none' score | nothing
}

@test "seed documents: grades" {
    cd "$BATS_TEST_TMPDIR"
    assay-text "$shared"/seeds/*.txt | assay-tag | assay-judge >documents.jsonl
    "$shared/score/seeds.py" "$shared/gold/seeds.jsonl" documents.jsonl --list >score
    cat score
    at_least "$(number score SCORE)" 0.8 SCORE
    [ "$(number score 'false grades')" = 0 ]
}

@test "registers agree with the reference tables" {
    python3 "$root/tests/vocab/check_registers.py" "$root/schemas/vocab" "$shared/reference"
}

@test "every judgement says where and why" {
    cd "$BATS_TEST_TMPDIR"
    assay-text "$shared"/reports/*.pdf "$shared"/seeds/*.txt "$shared"/commentary/*.txt |
        assay-tag | assay-judge >documents.jsonl
    python3 - documents.jsonl <<'PYTHON'
import json, sys
bad = 0
for line in open(sys.argv[1], encoding="utf-8"):
    document = json.loads(line)
    text = document.get("text", "")
    for kind in ("entities", "judgements", "blocks"):
        starts = [item["start"] for item in document.get(kind, [])]
        if starts != sorted(starts):
            bad += 1
            print(document["source"], kind, "not ordered by start")
    for kind in ("entities", "judgements"):
        for item in document.get(kind, []):
            span = text[item["start"]:item["end"]]
            want = item.get("text", item.get("raw"))
            if not 0 <= item["start"] < item["end"] <= len(text):
                bad += 1
                print(document["source"], "outside the text:", item)
            elif kind == "entities" and span != want:
                bad += 1
                print(document["source"], "entity", repr(want), "is", repr(span))
            if kind == "judgements" and not item.get("rule"):
                bad += 1
                print(document["source"], "no rule:", item)
            if None in item.values() or "" in item.values():
                bad += 1
                print(document["source"], "null or empty:", item)
sys.exit(bad > 0)
PYTHON
}

# The seed about Bexley tells of the report of 2014 that lies in reports/, and of one of 2012 that
# does not. Planted: grades, areas and councils that the reports contradict, as a reader of the
# reports' first pages can see.
@test "claims against the official record; a data package of all" {
    cd "$BATS_TEST_TMPDIR"
    assay-text "$shared"/reports/*.pdf | assay-tag | assay-judge | assay-rows >record.jsonl
    assay-text "$shared"/seeds/*.txt | assay-tag | assay-judge | assay-rows >seeds.jsonl
    assay-check --record record.jsonl --fail-on contradicted seeds.jsonl >checked.jsonl
    jq -r 'select(.authority == "Bexley" and .type == "grade" and .doc_date == "2014-06-04")
        | [.area, .date[:4], .verdict] | join(" ")' checked.jsonl | sort -u >bexley
    for area in overall lscb leadership help-protection children-in-care adoption; do
        grep -qx "$area 2014 confirmed" bexley
    done
    [ "$(grep -c 2014 bexley)" -eq "$(grep -c '2014 confirmed' bexley)" ]
    grep 2012 bexley | grep -vE 'unverifiable|confirmed' | nothing
    while IFS='|' read -r verdict claim; do
        printf 'A note\n\n1 March 2023\n\n%s\n' "$claim" | assay-text | assay-tag | assay-judge |
            assay-rows | assay-check --record record.jsonl >claim.jsonl
        [ "$(jq -r .verdict claim.jsonl)" = "$verdict" ] ||
            { echo "not $verdict: $claim"; jq -c . claim.jsonl; false; }
    done <<'CLAIMS'
confirmed|Ofsted rated Leeds City Council outstanding overall in 2022.
contradicted|Ofsted rated Leeds City Council inadequate overall in 2022.
contradicted|In 2014 Ofsted rated Bexley's children's services good.
contradicted|York's children's services were rated outstanding by Ofsted in March 2022.
outdated|Tower Hamlets children's services are rated inadequate by Ofsted.
impossible|Ofsted rated Kent County Council's children's services adequate in 2019.
impossible|In 2012 Ofsted rated Cumberland Council's children's services good.
unverifiable|In 2009 Ofsted rated Leeds City Council good.
contradicted|In December 2018 Ofsted rated Birmingham Children's Trust good.
CLAIMS
    cat record.jsonl checked.jsonl | assay-csv --package all
    "$root/tests/package.py" all >columns
    grep -qx "$(cat record.jsonl checked.jsonl | wc -l) rows" columns
}
