/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * biff_fuzz.c — compound files and the records of legacy workbooks. The library that reads the
 * cells has faults of its own; it runs in the contained child (tests/intake/xls_test.sh).
 *
 * In:    a compound file
 * Out:   none
 * Law:   none
 * Never: reads past the file
 */
#include "normal_fuzz.h"

#include "intake/biff.h"

static void read_outline(struct normal_work *w) {
    struct outline *o = NEW(w->arena, struct outline, 1);
    struct grid *t = NEW(w->arena, struct grid, 1);
    grid_open(t, w);
    biff_open(o, w->arena, w->cell->in, w->size);
    for (int i = 0; i < o->sheets; i++) {
        grid_sheet(t, S("x"));
        biff_merged(o, i, t);
    }
    (void)normal_refuse(w, DIAG_FILE_HEADER, (struct normal_place){0}, S(""));
    grid_close(t);
}

static void fuzz_one(struct arena *a, str input) {
    normal_run(a, input, ENCODING_UTF8, read_outline);
}
