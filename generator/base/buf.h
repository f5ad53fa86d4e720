/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * buf.h — where output is written before it leaves: bounded, and a failure sticks.
 *
 * In:    slices, numbers
 * Out:   bytes in one growing block
 * Law:   none
 * Never: grows past its limit; needs a check after each call (look at `failed` once, at the end)
 */
#ifndef GONGSHI_BASE_BUF_H
#define GONGSHI_BASE_BUF_H

#include "base/str.h"

/* Zeroed is an empty buffer with the default limit. */
struct buf {
    char *p;
    ptrdiff_t n;
    ptrdiff_t cap;
    ptrdiff_t limit; /* most bytes it may hold; 0 means BUF_LIMIT */
    bool failed;     /* something did not fit; all later writes are dropped */
};

#define BUF_LIMIT ((ptrdiff_t)64 << 20)
#define BUF_UNBOUNDED PTRDIFF_MAX /* a table of ours, as long as there are records */

/* Append. After the first write that would pass the limit nothing is added any more. */
void buf_str(struct buf *b, str s);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
__attribute__((format(printf, 2, 3))) void buf_fmt(struct buf *b, const char *format, ...);

/* Append with & < > " ' as character references: safe in HTML text and quoted attributes. */
void buf_html(struct buf *b, str s);

/* Append as XML text: & < > " as references; what XML 1.0 has no place for as U+FFFD. */
void buf_xml(struct buf *b, str s);

/* Append as a JSON string with its quotes; s is UTF-8. Also escapes </ so it may stand in HTML. */
void buf_json(struct buf *b, str s);

/* Append as a field of RFC 4180: quoted when it holds the separator, a quote or a line break. */
void buf_csv(struct buf *b, str s, char separator);

/* Append bytes as lower-case hexadecimal. */
void buf_hex(struct buf *b, const void *bytes, size_t n);

/* What it holds; valid until the next write. */
str buf_view(const struct buf *b);

/* Empty it and forget a failure, keeping the memory; or give the memory back. */
void buf_reset(struct buf *b);
void buf_free(struct buf *b);

#endif
