/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * approve.c — what staff decided in writing takes effect.
 *
 * In:    desk/approvals.csv
 * Out:   approvals in the ledger, rulings made anew
 * Law:   law.md §2 (审签, written orders, approval chains), 国办发〔2018〕118号 三 (全过程记录)
 * Never: takes a row that lacks who, when or, where the law wants one, a reason; logs a name
 */
#include "commands/approve.h"

#include "base/csv.h"
#include "base/os.h"
#include "commands/run.h"

#include <string.h>

/* ---- columns ---- */

enum column { KIND_, OBJECT, WORD, CONTENT, BY, DAY, DOCUMENT, REASON_, NOTE, COLUMNS };

static const struct {
    const char *zh;
    const char *en;
    bool must; /* the header has it */
} columns[COLUMNS] = {
    {"种类", "kind", true},      {"对象", "object", true},  {"决定", "decision", true},
    {"内容", "content", false},  {"批准人", "by", true},    {"日期", "date", true},
    {"文号", "document", false}, {"理由", "reason", false}, {"备注", "note", false},
};

/* The words a kind allows, as bits, and the columns that it must have beside the usual ones. */
static const struct form {
    uint32_t words;
    uint32_t must;
} forms[APPROVAL_KINDS] = {
#define BIT(word) (1u << WORD_##word)
#define NEED(column) (1u << column)
    [APPROVAL_PUBLISH] = {BIT(AGREE) | BIT(REFUSE), 0},
    [APPROVAL_RELEASE] = {BIT(AGREE) | BIT(REFUSE), NEED(DOCUMENT) | NEED(REASON_)},
    [APPROVAL_LIST] = {BIT(EXAMINE) | BIT(AGREE) | BIT(FILE), 0},
    [APPROVAL_CORRECT] = {BIT(AGREE) | BIT(REFUSE), NEED(REASON_)},
    [APPROVAL_WITHDRAW] = {BIT(AGREE), NEED(REASON_)},
    [APPROVAL_RESTORE] = {BIT(AGREE), 0},
    [APPROVAL_ATTACHMENT] = {BIT(OPEN) | BIT(CLOSE), 0},
    [APPROVAL_MASKING] = {BIT(HIDE) | BIT(SHOW), NEED(CONTENT)},
};

struct table {
    struct csv_table csv;
    str file;
    ptrdiff_t at[COLUMNS];
    ptrdiff_t row;
    struct diags *diags;
};

static str cell(const struct table *t, enum column c) {
    return csv_cell(&t->csv, t->row, t->at[c]);
}

static bool wrong(const struct table *t, enum column c, str shown) {
    struct place at = {t->file, t->csv.line[t->row], str_of(columns[c].zh)};
    diag(t->diags, DIAG_APPROVAL_ROW, at, "%.*s", STR(shown));
    return false;
}

static bool find_columns(struct table *t) {
    bool found = true;
    for (int c = 0; c < COLUMNS; c++) {
        t->at[c] = csv_column(&t->csv, str_of(columns[c].zh));
        if (t->at[c] < 0)
            t->at[c] = csv_column(&t->csv, str_of(columns[c].en));
        if (t->at[c] >= 0 || !columns[c].must)
            continue;
        struct place at = {t->file, 1, str_of(columns[c].zh)};
        diag(t->diags, DIAG_APPROVAL_TABLE, at, "%s", columns[c].zh);
        found = false;
    }
    return found;
}

/* ---- rows ---- */

static bool has_all(const struct table *t, uint32_t must) {
    for (int c = 0; c < COLUMNS; c++)
        if ((must >> c & 1) != 0 && cell(t, (enum column)c).n == 0)
            return wrong(t, (enum column)c, S("空白"));
    return true;
}

static bool read_row(const struct table *t, struct approval *out) {
    static const uint32_t always = NEED(KIND_) | NEED(OBJECT) | NEED(WORD) | NEED(BY) | NEED(DAY);
    if (!has_all(t, always))
        return false;
    *out = (struct approval){.kind = approval_kind_of(cell(t, KIND_)),
                             .word = approval_word_of(cell(t, WORD)),
                             .object = cell(t, OBJECT),
                             .content = cell(t, CONTENT),
                             .by = cell(t, BY),
                             .day = date_parse_loose(cell(t, DAY)),
                             .document = cell(t, DOCUMENT),
                             .reason = cell(t, REASON_),
                             .note = cell(t, NOTE),
                             .line = t->csv.line[t->row]};
    if (out->kind == APPROVAL_NONE)
        return wrong(t, KIND_, diag_shape(t->diags->arena, cell(t, KIND_)));
    if (out->word == WORD_NONE || (forms[out->kind].words >> out->word & 1) == 0)
        return wrong(t, WORD, diag_shape(t->diags->arena, cell(t, WORD)));
    if (out->day == DATE_NONE)
        return wrong(t, DAY, diag_shape(t->diags->arena, cell(t, DAY)));
    return has_all(t, forms[out->kind].must);
}

