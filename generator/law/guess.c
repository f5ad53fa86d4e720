/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * guess.c — names that no role and no verb tells: weighed by their form, by what stands around them
 *           and by the words of the sentence.
 *
 * In:    a folded text, a place where a surname stands
 * Out:   marks: mentions, guesses, hints
 * Law:   law.md §3 (names of all natural persons in a decision)
 * Never: settles what is not sure: a guess or a hint holds the record for a clerk
 */
#include "law/scan.h"

#include "base/utf8.h"
#include "base/words.h"

#include <string.h>

#define GIVEN_MOST 2   /* characters */
#define BARE_MOST 3    /* characters of a name without a surname */
#define ELEMENT_MOST 6 /* characters of parts of names */
#define ROLE_MOST 6    /* characters of a role before a name */
#define LISTED_MOST 60 /* characters from one name of a list to the next */
#define SHORT_MOST 12  /* characters of a firm's short name */
#define AROUND 4       /* characters before and behind a name that are cut into words with it */
#define INSIDE_LEAST (4 * 64) /* what a word must save against two characters, in costs */
#define SAVED_MOST (30 * 64)  /* what the words of a name cost at most, as far as it counts */
#define WHOLE_RARE (16 * 64)  /* what a word costs that is as rare as a name */
#define SAVED_UNIT 16         /* costs that count one time */
#define NEVER (-10000)
#define ONCE 64 /* what a sign counts by itself; words and characters count by what they cost */

/* What a guess must reach: of a hundred that reach HINT_LEAST some are names, of those at
 * GUESS_LEAST most, at SURE_LEAST hardly one is none. */
enum { HINT_LEAST = -20, GUESS_LEAST = 8, SURE_LEAST = 40 };

/* tests/law/train.c, which finds the points, takes this file into itself: it sets them, hears each
 * sign, and wants to hear all of what is plainly no name, too. */
#ifndef GUESS_TRAINED
#define GUESS_POINTS const
#define GUESS_HEARD(g, sign, times)
#define GUESS_WEIGHED(g, to)
#define GUESS_HURRIES true
#endif

/* All signs of guess.def, and the characters that it tells of. */
enum points {
#define POINTS(name, value) name,
#define CHARACTER(place, c, value)
#include "law/guess.def"
#undef POINTS
#undef CHARACTER
    POINTS_COUNT
};

static GUESS_POINTS int16_t values[] = {
#define POINTS(name, value) value,
#define CHARACTER(place, c, value)
#include "law/guess.def"
#undef POINTS
#undef CHARACTER
};

#define CHARACTERS_FROM 0x4E00
#define CHARACTERS 0x5200

/* What single characters say, beside their word. */
enum position { BEFORE, BEHIND, SURNAME, GIVEN, POSITIONS };

static GUESS_POINTS int8_t characters[POSITIONS][CHARACTERS] = {
#define POINTS(name, value)
#define CHARACTER(place, c, value) [place][c - CHARACTERS_FROM] = value,
#include "law/guess.def"
#undef POINTS
#undef CHARACTER
};

/*   后由 宗 庆柱 持证上路         left   what ends before it
 *    └┬┘ └──┬──┘ └─┬─┘           form   how much it looks like a name
 *    left  form  right           right  what begins behind it
 *
 * and what the sentence loses in words when those characters are taken out as a name. */
struct guess {
    const struct scan *s;
    ptrdiff_t at;
    ptrdiff_t surname; /* characters */
    bool weak;
    bool rare;    /* a surname of few */
    bool element; /* parts of names of other forms, no surname */
    bool called;  /* behind what ends as words for persons do */
    bool whole;   /* the dictionary has all of it */
    bool begun;   /* an ideograph stands right before it */
    bool is_cut;  /* words are those of the characters from … until - 1 */
    struct words words;
    ptrdiff_t from;
    ptrdiff_t until;
    int sum;  /* of points */
    int more; /* the most that may still come */
};

static void tell_times(struct guess *g, enum points p, int times) {
    GUESS_HEARD(g, p, times);
    g->sum += values[p] * times / ONCE;
}

static void tell(struct guess *g, enum points p) {
    GUESS_HEARD(g, p, ONCE);
    g->sum += values[p];
}

static void tell_character(struct guess *g, enum position place, uint32_t c) {
    uint32_t i = c - CHARACTERS_FROM;
    if (i >= CHARACTERS)
        return;
    GUESS_HEARD(g, (int)POINTS_COUNT + (int)place * CHARACTERS + (int)i, ONCE);
    g->sum += characters[place][i];
}

