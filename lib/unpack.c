#include "unpack.h"

#include <archive.h>
#include <archive_entry.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "mem.h"

const bool unpack_built = true;

struct unpack {
    struct archive *archive;
    struct buf head; /* what was read to see which format it is */
    struct stream_memory whole;
    struct stream *packed; /* the head and the rest */
    struct stream stream;
    unsigned long long in, out; /* bytes so far */
    bool filtered;              /* a format was found: there may be something to read */
    bool bomb;
};

bool unpack_is_gzip(struct span bytes)
{
    return span_starts(bytes, span_of("\x1F\x8B\x08"));
}

bool unpack_is_zstd(struct span bytes)
{
    /* A frame, or one that is to be skipped: 0x184D2A50 to 0x184D2A5F. */
    return span_starts(bytes, span_of("\x28\xB5\x2F\xFD")) ||
           (bytes.length >= 4 && (bytes.at[0] & 0xF0) == 0x50 &&
            memcmp(bytes.at + 1, "\x2A\x4D\x18", 3) == 0);
}

bool unpack_is_zip(struct span bytes)
{
    /* The header of a member; a zip without any begins with the end of its list. */
    return span_starts(bytes, span_of("PK\x03\x04")) || span_starts(bytes, span_of("PK\x05\x06"));
}

/* --- a stream --------------------------------------------------------------------------------- */

static la_ssize_t read_packed(struct archive *archive, void *context, const void **bytes)
{
    struct unpack *unpack = context;
    struct span piece;
    (void)archive;
    if (!stream_next(unpack->packed, &piece))
        return 0;
    unpack->in += piece.length;
    *bytes = piece.at;
    return (la_ssize_t)piece.length;
}

static bool break_off(struct unpack *unpack, const char *fault)
{
    unpack->stream.fault = fault;
    unpack->filtered = false;
    return false;
}

static bool next_unpacked(struct stream *stream, struct span *piece)
{
    struct unpack *unpack = stream->context;
    const void *bytes;
    size_t length = 0;
    la_int64_t offset;
    while (unpack->filtered && length == 0) {
        int result = archive_read_data_block(unpack->archive, &bytes, &length, &offset);
        if (result == ARCHIVE_EOF)
            break;
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return break_off(unpack, "the packed stream is damaged or cut off");
    }
    if (length == 0) {
        unpack->filtered = false;
        if (unpack->packed->fault)
            stream->fault = unpack->packed->fault;
        return false;
    }
    unpack->out += length;
    unpack->bomb = unpack->out > UNPACK_FREE && unpack->out / UNPACK_RATIO_MAX > unpack->in;
    if (unpack->bomb)
        return break_off(unpack, "unpacks to more than any document does");
    *piece = (struct span){bytes, length};
    return true;
}

/* Exactly one filter: what lies inside another packed stream is a container of its own. */
static bool begin(struct unpack *unpack, struct span head)
{
    struct archive_entry *entry;
    int filter = unpack_is_gzip(head) ? ARCHIVE_FILTER_GZIP : ARCHIVE_FILTER_ZSTD;
    return archive_read_support_format_raw(unpack->archive) == ARCHIVE_OK &&
           archive_read_append_filter(unpack->archive, filter) == ARCHIVE_OK &&
           archive_read_open(unpack->archive, unpack, NULL, read_packed, NULL) == ARCHIVE_OK &&
           archive_read_next_header(unpack->archive, &entry) == ARCHIVE_OK;
}

/* The first bytes of a pipe may come one by one. */
static void read_head(struct unpack *unpack, struct stream *packed)
{
    struct span piece;
    while (unpack->head.length < 4 && stream_next(packed, &piece))
        buf_add(&unpack->head, piece);
    unpack->packed = stream_of(&unpack->whole, buf_span(&unpack->head), packed);
}

struct unpack *unpack_start(struct stream *packed)
{
    struct unpack *unpack = mem_new(1, sizeof *unpack);
    unpack->stream = (struct stream){next_unpacked, unpack, NULL};
    read_head(unpack, packed);
    unpack->archive = archive_read_new();
    unpack->filtered = unpack->archive && begin(unpack, buf_span(&unpack->head));
    if (!unpack->filtered)
        unpack->stream.fault = "the packed stream is damaged or cut off";
    return unpack;
}

struct stream *unpack_stream(struct unpack *unpack)
{
    return &unpack->stream;
}

void unpack_end(struct unpack *unpack)
{
    if (!unpack)
        return;
    if (unpack->archive)
        archive_read_free(unpack->archive);
    buf_free(&unpack->head);
    free(unpack);
}

/* --- a stream as a container of one ----------------------------------------------------------- */

struct single {
    struct parts parts;
    struct span packed;
    struct buf bytes;
};

static bool next_of_single(struct parts *parts, struct part *part)
{
    struct single *single = (struct single *)parts;
    struct stream_memory memory;
    if (!single->packed.at)
        return false;
    struct unpack *unpack = unpack_start(stream_of(&memory, single->packed, NULL));
    bool whole = stream_gather(&unpack->stream, &single->bytes, STREAM_WHOLE_MAX);
    single->packed = (struct span){NULL, 0};
    part->bytes = buf_span(&single->bytes);
    part->partial = unpack->stream.fault != NULL;
    if (!whole || unpack->bomb) {
        part->error_code = "too large";
        part->error_message = "unpacks to more than is read at once";
    } else if (unpack->stream.fault && single->bytes.length == 0) {
        part->error_code = "damaged";
        part->error_message = unpack->stream.fault;
    }
    unpack_end(unpack);
    return true;
}

