/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words.h — the words of a Chinese sentence, as the dictionary of Debian's jieba has them.
 *
 * In:    characters
 * Out:   how likely each way of cutting them is, and what the words are
 * Law:   none
 * Never: is any one's state: threads share it
 */
#ifndef GONGSHI_BASE_WORDS_H
#define GONGSHI_BASE_WORDS_H

#include <stddef.h>
#include <stdint.h>

#define WORDS_MOST 24  /* characters that are cut at a time */
#define WORD_LONGEST 4 /* characters of a word; longer ones are cut */

/* What a word is. */
enum word_class {
    WORD_OTHER, /* a form word, a letter; a character that is none of the dictionary's */
    WORD_NOUN,
    WORD_NAME, /* of persons */
    WORD_PLACE,
    WORD_TITLE, /* of firms, works and things */
    WORD_VERB,
    WORD_ADJECTIVE,
    WORD_ADVERB,
    WORD_LINK, /* prepositions, conjunctions, particles */
    WORD_NUMBER,
    WORD_TIME,
    WORD_PRONOUN,
    WORD_PHRASE,
    WORD_CLASSES
};

struct word {
    uint8_t n; /* characters */
    uint8_t class;
};

/* The best ways to cut characters 0 … n - 1. Costs are -log of the likelihood, in 1/64.
 *
 *   ahead[i]   of what stands before character i    last[i]   the word that ends there
 *   behind[i]  of what stands from i on             next[i]   the word that begins there
 *
 * ahead[n] = behind[0] is the cost of all of it. */
struct words {
    int ahead[WORDS_MOST + 1];
    int behind[WORDS_MOST + 1];
    struct word last[WORDS_MOST + 1];
    struct word next[WORDS_MOST + 1];
};

/* Cuts n characters, at most WORDS_MOST. */
void words_cut(const uint32_t *c, int n, struct words *out);

/* What the character costs as a word of its own: never less than in any other cut. */
int words_alone(uint32_t c);

/* How much oftener the character is the first, second or third one of the dictionary's names of
 * three than in all its other words: the natural logarithm, in 1/8. */
enum namely { NAMELY_FIRST, NAMELY_SECOND, NAMELY_THIRD, NAMELY_PLACES };
int words_namely(uint32_t c, enum namely place);

/* What the n characters cost as one word, and what that is; 0 when they are none. */
int words_has(const uint32_t *c, int n, enum word_class *class);

#endif
