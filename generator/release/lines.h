/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lines.h — which lines of a data file show which records.
 *
 * In:    text with a record to a line (CSV, JSON Lines, search shards), ids of records
 * Out:   the lines, each with its record
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

/* Calls `take` for each line that holds one of the ids, with its place among `shown`. False when
 * there was none. */
typedef void lines_fn(void *ctx, int row, str line);
bool lines_with(const struct lines_ids *ids, str bytes, lines_fn *take, void *ctx);

#endif
