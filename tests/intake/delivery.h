/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * delivery.h — a delivery taken in as the program does it, for tests.
 *
 * In:    a file or a text, a map
 * Out:   records, findings, counts
 * Law:   none
 * Never: is part of the program
 */
#ifndef GONGSHI_TESTS_INTAKE_DELIVERY_H
#define GONGSHI_TESTS_INTAKE_DELIVERY_H

#include "base/arena.h"
#include "base/os.h"
#include "intake/intake.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BATCH_MOST 512
#define RECORDS_MOST 4096
#define TODAY date_of(2026, 11, 20)

/* What came of a delivery. Only the first records are kept. */
struct taken {
    struct arena arena;
    struct diags diags;
    struct record *records;
    struct slice *slices;
    int n;
    int64_t delivered;
    int64_t rejected;
};

/* A scratch file of this test program: others run at the same time, with files of the same names.
 */
static inline const char *scratch(const char *name) {
    static char path[4096];
    const char *b = getenv("B");
    (void)snprintf(path, sizeof path, "%s/scratch/%s", b == NULL ? "build" : b,
                   program_invocation_short_name);
    os_mkdirs(path, 0755);
    size_t n = strlen(path);
    (void)snprintf(path + n, sizeof path - n, "/%s", name);
    return path;
}

static inline void take_one(struct taken *t, struct reading *r, const struct slice *s) {
    struct record rec;
    t->delivered++;
    (void)intake_decode(r, &t->arena, s, &rec, &t->diags);
    bool good = intake_validate(&t->arena, &rec, TODAY, &t->diags);
    t->rejected += !good;
    if (t->n == RECORDS_MOST)
        return;
    t->slices[t->n] = *s;
    t->records[t->n++] = rec;
}

/* Takes a file in by batches of `most`; `map` is the text of a map, or absent. */
static inline struct taken *take(const char *path, const char *name, str map, int most) {
    struct taken *t = calloc(1, sizeof *t);
    struct slice out[BATCH_MOST];
    t->diags.arena = &t->arena;
    t->records = NEW(&t->arena, struct record, RECORDS_MOST);
    t->slices = NEW(&t->arena, struct slice, RECORDS_MOST);
    const struct map *m = map.p == NULL ? NULL : map_load(&t->arena, S("test.map"), map, &t->diags);
    struct intake_file file = {path, str_of(name), 1, &m, m == NULL ? 0 : 1, NULL, false};
    struct reading *r = intake_open(&t->arena, &file, &t->diags);
    struct slices lines = {out, most, 1, 0};
    while (r != NULL && lines.n > 0) {
        (void)intake_batch(r, &t->arena, &lines, &t->diags);
        for (int i = 0; i < lines.n; i++)
            take_one(t, r, &out[i]);
    }
    t->delivered += lines.broken;
    t->rejected += lines.broken;
    if (r != NULL)
        intake_close(r);
    return t;
}

static inline struct taken *take_text(const char *name, str text, str map) {
    const char *path = scratch(name);
    os_write(path, text, 0644);
    return take(path, name, map, BATCH_MOST);
}

static inline void taken_free(struct taken *t) {
    arena_free(&t->arena);
    free(t);
}

/* All findings as their lines, and the sum. */
static inline void taken_print(const struct taken *t, struct buf *out) {
    for (const struct diag *one = t->diags.first; one != NULL; one = one->next) {
        diag_line(out, one);
        buf_char(out, '\n');
    }
    buf_fmt(out, "delivered %lld = taken %lld + rejected %lld\n", (long long)t->delivered,
            (long long)(t->delivered - t->rejected), (long long)t->rejected);
}

/* How many findings have this code; and whether there is only this one. */
static inline int taken_count(const struct taken *t, enum diag_code code) {
    int n = 0;
    for (const struct diag *one = t->diags.first; one != NULL; one = one->next)
        n += one->code == code;
    return n;
}

/* Compares with a golden byte for byte; with ACCEPT=1 writes it instead. */
static inline bool golden(const char *path, str text) {
    struct arena a = {0};
    const char *accept = getenv("ACCEPT");
    if (accept != NULL && strcmp(accept, "1") == 0)
        os_write(path, text, 0644);
    str wanted = {0};
    bool same = os_read(&a, path, 1 << 24, &wanted) && str_eq(wanted, text);
    if (!same)
        (void)fprintf(stderr, "%s differs; it should now be:\n%.*s\n", path, STR(text));
    arena_free(&a);
    return same;
}

#endif
