/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fold.h — inside law: a text as it is compared, each character knowing where it stood.
 *
 * In:    UTF-8
 * Out:   characters without blanks, dots, hyphens and invisible signs; half-width, capitals
 * Law:   none
 * Never: is shown
 */
#ifndef GONGSHI_LAW_FOLD_H
#define GONGSHI_LAW_FOLD_H

#include "base/arena.h"
#include "base/str.h"

/*   text   １ ３ ␣ 8 - x           c   1 3 8 X
 *                                  at  0 3 7 9     (bytes; 3-byte characters, a blank)    */
struct folded {
    uint32_t *c;
    uint32_t *at; /* where the character begins */
    ptrdiff_t n;
    ptrdiff_t digits; /* how many are digits */
    ptrdiff_t room;   /* of c and at */
    str text;
};

/* A UTF-8 text as it is compared; `text` must outlive the result. */
struct folded fold(struct arena *a, str text);

/* The same in the room of an earlier one, which may be a zeroed struct. */
void fold_again(struct arena *a, struct folded *t, str text);

/* What one character is compared as; 0 when it is left out. */
uint32_t fold_one(uint32_t c);

/* How many characters fold() would keep, counted up to `most`. */
int fold_count(str text, int most);

/* The byte behind character i. */
ptrdiff_t fold_end(const struct folded *t, ptrdiff_t i);

/* Whether nothing was left out between characters i - 1 and i; i > 0. */
bool fold_joined(const struct folded *t, ptrdiff_t i);

/* What was left out before character i > 0, as written. */
str fold_gap(const struct folded *t, ptrdiff_t i);

#endif
