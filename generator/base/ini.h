/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ini.h — a forgiving INI for people: site.conf and map files.
 *
 * In:    text as WPS or Notepad saves it (base/encoding.h), with full-width ＝ ： ［ ］ 【 】 too
 * Out:   sections with keys in their order
 * Law:   none
 * Never: fails on spelling of punctuation; says so in a note instead
 *
 *   [section title]       a section; lines before the first are in section ""
 *   key = value           also key：value; blanks around both are dropped
 *   # comment, ; comment
 */
#ifndef GONGSHI_BASE_INI_H
#define GONGSHI_BASE_INI_H

#include "base/diag.h"

struct ini_entry {
    str section;
    str key;
    str value;
    int64_t line;
};

struct ini {
    struct ini_entry *v;
    ptrdiff_t n;
    str file;
};

/* Parses; false after diagnostics when a line is neither section, entry nor comment, or the text
 * is neither UTF-8 nor GB18030. */
bool ini_load(struct arena *a, str file, str text, struct ini *out, struct diags *diags);

/* The last value of a key in a section, or absent. */
str ini_get(const struct ini *ini, str section, str key);

/* The parts of a value that lists things, 甲；乙;丙: trimmed, without empty ones. */
struct strs ini_list(struct arena *a, str value);

/* The nearest of the known names by edit distance, absent when none is near. */
str ini_nearest(str name, const str *known, ptrdiff_t n);

#endif
