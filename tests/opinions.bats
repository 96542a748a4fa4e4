# Opinions and findings: one-line cases, and that they never mix with grades.
load helpers

@test "one-line cases of opinions and findings" {
    "$BATS_TEST_DIRNAME/opinions.sh"
}

@test "explain says of every word of the lexicon what it became" {
    cd "$BATS_TEST_TMPDIR"
    text='Essex council is a shambles. The weather is dire. Essex upheld 41 complaints.'
    jq -nc --arg text "$text" '{type: "document", $text}' | assay-tag |
        assay-judge --explain >out 2>err
    grep -q $'shambles\topinion.is\topinion -1' err
    grep -q $'dire\t-\tno rule takes it' err
    grep -q $'41\tfinding.count\tfinding 41 complaint' err
}

@test "users add words of their own, and a bad line is named" {
    cd "$BATS_TEST_TMPDIR"
    mkdir -p more/vocab
    printf '%s\n' words,group,frame,polarity,intensity,example,counter \
        'a curate’s egg,blame,saying,-1,1,Essex council is a curate’s egg.,He ate a curate’s egg.' \
        >more/vocab/opinions.csv
    printf '%s\n' '{"type":"document","text":"Essex council is a curate’s egg."}' | assay-tag |
        assay-judge -V more | jq -e '.judgements[0] | .polarity == -1 and .target == "Essex"'
    assay-judge -V more --prove
    printf '%s\n' words,group,frame,polarity,intensity,example,counter 'odd,x,noun,7,1,a,b' \
        >more/vocab/opinions.csv
    run assay-judge -V more </dev/null
    [ "$status" -eq 2 ]
    [[ $output == *"opinions.csv:2: polarity '7'"* ]]
}

@test "a sentence beyond the bound is data, and one within it is read" {
    cd "$BATS_TEST_TMPDIR"
    long=$(printf 'or so %.0s' {1..520})
    jq -nc --arg text "Essex council is a shambles $long." '{type: "document", $text}' |
        assay-tag | assay-judge | jq -e '.judgements == []'
    long=$(printf 'or so %.0s' {1..400})
    jq -nc --arg text "Essex council is a shambles $long." '{type: "document", $text}' |
        assay-tag | assay-judge | jq -e '.judgements | length == 1'
}
