/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lines.h — which stretches of a data file show which records.
 *
 * In:    text with records one behind the other (CSV, JSON Lines, sheets, tables), ids of records
 * Out:   the stretches, each with its record
 * Law:   none
 * Never: takes a part of a longer word for an id
 */
#ifndef GONGSHI_RELEASE_LINES_H
#define GONGSHI_RELEASE_LINES_H

#include "base/arena.h"
#include "release/release.h"

/* The ids of a file's `shown`. */
struct lines_ids;
const struct lines_ids *lines_ids(struct arena *a, const struct expected *file);

/* The place among `shown` of the first of the ids that is a word of a text; -1 for none. */
int lines_row(const struct lines_ids *ids, str text);

/* Where the reading of a text stands that comes in pieces. */
struct lines_run {
    int row;        /* of the record that the text goes on with, -1 at its beginning */
    ptrdiff_t next; /* of this piece, where the next one begins; then `row` is told of there */
};

/* A record goes from the line that holds its id, to the line that holds another; rows of a
 * worksheet count as lines. Calls `take` for each with its place among `shown`, and what stands
 * there. A line with several is handed on for each. False when there was none. */
typedef void lines_fn(void *ctx, int row, str text);
bool lines_with(const struct lines_ids *ids, str bytes, struct lines_run *run, lines_fn *take,
                void *ctx);

#endif
