/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * number.h — inside law: the arithmetic of private numbers, and their shorter forms.
 *
 * In:    characters of a folded number
 * Out:   whether its check digit is right
 * Law:   GB 11643-1999, GB 32100-2015, Luhn (ISO/IEC 7812-1)
 * Never: looks at what stands around the number
 */
#ifndef GONGSHI_LAW_NUMBER_H
#define GONGSHI_LAW_NUMBER_H

#include "law/fold.h"

#define NUMBER_FORMS 3
#define ID_DIGITS 18 /* characters of a resident ID and of a 统一社会信用代码 */

/* Eighteen characters that are a resident ID, a residence permit (81–83) or a foreigner's permanent
 * residence card (9…): division, date of birth and check digit. */
bool number_is_resident(const uint32_t c[ID_DIGITS]);

/* Whether the first two digits are those of a province. */
bool number_in_province(const uint32_t *c);

/* A 统一社会信用代码 with the right check character. */
bool number_is_code(const uint32_t c[ID_DIGITS]);

/* A bank card by its check digit; n digits. */
bool number_is_card(const uint32_t *c, ptrdiff_t n);

/* Whether a declared value can be told from ordinary words and from a placeholder: it has digits
 * other than 0 (not 00000000000000000X), or is a word of Latin letters. */
bool number_is_telling(struct arena *a, str value);

/* A telephone that many may share: a landline with or without its area code, 400-…, 12345. */
bool number_is_landline(struct arena *a, str value);

/* The shorter forms in which people write a declared number, as bare characters; how many. */
struct number_form {
    const uint32_t *c;
    ptrdiff_t n;
};
int number_forms(struct arena *a, const struct folded *value, struct number_form out[NUMBER_FORMS]);

#endif
