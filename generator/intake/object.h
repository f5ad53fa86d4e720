/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * object.h — a JSON object taken apart without a copy: for intake's own files only.
 *
 * In:    a record line
 * Out:   its members as slices
 * Law:   RFC 8259
 * Never: takes what is not surely right: whoever asks lets Jansson decide then
 */
#ifndef GONGSHI_INTAKE_OBJECT_H
#define GONGSHI_INTAKE_OBJECT_H

#include "base/str.h"

/* One member: the text of a string value, else the value as it stands. */
struct member {
    str name;
    str text;
    str json; /* absent when the value is a string */
};

#define OBJECT_MEMBERS 128 /* objects of more members are left to Jansson */

/* Takes an object of valid UTF-8 apart; strings with escapes are copied into the arena. Returns how
 * many members there are, in their order; -1 when in doubt: syntax, a name twice, \u, too many. The
 * values in `json` are only found, not checked. */
int object_members(struct arena *a, str text, struct member out[OBJECT_MEMBERS]);

#endif
