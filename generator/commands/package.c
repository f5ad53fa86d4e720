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

#define SCAN_BATCH 256
#define TABLES 2

/* One table of the package under way. */
struct table {
    const char *name;
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
        if (!column_set_load(r->arena, file, text, str_of(t[i].name), &t[i].columns,
                             &r->site->diags))
            return false;
    return true;
}

static void add_row(struct run *r, struct arena *a, const struct ledger_record *known,
                    struct table *t) {
    struct record rec;
    if (!record_again(r, a, known, &rec))
        return;
    struct facts f = facts_read(known->facts);
    const struct agency *agency = policy_agency(r->site->policy, known->agency);
    date published = instant_date(ledger_run_as_of(r->ledger, known->first_run));
    struct publication_term term = {.until = DATE_NONE};
    (void)publication_term_of(r->site->policy, &f, published, CHANNEL_CREDIT, &term);
    struct package_facts facts = {agency != NULL ? agency->name : record_agency(&rec), term.until};
    struct buf row = {0};
    package_row(a, &t->columns, &rec, &facts, &row);
    package_add(t->out, 1, buf_view(&row));
    buf_free(&row);
}

static void add_rows(struct run *r, int64_t since, struct table *t) {
    struct arena a = {0};
    struct ledger_record *v = NEW(r->arena, struct ledger_record, SCAN_BATCH);
    int64_t after = 0;
    for (int n = SCAN_BATCH; n == SCAN_BATCH; arena_reset(&a)) {
        n = ledger_scan(r->ledger, &a, SCAN_RUN, since, after, v, SCAN_BATCH);
        for (int i = 0; i < n; i++)
            for (int k = 0; k < TABLES; k++)
                if (v[i].kind == KIND_decision && v[i].verb == RULING_PUBLISH &&
                    v[i].term == t[k].category)
                    add_row(r, &a, &v[i], &t[k]);
        after = n > 0 ? v[n - 1].id : after;
    }
    arena_free(&a);
}

static const char *package_folder(struct run *r) {
    str at = str_replace(r->arena, instant_text(r->arena, r->as_of), S(" "), S("T"));
    at = str_replace(r->arena, at, S(":"), S(""));
    return site_path(
        r->site, str_fmt(r->arena, "exchange/credit/%.*s-%06lld", STR(at), (long long)r->number).p);
}

void write_packages(struct run *r) {
    struct table t[TABLES] = {{"行政许可", CATEGORY_PERMIT, "permits.csv", {0}, NULL},
                              {"行政处罚", CATEGORY_PENALTY, "penalties.csv", {0}, NULL}};
    int64_t since = 0;
    (void)str_int(ledger_note(r->ledger, r->arena, "package"), &since);
    if (!load_columns(r, t)) {
        site_report(r->site);
        return;
    }
    struct package *p = package_open(r->arena, package_folder(r));
    struct buf header = {0};
    for (int i = 0; i < TABLES; i++) {
        t[i].out = package_table(p, str_of(t[i].file));
        buf_reset(&header);
        package_header(&t[i].columns, &header);
        package_add(t[i].out, 0, buf_view(&header));
    }
    buf_free(&header);
    add_rows(r, since, t);
    int64_t rows = package_close(p, r->site->words.name, r->as_of, r->number);
    ledger_begin(r->ledger);
    ledger_set_note(r->ledger, "package", str_fmt(r->arena, "%lld", (long long)r->number));
    if (rows > 0)
        ledger_event(r->ledger, r->number, 0, "packaged",
                     str_fmt(r->arena, "credit rows %lld", (long long)rows));
    ledger_commit(r->ledger);
}
