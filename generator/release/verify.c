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
#include "release/links.h"
#include "release/normal.h"
#include "release/paths.h"
#include "release/secret.h"

#include <stdio.h>

#define PATH_MOST 4096               /* bytes of a full path with its NUL */
#define PAGE_MOST ((int64_t)4 << 20) /* a page is read whole, for its links and rows */
#define PIECE ((ptrdiff_t)256 << 10) /* anything larger is read in pieces … */
#define OVERLAP ((ptrdiff_t)8 << 10) /* … that share more than any written form of a secret */
#define REPORT_MOST 200              /* findings of one kind that are listed */
#define CODES (DIAG_LEAK_PERSON - DIAG_STAGE_MISSING + 1)

/* What was found in one file; slot i of a batch belongs to file i. */
struct outcome {
    bool missing;
    bool large;
    bool identifier;
    int64_t size;
    bool same;  /* size and content are as expected */
    int person; /* 1-based number of the row whose secret shows; 0 for none */
};

/* One worker: room for a file and its normalised form, kept from file to file. */
struct reader {
    struct arena memory;
    ptrdiff_t cap; /* bytes of room */
    char *bytes;
    struct normal normal;
    struct arena marks;
    struct links_seen seen;
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
    struct par *par;
    struct search *search;
    struct paths paths;
    struct dangling dangling;
    struct reader *readers;
    struct verify_lane *lanes;
    struct verify_lane *own; /* of verify_batch */
    int64_t begun;           /* files of all batches so far */
    int64_t reported[CODES];
};

