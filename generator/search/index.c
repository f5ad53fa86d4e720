/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * index.c — documents in, newest first; shards out.
 *
 * In:    struct search_document, in blocks
 * Out:   files of one tier
 * Law:   none
 * Never: depends on the number of workers; holds more than a batch and the lists' memory
 *
 *   batch of blocks ──► workers: fold, grams, squeeze ──► postings by part ──► workers: lists
 *                                       └─► d/…                                  └─► g/… t/…
 */
#include "search/gather.h"
#include "search/lists.h"
#include "search/squeeze.h"

#include <stdlib.h>
#include <string.h>

#define DICTIONARY_UNITS 1200
#define SAMPLE 384        /* documents looked at for the dictionary */
#define BLOCK_BYTES 30000 /* of texts in one file of documents, about */
#define BLOCK_MOST 16     /* documents in it */
#define SHARD_BYTES 2850  /* of lists in one shard, about */
#define SHARDS_MOST (1u << 20)
#define PARTS_ASIDE 4     /* parts that are put aside at a time */
#define COMMON_LEAST 2000 /* documents of an index that tells which grams are common */

/* What a worker has for itself. */
struct worker {
    struct arena scratch; /* of one block */
    struct arena kept;    /* of a batch */
    struct buf text;
    uint64_t seen[1 << SEEN_BITS]; /* document + 1 and gram: put out already */
    unsigned char common[1 << (COMMON_BITS - 3)];
};

/* What came of one block. */
struct block {
    ptrdiff_t from; /* items of the batch */
    int n;
    struct posting *postings; /* by part */
    ptrdiff_t starts[PARTS + 1];
    int days[BLOCK_MOST];
    struct strs facets[BLOCK_MOST];
    str agency_names[BLOCK_MOST];
    str kind_names[BLOCK_MOST];
};

struct facet {
    str text;
    str name; /* as people call it; absent when that is the value itself */
    int64_t n;
};

/* Where each part of a run was put aside. */
struct run_places {
    int64_t from[PARTS];
    ptrdiff_t n[PARTS];
};

struct month {
    int month; /* 202611 */
    int64_t first;
};

struct indexer {
    struct arena *arena;
    struct par *par;
    const struct search_sink *sink;
    struct search_plan plan;
    const struct folding *folding;
    const struct labels *labels;
    struct dictionary *dictionary;
    struct worker *workers;
    struct lists *lists[PARTS];
    int per_block;
    int64_t documents; /* so far */
    /* the batch under way */
    struct block *blocks;
    int block_count;
    search_make *make;
    void *make_ctx;
    struct arena batch;
    struct par_batch posted;
    struct run_places *runs; /* that were put aside */
    ptrdiff_t run_count;
    ptrdiff_t run_cap;
    int part;                /* the first that is written */
    struct buf parts[PARTS]; /* of the run under way, by part */
    int64_t measures[PARTS]; /* bytes of shards */
    struct facet *facets;    /* by hash, open addressing */
    int facet_count;
    int facet_cap; /* a power of two */
    struct month *months;
    ptrdiff_t month_count;
    ptrdiff_t month_cap;
};

/* ---- opening ---- */

static void use_dictionary(struct indexer *x, str text) {
    str rest = text;
    (void)str_cut(&rest, S(SEPARATE_DOCUMENT));
    x->dictionary = dictionary_open(x->arena, rest);
}

struct indexer *indexer_open(struct arena *a, struct par *par, const struct search_sink *sink,
                             const struct search_plan *plan) {
    struct indexer *x = NEW(a, struct indexer, 1);
    *x = (struct indexer){.arena = a,
                          .par = par,
                          .sink = sink,
                          .plan = *plan,
                          .folding = folding_make(a),
                          .labels = labels_make(a),
                          .per_block = BLOCK_MOST};
    x->workers = NEW(a, struct worker, par_jobs(par));
    for (int i = 0; i < PARTS; i++)
        x->lists[i] = lists_open(a);
    x->facet_cap = 1024;
    x->facets = NEW(a, struct facet, x->facet_cap);
    use_dictionary(x, plan->dictionary);
    if (plan->dictionary.p != NULL)
        shard_put_text(sink, 0, plan->tier, S("dict"), plan->dictionary);
    return x;
}

