/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * grid.h — the rows of a workbook's sheet become record lines: for intake's own files only.
 *
 * In:    rows of cells as texts, sheet by sheet
 * Out:   one JSON object a row: {"@row":12,"@sheet":"一月","决定书文号":"…",…}
 * Law:   none
 * Never: guesses a header: it holds names that a map or our own form knows
 */
#ifndef GONGSHI_INTAKE_GRID_H
#define GONGSHI_INTAKE_GRID_H

#include "intake/merge.h"
#include "intake/normal.h"

/* ---- limits; each is tested ---- */
#define GRID_HEAD_ROWS 20 /* rows among which the header is looked for */
#define GRID_SHEETS 256   /* sheets of a workbook */

/* A row as the sheet has it. Cells beyond the last are absent; cell i stands in column i. */
struct grid_row {
    int64_t number;
    str *cells;
    int n;
};

/* A sheet with a header: where its lines begin in the output, and the map they are read by. */
struct grid_part {
    str sheet;
    int64_t offset;
    const struct map *map; /* NULL: our own form */
};

/*   title          行政处罚信息公示表                 ┐
 *   header         文书号 │    当事人     │ 决定日期    │ kept until the header is found
 *   second header         │ 名称  │ 代码  │            ┘
 *   rows           …      │ …     │ …     │ …            written as they come                  */
struct grid {
    struct normal_work *work;
    str sheet;
    struct arena kept; /* the first rows, and the keys, of the sheet under way */
    struct grid_row head[GRID_HEAD_ROWS];
    int head_n;
    bool found;  /* this sheet's header */
    str *names;  /* by column; absent without a name */
    str *keys;   /* by column: `,"name":`; absent like the name */
    bool *known; /* by column: somebody asks for it */
    int columns;
    bool said[INTAKE_COLUMNS];           /* by column: that it has no name */
    int64_t data_from;                   /* the first row below the header */
    struct grid_part parts[GRID_SHEETS]; /* the sheets with a header, so far */
    int sheets;
    int added_map; /* column of SHEET_MAP, until its first cell was seen; -1 none */
    int64_t written;
    struct merges merges;
    struct buf line;
};

/* Before the first sheet. */
void grid_open(struct grid *t, struct normal_work *w);

/* A sheet begins, and ends. */
void grid_sheet(struct grid *t, str name);
void grid_sheet_end(struct grid *t);

/* The next row, which need not be kept by the caller. False when the workbook was refused. */
bool grid_row(struct grid *t, const struct grid_row *row);

/* All sheets were read: refuses the workbook when none had a header. When they are to be read by
 * different maps each becomes a part of its own. */
void grid_close(struct grid *t);

/* A row being gathered cell by cell, in any order of columns (from 0). */
struct gather {
    struct grid *grid;
    int64_t row;
    struct buf all; /* texts of its cells: the one under way is what stands behind `from` */
    ptrdiff_t from;
    ptrdiff_t begins[INTAKE_COLUMNS];
    ptrdiff_t ends[INTAKE_COLUMNS];
    str cells[INTAKE_COLUMNS];
    int width;
};
void gather_open(struct gather *g, struct grid *t);
void gather_close(struct gather *g);
void gather_row(struct gather *g, int64_t row);

/* What was appended to g->all since the last cell is the text of this one. False, and the workbook
 * refused, past the last column that is allowed. */
bool gather_cell(struct gather *g, int64_t column);

/* Appends the sign for what cannot be read, which no record may hold, and tells what it was. */
void gather_unreadable(struct gather *g, int64_t column, str what);

/* Appends a day as XML has it: 2026-03-02T00:00:00.000 is 2026-03-02. */
void gather_day(struct gather *g, str text);

/* Appends a truth value: 是 for 1 and true. */
void gather_truth(struct gather *g, str text);

/* The row is whole. */
void gather_done(struct gather *g);

/* Cells are merged: noted before the row that the range begins in; in any order before the first
 * row, when grid_merged_all is called behind the last. Down a column the cell's text stands for all
 * its rows, as people read it; an amount is not repeated, and what spreads over columns is told. */
void grid_merged(struct grid *t, const struct merge *one);
void grid_merged_all(struct grid *t);

/* "F7" for column 5 of row 7. */
str grid_cell_name(struct arena *a, int64_t column, int64_t row);

#endif
