/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * drawing_look.h — the attributes of a drawing's elements, however they were written.
 *
 * In:    attributes, `style` attributes, style sheets of class rules
 * Out:   attributes
 * Law:   none
 * Never: is included outside of drawing*.c; holds an attribute that is not on its list, or a value
 *        that could refer to anything outside of the drawing
 */
#ifndef GONGSHI_RELEASE_DRAWING_LOOK_H
#define GONGSHI_RELEASE_DRAWING_LOOK_H

#include "base/arena.h"
#include "base/buf.h"

#define LOOK_MOST 64   /* attributes there are */
#define LOOK_RULES 512 /* declarations of a style sheet that are kept */

/* Values by attribute, absent where there is none. */
struct look {
    str v[LOOK_MOST];
};

/* What a style sheet says of a class: one declaration each. */
struct look_rule {
    str class;
    str name;
    str value;
};
struct look_sheet {
    struct look_rule *v;
    int n;
};

/* Sets an attribute of that name. False when it is on the list and its value is not good: nothing
 * is set then; unknown names are passed over. */
bool look_set(struct look *l, str name, str value);
str look_get(const struct look *l, const char *name);
void look_unset(struct look *l, str name);
void look_drop(struct look *l, const char *prefix); /* all whose names begin so */

/* Sets href to `#name`, a part of the same drawing; anything else is passed over. */
void look_refer(struct look *l, str target);

/* The declarations of a `style` attribute, and those of the rules for these classes: they go
 * before what stands in attributes. What is no presentation is passed over; look_declare is false
 * when a value was not good. */
bool look_declare(struct look *l, str declarations);
void look_dress(struct look *l, const struct look_sheet *sheet, str classes);

/* Adds the rules of a style sheet (`.a, .b { fill: #fff }`). False when it holds any
 * other, or a value that is not good. */
bool look_read_sheet(struct arena *a, struct look_sheet *sheet, str css);

/* ` name="value"` of each, in the order of the list. */
void look_write(struct buf *b, const struct look *l);

/* A name that something in the drawing may have and refer to. */
bool look_is_name(str s);

#endif
