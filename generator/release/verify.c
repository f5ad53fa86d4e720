/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * verify.c — the finished files, read back as a stranger would read them.
 *
 * In:    a stage, what should be in it, keyed digests of secret values
 * Out:   diagnostics: file and kind of finding
 * Law:   个人信息保护法 art. 28, 51; 国办秘函〔2019〕19号
 * Never: shares code with masking; prints or keeps a value
 */
#include "base/os.h"
#include "release/paths.h"
#include "release/reader.h"

#include <stdio.h>
#include <string.h>

#define PATH_MOST 4096  /* bytes of a full path with its NUL */
#define REPORT_MOST 200 /* findings of one kind that are listed */

/* What was found and the 1-based row that it stands in, 0 for none. */
struct suspect {
    enum leak kind;
    int row;
};

/* One batch on its way. */
struct verify_lane {
    struct verify *verify;
    struct verify_lane *next;
    struct arena memory;
    const struct expected *files;
    int n;
    int64_t first; /* number of its first file */
    struct outcome *outcomes;
    struct links *links; /* one per worker */
};

struct verify {
    struct arena *arena;
    const char *dir;
    bool flat;
    struct par *par;
    struct search *search;
    const struct paths *listed; /* NULL: what is there shows as it comes */
    struct paths paths;
    struct hashes gone; /* public paths that are removed */
    struct links_waiting waiting;
    struct reader *readers;
    struct verify_lane *lanes;
    struct verify_lane *own; /* of verify_batch */
    int64_t begun;           /* files of all batches so far */
    int64_t reported[DIAG_CODES];
    struct verify_counts counts;
    int64_t *found; /* records */
    int found_count;
    ptrdiff_t found_cap;
};

struct verify *verify_open(struct arena *a, const char *stage_dir, const struct sought *sought,
                           struct par *par) {
    struct verify *v = NEW(a, struct verify, 1);
    v->arena = a;
    v->dir = str_dup(a, str_of(stage_dir)).p;
    v->flat = sought->flat;
    v->listed = sought->listed;
    v->par = par;
    v->search = search_open(a, sought);
    v->paths = paths_open(a);
    hashes_reserve(&v->paths.files, (size_t)sought->files);
    v->waiting.beside = v->dir;
    v->gone.arena = a;
    v->readers = NEW(a, struct reader, par_jobs(par));
    const struct base64 *base64 = base64_open(a);
    for (int w = 0; w < par_jobs(par); w++)
        reader_open(&v->readers[w], a, v->search, base64);
    return v;
}

struct verify_lane *verify_lane(struct verify *v) {
    struct verify_lane *l = NEW(v->arena, struct verify_lane, 1);
    l->verify = v;
    l->links = NEW(v->arena, struct links, par_jobs(v->par));
    l->next = v->lanes;
    v->lanes = l;
    return l;
}

/* ---- one file ---- */

void verify_one(struct verify_lane *l, int worker, ptrdiff_t item) {
    struct verify *v = l->verify;
    const struct expected *e = &l->files[item];
    char path[PATH_MOST];
    int n =
        snprintf(path, sizeof path, "%s/%s%s%.*s", v->dir,
                 v->flat ? "" : publish_rank_name(e->rank), v->flat ? "" : "/", STR(e->file.path));
    if (n < 0 || n >= PATH_MOST) {
        l->outcomes[item] = (struct outcome){.missing = true};
        return;
    }
    struct errand what = {path, e, l->first + item, &l->links[worker], v->flat};
    l->outcomes[item] = reader_check(&v->readers[worker], &what);
}

/* ---- one batch ---- */

/* A broken template spoils every page alike: after so many of a kind only their number is told. */
static bool is_listed(struct verify *v, enum diag_code code) {
    return ++v->reported[code] <= REPORT_MOST;
}

static void report(struct verify *v, enum diag_code code, str file, struct diags *diags) {
    if (is_listed(v, code))
        diag(diags, code, (struct place){.file = str_dup(diags->arena, file)}, "%s", "");
}

/* In a published tree a difference is somebody's doing; in a stage the machine's. */
static void report_difference(struct verify *v, const struct expected *e, const struct outcome *o,
                              struct diags *diags) {
    struct place at = {.file = str_dup(diags->arena, e->file.path)};
    enum diag_code code = v->flat ? DIAG_PUBLIC_CHANGED : DIAG_STAGE_DIFFERS;
    if (!is_listed(v, code))
        return;
    if (o->size == e->file.size)
        diag(diags, code, at, "内容不符");
    else if (o->size < 0)
        diag(diags, code, at, "应有 %lld 字节，实际更多", (long long)e->file.size);
    else
        diag(diags, code, at, "应有 %lld 字节，实有 %lld 字节", (long long)e->file.size,
             (long long)o->size);
}

