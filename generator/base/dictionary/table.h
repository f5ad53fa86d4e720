/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * table.h — the form of the dictionary inside the program. (make.c writes it, words.c reads it)
 *
 * In:    a word
 * Out:   where it stands
 * Law:   none
 * Never: holds a word of more than four characters
 */
#ifndef GONGSHI_BASE_DICTIONARY_TABLE_H
#define GONGSHI_BASE_DICTIONARY_TABLE_H

#include "base/words.h"

#include <stdint.h>

#define TABLE_SLOTS (UINT32_C(1) << 18)
#define TABLE_FIRST 0x4E00 /* the characters of `alone` */
#define TABLE_CHARACTERS 0x5200
#define COST_UNIT 64 /* to one of the natural logarithm */
#define COST_NONE (18 * COST_UNIT)
#define NAMELY_UNIT 8
#define TABLE_PAIRS (UINT32_C(1) << 20)

/* What a word is worth: 11 bits of its cost, one that says that longer words begin with it, 4 of
 * its class. What is no word, but begins some, costs 0. */
#define VALUE_COST(value) ((value) >> 5)
#define VALUE_LONGER 16
#define VALUE_CLASS(value) ((value)&15)

/* A slot is 48 bits of a word's key, and its value. 0 is an empty one. The bits that are left out
 * are those that tell the slot, so that two words are never taken for each other but by a chance of
 * 1 in 2⁴⁰. */
struct table {
    uint64_t pairs[TABLE_PAIRS / 64]; /* a bit for the first two characters of each word: most
                                         others need no look into the slots, which are far away */
    uint64_t slots[TABLE_SLOTS];
    uint16_t alone[TABLE_CHARACTERS]; /* the values of single characters */
    int8_t namely[NAMELY_PLACES][TABLE_CHARACTERS];
};

/* The key of a word: its characters, 16 bits each, well mixed. */
static inline uint64_t table_key(uint64_t characters) {
    return characters * UINT64_C(0x9E3779B97F4A7C15);
}

static inline uint32_t table_slot(uint64_t key) {
    return (uint32_t)(key >> 46);
}

/* The bit of two characters. */
static inline uint32_t table_pair(uint32_t first, uint32_t second) {
    return (first * UINT32_C(0x9E3779B1) + second * UINT32_C(0x85EBCA77)) >> 12;
}

/* The slot of the word with this key, or the empty one where it would be. */
static inline uint32_t table_find(const struct table *t, uint64_t key) {
    uint32_t at = table_slot(key);
    while (t->slots[at] != 0 && t->slots[at] >> 16 != (key & UINT64_C(0xFFFFFFFFFFFF)))
        at = (at + 1) % TABLE_SLOTS;
    return at;
}

#endif
