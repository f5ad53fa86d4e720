/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * records.c — every record by its key: address, version, facts, ruling, public face.
 *
 * In:    plain facts and bytes
 * Out:   the same, later
 * Law:   国办秘函〔2019〕19号 (an address once published does not change)
 * Never: holds a name or number: keys are keyed digests
 */
#include "base/buf.h"
#include "base/os.h"
#include "ledger/db.h"

#include <string.h>

#define ADDRESS_MIN 10 /* characters of an address's id: 50 bits */
#define ADDRESS_MAX 12 /* 60 bits, which fit a number */

struct ledger_key ledger_key_of(const struct ledger *l, str number, str party) {
    struct ledger_key k = {{0}};
    struct sha256 d = sha256_keyed(l->key, number);
    memcpy(k.b, d.b, 8);
    if (party.n > 0) {
        d = sha256_keyed(l->key, party);
        memcpy(k.b + 8, d.b, 8);
    }
    return k;
}

/* Crockford's digits: no letter that is taken for another. */
static const char digits[] = "0123456789abcdefghjkmnpqrstvwxyz";

static void base32(const unsigned char *bytes, char *out, int n) {
    for (int i = 0; i < n; i++) {
        int bit = i * 5;
        unsigned pair = (unsigned)(bytes[bit / 8] << 8) | bytes[bit / 8 + 1];
        out[i] = digits[pair >> (11 - bit % 8) & 31];
    }
}

/* The name in an address as a number: its digits behind a leading one, so that lengths differ too.
 * 0 for what is no name. */
static int64_t name_number(str name) {
    int64_t v = 1;
    for (ptrdiff_t i = 0; i < name.n; i++) {
        const char *at = memchr(digits, name.p[i], sizeof digits - 1);
        if (at == NULL)
            return 0;
        v = v * 32 + (at - digits);
    }
    return name.n < ADDRESS_MIN || name.n > ADDRESS_MAX ? 0 : v;
}

/* cf/2026/k3v9x2m7ab.html → k3v9x2m7ab */
static str name_in(str path) {
    while (str_find(path, S("/")) >= 0)
        (void)str_cut(&path, S("/"));
    return str_sub(path, 0, str_find(path, S(".html")));
}

int64_t ledger_last_id(struct ledger *l) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_MAX);
    return db_number(l, s);
}

int64_t ledger_id_of_name(struct ledger *l, str name) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_NAME);
    db_int(s, 1, name_number(name));
    return db_number(l, s);
}

int64_t ledger_id_of_path(struct ledger *l, str path) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_NAME);
    db_int(s, 1, name_number(name_in(path)));
    int64_t id = db_row(l, s) && str_eq(db_peek(s, 1), path) ? db_get_int(s, 0) : 0;
    (void)sqlite3_reset(s);
    return id;
}

static void bind_day(sqlite3_stmt *s, int at, date d) {
    if (d != DATE_NONE)
        db_int(s, at, d);
}

/* Where the record's line stands: parameters 2 to 6. */
static void bind_line(sqlite3_stmt *s, const struct ledger_record *r) {
    db_int(s, 2, r->delivery);
    db_int(s, 3, r->offset);
    db_int(s, 4, r->length);
    db_int(s, 5, r->line);
    db_blob(s, 6, &r->hash, sizeof r->hash);
}

static void fact_write(struct ledger *l, enum sql which, const struct ledger_record *r) {
    sqlite3_stmt *s = db_use(l, which);
    db_int(s, 1, r->id);
    bind_line(s, r);
    db_blob(s, 7, r->facts.p, r->facts.n);
    db_int(s, 8, r->verb);
    db_int(s, 9, r->reason);
    bind_day(s, 10, r->due);
    bind_day(s, 11, r->next);
    db_int(s, 12, r->content);
    db_int(s, 13, r->as_of);
    db_int(s, 14, r->receipt);
    db_blob(s, 15, r->words.p, r->words.n);
    db_run(l, s);
}

void ledger_put_fact(struct ledger *l, const struct ledger_record *r) {
    fact_write(l, SQL_FACT_PUT, r);
}

