#!/usr/bin/env bats
# Examples are run: the fenced `console` blocks of README.md, and the EXAMPLES of the pages. Lines
# behind `$ ` are commands (`> ` continues one); the lines up to the next are the output, compared
# where there are any. README's run in a copy of the checkout, one after the other.

load helpers

# Writes N.command and N.output for each command of a text of the form above.
split_examples() {
    awk '
        /^\$ / { name = sprintf("%03d", ++n) # one after the other
                 command = name ".command"; output = name ".output"; reading = 1
                 print substr($0, 3) >command; printf "" >output; next }
        n && reading && /^> / { print substr($0, 3) >command; next }
        n { reading = 0; print >output }
    '
}

run_example() { # NUMBER FOLDER
    local given
    (cd "$2" && exec bash -o pipefail "$OLDPWD/$1.command") >found 2>messages || given=$?
    if [ -s "$1.output" ] && ! cmp -s "$1.output" found; then
        diff "$1.output" found
        cat messages
        return 1
    fi
    if [ ! -s "$1.output" ] && [ "${given-0}" -ne 0 ]; then
        cat messages
        return 1
    fi
}

# Commands that install, clone or take the whole suite are tried by a fresh machine, not here.
is_for_the_reader() { # COMMANDFILE
    grep -qE '^(sudo |git clone|cd |make [a-z]+$|PATH=)' "$1"
}

run_all() { # TITLE FOLDER
    local command number tried=0
    for command in *.command; do
        [ -e "$command" ] || break
        number=${command%.command}
        is_for_the_reader "$command" && continue
        tried=$((tried + 1))
        run_example "$number" "$2" || { echo "$1: $(cat "$command")"; return 1; }
    done
    [ "$tried" -gt 0 ] || { echo "$1: no example was run"; return 1; }
}

@test "README.md" {
    cd "$BATS_TEST_TMPDIR"
    mkdir checkout
    ln -s "$root/bin" "$root/schemas" checkout
    cp -r "$root/samples" checkout
    awk '/^```console$/ { on = 1; next } /^```$/ { on = 0 } on' "$root/README.md" | split_examples
    run_all README.md checkout
}

# Displays are set in more than text is; a blank line or text ends an output.
manual_examples() { # PROGRAM
    mandoc -Tutf8 -Owidth=500 "$root/bin/$1.1" | sed 's/.\x08//g' | awk '
        /^[A-Z]/ { on = $0 == "EXAMPLES"; next }
        !on { next }
        /^      / { sub(/^ +/, ""); if (/^\$ /) showing = 1; if (showing) print; next }
        { showing = 0 }' >examples
    split_examples <examples
    cp -r "$root/samples/." files
    run_all "$1.1" files
}

@test "the examples of the manual pages" {
    for program in $(programs); do
        [ -e "$root/bin/$program.1" ] || continue
        check "$program.1" manual_examples "$program"
    done
    finish
}

@test "README.md names every suite of tests that make runs" {
    for goal in demo check lint fuzz bench regen install; do
        grep -q "make $goal" "$root/README.md"
    done
}
