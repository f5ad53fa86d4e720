/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * audit.c — the chain is whole, and the rows are as the chain tells.
 *
 * In:    all events, runs, receipts and records
 * Out:   the first fault, in words
 * Law:   国办秘函〔2019〕19号 (a forged date is a veto item), 国办发〔2018〕118号 三
 * Never: changes anything
 *
 *   run         as_of of the row            = what the event `run` says
 *   published   the row's flag, and digest  = what the event `published` says of the run's records
 *   received    source, digest, size        = what the events `received` say, one by one
 */
#include "ledger/db.h"

#include <string.h>

struct debuts debuts_open(void) {
    return (struct debuts){sha256_open(), 0};
}

void debuts_add(struct debuts *d, int64_t id, str path) {
    char line[32];
    ptrdiff_t n = (ptrdiff_t)sizeof line;
    line[--n] = ' ';
    for (int64_t v = id; v > 0; v /= 10)
        line[--n] = (char)('0' + v % 10);
    sha256_add(d->hash, (str){line + n, (ptrdiff_t)sizeof line - n});
    sha256_add(d->hash, path);
    sha256_add(d->hash, S("\n"));
    d->n++;
}

str debuts_close(struct debuts *d, struct arena *a) {
    str hex = sha256_text(a, sha256_close(d->hash));
    return str_fmt(a, "%lld first, %.*s", (long long)d->n, STR(hex));
}

/* What the chain says of one run. */
struct told {
    bool begun;
    bool published;
    instant as_of;
    str debuts;
};

struct audit {
    struct ledger *l;
    struct arena *a;
    struct told *runs; /* by number */
    int64_t most;
    int64_t last_published;
    str fault;
};

/* Notes the first fault: 第 17 条经过被改动. */
static void found(struct audit *t, int64_t number, const char *what) {
    if (t->fault.n == 0)
        t->fault = str_fmt(t->a, "第 %lld %s", (long long)number, what);
}

/* ---- the chain ---- */

static void hear(struct audit *t, const struct ledger_event *e) {
    if (e->run < 0 || e->run > t->most) {
        found(t, e->seq, "条经过所说的运行不存在");
        return;
    }
    struct told *run = &t->runs[e->run];
    if (str_eq(e->what, S("run"))) {
        run->begun = true;
        run->as_of = instant_parse(e->detail);
    } else if (str_eq(e->what, S("published"))) {
        run->published = true;
        t->last_published = e->run;
        str rest = e->detail;
        (void)str_cut(&rest, S(", "));
        run->debuts = str_dup(t->a, rest);
    }
}

/* The next receipt must be what this event says. */
static void match_receipt(struct audit *t, sqlite3_stmt *receipts, const struct ledger_event *e) {
    struct arena scratch = {0};
    struct sha256 digest = {{0}};
    bool same = db_row(t->l, receipts);
    if (same) {
        str bytes = db_peek(receipts, 1);
        memcpy(digest.b, bytes.p, bytes.n == (ptrdiff_t)sizeof digest.b ? sizeof digest.b : 0);
        same = str_eq(e->detail, receipt_text(&scratch, db_peek(receipts, 0), digest,
                                              db_get_int(receipts, 2)));
    }
    if (!same)
        found(t, e->seq, "条经过所说的收件与收件表不符");
    arena_free(&scratch);
}

static void walk_chain(struct audit *t) {
    unsigned char head[32] = {0};
    int64_t expected = 0;
    sqlite3_stmt *receipts = db_use(t->l, SQL_RECEIPTS_ALL);
    sqlite3_stmt *s = db_use(t->l, SQL_EVENT_ALL);
    while (t->fault.n == 0 && db_row(t->l, s)) {
        struct ledger_event e = {db_get_int(s, 0), db_get_int(s, 1), 0,
                                 db_get_int(s, 2), db_peek(s, 3),    db_peek(s, 4)};
        if (e.detail.p == NULL)
            e.detail = S("");
        struct sha256 hash = chain_link(&t->l->link, head, &e);
        str stored = db_peek(s, 5);
        if (e.seq != ++expected || stored.n != 32 || memcmp(stored.p, hash.b, 32) != 0)
            found(t, e.seq, "条经过被改动");
        memcpy(head, hash.b, 32);
        hear(t, &e);
        if (t->fault.n == 0 && str_eq(e.what, S("received")))
            match_receipt(t, receipts, &e);
    }
    (void)sqlite3_reset(s);
    if (t->fault.n == 0 && db_row(t->l, receipts))
        found(t, expected, "条经过以后，收件表还有账本没有的收件");
    (void)sqlite3_reset(receipts);
}

/* ---- the rows ---- */

static void check_runs(struct audit *t) {
    sqlite3_stmt *s = db_use(t->l, SQL_RUN_ALL);
    while (t->fault.n == 0 && db_row(t->l, s)) {
        const struct told *run = &t->runs[db_get_int(s, 0)];
        if (!run->begun || run->as_of != db_get_int(s, 1))
            found(t, db_get_int(s, 0), "次运行的时点被改动");
        if (run->published != (db_get_int(s, 2) != 0))
            found(t, db_get_int(s, 0), "次运行是否公示被改动");
    }
    (void)sqlite3_reset(s);
}

/* Ends the run whose records were gathered in *d, and those up to `next` that have none. */
static void end_runs(struct audit *t, struct debuts *d, int64_t *run, int64_t next) {
    for (; *run < next && t->fault.n == 0; ++*run) {
        int64_t n = d->n;
        str now = debuts_close(d, t->a);
        *d = debuts_open();
        bool published = *run <= t->most && t->runs[*run].published;
        bool waits = *run > t->last_published; /* in a stage that nobody has published yet */
        if (published ? !str_eq(t->runs[*run].debuts, now) : n > 0 && !waits)
            found(t, *run, "次运行首次公示的记录或网址被改动");
    }
}

static void check_debuts(struct audit *t) {
    struct debuts d = debuts_open();
    int64_t run = 1;
    sqlite3_stmt *s = db_use(t->l, SQL_DEBUTS_ALL);
    while (t->fault.n == 0 && db_row(t->l, s)) {
        end_runs(t, &d, &run, db_get_int(s, 0));
        debuts_add(&d, db_get_int(s, 1), db_peek(s, 2));
    }
    end_runs(t, &d, &run, (run > t->most ? run : t->most) + 1);
    (void)debuts_close(&d, t->a);
    (void)sqlite3_reset(s);
}

/* The tables that a run ruled by are kept under their digests, which the chain names. */
static void check_texts(struct audit *t) {
    sqlite3_stmt *s = db_use(t->l, SQL_TEXT_ALL);
    for (int64_t at = 1; t->fault.n == 0 && db_row(t->l, s); at++) {
        struct sha256 now = sha256_of(db_peek(s, 1));
        str digest = db_peek(s, 0);
        if (digest.n != 32 || memcmp(digest.p, now.b, 32) != 0)
            found(t, at, "份留存的规则表被改动");
    }
    (void)sqlite3_reset(s);
}

str ledger_check(struct ledger *l, struct arena *a) {
    struct audit t = {.l = l, .a = a};
    db_sound(l);
    sqlite3_stmt *s = db_use(l, SQL_RUN_MAX);
    t.most = db_number(l, s);
    t.runs = NEW(a, struct told, t.most + 1);
    walk_chain(&t);
    if (t.fault.n == 0)
        check_runs(&t);
    if (t.fault.n == 0)
        check_debuts(&t);
    if (t.fault.n == 0)
        check_texts(&t);
    return t.fault;
}
