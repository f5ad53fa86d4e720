/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * spool.h — rejected rows wait in a file until the run has seen all of them; office's own.
 *
 * In:    rows with their problems
 * Out:   the same rows, in their order
 * Law:   none
 * Never: holds more than one row in memory
 */
#ifndef GONGSHI_OFFICE_SPOOL_H
#define GONGSHI_OFFICE_SPOOL_H

#include "base/diag.h"

/* What is said of one row: of a column of its sheet, or of all of it (-1). */
struct problem {
    enum diag_code code;
    enum diag_level level;
    int column;
    str detail;
};

/* A row as it waits. Its cells stand under the columns of its sheet; a row of sheet -1 could not be
 * taken apart and has at most `raw`. */
struct spooled {
    int sheet;
    str file;
    int64_t line;
    str map;
    str raw;
    struct strs cells;
    struct problem *problems;
    int n;
};

struct spool;

/* Makes the file anew. */
struct spool *spool_open(struct arena *a, const char *path);

/* Appends a row; the arena is for scratch. */
void spool_put(struct spool *s, struct arena *a, const struct spooled *row);

/* How many bytes there are. */
int64_t spool_size(const struct spool *s);

/* From the first row on: each call gives the next one, in an arena that is reset; false behind the
 * last. spool_rewind goes back to the first. */
void spool_rewind(struct spool *s);
bool spool_next(struct spool *s, struct arena *a, struct spooled *row);

/* Removes the file. */
void spool_close(struct spool *s);

#endif
