/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * db.c — the two SQLite files behind the ledger's door.
 *
 * In:    sql.def
 * Out:   tables, prepared statements
 * Law:   none
 * Never: goes on after SQLite failed
 */
#include "ledger/db.h"

#include "base/os.h"

#include <string.h>

#define LEDGER_VERSION 2
#define CATALOGUE_VERSION 3 /* another one is thrown away and made again */
#define SYNC_SINGLY 32      /* files; of more the whole file system is synced */
#define WRITES_FEW 4096     /* statements, after which more pages are kept in memory */

/* What must never be lost. Keys and digests are keyed: nothing here is a name or a number. */
static const char *const ledger_tables =
    "CREATE TABLE IF NOT EXISTS note(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS run(id INTEGER PRIMARY KEY, as_of INTEGER NOT NULL,"
    " published INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE IF NOT EXISTS event(seq INTEGER PRIMARY KEY, run INTEGER NOT NULL,"
    " record INTEGER NOT NULL, what TEXT NOT NULL, detail TEXT NOT NULL, hash BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS delivery(id INTEGER PRIMARY KEY, source TEXT NOT NULL,"
    " name TEXT NOT NULL, digest BLOB NOT NULL, size INTEGER NOT NULL, run INTEGER NOT NULL,"
    " UNIQUE(source, digest));"
    "CREATE TABLE IF NOT EXISTS receipt(id INTEGER PRIMARY KEY, source TEXT NOT NULL,"
    " name TEXT NOT NULL, delivery INTEGER NOT NULL, stamp INTEGER NOT NULL, size INTEGER NOT NULL,"
    " quick BLOB NOT NULL, as_of INTEGER NOT NULL, meaning INTEGER, delivered INTEGER,"
    " rejected INTEGER);"
    "CREATE INDEX IF NOT EXISTS receipt_name ON receipt(source, name);"
    "CREATE INDEX IF NOT EXISTS receipt_size ON receipt(source, size);"
    "CREATE INDEX IF NOT EXISTS receipt_delivery ON receipt(delivery);"
    "CREATE TABLE IF NOT EXISTS record(id INTEGER PRIMARY KEY, key BLOB UNIQUE NOT NULL,"
    " kind INTEGER NOT NULL, term INTEGER NOT NULL, agency TEXT NOT NULL, path TEXT NOT NULL,"
    " name INTEGER UNIQUE NOT NULL, version INTEGER NOT NULL, first_run INTEGER NOT NULL, content_run INTEGER NOT NULL,"
    " secrets BLOB);"
    "CREATE INDEX IF NOT EXISTS record_versions ON record(version) WHERE version>1;"
    "CREATE INDEX IF NOT EXISTS record_first ON record(first_run, kind);"
    "CREATE TABLE IF NOT EXISTS list(id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL,"
    " kind INTEGER, term INTEGER, scope INTEGER, agency TEXT, year INTEGER, month INTEGER,"
    " slots INTEGER NOT NULL, public_rows INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS list_change(list INTEGER PRIMARY KEY, run INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS place(record INTEGER PRIMARY KEY, list0 INTEGER, slot0 INTEGER,"
    " list1 INTEGER, slot1 INTEGER, list2 INTEGER, slot2 INTEGER, list3 INTEGER, slot3 INTEGER,"
    " list4 INTEGER, slot4 INTEGER);"
    "CREATE TABLE IF NOT EXISTS page(list INTEGER NOT NULL, no INTEGER NOT NULL,"
    " members BLOB NOT NULL, PRIMARY KEY(list, no)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS version(record INTEGER NOT NULL, version INTEGER NOT NULL,"
    " run INTEGER NOT NULL, PRIMARY KEY(record, version)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS list_news(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL,"
    " term INTEGER NOT NULL, record INTEGER NOT NULL, run INTEGER NOT NULL,"
    " change INTEGER NOT NULL, version INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS list_news_list ON list_news(kind, term);"
    "CREATE TABLE IF NOT EXISTS gathering(id INTEGER PRIMARY KEY, scope INTEGER NOT NULL,"
    " key TEXT NOT NULL, slots INTEGER NOT NULL, UNIQUE(scope, key));"
    "CREATE TABLE IF NOT EXISTS member(gathering INTEGER NOT NULL, slot INTEGER NOT NULL,"
    " record INTEGER NOT NULL, PRIMARY KEY(gathering, slot)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS member_record ON member(record);"
    "CREATE TABLE IF NOT EXISTS approval(id INTEGER PRIMARY KEY, print BLOB NOT NULL,"
    " record INTEGER NOT NULL, version INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " word INTEGER NOT NULL, day INTEGER NOT NULL, authority INTEGER NOT NULL,"
    " UNIQUE(print, record));"
    "CREATE INDEX IF NOT EXISTS approval_record ON approval(record);"
    "CREATE TABLE IF NOT EXISTS sheet(number TEXT NOT NULL, record INTEGER NOT NULL,"
    " version INTEGER NOT NULL, PRIMARY KEY(number, record)) WITHOUT ROWID;";

