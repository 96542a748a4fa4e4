#include "follow.h"

#include <stdlib.h>
#include <string.h>

#include "buf.h"
#include "hyphen.h"
#include "mem.h"
#include "set.h"
#include "utf8.h"

enum {
    PAIRS_MAX = 1 << 18,
    PAIR_BONUS = 6,    /* the document has the pair elsewhere */
    WORD_FOUND = 12,   /* ... the word whose halves they are */
    WORD_LIKELY = 2,   /* halves of no word it has, but they may be */
    WORD_BROKEN = -12, /* half a word, and what cannot be the other half */
    NAMES_MIN = 3      /* letters of a word that tells pairs apart */
};

/* Words that behave alike, a class each. Whatever else there is goes by its ending. */
static const char *const groups[] = {
    "a an",
    "the",
    "this",
    "these those",
    "that",
    "its their our his her your my",
    "each every both any some",
    "all",
    "no",
    "of",
    "in on at",
    "by",
    "to",
    "for",
    "from",
    "with",
    "about into through between during under over against within across towards",
    "after before since until",
    "and",
    "or",
    "but",
    "as",
    "than",
    "if because although though while whether unless",
    "when where why how",
    "which",
    "who",
    "what",
    "so",
    "is",
    "are",
    "was were",
    "be",
    "been",
    "being",
    "has had",
    "have",
    "do does did",
    "will would can could should may must might",
    "not",
    "he she",
    "it",
    "we they",
    "i",
    "you",
    "them him us me",
    "there",
    "more most less",
    "other such same",
    "many several few much",
    "very too quite",
    "also still now already only just even often never always",
    "up out off down back",
    "one two three four five six seven",
    "well",
    "last next first new"};
static const char *const suffixes[] = {
    "ing", "ed", "ly", "tion", "sion", "ment", "ity", "ness", "ance", "ence",
    "ers", "er", "al", "ive",  "ous",  "able", "ic",  "es",   "s",    "y"};
enum {
    GROUPS = sizeof groups / sizeof *groups,
    SUFFIXES = sizeof suffixes / sizeof *suffixes,
    KIND_SMALL = GROUPS + SUFFIXES, /* any other word in small letters */
    KIND_NUMBER,
    KIND_YEAR,
    KIND_CAPITAL, /* a word with a capital */
    KIND_OPENS,   /* one of the groups with a capital: mostly the first word of a sentence
                   */
    KIND_ENDS,    /* before only: closes a sentence */
    KIND_COMMA,
    KIND_COLON, /* or semicolon */
    KINDS
};

/* A row for the class of the word before, a letter for that of the word behind: m is
 * chance, every letter beyond it a quarter of a nat. */
