/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * opendata.c — public/data/: which files are made, and what is said about them.
 *
 * In:    faces and places of the ledger
 * Out:   staged files
 * Law:   none (nothing vanishes silently)
 * Never: holds more than a few files; leaves a row of a record that ended in any of them
 *
 * A file in which a row changed or ended is made in the same run. What is only new on line waits
 * for a data release (gongshi data), and so do the data bases of whole years: one in which a row
 * changed goes off line until then.
 */
#include "base/gzip.h"
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"
#include "pages/data.h"

#include <stdlib.h>
#include <string.h>

#define OTHER S("other")              /* the folder of records without an agency */
#define GZIP_MOST ((int64_t)64 << 20) /* a larger data base has no packed twin */
#define LOG_FROM S("data/changes/")
#define DATA_VERSION 1 /* raised whenever the same rows come out otherwise */

void data_tell(struct run *r, int64_t record, enum data_change change, str reason) {
    if (!r->rebuilding)
        (void)ledger_data_touch(r->ledger, &(struct ledger_data_change){.record = record,
                                                                        .change = (int)change,
                                                                        .reason = reason});
}

static struct data_set set_of(const struct run *r, const struct ledger_set *s) {
    const struct agency *agency = policy_agency(r->site->policy, s->agency);
    return (struct data_set){.kind = (enum kind)s->kind,
                             .slug = s->section,
                             .agency_code = s->agency.n > 0 ? s->agency : OTHER,
                             .agency_name = agency != NULL ? agency->name : s->agency,
                             .year = s->year};
}

/* ---- rows ---- */

/* False when the record is not public any more. What it points to lives in the arena. */
static bool row_of(struct run *r, struct arena *a, int64_t id, struct data_row *row,
                   struct shown *shown) {
    struct ledger_shown is;
    struct disclosure *d = NEW(a, struct disclosure, 1);
    if (!ledger_shown(r->ledger, a, id, &is) || !disclosure_get(a, is.disclosure, d) ||
        !disclosure_get_words(a, is.words, d))
        return false;
    *shown = shown_of(id, is.path, is.secrets);
    *row = (struct data_row){.disclosure = d,
                             .path = is.path,
                             .id = shown->id,
                             .published = ledger_run_as_of(r->ledger, is.first_run),
                             .updated = ledger_run_as_of(r->ledger, is.content_run),
                             .version = is.version};
    if (row->updated < row->published)
        row->updated = row->published;
    return true;
}

/* One of the files of a part, made by a worker. */
struct piece {
    const struct pages *pages;
    const struct data_part *part;
    enum data_form form;
    const char *aside; /* a folder for the workbook until it is read back: what libxlsxwriter puts
                          aside has names that two threads may draw at once */
};

static void put_rows(const struct piece *p, struct arena *a, bool csv, struct buf *out) {
    if (csv)
        data_csv_head(p->part->set.kind, out);
    for (int i = 0; i < p->part->n; i++) {
        arena_reset(a);
        if (csv)
            data_csv_row(p->pages, a, p->part->set.kind, &p->part->rows[i], out);
        else
            data_json_row(p->pages, a, p->part->set.kind, &p->part->rows[i], out);
    }
}

static void put_workbook(const struct piece *p, struct arena *a, struct buf *out) {
    const char *path = str_fmt(a, "%s/book.xlsx", p->aside).p;
    str bytes;
    os_mkdirs(p->aside, 0700);
    data_workbook(p->pages, a, p->part, path);
    if (os_read(a, path, BUF_LIMIT, &bytes))
        buf_str(out, bytes);
    else
        out->failed = true;
    os_rmtree(p->aside);
}

static bool make_piece(void *ctx, struct arena *a, struct buf *out) {
    const struct piece *p = ctx;
    bool csv = p->form == DATA_CSV || p->form == DATA_CSV_GZIP;
    struct buf plain = {0};
    switch (p->form) {
    case DATA_CSV:
    case DATA_JSON_LINES:
        put_rows(p, a, csv, out);
        break;
    case DATA_CSV_GZIP:
    case DATA_JSON_LINES_GZIP:
        put_rows(p, a, csv, &plain);
        gzip_put(buf_view(&plain), out);
        break;
    case DATA_WORKBOOK:
        put_workbook(p, a, out);
        break;
    case DATA_FORMS:
        break;
    }
    bool whole = !plain.failed && !out->failed;
    buf_free(&plain);
    return whole;
}

