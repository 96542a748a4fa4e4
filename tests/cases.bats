#!/usr/bin/env bats
# Every folder tests/cases/PROGRAM/NAME: what the program makes of its files, byte for byte.

load helpers
load case

@test "cases" {
    for folder in "$root"/tests/cases/*/*/; do
        folder=${folder%/}
        program=$(basename "$(dirname "$folder")")
        if [ -e "$root/bin/$program.c" ] || [ "$program" = assay ]; then
            check "${folder#"$root"/tests/cases/}" case_compare "$folder"
        fi
    done
    finish
}

@test "every case is of a program" {
    for folder in "$root"/tests/cases/*/; do
        name=$(basename "$folder")
        [ -e "$root/bin/$name.c" ] || [ -e "$root/bin/$name" ] ||
            { echo "tests/cases/$name: no such program"; false; }
    done
}

@test "PDFs of the cases are what pdf.py writes" {
    python3 "$root/tests/pdf.py" --check
}
