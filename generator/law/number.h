/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * number.h — inside law: private numbers told by their arithmetic and surroundings.
 *
 * In:    folded texts
 * Out:   where a number ends that nobody declared
 * Law:   law.md §3; GB 11643, Luhn
 * Never: takes a public code, an amount, a date or a document number
 */
#ifndef GONGSHI_LAW_NUMBER_H
#define GONGSHI_LAW_NUMBER_H

#include "law/fold.h"

#define NUMBER_LEAST 11 /* digits of the shortest number the net takes */
#define NUMBER_FORMS 3

/* Whether a private number begins at character `from`: a resident ID, a mobile number, a bank card
 * with a label. Its end in *to. */
bool number_undeclared(const struct folded *t, ptrdiff_t from, ptrdiff_t *to);

/* Quick look at the bytes: whether the text can hold one at all. */
bool number_possible(str text);

/* Whether a declared value can be told from ordinary words and from a placeholder: it has digits
 * other than 0 (not 00000000000000000X), or is a word of Latin letters. */
bool number_is_telling(str value);

/* A telephone that many may share: a landline with or without its area code, 400-…, 12345. */
bool number_is_landline(str value);

/* The shorter forms in which people write a declared number; returns how many. */
int number_forms(struct arena *a, const struct folded *value, struct folded out[NUMBER_FORMS]);

#endif
