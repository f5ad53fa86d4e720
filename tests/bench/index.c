/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * index.c — the index step alone, as a process of its own: index PUBLIC OUT [JOBS]
 *
 * In:    a published search index, whose documents are read batch by batch, as they come from the
 *        catalogue in a run; a folder that is not there yet
 * Out:   the same index anew below OUT; seconds, processor seconds, the peak of memory
 * Law:   none
 * Never: checks what it writes: that is release's work
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/os.h"
#include "search/search.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIMIT ((int64_t)64 << 20)
#define BATCH 1024
#define MEMORY ((ptrdiff_t)16 << 20) /* as commands/index.c has it */

struct bench {
    struct arena arena;
    const char *from;
    const char *to;
    struct searcher *searcher;
    struct indexer *index;
    struct os_file *spill;
    int spill_fd;
    int64_t spilled;
    int64_t files;
    int64_t step; /* of documents that are kept */
    int64_t n;    /* of documents */
    /* the batch under way, and the one that is filled */
    struct batch {
        struct arena arena;
        struct search_document *v;
        ptrdiff_t n;
    } batches[2], *now;
    int at;
    ptrdiff_t size;
    bool begun;
};

static bool read_public(void *ctx, struct arena *a, str path, str *out) {
    const struct bench *b = ctx;
    return os_read(a, str_fmt(a, "%s/%.*s", b->from, STR(path)).p, LIMIT, out);
}

/* ---- where files go ---- */

static void put(void *ctx, int worker, str path, str bytes) {
    struct bench *b = ctx;
    struct arena a = {0};
    (void)worker;
    os_write(str_fmt(&a, "%s/%.*s", b->to, STR(path)).p, bytes, 0644);
    __atomic_fetch_add(&b->files, 1, __ATOMIC_RELAXED);
    arena_free(&a);
}

static int64_t spill(void *ctx, str bytes) {
    struct bench *b = ctx;
    int64_t at = b->spilled;
    if (b->spill == NULL)
        b->spill = os_scratch(str_fmt(&b->arena, "%s/runs", b->to).p);
    os_append(b->spill, bytes);
    b->spilled += bytes.n;
    return at;
}

static void seal(void *ctx) {
    struct bench *b = ctx;
    b->spill_fd = os_reread(b->spill);
}

static void fetch(void *ctx, int64_t from, void *into, ptrdiff_t n) {
    struct bench *b = ctx;
    if (os_read_at(b->spill_fd, into, n, from) != n)
        die("runs");
}

/* Folders as the pointer's plan will need them, so that no file has to look. */
static void make_folders(struct bench *b, str tier) {
    static const char *const kinds[] = {"g", "t"};
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < 16; i++)
            os_mkdirs(str_fmt(&b->arena, "%s/find/%.*s/%s/%02x", b->to, STR(tier), kinds[k], i).p,
                      0755);
    for (int64_t i = 0; i <= b->n / 256; i++)
        os_mkdirs(str_fmt(&b->arena, "%s/find/%.*s/d/%03x", b->to, STR(tier), (unsigned)i).p, 0755);
}

/* ---- documents ---- */

static struct search_document copy(struct arena *a, const struct search_document *d) {
    struct search_document out = *d;
    str *const texts[] = {&out.path, &out.title, &out.agency, &out.kind, &out.category, &out.party};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = str_dup(a, *texts[i]);
    struct search_text *t = ROOM(a, struct search_text, d->text_count + 1);
    for (int i = 0; i < d->text_count; i++)
        t[i] = (struct search_text){d->texts[i].label, str_dup(a, d->texts[i].text)};
    out.penalties.v = ROOM(a, str, d->penalties.n + 1);
    for (ptrdiff_t i = 0; i < d->penalties.n; i++)
        out.penalties.v[i] = str_dup(a, d->penalties.v[i]);
    out.texts = t;
    return out;
}

static bool make(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out) {
    const struct bench *b = ctx;
    (void)a;
    *out = b->now->v[i];
    return true;
}

static void turn(struct bench *b) {
    if (b->begun)
        indexer_end(b->index);
    b->now = &b->batches[b->at];
    b->begun = b->now->n > 0;
    if (b->begun)
        indexer_begin(b->index, b->now->n, make, b);
    b->at = 1 - b->at;
    arena_reset(&b->batches[b->at].arena);
    b->batches[b->at].n = 0;
    b->batches[b->at].v = ROOM(&b->batches[b->at].arena, struct search_document, BATCH);
}

static void count(void *ctx, int tier, int64_t number, const struct search_document *one,
                  bool moved) {
    struct bench *b = ctx;
    (void)tier, (void)number, (void)one;
    b->n += !moved;
}

static void take(void *ctx, int tier, int64_t number, const struct search_document *one,
                 bool moved) {
    struct bench *b = ctx;
    struct batch *t = &b->batches[b->at];
    (void)tier;
    if (moved || number % b->step != 0 || t->n == b->size)
        return;
    t->v[t->n++] = copy(&t->arena, one);
    if (b->step == 1 && t->n == b->size)
        turn(b);
}

/* A run reads the documents of the sample one by one; here all are read to find them, so that is
 * done before the clock starts. */
static void sample_read(struct bench *b) {
    struct batch *t = &b->batches[0];
    t->v = ROOM(&t->arena, struct search_document, BATCH);
    b->step = search_sample_step(b->n);
    b->size = BATCH;
    (void)search_all(b->searcher, take, b);
    b->now = t;
}

int main(int argc, char **argv) {
    struct bench b = {.step = 1};
    struct buf text = {0};
    str broken;
    os_init();
    if (argc < 3)
        die_usage("index PUBLIC OUT [JOBS]");
    b.from = argv[1];
    b.to = argv[2];
    b.searcher = searcher_open(&b.arena, read_public, &b, &broken);
    if (b.searcher == NULL || !search_all(b.searcher, count, &b))
        die("%.*s", STR(broken));
    struct search_sink sink = {&b, put, spill, seal, fetch, NULL};
    struct search_plan plan = {S("0123456789abcdef"), {0}, b.n, MEMORY};
    struct par *par = par_open(argc > 3 ? atoi(argv[3]) : 2);
    make_folders(&b, plan.tier);
    sample_read(&b);
    double clock = os_seconds();
    double used = os_processor_seconds();
    b.index = indexer_open(&b.arena, par, &sink, &plan);
    indexer_sample(b.index, b.now->n, make, &b);
    b.batches[0].n = 0;
    b.step = 1;
    b.size = BATCH / indexer_block(b.index) * indexer_block(b.index);
    (void)search_all(b.searcher, take, &b);
    turn(&b);
    turn(&b);
    indexer_close(b.index, &text);
    str pointer = search_pointer(&b.arena, (str[]){buf_view(&text)}, 1);
    put(&b, 0, S(SEARCH_POINTER), search_pointer_file(&b.arena, pointer));
    printf("%lld documents, %lld files: %.2f s, %.2f s of processor time, peak %.1f MiB\n",
           (long long)b.n, (long long)b.files, os_seconds() - clock, os_processor_seconds() - used,
           (double)os_peak_kib() / 1024);
    par_close(par);
    buf_free(&text);
    return 0;
}
