/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * package.c — what changed since the last package goes to each target.
 *
 * In:    records that something happened to, what each target has of them
 * Out:   exchange/TARGET/SEQUENCE-AS-OF/, rows that a platform would reject in desk/report
 * Law:   law.md §4; 发改委令2025年第36号 (the term of the credit channel)
 * Never: sends what is not ruled so; skips a number; sends a row that the platform would reject
 *
 *   events since the last package ┐
 *   rows refused before           ├─► wanted? ─► row ─► checked ─► differs from what was sent?
 *   rows whose term is over       ┘                                  新增 变更 更正 撤销 修复 到期
 */
#include "base/os.h"
#include "commands/keys.h"
#include "commands/run.h"
#include "commands/target.h"
#include "office/office.h"

#define BATCH 256
#define LOADS 4 /* batches on their way at a time */
#define CERTIFICATE_MOST ((int64_t)64 << 10)

/* A package for one target under way. */
struct making {
    struct run *run;
    const struct target *target;
    const struct keys *keys;
    struct envelope *envelope; /* NULL: in clear */
    struct ledger_package is;
    struct package *package;
    unsigned forms;
    uint64_t seed;
    instant as_of;
    date today;
    uint64_t *wanted; /* a bit for each record that is looked at; NULL: all */
};

/* One record on its way into the package: found by the ledger's thread, made a row by a worker. */
struct parcel {
    struct ledger_sent was;
    struct ledger_sent now;
    struct reading *reading; /* NULL: its line is there no more */
    struct slice slice;
    str face; /* instead of a line, where the profile is masked */
    str path; /* stands for the file of a face */
    int party;
    enum operation removal; /* what is done if it is not to be there; NONE: it is */
    struct row_facts facts;
    struct package_row row;
    struct diags found;
};

/* A batch of them: while the workers make rows of it, the ledger's thread finds the next. */
struct load {
    struct making *making;
    struct arena arena; /* of their lines */
    struct arena *rows; /* one per worker */
    struct parcel *v;
    int n;
    struct par_batch posted;
};

/* Loads follow each other in a ring. One delivery is open at a time, so all are ended before a
 * line of another is asked for. */
struct loads {
    struct making *making;
    struct load v[LOADS];
    int now;
    int64_t delivery;
};

/* ---- rows, by the workers ---- */

/* False when neither a line nor a face can be read. */
static bool read_source(struct arena *a, struct parcel *p) {
    struct diags quiet = {.arena = a};
    struct record *rec = NEW(a, struct record, 1);
    struct disclosure *face = NEW(a, struct disclosure, 1);
    if (p->face.p != NULL && disclosure_get(a, p->face, face)) {
        p->facts.face = face;
        if (p->facts.agency_name.n == 0)
            p->facts.agency_name = face->agency_name;
        return true;
    }
    if (p->reading == NULL || !intake_decode(p->reading, a, &p->slice, rec, &quiet))
        return false;
    p->facts.record = rec;
    if (p->facts.agency_name.n == 0)
        p->facts.agency_name = record_agency(rec);
    return true;
}

/* What the target is to do with a row that is good. */
static enum operation operation_of(const struct parcel *p, bool whole) {
    if (whole || p->was.state != SENT_THERE)
        return OPERATION_ADD;
    if (p->was.print == p->now.print)
        return OPERATION_NONE;
    return p->now.changes > p->was.changes ? OPERATION_CHANGE : OPERATION_CORRECT;
}

/* A row that would be rejected is not sent; what the target has of it is wrong by now, and goes.
 * One that was rejected is sent again when it says something else. */
static void settle(struct parcel *p, bool good, bool whole) {
    p->now.state = p->removal != OPERATION_NONE ? SENT_GONE : good ? SENT_THERE : SENT_REFUSED;
    if (p->now.state == SENT_THERE && p->was.state == SENT_RETURNED && !whole &&
        p->now.print == p->was.print)
        p->now.state = SENT_RETURNED;
    else if (p->now.state == SENT_THERE)
        p->row.operation = operation_of(p, whole);
    else if (p->was.state == SENT_THERE && !whole)
        p->row.operation = p->removal != OPERATION_NONE ? p->removal : OPERATION_REVOKE;
}

