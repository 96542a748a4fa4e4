#!/usr/bin/env bats
# The rules of style that a machine can see, over lib/, bin/ and tests/.

load helpers

setup() {
    cd "$root" || return 1
}

modules() {
    basename -s .c lib/*.c
}

# The modules that a file includes, by its "x.h" lines.
included() { # FILE
    sed -n 's/^#include "\([a-z0-9-]*\)\.h".*/\1/p' "$1"
}

# pdf-none stands in for pdf in a build without MuPDF.
module_of() { # FILE
    local name
    name=$(basename "$1")
    name=${name%.*}
    echo "${name%-none}"
}

place() { # MODULE: its line in lib/ORDER
    grep -nx -- "$1" lib/ORDER | cut -d : -f 1
}

includes_stand_above() { # FILE
    local own name other
    name=$(module_of "$1")
    own=$(place "$name")
    [ -n "$own" ] || fail "$name is not in lib/ORDER"
    for other in $(included "$1"); do
        [ "$other" != "$name" ] || continue
        [ -n "$(place "$other")" ] || fail "includes $other.h, which is not in lib/ORDER"
        [ "$(place "$other")" -lt "$own" ] || fail "includes $other.h, which stands below it"
    done
}

@test "a module includes only modules that stand above it in lib/ORDER" {
    for file in lib/*.c lib/*.h; do
        check "$file" eval 'cd "$root" && includes_stand_above '"$file"
    done
    [ -z "$(sort lib/ORDER | uniq -d)" ]
    finish
}

@test "a program includes headers of lib/ and nothing of another library" {
    for file in bin/*.c; do
        for name in $(included "$file"); do
            [ -e "lib/$name.h" ] || { echo "$file: $name.h"; false; }
        done
        grep -nE '^#include <(jansson|pcre2|csv|libxml|mupdf|gmime|xlsxwriter)' "$file" /dev/null | nothing
        grep -nE '\b(json_|pcre2_|csv_(parse|fini|init|write|fwrite)|fz_|xml[A-Z])' "$file" /dev/null | nothing
    done
}

# Each library stands behind one module: the header and who alone may include it.
@test "an external library is used by one module" {
    while read -r header owner; do
        users=$(grep -lE "^#include <$header" lib/*.c lib/*.h bin/*.c | xargs -r -n 1 basename |
            sed 's/\.[ch]$//' | sort -u | tr '\n' ' ')
        [ -z "$users" ] || [ "$users" = "$owner " ] ||
            { echo "$header is included by $users, not by $owner alone"; false; }
    done <<'LIBRARIES'
jansson value
pcre2 pattern
csv table
libxml/HTMLparser xml
libxml/xmlreader markup
archive unpack
mupdf pdf
gmime mime
xlsxwriter excel
LIBRARIES
    # Whatever else is not of the C library or POSIX wants a line above.
    known='assert|ctype|dirent|errno|fcntl|float|getopt|iconv|inttypes|limits|locale|math|poll|setjmp|signal|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|strings|time|unistd|sys/[a-z]+|jansson|pcre2|csv|libxml/[A-Za-z0-9]+|mupdf/[a-z]+|gmime/[a-z]+|archive|archive_entry|xlsxwriter'
    grep -nE '^#include <' lib/*.c lib/*.h bin/*.c | grep -vE "<($known)\.h>" | nothing
}

# These end the program, speak or read files; all others are bytes and values in, values out.
shell_modules="err mem opt in out progress filter table places spool runs jobs sandbox excel"

@test "a core does no stdio, does not exit and keeps no mutable state" {
    for name in $(modules); do
        case " $shell_modules " in *" $name "*) continue ;; esac
        file=lib/$name.c
        grep -nE '\b(printf|fprintf|vfprintf|puts|fputs|putc|putchar|fopen|fread|fwrite|fgets|getline|perror|exit|_exit|abort|getenv|setlocale|system|popen|rand|time|localtime|setenv)\(' \
            "$file" /dev/null | grep -vE ':[0-9]+: *(/\*|\*) ' | nothing
        grep -nE '\b(stdout|stderr|stdin)\b' "$file" /dev/null | nothing
        grep -nE '^\s*static [^(]*[;=]' "$file" /dev/null | grep -vE 'static (inline |_Thread_local )?const |\* ?const [a-z_]+(\[[^]]*\])?( =|;)' | nothing
    done
}

@test "locale, atoi, strtok and sprintf are not used" {
    grep -nE '\b(setlocale|atoi|atol|atof|strtok|sprintf|strcpy|strcat|gets|alloca|strncpy|strdup)\(' lib/*.c bin/*.c | nothing
    # mem never fails; MuPDF's allocator, in pdf, must be able to.
    grep -nE '\b(malloc|calloc|realloc)\(' lib/*.c bin/*.c | grep -vE '^lib/(mem|pdf)\.c:' |
        nothing
}

@test "no function is longer than 60 lines" {
    for file in lib/*.c bin/*.c tests/*/*.c; do
        awk -v file="$file" '
            /^\{$/ { start = NR }
            /^\}$/ && start {
                if (NR - start - 1 > 60) { print file ":" start ": " NR - start - 1 " lines"; bad = 1 }
                start = 0
            }
            END { exit bad }' "$file"
    done
}