static const char *const matrix[KINDS] = {
    "aaacaaabhaaaaaaaabacdaehacceeaaaaceaabdaibadabdobtsfdiesmnpoopnonoarqsqrrbgqpmjlb",
    "aaaaaaaadaaaaaaaaaaabacaabaccaaaaacaaaaafaaaaabqshlihnavmjkqqpssppkprlrkpmnpolmpe",
    "fagidegjkaimhjhikljiiljmjiijjvfsiijuippfkggifhkillnjkolnjjktlrlllremkmmlpkmooeiga",
    "cbhjmgjjliojeknohifkjhkilkxkkhroijohmmkilhhlhjkkljklinjmmlkfkgjkjimjmjnnmssilhjec",
    "kpqqdopspeeebeceehacfghmjhfijpqqdfjpooshusxrreuplplmflfjjklkmjhkkloljjjjlpolmkfja",
    "aaceaacehaacaafaadadebgeceeggaaecegdbeabiccebegkjhidghesmjlpmopuorpprnmkqrqqokika",
    "ihhhhfghkphiahhgihcihijgghljjejighlikmhikgghfhjlulogjpiolllmonmpomnopooopqonoljhc",
    "cqkrmphjlqjjbgkhqiannjkihjjkkgklklkiojfhljllmjkhmjmkkpjkinjhkjgllkqmnjooiqqlmkjid",
    "fdklihkllffkghkiikejlklkkllllhhkklljjlijqkkljlloqlljkrlkllkrppmlooluonnmommpoilhf",
    "ossuhrprjaaaaaaabcaabbefmnerfaaaabnaabaegkadepdimigeeocjnkknonnppnllqnompnnnmomme",
    "rtrojssqlabedbdfgdagbeeinqgqgaaaabhaabaagkabbkinnokfepdkoginkkklpifmmknmmjkllpuof",
    "rskogqmqlaagacgdihafifjglmhllbcggioffhdfkhgiimjnonjhgpikrjlijjkijkqnpnmlnhnjknqnc",
    "nolneomoiaajaaaaedadcfdegiclhaagvbjaosadghabjodjkiehdmhjkgmhjjhjmlioklljlhkoqnlia",
    "qpptjrutmadgaacajecdeigdkkenlaadcekbbeaeikcjptgrlqqhiohnoliompjlnopnnknmmllmnomla",
    "rsqrirqokacgacfdliahhhjijnhkjdcighrffhdgkkghioolqjkhkriloklmkjmljjnmootkpikmlqpne",
    "srnpitqpsaadabdbffbifhhhijfkjbagdfhfdfahjndfmthprpnmgqhmklllnhmolmpnpnlnpmlmlohla",
    "ruqqhtpskaeffbjcehceffhnrlltjdbedfmccfcejndfgpiklhgdeshlnhkmjkikllkknmpmmlmlksplb",
    "nrmkkpnokdkndhhjllmokhklnlqkkkojhlqlnkfiortqskmjklnlkolnphkkklfjimgjdlkijhkjmntld",
    "mnnokonllaihgfgfhhabagclogfqnklkgdknmokjmmnokaqorkjmilmgonnonpoppnompqponononlhla",
    "nmfoikpjofmmifjjllaehmjpohpnqgmlfhmhlmlnmjkljhksrjmqlnklqoolnollnkipnmrnnklmnmjlc",
    "lpvrokpkqdlngjhoikahjlkrpjmommnnljkoksntpvtusjupimktinjljlnikgjkmikmhmllkkmikjjic",
    "upknenoljfjfghhigiagjfjnlhhkjhdifhqgfjegprtorjllnumkgpzknmmklkgmkimimmlmojlmlkmkd",
    "qqmolnpklemlfijkhncjkkljjkkrlhijjknjjklmnpsrrmlnnklrlukkqjmiliilnkohnimlkgjnlvmie",
    "oprojpqnpngjchgegiakkgjlkiijjedhiioggkeprvxuyivnmnloimilpjjijkfjlholkkjlhimljjikd",
    "mptrjppomadgpcgddhhfhhjghhhjneegghjffojkruytuhuklvjjgnslokijjffkkkmfmlnkllmmkgika",
    "ekhkehkjldfhhehffiahjhklhjjkkwstijkuqltipnrqpjljilloinjjelkglggkkimlkikikrpikjjec",
    "cdhjfghjobeheehffiaijhkihjjkknxtijktxrthlnmlljkhijkniijjanmekggkjmhidnkiikjiofjac",
    "joookpkklddjngjhjkfikjlmjkklltlqjklnkpqioswtvkljnklijjkkhilhmlillrmhiilklooikhkje",
    "jmoowlnnnhmmhljhjmejklnqlkknokjllkljkqkkqsttvkrjlwlkjkomjilglijlmkhglllnlkloljkie",
    "tmhdnkknvdlijhgdidaceigmoffqkaaccesbbdawigeeedkphnutjpsiqssbieefdmcllqptkaalljhea",
    "mgcjcdopshocadeageadgggdheejkaadceucbeaxicgeeelpjrttlnwmqutagbageeeikqsslgglmhfaa",
    "pllkgimmringhdgelkahiijkgkkjqcdhhisggieuligihimoilpsnmpppurejfhjjjfkioornedmmpkfa",
    "qkgihinjncmgegjdkmafimjhiiiopcchgijhfidjkkgifjmrjpoklnihovoejfejhjemknnrmbdnngicb",
    "phijfgnjtbmigehfikahjhkihjjkkeeiijkhhjfhlhhjhjkpkjtglnpjpwrekigkkifjkpnoleglmijac",
    "njjkjijklgljdhjhhkejkjlklkkllghkjkljjkhlljjkjkljmmlkllpkhwrgliilkkhiloonkeelnikce",
    "rjiifinkuaefjffdgkaghgjgfhhkjbcgfzjoehcvkkfjgjikgomtfphifuqeifhijgfggllijefgllhca",
    "tllkhoonragfobfihkbehijhhihilbbgfzjoehctkjhjhmipkmpqfohhftnfmhjihmfkjkmnojkilghba",
    "klqlnmoolbjiljhnjkgljkknijjqvjeiijkhojfzntpnpkkojlklikpjieiekhgkkkgkehlikbchihjed",
    "aaihabhllacdaddacfaiffhgdffhhaaezfhcusctjhklkfhfegjueeljaaqdifbglkboamhegbfmpbfaa",
    "lhfhhbitjdmjihieigaehojlihhnpcbgsxulthcekffhejkhgkpxkhpkoqueiedigncjepkpkbdkndhba",
    "hfkljiklmggkgikjjlkmlkllklllloitkllukrqkmkklkllmlllpllllgspilkjlllkkiklllnoinjldh",
    "kfgihejqkamimmkonmgjjnjokiijpwgvljmtjrwhkgijfjlmjkmqsmmjemocjfejjhnkhfjmhqokjfiac",
    "aaghdchmmaagacgddhbihijgghhjjbwvkhjswwwfkggifhjjhikqggijaomeigelhkelbsjhgadhodiaa",
    "bahjeehjkdfhbehffiahjhkihjjkmdevjjkrvuvhlhhjhjkhijltiijkarpekggkkigkdjkiibehpjjbb",
    "lhihhbjilahhohlmkgfihlkmnhllkfrkhhjivszhkffjehikgjlqlihhfimdlgdiijckdkkigaejogjaa",
    "mjijnjnpoipnuoqqsommmtkmpjnpklllljojljlklmmjljknjlomtksnkhofkhgklmijejmljffllijac",
    "gdjkggjkldjkhkjhinfknlllkkkllzywjkmuslpiljjkkkljkmkjjjkkgejgkihkkjgffilkjfghfhkaf",
    "bcgigchhkniiihjfphejjjzkgiijnfjjgijfhjgfmggiihjgjijkijojlospkhmkmkmhouswrnllnflea",
    "kahigdhikbfhefhgfihgjztjhiikkfeihjmggifglhhjgijjkkjghmkihihlmolnlnolqkmmprpjmjjhb",
    "hekljgillpjifiijmjckjrkiijjkmhniijkhmmhhlilnnjkuqmmiijjmkmfkkliojmmrmlnjmsrmmkjgc",
    "ldjkggmklddjdgjhhjfillljjlklljgjjkliikiiljjkikljlzmnjjumkntfkihkkjghksouodcophkcd",
    "ojijihkgjcmlikihlndejomsoggllhehttqqroimkegljgopklpmlspgoqpejfhhjlinimkqmnmnnnida",
    "oplkmqpnkrqqsoprsmmnlqlnrlmqnhgkhikggihhlgkijirmjkjkionnlhmiljgjkhfkijmhhjikimigc",
    "bahindjikslkknjjhlgrigklilmkkkjohikmkmnglikkiilnnkminhjnikklokjjilnnmnnipqrnmjkic",
    "dhijifijlcopomirpjninzlknjjkmghjkklijjgilskkijkijkkhkjkjcwefkhhkjjgmfhkjjcefkgkad",
    "dbhjgehjkeghkhjhjiimjjkmhjjkkgejhjmhhjjhlhhkhjkhiskgjujkjmispojmlmmomlkkooonoqjnf",
    "pnlpopolkmokooropjnniljlnjgmkmgibggjcjhcmoiflrimkjmgrnllijlmllllmolmmkmmnoomljfia",
    "mkliokkijdrxrpprrxnpkqjmnfdhmfbhbdgccecdglfhcoilgjnirmpkjepllllmkkmlliihllllkjgha",
    "gfglfckglfnonmlponnmkllnoifomhghmoplkmhjkgfeeffmfglkjjqlotikllgijommjrormlklnkjca",
    "acfgpaghltpmppppqnqqlmjkmmfhkrnpdfmpjlommhjfiemgjhihieihkiihljikkoklfhgkkonnjofea",
    "ifjkpglkltplorpnqkpnmmllnokllqlojklolonkljnmjkljkklkjkkkokljlimlkkimgilllnmmipkfe",
    "hejhodijksqopppqonqrkkjmoljkmpjoghjqgklfmhhhglkfiikihiiihjinnkolkmkldhijgonnlghca",
    "aaegmahglunlqpjkokqmkmljjkgikrlpggivkpkhkegiggjgjhihffkgkilgnlcjuijhigigopnkihhca",
    "ecjkmgkklvkjnnjkokpomklmjkkllmkljkloinmilkjmkkljlkllllkkkekklollnmmlhklkjopokjkee",
    "ejijookjlrpmmmosqkqmllmmkljkmrhoijknljljljljhjkikjkilijjmihpmtnnljiljimkimojlhjfc",
    "ijjmrimjltrmpqnnrmpomlmimjjmmqmnijnnhmlhlpllkklmjnpijijjlkjllljkjijgflllllnmihjfc",
    "keifmbikknplqmpnonroknklnjvjnnurefnnvrqkljifjjhklkinjklhmlnejhhijjbkfmilehhhljgea",
    "kjmlmkkkjrmmoomnlmmnmmzpojnninhmgelnilnfnkjjijikiikjlmjjmkjonpnlmqqlkkjikoomljhib",
    "aabegabdhfgdjlgdefllihjifdihjddeceicbfbdieefbdfcdehbeieimeespqwnpquplgfhkppnnggha",
    "nhhheegjjhniljohojplklnijhiiijfgfijjhhcekihhehiighliihhjnioosqmnqrolnmiimpopnihha",
    "edjkigjklfljiojmnkolklmlkkkllfgjjkliikhiljjkikljmklijoklngirlqjkpolmnimknqqnnjkke",
    "dahjfekjmjonrsrkolomnoonnkjknieiijkjjjkhljhjhjkjijliiklkjghrnonlmokjjlklmopnnijhc",
    "cahilfiikfjhkgienjnokkkjiiikkifjhiklgikglhiigijiijjhhjjkogfpnmolqrmmnlllnqqmojjjb",
    "nlmksjlljpplpsqopmqpmonlqmoinlsqdconqnofknljnoilommjnkmjjllgjmihiihkimkmiihhkidfa",
    "kjjirkjlnqqlqqqpqnqpknkmnmolnmspcgompnpkmjlknnjlnilmpjlhklmhiiijhjhkmhhljmjkkjbfa",
    "ghjjnkkliqoloponompomokonlilkojoefhofknfjjfkhgihimmklghjnkjmqmjkokmlljlimopnljfga",
    "lllkomlkiponpopoomoolmkmnkpnmokmhfmnlllgknkkmpjlgikkplljmjknnnllmnnmkkikknnlmliia",
    "ecigfcjgkqnjllkjjmmokkllikniklknegmmmljfkeekfgjljihjlhhkjkhhnjgjgfmjjjkhlpqmmrsoh",
    "kklmoilknjknqklllmrjkplknmkllmkqkklpnkojmmonjkojklmllmlkjmioljilnkjjkjlmkljmltkpg",
    "ihjhlhfklkmlknllklolhkjkkinjkpoogjiqnmniehfkijiifgimkhbikljlmkjjmkpkijhgknmllptsg",
    "mmpoijoolhdbaddedfacefknjbglirppgbhpnorhmnnosdqompkocnipkklnnmpnnklnpnlimnnmnlpnf",
    "aaaaaaaafaaaaaaaabaaaaceaabeeaaaaadaabaafaauaacaaabaaacaaaaabaabaaaaaacdaaabajctz",
    "lnpnijnmnajiflkpjlrqwpetqwpltjiidcjkijikuqrrqatlrmmmgmihqlmjkkjkkikmllklljllkpjme",
    "lmsoignnoakjdkjehlikllkrmklmmedhhikggmhimqprmiljjljjhpjmjjjgjjgmmiilihmjmgkjntqrr",
};

