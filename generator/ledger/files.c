/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * files.c — what is public now, and what the next publication will change.
 *
 * In:    touched file numbers, staged files
 * Out:   the plan, the journal's list, the manifests' list
 * Law:   none
 * Never: says public of what was not published
 */
#include "ledger/db.h"

#include <string.h>

static int64_t first_int(struct ledger *l, sqlite3_stmt *s) {
    return db_number(l, s);
}

void ledger_touch(struct ledger *l, int64_t file) {
    sqlite3_stmt *s = db_use(l, SQL_TOUCH);
    db_int(s, 1, file);
    db_run(l, s);
}

void ledger_touch_all(struct ledger *l) {
    db_run(l, db_use(l, SQL_TOUCH_RECORDS));
    sqlite3_stmt *s = db_use(l, SQL_TOUCH_FILES);
    db_int(s, 1, FILE_LIST);
    db_int(s, 2, FILE_SHARD);
    db_run(l, s);
}

int ledger_pending(struct ledger *l, int64_t after, int64_t below, int64_t *ids, int most) {
    sqlite3_stmt *s = db_use(l, SQL_PENDING);
    db_int(s, 1, after);
    db_int(s, 2, below);
    db_int(s, 3, most);
    int n = 0;
    while (db_row(l, s))
        if (n < most)
            ids[n++] = db_get_int(s, 0);
    return n;
}

int ledger_pending_kinds(struct ledger *l, struct arena *a, struct ledger_moved **out) {
    sqlite3_stmt *s = db_use(l, SQL_PENDING_KINDS);
    db_int(s, 1, FILE_LIST);
    int n = 0;
    ptrdiff_t cap = 0;
    while (db_row(l, s)) {
        EXTEND(a, *out, n, cap);
        (*out)[n++] = (struct ledger_moved){db_get(a, s, 0), (int)db_get_int(s, 1)};
    }
    return n;
}

void ledger_staged(struct ledger *l, const struct ledger_file *f) {
    sqlite3_stmt *s = db_use(l, SQL_STAGED);
    db_int(s, 1, f->id);
    db_int(s, 2, f->rank);
    db_text(s, 3, f->path);
    if (f->staged) {
        db_int(s, 4, f->size);
        db_blob(s, 5, f->digest.b, sizeof f->digest.b);
    }
    db_int(s, 6, f->staged);
    db_run(l, s);
}

void ledger_unchanged(struct ledger *l, int64_t file) {
    sqlite3_stmt *s = db_use(l, SQL_UNCHANGED);
    db_int(s, 1, file);
    db_run(l, s);
}

/* id, rank, path, size, digest, staged. With an arena the path is copied, else it is valid until
 * the next step. */
static struct ledger_file read_file(struct arena *a, sqlite3_stmt *s) {
    struct ledger_file f = {.id = db_get_int(s, 0),
                            .rank = (int)db_get_int(s, 1),
                            .path = a == NULL ? db_peek(s, 2) : db_get(a, s, 2),
                            .size = db_get_int(s, 3)};
    str digest = db_peek(s, 4);
    f.staged = digest.n == 32;
    if (f.staged)
        memcpy(f.digest.b, digest.p, 32);
    return f;
}

bool ledger_public_any(struct ledger *l) {
    return first_int(l, db_use(l, SQL_PUBLIC_ANY)) != 0;
}

void ledger_public_none(struct ledger *l) {
    db_run(l, db_use(l, SQL_PUBLIC_NONE));
    db_run(l, db_use(l, SQL_TOTAL_NONE));
}

bool ledger_public_file(struct ledger *l, struct arena *a, int64_t id, struct ledger_file *out) {
    sqlite3_stmt *s = db_use(l, SQL_PUBLIC_FILE);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out = read_file(a, s);
    (void)sqlite3_reset(s);
    return found;
}

str ledger_site_path(struct ledger *l, struct arena *a, int64_t id) {
    sqlite3_stmt *s = db_use(l, SQL_SITE_PATH);
    db_int(s, 1, id & (FILE_SITE - 1));
    str path = db_row(l, s) ? db_get(a, s, 0) : (str){0};
    (void)sqlite3_reset(s);
    return path;
}

int64_t ledger_site_file(struct ledger *l, int64_t range, str path) {
    sqlite3_stmt *s = db_use(l, SQL_SITE_FIND);
    db_text(s, 1, path);
    int64_t id = db_number(l, s);
    if (id == 0) {
        s = db_use(l, SQL_SITE_ADD);
        db_text(s, 1, path);
        db_run(l, s);
        id = sqlite3_last_insert_rowid(l->db);
    }
    return range | id;
}

void ledger_pending_scan(struct ledger *l) {
    (void)db_use(l, SQL_PENDING_ALL);
}

bool ledger_pending_next(struct ledger *l, struct ledger_file *out) {
    sqlite3_stmt *s = l->statements[SQL_PENDING_ALL];
    if (!db_row(l, s))
        return false;
    *out = read_file(NULL, s);
    return true;
}

void ledger_removed_scan(struct ledger *l) {
    (void)db_use(l, SQL_PENDING_REMOVED);
}

bool ledger_removed_next(struct ledger *l, struct ledger_file *out) {
    sqlite3_stmt *s = l->statements[SQL_PENDING_REMOVED];
    if (!db_row(l, s))
        return false;
    *out = read_file(NULL, s);
    return true;
}

