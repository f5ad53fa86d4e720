/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * pinyin.h — the initials of a Chinese name, as people type them: 云溪市三青餐饮 is YXSSQCY.
 *
 * In:    UTF-8
 * Out:   A–Z, 0–9
 * Law:   none
 * Never: knows what the names are of
 */
#ifndef GONGSHI_BASE_PINYIN_H
#define GONGSHI_BASE_PINYIN_H

#include "base/str.h"

/* The letter of each character, from ICU's order of pinyin. Made once, in some milliseconds; shared
 * by all threads then. NULL when ICU was built without that order. */
struct pinyin;
const struct pinyin *pinyin_make(struct arena *a);

/* In the arena; signs have none. Readings that depend on the word are known for surnames and for a
 * few words in names of firms (单某, 银行). */
str pinyin_initials(const struct pinyin *p, struct arena *a, str name);

#endif
