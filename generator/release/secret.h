/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * secret.h — looking for keyed digests in normalised text.
 *
 * In:    digests, streams of normal.h
 * Out:   found or not
 * Law:   个人信息保护法 art. 28, 51; law.md §3
 * Never: learns a value; says which one it found
 */
#ifndef GONGSHI_RELEASE_SECRET_H
#define GONGSHI_RELEASE_SECRET_H

#include "release/hashes.h"
#include "release/normal.h"
#include "release/release.h"

/* What the 16 bytes of the site's key are used as. */
struct secret_key {
    uint64_t base; /* of the polynomial, below 2^61 - 1 */
    uint64_t gate; /* odd; the factor of the gate */
};
struct secret_key secret_key_of(const unsigned char key[16]);

/* Numbers this long are looked up at every place; shorter ones (mobile numbers, plates, landlines)
 * only where letters and digits begin and end, so that a date next to a time is no false alarm. */
#define SECRET_LONG 15

/* The site-wide set, read-only once opened. A bit of a mask stands for a length. */
struct search {
    struct secret_key key;
    struct secret_key open; /* of `known` */
    uint64_t numeric;
    uint64_t latin;
    uint64_t mixed;
    ptrdiff_t shortest; /* of the numeric and latin lengths */
    struct hashes set;
    struct hashes known; /* public numbers that have the shape of a secret */
    bool shapes;
    uint64_t gates[1024]; /* one bit for each gate of a mixed secret */
};
struct search *search_open(struct arena *a, const struct sought *sought);

/* A piece of a stream. In what was decoded by `chance` short Latin names mean nothing; where the
 * stream has no `signs`, no plate and no address is looked for. */
struct part {
    const uint32_t *v;
    ptrdiff_t n;
    bool chance;
    bool signs;
};

/* What of the set is in it; LEAK_NONE for nothing. */
enum leak search_everywhere(const struct search *s, struct part in);

/* What in it has the shape of a secret and is no public number. */
enum leak search_shapes(const struct search *s, struct part in, bool prose);

/* What of these n is in it. Those of the site-wide set are left out. */
enum leak search_part(const struct search *s, const struct secret_digest *secrets, int n,
                      struct part in);

#endif
