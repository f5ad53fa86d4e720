/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * package.c — what changed since the last package goes to the credit platform.
 *
 * In:    published permits and penalties, their records from the deliveries
 * Out:   exchange/credit/<as-of>-<run>/
 * Law:   law.md §4
 * Never: sends what is not ruled publish
 */
#include "base/os.h"
#include "commands/run.h"
#include "platform/platform.h"

#define BATCH 256
#define LOADS 4 /* batches on their way at a time */
#define TABLES 2

/* One table of the package under way. */
struct table {
    int category;
    const char *file;
    struct column_set columns;
    struct package_table *out;
};

static bool load_columns(struct run *r, struct table *t) {
    str file;
    str text;
    if (!site_read(r->site, r->arena, "feeds/credit/credit-fields.csv", &file, &text))
        return false;
    for (int i = 0; i < TABLES; i++)
        if (!column_set_load(r->arena, file, text, &t[i].columns, &r->site->diags))
            return false;
    return true;
}

/* One record on its way into the package: found by the ledger's thread, decoded by a worker. */
struct parcel {
    struct reading *reading;
    struct slice slice;
    struct package_facts words;
    struct table *table;
    str row;
};

/* A batch of them: while the workers make rows of it, the ledger's thread finds the next. */
struct load {
    struct run *run;
    struct arena arena; /* of their lines */
    struct arena *rows; /* one per worker */
    struct parcel *v;
    int n;
    struct par_batch posted;
};

/* Loads follow each other in a ring. One delivery is open at a time, so all are ended before a
 * line of another is asked for. */
struct loads {
    struct run *run;
    struct load v[LOADS];
    int now;
    int64_t delivery;
};

static void write_row(void *ctx, int worker, ptrdiff_t i) {
    struct load *load = ctx;
    struct parcel *p = &load->v[i];
    struct arena *a = &load->run->workers[worker];
    struct buf *out = &load->run->pages[worker];
    struct diags quiet = {.arena = a};
    struct record rec;
    buf_reset(out);
    arena_reset(a);
    if (!intake_decode(p->reading, a, &p->slice, &rec, &quiet))
        return;
    if (p->words.agency_name.n == 0)
        p->words.agency_name = record_agency(&rec);
    package_row(a, &p->table->columns, &rec, &p->words, out);
    p->row = str_dup(&load->rows[worker], buf_view(out));
}

static bool find_parcel(struct run *r, struct arena *a, const struct ledger_record *known,
                        struct table *t, struct parcel *out) {
    struct facts f = facts_read(known->facts);
    const struct agency *agency = policy_agency(r->site->policy, known->agency);
    date published = instant_date(ledger_run_as_of(r->ledger, known->first_run));
    struct publication_term term = {.until = DATE_NONE};
    (void)publication_term_of(r->site->policy, &f, published, CHANNEL_CREDIT, &term);
    *out =
        (struct parcel){.table = t, .words = {agency != NULL ? agency->name : S(""), term.until}};
    return line_again(r, a, known, &out->reading, &out->slice);
}

/* Rows are written in the order of the records. */
static void load_end(struct load *load) {
    struct run *r = load->run;
    par_await(r->par, &load->posted);
    for (int i = 0; i < load->n; i++)
        if (load->v[i].row.n > 0)
            package_add(load->v[i].table->out, 1, load->v[i].row);
    load->n = 0;
    arena_reset(&load->arena);
    for (int w = 0; w < par_jobs(r->par); w++)
        arena_reset(&load->rows[w]);
}

/* The load under way goes to the workers; the oldest is awaited, since its place is needed. */
static void loads_turn(struct loads *all) {
    struct load *load = &all->v[all->now];
    par_post(all->run->par, &load->posted, load->n, write_row, load);
    all->now = (all->now + 1) % LOADS;
    load_end(&all->v[all->now]);
}

static void loads_end(struct loads *all) {
    for (int i = 0; i < LOADS; i++)
        loads_turn(all);
}

