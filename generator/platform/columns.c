/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * columns.c — the column sets of platforms, from tables that staff keep.
 *
 * In:    a file of feeds/credit
 * Out:   struct column_set for each table in it
 * Law:   law.md §4: column sets differ by province and year, so they are data
 * Never: guesses what an entry means
 */
#include "base/csv.h"
#include "platform/platform.h"

#include <string.h>

enum heading {
    H_TABLE,
    H_ORDER,
    H_TITLE,
    H_CODE,
    H_TYPE,
    H_MOST,
    H_DECIMALS,
    H_LEGAL,
    H_TRADER,
    H_PERSON,
    H_WHEN,
    H_TERMS,
    H_FORM,
    H_CHECK,
    H_FIELD,
    H_DEFAULT,
    H_CODES,
    HEADINGS
};
static const char *const headings[HEADINGS] = {
    "table",    "order",     "name_zh",    "code",       "type", "maxlen",
    "decimals", "req_legal", "req_getihu", "req_person", "when", "terms",
    "form",     "check",     "field",      "default",    "codes"};

/* What fills columns besides the fields of a decision. */
static const struct {
    const char *name;
    enum told told;
} told[] = {
    {"agency_name", TOLD_AGENCY_NAME},
    {"agency_uscc", TOLD_AGENCY_USCC},
    {"as_of", TOLD_AS_OF},
    {"credit_until", TOLD_CREDIT_UNTIL},
    {"record_id", TOLD_RECORD_ID},
    {"operation", TOLD_OPERATION},
    {"area_code", TOLD_AREA},
    {"published", TOLD_PUBLISHED},
    {"permit_status", TOLD_STATUS},
};

static const char *const checks[] = {"", "uscc", "party-uscc", "resident-id"};

/* One file being read: a fault is told with its line and heading. */
struct loading {
    struct arena *a;
    str file;
    const struct csv_table *table;
    ptrdiff_t at[HEADINGS];
    ptrdiff_t row;
    struct diags *diags;
    bool good;
};

static void fault(struct loading *l, enum heading h, str value) {
    struct place at = {l->file, l->table->line[l->row], str_of(headings[h])};
    diag(l->diags, DIAG_COLUMNS_TABLE, at, "%.*s", STR(value));
    l->good = false;
}

static str cell(const struct loading *l, enum heading h) {
    return csv_cell(l->table, l->row, l->at[h]);
}

static int number(struct loading *l, enum heading h) {
    int64_t v = 0;
    str text = cell(l, h);
    if (text.n > 0 && (!str_int(text, &v) || v < 0 || v > 1000000))
        fault(l, h, text);
    return (int)v;
}

static struct strs words_of(struct arena *a, str text) {
    struct strs out = {NEW(a, str, text.n + 1), 0};
    while (text.n > 0)
        out.v[out.n++] = str_cut(&text, S("|"));
    return out;
}

/* A code is the name of a column, of an XML element and of a JSON member. */
static bool code_good(str code) {
    for (ptrdiff_t i = 0; i < code.n; i++) {
        char c = code.p[i];
        bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9'))
            return false;
    }
    return code.n > 0 && code.n <= 64;
}

static struct column_part part_of(struct loading *l, enum heading h, str name) {
    struct column_part p = {TOLD_FIELD, NULL, NULL};
    int n = 0;
    bool known = false;
    for (size_t i = 0; i < sizeof told / sizeof told[0]; i++)
        if (str_eq(name, str_of(told[i].name))) {
            p.told = told[i].told;
            known = true;
        }
    const struct field *f = record_fields(KIND_decision, &n);
    for (int i = 0; i < n; i++)
        if (str_eq(name, str_of(f[i].name)))
            p.field = &f[i];
    const struct disclosed_field *d = disclosure_fields(KIND_decision, &n);
    for (int i = 0; i < n; i++)
        if (str_eq(name, str_of(d[i].field.name)))
            p.shown = &d[i].field;
    if (!known && p.field == NULL)
        fault(l, h, name);
    return p;
}

