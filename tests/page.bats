#!/usr/bin/env bats
# assay-page: what its page holds, and the page in a real Chromium (tests/page.mjs), where there
# are Debian's chromium, node and playwright-core; that is fetched by npm into .build/browser.

load helpers

setup() {
    [ -x "$bin/assay-page" ] || skip "no assay-page"
}

row() { # GRADE [MEMBERS]
    printf '{"id":"%s","authority":"Leeds","area":"overall","grade":"%s","date":"2022-05-04"%s}\n' \
        "$1" "$1" "${2-}"
}

page_holds() { # ROWSFILE
    go assay-page -o page.html "$1"
    expect_status 0
    python3 "$root/tests/page.py" page.html "$1" || fail "not as it should be"
}

plain_rows() {
    { row good; row outstanding ',"page":3,"sentence":"It is outstanding."'; } >rows
    page_holds rows
}

hundred_and_one_rows() {
    local i
    for i in {1..101}; do row "g$i"; done >rows
    page_holds rows
    grep -q 'The first 100 of 101 rows' page.html || fail "not said how many rows there are"
    ! grep -q '<td>g101</td>' page.html || fail "row 101 is in the plain table"
}

markup_is_text() {
    cat >rows <<'ROWS'
{"authority":"</script><script>alert(1)</script>","grade":"<!--<script>","area":"]]>"}
{"authority":"<img src=x onerror=alert(1)>","grade":"\"' onload=x '"}
{"authority":"\u003c/noscript\u003e<b>","sentence":"&lt; & \u2028\u2029"}
{"</script>":1,"grade":"{{data}}{{script}}","x":"\\u003c \\\\<"}
{"authority":"\u0001\u001b\u007f","grade":" raw","source":"javascript:alert(1)"}
ROWS
    page_holds rows
}

strange_rows() {
    printf '%s\n' '{}' '{"":0,"authority":7,"grade":[1,{"a":null}],"sentence":{"b":true}}' \
        '{"authority":null,"rank":1e300,"date":false}' >rows
    page_holds rows
}

# A cell of the plain table is cut at WEB_PLAIN_BYTES (400) of lib/web.h, never within a character.
long_cell_is_cut() {
    local text
    text=$(printf 'é%.0s' {1..300})
    printf '{"authority":"x%s","grade":"%s"}\n' "$text" "${text:0:200}" >rows
    page_holds rows
    grep -qF "<td>${text:0:200}</td>" page.html || fail "400 bytes were cut"
    grep -qF "\">x${text:0:199}…</th>" page.html || fail "not cut at a character"
}

title_and_base_are_text() {
    row good >rows
    go assay-page --title '</title><script> & "q"' --base '"><b>' rows
    expect_status 0
    grep -qF '<title>&lt;/title&gt;&lt;script&gt; &amp; &quot;q&quot;</title>' out ||
        fail "title"
    grep -qF '<body data-base="&quot;&gt;&lt;b&gt;">' out || fail "base"
    go assay-page --title $'Ynys M\364n' rows # windows-1252
    expect_status 0
    grep -qF '<title>Ynys Môn</title>' out || fail "a title that is no UTF-8"
}

# WEB_DATA_MAX of lib/web.h: 134217728 bytes, brackets and commas left out.
full_page_refuses() {
    [[ $bin != *sanitize* ]] || return 0
    local i
    for i in 1 2; do
        printf '{"a":"'
        head -c $((67108864 - 8)) /dev/zero | tr '\0' x
        printf '"}\n'
    done >rows # with the comma and line end between them two bytes too many
    row good >>rows
    go assay-page rows
    expect_status 1
    expect_said 'rows:2: the page would hold more than 134217728 bytes of rows$'
    grep -q '"id":"good"' out || fail "the row behind is lost"
    [ "$(wc -l <err)" -eq 1 ] || fail "more was refused"
}

own_style() {
    mkdir -p own/page
    echo 'body { color: rebeccapurple }' >own/page/page.css
    row good >rows
    go assay-page -V own -o page.html rows
    expect_status 0
    grep -q rebeccapurple page.html || fail "the style is not there"
    python3 "$root/tests/page.py" page.html rows || fail "not as it should be"
    mkdir empty
    go env ASSAY_VOCAB=empty assay-page rows
    expect_status 2
    expect_said '^assay-page: empty/page/page.html: No such file or directory$'
}

@test "the page holds its rows and nothing of them is markup" {
    for one in plain_rows hundred_and_one_rows markup_is_text strange_rows long_cell_is_cut \
        title_and_base_are_text full_page_refuses own_style; do
        check "$one" "$one"
    done
    finish
}

# playwright-core as npm has it; fetched once.
browser_modules() {
    local folder=$root/.build/browser
    if [ ! -d "$folder/node_modules/playwright-core" ]; then
        mkdir -p "$folder"
        (cd "$folder" && npm install --silent --no-audit --no-fund playwright-core@1 \
            >/dev/null 2>&1) || return 1
    fi
    echo "$folder/node_modules"
}

is_ok() { # RESULT WHY
    [ "$1" = ok ] || fail "$2"
}

@test "the page in a browser" {
    [ "$bin" = "$root/bin" ] || skip "the same page comes out of the other build"
    command -v chromium >/dev/null || skip "no chromium: the page was not looked at"
    command -v node >/dev/null || skip "no node: the page was not looked at"
    modules=$(browser_modules) || skip "no playwright-core: the page was not looked at"
    work=$root/.build/page
    mkdir -p "$work"
    for kind in demo many hostile; do
        node "$root/tests/page.mjs" rows $kind >"$work/$kind.jsonl"
        assay-page -o "$work/$kind.html" "$work/$kind.jsonl"
    done
    CHROMIUM=$(command -v chromium) timeout 300 node "$root/tests/page.mjs" check "$work" \
        "$modules" >"$work/results" 2>&1 3>&- || true
    grep '^#' "$work/results" >&3 || true # how long 10,000 rows take: measured, not asserted
    while IFS= read -r line; do
        case $line in
        'ok '*) check "${line#ok }" is_ok ok '' ;;
        'not ok '*) check "${line#not ok }" is_ok bad "$line" ;;
        esac
    done <"$work/results"
    grep -q '^ok checkHostile runs to its end$' "$work/results" || { tail "$work/results"; false; }
    finish
}
