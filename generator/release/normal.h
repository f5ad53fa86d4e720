/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * normal.h — a file as a stranger reads it: what its bytes say, whatever way they are written.
 *
 * In:    bytes of any text file
 * Out:   normalised code points, visible and hidden, and where rows and links stand
 * Law:   none
 * Never: leaves any byte of a text unread: what no browser shows goes to the hidden stream
 *
 * Tags are dropped from the visible stream; attribute values and comments make the hidden one, or
 * the known one when the whole tag is in `tags` (tags.h), where this page's new tags are put.
 * Character references, \uXXXX and %XX are resolved, full-width and other compatibility forms
 * (NFKC), digits of any script, numbers in Chinese numerals and small letters folded, white space,
 * invisible marks, dashes, dots and asterisks dropped.
 */
#ifndef GONGSHI_RELEASE_NORMAL_H
#define GONGSHI_RELEASE_NORMAL_H

#include "base/arena.h"
#include "base/str.h"
#include "release/tags.h"

/* One normalised character: the code point and what stood around it. */
#define NORMAL_CODE 0x1FFFFFu            /* mask of the code point */
#define NORMAL_BARRIER 0x1FFFFFu         /* between two values: part of no secret */
#define NORMAL_START ((uint32_t)1 << 21) /* what stood before it was no letter or digit */
#define NORMAL_END ((uint32_t)1 << 22)   /* nor what stood after it */
#define NORMAL_FAR ((uint32_t)1 << 23)   /* more than one separator, or a block, stood before it */
#define NORMAL_ALNUM ((uint32_t)1 << 24) /* 0–9, A–Z */
#define NORMAL_DOT                                                                                 \
    ((uint32_t)1 << 25) /* a single full stop stood before it: a decimal point, say */

/* A stream under way. The owner gives `v` room for as many characters as there are bytes, plus
 * NORMAL_SPARE. */
#define NORMAL_SPARE 8
#define NORMAL_BROKEN 1u  /* sequences that are no UTF-8, or look like another encoding */
#define NORMAL_CONTROL 2u /* control characters: a text holds none but white space */
struct stream {
    uint32_t *v;
    ptrdiff_t n;
    int gap;       /* what was dropped since the last character: enum gap */
    bool was_mark; /* a dash, dot or asterisk among it … */
    bool was_dot;  /* … which is a full stop */
    unsigned odd;  /* NORMAL_BROKEN, NORMAL_CONTROL */
    bool signs;    /* it holds an @ behind a letter or digit, or a letter behind a character that is
                      none of ASCII: an e-mail address or a number plate may stand in it, else none
                      does */
};

enum mark_type {
    MARK_ROW,  /* an element with an id */
    MARK_LINK, /* href or src */
    MARK_END   /* a table or list ends */
};

/* Something that stands at an element; `text` and `hidden` are where its streams were then. */
struct mark {
    enum mark_type type;
    str value; /* raw, in the bytes */
    ptrdiff_t text;
    ptrdiff_t hidden;
    ptrdiff_t known;
};

struct normal {
    struct arena *arena; /* of the marks */
    struct tags *tags;   /* of earlier pages; may be absent */
    struct stream text;
    struct stream hidden;
    struct stream known; /* hidden, too, but in a tag that an earlier page had */
    struct mark *marks;
    ptrdiff_t mark_count;
    ptrdiff_t mark_cap;
    bool want_marks;
};

/* Reads markup (any text will do: where there are no tags there is only visible text). */
void normal_read(struct normal *out, str bytes);

/* Appends plain text to one stream, without looking for tags. */
void normal_text(struct stream *out, str bytes);

/* Separates what was appended from what follows. */
void normal_barrier(struct stream *out);

/* What stands last in a stream is followed by nothing, and numbers in words are digits now
 * (normal_read has said so of both). */
void normal_end(struct stream *s);

/* The bytes read were a piece, cut off at the front or back: no boundary there. */
void normal_cut(struct normal *out, bool front, bool back);

/* What was odd: then the bytes may be a text in another encoding, or none. */
unsigned normal_odd(const struct normal *n);

#endif
