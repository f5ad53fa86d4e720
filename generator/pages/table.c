/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * table.c — records as rows of a table: which columns each kind has, and what stands in them.
 *
 * In:    rows of a list
 * Out:   values
 * Law:   law.md §5 (which fields)
 * Never: shows anything of a record that is not public any more
 */
#include "pages/page.h"

#define LIST_COLUMNS 6

/* What the cells of a list's rows show: titles, and fields by their English names. `head` is the
 * linked cell. Some names are no fields: "title" is the headline without the result, "published"
 * the first publication, and "section", "number", "heading", "party", "date" serve kinds side by
 * side. */
static const struct list_columns {
    enum kind kind; /* KIND_NONE: every other kind; KINDS: several kinds in one list */
    enum word head_title;
    const char *head;
    struct {
        enum word title;
        const char *field;
    } v[LIST_COLUMNS];
} layouts[] = {
    {KIND_decision,
     WORD_COLUMN_PARTY_CAUSE,
     "title",
     {{WORD_COLUMN_RESULT, "result"},
      {WORD_COLUMN_DOCUMENT, "document_number"},
      {WORD_COLUMN_AGENCY, "agency"},
      {WORD_COLUMN_DECIDED, "decided"},
      {WORD_COLUMN_PUBLISHED, "published"}}},
    {KIND_agency,
     WORD_COLUMN_NAME,
     "name",
     {{WORD_COLUMN_NATURE, "nature"}, {WORD_COLUMN_AREA, "area"}, {WORD_COLUMN_PHONE, "phone"}}},
    {KIND_officer,
     WORD_COLUMN_CERTIFICATE,
     "certificate",
     {{WORD_COLUMN_PERSON, "name"},
      {WORD_COLUMN_UNIT, "agency"},
      {WORD_COLUMN_KIND, "category"},
      {WORD_COLUMN_VALID_TO, "valid_to"}}},
    {KIND_check_item,
     WORD_COLUMN_MATTER,
     "name",
     {{WORD_COLUMN_TARGET, "target"},
      {WORD_COLUMN_FREQUENCY, "frequency"},
      {WORD_COLUMN_AGENCY, "agency"}}},
    {KIND_guide,
     WORD_COLUMN_MATTER,
     "name",
     {{WORD_COLUMN_LIMIT, "time_limit"}, {WORD_COLUMN_AGENCY, "agency"}}},
    {KIND_document,
     WORD_COLUMN_TITLE,
     "name",
     {{WORD_COLUMN_DOCUMENT, "number"},
      {WORD_COLUMN_AGENCY, "agency"},
      {WORD_COLUMN_ISSUED, "issued"}}},
    {KIND_window,
     WORD_COLUMN_WINDOW,
     "window",
     {{WORD_COLUMN_BUSINESS, "business"},
      {WORD_COLUMN_PERSON, "name"},
      {WORD_COLUMN_PHONE, "phone"},
      {WORD_COLUMN_UNIT, "agency"}}},
    {KIND_event,
     WORD_COLUMN_DOCUMENT,
     "document_number",
     {{WORD_COLUMN_CHANGE, "change"},
      {WORD_COLUMN_AUTHORITY, "authority"},
      {WORD_COLUMN_DAY, "day"}}},
    {KIND_complaint,
     WORD_COLUMN_TARGET,
     "target",
     {{WORD_COLUMN_CLUE, "clue"},
      {WORD_COLUMN_NUMBER, "number"},
      {WORD_COLUMN_AGENCY, "agency"},
      {WORD_COLUMN_ACCEPTED, "accepted"}}},
    {KIND_progress,
     WORD_COLUMN_NUMBER,
     "number",
     {{WORD_COLUMN_MATTER, "matter"},
      {WORD_COLUMN_STATUS, "status"},
      {WORD_COLUMN_UPDATED, "updated"}}},
    {KIND_inspection,
     WORD_COLUMN_TASK,
     "name",
     {{WORD_COLUMN_STAGE, "stage"},
      {WORD_COLUMN_TARGET, "target"},
      {WORD_COLUMN_RESULT, "result"},
      {WORD_COLUMN_AGENCY, "agency"},
      {WORD_COLUMN_DAY, "day"}}},
    {KIND_report,
     WORD_COLUMN_NAME,
     "name",
     {{WORD_COLUMN_YEAR, "year"}, {WORD_COLUMN_AGENCY, "agency"}, {WORD_COLUMN_ISSUED, "issued"}}},
    {KINDS,
     WORD_COLUMN_CAUSE,
     "heading",
     {{WORD_COLUMN_CATEGORY, "section"},
      {WORD_COLUMN_RESULT, "outcome"},
      {WORD_COLUMN_NUMBER, "number"},
      {WORD_COLUMN_AGENCY, "agency"},
      {WORD_COLUMN_DAY, "date"},
      {WORD_COLUMN_PUBLISHED, "published"}}},
    {KIND_NONE,
     WORD_COLUMN_NAME,
     "name",
     {{WORD_COLUMN_CODE, "code"},
      {WORD_COLUMN_CATEGORY, "category"},
      {WORD_COLUMN_AGENCY, "agency"}}},
};

