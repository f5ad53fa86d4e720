/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * normal_fuzz.h — a reader of a foreign form, run in this process.
 *
 * In:    a delivery
 * Out:   its normal form, read back
 * Law:   none
 * Never: is contained: that is what is tried
 */
#ifndef GONGSHI_TESTS_FUZZ_NORMAL_FUZZ_H
#define GONGSHI_TESTS_FUZZ_NORMAL_FUZZ_H

#include "fuzz.h"

#include "base/utf8.h"
#include "intake/normal.h"

#define OUT "/dev/shm/gongshi-fuzz-out"
#define TOLD "/dev/shm/gongshi-fuzz-told"

/* What was written is record lines in UTF-8 unless it was refused. */
static inline void normal_run(struct arena *a, str input, enum encoding e,
                              void (*read)(struct normal_work *w)) {
    char out[64];
    char told[64];
    (void)snprintf(out, sizeof out, OUT ".%d", (int)getpid());
    (void)snprintf(told, sizeof told, TOLD ".%d", (int)getpid());
    struct intake_file file = {.path = fuzz_file(input), .name = S("x-decisions"), .delivery = 1};
    struct os_cell cell = {.in = os_open(file.path),
                           .scratch = memfd_create("scratch", MFD_CLOEXEC),
                           .out = os_create(out, 0600),
                           .told = os_create(told, 0600)};
    struct normal_work w = {.cell = &cell, .arena = a, .file = &file, .base_name = file.name};
    w.encoding = e;
    w.size = input.n;
    read(&w);
    os_finish(cell.out, false);
    os_finish(cell.told, false);
    os_close(cell.in);
    os_close(cell.scratch);
    str lines = {0};
    fuzz_claim(os_read(a, out, (int64_t)1 << 30, &lines), "no output");
    fuzz_claim(w.refused || w.archive || utf8_invalid_at(lines) < 0, "lines that are no UTF-8");
    os_unlink(out);
    os_unlink(told);
}

#endif