@test "no line is longer than 100 columns" {
    grep -nE '^.{101,}' lib/*.[ch] bin/*.c tests/*.bash tests/*.bats tests/*/*.[ch] Makefile |
        grep -vE '^tests/(contract|style)\.bats' | nothing
}

@test "no tab, no blank at a line's end, a line end at the end" {
    grep -nP '\t' lib/*.[ch] bin/*.c | nothing
    grep -nE ' +$' lib/*.[ch] bin/*.c tests/*.bash tests/*.bats tests/*/*.[ch] Makefile | nothing
    for file in lib/*.[ch] bin/*.c tests/*.bats; do
        [ -z "$(tail -c 1 "$file")" ] || { echo "$file"; false; }
    done
}

@test "a header begins with what it is and uses, and has its guard" {
    for file in lib/*.h; do
        name=$(basename "$file" .h)
        guard=$(echo "$name" | tr 'a-z-' 'A-Z_')_H
        # The comment may go on: the modules it uses stand in its first paragraph.
        head -n 1 "$file" | grep -q "^/\* $name: " || { echo "$file: first line"; false; }
        sed '/\*\/\|^ \*$/q' "$file" | grep -qE 'Uses [a-z]' || { echo "$file: uses what?"; false; }
        grep -qx "#ifndef $guard" "$file" || { echo "$file: no guard $guard"; false; }
        [ "$(tail -n 1 "$file")" = "#endif" ] || { echo "$file: no #endif at the end"; false; }
        [ "$(grep -c '^#\(if\|ifdef\|ifndef\)\b' "$file")" -eq 1 ] || { echo "$file: #if"; false; }
    done
}

@test "a source file includes its own header first" {
    for file in lib/*.c; do
        first=$(grep -m 1 '^#include' "$file")
        [ "$first" = "#include \"$(module_of "$file").h\"" ] || { echo "$file: $first"; false; }
    done
}

@test "a program says in its first line what it is" {
    for file in bin/*.c; do
        head -n 1 "$file" | grep -q "^/\* $(basename "$file" .c): " || { echo "$file"; false; }
    done
}

@test "nothing is left to do" {
    grep -nE '\b(TODO|FIXME|XXX|HACK)\b' lib/* bin/*.c bin/*.1 bin/*.7 tests/*.bash Makefile README.md | nothing
}

@test "#if only guards headers" {
    grep -nE '^\s*#\s*(if|ifdef|ifndef|elif)\b' lib/*.c bin/*.c | nothing
}

@test "what a module does not tell others is static" {
    for name in $(modules); do
        object=.build/plain/$name.o
        [ -e "$object" ] || continue
        prefix=$(module_of "$name" | tr - _)
        # A module of one thing may have a list of them: rule and rules_load.
        plural=${prefix}s
        [ "${prefix%y}" = "$prefix" ] || plural=${prefix%y}ies
        [ "$prefix" != mention ] || plural='entity|entities' # it is the list that entity fills
        nm -g --defined-only "$object" | awk '{ print $3 }' | grep -vE "^($prefix|$plural)_" | nothing
    done
}

@test "shell scripts are bash and clean" {
    scripts=(tests/run tests/regen tests/lint tests/*/run tests/unit/build .ci/run .ci/packages)
    [ ! -e bin/assay ] || scripts+=(bin/assay)
    for file in "${scripts[@]}"; do
        [ -x "$file" ] || { echo "$file: not executable"; false; }
        head -n 1 "$file" | grep -qE '^#!/usr/bin/env (bash|python3)$' || { echo "$file"; false; }
        grep -q '^set -[eu]*o pipefail\|python3' "$file" || { echo "$file: no pipefail"; false; }
    done
}

@test "the top level is as it should be" {
    extra=$(git ls-files 2>/dev/null | cut -d / -f 1 | sort -u |
        grep -vxE 'Makefile|bin|lib|schemas|samples|tests|README\.md|LICENSE|\.ci|\.gitignore|\.clang-format|\.clang-tidy') || true
    [ -z "$extra" ] || { echo "$extra"; false; }
}
