#include "contact.h"

#include <string.h>

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_upper(char byte)
{
    return byte >= 'A' && byte <= 'Z';
}

static bool is_word(char byte)
{
    return is_digit(byte) || is_upper(byte) || (byte >= 'a' && byte <= 'z') ||
           (unsigned char)byte >= 0x80;
}

static bool is_host(char byte)
{
    return (is_word(byte) && (unsigned char)byte < 0x80) || byte == '-' || byte == '.';
}

static char byte_at(struct span text, size_t at)
{
    return at < text.length ? text.at[at] : '\0';
}

static char before(struct span text, size_t at)
{
    return at ? text.at[at - 1] : ' ';
}

/* Without ASCII case; `head` is lower. */
static bool starts_with(struct span text, size_t at, const char *head)
{
    for (; *head; head++, at++) {
        char byte = byte_at(text, at);
        if ((is_upper(byte) ? byte + 0x20 : byte) != *head)
            return false;
    }
    return true;
}

/* ---- URLs and mail addresses
 * ---------------------------------------------------------------- */

/* Behind the URL that starts at `at`: to a blank, bracket or quote, without the
 * punctuation of the sentence around it; a closing bracket belongs to it where it opened
 * one. */
static size_t url_end(struct span text, size_t at)
{
    size_t end = at, open = 0;
    for (; end < text.length; end++) {
        unsigned char byte = (unsigned char)text.at[end];
        if (byte <= ' ' || byte == '<' || byte == '>' || byte == '"' || byte == '`' ||
            byte == 0xE2 || byte == 0xC2)
            break;
        open += byte == '(';
        if ((byte == ')' && open-- == 0) || byte == ']' || byte == '[' || byte == '|')
            break;
    }
    while (end > at && strchr(".,;:!?'*_", text.at[end - 1]))
        end--;
    return end;
}

static bool read_url(struct span text, size_t at, struct contact *contact)
{
    static const char *const heads[] = {"http://", "https://", "www."};
    if (is_word(before(text, at)))
        return false;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        if (!starts_with(text, at, heads[i]))
            continue;
        size_t end = url_end(text, at);
        if (end < at + strlen(heads[i]) + 4) /* "a.uk" */
            return false;
        *contact = (struct contact){CONTACT_URL, at, end};
        return true;
    }
    return false;
}

static size_t host_start(struct span text, size_t from, size_t at)
{
    size_t start = at;
    while (start > from && at - start < CONTACT_HOST_MAX && is_host(text.at[start - 1]))
        start--;
    while (start < at && !is_word(text.at[start]))
        start++;
    return start;
}

/* A host name without "www": barnet.gov.uk, at the point before its last two parts. */
static bool read_host(struct span text, size_t from, size_t at, struct contact *contact)
{
    static const char *const tails[] = {".gov.uk",    ".org.uk",    ".co.uk",
                                        ".ac.uk",     ".nhs.uk",    ".sch.uk",
                                        ".police.uk", ".gov.wales", ".gov.scot"};
    for (size_t i = 0; i < sizeof tails / sizeof *tails; i++) {
        size_t behind = at + strlen(tails[i]);
        if (!starts_with(text, at, tails[i]) || is_word(byte_at(text, behind)))
            continue;
        size_t start = host_start(text, from, at);
        if (start == at || before(text, start) == '@' || before(text, start) == '/')
            continue;
        *contact = (struct contact){CONTACT_URL, start,
                                    byte_at(text, behind) == '/' ? url_end(text, behind)
                                                                 : behind};
        return true;
    }
    return false;
}

static bool read_email(struct span text, size_t from, size_t at, struct contact *contact)
{
    size_t start = at, end = at + 1;
    bool point = false;
    while (start > from && at - start < CONTACT_HOST_MAX &&
           (is_host(text.at[start - 1]) || strchr("_+%&'", text.at[start - 1])))
        start--;
    while (start < at && !is_word(text.at[start]))
        start++;
    while (end - at < CONTACT_HOST_MAX && end < text.length && is_host(text.at[end]))
        end++;
    while (end > at + 1 && !is_word(text.at[end - 1]))
        end--;
    for (size_t i = at + 1; i < end; i++)
        point = point || (text.at[i] == '.' && i > at + 1);
    if (start == at || !point)
        return false;
    *contact = (struct contact){CONTACT_EMAIL, start, end};
    return true;
}

/* ---- phones
 * --------------------------------------------------------------------------------- */

/* What may stand between two digits of a number: at most two of blank, hyphen, bracket.
 */
static size_t gap_length(struct span text, size_t at)
{
    size_t length = 0;
    while (length < 3 && byte_at(text, at + length) != '\0' &&
           strchr(" -()", byte_at(text, at + length)))
        length++;
    return length < 3 ? length : 0;
}

