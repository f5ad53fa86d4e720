/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tags.h — tags that an earlier page had, too, and what they said: most of a page's markup.
 *
 * In:    the bytes of a tag
 * Out:   what reading them gave
 * Law:   none
 * Never: takes one tag for another: all bytes are compared
 */
#ifndef GONGSHI_RELEASE_TAGS_H
#define GONGSHI_RELEASE_TAGS_H

#include "base/arena.h"
#include "base/str.h"

#define TAG_WORDS 12
#define TAG_MOST (8 * TAG_WORDS) /* bytes of a tag that is remembered */
#define TAG_MARKS 2

/* A tag from < to its first >, eight bytes to a word, the last one filled with noughts. */
struct tag_words {
    uint64_t v[TAG_WORDS];
    uint64_t hash;
    ptrdiff_t size; /* in bytes */
};

/* Where a mark's value stands in its tag. */
struct tag_mark {
    uint8_t type; /* enum mark_type */
    uint8_t from;
    uint8_t size;
};

/* What reading it gave, which depends on nothing that stands around it. */
struct tag {
    uint8_t size;  /* in bytes; 0: a free place */
    uint8_t chars; /* of `hidden` */
    uint8_t mark_count;
    uint8_t gap;   /* what it leaves in the text: enum gap */
    uint8_t worth; /* how often it was met: without any it gives way to another */
    struct tag_mark marks[TAG_MARKS];
    uint64_t words[TAG_WORDS];
    uint32_t hidden[TAG_MOST]; /* as in struct stream of normal.h */
};

/* A fixed number of them, for one worker. */
struct tags;
struct tags *tags_open(struct arena *a);

/* Cuts the tag that s begins with; false when it is too long, or ends within the last bytes of s.
 */
bool tag_cut(str s, struct tag_words *out);

/* The place where this tag stands or may be put; NULL when another one there is worth more. */
struct tag *tags_place(struct tags *t, const struct tag_words *words);

/* Does the place hold it already? */
bool tag_is(const struct tag *t, const struct tag_words *words);

/* All places are free again. */
void tags_forget(struct tags *t);

#endif
