/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * rejects.h — the rejects of one source, gathered; office's own.
 *
 * In:    none
 * Out:   types
 * Law:   none
 * Never: leaves office/
 */
#ifndef GONGSHI_OFFICE_REJECTS_H
#define GONGSHI_OFFICE_REJECTS_H

#include "office/office.h"
#include "office/spool.h"

/* The rows of one delivered sheet: what its columns are called, in the order in which they came up.
 */
struct reject_sheet {
    str file; /* as delivered, with the sheet in brackets */
    str map;
    str kind; /* where each kind has columns of its own, else absent */
    str *columns;
    double *widths; /* of the widest text in each */
    int n;
    int64_t rows;
};

struct rejects {
    struct arena *arena;
    struct arena scratch;
    const char *folder;
    str source;
    enum rejects_of of;
    struct spool *spool;
    struct reject_sheet sheets[REJECTS_SHEETS];
    int sheet_count;
    struct strs files; /* at most REJECTS_FILES */
    int64_t file_count;
    int64_t rejected;
    int64_t doubted;
    int64_t listed;    /* of both: in the spool */
    int64_t long_rows; /* of those: with a text that no cell of a workbook holds */
    int64_t count[DIAG_CODES];
    enum diag_level level[DIAG_CODES];
};

/* The word of the files' names: rejects, or check (report.c). */
const char *report_word(const struct rejects *j);

/* Widens the columns of a sheet to the texts of a row; whether a workbook can hold all texts of a
 * row (report.c). */
void report_measure(struct reject_sheet *s, const struct spooled *row);
bool report_fits(const struct spooled *row);

/* Writes the workbook and the other files, and returns the path of the first (report.c). */
const char *report_write(struct rejects *j);

/* Removes what an earlier run wrote. */
void report_remove(struct rejects *j);

#endif