void ledger_update_line(struct ledger *l, const struct ledger_record *r) {
    sqlite3_stmt *s = db_use(l, SQL_FACT_LINE);
    db_int(s, 1, r->id);
    bind_line(s, r);
    db_int(s, 7, r->as_of);
    db_int(s, 8, r->receipt);
    db_run(l, s);
}

void ledger_confirm(struct ledger *l, int64_t id, instant as_of, int64_t receipt) {
    sqlite3_stmt *s = db_use(l, SQL_FACT_AS_OF);
    db_int(s, 1, id);
    db_int(s, 2, as_of);
    db_int(s, 3, receipt);
    db_run(l, s);
}

/* The record under one name; false when somebody else has that name. */
static bool add_named(struct ledger *l, struct ledger_record *r, str name) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_ADD);
    db_blob(s, 1, r->key.b, LEDGER_KEY);
    db_int(s, 2, r->kind);
    db_int(s, 3, r->term);
    db_text(s, 4, r->agency);
    db_text(s, 5, r->path);
    db_int(s, 6, r->version);
    db_int(s, 7, r->first_run);
    db_int(s, 8, r->content_run);
    db_blob(s, 9, r->secrets.n > 0 ? r->secrets.p : NULL, r->secrets.n);
    db_int(s, 10, name_number(name));
    db_run(l, s);
    r->id = sqlite3_last_insert_rowid(l->db);
    return sqlite3_changes(l->db) == 1;
}

/* One character more for as long as somebody else has the name. */
void ledger_add(struct ledger *l, struct arena *a, struct ledger_record *r, str folder) {
    char text[ADDRESS_MAX];
    char seed[8 + LEDGER_KEY] = "address";
    memcpy(seed + 8, r->key.b, LEDGER_KEY);
    struct sha256 d = sha256_keyed(l->key, (str){seed, (ptrdiff_t)sizeof seed});
    base32(d.b, text, ADDRESS_MAX);
    for (int n = ADDRESS_MIN; n <= ADDRESS_MAX; n++) {
        r->path = str_fmt(a, "%.*s/%.*s.html", STR(folder), n, text);
        if (add_named(l, r, (str){text, n})) {
            fact_write(l, SQL_FACT_ADD, r);
            return;
        }
    }
    die("网址分配失败：密钥或账本异常");
}

void ledger_update(struct ledger *l, const struct ledger_record *r) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_SET);
    db_int(s, 1, r->id);
    db_int(s, 2, r->version);
    db_int(s, 3, r->content_run);
    db_blob(s, 4, r->secrets.n > 0 ? r->secrets.p : NULL, r->secrets.n);
    db_int(s, 5, r->first_run);
    db_run(l, s);
    fact_write(l, SQL_FACT_SET, r);
}

#define NEXT_MANY 20000 /* entries moved one by one by then cost as much as sorting a million */

void ledger_rule_all(struct ledger *l) {
    l->ruling_all = true;
    l->next_moved = 0;
}

void ledger_ruled_all(struct ledger *l) {
    l->ruling_all = false;
    if (l->next_dropped)
        db_exec(l, LEDGER_NEXT_INDEX);
    l->next_dropped = false;
}

/* Entries move at random in an index that the scan of all records drives out of memory. */
static void next_moves(struct ledger *l) {
    if (!l->ruling_all || l->next_dropped || ++l->next_moved < NEXT_MANY)
        return;
    db_exec(l, "DROP INDEX cat.fact_next");
    l->next_dropped = true;
}

void ledger_update_ruling(struct ledger *l, const struct ledger_record *r,
                          const struct ledger_record *was) {
    bool verb = was == NULL || was->verb != r->verb;
    bool next = verb || was->next != r->next;
    if (next)
        next_moves(l);
    sqlite3_stmt *s = db_use(l, verb ? SQL_FACT_RULING : next ? SQL_FACT_NEXT : SQL_FACT_WORDS);
    db_int(s, 1, r->id);
    db_int(s, 2, r->reason);
    bind_day(s, 3, r->due);
    db_blob(s, 4, r->facts.p, r->facts.n);
    db_blob(s, 5, r->words.p, r->words.n);
    if (next)
        bind_day(s, 6, r->next);
    if (verb)
        db_int(s, 7, r->verb);
    db_run(l, s);
    if (was != NULL && was->first_run == r->first_run)
        return;
    s = db_use(l, SQL_FIRST_RUN);
    db_int(s, 1, r->id);
    db_int(s, 2, r->first_run);
    db_run(l, s);
}

