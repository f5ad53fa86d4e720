/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * biff.h — what libfreexl does not tell of a legacy workbook: for intake's own files only.
 *
 * In:    records of the Workbook stream ([MS-XLS])
 * Out:   hidden sheets, merged cells
 * Law:   none
 * Never: is needed: a book in which it finds nothing is read all the same
 */
#ifndef GONGSHI_INTAKE_BIFF_H
#define GONGSHI_INTAKE_BIFF_H

#include "intake/compound.h"
#include "intake/grid.h"

/* Sheets in the workbook's order, as the library numbers them. */
struct outline {
    struct compound stream;
    bool there;
    int64_t begins[GRID_SHEETS];
    bool hidden[GRID_SHEETS];
    int sheets;
};

/* Reads where each sheet begins, and whether it is hidden. */
void biff_open(struct outline *o, struct arena *a, int fd, int64_t size);

/* Notes the merged cells of a sheet, before its first row. */
void biff_merged(struct outline *o, int sheet, struct grid *t);

#endif
