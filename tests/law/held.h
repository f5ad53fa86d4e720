/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * held.h — whether a record with a text would wait for a clerk, for the tests of masking.
 *
 * In:    a policy, a text
 * Out:   whether it has names that are doubtful
 * Law:   law.md §3
 * Never: is part of the program
 */
#ifndef GONGSHI_TESTS_LAW_HELD_H
#define GONGSHI_TESTS_LAW_HELD_H

#include "law/law.h"
#include "law/mask.h"
#include "tables.h"

/* What a clerk would be asked: `n` slices of the text; n is 1 when it could not be read. */
static inline const struct doubt *test_doubts(struct arena *a, const struct policy *p,
                                              const struct masking *what, int *n) {
    struct manner manner = {.treat = {TREAT_PSEUDONYM}};
    struct marks marks = {0};
    for (int i = VALUE_NAME + 1; i < VALUE_KINDS; i++)
        manner.treat[i] = TREAT_REMOVE;
    struct mask *m = mask_new(a, p->detector, &manner, folds_new(a));
    for (ptrdiff_t i = 0; i < what->names.n; i++)
        mask_name(m, what->names.v[i]);
    for (ptrdiff_t i = 0; i < what->publics.n; i++)
        mask_keep(m, what->publics.v[i]);
    if (!mask_read(m, what->text, &marks))
        return NULL;
    (void)mask_find(m, what->text, &marks);
    return mask_doubts(m, n);
}

static inline bool test_is_held(struct arena *a, const struct policy *p,
                                const struct masking *what) {
    int n = 0;
    (void)test_doubts(a, p, what, &n);
    return n > 0;
}

#endif
