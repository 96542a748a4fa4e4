/* fuzz/mail: any bytes as a message and as a mailbox, with all that is attached. */
#include <stdint.h>

#include "documents.h"
#include "mail.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct span bytes = {(const char *)data, size};
    (void)mail_is(bytes);
    (void)mail_is_box(bytes);
    check_documents(bytes, "message/rfc822");
    check_documents(bytes, "application/mbox");
    return 0;
}