/* Years, or sets. */
struct numbers {
    int64_t *v;
    int n;
    ptrdiff_t cap;
};

static bool has_number(const struct numbers *y, int64_t number) {
    for (int i = 0; i < y->n; i++)
        if (y->v[i] == number)
            return true;
    return false;
}

static void add_number(struct run *r, struct numbers *y, int64_t number) {
    if (has_number(y, number))
        return;
    EXTEND(r->arena, y->v, y->n, y->cap);
    y->v[y->n++] = number;
}

/* Of which sets and years a file was made. */
struct moved {
    struct numbers sets;
    struct numbers years;
    bool all; /* all is to be said anew */
};

/* The rows of one file, and the forms of it as work for the lane. */
static void make_part(struct run *r, int64_t file, struct moved *moved) {
    int64_t ids[DATA_ROWS];
    struct ledger_set set;
    struct arena *a = stage_site_room(r);
    struct data_part *part = NEW(a, struct data_part, 1);
    int n = ledger_data_rows(r->ledger, file, ids);
    struct data_row *rows = NEW(a, struct data_row, n + 1);
    struct shown *shown = NEW(a, struct shown, n + 1);
    if (!ledger_set(r->ledger, a, file >> DATA_FILE_BITS, &set))
        return;
    *part = (struct data_part){
        .set = set_of(r, &set), .number = (int)(file & ((1 << DATA_FILE_BITS) - 1)), .rows = rows};
    for (int i = 0; i < n; i++)
        part->n += row_of(r, a, ids[i], &rows[part->n], &shown[part->n]);
    for (int f = 0; f < DATA_FORMS; f++) {
        struct piece *p = NEW(a, struct piece, 1);
        *p = (struct piece){.pages = r->site->pages, .part = part, .form = (enum data_form)f};
        p->aside = str_fmt(a, "%s/%lld", site_path(r->site, "state/aside"), (long long)file).p;
        stage_site_work(r,
                        &(struct site_work){.rank = PUBLISH_LIST,
                                            .path = data_path(a, &part->set, part->number, p->form),
                                            .make = make_piece,
                                            .ctx = p,
                                            .shown = shown,
                                            .shown_count = part->n});
    }
    ledger_data_made(r->ledger, file, part->n);
    add_number(r, &moved->years, set.year);
    add_number(r, &moved->sets, set.id);
}

static void make_parts(struct run *r, struct moved *moved) {
    os_mkdirs(site_path(r->site, "state/aside"), 0700);
    for (int64_t file = 0; (file = ledger_data_due(r->ledger, file)) != 0;)
        make_part(r, file, moved);
    stage_site_end(r);
    os_rmtree(site_path(r->site, "state/aside"));
}

/* ---- data bases of whole years ---- */

static str base_path(struct arena *a, int year) {
    return str_fmt(a, "data/%.*s.sqlite", STR(data_period(a, year)));
}

static str twin_path(struct arena *a, int year) {
    return str_cat(a, base_path(a, year), S(".gz"));
}

/* A data base under way, and the rows it shows. */
struct filling {
    struct run *run;
    struct data_base *base;
    struct arena *arena; /* of `shown` */
    struct shown *shown;
    int n;
    ptrdiff_t cap;
};

static void fill_part(struct filling *f, const struct data_set *set, int64_t file) {
    int64_t ids[DATA_ROWS];
    struct arena a = {0};
    int n = ledger_data_rows(f->run->ledger, file, ids);
    for (int i = 0; i < n; i++) {
        struct data_row row;
        struct shown shown;
        arena_reset(&a);
        if (!row_of(f->run, &a, ids[i], &row, &shown))
            continue;
        data_base_put(f->base, f->run->site->pages, &a, set, &row);
        EXTEND(f->arena, f->shown, f->n, f->cap);
        shown.id = str_dup(f->arena, shown.id);
        str secrets = {(const char *)(const void *)shown.secrets,
                       shown.n * (ptrdiff_t)sizeof *shown.secrets};
        shown.secrets = (const struct secret_digest *)(const void *)str_dup(f->arena, secrets).p;
        f->shown[f->n++] = shown;
    }
    arena_free(&a);
}

