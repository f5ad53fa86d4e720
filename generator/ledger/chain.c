/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * chain.c — runs and the hash chain of everything that was decided.
 *
 * In:    events: run, record, word, detail
 * Out:   rows, each with the SHA-256 of itself and its predecessor
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: changes or deletes a row
 */
#include "base/buf.h"
#include "ledger/db.h"

#include <string.h>

/*   hash(n) = SHA-256( "hash(n-1) seq run record what detail" ), hash(n-1) in hexadecimal
 *   hash(0) = 32 zero bytes
 * All of it is text, so that sha256sum alone can check a link. */
struct sha256 chain_link(struct buf *b, const unsigned char head[32],
                         const struct ledger_event *e) {
    buf_reset(b);
    buf_hex(b, head, 32);
    buf_char(b, ' ');
    buf_int(b, e->seq);
    buf_char(b, ' ');
    buf_int(b, e->run);
    buf_char(b, ' ');
    buf_int(b, e->record);
    buf_char(b, ' ');
    buf_str(b, e->what);
    buf_char(b, ' ');
    buf_str(b, e->detail);
    return sha256_of(buf_view(b));
}

void chain_load(struct ledger *l) {
    sqlite3_stmt *s = db_use(l, SQL_EVENT_HEAD);
    memset(l->head, 0, sizeof l->head);
    l->last_seq = 0;
    if (db_row(l, s)) {
        l->last_seq = db_get_int(s, 0);
        str hash = db_peek(s, 1);
        if (hash.n == 32)
            memcpy(l->head, hash.p, 32);
    }
    (void)sqlite3_reset(s);
}

void ledger_event(struct ledger *l, int64_t run, int64_t record, const char *what, str detail) {
    struct ledger_event e = {.seq = l->last_seq + 1,
                             .run = run,
                             .record = record,
                             .what = str_of(what),
                             .detail = detail.p == NULL ? S("") : detail};
    struct sha256 hash = chain_link(&l->link, l->head, &e);
    sqlite3_stmt *s = db_use(l, SQL_EVENT_ADD);
    db_int(s, 1, e.seq);
    db_int(s, 2, run);
    db_int(s, 3, record);
    db_text(s, 4, e.what);
    db_text(s, 5, e.detail);
    db_blob(s, 6, hash.b, sizeof hash.b);
    db_run(l, s);
    memcpy(l->head, hash.b, sizeof hash.b);
    l->last_seq = e.seq;
}

int ledger_events(struct ledger *l, struct arena *a, int64_t record, struct ledger_event **out) {
    sqlite3_stmt *count = db_use(l, SQL_EVENT_COUNT);
    db_int(count, 1, record);
    int64_t most = db_row(l, count) ? db_get_int(count, 0) : 0;
    (void)sqlite3_reset(count);
    *out = NEW(a, struct ledger_event, most);
    sqlite3_stmt *s = db_use(l, SQL_EVENT_OF);
    db_int(s, 1, record);
    int n = 0;
    while (db_row(l, s)) {
        if (n < most)
            (*out)[n++] =
                (struct ledger_event){db_get_int(s, 0), db_get_int(s, 1), db_get_int(s, 2),
                                      db_get_int(s, 3), db_get(a, s, 4),  db_get(a, s, 5)};
    }
    return n;
}

void ledger_links(struct ledger *l, int64_t record, str receipt, struct buf *out) {
    sqlite3_stmt *s = db_use(l, SQL_EVENT_LINKS);
    db_int(s, 1, record);
    db_text(s, 2, receipt);
    while (db_row(l, s)) {
        static const unsigned char zero[32] = {0};
        struct ledger_event e = {db_get_int(s, 0), db_get_int(s, 1), 0,
                                 db_get_int(s, 2), db_peek(s, 3),    db_peek(s, 4)};
        str hash = db_peek(s, 5);
        str before = db_peek(s, 6);
        (void)chain_link(&l->link, before.n == 32 ? (const unsigned char *)before.p : zero, &e);
        buf_hex(out, hash.p, (size_t)hash.n);
        buf_char(out, ' ');
        buf_str(out, buf_view(&l->link));
        buf_char(out, '\n');
    }
}

void ledger_event_scan(struct ledger *l) {
    (void)db_use(l, SQL_EVENT_STREAM);
}

bool ledger_event_next(struct ledger *l, struct ledger_event *out) {
    sqlite3_stmt *s = l->statements[SQL_EVENT_STREAM];
    if (!db_row(l, s))
        return false;
    *out = (struct ledger_event){db_get_int(s, 0), db_get_int(s, 1), db_get_int(s, 2),
                                 db_get_int(s, 3), db_peek(s, 4),    db_peek(s, 5)};
    return true;
}

str ledger_position(struct ledger *l, struct arena *a) {
    struct sha256 head;
    memcpy(head.b, l->head, sizeof head.b);
    return sha256_text(a, head);
}

int64_t ledger_run_begin(struct ledger *l, instant as_of) {
    sqlite3_stmt *s = db_use(l, SQL_RUN_ADD);
    db_int(s, 1, as_of);
    db_run(l, s);
    l->run = sqlite3_last_insert_rowid(l->db);
    struct arena scratch = {0};
    ledger_event(l, l->run, 0, "run", instant_text(&scratch, as_of));
    arena_free(&scratch);
    return l->run;
}

static int64_t one_int(struct ledger *l, sqlite3_stmt *s, int64_t absent) {
    int64_t v = absent;
    if (db_row(l, s) && sqlite3_column_type(s, 0) != SQLITE_NULL)
        v = db_get_int(s, 0);
    (void)sqlite3_reset(s);
    return v;
}

instant ledger_last_as_of(struct ledger *l) {
    return one_int(l, db_use(l, SQL_RUN_LAST), INSTANT_NONE);
}

instant ledger_run_as_of(struct ledger *l, int64_t run) {
    int64_t at = run % RUN_CACHE;
    if (run > 0 && l->asked_run[at] == run)
        return l->asked_as_of[at];
    sqlite3_stmt *s = db_use(l, SQL_RUN_AS_OF);
    db_int(s, 1, run);
    l->asked_as_of[at] = one_int(l, s, INSTANT_NONE);
    l->asked_run[at] = run;
    return l->asked_as_of[at];
}

/* Which records this run puts on line for the first time, and where: `ledger check` makes the same
 * digest of the records as they stand. */
static str debuts_of(struct ledger *l, struct arena *a, int64_t run) {
    struct debuts d = debuts_open();
    sqlite3_stmt *s = db_use(l, SQL_DEBUTS);
    db_int(s, 1, run);
    while (db_row(l, s))
        debuts_add(&d, db_get_int(s, 0), db_peek(s, 1));
    return debuts_close(&d, a);
}

void ledger_run_published(struct ledger *l, int64_t run, int64_t operations) {
    struct arena scratch = {0};
    str debuts = debuts_of(l, &scratch, run);
    sqlite3_stmt *s = db_use(l, SQL_RUN_PUBLISHED);
    db_int(s, 1, run);
    db_run(l, s);
    ledger_event(l, run, 0, "published",
                 str_fmt(&scratch, "%lld operations, %.*s", (long long)operations, STR(debuts)));
    arena_free(&scratch);
}
