/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * xml_fuzz.c — XML, SpreadsheetML, and text in other encodings.
 *
 * In:    a delivery, its form by its length
 * Out:   none
 * Law:   none
 * Never: is contained: that is what is tried
 */
#include "normal_fuzz.h"

static void fuzz_one(struct arena *a, str input) {
    static const enum encoding encodings[] = {ENCODING_UTF8, ENCODING_UTF8, ENCODING_GB18030,
                                              ENCODING_UTF16LE, ENCODING_UTF16BE};
    enum encoding e = encodings[input.n % 5];
    if (input.n % 3 == 0)
        normal_run(a, input, e, xml_read);
    else if (input.n % 3 == 1)
        normal_run(a, input, e, spreadsheetml_read);
    else if (e != ENCODING_UTF8)
        normal_run(a, input, e, recode_read);
}
