/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * carriers.c — the hall display, and what agencies print and give to other media.
 *
 * In:    lists and disclosures of the ledger
 * Out:   staged files below screen/ and print/
 * Law:   law.md §6 (carriers named by the plans)
 * Never: makes anew what none of its records moved; keeps a record that left
 */
#include "base/os.h"
#include "commands/run.h"

#include <string.h>

#define SCREEN_ROWS 20
#define SIGNS_MOST 60
#define CHAPTER_MOST 300 /* entries of a chapter of a handbook */
#define CHAPTERS_MOST 64

/* Whether records of a kind moved, of an agency. */
static bool moved(const struct touched *m, enum kind kind, str agency) {
    for (int i = 0; i < m->n; i++)
        if (m->v[i].kind == (int)kind && str_eq(m->v[i].agency, agency))
            return true;
    return m->all;
}

static bool before_moved(const struct touched *m, str agency) {
    for (int i = 0; i < m->n; i++)
        if (kind_info((enum kind)m->v[i].kind)->column == SITE_BEFORE &&
            str_eq(m->v[i].agency, agency))
            return true;
    return m->all;
}

/* ---- going through the lists of an agency ---- */

static bool is_list_of(const struct known_list *k, str agency) {
    return k->list.id != 0 && k->list.scope == LIST_AGENCY && str_eq(k->list.agency, agency);
}

/* A list from its newest slot back, a page of slots at a time. */
struct back {
    struct run *run;
    struct arena *arena;
    const struct known_list *list;
    int64_t slot; /* of those below it nothing was given yet */
    int64_t ids[LEDGER_ROWS];
    struct ledger_row rows[LEDGER_ROWS];
    int left;
};

static struct back back_from(struct run *r, struct arena *a, const struct known_list *k) {
    return (struct back){.run = r, .arena = a, .list = k, .slot = k->list.slots};
}

static bool back_load(struct back *b) {
    if (b->slot <= 0)
        return false;
    int64_t from = (b->slot - 1) / LEDGER_ROWS * LEDGER_ROWS;
    b->left = (int)(b->slot - from);
    b->slot = from;
    memset(b->ids, 0, sizeof b->ids);
    ledger_list_rows(b->run->ledger, b->list->list.id, from, b->left, b->ids);
    ledger_rows(b->run->ledger, b->arena, b->ids, b->rows);
    return true;
}

/* The next row that is on line; false at the end. */
static bool back_next(struct back *b, struct list_row *out, int64_t *id) {
    while (b->left > 0 || back_load(b)) {
        const struct ledger_row *row = &b->rows[--b->left];
        struct disclosure *d = row->id == 0 ? NULL : NEW(b->arena, struct disclosure, 1);
        if (d == NULL || !disclosure_get(b->arena, row->brief, d))
            continue;
        *out = (struct list_row){.disclosure = d,
                                 .path = row->path,
                                 .published = ledger_run_as_of(b->run->ledger, row->first_run)};
        *id = row->id;
        return true;
    }
    return false;
}

/* ---- batches: the decisions of the last day on which an agency published any ---- */

static date last_day(struct run *r, struct arena *a, str agency) {
    date last = DATE_NONE;
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        struct back b = back_from(r, a, k);
        struct list_row row;
        int64_t id = 0;
        if (is_list_of(k, agency) && k->list.kind == KIND_decision && back_next(&b, &row, &id) &&
            (last == DATE_NONE || instant_date(row.published) > last))
            last = instant_date(row.published);
    }
    return last;
}

static void gather_posting(struct run *r, struct arena *a, struct posting *out) {
    struct list_row *rows = NEW(a, struct list_row, POSTING_MOST);
    out->decisions = rows;
    out->published = last_day(r, a, out->agency.code);
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        if (!is_list_of(k, out->agency.code) || k->list.kind != KIND_decision)
            continue;
        struct back b = back_from(r, a, k);
        struct list_row row;
        int64_t id = 0;
        while (out->more < POSTING_MOST && back_next(&b, &row, &id) &&
               instant_date(row.published) == out->published) {
            if (out->n < POSTING_MOST)
                rows[out->n++] = row;
            else
                out->more++;
        }
    }
}

static void render_posting(struct run *r, struct arena *a, const struct agency_words *agency,
                           struct buf *b) {
    struct posting posting = {.agency = *agency};
    gather_posting(r, a, &posting);
    for (enum carrier c = 0; c < CARRIERS; c++) {
        bool ok = pages_carrier(r->site->pages, a, &posting, c, b);
        stage_made(r, PUBLISH_LIST, pages_carrier_path(r->arena, &posting, c), b, ok);
    }
}

/* ---- signs ---- */

static void render_signs(struct run *r, struct arena *a, const struct agency_words *agency,
                         struct buf *b) {
    struct list_row *rows = NEW(a, struct list_row, SIGNS_MOST);
    int n = 0;
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        struct back back = back_from(r, a, k);
        int64_t id = 0;
        while (is_list_of(k, agency->code) && k->list.kind == KIND_window && n < SIGNS_MOST &&
               back_next(&back, &rows[n], &id)) {
            struct ledger_page page;
            struct disclosure *whole = NEW(a, struct disclosure, 1);
            if (ledger_page(r->ledger, a, id, &page) && disclosure_get(a, page.disclosure, whole) &&
                disclosure_get_words(a, page.words, whole))
                rows[n].disclosure = whole;
            n++;
        }
    }
    struct signs signs = {*agency, rows, n};
    bool ok = pages_signs(r->site->pages, a, &signs, b);
    stage_made(r, PUBLISH_LIST, str_fmt(r->arena, "print/%.*s/signs.html", STR(agency->code)), b,
               ok);
}

/* ---- handbooks ---- */

