/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * known.c — the published list of public numbers that look private.
 *
 * In:    digests
 * Out:   lines of letters
 * Law:   none
 * Never: holds a private number's digest: its key is public
 */
#include "release/release.h"

#define LETTERS                                                                                    \
    16 /* of a digest, each for four bits: a to p, so that no digit is taken for one               \
        */

void known_put(struct buf *out, const uint64_t *digests, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        for (int shift = 60; shift >= 0; shift -= 4)
            buf_char(out, (char)('a' + (digests[i] >> shift & 15)));
        buf_char(out, '\n');
    }
}

const uint64_t *known_get(struct arena *a, str text, int64_t *n) {
    uint64_t *v = NEW(a, uint64_t, text.n / LETTERS + 1);
    *n = 0;
    while (text.n > 0) {
        str line = str_cut(&text, S("\n"));
        uint64_t digest = 0;
        bool good = line.n == LETTERS;
        for (ptrdiff_t i = 0; i < line.n && good; i++) {
            good = line.p[i] >= 'a' && line.p[i] <= 'p';
            digest = digest << 4 | (uint64_t)(line.p[i] - 'a');
        }
        if (good)
            v[(*n)++] = digest;
    }
    return v;
}