static date day_at(sqlite3_stmt *s, int at) {
    return sqlite3_column_type(s, at) == SQLITE_NULL ? DATE_NONE : (date)db_get_int(s, at);
}

/* Columns as record.* stands in db.c. */
static void read_record(struct arena *a, sqlite3_stmt *s, struct ledger_record *r) {
    *r = (struct ledger_record){.id = db_get_int(s, 0),
                                .kind = (int)db_get_int(s, 2),
                                .term = (int)db_get_int(s, 3),
                                .agency = db_get(a, s, 4),
                                .path = db_get(a, s, 5),
                                .version = (int)db_get_int(s, 7),
                                .first_run = db_get_int(s, 8),
                                .content_run = db_get_int(s, 9),
                                .secrets = db_get(a, s, 10)};
    str key = db_peek(s, 1);
    memcpy(r->key.b, key.p, key.n == LEDGER_KEY ? LEDGER_KEY : 0);
}

/* … and fact.* behind it. */
static void read_row(struct arena *a, sqlite3_stmt *s, struct ledger_record *r) {
    read_record(a, s, r);
    r->delivery = db_get_int(s, 12);
    r->offset = db_get_int(s, 13);
    r->length = db_get_int(s, 14);
    r->line = db_get_int(s, 15);
    r->facts = db_get(a, s, 17);
    r->verb = (int)db_get_int(s, 18);
    r->reason = db_get_int(s, 19);
    r->due = day_at(s, 20);
    r->next = day_at(s, 21);
    r->content = db_get_int(s, 22);
    r->as_of = db_get_int(s, 23);
    r->receipt = db_get_int(s, 24);
    r->words = db_get(a, s, 25);
    str hash = db_peek(s, 16);
    memcpy(&r->hash, hash.p, hash.n == (ptrdiff_t)sizeof r->hash ? sizeof r->hash : 0);
}

static bool read_one(struct ledger *l, struct arena *a, sqlite3_stmt *s,
                     struct ledger_record *out) {
    bool found = db_row(l, s);
    if (found)
        read_row(a, s, out);
    (void)sqlite3_reset(s);
    return found;
}

bool ledger_find(struct ledger *l, struct arena *a, struct ledger_key key,
                 struct ledger_record *out) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_FIND);
    db_blob(s, 1, key.b, LEDGER_KEY);
    return read_one(l, a, s, out);
}

bool ledger_find_key(struct ledger *l, struct arena *a, struct ledger_key key,
                     struct ledger_record *out) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_KEY);
    db_blob(s, 1, key.b, LEDGER_KEY);
    bool found = db_row(l, s);
    if (found)
        read_record(a, s, out);
    (void)sqlite3_reset(s);
    return found;
}

bool ledger_get(struct ledger *l, struct arena *a, int64_t id, struct ledger_record *out) {
    sqlite3_stmt *s = db_use(l, SQL_RECORD_GET);
    db_int(s, 1, id);
    return read_one(l, a, s, out);
}

int ledger_find_number(struct ledger *l, struct ledger_key key, int64_t *ids, int most) {
    struct ledger_key from = key;
    struct ledger_key to = key;
    memset(from.b + 8, 0, 8);
    memset(to.b + 8, 0xff, 8);
    sqlite3_stmt *s = db_use(l, SQL_RECORD_NUMBER);
    db_blob(s, 1, from.b, LEDGER_KEY);
    db_blob(s, 2, to.b, LEDGER_KEY);
    db_int(s, 3, most);
    int n = 0;
    while (db_row(l, s))
        if (n < most)
            ids[n++] = db_get_int(s, 0);
    return n;
}