struct follow {
    struct hyphen *hyphen;
    struct set *pairs;
    unsigned char *counts; /* of each pair: 1, or 2 for more */
    size_t count, room;
    struct set *groups; /* the words of them, each with the class kinds[number] */
    unsigned char kinds[256];
};

/* Quotes, brackets and the marks of Markdown about a word. */
static bool is_edge(uint32_t point)
{
    uint32_t folded = utf8_fold(point);
    return folded == '"' || folded == '\'' || point == '(' || point == ')' ||
           point == '[' || point == ']' || point == '*' || point == '_';
}

static struct span without_edges(struct span word, bool ahead)
{
    uint32_t point;
    while (word.length) {
        size_t length = utf8_decode_last(word, &point);
        if (!is_edge(point))
            break;
        word = span_part(word, 0, word.length - length);
    }
    while (ahead && word.length && is_edge(utf8_first(word)))
        word = span_part(word, utf8_decode(word, &point), word.length);
    return word;
}

static struct span core_of(struct span word)
{
    word = without_edges(word, true);
    while (word.length && strchr(".,;:!?", word.at[word.length - 1]))
        word = without_edges(span_part(word, 0, word.length - 1), true);
    return word;
}

bool follow_small(struct span word)
{
    uint32_t point = utf8_first(without_edges(word, true));
    return utf8_is_letter(point) && !utf8_is_upper(point);
}

