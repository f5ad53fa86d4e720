/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tags.c — tags that an earlier page had, too, and what they said: most of a page's markup.
 *
 * In:    the bytes of a tag
 * Out:   what reading them gave
 * Law:   none
 * Never: grows; takes one tag for another
 */
#include "release/tags.h"

#include <string.h>

#define PLACES 1024 /* a power of two */
#define WORTH_MOST 8
#define GOLDEN 0x9E3779B97F4A7C15u
#define EACH_BYTE 0x0101010101010101u

struct tags {
    struct tag places[PLACES];
};

struct tags *tags_open(struct arena *a) {
    return NEW(a, struct tags, 1);
}

/* The first byte of a word stands in its lowest bits. */
static inline uint64_t word_at(const char *p) {
    uint64_t w;
    memcpy(&w, p, sizeof w);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    w = __builtin_bswap64(w);
#endif
    return w;
}

/* The highest bit of the first byte that is >, or 0. (Later bits may be wrong.) */
static inline uint64_t closing(uint64_t w) {
    uint64_t x = w ^ '>' * EACH_BYTE;
    uint64_t found = (x - EACH_BYTE) & ~x & 0x80 * EACH_BYTE;
    return found & -found;
}

bool tag_cut(str s, struct tag_words *out) {
    uint64_t hash = 0;
    ptrdiff_t most = s.n / 8 < TAG_WORDS ? s.n / 8 : TAG_WORDS;
    for (ptrdiff_t i = 0; i < most; i++) {
        uint64_t w = word_at(s.p + 8 * i);
        uint64_t end = closing(w);
        w &= end == 0 ? ~(uint64_t)0 : 2 * end - 1;
        out->v[i] = w;
        hash = (hash ^ w) * GOLDEN;
        hash ^= hash >> 32;
        if (end != 0) {
            out->hash = hash;
            out->size = 8 * i + __builtin_ctzll(end) / 8 + 1;
            return true;
        }
    }
    return false;
}

bool tag_is(const struct tag *t, const struct tag_words *words) {
    if (t->size != words->size)
        return false;
    for (ptrdiff_t i = 0; 8 * i < words->size; i++)
        if (t->words[i] != words->v[i])
            return false;
    return true;
}

/* One that was met again stays for a while, though each page brings tags of its own. */
struct tag *tags_place(struct tags *t, const struct tag_words *words) {
    struct tag *at = &t->places[words->hash % PLACES];
    bool same = tag_is(at, words);
    bool taken = !same && at->worth > 0;
    if (same && at->worth < WORTH_MOST)
        at->worth++;
    if (taken)
        at->worth--;
    return taken ? NULL : at;
}

void tags_forget(struct tags *t) {
    for (int i = 0; i < PLACES; i++)
        t->places[i].size = t->places[i].worth = 0;
}