static bool is_han(const struct folded *t, ptrdiff_t k) {
    return k >= 0 && k < t->bare_n && utf8_is_han(t->bare[k]);
}

/* ---- words ---- */

static void cut(struct guess *g, ptrdiff_t most) {
    const struct folded *t = g->s->t;
    g->from = g->at;
    g->until = g->at + 1;
    while (g->from > 0 && g->at - g->from < AROUND && is_han(t, g->from - 1) &&
           fold_joined(t, g->from))
        g->from--;
    while (g->until - g->at < most && is_han(t, g->until) && fold_joined(t, g->until))
        g->until++;
    words_cut(t->bare + g->from, (int)(g->until - g->from), &g->words);
    g->is_cut = true;
}

bool person_breaks_word(const struct scan *s, ptrdiff_t k) {
    struct guess g = {.s = s, .at = k};
    if (!is_han(s->t, k))
        return false;
    cut(&g, AROUND);
    ptrdiff_t i = k - g.from;
    return g.words.ahead[i] + g.words.behind[i] > g.words.behind[0];
}

/* ---- what stands before ---- */

static bool role_before(const struct scan *s, ptrdiff_t k, enum points *p) {
    static const uint64_t roles = TELL(PARTY) | TELL(FIELD) | TELL(OFFICIAL) | TELL(LEAD);
    for (ptrdiff_t n = lexicon_ends(s->words, s->t, k) ? ROLE_MOST : 0; n > 1; n--) {
        int word = 0;
        uint64_t class =
            k >= n ? lexicon_at(s->words, s->t, k - n, roles | TELL(FOLLOW), &word) : 0;
        if (class != 0 && word == n) {
            *p = (class & roles) != 0 ? LEFT_ROLE : LEFT_DEED;
            return true;
        }
    }
    return false;
}

/* A name stands before the 、 or 和 before k: one that is marked, or one that is masked. */
static bool behind_name(const struct scan *s, ptrdiff_t k) {
    ptrdiff_t end = k - 1;
    if (!person_links(s->t, end))
        return false;
    while (end > 1 && s->t->bare[end - 1] >= '0' && s->t->bare[end - 1] <= '9')
        end--;
    return end > 0 && (s->t->bare[end - 1] == U'某' || person_is_known(s, end));
}

static enum points left_sign(uint32_t c) {
    if (c == 0 || c == 0x3002 || c == ';' || c == '!' || c == '?' || c == '\n')
        return LEFT_TEXT;
    if (c == ',')
        return LEFT_CLAUSE;
    if (c == ':')
        return LEFT_COLON;
    if (c == 0x3001)
        return LEFT_PAUSE;
    if (utf8_among(U"([【〔", c))
        return LEFT_OPEN;
    if (utf8_among(U"“\"《‘「『", c))
        return LEFT_QUOTE;
    return utf8_among(U")]”》】’」』〕", c) ? LEFT_CLOSE : LEFT_LETTER;
}

/* An ordinary character that makes a word with the one before it is no surname: 检查, 现在. */
static bool is_inside_word(const uint32_t *c) {
    enum word_class class;
    int cost = words_has(c - 1, 2, &class);
    return cost > 0 && cost + INSIDE_LEAST < words_alone(c[-1]) + words_alone(c[0]);
}

/* … and none that stands inside what the lexicon knows: 微信群. */
static bool is_inside_known(const struct guess *g) {
    int n = 0;
    return g->begun &&
           lexicon_at(g->s->words, g->s->t, g->at - 1, TELL(KNOWN) | TELL(NEUTRAL), &n) != 0 &&
           n > 1;
}

/* What stands before k and is no ideograph that touches it. */
static bool left_parted(const struct guess *g, enum points *p) {
    ptrdiff_t k = g->at;
    bool parted = person_is_parted(g->s->t, k);
    uint32_t c = k > 0 ? g->s->t->bare[k - 1] : 0;
    bool digit = c >= '0' && c <= '9';
    *p = parted && (digit || utf8_is_han(c)) ? LEFT_GAP : digit ? LEFT_DIGIT : left_sign(c);
    return c != FOLD_MARKER && (!digit || !g->weak);
}

