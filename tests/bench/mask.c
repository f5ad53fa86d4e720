/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * mask.c — how fast masking is on decision text, one core: MB/s of processor time.
 *
 * In:    tests/law/corpus/decisions.txt, its marks taken out; content/law
 * Out:   a line
 * Law:   none
 * Never: asserts anything
 */
#include "law/law.h"

#include "../law/tables.h"

#include <stdio.h>
#include <time.h>

#define BYTES_LEAST ((int64_t)48 << 20)
#define TEXTS_MOST 64

static str without_marks(struct arena *a, str s) {
    s = str_replace(a, s, S("«n:"), S(""));
    s = str_replace(a, s, S("«i:"), S(""));
    s = str_replace(a, s, S("«p:"), S(""));
    s = str_replace(a, s, S("»"), S(""));
    return str_replace(a, s, S("\\n"), S("\n"));
}

int main(void) {
    struct arena kept = {0};
    struct arena a = {0};
    struct diags diags = {0};
    const struct policy *p = test_policy(&kept, &diags);
    str texts[TEXTS_MOST];
    str rest;
    int n = 0;
    if (p == NULL || !os_read(&kept, "tests/law/corpus/decisions.txt", TABLE_BYTES, &rest))
        return 1;
    while (rest.n > 0 && n < TEXTS_MOST) {
        str line = str_cut(&rest, S("\n"));
        if (line.n > 0 && line.p[0] != '#')
            texts[n++] = without_marks(&kept, line);
    }
    int64_t bytes = 0;
    clock_t began = clock();
    for (int i = 0; n > 0 && bytes < BYTES_LEAST; i = (i + 1) % n, arena_reset(&a)) {
        str out;
        (void)mask_text(&a, p, &(struct masking){.text = texts[i]}, &out);
        bytes += texts[i].n;
    }
    double seconds = (double)(clock() - began) / CLOCKS_PER_SEC;
    printf("masking    %8.1f MB/s  %.1f MB in %.2f s of one processor\n",
           (double)bytes / 1e6 / seconds, (double)bytes / 1e6, seconds);
    arena_free(&a);
    arena_free(&kept);
    return 0;
}
