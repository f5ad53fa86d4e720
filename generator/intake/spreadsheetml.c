/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * spreadsheetml.c — the workbook that is one XML text (Excel 2003), often named .xls or .xlsx.
 *
 * In:    SpreadsheetML 2003
 * Out:   rows of cells as texts
 * Law:   none
 * Never: holds a sheet
 */
#include "intake/grid.h"
#include "intake/markup.h"
#include "intake/serial.h"

#include <string.h>

enum data_type { DATA_TEXT, DATA_NUMBER, DATA_DAY, DATA_TRUTH, DATA_ERROR };

/* Whether a sheet is hidden stands behind its rows, so the text is read twice. */
struct book {
    struct normal_work *work;
    bool looking; /* for hidden sheets: the first time */
    bool *hidden; /* by sheet */
    int sheet;    /* the one under way, from 0; -1 before the first */
    struct grid grid;
    struct gather row;
    int64_t column;
    int64_t wide; /* further columns that the cell takes */
    enum data_type type;
    bool data;    /* inside <Data>, which may have elements of its own for colours */
    bool visible; /* inside <Visible> */
    int comment;
    ptrdiff_t run; /* bytes of the text under way, wherever it stands */
    struct buf text;
};

static bool is(const char *name, const char *wanted) {
    return strcmp(name, wanted) == 0;
}

static int64_t whole(str s, int64_t otherwise) {
    int64_t v = 0;
    return str_int(s, &v) && v >= 0 ? v : otherwise;
}

static enum data_type type_of(str t) {
    static const char *const names[] = {"String", "Number", "DateTime", "Boolean", "Error"};
    for (int i = 0; i < 5; i++)
        if (str_eq(t, str_of(names[i])))
            return (enum data_type)i;
    return DATA_TEXT;
}

static void begin_sheet(struct book *b, const char **atts) {
    if (++b->sheet == GRID_SHEETS) {
        (void)normal_refuse(b->work, DIAG_WORKBOOK_BROKEN, (struct normal_place){0},
                            S("工作表过多"));
        return;
    }
    str name = markup_attribute(atts, "Name");
    grid_sheet(&b->grid, name);
    gather_row(&b->row, 0);
    if (b->hidden[b->sheet])
        normal_tell(b->work, DIAG_SHEET_HIDDEN, (struct normal_place){name, 0}, S(""));
}

static void begin_cell(struct book *b, const char **atts) {
    int64_t said = whole(markup_attribute(atts, "Index"), 0);
    int64_t wide = whole(markup_attribute(atts, "MergeAcross"), 0);
    int64_t deep = whole(markup_attribute(atts, "MergeDown"), 0);
    b->column = said > 0 ? said - 1 : b->column + 1 + b->wide;
    b->wide = wide;
    struct merge one = {b->row.row, b->row.row + deep, b->column, b->column + wide};
    if (wide + deep > 0 && deep < INT32_MAX && wide < INT32_MAX)
        grid_merged(&b->grid, &one);
}

static void begin_data(struct book *b, const char **atts) {
    b->type = type_of(markup_attribute(atts, "Type"));
    b->data = true;
    buf_reset(&b->text);
}

static void on_begin(void *ctx, const char *name, const char **atts) {
    struct book *b = ctx;
    b->run = 0;
    b->comment += is(name, "Comment");
    if (is(name, "Visible")) {
        b->visible = true;
        buf_reset(&b->text);
    } else if (is(name, "Worksheet")) {
        begin_sheet(b, atts);
    } else if (b->looking || b->sheet < 0 || b->comment > 0) {
        return;
    } else if (is(name, "Row")) {
        gather_row(&b->row, whole(markup_attribute(atts, "Index"), b->row.row + 1));
        b->column = -1;
        b->wide = 0;
    } else if (is(name, "Cell")) {
        begin_cell(b, atts);
    } else if (is(name, "Data")) {
        begin_data(b, atts);
    }
}

static void end_data(struct book *b) {
    str text = buf_view(&b->text);
    b->data = false;
    if (text.n == 0)
        return;
    if (b->type == DATA_NUMBER)
        serial_number(text, &b->row.all);
    else if (b->type == DATA_DAY)
        gather_day(&b->row, text);
    else if (b->type == DATA_TRUTH)
        gather_truth(&b->row, text);
    else if (b->type == DATA_ERROR)
        gather_unreadable(&b->row, b->column, text);
    else
        buf_str(&b->row.all, text);
    (void)gather_cell(&b->row, b->column);
}

static void end_visible(struct book *b) {
    if (b->looking && b->sheet >= 0)
        b->hidden[b->sheet] = str_find(buf_view(&b->text), S("Hidden")) >= 0;
    b->visible = false;
}

static void on_end(void *ctx, const char *name) {
    struct book *b = ctx;
    b->run = 0;
    if (is(name, "Comment"))
        b->comment--;
    else if (is(name, "Visible"))
        end_visible(b);
    else if (b->looking || b->sheet < 0 || b->comment > 0 || b->hidden[b->sheet])
        return;
    else if (is(name, "Data"))
        end_data(b);
    else if (is(name, "Row"))
        gather_done(&b->row);
    else if (is(name, "Worksheet"))
        grid_sheet_end(&b->grid);
}

static void on_text(void *ctx, str text) {
    struct book *b = ctx;
    b->run += text.n;
    if (b->data || b->visible)
        buf_str(&b->text, text);
    if (b->run > NORMAL_CELL || b->text.n > NORMAL_CELL)
        (void)normal_refuse(b->work, DIAG_CELL_LONG,
                            (struct normal_place){b->grid.sheet, b->row.row}, S(""));
}

static const struct markup_calls calls = {on_begin, on_end, on_text};

static bool feed(void *ctx, str piece, bool last) {
    return markup_feed(ctx, piece, last);
}

static void read_through(struct book *b, bool looking) {
    struct markup m;
    b->looking = b->work->quiet = looking;
    b->sheet = -1;
    markup_open(&m, b->work, &calls, b);
    normal_read_text(b->work, feed, &m);
    markup_close(&m);
}

void spreadsheetml_read(struct normal_work *w) {
    struct book *b = NEW(w->arena, struct book, 1);
    b->work = w;
    b->hidden = NEW(w->arena, bool, GRID_SHEETS + 1);
    grid_open(&b->grid, w);
    gather_open(&b->row, &b->grid);
    read_through(b, true);
    if (!w->refused)
        read_through(b, false);
    grid_close(&b->grid);
    gather_close(&b->row);
    buf_free(&b->text);
}