bool follow_capital(struct span word)
{
    uint32_t point = utf8_first(without_edges(word, true));
    return utf8_is_letter(point) && utf8_is_upper(point);
}

/* "e.g.", "Cllr.", "p.": a full stop that ends no sentence, as far as a word tells. */
static bool is_shortened(struct span word)
{
    struct span core = core_of(word);
    return core.length < 3 || span_find_byte(core, '.') < core.length ||
           (core.length <= 4 && follow_capital(core)) ||
           span_find(word, span_of("..")) < word.length;
}

/* "[12]", as encyclopedias set it behind a sentence. */
static struct span without_notes(struct span word)
{
    while (word.length && word.at[word.length - 1] == ']') {
        size_t at = word.length - 1;
        while (at && utf8_is_digit((unsigned char)word.at[at - 1]))
            at--;
        if (at < 2 || at + 1 == word.length || word.at[at - 1] != '[')
            break;
        word.length = at - 1;
    }
    return word;
}

bool follow_ends(struct span word)
{
    struct span bare = without_edges(without_notes(word), false);
    return bare.length && strchr(".!?", bare.at[bare.length - 1]);
}

/* The head of a word that a hyphen parts at the end of a line; absent where there is
 * none. */
static struct span head_of(struct span word)
{
    uint32_t point = 0, previous = 0;
    word = without_edges(word, true);
    if (word.length < 2)
        return (struct span){0};
    struct span head = span_part(word, 0, word.length - utf8_decode_last(word, &point));
    if ((point != '-' && point != 0x2010) || !head.length)
        return (struct span){0};
    utf8_decode_last(head, &previous);
    return utf8_is_letter(previous) ? head : (struct span){0};
}