/* A record that is to be kept back. */
static void note_record(struct verify *v, int64_t record) {
    if (record == 0)
        return;
    for (int i = 0; i < v->found_count; i++)
        if (v->found[i] == record)
            return;
    EXTEND(v->arena, v->found, v->found_count, v->found_cap);
    v->found[v->found_count++] = record;
}

/* Names file, kind and, where it is known, the record; never the value. */
static void report_leak(struct verify *v, enum diag_code code, const struct expected *e,
                        struct suspect who, struct diags *diags) {
    const struct shown *row = who.row > 0 ? &e->shown[who.row - 1] : NULL;
    if (who.kind == LEAK_NONE)
        return;
    if (code == DIAG_LEAK_SHAPE)
        v->counts.shapes++;
    else
        v->counts.findings[who.kind]++;
    note_record(v, row == NULL ? 0 : row->record);
    if (!is_listed(v, code))
        return;
    struct place at = {.file = str_dup(diags->arena, e->file.path)};
    if (row == NULL)
        diag(diags, code, at, "%s", leak_text(who.kind));
    else
        diag(diags, code, at, "%s（%.*s）", leak_text(who.kind), STR(row->id));
}

static void report_inside(struct verify *v, const struct expected *e, const struct outcome *o,
                          struct diags *diags) {
    static const enum diag_code codes[] = {DIAG_CODES, DIAG_WRAP_BROKEN, DIAG_WRAP_DEEP,
                                           DIAG_WRAP_LARGE};
    if (o->unwrap != UNWRAP_DONE)
        report(v, codes[o->unwrap], e->file.path, diags);
    if (o->unknown)
        report(v, DIAG_FILE_UNKNOWN, e->file.path, diags);
}

static void report_file(struct verify *v, const struct expected *e, const struct outcome *o,
                        struct diags *diags) {
    v->counts.files++;
    v->counts.texts += o->texts;
    v->counts.bytes += o->size > 0 ? o->size : 0;
    if (o->missing)
        report(v, v->flat ? DIAG_PUBLIC_MISSING : DIAG_STAGE_MISSING, e->file.path, diags);
    else if (!o->same)
        report_difference(v, e, o, diags);
    if (o->large)
        report(v, DIAG_STAGE_LARGE, e->file.path, diags);
    report_inside(v, e, o, diags);
    report_leak(v, DIAG_LEAK_IDENTIFIER, e, (struct suspect){o->identifier, o->suspect}, diags);
    report_leak(v, DIAG_LEAK_SHAPE, e, (struct suspect){o->shape, o->suspect}, diags);
    report_leak(v, DIAG_LEAK_PERSON, e, (struct suspect){o->person, o->row}, diags);
}

static bool is_there(const struct verify *v, uint64_t hash) {
    if (v->listed != NULL)
        return paths_has(v->listed, hash, 0);
    for (int rank = PUBLISH_ENDED; rank < PUBLISH_RANKS; rank++)
        if (paths_has(&v->paths, hash, rank))
            return true;
    return false;
}

/* Most links lead to what is there already; the others wait for later batches. */
static void take_links(struct verify *v, const struct links *l) {
    for (ptrdiff_t i = 0; i < l->n; i++)
        if (l->list[i].kind != LINK_INSIDE || !is_there(v, l->list[i].hash))
            links_wait(&v->waiting, &l->list[i]);
}

void verify_begin(struct verify_lane *l, const struct expected *files, int n) {
    struct verify *v = l->verify;
    arena_reset(&l->memory);
    l->files = files;
    l->n = n;
    l->first = v->begun;
    l->outcomes = NEW(&l->memory, struct outcome, n);
    v->begun += n;
    for (int w = 0; w < par_jobs(v->par); w++)
        links_begin(&l->links[w]);
}

void verify_end(struct verify_lane *l, struct diags *diags) {
    struct verify *v = l->verify;
    for (int i = 0; i < l->n; i++) {
        const struct expected *e = &l->files[i];
        if (e->rank == PUBLISH_REMOVE)
            continue;
        if (v->listed == NULL)
            paths_add(&v->paths, e->file.path, (int)e->rank);
        report_file(v, e, &l->outcomes[i], diags);
    }
    for (int w = 0; w < par_jobs(v->par); w++)
        take_links(v, &l->links[w]);
}

