/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * workbook.c — tables that people open in Excel or WPS, written with libxlsxwriter.
 *
 * In:    texts, dates, numbers, row by row
 * Out:   a file; the same bytes for the same input
 * Law:   none
 * Never: writes a formula; keeps more than one row; lets a libxlsxwriter object out
 */
#include "base/workbook.h"

#include "base/os.h"
#include "base/utf8.h"

#include <string.h>
#include <xlsxwriter.h>

/* The date that every workbook says it was made on: 2020-01-01. */
#define MADE ((time_t)1577836800)

/* Spreadsheet programs show numbers of so many digits as 1.2E+11, and round longer ones. */
#define DIGITS_SHORTENED 12

/* As libxlsxwriter and Excel number them. */
#define PAPER_A4 9

/* Characters of a row that can still be read when it is printed on one page. */
#define PAGE_WIDTH 220

#define LINE_HEIGHT 15 /* points */
#define HEAD_HEIGHT 19 /* of bold text: its strokes are higher */
#define TITLE_HEIGHT 24
#define LINES_SHOWN 20 /* of the highest cell of a row */

struct book {
    struct arena *arena;
    struct arena scratch; /* of one row */
    lxw_workbook *workbook;
    lxw_worksheet *sheet;
    lxw_format *looks[BOOK_LOOKS];
    lxw_row_t row;
    const struct book_column *columns;
    int column_count;
};

/* Whatever libxlsxwriter refuses is either the machine's fault or ours. */
static void check(lxw_error e) {
    if (e != LXW_NO_ERROR)
        die("写不出工作簿：%s", lxw_strerror(e));
}

/* libxlsxwriter wants texts that it could write to. */
static char *writable(struct arena *a, str s) {
    char *z = NEW(a, char, s.n + 1);
    if (s.n > 0)
        memcpy(z, s.p, (size_t)s.n);
    return z;
}

/* ---- looks ---- */

static const struct {
    const char *number; /* format; @ is text */
    lxw_color_t ink;
    lxw_color_t paper; /* 0: none */
    bool bold;
    bool italic;
    bool wrap;
    double size; /* 0: as usual */
} looks[BOOK_LOOKS] = {
    [BOOK_TEXT] = {.number = "@"},
    [BOOK_WRAPPED] = {.number = "@", .wrap = true},
    [BOOK_DATE] = {.number = "yyyy-mm-dd"},
    [BOOK_NUMBER] = {.number = "General"},
    [BOOK_TITLE] = {.number = "@", .bold = true, .size = 14},
    [BOOK_HEAD] = {.number = "@", .ink = 0x1F3864, .paper = 0xD9E2F3, .bold = true, .wrap = true},
    [BOOK_HEAD_MUST] =
        {.number = "@", .ink = 0xFFFFFF, .paper = 0x1F4E79, .bold = true, .wrap = true},
    [BOOK_SAMPLE] = {.number = "@", .ink = 0x808080, .italic = true},
    [BOOK_ADDED] = {.number = "@", .ink = 0x404040, .paper = 0xF2F2F2, .wrap = true},
    [BOOK_FAULT] = {.number = "@", .ink = 0x9C0006, .paper = 0xFFC7CE},
    [BOOK_DOUBT] = {.number = "@", .ink = 0x7F6000, .paper = 0xFFEB9C},
};

static lxw_format *look_of(struct book *b, enum book_look look) {
    if (b->looks[look] != NULL)
        return b->looks[look];
    lxw_format *f = workbook_add_format(b->workbook);
    format_set_num_format(f, looks[look].number);
    format_set_align(f, LXW_ALIGN_VERTICAL_TOP);
    if (looks[look].ink != 0)
        format_set_font_color(f, looks[look].ink);
    if (looks[look].paper != 0) {
        format_set_bg_color(f, looks[look].paper);
        format_set_border(f, LXW_BORDER_THIN);
        format_set_border_color(f, 0xBFBFBF);
    }
    if (looks[look].bold)
        format_set_bold(f);
    if (looks[look].italic)
        format_set_italic(f);
    if (looks[look].wrap)
        format_set_text_wrap(f);
    if (looks[look].size > 0)
        format_set_font_size(f, looks[look].size);
    b->looks[look] = f;
    return f;
}