/* What is told without the dictionary; POINTS_COUNT when it must be asked. */
static bool left_of(const struct guess *g, enum points *p) {
    const struct scan *s = g->s;
    ptrdiff_t k = g->at;
    uint32_t c = k > 0 ? s->t->bare[k - 1] : 0;
    *p = LEFT_LISTED;
    if (behind_name(s, k))
        return true;
    if (!is_han(s->t, k - 1) || person_is_parted(s->t, k))
        return left_parted(g, p);
    if (is_inside_known(g) || utf8_among(U"十百千万亿第某", c))
        return false;
    if (role_before(s, k, p)) /* 停止向雅培采购 */
        return *p == LEFT_ROLE || g->surname != 1 || s->t->bare[k] == U'于' ||
               (scan_sign(s, s->t->bare[k]) & SIGN_AFTER) == 0;
    *p = c == U'的'                            ? LEFT_OF
         : utf8_among(U"和与及跟同", c)        ? LEFT_LINK
         : (scan_sign(s, c) & SIGN_AGENT) != 0 ? LEFT_AGENT
                                               : POINTS_COUNT;
    return *p != POINTS_COUNT || !g->weak || !is_inside_word(s->t->bare + k);
}

static void tell_left_word(struct guess *g) {
    static const uint8_t by[WORD_CLASSES] = {
        [WORD_OTHER] = LEFT_OTHER,         [WORD_NOUN] = LEFT_NOUN,
        [WORD_NAME] = LEFT_NAME,           [WORD_PLACE] = LEFT_PLACE,
        [WORD_TITLE] = LEFT_TITLE,         [WORD_VERB] = LEFT_VERB,
        [WORD_ADJECTIVE] = LEFT_ADJECTIVE, [WORD_ADVERB] = LEFT_ADVERB,
        [WORD_LINK] = LEFT_FUNCTION,       [WORD_NUMBER] = LEFT_NUMBER,
        [WORD_TIME] = LEFT_TIME,           [WORD_PRONOUN] = LEFT_PRONOUN,
        [WORD_PHRASE] = LEFT_PHRASE};
    if (g->at == g->from) { /* something hidden stands between */
        tell(g, LEFT_TEXT);
        return;
    }
    struct word w = g->words.last[g->at - g->from];
    bool called = (scan_sign(g->s, g->s->t->bare[g->at - 1]) & SIGN_CALLED) != 0;
    g->called = called;
    enum points p = (enum points)by[w.class];
    if (called && (p == LEFT_NOUN || p == LEFT_NAME || p == LEFT_OTHER || p == LEFT_TITLE))
        p = LEFT_CALLED;
    else if (w.n == 1 && p == LEFT_VERB)
        p = LEFT_VERB1;
    else if (w.n == 1 && p == LEFT_NOUN)
        p = LEFT_NOUN1;
    tell(g, p);
}

/* ---- what stands behind ---- */

static enum points right_sign(const struct folded *t, ptrdiff_t k) {
    uint32_t c = k < t->bare_n ? t->bare[k] : 0;
    if (c == 0 || c == 0x3002 || c == ';' || c == '!' || c == '?' || c == '\n')
        return RIGHT_END;
    if (c == ',')
        return RIGHT_CLAUSE;
    if (c == ':')
        return RIGHT_COLON;
    if (c == 0x3001)
        return RIGHT_PAUSE;
    if (utf8_among(U"([【〔", c))
        return RIGHT_OPEN;
    if (utf8_among(U"“\"《‘「『", c))
        return RIGHT_QUOTE;
    return utf8_among(U")]”》】’」』〕", c) ? RIGHT_CLOSE : RIGHT_LETTER;
}

/* … those that say less by themselves. */
static enum points right_weakly(const struct scan *s, uint32_t c) {
    switch (c) {
    case U'是':
    case U'系':
    case U'为':
        return RIGHT_IS;
    case U'又':
    case U'也':
    case U'均':
    case U'已':
    case U'曾':
    case U'仍':
    case U'未':
    case U'并':
    case U'不':
    case U'即':
    case U'遂':
    case U'再':
    case U'才':
    case U'都':
    case U'没':
    case U'只':
    case U'就':
    case U'便':
    case U'则':
    case U'却':
    case U'亦':
    case U'还':
    case U'先':
        return RIGHT_ADVERB1;
    case U'等':
        return RIGHT_ETC;
    default:
        return (scan_sign(s, c) & SIGN_AFTER) != 0 ? RIGHT_SIGN : POINTS_COUNT;
    }
}

