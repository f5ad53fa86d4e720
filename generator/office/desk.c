/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * desk.c — the report as files: the page a clerk opens, a workbook, JSON, a mail.
 *
 * In:    struct desk, the template office/report
 * Out:   desk/report/index.html, report.xlsx, report.json, mail.txt
 * Law:   none
 * Never: refers to anything outside the page; leaves half a file
 */
#include "base/os.h"
#include "base/workbook.h"
#include "office/office.h"
#include "office/tables.h"

#define FILE_MODE 0660

/* ---- the page ---- */

static struct value cell_value(struct arena *a, const struct desk_cell *c) {
    struct value v = value_map(a, 4);
    value_set_text(a, &v, "text", c->text);
    value_set_text(a, &v, "look", str_of(c->look));
    value_set_text(a, &v, "link", c->link);
    return v;
}

/* A cell and those that stand below it. */
static struct value row_value(struct arena *a, const struct desk_table *t, int row) {
    struct value cells = value_list(a, t->column_count);
    for (int c = 0; c < t->column_count;) {
        struct value v = cell_value(a, &t->cells[row * t->column_count + c]);
        struct value under = value_list(a, 2);
        value_set_text(a, &v, "title", str_of(t->columns[c].title));
        for (c++; c < t->column_count && t->columns[c].under; c++)
            if (t->cells[row * t->column_count + c].text.n > 0)
                value_add(a, &under, cell_value(a, &t->cells[row * t->column_count + c]));
        value_set(a, &v, S("under"), under);
        value_add(a, &cells, v);
    }
    struct value v = value_map(a, 1);
    value_set(a, &v, S("cells"), cells);
    return v;
}

static struct value table_value(struct arena *a, const struct desk_table *t) {
    struct value v = value_map(a, 10);
    struct value heads = value_list(a, t->column_count);
    struct value rows = value_list(a, t->rows);
    for (int c = 0; c < t->column_count; c++)
        if (!t->columns[c].under)
            value_add(a, &heads, value_text(str_of(t->columns[c].title)));
    for (int i = 0; i < t->rows; i++)
        value_add(a, &rows, row_value(a, t, i));
    value_set_text(a, &v, "key", str_of(t->key));
    value_set_text(a, &v, "title", str_of(t->title));
    value_set_text(a, &v, "lead", str_of(t->lead));
    value_set_text(a, &v, "empty", str_of(t->empty));
    value_set_text(a, &v, "all", str_fmt(a, "%lld", (long long)t->all));
    if (t->all > t->rows)
        value_set_text(a, &v, "more", str_fmt(a, "%lld", (long long)(t->all - t->rows)));
    value_set(a, &v, S("any"), value_bool(t->rows > 0));
    value_set(a, &v, S("heads"), heads);
    value_set(a, &v, S("rows"), rows);
    return v;
}

static struct value preview_value(struct arena *a, const struct desk_preview *p) {
    struct value v = value_map(a, 8);
    struct value list = value_list(a, 16);
    struct preview_row *rows = NULL;
    int n = preview_rows(a, p, &rows);
    for (int i = 0; i < n; i++) {
        struct value row = value_map(a, 4);
        value_set_text(a, &row, "title", rows[i].title);
        value_set(a, &row, S("delivered"), value_html(rows[i].delivered_marked));
        value_set(a, &row, S("shown"), value_html(rows[i].shown_marked));
        value_set(a, &row, S("differs"), value_bool(rows[i].differs));
        value_add(a, &list, row);
    }
    value_set_text(a, &v, "number", p->item.number);
    value_set_text(a, &v, "id", p->item.id);
    value_set_text(a, &v, "agency", p->item.agency);
    value_set_text(a, &v, "kind", p->item.kind);
    value_set_text(a, &v, "verb", p->item.verb);
    value_set_text(a, &v, "why", p->item.why);
    value_set(a, &v, S("unsure"), value_bool(p->disclosure == NULL));
    value_set(a, &v, S("rows"), list);
    return v;
}