static bool is_year(struct span word)
{
    size_t digits = 0;
    while (digits < word.length && utf8_is_digit((unsigned char)word.at[digits]))
        digits++;
    return digits == 4 && word.length == 4;
}

static int kind_of(const struct follow *follow, struct span word, bool before)
{
    struct span bare = without_edges(word, false);
    char last = bare.length ? bare.at[bare.length - 1] : 0;
    if (before && last && strchr(".!?,;:", last))
        return strchr(".!?", last) ? KIND_ENDS : last == ',' ? KIND_COMMA : KIND_COLON;
    struct span core = core_of(word);
    struct buf folded = {0};
    utf8_fold_text(&folded, core);
    size_t number = set_find(follow->groups, buf_span(&folded));
    buf_free(&folded);
    bool upper = follow_capital(core);
    if (number != SET_NONE && (!upper || span_is(core, "I")))
        return follow->kinds[number];
    if (number != SET_NONE)
        return KIND_OPENS;
    if (utf8_is_digit(utf8_first(core)) || utf8_first(core) == 0xA3)
        return is_year(core) ? KIND_YEAR : KIND_NUMBER;
    if (upper)
        return KIND_CAPITAL;
    for (int i = 0; i < SUFFIXES; i++)
        if (core.length > strlen(suffixes[i]) + 2 &&
            span_ends(core, span_of(suffixes[i])))
            return GROUPS + i;
    return KIND_SMALL;
}

/* "care home" as one key; false where the two say nothing of the document. */
static bool pair_key(struct buf *key, struct span before, struct span behind)
{
    struct span left = core_of(before), right = core_of(behind);
    buf_clear(key);
    if (left.length < NAMES_MIN || right.length < NAMES_MIN || follow_ends(before))
        return false;
    utf8_fold_text(key, left);
    buf_add_byte(key, ' ');
    utf8_fold_text(key, right);
    return true;
}

static void learn_pair(struct follow *follow, struct buf *key, struct span before,
                       struct span behind)
{
    bool added;
    if (!pair_key(key, before, behind) || follow->count >= PAIRS_MAX)
        return;
    size_t number = set_add(follow->pairs, buf_span(key), &added);
    if (added) {
        follow->counts = mem_grow(follow->counts, &follow->room, number + 1, 1);
        follow->count = number + 1;
    }
    follow->counts[number] = added ? 1 : 2;
}

static void learn_groups(struct follow *follow)
{
    for (int i = 0; i < GROUPS; i++) {
        struct span rest = span_of(groups[i]), word;
        bool added;
        while (span_split(&rest, ' ', &word))
            follow->kinds[set_add(follow->groups, word, &added)] = (unsigned char)i;
    }
}

