/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * names.h — which field or column a name in a delivery means.
 *
 * In:    names as staff and vendors write them: English, or the Chinese title
 * Out:   places in record_fields() and in column sets
 * Law:   none
 * Never: guesses: a near miss is only suggested
 */
#ifndef GONGSHI_INTAKE_NAMES_H
#define GONGSHI_INTAKE_NAMES_H

#include "intake/kind.h"

/* The field of a kind with this English name or Chinese title, -1 when there is none. One hashed
 * look-up; safe from several threads. */
int names_field(enum kind k, str name);

/* The same for a column of a set (a few names: compared one by one). */
int names_column(enum columns c, str name);

/* The nearest name to suggest, in the script it was asked in; absent when none is near. */
str names_near_field(struct arena *a, enum kind k, str name);
str names_near_column(struct arena *a, enum columns c, str name);
str names_near_term(struct arena *a, enum vocab v, str text);

/* Whether a text is what offices are called (…局, …委员会, 青原经济技术开发区), or an office's code
 * of small letters; not what a person is called, nor a number or an address of one. */
bool names_office(str text);

/* A delivery's name without the archive it came out of, and without the sheet in brackets where it
 * is a sheet of its own: a.zip/x.xlsx[行政许可] is x.xlsx. What a map's `match` is compared with.
 */
str names_base(str file);

/* The kind that a file's base name tells: one of its words (between - . and blanks) is a kind's
 * name or plural, or it begins with a kind's name or title; KIND_NONE when it tells none. */
enum kind names_kind_in_file(str base_name);

#endif