static const struct list_columns *layout_of(enum kind kind) {
    const struct list_columns *l = layouts;
    while (l->kind != kind && l->kind != KIND_NONE)
        l++;
    return l;
}

static bool is_name(const char *name, const char *other) {
    return str_eq(str_of(name), str_of(other));
}

/* What a cell shows, resolved once for a table. */
enum cell_source {
    CELL_PUBLISHED,
    CELL_RESULT,
    CELL_TITLE,
    CELL_PARTY,
    CELL_AGENCY,
    CELL_SECTION,
    CELL_NUMBER,
    CELL_HEADING,
    CELL_DATE,
    CELL_FIELD
};

struct column {
    struct value title;
    struct value keep;
    enum cell_source source;
    const struct field *field; /* CELL_FIELD; NULL shows nothing */
};

struct sheet {
    const struct pages *pages;
    struct column head;
    struct column v[LIST_COLUMNS];
    int n;
};

/* Dates and numbers stay on one line. */
static bool is_kept(const char *field) {
    static const char *const kept[] = {"document_number", "certificate", "phone",  "decided",
                                       "published",       "valid_to",    "issued", "day",
                                       "updated",         "accepted",    "date",   "year"};
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (is_name(field, kept[i]))
            return true;
    return false;
}

/* "result" is a field of inspections and none of decisions; "number" is looked up by name where
 * all rows are of one kind. */
static struct column column_of(const struct pages *p, enum kind kind, enum word title,
                               const char *name) {
    static const char *const sources[CELL_FIELD] = {
        "published", "outcome", "title", "party", "agency", "section", "number", "heading", "date"};
    struct column c = {value_text(words_get(p->words, title)), value_bool(is_kept(name)),
                       CELL_FIELD, kind < KINDS ? show_field(kind, name) : NULL};
    if (kind == KIND_decision && is_name(name, "result"))
        c.source = CELL_RESULT;
    for (int i = 0; c.field == NULL && i < CELL_FIELD; i++)
        if (is_name(name, sources[i]))
            c.source = (enum cell_source)i;
    if (is_name(name, "agency"))
        c.source = CELL_AGENCY;
    return c;
}

static struct sheet sheet_of(const struct pages *p, enum kind kind, bool of_agency) {
    const struct list_columns *l = layout_of(kind);
    struct sheet s = {.pages = p, .head = column_of(p, kind, l->head_title, l->head)};
    for (int c = 0; c < LIST_COLUMNS && l->v[c].field != NULL; c++)
        if (!of_agency || !is_name(l->v[c].field, "agency"))
            s.v[s.n++] = column_of(p, kind, l->v[c].title, l->v[c].field);
    return s;
}

/* Who and what, whatever the kind. */
static str party_title(const struct pages *p, struct arena *a, const struct disclosure *d) {
    str mark = words_get(p->words, WORD_TITLE_MARK);
    str party = disclosure_party(d);
    str heading = disclosure_heading(d);
    if (d->kind == KIND_decision)
        return decision_headline(a, d, mark);
    return str_eq(heading, party) || heading.n == 0
               ? party
               : str_fmt(a, "%.*s%.*s%.*s", STR(party), STR(mark), STR(heading));
}

