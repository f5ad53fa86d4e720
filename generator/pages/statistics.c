/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * statistics.c — pages of figures: the annual statistics, bulletins, the catalogue of an agency.
 *
 * In:    struct figures_page
 * Out:   HTML
 * Law:   国办发〔2018〕118号 (统计年报, by 31 January), law.md §5
 * Never: counts; shows what is not a count
 */
#include "pages/chart.h"

#define RATE_ALL 1000 /* tenths of a percent */
#define BESIDE 3      /* a table of so few columns stands beside its chart */

/* A table in the language of the site. What is a count and what a rate is told by the Chinese. */
static struct figure_table said(const struct pages *p, struct arena *a,
                                const struct figure_table *t) {
    struct figure_table s = *t;
    s.title = words_say(p->words, t->title);
    s.corner = words_say(p->words, t->corner);
    s.heads = NEW(a, str, t->columns + 1);
    s.rows = NEW(a, str, t->row_count + 1);
    for (int c = 0; c < t->columns; c++)
        s.heads[c] = words_say(p->words, t->heads[c]);
    for (int i = 0; i < t->row_count; i++) {
        s.rows[i] = words_say(p->words, t->rows[i]);
        if (t->years != NULL)
            s.rows[i] =
                FILL(p->words, a, WORD_AGENCY_YEAR, s.rows[i], str_fmt(a, "%d", t->years[i]));
    }
    return s;
}

static struct value row_value(struct arena *a, const struct figure_table *t, int row) {
    struct value v = value_map(a, 4);
    struct value cells = value_list(a, t->columns);
    for (int c = 0; c < t->columns; c++) {
        struct value one = value_map(a, 2);
        value_set_text(a, &one, "head", t->heads[c]);
        value_set_text(a, &one, "text", t->values[row * t->columns + c]);
        value_add(a, &cells, one);
    }
    value_set_text(a, &v, "name", t->rows[row]);
    if (t->links != NULL)
        value_set_text(a, &v, "link", t->links[row]);
    value_set(a, &v, S("cells"), cells);
    return v;
}

/* A table of one row lies on its side: its columns are read below each other. */
static struct value single_value(struct arena *a, const struct figure_table *t) {
    struct value rows = value_list(a, t->columns);
    for (int c = 0; c < t->columns; c++) {
        struct value v = value_map(a, 2);
        struct value cells = value_list(a, 1);
        struct value one = value_map(a, 2);
        value_set_text(a, &one, "head", t->rows[0]);
        value_set_text(a, &one, "text", t->values[c]);
        value_add(a, &cells, one);
        value_set_text(a, &v, "name", t->heads[c]);
        value_set(a, &v, S("cells"), cells);
        value_add(a, &rows, v);
    }
    return rows;
}

/* 合计 and 金额 are of another size than the counts they stand among. */
static bool is_count(str head) {
    return str_find(head, S("合计")) < 0 && str_find(head, S("金额")) < 0;
}

/* A rate stands with one decimal, 97.5: its bar is a part of a hundred. */
static bool is_rate(str head) {
    return str_find(head, S("率")) >= 0;
}

static bool read_rate(str text, int64_t *tenths) {
    int64_t part = 0;
    str whole = str_cut(&text, S("."));
    if (!str_int(whole, tenths) || !str_int(text, &part))
        return false;
    *tenths = *tenths * 10 + part;
    return true;
}

static struct html rate_chart(struct arena *a, const struct figure_table *s) {
    struct chart_bar bars[CHART_BARS + 1];
    int n = 0;
    for (int i = 0; i < s->row_count && n <= CHART_BARS; i++) {
        str text = s->values[i * s->columns + s->columns - 1];
        struct chart_bar bar = {.label = s->rows[i], .text = str_cat(a, text, S(" %"))};
        if (read_rate(text, &bar.value))
            bars[n++] = bar;
    }
    return n > 1 ? chart_bars(a, s->title, bars, n, RATE_ALL) : (struct html){{0}};
}

static void add_bar(struct chart_bar *bars, int *n, str label, str text) {
    int64_t value = 0;
    if (*n <= CHART_BARS && str_int(text, &value) && value > 0)
        bars[(*n)++] = (struct chart_bar){label, value, text};
}

/* What of a table is seen at a glance: the counts of its one row, or of the row of sums; else one
 * number of each row, its only one or the sum. One bar alone says nothing. */