/* What single characters behind a name say. */
static enum points right_character(const struct scan *s, uint32_t c) {
    switch (c) {
    case U'说':
    case U'称':
    case U'答':
    case U'问':
    case U'喊':
    case U'讲':
    case U'骂':
        return RIGHT_SAYS;
    case U'和':
    case U'与':
    case U'及':
    case U'跟':
    case U'同':
        return RIGHT_LINK;
    case U'于':
    case U'在':
    case U'至':
        return RIGHT_AT;
    case U'将':
    case U'把':
    case U'被':
    case U'由':
    case U'向':
    case U'从':
    case U'对':
    case U'给':
    case U'让':
    case U'以':
    case U'因':
    case U'持':
        return RIGHT_TAKES;
    default:
        return right_weakly(s, c);
    }
}

/* 从业, 因此, 以及: the dictionary has more than the character. */
static bool begins_word(const struct folded *t, ptrdiff_t k) {
    enum word_class class = WORD_OTHER;
    return is_han(t, k + 1) && fold_joined(t, k + 1) && words_has(t->bare + k, 2, &class) > 0;
}

static enum points right_word(const struct scan *s, ptrdiff_t k) {
    static const uint64_t persons = TELL(PARTY) | TELL(OFFICIAL) | TELL(LEAD);
    static const uint64_t labels = TELL(ID) | TELL(PHONE) | TELL(HOME) | TELL(GENDER);
    const struct folded *t = s->t;
    uint32_t c = t->bare[k];
    int n = 0;
    if (c == U'的' || c == U'之')
        return lexicon_at(s->words, t, k + 1, persons, &n) != 0 && n > 1 ? RIGHT_OF_PERSON
                                                                         : RIGHT_OF;
    uint64_t class = lexicon_at(s->words, t, k, persons | labels | TELL(FOLLOW), &n);
    if (class != 0 && (n > 1 || c == U'男' || c == U'女'))
        return (class & persons) != 0  ? RIGHT_PERSON
               : (class & labels) != 0 ? RIGHT_LABEL
                                       : RIGHT_DEED;
    return begins_word(t, k) ? POINTS_COUNT : right_character(s, c);
}

/* ”牌, ”品牌, ”商标: what stands in quotes is a brand. */
static bool is_brand(const struct folded *t, ptrdiff_t k) {
    return k + 1 < t->bare_n && utf8_among(U"”\"》’」』", t->bare[k]) &&
           utf8_among(U"牌品商", t->bare[k + 1]);
}

static bool right_of(const struct scan *s, ptrdiff_t k, enum points *p) {
    const struct folded *t = s->t;
    uint32_t c = k < t->bare_n ? t->bare[k] : 0;
    if (!is_han(t, k) && is_brand(t, k))
        return false;
    if (!is_han(t, k))
        *p = right_sign(t, k);
    else if ((scan_sign(s, c) & SIGN_THING) != 0 && utf8_among(U"牌式版型塔矿", c))
        return false;
    else if (c == U'某')
        return false;
    else if (person_is_parted(t, k))
        *p = RIGHT_GAP;
    else
        *p = person_counted(s, k) ? RIGHT_COUNT : right_word(s, k);
    return true;
}

static void tell_right_word(struct guess *g, ptrdiff_t to) {
    static const uint8_t by[WORD_CLASSES] = {
        [WORD_OTHER] = RIGHT_OTHER,         [WORD_NOUN] = RIGHT_NOUN,
        [WORD_NAME] = RIGHT_NAME,           [WORD_PLACE] = RIGHT_PLACE,
        [WORD_TITLE] = RIGHT_TITLE,         [WORD_VERB] = RIGHT_VERB,
        [WORD_ADJECTIVE] = RIGHT_ADJECTIVE, [WORD_ADVERB] = RIGHT_ADVERB,
        [WORD_LINK] = RIGHT_FUNCTION,       [WORD_NUMBER] = RIGHT_NUMBER,
        [WORD_TIME] = RIGHT_TIME,           [WORD_PRONOUN] = RIGHT_PRONOUN,
        [WORD_PHRASE] = RIGHT_PHRASE};
    if (to >= g->until) {
        tell(g, RIGHT_GAP);
        return;
    }
    struct word w = g->words.next[to - g->from];
    enum points p = (enum points)by[w.class];
    tell(g, w.n == 1 && p == RIGHT_VERB   ? RIGHT_VERB1
            : w.n == 1 && p == RIGHT_NOUN ? RIGHT_NOUN1
                                          : p);
}

