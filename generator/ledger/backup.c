/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * backup.c — both files as they are at one moment, into another folder.
 *
 * In:    the open ledger
 * Out:   ledger.db and catalogue.db in a folder
 * Law:   none
 * Never: leaves half a file in the place of a whole one
 */
#include "base/os.h"
#include "ledger/db.h"

#define PAGES_AT_ONCE 4096

/* SQLite's own way to copy a database that is open: the copy is whole, whatever its pages hold. */
static void copy_pages(struct ledger *l, sqlite3 *to, const char *schema, const char *path) {
    sqlite3_backup *b = sqlite3_backup_init(to, "main", l->db, schema);
    int code = b == NULL ? sqlite3_errcode(to) : SQLITE_OK;
    while (code == SQLITE_OK)
        code = sqlite3_backup_step(b, PAGES_AT_ONCE);
    (void)sqlite3_backup_finish(b);
    if (code != SQLITE_DONE)
        die("备份写不成 %s：%s", path, sqlite3_errmsg(to));
}

static void copy_file(struct ledger *l, const char *schema, const char *path) {
    struct arena a = {0};
    const char *part = str_fmt(&a, "%s.part", path).p;
    sqlite3 *to = NULL;
    os_unlink(part);
    os_write(part, S(""), 0600); /* made by us, so that nobody else may read it */
    if (sqlite3_open_v2(part, &to, SQLITE_OPEN_READWRITE, NULL) != SQLITE_OK)
        die("备份打不开 %s：%s", part, sqlite3_errmsg(to));
    copy_pages(l, to, schema, part);
    (void)sqlite3_close(to);
    (void)os_rename(part, path);
    arena_free(&a);
}

void ledger_backup(struct ledger *l, const char *dir) {
    struct arena a = {0};
    copy_file(l, "main", str_fmt(&a, "%s/ledger.db", dir).p);
    copy_file(l, "cat", str_fmt(&a, "%s/catalogue.db", dir).p);
    os_sync_filesystem(dir);
    arena_free(&a);
}