struct verify *verify_open(struct arena *a, const char *stage_dir, const struct sought *sought,
                           struct par *par) {
    struct verify *v = NEW(a, struct verify, 1);
    v->arena = a;
    v->dir = str_dup(a, str_of(stage_dir)).p;
    v->par = par;
    v->search = search_open(a, sought);
    v->paths = paths_open(a);
    hashes_reserve(&v->paths.files, (size_t)sought->files);
    v->dangling.arena = a;
    v->readers = NEW(a, struct reader, par_jobs(par));
    for (int w = 0; w < par_jobs(par); w++)
        v->readers[w].normal.tags = tags_open(a);
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

static void make_room(struct reader *r, ptrdiff_t bytes) {
    if (bytes <= r->cap)
        return;
    ptrdiff_t cap = r->cap > 0 ? r->cap : PIECE / 4;
    while (cap < bytes)
        cap *= 2;
    arena_free(&r->memory);
    r->cap = cap;
    r->bytes = NEW(&r->memory, char, cap);
    r->normal.text.v = NEW(&r->memory, uint32_t, cap + NORMAL_SPARE);
    r->normal.hidden.v = NEW(&r->memory, uint32_t, cap + NORMAL_SPARE);
    r->normal.known.v = NEW(&r->memory, uint32_t, cap + NORMAL_SPARE);
}

/* A file's name is as public as its text. */
static void read_name(struct normal *n, str path) {
    normal_barrier(&n->hidden);
    normal_text(&n->hidden, path);
    normal_end(&n->hidden);
}

/* The known stream was searched when it was new: tags are known only while none of them held any.
 */
static bool has_identifier(const struct verify *v, const struct normal *n) {
    bool visible = search_everywhere(v->search, (struct part){n->text.v, n->text.n});
    bool hidden = search_everywhere(v->search, (struct part){n->hidden.v, n->hidden.n});
    if (hidden && n->tags != NULL)
        tags_forget(n->tags);
    return visible || hidden;
}

/* Does a secret of this row show between two places? */
static bool shows(const struct verify *v, const struct shown *row, const struct normal *n,
                  const struct mark *from, const struct mark *to) {
    struct part parts[] = {{n->text.v + from->text, to->text - from->text},
                           {n->hidden.v + from->hidden, to->hidden - from->hidden},
                           {n->known.v + from->known, to->known - from->known}};
    for (int i = 0; i < 3; i++)
        if (search_part(v->search, row->secrets, row->n, parts[i]))
            return true;
    return false;
}

/* Does this mark end the row before it? */
static bool ends_row(const struct expected *e, const struct mark *m) {
    if (m->type != MARK_ROW)
        return m->type == MARK_END;
    for (int i = 0; i < e->shown_count; i++)
        if (str_eq(m->value, e->shown[i].id))
            return true;
    return false;
}

/* The part of a list page that one row takes: to the next row, or to the end of its list. A row
 * that is not found is looked for in all of the page, which is the safe side. */
static bool row_shows(const struct verify *v, const struct expected *e, const struct shown *row,
                      const struct normal *n) {
    struct mark begin = {.type = MARK_ROW};
    struct mark end = {MARK_END, {0}, n->text.n, n->hidden.n, n->known.n};
    ptrdiff_t i = 0;
    while (!e->whole && i < n->mark_count &&
           !(n->marks[i].type == MARK_ROW && str_eq(n->marks[i].value, row->id)))
        i++;
    if (e->whole || i == n->mark_count)
        return shows(v, row, n, &begin, &end);
    const struct mark *from = &n->marks[i++];
    while (i < n->mark_count && !ends_row(e, &n->marks[i]))
        i++;
    return shows(v, row, n, from, i < n->mark_count ? &n->marks[i] : &end);
}

/* 1-based number of the first row whose secret shows, or 0. */
static int find_person(const struct verify *v, const struct expected *e, const struct normal *n) {
    for (int i = 0; i < e->shown_count; i++)
        if (e->shown[i].n > 0 && row_shows(v, e, &e->shown[i], n))
            return i + 1;
    return 0;
}

static bool is_page(str path) {
    return str_ends(path, S(".html"));
}

static void follow_links(struct verify_lane *l, int worker, ptrdiff_t item) {
    struct reader *r = &l->verify->readers[worker];
    for (ptrdiff_t i = 0; i < r->normal.mark_count; i++)
        if (r->normal.marks[i].type == MARK_LINK)
            links_add(&l->links[worker], &r->seen, l->files[item].file.path, l->first + item,
                      r->normal.marks[i].value);
}

/* Byte for byte where what was written is at hand, else by its digest. */
static bool is_same(const struct expected *e, str bytes) {
    if (bytes.n != e->file.size)
        return false;
    return e->bytes != NULL ? str_eq(bytes, (str){e->bytes, bytes.n})
                            : sha256_eq(sha256_of(bytes), e->file.digest);
}

/* A file that fits into memory: read whole, once. */
static void check_whole(const struct verify *v, struct reader *r, int fd, const struct expected *e,
                        struct outcome *o) {
    make_room(r, (ptrdiff_t)e->file.size + e->file.path.n + 1);
    str bytes = {r->bytes, os_read_at(fd, r->bytes, (ptrdiff_t)e->file.size + 1, 0)};
    o->size = bytes.n > e->file.size ? -1 : bytes.n;
    o->same = is_same(e, bytes);
    arena_reset(&r->marks);
    r->normal.arena = &r->marks;
    r->normal.marks = NULL;
    r->normal.mark_cap = 0;
    r->normal.mark_count = 0;
    r->normal.want_marks = is_page(e->file.path);
    if (!o->same)
        return;
    normal_read(&r->normal, bytes);
    read_name(&r->normal, e->file.path);
    o->identifier = has_identifier(v, &r->normal);
    o->person = find_person(v, e, &r->normal);
}

/* One piece of a large file, with the beginning of the next. */
static void check_piece(const struct verify *v, struct reader *r, str piece,
                        const struct expected *e, struct outcome *o) {
    r->normal.want_marks = false;
    normal_read(&r->normal, piece);
    normal_cut(&r->normal, o->size > 0, piece.n > PIECE);
    o->identifier = o->identifier || has_identifier(v, &r->normal);
    if (o->person == 0)
        o->person = find_person(v, e, &r->normal);
}

static void check_pieces(const struct verify *v, struct reader *r, int fd, const struct expected *e,
                         struct outcome *o) {
    make_room(r, PIECE + OVERLAP);
    struct sha256_stream *h = sha256_open();
    ptrdiff_t got;
    do {
        got = os_read_at(fd, r->bytes, PIECE + OVERLAP, o->size);
        str piece = {r->bytes, got};
        sha256_add(h, str_sub(piece, 0, PIECE));
        check_piece(v, r, piece, e, o);
        o->size += got < PIECE ? got : PIECE;
    } while (got > PIECE);
    o->same = sha256_eq(sha256_close(h), e->file.digest) && o->size == e->file.size;
    o->large = is_page(e->file.path);
    r->normal.mark_count = 0;
}

static int open_staged(const struct verify *v, const struct expected *e) {
    char path[PATH_MOST];
    if (e->fd != 0)
        return e->fd;
    int n = snprintf(path, sizeof path, "%s/%s/%.*s", v->dir, publish_rank_name(e->rank),
                     STR(e->file.path));
    return n < 0 || n >= PATH_MOST ? -1 : os_open(path);
}

void verify_one(struct verify_lane *l, int worker, ptrdiff_t item) {
    const struct verify *v = l->verify;
    const struct expected *e = &l->files[item];
    struct outcome *o = &l->outcomes[item];
    int fd = open_staged(v, e);
    *o = (struct outcome){.missing = fd < 0};
    if (fd < 0)
        return;
    bool whole = e->file.size <= (is_page(e->file.path) ? PAGE_MOST : PIECE);
    if (whole)
        check_whole(v, &v->readers[worker], fd, e, o);
    else
        check_pieces(v, &v->readers[worker], fd, e, o);
    os_close(fd);
    follow_links(l, worker, item);
}

/* ---- one batch ---- */

/* A broken template spoils every page alike: after so many of a kind only their number is told. */
static bool is_listed(struct verify *v, enum diag_code code) {
    return ++v->reported[code - DIAG_STAGE_MISSING] <= REPORT_MOST;
}

static void report(struct verify *v, enum diag_code code, str file, struct diags *diags) {
    if (is_listed(v, code))
        diag(diags, code, (struct place){.file = str_dup(diags->arena, file)}, "%s", "");
}

static void report_difference(struct verify *v, const struct expected *e, const struct outcome *o,
                              struct diags *diags) {
    if (!is_listed(v, DIAG_STAGE_DIFFERS))
        return;
    struct place at = {.file = str_dup(diags->arena, e->file.path)};
    if (o->size == e->file.size)
        diag(diags, DIAG_STAGE_DIFFERS, at, "内容不符");
    else if (o->size < 0)
        diag(diags, DIAG_STAGE_DIFFERS, at, "应有 %lld 字节，实际更多", (long long)e->file.size);
    else
        diag(diags, DIAG_STAGE_DIFFERS, at, "应有 %lld 字节，实有 %lld 字节",
             (long long)e->file.size, (long long)o->size);
}

static void report_person(struct verify *v, const struct expected *e, const struct outcome *o,
                          struct diags *diags) {
    if (is_listed(v, DIAG_LEAK_PERSON))
        diag(diags, DIAG_LEAK_PERSON, (struct place){.file = str_dup(diags->arena, e->file.path)},
             "%.*s", STR(e->shown[o->person - 1].id));
}

static void report_file(struct verify *v, const struct expected *e, const struct outcome *o,
                        struct diags *diags) {
    if (o->missing)
        report(v, DIAG_STAGE_MISSING, e->file.path, diags);
    else if (!o->same)
        report_difference(v, e, o, diags);
    if (o->large)
        report(v, DIAG_STAGE_LARGE, e->file.path, diags);
    if (o->identifier)
        report(v, DIAG_LEAK_IDENTIFIER, e->file.path, diags);
    if (o->person > 0)
        report_person(v, e, o, diags);
}

static bool is_staged(const struct verify *v, uint64_t hash) {
    for (int rank = PUBLISH_ENDED; rank < PUBLISH_RANKS; rank++)
        if (paths_has(&v->paths, hash, rank))
            return true;
    return false;
}

/* Most links lead to what is staged already; the others wait for later batches. */
static void take_links(struct verify *v, const struct links *l) {
    for (ptrdiff_t i = 0; i < l->n; i++)
        if (l->list[i].kind != LINK_INSIDE || !is_staged(v, l->list[i].hash))
            dangling_add(&v->dangling, &l->list[i]);
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
        paths_add(&v->paths, e->file.path, (int)e->rank);
        report_file(v, e, &l->outcomes[i], diags);
    }
    for (int w = 0; w < par_jobs(v->par); w++)
        take_links(v, &l->links[w]);
}