static bool is_empty(const struct table *t) {
    for (ptrdiff_t c = 0; c < t->csv.columns; c++)
        if (csv_cell(&t->csv, t->row, c).n > 0)
            return false;
    return true;
}

static struct approvals approvals_read(struct site *s, struct arena *a) {
    struct approvals all = {0};
    struct table t = {.diags = &s->diags};
    str text = {0};
    str error = {0};
    if (!site_table(s, a, "desk/approvals", &t.file, &text))
        return all;
    all.file = t.file;
    all.digest = sha256_text(a, sha256_of(text));
    if (!csv_load(a, text, ',', &t.csv, &error)) {
        diag(t.diags, DIAG_APPROVAL_TABLE, (struct place){.file = t.file}, "%.*s", STR(error));
        return all;
    }
    if (!find_columns(&t))
        return all;
    all.v = NEW(a, struct approval, t.csv.rows + 1);
    for (t.row = 0; t.row < t.csv.rows; t.row++)
        if (!is_empty(&t) && read_row(&t, &all.v[all.n]))
            all.n++;
    return all;
}

void approvals_open(struct run *r) {
    r->approvals = approvals_read(r->site, r->arena);
    bool usable = diag_worst(&r->site->diags) < DIAG_ERROR;
    site_report(r->site);
    if (!usable)
        die_usage("审批表不能使用，见以上各行；网站没有改变");
}

const struct approval *approval_of(const struct approvals *all, enum approval_kind kind,
                                   str object) {
    const struct approval *found = NULL;
    for (int i = 0; i < all->n; i++) {
        const struct approval *one = &all->v[i];
        if (one->kind == kind && str_eq(one->object, object) &&
            (found == NULL || one->day >= found->day))
            found = one;
    }
    return found;
}

/* ---- into the ledger ---- */

/* What tells a row from all others: everything it says, but not where it stands. */
static struct ledger_key print_of(const struct run *r, struct arena *a, const struct approval *x) {
    str front = str_fmt(a, "approval|%d|%d|%d|%.*s", (int)x->kind, (int)x->word, (int)x->day,
                        STR(x->object));
    str back = str_fmt(a, "%.*s|%.*s|%.*s|%.*s|%.*s", STR(x->content), STR(x->by), STR(x->document),
                       STR(x->reason), STR(x->note));
    return ledger_key_of(r->ledger, front, back);
}

/* Given before a correction came, it was given to the text before it. */
static int version_meant(struct run *r, const struct ledger_record *rec, date day) {
    struct ledger_waiting w;
    if (ledger_waiting(r->ledger, rec->id, &w))
        return rec->version + 1; /* a list's version that waits is what there is to approve */
    bool before =
        rec->version > 1 && day < instant_date(ledger_run_as_of(r->ledger, rec->content_run));
    return before ? rec->version - 1 : rec->version;
}

static void log_one(struct run *r, struct arena *a, const struct approval *x,
                    const struct sheet_entry *at) {
    struct ledger_approval one = {.row = print_of(r, a, x),
                                  .record = at->record,
                                  .version = at->version,
                                  .kind = (int)x->kind,
                                  .word = (int)x->word,
                                  .day = x->day > r->today ? x->day : r->today,
                                  .authority = approval_authority(x->by)};
    bool masking = x->kind == APPROVAL_MASKING;
    struct ledger_record rec;
    if (!ledger_approve(r->ledger, &one)) {
        /* Known before; but a new version may be held for the same words. */
        if (masking && ledger_get(r->ledger, a, at->record, &rec) &&
            (facts_read(rec.facts).flags & FACT_QUARANTINED) != 0)
            rule_one(r, a, at->record, true);
        return;
    }
    str name = approval_kind_text(x->kind);
    str word = approval_word_text(x->word);
    ledger_event(r->ledger, r->number, at->record, "approved",
                 str_fmt(a, "%.*s %.*s v%d %s %.*s", STR(name), STR(word), at->version,
                         date_text(a, x->day).p, STR(x->document)));
    bool lift = (masking || x->kind == APPROVAL_RELEASE) &&
                ledger_get(r->ledger, a, at->record, &rec) &&
                quarantine_holds(r, rec.key, rec.content);
    if (lift)
        quarantine_lift(r, rec.key);
    rule_one(r, a, at->record, lift || masking);
}

static bool log_sheet(struct run *r, struct arena *a, const struct approval *x) {
    struct sheet_entry *v = NULL;
    int n = ledger_sheet(r->ledger, a, x->object, &v);
    for (int i = 0; i < n; i++)
        log_one(r, a, x, &v[i]);
    return n > 0;
}

