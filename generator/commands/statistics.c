/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * statistics.c — the public pages of figures: which have changed, and what stands on them.
 *
 * In:    counts, content/law/statistics.csv, bulletin.csv
 * Out:   tj/2026.html .csv .xlsx, tj/2026-11.html, tj/2026q4.html, ml/scj/2026.html, ml/index.html
 * Law:   国办发〔2018〕118号 (统计年报); law.md §5
 * Never: makes a page anew in which nothing was counted otherwise
 */
#include "commands/statistics.h"
#include "base/os.h"
#include "base/workbook.h"

#include <limits.h>
#include <stdlib.h>

#define SHEET_MOST ((int64_t)16 << 20)
#define LINKS 64
#define CATEGORIES 12

/* ---- which pages there are ---- */

/* What an address stands for; year 0 for ml/index.html. */
struct sheet_of {
    int year;
    int month;
    int quarter;
    str agency;
    str ending;
};

/* The note that says on which day the figures of a page last moved: what it tells as 数据截至, so
 * that another look does not date it anew. */
static const char *day_note(struct arena *a, str path) {
    return str_fmt(a, "figures %.*s", STR(path)).p;
}

/* What is to be made anew: because its figures moved, or for another reason. */
struct touching {
    struct run *run;
    struct arena *a;
    bool moved;
};

static void touch(const struct touching *t, str path) {
    ledger_touch(t->run->ledger, ledger_site_file(t->run->ledger, FILE_SITE, path));
    if (t->moved)
        ledger_set_note(t->run->ledger, day_note(t->a, path), date_text(t->a, t->run->today));
}

static void touch_month(const struct touching *t, str agency, int month) {
    int year = month / 12;
    int m = month % 12 + 1;
    touch(t, str_fmt(t->a, "tj/%d.html", year));
    touch(t, str_fmt(t->a, "tj/%d-%02d.html", year, m));
    touch(t, str_fmt(t->a, "tj/%dq%d.html", year, (m + 2) / 3));
    touch(t, str_fmt(t->a, "ml/%.*s/%d.html", STR(agency), year));
}

static int by_agency_and_month(const void *x, const void *y) {
    const struct ledger_count *a = x;
    const struct ledger_count *b = y;
    int order = str_cmp(a->agency, b->agency);
    return order != 0 ? order : (a->month > b->month) - (a->month < b->month);
}

/* Each agency and month once, however many of its figures moved. */
static void touch_months(const struct touching *t, struct ledger_count *v, int n) {
    if (n > 0)
        qsort(v, (size_t)n, sizeof *v, by_agency_and_month);
    for (int i = 0; i < n; i++)
        if (i == 0 || v[i].month != v[i - 1].month || !str_eq(v[i].agency, v[i - 1].agency))
            touch_month(t, v[i].agency, v[i].month);
}

/* Those whose figures moved; all of them when the columns or the templates changed, or nothing is
 * known of what is public. */
void statistics_touch(struct run *r) {
    struct arena a = {0};
    struct ledger_count *v = NULL;
    str corrections = corrections_digest(r, &a);
    bool columns = !str_eq(ledger_note(r->ledger, &a, "figures"), r->site->figures) ||
                   !str_eq(ledger_note(r->ledger, &a, "corrections"), corrections);
    struct touching t = {r, &a, columns};
    if (columns || r->look_changed) {
        int n = ledger_counts(r->ledger, &a, 0, INT_MAX, &v);
        touch_months(&t, v, n);
        touch(&t, S("ml/index.html"));
    }
    t.moved = true;
    int n = ledger_count_changed(r->ledger, &a, &v);
    touch_months(&t, v, n);
    if (n > 0)
        touch(&t, S("ml/index.html"));
    ledger_set_note(r->ledger, "figures", r->site->figures);
    ledger_set_note(r->ledger, "corrections", corrections);
    arena_free(&a);
}

static date day_of(struct run *r, struct arena *a, str path) {
    date day = date_parse(ledger_note(r->ledger, a, day_note(a, path)));
    return day == DATE_NONE ? r->today : day;
}

