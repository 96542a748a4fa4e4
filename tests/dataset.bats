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

@test "a name that make cannot hold is named" {
    touch 'inbox/two words.txt'
    run make
    [ "$status" -eq 2 ]
    [[ $output == *"two words.txt"* ]]
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
