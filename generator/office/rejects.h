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

/* The rows of one map: what its columns are called, in the order in which they came up. */
struct reject_sheet {
    str map;
    str *columns;
    int n;
    int64_t rows;
};

struct rejects {
    struct arena *arena;
    struct arena scratch;
    const char *folder;
    str source;
    struct spool *spool;
    struct reject_sheet sheets[REJECTS_SHEETS];
    int sheet_count;
    struct strs files; /* at most REJECTS_FILES */
    int64_t file_count;
    int64_t rejected;
    int64_t doubted;
    int64_t listed; /* of both: in the spool */
    int64_t count[DIAG_CODES];
    enum diag_level level[DIAG_CODES];
};

/* Writes .xlsx, .csv and .json of one sheet (0 also when there is none, for what could not be taken
 * apart), and returns the path of the first (report.c). */
const char *report_write(struct rejects *j, int sheet);

/* Removes what an earlier run wrote for this sheet. */
void report_remove(struct rejects *j, int sheet);

#endif