static void write_row(void *ctx, int worker, ptrdiff_t i) {
    struct load *load = ctx;
    const struct making *m = load->making;
    struct parcel *p = &load->v[i];
    struct arena *a = &load->rows[worker];
    const struct column_set *set = p->row.set;
    str *cells = NEW(a, str, set->n);
    struct place at = {p->slice.file.n > 0 ? p->slice.file : p->path, p->slice.at.line, {0}};
    p->found = (struct diags){.arena = a};
    p->row.cells = cells;
    p->row.id = p->facts.id;
    bool read = read_source(a, p);
    if (!read && p->removal == OPERATION_NONE) { /* its delivery was purged: what is there stays */
        p->now = p->was;
        p->now.state = p->was.state == SENT_THERE ? SENT_THERE : SENT_GONE;
        return;
    }
    if (read)
        row_cells(a, set, &p->facts, cells);
    p->now.print = row_print(set, cells, m->seed);
    if (p->removal == OPERATION_NONE)
        row_operation(set, OPERATION_ADD, cells);
    settle(p, p->removal != OPERATION_NONE || row_check(set, p->party, cells, at, &p->found),
           m->is.whole);
    row_operation(set, p->row.operation, cells);
    if (p->row.operation != OPERATION_NONE)
        package_text(a, m->forms, &p->row);
}

/* ---- which records, by the ledger's thread ---- */

/* The status that later events give the record; and how many there are. */
static int changes_of(struct making *m, struct arena *a, const struct ledger_record *rec,
                      bool *invalid) {
    struct history h = history_of(m->run, a, rec);
    struct facts f = facts_read(rec->facts);
    if (h.n > 0) {
        struct ruling u = rule(m->run->site->policy, &f, &h, m->today, true);
        *invalid = u.status == CHANGE_CANCELLED || u.status == CHANGE_REVOKED;
    }
    return h.n;
}

/* The credit channel has a term of its own, which is never mixed with the portal's. */
static date credit_until(const struct making *m, const struct ledger_record *rec) {
    struct facts f = facts_read(rec->facts);
    struct publication_term term = {.until = DATE_NONE};
    date published = rec->first_run == 0
                         ? m->today
                         : instant_date(ledger_run_as_of(m->run->ledger, rec->first_run));
    (void)publication_term_of(m->run->site->policy, &f, published, CHANNEL_CREDIT, &term);
    return term.until;
}

static bool is_wanted(const struct making *m, const struct ledger_record *rec, date until) {
    const struct profile *p = &m->target->profile;
    struct facts f = facts_read(rec->facts);
    bool ended = rec->verb == RULING_EXPIRE && reason_noted(rec) == REASON_TERM_REACHED;
    bool ruled = rec->verb == RULING_PUBLISH ||
                 (!p->masked && p->exempt && rec->verb == RULING_EXEMPT) ||
                 (!p->masked && p->credit_term && ended);
    bool over = p->credit_term && until != DATE_NONE && until < m->today;
    return ruled && !over && profile_wants(p, f.party_type);
}

static enum operation removal_of(const struct ledger_record *rec) {
    if (rec->verb == RULING_EXPIRE && reason_noted(rec) == REASON_REPAIRED)
        return OPERATION_REPAIR;
    if (rec->verb == RULING_EXPIRE || rec->verb == RULING_PUBLISH)
        return OPERATION_EXPIRE; /* published still: the credit term is over */
    return OPERATION_REVOKE;
}

static str id_of(str path) {
    for (str rest = path; rest.p != NULL;)
        path = str_cut(&rest, S("/"));
    return str_sub(path, 0, path.n - S(".html").n);
}

