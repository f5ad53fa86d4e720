/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * value.c — what a template is filled with: texts, trusted markup, lists, maps.
 *
 * In:    slices that outlive the value
 * Out:   struct value
 * Law:   none
 * Never: lets a plain text pass for markup
 */
#include "base/value.h"

#include <string.h>

struct value value_text(str s) {
    return (struct value){.type = s.p == NULL ? VALUE_NONE : VALUE_TEXT, .text = s};
}

struct value value_html(struct html h) {
    return (struct value){.type = h.s.p == NULL ? VALUE_NONE : VALUE_HTML, .text = h.s};
}

struct value value_bool(bool b) {
    return (struct value){.type = b ? VALUE_TRUE : VALUE_FALSE};
}

struct value value_list(struct arena *a, ptrdiff_t cap) {
    return (struct value){.type = VALUE_LIST, .cap = cap, .items = ROOM(a, struct value, cap)};
}

struct value value_map(struct arena *a, ptrdiff_t cap) {
    return (struct value){.type = VALUE_MAP, .cap = cap, .pairs = ROOM(a, struct value_pair, cap)};
}

/* Keys are short words of templates: length and three letters tell most of them apart. */
uint64_t value_hash(str key) {
    if (key.n == 0)
        return 0;
    uint64_t h = (uint64_t)key.n << 24 | (uint64_t)(unsigned char)key.p[0] << 16 |
                 (uint64_t)(unsigned char)key.p[key.n / 2] << 8 | (unsigned char)key.p[key.n - 1];
    return h * 0x9e3779b97f4a7c15u;
}

static uint64_t bit_of(uint64_t hash) {
    return (uint64_t)1 << (hash >> 58);
}

static ptrdiff_t doubled(ptrdiff_t cap) {
    return cap < 4 ? 8 : cap * 2;
}

void value_add(struct arena *a, struct value *list, struct value v) {
    if (list->n == list->cap) {
        struct value more = value_list(a, doubled(list->cap));
        if (list->n > 0)
            memcpy(more.items, list->items, (size_t)list->n * sizeof *list->items);
        list->items = more.items;
        list->cap = more.cap;
    }
    list->items[list->n++] = v;
}

void value_set(struct arena *a, struct value *map, str key, struct value v) {
    if (map->n == map->cap) {
        struct value more = value_map(a, doubled(map->cap));
        if (map->n > 0)
            memcpy(more.pairs, map->pairs, (size_t)map->n * sizeof *map->pairs);
        map->pairs = more.pairs;
        map->cap = more.cap;
    }
    uint64_t hash = value_hash(key);
    map->seen |= bit_of(hash);
    map->pairs[map->n++] = (struct value_pair){.key = key, .hash = hash, .value = v};
}

void value_set_text(struct arena *a, struct value *map, const char *key, str s) {
    value_set(a, map, str_of(key), value_text(s));
}

const struct value *value_get(const struct value *map, str key) {
    return value_find(map, key, value_hash(key));
}

/* Newest first, so that the last set wins without a search at every set. */
const struct value *value_find(const struct value *map, str key, uint64_t hash) {
    if (map == NULL || map->type != VALUE_MAP || (map->seen & bit_of(hash)) == 0)
        return NULL;
    for (ptrdiff_t i = map->n; i-- > 0;)
        if (map->pairs[i].hash == hash && str_eq(map->pairs[i].key, key))
            return &map->pairs[i].value;
    return NULL;
}

bool value_truthy(const struct value *v) {
    if (v == NULL || v->type == VALUE_NONE || v->type == VALUE_FALSE)
        return false;
    if (v->type == VALUE_TEXT || v->type == VALUE_HTML)
        return v->text.n > 0;
    return v->type != VALUE_LIST || v->n > 0;
}
