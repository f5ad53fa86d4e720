/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * policy.c — the tables of content/law/, checked, and indexed by kind and category.
 *
 * In:    texts of the tables, agencies
 * Out:   struct policy
 * Law:   law.md §1: the highest applicable rank wins, two of equal rank are an error
 * Never: lets a table pass that contradicts itself
 */
#include "law/policy.h"

#include "law/detect.h"
#include "law/rows.h"

#include <stdlib.h>

_Static_assert(CATEGORY_OTHER < TERM_SLOTS && DOCUMENT_PLAN < TERM_SLOTS, "terms fit their slots");
_Static_assert(KINDS < 32, "kinds fit a bit set");

const char *const policy_tables[] = {"holidays", "deadlines",  "terms",    "severity", "changes",
                                     "review",   "exemptions", "remedies", "masking",  "kinds",
                                     "chains",   "duties",     "bases",    NULL};

/* ---- agencies by every name they have ---- */

static size_t name_slot(const struct policy *p, str name) {
    size_t at = (size_t)str_hash(name) & (p->slots - 1);
    while (p->named[at] != NULL && !str_eq(p->names[at], name))
        at = (at + 1) & (p->slots - 1);
    return at;
}

static void name_agency(struct policy *p, str *names, str name, const struct agency *agency) {
    size_t at = name_slot(p, name);
    if (name.n == 0 || p->named[at] != NULL)
        return;
    p->named[at] = agency;
    names[at] = name;
}

/* Codes and present names come first: a former name never hides who bears it today. */
static void index_agencies(struct arena *a, struct policy *p) {
    size_t names = 2;
    for (int i = 0; i < p->agency_count; i++)
        names += 2 + (size_t)p->agencies[i].former.n;
    for (p->slots = 1; p->slots < 2 * names;)
        p->slots *= 2;
    str *table = NEW(a, str, p->slots);
    p->names = table;
    p->named = NEW(a, const struct agency *, p->slots);
    for (int i = 0; i < p->agency_count; i++)
        name_agency(p, table, p->agencies[i].code, &p->agencies[i]);
    for (int i = 0; i < p->agency_count; i++)
        name_agency(p, table, p->agencies[i].name, &p->agencies[i]);
    for (int i = 0; i < p->agency_count; i++)
        for (ptrdiff_t k = 0; k < p->agencies[i].former.n; k++)
            name_agency(p, table, p->agencies[i].former.v[k], &p->agencies[i]);
}

const struct agency *agency_named(const struct policy *p, str named) {
    return named.n == 0 ? NULL : p->named[name_slot(p, named)];
}

const struct agency *policy_agency(const struct policy *p, str named) {
    return agency_named(p, str_trim(named));
}

/* ---- reading ---- */

/* Scopes hold codes, whatever name the table uses. */
static void resolve_agencies(struct table_reader *r, const struct policy *p, struct scope *s) {
    for (ptrdiff_t i = 0; i < s->agencies.n; i++) {
        const struct agency *found = agency_named(p, s->agencies.v[i]);
        if (found == NULL)
            table_error(r, DIAG_POLICY_AGENCY, CELL_agency, s->agencies.v[i]);
        else
            s->agencies.v[i] = found->code;
    }
}

static void read_rows(struct table_reader *r, struct policy *p, enum table t) {
    struct rule_table *table = &p->tables[t];
    table->file = r->file;
    table->rows = NEW(r->arena, struct rule_row, r->csv.rows + 1);
    while (table_next(r)) {
        struct rule_row *row = &table->rows[table->n++];
        row_read_common(r, row);
        table_form_of(t)->read(r, row);
        resolve_agencies(r, p, &row->scope);
    }
}