static void close_single(struct parts *parts)
{
    struct single *single = (struct single *)parts;
    buf_free(&single->bytes);
    free(single);
}

struct parts *unpack_open(struct span packed)
{
    struct single *single = mem_new(1, sizeof *single);
    *single = (struct single){.parts = {next_of_single, close_single}, .packed = packed};
    return &single->parts;
}

/* --- zip -------------------------------------------------------------------------------------- */

struct zip {
    struct parts parts;
    struct archive *archive;
    struct buf bytes, name;
    size_t count;
    bool ended;
};

static struct archive *open_zip(struct span bytes)
{
    struct archive *archive = archive_read_new();
    if (archive && archive_read_support_format_zip(archive) == ARCHIVE_OK &&
        archive_read_open_memory(archive, bytes.at, bytes.length) == ARCHIVE_OK)
        return archive;
    if (archive)
        archive_read_free(archive);
    return NULL;
}

static struct span entry_name(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname(entry);
    return span_of(name ? name : "");
}

static bool next_of_any_locale(struct archive *archive, struct archive_entry **entry)
{
    for (;;) {
        int result = archive_read_next_header(archive, entry);
        if (result != ARCHIVE_OK && result != ARCHIVE_WARN)
            return false;
        if (archive_entry_filetype(*entry) == AE_IFREG)
            return true;
    }
}

/* The next file; false at the end or where the list is damaged. libarchive converts names to the
 * locale's encoding, and loses them in that of C. */
static bool next_file(struct archive *archive, struct archive_entry **entry)
{
    locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
    locale_t before = utf8 ? uselocale(utf8) : (locale_t)0;
    bool found = next_of_any_locale(archive, entry);
    if (utf8) {
        uselocale(before);
        freelocale(utf8);
    }
    return found;
}

/* Appends what the entry holds. False where it is larger than a file may be, or cannot be read;
 * what could be read is in `bytes`. */
static bool read_entry(struct archive *archive, struct buf *bytes, bool *damaged)
{
    const void *block;
    size_t length;
    la_int64_t offset;
    for (;;) {
        int result = archive_read_data_block(archive, &block, &length, &offset);
        *damaged = result != ARCHIVE_EOF && result != ARCHIVE_OK && result != ARCHIVE_WARN;
        if (*damaged || result == ARCHIVE_EOF)
            return !*damaged;
        buf_add(bytes, (struct span){block, length});
        if (bytes->length > STREAM_WHOLE_MAX)
            return false;
    }
}

/* What macOS adds to a zip: the properties of its files. */
static bool is_furniture(struct span name)
{
    return span_starts(name, span_of("__MACOSX/")) || span_ends(name, span_of(".DS_Store"));
}

static void read_member(struct zip *zip, struct archive_entry *entry, struct part *part)
{
    bool damaged = false;
    buf_clear(&zip->bytes);
    if (archive_entry_is_encrypted(entry)) {
        part->error_code = "encrypted";
        part->error_message = "needs a password";
    } else if (!read_entry(zip->archive, &zip->bytes, &damaged) && !damaged) {
        part->error_code = "too large";
        part->error_message = "unpacks to more than is read at once";
    } else if (damaged && zip->bytes.length == 0) {
        part->error_code = "damaged";
        part->error_message = "the zip is damaged or cut off here";
    }
    part->partial = damaged;
    part->bytes = buf_span(&zip->bytes);
}

static bool next_member(struct parts *parts, struct part *part)
{
    struct zip *zip = (struct zip *)parts;
    struct archive_entry *entry;
    if (zip->ended)
        return false;
    do {
        if (!zip->archive || !next_file(zip->archive, &entry))
            return false;
        buf_clear(&zip->name);
        buf_add(&zip->name, entry_name(entry));
    } while (is_furniture(buf_span(&zip->name)));
    part->member = part->file = buf_span(&zip->name);
    zip->ended = ++zip->count > UNPACK_MEMBERS_MAX;
    if (zip->ended) {
        part->error_code = "too many members";
        part->error_message = "the zip has more members than are read; the rest is left out";
        return true;
    }
    read_member(zip, entry, part);
    return true;
}

static void close_zip(struct parts *parts)
{
    struct zip *zip = (struct zip *)parts;
    if (zip->archive)
        archive_read_free(zip->archive);
    buf_free(&zip->bytes);
    buf_free(&zip->name);
    free(zip);
}

struct parts *unpack_open_zip(struct span bytes)
{
    struct zip *zip = mem_new(1, sizeof *zip);
    *zip = (struct zip){.parts = {next_member, close_zip}, .archive = open_zip(bytes)};
    return &zip->parts;
}

bool unpack_member(struct span zip, const char *name, struct buf *bytes)
{
    struct archive_entry *entry;
    struct archive *archive = open_zip(zip);
    size_t before = bytes->length;
    bool found = false, damaged;
    for (size_t i = 0; archive && !found && i < UNPACK_MEMBERS_MAX; i++) {
        if (!next_file(archive, &entry))
            break;
        found = span_is(entry_name(entry), name);
    }
    bool read = found && !archive_entry_is_encrypted(entry) && read_entry(archive, bytes, &damaged);
    if (!read)
        bytes->length = before;
    if (archive)
        archive_read_free(archive);
    return read;
}
