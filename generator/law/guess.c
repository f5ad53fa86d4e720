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
#define ROLE_MOST 6    /* characters of a role before a name */
#define LISTED_MOST 60 /* characters from one name of a list to the next */
#define SHORT_MOST 12  /* characters of a firm's short name */
#define AROUND 4       /* characters before and behind a name that are cut into words with it */

/* Points: measured on the texts of tests/law/corpus, and on two megabytes of real ones, in which
 * every second guess is a name. */
enum {
    ASK_LEAST = 4,    /* without the dictionary, to ask it */
    GUESS_LEAST = 5,  /* of what a clerk must see */
    SURE_LEAST = 16,  /* of what is hardly anything but a name */
    LIST_POINTS = 8,  /* behind the name before it of a list */
    ROLE_POINTS = 4,  /* behind a role */
    VERB_POINTS = 3,  /* behind a verb, before one */
    EDGE_POINTS = 2,  /* at the beginning or the end of a clause */
    COUNT_POINTS = 5, /* 张三三人 */
    NONE_POINTS = -2, /* nothing that stands behind names */
    WORD_POINTS = -9, /* all of it is a word */
    NEVER = -99
};

/*   后由 宗 庆柱 持证上路         left   what ends before it
 *    └┬┘ └──┬──┘ └─┬─┘           form   how much it looks like a name
 *    left  form  behind          behind what begins after it                                  */
struct guess {
    const struct scan *s;
    ptrdiff_t at;
    ptrdiff_t surname; /* characters */
    bool weak;
    bool cut; /* ends[] is known: where words end, from `from` on */
    bool ends[WORDS_MOST + 1];
    ptrdiff_t from;
    ptrdiff_t until;
};

static bool is_han(const struct folded *t, ptrdiff_t k) {
    return k >= 0 && k < t->bare_n && utf8_is_han(t->bare[k]);
}

static bool is_one_of(const uint32_t *set, uint32_t c) {
    while (*set != 0 && *set != c)
        set++;
    return *set != 0;
}

/* ---- form ---- */

/* What one character of a given name says. */
static int character(int sign) {
    if ((sign & SIGN_THING) != 0)
        return -4;
    return (sign & SIGN_NAMELY) != 0 ? 2 : (sign & SIGN_GIVEN) != 0 ? 1 : 0;
}

/* One character alone says less, and what stands behind names is none. */
static int short_name(int sign, bool weak) {
    int points = character(sign);
    points -= points < 1 ? 4 : 2;
    return (sign & SIGN_AFTER) != 0 ? WORD_POINTS : weak ? points - 3 : points;
}

static int long_name(int first, int last) {
    int points = character(first) + character(last);
    points -= (first & SIGN_AFTER) != 0 ? 3 : 0;
    points -= (last & SIGN_AFTER) != 0 ? 4 : (last & SIGN_THING) != 0 ? 4 : 0;
    return points - ((last & (SIGN_GIVEN | SIGN_NAMELY)) == 0);
}

static int form_of(const struct guess *g, ptrdiff_t given) {
    const uint32_t *c = g->s->t->bare + g->at;
    int sign = g->surname == 1 ? scan_sign(g->s, c[0]) : 0;
    int points = (g->weak ? 0 : 4) + (g->surname > 1);
    points -= (sign & SIGN_AFTER) != 0 ? 4 : (sign & SIGN_PROVINCE) != 0 ? 3 : 0;
    int first = scan_sign(g->s, c[g->surname]);
    return points + (given == 1 ? short_name(first, g->weak)
                                : long_name(first, scan_sign(g->s, c[g->surname + 1])));
}

/* A word known to be none that it is, or begins as; a verb or a thing behind the surname: 高 温度.
 */
static int words_in(const struct guess *g, ptrdiff_t given) {
    static const uint64_t known = TELL(ORDINARY) | TELL(KNOWN);
    const struct scan *s = g->s;
    int n = 0;
    int points = 0;
    uint64_t class = lexicon_at(s->words, s->t, g->at, known, &n);
    if (class != 0 && n > g->surname)
        points = n >= g->surname + given ? WORD_POINTS : (class & TELL(KNOWN)) != 0 ? -8 : -4;
    if (given == 2 &&
        lexicon_at(s->words, s->t, g->at + g->surname, known | TELL(FOLLOW), &n) != 0 && n == 2)
        points -= 5;
    return points;
}

/* ---- what stands around it ---- */

