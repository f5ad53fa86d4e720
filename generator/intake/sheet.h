/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sheet.h — a record as its sender wrote it: columns, their names and texts. (hand-over)
 *
 * In:    record lines
 * Out:   struct sheet_row; the names of what we add to a sender's sheet
 * Law:   none
 * Never: is handed to pages, search, release or open data: the texts are private
 */
#ifndef GONGSHI_INTAKE_SHEET_H
#define GONGSHI_INTAKE_SHEET_H

#include "base/arena.h"
#include "base/str.h"

/* A cell as delivered, and the English names of the fields it goes into (none when it is not
 * wanted). */
struct sheet_cell {
    str name;
    str text;
    struct strs fields;
};

/* A record line, cell by cell in the sender's order. */
struct sheet_row {
    struct sheet_cell *cells;
    int n;
    str kind; /* the title, where each kind of record has members of its own; else absent */
};

/* Sheets that are for people only, in forms and in rejects: intake takes no rows from them. */
#define SHEET_GUIDE "填表说明"
#define SHEET_SUMMARY "拒收汇总"
bool sheet_is_for_people(str name);

/* A row whose first cell begins with this is an example; it is not taken, and a note says so. */
#define SHEET_SAMPLE "示例"

/* Columns that a rejects workbook adds behind the sender's own. Intake takes no values from them,
 * but reads the sheet by the map that SHEET_MAP names, as it did the first time. */
enum sheet_column { SHEET_PROBLEM, SHEET_FILE, SHEET_LINE, SHEET_MAP, SHEET_ADDED };
const char *sheet_added(enum sheet_column c);
bool sheet_is_added(str name);

/* In SHEET_MAP, when there was no map. */
#define SHEET_NO_MAP "无"

#endif
