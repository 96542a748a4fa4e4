# A case is a folder tests/cases/PROGRAM/NAME:
#   in*     operands, in order, under their bare names, with the folder as working directory
#   stdin   standard input in place of operands
#   args    one line of shell words, before the operands
#   out     standard output; err: standard error; status: the exit status.
#           Not there: nothing on standard error, status 0
#   NOTE    what it is about
# shellcheck shell=bash

# Runs the program of a case in its folder; leaves out, err and status in the folder RESULT.
case_run() { # CASE RESULT
    local folder=$1 result=$2 program input=/dev/null code=0
    local words=() operands=()
    program=$(basename "$(dirname "$folder")")
    cd "$folder" || return 2
    if [ -e args ]; then
        # The words are quoted as in a shell: a case is source, as trusted as this line.
        eval "words=($(cat args))"
    fi
    if [ -e stdin ]; then
        input=stdin
    else
        operands=(in*)
        [ -e "${operands[0]}" ] || operands=()
    fi
    timeout 60 "$program" ${words[@]+"${words[@]}"} ${operands[@]+"${operands[@]}"} \
        <"$input" >"$result/out" 2>"$result/err" || code=$?
    echo "$code" >"$result/status"
}

case_expected() { # CASE RESULT: what should be there
    local part
    for part in out err; do
        if [ -e "$1/$part" ]; then cp "$1/$part" "$2/$part"; else : >"$2/$part"; fi
    done
    if [ -e "$1/status" ]; then cp "$1/status" "$2/status"; else echo 0 >"$2/status"; fi
}

# Shows the differences; 0 where there are none.
case_difference() { # EXPECTED FOUND
    local part same=0
    for part in status err out; do
        cmp -s "$1/$part" "$2/$part" && continue
        same=1
        diff -a -u --label "expected $part" --label "found $part" "$1/$part" "$2/$part"
    done
    return $same
}

case_compare() { # CASE
    mkdir expected found
    local here=$PWD
    case_expected "$1" "$here/expected"
    [ -e "$1/out" ] || echo "no out: make regen CASE=${1#"$root"/tests/cases/}"
    (case_run "$1" "$here/found")
    case_difference expected found
}
