/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tier.h — inside search: a published tier, as the pointer describes it.
 *
 * In:    {"dir":…,"rev":…,"documents":…,"shards":…,"block":…,"common":…}
 * Out:   struct tier
 * Law:   none
 * Never: leaves search/
 */
#ifndef GONGSHI_SEARCH_TIER_H
#define GONGSHI_SEARCH_TIER_H

#include "base/arena.h"
#include "base/value.h"

struct tier {
    str dir;
    int64_t documents; /* numbers there are; some may be of no document any more */
    uint32_t shards;
    int64_t block; /* documents in a file */
};

/* A number that is not below 0. */
bool tier_number(const struct value *map, const char *key, int64_t *out);

/* False when it is no sound description. */
bool tier_take(const struct value *v, struct tier *out);
bool tier_read(struct arena *a, str description, struct tier *out);

/* find/TIER/NAME.js */
str tier_path(struct arena *a, const struct tier *t, str name);

#endif
