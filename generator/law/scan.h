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

#endif
