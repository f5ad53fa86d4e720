/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * squeeze.h — texts with their repetitions taken out, still readable.
 *
 * In:    UTF-16
 * Out:   UTF-8 in which a repetition is a sign and a place, and back again
 * Law:   none
 * Never: hides what it does not repeat: literal text stays as it is, so that a leak check can read
 * it
 *
 * Everything before a place can be repeated: the dictionary, then the text so far, counted in
 * units. Digits have base 85 and are the characters from % to { without \ and `.
 *
 *   U+0001  place in 2 digits, length in 1        U+0002  place in 3, length in 1
 *   U+0003  place in 2 digits, length in 2        U+0004  place in 3, length in 2
 */
#ifndef GONGSHI_SEARCH_SQUEEZE_H
#define GONGSHI_SEARCH_SQUEEZE_H

#include "base/buf.h"
#include "search/fold.h"

/* Base 85: four bytes in five characters, fewer in one more than there are. */
char squeeze_digit(uint32_t d);
int squeeze_value(char c); /* -1 for none */
void squeeze_binary(struct buf *out, str bytes);
bool squeeze_binary_read(struct arena *a, str text, str *out);

struct dictionary;

/* Made of the pieces that stand in SEARCH_SAMPLES_LOST or more of a sample of texts: at most `most`
 * units. */
str dictionary_choose(struct arena *a, const struct units *sample, int n, ptrdiff_t most);
struct dictionary *dictionary_open(struct arena *a, str text);

/* Appends; `scratch` may be reset afterwards. */
void squeeze(const struct dictionary *d, struct arena *scratch, struct units text, struct buf *out);
/* False when it is cut short or refers to what is not there. */
bool squeeze_read(const struct dictionary *d, struct arena *a, str squeezed, struct units *out);

/* A text as a template literal of JavaScript, without its quotes; and back again. */
void squeeze_literal(struct buf *out, str text);
str squeeze_literal_read(struct arena *a, str literal);

#endif
