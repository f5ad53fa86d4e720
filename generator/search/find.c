/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * find.c — hits from the published files alone, as assets/search.js finds them.
 *
 * In:    shards
 * Out:   hits, exact ones first, then the newest
 * Law:   none
 * Never: names a hit that it has not verified against the document's text
 */
#include "base/json.h"
#include "search/gram.h"
#include "search/lists.h"
#include "search/query.h"
#include "search/squeeze.h"
#include "search/tier.h"

#include <stdlib.h>
#include <string.h>

#define GRAMS_READ 16 /* of one word, at most twice as many */

struct found {
    struct search_hit hit;
    int tier;
    int64_t document;
};

struct searcher {
    search_read *read;
    void *ctx;
    const struct folding *folding;
    struct tier tiers[SEARCH_TIERS];
    int tier_count;
    struct dictionary *dictionary;
};

struct finding {
    const struct searcher *searcher;
    struct arena *arena;
    struct arena block; /* of one file at a time */
    struct question question;
    struct found *found;
    ptrdiff_t n;
    ptrdiff_t cap;
    str broken;
};

/* ---- files ---- */

static bool read_file(struct finding *f, struct arena *a, const struct tier *t, str name,
                      str *file) {
    str path = tier_path(a, t, name);
    bool there = f->searcher->read(f->searcher->ctx, a, path, file);
    if (!there && f->broken.p == NULL)
        f->broken = str_dup(f->arena, path);
    return there;
}

static void spoilt(struct finding *f, const struct tier *t, str name) {
    if (f->broken.p == NULL)
        f->broken = tier_path(f->arena, t, name);
}

static bool take_pointer(struct arena *a, struct searcher *s, str file) {
    struct value pointer;
    str error;
    int line = 0;
    int64_t format = 0;
    ptrdiff_t from = str_find(file, S("("));
    str json = str_sub(file, from + 1, file.n - 2);
    if (from < 0 || !json_load(a, json, &pointer, &error, &line) ||
        !tier_number(&pointer, "format", &format) || format != SEARCH_FORMAT)
        return false;
    const struct value *tiers = value_get(&pointer, S("tiers"));
    if (tiers == NULL || tiers->type != VALUE_LIST || tiers->n < 1 || tiers->n > SEARCH_TIERS)
        return false;
    for (ptrdiff_t i = 0; i < tiers->n; i++)
        if (!tier_take(&tiers->items[i], &s->tiers[s->tier_count++]))
            return false;
    return true;
}

/* The dictionary is the base's, which is the last tier. */
static bool take_dictionary(struct arena *a, struct searcher *s, str file) {
    str text;
    if (!shard_read_text(a, file, &text))
        return false;
    (void)str_cut(&text, S(SEPARATE_DOCUMENT));
    s->dictionary = dictionary_open(a, text);
    return true;
}

struct searcher *searcher_open(struct arena *a, search_read *read, void *ctx, str *broken) {
    struct searcher *s = NEW(a, struct searcher, 1);
    str file;
    s->read = read;
    s->ctx = ctx;
    s->folding = folding_make(a);
    *broken = (str){0};
    if (!read(ctx, a, S(SEARCH_POINTER), &file))
        return NULL;
    *broken = S(SEARCH_POINTER);
    if (!take_pointer(a, s, file))
        return NULL;
    *broken = tier_path(a, &s->tiers[s->tier_count - 1], S("dict"));
    if (!read(ctx, a, *broken, &file) || !take_dictionary(a, s, file))
        return NULL;
    *broken = (str){0};
    return s;
}

/* ---- lists ---- */

/* Documents as a set: bit by bit. */
struct set {
    unsigned char *bits;
    int64_t n;
    uint32_t gram; /* whose documents they are */
};

static void keep(const struct set *s, const uint32_t *v, uint64_t n) {
    for (uint64_t i = 0; i < n; i++)
        if (v[i] < s->n)
            s->bits[v[i] >> 3] |= (unsigned char)(1 << (v[i] & 7));
}

/* Where a chunk is, and after which document it begins. */
struct chunk {
    uint64_t file;
    uint64_t byte;
    uint32_t last;
};