static struct value tiles_value(struct arena *a, const struct desk *d) {
    struct desk_tile tiles[DESK_TILES];
    struct value list = value_list(a, DESK_TILES);
    int n = desk_tiles(d, tiles);
    for (int i = 0; i < n; i++) {
        struct value v = value_map(a, 4);
        value_set_text(a, &v, "key", str_of(tiles[i].key));
        value_set_text(a, &v, "title", str_of(tiles[i].title));
        value_set_text(a, &v, "n", str_fmt(a, "%lld", (long long)tiles[i].n));
        value_set_text(a, &v, "look", str_of(tiles[i].look));
        value_add(a, &list, v);
    }
    return list;
}

static struct value due_value(struct arena *a, const struct desk *d) {
    struct value list = value_list(a, 4);
    for (int i = 0; i < 3; i++) {
        struct value v = value_map(a, 2);
        value_set_text(a, &v, "days", str_fmt(a, "%d", desk_days[i]));
        value_set_text(a, &v, "n", str_fmt(a, "%lld", (long long)d->within[i]));
        value_add(a, &list, v);
    }
    return list;
}

static struct value page_value(struct arena *a, const struct desk *d) {
    struct desk_tables t = desk_tables(a, d);
    struct value v = value_map(a, 16);
    struct value tables = value_list(a, t.n);
    struct value previews = value_list(a, d->preview_count);
    for (int i = 0; i < t.n; i++)
        value_add(a, &tables, table_value(a, &t.v[i]));
    for (int i = 0; i < d->preview_count; i++)
        value_add(a, &previews, preview_value(a, &d->previews[i]));
    value_set_text(a, &v, "site", d->site);
    value_set_text(a, &v, "subject", desk_subject(a, d));
    value_set_text(a, &v, "as_of", instant_text(a, d->as_of));
    value_set_text(a, &v, "run", str_fmt(a, "%lld", (long long)d->run));
    value_set_text(a, &v, "problems", d->problems);
    value_set(a, &v, S("refused"), value_bool(d->state == DESK_REFUSED));
    value_set(a, &v, S("restored"), value_bool(d->state == DESK_RESTORED));
    value_set(a, &v, S("tiles"), tiles_value(a, d));
    value_set(a, &v, S("due"), due_value(a, d));
    value_set(a, &v, S("tables"), tables);
    value_set(a, &v, S("previews"), previews);
    if (d->previews_left > 0)
        value_set_text(a, &v, "previews_left", str_fmt(a, "%lld", (long long)d->previews_left));
    return v;
}

/* ---- the workbook ---- */

static void put_texts(struct book *b, enum book_look look, const str *texts, int n) {
    struct book_cell cells[16];
    for (int i = 0; i < n && i < 16; i++)
        cells[i] = (struct book_cell){.look = look, .text = texts[i]};
    book_row(b, cells, n < 16 ? n : 16);
}

static enum book_look look_of(const char *look) {
    return str_eq(str_of(look), S("late")) ? BOOK_FAULT
           : look[0] == 's'                ? BOOK_DOUBT
                                           : BOOK_WRAPPED;
}

static void put_table(struct arena *a, struct book *b, const struct desk_table *t) {
    struct book_column *columns = NEW(a, struct book_column, t->column_count);
    struct book_cell *cells = NEW(a, struct book_cell, t->column_count);
    for (int c = 0; c < t->column_count; c++) {
        int width = t->columns[c].width > 0 ? t->columns[c].width : 24;
        columns[c] = (struct book_column){width < 10 ? 10 : width, BOOK_WRAPPED};
        cells[c] = (struct book_cell){.look = BOOK_HEAD, .text = str_of(t->columns[c].title)};
    }
    book_sheet(b, t->title);
    book_columns(b, columns, t->column_count);
    book_freeze(b, 1, 0);
    book_row(b, cells, t->column_count);
    for (int i = 0; i < t->rows; i++) {
        for (int c = 0; c < t->column_count; c++) {
            const struct desk_cell *from = &t->cells[i * t->column_count + c];
            cells[c] = (struct book_cell){.look = look_of(from->look), .text = from->text};
        }
        book_row(b, cells, t->column_count);
    }
}

