/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * planted.h — a stage with values planted in it, for tests of what verification finds.
 *
 * In:    fictional persons and numbers, made here
 * Out:   what verification says
 * Law:   个人信息保护法 art. 28
 * Never: uses a value of a living person
 */
#ifndef GONGSHI_TESTS_RELEASE_PLANTED_H
#define GONGSHI_TESTS_RELEASE_PLANTED_H

#include "base/utf8.h"
#include "scratch.h"

#define KEY ((const unsigned char *)"0123456789abcdef")
#define FILES_MOST 8192
#define VALUES 200

/* A stage under way, with what it should hold. */
struct site {
    struct arena arena;
    struct stage *stage;
    struct expected files[FILES_MOST];
    int n;
    struct secret_digest secrets[FILES_MOST];
    int secret_count;
    bool shapes;
    uint64_t known[64];
    int known_count;
    struct verify_counts counts; /* of the last verification */
};

static inline struct site *site_open(void) {
    struct site *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->stage = stage_open(&s->arena, "stage", "public");
    return s;
}

static inline void site_close(struct site *s) {
    arena_free(&s->arena);
    free(s);
}

static inline struct expected *put(struct site *s, const char *path, str text) {
    struct expected *e = &s->files[s->n++];
    assert_true(s->n <= FILES_MOST);
    e->rank = PUBLISH_RECORD;
    stage_put(s->stage, e->rank, str_dup(&s->arena, str_of(path)), text, &e->file);
    return e;
}

static inline void hide(struct site *s, const char *value) {
    assert_true(secret_of(KEY, str_of(value), true, &s->secrets[s->secret_count++]));
}

static inline void show(struct site *s, struct expected *e, const char *id, const char *value) {
    struct secret_digest *d = NEW(&s->arena, struct secret_digest, 1);
    struct shown *rows = NEW(&s->arena, struct shown, e->shown_count + 1);
    if (e->shown_count > 0)
        memcpy(rows, e->shown, (size_t)e->shown_count * sizeof *rows);
    int n = value != NULL && secret_of(KEY, str_of(value), false, d);
    rows[e->shown_count++] = (struct shown){str_of(id), d, n, e->shown_count};
    e->shown = rows;
}

static inline bool exists_none(void *ctx, str path) {
    (void)ctx;
    return str_eq(path, S("old/there.html"));
}

/* Verifies in batches, so that links and caches cross their borders. */
static inline struct diags verify(struct site *s, int jobs, int batch) {
    struct diags diags = {.arena = &s->arena};
    struct par *par = par_open(jobs);
    struct sought sought = {.key = KEY,
                            .everywhere = s->secrets,
                            .n = s->secret_count,
                            .shapes = s->shapes,
                            .known = s->known,
                            .known_count = s->known_count};
    struct verify *v = verify_open(&s->arena, "stage", &sought, par);
    for (int i = 0; i < s->n; i += batch)
        verify_batch(v, s->files + i, s->n - i < batch ? s->n - i : batch, &diags);
    s->counts = verify_counts(v);
    verify_finish(v, exists_none, NULL, &diags);
    par_close(par);
    return diags;
}

/* ---- planted values ---- */

static uint32_t random_state = 20260701;
static inline uint32_t draw(uint32_t below) {
    random_state = random_state * 1664525u + 1013904223u;
    return (random_state >> 8) % below;
}

static inline str digits(struct arena *a, int n) {
    char *p = NEW(a, char, n + 1);
    for (int i = 0; i < n; i++)
        p[i] = (char)('0' + draw(10));
    return (str){p, n};
}

static const char *const given[] = {"三丰", "无忌", "翠山", "素素", "芷若", "莫愁", "破虏", "语嫣"};
static const char *const surnames[] = {"欧阳", "司徒", "张", "赵", "慕容", "令狐"};

/* Resident IDs, mobile numbers, cards, plates, e-mail addresses; or names and addresses. */
static inline str make_value(struct arena *a, int i, bool person) {
    const char *surname = surnames[draw(6)];
    if (person && i % 2 == 0)
        return str_fmt(a, "%s%s%s", surname, given[draw(8)], given[draw(8)]);
    if (person)
        return str_fmt(a, "青原市河东区柳林街%d号楼%d单元%d室", i, 1 + (int)draw(9), 100 + i);
    switch (i % 5) {
    case 0:
        return str_fmt(a, "990101%s%s", digits(a, 11).p, i % 2 == 0 ? "X" : "7");
    case 1:
        return str_fmt(a, "1%u%s", 3 + draw(7), digits(a, 9).p);
    case 2:
        return str_fmt(a, "62%s", digits(a, 17).p);
    case 3:
        return str_fmt(a, "冀H%s", digits(a, 5).p);
    default:
        return str_fmt(a, "w%s@mail.example", digits(a, 6).p);
    }
}

#endif
