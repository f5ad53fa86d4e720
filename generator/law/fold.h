/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fold.h — inside law: a text as it is compared, each character knowing where it stood.
 *
 * In:    UTF-8
 * Out:   its characters in NFKC, half-width, capitals, without what cannot be seen; and the same
 *        without what may stand inside a name or a number
 * Law:   none
 * Never: is shown
 */
#ifndef GONGSHI_LAW_FOLD_H
#define GONGSHI_LAW_FOLD_H

#include "base/arena.h"
#include "base/han.h"
#include "base/str.h"

/*   text   １ ３ ␣ &#56;-x     c     1 3 ␣ 8 - X     bare  1 3 8 X
 *                              at    0 3 6 7 12 13   in    0 1 3 5
 *                              to    3 6 7 12 13 14                   (bytes; characters) */
struct folded {
    uint32_t *c;  /* blanks of all widths are ' ', line breaks '\n', dashes '-', dots U+B7 */
    uint32_t *at; /* byte where the origin of the character begins */
    uint32_t *to; /* byte behind it */
    ptrdiff_t n;  /* c[n] is 0 */
    uint32_t *bare;
    uint32_t *in; /* where a bare character stands in c; in[bare_n] is n */
    ptrdiff_t bare_n;
    ptrdiff_t digits; /* how many are digits */
    ptrdiff_t room;
    bool broken; /* not UTF-8 */
    bool bars;   /* has | or tabs, and so perhaps a table */
    bool mail;   /* has an @ */
    bool hidden; /* has signs that nobody sees */
};

/* What masking leaves, ＊＊＊, is one character and no gap: nothing is put together across it. */
#define FOLD_MARKER 0xFF0A

/* A UTF-8 text as it is compared. */
struct folded fold(struct arena *a, str text);

/* The same in the room of an earlier one, which may be a zeroed struct. */
void fold_again(struct arena *a, struct folded *t, str text);

/* How many bare characters a text has, counted up to `most`. */
int fold_count(struct arena *a, str text, int most);

/* Whether two texts have the same bare characters, and some: 张 三 丰 is 张三丰. */
bool fold_same(struct arena *a, str x, str y);

/* What may stand inside a name or a number without changing it: blanks, dashes, dots, emphasis. */
bool fold_is_gap(uint32_t c);

/* The digit of an ideograph that is a numeral read out (一, 壹, 幺), as '0' to '9'; 0 for others.
 */
uint32_t fold_numeral(uint32_t c);

/* The same, and for the letters that look like one in a number: O, I, l. */
uint32_t fold_digit(uint32_t c);

/* An ideograph in its simplified form, a letter of Latin without its accents: what was declared is
 * compared so. */
uint32_t fold_without_accents(uint32_t c);
static inline uint32_t fold_simple(uint32_t c) {
    return c >= 0xC0 && c < 0x250 ? fold_without_accents(c) : han_simple(c);
}

/* Whether nothing at all stands between bare characters k - 1 and k; k > 0. */
static inline bool fold_joined(const struct folded *t, ptrdiff_t k) {
    return t->in[k] == t->in[k - 1] + 1;
}

/* The texts of one record, each folded once: they are read, searched and searched again. */
struct folds;
struct folds *folds_new(struct arena *a);

/* The text as it is compared. Known by where it lies: it must stay there, as it is. What is
 * returned is good until another text is asked for. */
const struct folded *folds_of(struct folds *f, str text);

#endif
