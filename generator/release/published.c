/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * published.c — a published tree, held against its manifests and read as a stranger would.
 *
 * In:    a published tree; what must not be in it
 * Out:   diagnostics
 * Law:   个人信息保护法 art. 51
 * Never: trusts a path of a manifest to stay below the web root; changes a file
 */
#include "base/json.h"
#include "base/os.h"
#include "release/paths.h"
#include "release/release.h"

#define SHARD_MOST ((int64_t)256 << 20) /* bytes of a shard */
#define INDEX_MOST ((int64_t)16 << 20)
#define BATCH 1024 /* files checked between two merges */
#define HEX 64

/* Files of a manifest gather in batches; their lines stay in the arena of the shard. */
struct check {
    const struct published *what;
    struct verify *verify;
    struct diags *diags;
    struct paths paths; /* of all manifests, and the manifests: what lies there by right */
    struct arena batch;
    struct expected files[BATCH];
    int n;
};

static void check_batch(struct check *c) {
    for (int i = 0; i < c->n && c->what->fill != NULL; i++)
        c->what->fill(c->what->ctx, &c->batch, &c->files[i]);
    verify_batch(c->verify, c->files, c->n, c->diags);
    arena_reset(&c->batch);
    c->n = 0;
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
    return sha256_parse(digest, &out->digest) && str_int(size, &out->size) && is_inside(line);
}

static void report_broken(struct check *c, str file, int64_t line) {
    struct place at = {.file = str_dup(c->diags->arena, file), .line = line};
    diag(c->diags, DIAG_MANIFEST_BROKEN, at, "%s", "");
}

/* A shard as it stands on the disk. */
static bool read_shard(const struct check *c, struct arena *a, str path, str *text) {
    return os_read(a, str_fmt(a, "%s/%.*s", c->what->dir, STR(path)).p, SHARD_MOST, text);
}

/* What a shard lists, before any of it is looked at: links lead to files of later shards. */
static void list_shard(struct check *c, str path) {
    struct arena a = {0};
    struct tree_file f;
    str text = {0};
    paths_add(&c->paths, path, 0);
    (void)read_shard(c, &a, path, &text);
    while (text.n > 0)
        if (parse_line(str_cut(&text, S("\n")), &f))
            paths_add(&c->paths, f.path, 0);
    arena_free(&a);
}

/* One shard: its own digest first, then every file it lists. */
static void check_shard(struct check *c, const struct tree_file *shard) {
    struct arena a = {0};
    str text;
    bool good = read_shard(c, &a, shard->path, &text);
    if (!good || text.n != shard->size || !sha256_eq(sha256_of(text), shard->digest)) {
        report_broken(c, shard->path, 0);
        arena_free(&a);
        return;
    }
    for (int64_t line = 1; text.n > 0; line++) {
        struct tree_file *f = &c->files[c->n].file;
        c->files[c->n] = (struct expected){.rank = PUBLISH_RECORD, .whole = true};
        if (!parse_line(str_cut(&text, S("\n")), f)) {
            report_broken(c, shard->path, line);
            continue;
        }
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

/* An entry of the index. */
static bool entry_of(const struct value *entry, struct tree_file *out) {
    out->path = text_at(entry, "path");
    return str_int(text_at(entry, "size"), &out->size) &&
           sha256_parse(text_at(entry, "sha256"), &out->digest) && is_inside(out->path);
}

/* The entries of the index are shards, and reports, which are files like others. */
static void list_entry(struct check *c, const struct value *entry, bool report) {
    struct tree_file file;
    if (!entry_of(entry, &file))
        return;
    if (report)
        paths_add(&c->paths, file.path, 0);
    else
        list_shard(c, file.path);
}

static void check_entry(struct check *c, const struct value *entry, bool report) {
    struct tree_file file;
    if (!entry_of(entry, &file)) {
        report_broken(c, S(MANIFEST_INDEX), 0);
    } else if (report) {
        c->files[c->n++] = (struct expected){.file = file, .rank = PUBLISH_RECORD, .whole = true};
        check_batch(c);
    } else {
        check_shard(c, &file);
    }
}

typedef void entry_fn(struct check *c, const struct value *entry, bool report);

static void each_entry(struct check *c, const struct value *index, entry_fn *what) {
    static const char *const lists[] = {"shards", "reports"};
    for (int k = 0; k < 2; k++) {
        const struct value *list = value_get(index, str_of(lists[k]));
        for (ptrdiff_t i = 0; list != NULL && list->type == VALUE_LIST && i < list->n; i++)
            what(c, &list->items[i], k == 1);
    }
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

struct verify_counts published_check(struct arena *a, const struct published *p,
                                     struct diags *diags) {
    struct check *c = NEW(a, struct check, 1);
    struct sought sought = p->sought;
    struct value index = {0};
    const struct value *shards =
        read_index(a, p->dir, &index) ? value_get(&index, S("shards")) : NULL;
    c->what = p;
    c->diags = diags;
    c->paths = paths_open(a);
    if (shards == NULL || shards->type != VALUE_LIST) {
        report_broken(c, S(MANIFEST_INDEX), 0);
        return (struct verify_counts){0};
    }
    paths_add(&c->paths, S(MANIFEST_INDEX), 0);
    each_entry(c, &index, list_entry);
    sought.listed = &c->paths;
    c->verify = verify_open(a, p->dir, &sought, p->par);
    each_entry(c, &index, check_entry);
    paths_strangers(&c->paths, p->dir, 0, report_stranger, c);
    verify_finish(c->verify, NULL, NULL, diags);
    arena_free(&c->batch);
    return verify_counts(c->verify);
}