static struct tree_file digest_file(struct arena *a, const char *full, str path) {
    struct tree_file file = {.path = path};
    struct sha256_stream *sha = sha256_open();
    ptrdiff_t room = (ptrdiff_t)1 << 20;
    char *piece = ROOM(a, char, room);
    int fd = os_open(full);
    for (ptrdiff_t n = room; fd >= 0 && n == room; file.size += n) {
        n = os_read_at(fd, piece, room, file.size);
        sha256_add(sha, (str){piece, n});
    }
    if (fd >= 0)
        os_close(fd);
    file.digest = sha256_close(sha);
    return file;
}

struct twin {
    const char *of;
};

static bool make_twin(void *ctx, struct arena *a, struct buf *out) {
    const struct twin *twin = ctx;
    str bytes;
    if (!os_read(a, twin->of, GZIP_MOST, &bytes))
        return false;
    gzip_put(bytes, out);
    return !out->failed;
}

static bool is_same(struct run *r, const struct tree_file *file) {
    struct arena a = {0};
    struct ledger_file was = {0};
    int64_t id = ledger_site_file(r->ledger, FILE_SITE, file->path);
    bool same = ledger_public_file(r->ledger, &a, id, &was) && was.size == file->size &&
                sha256_eq(was.digest, file->digest);
    arena_free(&a);
    return same;
}

static void fill_year(struct filling *f, int year, const struct ledger_set *sets, int n) {
    for (int i = 0; i < n; i++) {
        struct data_set set = set_of(f->run, &sets[i]);
        int64_t files = sets[i].year == year ? (sets[i].rows + DATA_ROWS - 1) / DATA_ROWS : 0;
        for (int64_t k = 0; k < files; k++)
            fill_part(f, &set, sets[i].id << DATA_FILE_BITS | k);
    }
    if (!data_base_close(f->base))
        die("写不出 %.*s", STR(base_path(f->arena, year)));
}

/* The data base is written into the stage at once; its packed twin is made from it there. */
static void make_year(struct run *r, int year, const struct ledger_set *sets, int n) {
    struct arena *a = stage_site_room(r);
    struct tree_file *file = NEW(a, struct tree_file, 1);
    struct twin *twin = NEW(a, struct twin, 1);
    str path = base_path(a, year);
    twin->of = stage_place(a, r->stage, PUBLISH_LIST, path);
    struct filling f = {.run = r, .arena = a};
    f.base = data_base_open(a, r->site->pages, year, twin->of);
    fill_year(&f, year, sets, n);
    *file = digest_file(a, twin->of, path);
    if (is_same(r, file)) {
        os_unlink(twin->of);
        return;
    }
    struct site_work w = {.rank = PUBLISH_LIST, .path = path, .placed = file};
    w.shown = f.shown;
    w.shown_count = f.n;
    stage_site_work(r, &w);
    w.path = twin_path(a, year);
    w.placed = NULL;
    w.make = make_twin;
    w.ctx = twin;
    if (file->size <= GZIP_MOST)
        stage_site_work(r, &w);
    else
        remove_site_file(r, FILE_SITE, w.path);
}

/* How a file of the site will be after this release; false when it is not on line then. */
static bool will_be(struct run *r, struct arena *a, str path, struct tree_file *out) {
    struct ledger_file f;
    int64_t id = ledger_site_file(r->ledger, FILE_SITE, path);
    bool found = false;
    ledger_file_scan(r->ledger, id, id + 1);
    while (ledger_file_next(r->ledger, &f)) {
        *out = (struct tree_file){str_dup(a, f.path), f.size, f.digest};
        found = true;
    }
    return found;
}

/* In a data release those of years in which something moved, or that are not on line, are made;
 * else the former go off line, since a row of theirs is not true any more. True when any did. */
static bool settle_years(struct run *r, const struct numbers *moved, const struct ledger_set *sets,
                         int n) {
    struct numbers seen = {0};
    bool any = false;
    for (int i = 0; i < n; i++) {
        struct tree_file is;
        int year = sets[i].year;
        if (has_number(&seen, year))
            continue;
        add_number(r, &seen, year);
        str path = base_path(r->arena, year);
        bool stays = !has_number(moved, year) && will_be(r, r->arena, path, &is);
        any = any || !stays;
        if (r->data_release && !stays)
            make_year(r, year, sets, n);
        else if (!stays) {
            remove_site_file(r, FILE_SITE, path);
            remove_site_file(r, FILE_SITE, twin_path(r->arena, year));
        }
    }
    stage_site_end(r);
    return any;
}

/* ---- the log ---- */

static str log_path(struct arena *a, date day) {
    struct ymd d = date_ymd(day);
    return str_fmt(a, "%.*s%04d-%02d.csv", STR(LOG_FROM), d.year, d.month);
}