static bool take_chunk(struct finding *f, const struct tier *t, const struct set *set,
                       struct chunk c) {
    uint64_t head;
    str file;
    str bytes;
    str name = tail_name(&f->block, set->gram >> (32 - PART_BITS), c.file);
    if (!read_file(f, &f->block, t, name, &file))
        return false;
    if (!shard_read(&f->block, file, &bytes))
        bytes = (str){0};
    bytes = str_sub(bytes, (ptrdiff_t)c.byte, bytes.n);
    bool sound = varint_take(&bytes, &head) && head >> 6 <= (uint64_t)t->documents;
    uint32_t *v = ROOM(&f->block, uint32_t, sound ? (head >> 6) + 1 : 1);
    sound = sound && gaps_take(&bytes, head >> 6, (int)(head >> 1 & 31), c.last, v);
    if (sound)
        keep(set, v, head >> 6);
    else
        spoilt(f, t, name);
    return sound;
}

/* The chunks of a list's tail. */
static bool take_tail(struct finding *f, const struct tier *t, str *s, const struct set *set) {
    uint64_t chunks = 0;
    uint64_t units = 0;
    uint64_t number = 0;
    if (!varint_take(s, &chunks) || !varint_take(s, &units))
        return false;
    for (uint64_t c = 0; c < chunks; c++) {
        uint64_t step;
        uint64_t file_step;
        uint64_t byte;
        if (!varint_take(s, &step) || !varint_take(s, &file_step) || !varint_take(s, &byte))
            return false;
        number += file_step;
        if (!take_chunk(f, t, set, (struct chunk){number, byte, (uint32_t)units * UNIT - 1}))
            return false;
        units += step;
    }
    return true;
}

static bool skip_tail(str *s) {
    uint64_t chunks = 0;
    uint64_t v;
    bool ok = varint_take(s, &chunks) && varint_take(s, &v);
    for (uint64_t i = 0; ok && i < 3 * chunks; i++)
        ok = varint_take(s, &v);
    return ok;
}

/* All documents of a gram; false when not all of its files are sound. */
static bool read_list(struct finding *f, const struct tier *t, const struct set *set) {
    str name = shard_name(&f->block, shard_of(set->gram, t->shards), t->shards);
    str file;
    str s;
    uint64_t at = 0;
    uint64_t step;
    if (!read_file(f, &f->block, t, name, &file))
        return false;
    bool ok = shard_read(&f->block, file, &s);
    uint32_t *v = ROOM(&f->block, uint32_t, t->documents + 1);
    while (ok && s.n > 0 && varint_take(&s, &step)) {
        uint64_t head = 0;
        at += step;
        ok = varint_take(&s, &head) && head >> 6 <= (uint64_t)t->documents &&
             gaps_take(&s, head >> 6, (int)(head >> 1 & 31), UINT32_MAX, v);
        if (ok && at == set->gram) {
            keep(set, v, head >> 6);
            return (head & 1) == 0 || take_tail(f, t, &s, set);
        }
        ok = ok && ((head & 1) == 0 || skip_tail(&s));
    }
    if (!ok)
        spoilt(f, t, name);
    return ok;
}

static void require(struct finding *f, const struct tier *t, uint32_t gram, const struct set *all) {
    struct set one = {NEW(&f->block, unsigned char, all->n / 8 + 1), all->n, gram};
    if (read_list(f, t, &one))
        for (int64_t i = 0; i < all->n / 8 + 1; i++)
            all->bits[i] &= one.bits[i];
    arena_reset(&f->block);
}

/* Documents that have all grams of all words and all facets. A list that cannot be read requires
 * nothing: the texts decide anyway. */
static struct set candidates(struct finding *f, const struct tier *t) {
    struct set all = {ROOM(f->arena, unsigned char, t->documents / 8 + 1), t->documents, 0};
    memset(all.bits, 0xFF, (size_t)(t->documents / 8 + 1));
    for (int w = 0; w < f->question.word_count; w++) {
        struct units u = f->question.words[w];
        uint32_t *grams = ROOM(f->arena, uint32_t, GRAMS_OF(u.n));
        ptrdiff_t n = grams_of(u.v, u.n, true, grams);
        ptrdiff_t step = n / GRAMS_READ + 1;
        for (ptrdiff_t i = 0; i < n; i += step)
            require(f, t, grams[i], &all);
    }
    for (ptrdiff_t i = 0; i < f->question.facets.n; i++) {
        struct units u = units_of(f->arena, f->question.facets.v[i]);
        require(f, t, gram_whole('&', u.v, u.n), &all);
    }
    return all;
}

/* ---- documents ---- */

static struct found *found_new(struct finding *f) {
    EXTEND(f->arena, f->found, f->n, f->cap);
    return &f->found[f->n++];
}

