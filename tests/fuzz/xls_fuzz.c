/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * xls_fuzz.c — legacy workbooks, byte for byte.
 *
 * In:    a compound file
 * Out:   none
 * Law:   none
 * Never: is contained: that is what is tried
 */
#include "normal_fuzz.h"

static void fuzz_one(struct arena *a, str input) {
    normal_run(a, input, ENCODING_UTF8, xls_read);
}
