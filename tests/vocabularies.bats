# What users add with -V: an error names file, line, column and value, and ends with status 2.
load helpers

refused() { # FILE TEXT MESSAGE
    mkdir -p "$BATS_TEST_TMPDIR/own/vocab"
    rm -f "$BATS_TEST_TMPDIR"/own/vocab/*
    printf '%b' "$2" >"$BATS_TEST_TMPDIR/own/vocab/$1"
    status=0
    assay-tag -V "$BATS_TEST_TMPDIR/own" </dev/null 2>"$BATS_TEST_TMPDIR/said" || status=$?
    [ "$status" -eq 2 ] || { echo "$1: status $status"; return 1; }
    printf 'assay-tag: %s\n' "$BATS_TEST_TMPDIR/own/vocab/$1$3" |
        diff - "$BATS_TEST_TMPDIR/said"
}

@test "errors of a user's vocabularies name file, line, column and value" {
    refused authority_names.csv 'body,name,kind,evidence\nBNE,Foo,alias,\nXXX,Foo,alias,\n' \
        ":3:1: body: no authority has this code: 'XXX'"
    refused authority_names.csv 'body,name,kind,evidence\nBNE,,alias,\n' \
        ":2:2: name: is empty: ''"
    refused authority_names.csv 'body,name,kind,evidence\nBNE,Foo,nickname,\n' \
        ":2:3: kind: unknown word: 'nickname'"
    refused authority_names.csv 'body,name,kind\nBNE,Foo,alias\n' ":1: no column 'evidence'"
    refused authority_names.csv 'body,name,kind,evidence\nBNE,"Foo,alias,\n' \
        ":2: a quote that is not closed"
    refused tag_words.csv 'kind,name,evidence,note\nspeech,blurted,,\nspeach,said,,\n' \
        ":3:1: kind: unknown word: 'speach'"
    refused speech_words.csv 'kind,name,evidence,note\nsays,,,\n' ":2:2: name: is empty: ''"
    refused trusts.csv 'name,serves,from,to,note\nFoo,BNE QQQ,2014-04-01,,\n' \
        ":2:2: serves: no authority has this code: 'BNE QQQ'"
    refused trusts.csv 'name,serves,from,to,note\nFoo,BNE,2014-13-01,,\n' \
        ":2:3: from: no day: '2014-13-01'"
    refused name_cues.csv 'cue,side,speaks,note\nfoo,left,for,\n' \
        ":2:2: side: unknown word: 'left'"
    refused organisation_forms.csv 'form,subtype,canonical\nFoo,board,Foo\n' \
        ":2:1: form: does not begin or end with {name}: 'Foo'"
}

@test "a user's vocabularies add to those of the suite" {
    mkdir -p "$BATS_TEST_TMPDIR/own/vocab"
    echo 'body,name,kind,evidence
BNE,Barnet Borough Towers,alias,' >"$BATS_TEST_TMPDIR/own/vocab/authority_names.csv"
    echo 'kind,name,evidence,note
says,blurted,,' >"$BATS_TEST_TMPDIR/own/vocab/speech_words.csv"
    echo '{"type":"document","text":"Barnet Borough Towers blurted that it was late."}' |
        assay-tag -V "$BATS_TEST_TMPDIR/own" >"$BATS_TEST_TMPDIR/out"
    [ "$(jq -r '.entities[0].body, .quotations[0].speaker' "$BATS_TEST_TMPDIR/out")" = "BNE
Barnet" ]
}

@test "a grade with more words than a program keeps is refused, none is dropped" {
    own=$BATS_TEST_TMPDIR/own/vocab/scales.csv
    mkdir -p "$BATS_TEST_TMPDIR/own/vocab"
    for count in 24 25; do
        words=$(seq -f 'word %.0f' -s '|' "$count")
        printf 'scale,grade,rank,levels,inspectorate,nation,from,to,digit,words,plain\n' >"$own"
        printf 'own,fine,1,4,Ofsted,england,2018-01-29,,,%s,\n' "$words" >>"$own"
        status=0
        assay-judge -V "$BATS_TEST_TMPDIR/own" </dev/null 2>"$BATS_TEST_TMPDIR/said" || status=$?
        [ "$status" -eq $((count == 25 ? 2 : 0)) ]
    done
    echo "assay-judge: $own:2:10: words: more words than fit: '$words'" |
        diff - "$BATS_TEST_TMPDIR/said"
}

@test "a form of areas that stands on nothing, or on itself, is refused" {
    mkdir -p "$BATS_TEST_TMPDIR/own/vocab"
    own=$BATS_TEST_TMPDIR/own/vocab/area_forms.csv
    while IFS='|' read -r name form message; do
        printf 'name,use,form,example\n%s,part,%s,x\n' "$name" "$form" >"$own"
        status=0
        assay-judge -V "$BATS_TEST_TMPDIR/own" </dev/null 2>"$BATS_TEST_TMPDIR/said" || status=$?
        [ "$status" -eq 2 ]
        echo "assay-judge: $own:2:3: form: $message: '$form'" | diff - "$BATS_TEST_TMPDIR/said"
    done <<'END'
loop|help for {loop}|parts nest too deep
lost|help for {nobody}|no such class or part
gone|help? {for}?|all of it may be absent
END
}

@test "more forms of areas that begin alike than fit are refused" {
    mkdir -p "$BATS_TEST_TMPDIR/own/vocab"
    own=$BATS_TEST_TMPDIR/own/vocab/area_forms.csv
    echo 'name,use,form,example' >"$own"
    for i in $(seq 65); do echo "adoption,area,zebra $i,zebra $i"; done >>"$own"
    run assay-judge -V "$BATS_TEST_TMPDIR/own" </dev/null
    [ "$status" -eq 2 ]
    [ "$output" = "assay-judge: $own:66:3: form: more forms begin alike than fit: 'zebra 65'" ]
    sed -i '$d' "$own"
    assay-judge -V "$BATS_TEST_TMPDIR/own" </dev/null
}

@test "a user's form of an area is found" {
    mkdir -p "$BATS_TEST_TMPDIR/own/vocab"
    printf 'name,use,form,example\nadoption,area,forever homes for {the}? {children},%s\n' \
        'forever homes for children' >"$BATS_TEST_TMPDIR/own/vocab/area_forms.csv"
    text='In Essex forever homes for the kids were rated good by Ofsted.'
    echo '{"type":"document","id":"a","date":"2019-05-01","text":"'"$text"'"}' |
        assay-tag | assay-judge -V "$BATS_TEST_TMPDIR/own" |
        jq -e '.judgements | map(.area) == ["adoption"]'
}

# The suites name their tables with ASSAY_VOCAB: here they lie beside the program.
@test "a bad pattern that came with the program is said when it is met, a user's when it loads" {
    mkdir -p "$BATS_TEST_TMPDIR/bin"
    cp "$bin/assay-judge" "$BATS_TEST_TMPDIR/bin"
    cp -r "$root/schemas" "$BATS_TEST_TMPDIR"
    judge=$BATS_TEST_TMPDIR/bin/assay-judge
    own=$BATS_TEST_TMPDIR/schemas/rules/claims.csv
    document='{"type":"document","id":"a","text":"In Essex the service was rated good by Ofsted."}'
    assay-tag <<<"$document" >"$BATS_TEST_TMPDIR/in"
    (unset ASSAY_VOCAB && "$judge" "$BATS_TEST_TMPDIR/in") |
        diff <(assay-judge "$BATS_TEST_TMPDIR/in") -
    printf 'own-bad,1,judged (good,,,,judged good,judged bad\n' >>"$own"
    bad="assay-judge: $own:$(wc -l <"$own"): pattern, byte 12 of 'judged (good'"
    bad="$bad: missing closing parenthesis"
    env -u ASSAY_VOCAB "$judge" </dev/null
    status=0
    env -u ASSAY_VOCAB "$judge" "$BATS_TEST_TMPDIR/in" 2>"$BATS_TEST_TMPDIR/said" || status=$?
    [ "$status" -eq 2 ]
    diff <(echo "$bad") "$BATS_TEST_TMPDIR/said"
    status=0
    ASSAY_VOCAB=$BATS_TEST_TMPDIR/schemas assay-judge </dev/null 2>"$BATS_TEST_TMPDIR/said" ||
        status=$?
    [ "$status" -eq 2 ]
    diff <(echo "$bad") "$BATS_TEST_TMPDIR/said"
}