/* Attachments, what was held back, purged or ended; files of the whole site. Not to be lost either.
 */
static const char *const other_tables =
    "CREATE TABLE IF NOT EXISTS attached(name BLOB PRIMARY KEY, digest BLOB NOT NULL,"
    " size INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS attachment(record INTEGER NOT NULL, digest BLOB NOT NULL,"
    " no INTEGER NOT NULL, size INTEGER NOT NULL, on_line INTEGER NOT NULL DEFAULT 0,"
    " ending TEXT NOT NULL DEFAULT '', PRIMARY KEY(record, digest)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS quarantine(key BLOB PRIMARY KEY, content INTEGER NOT NULL,"
    " cause TEXT NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS purged(delivery INTEGER PRIMARY KEY, digest BLOB NOT NULL,"
    " run INTEGER NOT NULL, mistaken INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS ended(id INTEGER PRIMARY KEY, delivery INTEGER, offset INTEGER,"
    " length INTEGER, line INTEGER, hash BLOB, facts BLOB, verb INTEGER, reason INTEGER, due INTEGER,"
    " next INTEGER, content INTEGER, as_of INTEGER, receipt INTEGER, notice BLOB);"
    "CREATE TABLE IF NOT EXISTS rule_text(digest BLOB PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS past_facts(record INTEGER NOT NULL, version INTEGER NOT NULL,"
    " facts BLOB NOT NULL, PRIMARY KEY(record, version)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS site(id INTEGER PRIMARY KEY, path TEXT UNIQUE NOT NULL);"
    "CREATE TABLE IF NOT EXISTS target(id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL);"
    "CREATE TABLE IF NOT EXISTS sent(target INTEGER NOT NULL, record INTEGER NOT NULL,"
    " state INTEGER NOT NULL, print INTEGER NOT NULL, sequence INTEGER NOT NULL,"
    " version INTEGER NOT NULL, changes INTEGER NOT NULL, until INTEGER NOT NULL,"
    " PRIMARY KEY(target, record)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS sent_refused ON sent(target, record) WHERE state=2;"
    "CREATE INDEX IF NOT EXISTS sent_until ON sent(target, until) WHERE state=1;"
    "CREATE TABLE IF NOT EXISTS package(target INTEGER NOT NULL, sequence INTEGER NOT NULL,"
    " run INTEGER NOT NULL, whole INTEGER NOT NULL, rows INTEGER NOT NULL, folder TEXT NOT NULL,"
    " manifest BLOB NOT NULL, PRIMARY KEY(target, sequence)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS outbox(target INTEGER NOT NULL, sequence INTEGER NOT NULL,"
    " state INTEGER NOT NULL, tries INTEGER NOT NULL, due INTEGER NOT NULL, receipt TEXT,"
    " PRIMARY KEY(target, sequence)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS data_set(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL,"
    " section TEXT NOT NULL, agency TEXT NOT NULL, year INTEGER NOT NULL, rows INTEGER NOT NULL,"
    " UNIQUE(kind, section, agency, year));"
    "CREATE TABLE IF NOT EXISTS data_place(record INTEGER PRIMARY KEY, file INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS data_place_file ON data_place(file, record);"
    "CREATE TABLE IF NOT EXISTS data_change(id INTEGER PRIMARY KEY, run INTEGER NOT NULL,"
    " data_set INTEGER NOT NULL, change INTEGER NOT NULL, record INTEGER NOT NULL,"
    " n INTEGER NOT NULL, reason TEXT);"
    "CREATE INDEX IF NOT EXISTS data_change_run ON data_change(run);"
    "CREATE INDEX IF NOT EXISTS data_change_set ON data_change(data_set, run);";

