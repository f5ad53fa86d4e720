/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * manifest.c — what was published, so that anybody can check it.
 *
 * In:    paths, sizes, digests; a published tree
 * Out:   shards of lines, the index that lists them; diagnostics
 * Law:   none
 * Never: trusts a path of a manifest to stay below the web root
 */
#include "release/release.h"

#include "base/json.h"
#include "base/os.h"
#include "release/paths.h"

#define SHARD_MOST ((int64_t)256 << 20) /* bytes of a shard */
#define INDEX_MOST ((int64_t)16 << 20)
#define PIECE ((ptrdiff_t)256 << 10)
#define BATCH 4096 /* files checked between two merges */
#define HEX 64

/* ---- writing ---- */

void manifest_line(struct buf *out, const struct tree_file *file) {
    buf_hex(out, file->digest.b, sizeof file->digest.b);
    buf_fmt(out, "  %lld  ", (long long)file->size);
    buf_str(out, file->path);
    buf_char(out, '\n');
}

static void put_shard(struct buf *out, const struct tree_file *shard) {
    buf_str(out, S("    {\"path\": "));
    buf_json(out, shard->path);
    buf_fmt(out, ", \"size\": %lld, \"sha256\": \"", (long long)shard->size);
    buf_hex(out, shard->digest.b, sizeof shard->digest.b);
    buf_str(out, S("\"}"));
}

void manifest_index(struct buf *out, const struct manifest *m) {
    struct arena scratch = {0};
    buf_str(out, S("{\n  \"site\": "));
    buf_json(out, m->site);
    buf_str(out, S(",\n  \"as_of\": "));
    buf_json(out, instant_rfc3339(&scratch, m->as_of));
    buf_fmt(out, ",\n  \"files\": %lld,\n  \"bytes\": %lld,\n  \"shards\": [\n",
            (long long)m->files, (long long)m->bytes);
    for (int i = 0; i < m->n; i++) {
        put_shard(out, &m->shards[i]);
        buf_str(out, i + 1 < m->n ? S(",\n") : S("\n"));
    }
    buf_str(out, S("  ]\n}\n"));
    arena_free(&scratch);
}

/* ---- checking ---- */

/* Files of a manifest gather in batches; their lines stay in the arena of the shard. */
struct check {
    const char *root;
    struct par *par;
    struct diags *diags;
    struct paths paths;
    struct tree_file files[BATCH];
    enum diag_code found[BATCH]; /* DIAG_CODES for nothing */
    int n;
    struct arena *pieces; /* one per worker */
};

/* Reads one file to its end; false when there is none. */
static bool digest_file(struct arena *a, const char *path, struct tree_file *out) {
    int fd = os_open(path);
    if (fd < 0)
        return false;
    char *piece = NEW(a, char, PIECE);
    struct sha256_stream *h = sha256_open();
    out->size = 0;
    for (ptrdiff_t got; (got = os_read_at(fd, piece, PIECE, out->size)) > 0; out->size += got)
        sha256_add(h, (str){piece, got});
    out->digest = sha256_close(h);
    os_close(fd);
    return true;
}

static enum diag_code compare(const struct check *c, struct arena *a,
                              const struct tree_file *want) {
    struct tree_file is;
    if (!digest_file(a, str_fmt(a, "%s/%.*s", c->root, STR(want->path)).p, &is))
        return DIAG_PUBLIC_MISSING;
    bool same = is.size == want->size && sha256_eq(is.digest, want->digest);
    return same ? DIAG_CODES : DIAG_PUBLIC_CHANGED;
}

static void check_one(void *ctx, int worker, ptrdiff_t item) {
    struct check *c = ctx;
    arena_reset(&c->pieces[worker]);
    c->found[item] = compare(c, &c->pieces[worker], &c->files[item]);
}

static void check_batch(struct check *c) {
    par_for(c->par, c->n, check_one, c);
    for (int i = 0; i < c->n; i++)
        if (c->found[i] != DIAG_CODES)
            diag(c->diags, c->found[i],
                 (struct place){.file = str_dup(c->diags->arena, c->files[i].path)}, "%s", "");
    c->n = 0;
}

