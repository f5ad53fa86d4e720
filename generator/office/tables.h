/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tables.h — the report as tables, from which page, workbook, JSON and terminal are made; office's
 * own.
 *
 * In:    struct desk
 * Out:   struct desk_tables
 * Law:   none
 * Never: leaves office/
 */
#ifndef GONGSHI_OFFICE_TABLES_H
#define GONGSHI_OFFICE_TABLES_H

#include "base/arena.h"
#include "base/value.h"
#include "office/desk.h"

/* A column: its member in JSON, its title, whether the page shows it below the column before it,
 * how wide it is on a terminal (0: not there). */
struct desk_column {
    const char *key;
    const char *title;
    bool under;
    int width;
};

/* `look` is a class of the style sheet: late, soon, week, good, or "". */
struct desk_cell {
    str text;
    const char *look;
    str link;
};

struct desk_table {
    const char *key;
    const char *title;
    const char *lead;  /* one sentence */
    const char *empty; /* what stands there without rows */
    const struct desk_column *columns;
    int column_count;
    struct desk_cell *cells; /* row by row */
    int rows;
    int64_t all;
};

#define DESK_TABLES 9
struct desk_tables {
    struct desk_table v[DESK_TABLES];
    int n;
};
struct desk_tables desk_tables(struct arena *a, const struct desk *d);

/* A number with its name, for the head of the report. */
struct desk_tile {
    const char *key;
    const char *title;
    int64_t n;
    const char *look;
};
#define DESK_TILES 8
int desk_tiles(const struct desk *d, struct desk_tile out[DESK_TILES]);

/* How late or how soon: 逾期 3 天, 今天到期, 还有 5 天; and its look. */
str desk_left(struct arena *a, const struct desk *d, date due);
const char *desk_look(const struct desk *d, date due);

/* One field of a preview: with <mark> around what masking changed. */
struct preview_row {
    str title;
    str delivered;
    str shown;
    struct html delivered_marked;
    struct html shown_marked;
    bool differs;
};
int preview_rows(struct arena *a, const struct desk_preview *p, struct preview_row **out);

#endif
