/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * show.c — fields of a disclosure as a reader sees them.
 *
 * In:    struct disclosure, its declaration
 * Out:   texts and values with their Chinese titles
 * Law:   law.md §5 (which fields), site.md (how dates and money are written)
 * Never: knows a value that record.def calls SECRET
 */
#include "pages/page.h"

#include <string.h>

/* Fields that do not stand where their type would put them, in the order they take. */
static const struct placing {
    enum kind kind;
    const char *field;
    enum spot spot;
} placings[] = {
    {KIND_decision, "party", SPOT_OWN},
    {KIND_decision, "party_type", SPOT_SUMMARY},
    {KIND_decision, "party_uscc", SPOT_SUMMARY},
    {KIND_decision, "registration_number", SPOT_SUMMARY},
    {KIND_decision, "representative", SPOT_SUMMARY},
    {KIND_decision, "cause", SPOT_SUMMARY},
    {KIND_decision, "conclusion", SPOT_SUMMARY},
    {KIND_decision, "penalty_types", SPOT_SUMMARY},
    {KIND_decision, "amount", SPOT_SUMMARY},
    {KIND_decision, "confiscated", SPOT_SUMMARY},
    {KIND_decision, "basis", SPOT_SUMMARY},
    {KIND_decision, "category", SPOT_SUMMARY},
    {KIND_decision, "document_name", SPOT_SUMMARY},
    {KIND_decision, "document_number", SPOT_SUMMARY},
    {KIND_decision, "decided", SPOT_SUMMARY},
    {KIND_decision, "served", SPOT_SUMMARY},
    {KIND_decision, "matter", SPOT_OWN},
    {KIND_decision, "matter_code", SPOT_OWN},
    {KIND_decision, "procedure", SPOT_OWN},
    {KIND_decision, "hearing", SPOT_OWN},
    {KIND_decision, "collective", SPOT_OWN},
    {KIND_decision, "transferred", SPOT_OWN},
    {KIND_decision, "facts", SPOT_TEXT},
    {KIND_decision, "full_text", SPOT_TEXT},
    {KIND_decision, "agency_uscc", SPOT_OWN},
    {KIND_decision, "source_unit_uscc", SPOT_OWN},
    {KIND_decision, "publicity", SPOT_OWN},
    {KIND_decision, "officers", SPOT_OWN},
    {KIND_officer, "certificate", SPOT_OWN},
    {KIND_officer, "valid_to", SPOT_OWN},
    {KIND_agency, "code", SPOT_OWN},
    {KIND_agency, "name", SPOT_OWN},
    {KIND_agency, "phone", SPOT_SUMMARY},
    {KIND_agency, "address", SPOT_SUMMARY},
    {KIND_agency, "supervision", SPOT_SUMMARY},
    {KIND_agency, "remedies", SPOT_SUMMARY},
    {KIND_matter, "name", SPOT_OWN},
    {KIND_check_item, "name", SPOT_OWN},
    {KIND_guide, "name", SPOT_OWN},
    {KIND_flowchart, "name", SPOT_OWN},
    {KIND_recording_item, "name", SPOT_OWN},
    {KIND_review_item, "name", SPOT_OWN},
    {KIND_document, "name", SPOT_OWN},
    {KIND_report, "name", SPOT_OWN},
    {KIND_report, "number", SPOT_OWN},
    {KIND_event, "document_number", SPOT_SUMMARY},
    {KIND_event, "change", SPOT_SUMMARY},
    {KIND_event, "day", SPOT_SUMMARY},
    {KIND_event, "authority", SPOT_SUMMARY},
    {KIND_event, "reason", SPOT_SUMMARY},
    {KIND_guide, "time_limit", SPOT_SUMMARY},
    {KIND_guide, "fee", SPOT_SUMMARY},
    {KIND_guide, "office_hours", SPOT_SUMMARY},
    {KIND_guide, "office_address", SPOT_SUMMARY},
    {KIND_guide, "office_phone", SPOT_SUMMARY},
    {KIND_guide, "materials", SPOT_OWN},
    {KIND_guide, "conditions", SPOT_TEXT},
    {KIND_guide, "steps", SPOT_TEXT},
    {KIND_guide, "forms", SPOT_TEXT},
    {KIND_guide, "preferences", SPOT_TEXT},
    {KIND_guide, "relief", SPOT_TEXT},
    {KIND_guide, "rights", SPOT_TEXT},
    {KIND_guide, "remedies", SPOT_TEXT},
    {KIND_guide, "complaints", SPOT_TEXT},
    {KIND_guide, "supervision", SPOT_TEXT},
    {KIND_guide, "accountability", SPOT_TEXT},
    {KIND_guide, "basis", SPOT_TEXT},
    {KIND_flowchart, "steps", SPOT_OWN},
    {KIND_document, "body", SPOT_TEXT},
    {KIND_complaint, "result", SPOT_TEXT},
    {KIND_complaint, "handling", SPOT_TEXT},
    {KIND_inspection, "stage", SPOT_SUMMARY},
    {KIND_inspection, "result", SPOT_TEXT},
    {KIND_inspection, "handling", SPOT_TEXT},
    {KIND_report, "figures", SPOT_OWN},
    {KIND_report, "note", SPOT_TEXT},
};
#define PLACINGS ((int)(sizeof placings / sizeof *placings))