/* What came of it: of a decision what it says, of an inspection what was found. */
static str outcome_of(const struct pages *p, struct arena *a, const struct disclosure *d) {
    return d->kind == KIND_decision ? decision_result(p, a, d) : show_named(p, a, d, "result");
}

static str cell_text(const struct sheet *s, struct arena *a, const struct list_row *row,
                     const struct column *c) {
    const struct disclosure *d = row->disclosure;
    switch (c->source) {
    case CELL_PUBLISHED:
        return row->published == INSTANT_NONE ? (str){0}
                                              : date_text(a, instant_date(row->published));
    case CELL_RESULT:
        return outcome_of(s->pages, a, d);
    case CELL_TITLE:
        return decision_headline(a, d, words_get(s->pages->words, WORD_TITLE_MARK));
    case CELL_PARTY:
        return party_title(s->pages, a, d);
    case CELL_AGENCY:
        return d->agency_name;
    case CELL_SECTION:
        return section_at(s->pages, row->path)->title;
    case CELL_NUMBER:
        return disclosure_number(d);
    case CELL_HEADING:
        return disclosure_heading(d);
    case CELL_DATE:
        return date_text(a, disclosure_date(d));
    case CELL_FIELD:
        break;
    }
    return c->field == NULL ? (str){0} : show_text(s->pages, a, c->field, d);
}

static struct value cells_of(struct arena *a, const struct sheet *s, const struct list_row *row) {
    struct value cells = value_list(a, s->n);
    for (int i = 0; i < s->n; i++) {
        struct value cell = value_map(a, 3);
        value_set(a, &cell, S("column"), s->v[i].title);
        value_set(a, &cell, S("keep"), s->v[i].keep);
        value_set(a, &cell, S("text"), value_text(cell_text(s, a, row, &s->v[i])));
        value_add(a, &cells, cell);
    }
    return cells;
}

static struct value row_value(struct arena *a, const struct sheet *s, const struct list_row *row) {
    struct value v = value_map(a, 8);
    str head = cell_text(s, a, row, &s->head);
    value_set(a, &v, S("id"), value_text(row->id));
    value_set(a, &v, S("link"), value_text(row->path));
    value_set(a, &v, S("head"), value_text(head.n > 0 ? head : row->id));
    value_set(a, &v, S("cells"), cells_of(a, s, row));
    if (row->disclosure->status.n > 0)
        value_set_text(a, &v, "mark", record_status(s->pages, a, row->disclosure));
    return v;
}

struct value list_table(const struct pages *p, struct arena *a, const struct list_page *l,
                        bool of_agency) {
    struct sheet s = sheet_of(p, l->list.kind, of_agency);
    if (l->list.scope == LIST_NAME)
        s.head = column_of(p, KINDS, WORD_COLUMN_PARTY_CAUSE, "party");
    struct value table = value_map(a, 4);
    struct value titles = value_list(a, LIST_COLUMNS);
    for (int i = 0; i < s.n; i++)
        value_add(a, &titles, s.v[i].title);
    struct value body = value_list(a, l->n);
    for (int i = l->n; i-- > 0;)
        if (l->rows[i].disclosure != NULL)
            value_add(a, &body, row_value(a, &s, &l->rows[i]));
    value_set(a, &table, S("first_column"), s.head.title);
    value_set(a, &table, S("other_columns"), titles);
    value_set(a, &table, S("any"), value_bool(body.n > 0));
    value_set(a, &table, S("rows"), body);
    return table;
}

struct value list_latest(const struct pages *p, struct arena *a, const struct list_row *latest,
                         int n, bool of_agency) {
    struct list_row *turned = NEW(a, struct list_row, n);
    for (int i = 0; i < n; i++)
        turned[i] = latest[n - 1 - i];
    struct list_page page = {.list = {.kind = KIND_decision}, .rows = turned, .n = n};
    return list_table(p, a, &page, of_agency);
}
