/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shard.h — what a shard of the search index says, as a browser would come to read it.
 *
 * In:    a script that hands a text over (decision 0022)
 * Out:   its documents, one a line; their texts without labels
 * Law:   none
 * Never: shares code with search/; takes a shard it cannot read for empty
 */
#ifndef GONGSHI_RELEASE_SHARD_H
#define GONGSHI_RELEASE_SHARD_H

#include "base/arena.h"
#include "base/str.h"

#include <stdint.h>

#define SHARD_MARK "gongshi.shard(\"" /* how such a script begins */

/* The dictionary that was needed last; a zeroed one is empty. Its owner frees the memory. */
struct shard_dictionary {
    struct arena memory;
    str path;
    uint16_t *v;
    ptrdiff_t n;
};

/* Whether a script is one of lists, which hold numbers alone. */
bool shard_is_list(str file);

/* The text of the script `file`, which stands at `path`; absent for lists. The dictionary that its
 * repetitions may lead into is dict.js of its tier. False when anything does not fit. */
bool shard_text(struct shard_dictionary *d, struct arena *a, str path, str file, str *out);

#endif