int64_t search_sample_step(int64_t documents) {
    return documents / SAMPLE + 1;
}

int indexer_block(const struct indexer *x) {
    return x->per_block;
}

/* The text of a document, as its block will have it. */
static struct units sample_one(struct indexer *x, ptrdiff_t i, search_make *make, void *ctx) {
    struct search_document d;
    struct arena a = {0};
    struct buf *b = &x->workers[0].text;
    struct units u = {NULL, 0};
    buf_reset(b);
    if (make(ctx, &a, i, &d)) {
        document_put(x->labels, b, &d);
        u = units_of(&x->workers[0].kept, buf_view(b));
    }
    arena_free(&a);
    return u;
}

void indexer_sample(struct indexer *x, ptrdiff_t n, search_make *make, void *ctx) {
    struct arena *a = &x->workers[0].kept;
    int count = (int)n;
    struct units *sample = NEW(a, struct units, count + 1);
    ptrdiff_t units = 0;
    struct buf text = {0};
    int labels = 0;
    for (int i = 0; i < count; i++) {
        sample[i] = sample_one(x, i, make, ctx);
        units += sample[i].n;
    }
    const str *titles = search_labels(a, &labels);
    for (int i = 0; i < labels; i++)
        buf_fmt(&text, "%s%.*s", i > 0 ? SEPARATE_FIELD : "", STR(titles[i]));
    buf_str(&text, S(SEPARATE_DOCUMENT));
    buf_str(&text, dictionary_choose(a, sample, count, DICTIONARY_UNITS));
    use_dictionary(x, buf_view(&text));
    shard_put_text(x->sink, 0, x->plan.tier, S("dict"), buf_view(&text));
    ptrdiff_t fit = units > 0 ? (ptrdiff_t)BLOCK_BYTES * count / (3 * units) : 1;
    x->per_block = fit < 1 ? 1 : fit > BLOCK_MOST ? BLOCK_MOST : (int)fit;
    buf_free(&text);
    arena_reset(a);
}

/* ---- one block, in a worker ---- */

/* Shares postings out by part; within a part they stay in the order of documents. */
static void share_out(struct block *b, struct arena *kept, const struct posting *v, ptrdiff_t n) {
    ptrdiff_t at[PARTS] = {0};
    for (ptrdiff_t i = 0; i < n; i++)
        b->starts[(v[i].gram >> (32 - PART_BITS)) + 1]++;
    for (int p = 0; p < PARTS; p++) {
        b->starts[p + 1] += b->starts[p];
        at[p] = b->starts[p];
    }
    b->postings = ROOM(kept, struct posting, n + 1);
    for (ptrdiff_t i = 0; i < n; i++)
        b->postings[at[v[i].gram >> (32 - PART_BITS)]++] = v[i];
}

static void write_block(const struct indexer *x, int worker, int64_t number, struct units text) {
    struct worker *w = &x->workers[worker];
    struct buf squeezed = {0};
    squeeze(x->dictionary, &w->scratch, text, &squeezed);
    shard_put_text(x->sink, worker, x->plan.tier, block_name(&w->scratch, number),
                   buf_view(&squeezed));
    buf_free(&squeezed);
}

static void gather_block(const struct indexer *x, struct worker *w, struct block *b,
                         struct units text) {
    struct gathering g = {x->folding, &w->scratch, w->seen, NULL, 0, 0};
    for (int k = 0; k < b->n; k++)
        gather_document(&g, (uint32_t)(x->documents + b->from + k), &text, &b->facets[k]);
    share_out(b, &w->kept, g.v, g.n);
}

