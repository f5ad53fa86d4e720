/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * told.c — what lists, mails and terminals say of a record that the public does not see.
 *
 * In:    a number or a word as delivered, the keyed digests of its record's private values
 * Out:   the same, or its shape
 * Law:   个人信息保护法 art. 28, 51
 * Never: tells a number of a person, wherever a sender has written it
 */
#include "commands/run.h"

bool told_openly(const struct run *r, const struct ledger_record *known, str text) {
    static const struct ledger_record nobody;
    str s = known == NULL ? nobody.secrets : known->secrets;
    return !secret_shows((const unsigned char *)r->site->secret.p,
                         (const struct secret_digest *)(const void *)s.p,
                         (int)(s.n / (ptrdiff_t)sizeof(struct secret_digest)), text);
}

/* Every number has a figure, or is a code of letters: 宗庆柱 is none. */
static bool is_number(str text) {
    for (ptrdiff_t i = 0; i < text.n; i++)
        if ((text.p[i] >= '0' && text.p[i] <= '9') || (text.p[i] >= 'a' && text.p[i] <= 'z') ||
            (text.p[i] >= 'A' && text.p[i] <= 'Z') || (unsigned char)text.p[i] == 0xEF)
            return true;
    return text.n == 0;
}

str told_number(const struct run *r, struct arena *a, const struct ledger_record *known,
                str number) {
    return is_number(number) && told_openly(r, known, number) ? number : diag_shape(a, number);
}

str told_word(const struct run *r, struct arena *a, const struct ledger_record *known, str word) {
    return told_openly(r, known, word) ? word : diag_shape(a, word);
}