static date month_of(date day) {
    struct ymd d = date_ymd(day);
    return date_of(d.year, d.month, 1);
}

static void put_change(struct run *r, struct arena *a, const struct ledger_data_change *c,
                       struct buf *b) {
    struct ledger_set set;
    const struct reason_info *why = reason_named(c->reason);
    if (!ledger_set(r->ledger, a, c->set, &set))
        return;
    struct data_change_row row = {.at = ledger_run_as_of(r->ledger, c->run),
                                  .change = c->change,
                                  .set = set_of(r, &set),
                                  .n = c->n,
                                  .reason = why == NULL ? (str){0} : str_of(why->text)};
    if (c->record != 0)
        row.id = shown_of(c->record, c->path, (str){0}).id;
    data_log_row(a, &row, b);
}

/* From a month on, a file for each. */
static void render_logs(struct run *r, date month, struct buf *b) {
    struct arena a = {0};
    struct ledger_data_change c;
    ledger_data_change_scan(r->ledger, (instant)month * 1440, INT64_MAX);
    for (bool any = false; ledger_data_change_next(r->ledger, &c); any = true) {
        date now = month_of(instant_date(ledger_run_as_of(r->ledger, c.run)));
        arena_reset(&a);
        if (any && now != month)
            stage_made(r, PUBLISH_LIST, log_path(&a, month), b, true);
        if (b->n == 0)
            data_log_head(b);
        month = now;
        put_change(r, &a, &c, b);
    }
    if (b->n > 0)
        stage_made(r, PUBLISH_LIST, log_path(&a, month), b, true);
    arena_free(&a);
}

/* ---- what is said about the files ---- */

static void find_files(struct run *r, const struct ledger_set *s, struct data_held *h) {
    int parts = (int)((s->rows + DATA_ROWS - 1) / DATA_ROWS);
    struct data_file *v = NEW(r->arena, struct data_file, parts * DATA_FORMS);
    for (int part = 0; part < parts; part++)
        for (int f = 0; f < DATA_FORMS; f++) {
            struct data_file *is = &v[h->file_count];
            *is = (struct data_file){.form = (enum data_form)f, .part = part};
            h->file_count +=
                will_be(r, r->arena, data_path(r->arena, &h->set, part, is->form), &is->file);
        }
    h->files = v;
}

/* Newest first; what is not filed by years, last. */
static int by_year(const void *x, const void *y) {
    const struct data_year *a = x;
    const struct data_year *b = y;
    return (a->year < b->year) - (a->year > b->year);
}

/* What is on line of all sets; their files are not looked for yet. Sets of one kind and agency
 * stand together: ledger_sets orders them so. */
static struct data_all all_of(struct run *r, const struct ledger_set *sets, int n) {
    struct data_held *v = NEW(r->arena, struct data_held, n + 1);
    struct data_year *years = NEW(r->arena, struct data_year, n + 1);
    struct data_all all = {.v = v, .n = n, .years = years, .as_of = DATE_NONE};
    struct numbers seen = {0};
    for (int i = 0; i < n; i++) {
        int64_t run = 0;
        v[i].set = set_of(r, &sets[i]);
        v[i].rows = ledger_data_held(r->ledger, sets[i].id, &run);
        v[i].updated = run == 0 ? r->as_of : ledger_run_as_of(r->ledger, run);
        date day = instant_date(v[i].updated);
        all.as_of = day > all.as_of ? day : all.as_of;
        if (has_number(&seen, sets[i].year))
            continue;
        add_number(r, &seen, sets[i].year);
        struct data_year *y = &years[all.year_count++];
        *y = (struct data_year){.year = sets[i].year};
        (void)will_be(r, r->arena, base_path(r->arena, y->year), &y->file);
        (void)will_be(r, r->arena, twin_path(r->arena, y->year), &y->gzip);
    }
    qsort(years, (size_t)all.year_count, sizeof *years, by_year);
    return all;
}

/* The newest month first. */
static int by_path(const void *x, const void *y) {
    const struct tree_file *a = x;
    const struct tree_file *b = y;
    ptrdiff_t n = a->path.n < b->path.n ? a->path.n : b->path.n;
    return -memcmp(a->path.p, b->path.p, (size_t)n);
}

