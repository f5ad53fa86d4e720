/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * dump.c — everything that a published search index holds: each document whole; and whether the
 * lists say of each document what its text says, nothing less and nothing more.
 *
 * In:    dump PUBLIC
 * Out:   documents as JSON Lines; exit 1 when a file cannot be decoded, or a list has a trace of a
 *        document that is not there
 * Law:   none
 * Never: uses the index to find
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/field.h"
#include "base/os.h"
#include "search/document.h"
#include "search/gram.h"
#include "search/lists.h"

#include <stdlib.h>
#include <string.h>

#define LIMIT ((int64_t)64 << 20)

struct pairs {
    struct posting *v;
    size_t n;
    size_t cap;
};

struct dump {
    struct arena arena;
    const char *root;
    const struct folding *folding;
    struct buf out;
    struct pairs texts; /* what documents say */
    struct pairs lists; /* what lists say */
    uint32_t document;
};

static bool read_public(void *ctx, struct arena *a, str path, str *out) {
    const struct dump *d = ctx;
    return os_read(a, str_fmt(a, "%s/%.*s", d->root, STR(path)).p, LIMIT, out);
}

static void add(struct pairs *p, uint32_t gram, uint32_t document) {
    if (p->n == p->cap) {
        p->cap = p->cap * 2 + 4096;
        p->v = realloc(p->v, p->cap * sizeof *p->v);
        if (p->v == NULL)
            die("内存不足");
    }
    p->v[p->n++] = (struct posting){gram, document};
}

static int by_pair(const void *x, const void *y) {
    return memcmp(x, y, sizeof(struct posting));
}

/* Sorted, each once. */
static void settle(struct pairs *p) {
    size_t n = 0;
    if (p->n > 0)
        qsort(p->v, p->n, sizeof *p->v, by_pair);
    for (size_t i = 0; i < p->n; i++)
        if (n == 0 || by_pair(&p->v[i], &p->v[n - 1]) != 0)
            p->v[n++] = p->v[i];
    p->n = n;
}

/* ---- documents ---- */

static void say(struct dump *d, struct arena *a, str text, bool key) {
    struct units u = fold_text(d->folding, a, text);
    uint32_t *grams = NEW(a, uint32_t, GRAMS_OF(u.n));
    ptrdiff_t n = grams_of(u.v, u.n, false, grams);
    for (ptrdiff_t i = 0; i < n; i++)
        add(&d->texts, grams[i], d->document);
    if (key && gram_has_digit(u.v, u.n))
        add(&d->texts, gram_whole('=', u.v, u.n), d->document);
}

static void put(struct buf *out, const char *before, str text) {
    buf_str(out, str_of(before));
    buf_json(out, text);
}

static void take_one(void *ctx, const struct search_document *one) {
    struct dump *d = ctx;
    struct arena a = {0};
    put(&d->out, "{\"path\":", one->path);
    put(&d->out, ",\"title\":", one->title);
    put(&d->out, ",\"agency\":", one->agency);
    put(&d->out, ",\"kind\":", one->kind);
    put(&d->out, ",\"category\":", one->category);
    put(&d->out, ",\"party\":", one->party);
    buf_fmt(&d->out, ",\"day\":%d,\"fen\":", day_number(one->day));
    if (one->amount == WHOLE_NONE)
        buf_str(&d->out, S("null"));
    else
        buf_int(&d->out, one->amount);
    buf_str(&d->out, S(",\"penalties\":["));
    for (ptrdiff_t i = 0; i < one->penalties.n; i++)
        put(&d->out, i > 0 ? "," : "", one->penalties.v[i]);
    buf_str(&d->out, S("],\"texts\":["));
    say(d, &a, one->title, false);
    for (int i = 0; i < one->text_count; i++) {
        str label = one->texts[i].label;
        put(&d->out, i > 0 ? ",[" : "[", label);
        put(&d->out, ",", one->texts[i].text);
        buf_char(&d->out, ']');
        say(d, &a, one->texts[i].text, label_is_key(label));
    }
    buf_str(&d->out, S("]}\n"));
    struct strs facets = document_facets(&a, one);
    for (ptrdiff_t i = 0; i < facets.n; i++) {
        struct units u = units_of(&a, facets.v[i]);
        add(&d->texts, gram_whole('&', u.v, u.n), d->document);
    }
    d->document++;
    arena_free(&a);
}

/* ---- lists ---- */

