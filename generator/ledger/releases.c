/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * releases.c — what each publication replaced, so that an earlier release can come back.
 *
 * In:    what is pending and what is public, the event chain
 * Out:   releases, the files that were otherwise, the records that were ruled on since
 * Law:   architecture §3 (rollback)
 * Never: remembers what a notice took the place of
 */
#include "ledger/db.h"

#include <string.h>

void ledger_release_keep(struct ledger *l, int64_t run, int ended_rank) {
    sqlite3_stmt *s = db_use(l, SQL_KEPT_ADD);
    db_int(s, 1, run);
    db_int(s, 2, FILE_MANIFEST);
    db_int(s, 3, ended_rank);
    db_int(s, 4, FILE_LIST);
    db_run(l, s);
}

void ledger_release_drop(struct ledger *l, instant before) {
    sqlite3_stmt *s = db_use(l, SQL_KEPT_DROP);
    db_int(s, 1, before);
    db_run(l, s);
}

int64_t ledger_release_files(struct ledger *l, int64_t run) {
    sqlite3_stmt *s = db_use(l, SQL_KEPT_COUNT);
    db_int(s, 1, run);
    return db_number(l, s);
}

int ledger_releases(struct ledger *l, struct ledger_release *out, int most) {
    sqlite3_stmt *s = db_use(l, SQL_RELEASES);
    int n = 0;
    bool whole = true;
    db_int(s, 1, most);
    while (db_row(l, s)) {
        if (n == most)
            continue;
        out[n] =
            (struct ledger_release){db_get_int(s, 0), db_get_int(s, 1), db_get_int(s, 2), whole};
        whole = whole && out[n++].changed > 0;
    }
    return n;
}

static struct ledger_kept read_kept(struct arena *a, sqlite3_stmt *s) {
    struct ledger_kept k = {.id = db_get_int(s, 0),
                            .run = db_get_int(s, 1),
                            .rank = (int)db_get_int(s, 2),
                            .path = db_get(a, s, 3),
                            .size = db_get_int(s, 4)};
    str digest = db_peek(s, 5);
    if (digest.n == 32)
        memcpy(k.digest.b, digest.p, 32);
    k.how = digest.n == 32                             ? KEPT_COPY
            : sqlite3_column_type(s, 4) == SQLITE_NULL ? KEPT_CAME
                                                       : KEPT_NOT;
    return k;
}

int ledger_kept_of(struct ledger *l, struct arena *a, const struct ledger_kept_from *from,
                   struct ledger_kept *out, int most) {
    sqlite3_stmt *s = db_use(l, from->since ? SQL_KEPT_SINCE : SQL_KEPT_OF);
    int n = 0;
    db_int(s, 1, from->run);
    db_int(s, 2, from->after);
    db_int(s, 3, most);
    while (db_row(l, s))
        if (n < most)
            out[n++] = read_kept(a, s);
    return n;
}

int ledger_ruled_since(struct ledger *l, struct arena *a, int64_t run, struct ledger_ruled **out) {
    sqlite3_stmt *s = db_use(l, SQL_RULED_SINCE);
    int n = 0;
    ptrdiff_t cap = 0;
    db_int(s, 1, run);
    while (db_row(l, s)) {
        EXTEND(a, *out, n, cap);
        (*out)[n++] = (struct ledger_ruled){db_get_int(s, 0), db_get(a, s, 1)};
    }
    return n;
}

void ledger_release_owe(struct ledger *l, int64_t run) {
    sqlite3_stmt *s = db_use(l, SQL_KEPT_OWE);
    db_int(s, 1, run);
    db_run(l, s);
}
