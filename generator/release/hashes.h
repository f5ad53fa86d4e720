/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * hashes.h — a growing set of 64-bit hashes; a million of them in 16 MiB.
 *
 * In:    hashes that are already well mixed
 * Out:   membership
 * Law:   none
 * Never: keeps what was hashed
 */
#ifndef GONGSHI_RELEASE_HASHES_H
#define GONGSHI_RELEASE_HASHES_H

#include "base/arena.h"
#include "base/str.h"

/* Zeroed apart from `arena` it is empty. Open addressing, at most four fifths full: a province has
 * two million files, and as many identifiers. */
struct hashes {
    struct arena *arena;
    uint64_t *slots; /* 0 is a free slot */
    size_t cap;
    size_t n;
};

/* False when it was in already. Only one thread may add, and none ask meanwhile. */
bool hashes_add(struct hashes *set, uint64_t hash);

/* Room for n in all and some more, so that no growth leaves garbage in the arena. */
void hashes_reserve(struct hashes *set, size_t n);

/* Any number of threads may ask at once. */
bool hashes_has(const struct hashes *set, uint64_t hash);

#endif
