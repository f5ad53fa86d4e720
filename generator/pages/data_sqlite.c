/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * data_sqlite.c — all public rows of a year as one SQLite file.
 *
 * In:    struct data_row, in the order of the file
 * Out:   a staged file that is handed over
 * Law:   none
 * Never: deletes or rewrites a row: the bytes depend on the rows and their order alone
 */
#include "pages/data.h"

#include "base/buf.h"
#include "pages/page.h"

#include <sqlite3.h>

struct data_base {
    sqlite3 *db;
    bool failed;
    sqlite3_stmt *insert[KINDS];
};

/* A failure sticks, and is told at the end. */
static void check(struct data_base *b, int said, int wanted) {
    b->failed = b->failed || said != wanted;
}

static void run(struct data_base *b, const char *sql) {
    check(b, sqlite3_exec(b->db, sql, NULL, NULL, NULL), SQLITE_OK);
}

static sqlite3_stmt *prepare(struct data_base *b, str sql) {
    sqlite3_stmt *s = NULL;
    check(b, sqlite3_prepare_v3(b->db, sql.p, (int)sql.n, SQLITE_PREPARE_PERSISTENT, &s, NULL),
          SQLITE_OK);
    return s;
}

/* What the file is; so that one without rows is a data base all the same. */
static void tell(struct data_base *b, const char *name, str value) {
    sqlite3_stmt *s = prepare(b, S("INSERT INTO about VALUES(?,?)"));
    (void)sqlite3_bind_text(s, 1, name, -1, SQLITE_STATIC);
    (void)sqlite3_bind_text64(s, 2, value.p, (sqlite3_uint64)value.n, SQLITE_STATIC, SQLITE_UTF8);
    check(b, sqlite3_step(s), SQLITE_DONE);
    (void)sqlite3_finalize(s);
}

struct data_base *data_base_open(struct arena *a, const struct pages *p, int year,
                                 const char *path) {
    struct data_base *b = NEW(a, struct data_base, 1);
    int how = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    check(b, sqlite3_open_v2(path, &b->db, how, NULL), SQLITE_OK);
    /* It is new and nobody else's: what breaks off is made anew, so no journal is kept. */
    run(b, "PRAGMA page_size=4096; PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;"
           "PRAGMA locking_mode=EXCLUSIVE; PRAGMA encoding='UTF-8'; BEGIN;"
           "CREATE TABLE about(name TEXT PRIMARY KEY, value TEXT)");
    tell(b, "site", p->conf.name);
    tell(b, "period", data_period(a, year));
    tell(b, "licence", data_licence(p));
    tell(b, "licence_url", data_licence_url(p));
    return b;
}

/* Amounts and counts sort as numbers; all else is text. */
static const char *affinity(enum field_type t) {
    return t == FIELD_whole ? "INTEGER" : t == FIELD_money ? "REAL" : "TEXT";
}

/* The table of a kind, and the statement that fills it. `section` is the folder: a decision's
 * category. */
static sqlite3_stmt *table_of(struct data_base *b, enum kind k) {
    struct data_column c[DATA_COLUMNS_MOST];
    struct buf table = {0};
    struct buf insert = {0};
    int n = data_columns(k, c);
    if (b->insert[k] != NULL)
        return b->insert[k];
    buf_fmt(&table, "CREATE TABLE \"%s\"(", kind_info(k)->name);
    buf_fmt(&insert, "INSERT INTO \"%s\" VALUES(", kind_info(k)->name);
    for (int i = 0; i < n; i++) {
        buf_fmt(&table, "\"%s\" %s%s,", c[i].name, affinity(c[i].type),
                i == DATA_ID ? " PRIMARY KEY" : "");
        buf_str(&insert, S("?,"));
    }
    buf_str(&table, S("\"section\" TEXT)"));
    buf_str(&insert, S("?)"));
    buf_char(&table, '\0');
    run(b, table.p);
    b->insert[k] = prepare(b, buf_view(&insert));
    buf_free(&table);
    buf_free(&insert);
    return b->insert[k];
}

void data_base_put(struct data_base *b, const struct pages *p, struct arena *a,
                   const struct data_set *s, const struct data_row *row) {
    struct data_column c[DATA_COLUMNS_MOST];
    int n = data_columns(s->kind, c);
    sqlite3_stmt *insert = table_of(b, s->kind);
    for (int i = 0; i <= n; i++) {
        str cell = i < n ? data_cell(p, a, &c[i], row) : s->slug;
        if (cell.n == 0)
            (void)sqlite3_bind_null(insert, i + 1);
        else
            (void)sqlite3_bind_text64(insert, i + 1, cell.p, (sqlite3_uint64)cell.n, SQLITE_STATIC,
                                      SQLITE_UTF8);
    }
    check(b, sqlite3_step(insert), SQLITE_DONE);
    (void)sqlite3_reset(insert);
}

bool data_base_close(struct data_base *b) {
    for (int k = 0; k < KINDS; k++)
        (void)sqlite3_finalize(b->insert[k]);
    run(b, "COMMIT");
    check(b, sqlite3_close(b->db), SQLITE_OK);
    return !b->failed;
}
