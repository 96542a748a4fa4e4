#!/usr/bin/env bats
# assay-text past each bound of containers, with files too large to keep, and its worker processes.
# What containers hold is in tests/cases/assay-text.

load helpers

setup() {
    cd "$BATS_TEST_TMPDIR" || return 1
    [ -x "$bin/assay-text" ] || skip "no assay-text"
}

@test "a zip is read up to so many members" {
    python3 - <<'PYTHON'
import zipfile
with zipfile.ZipFile("many.zip", "w") as zip:
    for i in range(10002):
        zip.writestr("%d.txt" % i, "a note")
PYTHON
    go assay-text many.zip
    expect_status 1
    expect_said '^assay-text: many.zip: 10000.txt: the zip has more members than are read'
    [ "$(wc -l <out)" -eq 10001 ]
    [ "$(jq -r 'select(.error) | .error.code' out)" = "too many members" ]
}

@test "a file is unpacked up to so many bytes" {
    # Members of 257 MB: each is too large, and the fourth is too much.
    python3 - <<'PYTHON'
import struct, zlib
def pack(size):
    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    piece, sum, packed = bytes(1 << 20), 0, b""
    for i in range(size >> 20):
        packed, sum = packed + packer.compress(piece), zlib.crc32(piece, sum)
    return packed + packer.flush(), sum
packed, sum = pack(257 << 20)
with open("bomb.zip", "wb") as zip:
    for i in range(6):
        zip.write(struct.pack("<IHHHHHIIIHH", 0x04034b50, 20, 0, 8, 0, 0, sum, len(packed),
                              257 << 20, 1, 0))
        zip.write(b"%d" % i + packed)
PYTHON
    go assay-text bomb.zip
    expect_status 1
    expect_said '^assay-text: bomb.zip: 0: unpacks to more than is read at once$'
    expect_said '^assay-text: bomb.zip: 3: unpacks to more than is read of one file$'
    [ "$(wc -l <out)" -eq 4 ]
}

@test "a packed web archive may not unpack to much more than itself" {
    { printf 'WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 400000000\r\n\r\n'
        head -c 400000000 /dev/zero; } | gzip >bomb.warc.gz
    go assay-text bomb.warc.gz
    expect_status 1
    expect_said '^assay-text: bomb.warc.gz: record 1: unpacks to more than any document does$'
}

@test "a record's header ends within so many bytes" {
    { printf 'WARC/1.0\r\nX: '
        head -c 66000 /dev/zero | tr '\0' x
        printf '\r\nWARC-Type: resource\r\nContent-Length: 6\r\n\r\na note\r\n\r\n'
        printf 'WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 6\r\n\r\na note\r\n\r\n'
    } >long.warc
    go assay-text long.warc
    expect_status 1
    expect_said 'record 1: no record begins here'
    [ "$(jq -r 'select(.text) | .member' out)" = "record 2" ]
}

@test "a message is read up to so many parts, and so many multiparts in each other" {
    python3 - <<'PYTHON'
head = "Message-ID: <1@example.org>\nSubject: parts\n"
with open("parts.eml", "w") as file:
    file.write(head + "Content-Type: multipart/mixed; boundary=b\n\n")
    for i in range(1001):
        file.write("--b\nContent-Disposition: attachment\nContent-Type: text/plain\n\nA note.\n")
    file.write("--b--\n")
with open("deep.eml", "w") as file:
    file.write(head)
    for i in range(40):
        file.write("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i))
    file.write("\nA note.\n")
PYTHON
    go assay-text parts.eml
    expect_status 1
    expect_said '^assay-text: parts.eml: the message has more parts than are read$'
    [ "$(jq -r 'select(.text) | .member' out | wc -l)" -eq 1000 ]
    go assay-text deep.eml
    expect_status 1
    expect_said '^assay-text: deep.eml: the message has more parts than are read$'
}

@test "a web archive is read as a stream" {
    [ "$bin" = "$root/bin" ] || skip "memory tells nothing under a sanitizer"
    for i in 1 2 3 4; do
        printf 'WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 6\r\n\r\na note\r\n\r\n'
        printf 'WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 20000000\r\n\r\n'
        head -c 20000000 /dev/zero
        printf '\r\n\r\nWARC/1.0\r\nWARC-Type: request\r\nContent-Length: 200000000\r\n\r\n'
        head -c 200000000 /dev/zero
        printf '\r\n\r\n'
    done >stream.warc
    # 880 MB, records of 20 MB that are refused, and 200 MB that nobody wants.
    status=0
    (ulimit -v 262144 && "$bin/assay-text" stream.warc >out 2>err) || status=$?
    [ "$status" -eq 1 ]
    [ "$(jq -r 'select(.text) | .member' out | tr -dc '0-9\n' | paste -sd ,)" = 1,4,7,10 ]
    [ "$(jq -r 'select(.error) | .member' out | tr -dc '0-9\n' | paste -sd ,)" = 2,5,8,11 ]
}

@test "what is sent ahead of its turn is kept in order, however much" {
    python3 - <<'PYTHON'
line = "A note about the services for children, and what the inspectors said of them.\n\n"
for i in range(5):
    open("%d.txt" % i, "w").write(("%d " % i + line) * 5000)
PYTHON
    go assay-text ?.txt
    expect_status 0
    mv out expected
    go assay-text -j 4 -- ?.txt
    expect_status 0
    expect_same expected out
    go assay-text -j 100000 ?.txt
    expect_same expected out
}

# The processes whose parent is this one.
children() { # PROCESS
    local stat
    for stat in /proc/[0-9]*/stat; do
        sed "s/^\([0-9]*\) (.*) [A-Z] $1 .*/\1/;t;d" "$stat" 2>/dev/null
    done
}

@test "a worker that dies costs one file" {
    [ -d /proc/self ] || skip "no /proc"
    printf 'A note about the services.\n' >note.txt
    mkfifo pipe
    "$bin/assay-text" -j 1 note.txt pipe note.txt >out 2>err &
    parent=$!
    exec 9>pipe
    worker=$(children $parent)
    [ -n "$worker" ]
    kill -KILL "$worker"
    exec 9>&-
    status=0
    wait $parent || status=$?
    [ "$status" -eq 1 ]
    expect_said '^assay-text: pipe: the process that read it ended \(signal 9\)$'
    [ "$(jq -r '.error.code // "read"' out | paste -sd ' ')" = "read crashed read" ]
}

@test "workers say what cannot be opened, and end with their parent" {
    printf 'A note about the services.\n' >note.txt
    go assay-text -j 2 note.txt missing.txt note.txt
    expect_status 2
    expect_said '^assay-text: missing.txt: No such file or directory$'
    [ "$(wc -l <out)" -eq 2 ]
    go assay-text -j 2 -o result.jsonl note.txt missing.txt note.txt
    expect_status 2
    [ "$(wc -l <result.jsonl)" -eq 2 ]
    status=0
    assay-text -j 2 note.txt note.txt >/dev/full 2>err || status=$?
    [ "$status" -eq 2 ]
    expect_said '^assay-text: standard output: '
}