static bool take_number(str *rest, int digits, int *out) {
    int64_t v = 0;
    bool ok = rest->n >= digits && str_int(str_sub(*rest, 0, digits), &v) && v > 0;
    *rest = str_sub(*rest, digits, rest->n);
    *out = (int)v;
    return ok;
}

/* tj/2026.html, tj/2026-11.html, tj/2026q4.html, ml/scj/2026.html, ml/index.html */
static bool parse_path(str path, struct sheet_of *out) {
    *out = (struct sheet_of){.year = 0};
    if (str_eq(path, S("ml/index.html")))
        return true;
    str rest = str_sub(path, 3, path.n);
    if (str_starts(path, S("ml/")))
        out->agency = str_cut(&rest, S("/"));
    else if (!str_starts(path, S("tj/")))
        return false;
    if (rest.p == NULL || !take_number(&rest, 4, &out->year))
        return false;
    if (str_starts(rest, S("-"))) {
        rest = str_sub(rest, 1, rest.n);
        if (!take_number(&rest, 2, &out->month))
            return false;
    } else if (str_starts(rest, S("q"))) {
        rest = str_sub(rest, 1, rest.n);
        if (!take_number(&rest, 1, &out->quarter))
            return false;
    }
    return str_eq(rest, S(".html"));
}

/* ---- what stands on a page ---- */

/* One rendering: all counts, and the agencies they are of. */
struct sheets {
    struct run *run;
    struct arena *a;
    struct count_rows counts;
    struct count_rows
        part; /* that the page under way may tell: each of its columns goes through it */
    struct agency_name *agencies;
    int agency_count;
    struct buf *b;
};

static void gather_agencies(struct sheets *s) {
    s->agencies = NEW(s->a, struct agency_name, s->counts.n + 1);
    for (int i = 0; i < s->counts.n; i++) { /* they stand together, by their codes */
        str code = s->counts.v[i].agency;
        const struct agency *known = policy_agency(s->run->site->policy, code);
        if (s->agency_count > 0 && str_eq(s->agencies[s->agency_count - 1].code, code))
            continue;
        s->agencies[s->agency_count++] =
            (struct agency_name){code, known == NULL ? code : known->name};
    }
}

static struct figure_span span_of(const struct sheets *s, const struct sheet_of *p) {
    int first = p->month > 0 ? p->month : p->quarter > 0 ? p->quarter * 3 - 2 : 1;
    int last = p->month > 0 ? p->month : p->quarter > 0 ? p->quarter * 3 : 12;
    return (struct figure_span){p->year * 12 + first - 1, p->year * 12 + last - 1, s->agencies,
                                s->agency_count};
}

static bool any_in(const struct sheets *s, int from, int to, str agency) {
    for (int i = 0; i < s->counts.n; i++) {
        const struct count_row *c = &s->counts.v[i];
        if (c->month >= from && c->month <= to && (agency.n == 0 || str_eq(c->agency, agency)))
            return true;
    }
    return false;
}

static struct count_rows part_of(const struct sheets *s, const struct sheet_of *p) {
    struct figure_span span = span_of(s, p);
    struct count_rows out = {NULL, 0};
    ptrdiff_t cap = 0;
    for (int i = 0; i < s->counts.n; i++) {
        const struct count_row *c = &s->counts.v[i];
        bool told = p->year == 0 || (c->month >= span.from && c->month <= span.to);
        if (!told || (p->agency.n > 0 && !str_eq(c->agency, p->agency)))
            continue;
        EXTEND(s->a, out.v, out.n, cap);
        out.v[out.n++] = *c;
    }
    return out;
}

static void add_link(struct figures_link *v, int *n, struct figures_link one) {
    if (*n < LINKS)
        v[(*n)++] = one;
}

