/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * picture.h — whether a PNG or JPEG is a picture and nothing else.
 *
 * In:    its bytes
 * Out:   what it is, and what else is in it
 * Law:   个人信息保护法 art. 28 (where and by whom a photograph was taken)
 * Never: unpacks the picture itself
 */
#ifndef GONGSHI_RELEASE_PICTURE_H
#define GONGSHI_RELEASE_PICTURE_H

#include "base/str.h"

struct picture {
    const char *ending; /* "png", "jpg"; NULL for anything else */
    bool whole;         /* nothing is missing, cut or damaged, as far as its parts tell */
    const char *more;   /* what else is in it, in words: NULL for nothing */
};

/* A part that is on no list of what a picture needs to be drawn, and anything behind its end, is
 * more than a picture. */
struct picture picture_look(str s);

#endif
