/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shape.h — what looks like a person's number or address, whoever it belongs to.
 *
 * In:    normalised streams
 * Out:   what looks like an ID, a mobile number, a bank card, a number plate, an e-mail address
 * Law:   个人信息保护法 art. 28; GB 11643-1999 (check digit); ISO/IEC 7812-1 (Luhn); GA 36
 * Never: says which one it was
 */
#ifndef GONGSHI_RELEASE_SHAPE_H
#define GONGSHI_RELEASE_SHAPE_H

#include "release/normal.h"
#include "release/release.h"

/* What looks like a secret: where it begins in the stream, and how many characters it has. */
struct shape_hit {
    enum leak kind; /* LEAK_NONE at the end */
    ptrdiff_t at;
    ptrdiff_t chars;
};

/* The next one at or behind `from`. In `prose` a number may be written in groups, with single
 * blanks or dashes in the usual places; elsewhere (coordinates, attributes) it stands in one piece.
 */
struct shape_hit shape_next(const uint32_t *v, ptrdiff_t n, ptrdiff_t from, bool prose);

/* The next number plate or e-mail address at or behind `from`. Addresses of authorities (….gov.cn)
 * are none. */
struct shape_hit shape_next_sign(const uint32_t *v, ptrdiff_t n, ptrdiff_t from, bool prose);

#endif
