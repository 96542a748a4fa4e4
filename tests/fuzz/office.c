/* fuzz/office: any bytes as a package, and as the main part of a good one. */
#include <stdint.h>

#include "documents.h"
#include "office.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char relations[] =
    "<Relationships><Relationship Type=\"x/officeDocument\" Target=\"word/document.xml\"/>"
    "</Relationships>";
static const char styles[] =
    "<styles><style styleId=\"H\"><name val=\"heading 1\"/></style></styles>";

static uint32_t crc(struct span bytes)
{
    uint32_t sum = 0xFFFFFFFF;
    for (size_t i = 0; i < bytes.length; i++) {
        sum ^= (uint8_t)bytes.at[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320 : 0);
    }
    return ~sum;
}

static void add_number(struct buf *zip, uint32_t number, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_add_byte(zip, (char)(number >> 8 * i));
}

/* A stored member (APPNOTE.TXT 4.3.7); the list at the end is left out, readers do without. */
static void add_member(struct buf *zip, const char *name, struct span bytes)
{
    buf_add(zip, (struct span){"PK\3\4\24\0\0\0\0\0\0\0\0\0", 14});
    add_number(zip, crc(bytes), 4);
    add_number(zip, (uint32_t)bytes.length, 4);
    add_number(zip, (uint32_t)bytes.length, 4);
    add_number(zip, (uint32_t)span_of(name).length, 2);
    add_number(zip, 0, 2);
    buf_add_text(zip, name);
    buf_add(zip, bytes);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    struct buf zip = {0};
    check_documents(bytes, "application/zip");
    add_member(&zip, "mimetype", span_of("application/vnd.oasis.opendocument.text"));
    add_member(&zip, "[Content_Types].xml", span_of("openxmlformats-officedocument"));
    add_member(&zip, "_rels/.rels", span_of(relations));
    add_member(&zip, "word/styles.xml", span_of(styles));
    add_member(&zip, "word/document.xml", bytes);
    add_member(&zip, "docProps/core.xml", bytes);
    add_member(&zip, "content.xml", bytes);
    for (int i = 0; i < 2; i++) {
        struct document document = {0};
        if (i)
            office_read_docx(&document, buf_span(&zip));
        else
            office_read_odt(&document, buf_span(&zip));
        check_document(&document);
        document_free(&document);
    }
    buf_free(&zip);
    return 0;
}