#define ID_BITS 40 /* of a record; above them the day, where a scan goes by days */
#define ID_MASK (((int64_t)1 << ID_BITS) - 1)

static int64_t after(enum ledger_scan which, const struct ledger_record *last) {
    return which == SCAN_NEXT ? (int64_t)last->next << ID_BITS | last->id : last->id;
}

int ledger_scan(struct ledger *l, struct arena *a, struct ledger_cursor *c) {
    static const enum sql by[] = {[SCAN_ALL] = SQL_SCAN_ALL,
                                  [SCAN_NEXT] = SQL_SCAN_NEXT,
                                  [SCAN_VERB] = SQL_SCAN_VERB,
                                  [SCAN_KIND] = SQL_SCAN_KIND,
                                  [SCAN_DELIVERY] = SQL_SCAN_DELIVERY,
                                  [SCAN_URGENT] = SQL_SCAN_URGENT,
                                  [SCAN_ENDING] = SQL_SCAN_ENDING,
                                  [SCAN_UNSEEN] = SQL_SCAN_UNSEEN,
                                  [SCAN_RUN] = SQL_SCAN_RUN};
    sqlite3_stmt *s = db_use(l, by[c->which]);
    db_int(s, 1, c->after & ID_MASK);
    db_int(s, 2, c->argument);
    db_int(s, 3, c->most);
    if (c->which == SCAN_NEXT)
        db_int(s, 4, c->after >> ID_BITS);
    if (c->which == SCAN_RUN || c->which == SCAN_ENDING) {
        db_int(s, 4, c->only.kind);
        db_int(s, 5, c->only.term);
        db_int(s, 6, c->only.verb);
    }
    int n = 0;
    while (db_row(l, s))
        if (n < c->most)
            read_row(a, s, &c->v[n++]);
    if (n > 0)
        c->after = after(c->which, &c->v[n - 1]);
    return n;
}

#define WALK_BATCH 256

struct ledger_walk ledger_walk(struct ledger *l, enum ledger_scan which, int64_t argument) {
    struct ledger_cursor c = {.which = which, .argument = argument, .most = WALK_BATCH};
    return (struct ledger_walk){.ledger = l, .cursor = c, .n = WALK_BATCH, .at = WALK_BATCH};
}

struct ledger_record *ledger_walk_next(struct ledger_walk *w) {
    if (w->at == w->n && w->n == WALK_BATCH) {
        arena_reset(&w->arena);
        w->cursor.v = NEW(&w->arena, struct ledger_record, WALK_BATCH);
        w->n = ledger_scan(w->ledger, &w->arena, &w->cursor);
        w->at = 0;
    }
    if (w->at < w->n)
        return &w->cursor.v[w->at++];
    arena_free(&w->arena);
    return NULL;
}

void ledger_tally(struct ledger *l, int64_t *by_verb, int verbs, int common, int64_t *superseded) {
    memset(by_verb, 0, sizeof *by_verb * (size_t)verbs);
    sqlite3_stmt *s = db_use(l, SQL_TALLY);
    db_int(s, 1, common);
    while (db_row(l, s)) {
        int64_t verb = db_get_int(s, 0);
        if (verb >= 0 && verb < verbs)
            by_verb[verb] = db_get_int(s, 1);
    }
    s = db_use(l, SQL_SUPERSEDED);
    *superseded = db_number(l, s);
}

void ledger_secrets_scan(struct ledger *l) {
    (void)db_use(l, SQL_SECRETS);
    db_passes(l, true);
}

bool ledger_secrets_next(struct ledger *l, str *out) {
    sqlite3_stmt *s = l->statements[SQL_SECRETS];
    if (!db_row(l, s)) {
        db_passes(l, false);
        return false;
    }
    *out = db_peek(s, 0);
    return true;
}

void ledger_add_change(struct ledger *l, int64_t target, struct ledger_change c) {
    sqlite3_stmt *s = db_use(l, SQL_CHANGE_ADD);
    db_int(s, 1, target);
    db_int(s, 2, c.event);
    db_int(s, 3, c.change);
    db_int(s, 4, c.day);
    db_run(l, s);
}

