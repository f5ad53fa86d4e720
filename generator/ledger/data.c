/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * data.c — open data: which file of which set a record stands in; what happened to rows.
 *
 * In:    records that are public, records that change
 * Out:   places, files that are to be made, a log
 * Law:   none (nothing vanishes silently)
 * Never: moves a record to another file; notes a name
 */
#include "ledger/db.h"

#define PLACE_BATCH 1024

static struct ledger_set read_set(struct arena *a, sqlite3_stmt *s) {
    return (struct ledger_set){.id = db_get_int(s, 0),
                               .kind = (int)db_get_int(s, 1),
                               .section = db_get(a, s, 2),
                               .agency = db_get(a, s, 3),
                               .year = (int)db_get_int(s, 4),
                               .rows = db_get_int(s, 5)};
}

bool ledger_set(struct ledger *l, struct arena *a, int64_t id, struct ledger_set *out) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_SET_GET);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out = read_set(a, s);
    (void)sqlite3_reset(s);
    return found;
}

int ledger_sets(struct ledger *l, struct arena *a, struct ledger_set **out) {
    ptrdiff_t cap = 0;
    int n = 0;
    struct ledger_set *v = NULL;
    sqlite3_stmt *s = db_use(l, SQL_DATA_SET_ALL);
    while (db_row(l, s)) {
        EXTEND(a, v, n, cap);
        v[n++] = read_set(a, s);
    }
    *out = v;
    return n;
}

/* ---- places ---- */

/* A public record without a place: its set is what its address says, which never changes. */
struct newcomer {
    int64_t record;
    struct ledger_set set;
};

static void read_path(struct arena *a, str path, struct ledger_set *set) {
    int64_t year = 0;
    set->section = str_dup(a, str_cut(&path, S("/")));
    if (str_int(str_cut(&path, S("/")), &year) && year > 0 && year < 10000)
        set->year = (int)year;
}

static int next_newcomers(struct ledger *l, struct arena *a, int64_t after, struct newcomer *v) {
    int n = 0;
    sqlite3_stmt *s = db_use(l, SQL_DATA_NEW);
    db_int(s, 1, after);
    db_int(s, 2, PLACE_BATCH);
    while (n < PLACE_BATCH && db_row(l, s)) {
        v[n].record = db_get_int(s, 0);
        v[n].set = (struct ledger_set){.kind = (int)db_get_int(s, 1), .agency = db_get(a, s, 2)};
        read_path(a, db_peek(s, 3), &v[n++].set);
    }
    (void)sqlite3_reset(s);
    return n;
}

/* Fills in id and rows so far. */
static void find_set(struct ledger *l, struct ledger_set *set) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_SET_FIND);
    for (int round = 0; round < 2 && set->id == 0; round++) {
        if (round > 0)
            s = db_use(l, SQL_DATA_SET_ADD);
        db_int(s, 1, set->kind);
        db_text(s, 2, set->section);
        db_text(s, 3, set->agency);
        db_int(s, 4, set->year);
        if (round > 0) {
            db_run(l, s);
            set->id = sqlite3_last_insert_rowid(l->db);
        } else if (db_row(l, s)) {
            set->id = db_get_int(s, 0);
            set->rows = db_get_int(s, 1);
        }
        (void)sqlite3_reset(s);
    }
}

static void touch(struct ledger *l, int64_t file) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_TOUCH);
    db_int(s, 1, file);
    db_run(l, s);
}

static void note_change(struct ledger *l, const struct ledger_data_change *c) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_CHANGE_ADD);
    db_int(s, 1, l->run);
    db_int(s, 2, c->set);
    db_int(s, 3, c->change);
    db_int(s, 4, c->record);
    db_int(s, 5, c->n);
    db_text(s, 6, c->reason);
    db_run(l, s);
}

/* Sets that gained rows in this run. */
struct gains {
    struct ledger_set *v;
    int64_t *before;
    int n;
    ptrdiff_t cap;
    ptrdiff_t before_cap;
};

static bool same_set(const struct ledger_set *x, const struct ledger_set *y) {
    return x->kind == y->kind && x->year == y->year && str_eq(x->agency, y->agency) &&
           str_eq(x->section, y->section);
}

/* Records come in the order of their ids, those of one delivery together: the set is mostly one of
 * the last. */
static struct ledger_set *set_for(struct ledger *l, struct arena *a, struct gains *g,
                                  const struct ledger_set *wanted) {
    for (int i = g->n - 1; i >= 0; i--)
        if (same_set(&g->v[i], wanted))
            return &g->v[i];
    EXTEND(a, g->v, g->n, g->cap);
    int known = g->n;
    EXTEND(a, g->before, known, g->before_cap);
    g->v[g->n] = *wanted;
    find_set(l, &g->v[g->n]);
    g->before[g->n] = g->v[g->n].rows;
    return &g->v[g->n++];
}

