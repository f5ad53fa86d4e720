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

#include "law/detect.h"

/* Stands where a value was. Full-width: three ASCII asterisks would be Markdown. */
#define MASK_MARKER "＊＊＊"

/* ---- names of persons (name.c) ---- */

/* The persons in a name field: parted at 、，；/ and line breaks, without what stands in brackets,
 * without words that are no name (无, 不详, 匿名 …). */
struct strs name_split(struct arena *a, str field);

/* 张三丰 → 张某, 欧阳明 → 欧阳某, 阿卜杜拉·买买提 → 阿某, John Smith → J.; a name that is masked
 * already stays. */
str name_form(struct arena *a, str name);

/* How many characters of a Han name are its surname, 1 for any other name. */
ptrdiff_t name_surname(str name);

/* Masked before it was delivered: 张某, 陈某兰, 张**, 李××. */
bool name_is_masked(str name);

/* Whether a party's name is that of a person, for parties of whom it is not said: a surname with
 * one to three more characters and no word for a shop, parts with a middle dot, Latin words. */
bool name_is_person(str name);

/* ---- the texts of one record, or one text ---- */

struct mask;

/* What is shown of each kind of value that nobody declared, and whether representatives are. */
struct manner {
    enum treatment treat[VALUE_KINDS];
    bool lead_shown;
    bool doubts_go; /* what is doubtful is replaced too; else it is only told (mask_doubts) */
};

/* An empty one; all memory comes from the arena. `texts` may be shared by the masks of a record. */
struct mask *mask_new(struct arena *a, const struct detector *d, const struct manner *manner,
                      struct folds *texts);

/* What must go. Names become their form, addresses are cut below the county, values become what
 * their treatment leaves of them. Too short a value (mask_is_value) is ignored; the same one twice
 * is one. */
void mask_name(struct mask *m, str name);
void mask_address(struct mask *m, str address);
void mask_value(struct mask *m, str value, enum treatment treatment);

/* A name of which a clerk decided that it goes: it is doubtful no more. */
void mask_decided(struct mask *m, str name);

/* Long enough to be looked for: a name of two characters, a number of six: not 12345. */
bool mask_is_name(struct arena *a, str name);
bool mask_is_value(struct arena *a, str value);

/* A public value: what stands inside it stays when the text has all of it. Declared numbers and
 * addresses go all the same. */
void mask_keep(struct mask *m, str value);

/* Reads one text for what nobody declared: marks for mask_find, and names that are then looked for
 * in all texts. Every text before any is searched. False when reading failed. */
bool mask_read(struct mask *m, str text, struct marks *out);

/* The kinds of private values that nobody declared in one text, a bit for each enum value_kind but
 * names; nothing is learnt of them. All when it could not be read. */
unsigned mask_sees(struct mask *m, str text);

/* Reads one text of an open field for names and homes that nobody declared, which stay unless a
 * clerk decides: each is a doubt. How many. */
int mask_question(struct mask *m, str text);

/* Where they are in one text, from left to right; `marks` of that text, or NULL when it is not one
 * in which values that nobody declared can be. */
struct mask_hit {
    uint32_t from; /* bytes */
    uint32_t to;
    int needle; /* -1: a mark */
    int value;  /* enum value_kind */
};
struct mask_hits {
    struct mask_hit *v;
    int n;
    int room;
};
struct mask_hits mask_find(struct mask *m, str text, const struct marks *marks);

/* What a clerk must decide, as found by mask_find: slices of the texts. */
struct doubt {
    str text;
    bool namesake; /* a declared name, which is an officer's as well: whose is it here? */
};
const struct doubt *mask_doubts(const struct mask *m, int *n);

/* After all texts of a record were searched: persons whose forms are alike get numbers, in the
 * order in which they were first found, which tells nothing of their names. */
void mask_number(struct mask *m);

/* Whether a hit leaves nothing in its place (of an address what is below the county): then what
 * stood on both sides of it comes together, and must be looked at again. */
bool mask_joins(const struct mask *m, str text, const struct mask_hits *hits);

/* The text with its hits replaced; the text itself when there are none. */
str mask_apply(struct mask *m, str text, const struct mask_hits *hits);

/* One round over a text by itself, of any length: read, searched, replaced (as mask_read, mask_find
 * and mask_apply do with the texts of a record). *again tells whether others may be found in what
 * came out. Takes eight bytes for each thing found beside text and result. False when reading
 * failed, or there was too much to look for. */
bool mask_round(struct mask *m, str text, str *out, bool *again);

/* Whether the text holds a declared name or value; counts nothing. A name that is somebody's whose
 * name is public, too, only with mask_mentions. */
bool mask_holds(struct mask *m, str text);
bool mask_mentions(struct mask *m, str text);

/* Whether a declared name was met, so far, where it was not the person's: in a firm's name, a
 * place, a public value. There it stays. */
bool mask_passed_over(struct mask *m, str name);

/* Whether more was to be looked for than there is room: then masking is not sure. */
bool mask_is_full(const struct mask *m);

/* How many persons were found so far, and how many other values. */
int mask_persons(const struct mask *m);
int mask_removals(const struct mask *m);

#endif
