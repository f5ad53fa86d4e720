/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shard.c — runs of lists merged and written as files; and how a file hands its bytes over.
 *
 * In:    runs
 * Out:   shards, tails
 * Law:   none
 * Never: writes a file that a script element cannot load
 */
#include "search/lists.h"
#include "search/squeeze.h"

#include <stdio.h>
#include <string.h>

#define CHUNK 9000 /* bytes of a chunk of a tail, and after which a tail file is full */
#define GAP_BITS_MAX 24

/* ---- files ---- */

static void shard_open(struct buf *b, str tier, str name) {
    buf_fmt(b, "gongshi.shard(\"%.*s/%.*s\",`", STR(tier), STR(name));
}

static void shard_done(const struct search_sink *sink, int worker, struct buf *b, str tier,
                       str name) {
    char path[256];
    buf_str(b, S("`)\n"));
    int n = snprintf(path, sizeof path, SEARCH_FOLDER "/%.*s/%.*s.js", STR(tier), STR(name));
    sink->put(sink->ctx, worker, (str){path, n}, buf_view(b));
    buf_free(b);
}

void shard_put(const struct search_sink *sink, int worker, str tier, str name, str bytes) {
    struct buf b = {0};
    shard_open(&b, tier, name);
    squeeze_binary(&b, bytes);
    shard_done(sink, worker, &b, tier, name);
}

void shard_put_text(const struct search_sink *sink, int worker, str tier, str name, str text) {
    struct buf b = {0};
    shard_open(&b, tier, name);
    squeeze_literal(&b, text);
    shard_done(sink, worker, &b, tier, name);
}

/* What stands between the first ` and the last, which must be followed by the end. */
static bool handed_over(str file, str *literal) {
    ptrdiff_t from = str_find(file, S("`"));
    if (from < 0 || file.n < from + 4 || !str_ends(file, S("`)\n")))
        return false;
    *literal = str_sub(file, from + 1, file.n - 3);
    return true;
}

bool shard_read(struct arena *a, str file, str *bytes) {
    str literal;
    return handed_over(file, &literal) && squeeze_binary_read(a, literal, bytes);
}

bool shard_read_text(struct arena *a, str file, str *text) {
    str literal;
    if (!handed_over(file, &literal))
        return false;
    *text = squeeze_literal_read(a, literal);
    return true;
}

uint32_t shard_of(uint32_t gram, uint32_t shards) {
    return (uint32_t)((uint64_t)gram * shards >> 32);
}

str shard_name(struct arena *a, uint32_t shard, uint32_t shards) {
    uint32_t each = shards / PARTS;
    return str_fmt(a, "g/%02x/%x", shard / each, shard % each);
}

str tail_name(struct arena *a, uint32_t part, uint64_t file) {
    return str_fmt(a, "t/%02x/%llx", part, (unsigned long long)file);
}

/* ---- gaps ---- */

struct bits {
    struct buf *out;
    uint64_t v;
    int n;
};

static void bits_put(struct bits *b, uint32_t v, int n) {
    b->v = b->v << n | v;
    b->n += n;
    while (b->n >= 8) {
        b->n -= 8;
        buf_char(b->out, (char)(b->v >> b->n));
    }
}

/* Golomb's parameter for gaps of this mean: near 0.69 of it, as a power of two. */
static int rice_of(uint64_t span, uint64_t n) {
    int k = 0;
    while (k < GAP_BITS_MAX && ((uint64_t)2 << k) * n * 145 <= span * 140)
        k++;
    return k;
}

static void gaps_put(struct buf *out, const uint32_t *v, ptrdiff_t n, int64_t last, int k) {
    struct bits b = {out, 0, 0};
    for (ptrdiff_t i = 0; i < n; i++) {
        uint32_t gap = (uint32_t)(v[i] - last - 1);
        last = v[i];
        for (uint32_t q = gap >> k; q > 0;) {
            int ones = q < 24 ? (int)q : 24;
            bits_put(&b, ((uint32_t)1 << ones) - 1, ones);
            q -= (uint32_t)ones;
        }
        bits_put(&b, 0, 1);
        bits_put(&b, gap & (((uint32_t)1 << k) - 1), k);
    }
    if (b.n > 0)
        bits_put(&b, 0, 8 - b.n);
}

/* How many of v fit into so many bytes. */
static ptrdiff_t gaps_fit(const uint32_t *v, ptrdiff_t n, int64_t last, int k, int64_t bytes) {
    int64_t bits = bytes * 8;
    ptrdiff_t i = 0;
    for (; i < n; i++) {
        bits -= 1 + k + ((v[i] - last - 1) >> k);
        if (bits < 0)
            break;
        last = v[i];
    }
    return i > 0 ? i : 1;
}

bool gaps_take(str *s, uint64_t n, int k, uint32_t last, uint32_t *out) {
    const unsigned char *p = (const unsigned char *)s->p;
    ptrdiff_t at = 0;
    ptrdiff_t most = s->n * 8;
    for (uint64_t i = 0; i < n; i++) {
        uint32_t gap = 0;
        for (; at < most && (p[at >> 3] >> (7 - (at & 7)) & 1) != 0; at++)
            gap++;
        if (++at + k > most)
            return false;
        for (int b = 0; b < k; b++, at++)
            gap = gap << 1 | (p[at >> 3] >> (7 - (at & 7)) & 1);
        last += gap + 1;
        out[i] = last;
    }
    *s = str_sub(*s, (at + 7) / 8, s->n);
    return true;
}

