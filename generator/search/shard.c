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

#include <endian.h>
#include <stdio.h>
#include <string.h>

#define WINDOW ((ptrdiff_t)64 << 10) /* bytes of a run in memory */
#define NUMBER_MOST 10               /* bytes of a varint, … */
#define HEAD_MOST (3 * NUMBER_MOST)  /* … of the head of a list */
#define CHUNK 9000 /* bytes of a chunk of a tail, and after which a tail file is full */
#define GAP_BITS_MAX 24
#define LOOK 56 /* bits that one look at a place shows at least */

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

str block_name(struct arena *a, int64_t block) {
    return str_fmt(a, "d/%03llx/%02llx", (unsigned long long)block >> 8,
                   (unsigned long long)block & 255);
}

/* ---- gaps ---- */

/* Bits on their way out, four bytes at a time. */
struct bits {
    struct buf *out;
    uint64_t v;
    int n; /* of v, below 32 between two calls */
    int used;
    char room[512];
};

static void bits_word(struct bits *b) {
    b->n -= 32;
    uint32_t word = htobe32((uint32_t)(b->v >> b->n));
    memcpy(b->room + b->used, &word, sizeof word);
    b->used += (int)sizeof word;
    if (b->used == (int)sizeof b->room) {
        buf_str(b->out, (str){b->room, b->used});
        b->used = 0;
    }
}

/* The lowest n bits of v, at most 32. */
static void bits_put(struct bits *b, uint32_t v, int n) {
    b->v = b->v << n | v;
    b->n += n;
    if (b->n >= 32)
        bits_word(b);
}

static void bits_end(struct bits *b) {
    for (; b->n > 0; b->n -= 8)
        b->room[b->used++] = (char)(b->n >= 8 ? b->v >> (b->n - 8) : b->v << (8 - b->n));
    buf_str(b->out, (str){b->room, b->used});
}

static uint32_t low_bits(int n) {
    return ((uint32_t)1 << n) - 1;
}

/* Golomb's parameter: near 0.69 of the mean, as a power of two. */
int gaps_rice(uint64_t span, uint64_t n) {
    int k = 0;
    while (k < GAP_BITS_MAX && ((uint64_t)2 << k) * n * 145 <= span * 140)
        k++;
    return k;
}

static inline void gap_put(struct bits *b, uint32_t gap, int k) {
    uint32_t ones = gap >> k;
    while (ones + (uint32_t)k > 31) {
        int some = ones < 31 ? (int)ones : 31;
        bits_put(b, low_bits(some), some);
        ones -= (uint32_t)some;
    }
    bits_put(b, low_bits((int)ones) << (k + 1) | (gap & low_bits(k)), (int)ones + 1 + k);
}

void gaps_put(struct buf *out, const uint32_t *v, ptrdiff_t n, int64_t last, int k) {
    struct bits b = {.out = out};
    uint32_t before = (uint32_t)last;
    for (ptrdiff_t i = 0; i < n; before = v[i++])
        gap_put(&b, v[i] - before - 1, k);
    bits_end(&b);
}

/* How many of v fit into so many bytes: whole units of documents, at least one that holds any. */
static ptrdiff_t gaps_fit(const uint32_t *v, ptrdiff_t n, int64_t last, int k, int64_t bytes) {
    int64_t bits = bytes * 8;
    ptrdiff_t i = 0;
    for (int64_t before = last; i < n; before = v[i++]) {
        bits -= 1 + k + ((v[i] - before - 1) >> k);
        if (bits < 0)
            break;
    }
    if (i == n)
        return n;
    uint32_t cut = v[i] / UNIT;
    while (i > 0 && v[i - 1] / UNIT == cut)
        i--;
    if (i == 0)
        while (i < n && v[i] / UNIT == cut)
            i++;
    return i;
}

/* Sixty-four bits from a place on, the last ones zero where there are no more. */
static uint64_t bits_at(str s, ptrdiff_t at) {
    ptrdiff_t byte = at >> 3;
    uint64_t v = 0;
    if (s.n - byte >= (ptrdiff_t)sizeof v) {
        memcpy(&v, s.p + byte, sizeof v);
        return be64toh(v) << (at & 7);
    }
    for (int i = 0; i < 8; i++, byte++)
        v = v << 8 | (byte < s.n ? (unsigned char)s.p[byte] : 0u);
    return v << (at & 7);
}

/* The ones that begin at a bit; more than fit into one look only in a list with a long first gap.
 */
static uint32_t ones_at(str s, ptrdiff_t *at) {
    uint32_t n = 0;
    for (;;) {
        uint64_t zeroes = ~bits_at(s, *at);
        int here = zeroes == 0 ? 64 : __builtin_clzll(zeroes);
        int seen = 64 - (int)(*at & 7);
        n += (uint32_t)(here < seen ? here : seen);
        *at += here < seen ? here : seen;
        if (here < seen)
            return n;
    }
}

