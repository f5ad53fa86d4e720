/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * csv_fuzz.c — tables and rows of delimiter-separated text.
 *
 * In:    a table
 * Out:   none
 * Law:   none
 * Never: loses a cell between writing and reading
 */
#include "fuzz.h"

#include "base/buf.h"
#include "base/csv.h"

#define CELLS 64

/* Blanks around a cell are dropped by reading: only cells without them come back as they were. */
static void check_again(struct arena *a, const str *cells, ptrdiff_t n) {
    struct buf b = {0};
    str again[CELLS];
    for (ptrdiff_t i = 0; i < n; i++) {
        if (i > 0)
            buf_char(&b, ',');
        buf_csv(&b, cells[i], ',');
    }
    str line = str_dup(a, buf_view(&b));
    buf_free(&b);
    if (line.n == 0 || memchr(line.p, '\0', (size_t)line.n) != NULL)
        return;
    ptrdiff_t m = csv_row(a, line, (struct csv_form){',', true}, again, CELLS);
    fuzz_claim(m == n, "another number of cells");
    for (ptrdiff_t i = 0; i < n; i++)
        fuzz_claim(str_eq(str_trim(again[i]), str_trim(cells[i])), "another cell");
}

static void fuzz_one(struct arena *a, str input) {
    struct csv_table t;
    str error = {0};
    str cells[CELLS];
    bool good = csv_load(a, input, ',', &t, &error);
    fuzz_claim(good || error.n > 0, "refused without a reason");
    for (ptrdiff_t r = 0; good && r < t.rows; r++)
        for (ptrdiff_t c = 0; c < t.columns; c++)
            (void)csv_cell(&t, r, c);
    (void)csv_row(a, input, (struct csv_form){'|', false}, cells, CELLS);
    ptrdiff_t n = csv_row(a, input, (struct csv_form){',', true}, cells, CELLS);
    if (n > 0 && n <= CELLS)
        check_again(a, cells, n);
}
