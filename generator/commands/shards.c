/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shards.c — files of the search index: staged, read back, numbered; and public ones read.
 *
 * In:    shards from the index
 * Out:   staged files that wait for publication
 * Law:   none
 * Never: lets a public file be taken for what it is not any more
 */
#include "commands/indexing.h"

#include <stdlib.h>
#include <string.h>

#define VERIFY_BATCH 256
#define SHARD_LIMIT ((int64_t)64 << 20)

/* Numbers of a tier's files: a kind, then what their names tell, so that those that are there are
 * close together. Below all kinds: dictionary and counters. */
#define NUMBER_TAILS ((int64_t)1 << 21)
#define NUMBER_LISTS ((int64_t)1 << 22)
#define NUMBER_DOCUMENTS ((int64_t)1 << 23)

/* The number of a file of a tier, from its path: find/<tier>/d/002/1f.js. */
static int64_t hex_take(str *s) {
    uint64_t v = 0;
    while (s->n > 0 && *s->p != '/' && *s->p != '.') {
        char c = *s->p;
        v = v << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
        *s = str_sub(*s, 1, s->n);
    }
    *s = str_sub(*s, 1, s->n);
    return (int64_t)v;
}

static int64_t shard_number(str path) {
    str rest = path;
    (void)str_cut(&rest, S("/"));
    (void)str_cut(&rest, S("/"));
    str kind = str_cut(&rest, S("/"));
    int64_t folder = hex_take(&rest);
    int64_t file = hex_take(&rest);
    if (str_eq(kind, S("d")))
        return NUMBER_DOCUMENTS | folder << 8 | file;
    if (str_eq(kind, S("g")))
        return NUMBER_LISTS | file << 4 | folder;
    if (str_eq(kind, S("t")))
        return NUMBER_TAILS | file << 4 | folder;
    return str_eq(kind, S("dict.js")) ? SHARD_DICTIONARY : 2;
}

/* A file of documents of the lane at work is read back at once, from memory's copy of it. */
static bool put_document(struct indexing *x, int worker, str path, str bytes) {
    struct lane *lane = x->reading;
    int64_t item = (shard_number(path) ^ NUMBER_DOCUMENTS) - (lane == NULL ? 0 : lane->first);
    if (lane == NULL || item < 0 || item >= lane->file_n)
        return false;
    struct expected *e = &lane->files[item];
    e->file = (struct tree_file){str_dup(&x->names[worker], path), bytes.n, sha256_of(bytes)};
    e->bytes = bytes.p;
    e->rank = x->rank;
    e->fd = stage_write(x->run->stage, x->rank, path, bytes);
    verify_one(lane->verify, worker, item);
    return true;
}

static void put(void *ctx, int worker, str path, str bytes) {
    struct indexing *x = ctx;
    if (put_document(x, worker, path, bytes))
        return;
    struct shard_file *f = NEW(&x->names[worker], struct shard_file, 1);
    stage_put(x->run->stage, x->rank, str_dup(&x->names[worker], path), bytes, &f->file);
    f->next = x->put[worker];
    x->put[worker] = f;
}

/* What the ledger says of it is asked later: that is for one thread. */
static bool get(void *ctx, int worker, struct arena *a, str path, str *out) {
    struct indexing *x = ctx;
    const char *file = str_fmt(a, "%s/%.*s", x->run->public_dir, STR(path)).p;
    if (!os_read(a, file, SHARD_LIMIT, out))
        return false;
    struct shard_file *f = NEW(&x->names[worker], struct shard_file, 1);
    f->file = (struct tree_file){str_dup(&x->names[worker], path), out->n, sha256_of(*out)};
    f->next = x->got[worker];
    x->got[worker] = f;
    return true;
}

static int64_t spill(void *ctx, str bytes) {
    struct indexing *x = ctx;
    int64_t at = x->spilled;
    if (x->spill == NULL)
        x->spill = os_scratch(site_path(x->run->site, "state/find.runs"));
    os_append(x->spill, bytes);
    x->spilled += bytes.n;
    return at;
}

static void seal(void *ctx) {
    struct indexing *x = ctx;
    x->spill_fd = os_reread(x->spill);
    x->spill = NULL;
}

static void fetch(void *ctx, int64_t from, void *into, ptrdiff_t n) {
    struct indexing *x = ctx;
    if (os_read_at(x->spill_fd, into, n, from) != n)
        die("读不回 state/find.runs");
}

static int by_expected(const void *x, const void *y) {
    return str_cmp(((const struct expected *)x)->file.path,
                   ((const struct expected *)y)->file.path);
}

static int64_t file_id(const struct indexing *x, str path) {
    return FILE_SHARD | x->edition << SHARD_BITS | shard_number(path);
}

/* What is public as it is stays there. */
static void wait_for_publication(struct indexing *x, struct arena *a,
                                 const struct tree_file *file) {
    struct ledger_file f = {file_id(x, file->path), (int)x->rank, file->path, file->size,
                            file->digest,           true};
    struct ledger_file was;
    if (!ledger_public_file(x->run->ledger, a, f.id, &was) || !sha256_eq(was.digest, file->digest))
        ledger_staged(x->run->ledger, &f);
}

