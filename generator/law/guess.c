/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * guess.c — names that no role and no verb tells: weighed by their form, by what stands around them
 *           and by the words of the sentence.
 *
 * In:    a folded text, a place where a surname stands
 * Out:   marks: mentions, guesses
 * Law:   law.md §3 (names of all natural persons in a decision)
 * Never: takes a word of the dictionary, or parts of two, for a name
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
#define NEVER (-10000)

/* All signs of guess.def. */
enum points {
#define POINTS(name, value) name,
#include "law/guess.def"
#undef POINTS
    POINTS_COUNT
};

static const int16_t values[] = {
#define POINTS(name, value) value,
#include "law/guess.def"
#undef POINTS
};

/* The rest of the regression: its constant, and what each 64 × 64 of the costs saved counts. Then
 * what a guess must reach: of a hundred that reach HINT_LEAST some are names, of those at
 * GUESS_LEAST most, at SURE_LEAST hardly one is none. */
enum {
    BASE_POINTS = -89,
    SAVED_TWO = 202,  /* for a name of two characters */
    SAVED_MORE = 204, /* … of more */
    LEFT_MOST = 15,   /* the most that words of the dictionary add: before it */
    RIGHT_MOST = 17,  /* … and behind it */
    SEEN_LEAST = -25,
    HINT_LEAST = -15,
    GUESS_LEAST = 5,
    SURE_LEAST = 40
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
    bool is_cut;  /* words are those of the characters from … until - 1 */
    struct words words;
    ptrdiff_t from;
    ptrdiff_t until;
    int sum;
};

static void tell(struct guess *g, enum points p) {
    g->sum += values[p];
}

static bool is_han(const struct folded *t, ptrdiff_t k) {
    return k >= 0 && k < t->bare_n && utf8_is_han(t->bare[k]);
}

static bool is_one_of(const uint32_t *set, uint32_t c) {
    while (*set != 0 && *set != c)
        set++;
    return *set != 0;
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
    if (is_one_of(U"([“\"《【‘「『〔", c))
        return LEFT_OPEN;
    return is_one_of(U")]”》】’」』〕", c) ? LEFT_CLOSE : LEFT_LETTER;
}

/* An ordinary character that makes a word with the one before it is no surname: 检查, 现在. */
static bool is_inside_word(const uint32_t *c) {
    enum word_class class;
    int cost = words_has(c - 1, 2, &class);
    return cost > 0 && cost + INSIDE_LEAST < words_alone(c[-1]) + words_alone(c[0]);
}

/* What is told without the dictionary; POINTS_COUNT when it must be asked. */
static bool left_of(const struct guess *g, enum points *p) {
    const struct scan *s = g->s;
    ptrdiff_t k = g->at;
    uint32_t c = k > 0 ? s->t->bare[k - 1] : 0;
    *p = LEFT_LISTED;
    if (behind_name(s, k))
        return true;
    if (!is_han(s->t, k - 1) || person_is_parted(s->t, k)) {
        *p = is_han(s->t, k - 1) ? LEFT_TEXT : left_sign(c);
        return !((c >= '0' && c <= '9') || c == FOLD_MARKER);
    }
    if (is_one_of(U"十百千万亿第某", c))
        return false;
    if (role_before(s, k, p)) /* 停止向雅培采购 */
        return *p == LEFT_ROLE || g->surname != 1 || s->t->bare[k] == U'于' ||
               (scan_sign(s, s->t->bare[k]) & SIGN_AFTER) == 0;
    *p = c == U'的'                            ? LEFT_OF
         : is_one_of(U"和与及跟同", c)         ? LEFT_LINK
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
    if (is_one_of(U"([【〔", c))
        return RIGHT_OPEN;
    if (is_one_of(U"“\"《‘「『", c))
        return RIGHT_QUOTE;
    return is_one_of(U")]”》】’」』〕", c) ? RIGHT_CLOSE : RIGHT_LETTER;
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
    return right_character(s, c);
}

static bool right_of(const struct scan *s, ptrdiff_t k, enum points *p) {
    const struct folded *t = s->t;
    uint32_t c = k < t->bare_n ? t->bare[k] : 0;
    if (!is_han(t, k))
        *p = right_sign(t, k);
    else if ((scan_sign(s, c) & SIGN_THING) != 0 && is_one_of(U"牌式版型塔矿", c))
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
    U"线火税区降初战普光才玉木甲门占阳来但盘权母督帅公益归通党能扶从云双";

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
    tell(g, character(first, FIRST_NAMELY));
    tell(g, character(scan_sign(g->s, c[g->surname + given - 1]), LAST_NAMELY));
}