/* The quarters and months of the year that have figures, and the catalogues of its agencies. */
static int year_links(const struct sheets *s, int year, struct figures_link *v) {
    int n = 0;
    for (int q = 1; q <= 4; q++)
        if (any_in(s, year * 12 + q * 3 - 3, year * 12 + q * 3 - 1, (str){0}))
            add_link(v, &n,
                     (struct figures_link){.path = str_fmt(s->a, "tj/%dq%d.html", year, q),
                                           .year = year,
                                           .quarter = q});
    for (int m = 1; m <= 12; m++)
        if (any_in(s, year * 12 + m - 1, year * 12 + m - 1, (str){0}))
            add_link(v, &n,
                     (struct figures_link){.path = str_fmt(s->a, "tj/%d-%02d.html", year, m),
                                           .year = year,
                                           .month = m});
    return n;
}

/* The list of a category's decisions of an agency, where there is one. */
static str list_of(const struct sheets *s, int category, str agency) {
    const struct run *r = s->run;
    str path = {0};
    for (int i = 0; i < r->list_count; i++) {
        const struct ledger_list *l = &r->lists[i].list;
        const char *slug = kind_slug(KIND_decision, category);
        if (l->id != 0 && l->slots > 0 && l->scope == LIST_AGENCY && l->kind == KIND_decision &&
            str_eq(l->agency, agency) && str_starts(l->name, str_fmt(s->a, "%s/", slug)))
            path = str_fmt(s->a, "%.*s/index.html", STR(l->name));
    }
    return path;
}

/* Decisions by category and month: the catalogue of an agency for a year. */
static struct figure_table catalogue_table(const struct sheets *s, const struct sheet_of *p) {
    struct arena *a = s->a;
    struct figure_table t = {.title = S("执法决定汇总"),
                             .heads = NEW(a, str, 13),
                             .columns = 13,
                             .rows = NEW(a, str, CATEGORIES),
                             .links = NEW(a, str, CATEGORIES),
                             .values = NEW(a, str, CATEGORIES * 13)};
    for (int m = 0; m < 12; m++)
        t.heads[m] = str_fmt(a, "%d 月", m + 1);
    t.heads[12] = S("合计");
    for (int category = 1; category <= CATEGORIES; category++) {
        struct count_row like = {p->agency, p->year * 12, category, COUNT_MADE, 0, 0};
        int64_t all = counts_sum(&s->part, &like, p->year * 12 + 11);
        if (all == 0)
            continue;
        int row = t.row_count++;
        t.rows[row] = term_text(VOCAB_category, category);
        t.links[row] = list_of(s, category, p->agency);
        for (int m = 0; m < 12; m++) {
            like.month = p->year * 12 + m;
            t.values[row * 13 + m] =
                str_fmt(a, "%lld", (long long)counts_sum(&s->part, &like, like.month));
        }
        t.values[row * 13 + 12] = str_fmt(a, "%lld", (long long)all);
    }
    return t;
}

/* One row for each agency and year, the newest year first, with its catalogue. */
static struct figure_table index_table(const struct sheets *s, int first, int last) {
    struct arena *a = s->a;
    ptrdiff_t most = (ptrdiff_t)(s->agency_count + 1) * (last - first + 1);
    struct figure_table t = {.title = S("各机关执法决定"),
                             .heads = NEW(a, str, 1),
                             .columns = 1,
                             .rows = NEW(a, str, most),
                             .links = NEW(a, str, most),
                             .years = NEW(a, int, most),
                             .values = NEW(a, str, most)};
    t.heads[0] = S("件数");
    for (int year = last; year >= first; year--)
        for (int i = 0; i < s->agency_count; i++) {
            str code = s->agencies[i].code;
            struct count_row like = {code, year * 12, 0, COUNT_MADE, 0, 0};
            int64_t n = counts_sum(&s->counts, &like, year * 12 + 11);
            if (!any_in(s, year * 12, year * 12 + 11, code))
                continue;
            t.rows[t.row_count] = s->agencies[i].name;
            t.years[t.row_count] = year;
            t.links[t.row_count] = str_fmt(a, "ml/%.*s/%d.html", STR(code), year);
            t.values[t.row_count++] = str_fmt(a, "%lld", (long long)n);
        }
    return t;
}

/* ---- files ---- */

