/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * statistics.c — the tables of the annual statistics, whose columns are data.
 *
 * In:    content/law/statistics.csv, counts
 * Out:   tables of figures
 * Law:   law.md §5 (column sets and the money unit differ by province: data)
 * Never: has a column of its own
 */
#include "base/csv.h"
#include "base/diag.h"
#include "base/field.h"
#include "law/figures.h"

#define CELLS_MOST 16  /* that one column sums up */
#define TABLES_MOST 16 /* of one year */

/* ---- the columns ---- */

enum column { TABLE, TITLE, CATEGORY, CELLS, FIGURE, UNIT, FROM, TO, COLUMNS };
static const char *const names[COLUMNS] = {"表",   "列",   "类别",   "统计",
                                           "取数", "单位", "起年度", "止年度"};

static int penalty_named(str name) {
    static const char *const texts[PENALTIES] = {
#define PENALTY(name, text, stem) text,
#include "law/penalty.def"
#undef PENALTY
    };
    for (int i = 0; i < PENALTIES; i++)
        if (str_eq(name, str_of(texts[i])))
            return COUNT_PENALTY + i;
    return -1;
}

static int coercion_named(str name) {
    static const char *const texts[COERCIONS] = {
        "",
#define COERCION(name, text, stems) text,
#include "law/coercion.def"
#undef COERCION
    };
    for (int i = 1; i < COERCIONS; i++)
        if (str_eq(name, str_of(texts[i])))
            return COUNT_COERCION + i;
    return -1;
}

static int cell_named(str name, int category) {
    static const char *const texts[COUNTS] = {
#define COUNT(name, text) text,
#include "law/count.def"
#undef COUNT
    };
    for (int i = 0; i < COUNTS; i++)
        if (str_eq(name, str_of(texts[i])))
            return i;
    if (category == CATEGORY_PENALTY)
        return penalty_named(name);
    return category == CATEGORY_COERCION ? coercion_named(name) : -1;
}

/* One row under way. */
struct reading {
    struct arena *a;
    const struct csv_table *t;
    ptrdiff_t at[COLUMNS];
    ptrdiff_t row;
    str file;
    struct diags *diags;
};

static str cell(const struct reading *r, enum column c) {
    return csv_cell(r->t, r->row, r->at[c]);
}

static void fault(const struct reading *r, enum column c) {
    str text = cell(r, c);
    diag(r->diags, DIAG_STATISTICS, (struct place){r->file, r->t->line[r->row], str_of(names[c])},
         "%.*s", STR(text));
}

static void read_cells(const struct reading *r, struct statistic *s) {
    s->cells = NEW(r->a, int, CELLS_MOST);
    for (str rest = str_replace(r->a, cell(r, CELLS), S("；"), S(";")); rest.p != NULL;) {
        int one = cell_named(str_trim(str_cut(&rest, S(";"))), s->category);
        if (one < 0 || s->cell_count == CELLS_MOST)
            fault(r, CELLS);
        else
            s->cells[s->cell_count++] = one;
    }
}

static int read_year(const struct reading *r, enum column c, int otherwise) {
    int64_t year = otherwise;
    str text = cell(r, c);
    if (text.n > 0 && (!str_int(text, &year) || year < 1949 || year > 2200))
        fault(r, c);
    return (int)year;
}

static struct statistic read_statistic(const struct reading *r) {
    struct statistic s = {.table = cell(r, TABLE), .title = cell(r, TITLE), .unit = cell(r, UNIT)};
    str category = cell(r, CATEGORY);
    str figure = cell(r, FIGURE);
    s.category = term_of(VOCAB_category, category);
    if (category.n > 0 && s.category == 0)
        fault(r, CATEGORY);
    if (s.table.n == 0)
        fault(r, TABLE);
    if (s.title.n == 0)
        fault(r, TITLE);
    s.money = str_eq(figure, S("金额"));
    s.wan = str_eq(s.unit, S("万元"));
    if (!s.money && figure.n > 0 && !str_eq(figure, S("宗数")))
        fault(r, FIGURE);
    if (s.money && !s.wan && !str_eq(s.unit, S("元")))
        fault(r, UNIT);
    read_cells(r, &s);
    s.from = read_year(r, FROM, 0);
    s.to = read_year(r, TO, 9999);
    return s;
}