static void index_block(void *ctx, int worker, ptrdiff_t i) {
    struct indexer *x = ctx;
    struct worker *w = &x->workers[worker];
    struct block *b = &x->blocks[i];
    buf_reset(&w->text);
    for (int k = 0; k < b->n; k++) {
        struct search_document d;
        buf_str(&w->text, k > 0 ? S(SEPARATE_DOCUMENT) : S(""));
        if (!x->make(x->make_ctx, &w->scratch, b->from + k, &d))
            continue;
        document_put(x->labels, &w->text, &d);
        b->days[k] = day_number(d.day);
        b->facets[k] = document_facets(&w->kept, &d);
        b->agency_names[k] = str_dup(&w->kept, d.agency_name);
        b->kind_names[k] = str_dup(&w->kept, d.kind_name);
    }
    struct units text = units_of(&w->scratch, buf_view(&w->text));
    gather_block(x, w, b, text);
    write_block(x, worker, (x->documents + b->from) / x->per_block, text);
    arena_reset(&w->scratch);
}

static void add_part(void *ctx, int worker, ptrdiff_t part) {
    struct indexer *x = ctx;
    (void)worker;
    for (int i = 0; i < x->block_count; i++) {
        const struct block *b = &x->blocks[i];
        lists_add(x->lists[part], b->postings + b->starts[part],
                  b->starts[part + 1] - b->starts[part]);
    }
}

/* ---- counters ---- */

static struct facet *facet_of(struct facet *v, int cap, str text) {
    uint64_t at = str_hash(text) & (uint64_t)(cap - 1);
    while (v[at].n > 0 && !str_eq(v[at].text, text))
        at = (at + 1) & (uint64_t)(cap - 1);
    return &v[at];
}

static void count_facet(struct indexer *x, str text, str name) {
    struct facet *f = facet_of(x->facets, x->facet_cap, text);
    if (f->n++ > 0)
        return;
    f->text = str_dup(x->arena, text);
    f->name = str_dup(x->arena, name);
    if (++x->facet_count * 2 < x->facet_cap)
        return;
    struct facet *more = NEW(x->arena, struct facet, x->facet_cap * 2);
    for (int i = 0; i < x->facet_cap; i++)
        if (x->facets[i].n > 0)
            *facet_of(more, x->facet_cap * 2, x->facets[i].text) = x->facets[i];
    x->facets = more;
    x->facet_cap *= 2;
}

static void count_facets(struct indexer *x, const struct block *b, int k) {
    for (ptrdiff_t f = 0; f < b->facets[k].n; f++) {
        str text = b->facets[k].v[f];
        str name = str_starts(text, S("agency=")) ? b->agency_names[k]
                   : str_starts(text, S("kind=")) ? b->kind_names[k]
                                                  : (str){0};
        count_facet(x, text, name);
    }
}

static void count_month(struct indexer *x, int day, int64_t document) {
    int month = day / 100;
    if (x->month_count > 0 && x->months[x->month_count - 1].month == month)
        return;
    EXTEND(x->arena, x->months, x->month_count, x->month_cap);
    x->months[x->month_count++] = (struct month){month, document};
}

/* ---- runs that are put aside ---- */

static void write_run(void *ctx, int worker, ptrdiff_t part) {
    struct indexer *x = ctx;
    (void)worker;
    part += x->part;
    lists_run(x->lists[part], &x->parts[part]);
}

/* The lists of some parts so far become bytes. */
static void run_bytes(struct indexer *x, int from, int until) {
    x->part = from;
    par_for(x->par, until - from, write_run, x);
}

/* A few parts at a time, so that not all of them are there twice. */
static void put_aside(struct indexer *x) {
    EXTEND(x->arena, x->runs, x->run_count, x->run_cap);
    struct run_places *r = &x->runs[x->run_count++];
    for (int p = 0; p < PARTS; p++) {
        if (p % PARTS_ASIDE == 0)
            run_bytes(x, p, p + PARTS_ASIDE);
        r->from[p] = x->sink->spill(x->sink->ctx, buf_view(&x->parts[p]));
        r->n[p] = x->parts[p].n;
        buf_free(&x->parts[p]);
    }
}

/* ---- batches ---- */