static void loads_add(struct loads *all, const struct ledger_record *rec, struct table *t) {
    if (rec->delivery != all->delivery)
        loads_end(all);
    all->delivery = rec->delivery;
    struct load *load = &all->v[all->now];
    load->n += find_parcel(all->run, &load->arena, rec, t, &load->v[load->n]);
    if (load->n == BATCH)
        loads_turn(all);
}

static struct table *table_of(struct table *t, const struct ledger_record *rec) {
    for (int k = 0; k < TABLES; k++)
        if (rec->kind == KIND_decision && rec->verb == RULING_PUBLISH && rec->term == t[k].category)
            return &t[k];
    return NULL;
}

static struct loads *loads_open(struct run *r) {
    struct loads *all = NEW(r->arena, struct loads, 1);
    all->run = r;
    for (int i = 0; i < LOADS; i++)
        all->v[i] = (struct load){.run = r,
                                  .rows = NEW(r->arena, struct arena, par_jobs(r->par)),
                                  .v = NEW(r->arena, struct parcel, BATCH)};
    return all;
}

static void loads_close(struct loads *all) {
    loads_end(all);
    for (int i = 0; i < LOADS; i++) {
        for (int w = 0; w < par_jobs(all->run->par); w++)
            arena_free(&all->v[i].rows[w]);
        arena_free(&all->v[i].arena);
    }
}

static void add_rows(struct run *r, int64_t since, struct table *t) {
    struct arena a = {0};
    struct loads *all = loads_open(r);
    struct ledger_record *v = NEW(r->arena, struct ledger_record, BATCH);
    struct ledger_cursor c = {SCAN_RUN, since, 0,
                              v,        BATCH, {KIND_decision, CATEGORY_PERMIT, RULING_PUBLISH}};
    for (int n = BATCH; n == BATCH; arena_reset(&a)) {
        n = ledger_scan(r->ledger, &a, &c);
        for (int i = 0; i < n; i++) {
            struct table *table = table_of(t, &v[i]);
            if (table != NULL)
                loads_add(all, &v[i], table);
        }
    }
    loads_close(all);
    arena_free(&a);
}

/* Named after the publication, so that a package that is written again replaces itself. */
static const char *package_folder(struct run *r, instant as_of) {
    str at = str_replace(r->arena, instant_text(r->arena, as_of), S(" "), S("T"));
    at = str_replace(r->arena, at, S(":"), S(""));
    return site_path(
        r->site, str_fmt(r->arena, "exchange/credit/%.*s-%06lld", STR(at), (long long)r->number).p);
}

void write_packages(struct run *r) {
    struct table t[TABLES] = {{CATEGORY_PERMIT, "permits.csv", {.table = S("行政许可")}, NULL},
                              {CATEGORY_PENALTY, "penalties.csv", {.table = S("行政处罚")}, NULL}};
    int64_t since = 0;
    (void)str_int(ledger_note(r->ledger, r->arena, "package"), &since);
    if (!load_columns(r, t)) {
        site_report(r->site);
        return;
    }
    instant as_of = ledger_run_as_of(r->ledger, r->number);
    struct package *p = package_open(r->arena, package_folder(r, as_of));
    struct buf header = {0};
    for (int i = 0; i < TABLES; i++) {
        t[i].out = package_table(p, str_of(t[i].file));
        buf_reset(&header);
        package_header(&t[i].columns, &header);
        package_add(t[i].out, 0, buf_view(&header));
    }
    buf_free(&header);
    add_rows(r, since, t);
    int64_t rows = package_close(p, r->site->words.name, as_of, r->number);
    ledger_begin(r->ledger);
    ledger_set_note(r->ledger, "package", str_fmt(r->arena, "%lld", (long long)r->number));
    if (rows > 0)
        ledger_event(r->ledger, r->number, 0, "packaged",
                     str_fmt(r->arena, "credit rows %lld", (long long)rows));
    ledger_commit(r->ledger);
}
