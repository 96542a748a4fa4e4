# What the suites share: where the programs are, and `check`, which makes a loop of many small
# checks out of one @test (bats needs 30 to 60 ms for each @test, and their names are literal).
# shellcheck shell=bash

root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
bin=${ASSAY_BIN:-$root/bin}
PATH=$bin:$root/bin:$PATH
export ASSAY_VOCAB=${ASSAY_VOCAB:-$root/schemas}
# Status 99 is a finding of a sanitizer, whatever the program would have ended with.
export ASAN_OPTIONS=detect_leaks=1:exitcode=99 UBSAN_OPTIONS=print_stacktrace=1:exitcode=99
export LC_ALL=C.UTF-8
failures=0

# The programs that are built, by name.
programs() {
    local source name
    for source in "$root"/bin/assay-*.c; do
        name=$(basename "$source" .c)
        if [ -x "$bin/$name" ]; then
            echo "$name"
        fi
    done
}

# What assay(7) says of a program, from its table of programs: column 2 is what it reads,
# 3 what it writes.
column() { # PROGRAM NUMBER
    awk -v name="$1" -v number="$2" '
        $1 == ".It" && $2 == "Xr" && $3 == name { split($0, cells, / Ta /); print cells[number] }
    ' "$root/bin/assay.7"
}

# One check of a loop: runs FUNCTION in a subshell in an empty folder; what it prints is shown
# where it fails. Results are written to $ASSAY_CHECKS, where tests/run counts them.
check() { # ITEM FUNCTION [ARGUMENT...]
    local item=$1 log=$BATS_TEST_TMPDIR/log work result=ok
    shift
    work=$(mktemp -d "$BATS_TEST_TMPDIR/work.XXXXXX")
    if ! (cd "$work" && "$@") >"$log" 2>&1 3>&- </dev/null; then
        result='not ok'
        failures=$((failures + 1))
        echo "$item"
        sed 's/^/    /' "$log" | head -n 40
    fi
    rm -rf "$work"
    if [ -n "${ASSAY_CHECKS-}" ]; then
        printf '%s\t%s\t%s\n' "$BATS_TEST_DESCRIPTION" "$result" "$item" >>"$ASSAY_CHECKS"
    fi
}

# The end of an @test that has used check.
finish() {
    [ "$failures" -eq 0 ]
}

# The end of a pipeline that should find nothing (bash lets `! command` fail unseen).
nothing() {
    local found
    found=$(cat)
    [ -z "$found" ] || {
        echo "$found"
        return 1
    }
}

# --- inside a check ---------------------------------------------------------------------------

# Ends the check: says why and shows the last run.
fail() { # MESSAGE...
    echo "$*"
    if [ -e err ]; then
        echo "status: ${status-}"
        echo "standard error:"
        head -c 1000 err
        echo "standard output:"
        head -c 1000 out
    fi
    exit 1
}

# Runs a program with its output in out, its messages in err and its exit status in $status.
# Standard input is empty, unless it is redirected to a file.
go() { # PROGRAM [ARGUMENT...]
    status=0
    timeout "${ASSAY_TIMEOUT:-60}" "$@" >out 2>err || status=$?
    if [ "$status" -eq 124 ]; then
        fail "no end within ${ASSAY_TIMEOUT:-60} s: $*"
    fi
    no_finding "$*"
}

# Neither a crash nor a sanitizer's finding in err and $status.
no_finding() { # WHAT
    if [ "$status" -ge 99 ] && [ "$status" -ne 141 ] ||
        grep -qE 'Sanitizer|runtime error:' err; then
        fail "crash: $1"
    fi
}

expect_status() { # STATUS
    [ "$status" -eq "$1" ] || fail "status $status, not $1"
    if [ "$1" -eq 0 ] && [ -s err ]; then
        fail "standard error is not empty at status 0"
    fi
}

# The message that was asked for, as an extended regular expression, in err.
expect_said() { # PATTERN
    grep -qE -- "$1" err || fail "not said: $1"
}

expect_same() { # FILE FILE
    cmp -s "$1" "$2" || {
        diff "$1" "$2" | head -n 20 | cut -c 1-300
        fail "$1 and $2 differ"
    }
}

expect_empty() { # FILE
    [ ! -s "$1" ] || fail "$1 is not empty"
}
