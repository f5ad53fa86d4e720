/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words.c — where the words of a Chinese sentence end, as ICU's dictionary has them.
 *
 * In:    characters
 * Out:   the words' ends
 * Law:   none
 * Never: lets two threads use the one iterator
 */
#include "base/words.h"

#include "base/par.h"

#include <string.h>
#include <unicode/ubrk.h>

#define OTHER 0xFFFD /* stands for what UTF-16 has no single unit for */

struct cutting {
    const UChar *text;
    int32_t n;
    bool *ends;
    bool good;
};

/* Opening an iterator takes longer than a hundred sentences: it is made once, and lives as long as
 * the program. */
static void cut(void *ctx) {
    static UBreakIterator *iterator;
    struct cutting *c = (struct cutting *)ctx;
    UErrorCode error = U_ZERO_ERROR;
    if (iterator == NULL)
        iterator = ubrk_open(UBRK_WORD, "zh", NULL, 0, &error);
    if (iterator == NULL)
        return;
    ubrk_setText(iterator, c->text, c->n, &error);
    for (int32_t at = ubrk_first(iterator); at != UBRK_DONE; at = ubrk_next(iterator))
        c->ends[at] = true;
    c->good = U_SUCCESS(error) != 0;
}

bool words_cut(const uint32_t *c, ptrdiff_t n, bool ends[WORDS_MOST + 1]) {
    UChar text[WORDS_MOST];
    struct cutting cutting = {text, (int32_t)n, ends, false};
    memset(ends, 0, (WORDS_MOST + 1) * sizeof *ends);
    if (n > WORDS_MOST)
        return false;
    for (ptrdiff_t i = 0; i < n; i++)
        text[i] = c[i] < 0x10000 ? (UChar)c[i] : OTHER;
    par_alone(cut, &cutting);
    return cutting.good;
}