static bool parse_digest(str s, struct sha256 *out) {
    static const char digits[] = "0123456789abcdef";
    for (ptrdiff_t i = 0; i < HEX; i++) {
        ptrdiff_t d = s.n == HEX ? str_find(S(digits), str_sub(s, i, i + 1)) : -1;
        if (d < 0)
            return false;
        unsigned char *b = &out->b[i / 2];
        *b = (unsigned char)(i % 2 == 0 ? d << 4 : *b | d);
    }
    return true;
}

/* Below the web root and nowhere else. */
static bool is_inside(str path) {
    str rest = path;
    while (rest.p != NULL) {
        str part = str_cut(&rest, S("/"));
        if (part.n == 0 || str_eq(part, S(".")) || str_eq(part, S("..")))
            return false;
    }
    return path.n > 0;
}

static bool parse_line(str line, struct tree_file *out) {
    str digest = str_cut(&line, S("  "));
    str size = str_cut(&line, S("  "));
    out->path = line;
    return parse_digest(digest, &out->digest) && str_int(size, &out->size) && is_inside(line);
}

static void report_broken(struct check *c, str file, int64_t line) {
    struct place at = {.file = str_dup(c->diags->arena, file), .line = line};
    diag(c->diags, DIAG_MANIFEST_BROKEN, at, "%s", "");
}

/* One shard: its own digest first, then every file it lists. */
static void check_shard(struct check *c, const struct tree_file *shard) {
    struct arena a = {0};
    str text;
    bool good = os_read(&a, str_fmt(&a, "%s/%.*s", c->root, STR(shard->path)).p, SHARD_MOST, &text);
    paths_add(&c->paths, shard->path, 0);
    if (!good || text.n != shard->size || !sha256_eq(sha256_of(text), shard->digest)) {
        report_broken(c, shard->path, 0);
        arena_free(&a);
        return;
    }
    for (int64_t line = 1; text.n > 0; line++) {
        struct tree_file *f = &c->files[c->n];
        if (!parse_line(str_cut(&text, S("\n")), f)) {
            report_broken(c, shard->path, line);
            continue;
        }
        paths_add(&c->paths, f->path, 0);
        if (++c->n == BATCH)
            check_batch(c);
    }
    check_batch(c);
    arena_free(&a);
}

static str text_at(const struct value *map, const char *key) {
    const struct value *v = value_get(map, str_of(key));
    return v != NULL && v->type == VALUE_TEXT ? v->text : (str){0};
}

static void check_listed(struct check *c, const struct value *entry) {
    struct tree_file shard = {.path = text_at(entry, "path")};
    bool good = str_int(text_at(entry, "size"), &shard.size) &&
                parse_digest(text_at(entry, "sha256"), &shard.digest) && is_inside(shard.path);
    if (good)
        check_shard(c, &shard);
    else
        report_broken(c, S(MANIFEST_INDEX), 0);
}

static void report_stranger(void *ctx, str path) {
    struct check *c = ctx;
    /* The signatures of the index stand beside it. */
    if (!str_starts(path, S(MANIFEST_INDEX ".")))
        diag(c->diags, DIAG_PUBLIC_UNKNOWN, (struct place){.file = str_dup(c->diags->arena, path)},
             "%s", "");
}

static bool read_index(struct arena *a, const char *root, struct value *index) {
    str text;
    str error;
    int line;
    return os_read(a, str_fmt(a, "%s/" MANIFEST_INDEX, root).p, INDEX_MOST, &text) &&
           json_load(a, text, index, &error, &line);
}

void manifest_check(struct arena *a, const char *public_dir, struct par *par, struct diags *diags) {
    struct check *c = NEW(a, struct check, 1);
    c->root = public_dir;
    c->par = par;
    c->diags = diags;
    c->paths = paths_open(a);
    c->pieces = NEW(a, struct arena, par_jobs(par));
    struct value index = {0};
    const struct value *shards =
        read_index(a, public_dir, &index) ? value_get(&index, S("shards")) : NULL;
    if (shards == NULL || shards->type != VALUE_LIST) {
        report_broken(c, S(MANIFEST_INDEX), 0);
        return;
    }
    paths_add(&c->paths, S(MANIFEST_INDEX), 0);
    for (ptrdiff_t i = 0; i < shards->n; i++)
        check_listed(c, &shards->items[i]);
    paths_strangers(&c->paths, public_dir, 0, report_stranger, c);
    for (int w = 0; w < par_jobs(par); w++)
        arena_free(&c->pieces[w]);
}
