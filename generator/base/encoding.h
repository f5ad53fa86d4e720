/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * encoding.h — text as offices save it becomes UTF-8.
 *
 * In:    bytes in UTF-8, UTF-16 (with byte order mark) or GB18030 (with GBK and GB2312)
 * Out:   UTF-8 without byte order mark
 * Law:   GB 18030-2022
 * Never: guesses past a byte it cannot decode; takes a damaged UTF-8 text for GB18030
 */
#ifndef GONGSHI_BASE_ENCODING_H
#define GONGSHI_BASE_ENCODING_H

#include "base/buf.h"

enum encoding { ENCODING_UTF8, ENCODING_UTF16LE, ENCODING_UTF16BE, ENCODING_GB18030 };

/* What text is most probably written in: by its byte order mark, else UTF-8 when it is valid or
 * most of its multi-byte sequences are, else GB18030. */
enum encoding encoding_of(str text);

/* The name for people: "UTF-8", "UTF-16LE", "UTF-16BE", "GB18030". */
const char *encoding_name(enum encoding e);

/* Decodes into *out: a part of `in` itself when that is UTF-8 already, else in the arena. False,
 * with *bad_at the offset in `in` of the first byte that cannot be decoded and *out what stood
 * before it. Safe from several threads. */
bool encoding_to_utf8(struct arena *a, str in, str *out, ptrdiff_t *bad_at);

/* UTF-8 as GB18030, which has a place for every character, in the arena; broken bytes become
 * U+FFFD. Safe from several threads. */
str encoding_to_gb18030(struct arena *a, str in);

/* A text in pieces, however long. Bytes that cannot be decoded become U+FFFD and are told, as are
 * characters for private use, which stand for what their font alone knows; the rest goes on. */
struct encoding_fault {
    int64_t offset; /* in the text; of a private character: -1 */
    int64_t line;   /* from 1 */
    str bytes;      /* that cannot be decoded, or the private character in UTF-8 */
};
struct encoding_stream {
    void (*told)(void *ctx, const struct encoding_fault *fault);
    void *ctx;
    void *with;   /* the library's own */
    bool wide;    /* two bytes each */
    int64_t at;   /* bytes taken so far */
    int64_t line; /* that the next one stands on */
};

/* `told` and `ctx` are the caller's; a mark at the beginning of the text is not for decoding. */
void encoding_begin(struct encoding_stream *s, enum encoding from);
void encoding_end(struct encoding_stream *s);

/* Decodes as much of a piece as is whole, behind what is in *out; returns how many bytes it took.
 * The rest (a few bytes) belongs in front of the next piece; of the last piece nothing is left. */
ptrdiff_t encoding_piece(struct encoding_stream *s, str piece, bool last, struct buf *out);

/* How many bytes the byte order mark takes that the text begins with. */
ptrdiff_t encoding_mark(str text);

#endif
