/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * xls.c — the workbook of Excel 97, which a library reads as a whole.
 *
 * In:    BIFF in a compound file, of INTAKE_XLS_LIMIT bytes at most
 * Out:   rows of cells as texts
 * Law:   none
 * Never: runs but in the contained child
 */
#include "base/arena.h"
#include "intake/biff.h"
#include "intake/grid.h"
#include "intake/serial.h"

#include <freexl.h>
#include <stdio.h>

/* ---- limits; each is tested ---- */
#define XLS_ROWS 65536  /* of a sheet, which is all that Excel 97 has */
#define XLS_COLUMNS 256 /* likewise */

#define HEAD ((ptrdiff_t)64 << 10)

/* How the library names the days that it makes of serial numbers is how we name them. */
static void put_value(struct gather *g, const FreeXL_CellValue *v) {
    char digits[64];
    if (v->type == FREEXL_CELL_INT) {
        buf_int(&g->all, v->value.int_value);
    } else if (v->type == FREEXL_CELL_DOUBLE) {
        int n = snprintf(digits, sizeof digits, "%.17g", v->value.double_value);
        serial_number((str){digits, n}, &g->all);
    } else if (v->type == FREEXL_CELL_DATETIME) {
        gather_day(g,
                   str_replace(g->grid->work->arena, str_of(v->value.text_value), S(" "), S("T")));
    } else if (v->type != FREEXL_CELL_NULL) {
        buf_str(&g->all, str_of(v->value.text_value));
    }
}

static void read_rows(struct normal_work *w, struct gather *g, const void *book) {
    unsigned rows = 0;
    unsigned short columns = 0;
    if (freexl_worksheet_dimensions(book, &rows, &columns) != FREEXL_OK)
        return;
    if (rows > XLS_ROWS || columns > XLS_COLUMNS) {
        (void)normal_refuse(w, DIAG_WORKBOOK_BROKEN, (struct normal_place){g->grid->sheet, 0},
                            S("行数、列数超出这种工作簿的上限"));
        return;
    }
    for (unsigned r = 0; r < rows && !w->refused; r++) {
        gather_row(g, (int64_t)r + 1);
        for (unsigned short c = 0; c < columns; c++) {
            FreeXL_CellValue v = {.type = FREEXL_CELL_NULL};
            if (freexl_get_cell_value(book, r, c, &v) != FREEXL_OK)
                gather_unreadable(g, c, S(""));
            else
                put_value(g, &v);
            if (!gather_cell(g, c))
                return;
        }
        gather_done(g);
    }
}

static void read_sheets(struct normal_work *w, const void *book) {
    unsigned count = 0;
    struct grid t;
    struct gather *g = NEW(w->arena, struct gather, 1);
    struct outline *o = NEW(w->arena, struct outline, 1);
    grid_open(&t, w);
    gather_open(g, &t);
    biff_open(o, w->arena, w->cell->in, w->size);
    (void)freexl_get_info(book, FREEXL_BIFF_SHEET_COUNT, &count);
    if (count == 0 || count > GRID_SHEETS)
        (void)normal_refuse(w, DIAG_WORKBOOK_BROKEN, (struct normal_place){0},
                            count == 0 ? S("缺少工作表") : S("工作表过多"));
    for (unsigned short i = 0; i < count && !w->refused; i++) {
        const char *name = NULL;
        if (freexl_get_worksheet_name(book, i, &name) != FREEXL_OK ||
            freexl_select_active_worksheet(book, i) != FREEXL_OK) {
            (void)normal_refuse(w, DIAG_WORKBOOK_BROKEN, (struct normal_place){0}, S("缺少工作表"));
            continue;
        }
        if (i < o->sheets && o->hidden[i]) {
            normal_tell(w, DIAG_SHEET_HIDDEN, (struct normal_place){str_of(name), 0}, S(""));
            continue;
        }
        grid_sheet(&t, str_of(name));
        biff_merged(o, i, &t);
        read_rows(w, g, book);
        grid_sheet_end(&t);
    }
    grid_close(&t);
    gather_close(g);
}

/* A workbook with a password is another kind of compound file; so is a letter. */
static void say_other(struct normal_work *w) {
    static const char encrypted[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
    static const char word[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t";
    char *p = NEW(w->arena, char, HEAD);
    bool locked = false;
    bool letter = false;
    for (int64_t at = 0; at < w->size; at += HEAD) {
        str part = {p, os_read_at(w->cell->in, p, HEAD, at)};
        locked = locked || str_find(part, (str){encrypted, (ptrdiff_t)sizeof encrypted}) >= 0;
        letter = letter || str_find(part, (str){word, (ptrdiff_t)sizeof word}) >= 0;
    }
    enum diag_code code = locked   ? DIAG_FILE_LOCKED
                          : letter ? DIAG_FILE_NOT_TEXT
                                   : DIAG_WORKBOOK_BROKEN;
    (void)normal_refuse(w, code, (struct normal_place){0}, letter ? S("DOC") : S(""));
}

void xls_read(struct normal_work *w) {
    const void *book = NULL;
    unsigned locked = 0;
    const char *path = str_fmt(w->arena, "/proc/self/fd/%d", w->cell->in).p;
    if (freexl_open(path, &book) != FREEXL_OK) {
        say_other(w);
        return;
    }
    (void)freexl_get_info(book, FREEXL_BIFF_PASSWORD, &locked);
    if (locked == FREEXL_BIFF_OBFUSCATED)
        (void)normal_refuse(w, DIAG_FILE_LOCKED, (struct normal_place){0}, S(""));
    else
        read_sheets(w, book);
    (void)freexl_close(book);
}