void verify_rest(struct verify *v) {
    for (struct verify_lane *l = v->lanes; l != NULL; l = l->next) {
        for (int w = 0; w < par_jobs(v->par); w++)
            arena_free(&l->links[w].memory);
        arena_free(&l->memory);
    }
}

static void check_file(void *ctx, int worker, ptrdiff_t item) {
    verify_one(ctx, worker, item);
}

static struct verify_lane *own_lane(struct verify *v) {
    if (v->own == NULL)
        v->own = verify_lane(v);
    return v->own;
}

void verify_batch(struct verify *v, const struct expected *files, int n, struct diags *diags) {
    (void)own_lane(v);
    verify_begin(v->own, files, n);
    par_for(v->par, n, check_file, v->own);
    verify_end(v->own, diags);
}

/* ---- the whole ---- */

void verify_gone(struct verify *v, str path) {
    (void)hashes_add(&v->gone, path_hash(path));
}

void verify_stays(struct verify *v, const char *path, const struct tree_file *file) {
    struct links *links = own_lane(v)->links;
    struct expected e = {.file = *file, .rank = PUBLISH_LIST, .whole = true};
    links_begin(links);
    (void)reader_check(&v->readers[0], &(struct errand){path, &e, v->begun++, links, false});
    take_links(v, links);
}

/* Who knows what is in the public tree, and the links that lead neither there nor into the stage.
 */
struct judge {
    struct verify *verify;
    bool (*exists)(void *ctx, str path);
    void *ctx;
    struct dangling dangling;
};

static void judge_link(void *ctx, const struct link *l) {
    struct judge *j = ctx;
    struct verify *v = j->verify;
    bool stays = !hashes_has(&v->gone, l->hash);
    if (l->kind == LINK_INSIDE &&
        (is_there(v, l->hash) || (stays && j->exists != NULL && j->exists(j->ctx, l->target))))
        return;
    dangling_add(&j->dangling, l);
}

static void report_links(struct judge *j, struct diags *diags) {
    struct verify *v = j->verify;
    j->dangling.arena = v->arena;
    links_return(&v->waiting, judge_link, j);
    struct link **list = dangling_list(v->arena, &j->dangling);
    for (size_t i = 0; i < j->dangling.n; i++) {
        const struct link *l = list[i];
        enum diag_code code = l->kind == LINK_ABSOLUTE ? DIAG_LINK_NOT_RELATIVE : DIAG_LINK_BROKEN;
        if (is_listed(v, code))
            diag(diags, code, (struct place){.file = l->page}, "%.*s", STR(l->target));
    }
}

struct strangers {
    struct verify *verify;
    struct diags *diags;
};

static void report_stranger(void *ctx, str path) {
    struct strangers *s = ctx;
    report(s->verify, DIAG_STAGE_UNKNOWN, str_dup(s->diags->arena, path), s->diags);
}

/* Every file of the stage stands in the tree of a rank, and was expected there. */
static void report_strangers(struct verify *v, struct diags *diags) {
    struct strangers s = {v, diags};
    struct strs names = os_list(v->arena, v->dir);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        enum publish_rank rank = PUBLISH_ENDED;
        while (rank < PUBLISH_RANKS && !str_eq(names.v[i], str_of(publish_rank_name(rank))))
            rank++;
        if (rank == PUBLISH_RANKS)
            report_stranger(&s, names.v[i]);
        else
            paths_strangers(&v->paths, str_fmt(v->arena, "%s/%.*s", v->dir, STR(names.v[i])).p,
                            (int)rank, report_stranger, &s);
    }
}

static void report_rest(const struct verify *v, struct diags *diags) {
    for (int code = 0; code < DIAG_CODES; code++) {
        int64_t more = v->reported[code] - REPORT_MOST;
        if (more > 0)
            diag(diags, (enum diag_code)code, (struct place){0}, "同类问题另有 %lld 处未列出",
                 (long long)more);
    }
}

void verify_finish(struct verify *v, bool (*exists)(void *ctx, str path), void *ctx,
                   struct diags *diags) {
    report_links(&(struct judge){.verify = v, .exists = exists, .ctx = ctx}, diags);
    if (!v->flat)
        report_strangers(v, diags);
    report_rest(v, diags);
    verify_rest(v);
    for (int w = 0; w < par_jobs(v->par); w++)
        reader_close(&v->readers[w]);
}

int verify_found(const struct verify *v, const int64_t **records) {
    *records = v->found;
    return v->found_count;
}

struct verify_counts verify_counts(const struct verify *v) {
    return v->counts;
}