struct follow *follow_new(struct span text)
{
    struct follow *follow = mem_new(1, sizeof *follow);
    struct span before = {0};
    struct buf key = {0};
    follow->hyphen = hyphen_new();
    follow->pairs = set_new();
    follow->groups = set_new();
    learn_groups(follow);
    for (size_t at = 0; at < text.length;) {
        size_t end = at;
        while (end < text.length && !strchr(" \t\r\n\f", text.at[end]))
            end++;
        struct span word = span_part(text, at, end);
        if (word.length) {
            hyphen_learn(follow->hyphen, core_of(word));
            if (before.length)
                learn_pair(follow, &key, before, word);
            before = word;
        }
        at = end + 1;
    }
    buf_free(&key);
    return follow;
}

void follow_free(struct follow *follow)
{
    if (!follow)
        return;
    hyphen_free(follow->hyphen);
    set_free(follow->pairs);
    set_free(follow->groups);
    free(follow->counts);
    free(follow);
}

static bool is_known(const struct follow *follow, struct span before, struct span behind,
                     bool apart)
{
    struct buf key = {0};
    size_t number = SET_NONE;
    if (pair_key(&key, before, behind))
        number = set_find(follow->pairs, buf_span(&key));
    buf_free(&key);
    return number != SET_NONE && follow->counts[number] > (apart ? 0 : 1);
}

static bool is_pair_word(struct span word)
{
    return span_is(word, "and") || span_is(word, "or") || span_is(word, "to");
}

/* "pro-" before the word: its other half, or not. */
static int score_halves(const struct follow *follow, struct span head, struct span behind)
{
    if (hyphen_known(follow->hyphen, head, core_of(behind)))
        return WORD_FOUND;
    bool common = kind_of(follow, behind, false) < GROUPS;
    return !follow_small(behind) || common ? WORD_BROKEN : WORD_LIKELY;
}

int follow_score(const struct follow *follow, struct span before, struct span behind,
                 bool apart)
{
    struct span head = head_of(before);
    if (head.at && !(is_pair_word(behind) && !apart))
        return score_halves(follow, head, behind);
    int kind = kind_of(follow, before, true), next = kind_of(follow, behind, false);
    int score = matrix[kind][next] - 'm';
    bool tells = kind >= GROUPS || next >= GROUPS;
    return score + (tells && is_known(follow, before, behind, apart) ? PAIR_BONUS : 0);
}

/* Sentences begin with these, and names hardly ever have them within. */
static bool opens_sentence(struct span word)
{
    static const char *const words[] = {"This", "These", "It",    "They",    "He", "She",
                                        "We",   "There", "But",   "However", "In", "As",
                                        "At",   "When",  "While", "If"};
    return span_is_any(word, words, sizeof words / sizeof *words);
}

/* Letters alone, with an apostrophe or hyphen at most: no address, no name of a program.
 */
static bool is_plain(struct span word)
{
    for (size_t i = 0; i < word.length; i++)
        if (strchr("./_@:()<>=#~", word.at[i]))
            return false;
    return true;
}

bool follow_breaks(const struct follow *follow, struct span before, struct span behind)
{
    struct span head = head_of(before), bare = without_edges(before, false);
    struct span core = core_of(behind);
    if (head.at)
        return follow_small(head) && is_plain(core) && !is_pair_word(behind) &&
               !hyphen_known(follow->hyphen, head, core) &&
               !hyphen_known(follow->hyphen, head, (struct span){"", 0});
    if (follow_ends(before))
        return bare.length == before.length && span_ends(bare, span_of(".")) &&
               follow_small(behind) && !is_shortened(before) && is_plain(core) &&
               is_plain(core_of(before));
    return follow_small(before) &&
           utf8_is_letter((unsigned char)before.at[before.length - 1]) &&
           opens_sentence(core);
}

bool follow_dangles(struct span word)
{
    static const char *const ends[] = {"a",   "an",   "the",   "of",   "and",   "or",
                                       "to",  "in",   "by",    "for",  "from",  "with",
                                       "at",  "its",  "their", "our",  "is",    "are",
                                       "was", "were", "be",    "that", "which", "as"};
    if (head_of(word).at)
        return true;
    word = without_edges(word, true);
    if (span_is_any(word, ends, sizeof ends / sizeof *ends))
        return true;
    return word.length && word.at[word.length - 1] == ',';
}