bool statistics_load(struct arena *a, str file, str text, struct statistics *out,
                     struct diags *diags) {
    struct csv_table t;
    str error = {0};
    int64_t before = diags->count[DIAG_ERROR];
    struct reading r = {.a = a, .t = &t, .file = file, .diags = diags};
    if (!csv_load(a, text, ',', &t, &error)) {
        diag(diags, DIAG_STATISTICS, (struct place){file, 1, (str){0}}, "%.*s", STR(error));
        return false;
    }
    for (int c = 0; c < COLUMNS; c++) {
        r.at[c] = csv_column(&t, str_of(names[c]));
        if (r.at[c] < 0 && c <= CELLS)
            diag(diags, DIAG_STATISTICS, (struct place){file, 1, str_of(names[c])}, "%s", "");
    }
    out->v = NEW(a, struct statistic, t.rows + 1);
    out->n = 0;
    for (r.row = 0; r.row < t.rows; r.row++)
        out->v[out->n++] = read_statistic(&r);
    return diags->count[DIAG_ERROR] == before;
}

/* ---- figures ---- */

static bool matches(const struct count_row *c, const struct count_row *like, int to) {
    return c->cell == like->cell && c->month >= like->month && c->month <= to &&
           (like->category == 0 || c->category == like->category) &&
           (like->agency.n == 0 || str_eq(c->agency, like->agency));
}

int64_t counts_sum(const struct count_rows *counts, const struct count_row *like, int to) {
    int64_t sum = 0;
    for (int i = 0; i < counts->n; i++)
        if (matches(&counts->v[i], like, to))
            sum += counts->v[i].n;
    return sum;
}

/* Sums by agency for one column: agencies in their order, all together at the end. */
static void sum_column(const struct statistic *s, const struct figure_span *span,
                       const struct count_rows *counts, int64_t *sums) {
    for (int i = 0; i < counts->n; i++) {
        const struct count_row *c = &counts->v[i];
        bool wanted = c->month >= span->from && c->month <= span->to &&
                      (s->category == 0 || c->category == s->category);
        bool summed = false;
        for (int k = 0; wanted && k < s->cell_count; k++)
            summed = summed || c->cell == s->cells[k];
        for (int k = 0; summed && k < span->agency_count; k++)
            if (str_eq(c->agency, span->agencies[k].code)) {
                sums[k] += s->money ? c->amount : c->n;
                sums[span->agency_count] += s->money ? c->amount : c->n;
            }
    }
}

static str shown(struct arena *a, const struct statistic *s, int64_t v) {
    if (!s->money)
        return str_fmt(a, "%lld", (long long)v);
    return s->wan ? money_wan(a, v) : money_text(a, v);
}

static struct figure_table open_table(struct arena *a, str title, const struct figure_span *span,
                                      int columns) {
    int rows = span->agency_count > 1 ? span->agency_count + 1 : span->agency_count;
    struct figure_table t = {.title = title,
                             .heads = NEW(a, str, columns),
                             .rows = NEW(a, str, rows + 1),
                             .row_count = rows,
                             .values = NEW(a, str, (ptrdiff_t)columns * rows + 1)};
    for (int i = 0; i < rows; i++)
        t.rows[i] = i < span->agency_count ? span->agencies[i].name : S("合计");
    return t;
}

static bool applies(const struct statistic *s, str table, const struct figure_span *span) {
    int year = span->from / 12;
    return str_eq(s->table, table) && s->from <= year && year <= s->to;
}

/* The columns of one table stand together or not: its first row opens it. */
static struct figure_table make_table(struct arena *a, const struct statistics *s, str title,
                                      const struct figure_span *span,
                                      const struct count_rows *counts) {
    int columns = 0;
    for (int i = 0; i < s->n; i++)
        columns += applies(&s->v[i], title, span);
    struct figure_table t = open_table(a, title, span, columns);
    int at = 0;
    for (int i = 0; i < s->n; i++) {
        if (!applies(&s->v[i], title, span))
            continue;
        int64_t *sums = NEW(a, int64_t, span->agency_count + 1);
        sum_column(&s->v[i], span, counts, sums);
        t.columns = columns;
        t.heads[at] = s->v[i].unit.n > 0
                          ? str_fmt(a, "%.*s（%.*s）", STR(s->v[i].title), STR(s->v[i].unit))
                          : s->v[i].title;
        for (int k = 0; k < t.row_count; k++)
            t.values[k * columns + at] = shown(a, &s->v[i], sums[k]);
        at++;
    }
    return t;
}

int statistics_tables(struct arena *a, const struct statistics *s, const struct figure_span *span,
                      const struct count_rows *counts, struct figure_table **out) {
    *out = NEW(a, struct figure_table, TABLES_MOST);
    int count = 0;
    for (int i = 0; i < s->n && count < TABLES_MOST; i++) {
        bool known = false;
        for (int k = 0; k < count; k++)
            known = known || str_eq((*out)[k].title, s->v[i].table);
        if (!known && applies(&s->v[i], s->v[i].table, span))
            (*out)[count++] = make_table(a, s, s->v[i].table, span, counts);
    }
    return count;
}