/* "020 8359 2088", "(020) 8359 2088", "+44 (0)20 8359 2088", "07700 900123". */
static bool read_phone(struct span text, size_t at, struct contact *contact)
{
    size_t end = at, digits = 0;
    char second = '\0';
    if (is_word(before(text, at)) ||
        (is_digit(byte_at(text, at)) && at > 1 && strchr(".,/-", before(text, at)) &&
         is_digit(text.at[at - 2])))
        return false;
    if (byte_at(text, end) == '(')
        end++;
    bool abroad = starts_with(text, end, "+44");
    if (abroad) {
        end += 3;
        end += gap_length(text, end);
        if (byte_at(text, end) == '0') /* "(0)" */
            end += 1 + gap_length(text, end + 1);
    } else if (byte_at(text, end++) != '0') {
        return false;
    }
    for (size_t next = end; digits <= 10; next = end + gap_length(text, end)) {
        if (!is_digit(byte_at(text, next)))
            break;
        second = digits++ == 0 ? text.at[next] : second;
        end = next + 1;
    }
    if ((digits != 10 && digits != 9) || is_word(byte_at(text, end)) || second == '0' ||
        second == '4' || second == '6')
        return false;
    *contact = (struct contact){CONTACT_PHONE, at, end};
    return true;
}

/* ---- postcodes
 * ------------------------------------------------------------------------------ */

static bool is_area(const char *letters, size_t count)
{
    static const char areas[] = " AB AL B BA BB BD BH BL BN BR BS BT CA CB CF CH CM CO "
                                "CR CT CV CW DA DD DE DG DH DL DN DT"
                                " DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU "
                                "HX IG IM IP IV JE KA KT KW KY L"
                                " LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL "
                                "OX PA PE PH PL PO PR RG RH RM S"
                                " SA SE SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN "
                                "TQ TR TS TW UB W WA WC WD WF WN"
                                " WR WS WV YO ZE ";
    char wanted[5] = " ";
    memcpy(wanted + 1, letters, count);
    wanted[count + 1] = ' ';
    wanted[count + 2] = '\0';
    return strstr(areas, wanted) != NULL;
}

/* "N11 1NP", "EC1A 1BB", "M1 1AE"; the blank may be missing. */
static bool read_postcode(struct span text, size_t at, struct contact *contact)
{
    size_t end = at;
    if (is_word(before(text, at)))
        return false;
    while (end - at < 2 && is_upper(byte_at(text, end)))
        end++;
    if (!is_digit(byte_at(text, end++)) || !is_area(text.at + at, end - 1 - at))
        return false;
    if (is_digit(byte_at(text, end)) &&
        (byte_at(text, end + 1) == ' ' || is_digit(byte_at(text, end + 1))))
        end++;
    else if (is_upper(byte_at(text, end)))
        end++;
    if (byte_at(text, end) == ' ')
        end++;
    bool inward = is_digit(byte_at(text, end)) && is_upper(byte_at(text, end + 1)) &&
                  is_upper(byte_at(text, end + 2)) && !is_word(byte_at(text, end + 3)) &&
                  !strchr("CIKMOV", text.at[end + 1]) &&
                  !strchr("CIKMOV", text.at[end + 2]);
    if (!inward)
        return false;
    *contact = (struct contact){CONTACT_POSTCODE, at, end + 3};
    return true;
}

/* Can a contact begin at `at`, or be told there? Answered from two or three bytes, since at nearly
 * every byte none can. */
static bool may_stand(struct span text, size_t at)
{
    char byte = text.at[at];
    if (byte == ' ' || (byte >= 'a' && byte <= 'z' && byte != 'h' && byte != 'w'))
        return false;
    char next = byte_at(text, at + 1);
    if (is_upper(byte) &&
        (is_digit(next) || (is_upper(next) && is_digit(byte_at(text, at + 2)))))
        return true;
    switch (byte) {
    case 'h':
    case 'H':
        return (next | 0x20) == 't';
    case 'w':
    case 'W':
        return (next | 0x20) == 'w';
    case '(':
        return next == '0' || next == '+';
    case '.':
        return is_word(next);
    default:
        return byte == '@' || byte == '0' || byte == '+';
    }
}

static bool read_contact(struct span text, size_t from, size_t at, struct contact *contact)
{
    switch (text.at[at]) {
    case '.':
        return read_host(text, from, at, contact);
    case '@':
        return read_email(text, from, at, contact);
    case '0':
    case '+':
    case '(':
        return read_phone(text, at, contact);
    default:
        return read_postcode(text, at, contact) || read_url(text, at, contact);
    }
}

bool contact_find(struct span text, size_t at, struct contact *contact)
{
    for (size_t from = at; at < text.length; at++)
        if (may_stand(text, at) && read_contact(text, from, at, contact))
            return true;
    return false;
}