static void put_previews(struct arena *a, struct book *b, const struct desk *d) {
    static const struct book_column columns[] = {{24, BOOK_WRAPPED},
                                                 {12, BOOK_WRAPPED},
                                                 {18, BOOK_WRAPPED},
                                                 {60, BOOK_WRAPPED},
                                                 {60, BOOK_WRAPPED}};
    const str heads[] = {S("文书号"), S("编号"), S("栏目"), S("报送的原文"), S("公示的内容")};
    book_sheet(b, "预览");
    book_columns(b, columns, 5);
    book_freeze(b, 1, 0);
    put_texts(b, BOOK_HEAD, heads, 5);
    for (int i = 0; i < d->preview_count; i++) {
        const struct desk_preview *p = &d->previews[i];
        struct preview_row *rows = NULL;
        int n = preview_rows(a, p, &rows);
        for (int k = 0; k < n; k++) {
            const str cells[] = {p->item.number, p->item.id, rows[k].title, rows[k].delivered,
                                 rows[k].shown};
            put_texts(b, BOOK_WRAPPED, cells, 5);
        }
    }
}

static void write_book(struct arena *a, const char *path, const struct desk *d) {
    static const struct book_column columns[] = {{28, BOOK_TEXT}, {12, BOOK_NUMBER}};
    struct desk_tables t = desk_tables(a, d);
    struct desk_tile tiles[DESK_TILES];
    int n = desk_tiles(d, tiles);
    os_write(path, S(""), FILE_MODE);
    struct book *b = book_open(a, path);
    book_sheet(b, "概况");
    book_columns(b, columns, 2);
    const str title = desk_subject(a, d);
    const str when = str_fmt(a, "%.*s，%s", STR(d->site), instant_text(a, d->as_of).p);
    put_texts(b, BOOK_TITLE, &title, 1);
    put_texts(b, BOOK_TEXT, &when, 1);
    for (int i = 0; i < n; i++) {
        const struct book_cell row[] = {
            {.look = BOOK_TEXT, .text = str_of(tiles[i].title)},
            {.type = BOOK_CELL_NUMBER, .look = BOOK_NUMBER, .number = tiles[i].n}};
        book_row(b, row, 2);
    }
    for (int i = 0; i < t.n; i++)
        put_table(a, b, &t.v[i]);
    put_previews(a, b, d);
    book_finish(b);
}

/* ---- the door ---- */

/* Whole, or as it was. */
static void write_whole(struct arena *a, const char *folder, const char *name, str bytes) {
    os_write_atomic(str_fmt(a, "%s/%s", folder, name).p, bytes, FILE_MODE);
}

bool desk_write(const struct template_set *templates, const char *folder, const struct desk *d) {
    struct arena a = {0};
    struct buf b = {0};
    struct value page = page_value(&a, d);
    bool ok = template_render(templates, S("report"), &page, &b, NULL);
    if (ok)
        write_whole(&a, folder, "index.html", buf_view(&b));
    buf_reset(&b);
    desk_json(&a, d, &b);
    write_whole(&a, folder, "report.json", buf_view(&b));
    buf_reset(&b);
    desk_mail(&a, d, &b);
    write_whole(&a, folder, "mail.txt", buf_view(&b));
    const char *part = str_fmt(&a, "%s/.report.xlsx.part", folder).p;
    write_book(&a, part, d);
    (void)os_rename(part, str_fmt(&a, "%s/report.xlsx", folder).p);
    buf_free(&b);
    arena_free(&a);
    return ok;
}