/* ---- the workbook and its sheets ---- */

static str folder_of(str path) {
    ptrdiff_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    return n > 1 ? str_sub(path, 0, n - 1) : n == 1 ? S("/") : S(".");
}

struct book *book_open(struct arena *a, const char *path) {
    static char author[] = "gongshi";
    struct book *b = NEW(a, struct book, 1);
    b->arena = a;
    lxw_workbook_options options = {.constant_memory = LXW_TRUE,
                                    .tmpdir = writable(a, folder_of(str_of(path)))};
    b->workbook = workbook_new_opt(path, &options);
    if (b->workbook == NULL)
        die("写不出 %s", path);
    lxw_doc_properties made = {.author = author, .created = MADE};
    check(workbook_set_properties(b->workbook, &made));
    return b;
}

void book_sheet(struct book *b, const char *name) {
    b->row = 0;
    b->sheet = workbook_add_worksheet(b->workbook, name);
    if (b->sheet == NULL)
        die("写不出工作表 %s", name);
    worksheet_set_paper(b->sheet, PAPER_A4);
    worksheet_set_landscape(b->sheet);
    b->columns = NULL;
    b->column_count = 0;
}

void book_columns(struct book *b, const struct book_column *columns, int n) {
    double width = 0;
    for (int i = 0; i < n; i++) {
        check(worksheet_set_column(b->sheet, (lxw_col_t)i, (lxw_col_t)i, columns[i].width,
                                   look_of(b, columns[i].look)));
        width += columns[i].width;
    }
    if (width <= PAGE_WIDTH)
        worksheet_fit_to_pages(b->sheet, 1, 0);
    b->columns = columns;
    b->column_count = n;
}

void book_freeze(struct book *b, int rows, int columns) {
    worksheet_freeze_panes(b->sheet, (lxw_row_t)rows, (lxw_col_t)columns);
}

void book_choices(struct book *b, int column, struct strs choices) {
    static char title[] = "请从下拉列表中选择";
    static char message[] = "这一栏只能填下拉列表中的选项。";
    char *list[BOOK_CHOICES_MOST + 1] = {NULL};
    for (ptrdiff_t i = 0; i < choices.n && i < BOOK_CHOICES_MOST; i++)
        list[i] = writable(b->arena, choices.v[i]);
    lxw_data_validation v = {.validate = LXW_VALIDATION_TYPE_LIST,
                             .ignore_blank = LXW_VALIDATION_ON,
                             .show_error = LXW_VALIDATION_ON,
                             .dropdown = LXW_VALIDATION_ON,
                             .value_list = list,
                             .error_title = title,
                             .error_message = message};
    check(worksheet_data_validation_range(b->sheet, 1, (lxw_col_t)column, BOOK_CHOICE_ROWS,
                                          (lxw_col_t)column, &v));
}

void book_finish(struct book *b) {
    check(workbook_close(b->workbook));
    arena_free(&b->scratch);
}

/* ---- cells ---- */

static ptrdiff_t units_of(uint32_t c) {
    return c > 0xFFFF && c != UTF8_INVALID ? 2 : 1;
}

bool book_fits(str text) {
    ptrdiff_t units = 0;
    while (text.n > 0 && units <= BOOK_TEXT_LIMIT)
        units += units_of(utf8_next(&text));
    return units <= BOOK_TEXT_LIMIT;
}

/* Control characters become blanks, as in diagnostics; what XML cannot hold, U+FFFD. */
static uint32_t storable(uint32_t c) {
    if (c < 0x20 && c != '\t' && c != '\n')
        return ' ';
    return c == 0xFFFE || c == 0xFFFF ? UTF8_INVALID : c;
}

/* NUL-terminated and not too long. */
static const char *clean(struct book *b, str text) {
    char *z = NEW(&b->scratch, char, text.n * 3 + 4);
    ptrdiff_t n = 0;
    ptrdiff_t units = 0;
    while (text.n > 0) {
        uint32_t c = utf8_next(&text);
        units += units_of(c);
        if (units > BOOK_TEXT_LIMIT)
            break;
        n += utf8_put(z + n, storable(c));
    }
    z[n] = '\0';
    return z;
}