/* CODE, CODE=word|word, CODE~word|word; the columns it may name are those of the table so far read
 * and to come, so it is called once all are known. */
static struct condition condition_of(struct loading *l, const struct column_set *s, enum heading h,
                                     str text) {
    struct condition c = {-1, 0, {0}};
    if (text.n == 0)
        return c;
    str code = text;
    for (ptrdiff_t i = 0; i < text.n; i++)
        if (text.p[i] == '=' || text.p[i] == '~') {
            code = str_sub(text, 0, i);
            c.op = text.p[i];
            c.words = words_of(l->a, str_sub(text, i + 1, text.n));
            break;
        }
    for (int i = 0; i < s->n; i++)
        if (str_eq(code, s->v[i].code))
            c.column = i;
    if (c.column < 0)
        fault(l, h, text);
    return c;
}

static void read_need(struct loading *l, struct column *c) {
    static const enum heading of[PARTY_TYPES] = {
        [PARTY_ORGANISATION] = H_LEGAL, [PARTY_PERSON] = H_PERSON, [PARTY_TRADER] = H_TRADER};
    for (int p = 1; p < PARTY_TYPES; p++) {
        str need = cell(l, of[p]);
        c->need[p] = need.n == 1 ? need.p[0] : '?';
        if (str_find(S("MOC-"), need) < 0 || need.n != 1)
            fault(l, of[p], need);
        if (c->need[p] == 'C' && cell(l, H_WHEN).n == 0)
            fault(l, H_WHEN, c->code);
    }
}

static bool form_known(char type, str form) {
    if (type == 'D')
        return str_eq(form, S("YYYY/MM/DD")) || str_eq(form, S("YYYY-MM-DD")) ||
               str_eq(form, S("YYYYMMDD"));
    if (type == 'N')
        return str_eq(form, S("万元")) || str_eq(form, S("元"));
    return type == 'C';
}

static void read_fields(struct loading *l, struct column *c) {
    for (str rest = cell(l, H_FIELD); rest.n > 0;) {
        str name = str_cut(&rest, S("+"));
        if (c->part_count < COLUMN_PARTS)
            c->parts[c->part_count++] = part_of(l, H_FIELD, name);
        else
            fault(l, H_FIELD, name);
    }
    c->otherwise = cell(l, H_DEFAULT);
    c->other = str_starts(c->otherwise, S("@"));
    if (c->other)
        c->other_part = part_of(l, H_DEFAULT, str_sub(c->otherwise, 1, c->otherwise.n));
}

static void read_check(struct loading *l, struct column *c) {
    str rest = cell(l, H_CHECK);
    str name = str_cut(&rest, S(" "));
    int k = 0;
    while (k <= CHECK_RESIDENT_ID && !str_eq(name, str_of(checks[k])))
        k++;
    if (k > CHECK_RESIDENT_ID)
        fault(l, H_CHECK, name);
    else
        c->check = (enum column_check)k;
}

static void read_column(struct loading *l, struct column *c) {
    str type = cell(l, H_TYPE);
    *c = (struct column){.title = cell(l, H_TITLE),
                         .code = cell(l, H_CODE),
                         .type = type.n == 1 ? type.p[0] : '?',
                         .most = number(l, H_MOST),
                         .decimals = number(l, H_DECIMALS),
                         .terms = words_of(l->a, cell(l, H_TERMS)),
                         .form = cell(l, H_FORM),
                         .codes = cell(l, H_CODES)};
    if (str_find(S("CDN"), type) < 0 || type.n != 1)
        fault(l, H_TYPE, type);
    else if (!form_known(c->type, c->form))
        fault(l, H_FORM, c->form);
    if (c->title.n == 0)
        fault(l, H_TITLE, c->code);
    if (!code_good(c->code))
        fault(l, H_CODE, c->code);
    read_need(l, c);
    read_fields(l, c);
    read_check(l, c);
}

