# What the parts of the bench share: files in .build/bench, CPU seconds (user and system), memory,
# and lines of a table. Sourced by each, in the root of the repository.
# shellcheck shell=bash

work=.build/bench
# The parts use it.
# shellcheck disable=SC2034
shared=${ASSAY_SHARED:-../shared}
export ASSAY_VOCAB=$PWD/schemas LC_ALL=C.UTF-8
mkdir -p "$work"

build_tool() { # NAME
    ${CC:-cc} -std=c11 -D_POSIX_C_SOURCE=200809L -O2 -Wall -Wextra -Werror \
        -o "$work/$1" "tests/bench/$1.c" -ljansson
}

# Makes a file once, whole or not at all.
make_file() { # FILE COMMAND...
    local file=$1
    shift
    if [ ! -s "$file" ]; then
        "$@" >"$file.new"
        mv "$file.new" "$file"
    fi
}

failed() { # COMMAND...
    echo "bench: failed: $*" >&2
    cat "$work/messages" >&2
    exit 2
}

# CPU seconds of the best of 3 runs; output goes nowhere. The command may be a function.
measure() { # COMMAND...
    local best='' now _
    for _ in 1 2 3; do
        now=$({ TIMEFORMAT='%U %S' && time "$@" >/dev/null 2>"$work/messages"; } 2>&1) ||
            failed "$@"
        now=$(awk '{ print $1 + $2 }' <<<"$now")
        if [ -z "$best" ] || awk "BEGIN { exit !($now < $best) }"; then
            best=$now
        fi
    done
    echo "$best"
}

# The same of a program, with the memory it took at most: `SECONDS MB`. What it wrote last is in
# the file, where one is named.
cost() { # RUNS FILE COMMAND...
    local runs=$1 file=${2:-/dev/null} _
    shift 2
    for _ in $(seq "$runs"); do
        /usr/bin/time -f '%U %S %M' -o "$work/took" "$@" >"$file" 2>"$work/messages" ||
            failed "$@"
        awk '{ print $1 + $2, $3 / 1024 }' "$work/took"
    done | sort -g | head -n 1
}

head_line() { # TITLE
    printf '%-44s %9s %9s %9s %9s\n' "$1" 'CPU s' MB/s ratio 'peak MB'
}

# The ratio is how many times as fast as the reference.
line() { # WHAT SECONDS BYTES REFERENCE [MEMORY]
    awk -v what="$1" -v seconds="$2" -v bytes="$3" -v reference="$4" -v memory="${5-}" 'BEGIN {
        if (seconds < 0.001) seconds = 0.001
        printf "%-44s %9.2f %9.1f %9.2f %9s\n", what, seconds, bytes / 1e6 / seconds,
            reference / seconds, memory == "" ? "" : sprintf("%.0f", memory)
    }'
}