static bool read_tail(struct dump *d, const char *tier, str *s, struct posting last) {
    uint64_t chunks = 0;
    uint64_t file_number = 0;
    bool sound = varint_take(s, &chunks);
    for (uint64_t i = 0; sound && i < chunks; i++) {
        uint64_t step, file_step, byte, head;
        str file, bytes;
        sound = varint_take(s, &step) && varint_take(s, &file_step) && varint_take(s, &byte);
        file_number += file_step;
        str name = tail_name(&d->arena, last.gram >> (32 - PART_BITS), file_number);
        const char *path = str_fmt(&d->arena, "%s/%.*s.js", tier, STR(name)).p;
        sound =
            sound && os_read(&d->arena, path, LIMIT, &file) && shard_read(&d->arena, file, &bytes);
        if (!sound)
            break;
        bytes = str_sub(bytes, (ptrdiff_t)byte, bytes.n);
        sound = varint_take(&bytes, &head);
        uint32_t *v = NEW(&d->arena, uint32_t, (head >> 6) + 1);
        sound = sound && gaps_take(&bytes, head >> 6, (int)(head >> 1 & 31), last.document, v);
        for (uint64_t k = 0; sound && k < head >> 6; k++)
            add(&d->lists, last.gram, v[k]);
        last.document += (uint32_t)step;
    }
    return sound;
}

static bool read_shard(struct dump *d, const char *tier, const char *path) {
    str file, s;
    uint64_t gram = 0;
    bool sound = os_read(&d->arena, path, LIMIT, &file) && shard_read(&d->arena, file, &s);
    while (sound && s.n > 0) {
        uint64_t step, head;
        sound = varint_take(&s, &step) && varint_take(&s, &head);
        gram += step;
        uint32_t *v = NEW(&d->arena, uint32_t, (head >> 6) + 1);
        sound = sound && gaps_take(&s, head >> 6, (int)(head >> 1 & 31), UINT32_MAX, v);
        for (uint64_t k = 0; sound && k < head >> 6; k++)
            add(&d->lists, (uint32_t)gram, v[k]);
        if (sound && (head & 1) != 0)
            sound = read_tail(d, tier, &s, (struct posting){(uint32_t)gram, v[(head >> 6) - 1]});
    }
    return sound;
}

static bool read_shards(struct dump *d, const char *tier, const char *dir) {
    struct strs names = os_list(&d->arena, dir);
    bool sound = true;
    for (ptrdiff_t i = 0; i < names.n; i++) {
        const char *path = str_fmt(&d->arena, "%s/%.*s", dir, STR(names.v[i])).p;
        sound = (os_stat(path).is_dir ? read_shards(d, tier, path) : read_shard(d, tier, path)) &&
                sound;
    }
    return sound;
}

/* Documents are numbered as they stand in a site of one tier; of two only the documents are told.
 */
static bool compare(struct dump *d) {
    struct strs names = os_list(&d->arena, str_fmt(&d->arena, "%s/find", d->root).p);
    const char *tier = NULL;
    bool sound = true;
    int tiers = 0;
    for (ptrdiff_t i = 0; i < names.n; i++) {
        const char *path = str_fmt(&d->arena, "%s/find/%.*s", d->root, STR(names.v[i])).p;
        if (os_stat(path).is_dir && ++tiers > 0)
            tier = path;
    }
    if (tiers != 1)
        return true;
    sound = read_shards(d, tier, str_fmt(&d->arena, "%s/g", tier).p);
    settle(&d->texts);
    settle(&d->lists);
    if (sound && d->texts.n == d->lists.n &&
        memcmp(d->texts.v, d->lists.v, d->texts.n * sizeof *d->texts.v) == 0)
        return true;
    os_print_error(S("lists and documents say different things\n"));
    return false;
}

int main(int argc, char **argv) {
    struct dump d = {.root = argc == 2 ? argv[1] : ""};
    str broken;
    os_init();
    if (argc != 2)
        die_usage("用法：dump 网站根目录");
    d.folding = folding_make(&d.arena);
    struct searcher *s = searcher_open(&d.arena, read_public, &d, &broken);
    bool sound = s != NULL && search_all(s, take_one, &d) && compare(&d);
    os_print(buf_view(&d.out));
    free(d.texts.v);
    free(d.lists.v);
    buf_free(&d.out);
    arena_free(&d.arena);
    return sound ? 0 : 1;
}