/* A role, or a verb of two characters, ends before k. */
static int word_before(const struct scan *s, ptrdiff_t k) {
    static const uint64_t roles = TELL(PARTY) | TELL(FIELD) | TELL(OFFICIAL) | TELL(LEAD);
    for (ptrdiff_t n = lexicon_ends(s->words, s->t, k) ? ROLE_MOST : 0; n > 1; n--) {
        int word = 0;
        uint64_t class =
            k >= n ? lexicon_at(s->words, s->t, k - n, roles | TELL(FOLLOW), &word) : 0;
        if (class != 0 && word == n)
            return (class & roles) != 0 ? ROLE_POINTS : VERB_POINTS;
    }
    return 0;
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

/* Nothing at all says that none begins in the middle of words; behind a number none does. */
static int left_of(const struct guess *g) {
    const struct scan *s = g->s;
    ptrdiff_t k = g->at;
    uint32_t c = k > 0 ? s->t->bare[k - 1] : 0;
    if (behind_name(s, k))
        return LIST_POINTS;
    if (!is_han(s->t, k - 1) || person_is_parted(s->t, k))
        return (c >= '0' && c <= '9') || c == FOLD_MARKER ? NEVER : EDGE_POINTS;
    int word = word_before(s, k);
    bool link = g->surname == 1 && (scan_sign(s, s->t->bare[k]) & SIGN_AFTER) != 0;
    if (link && word < ROLE_POINTS) /* 停止向雅培采购 */
        return NEVER;
    if (word > 0)
        return word;
    if (g->surname == 1 && is_one_of(U"十百千万亿", c)) /* 一千余次 */
        return NEVER;
    int sign = scan_sign(s, c);
    if ((sign & SIGN_AGENT) != 0)
        return VERB_POINTS;
    return (sign & (SIGN_CALLED | SIGN_AFTER)) != 0 ? 1 : g->weak ? NEVER : 0;
}

static int behind(const struct scan *s, ptrdiff_t k) {
    uint32_t c = k < s->t->bare_n ? s->t->bare[k] : 0;
    if (is_one_of(U"牌式版型塔矿某", c))
        return NEVER;
    if (person_counted(s, k))
        return COUNT_POINTS;
    switch (person_end(s, k)) {
    case END_WORD:
        return VERB_POINTS;
    case END_HARD:
        return EDGE_POINTS;
    case END_SIGN:
        return 1;
    case END_NONE:
        break;
    }
    return is_one_of(U"遂拒拿送找约问答做带看放喊抢扔另没", c) ? 1 : NONE_POINTS;
}

/* ---- the dictionary ---- */

/* Cuts ideographs with nothing between them into words: AROUND before `at`, and up to `most` from
 * there on. */
static bool cut(struct guess *g, ptrdiff_t most) {
    const struct folded *t = g->s->t;
    g->from = g->at;
    g->until = g->at + 1;
    while (g->from > 0 && g->at - g->from < AROUND && is_han(t, g->from - 1) &&
           fold_joined(t, g->from))
        g->from--;
    while (g->until - g->at < most && is_han(t, g->until) && fold_joined(t, g->until))
        g->until++;
    g->cut = true;
    return words_cut(t->bare + g->from, g->until - g->from, g->ends);
}

bool person_breaks_word(const struct scan *s, ptrdiff_t k) {
    struct guess g = {.s = s, .at = k};
    return is_han(s->t, k) && cut(&g, AROUND) && !g.ends[k - g.from];
}

/* What the dictionary says: names fall into single characters. A word that goes across the edge of
 * one, or is all of it, says that it is none. */
static int words_of(struct guess *g, ptrdiff_t to) {
    const struct scan *s = g->s;
    ptrdiff_t n = to - g->at;
    if (!g->cut && !cut(g, g->surname + GIVEN_MOST + AROUND))
        return 0;
    const bool *at = g->ends + (g->at - g->from);
    int cuts = 0;
    if (!at[0] || !at[n])
        return NEVER;
    for (ptrdiff_t i = 1; i < n; i++)
        cuts += at[i];
    if (cuts == 0)
        return -4;
    int word = to + 1 < g->until && !at[n + 1] ? 2 : 0; /* one begins behind it */
    if (g->surname > 1)
        return (at[g->surname] ? 3 : 0) + word;
    if (cuts == n - 1)
        return (n > 2 ? 4 : g->weak ? 1 : 3) + word;
    if (!at[1]) /* 祁连 峰 */
        return ((scan_sign(s, s->t->bare[to - 1]) & SIGN_NAMELY) != 0 ? 0 : -4) + word;
    return (person_given(s, to - 2, 2, true) ? 0 : -3) + word; /* 甄 建设 */
}

/* ---- all of it ---- */

/* What goes on a name at k, without a gap. */
static bool goes_on(const struct scan *s, ptrdiff_t k) {
    const uint32_t *c = s->t->bare + k;
    int sign = is_han(s->t, k) ? scan_sign(s, c[0]) : SIGN_NEVER;
    bool after = (sign & SIGN_AFTER) != 0 && (sign & SIGN_GIVEN) == 0;
    return (sign & SIGN_NEVER) == 0 && !after && c[0] != U'某' && fold_joined(s->t, k);
}

/* The points of the name with so many characters of given name. The dictionary takes longest. */
static int weigh(struct guess *g, ptrdiff_t given, int left) {
    ptrdiff_t to = g->at + g->surname + given;
    int points = left + form_of(g, given);
    if (points + COUNT_POINTS < ASK_LEAST)
        return NEVER;
    points += behind(g->s, to);
    if (points < ASK_LEAST || (points += words_in(g, given)) < ASK_LEAST ||
        person_barred(g->s, g->at, g->surname, given))
        return NEVER;
    return points + words_of(g, to);
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

ptrdiff_t person_guess(struct scan *s, ptrdiff_t k) {
    struct guess g = {.s = s, .at = k};
    int best = GUESS_LEAST - 1;
    ptrdiff_t end = k;
    g.surname = person_surname(s, k, &g.weak);
    g.weak = g.weak || (is_one_of(U"方程章纪林计", s->t->bare[k]) && is_han(s->t, k - 1));
    int left = left_of(&g);
    /* 张张 is no name. */
    for (ptrdiff_t given = 1; left != NEVER && given <= GIVEN_MOST; given++) {
        ptrdiff_t to = k + g.surname + given;
        if (!goes_on(s, to - 1) || s->t->bare[to - 1] == s->t->bare[k])
            break;
        int points = weigh(&g, given, left);
        end = points > best || (points == best && end > k) ? to : end;
        best = points > best ? points : best;
    }
    int known = 0;
    if (end == k && lexicon_at(s->words, s->t, k, TELL(KNOWN), &known) != 0 && known > 1)
        return k + known; /* no name begins inside it: 向阳小学 */
    if (end == k || among_officers(s, k) || in_firm(s, k, end - k))
        return k;
    scan_mark(s, k, end, best >= SURE_LEAST ? MARK_MENTION : MARK_GUESS, VALUE_NAME);
    s->out->unsteady = true; /* it rests on the words around it */
    return end;
}
