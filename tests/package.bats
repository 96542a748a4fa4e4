#!/usr/bin/env bats
# assay-csv --package: what it writes, held by a strict reader (package.py) against all that it says
# of itself, and read by a library of others where npm has it.

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
}

row() { # N [MEMBERS]
    printf '{"id":"0123456789abcdef:%d:0","type":"grade","authority":"Leeds","area":"overall",' "$1"
    printf '"grade":"good","rank":3,"date":"2014-05~","doc":"0123456789abcdef"%s}\n' "${2-}"
}

columns() { # FOLDER: what package.py says of them, if all holds
    "$root/tests/package.py" "$1" >columns || fail "the package does not hold"
}

expect_column() { # LINE
    grep -qxF "$1" columns || fail "no column '$1': $(cat columns)"
}

@test "the judgements of the samples are as their package says" {
    assay-text "$root"/samples/{reports,press,blogs,news,minutes}/* |
        assay-tag | assay-judge | assay-dedup | assay-rows >rows || true
    assay-check --record rows rows >checked
    assay-csv --package samples checked
    columns samples
    expect_column "$(wc -l <checked) rows"
    expect_column 'id string pattern required key'
    expect_column 'grade string enum'
    expect_column 'verdict string enum'
    expect_column 'date string pattern'
    expect_column 'rank integer'
    assay-merge checked | assay-csv --package merged
    columns merged
    expect_column 'sources array'
    expect_column 'first_reported string pattern'
    [ "$(jq '.sources | length' samples/datapackage.json)" -eq \
        "$(jq -r .source checked | sort -u | wc -l)" ]
}

@test "columns of one's own are described by what they hold" {
    { row 1 ',"ours":5,"more":0.5,"yes":true,"list":[1],"thing":{"a":1},"mixed":5,"=x":"=1+1"'
      row 2 ',"ours":-7,"more":3,"yes":false,"list":["a"],"thing":{},"mixed":"a","words":"5"'
    } >rows
    assay-csv --package out rows
    columns out
    for column in 'ours integer' 'more number' 'yes boolean' 'list array' 'thing object' \
        'mixed string' 'words string' "'=x string"; do
        expect_column "$column"
    done
}

@test "cells that do not keep to the dictionary are no longer said to" {
    { row 1; row 2 ',"status":"current"' | sed 's/"2014-05~"/"in May"/; s/:3,/:3.5,/'; } >rows
    row 3 ',"status":"open"' | sed 's/"good"/"so so"/; s/"doc"/"x"/' >>rows
    assay-csv --package out rows
    columns out
    for column in 'date string' 'rank number' 'status string' 'grade string' \
        'type string enum required' 'doc string pattern'; do
        expect_column "$column"
    done
    { row 1; row 1; } | assay-csv --package out
    columns out
    expect_column 'id string pattern required'
    row 1 | assay-csv --package out --fields grade,verdict,zz
    columns out
    expect_column 'verdict string enum'
    expect_column 'zz string'
    jq -e '.resources[0].schema | has("primaryKey") | not' out/datapackage.json
}

@test "registers of one's own are values too" {
    mkdir -p own/vocab
    printf 'area,label,use,frameworks\nfront-door,front door,label,\n' >own/vocab/areas.csv
    row 1 | sed 's/"overall"/"front-door"/' >rows
    assay-csv --package out rows
    columns out
    expect_column 'area string'
    assay-csv --package out -V own rows
    columns out
    expect_column 'area string enum'
    jq -e '[.generator.vocabularies[].path] | map(select(. == "vocab/areas.csv")) | length == 2' \
        out/datapackage.json
}

@test "dialects, names, licences and dates" {
    row 1 >rows
    mkdir -p 'a b'
    assay-csv --package 'a b' --crlf -o 'a b/My Rows.csv' --license OGL-UK-3.0 rows
    columns 'a b'
    [ "$(jq -r '.name, .resources[0].path, .licenses[0].name' 'a b/datapackage.json')" = \
        $'my-rows\nMy Rows.csv\nOGL-UK-3.0' ]
    assay-csv --package . --no-header -o ./plain.csv --license https://example.org/terms rows
    columns .
    SOURCE_DATE_EPOCH=1400000000 assay-csv --package . -o plain.csv rows
    columns .
    # date -u -d @1400000000
    [ "$(jq -r .created datapackage.json)" = 2014-05-13T16:53:20Z ]
    : | assay-csv --package none
    columns none
    expect_column '0 rows'
}

@test "the same rows give the same bytes, at any time and in any place" {
    { row 1; row 2; } >rows
    assay-csv --package one rows
    TZ=Pacific/Kiritimati LC_ALL=C assay-csv --package two/ rows
    cmp one/data.csv two/data.csv
    cmp one/datapackage.json two/datapackage.json
    jq -e 'has("created") | not' one/datapackage.json
    assay-csv rows | cmp - one/data.csv
}

@test "what cannot be is said, and no file is left" {
    row 1 >rows
    mkdir to together
    for bad in '-o elsewhere.csv' '-o to/../x.csv' '-o to/.hidden.csv' '-o together/x.csv' '--bom' \
        '--reverse'; do
        # shellcheck disable=SC2086
        go assay-csv --package to $bad rows
        expect_status 2
        [ ! -e to/datapackage.json ] || fail "$bad: a description is there"
    done
    go assay-csv --package nowhere/to rows
    expect_status 2
    expect_said 'nowhere/to: No such file'
    go env SOURCE_DATE_EPOCH=soon assay-csv --package to rows
    expect_status 2
    expect_said "SOURCE_DATE_EPOCH is no number of seconds: 'soon'"
    [ ! -e to/datapackage.json ]
    { row 1; echo bad; row 2; } >some
    go assay-csv --package to some
    expect_status 1
    columns to
    expect_column '2 rows'
}

# A reader that lets everything pass would prove nothing.
@test "the strict reader refuses what does not hold" {
    { row 1 ',"verdict":"confirmed","record_date":"2014"'; row 2; } >rows
    assay-csv --package good rows
    "$root/tests/package.py" good >columns
    while IFS='|' read -r file change; do
        rm -rf bad
        cp -r good bad
        sed -i "$change" "bad/$file"
        ! cmp -s "bad/$file" "good/$file" || { echo "changes nothing: $change"; false; }
        # The sum alone would give the table away.
        sum=$(sha256sum <bad/data.csv)
        sed -i "s/\"sha256:$(sha256sum <good/data.csv | cut -c-64)\"/\"sha256:${sum%% *}\"/" \
            bad/datapackage.json
        sed -i "s/\"bytes\": .*/\"bytes\": $(wc -c <bad/data.csv),/" bad/datapackage.json
        "$root/tests/package.py" bad >columns 2>&1 && { echo "passes: $change"; false; }
        grep -q '^package.py: ' columns || { cat columns; false; }
    done <<'CHANGES'
data.csv|s/good/so so/
data.csv|s/,3,/,3.5,/
data.csv|s/2014-05~/May 2014/
data.csv|s/confirmed/believed/
data.csv|s/,grade,Leeds/,,Leeds/
data.csv|s/:2:0/:1:0/
data.csv|1s/rank/rang/
data.csv|2s/$/,/
data.csv|2s/Leeds/Le"eds/
datapackage.json|s/"bytes"/"size"/
datapackage.json|s/"encoding": "utf-8"/"encoding": "latin1"/
datapackage.json|s/"type": "integer"/"type": "boolean"/
datapackage.json|s/"title"/"titel"/; s/"generator"/"maker"/
datapackage.json|s/"name": "data"/"name": "My Data"/
datapackage.json|s/"path": "data.csv"/"path": "..\/data.csv"/
CHANGES
    sed -i 's/good/bad!/' good/data.csv
    "$root/tests/package.py" good 2>&1 | grep -q 'another hash'
}