static void complain(struct run *r, const struct approval *x, enum diag_code code) {
    struct place at = {r->approvals.file, x->line, S("对象")};
    diag(&r->site->diags, code, at, "%.*s", STR(told_number(r, r->arena, NULL, x->object)));
}

/* The records a number stands for: the parties of a decision, but not the events that name it. */
struct meant {
    struct ledger_record v[NAMED_MOST];
    int n;
    bool several; /* agencies or kinds: nobody can tell which is meant */
};

static void find_meant(struct run *r, struct arena *a, str object, struct meant *out) {
    struct named found;
    records_named(r, a, object, &found);
    out->n = 0;
    for (int i = 0; i < found.n; i++)
        if (ledger_get(r->ledger, a, found.ids[i], &out->v[out->n]) &&
            (found.n == 1 || out->v[out->n].kind != KIND_event))
            out->n++;
    out->several = found.agencies > 1;
    for (int i = 1; i < out->n; i++)
        out->several = out->several || out->v[i].kind != out->v[0].kind;
}

/* True when nothing is left to be done for the row. */
static bool log_row(struct run *r, struct arena *a, const struct approval *x) {
    struct meant *found = NEW(a, struct meant, 1);
    if (x->kind == APPROVAL_ATTACHMENT)
        return true;
    if (x->kind == APPROVAL_PUBLISH && log_sheet(r, a, x))
        return true;
    find_meant(r, a, x->object, found);
    if (found->n == 0 || found->several) {
        complain(r, x, found->n == 0 ? DIAG_APPROVAL_UNKNOWN : DIAG_APPROVAL_AMBIGUOUS);
        return false;
    }
    for (int i = 0; i < found->n; i++) {
        const struct ledger_record *rec = &found->v[i];
        log_one(r, a, x, &(struct sheet_entry){rec->id, version_meant(r, rec, x->day)});
    }
    return true;
}

void approvals_take(struct run *r) {
    struct arena a = {0};
    bool settled = true;
    /* What was decided of words holds for the versions that came since. */
    bool known = str_eq(ledger_note(r->ledger, r->arena, "approvals"), r->approvals.digest);
    for (int i = 0; i < r->approvals.n; i++, arena_reset(&a))
        if (!known || r->approvals.v[i].kind == APPROVAL_MASKING)
            settled = log_row(r, &a, &r->approvals.v[i]) && settled;
    if (known) {
        arena_free(&a);
        return;
    }
    ledger_set_note(r->ledger, "approvals", settled ? r->approvals.digest : S(""));
    site_report(r->site);
    arena_free(&a);
}

int approvals_known(struct run *r, struct arena *a, int64_t record, struct approval_fact **out) {
    struct ledger_approval *v = NULL;
    int n = ledger_approvals(r->ledger, a, record, &v);
    *out = NEW(a, struct approval_fact, n + 1);
    for (int i = 0; i < n; i++)
        (*out)[i] = (struct approval_fact){.kind = v[i].kind,
                                           .word = v[i].word,
                                           .version = v[i].version,
                                           .day = v[i].day,
                                           .authority = v[i].authority,
                                           .id = v[i].id};
    return n;
}

/* The later row about the same words counts. */
static void forget(struct strs *list, str word) {
    ptrdiff_t kept = 0;
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (!str_eq(list->v[i], word))
            list->v[kept++] = list->v[i];
    list->n = kept;
}

struct decided approvals_decided(struct run *r, struct arena *a, int64_t record) {
    struct ledger_approval *v = NULL;
    int n = ledger_approvals(r->ledger, a, record, &v);
    struct decided d = {{NEW(a, str, n + 1), 0}, {NEW(a, str, n + 1), 0}};
    for (int i = 0; i < n; i++) {
        const struct approval *row =
            v[i].kind == APPROVAL_MASKING ? approval_row(r, v[i].id) : NULL;
        if (row == NULL)
            continue;
        bool hide = row->word == WORD_HIDE;
        struct strs *to = hide ? &d.hide : &d.keep;
        forget(hide ? &d.keep : &d.hide, row->content);
        to->v[to->n++] = row->content;
    }
    return d;
}

const struct approval *approval_row(struct run *r, int64_t id) {
    struct arena a = {0};
    struct ledger_key wanted;
    const struct approval *found = NULL;
    bool known = ledger_approval_row(r->ledger, id, &wanted);
    for (int i = 0; known && found == NULL && i < r->approvals.n; i++, arena_reset(&a)) {
        struct ledger_key k = print_of(r, &a, &r->approvals.v[i]);
        if (memcmp(k.b, wanted.b, sizeof k.b) == 0)
            found = &r->approvals.v[i];
    }
    arena_free(&a);
    return found;
}