static void tell_facts(const struct making *m, const struct ledger_record *rec, struct parcel *p) {
    const struct agency *agency = policy_agency(m->run->site->policy, rec->agency);
    p->facts.agency_name = agency != NULL ? agency->name : (str){0};
    p->facts.agency_uscc = agency != NULL ? agency->uscc : (str){0};
    p->facts.id = id_of(rec->path);
    p->facts.area = m->target->profile.area;
    p->facts.as_of = m->today;
    p->facts.published = rec->first_run == 0
                             ? DATE_NONE
                             : instant_date(ledger_run_as_of(m->run->ledger, rec->first_run));
}

/* Its line, or its face where the target sees what the public sees. */
static void find_source(const struct making *m, struct arena *a, const struct ledger_record *rec,
                        struct parcel *p) {
    struct ledger_face face = {0};
    if (!m->target->profile.masked) {
        if (!line_again(m->run, a, rec, &p->reading, &p->slice))
            p->reading = NULL;
    } else if (ledger_face(m->run->ledger, a, rec->id, &face)) {
        p->face = face.disclosure;
    }
}

/* False when there is nothing to be told. */
static bool find_parcel(struct making *m, struct arena *a, const struct ledger_record *rec,
                        struct parcel *p) {
    const struct column_set *set = target_set(m->target, rec->term);
    struct facts f = facts_read(rec->facts);
    date until = credit_until(m, rec);
    *p = (struct parcel){.row = {.set = set}, .party = f.party_type, .path = rec->path};
    (void)ledger_sent(m->run->ledger, m->is.target, rec->id, &p->was);
    bool wanted = set != NULL && is_wanted(m, rec, until);
    p->now = p->was;
    p->now.version = rec->version;
    p->now.sequence = m->is.sequence;
    p->now.until = m->target->profile.credit_term ? until : DATE_NONE;
    if (!wanted && (p->was.state != SENT_THERE || set == NULL)) {
        p->now.state = SENT_GONE;
        if (p->was.state != SENT_GONE)
            ledger_set_sent(m->run->ledger, &p->now);
        return false;
    }
    tell_facts(m, rec, p);
    p->facts.credit_until = until;
    p->removal = wanted ? OPERATION_NONE : removal_of(rec);
    p->now.changes = changes_of(m, a, rec, &p->facts.invalid);
    find_source(m, a, rec, p);
    return true;
}

bool package_cells(struct run *r, const struct target *t, struct arena *a,
                   const struct ledger_record *rec, str *cells) {
    struct making m = {.run = r, .target = t, .today = r->today};
    struct parcel p = {.row = {.set = target_set(t, rec->term)}};
    tell_facts(&m, rec, &p);
    p.facts.credit_until = credit_until(&m, rec);
    (void)changes_of(&m, a, rec, &p.facts.invalid);
    find_source(&m, a, rec, &p);
    if (p.row.set == NULL || !read_source(a, &p))
        return false;
    row_cells(a, p.row.set, &p.facts, cells);
    return true;
}

/* ---- loads ---- */

static void refuse_row(struct making *m, const struct parcel *p) {
    const struct column_set *set = p->row.set;
    struct arena *a = m->run->arena;
    struct sheet_cell *cells = NEW(a, struct sheet_cell, set->n);
    for (int i = 0; i < set->n; i++)
        cells[i] = (struct sheet_cell){set->v[i].title, p->row.cells[i], {&set->v[i].title, 1}};
    struct sheet_row row = {cells, set->n, set->table};
    rejects_add(m->run->rejects, &(struct reject){.file = p->found.first->place.file,
                                                  .line = p->slice.at.line,
                                                  .map = S(SHEET_NO_MAP),
                                                  .row = &row,
                                                  .found = &p->found});
}

static bool same_sent(const struct ledger_sent *x, const struct ledger_sent *y) {
    return x->state == y->state && x->print == y->print && x->version == y->version &&
           x->changes == y->changes && x->until == y->until;
}