static int by_day(const void *x, const void *y) {
    const struct listed_day *a = x, *b = y;
    if (a->day != b->day)
        return a->day < b->day ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

/* A year without any listed day between two that have some was forgotten, not free of holidays. */
static void check_years(const struct calendar *c, struct diags *diags) {
    for (int year = c->first_year; year <= c->last_year; year++) {
        bool found = false;
        for (int i = 0; i < c->n && !found; i++)
            found = c->listed[i].year == year;
        if (!found)
            diag(diags, DIAG_HOLIDAY_GAP, (struct place){.file = c->file}, "%d", year);
    }
}

static void say_day(const struct calendar *c, int i, enum diag_code code, struct diags *diags) {
    struct ymd day = date_ymd(c->listed[i].day);
    diag(diags, code, (struct place){c->file, c->listed[i].line, S("date")}, "%04d-%02d-%02d",
         day.year, day.month, day.day);
}

/* A day stands once. Work is made up for at weekends: a make-up workday that is a weekday is a
 * mistyped date, and some weekend is wrongly free. */
static void check_days(const struct calendar *c, struct diags *diags) {
    for (int i = 0; i < c->n; i++) {
        if (i > 0 && c->listed[i].day == c->listed[i - 1].day)
            say_day(c, i, DIAG_POLICY_TWICE, diags);
        if (c->listed[i].work && c->listed[i].day != DATE_NONE &&
            date_weekday(c->listed[i].day) <= 5)
            say_day(c, i, DIAG_HOLIDAY_WEEKDAY, diags);
    }
}

static void read_holidays(struct table_reader *r, struct policy *p) {
    static const struct word kinds[] = {
        {0, "holiday", "放假"}, {1, "workday", "上班"}, {0, NULL, NULL}};
    struct calendar *c = &p->calendar;
    c->file = r->file;
    c->listed = NEW(r->arena, struct listed_day, r->csv.rows + 1);
    while (table_next(r)) {
        table_must(r, CELL_date);
        table_must(r, CELL_kind);
        struct listed_day *day = &c->listed[c->n++];
        *day = (struct listed_day){.day = table_date(r, CELL_date, DATE_NONE),
                                   .work = table_word(r, CELL_kind, kinds, 0) == 1,
                                   .name = table_must(r, CELL_name),
                                   .year = table_whole(r, CELL_year, 9999),
                                   .line = r->csv.line[r->row]};
        c->first_year = c->n == 1 || day->year < c->first_year ? day->year : c->first_year;
        c->last_year = day->year > c->last_year ? day->year : c->last_year;
    }
    qsort(c->listed, (size_t)c->n, sizeof *c->listed, by_day);
    check_days(c, r->diags);
    check_years(c, r->diags);
}

/* ---- bases.csv ---- */

static void read_bases(struct table_reader *r, struct policy *p) {
    p->bases = NEW(r->arena, struct basis_row, r->csv.rows + 1);
    while (table_next(r)) {
        struct basis_row *b = &p->bases[p->basis_count++];
        *b = (struct basis_row){.name = table_must(r, CELL_name),
                                .number = table_text(r, CELL_number),
                                .from = table_date(r, CELL_valid_from, DATE_NONE),
                                .repealed = table_date(r, CELL_repealed, DATE_NONE),
                                .successor = table_text(r, CELL_successor)};
        b->quoted[0] = str_fmt(r->arena, "《%.*s》", STR(b->name));
        b->quoted[1] = str_fmt(r->arena, "《中华人民共和国%.*s》", STR(b->name));
        if (b->repealed != DATE_NONE && b->repealed < b->from)
            table_error(r, DIAG_POLICY_VALUE, CELL_repealed, table_text(r, CELL_repealed));
    }
}

/* ---- contradictions ---- */

static bool lists_meet(const struct strs *x, const struct strs *y) {
    if (x->n == 0 || y->n == 0)
        return true;
    for (ptrdiff_t i = 0; i < x->n; i++)
        for (ptrdiff_t k = 0; k < y->n; k++)
            if (str_eq(x->v[i], y->v[k]))
                return true;
    return false;
}

static bool scopes_meet(const struct scope *x, const struct scope *y) {
    return (x->kinds & y->kinds) != 0 && (x->terms & y->terms) != 0 &&
           (x->parties & y->parties) != 0 && (x->classes & y->classes) != 0 &&
           lists_meet(&x->agencies, &y->agencies) && lists_meet(&x->sectors, &y->sectors);
}

static bool rows_contradict(const struct rule_row *x, const struct rule_row *y) {
    return x->rank == y->rank && (x->about & y->about) != 0 && x->valid_from <= y->valid_to &&
           y->valid_from <= x->valid_to && scopes_meet(&x->scope, &y->scope);
}

static void check_rows(const struct rule_table *t, bool exclusive, struct diags *diags) {
    for (int i = 0; i < t->n; i++)
        for (int k = 0; k < i; k++) {
            const struct rule_row *row = &t->rows[i], *other = &t->rows[k];
            if (str_eq(row->id, other->id))
                diag(diags, DIAG_POLICY_TWICE, (struct place){t->file, row->line, S("id")}, "%.*s",
                     STR(row->id));
            else if (exclusive && rows_contradict(row, other))
                diag(diags, DIAG_POLICY_CONFLICT, (struct place){t->file, row->line, S("rank")},
                     "%.*s、%.*s", STR(other->id), STR(row->id));
        }
}

/* ---- the index ---- */

static bool slot_fits(const struct rule_row *row, int kind, int term) {
    int bit = kind == KIND_document ? TERM_SLOTS + term : term;
    return (row->scope.kinds >> kind & 1) != 0 && (row->scope.terms >> bit & 1) != 0;
}

/* Insertion by falling rank; rows of one rank stay in the order of the table. */
static void index_slot(struct arena *a, struct rule_table *t, int kind, int term) {
    const struct rule_row **list = NEW(a, const struct rule_row *, t->n + 1);
    int n = 0;
    for (int i = 0; i < t->n; i++) {
        if (!slot_fits(&t->rows[i], kind, term))
            continue;
        int at = n++;
        for (; at > 0 && list[at - 1]->rank < t->rows[i].rank; at--)
            list[at] = list[at - 1];
        list[at] = &t->rows[i];
    }
    t->by[kind * TERM_SLOTS + term] = list;
}

static void index_rows(struct arena *a, struct rule_table *t) {
    for (int kind = 0; kind < KINDS; kind++)
        for (int term = 0; term < TERM_SLOTS; term++)
            index_slot(a, t, kind, term);
}

/* ---- loading ---- */

static void load_table(struct arena *a, struct policy *p, enum table t,
                       const struct policy_source *source, struct diags *diags) {
    const struct table_form *form = table_form_of(t);
    struct table_reader r = {.arena = a, .diags = diags};
    if (!table_open(&r, source, form->read != NULL ? COMMON_CELLS | form->columns : form->columns))
        return;
    if (t == TABLE_HOLIDAYS) {
        read_holidays(&r, p);
    } else if (t == TABLE_BASES) {
        read_bases(&r, p);
    } else {
        read_rows(&r, p, t);
        check_rows(&p->tables[t], form->exclusive, diags);
    }
}

static const struct policy_source *find_source(const struct policy_source *tables, int n,
                                               const char *name) {
    for (int i = 0; i < n; i++)
        if (str_eq(tables[i].name, str_of(name)))
            return &tables[i];
    return NULL;
}

static void add_digest(struct sha256_stream *sum, const struct policy_source *source) {
    int64_t size = source->text.n;
    sha256_add(sum, source->name);
    sha256_add(sum, (str){(const char *)&size, (ptrdiff_t)sizeof size});
    sha256_add(sum, source->text);
}

static str deadline_tables(struct arena *a, const struct policy_input *in) {
    struct sha256_stream *sum = sha256_open();
    static const enum table both[] = {TABLE_HOLIDAYS, TABLE_DEADLINES};
    for (int i = 0; i < 2; i++) {
        const struct policy_source *source = find_source(in->tables, in->n, policy_tables[both[i]]);
        if (source != NULL)
            add_digest(sum, source);
    }
    return str_sub(sha256_text(a, sha256_close(sum)), 0, 12);
}

/* Names of agencies, former ones too, are public wherever they stand. */
static struct detector *make_detector(struct arena *a, const struct policy *p) {
    ptrdiff_t most = 0;
    for (int i = 0; i < p->agency_count; i++)
        most += 1 + p->agencies[i].former.n;
    struct strs names = {ROOM(a, str, most + 1), 0};
    for (int i = 0; i < p->agency_count; i++) {
        names.v[names.n++] = p->agencies[i].name;
        for (ptrdiff_t k = 0; k < p->agencies[i].former.n; k++)
            names.v[names.n++] = p->agencies[i].former.v[k];
    }
    return detector_new(a, &names);
}

struct policy *policy_load(struct arena *a, const struct policy_input *in, struct diags *diags) {
    struct policy *p = NEW(a, struct policy, 1);
    int64_t errors = diags->count[DIAG_ERROR];
    struct sha256_stream *sum = sha256_open();
    p->agencies = in->agencies;
    p->agency_count = in->agency_count;
    index_agencies(a, p);
    for (int t = 0; t < TABLES; t++) {
        const struct policy_source *source = find_source(in->tables, in->n, policy_tables[t]);
        if (source == NULL) {
            str file = str_fmt(a, "%s.csv", policy_tables[t]);
            diag(diags, DIAG_POLICY_MISSING, (struct place){.file = file}, "%s", "");
            continue;
        }
        load_table(a, p, (enum table)t, source, diags);
        index_rows(a, &p->tables[t]);
        add_digest(sum, source);
    }
    p->digest = sha256_close(sum);
    p->deadline_tables = deadline_tables(a, in);
    calendar_build(a, &p->calendar);
    p->detector = make_detector(a, p);
    if (diags->count[DIAG_ERROR] != errors)
        return NULL;
    struct facts text = {.kind = KIND_decision, .party_type = PARTY_ORGANISATION};
    treatments_of(p, &text, p->of_text);
    return p;
}

str policy_deadline_tables(const struct policy *p) {
    return p->deadline_tables;
}

struct sha256 policy_digest(const struct policy *p) {
    return p->digest;
}

/* ---- asking ---- */

date governing_day(const struct facts *f) {
    if (f->decided != DATE_NONE)
        return f->decided;
    return f->anchor != DATE_NONE ? f->anchor : f->effective;
}

const struct rule_row *const *policy_rows(const struct policy *p, enum table t,
                                          const struct facts *f) {
    int term = f->term >= 0 && f->term < TERM_SLOTS ? f->term : 0;
    return p->tables[t].by[f->kind * TERM_SLOTS + term];
}

static bool list_has(const struct strs *list, str value) {
    for (ptrdiff_t i = 0; i < list->n; i++)
        if (str_eq(list->v[i], value))
            return true;
    return false;
}

static bool scope_covers(const struct policy *p, const struct scope *s, const struct facts *f) {
    if ((s->parties >> f->party_type & 1) == 0 || (s->classes >> f->severity & 1) == 0)
        return false;
    if (s->agencies.n == 0 && s->sectors.n == 0)
        return true;
    str code = str_of(f->agency);
    if (s->agencies.n > 0 && !list_has(&s->agencies, code))
        return false;
    const struct agency *agency = s->sectors.n == 0 ? NULL : agency_named(p, code);
    return s->sectors.n == 0 || (agency != NULL && list_has(&s->sectors, agency->sector));
}

bool row_applies(const struct policy *p, const struct rule_row *row, const struct facts *f,
                 date on) {
    bool valid =
        on == DATE_NONE ? row->valid_to == DAY_OPEN : row->valid_from <= on && on <= row->valid_to;
    return valid && scope_covers(p, &row->scope, f);
}

const struct rule_row *policy_find(const struct policy *p, enum table t, const struct facts *f,
                                   uint64_t about, date on) {
    const struct rule_row *const *list = policy_rows(p, t, f);
    for (; *list != NULL; list++)
        if (((*list)->about & about) != 0 && row_applies(p, *list, f, on))
            return *list;
    return NULL;
}

const struct rule_row *change_row_of(const struct policy *p, const struct facts *f, int change,
                                     date on) {
    uint32_t about = UINT32_C(1) << change;
    const struct rule_row *row = policy_find(p, TABLE_CHANGES, f, about, on);
    return row != NULL ? row : policy_find(p, TABLE_CHANGES, f, about, DATE_NONE);
}

date span_after(date d, struct span s) {
    return date_add_months(d, s.months) + s.days;
}
