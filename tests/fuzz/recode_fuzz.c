/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * recode_fuzz.c — text in every encoding but UTF-8; the first byte says which.
 *
 * In:    a delivery
 * Out:   none
 * Law:   none
 * Never: is contained: that is what is tried
 */
#include "normal_fuzz.h"

static void fuzz_one(struct arena *a, str input) {
    static const enum encoding encodings[] = {ENCODING_GB18030, ENCODING_UTF16LE, ENCODING_UTF16BE};
    if (input.n > 0)
        normal_run(a, str_sub(input, 1, input.n), encodings[(unsigned char)input.p[0] % 3],
                   recode_read);
}