/* ---- writing ---- */

struct writer {
    const struct lists_plan *plan;
    struct arena memory; /* names */
    int worker;
    uint32_t part;
    uint32_t shard;
    uint32_t before; /* gram */
    struct buf lists;
    struct buf tail;
    uint64_t tail_file;
};

static void flush_shard(struct writer *w) {
    if (w->lists.n > 0)
        shard_put(w->plan->sink, w->worker, w->plan->tier,
                  shard_name(&w->memory, w->shard, w->plan->shards), buf_view(&w->lists));
    buf_reset(&w->lists);
    w->before = 0;
}

static void flush_tail(struct writer *w) {
    if (w->tail.n > 0)
        shard_put(w->plan->sink, w->worker, w->plan->tier,
                  tail_name(&w->memory, w->part, w->tail_file++), buf_view(&w->tail));
    buf_reset(&w->tail);
}

struct chunk {
    uint32_t last;
    uint64_t file;
    ptrdiff_t byte;
};

/* The documents from v on as chunks of tail files; where they are is appended to the shard. */
static void write_tail(struct writer *w, const uint32_t *v, ptrdiff_t n, int64_t before) {
    struct buf where = {0};
    uint64_t chunks = 0;
    struct chunk was = {(uint32_t)before, 0, 0};
    for (ptrdiff_t done = 0; done < n; chunks++) {
        if (w->tail.n >= CHUNK)
            flush_tail(w);
        int k = rice_of((uint64_t)(v[n - 1] - was.last), (uint64_t)(n - done));
        ptrdiff_t fit = gaps_fit(v + done, n - done, was.last, k, CHUNK);
        struct chunk now = {v[done + fit - 1], w->tail_file, w->tail.n};
        varint_put(&w->tail, (uint64_t)fit << 6 | (uint64_t)k << 1);
        gaps_put(&w->tail, v + done, fit, was.last, k);
        varint_put(&where, now.last - was.last);
        varint_put(&where, now.file - was.file);
        varint_put(&where, (uint64_t)now.byte);
        was = now;
        done += fit;
    }
    varint_put(&w->lists, chunks);
    buf_str(&w->lists, buf_view(&where));
    buf_free(&where);
}

static void write_list(struct writer *w, uint32_t gram, const uint32_t *v, ptrdiff_t n) {
    uint32_t shard = shard_of(gram, w->plan->shards);
    if (shard != w->shard)
        flush_shard(w);
    w->shard = shard;
    int k = rice_of((uint64_t)v[n - 1] + 1, (uint64_t)n);
    ptrdiff_t fit = gaps_fit(v, n, -1, k, WHOLE);
    if (fit < n)
        fit = gaps_fit(v, n, -1, k, PIECE);
    varint_put(&w->lists, gram - w->before);
    varint_put(&w->lists, (uint64_t)fit << 6 | (uint64_t)k << 1 | (fit < n));
    gaps_put(&w->lists, v, fit, -1, k);
    if (fit < n)
        write_tail(w, v + fit, n - fit, v[fit - 1]);
    w->before = gram;
}

/* ---- merging ---- */

struct cursor {
    str rest;
    uint32_t gram;
    bool done;
};

static void advance(struct cursor *c) {
    uint64_t step;
    c->done = !varint_take(&c->rest, &step);
    if (!c->done)
        c->gram += (uint32_t)step;
}

/* The documents of the list that a cursor stands at, behind those of earlier runs. */
static ptrdiff_t take_list(struct cursor *c, uint32_t *out) {
    uint64_t n = 0;
    uint64_t gap = 0;
    uint32_t last = 0; /* document + 1, as lists.c counts */
    (void)varint_take(&c->rest, &n);
    for (uint64_t i = 0; i < n && varint_take(&c->rest, &gap); i++) {
        last += (uint32_t)gap;
        out[i] = last - 1;
    }
    advance(c);
    return (ptrdiff_t)n;
}

void lists_write(const struct lists_plan *p, int worker, const struct runs *r,
                 unsigned char *common) {
    struct writer w = {.plan = p, .worker = worker, .part = (uint32_t)r->part, .shard = UINT32_MAX};
    int n = r->n;
    struct cursor *c = NEW(&w.memory, struct cursor, n);
    uint32_t *documents = ROOM(&w.memory, uint32_t, p->documents + 1);
    for (int i = 0; i < n; i++) {
        c[i] = (struct cursor){.rest = r->v[i]};
        advance(&c[i]);
    }
    for (;;) {
        uint32_t gram = UINT32_MAX;
        bool any = false;
        for (int i = 0; i < n; i++) {
            any = any || !c[i].done;
            gram = !c[i].done && c[i].gram < gram ? c[i].gram : gram;
        }
        if (!any)
            break;
        ptrdiff_t count = 0;
        for (int i = 0; i < n; i++)
            if (!c[i].done && c[i].gram == gram)
                count += take_list(&c[i], documents + count);
        write_list(&w, gram, documents, count);
        if (count > p->documents / COMMON_PART)
            common[(gram & ((1 << COMMON_BITS) - 1)) >> 3] |= (unsigned char)(1 << (gram & 7));
    }
    flush_shard(&w);
    flush_tail(&w);
    buf_free(&w.lists);
    buf_free(&w.tail);
    arena_free(&w.memory);
}