void indexer_begin(struct indexer *x, ptrdiff_t n, search_make *make, void *ctx) {
    x->make = make;
    x->make_ctx = ctx;
    x->block_count = (int)((n + x->per_block - 1) / x->per_block);
    x->blocks = NEW(&x->batch, struct block, x->block_count);
    for (int i = 0; i < x->block_count; i++) {
        ptrdiff_t from = (ptrdiff_t)i * x->per_block;
        x->blocks[i].from = from;
        x->blocks[i].n = (int)(n - from < x->per_block ? n - from : x->per_block);
    }
    par_post(x->par, &x->posted, x->block_count, index_block, x);
}

void indexer_end(struct indexer *x) {
    ptrdiff_t memory = 0;
    par_await(x->par, &x->posted);
    par_post(x->par, &x->posted, PARTS, add_part, x);
    for (int i = 0; i < x->block_count; i++) {
        const struct block *b = &x->blocks[i];
        for (int k = 0; k < b->n; k++) {
            count_facets(x, b, k);
            count_month(x, b->days[k], x->documents + b->from + k);
        }
    }
    par_await(x->par, &x->posted);
    for (int i = 0; i < x->block_count; i++)
        x->documents += x->blocks[i].n;
    for (int w = 0; w < par_jobs(x->par); w++)
        arena_reset(&x->workers[w].kept);
    arena_reset(&x->batch);
    for (int p = 0; p < PARTS; p++)
        memory += lists_memory(x->lists[p]);
    if (memory > x->plan.memory)
        put_aside(x);
}

/* ---- closing ---- */

struct closing {
    struct indexer *index;
    struct lists_plan plan;
};

/* All runs of a part, the last one from memory. */
static struct runs runs_of(const struct indexer *x, struct arena *a, ptrdiff_t part) {
    struct run *runs = NEW(a, struct run, x->run_count + 1);
    for (ptrdiff_t i = 0; i < x->run_count; i++)
        runs[i] = (struct run){NULL, x->runs[i].from[part], x->runs[i].n[part]};
    runs[x->run_count] = (struct run){x->parts[part].p, 0, x->parts[part].n};
    return (struct runs){x->sink, (int)part, runs, (int)x->run_count + 1};
}

static void measure_part(void *ctx, int worker, ptrdiff_t part) {
    struct indexer *x = ctx;
    struct arena *a = &x->workers[worker].scratch;
    struct runs r = runs_of(x, a, part);
    x->measures[part] = lists_measure(&r);
    arena_reset(a);
}

static void close_part(void *ctx, int worker, ptrdiff_t part) {
    struct closing *c = ctx;
    struct indexer *x = c->index;
    struct worker *w = &x->workers[worker];
    struct runs r = runs_of(x, &w->scratch, part);
    lists_write(&c->plan, worker, &r, w->common);
    buf_free(&x->parts[part]);
    arena_reset(&w->scratch);
}

static int by_text(const void *x, const void *y) {
    return str_cmp(((const struct facet *)x)->text, ((const struct facet *)y)->text);
}

/* Facets with counts and names, then where months begin: agency=scj␟12␟…局␟kind=…␞202611␟0␟… */
static void write_facets(struct indexer *x) {
    struct buf b = {0};
    struct facet *v = NEW(x->arena, struct facet, x->facet_count + 1);
    int n = 0;
    for (int i = 0; i < x->facet_cap; i++)
        if (x->facets[i].n > 0)
            v[n++] = x->facets[i];
    qsort(v, (size_t)n, sizeof *v, by_text);
    for (int i = 0; i < n; i++)
        buf_fmt(&b, "%s%.*s" SEPARATE_FIELD "%lld" SEPARATE_FIELD "%.*s",
                i > 0 ? SEPARATE_FIELD : "", STR(v[i].text), (long long)v[i].n, STR(v[i].name));
    buf_str(&b, S(SEPARATE_DOCUMENT));
    for (ptrdiff_t i = 0; i < x->month_count; i++)
        buf_fmt(&b, "%s%d" SEPARATE_FIELD "%lld", i > 0 ? SEPARATE_FIELD : "", x->months[i].month,
                (long long)x->months[i].first);
    shard_put_text(x->sink, 0, x->plan.tier, S("facets"), buf_view(&b));
    buf_free(&b);
}

