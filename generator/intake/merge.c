/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * merge.c — merged cells of a sheet.
 *
 * In:    ranges, then the rows of the sheet
 * Out:   the text that a covered cell stands for
 * Law:   none
 * Never: holds more ranges or text than its limits
 */
#include "intake/merge.h"

#include "intake/grid.h"

#include <stdlib.h>
#include <string.h>

#define ROW_MOST ((int64_t)1 << 24) /* beyond all rows that a sheet can have */

/* ---- ranges as texts ---- */

/* Takes AB12 off: column 27, row 12. */
static bool take_cell(str *rest, int64_t *column, int64_t *row) {
    ptrdiff_t i = 0;
    *column = *row = 0;
    for (; i < rest->n && i < 4 && rest->p[i] >= 'A' && rest->p[i] <= 'Z'; i++)
        *column = *column * 26 + (rest->p[i] - 'A' + 1);
    for (; i < rest->n && rest->p[i] >= '0' && rest->p[i] <= '9' && *row < ROW_MOST; i++)
        *row = *row * 10 + (rest->p[i] - '0');
    *rest = str_sub(*rest, i, rest->n);
    return --*column >= 0 && *row > 0;
}

bool merge_read(str range, struct merge *out) {
    if (!take_cell(&range, &out->column, &out->row) || !str_starts(range, S(":")))
        return false;
    range = str_sub(range, 1, range.n);
    return take_cell(&range, &out->last_column, &out->last_row) && range.n == 0 &&
           out->last_row >= out->row && out->last_column >= out->column;
}

str merge_name(struct arena *a, const struct merge *m) {
    str first = grid_cell_name(a, m->column, m->row);
    str last = grid_cell_name(a, m->last_column, m->last_row);
    return str_fmt(a, "%.*s:%.*s", STR(first), STR(last));
}

/* ---- ranges in their order ---- */

void merge_clear(struct merges *m) {
    m->n = m->next = 0;
    for (int i = 0; i < INTAKE_COLUMNS; i++)
        m->fills[i].last_row = 0;
}

void merge_free(struct merges *m) {
    for (int i = 0; i < INTAKE_COLUMNS; i++)
        buf_free(&m->fills[i].text);
}

bool merge_add(struct merges *m, struct arena *a, const struct merge *one) {
    if (m->v == NULL)
        m->v = NEW(a, struct merge, MERGE_MOST);
    if (m->n == MERGE_MOST && m->next > 0) {
        memmove(m->v, m->v + m->next, (size_t)(m->n - m->next) * sizeof *m->v);
        m->n -= m->next;
        m->next = 0;
    }
    if (m->n == MERGE_MOST)
        return false;
    m->v[m->n++] = *one;
    return true;
}

static int by_row(const void *x, const void *y) {
    const struct merge *a = x;
    const struct merge *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return a->column < b->column ? -1 : a->column > b->column;
}

void merge_sort(struct merges *m) {
    if (m->n > 0)
        qsort(m->v, (size_t)m->n, sizeof *m->v, by_row);
}

bool merge_begun(struct merges *m, int64_t row, struct merge *out) {
    if (m->next == m->n || m->v[m->next].row > row)
        return false;
    *out = m->v[m->next++];
    return true;
}

/* ---- texts ---- */

bool merge_hold(struct merges *m, const struct merge *one, str text) {
    struct merge_fill *f = &m->fills[one->column];
    if (text.n > MERGE_TEXT)
        return false;
    buf_reset(&f->text);
    buf_str(&f->text, text);
    f->last_row = one->last_row;
    return true;
}

str merge_text(const struct merges *m, int64_t row, int column) {
    const struct merge_fill *f = &m->fills[column];
    return row <= f->last_row ? buf_view(&f->text) : (str){0};
}
