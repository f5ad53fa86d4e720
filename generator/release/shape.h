/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shape.h — numbers that look like a person's, whoever they belong to.
 *
 * In:    normalised streams
 * Out:   what looks like a resident ID, a mobile number or a bank card
 * Law:   个人信息保护法 art. 28; GB 11643-1999 (check digit); ISO/IEC 7812-1 (Luhn)
 * Never: says which number it was
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

#endif
