/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * xml_fuzz.c — XML whose elements are records.
 *
 * In:    a delivery
 * Out:   none
 * Law:   none
 * Never: is contained: that is what is tried
 */
#include "normal_fuzz.h"

static void fuzz_one(struct arena *a, str input) {
    normal_run(a, input, ENCODING_UTF8, xml_read);
}
