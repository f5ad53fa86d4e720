/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * scan.h — inside law: where the reading of a text stands. (private to detect.c and person.c)
 *
 * In:    a folded text
 * Out:   marks
 * Law:   law.md §3
 * Never: is included elsewhere
 */
#ifndef GONGSHI_LAW_SCAN_H
#define GONGSHI_LAW_SCAN_H

#include "law/detect.h"

/* Whom the sentence speaks of: whose landline and whose 住所 it is. */
enum speaks_of { SPEAKS_NOBODY, SPEAKS_PERSON, SPEAKS_FIRM, SPEAKS_OFFICE };

#define NAMED 16 /* names of a text that are remembered */
#define SEEN_MOST 32
struct named {
    ptrdiff_t at;
    ptrdiff_t n;
};

/*   当事人：张三，身份证号 1305…，电话 138…
 *   who ──┘        label ──┘  (both hold until the sentence ends or another takes their place) */
struct scan {
    struct arena *arena;
    const struct lexicon *words;
    const uint16_t *signs; /* of the lexicon */
    const struct folded *t;
    struct marks *out;
    uint32_t base;
    uint64_t label;     /* class of the last label */
    ptrdiff_t label_at; /* bare character behind it */
    enum speaks_of who;
    ptrdiff_t who_at;   /* behind the name */
    ptrdiff_t payee_at; /* behind the last word for an authority's account, -1 for none */
    struct named named[NAMED];
    int named_n;               /* how many there were */
    struct named firms[NAMED]; /* short names of firms */
    int firm_n;
    struct named seen[SEEN_MOST]; /* what may be a name, and is not sure */
    int seen_n;
    bool broken;
};

/* enum sign of a character, as bits. */
static inline int scan_sign(const struct scan *s, uint32_t c) {
    return c < LEXICON_PLANE ? s->signs[c] : 0;
}

/* Marks bare characters from … to - 1. */
void scan_mark(struct scan *s, ptrdiff_t from, ptrdiff_t to, enum mark_kind kind,
               enum value_kind value);

/* Names behind a role word that ends before bare character k, and those listed behind the first;
 * returns where to go on. */
ptrdiff_t person_behind(struct scan *s, ptrdiff_t k, uint64_t role);

/* What tells that the words before it are a name. */
enum evidence {
    EVIDENCE_PARTED,   /* ，男， or （身份证号 */
    EVIDENCE_ADJACENT, /* 身份证号 without a sign between: the name must be parted from what is
                          before */
    EVIDENCE_FAINT,    /* （住 or （电话 */
    EVIDENCE_LISTED,   /* a number, where other names of the list have numbers, too */
};

/* A name right before bare character k, told by what follows. */
void person_before(struct scan *s, ptrdiff_t k, enum evidence evidence);

/* A name that begins with the surname at bare character k, where sentences name whom they speak of
 * and a verb follows: ，王小明驾驶. Returns where to go on, k for none. */
ptrdiff_t person_here(struct scan *s, ptrdiff_t k);

/* A name with middle dots at bare character k, told by its parts; returns where to go on. */
ptrdiff_t person_dotted(struct scan *s, ptrdiff_t k);

/* ---- what names are made of, and what stands around them (person.c) ---- */

/* How well a name may end before bare character k. */
enum end {
    END_NONE,
    END_SIGN, /* a character that stands behind names */
    END_WORD, /* a word that does */
    END_HARD, /* no ideograph, or a wide gap */
};
enum end person_end(const struct scan *s, ptrdiff_t k);

/* How many characters of surname begin at bare character k, 0 for none; *weak: an ordinary word as
 * well. */
ptrdiff_t person_surname(const struct scan *s, ptrdiff_t k, bool *weak);

/* Whether n characters from k on may be a given name; with `usual`, whether all of them usually
 * are. */
bool person_given(const struct scan *s, ptrdiff_t k, ptrdiff_t n, bool usual);

/* Whether n characters from k on are, or begin as, a word or a place. */
bool person_is_word(const struct scan *s, ptrdiff_t k, ptrdiff_t n);

/* Whether a name may begin at k by what stands before it. */
bool person_begins(const struct scan *s, ptrdiff_t k);

/* Whether a blank or a line break stands before k. */
bool person_is_parted(const struct folded *t, ptrdiff_t k);

/* 、 和 与 及 at k. */
bool person_links(const struct folded *t, ptrdiff_t k);

/* Whether a mark reaches to bare character end - 1. */
bool person_is_known(const struct scan *s, ptrdiff_t end);

/* 三人, 等2名, 等人, 兄弟, 夫妻 at k: what stands before is persons. */
bool person_counted(const struct scan *s, ptrdiff_t k);

/* Whether the n characters from k on are public: the office of a document's number, a firm. */
bool person_barred(const struct scan *s, ptrdiff_t k, ptrdiff_t n);

/* What speaks against a name at k: a role begins there, or behind the surname; the given
 * name holds the sign of a place, or one follows it. */
enum person_doubt { DOUBT_ROLE, DOUBT_GIVEN, DOUBT_PLACE, DOUBT_BEHIND };
bool person_doubt(const struct scan *s, enum person_doubt which, ptrdiff_t k, ptrdiff_t surname,
                  ptrdiff_t given);

/* Whether a word of the dictionary goes across the place before bare character k: 罗勇领|回.
 * (guess.c)
 */
bool person_breaks_word(const struct scan *s, ptrdiff_t k);

/* Notes the short name that a firm's name, which ends before bare character k, is given in
 * brackets: …有限公司（以下简称“上实龙创”）. (guess.c) */
void person_firm_called(struct scan *s, ptrdiff_t k);

/* The same as person_here for what no rule tells: form, place and words are weighed. (guess.c) */
ptrdiff_t person_guess(struct scan *s, ptrdiff_t k);

/* … for n characters that are parts of names of other forms: 索朗. */
ptrdiff_t person_guess_element(struct scan *s, ptrdiff_t k, ptrdiff_t n);

#endif