static void check_file(void *ctx, int worker, ptrdiff_t item) {
    verify_one(ctx, worker, item);
}

void verify_batch(struct verify *v, const struct expected *files, int n, struct diags *diags) {
    if (v->own == NULL)
        v->own = verify_lane(v);
    verify_begin(v->own, files, n);
    par_for(v->par, n, check_file, v->own);
    verify_end(v->own, diags);
}

/* ---- the whole ---- */

static void report_links(struct verify *v, bool (*exists)(void *ctx, str path), void *ctx,
                         struct diags *diags) {
    struct link **list = dangling_list(v->arena, &v->dangling);
    for (size_t i = 0; i < v->dangling.n; i++) {
        const struct link *l = list[i];
        if (l->kind == LINK_INSIDE && (is_staged(v, l->hash) || exists(ctx, l->target)))
            continue;
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
    for (enum diag_code code = DIAG_STAGE_MISSING; code <= DIAG_LEAK_PERSON; code++) {
        int64_t more = v->reported[code - DIAG_STAGE_MISSING] - REPORT_MOST;
        if (more > 0)
            diag(diags, code, (struct place){0}, "同类问题另有 %lld 处未列出", (long long)more);
    }
}

void verify_finish(struct verify *v, bool (*exists)(void *ctx, str path), void *ctx,
                   struct diags *diags) {
    report_links(v, exists, ctx, diags);
    report_strangers(v, diags);
    report_rest(v, diags);
    for (int w = 0; w < par_jobs(v->par); w++) {
        arena_free(&v->readers[w].memory);
        arena_free(&v->readers[w].marks);
        for (struct verify_lane *l = v->lanes; l != NULL; l = l->next)
            arena_free(&l->links[w].memory);
    }
    for (struct verify_lane *l = v->lanes; l != NULL; l = l->next)
        arena_free(&l->memory);
}