/* Rows are written in the order of the records. */
static void load_end(struct load *load) {
    struct making *m = load->making;
    par_await(m->run->par, &load->posted);
    for (int i = 0; i < load->n; i++) {
        struct parcel *p = &load->v[i];
        if (p->found.first != NULL)
            refuse_row(m, p);
        if (p->row.operation != OPERATION_NONE)
            package_put(m->package, &p->row);
        if (!same_sent(&p->was, &p->now))
            ledger_set_sent(m->run->ledger, &p->now);
    }
    load->n = 0;
    arena_reset(&load->arena);
    for (int w = 0; w < par_jobs(m->run->par); w++)
        arena_reset(&load->rows[w]);
}

/* The load under way goes to the workers; the oldest is awaited, since its place is needed. */
static void loads_turn(struct loads *all) {
    struct load *load = &all->v[all->now];
    par_post(all->making->run->par, &load->posted, load->n, write_row, load);
    all->now = (all->now + 1) % LOADS;
    load_end(&all->v[all->now]);
}

static void loads_end(struct loads *all) {
    for (int i = 0; i < LOADS; i++)
        loads_turn(all);
}

static void loads_add(struct loads *all, const struct ledger_record *rec) {
    if (rec->delivery != all->delivery)
        loads_end(all);
    all->delivery = rec->delivery;
    struct load *load = &all->v[all->now];
    load->n += find_parcel(all->making, &load->arena, rec, &load->v[load->n]);
    if (load->n == BATCH)
        loads_turn(all);
}

static struct loads *loads_open(struct making *m) {
    struct loads *all = NEW(m->run->arena, struct loads, 1);
    all->making = m;
    for (int i = 0; i < LOADS; i++)
        all->v[i] = (struct load){.making = m,
                                  .rows = NEW(m->run->arena, struct arena, par_jobs(m->run->par)),
                                  .v = NEW(m->run->arena, struct parcel, BATCH)};
    return all;
}

static void loads_close(struct loads *all) {
    loads_end(all);
    for (int i = 0; i < LOADS; i++) {
        for (int w = 0; w < par_jobs(all->making->run->par); w++)
            arena_free(&all->v[i].rows[w]);
        arena_free(&all->v[i].arena);
    }
}

/* ---- one package ---- */

static void want(struct making *m, int64_t record) {
    m->wanted[record / 64] |= UINT64_C(1) << (record & 63);
}

/* Whatever happened to a record since the last package stands in the chain. */
static void find_wanted(struct making *m, struct arena *a, int64_t since) {
    struct ledger *l = m->run->ledger;
    struct ledger_news news;
    int64_t ids[LEDGER_IDS];
    m->wanted = NEW(a, uint64_t, ledger_last_id(l) / 64 + 1);
    ledger_news_scan(l, since);
    while (ledger_news_next(l, &news))
        want(m, news.record);
    int64_t after = 0;
    for (int n = LEDGER_IDS; n == LEDGER_IDS;) {
        n = ledger_unsettled(l, m->is.target, m->today, after, ids);
        for (int i = 0; i < n; i++)
            want(m, after = ids[i]);
    }
}

static void add_rows(struct making *m) {
    struct arena a = {0};
    struct loads *all = loads_open(m);
    int64_t last = ledger_last_id(m->run->ledger);
    for (int64_t id = 1; id <= last; id++) {
        struct ledger_record rec;
        if (m->wanted != NULL && (m->wanted[id / 64] >> (id & 63) & 1) == 0)
            continue;
        if (ledger_get(m->run->ledger, &a, id, &rec) && rec.kind == KIND_decision)
            loads_add(all, &rec);
        if (id % BATCH == 0)
            arena_reset(&a);
    }
    loads_close(all);
    arena_free(&a);
}

/* Where the last package of a target stood: run, last event, digest of profile and columns (then a
 * package is whole), digest of what else rows are made with (then all are looked at). */
struct position {
    int64_t run;
    int64_t event;
    str shape;
    str made;
};

