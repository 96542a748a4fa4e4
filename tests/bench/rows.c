/* rows: prints about so many megabytes of rows as RECORDS describes them, the same every time.
 * usage: rows MEGABYTES [short]      short: 200 bytes a row, 5 million to 1000 megabytes */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* xorshift64 (Marsaglia 2003). */
static uint64_t next_random(void)
{
    static uint64_t state = 88172645463325252u;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

static const char *one_of(const char *const *list, size_t count)
{
    return list[next_random() % count];
}

static int print_row(uint64_t number)
{
    static const char *const authorities[] = {"Leeds", "Hull", "Stoke-on-Trent", "Ynys Môn",
                                              "Kingston upon Thames", "County Durham"};
    static const char *const areas[] = {"overall", "leadership", "help-protection",
                                        "children-in-care-and-care-leavers", "adoption"};
    static const char *const grades[] = {"outstanding", "good", "requires improvement",
                                         "inadequate"};
    static const char *const sentences[] = {
        "The overall effectiveness of services is judged to be \\\"good\\\".",
        "Inspectors said that children’s services in the city had improved since the last visit, "
        "and that social workers know the children they work with well.",
        "Ofsted rated help and protection as requires improvement.",
        "The council was told that its services for children in care were inadequate\\u2014the "
        "third such verdict in ten years."};
    unsigned year = 2009 + (unsigned)(next_random() % 18);
    unsigned start = (unsigned)(next_random() % 100000);
    unsigned long long doc = next_random();
    return printf(
        "{\"id\":\"%016llx:%u:%u\",\"type\":\"grade\",\"authority\":\"%s\",\"authority_id\":"
        "\"E%08u\",\"area\":\"%s\",\"grade\":\"%s\",\"scale\":\"ofsted-4\",\"rank\":%u,"
        "\"levels\":4,\"status\":\"current\",\"date\":\"%u-%02u-%02u\",\"date_basis\":\"stated\","
        "\"inspectorate\":\"Ofsted\",\"framework\":\"ilacs-standard\",\"basis\":\"statement\","
        "\"sentence\":\"%s\",\"start\":%u,\"end\":%u,\"confidence\":0.%u,\"rule\":\"claim.%u\","
        "\"doc\":\"%016llx\",\"source\":\"news/%llu.html\",\"publisher\":\"The Example\"}\n",
        doc, start, (unsigned)(number % 7), one_of(authorities, 6),
        (unsigned)(6000000 + next_random() % 10000), one_of(areas, 5), one_of(grades, 4),
        (unsigned)(1 + next_random() % 4), year, (unsigned)(1 + next_random() % 12),
        (unsigned)(1 + next_random() % 28), one_of(sentences, 4), start, start + 20,
        (unsigned)(50 + next_random() % 50), (unsigned)(next_random() % 90), doc,
        (unsigned long long)number);
}

static int print_short_row(uint64_t number)
{
    static const char *const grades[] = {"outstanding", "good", "requires improvement",
                                         "inadequate"};
    static const char *const areas[] = {"overall", "leadership", "help-protection",
                                        "children-in-care", "adoption"};
    return printf("{\"id\":\"%012llx\",\"authority\":\"Council number %u\",\"area\":\"%s\","
                  "\"grade\":\"%s\",\"rank\":%u,\"date\":\"%u-%02u-%02u\",\"confidence\":0.%u,"
                  "\"source\":\"news/%llu.html\",\"rule\":\"claim.%u\"}\n",
                  (unsigned long long)next_random() >> 16, (unsigned)(next_random() % 152),
                  one_of(areas, 5), one_of(grades, 4), (unsigned)(1 + next_random() % 4),
                  2009 + (unsigned)(next_random() % 18), (unsigned)(1 + next_random() % 12),
                  (unsigned)(1 + next_random() % 28), (unsigned)(50 + next_random() % 50),
                  (unsigned long long)number, (unsigned)(next_random() % 90));
}

int main(int argc, char **argv)
{
    unsigned long long wanted = argc > 1 ? strtoull(argv[1], NULL, 10) * 1000000 : 0;
    bool is_short = argc > 2 && strcmp(argv[2], "short") == 0;
    unsigned long long written = 0;
    for (uint64_t number = 0; written < wanted; number++) {
        int length = is_short ? print_short_row(number) : print_row(number);
        if (length < 0)
            return 2;
        written += (unsigned long long)length;
    }
    return fflush(stdout) == 0 ? 0 : 2;
}
