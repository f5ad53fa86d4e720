/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * make.c — makes the table of words that the program carries, when it is built.
 *
 * In:    the dictionary of Debian's python3-jieba on standard input: a word, how often, its class
 * Out:   struct table on standard output
 * Law:   none
 * Never: is part of the program
 */
#include "base/dictionary/table.h"

#include "base/words.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINE_MOST 256
#define OFTEN_LEAST 4          /* rarer words cost memory, and say little */
#define OCCURRENCES 60101967.0 /* of all words: jieba's own total */

static struct table table;

/* How often each character is where in the names of three, and in all that are no names. */
static double in_names[NAMELY_PLACES][TABLE_CHARACTERS];
static double in_words[TABLE_CHARACTERS];
static double names, others; /* how many there are */

/* The letters of jieba's classes (those of ICTCLAS), most of all. */
static enum word_class class_of(const char *s) {
    switch (s[0]) {
    case 'n':
        return s[1] == 'r'                  ? WORD_NAME
               : s[1] == 's'                ? WORD_PLACE
               : s[1] == 't' || s[1] == 'z' ? WORD_TITLE
                                            : WORD_NOUN;
    case 'v':
        return WORD_VERB;
    case 'a':
    case 'b':
    case 'z':
        return s[0] == 'z' && s[1] == 'g' ? WORD_OTHER : WORD_ADJECTIVE;
    case 'd':
        return WORD_ADVERB;
    case 'p':
    case 'c':
    case 'u':
        return WORD_LINK;
    case 'm':
    case 'q':
        return WORD_NUMBER;
    case 't':
        return WORD_TIME;
    case 'r':
        return WORD_PRONOUN;
    case 's':
    case 'f':
        return WORD_PLACE;
    case 'i':
    case 'l':
        return WORD_PHRASE;
    case 'j':
        return WORD_NOUN;
    default:
        return WORD_OTHER;
    }
}

/* The characters of a word of UTF-8, 16 bits each; 0 when there are too many, or other ones. */
static uint64_t characters_of(const char *s) {
    uint64_t key = 0;
    int n = 0;
    for (const unsigned char *p = (const unsigned char *)s; *p != 0; n++) {
        if (p[0] < 0xE0 || p[0] >= 0xF0 || n == WORD_LONGEST)
            return 0;
        key = key << 16 | (uint64_t)((p[0] & 15) << 12 | (p[1] & 63) << 6 | (p[2] & 63));
        p += 3;
    }
    return key;
}

/* Adds bits to the value of what may be there already. */
static void put(uint64_t characters, unsigned value) {
    uint64_t key = table_key(characters);
    uint32_t at = table_find(&table, key);
    while (characters > UINT32_MAX)
        characters >>= 16;
    uint32_t bit = table_pair((uint32_t)(characters >> 16), (uint32_t)(characters & 0xFFFF));
    table.pairs[bit / 64] |= UINT64_C(1) << bit % 64;
    table.slots[at] = key << 16 | (table.slots[at] & 0xFFFF) | value;
}

static void put_word(uint64_t characters, double often, enum word_class class) {
    unsigned cost = (unsigned)(-log(often / OCCURRENCES) * COST_UNIT + 0.5);
    unsigned value = cost << 5 | (unsigned)class;
    if (characters >= TABLE_FIRST && characters < TABLE_FIRST + TABLE_CHARACTERS)
        table.alone[characters - TABLE_FIRST] = (uint16_t)value;
    if (characters > 0xFFFF)
        put(characters, value);
    for (uint64_t begin = characters >> 16; begin > 0xFFFF; begin >>= 16)
        put(begin, VALUE_LONGER);
}

static void count_character(uint64_t c, double times, double *of) {
    if (c >= TABLE_FIRST && c < TABLE_FIRST + TABLE_CHARACTERS)
        of[c - TABLE_FIRST] += times;
}

static void count_word(uint64_t word, double often, enum word_class class) {
    bool of_three = word >> 32 != 0 && word >> 48 == 0;
    if (class == WORD_NAME) {
        names += of_three;
        for (int place = NAMELY_THIRD; of_three && place >= NAMELY_FIRST; place--, word >>= 16)
            count_character(word & 0xFFFF, 1, in_names[place]);
        return;
    }
    for (; word != 0; word >>= 16, others += often)
        count_character(word & 0xFFFF, often, in_words);
}

/* One that is rare in both tells nothing. */
static void put_namely(void) {
    for (int place = 0; place < NAMELY_PLACES; place++)
        for (int c = 0; c < TABLE_CHARACTERS; c++) {
            double expected = names * in_words[c] / others;
            double ratio = (in_names[place][c] + 1) / (expected + 1);
            table.namely[place][c] = (int8_t)lround(NAMELY_UNIT * log(ratio));
        }
}

int main(void) {
    char line[LINE_MOST];
    for (int c = 0; c < TABLE_CHARACTERS; c++)
        table.alone[c] = COST_NONE << 5;
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *often = strchr(line, ' ');
        char *class = often != NULL ? strchr(often + 1, ' ') : NULL;
        if (class == NULL)
            return 1;
        *often = '\0';
        uint64_t word = characters_of(line);
        double times = strtod(often + 1, NULL);
        if (word != 0)
            count_word(word, times, class_of(class + 1));
        if (word != 0 && (times >= OFTEN_LEAST || word <= 0xFFFF))
            put_word(word, times < 1 ? 1 : times, class_of(class + 1));
    }
    put_namely();
    return fwrite(&table, sizeof table, 1, stdout) == 1 ? 0 : 1;
}
