/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * drawing.h — an SVG of somebody else's, drawn again from nothing but what draws.
 *
 * In:    an SVG
 * Out:   another one, and what it says
 * Law:   none
 * Never: keeps anything that is on none of its lists: no script, event, style sheet, link, picture,
 *        foreign object, entity or reference to anywhere else
 */
#ifndef GONGSHI_RELEASE_DRAWING_H
#define GONGSHI_RELEASE_DRAWING_H

#include "base/arena.h"
#include "base/buf.h"

#define DRAWING_BYTES ((ptrdiff_t)4 << 20) /* larger ones are refused */
#define DRAWING_DEPTH 64
#define DRAWING_ELEMENTS 20000
#define DRAWING_CUTS 8 /* of what was left out, so many are named */

struct drawing {
    struct buf svg;        /* in UTF-8; drawn again, it stays as it is */
    struct buf text;       /* what it says, one line a text */
    str cut[DRAWING_CUTS]; /* what was left out although it shows or does something */
    int cuts;
};

/* Whether the beginning of a file is that of an SVG. */
bool drawing_is(str head);

/* Draws it again. False: no well-formed SVG, one without a size, with a document type that declares
 * something, or past a limit. To be called in a contained child; freed with drawing_free, either
 * way. */
bool drawing_redraw(struct arena *a, str svg, struct drawing *out);
void drawing_free(struct drawing *d);

#endif