/* ---- form ---- */

static enum points character(int sign, enum points namely) {
    int more = (sign & SIGN_THING) != 0                               ? 4
               : (sign & SIGN_NAMELY) != 0                            ? 0
               : (sign & SIGN_AFTER) != 0 && (sign & SIGN_GIVEN) == 0 ? 3
               : (sign & SIGN_GIVEN) != 0                             ? 1
                                                                      : 2;
    return (enum points)((int)namely + more);
}

/* Of the surnames that are ordinary characters, those that hardly anybody has. */
static const uint32_t rare_surnames[] =
    U"线火税区降初战普光才玉木甲门占阳来但盘权母督帅公益归通党能扶从云双"
    U"年奉修过续库侍冒种逢言台舍宛招随福拓豆鲜律斗依圣宝竹爱赏";

static void tell_form(struct guess *g, ptrdiff_t given) {
    const uint32_t *c = g->s->t->bare + g->at;
    int sign = g->surname == 1 ? scan_sign(g->s, c[0]) : 0;
    if (g->element) {
        tell(g, given > 2 ? ELEMENTS_MORE : ELEMENTS_TWO);
        return;
    }
    tell(g, g->surname > 1    ? SURNAME_PAIR
            : g->surname == 0 ? SURNAME_NONE
            : g->weak         ? SURNAME_WEAK
                              : SURNAME_OWN);
    if ((sign & SIGN_AFTER) != 0)
        tell(g, c[0] == U'于' ? SURNAME_YU : SURNAME_AFTER);
    if (g->rare)
        tell(g, SURNAME_RARE);
    if ((sign & SIGN_PROVINCE) != 0)
        tell(g, SURNAME_PROVINCE);
    int first = scan_sign(g->s, c[given == 3 ? 1 : g->surname]);
    if (given == 1) {
        tell(g, character(first, ONE_NAMELY));
        if (g->weak)
            tell(g, WEAK_ONE);
        return;
    }
    if (c[g->surname] == c[g->surname + 1])
        tell(g, GIVEN_TWICE);
    tell(g, character(first, FIRST_NAMELY));
    tell(g, character(scan_sign(g->s, c[g->surname + given - 1]), LAST_NAMELY));
}

/* What makes a place of the words before it, and is in no given name: 柳林|县. */
static bool is_place(const struct scan *s, ptrdiff_t k) {
    return is_han(s->t, k) && (scan_sign(s, s->t->bare[k]) & SIGN_GIVEN) == 0 &&
           detect_place(s->words, s->t, k);
}

static void tell_lexicon(struct guess *g, ptrdiff_t given) {
    static const uint64_t known = TELL(ORDINARY) | TELL(KNOWN) | TELL(PLACE);
    const struct scan *s = g->s;
    int n = 0;
    uint64_t class = lexicon_at(s->words, s->t, g->at, known | TELL(FOLLOW), &n);
    bool all = n >= g->surname + given;
    if ((class & TELL(FOLLOW)) != 0 && all)
        tell(g, WHOLE_DEED);
    if ((class & known) != 0 && n > g->surname) {
        if ((all && (class & TELL(KNOWN)) != 0) || is_place(s, g->at + n))
            g->sum = NEVER;
        tell(g, (class & TELL(KNOWN)) != 0   ? KNOWN_PART
                : !all                       ? ORDINARY_PART
                : (class & TELL(PLACE)) != 0 ? ORDINARY_NAME
                                             : ORDINARY_ALL);
    }
    if (given == 2 && g->surname > 0 &&
        lexicon_at(s->words, s->t, g->at + g->surname, known | TELL(FOLLOW), &n) != 0 && n == 2)
        tell(g, GIVEN_KNOWN);
}

static bool is_light(const struct guess *g, int more) {
    return GUESS_HURRIES && g->sum + g->more + more < HINT_LEAST;
}

/* What decides most comes first, and what counts nothing is not asked. */
static void tell_doubts(struct guess *g, ptrdiff_t given) {
    static const struct {
        enum person_doubt doubt;
        enum points points;
    } by[] = {{DOUBT_PLACE, DOUBTED_PLACE},
              {DOUBT_BEHIND, DOUBTED_BEHIND},
              {DOUBT_GIVEN, DOUBTED_GIVEN},
              {DOUBT_ROLE, DOUBTED_ROLE}};
    for (size_t i = 0; i < sizeof by / sizeof *by && !is_light(g, 0); i++)
        if ((!GUESS_HURRIES || values[by[i].points] != 0) &&
            person_doubt(g->s, by[i].doubt, g->at, g->surname, given))
            tell(g, by[i].points);
}

