/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shown.h — what a diagnostic may show of a value that is wrong.
 *
 * In:    texts that mean nothing where they stand
 * Out:   the same, or their shape (diag_shape)
 * Law:   个人信息保护法 art. 28, 51
 * Never: trusts a field's exposure alone: where one cell is missing, names stand below 类别 and
 *        telephones below 决定日期
 */
#ifndef GONGSHI_INTAKE_SHOWN_H
#define GONGSHI_INTAKE_SHOWN_H

#include "intake/kind.h"

/* A value that its field cannot hold: itself in an open field, when it is nearly what belongs there
 * (a day or an amount in figures, something like a term); else its shape. */
str shown_value(struct arena *a, const struct field_info *info, str value);

/* A day or an instant that cannot be read. */
str shown_day(struct arena *a, str value);

/* The name of a column that nobody knows; what is like a number of a person or an address by its
 * shape. Of a kind that nobody knows, letters only. */
str shown_word(struct arena *a, str word);
str shown_kind(struct arena *a, str word);

/* An agency that the site does not list: itself when names_office tells so. */
str shown_agency(struct arena *a, str name);

#endif
