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

/* Whether the row speaks of persons whom the delivery calls so. 目击证人 is a 证人. */
static bool lists(const struct strs *words, str word) {
    for (ptrdiff_t i = 0; i < words->n; i++)
        if (str_ends(word, words->v[i]))
            return true;
    return words->n == 0;
}

/* Masking is a matter of today's law, whatever the day of the decision: rows without an end. */
enum treatment treatment_of(const struct policy *p, const struct facts *f, enum role role, str word,
                            enum value_kind value) {
    const struct rule_row *const *list = policy_rows(p, TABLE_MASKING, f);
    for (; *list != NULL; list++) {
        const struct rule_row *row = *list;
        if ((row->about & ABOUT(role, value)) == 0 || !row_applies(p, row, f, DATE_NONE))
            continue;
        if (role != ROLE_OTHER || lists(&row->masking.words, word.n == 0 ? S("其他自然人") : word))
            return row->masking.treatment;
    }
    return TREAT_NONE;
}