static int within(int a, int least, int most) {
    return a < least ? least : a > most ? most : a;
}

/* What a sentence saves without the characters of the name. */
static enum points saving(ptrdiff_t n) {
    return n == 2 ? SAVED_TWO : SAVED_MORE;
}

static int less(int a, int b) {
    return a < b ? a : b;
}

/* How much oftener its characters are those of names in the dictionary than of other words. */
static void tell_characters(struct guess *g, ptrdiff_t n) {
    const uint32_t *c = g->s->t->bare + g->at;
    if (g->surname == 1)
        tell_times(g, NAMELY_SURNAME, words_namely(c[0], NAMELY_FIRST));
    if (g->surname == 0 || g->element)
        return;
    if (n - g->surname == 1) {
        tell_times(g, NAMELY_ONE, words_namely(c[n - 1], NAMELY_THIRD));
        return;
    }
    tell_times(g, NAMELY_GIVEN, words_namely(c[n - 2], NAMELY_SECOND));
    tell_times(g, NAMELY_LAST, words_namely(c[n - 1], NAMELY_THIRD));
}

/* What its characters cost as words of one. */
static int cost_alone(const struct guess *g, ptrdiff_t n) {
    const uint32_t *c = g->s->t->bare + g->at;
    int alone = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        alone += words_alone(c[i]);
    return alone;
}

/* The words inside it; returns what its characters cost by themselves, in the best cut. */
static int tell_own_words(struct guess *g, ptrdiff_t n, int alone) {
    const uint32_t *c = g->s->t->bare + g->at;
    enum word_class class;
    int least = alone;
    int cost = words_has(c, (int)n, &class);
    g->whole = cost > 0;
    if (cost > 0) {
        tell(g, class == WORD_NAME        ? WHOLE_NAME
                : class == WORD_NOUN      ? WHOLE_NOUN
                : class == WORD_PLACE     ? WHOLE_PLACE
                : class == WORD_TITLE     ? WHOLE_TITLE
                : class == WORD_VERB      ? WHOLE_VERB
                : class == WORD_ADJECTIVE ? WHOLE_ADJECTIVE
                : class == WORD_TIME      ? WHOLE_TIME
                : class == WORD_ADVERB    ? WHOLE_ADVERB
                                          : WHOLE_OTHER);
        tell_times(g, WHOLE_COST, (WHOLE_RARE - cost) / SAVED_UNIT);
        least = less(least, cost);
    }
    if (n > 2 && g->surname <= 1 && !g->element && (cost = words_has(c, 2, &class)) > 0) {
        tell(g, HEAD_WORD);
        least = less(least, alone - words_alone(c[0]) - words_alone(c[1]) + cost);
    }
    if (g->surname > 0 && n - g->surname == 2 &&
        (cost = words_has(c + g->surname, 2, &class)) > 0) {
        tell(g, class == WORD_NAME   ? GIVEN_NAME
                : class == WORD_NOUN ? GIVEN_NOUN
                : class == WORD_VERB ? GIVEN_VERB
                                     : GIVEN_OTHER);
        tell_times(g, GIVEN_COST, (WHOLE_RARE - cost) / SAVED_UNIT);
        least = less(least, alone - words_alone(c[n - 2]) - words_alone(c[n - 1]) + cost);
    }
    return least;
}

/* What the sentence saves at most without characters that cost so much in it. */
static int saving_most(int cost, ptrdiff_t n) {
    return within(cost, 0, SAVED_MOST) / SAVED_UNIT * values[saving(n)] / ONCE;
}

/* A word that is a name, too, in an enumeration or at the beginning of a clause: rather a word. */
static void tell_whole(struct guess *g, enum points left, enum points right) {
    if (!g->whole)
        return;
    if ((left == LEFT_PAUSE || right == RIGHT_PAUSE) && left != LEFT_LISTED && left != LEFT_ROLE)
        tell(g, WHOLE_LISTED);
    else if (left == LEFT_TEXT || left == LEFT_CLAUSE)
        tell(g, WHOLE_OPENS);
    else if (left == LEFT_ROLE || left == LEFT_AGENT)
        tell(g, WHOLE_TOLD);
}