static const char *note_name(struct run *r, const struct target *t) {
    return str_fmt(r->arena, "package.%.*s", STR(t->name)).p;
}

static struct position position_was(struct run *r, const struct target *t) {
    struct position p = {0};
    str rest = ledger_note(r->ledger, r->arena, note_name(r, t));
    (void)str_int(str_cut(&rest, S(" ")), &p.run);
    (void)str_int(str_cut(&rest, S(" ")), &p.event);
    p.shape = str_cut(&rest, S(" "));
    p.made = rest;
    return p;
}

void package_afresh(struct run *r, const struct target *t) {
    ledger_begin(r->ledger);
    ledger_set_note(r->ledger, note_name(r, t), S(""));
    ledger_commit(r->ledger);
}

static struct position position_is(struct run *r, const struct target *t) {
    str words = t->fingerprint;
    str made = r->site->rules;
    for (int i = 0; i < t->own_count; i++)
        if (profile_shapes(t->own[i].key))
            words = str_fmt(r->arena, "%.*s\n%.*s=%.*s", STR(words), STR(t->own[i].key),
                            STR(t->own[i].value));
    for (int i = 0; i < r->site->agency_count; i++)
        made = str_fmt(r->arena, "%.*s\n%.*s", STR(made), STR(r->site->agencies[i].uscc));
    return (struct position){r->number, ledger_last_event(r->ledger),
                             sha256_text(r->arena, sha256_of(words)),
                             sha256_text(r->arena, sha256_of(made))};
}

static enum envelope_cipher cipher_of(const struct target *t) {
    return t->profile.sm4 ? ENVELOPE_SM4 : ENVELOPE_AES256;
}

/* The certificate that the target's packages are sealed for. False when it cannot be used: nothing
 * goes out in clear instead. */
static bool open_envelope(struct making *m) {
    struct run *r = m->run;
    const struct profile *p = &m->target->profile;
    const char *why = "读不出来";
    str pem;
    if (p->encrypt.n == 0)
        return true;
    if (os_read(r->arena, site_place(r->site, p->encrypt), CERTIFICATE_MOST, &pem))
        m->envelope = envelope_open(r->arena, pem, cipher_of(m->target), &why);
    if (m->envelope != NULL)
        return true;
    struct diags found = {.arena = r->arena};
    diag(&found, DIAG_CERTIFICATE, (struct place){p->encrypt, 0, m->target->name}, "%s", why);
    report_findings(r, &found);
    r->targets_failed++;
    return false;
}

static void begin(struct making *m, const struct position *was, const struct position *is) {
    struct run *r = m->run;
    struct ledger_package last = {.target = m->is.target};
    bool any = ledger_package(r->ledger, r->arena, &last);
    str at = str_replace(r->arena, instant_text(r->arena, m->as_of), S(" "), S("T"));
    m->is.sequence = last.sequence + 1;
    m->is.run = r->number;
    m->is.whole = !any || !str_eq(was->shape, is->shape);
    m->is.folder = str_fmt(r->arena, "%06lld-%.*s", (long long)m->is.sequence,
                           STR(str_replace(r->arena, at, S(":"), S(""))));
    struct package_head head = {
        .folder =
            str_fmt(r->arena, "%s/%.*s", target_folder(r->site, m->target), STR(m->is.folder)).p,
        .site = r->site->words.name,
        .target = m->target->name,
        .title = m->target->profile.title,
        .columns = m->target->profile.columns,
        .sequence = m->is.sequence,
        .previous = any ? sha256_text(r->arena, last.manifest) : (str){0},
        .whole = m->is.whole,
        .as_of = m->as_of,
        .run = r->number,
        .forms = m->forms,
        .signers = m->keys->number > 0 ? m->keys->v : NULL,
        .envelope = m->envelope,
        .cipher = envelope_cipher_name(cipher_of(m->target)),
    };
    m->package = package_open(r->arena, &head);
}