/* What can be made again from deliveries and ledger. */
static const char *const catalogue_tables =
    "CREATE TABLE IF NOT EXISTS cat.note(name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS cat.fact(id INTEGER PRIMARY KEY, delivery INTEGER NOT NULL,"
    " offset INTEGER NOT NULL, length INTEGER NOT NULL, line INTEGER NOT NULL, hash BLOB NOT NULL,"
    " facts BLOB NOT NULL, verb INTEGER NOT NULL, reason INTEGER NOT NULL, due INTEGER,"
    " next INTEGER, content INTEGER NOT NULL, as_of INTEGER NOT NULL,"
    " receipt INTEGER NOT NULL, words BLOB);"
    "CREATE INDEX IF NOT EXISTS cat.fact_verb ON fact(verb);" LEDGER_NEXT_INDEX
    "CREATE TABLE IF NOT EXISTS cat.face(id INTEGER PRIMARY KEY, disclosure BLOB, notice BLOB,"
    " corrected TEXT);"
    "CREATE TABLE IF NOT EXISTS cat.row(id INTEGER PRIMARY KEY, path TEXT NOT NULL,"
    " first_run INTEGER NOT NULL, secrets BLOB, brief BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS cat.public(digest INTEGER PRIMARY KEY);"
    "CREATE TABLE IF NOT EXISTS cat.party(code INTEGER PRIMARY KEY, name INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS cat.change(target INTEGER NOT NULL, event INTEGER NOT NULL,"
    " change INTEGER NOT NULL, day INTEGER NOT NULL, PRIMARY KEY(target, event)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS cat.old(record INTEGER NOT NULL, version INTEGER NOT NULL,"
    " disclosure BLOB, PRIMARY KEY(record, version)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS cat.waiting(id INTEGER PRIMARY KEY, delivery INTEGER NOT NULL,"
    " offset INTEGER NOT NULL, length INTEGER NOT NULL, line INTEGER NOT NULL,"
    " hash BLOB NOT NULL, as_of INTEGER NOT NULL, receipt INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS cat.certificate(certificate INTEGER NOT NULL,"
    " valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL,"
    " PRIMARY KEY(certificate, valid_from)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS cat.holder(id INTEGER PRIMARY KEY, certificate INTEGER NOT NULL,"
    " members BLOB NOT NULL);"
    "CREATE INDEX IF NOT EXISTS cat.holder_certificate ON holder(certificate);"
    "CREATE TABLE IF NOT EXISTS cat.snapshot(source TEXT NOT NULL, kind INTEGER NOT NULL,"
    " as_of INTEGER NOT NULL, receipt INTEGER NOT NULL, PRIMARY KEY(source, kind)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS cat.vanished(id INTEGER PRIMARY KEY, source TEXT NOT NULL,"
    " since INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS cat.count(agency TEXT NOT NULL, month INTEGER NOT NULL,"
    " category INTEGER NOT NULL, cell INTEGER NOT NULL, n INTEGER NOT NULL,"
    " amount INTEGER NOT NULL, PRIMARY KEY(agency, month, category, cell)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS cat.count_sum(cell INTEGER PRIMARY KEY, n INTEGER NOT NULL);"
    "INSERT INTO cat.count_sum SELECT cell,sum(n) FROM cat.count"
    " WHERE NOT EXISTS(SELECT 1 FROM cat.count_sum) GROUP BY cell;"
    "CREATE TABLE IF NOT EXISTS cat.debut(run INTEGER NOT NULL, kind INTEGER NOT NULL,"
    " n INTEGER NOT NULL, PRIMARY KEY(run, kind)) WITHOUT ROWID;"
    "CREATE TABLE IF NOT EXISTS cat.searched(id INTEGER PRIMARY KEY, tier INTEGER NOT NULL,"
    " number INTEGER NOT NULL, hash INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS cat.searched_tier ON searched(id) WHERE tier>0;"
    "CREATE TABLE IF NOT EXISTS cat.data(file INTEGER PRIMARY KEY, made INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS cat.data_file(file INTEGER PRIMARY KEY, rows INTEGER NOT NULL);"
    "CREATE TABLE IF NOT EXISTS cat.pending(id INTEGER PRIMARY KEY, rank INTEGER, path TEXT,"
    " size INTEGER, digest BLOB, staged INTEGER NOT NULL DEFAULT 0);"
    "CREATE TABLE IF NOT EXISTS cat.file(id INTEGER PRIMARY KEY, path TEXT NOT NULL,"
    " size INTEGER NOT NULL, digest BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS cat.crew(id INTEGER PRIMARY KEY, members BLOB NOT NULL);"
    "CREATE TABLE IF NOT EXISTS cat.kept(id INTEGER NOT NULL, run INTEGER NOT NULL, rank INTEGER,"
    " path TEXT NOT NULL, size INTEGER, digest BLOB, PRIMARY KEY(id, run)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS cat.kept_run ON kept(run);"
    "CREATE TABLE IF NOT EXISTS cat.total(id INTEGER PRIMARY KEY, files INTEGER NOT NULL,"
    " bytes INTEGER NOT NULL);";