/* ---- plans ---- */

static struct shown shown_of(const struct pages *p, enum kind k, const struct disclosed_field *f,
                             enum spot spot) {
    int n = 0;
    const struct field_info *info = &kind_fields(k, &n)[f->declared];
    str name = str_of(info->name);
    return (struct shown){f->field, words_say(p->words, str_of(info->title)), spot,
                          str_ends(name, S("phone")),
                          k == KIND_document && str_eq(name, S("body"))};
}

static const struct placing *placing_of(enum kind k, const char *field) {
    for (int i = 0; i < PLACINGS; i++)
        if (placings[i].kind == k && strcmp(placings[i].field, field) == 0)
            return &placings[i];
    return NULL;
}

static const struct disclosed_field *field_named(enum kind k, const char *name) {
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(k, &n);
    for (int i = 0; i < n; i++)
        if (strcmp(v[i].field.name, name) == 0)
            return &v[i];
    return NULL;
}

struct plan plan_of(const struct pages *p, struct arena *a, enum kind k) {
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(k, &n);
    str own = str_fmt(a, "record/%s", kind_info(k)->name);
    struct plan plan = {template_has(p->templates, own) ? own : S("record"),
                        NEW(a, struct shown, n), 0};
    for (int i = 0; i < PLACINGS; i++) {
        const struct disclosed_field *f =
            placings[i].kind == k ? field_named(k, placings[i].field) : NULL;
        if (f != NULL)
            plan.v[plan.n++] = shown_of(p, k, f, placings[i].spot);
    }
    for (int i = 0; i < n; i++) {
        if (placing_of(k, v[i].field.name) != NULL || strcmp(v[i].field.name, "agency") == 0)
            continue;
        bool table = v[i].field.type == FIELD_rows && v[i].field.of != COLUMNS_approval;
        enum spot spot = table ? SPOT_TABLE : SPOT_SUMMARY;
        plan.v[plan.n++] = shown_of(p, k, &v[i], spot);
    }
    return plan;
}

/* ---- values ---- */

static str show_list(const struct pages *p, struct arena *a, const struct strs *list) {
    struct buf b = {0};
    for (ptrdiff_t i = 0; i < list->n; i++) {
        buf_str(&b, i == 0 ? S("") : words_get(p->words, WORD_LIST_MARK));
        buf_str(&b, words_say(p->words, list->v[i]));
    }
    str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

/* The cells of a row after its first, joined. */
static str show_rest(const struct pages *p, struct arena *a, const struct rows *r, int row) {
    str all = {0};
    bool first = true;
    for (int c = 0; c < r->columns; c++) {
        str cell = show_cell(r, row, c);
        if (cell.n == 0)
            continue;
        if (!first)
            all = all.n == 0 ? cell : str_cat3(a, all, words_get(p->words, WORD_CELLS_MARK), cell);
        first = false;
    }
    return all;
}

/* Rows on one line, each as its first cell with the others in brackets: 备案（青原市司法局，
 * 2026-01-16）；同意（…）. */
static str show_rows(const struct pages *p, struct arena *a, const struct rows *r) {
    struct buf b = {0};
    for (int row = 0; row < r->n; row++) {
        str first = {0};
        for (int c = 0; c < r->columns && first.n == 0; c++)
            first = show_cell(r, row, c);
        str rest = show_rest(p, a, r, row);
        buf_str(&b, row == 0 ? S("") : words_get(p->words, WORD_ROWS_MARK));
        buf_str(&b, first);
        if (rest.n > 0)
            buf_str(&b, FILL(p->words, a, WORD_BRACKETS, rest));
    }
    str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

/* 2099-12-31 is how the credit platform writes "without end" (law.md §4). */
static str show_day(const struct pages *p, struct arena *a, date d) {
    return d == date_of(2099, 12, 31) ? words_get(p->words, WORD_FOREVER) : date_text(a, d);
}

str show_text(const struct pages *p, struct arena *a, const struct field *f, const void *object) {
    const void *at = (const char *)object + f->at;
    if (field_absent(f, object))
        return (str){0};
    str rest = {0};
    switch (f->type) {
    case FIELD_text:
    case FIELD_uscc:
        return *(const str *)at;
    case FIELD_lines:
        rest = str_trim(*(const str *)at);
        return str_trim(str_cut(&rest, S("\n")));
    case FIELD_day:
        return show_day(p, a, *(const date *)at);
    case FIELD_money:
        return FILL(p->words, a, WORD_YUAN, money_text(a, *(const int64_t *)at));
    case FIELD_whole:
        return count_text(a, *(const int64_t *)at);
    case FIELD_term:
        return words_say(p->words, term_text((enum vocab)f->of, *(const int *)at));
    case FIELD_list:
        return show_list(p, a, at);
    case FIELD_rows:
        return show_rows(p, a, at);
    }
    return rest;
}

const struct field *show_field(enum kind k, const char *name) {
    const struct disclosed_field *f = field_named(k, name);
    return f == NULL ? NULL : &f->field;
}

str show_named(const struct pages *p, struct arena *a, const struct disclosure *d,
               const char *name) {
    if (strcmp(name, "agency") == 0)
        return d->agency_name;
    const struct field *f = show_field(d->kind, name);
    return f == NULL ? (str){0} : show_text(p, a, f, d);
}

/* What a telephone can dial: digits and the signs between them, nothing else. */
static bool is_dialled(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] == 0 || strchr("0123456789-+ ", s.p[i]) == NULL)
            return false;
    return s.n > 0;
}

