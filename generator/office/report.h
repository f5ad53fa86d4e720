/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * report.h — the report of rejects as files; office's own.
 *
 * In:    gathered rejects
 * Out:   words about rows, tables as files
 * Law:   none
 * Never: leaves office/
 */
#ifndef GONGSHI_OFFICE_REPORT_H
#define GONGSHI_OFFICE_REPORT_H

#include "office/rejects.h"

/* In a .json, by enum diag_level. */
extern const char *const report_levels[];

/* What is wrong and how to mend it: 日期应为 YYYY-MM-DD：2026-13-02；请改成真实存在的日期 [E203] */
str report_words(struct arena *a, const struct problem *p);

/* All that is wrong with a row, a line each, with the column's name before it. */
str report_all_words(struct arena *a, const struct reject_sheet *sheet, const struct spooled *row);

/* The text of a column that is not the sender's. */
str report_added(struct arena *a, const struct reject_sheet *sheet, const struct spooled *row,
                 enum sheet_column c);

/* A file's path: SOURCE-rejects.csv, SOURCE-rejects-2.csv for the second sheet. */
const char *report_path(const struct rejects *j, struct arena *a, int sheet, const char *ending);

/* Writes a table to its path: it stands there whole, or not at all. */
const char *report_beside(struct arena *a, const char *path);

/* Writes .csv and .json of one sheet; 0 also when there is none, for what could not be taken apart
 * (report_text.c). */
void report_text(struct rejects *j, int sheet);

#endif
