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
    bool good; /* nothing was said that rejects it */
};

/* Says something of one field, by its English name. */
void check_say(struct check *c, enum diag_code code, const char *field, str detail);

/* Whether the fields of the record agree with each other (agree.c). */
void check_agreement(struct check *c);

/* A number of 16 digits or more that ends as spreadsheets round them (identifier.c). */
bool excel_rounded(str code);

#endif