int64_t ledger_pending_count(struct ledger *l) {
    return first_int(l, db_use(l, SQL_PENDING_COUNT));
}

void ledger_restage(struct ledger *l, int64_t run) {
    static const enum sql moves[] = {SQL_STAGE_RUNS, SQL_STAGE_ROWS,     SQL_STAGE_LISTS,
                                     SQL_STAGE_NEWS, SQL_STAGE_VERSIONS, SQL_STAGE_DATA};
    for (int i = 0; i < 6; i++) {
        sqlite3_stmt *s = db_use(l, moves[i]);
        db_int(s, 1, run);
        db_run(l, s);
    }
    db_run(l, db_use(l, SQL_UNSTAGE));
    db_run(l, db_use(l, SQL_DATA_UNMADE));
}

bool ledger_stale(struct ledger *l, struct arena *a, int64_t from, int64_t below,
                  struct ledger_file *out) {
    sqlite3_stmt *s = db_use(l, SQL_STALE);
    db_int(s, 1, from);
    db_int(s, 2, below);
    bool found = db_row(l, s);
    if (found)
        *out = read_file(a, s);
    (void)sqlite3_reset(s);
    return found;
}

/* Takes a count of files and of bytes off the statement's first row; false when there is none. */
static bool read_total(struct ledger *l, sqlite3_stmt *s, int64_t *files, int64_t *bytes) {
    bool found = db_row(l, s);
    *files = found ? db_get_int(s, 0) : 0;
    *bytes = found ? db_get_int(s, 1) : 0;
    (void)sqlite3_reset(s);
    return found;
}

/* The public files are counted once; after that only what is pending is. */
void ledger_file_total(struct ledger *l, int64_t *files, int64_t *bytes) {
    int64_t more_files = 0;
    int64_t more_bytes = 0;
    if (!read_total(l, db_use(l, SQL_TOTAL_GET), files, bytes)) {
        sqlite3_stmt *s = db_use(l, SQL_TOTAL_COUNT);
        db_int(s, 1, FILE_MANIFEST);
        (void)read_total(l, s, files, bytes);
    }
    sqlite3_stmt *s = db_use(l, SQL_TOTAL_CHANGE);
    db_int(s, 1, FILE_MANIFEST);
    (void)read_total(l, s, &more_files, &more_bytes);
    *files += more_files;
    *bytes += more_bytes;
}

void ledger_pending_confirm(struct ledger *l) {
    int64_t files = 0;
    int64_t bytes = 0;
    ledger_file_total(l, &files, &bytes);
    sqlite3_stmt *s = db_use(l, SQL_TOTAL_PUT);
    db_int(s, 1, files);
    db_int(s, 2, bytes);
    db_run(l, s);
    db_run(l, db_use(l, SQL_CONFIRM_REMOVE));
    db_run(l, db_use(l, SQL_CONFIRM_PUT));
    db_run(l, db_use(l, SQL_CONFIRM_CLEAR));
    db_run(l, db_use(l, SQL_DATA_DONE));
}

void ledger_file_scan(struct ledger *l, int64_t from, int64_t below) {
    sqlite3_stmt *s = db_use(l, SQL_FILE_SCAN);
    db_int(s, 1, from);
    db_int(s, 2, below);
}

bool ledger_file_next(struct ledger *l, struct ledger_file *out) {
    sqlite3_stmt *s = l->statements[SQL_FILE_SCAN];
    if (!db_row(l, s))
        return false;
    *out = read_file(NULL, s);
    return true;
}

/* ---- blocks: what a manifest lists ---- */

static bool is_first_pages(int64_t block) {
    const int64_t pages = (int64_t)1 << (LIST_PAGE_BITS - MANIFEST_BITS);
    return block >= FILE_LIST >> MANIFEST_BITS && block < FILE_VERSION >> MANIFEST_BITS &&
           block % pages == 0;
}

int64_t ledger_block_of(int64_t file) {
    const int64_t together = (int64_t)BLOCK_LISTS << (LIST_PAGE_BITS - MANIFEST_BITS);
    int64_t block = file >> MANIFEST_BITS;
    return is_first_pages(block) ? block / together * together : block;
}

int ledger_block_parts(int64_t block) {
    return is_first_pages(block) ? BLOCK_LISTS : 1;
}

int64_t ledger_block_part(int64_t block, int i) {
    return (block << MANIFEST_BITS) + ((int64_t)i << LIST_PAGE_BITS);
}

/* File numbers begin at 1, so 0 is no block, and FILE_MANIFEST is beyond all blocks. Pages behind
 * the first ones stand between lists that are together: those were told when the first came. */
bool ledger_pending_block(struct ledger *l, struct ledger_blocks *at, int64_t *block) {
    for (;;) {
        sqlite3_stmt *s = db_use(l, SQL_PENDING_AFTER);
        db_int(s, 1, at->next);
        db_int(s, 2, FILE_MANIFEST);
        int64_t id = first_int(l, s);
        if (id == 0)
            return false;
        at->next = ((id >> MANIFEST_BITS) + 1) << MANIFEST_BITS;
        *block = ledger_block_of(id);
        if (ledger_block_parts(*block) == 1)
            return true;
        if (*block != at->lists) {
            at->lists = *block;
            return true;
        }
    }
}
