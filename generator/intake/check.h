/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * check.h — one record being validated: for intake's own files only.
 *
 * In:    none
 * Out:   struct check, its diagnostics
 * Law:   none
 * Never: is shared by two records
 */
#ifndef GONGSHI_INTAKE_CHECK_H
#define GONGSHI_INTAKE_CHECK_H

#include "intake/intake.h"

struct check {
    struct record *r;
    struct arena *a;
    struct diags *diags;
    date today;
};

/* Whether a field, by its English name, was read as it was written: an absent one may be misread,
 * and then says nothing of others. */
bool check_read(const struct check *c, const char *field);

/* Says something of one field, by its English name, unless it was misread: that was told. */
void check_say(struct check *c, enum diag_code code, const char *field, str detail);

/* Whether the fields of the record agree with each other (agree.c). */
void check_agreement(struct check *c);

/* A number of 16 digits or more that ends as spreadsheets round them (identifier.c). */
bool excel_rounded(str code);

#endif
