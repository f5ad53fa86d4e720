/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * figures.h — counts that pages and reports show. (hand-over)
 *
 * In:    counting done by the ledger
 * Out:   struct figures
 * Law:   国办发〔2018〕118号 (统计年报), law.md §2 (exempt records are counted in public totals)
 * Never: a name, a number of a document, a text
 */
#ifndef GONGSHI_LAW_FIGURES_H
#define GONGSHI_LAW_FIGURES_H

#include "base/arena.h"
#include "law/ruling.h"

struct diags;

/* How many records stand under each ruling, and of a kind or category how many are public. */
struct figures {
    int64_t by_verb[RULING_VERBS];
    int64_t published[KINDS][CATEGORY_OTHER + 1]; /* by category or class; 0 for others */
    int64_t exempt;                               /* as by_verb[RULING_EXEMPT] */
    int64_t on_time;                              /* published decisions: by the due day */
    int64_t late;
    int64_t this_week; /* published in the seven days that end with the data's day */
    int64_t today;
};

/* ---- counting: a pure function of facts, ruling and the day of first publication (count.c) ----
 */

/* Kinds of what a record counts as: those of count.def, then penalties, then coercions. */
#define COUNT_VERSION 1
enum count {
#define COUNT(name, text) COUNT_##name,
#include "law/count.def"
#undef COUNT
    COUNTS,
    COUNT_PENALTY = 32, /* + enum penalty: the heaviest one */
    COUNT_COERCION = 64 /* + enum coercion */
};

/* What one record counts as, and its money (分) where it has any. */
struct counted {
    int cell;
    int64_t amount;
};
#define COUNTED_MOST 16
struct count_state {
    const struct facts *facts;
    enum verb verb;
    date published; /* first; DATE_NONE before */
    date due;
};
int count_record(const struct count_state *s, struct counted out[COUNTED_MOST]);

/* The month a record counts in (year * 12 + month - 1), and its category; false when it counts
 * nowhere: only decisions and applications do. */
bool count_place(const struct facts *f, int *month, int *category);

/* Counts of one agency, month and category. */
struct count_row {
    str agency; /* code */
    int month;
    int category;
    int cell;
    int64_t n;
    int64_t amount;
};
struct count_rows {
    struct count_row *v;
    int n;
};

/* ---- tables of statistics: their columns are data (content/law/statistics.csv, statistics.c) ----
 */

struct statistic {
    str table; /* 一、行政处罚 */
    str title; /* 警告 */
    int category;
    int *cells; /* summed */
    int cell_count;
    bool money;
    bool wan; /* in 万元, else in 元 */
    str unit;
    int from; /* years */
    int to;
};
struct statistics {
    struct statistic *v;
    int n;
};

/* Reads the table; false after ERROR diagnostics. Slices point into the text. */
bool statistics_load(struct arena *a, str file, str text, struct statistics *out,
                     struct diags *diags);

/* A table with its figures, for one or several agencies: value[row * columns + column] as shown. */
struct figure_table {
    str title;
    str corner; /* what the rows are; absent: agencies */
    str *heads; /* with units */
    int columns;
    str *rows; /* the agencies' names */
    int row_count;
    str *values;
    str *links; /* of the rows, NULL for none; each may be absent */
    int *years; /* of the rows, where they are of an agency and a year; NULL else */
};
/* One table for each that has columns in the year; counts outside from … to (months) are left out.
 * With a row 合计 at the end when there are several. */
struct agency_name {
    str code;
    str name;
};
struct figure_span {
    int from;
    int to;
    const struct agency_name *agencies;
    int agency_count;
};
int statistics_tables(struct arena *a, const struct statistics *s, const struct figure_span *span,
                      const struct count_rows *counts, struct figure_table **out);

/* The sum of like->cell over the months like->month … to; agency absent for all, category 0 for
 * all. */
int64_t counts_sum(const struct count_rows *counts, const struct count_row *like, int to);

#endif
