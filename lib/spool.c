#include "spool.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "err.h"
#include "mem.h"

struct spool {
    struct buf
        buf;   /* to be written, then as read; a record is its length and its bytes */
    size_t at; /* of the next record in buf */
    size_t written; /* bytes in the file */
    const char *folder;
    int descriptor; /* -1: all is in memory */
    bool reading, ended;
};

struct spool *spool_new_in(const char *folder)
{
    struct spool *spool = mem_new(1, sizeof *spool);
    spool->folder = folder;
    spool->descriptor = -1;
    return spool;
}

struct spool *spool_new(void)
{
    return spool_new_in(NULL);
}

void spool_free(struct spool *spool)
{
    if (!spool)
        return;
    if (spool->descriptor >= 0)
        close(spool->descriptor);
    buf_free(&spool->buf);
    free(spool);
}

static void open_file(struct spool *spool)
{
    const char *folder = spool->folder ? spool->folder : getenv("TMPDIR");
    struct buf path = {0};
    buf_add_format(&path, "%s/assay-XXXXXX", folder && *folder ? folder : "/tmp");
    spool->descriptor = mkstemp(path.at);
    if (spool->descriptor < 0)
        err_die("a temporary file %s:", path.at);
    unlink(path.at);
    buf_free(&path);
}

static void write_out(struct spool *spool)
{
    size_t done = 0;
    if (spool->descriptor < 0)
        open_file(spool);
    while (done < spool->buf.length) {
        ssize_t wrote =
            write(spool->descriptor, spool->buf.at + done, spool->buf.length - done);
        if (wrote < 0 && errno != EINTR)
            err_die("a temporary file:");
        done += wrote > 0 ? (size_t)wrote : 0;
    }
    spool->written += spool->buf.length;
    buf_clear(&spool->buf);
}

void spool_add(struct spool *spool, struct span record)
{
    buf_add(&spool->buf,
            (struct span){(const char *)&record.length, sizeof record.length});
    buf_add(&spool->buf, record);
    if (spool->buf.length >= SPOOL_MEMORY)
        write_out(spool);
}

static void begin_reading(struct spool *spool)
{
    spool->reading = true;
    spool->ended = spool->descriptor < 0;
    if (spool->ended)
        return;
    write_out(spool);
    if (lseek(spool->descriptor, 0, SEEK_SET) < 0)
        err_die("a temporary file:");
}

/* Has at least `needed` bytes in the buffer from `at` on; false where the file ends
 * before. */
static bool fill(struct spool *spool, size_t needed)
{
    enum { CHUNK = 256 * 1024 };
    struct buf *buf = &spool->buf;
    if (buf->length - spool->at < needed && spool->at) {
        memmove(buf->at, buf->at + spool->at, buf->length - spool->at);
        buf->length -= spool->at;
        spool->at = 0;
    }
    while (buf->length - spool->at < needed && !spool->ended) {
        ssize_t got = read(spool->descriptor, buf_reserve(buf, CHUNK), CHUNK);
        if (got < 0 && errno != EINTR)
            err_die("a temporary file:");
        spool->ended = got == 0;
        buf->length += got > 0 ? (size_t)got : 0;
    }
    return buf->length - spool->at >= needed;
}

bool spool_read(struct spool *spool, struct span *record)
{
    size_t length;
    if (!spool->reading)
        begin_reading(spool);
    if (!fill(spool, sizeof length))
        return false;
    memcpy(&length, spool->buf.at + spool->at, sizeof length);
    if (!fill(spool, sizeof length + length))
        err_die("a temporary file that was cut short");
    *record = (struct span){spool->buf.at + spool->at + sizeof length, length};
    spool->at += sizeof length + length;
    return true;
}

size_t spool_place(const struct spool *spool)
{
    return spool->written + spool->buf.length;
}

static void fetch_bytes(const struct spool *spool, size_t place, char *to, size_t length)
{
    if (place >= spool->written) {
        memcpy(to, spool->buf.at + (place - spool->written), length);
        return;
    }
    while (length) {
        ssize_t got = pread(spool->descriptor, to, length, (off_t)place);
        if (got == 0)
            err_die("a temporary file that was cut short");
        if (got < 0 && errno != EINTR)
            err_die("a temporary file:");
        if (got > 0) {
            to += got;
            place += (size_t)got;
            length -= (size_t)got;
        }
    }
}

void spool_fetch(struct spool *spool, size_t place, size_t expected, struct buf *record)
{
    size_t length, end = spool_place(spool), part = sizeof length + expected;
    if (part > end - place)
        part = end - place;
    if (place < spool->written && place + part > spool->written)
        part = spool->written - place;
    buf_clear(record);
    fetch_bytes(spool, place, buf_reserve(record, part), part);
    memcpy(&length, record->at, sizeof length);
    buf_reserve(record, sizeof length + length);
    if (sizeof length + length > part)
        fetch_bytes(spool, place + part, record->at + part, sizeof length + length - part);
    memmove(record->at, record->at + sizeof length, length);
    record->length = length;
}
