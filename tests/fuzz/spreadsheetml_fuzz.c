/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * spreadsheetml_fuzz.c — the workbook that is one XML text.
 *
 * In:    a delivery
 * Out:   none
 * Law:   none
 * Never: is contained: that is what is tried
 */
#include "normal_fuzz.h"

static void fuzz_one(struct arena *a, str input) {
    normal_run(a, input, ENCODING_UTF8, spreadsheetml_read);
}