str show_dialled(struct arena *a, str phone) {
    return is_dialled(phone) ? str_replace(a, phone, S(" "), S("")) : (str){0};
}

struct value show_item(const struct pages *p, struct arena *a, const struct shown *s,
                       const void *object) {
    if (field_absent(&s->field, object))
        return (struct value){0};
    struct value item = value_map(a, 3);
    value_set_text(a, &item, "label", s->title);
    if (s->field.type == FIELD_lines) {
        show_prose(a, &item, *(const str *)(const void *)((const char *)object + s->field.at),
                   s->authored);
        return item;
    }
    str text = show_text(p, a, &s->field, object);
    value_set_text(a, &item, "text", text);
    if (s->phone)
        value_set_text(a, &item, "phone", show_dialled(a, text));
    return item;
}

/* ---- tables inside a record ---- */

str show_cell(const struct rows *r, int row, int column) {
    return column < r->columns ? r->cells[(ptrdiff_t)row * r->columns + column] : (str){0};
}

/* The columns of a table that hold anything at all, by their titles; absent ones are empty. */
static const str *columns_filled(const struct pages *p, struct arena *a, const struct rows *r,
                                 enum columns set) {
    str *titles = NEW(a, str, columns_count(set));
    for (int row = 0; row < r->n; row++)
        for (int c = 0; c < columns_count(set); c++)
            if (titles[c].n == 0 && show_cell(r, row, c).n > 0)
                titles[c] = words_say(p->words, str_of(column_title(set, c)));
    return titles;
}

static struct value table_line(struct arena *a, const struct rows *r, int row, const str *titles) {
    struct value cells = value_list(a, r->columns);
    for (int c = 0; c < r->columns; c++) {
        if (titles[c].n == 0)
            continue;
        struct value cell = value_map(a, 2);
        value_set_text(a, &cell, "head", titles[c]);
        value_set_text(a, &cell, "text", show_cell(r, row, c));
        value_add(a, &cells, cell);
    }
    struct value line = value_map(a, 1);
    value_set(a, &line, S("cells"), cells);
    return line;
}

/* One row reads better as labels and values than under a row of heads. */
static struct value table_pairs(struct arena *a, const struct rows *r, const str *titles) {
    struct value line = table_line(a, r, 0, titles);
    return *value_get(&line, S("cells"));
}

static struct value table_heads(struct arena *a, int columns, const str *titles) {
    struct value heads = value_list(a, columns);
    for (int c = 0; c < columns; c++)
        if (titles[c].n > 0)
            value_add(a, &heads, value_text(titles[c]));
    return heads;
}

struct value show_table(const struct pages *p, struct arena *a, const struct shown *s,
                        const void *object) {
    const struct rows *r = (const void *)((const char *)object + s->field.at);
    enum columns set = (enum columns)s->field.of;
    if (r->n == 0)
        return (struct value){0};
    const str *titles = columns_filled(p, a, r, set);
    struct value table = value_map(a, 4);
    value_set_text(a, &table, "caption", s->title);
    if (r->n == 1) {
        value_set(a, &table, S("pairs"), table_pairs(a, r, titles));
        return table;
    }
    struct value body = value_list(a, r->n);
    for (int row = 0; row < r->n; row++)
        value_add(a, &body, table_line(a, r, row, titles));
    value_set(a, &table, S("heads_any"), value_bool(true));
    value_set(a, &table, S("heads"), table_heads(a, r->columns, titles));
    value_set(a, &table, S("body"), body);
    return table;
}