int ledger_changes(struct ledger *l, struct arena *a, int64_t target, struct ledger_change **out) {
    sqlite3_stmt *s = db_use(l, SQL_CHANGE_COUNT);
    db_int(s, 1, target);
    int64_t most = db_number(l, s);
    *out = most == 0 ? NULL : NEW(a, struct ledger_change, most);
    int n = 0;
    s = db_use(l, SQL_CHANGE_OF);
    db_int(s, 1, target);
    while (most > 0 && db_row(l, s))
        if (n < most)
            (*out)[n++] = (struct ledger_change){(int)db_get_int(s, 0), (date)db_get_int(s, 1),
                                                 db_get_int(s, 2)};
    return n;
}

static int64_t half_of(struct ledger_key k, int from) {
    int64_t v;
    memcpy(&v, k.b + from, sizeof v);
    return v;
}

void ledger_add_public(struct ledger *l, uint64_t digest) {
    sqlite3_stmt *s = db_use(l, SQL_PUBLIC_ADD);
    db_int(s, 1, (int64_t)digest);
    db_run(l, s);
}

const uint64_t *ledger_publics(struct ledger *l, struct arena *a, int64_t *n) {
    sqlite3_stmt *s = db_use(l, SQL_PUBLIC_ALL);
    uint64_t *v = NULL;
    for (*n = 0; db_row(l, s); v[(*n)++] = (uint64_t)db_get_int(s, 0))
        if (*n == 0)
            v = NEW(a, uint64_t, db_get_int(s, 1));
    return v;
}

uint64_t ledger_party(struct ledger *l, struct ledger_key k, uint64_t *now) {
    int64_t code = half_of(k, 0);
    int64_t name = half_of(k, LEDGER_KEY / 2);
    sqlite3_stmt *s = db_use(l, SQL_PARTY_GET);
    db_int(s, 1, code);
    int64_t earlier = db_number(l, s);
    *now = (uint64_t)name;
    if (earlier == name)
        return (uint64_t)earlier;
    s = db_use(l, SQL_PARTY_SET);
    db_int(s, 1, code);
    db_int(s, 2, name);
    db_run(l, s);
    return (uint64_t)earlier;
}

int ledger_change_targets(struct ledger *l, int64_t event, int64_t *targets, int most) {
    sqlite3_stmt *s = db_use(l, SQL_CHANGE_TARGETS);
    db_int(s, 1, event);
    int n = 0;
    while (db_row(l, s))
        if (n < most)
            targets[n++] = db_get_int(s, 0);
    return n;
}

void ledger_drop_changes_of(struct ledger *l, int64_t event) {
    sqlite3_stmt *s = db_use(l, SQL_CHANGE_DROP);
    db_int(s, 1, event);
    db_run(l, s);
}

void ledger_put_face(struct ledger *l, int64_t id, const struct ledger_face *face) {
    sqlite3_stmt *s = db_use(l, SQL_FACE_PUT);
    db_int(s, 1, id);
    db_blob(s, 2, face->disclosure.p, face->disclosure.n);
    db_blob(s, 3, face->notice.p, face->notice.n);
    db_text(s, 4, face->corrected);
    db_run(l, s);
}

bool ledger_page(struct ledger *l, struct arena *a, int64_t id, struct ledger_page *out) {
    sqlite3_stmt *s = db_use(l, SQL_PAGE_OF);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out = (struct ledger_page){(int)db_get_int(s, 0), db_get(a, s, 1),  db_get(a, s, 2),
                                    (int)db_get_int(s, 3), db_get_int(s, 4), db_get_int(s, 5),
                                    db_get(a, s, 6),       db_get(a, s, 7),  db_get(a, s, 8),
                                    db_get(a, s, 9),       db_get(a, s, 10), db_get(a, s, 11)};
    (void)sqlite3_reset(s);
    return found;
}