static struct column_set *set_of(struct loading *l, struct column_sets *sets) {
    str table = cell(l, H_TABLE);
    for (int i = 0; i < sets->n; i++)
        if (str_eq(sets->v[i].table, table))
            return &sets->v[i];
    int category = term_of(VOCAB_category, table);
    if (category == 0 || sets->n == COLUMN_SETS) {
        fault(l, H_TABLE, table);
        return NULL;
    }
    struct column *columns = NEW(l->a, struct column, l->table->rows);
    sets->v[sets->n] = (struct column_set){table, category, columns, 0};
    return &sets->v[sets->n++];
}

/* Conditions name columns by their codes: they are read once these are known. */
static void read_conditions(struct loading *l, struct column_sets *sets) {
    int at[COLUMN_SETS] = {0};
    for (l->row = 0; l->row < l->table->rows; l->row++) {
        struct column_set *s = set_of(l, sets);
        struct column *c = &s->v[at[s - sets->v]++];
        str check = cell(l, H_CHECK);
        (void)str_cut(&check, S(" "));
        c->when = condition_of(l, s, H_WHEN, cell(l, H_WHEN));
        c->check_when = condition_of(l, s, H_CHECK, check);
    }
}

enum told column_told(const struct column *c) {
    return c->part_count > 0 ? c->parts[0].told : TOLD_FIELD;
}

static bool find_headings(struct loading *l) {
    for (int h = 0; h < HEADINGS; h++) {
        l->at[h] = csv_column(l->table, str_of(headings[h]));
        if (l->at[h] >= 0)
            continue;
        diag(l->diags, DIAG_COLUMNS_TABLE, (struct place){l->file, 1, (str){0}}, "缺少列 %s",
             headings[h]);
        return false;
    }
    return true;
}

bool columns_load(struct arena *a, str file, str text, struct column_sets *out,
                  struct diags *diags) {
    struct csv_table t;
    str error;
    struct loading l = {.a = a, .file = file, .table = &t, .diags = diags, .good = true};
    out->n = 0;
    if (!csv_load(a, text, ',', &t, &error)) {
        diag(diags, DIAG_COLUMNS_TABLE, (struct place){file, 0, (str){0}}, "%.*s", STR(error));
        return false;
    }
    if (!find_headings(&l))
        return false;
    for (l.row = 0; l.row < t.rows; l.row++) {
        struct column_set *s = set_of(&l, out);
        if (s == NULL)
            continue;
        if (s->n == COLUMNS_MOST) {
            fault(&l, H_TABLE, s->table);
            return false;
        }
        read_column(&l, &s->v[s->n++]);
        if (number(&l, H_ORDER) != s->n)
            fault(&l, H_ORDER, cell(&l, H_ORDER));
    }
    if (l.good)
        read_conditions(&l, out);
    return l.good && out->n > 0;
}

void columns_of_records(struct arena *a, struct column_sets *out) {
    int n = 0;
    int declared = 0;
    const struct field *f = record_fields(KIND_decision, &n);
    const struct field_info *info = kind_fields(KIND_decision, &declared);
    struct column *v = NEW(a, struct column, n);
    for (int i = 0; i < n; i++) {
        v[i] = (struct column){.title = str_of(info[i].title),
                               .code = str_of(f[i].name),
                               .type = 'C',
                               .form = f[i].type == FIELD_money  ? S("元")
                                       : f[i].type == FIELD_day  ? S("YYYY-MM-DD")
                                       : f[i].type == FIELD_list ? S("；")
                                                                 : (str){0},
                               .part_count = 1};
        v[i].parts[0] = (struct column_part){.told = TOLD_FIELD, .field = &f[i]};
        memset(v[i].need, 'O', sizeof v[i].need);
    }
    out->n = 0;
    for (int c = 1; c <= term_count(VOCAB_category) && out->n < COLUMN_SETS; c++)
        out->v[out->n++] = (struct column_set){term_text(VOCAB_category, c), c, v, n};
}