/* So many documents of the lane stand in the file. */
static void show(struct expected *e, const struct lane *lane, ptrdiff_t from, ptrdiff_t n) {
    if (from >= lane->n)
        return;
    e->shown = lane->rows + from;
    e->shown_count = (int)(lane->n - from < n ? lane->n - from : n);
}

static void forget(struct indexing *x) {
    for (int w = 0; w < par_jobs(x->run->par); w++) {
        x->put[w] = NULL;
        x->got[w] = NULL;
        arena_reset(&x->names[w]);
    }
}

void shards_begin(struct indexing *x, struct lane *lane, ptrdiff_t per_block, int64_t first) {
    if (lane->verify == NULL)
        lane->verify = verify_lane(x->run->verify);
    lane->file_n = (int)((lane->n + per_block - 1) / per_block);
    lane->files = NEW(&lane->arena, struct expected, lane->file_n + 1);
    lane->first = first;
    for (int i = 0; i < lane->file_n; i++)
        show(&lane->files[i], lane, i * per_block, per_block);
    x->reading = lane;
    verify_begin(lane->verify, lane->files, lane->file_n);
}

void shards_end(struct indexing *x, struct lane *lane) {
    struct arena a = {0};
    verify_end(lane->verify, &x->run->site->diags);
    for (int i = 0; i < lane->file_n; i++)
        wait_for_publication(x, &a, &lane->files[i].file);
    x->reading = NULL;
    arena_free(&a);
    forget(x);
}

void shards_drop(struct indexing *x) {
    struct arena a = {0};
    for (int w = 0; w < par_jobs(x->run->par); w++)
        for (const struct shard_file *f = x->put[w]; f != NULL; f = f->next)
            os_unlink(str_fmt(&a, "%s/%s/%.*s", x->run->stage_dir, publish_rank_name(x->rank),
                              STR(f->file.path))
                          .p);
    forget(x);
    arena_free(&a);
}

void shards_take(struct indexing *x, const struct lane *lane, ptrdiff_t per_block) {
    struct run *r = x->run;
    struct arena a = {0};
    ptrdiff_t n = 0;
    for (int w = 0; w < par_jobs(r->par); w++)
        for (const struct shard_file *f = x->put[w]; f != NULL; f = f->next)
            n++;
    struct expected *e = NEW(&a, struct expected, n + 1);
    n = 0;
    for (int w = 0; w < par_jobs(r->par); w++)
        for (const struct shard_file *f = x->put[w]; f != NULL; f = f->next)
            e[n++] = (struct expected){.file = f->file, .rank = x->rank};
    if (n > 0)
        qsort(e, (size_t)n, sizeof *e, by_expected);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (lane != NULL)
            show(&e[i], lane, i * per_block, per_block);
        wait_for_publication(x, &a, &e[i].file);
    }
    for (ptrdiff_t i = 0; i < n; i += VERIFY_BATCH)
        verify_batch(r->verify, e + i, (int)(n - i < VERIFY_BATCH ? n - i : VERIFY_BATCH),
                     &r->site->diags);
    arena_free(&a);
    forget(x);
}

bool shards_are_sound(struct indexing *x) {
    struct arena a = {0};
    bool sound = true;
    for (int w = 0; w < par_jobs(x->run->par); w++)
        for (const struct shard_file *f = x->got[w]; sound && f != NULL; f = f->next) {
            struct ledger_file was;
            sound = ledger_public_file(x->run->ledger, &a, file_id(x, f->file.path), &was) &&
                    str_eq(was.path, f->file.path) && sha256_eq(was.digest, f->file.digest);
            arena_reset(&a);
        }
    arena_free(&a);
    return sound;
}

void shards_open(struct indexing *x) {
    int jobs = par_jobs(x->run->par);
    x->names = NEW(x->run->arena, struct arena, jobs);
    x->put = NEW(x->run->arena, struct shard_file *, jobs);
    x->got = NEW(x->run->arena, struct shard_file *, jobs);
}

void shards_close(struct indexing *x) {
    for (int w = 0; w < par_jobs(x->run->par); w++)
        arena_free(&x->names[w]);
    if (x->spilled > 0)
        os_close(x->spill_fd);
}

struct search_sink shards_sink(struct indexing *x) {
    return (struct search_sink){x, put, spill, seal, fetch, get};
}

void shards_drop_manifests(struct run *r, int64_t edition) {
    static const int64_t numbers[] = {0, NUMBER_TAILS, NUMBER_LISTS, NUMBER_DOCUMENTS};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        int64_t block = (FILE_SHARD | edition << SHARD_BITS | numbers[i]) >> MANIFEST_BITS;
        for (;; block++) {
            str path = manifest_path(r->arena, block);
            if (!os_stat(str_fmt(r->arena, "%s/%.*s", r->public_dir, STR(path)).p).is_file)
                break;
            remove_site_file(r, FILE_MANIFEST, path);
        }
    }
}