static void set_logs(struct run *r, struct data_all *all) {
    struct tree_file *v = NULL;
    struct ledger_file f;
    ptrdiff_t cap = 0;
    ledger_file_scan(r->ledger, FILE_SITE, FILE_SHARD);
    while (ledger_file_next(r->ledger, &f)) {
        if (!str_starts(f.path, LOG_FROM))
            continue;
        EXTEND(r->arena, v, all->change_count, cap);
        v[all->change_count++] = (struct tree_file){str_dup(r->arena, f.path), f.size, f.digest};
    }
    if (v != NULL)
        qsort(v, (size_t)all->change_count, sizeof *v, by_path);
    all->changes = v;
}

/* How many sets from the i-th on are of its kind; and of its kind and agency. */
static int alike(const struct data_all *all, int i, bool agency) {
    int n = 1;
    while (i + n < all->n && str_eq(all->v[i].set.slug, all->v[i + n].set.slug) &&
           (!agency || str_eq(all->v[i].set.agency_code, all->v[i + n].set.agency_code)))
        n++;
    return n;
}

static void render_folder(struct run *r, const struct data_held *v, int n, struct buf *b) {
    str folder = data_folder(r->arena, &v[0].set);
    data_package(r->site->pages, r->arena, v, n, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, folder, S("datapackage.json")), b, true);
    data_csvw(r->site->pages, r->arena, v, n, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, folder, S("csv-metadata.json")), b, true);
}

static void render_kind(struct run *r, const struct data_held *v, int n, struct buf *b) {
    str folder = str_fmt(r->arena, "data/%.*s/", STR(v[0].set.slug));
    data_schema(r->site->pages, r->arena, &v[0].set, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, folder, S("schema.json")), b, true);
    data_catalogue_of_kind(r->site->pages, r->arena, v, n, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, folder, S("catalog.jsonld")), b, true);
    bool ok = pages_data_kind(r->site->pages, r->arena, v, n, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, folder, S("index.html")), b, ok);
}

static bool any_moved(const struct moved *m, const struct ledger_set *sets, int n) {
    for (int i = 0; i < n; i++)
        if (has_number(&m->sets, sets[i].id))
            return true;
    return m->all;
}

/* The n sets of one kind: all that tells of a file that was made. */
static void render_section(struct run *r, const struct moved *m, const struct ledger_set *sets,
                           struct data_held *v, int n) {
    struct data_all some = {.v = v, .n = n};
    struct buf b = {0};
    for (int i = 0; i < n; i++)
        find_files(r, &sets[i], &v[i]);
    for (int i = 0, k = 0; i < n; i += k) {
        k = alike(&some, i, true);
        if (any_moved(m, &sets[i], k))
            render_folder(r, &v[i], k, &b);
    }
    render_kind(r, v, n, &b);
    buf_free(&b);
}

static void render_about(struct run *r, const struct moved *m, const struct ledger_set *sets, int n,
                         struct buf *b) {
    struct data_all all = all_of(r, sets, n);
    struct data_held *v = NEW(r->arena, struct data_held, n + 1);
    memcpy(v, all.v, sizeof *v * (size_t)n);
    for (int i = 0, k = 0; i < n; i += k) {
        k = alike(&all, i, false);
        if (any_moved(m, &sets[i], k))
            render_section(r, m, &sets[i], &v[i], k);
    }
    set_logs(r, &all);
    data_catalogue(r->site->pages, r->arena, &all, b);
    stage_made(r, PUBLISH_LIST, S("data/catalog.jsonld"), b, true);
    bool ok = pages_data(r->site->pages, r->arena, &all, b);
    stage_made(r, PUBLISH_LIST, S("data/open.html"), b, ok);
}

/* What else data files depend on than on their records. */
static void note_look(struct run *r) {
    const struct site_words *w = &r->site->words;
    str look = str_fmt(r->arena, "%d %.*s %.*s", DATA_VERSION, STR(w->domain), STR(w->base_url));
    str was = ledger_note(r->ledger, r->arena, "data");
    if (was.n > 0 && !str_eq(was, look))
        ledger_data_touch_all(r->ledger);
    ledger_set_note(r->ledger, "data", look);
}

#define AGAIN "data.again" /* a note: all that is said about the files is to be said anew */

void data_again(struct run *r) {
    ledger_data_touch_all(r->ledger);
    ledger_set_note(r->ledger, AGAIN, S("yes"));
}