/* What the words around it say. */
static void tell_words(struct guess *g, ptrdiff_t to) {
    const struct words *w = &g->words;
    ptrdiff_t a = g->at - g->from;
    ptrdiff_t b = to - g->from;
    if (w->ahead[a] + w->behind[a] > w->behind[0])
        tell(g, g->called ? CROSSED_CALLED : CROSSED_LEFT);
    if (w->ahead[b] + w->behind[b] > w->behind[0])
        tell(g, CROSSED_RIGHT);
    tell_times(g, saving(to - g->at),
               within(w->behind[0] - w->ahead[a] - w->behind[b], -SAVED_MOST, SAVED_MOST) /
                   SAVED_UNIT);
}

/* Whether the same characters were weighed before, and not found light. */
static bool is_seen(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    const uint32_t *c = s->t->bare;
    for (int i = 0; i < s->seen_n && i < SEEN_MOST; i++)
        if (s->seen[i].n == n && s->seen[i].at != k && c[s->seen[i].at] == c[k] &&
            memcmp(c + s->seen[i].at, c + k, (size_t)n * sizeof *c) == 0)
            return true;
    return false;
}

/* What goes on a name at k, without a gap. */
static bool goes_on(const struct scan *s, ptrdiff_t k) {
    const uint32_t *c = s->t->bare + k;
    int sign = is_han(s->t, k) ? scan_sign(s, c[0]) : SIGN_NEVER;
    bool after = (sign & SIGN_AFTER) != 0 && (sign & SIGN_GIVEN) == 0;
    return (sign & SIGN_NEVER) == 0 && !after && c[0] != U'某' && fold_joined(s->t, k);
}

static void tell_around(struct guess *g, ptrdiff_t to) {
    const struct folded *t = g->s->t;
    if (g->begun)
        tell_character(g, BEFORE, t->bare[g->at - 1]);
    if (is_han(t, to) && fold_joined(t, to))
        tell_character(g, BEHIND, t->bare[to]);
    if (g->element)
        return;
    if (g->surname == 1)
        tell_character(g, SURNAME, t->bare[g->at]);
    ptrdiff_t k = g->at + g->surname;
    int n = 0;
    if (to - k == 2 && lexicon_at(g->s->words, t, k, TELL(FOLLOW), &n) != 0 && n == 2)
        return; /* 工段发生 */
    for (; k < to; k++)
        tell_character(g, GIVEN, t->bare[k]);
}

/* What can be told without looking far: a bound of the points shows most of what is no name. */
static bool weigh_form(struct guess *g, ptrdiff_t given, enum points left, enum points *right) {
    ptrdiff_t n = g->surname + given;
    g->sum = 0;
    tell(g, BASE);
    if (left != POINTS_COUNT)
        tell(g, left);
    tell_around(g, g->at + n);
    tell_form(g, given);
    tell_characters(g, n);
    if (!right_of(g->s, g->at + n, right))
        return false;
    if (*right != POINTS_COUNT)
        tell(g, *right);
    if (is_seen(g->s, g->at, n))
        tell(g, SEEN);
    g->more = (left == POINTS_COUNT ? values[LEFT_MOST] : 0) +
              (*right == POINTS_COUNT ? values[RIGHT_MOST] : 0);
    int alone = cost_alone(g, n);
    if (is_light(g, values[OWN_MOST] + saving_most(alone, n)))
        return false;
    g->more += saving_most(tell_own_words(g, n, alone), n);
    tell_whole(g, left, *right);
    return !is_light(g, 0);
}

/* The points of the name with so many characters of given name. The dictionary takes longest. */
static int weigh(struct guess *g, ptrdiff_t given, enum points left) {
    ptrdiff_t to = g->at + g->surname + given;
    enum points right;
    if (!weigh_form(g, given, left, &right))
        return NEVER;
    tell_doubts(g, given);
    if (is_light(g, 0) || person_barred(g->s, g->at, to - g->at))
        return NEVER;
    tell_lexicon(g, given);
    if (is_light(g, 0))
        return NEVER;
    if (!g->is_cut)
        cut(g, g->surname + (g->element ? given : BARE_MOST) + AROUND);
    if (to > g->until)
        return NEVER;
    if (left == POINTS_COUNT)
        tell_left_word(g);
    if (right == POINTS_COUNT)
        tell_right_word(g, to);
    tell_words(g, to);
    GUESS_WEIGHED(g, to);
    return g->sum;
}