@test "the library datapackage of npm reads it" {
    [ "$bin" = "$root/bin" ] || skip "the same package comes out of the other build"
    command -v npm >/dev/null || skip "no npm: no other reader"
    modules=$root/.build/datapackage
    if [ ! -d "$modules/node_modules/datapackage" ]; then
        mkdir -p "$modules"
        (cd "$modules" && npm install --silent --no-audit --no-fund datapackage@1) >log 2>&1 ||
            skip "no library datapackage: no other reader"
    fi
    { row 1 ',"verdict":"confirmed","list":[1],"yes":true,"url":"https://example.org/a"'
      row 2 ',"value":-1.5,"sentence":"Says \"no\",\nand=1"'; } >rows
    assay-csv --package out --license OGL-UK-3.0 rows
    cat >read.js <<'READ'
const {Package} = require(process.argv[2] + '/node_modules/datapackage');
(async () => {
    const found = await Package.load('out/datapackage.json', {strict: true});
    const rows = await found.resources[0].read({keyed: true});
    console.log(JSON.stringify(rows.map((row) =>
        [row.rank, row.verdict, row.list, row.yes, row.value, row.sentence])));
})().catch((error) => {
    console.log(error.message, (error.errors || []).map(String));
    process.exit(1);
});
READ
    NODE_OPTIONS=--no-deprecation node read.js "$modules" >found
    [ "$(cat found)" = \
        '[[3,"confirmed",[1],true,null,null],[3,null,null,null,-1.5,"Says \"no\",\nand=1"]]' ]
    sed -i 's/confirmed/believed/' out/data.csv
    ! NODE_OPTIONS=--no-deprecation node read.js "$modules" >found
}