static void tell_lexicon(struct guess *g, ptrdiff_t given) {
    static const uint64_t known = TELL(ORDINARY) | TELL(KNOWN);
    const struct scan *s = g->s;
    ptrdiff_t to = g->at + g->surname + given;
    int n = 0;
    if (lexicon_at(s->words, s->t, g->at, TELL(FOLLOW), &n) != 0 && n >= g->surname + given)
        tell(g, WHOLE_DEED);
    if (lexicon_at(s->words, s->t, to - 1, TELL(PLACE_END), &n) != 0)
        tell(g, LAST_PLACE);
    uint64_t class = lexicon_at(s->words, s->t, g->at, known, &n);
    if (class != 0 && n > g->surname) {
        bool all = n >= g->surname + given;
        if (all && (class & TELL(KNOWN)) != 0)
            g->sum = NEVER;
        tell(g, (class & TELL(KNOWN)) != 0 ? KNOWN_PART : all ? ORDINARY_ALL : ORDINARY_PART);
    }
    if (given == 2 && g->surname > 0 &&
        lexicon_at(s->words, s->t, g->at + g->surname, known | TELL(FOLLOW), &n) != 0 && n == 2)
        tell(g, GIVEN_KNOWN);
}

/* What the costs count that a sentence saves without the characters of the name. */
static int saving(int saved, ptrdiff_t n) {
    saved = saved < -SAVED_MOST ? -SAVED_MOST : saved > SAVED_MOST ? SAVED_MOST : saved;
    return saved * (n == 2 ? SAVED_TWO : SAVED_MORE) / 4096;
}

static int less(int a, int b) {
    return a < b ? a : b;
}

/* The words inside it; returns what its characters cost by themselves, in the best cut. */
static int tell_own_words(struct guess *g, ptrdiff_t n) {
    const uint32_t *c = g->s->t->bare + g->at;
    enum word_class class;
    int alone = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        alone += words_alone(c[i]);
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
                                          : WHOLE_OTHER);
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
        least = less(least, alone - words_alone(c[n - 2]) - words_alone(c[n - 1]) + cost);
    }
    return least;
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
    g->sum += saving(w->behind[0] - w->ahead[a] - w->behind[b], to - g->at);
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

/* The points of the name with so many characters of given name. The dictionary takes longest. */
static int weigh(struct guess *g, ptrdiff_t given, enum points left) {
    ptrdiff_t to = g->at + g->surname + given;
    bool unread = left == POINTS_COUNT;
    enum points right;
    g->sum = BASE_POINTS;
    if (!unread)
        tell(g, left);
    tell_form(g, given);
    if (!right_of(g->s, to, &right))
        return NEVER;
    if (right != POINTS_COUNT)
        tell(g, right);
    int more = (unread ? LEFT_MOST : 0) + (right == POINTS_COUNT ? RIGHT_MOST : 0);
    more += saving(tell_own_words(g, to - g->at), to - g->at);
    if (is_seen(g->s, g->at, to - g->at))
        tell(g, SEEN);
    tell_whole(g, left, right);
    if (g->sum + more < SEEN_LEAST)
        return NEVER;
    tell_lexicon(g, given);
    if (g->sum + more < SEEN_LEAST || person_barred(g->s, g->at, g->surname, given))
        return NEVER;
    if (!g->is_cut)
        cut(g, g->surname + (g->element ? given : BARE_MOST) + AROUND);
    if (to > g->until)
        return NEVER;
    if (unread)
        tell_left_word(g);
    if (right == POINTS_COUNT)
        tell_right_word(g, to);
    tell_words(g, to);
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
    while (at < t->bare_n && is_one_of(U":“\"为", t->bare[at]))
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

/* Whether all that would be the name of a person stands in a short name of a firm. */
static bool in_firm(const struct scan *s, ptrdiff_t k, ptrdiff_t n) {
    const uint32_t *c = s->t->bare;
    for (int i = 0; i < s->firm_n && i < NAMED; i++) {
        const struct named *one = &s->firms[i];
        for (ptrdiff_t at = one->at; at + n <= one->at + one->n; at++)
            if (memcmp(c + at, c + k, (size_t)n * sizeof *c) == 0)
                return true;
    }
    return false;
}

/* Takes the best of what was weighed at k. */
static ptrdiff_t take(struct scan *s, ptrdiff_t k, ptrdiff_t end, int best) {
    if (best >= SEEN_LEAST)
        s->seen[s->seen_n++ % SEEN_MOST] = (struct named){k, end - k};
    if (best < HINT_LEAST || among_officers(s, k) || in_firm(s, k, end - k))
        return k;
    scan_mark(s, k, end,
              best >= SURE_LEAST    ? MARK_MENTION
              : best >= GUESS_LEAST ? MARK_GUESS
                                    : MARK_HINT,
              VALUE_NAME);
    s->out->unsteady = true; /* it rests on the words around it */
    return end;
}

ptrdiff_t person_guess(struct scan *s, ptrdiff_t k) {
    struct guess g = {.s = s, .at = k};
    int best = NEVER;
    ptrdiff_t end = k;
    enum points left;
    g.surname = person_surname(s, k, &g.weak);
    if (!left_of(&g, &left))
        return k;
    g.rare = g.weak && g.surname == 1 && is_one_of(rare_surnames, s->t->bare[k]);
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
    if (n < 2 || n > ELEMENT_MOST || !left_of(&g, &left))
        return k;
    return take(s, k, k + n, weigh(&g, n, left));
}
