/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * verify.c — how fast the leak check reads a published tree: verify TREE [SECRETS]
 *
 * In:    a tree, how many private identifiers the site is to have (default 1000000)
 * Out:   megabytes, seconds of one thread's processor time, megabytes per second
 * Law:   none
 * Never: writes
 */
#include "base/os.h"
#include "release/release.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define KEY ((const unsigned char *)"0123456789abcdef")
#define BATCH 256
#define FILE_MOST ((int64_t)1 << 30)

struct tree {
    struct arena arena;
    const char *root;
    struct expected *files;
    int n;
    int cap;
};

static void add_file(struct tree *t, str path) {
    struct arena a = {0};
    str bytes;
    if (t->n == t->cap) {
        t->cap = t->cap > 0 ? 2 * t->cap : 1024;
        struct expected *files = NEW(&t->arena, struct expected, t->cap);
        for (int i = 0; i < t->n; i++)
            files[i] = t->files[i];
        t->files = files;
    }
    if (os_read(&a, str_fmt(&a, "%s/%.*s", t->root, STR(path)).p, FILE_MOST, &bytes)) {
        struct tree_file file = {path, bytes.n, sha256_of(bytes)};
        t->files[t->n++] = (struct expected){.file = file, .rank = PUBLISH_RECORD, .whole = true};
    }
    arena_free(&a);
}

static void walk(struct tree *t, str folder) {
    struct strs names = os_list(&t->arena, str_fmt(&t->arena, "%s/%.*s", t->root, STR(folder)).p);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        str path = folder.n == 0 ? names.v[i]
                                 : str_fmt(&t->arena, "%.*s/%.*s", STR(folder), STR(names.v[i]));
        if (os_stat(str_fmt(&t->arena, "%s/%.*s", t->root, STR(path)).p).is_dir)
            walk(t, path);
        else
            add_file(t, path);
    }
}

/* IDs, mobile numbers, cards and plates that stand nowhere. */
static str make_secret(struct arena *a, int i) {
    switch (i % 4) {
    case 0:
        return str_fmt(a, "9901011990%07dX", i);
    case 1:
        return str_fmt(a, "1399%07d", i);
    case 2:
        return str_fmt(a, "62228888800%07d", i);
    default:
        return str_fmt(a, "冀Z%05d", i % 100000);
    }
}

static struct secret_digest *make_secrets(struct arena *a, int n) {
    struct secret_digest *v = NEW(a, struct secret_digest, n + 1);
    for (int i = 0; i < n; i++)
        (void)secret_of(KEY, make_secret(a, i), true, &v[i]);
    return v;
}

static double processor(void) {
    struct timespec t;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* What the site says is public, though it has the shape of a private number. */
static void read_known(struct tree *t, struct sought *out) {
    str text;
    if (os_read(&t->arena, str_fmt(&t->arena, "%s/%s", t->root, KNOWN_LIST).p, FILE_MOST, &text))
        out->known = known_get(&t->arena, text, &out->known_count);
}

int main(int argc, char **argv) {
    struct tree t = {.root = argc > 1 ? argv[1] : "."};
    int n = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 1000000;
    struct diags diags = {.arena = &t.arena};
    struct par *par = par_open(1);
    os_init();
    walk(&t, S(""));
    struct sought sought = {.key = KEY,
                            .everywhere = make_secrets(&t.arena, n),
                            .n = n,
                            .files = t.n,
                            .shapes = true,
                            .flat = true};
    read_known(&t, &sought);
    struct verify *v = verify_open(&t.arena, t.root, &sought, par);
    double before = processor();
    for (int i = 0; i < t.n; i += BATCH)
        verify_batch(v, t.files + i, t.n - i < BATCH ? t.n - i : BATCH, &diags);
    double seconds = processor() - before;
    struct verify_counts c = verify_counts(v);
    printf("leak check %9.3f s  %7.1f MB/s  %lld files, %.1f MB, %d identifiers, %lld findings\n",
           seconds, (double)c.bytes / 1e6 / seconds, (long long)c.files, (double)c.bytes / 1e6, n,
           (long long)diags.count[DIAG_ERROR]);
    return 0;
}
