/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words.h — where the words of a Chinese sentence end, as ICU's dictionary has them.
 *
 * In:    characters
 * Out:   the words' ends
 * Law:   none
 * Never: knows what a word means
 */
#ifndef GONGSHI_BASE_WORDS_H
#define GONGSHI_BASE_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define WORDS_MOST 32 /* characters that are cut at a time */

/* Cuts n characters, at most WORDS_MOST, into words: ends[i] says that one ends before character i,
 * so ends[0] and ends[n] do. Names that the dictionary does not have fall into single characters.
 * One thread at a time is served. False when ICU cannot: then nothing is known. */
bool words_cut(const uint32_t *c, ptrdiff_t n, bool ends[WORDS_MOST + 1]);

#endif