bool ledger_face(struct ledger *l, struct arena *a, int64_t id, struct ledger_face *out) {
    sqlite3_stmt *s = db_use(l, SQL_FACE_GET);
    db_int(s, 1, id);
    bool found = db_row(l, s);
    if (found)
        *out = (struct ledger_face){db_get(a, s, 0), db_get(a, s, 1), db_get(a, s, 2),
                                    db_get(a, s, 3)};
    (void)sqlite3_reset(s);
    return found;
}

void ledger_put_row(struct ledger *l, const struct ledger_row *row) {
    sqlite3_stmt *s = db_use(l, SQL_ROW_PUT);
    db_int(s, 1, row->id);
    db_text(s, 2, row->path);
    db_int(s, 3, row->first_run);
    db_blob(s, 4, row->secrets.n > 0 ? row->secrets.p : NULL, row->secrets.n);
    db_blob(s, 5, row->brief.p, row->brief.n);
    db_run(l, s);
}

void ledger_drop_row(struct ledger *l, int64_t id) {
    sqlite3_stmt *s = db_use(l, SQL_ROW_DROP);
    db_int(s, 1, id);
    db_run(l, s);
}

static struct ledger_row row_of(struct arena *a, sqlite3_stmt *s) {
    return (struct ledger_row){db_get_int(s, 0), db_get(a, s, 1), db_get_int(s, 2), db_get(a, s, 3),
                               db_get(a, s, 4)};
}

#define ROWS_FEW 6 /* so many are sooner looked up one by one than as members of a set */

static bool few_rows(struct ledger *l, struct arena *a, const int64_t *ids,
                     struct ledger_row *out) {
    int n = 0;
    for (int i = 0; i < LEDGER_ROWS; i++)
        n += ids[i] != 0;
    for (int i = 0; i < LEDGER_ROWS && n <= ROWS_FEW; i++) {
        if (ids[i] == 0)
            continue;
        sqlite3_stmt *s = db_use(l, SQL_ROW_GET);
        db_int(s, 1, ids[i]);
        if (db_row(l, s))
            out[i] = row_of(a, s);
        (void)sqlite3_reset(s);
    }
    return n <= ROWS_FEW;
}

void ledger_rows(struct ledger *l, struct arena *a, const int64_t ids[LEDGER_ROWS],
                 struct ledger_row out[LEDGER_ROWS]) {
    memset(out, 0, sizeof *out * LEDGER_ROWS);
    if (few_rows(l, a, ids, out))
        return;
    sqlite3_stmt *s = db_use(l, SQL_ROWS);
    for (int i = 0; i < LEDGER_ROWS; i++)
        db_int(s, i + 1, ids[i]);
    while (db_row(l, s)) {
        int64_t id = db_get_int(s, 0);
        for (int i = 0; i < LEDGER_ROWS; i++)
            if (ids[i] == id)
                out[i] = row_of(a, s);
    }
}

void ledger_path_scan(struct ledger *l, int64_t from, int64_t below, int verb) {
    sqlite3_stmt *s = db_use(l, SQL_PATHS);
    db_int(s, 1, from);
    db_int(s, 2, below);
    db_int(s, 3, verb);
}

bool ledger_path_next(struct ledger *l, struct ledger_path *out) {
    sqlite3_stmt *s = l->statements[SQL_PATHS];
    if (!db_row(l, s))
        return false;
    *out = (struct ledger_path){db_peek(s, 0), db_get_int(s, 1), db_peek(s, 2)};
    return true;
}

/* What a run published first is counted once: it does not change any more when that is public. */
void ledger_published_since(struct ledger *l, int kind, const instant since[2], int64_t out[2]) {
    sqlite3_stmt *s = db_use(l, SQL_DEBUT_ADD);
    db_int(s, 1, kind);
    db_int(s, 2, since[0]);
    db_run(l, s);
    s = db_use(l, SQL_FRESH);
    db_int(s, 1, kind);
    db_int(s, 2, since[0]);
    db_int(s, 3, since[1]);
    bool found = db_row(l, s);
    for (int i = 0; i < 2; i++)
        out[i] = found ? db_get_int(s, i) : 0;
    (void)sqlite3_reset(s);
}