/* In a data release every year has its data base. */
static bool lacks_year(struct run *r) {
    struct arena a = {0};
    struct ledger_set *sets = NULL;
    struct tree_file is;
    int n = ledger_sets(r->ledger, &a, &sets);
    bool lacks = false;
    for (int i = 0; i < n && !lacks; i++)
        lacks = !will_be(r, &a, base_path(&a, sets[i].year), &is);
    arena_free(&a);
    return lacks;
}

bool data_plan(struct run *r) {
    note_look(r);
    if (r->data_release)
        (void)ledger_data_place(r->ledger, r->arena);
    return ledger_data_due(r->ledger, 0) != 0 || (r->data_release && lacks_year(r));
}

void render_data(struct run *r, struct buf *b) {
    struct moved moved = {.all = r->look_changed || ledger_note(r->ledger, r->arena, AGAIN).n > 0};
    struct ledger_set *sets = NULL;
    struct tree_file page;
    make_parts(r, &moved);
    int n = ledger_sets(r->ledger, r->arena, &sets);
    bool years = settle_years(r, &moved.years, sets, n);
    bool told = ledger_data_changed(r->ledger);
    if (told || moved.all)
        render_logs(r, moved.all ? 0 : month_of(r->today), b);
    stage_site_end(r);
    ledger_set_note(r->ledger, AGAIN, S(""));
    if (told || years || moved.sets.n > 0 || moved.all ||
        !will_be(r, r->arena, S("data/open.html"), &page))
        render_about(r, &moved, sets, n, b);
    run_time(r, "开放数据", 0, 0);
}

/* ---- verifying what is on line ---- */

/* Takes "data/cf/scj/2026-2.csv" apart: its set, and the number of the file from 0. */
static bool is_of(const struct ledger_set *s, str path, int64_t *number) {
    *number = 1;
    bool data = str_eq(str_cut(&path, S("/")), S("data")) &&
                str_eq(str_cut(&path, S("/")), s->section) &&
                str_eq(str_cut(&path, S("/")), s->agency.n > 0 ? s->agency : OTHER);
    str name = str_cut(&path, S("."));
    str period = str_cut(&name, S("-"));
    int64_t year = 0;
    if (!data || path.n == 0 || (name.n > 0 && !str_int(name, number)))
        return false;
    return s->year > 0 ? str_int(period, &year) && year == s->year : str_eq(period, S("current"));
}

/* data/2026.sqlite, data/current.sqlite.gz. */
static bool is_base_of(struct arena *a, int year, str path) {
    str base = base_path(a, year);
    return str_eq(path, base) || str_eq(path, twin_path(a, year));
}

struct showing {
    struct shown *v;
    int n;
    ptrdiff_t cap;
};

static void show_file(struct run *r, struct arena *a, int64_t file, struct showing *out) {
    int64_t ids[DATA_ROWS];
    int n = ledger_data_rows(r->ledger, file, ids);
    for (int i = 0; i < n; i++) {
        struct ledger_record rec;
        if (!ledger_get(r->ledger, a, ids[i], &rec) || rec.verb != RULING_PUBLISH)
            continue;
        EXTEND(a, out->v, out->n, out->cap);
        out->v[out->n++] = shown_of(rec.id, rec.path, rec.secrets);
    }
}

int data_shown(struct run *r, struct arena *a, str path, const struct shown **out) {
    struct showing rows = {0};
    int64_t number = 0;
    if (!str_starts(path, S("data/")))
        return 0;
    if (r->data_sets == NULL)
        r->data_set_count = ledger_sets(r->ledger, r->arena, &r->data_sets);
    for (int i = 0; i < r->data_set_count; i++) {
        const struct ledger_set *s = &r->data_sets[i];
        int64_t files = (s->rows + DATA_ROWS - 1) / DATA_ROWS;
        bool base = is_base_of(a, s->year, path);
        if (!base && is_of(s, path, &number))
            show_file(r, a, s->id << DATA_FILE_BITS | (number - 1), &rows);
        for (int64_t k = 0; base && k < files; k++)
            show_file(r, a, s->id << DATA_FILE_BITS | k, &rows);
    }
    *out = rows.v;
    return rows.n;
}

/* ---- gongshi data ---- */

static void gather_nothing(struct run *r) {
    (void)r;
}

int command_data(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    run_open(&r, &arena, o, true);
    refuse_other_day(&r);
    r.data_release = true;
    build_open(&r);
    int status = build_from(&r, gather_nothing);
    if (status != EXIT_CHECK)
        status = publish_site(&r);
    report_times(&r);
    run_close(&r);
    arena_free(&arena);
    return status;
}
