/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * decode.h — what else the same bytes may say: base64, GB18030, UTF-16.
 *
 * In:    bytes of a staged file
 * Out:   texts in UTF-8
 * Law:   none
 * Never: decides which reading is meant: all of them are read
 */
#ifndef GONGSHI_RELEASE_DECODE_H
#define GONGSHI_RELEASE_DECODE_H

#include "base/arena.h"
#include "base/buf.h"

/* Tables for base64, read-only once made. */
struct base64;
const struct base64 *base64_open(struct arena *a);

/* Hands on what base64 in the bytes says, at every alignment, as far as it is text: pieces of at
 * most DECODE_MOST bytes, in which a | stands between what did not touch. `room` is kept from call
 * to call. `digits`: it may hold digits that the bytes themselves do not show. */
#define DECODE_MOST ((ptrdiff_t)32 << 10)
typedef void decode_fn(void *ctx, str text, bool digits);
void decode_base64(const struct base64 *b, str bytes, struct buf *room, decode_fn *take, void *ctx);

/* Hands on the bytes as GB18030 and as UTF-16 in either order, begun at every place that may make a
 * difference. For bytes that are no plain UTF-8 (normal_odd). */
void decode_others(str bytes, struct buf *room, decode_fn *take, void *ctx);

#endif
