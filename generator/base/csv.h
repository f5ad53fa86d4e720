/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * csv.h — delimiter-separated text: whole small tables with libcsv, or row by row.
 *
 * In:    UTF-8 text
 * Out:   rows of trimmed cells
 * Law:   RFC 4180
 * Never: keeps a libcsv object beyond a call
 */
#ifndef GONGSHI_BASE_CSV_H
#define GONGSHI_BASE_CSV_H

#include "base/arena.h"
#include "base/str.h"

/* A table with a header row: names[c], and cell(r, c) at cells[r * columns + c]; missing cells are
 * absent. line[r] is the 1-based line where row r begins. Lines that begin with # are comments. */
struct csv_table {
    ptrdiff_t columns;
    ptrdiff_t rows;
    const str *names;
    const str *cells;
    const int64_t *line;
};

/* Reads a whole small table (policy, columns). False, with *error set (Chinese, in the arena), when
 * quoting is broken, the header is missing or a row is longer than the header. */
bool csv_load(struct arena *a, str text, char separator, struct csv_table *out, str *error);

/* The column with this name, or -1. */
ptrdiff_t csv_column(const struct csv_table *t, str name);

/* A cell; absent when the column is -1 or the cell empty. */
str csv_cell(const struct csv_table *t, ptrdiff_t row, ptrdiff_t column);

/* One row of text that stands in one slice (as a delivery's slicer cuts it): cells into out[0 …
 * most-1], returns how many there were, or -1 when quoting is broken. */
struct csv_form {
    char separator;
    bool quoting; /* false takes quotes as ordinary characters */
};
ptrdiff_t csv_row(struct arena *a, str line, struct csv_form form, str *out, ptrdiff_t most);

#endif
