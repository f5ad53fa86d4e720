/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * officers.c — when certificates were valid, and which decisions their holders made.
 *
 * In:    keyed hashes of certificates, days
 * Out:   the same, later
 * Law:   行政处罚法 art. 42 (执法人员资格)
 * Never: holds a name or a certificate's number
 *
 *   certificate ──► chunk of HOLDER_CHUNK (record, day), written when it is full or at the commit
 */
#include "ledger/db.h"

#include <string.h>

#define HOLDER_CHUNK 64

struct holder_chunk {
    uint64_t certificate;
    int n;
    struct ledger_holder v[HOLDER_CHUNK];
};

/* ---- certificates ---- */

void ledger_certificate_set(struct ledger *l, const struct ledger_certificate *c) {
    sqlite3_stmt *s = db_use(l, SQL_CERTIFICATE_SET);
    db_int(s, 1, (int64_t)c->certificate);
    db_int(s, 2, c->from);
    db_int(s, 3, c->to);
    db_run(l, s);
}

void ledger_certificate_scan(struct ledger *l) {
    (void)db_use(l, SQL_CERTIFICATES);
}

bool ledger_certificate_next(struct ledger *l, struct ledger_certificate *out) {
    sqlite3_stmt *s = l->statements[SQL_CERTIFICATES];
    if (!db_row(l, s))
        return false;
    *out = (struct ledger_certificate){(uint64_t)db_get_int(s, 0), (date)db_get_int(s, 1),
                                       (date)db_get_int(s, 2)};
    return true;
}

/* ---- who made which decision ---- */

static void write_chunk(struct ledger *l, struct holder_chunk *c) {
    if (c->n == 0)
        return;
    sqlite3_stmt *s = db_use(l, SQL_HOLDER_ADD);
    db_int(s, 1, (int64_t)c->certificate);
    db_blob(s, 2, c->v, (ptrdiff_t)sizeof *c->v * c->n);
    db_run(l, s);
    c->n = 0;
}

void holders_flush(struct ledger *l) {
    for (int64_t i = 0; i < l->holder_cap; i++)
        if (l->holders[i] != NULL)
            write_chunk(l, l->holders[i]);
}

void holders_forget(struct ledger *l) {
    for (int64_t i = 0; i < l->holder_cap; i++)
        if (l->holders[i] != NULL)
            l->holders[i]->n = 0;
}

static int64_t slot_of(const struct ledger *l, uint64_t certificate) {
    int64_t at = (int64_t)(certificate & (uint64_t)(l->holder_cap - 1));
    while (l->holders[at] != NULL && l->holders[at]->certificate != certificate)
        at = (at + 1) & (l->holder_cap - 1);
    return at;
}

static void grow(struct ledger *l) {
    struct holder_chunk **old = l->holders;
    int64_t n = l->holder_cap;
    l->holder_cap = n == 0 ? 1024 : n * 2;
    l->holders = NEW(l->arena, struct holder_chunk *, l->holder_cap);
    for (int64_t i = 0; i < n; i++)
        if (old[i] != NULL)
            l->holders[slot_of(l, old[i]->certificate)] = old[i];
}

void ledger_holder_add(struct ledger *l, uint64_t certificate, struct ledger_holder h) {
    if (l->holder_count * 2 >= l->holder_cap)
        grow(l);
    struct holder_chunk **slot = &l->holders[slot_of(l, certificate)];
    if (*slot == NULL) {
        *slot = NEW(l->arena, struct holder_chunk, 1);
        (*slot)->certificate = certificate;
        l->holder_count++;
    }
    (*slot)->v[(*slot)->n++] = h;
    if ((*slot)->n == HOLDER_CHUNK)
        write_chunk(l, *slot);
}

int ledger_holders(struct ledger *l, struct arena *a, uint64_t certificate,
                   struct ledger_holder **out) {
    struct buf all = {0};
    holders_flush(l);
    sqlite3_stmt *s = db_use(l, SQL_HOLDERS);
    db_int(s, 1, (int64_t)certificate);
    while (db_row(l, s))
        buf_str(&all, db_peek(s, 0));
    int n = (int)(all.n / (ptrdiff_t)sizeof **out);
    *out = NEW(a, struct ledger_holder, n + 1);
    if (n > 0)
        memcpy(*out, all.p, sizeof **out * (size_t)n);
    buf_free(&all);
    return n;
}

void ledger_put_crew(struct ledger *l, int64_t record, str members) {
    sqlite3_stmt *s = db_use(l, SQL_CREW_PUT);
    db_int(s, 1, record);
    db_blob(s, 2, members.p, members.n);
    db_run(l, s);
}

str ledger_crew(struct ledger *l, struct arena *a, int64_t record) {
    sqlite3_stmt *s = db_use(l, SQL_CREW_GET);
    db_int(s, 1, record);
    str members = db_row(l, s) ? db_get(a, s, 0) : (str){0};
    (void)sqlite3_reset(s);
    return members;
}
