/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ini_fuzz.c — site.conf and other text that people write.
 *
 * In:    text in any encoding
 * Out:   none
 * Law:   none
 * Never: lets an entry stand outside the text
 */
#include "fuzz.h"

#include "base/encoding.h"
#include "base/ini.h"
#include "base/utf8.h"

static void fuzz_one(struct arena *a, str input) {
    struct diags diags = {.arena = a};
    struct ini ini;
    str utf8 = {0};
    ptrdiff_t bad = -1;
    if (encoding_to_utf8(a, input, &utf8, &bad))
        fuzz_claim(utf8_invalid_at(utf8) < 0, "decoded text is no UTF-8");
    else
        fuzz_claim(bad >= 0 && bad <= input.n, "the bad byte stands outside the text");
    if (!ini_load(a, S("fuzz.conf"), input, &ini, &diags)) {
        fuzz_claim(diag_worst(&diags) == DIAG_ERROR, "refused without a finding");
        return;
    }
    for (ptrdiff_t i = 0; i < ini.n; i++) {
        fuzz_claim(ini.v[i].line > 0 && utf8_invalid_at(ini.v[i].value) < 0, "a broken entry");
        (void)ini_get(&ini, ini.v[i].section, ini.v[i].key);
    }
}