/* A box that is as high as its text, of some twenty Han characters a line. */
static void put_comment(struct book *b, lxw_col_t column, str comment) {
    static char author[] = "gongshi";
    ptrdiff_t lines = utf8_count(comment) / 18 + 2;
    lxw_comment_options how = {.author = author,
                               .font_size = 10,
                               .width = 300,
                               .height = (uint16_t)(20 * (lines < 20 ? lines : 20))};
    check(worksheet_write_comment_opt(b->sheet, b->row, column, clean(b, comment), &how));
}

static void put_day(struct book *b, lxw_col_t column, date day, lxw_format *f) {
    struct ymd d = date_ymd(day);
    lxw_datetime when = {.year = d.year, .month = d.month, .day = d.day};
    check(worksheet_write_datetime(b->sheet, b->row, column, &when, f));
}

/* An empty cell looks as its column does; only another look must be written. */
static bool is_as_column(const struct book *b, int column, const struct book_cell *cell) {
    return cell->type == BOOK_CELL_TEXT && cell->text.n == 0 && column < b->column_count &&
           b->columns[column].look == cell->look;
}

static void put_cell(struct book *b, lxw_col_t column, const struct book_cell *cell) {
    lxw_format *f = look_of(b, cell->look);
    if (cell->type == BOOK_CELL_NUMBER)
        check(worksheet_write_number(b->sheet, b->row, column, (double)cell->number, f));
    else if (cell->type == BOOK_CELL_DATE)
        put_day(b, column, cell->day, f);
    else if (cell->text.n > 0)
        check(worksheet_write_string(b->sheet, b->row, column, clean(b, cell->text), f));
    else if (!is_as_column(b, column, cell))
        check(worksheet_write_blank(b->sheet, b->row, column, f));
    if (cell->comment.n > 0)
        put_comment(b, column, cell->comment);
}

double book_width(str line) {
    double used = 0;
    while (line.n > 0)
        used += utf8_next(&line) < 0x2E80 ? 1 : 2;
    return used;
}

/* How many lines a text takes in a column so wide. */
static int lines_in(str text, double width) {
    double lines = 0;
    while (text.p != NULL && lines < LINES_SHOWN)
        lines += 1 + (double)(int)(book_width(str_cut(&text, S("\n"))) / width);
    return lines < LINES_SHOWN ? (int)lines : LINES_SHOWN;
}

/* Not every program makes a row as high as its texts. */
static void set_height(struct book *b, const struct book_cell *cells, int n) {
    double most = LINE_HEIGHT;
    for (int i = 0; i < n; i++) {
        enum book_look look = cells[i].look;
        double one = looks[look].size > 0 ? TITLE_HEIGHT
                     : looks[look].bold   ? HEAD_HEIGHT
                                          : LINE_HEIGHT;
        if (looks[look].wrap && i < b->column_count)
            one *= lines_in(cells[i].text, b->columns[i].width);
        most = one > most ? one : most;
    }
    if (most > LINE_HEIGHT)
        check(worksheet_set_row(b->sheet, b->row, most, NULL));
}

void book_row(struct book *b, const struct book_cell *cells, int n) {
    arena_reset(&b->scratch);
    set_height(b, cells, n);
    for (int i = 0; i < n; i++)
        put_cell(b, (lxw_col_t)i, &cells[i]);
    b->row++;
}

/* ---- .csv ---- */

/* More digits than a spreadsheet program keeps, or zeros that it drops. */
static bool is_number_to_keep(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n >= DIGITS_SHORTENED || (s.n > 1 && s.p[0] == '0');
}

void book_csv(struct buf *out, str text) {
    bool formula = text.n > 0 && strchr("=+-@\t\r", text.p[0]) != NULL && text.p[0] != '\0';
    if (!formula && !is_number_to_keep(text)) {
        buf_csv(out, text, ',');
        return;
    }
    /* The tab makes it a text; the quotes keep the tab. */
    buf_str(out, S("\"\t"));
    for (ptrdiff_t i = 0; i < text.n; i++) {
        if (text.p[i] == '"')
            buf_char(out, '"');
        buf_char(out, text.p[i]);
    }
    buf_char(out, '"');
}
