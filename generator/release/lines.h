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

/* Calls `take` for each line that holds the id of one of the file's `shown`, with its place there.
 * False when there was none. */
typedef void lines_fn(void *ctx, int row, str line);
bool lines_with(struct arena *a, str bytes, const struct expected *file, lines_fn *take, void *ctx);

#endif