static void stage_page(struct sheets *s, const struct figures_page *page) {
    struct run *r = s->run;
    bool ok = pages_figures(r->site->pages, s->a, page, s->b);
    stage_made(r, PUBLISH_LIST, page->path, s->b, ok);
}

void statistics_csv(struct buf *b, const struct figure_table *t, int n) {
    buf_str(b, BOOK_CSV_MARK);
    for (int i = 0; i < n; i++) {
        buf_csv(b, t[i].title, ',');
        for (int c = 0; c < t[i].columns; c++) {
            buf_char(b, ',');
            book_csv(b, t[i].heads[c]);
        }
        buf_char(b, '\n');
        for (int row = 0; row < t[i].row_count; row++) {
            book_csv(b, t[i].rows[row]);
            for (int c = 0; c < t[i].columns; c++)
                buf_fmt(b, ",%.*s", STR(t[i].values[row * t[i].columns + c]));
            buf_char(b, '\n');
        }
        buf_char(b, '\n');
    }
}

void statistics_book(struct arena *a, const char *path, const struct figure_table *t, int n) {
    struct book *b = book_open(a, path);
    for (int i = 0; i < n; i++) {
        struct book_cell *cells = NEW(a, struct book_cell, t[i].columns + 1);
        struct book_column *columns = NEW(a, struct book_column, t[i].columns + 1);
        book_sheet(b, str_z(a, t[i].title));
        for (int c = 0; c <= t[i].columns; c++) {
            columns[c] = (struct book_column){c == 0 ? 32 : 14, BOOK_TEXT};
            cells[c] = (struct book_cell){.look = BOOK_HEAD,
                                          .text = c > 0               ? t[i].heads[c - 1]
                                                  : t[i].corner.n > 0 ? t[i].corner
                                                                      : S("机关")};
        }
        book_columns(b, columns, t[i].columns + 1);
        book_freeze(b, 1, 1);
        book_row(b, cells, t[i].columns + 1);
        for (int row = 0; row < t[i].row_count; row++) {
            for (int c = 0; c <= t[i].columns; c++)
                cells[c] = (struct book_cell){
                    .look = BOOK_TEXT,
                    .text = c == 0 ? t[i].rows[row] : t[i].values[row * t[i].columns + c - 1]};
            book_row(b, cells, t[i].columns + 1);
        }
    }
    book_finish(b);
}

/* The workbook is written aside, and staged like any file. */
static void stage_files(struct sheets *s, int year, const struct figure_table *t, int n) {
    struct run *r = s->run;
    const char *aside = site_path(r->site, "state/figures.xlsx");
    str bytes;
    statistics_csv(s->b, t, n);
    stage_made(r, PUBLISH_LIST, str_fmt(s->a, "tj/%d.csv", year), s->b, true);
    os_write(aside, S(""), 0600);
    statistics_book(s->a, aside, t, n);
    if (os_read(s->a, aside, SHEET_MOST, &bytes))
        stage_site_file(r, FILE_SITE, PUBLISH_LIST, str_fmt(s->a, "tj/%d.xlsx", year), bytes);
    os_unlink(aside);
}

/* The tables of the year, and how many corrections were asked for. */
static int annual_tables(struct sheets *s, const struct figure_span *span,
                         struct figure_table **out) {
    struct figure_table *t = NULL;
    int n = statistics_tables(s->a, &s->run->site->statistics, span, &s->part, &t);
    *out = NEW(s->a, struct figure_table, n + 1);
    for (int i = 0; i < n; i++)
        (*out)[i] = t[i];
    (*out)[n] = corrections_table(s->run, s->a, span->from, span->to);
    return n + ((*out)[n].row_count > 0);
}

/* A glance first, then the tables that the law asks for: those are for who looks closer. */
static void add_overview(struct sheets *s, const struct figure_span *span,
                         struct figures_page *page) {
    struct figure_table *v = NEW(s->a, struct figure_table, page->table_count + OVERVIEW_TABLES);
    int n = statistics_overview(s->a, span, &s->part, v);
    for (int i = 0; i < page->table_count; i++)
        v[n + i] = page->tables[i];
    page->tables = v;
    page->table_count += n;
}

