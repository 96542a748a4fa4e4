#!/usr/bin/env bats
# assay.mk: a folder of documents becomes a dataset, and stays one.

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return
    mkdir inbox inbox/press
    cp "$root"/samples/press/*.txt inbox/press
    cp "$root"/samples/blogs/*.txt inbox
    cp "$root/samples/reports/newcastle-sif-2016.pdf" inbox
    echo "include $root/bin/assay.mk" >Makefile
    cp -r "$root/schemas" schemas
    export ASSAY_VOCAB=$PWD/schemas ASSAY=$bin/
    unset MAKEFLAGS MAKELEVEL
}

# All that a run makes, by name: the workbook and the page where their programs are there.
sums() {
    (cd dataset && find . -maxdepth 1 -type f | LC_ALL=C sort | xargs sha256sum)
}

@test "an inbox becomes a dataset, and nothing is done twice" {
    make -j2 >log 2>&1
    [ -s dataset/judgements.csv ]
    [ -s dataset/merged.csv ]
    grep -q '^[^,]*,grade,Newcastle upon Tyne,' dataset/judgements.csv
    sums >first
    make >again 2>&1
    grep assay- again | nothing
    rm -r dataset
    make >log 2>&1
    sums | diff first -
}

@test "one document changed rebuilds that document and the aggregates alone" {
    make -j2 >log 2>&1
    changed=$(find inbox/press -type f | sort | head -n 1)
    echo 'Ofsted rated Kent inadequate in 2010.' >>"$changed"
    make >log 2>&1
    [ "$(grep -c 'assay-text ' log)" -eq 1 ]
    [ "$(grep -c 'assay-tag ' log)" -eq 1 ]
    grep -q ',Kent,' dataset/judgements.csv
}

@test "a changed register tags again and extracts nothing again" {
    make -j2 >log 2>&1
    touch schemas/vocab/areas.csv
    make >log 2>&1
    grep 'assay-text ' log | nothing
    [ "$(grep -c 'assay-tag ' log)" -eq "$(find inbox -type f | wc -l)" ]
}

@test "a document taken away leaves the dataset" {
    make -j2 >log 2>&1
    grep -q newcastle-sif-2016.pdf dataset/judgements.csv
    rm inbox/newcastle-sif-2016.pdf
    make >log 2>&1
    grep newcastle-sif-2016.pdf dataset/judgements.csv | nothing
    grep -E 'assay-(text|tag) ' log | nothing
}

@test "a killed run leaves no half-written file, and the next gives the same bytes" {
    make -j2 >log 2>&1
    sums >whole
    for delay in 0.1 0.3 0.6; do
        rm -r dataset
        setsid make -j2 >log 2>&1 &
        sleep $delay
        kill -9 -- -$! 2>/dev/null || true
        wait $! 2>/dev/null || true
        find dataset -name '*.jsonl' -type f 2>/dev/null | while read -r file; do
            [ ! -s "$file" ] || [ -z "$(tail -c 1 "$file" | tr -d '\n')" ]
        done
        make >log 2>&1
        sums | diff whole -
    done
}

@test "what cannot be read is said and holds nothing up" {
    printf '%%PDF-1.7\nno such thing' >inbox/broken.pdf
    : >inbox/empty.txt
    make -j2 >log 2>&1
    grep -q 'inbox/broken.pdf' log
    grep -q 'inbox/empty.txt' log
    [ -s dataset/judgements.csv ]
}

@test "names that make and the shell read as their own" {
    line='Ofsted rated Kent inadequate in 2010.'
    # shellcheck disable=SC2016 # no command is to be run
    for name in 'two words.txt' $'new\nline.txt' 'a=b.txt' 'Ynys Môn.txt' "it's \"so\".txt" \
        '`touch pwned` $(touch pwned).txt' 'a {x,y} (z)%[1]*?#1;:|&<>!~\.txt'; do
        echo "$line" >"inbox/$name"
    done
    mkdir 'inbox/a b'
    echo "$line" >'inbox/a b/same.txt'
    echo "$line" >inbox/same.txt
    echo "$line" >elsewhere.txt
    ln -s ../elsewhere.txt inbox/linked.txt
    make -j2 >log 2>&1
    [ ! -e pwned ]
    (cd inbox && find -L . -type f -printf 'inbox/%P\0') | sort -z | tr '\n\0' ' \n' >names
    jq -r '.source | gsub("\n"; " ")' dataset/.work/checked.jsonl | sort -u >found
    grep -vxFf found names | nothing
    make | grep -q 'Nothing to be done'
    sums >first
    rm -r dataset
    make >log 2>&1
    sums | diff first -
    rm 'inbox/two words.txt'
    make >log 2>&1
    grep 'two words.txt' dataset/judgements.csv | nothing
    grep 'assay-text ' log | nothing
}

@test "make -n tells what would be done, and nothing when nothing is" {
    make -j2 >log 2>&1
    make -n | grep 'assay-' | nothing
    touch inbox/press/*.txt
    [ "$(make -n | grep -c 'assay-text ')" -eq "$(find inbox/press -type f | wc -l)" ]
    touch dataset/judgements.csv.AbCdEf # of a run that was killed
    make >log 2>&1
    [ ! -e dataset/judgements.csv.AbCdEf ]
}

@test "an inbox that is empty, and one that is not there" {
    rm -r inbox
    run make
    [ "$status" -eq 2 ]
    [[ $output == *"INBOX: no folder 'inbox'"* ]]
    mkdir inbox
    make >log 2>&1
    [ -e dataset/judgements.csv ] && [ ! -s dataset/judgements.csv ]
    make | grep -q 'Nothing to be done'
}

@test "a file that may not be read is said, holds nothing up, and is tried again" {
    chmod 000 inbox/newcastle-sif-2016.pdf
    user=()
    if [ "$(id -u)" -eq 0 ]; then # who reads everything, but with these two taken away
        user=(setpriv --bounding-set '-dac_override,-dac_read_search')
    fi
    ${user[@]+"${user[@]}"} test -e inbox/newcastle-sif-2016.pdf || skip "no setpriv"
    ! ${user[@]+"${user[@]}"} test -r inbox/newcastle-sif-2016.pdf || skip "root reads everything"
    ${user[@]+"${user[@]}"} make >log 2>&1
    grep -q 'inbox/newcastle-sif-2016.pdf: Permission denied' log
    [ -s dataset/judgements.csv ]
    chmod 644 inbox/newcastle-sif-2016.pdf
    ${user[@]+"${user[@]}"} make >log 2>&1
    grep -q 'newcastle-sif-2016.pdf' dataset/judgements.csv
    ${user[@]+"${user[@]}"} make | grep -q 'Nothing to be done'
}

@test "the package says what the table holds, and comes back where it was lost" {
    make -j2 >log 2>&1
    "$root/tests/package.py" dataset >columns
    tail -n 1 columns | grep -qx "$(wc -l <dataset/.work/checked.jsonl) rows"
    rm dataset/datapackage.json
    make CSV='--license OGL-UK-3.0' >log 2>&1
    "$root/tests/package.py" dataset >columns
    [ "$(jq -r '.licenses[0].name' dataset/datapackage.json)" = OGL-UK-3.0 ]
}

@test "folders outside and a record of one's own" {
    mkdir inner
    printf 'Local authority,Inspection end date,Overall effectiveness\nKent,20/05/2022,Good\n' \
        >inner/outcomes.csv
    printf 'Kent is inadequate\n\n1 September 2022\n\nOfsted has rated Kent inadequate.\n' \
        >inbox/kent.txt
    printf 'INBOX = ../inbox ../inbox/press\nRECORD = outcomes.csv\ninclude %s/bin/assay.mk\n' \
        "$root" >inner/Makefile
    make -C inner >log 2>&1
    grep ',Kent,' inner/dataset/judgements.csv | grep -q contradicted
}