static str picture_of(struct run *r, struct arena *a, int64_t record, enum kind kind) {
    struct document_link *v = NULL;
    bool shown = kind == KIND_flowchart && attachments_of(r, a, record, &v) > 0;
    return shown ? v[0].path : (str){0};
}

/* All entries of a list, oldest first, whole. */
static struct chapter chapter_of(struct run *r, struct arena *a, const struct known_list *k,
                                 date *as_of) {
    struct chapter c = {.kind = (enum kind)k->list.kind, .term = k->list.term};
    struct chapter_entry *v = NEW(a, struct chapter_entry, CHAPTER_MOST);
    struct back back = back_from(r, a, k);
    struct list_row row;
    int64_t id = 0;
    while (back_next(&back, &row, &id)) {
        struct ledger_page page;
        struct disclosure *whole = NEW(a, struct disclosure, 1);
        if (c.n == CHAPTER_MOST) {
            c.more = true;
            break;
        }
        if (!ledger_page(r->ledger, a, id, &page) || !disclosure_get(a, page.disclosure, whole) ||
            !disclosure_get_words(a, page.words, whole))
            continue;
        date day = instant_date(ledger_run_as_of(r->ledger, page.content_run));
        *as_of = *as_of == DATE_NONE || day > *as_of ? day : *as_of;
        v[c.n++] = (struct chapter_entry){whole, picture_of(r, a, id, c.kind)};
    }
    for (int i = 0; i < c.n / 2; i++) {
        struct chapter_entry swap = v[i];
        v[i] = v[c.n - 1 - i];
        v[c.n - 1 - i] = swap;
    }
    c.v = v;
    return c;
}

static void render_handbook(struct run *r, struct arena *a, const struct agency_words *agency,
                            struct buf *b) {
    struct chapter *chapters = NEW(a, struct chapter, CHAPTERS_MOST);
    struct handbook h = {.agency = *agency, .as_of = DATE_NONE, .chapters = chapters};
    for (enum kind kind = KIND_NONE + 1; kind < KINDS; kind++)
        for (int i = 0; i < r->list_count && h.n < CHAPTERS_MOST; i++) {
            const struct known_list *k = &r->lists[i];
            if (!is_list_of(k, agency->code) || k->list.kind != (int)kind ||
                kind_info(kind)->column != SITE_BEFORE || k->list.public_rows == 0)
                continue;
            chapters[h.n] = chapter_of(r, a, k, &h.as_of);
            h.n += chapters[h.n].n > 0;
        }
    bool ok = pages_handbook(r->site->pages, a, &h, b);
    stage_made(r, PUBLISH_LIST, str_fmt(r->arena, "print/%.*s/handbook.html", STR(agency->code)), b,
               ok);
}

/* ---- the hall display ---- */

static void render_screens(struct run *r, const struct site_state *s, struct buf *b) {
    struct list_row windows[SCREEN_ROWS];
    struct list_row progress[SCREEN_ROWS];
    struct screen screen = {.as_of = s->as_of,
                            .decisions = s->latest,
                            .decision_count = s->latest_count,
                            .windows = windows,
                            .progress = progress};
    screen.window_count = newest_rows(r, KIND_window, (str){0}, windows, SCREEN_ROWS);
    screen.progress_count = newest_rows(r, KIND_progress, (str){0}, progress, SCREEN_ROWS);
    for (int i = 0; i < 2 * SCREEN_PAGES; i++) {
        struct screen_page which = {i / 2 + 1, i % 2 == 1};
        bool ok = pages_screen(r->site->pages, r->arena, &screen, which, b);
        stage_made(r, PUBLISH_LIST, pages_screen_path(r->arena, which.page, which.still), b, ok);
    }
}

/* ---- all of them ---- */

static bool has_rows(const struct run *r, str agency, enum kind kind) {
    for (int i = 0; i < r->list_count; i++)
        if (is_list_of(&r->lists[i], agency) && r->lists[i].list.kind == (int)kind &&
            r->lists[i].list.public_rows > 0)
            return true;
    return false;
}

/* Whether it has anything that a handbook is made of. */
static bool has_lists(const struct run *r, str agency) {
    for (int i = 0; i < r->list_count; i++) {
        const struct ledger_list *l = &r->lists[i].list;
        if (l->public_rows > 0 && kind_info((enum kind)l->kind)->column == SITE_BEFORE &&
            is_list_of(&r->lists[i], agency))
            return true;
    }
    return false;
}

static void render_prints(struct run *r, const struct site_state *s, struct buf *b) {
    struct printable *v = NEW(r->arena, struct printable, s->agency_count + 1);
    for (int i = 0; i < s->agency_count; i++) {
        const struct agency_words *agency = &s->agencies[i];
        v[i] =
            (struct printable){*agency, agency->decisions > 0,
                               has_rows(r, agency->code, KIND_window), has_lists(r, agency->code)};
    }
    bool ok = pages_prints(r->site->pages, r->arena, v, s->agency_count, b);
    stage_made(r, PUBLISH_LIST, S("print/index.html"), b, ok);
}

void render_carriers(struct run *r, const struct site_state *s, const struct touched *m) {
    struct arena a = {0};
    struct buf b = {0};
    for (int i = 0; i < s->agency_count; i++, arena_reset(&a)) {
        const struct agency_words *agency = &s->agencies[i];
        if (moved(m, KIND_decision, agency->code))
            render_posting(r, &a, agency, &b);
        if (moved(m, KIND_window, agency->code))
            render_signs(r, &a, agency, &b);
        if (before_moved(m, agency->code))
            render_handbook(r, &a, agency, &b);
    }
    if (m->all || m->n > 0) {
        render_screens(r, s, &b);
        render_prints(r, s, &b);
    }
    arena_free(&a);
    buf_free(&b);
}
