/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * guess.h — what a foreign column may be, by its name and by what stands in it: for intake's own
 * files only.
 *
 * In:    a column's name and samples of its cells
 * Out:   a score for each of our fields
 * Law:   none
 * Never: keeps a cell; decides (people do)
 */
#ifndef GONGSHI_INTAKE_GUESS_H
#define GONGSHI_INTAKE_GUESS_H

#include "intake/intake.h"

#define GUESS_HIGH 90
#define GUESS_FAIR 70
#define GUESS_LEAST 45 /* below it a column is left to people */
#define GUESS_TERMS 12 /* a column with more different values is no option column */

/* What was seen in a column: how many of its filled cells look like what. */
struct column_facts {
    str name;
    int filled;
    int days;
    int serials; /* of spreadsheets, for dates */
    int amounts;
    int codes;   /* 统一社会信用代码 with the right check character */
    int ids;     /* resident IDs with the right check digit */
    int numbers; /* formed like document numbers */
    int nulls;   /* 无 — null … */
    str values[GUESS_TERMS];
    int value_count; /* GUESS_TERMS + 1: more than are kept */
};

/* Counts one cell in; its bytes are copied where they are kept. */
void guess_see(struct arena *a, struct column_facts *c, str cell);

/* Other names of a field: rows of feeds/maps/synonyms.csv. */
struct synonym {
    enum kind kind; /* KIND_NONE: of every kind that has the field */
    str field;
    str name; /* folded */
};
struct synonyms {
    struct synonym *v;
    int n;
};
bool guess_synonyms(struct arena *a, str csv, struct synonyms *out);

/* How likely the column is that field: 0 to 100. */
int guess_score(struct arena *a, const struct synonyms *s, const struct column_facts *c,
                enum kind k, int field);

/* Of a vocabulary, the one term that a foreign word must mean; 0 when none or several. */
int guess_term(enum vocab v, str word);

#endif
