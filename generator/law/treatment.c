/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * treatment.c — what masking.csv says: whose what is shown how.
 *
 * In:    role of a person, kind of value, facts of the record
 * Out:   enum treatment
 * Law:   content/law/masking.csv
 * Never: guesses: an unknown role has no treatment
 */
#include "law/treatment.h"

#include "law/policy.h"

#include <string.h>

#define UNDECLARED S("其他自然人")
#define ALL (UINT64_MAX >> (64 - ROLES * VALUE_KINDS))
#define OTHERS (ALL & ~(ABOUT(ROLE_OTHER, 0) - 1))

/* Whether the row speaks of persons whom the delivery calls so. 目击证人 is a 证人. */
static bool lists(const struct strs *words, str word) {
    for (ptrdiff_t i = 0; i < words->n; i++)
        if (str_ends(word, words->v[i]))
            return true;
    return words->n == 0;
}

/* The first row that speaks of a pair decides it. Masking is a matter of today's law, whatever the
 * day of the decision: rows without an end. */
void treatments_of(const struct policy *p, const struct facts *f,
                   enum treatment out[ROLES][VALUE_KINDS]) {
    const struct rule_row *const *list = policy_rows(p, TABLE_MASKING, f);
    uint64_t open = ALL;
    memset(out, 0, sizeof(enum treatment) * ROLES * VALUE_KINDS);
    for (; *list != NULL && open != 0; list++) {
        const struct rule_row *row = *list;
        uint64_t decides = row->about & open;
        if (!lists(&row->masking.words, UNDECLARED))
            decides &= ~OTHERS;
        if (decides == 0 || !row_applies(p, row, f, DATE_NONE))
            continue;
        for (int i = 0; i < ROLES * VALUE_KINDS; i++)
            if ((decides >> i & 1) != 0)
                out[i / VALUE_KINDS][i % VALUE_KINDS] = row->masking.treatment;
        open &= ~decides;
    }
}

enum treatment treatment_of_other(const struct policy *p, const struct facts *f, str word) {
    const struct rule_row *const *list = policy_rows(p, TABLE_MASKING, f);
    str asked = word.n == 0 ? UNDECLARED : word;
    for (; *list != NULL; list++)
        if (((*list)->about & ABOUT(ROLE_OTHER, VALUE_NAME)) != 0 &&
            lists(&(*list)->masking.words, asked) && row_applies(p, *list, f, DATE_NONE))
            return (*list)->masking.treatment;
    return TREAT_NONE;
}