static const char *const sql_text[SQL_COUNT] = {
#define SQL(name, text) text,
#include "ledger/sql.def"
#undef SQL
};

_Noreturn static void damaged(const char *what) {
    die("账本已损坏（%s）：旧网站不受影响；请从备份恢复 state/ 后重新运行", what);
}

_Noreturn static void fail(const struct ledger *l, const char *doing) {
    int code = sqlite3_extended_errcode(l->db);
    if ((code & 0xff) == SQLITE_CORRUPT || (code & 0xff) == SQLITE_NOTADB)
        damaged(sqlite3_errmsg(l->db));
    die("账本读写失败（%s）：%s", doing, sqlite3_errmsg(l->db));
}

void db_exec(struct ledger *l, const char *sql) {
    if (sqlite3_exec(l->db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail(l, sql);
}

sqlite3_stmt *db_use(struct ledger *l, enum sql which) {
    sqlite3_stmt **s = &l->statements[which];
    if (*s == NULL && sqlite3_prepare_v3(l->db, sql_text[which], -1, SQLITE_PREPARE_PERSISTENT, s,
                                         NULL) != SQLITE_OK)
        fail(l, sql_text[which]);
    (void)sqlite3_reset(*s);
    (void)sqlite3_clear_bindings(*s);
    return *s;
}

void db_int(sqlite3_stmt *s, int at, int64_t v) {
    (void)sqlite3_bind_int64(s, at, v);
}

void db_text(sqlite3_stmt *s, int at, str v) {
    if (v.p != NULL)
        (void)sqlite3_bind_text64(s, at, v.p, (sqlite3_uint64)v.n, SQLITE_STATIC, SQLITE_UTF8);
}

void db_blob(sqlite3_stmt *s, int at, const void *p, ptrdiff_t n) {
    if (p != NULL)
        (void)sqlite3_bind_blob64(s, at, p, (sqlite3_uint64)n, SQLITE_STATIC);
}

bool db_row(struct ledger *l, sqlite3_stmt *s) {
    int code = sqlite3_step(s);
    if (code == SQLITE_ROW)
        return true;
    if (code != SQLITE_DONE)
        fail(l, sqlite3_sql(s));
    (void)sqlite3_reset(s);
    return false;
}

/* KiB of pages that are kept in memory. What is kept must first be made by the system, which takes
 * longer than reading a page again: only a run that writes much has more from it. */
static void keep_pages(struct ledger *l, enum pages_kept how) {
    static const struct {
        int main, cat;
    } kib[] = {{4096, 8192}, {16384, 49152}, {16384, 6144}, {1024, 1024}};
    struct arena a = {0};
    db_exec(l, str_fmt(&a, "PRAGMA main.cache_size=-%d;PRAGMA cat.cache_size=-%d", kib[how].main,
                       kib[how].cat)
                   .p);
    arena_free(&a);
}

void db_passes(struct ledger *l, bool passes) {
    keep_pages(l, passes ? PAGES_PASS : l->pages);
}

void ledger_lean(struct ledger *l) {
    l->pages = PAGES_LEAN;
    keep_pages(l, l->pages);
    (void)sqlite3_db_cacheflush(l->db);
    (void)sqlite3_db_release_memory(l->db);
}

void db_run(struct ledger *l, sqlite3_stmt *s) {
    while (db_row(l, s)) {
    }
    if (++l->writes == WRITES_FEW && l->pages == PAGES_FEW) {
        l->pages = PAGES_MANY;
        keep_pages(l, l->pages);
    }
}

int64_t db_get_int(sqlite3_stmt *s, int at) {
    return sqlite3_column_int64(s, at);
}

int64_t db_number(struct ledger *l, sqlite3_stmt *s) {
    int64_t v = db_row(l, s) ? db_get_int(s, 0) : 0;
    (void)sqlite3_reset(s);
    return v;
}

str db_peek(sqlite3_stmt *s, int at) {
    const char *p = sqlite3_column_blob(s, at);
    return p == NULL ? (str){0} : (str){p, sqlite3_column_bytes(s, at)};
}

str db_get(struct arena *a, sqlite3_stmt *s, int at) {
    str v = db_peek(s, at);
    return v.p == NULL ? v : str_dup(a, v);
}

static int64_t pragma_int(struct ledger *l, const char *sql) {
    sqlite3_stmt *s = NULL;
    if (sqlite3_prepare_v2(l->db, sql, -1, &s, NULL) != SQLITE_OK)
        fail(l, sql);
    int64_t v = db_row(l, s) ? db_get_int(s, 0) : 0;
    (void)sqlite3_finalize(s);
    return v;
}

void db_sound(struct ledger *l) {
    static const char *const both[] = {"PRAGMA main.quick_check(1)", "PRAGMA cat.quick_check(1)"};
    for (int i = 0; i < 2; i++) {
        sqlite3_stmt *s = NULL;
        if (sqlite3_prepare_v2(l->db, both[i], -1, &s, NULL) != SQLITE_OK)
            fail(l, both[i]);
        bool ok = db_row(l, s) && str_eq(db_peek(s, 0), S("ok"));
        (void)sqlite3_finalize(s);
        if (!ok)
            damaged(both[i]);
    }
}

static str catalogue_file(const struct ledger *l, struct arena *a) {
    return str_fmt(a, "%s/catalogue.db", l->state_dir);
}

static void attach(struct ledger *l, struct arena *a) {
    str file = str_replace(a, catalogue_file(l, a), S("'"), S("''"));
    db_exec(l, str_fmt(a, "ATTACH '%.*s' AS cat", STR(file)).p);
    db_exec(l, "PRAGMA cat.journal_mode=TRUNCATE;PRAGMA cat.synchronous=NORMAL;");
    keep_pages(l, l->pages);
}

static bool is_outdated(struct ledger *l) {
    return pragma_int(l, "PRAGMA cat.user_version") != CATALOGUE_VERSION;
}

/* What a catalogue of another version says is not read: deliveries and ledger say it, too. */
static void drop_catalogue(struct ledger *l, struct arena *a) {
    db_exec(l, "DETACH cat");
    os_unlink(catalogue_file(l, a).p);
    attach(l, a);
}

/* One writer, one process: exclusive locks spare a system call per statement. The rollback journal
 * (not WAL) makes the commit over both files one. */
static void open_files(struct ledger *l, struct arena *a) {
    const char *main_file = str_fmt(a, "%s/ledger.db", l->state_dir).p;
    /* SQLite has one thread here, and nobody asks how much memory it uses: no locks around either.
     */
    (void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
    (void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    if (sqlite3_open_v2(main_file, &l->db,
                        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
                        NULL) != SQLITE_OK)
        fail(l, main_file);
    db_exec(l, "PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY;");
    db_exec(l, "PRAGMA main.journal_mode=TRUNCATE; PRAGMA main.synchronous=FULL;");
    attach(l, a);
}

static bool chain_holds(struct ledger *l, str hash) {
    sqlite3_stmt *s = db_use(l, SQL_EVENT_WITH);
    db_blob(s, 1, hash.p, hash.n);
    bool found = db_row(l, s);
    (void)sqlite3_reset(s);
    return found;
}

/* Both files were written in one transaction, so both know the head of the chain. A catalogue that
 * is lost, or of an earlier moment, is made again from the deliveries. One that knows a head which
 * the ledger does not means that the ledger was cut short or brought back alone: with it the
 * publications would be forgotten. */
static void check_pair(struct ledger *l) {
    sqlite3_stmt *s = db_use(l, SQL_HEAD_GET);
    str head = db_row(l, s) ? db_get(l->arena, s, 0) : (str){0};
    (void)sqlite3_reset(s);
    bool same = head.n == (ptrdiff_t)sizeof l->head && memcmp(head.p, l->head, sizeof l->head) == 0;
    l->lost = !same && l->last_seq > 0;
    if (!same && head.n > 0 && !chain_holds(l, head))
        die("账本 ledger.db 早于目录库 catalogue.db，或被截短：旧网站不受影响；"
            "请从同一份备份恢复 state/");
}

bool ledger_lost(const struct ledger *l) {
    return l->lost;
}

void ledger_rebuild_begin(struct ledger *l) {
    db_exec(l, "DELETE FROM cat.fact; DELETE FROM cat.face; DELETE FROM cat.row;"
               "DELETE FROM cat.change; DELETE FROM cat.pending; DELETE FROM cat.file;"
               "DELETE FROM cat.snapshot; DELETE FROM cat.vanished; DELETE FROM cat.searched;"
               "DELETE FROM cat.certificate; DELETE FROM cat.holder; DELETE FROM cat.old;"
               "DELETE FROM cat.waiting; DELETE FROM cat.data; DELETE FROM cat.data_file;"
               "DELETE FROM cat.public;");
    /* What waited for its first publication in a lost stage waits for that of this run. */
    sqlite3_stmt *s = db_use(l, SQL_STAGE_RUNS_ALL);
    db_int(s, 1, l->run);
    db_run(l, s);
    lines_forget(l);
}

/* Of what was purged the ledger remembers how it ended. Rows on line are counted anew: the counts
 * of the lost catalogue went with it. */
void ledger_rebuild_end(struct ledger *l) {
    db_exec(l, "INSERT OR REPLACE INTO cat.fact(id,delivery,offset,length,line,hash,facts,verb,"
               "reason,due,next,content,as_of,receipt) SELECT id,delivery,offset,length,line,hash,"
               "facts,verb,reason,due,next,content,as_of,receipt FROM ended e WHERE NOT EXISTS("
               "SELECT 1 FROM cat.fact f WHERE f.id=e.id AND f.receipt>e.receipt);"
               "DELETE FROM cat.row WHERE id IN (SELECT e.id FROM ended e JOIN cat.fact f"
               " ON f.id=e.id AND f.delivery=e.delivery);"
               "INSERT OR REPLACE INTO cat.face(id,notice) SELECT e.id,e.notice FROM ended e"
               " JOIN cat.fact f ON f.id=e.id AND f.delivery=e.delivery"
               " WHERE e.notice IS NOT NULL;");
    db_exec(l, "UPDATE list SET public_rows=0");
    for (int i = 0; i < LEDGER_SLOTS; i++)
        db_exec(l, str_fmt(l->arena,
                           "UPDATE list SET public_rows=public_rows+c.n FROM (SELECT list%d AS id,"
                           "count(*) AS n FROM place JOIN cat.row ON cat.row.id=place.record"
                           " GROUP BY list%d) AS c WHERE c.id=list.id",
                           i, i)
                       .p);
    lines_forget(l); /* what was made again did not come in this run */
    l->lost = false;
}

struct ledger *ledger_open(struct arena *a, const char *state_dir, str key) {
    struct ledger *l = NEW(a, struct ledger, 1);
    l->arena = a;
    l->state_dir = state_dir;
    l->key = key;
    open_files(l, a);
    int64_t version = pragma_int(l, "PRAGMA main.user_version");
    if (version > LEDGER_VERSION)
        die_usage("账本由更新版本的 gongshi 写成（版本 %lld）：请升级程序", (long long)version);
    if (version > 0 && version < LEDGER_VERSION)
        die_usage("账本是开发期间的版本 %lld，缺少机关各月的目录：请用原来的程序，或从收件重新建站",
                  (long long)version);
    if (version > 0 && is_outdated(l))
        drop_catalogue(l, a);
    db_exec(l, "BEGIN");
    db_exec(l, ledger_tables);
    db_exec(l, other_tables);
    db_exec(l, catalogue_tables);
    if (version != LEDGER_VERSION) /* that writes, and waits for the disk */
        db_exec(l, str_fmt(a, "PRAGMA main.user_version=%d", LEDGER_VERSION).p);
    db_exec(l, "COMMIT");
    chain_load(l);
    check_pair(l);
    if (is_outdated(l))
        db_exec(l, str_fmt(a, "PRAGMA cat.user_version=%d", CATALOGUE_VERSION).p);
    return l;
}

void ledger_close(struct ledger *l) {
    for (int i = 0; i < SQL_COUNT; i++)
        (void)sqlite3_finalize(l->statements[i]);
    (void)sqlite3_close(l->db);
    lines_forget(l);
    buf_free(&l->link);
    l->db = NULL;
}

void ledger_begin(struct ledger *l) {
    db_exec(l, "BEGIN IMMEDIATE");
    l->open_transaction = true;
}

/* What the chain is about to vouch for lies on the disk first: with the commit the sender's file
 * may go. */
static void sync_kept(const struct ledger *l) {
    struct arena a = {0};
    int n = 0;
    for (const struct kept *k = l->kept; k != NULL && n <= SYNC_SINGLY; k = k->next)
        n++;
    if (n > SYNC_SINGLY)
        os_sync_filesystem(l->state_dir);
    for (const struct kept *k = l->kept; k != NULL && n <= SYNC_SINGLY; k = k->next) {
        os_sync(k->path);
        os_sync(str_fmt(&a, "%.*s", (int)(strrchr(k->path, '/') - k->path), k->path).p);
    }
    arena_free(&a);
}

void ledger_commit(struct ledger *l) {
    sync_kept(l);
    ledger_count_write(l);
    holders_flush(l);
    /* A catalogue that is still lost must be found so by the next run as well. */
    if (!l->lost) {
        sqlite3_stmt *s = db_use(l, SQL_HEAD_SET);
        db_blob(s, 1, l->head, sizeof l->head);
        db_run(l, s);
    }
    db_exec(l, "COMMIT");
    counts_forget(l);
    l->kept = NULL;
    l->open_transaction = false;
    lines_forget(l);
}

void ledger_rollback(struct ledger *l) {
    for (int i = 0; i < SQL_COUNT; i++)
        if (l->statements[i] != NULL)
            (void)sqlite3_reset(l->statements[i]);
    if (l->open_transaction)
        db_exec(l, "ROLLBACK");
    l->open_transaction = false;
    l->ruling_all = l->next_dropped = false;
    for (; l->kept != NULL; l->kept = l->kept->next)
        os_unlink(l->kept->path);
    counts_forget(l);
    for (int64_t i = 0; i < l->tail_cap; i++)
        l->tails[i] = NULL;
    holders_forget(l);
    lines_forget(l);
    chain_load(l);
}

str ledger_note(struct ledger *l, struct arena *a, const char *name) {
    sqlite3_stmt *s = db_use(l, SQL_NOTE_GET);
    db_text(s, 1, str_of(name));
    str v = db_row(l, s) ? db_get(a, s, 0) : (str){0};
    (void)sqlite3_reset(s);
    return v;
}

void ledger_set_note(struct ledger *l, const char *name, str value) {
    sqlite3_stmt *s = db_use(l, SQL_NOTE_SET);
    db_text(s, 1, str_of(name));
    db_text(s, 2, value);
    db_run(l, s);
}