static uint32_t shards_for(struct indexer *x) {
    int64_t bytes = 0;
    par_for(x->par, PARTS, measure_part, x);
    for (int p = 0; p < PARTS; p++)
        bytes += x->measures[p];
    int64_t each = (bytes / SHARD_BYTES + PARTS - 1) / PARTS;
    each = each < 1 ? 1 : each;
    return each * PARTS > SHARDS_MOST ? SHARDS_MOST : (uint32_t)each * PARTS;
}

/* The bits that are set, as a list of a shard: one in seven is. */
static void put_common(struct indexer *x, const unsigned char *common, struct buf *out) {
    struct buf bytes = {0};
    uint32_t *v = ROOM(x->arena, uint32_t, 1 << COMMON_BITS);
    ptrdiff_t n = 0;
    for (uint32_t i = 0; x->documents > COMMON_LEAST && i < 1 << COMMON_BITS; i++)
        if ((common[i >> 3] >> (i & 7) & 1) != 0)
            v[n++] = i;
    int k = gaps_rice(1 << COMMON_BITS, (uint64_t)n);
    varint_put(&bytes, (uint64_t)n << 6 | (uint64_t)k << 1);
    gaps_put(&bytes, v, n, -1, k);
    squeeze_binary(out, buf_view(&bytes));
    buf_free(&bytes);
}

/* {"dir":…,"rev":…,"documents":…,"shards":…,"block":…,"common":…} */
static void describe(struct indexer *x, uint32_t shards, struct buf *out) {
    unsigned char *common = x->workers[0].common;
    for (int w = 1; w < par_jobs(x->par); w++)
        for (int i = 0; i < 1 << (COMMON_BITS - 3); i++)
            common[i] |= x->workers[w].common[i];
    buf_fmt(out,
            "{\"dir\":\"%.*s\",\"rev\":0,\"documents\":%lld,\"shards\":%u,\"block\":%d,"
            "\"common\":\"",
            STR(x->plan.tier), (long long)x->documents, shards, x->per_block);
    put_common(x, common, out);
    buf_str(out, S("\"}"));
}

void indexer_close(struct indexer *x, struct buf *out) {
    run_bytes(x, 0, PARTS);
    if (x->run_count > 0)
        x->sink->seal(x->sink->ctx);
    struct closing c = {x, {x->sink, x->plan.tier, x->documents, shards_for(x)}};
    par_for(x->par, PARTS, close_part, &c);
    write_facets(x);
    describe(x, c.plan.shards, out);
    for (int p = 0; p < PARTS; p++)
        lists_close(x->lists[p]);
    for (int w = 0; w < par_jobs(x->par); w++) {
        arena_free(&x->workers[w].scratch);
        arena_free(&x->workers[w].kept);
        buf_free(&x->workers[w].text);
    }
    arena_free(&x->batch);
}

int64_t search_tier_documents(str description) {
    str rest = description;
    int64_t n = 0;
    (void)str_cut(&rest, S("\"documents\":"));
    return str_int(str_cut(&rest, S(",")), &n) ? n : 0;
}

str search_tier_name(str description) {
    str rest = description;
    (void)str_cut(&rest, S("\"dir\":\""));
    return str_cut(&rest, S("\""));
}

bool search_text_of(struct arena *a, str file, str *text) {
    return shard_read_text(a, file, text);
}

str search_pointer(struct arena *a, const str *tiers, int n) {
    str all = n > 0 ? tiers[0] : S("");
    for (int i = 1; i < n; i++)
        all = str_cat3(a, all, S(","), tiers[i]);
    return str_fmt(a, "{\"format\":%d,\"tiers\":[%.*s]}", SEARCH_FORMAT, STR(all));
}

str search_pointer_file(struct arena *a, str pointer) {
    return str_cat3(a, S("gongshi.now("), pointer, S(")\n"));
}
