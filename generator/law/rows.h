/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * rows.h — one row of a policy table becomes a struct rule_row. (private to law/)
 *
 * In:    the cells of a row
 * Out:   struct rule_row
 * Law:   law.md §1: what a row must say
 * Never: fills in what the table leaves out
 */
#ifndef GONGSHI_LAW_ROWS_H
#define GONGSHI_LAW_ROWS_H

#include "law/table.h"

/* How a table with rank and scope is read: its columns beyond the common ones, its row, and whether
 * two rows that overlap at one rank contradict each other. */
struct table_form {
    uint64_t columns;
    void (*read)(struct table_reader *r, struct rule_row *row);
    bool exclusive;
};

/* Columns of every table with rank and scope. */
#define COMMON_CELLS                                                                               \
    (CELL(id) | CELL(rank) | CELL(citation) | CELL(valid_from) | CELL(valid_to) | CELL(kind) |     \
     CELL(category) | CELL(agency) | CELL(sector) | CELL(party_type) | CELL(class))

/* The form of a table; read is NULL for holidays, which have no rank. */
const struct table_form *table_form_of(enum table t);

/* The duty with this name, English or Chinese. */
bool duty_named(str named, enum duty *out);

/* Id, rank, citation, validity and scope but its agencies, as delivered. */
void row_read_common(struct table_reader *r, struct rule_row *row);

#endif
