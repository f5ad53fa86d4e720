/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * mask.h — inside law: the names and values of one record, found and replaced in its texts.
 *
 * In:    names, addresses, numbers that must go; known public values that stay
 * Out:   the texts without them, every other byte as it was
 * Law:   law.md §3 (参照 法释〔2016〕19号 art. 9–10)
 * Never: is included outside law
 */
#ifndef GONGSHI_LAW_MASK_H
#define GONGSHI_LAW_MASK_H

#include "base/arena.h"
#include "base/str.h"

/* Stands where a value was. Full-width: three ASCII asterisks would be Markdown. */
#define MASK_MARKER "＊＊＊"

/* ---- names of persons (name.c) ---- */

/* The persons in a name field: parted at 、，；/ and line breaks, without what stands in brackets,
 * without words that are no name (无, 不详, 匿名 …). */
struct strs name_split(struct arena *a, str field);

/* 张三丰 → 张某, 欧阳明 → 欧阳某, 阿卜杜拉·买买提 → 阿某, John Smith → J.; a name that is masked
 * already stays. */
str name_form(struct arena *a, str name);

/* Masked before it was delivered: 张某, 陈某兰, 张**, 李××. */
bool name_is_masked(str name);

/* Whether a party's name is that of a person, for parties of whom it is not said: a surname with
 * one to three more characters and no word for a shop, parts with a middle dot, Latin words. */
bool name_is_person(str name);

/* ---- addresses (mask.c) ---- */

/* How many bytes of an address name its province, city and county: 青原市桥东区建设路1号 → those of
 * 青原市桥东区. 0 when it begins with none. */
ptrdiff_t address_county(str address);

/* Whether it tells more than the county: a road, a village, a house. Numbers and names do not. */
bool address_is_telling(str address);

/* ---- the sweep (mask.c) ---- */

struct mask;

/* An empty one; all memory comes from the arena. */
struct mask *mask_new(struct arena *a);

/* What must go. Names become their form, addresses are cut below the county, values become the
 * marker. Too short a value (mask_is_value) is ignored; the same one twice is one. */
void mask_name(struct mask *m, str name);
void mask_address(struct mask *m, str address);
void mask_value(struct mask *m, str value);

/* Long enough to be looked for: a name of two characters, a number of six: not 12345. */
bool mask_is_name(str name);
bool mask_is_value(str value);

/* A public value: a name inside it stays when the text has all of it, and so does a number that the
 * safety net would take. */
void mask_keep(struct mask *m, str value);

/* Where they are in one text, from left to right. `net` also takes what nobody declared: resident
 * IDs with a right check digit, mobile numbers, bank cards with a label. */
struct mask_hit {
    ptrdiff_t from; /* bytes */
    ptrdiff_t to;
    int needle; /* -1 for the safety net */
};
struct mask_hits {
    struct mask_hit *v;
    int n;
};
struct mask_hits mask_find(struct mask *m, str text, bool net);

/* After all texts of a record were searched: persons whose forms are alike get numbers, in the
 * order in which they were first found. */
void mask_number(struct mask *m);

/* The text with its hits replaced; the text itself when there are none. */
str mask_apply(struct mask *m, str text, const struct mask_hits *hits);

/* Whether the text holds a declared name or value; counts nothing. */
bool mask_holds(const struct mask *m, str text, struct arena *a);

/* Whether more was to be looked for than there is room: then masking is not sure. */
bool mask_is_full(const struct mask *m);

/* How many persons were found so far, and how many other values. */
int mask_persons(const struct mask *m);
int mask_removals(const struct mask *m);

#endif
