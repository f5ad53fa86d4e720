/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * blank.h — the 样表 of a kind: an empty sheet that intake takes without a map.
 *
 * In:    record.def, vocab.def, columns.def
 * Out:   a workbook, a .csv
 * Law:   law.md §5
 * Never: says anything that the declarations do not
 */
#ifndef GONGSHI_INTAKE_BLANK_H
#define GONGSHI_INTAKE_BLANK_H

#include "base/workbook.h"
#include "intake/kind.h"

/* Two sheets: the one to be filled, named like the kind, with its columns, drop-downs, comments and
 * one sample row; and SHEET_GUIDE, which explains every column. */
void blank_book(enum kind k, struct book *out);

/* The first of them as .csv: header and sample row. */
void blank_csv(enum kind k, struct buf *out);

#endif