/* Who has no address gets the package by hand: what is to be uploaded, and where. */
static void note_upload(const struct making *m) {
    struct run *r = m->run;
    const struct profile *p = &m->target->profile;
    const char *folder = target_folder(r->site, m->target);
    struct buf b = {0};
    if (target_has_way(m->target))
        return;
    buf_fmt(&b, "%.*s：第 %lld 个数据包（%s，%lld 行），文件夹 %.*s\n", STR(p->title),
            (long long)m->is.sequence, m->is.whole ? "全量" : "增量", (long long)m->is.rows,
            STR(m->is.folder));
    if (p->upload.n > 0)
        buf_fmt(&b, "上传到：%.*s\n", STR(p->upload));
    buf_str(
        &b,
        S("前面序号的数据包都上传之后，依次上传（.ids 和 manifest.json 供核对，不必上传）：\n"));
    struct strs names =
        os_list(r->arena, str_fmt(r->arena, "%s/%.*s", folder, STR(m->is.folder)).p);
    for (ptrdiff_t i = 0; i < names.n; i++)
        if (!str_ends(names.v[i], S(".ids")) && !str_starts(names.v[i], S("manifest.json")))
            buf_fmt(&b, "  %.*s\n", STR(names.v[i]));
    os_write_atomic(str_fmt(r->arena, "%s/上传说明.txt", folder).p, buf_view(&b), 0600);
    buf_free(&b);
}

static void end(struct making *m, const struct position *is) {
    struct run *r = m->run;
    m->is.rows = package_close(m->package, &m->is.manifest);
    if (m->is.rows > 0 || m->is.whole) {
        ledger_package_add(r->ledger, &m->is);
        ledger_event(r->ledger, r->number, 0, "packaged",
                     str_fmt(r->arena, "%.*s %lld rows %lld", STR(m->target->name),
                             (long long)m->is.sequence, (long long)m->is.rows));
        note_upload(m);
    }
    ledger_set_note(r->ledger, note_name(r, m->target),
                    str_fmt(r->arena, "%lld %lld %.*s %.*s", (long long)is->run,
                            (long long)is->event, STR(is->shape), STR(is->made)));
}

static void make_package(struct run *r, const struct target *t, const struct keys *keys,
                         instant as_of) {
    struct arena a = {0};
    struct position was = position_was(r, t);
    struct position is = position_is(r, t);
    str rejects = str_fmt(r->arena, UNSENT "%.*s", STR(t->name)); /* all of them, each time */
    struct making m = {.run = r,
                       .target = t,
                       .keys = keys,
                       .forms = t->profile.forms,
                       .as_of = as_of,
                       .today = instant_date(as_of)};
    if (!open_envelope(&m))
        return;
    m.seed = line_hash_of(sha256_text(r->arena, sha256_keyed(r->site->secret, t->name)), 0).lo;
    m.is.target = ledger_target(r->ledger, t->name);
    begin(&m, &was, &is);
    if (!m.is.whole && str_eq(was.made, is.made))
        find_wanted(&m, &a, was.event);
    r->rejects = rejects_open(r->arena, site_path(r->site, "desk/report"), rejects, REJECTS_UNSENT);
    rejects_delivery(r->rejects, t->profile.title);
    add_rows(&m);
    reject_end(r, rejects);
    end(&m, &is);
    if (m.envelope != NULL)
        envelope_close(m.envelope);
    arena_free(&a);
}

void write_packages(struct run *r, instant as_of) {
    struct keys keys;
    if (!keys_open(r->site, signed_last(r), &keys, &r->site->diags)) {
        r->targets_failed = r->site->target_count; /* what was made before stands */
        site_report(r->site);
        return;
    }
    ledger_begin(r->ledger);
    for (int i = 0; i < r->site->target_count; i++)
        make_package(r, &r->site->targets[i], &keys, as_of);
    if (keys.number > 0)
        signed_note(r, keys.number);
    keys_close(&keys);
    ledger_set_note(r->ledger, "package", str_fmt(r->arena, "%lld", (long long)r->number));
    ledger_commit(r->ledger);
}
