/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shard.h — what a shard of the search index says, as a browser would come to read it.
 *
 * In:    a script that hands a text over (decision 0022)
 * Out:   its documents, one a line
 * Law:   none
 * Never: shares code with search/; takes a shard it cannot read for empty
 */
#ifndef GONGSHI_RELEASE_SHARD_H
#define GONGSHI_RELEASE_SHARD_H

#include "base/arena.h"
#include "base/str.h"

#define SHARD_MARK "gongshi.shard(\"" /* how such a script begins */

/* The text of the shard in a file; absent for lists, which hold numbers alone. The dictionary that
 * its repetitions may lead into is dict.js of its tier. False when anything does not fit. */
bool shard_text(struct arena *a, const char *path, str *out);

#endif
