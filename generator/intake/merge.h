/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * merge.h — merged cells of a sheet: for intake's own files only.
 *
 * In:    ranges, then the rows of the sheet
 * Out:   the text that a covered cell stands for
 * Law:   none
 * Never: holds more ranges or text than its limits
 */
#ifndef GONGSHI_INTAKE_MERGE_H
#define GONGSHI_INTAKE_MERGE_H

#include "base/arena.h"
#include "base/buf.h"
#include "intake/intake.h"

/* ---- limits; each is tested ---- */
#define MERGE_MOST 4096                 /* ranges of a sheet that wait for their rows */
#define MERGE_TEXT ((ptrdiff_t)4 << 10) /* bytes of a cell that stands for others too */

/* Rows count from 1, columns from 0; both ends belong to it. */
struct merge {
    int64_t row;
    int64_t last_row;
    int64_t column;
    int64_t last_column;
};

/* "A3:C5"; false when the text is no range. */
bool merge_read(str range, struct merge *out);
str merge_name(struct arena *a, const struct merge *m);

/*   v   ▪ ▪ ▪ ▪ ▪ ▪ ▪          ranges by their first rows; those before `next` have begun
 *             ▲ next
 *   fills[column]              what the cells below stand for, down to last_row               */
struct merge_fill {
    int64_t last_row;
    struct buf text;
};

struct merges {
    struct merge *v; /* MERGE_MOST of them, once there is one */
    int n;
    int next;
    struct merge_fill fills[INTAKE_COLUMNS];
};

/* Another sheet begins; and the end of all. */
void merge_clear(struct merges *m);
void merge_free(struct merges *m);

/* Notes a range; false when there is no room. Ranges may come in any order before the first row of
 * the sheet is asked for (then merge_sort), or each before its own row. */
bool merge_add(struct merges *m, struct arena *a, const struct merge *one);
void merge_sort(struct merges *m);

/* The next range that has begun by this row; false when there is none. */
bool merge_begun(struct merges *m, int64_t row, struct merge *out);

/* From now on the cells of the range's first column stand for this text; false when it is too long.
 */
bool merge_hold(struct merges *m, const struct merge *one, str text);

/* What an empty cell stands for; absent when it is no covered one. */
str merge_text(const struct merges *m, int64_t row, int column);

#endif
