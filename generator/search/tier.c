/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tier.c — descriptions of tiers, read back.
 *
 * In:    JSON
 * Out:   struct tier
 * Law:   none
 * Never: takes a number that would lead out of a file
 */
#include "search/tier.h"

#include "base/json.h"
#include "search/lists.h"

bool tier_number(const struct value *map, const char *key, int64_t *out) {
    const struct value *v = value_get(map, str_of(key));
    return v != NULL && v->type == VALUE_TEXT && str_int(v->text, out) && *out >= 0;
}

bool tier_take(const struct value *v, struct tier *t) {
    const struct value *dir = value_get(v, S("dir"));
    int64_t shards = 0;
    if (dir == NULL || dir->type != VALUE_TEXT || !tier_number(v, "documents", &t->documents) ||
        !tier_number(v, "shards", &shards) || !tier_number(v, "block", &t->block))
        return false;
    t->dir = dir->text;
    t->shards = (uint32_t)shards;
    return t->documents < UINT32_MAX && t->block > 0 && shards > 0 && shards % PARTS == 0;
}

bool tier_read(struct arena *a, str description, struct tier *out) {
    struct value v;
    str error;
    int line = 0;
    return json_load(a, description, &v, &error, &line) && tier_take(&v, out);
}

str tier_path(struct arena *a, const struct tier *t, str name) {
    return str_fmt(a, SEARCH_FOLDER "/%.*s/%.*s.js", STR(t->dir), STR(name));
}
