/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * monthly.c — the monthly form of 双公示: what each department made, showed and sent.
 *
 * In:    a month; decisions, what a target has of them; feeds/credit/monthly.csv
 * Out:   struct figure_table, a row for each agency and category
 * Law:   law.md §4 (by the 10th, per department)
 * Never: fills in what only the platform knows
 */
#include "base/csv.h"
#include "base/os.h"
#include "commands/run.h"
#include "commands/target.h"

#define ROWS_MOST 4096
#define HEADS_MOST 32

enum entry {
    ENTRY_MADE,
    ENTRY_SHOWN,
    ENTRY_SENT,
    ENTRY_UNSENT,
    ENTRY_REASON,
    ENTRY_ACCEPTED,
    ENTRY_ON_PLATFORM,
    ENTRIES
};
static const char *const entries[ENTRIES] = {"made",          "shown",    "sent",       "unsent",
                                             "unsent_reason", "accepted", "on_platform"};

/* Why a decision was not sent. */
enum unsent { UNSENT_UNFIT, UNSENT_HELD, UNSENT_EXEMPT, UNSENT_ENDED, UNSENT_OTHER, UNSENTS };
static const char *const unsent_words[UNSENTS] = {"不合平台要求", "暂缓公示", "不予公示",
                                                  "已下线或撤下", "不在报送范围"};

/* One agency and category. */
struct line {
    str agency;
    int category;
    int64_t n[ENTRIES];
    int64_t unsent[UNSENTS];
};

struct form_of {
    struct run *run;
    struct arena *a;
    const struct target *target;
    int month;
    int64_t id;
    int64_t reached; /* the last package that was taken */
    struct line *lines;
    int n;
};

static struct line *line_of(struct form_of *f, str agency, int category) {
    int i = 0;
    while (i < f->n && (f->lines[i].category != category || !str_eq(f->lines[i].agency, agency)))
        i++;
    if (i == ROWS_MOST)
        return &f->lines[ROWS_MOST - 1];
    if (i == f->n)
        f->lines[f->n++] = (struct line){.agency = str_dup(f->a, agency), .category = category};
    return &f->lines[i];
}

static enum unsent why_unsent(const struct ledger_record *rec, const struct ledger_sent *sent) {
    if (sent->state == SENT_REFUSED)
        return UNSENT_UNFIT;
    return rec->verb == RULING_HOLD                                     ? UNSENT_HELD
           : rec->verb == RULING_EXEMPT                                 ? UNSENT_EXEMPT
           : rec->verb == RULING_EXPIRE || rec->verb == RULING_WITHDRAW ? UNSENT_ENDED
                                                                        : UNSENT_OTHER;
}

static void add_one(struct form_of *f, const struct ledger_record *rec) {
    struct facts facts = facts_read(rec->facts);
    struct ymd day = date_ymd(facts.decided);
    struct ledger_sent sent;
    if (facts.decided == DATE_NONE || day.year * 12 + day.month - 1 != f->month ||
        target_set(f->target, rec->term) == NULL || rec->verb == RULING_REFUSE)
        return;
    struct line *l = line_of(f, rec->agency, rec->term);
    bool known = ledger_sent(f->run->ledger, f->id, rec->id, &sent);
    bool told = known && (sent.state == SENT_THERE || sent.state == SENT_RETURNED ||
                          (sent.state == SENT_GONE && sent.print != 0));
    l->n[ENTRY_MADE]++;
    l->n[ENTRY_SHOWN] += rec->first_run != 0;
    l->n[ENTRY_SENT] += told;
    l->n[ENTRY_UNSENT] += !told;
    l->n[ENTRY_ACCEPTED] += sent.state == SENT_THERE && sent.sequence <= f->reached;
    if (!told)
        l->unsent[why_unsent(rec, &sent)]++;
}

static void add_all(struct form_of *f) {
    struct ledger_walk w = ledger_walk(f->run->ledger, SCAN_KIND, KIND_decision);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;)
        add_one(f, rec);
}

static str reasons_text(struct arena *a, const struct line *l) {
    str all = {0};
    for (int i = 0; i < UNSENTS; i++)
        if (l->unsent[i] > 0)
            all = str_fmt(a, "%.*s%s%s %lld", STR(all), all.n > 0 ? "，" : "", unsent_words[i],
                          (long long)l->unsent[i]);
    return all;
}

/* What nobody here knows stays empty, to be filled in. */
static str entry_text(const struct form_of *f, const struct line *l, enum entry e) {
    bool by_hand = !target_has_way(f->target);
    if (e == ENTRY_REASON)
        return reasons_text(f->a, l);
    if (e == ENTRY_ON_PLATFORM || (e == ENTRY_ACCEPTED && by_hand))
        return S("");
    return str_fmt(f->a, "%lld", (long long)l->n[e]);
}

/* The columns as the table gives them: at[i] is the entry of column i. */
static int read_heads(struct run *r, str heads[HEADS_MOST], enum entry at[HEADS_MOST]) {
    struct csv_table t;
    str file;
    str text;
    str error;
    int n = 0;
    if (!site_read(r->site, r->arena, "feeds/credit/monthly.csv", &file, &text) ||
        !csv_load(r->arena, text, ',', &t, &error))
        die_usage("feeds/credit/monthly.csv 不能使用");
    for (ptrdiff_t row = 0; row < t.rows && n < HEADS_MOST; row++, n++) {
        str field = csv_cell(&t, row, csv_column(&t, S("field")));
        int e = 0;
        while (e < ENTRIES && !str_eq(field, str_of(entries[e])))
            e++;
        if (e == ENTRIES)
            die_usage("feeds/credit/monthly.csv 第 %lld 行：没有这种栏目：%.*s",
                      (long long)t.line[row], STR(field));
        heads[n] = csv_cell(&t, row, csv_column(&t, S("name_zh")));
        at[n] = (enum entry)e;
    }
    return n;
}

static str row_name(const struct form_of *f, const struct line *l) {
    const struct agency *known = policy_agency(f->run->site->policy, l->agency);
    return str_fmt(f->a, "%.*s　%.*s", STR(known == NULL ? l->agency : known->name),
                   STR(term_text(VOCAB_category, l->category)));
}

struct figure_table monthly_form(struct run *r, struct arena *a, const struct target *t,
                                 int month) {
    str heads[HEADS_MOST];
    enum entry at[HEADS_MOST];
    int columns = read_heads(r, heads, at);
    struct form_of f = {.run = r,
                        .a = a,
                        .target = t,
                        .month = month,
                        .id = ledger_target(r->ledger, t->name),
                        .lines = NEW(a, struct line, ROWS_MOST)};
    f.reached = ledger_outbox_reached(r->ledger, f.id);
    add_all(&f);
    struct figure_table out = {.title = str_fmt(a, "双公示月报 %.*s", STR(t->name)),
                               .corner = S("部门和类别"),
                               .columns = columns,
                               .row_count = f.n};
    out.heads = NEW(a, str, columns);
    out.rows = NEW(a, str, f.n + 1);
    out.values = NEW(a, str, (ptrdiff_t)(f.n + 1) * columns);
    for (int c = 0; c < columns; c++)
        out.heads[c] = heads[c];
    for (int i = 0; i < f.n; i++) {
        out.rows[i] = row_name(&f, &f.lines[i]);
        for (int c = 0; c < columns; c++)
            out.values[i * columns + c] = entry_text(&f, &f.lines[i], at[c]);
    }
    return out;
}