/* Officers stand in a list: 执法人员：孙立（…）、李正（…） */
static bool among_officers(const struct scan *s, ptrdiff_t k) {
    return s->who == SPEAKS_OFFICE && k - s->who_at <= LISTED_MOST && k > 0 &&
           s->t->bare[k - 1] == U'、';
}

/* ---- short names of firms ---- */

/* （以下简称“ and the like behind the name of a firm: where its short name begins, k for nothing.
 */
static ptrdiff_t short_begins(const struct folded *t, ptrdiff_t k) {
    static const uint32_t words[] = U"以下简称";
    ptrdiff_t at = k;
    if (at >= t->bare_n || t->bare[at++] != '(')
        return k;
    for (size_t i = t->bare[at] == U'简' || t->bare[at] == U'下' ? 2 : 0; words[i] != 0; i++, at++)
        if (at >= t->bare_n || t->bare[at] != words[i])
            return k;
    while (at < t->bare_n && utf8_among(U":“\"为", t->bare[at]))
        at++;
    return at;
}

void person_firm_called(struct scan *s, ptrdiff_t k) {
    ptrdiff_t from = short_begins(s->t, k);
    ptrdiff_t to = from;
    while (is_han(s->t, to) && to - from < SHORT_MOST)
        to++;
    if (from > k && to > from)
        s->firms[s->firm_n++ % NAMED] = (struct named){from, to - from};
}

/* Whether all these characters stand in a short name of a firm. */
static bool in_short_name(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    const uint32_t *c = s->t->bare;
    for (int i = 0; i < s->firm_n && i < NAMED; i++) {
        const struct named *one = &s->firms[i];
        for (ptrdiff_t at = one->at; at + n <= one->at + one->n; at++)
            if (memcmp(c + at, c + k, (size_t)n * sizeof *c) == 0)
                return true;
    }
    return false;
}

/* Whether a name, or all of it but its first character, is one of a firm: 占鹏欣. */
static bool is_of_firm(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    return in_short_name(s, k, n) || (n > 2 && in_short_name(s, k + 1, n - 1));
}

/* Takes the best of what was weighed at k. */
static ptrdiff_t take(struct scan *s, ptrdiff_t k, ptrdiff_t end, int best) {
    if (best >= HINT_LEAST)
        s->seen[s->seen_n++ % SEEN_MOST] = (struct named){k, end - k};
    if (best < HINT_LEAST || among_officers(s, k) || is_of_firm(s, k, end - k))
        return k;
    scan_mark(s, k, end,
              best >= SURE_LEAST    ? MARK_MENTION
              : best >= GUESS_LEAST ? MARK_GUESS
                                    : MARK_HINT,
              VALUE_NAME);
    return end;
}

ptrdiff_t person_guess(struct scan *s, ptrdiff_t k) {
    struct guess g = {.s = s, .at = k};
    int best = NEVER;
    ptrdiff_t end = k;
    enum points left;
    g.surname = person_surname(s, k, &g.weak);
    g.begun = is_han(s->t, k - 1) && fold_joined(s->t, k);
    if (!left_of(&g, &left))
        return k;
    g.rare = g.weak && g.surname == 1 && utf8_among(rare_surnames, s->t->bare[k]);
    for (ptrdiff_t given = g.surname > 0 ? 1 : 2; given <= GIVEN_MOST + (g.surname == 0); given++) {
        ptrdiff_t to = k + g.surname + given;
        if (!goes_on(s, to - 1) || (g.surname == 0 && !goes_on(s, k)) ||
            s->t->bare[to - 1] == s->t->bare[k]) /* 张张 is no name */
            break;
        int points = weigh(&g, given, left);
        if (points > best) {
            best = points;
            end = to;
        }
    }
    int known = 0;
    if (best < HINT_LEAST && lexicon_at(s->words, s->t, k, TELL(KNOWN), &known) != 0 && known > 1)
        return k + known; /* no name begins inside it: 向阳小学 */
    return take(s, k, end, best);
}

ptrdiff_t person_guess_element(struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    struct guess g = {.s = s, .at = k, .element = true};
    enum points left;
    g.begun = is_han(s->t, k - 1) && fold_joined(s->t, k);
    if (n < 2 || n > ELEMENT_MOST || !left_of(&g, &left))
        return k;
    return take(s, k, k + n, weigh(&g, n, left));
}
