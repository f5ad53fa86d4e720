/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * hashes.c — a growing set of 64-bit hashes.
 *
 * In:    hashes
 * Out:   membership
 * Law:   none
 * Never: keeps what was hashed
 */
#include "release/hashes.h"

#define FIRST_CAP 64
#define GOLDEN 0x9E3779B97F4A7C15u

__extension__ typedef unsigned __int128 wide;

/* The slot that holds the hash, or the free one where it belongs. The product's upper half is a
 * number below `cap`, whatever that is. */
static uint64_t *slot_of(const struct hashes *set, uint64_t hash) {
    size_t i = (size_t)((wide)(hash * GOLDEN) * set->cap >> 64);
    while (set->slots[i] != 0 && set->slots[i] != hash)
        i = i + 1 < set->cap ? i + 1 : 0;
    return &set->slots[i];
}

static void resize(struct hashes *set, size_t cap) {
    struct hashes old = *set;
    set->slots = NEW(set->arena, uint64_t, cap);
    set->cap = cap;
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i] != 0)
            *slot_of(set, old.slots[i]) = old.slots[i];
}

void hashes_reserve(struct hashes *set, size_t n) {
    if (n > set->cap / 3 * 2)
        resize(set, n / 2 * 3 + FIRST_CAP);
}

bool hashes_add(struct hashes *set, uint64_t hash) {
    if (set->n >= set->cap / 5 * 4)
        resize(set, set->cap * 2 + FIRST_CAP);
    /* Nought marks a free slot, so the hash nought shares a place with one. */
    hash = hash == 0 ? 1 : hash;
    uint64_t *slot = slot_of(set, hash);
    if (*slot != 0)
        return false;
    *slot = hash;
    set->n++;
    return true;
}

bool hashes_has(const struct hashes *set, uint64_t hash) {
    return set->cap > 0 && *slot_of(set, hash == 0 ? 1 : hash) != 0;
}
