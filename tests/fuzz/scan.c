/* fuzz/scan: lib/scan takes what jansson's strict decoder takes, and reads the same in it. */
#include <stdint.h>

#include "differential.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct scan *scan;
    bool accepted;
    if (!scan)
        scan = scan_new();
    if (!differential(scan, (struct span){(const char *)data, size}, &accepted))
        abort();
    return 0;
}
