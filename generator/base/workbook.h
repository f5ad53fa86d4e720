/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * workbook.h — tables that people open in Excel or WPS: .xlsx, and cells of a .csv.
 *
 * In:    texts, dates, numbers, row by row
 * Out:   a file; the same bytes for the same input
 * Law:   none
 * Never: writes a formula; keeps more than one row; stores the clock
 *
 * The functions are book_*: libxlsxwriter has taken the names that begin with workbook_.
 */
#ifndef GONGSHI_BASE_WORKBOOK_H
#define GONGSHI_BASE_WORKBOOK_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/date.h"

/* What Excel bears. */
#define BOOK_TEXT_LIMIT 32767   /* UTF-16 units of a cell or comment */
#define BOOK_SHEET_LIMIT 31     /* characters of a sheet's name */
#define BOOK_CHOICES_LIMIT 255  /* characters of a drop-down's list, with its commas */
#define BOOK_CHOICES_MOST 64    /* of a drop-down */
#define BOOK_CHOICE_ROWS 100000 /* rows below the header that have the drop-down */

struct book;

/* How a cell looks. Every text is kept as text, so that an identifier does not become 1.2E+17. */
enum book_look {
    BOOK_TEXT,
    BOOK_WRAPPED,   /* text over several lines */
    BOOK_DATE,      /* yyyy-mm-dd, also for what is typed later */
    BOOK_NUMBER,    /* as it is typed */
    BOOK_TITLE,     /* large, above a table */
    BOOK_HEAD,      /* of a column */
    BOOK_HEAD_MUST, /* of a column that must be filled */
    BOOK_SAMPLE,    /* an example, not to be taken for data */
    BOOK_ADDED,     /* in a column that is not the sender's */
    BOOK_FAULT,     /* wrong */
    BOOK_DOUBT,     /* doubtful */
    BOOK_LOOKS
};

enum book_cell_type { BOOK_CELL_TEXT, BOOK_CELL_NUMBER, BOOK_CELL_DATE };

/* One cell. An absent text writes none, but for its look. */
struct book_cell {
    enum book_cell_type type;
    enum book_look look;
    str text;
    int64_t number;
    date day;
    str comment; /* shown when the pointer rests on the cell; absent for none */
};

/* A column: its width in characters, and how what is typed into its empty cells looks. */
struct book_column {
    double width;
    enum book_look look;
};

/* Begins a workbook that book_finish writes to `path`, which must exist or be creatable; rows wait
 * in unnamed files in the same folder. The arena must outlive it. */
struct book *book_open(struct arena *a, const char *path);

/* Begins a sheet; names must differ, hold none of []:*?/\ and at most BOOK_SHEET_LIMIT characters.
 * What follows belongs to it. */
void book_sheet(struct book *b, const char *name);

/* Widths and looks of the first n columns; the array must outlive the sheet. */
void book_columns(struct book *b, const struct book_column *columns, int n);

/* The first `rows` rows and `columns` columns stay in sight. */
void book_freeze(struct book *b, int rows, int columns);

/* A drop-down for a column, below the first row: nothing else can be typed. */
void book_choices(struct book *b, int column, struct strs choices);

/* The next row. Broken bytes become U+FFFD, control characters blanks; a text that is too long is
 * cut (see book_fits). */
void book_row(struct book *b, const struct book_cell *cells, int n);

/* Writes the file; dies when it cannot. */
void book_finish(struct book *b);

/* Whether a cell can hold all of a text. */
bool book_fits(str text);

/* How wide a line of text is, in the characters that widths of columns count: Han characters are
 * twice as wide as Latin ones. */
double book_width(str line);

/* A cell of a .csv for people, without its separator. What a spreadsheet program would take for a
 * formula or round as a number gets a tab before it, which intake takes away again. */
void book_csv(struct buf *out, str text);

/* The mark before the first cell by which spreadsheet programs know UTF-8. */
#define BOOK_CSV_MARK S("\xEF\xBB\xBF")

#endif
