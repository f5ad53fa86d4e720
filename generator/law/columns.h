/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * columns.h — inside law: what the columns of a table in a text hold.
 *
 * In:    a folded text with lines of cells, parted by | or tabs
 * Out:   where a cell begins whose header is a role or a label
 * Law:   none
 * Never: is included outside law
 */
#ifndef GONGSHI_LAW_COLUMNS_H
#define GONGSHI_LAW_COLUMNS_H

#include "law/lexicon.h"

/* | 姓名 | 电话 |          cell 张三: FIELD
 * | 张三 | 138… |          cell 138…: PHONE      */
struct cell {
    ptrdiff_t at;   /* its first bare character */
    uint64_t class; /* of its header, as lexicon_at gives them */
};
struct cells {
    struct cell *v;
    int n;
    int room;
};

/* The cells below a header among `wanted`, from left to right, in the room of earlier ones. */
void columns_read(struct arena *a, const struct lexicon *l, const struct folded *t, uint64_t wanted,
                  struct cells *out);

#endif