static void render_annual(struct sheets *s, const struct sheet_of *p, struct figures_page *page) {
    struct figure_span span = span_of(s, p);
    struct figure_table *t = NULL;
    struct figures_link files[] = {
        {.path = str_fmt(s->a, "tj/%d.xlsx", p->year), .text = S("XLSX")},
        {.path = str_fmt(s->a, "tj/%d.csv", p->year), .text = S("CSV")}};
    struct figures_link links[LINKS];
    page->table_count = annual_tables(s, &span, &t);
    page->tables = t;
    page->files = files;
    page->file_count = 2;
    page->links = links;
    page->link_count = year_links(s, p->year, links);
    stage_files(s, p->year, t, page->table_count);
    add_overview(s, &span, page);
    stage_page(s, page);
}

static void render_catalogue(struct sheets *s, const struct sheet_of *p,
                             struct figures_page *page) {
    const struct agency *known = policy_agency(s->run->site->policy, p->agency);
    struct agency_name one = {p->agency, known == NULL ? p->agency : known->name};
    struct figure_span span = span_of(s, p);
    struct figure_table *t = NULL;
    span.agencies = &one;
    span.agency_count = 1;
    int n = statistics_tables(s->a, &s->run->site->statistics, &span, &s->part, &t);
    struct figure_table *all = NEW(s->a, struct figure_table, n + 1);
    all[0] = catalogue_table(s, p);
    for (int i = 0; i < n; i++)
        all[i + 1] = t[i];
    page->agency = one.name;
    page->tables = all;
    page->table_count = n + 1;
    add_overview(s, &span, page);
    stage_page(s, page);
}

static void render_index(struct sheets *s, struct figures_page *page) {
    int first = INT_MAX;
    int last = 0;
    struct figures_link links[LINKS];
    for (int i = 0; i < s->counts.n; i++) {
        int year = s->counts.v[i].month / 12;
        first = year < first ? year : first;
        last = year > last ? year : last;
    }
    for (int y = last; y >= first && last > 0; y--)
        if (any_in(s, y * 12, y * 12 + 11, (str){0}))
            add_link(links, &page->link_count,
                     (struct figures_link){.path = str_fmt(s->a, "tj/%d.html", y), .year = y});
    struct figure_table t = index_table(s, last > 0 ? first : 0, last);
    page->links = links;
    page->tables = &t;
    page->table_count = t.row_count > 0;
    stage_page(s, page);
}

static void render_sheet(struct sheets *s, str path, const struct sheet_of *p) {
    struct figures_page page = {.path = path,
                                .year = p->year,
                                .month = p->month,
                                .quarter = p->quarter,
                                .as_of = day_of(s->run, s->a, path)};
    struct figure_span span = span_of(s, p);
    struct figure_table *t = NULL;
    s->part = part_of(s, p);
    if (p->year == 0) {
        render_index(s, &page);
    } else if (p->agency.n > 0) {
        render_catalogue(s, p, &page);
    } else if (p->month == 0 && p->quarter == 0) {
        render_annual(s, p, &page);
    } else {
        page.table_count = statistics_tables(s->a, &s->run->site->bulletin, &span, &s->part, &t);
        page.tables = t;
        add_overview(s, &span, &page);
        stage_page(s, &page);
    }
}

void render_statistics(struct run *r, struct buf *b) {
    struct arena a = {0};
    struct arena page = {0};
    struct sheets s = {.run = r, .a = &a, .b = b};
    int64_t after = FILE_SITE - 1;
    int64_t id = 0;
    while (ledger_pending(r->ledger, after, FILE_MANIFEST, &id, 1) == 1) {
        struct sheet_of p;
        str path = ledger_site_path(r->ledger, r->arena, id);
        after = id;
        if (!parse_path(path, &p))
            continue;
        if (s.agencies == NULL) {
            s.counts = counts_between(r, &a, 0, INT_MAX);
            gather_agencies(&s);
            s.a = &page;
        }
        render_sheet(&s, path, &p);
        arena_reset(&page);
    }
    arena_free(&page);
    arena_free(&a);
}