static inline uint32_t gap_take(str s, ptrdiff_t *at, int k) {
    uint64_t bits = bits_at(s, *at);
    int ones = ~bits == 0 ? 64 : __builtin_clzll(~bits);
    if (ones + k < LOOK) {
        *at += ones + 1 + k;
        return (uint32_t)ones << k | ((uint32_t)(bits >> (63 - ones - k)) & low_bits(k));
    }
    uint32_t gap = ones_at(s, at) << k;
    *at += 1 + k;
    return gap | (uint32_t)(bits_at(s, *at - k) >> (63 - k) >> 1);
}

bool gaps_take(str *s, uint64_t n, int k, uint32_t last, uint32_t *out) {
    ptrdiff_t at = 0;
    ptrdiff_t most = s->n * 8;
    for (uint64_t i = 0; i < n; i++) {
        last += gap_take(*s, &at, k) + 1;
        if (at > most)
            return false;
        out[i] = last;
    }
    *s = str_sub(*s, (at + 7) / 8, s->n);
    return true;
}

#define SOUND_BITS 57 /* of what bits_at gives, wherever it begins */

/* A place in a list: a bit, how many gaps are still to come, the document before them. */
struct gap_place {
    ptrdiff_t at;
    uint64_t n;
    uint32_t last;
};

static void gap_next(str s, struct gap_place *p, int k) {
    p->last += gap_take(s, &p->at, k) + 1;
    p->n--;
}

/* Passes over those below `until` whose gaps are whole in one look. */
static void gaps_pass_look(str s, struct gap_place *p, int k, uint64_t until) {
    uint64_t bits = bits_at(s, p->at);
    for (int left = SOUND_BITS; p->n > 0 && ~bits != 0; p->n--) {
        int ones = __builtin_clzll(~bits);
        int size = ones + 1 + k;
        if (size > left)
            return;
        uint32_t low = (uint32_t)(bits >> (63 - ones - k)) & low_bits(k);
        uint32_t next = p->last + ((uint32_t)ones << k | low) + 1;
        if (next >= until)
            return;
        p->last = next;
        p->at += size;
        bits <<= size;
        left -= size;
    }
}

/* Passes over the documents below `until`. */
static void gaps_pass(str s, struct gap_place *p, int k, uint64_t until) {
    while (p->n > 0) {
        ptrdiff_t at = p->at;
        gaps_pass_look(s, p, k, until);
        if (p->at != at)
            continue;
        struct gap_place next = *p;
        gap_next(s, &next, k);
        if (next.last >= until)
            return;
        *p = next;
    }
}

static void bits_copy(struct bits *b, str s, ptrdiff_t from, ptrdiff_t to) {
    for (; to - from >= 32; from += 32)
        bits_put(b, (uint32_t)(bits_at(s, from) >> 32), 32);
    if (to > from)
        bits_put(b, (uint32_t)(bits_at(s, from) >> (64 - (to - from))), (int)(to - from));
}

/* Passes over those that go, from here on, and says how many; those that are not here are passed
 * over in `going` alone. */
static uint64_t gaps_leave(str s, struct gap_place *p, int k, struct going *going) {
    uint64_t left = 0;
    while (p->n > 0 && going->n > 0) {
        struct gap_place next = *p;
        gap_next(s, &next, k);
        if (next.last < going->at->document)
            break;
        if (next.last == going->at->document) {
            *p = next;
            left++;
        }
        going->at++;
        going->n--;
    }
    return left;
}