static void place(struct ledger *l, int64_t record, struct ledger_set *set) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_PLACE);
    db_int(s, 1, record);
    db_int(s, 2, set->id << DATA_FILE_BITS | set->rows / DATA_ROWS);
    set->rows++;
    db_run(l, s);
}

static void keep_gain(struct ledger *l, const struct ledger_set *set, int64_t before) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_SET_ROWS);
    db_int(s, 1, set->id);
    db_int(s, 2, set->rows);
    db_run(l, s);
    for (int64_t file = before / DATA_ROWS; file <= (set->rows - 1) / DATA_ROWS; file++)
        touch(l, set->id << DATA_FILE_BITS | file);
    note_change(l, &(struct ledger_data_change){
                       .set = set->id, .change = DATA_ADDED, .n = set->rows - before});
}

int64_t ledger_data_place(struct ledger *l, struct arena *a) {
    struct newcomer *v = NEW(a, struct newcomer, PLACE_BATCH);
    struct gains g = {0};
    int64_t placed = 0;
    int64_t after = 0;
    for (int n = PLACE_BATCH; n == PLACE_BATCH; placed += n) {
        n = next_newcomers(l, a, after, v);
        for (int i = 0; i < n; i++)
            place(l, v[i].record, set_for(l, a, &g, &v[i].set));
        after = n > 0 ? v[n - 1].record : after;
    }
    for (int i = 0; i < g.n; i++)
        keep_gain(l, &g.v[i], g.before[i]);
    return placed;
}

int ledger_data_rows(struct ledger *l, int64_t file, int64_t ids[DATA_ROWS]) {
    int n = 0;
    sqlite3_stmt *s = db_use(l, SQL_DATA_ROWS);
    db_int(s, 1, file);
    while (n < DATA_ROWS && db_row(l, s))
        ids[n++] = db_get_int(s, 0);
    (void)sqlite3_reset(s);
    return n;
}

/* ---- changes ---- */

bool ledger_data_touch(struct ledger *l, const struct ledger_data_change *c) {
    struct ledger_data_change told = *c;
    sqlite3_stmt *s = db_use(l, SQL_DATA_PLACE_OF);
    db_int(s, 1, c->record);
    int64_t file = db_number(l, s);
    if (file == 0)
        return false;
    touch(l, file);
    told.set = file >> DATA_FILE_BITS;
    told.n = 1;
    if (c->change != DATA_CHANGES)
        note_change(l, &told);
    return true;
}

void ledger_data_touch_all(struct ledger *l) {
    db_run(l, db_use(l, SQL_DATA_PLACE_ALL));
}

bool ledger_data_changed(struct ledger *l) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_CHANGE_ANY);
    db_int(s, 1, l->run);
    bool any = db_row(l, s);
    (void)sqlite3_reset(s);
    return any;
}

void ledger_data_change_scan(struct ledger *l, instant from, instant below) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_CHANGES);
    db_int(s, 1, from);
    db_int(s, 2, below);
}

bool ledger_data_change_next(struct ledger *l, struct ledger_data_change *out) {
    sqlite3_stmt *s = l->statements[SQL_DATA_CHANGES];
    if (!db_row(l, s))
        return false;
    *out = (struct ledger_data_change){.run = db_get_int(s, 0),
                                       .set = db_get_int(s, 1),
                                       .change = (int)db_get_int(s, 2),
                                       .record = db_get_int(s, 3),
                                       .n = db_get_int(s, 4),
                                       .reason = db_peek(s, 5),
                                       .path = db_peek(s, 6)};
    return true;
}

/* ---- what is to be made ---- */

int64_t ledger_data_due(struct ledger *l, int64_t after) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_DUE);
    db_int(s, 1, after);
    return db_number(l, s);
}

void ledger_data_made(struct ledger *l, int64_t file, int64_t rows) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_MADE);
    db_int(s, 1, file);
    db_run(l, s);
    s = db_use(l, SQL_DATA_FILE);
    db_int(s, 1, file);
    db_int(s, 2, rows);
    db_run(l, s);
}

int64_t ledger_data_held(struct ledger *l, int64_t set, int64_t *run) {
    sqlite3_stmt *s = db_use(l, SQL_DATA_HELD);
    db_int(s, 1, set << DATA_FILE_BITS);
    db_int(s, 2, (set + 1) << DATA_FILE_BITS);
    db_int(s, 3, set);
    bool any = db_row(l, s);
    int64_t rows = any ? db_get_int(s, 0) : 0;
    *run = any ? db_get_int(s, 1) : 0;
    (void)sqlite3_reset(s);
    return rows;
}
