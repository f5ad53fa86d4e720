/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * value.h — what a template is filled with: texts, trusted markup, lists, maps.
 *
 * In:    slices that outlive the value (usually in the same arena)
 * Out:   struct value
 * Law:   none
 * Never: lets a plain text pass for markup: struct html is a type of its own
 */
#ifndef GONGSHI_BASE_VALUE_H
#define GONGSHI_BASE_VALUE_H

#include "base/arena.h"
#include "base/str.h"

/* Markup that was made by us or has been sanitised; the engine passes it unescaped. */
struct html {
    str s;
};

enum value_type {
    VALUE_NONE,
    VALUE_FALSE,
    VALUE_TRUE,
    VALUE_TEXT,
    VALUE_HTML,
    VALUE_LIST,
    VALUE_MAP
};

struct value_pair;

/*   VALUE_LIST: items[0 … n-1]        VALUE_MAP: pairs[0 … n-1], looked up by key, last set wins */
struct value {
    enum value_type type;
    ptrdiff_t n;
    ptrdiff_t cap;
    union {
        str text;
        struct value *items;
        struct {
            struct value_pair *pairs;
            uint64_t seen; /* a bit for each key's hash: most names looked for are not there */
        };
    };
};

struct value_pair {
    str key;
    uint64_t hash; /* value_hash(key), so that a search compares numbers */
    struct value value;
};

struct value value_text(str s);         /* an absent slice gives VALUE_NONE */
struct value value_html(struct html h); /* so does absent markup */
struct value value_bool(bool b);
struct value value_list(struct arena *a, ptrdiff_t cap);
struct value value_map(struct arena *a, ptrdiff_t cap);

/* Append to a list, set in a map; both grow in the arena. The value is copied shallowly. */
void value_add(struct arena *a, struct value *list, struct value v);
void value_set(struct arena *a, struct value *map, str key, struct value v);
void value_set_text(struct arena *a, struct value *map, const char *key, str s);

/* The value under a key, or NULL (also when `map` is no map). value_find is for callers who look
 * the same key up often and keep hash = value_hash(key). */
uint64_t value_hash(str key);
const struct value *value_get(const struct value *map, str key);
const struct value *value_find(const struct value *map, str key, uint64_t hash);

/* Falsy as Mustache has it: none, false, an empty list. An empty text is falsy too here (every
 * field of ours that is empty is absent), which the official specification leaves open. */
bool value_truthy(const struct value *v);

#endif