/* What stays is copied in stretches; only the gap over those that go is a new one. */
bool gaps_thin(str *s, struct gaps *g, struct going *going, struct buf *out) {
    struct bits b = {.out = out};
    struct gap_place p = {.n = g->n, .last = (uint32_t)g->last};
    uint64_t all = g->n;
    ptrdiff_t done = 0; /* bits that are copied, or that go */
    while (going->n > 0 && p.n > 0) {
        gaps_pass(*s, &p, g->k, going->at->document);
        struct gap_place stays = p;
        uint64_t left = gaps_leave(*s, &p, g->k, going);
        if (left == 0)
            continue;
        g->n -= left;
        bits_copy(&b, *s, done, stays.at);
        if (p.n > 0) {
            gap_next(*s, &p, g->k);
            gap_put(&b, p.last - stays.last - 1, g->k);
        }
        done = p.at;
    }
    gaps_pass(*s, &p, g->k, UINT64_MAX);
    bits_copy(&b, *s, done, g->n < all ? p.at : done);
    bits_end(&b);
    bool whole = p.at <= s->n * 8;
    *s = str_sub(*s, (p.at + 7) / 8, s->n);
    return whole;
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

/* Shards up to one are complete; one without a list says so, by being there. */
static void flush_shards(struct writer *w, uint32_t until) {
    for (; w->shard < until; w->shard++) {
        shard_put(w->plan->sink, w->worker, w->plan->tier,
                  shard_name(&w->memory, w->shard, w->plan->shards), buf_view(&w->lists));
        buf_reset(&w->lists);
        w->before = 0;
    }
}

static void flush_tail(struct writer *w) {
    if (w->tail.n > 0)
        shard_put(w->plan->sink, w->worker, w->plan->tier,
                  tail_name(&w->memory, w->part, w->tail_file++), buf_view(&w->tail));
    buf_reset(&w->tail);
}

struct chunk {
    uint32_t units; /* of documents, up to its end */
    uint64_t file;
    ptrdiff_t byte;
};

/* The documents from v on as chunks of tail files; where they are is appended to the shard. */
static void write_tail(struct writer *w, const uint32_t *v, ptrdiff_t n, uint32_t units) {
    struct buf where = {0};
    uint64_t chunks = 0;
    struct chunk was = {units, 0, 0};
    for (ptrdiff_t done = 0; done < n; chunks++) {
        if (w->tail.n >= CHUNK)
            flush_tail(w);
        int64_t last = (int64_t)was.units * UNIT - 1;
        int k = gaps_rice((uint64_t)(v[n - 1] - last), (uint64_t)(n - done));
        ptrdiff_t fit = gaps_fit(v + done, n - done, last, k, CHUNK);
        struct chunk now = {v[done + fit - 1] / UNIT + 1, w->tail_file, w->tail.n};
        varint_put(&w->tail, (uint64_t)fit << 6 | (uint64_t)k << 1);
        gaps_put(&w->tail, v + done, fit, last, k);
        varint_put(&where, now.units - was.units);
        varint_put(&where, now.file - was.file);
        varint_put(&where, (uint64_t)now.byte);
        was = now;
        done += fit;
    }
    varint_put(&w->lists, chunks);
    varint_put(&w->lists, units);
    buf_str(&w->lists, buf_view(&where));
    buf_free(&where);
}

static void write_list(struct writer *w, uint32_t gram, const uint32_t *v, ptrdiff_t n) {
    flush_shards(w, shard_of(gram, w->plan->shards));
    int k = gaps_rice((uint64_t)v[n - 1] + 1, (uint64_t)n);
    ptrdiff_t fit = gaps_fit(v, n, -1, k, WHOLE);
    if (fit < n)
        fit = gaps_fit(v, n, -1, k, PIECE);
    varint_put(&w->lists, gram - w->before);
    varint_put(&w->lists, (uint64_t)fit << 6 | (uint64_t)k << 1 | (fit < n));
    gaps_put(&w->lists, v, fit, -1, k);
    if (fit < n)
        write_tail(w, v + fit, n - fit, v[fit - 1] / UNIT + 1);
    w->before = gram;
}

/* ---- merging ---- */

/* A run, read up to the head of a list: its gram, documents and bytes. What is not in memory comes
 * through a window. */
struct cursor {
    str rest;
    char *window;
    int64_t from; /* where what follows was put aside, … */
    ptrdiff_t left;
    int run;
    uint32_t gram;
    uint64_t n;
    uint64_t bytes;
};

/* The next one of all runs is on top: by gram, then by run. */
struct merge {
    const struct search_sink *sink;
    struct cursor *heap;
    int n;
};

/* At least `need` bytes of the rest are there, or all of it. */
static void reach(const struct search_sink *sink, struct cursor *c, ptrdiff_t need) {
    if (c->rest.n >= need || c->left == 0)
        return;
    ptrdiff_t more = c->left < WINDOW - c->rest.n ? c->left : WINDOW - c->rest.n;
    memmove(c->window, c->rest.p, (size_t)c->rest.n);
    sink->fetch(sink->ctx, c->from, c->window + c->rest.n, more);
    c->rest = (str){c->window, c->rest.n + more};
    c->from += more;
    c->left -= more;
}

static bool advance(const struct search_sink *sink, struct cursor *c) {
    uint64_t step;
    reach(sink, c, HEAD_MOST);
    if (!varint_take(&c->rest, &step) || !varint_take(&c->rest, &c->n) ||
        !varint_take(&c->rest, &c->bytes))
        return false;
    c->gram += (uint32_t)step;
    return true;
}

static bool comes_before(const struct cursor *a, const struct cursor *b) {
    return a->gram != b->gram ? a->gram < b->gram : a->run < b->run;
}

static void sink(struct merge *m, int at) {
    for (;;) {
        int least = at;
        for (int child = 2 * at + 1; child <= 2 * at + 2 && child < m->n; child++)
            if (comes_before(&m->heap[child], &m->heap[least]))
                least = child;
        if (least == at)
            return;
        struct cursor c = m->heap[at];
        m->heap[at] = m->heap[least];
        m->heap[least] = c;
        at = least;
    }
}

static struct cursor cursor_open(struct arena *a, const struct run *run, int number) {
    struct cursor c = {.run = number};
    if (run->bytes != NULL) {
        c.rest = (str){run->bytes, run->n};
        return c;
    }
    c.window = ROOM(a, char, WINDOW);
    c.rest.p = c.window;
    c.from = run->from;
    c.left = run->n;
    return c;
}

static struct merge merge_open(struct arena *a, const struct runs *r) {
    struct merge m = {r->sink, NEW(a, struct cursor, r->n), 0};
    for (int i = 0; i < r->n; i++) {
        struct cursor c = cursor_open(a, &r->v[i], i);
        if (advance(m.sink, &c))
            m.heap[m.n++] = c;
    }
    for (int i = m.n / 2; i >= 0; i--)
        sink(&m, i);
    return m;
}

/* Past the list on top, or what is left of it. */
static void merge_next(struct merge *m) {
    struct cursor *c = &m->heap[0];
    ptrdiff_t skip = (ptrdiff_t)c->bytes;
    ptrdiff_t here = skip < c->rest.n ? skip : c->rest.n;
    c->rest = str_sub(c->rest, here, c->rest.n);
    skip = skip - here < c->left ? skip - here : c->left;
    c->from += skip;
    c->left -= skip;
    if (!advance(m->sink, c))
        *c = m->heap[--m->n];
    sink(m, 0);
}

/* The documents of the list on top, as far as they are there; its cursor stands behind them. */
static ptrdiff_t take_some(struct cursor *c, uint32_t *last, uint32_t *out) {
    str gaps = str_sub(c->rest, 0, (ptrdiff_t)c->bytes);
    ptrdiff_t had = gaps.n;
    bool all = (uint64_t)had == c->bytes;
    uint64_t gap = 0;
    ptrdiff_t n = 0;
    while (gaps.n > 0 && (all || gaps.n >= NUMBER_MOST)) {
        if ((unsigned char)*gaps.p < 0x80) { /* nearly all of a long list */
            gap = (unsigned char)*gaps.p++;
            gaps.n--;
        } else if (!varint_take(&gaps, &gap)) {
            break;
        }
        *last += (uint32_t)gap; /* document + 1, as lists.c counts */
        out[n++] = *last - 1;
    }
    c->bytes -= (uint64_t)(had - gaps.n);
    c->rest = str_sub(c->rest, had - gaps.n, c->rest.n);
    return n;
}

static ptrdiff_t take_list(struct merge *m, uint32_t *out) {
    struct cursor *c = &m->heap[0];
    uint32_t last = 0;
    ptrdiff_t n = 0;
    for (ptrdiff_t more = 1; c->bytes > 0 && more > 0; n += more) {
        reach(m->sink, c, c->bytes < WINDOW ? (ptrdiff_t)c->bytes : WINDOW);
        more = take_some(c, &last, out + n);
    }
    return n;
}

int64_t lists_measure(const struct runs *r) {
    struct arena a = {0};
    struct merge m = merge_open(&a, r);
    int64_t bytes = 0;
    while (m.n > 0) {
        uint32_t gram = m.heap[0].gram;
        int64_t n = 0;
        for (; m.n > 0 && m.heap[0].gram == gram; merge_next(&m))
            n += (int64_t)m.heap[0].n;
        bytes += 4 + (n < WHOLE ? n : PIECE);
    }
    arena_free(&a);
    return bytes;
}

void lists_write(const struct lists_plan *p, int worker, const struct runs *r,
                 unsigned char *common) {
    uint32_t each = p->shards / PARTS;
    struct writer w = {.plan = p, .worker = worker, .part = (uint32_t)r->part};
    w.shard = w.part * each;
    struct merge m = merge_open(&w.memory, r);
    uint32_t *documents = ROOM(&w.memory, uint32_t, p->documents + 1);
    while (m.n > 0) {
        uint32_t gram = m.heap[0].gram;
        ptrdiff_t count = 0;
        for (; m.n > 0 && m.heap[0].gram == gram; merge_next(&m))
            count += take_list(&m, documents + count);
        write_list(&w, gram, documents, count);
        if (count > p->documents / COMMON_PART)
            common[(gram & ((1 << COMMON_BITS) - 1)) >> 3] |= (unsigned char)(1 << (gram & 7));
    }
    flush_shards(&w, (w.part + 1) * each);
    flush_tail(&w);
    buf_free(&w.lists);
    buf_free(&w.tail);
    arena_free(&w.memory);
}
