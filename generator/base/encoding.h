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

#include "base/str.h"

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

#endif