static struct html chart_of(struct arena *a, const struct figure_table *t,
                            const struct figure_table *s) {
    struct chart_bar bars[CHART_BARS + 1];
    int n = 0;
    int row = t->row_count - 1;
    int last = t->columns - 1;
    if (last >= 0 && is_rate(t->heads[last]))
        return rate_chart(a, s);
    bool across = row == 0 || (row > 0 && !is_count(t->rows[row]));
    bool down = !across && (last == 0 || (last > 0 && !is_count(t->heads[last])));
    for (int c = 0; across && c < t->columns; c++)
        if (is_count(t->heads[c]))
            add_bar(bars, &n, s->heads[c], t->values[row * t->columns + c]);
    for (int i = 0; down && i <= row; i++)
        add_bar(bars, &n, s->rows[i], t->values[i * t->columns + last]);
    return n > 1 ? chart_bars(a, s->title, bars, n, 0) : (struct html){{0}};
}

static struct value table_value(const struct pages *p, struct arena *a,
                                const struct figure_table *chinese) {
    struct figure_table s = said(p, a, chinese);
    const struct figure_table *t = &s;
    struct value v = value_map(a, 4);
    struct value heads = value_list(a, t->columns);
    struct value rows = value_list(a, t->row_count);
    bool single = t->row_count == 1 && t->links == NULL;
    if (single)
        value_add(a, &heads, value_text(t->rows[0]));
    for (int c = 0; c < t->columns && !single; c++)
        value_add(a, &heads, value_text(t->heads[c]));
    for (int i = 0; i < t->row_count && !single; i++)
        value_add(a, &rows, row_value(a, t, i));
    if (single)
        rows = single_value(a, t);
    value_set_text(a, &v, "title", t->title);
    value_set_text(a, &v, "corner", t->corner);
    value_set(a, &v, S("narrow"), value_bool(t->columns <= BESIDE));
    value_set(a, &v, S("chart"), value_html(chart_of(a, chinese, t)));
    value_set(a, &v, S("heads"), heads);
    value_set(a, &v, S("rows"), rows);
    return v;
}

static str link_text(const struct pages *p, struct arena *a, const struct figures_link *l) {
    str year = str_fmt(a, "%d", l->year);
    if (l->text.n > 0)
        return l->text;
    if (l->quarter > 0)
        return FILL(p->words, a, WORD_PERIOD_QUARTER, year, str_fmt(a, "%d", l->quarter));
    if (l->month > 0)
        return FILL(p->words, a, WORD_PERIOD_MONTH, year, str_fmt(a, "%d", l->month));
    return FILL(p->words, a, WORD_PERIOD_YEAR, year);
}

static struct value links_value(const struct pages *p, struct arena *a,
                                const struct figures_link *v, int n) {
    struct value list = value_list(a, n);
    for (int i = 0; i < n; i++)
        value_add(a, &list, link_value(a, v[i].path, link_text(p, a, &v[i]), (str){0}));
    return list;
}

static str title_of(const struct pages *p, struct arena *a, const struct figures_page *f) {
    str year = str_fmt(a, "%d", f->year);
    if (f->agency.n > 0)
        return FILL(p->words, a, WORD_CATALOGUE_TITLE, f->agency, year);
    if (f->year == 0)
        return words_get(p->words, WORD_CATALOGUES_TITLE);
    if (f->month > 0)
        return FILL(p->words, a, WORD_BULLETIN_MONTH, year, str_fmt(a, "%d", f->month));
    if (f->quarter > 0)
        return FILL(p->words, a, WORD_BULLETIN_QUARTER, year, str_fmt(a, "%d", f->quarter));
    return FILL(p->words, a, WORD_STATISTICS_YEAR, year);
}

bool pages_figures(const struct pages *p, struct arena *scratch, const struct figures_page *f,
                   struct buf *out) {
    struct frame frame = {
        .path = f->path, .title = title_of(p, scratch, f), .published = INSTANT_NONE};
    if (f->year != 0)
        frame.here = frame.title;
    struct value root = frame_open(p, scratch, &frame);
    struct value tables = value_list(scratch, f->table_count);
    for (int i = 0; i < f->table_count; i++)
        value_add(scratch, &tables, table_value(p, scratch, &f->tables[i]));
    value_set_text(scratch, &root, "as_of", date_text(scratch, f->as_of));
    value_set(scratch, &root, S("annual"),
              value_bool(f->year > 0 && f->month == 0 && f->quarter == 0 && f->agency.n == 0));
    value_set(scratch, &root, S("catalogue"), value_bool(f->agency.n > 0));
    value_set_text(scratch, &root, "year", str_fmt(scratch, "%d", f->year));
    value_set_text(scratch, &root, "due",
                   date_text(scratch, date_of(f->year > 0 ? f->year + 1 : 1970, 1, 31)));
    value_set(scratch, &root, S("files"), links_value(p, scratch, f->files, f->file_count));
    value_set(scratch, &root, S("links"), links_value(p, scratch, f->links, f->link_count));
    value_set(scratch, &root, S("tables"), tables);
    return frame_render(p, S("statistics"), &root, out);
}
