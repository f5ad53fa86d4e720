/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * statistics.h — figures as tables, for the public pages and for the staff. (private to commands/)
 *
 * In:    struct run
 * Out:   struct figure_table
 * Law:   law.md §5
 * Never: leaves commands/
 */
#ifndef GONGSHI_COMMANDS_STATISTICS_H
#define GONGSHI_COMMANDS_STATISTICS_H

#include "commands/run.h"

/* Tables as a workbook, a sheet each, and as one CSV (statistics.c). */
void statistics_book(struct arena *a, const char *path, const struct figure_table *t, int n);
void statistics_csv(struct buf *b, const struct figure_table *t, int n);

/* A period at a glance, each table with a chart: decisions by month, category and agency, and how
 * many of them were in time by month and agency; tables of one row are left out. How many there
 * are (overview.c). */
#define OVERVIEW_TABLES 5
int statistics_overview(struct arena *a, const struct figure_span *span,
                        const struct count_rows *counts, struct figure_table out[OVERVIEW_TABLES]);

/* ---- what staff keep in desk/ (ledgers.c) ---- */

/* desk/corrections.csv (纠错台账: 编号,收到日期,答复期限,答复日期,结果): how many were received in
 * the months from … to, how many were answered, and in time. One row. */
struct figure_table corrections_table(struct run *r, struct arena *a, int from, int to);
/* Its digest, "" without one. */
str corrections_digest(struct run *r, struct arena *a);

/* desk/sent.csv (年度,机关,报送对象,日期): the day on which an agency's tables of a year went to
 * somebody; DATE_NONE when it is not noted. */
date statistics_sent(struct run *r, struct arena *a, const struct agency_name *agency, int year,
                     str recipient);

/* A delivery of one record (执法统计年报) with these tables, for desk/inbox. */
struct figure_tables {
    const struct figure_table *v;
    int n;
};
void statistics_record(struct run *r, struct arena *a, const struct figure_span *span,
                       const struct figure_tables *t, struct buf *out);

#endif