static str id_of(str path) {
    str name = path;
    for (ptrdiff_t i = 0; i < path.n; i++)
        if (path.p[i] == '/')
            name = str_sub(path, i + 1, path.n);
    return str_ends(name, S(".html")) ? str_sub(name, 0, name.n - 5) : name;
}

static void verify(struct finding *f, int tier, int64_t number, str text) {
    struct search_document d;
    bool exact = false;
    if (!document_take(&f->block, text, &d) ||
        !question_answers(&f->block, &f->question, &d, &exact))
        return;
    str path = str_dup(f->arena, d.path);
    *found_new(f) =
        (struct found){{id_of(path), path, str_dup(f->arena, d.title), d.day, exact}, tier, number};
}

/* The text of a block, in f->block; false when its file is not sound. */
static bool read_block(struct finding *f, const struct tier *t, int64_t number, str *text) {
    str name = block_name(&f->block, number);
    str file;
    str squeezed;
    struct units u;
    if (!read_file(f, &f->block, t, name, &file))
        return false;
    if (!shard_read_text(&f->block, file, &squeezed) ||
        !squeeze_read(f->searcher->dictionary, &f->block, squeezed, &u)) {
        spoilt(f, t, name);
        return false;
    }
    *text = units_text(&f->block, u.v, u.n);
    return true;
}

static bool is_wanted(const struct set *s, int64_t document) {
    return (s->bits[document >> 3] >> (document & 7) & 1) != 0;
}

static void look_at_block(struct finding *f, int tier, int64_t number, const struct set *wanted) {
    const struct tier *t = &f->searcher->tiers[tier];
    int64_t first = number * t->block;
    bool any = false;
    str text;
    for (int64_t i = first; i < first + t->block && i < t->documents; i++)
        any = any || is_wanted(wanted, i);
    if (any && read_block(f, t, number, &text)) {
        for (int64_t i = first; i < first + t->block && text.p != NULL; i++) {
            str one = str_cut(&text, S(SEPARATE_DOCUMENT));
            if (i < t->documents && is_wanted(wanted, i))
                verify(f, tier, i, one);
        }
    }
    arena_reset(&f->block);
}

/* Exact ones first, then the newest; on one day as the tiers have them. */
static int by_order(const void *x, const void *y) {
    const struct found *a = x;
    const struct found *b = y;
    if (a->hit.exact != b->hit.exact)
        return a->hit.exact ? -1 : 1;
    if (a->hit.day != b->hit.day)
        return a->hit.day > b->hit.day ? -1 : 1;
    if (a->tier != b->tier)
        return a->tier - b->tier;
    return (a->document > b->document) - (a->document < b->document);
}

enum search_state search_find(const struct searcher *s, struct arena *a,
                              const struct search_query *q, struct search_hits *out) {
    struct finding f = {.searcher = s, .arena = a};
    *out = (struct search_hits){0};
    enum search_state state = question_of(a, s->folding, q, &f.question);
    if (state != SEARCH_DONE)
        return state;
    for (int t = 0; t < s->tier_count; t++) {
        struct set wanted = candidates(&f, &s->tiers[t]);
        for (int64_t b = 0; b * s->tiers[t].block < s->tiers[t].documents; b++)
            look_at_block(&f, t, b, &wanted);
    }
    if (f.n > 0)
        qsort(f.found, (size_t)f.n, sizeof *f.found, by_order);
    out->v = NEW(a, struct search_hit, f.n + 1);
    for (ptrdiff_t i = 0; i < f.n; i++)
        out->v[i] = f.found[i].hit;
    out->n = f.n;
    out->broken = f.broken;
    arena_free(&f.block);
    return f.broken.p != NULL ? SEARCH_BROKEN : SEARCH_DONE;
}

/* ---- everything ---- */

bool search_all(const struct searcher *s, search_each *each, void *ctx) {
    struct arena names = {0};
    struct finding f = {.searcher = s, .arena = &names};
    for (int t = 0; t < s->tier_count; t++) {
        const struct tier *tier = &s->tiers[t];
        for (int64_t b = 0; b * tier->block < tier->documents; b++) {
            str text = {0};
            struct search_document d;
            (void)read_block(&f, tier, b, &text);
            for (int64_t i = b * tier->block; text.p != NULL; i++) {
                str one = str_cut(&text, S(SEPARATE_DOCUMENT));
                bool moved = document_moved(&f.block, one, &one);
                if (document_take(&f.block, one, &d))
                    each(ctx, t, i, &d, moved);
            }
            arena_reset(&f.block);
        }
    }
    bool whole = f.broken.p == NULL;
    arena_free(&f.block);
    arena_free(&names);
    return whole;
}
