/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * scratch.h — a ledger of its own for each test, in a folder that goes away.
 *
 * In:    none
 * Out:   an empty folder as the working folder, ledgers in it
 * Law:   none
 * Never: leaves the folder behind
 */
#ifndef GONGSHI_TESTS_LEDGER_SCRATCH_H
#define GONGSHI_TESTS_LEDGER_SCRATCH_H

#include "base/os.h"
#include "ledger/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#define KEY S("0123456789abcdef0123456789abcdef")

static char scratch[] = "/tmp/gongshi-ledger-XXXXXX";

static inline int scratch_open(void **state) {
    (void)state;
    os_init();
    return mkdtemp(scratch) == NULL || chdir(scratch) != 0;
}

static inline int scratch_close(void **state) {
    (void)state;
    int left = chdir("/");
    os_rmtree(scratch);
    return left;
}

/* An empty ledger in the folder ./state, in the middle of run 1. */
static inline struct ledger *fresh(struct arena *a) {
    os_rmtree("state");
    os_mkdirs("state", 0700);
    struct ledger *l = ledger_open(a, "state", KEY);
    ledger_begin(l);
    assert_int_equal(ledger_run_begin(l, 1000), 1);
    return l;
}

/* Closes it with everything committed, and opens it again. */
static inline struct ledger *reopened(struct ledger *l, struct arena *a) {
    ledger_commit(l);
    ledger_close(l);
    return ledger_open(a, "state", KEY);
}

/* What a stranger does to one of the files. */
static inline void tamper(const char *file, const char *sql) {
    sqlite3 *db = NULL;
    assert_int_equal(sqlite3_open(file, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static inline void add_record(struct ledger *l, struct arena *a, const char *number,
                              const char *party, struct ledger_record *out) {
    struct ledger_key key = ledger_key_of(l, str_of(number), str_of(party));
    *out = (struct ledger_record){.key = key,
                                  .kind = 1,
                                  .agency = S("scj"),
                                  .version = 1,
                                  .first_run = 1,
                                  .content_run = 1,
                                  .facts = S("facts"),
                                  .verb = 1,
                                  .due = DATE_NONE,
                                  .next = DATE_NONE};
    memcpy(&out->hash, key.b, sizeof out->hash);
    ledger_add(l, a, out, S("cf/2026"));
}

#define assert_str(s, text) assert_true(str_eq((s), S(text)))

#endif
