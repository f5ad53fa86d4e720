/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * han.h — of an ideograph its simplified form and its reading, as ICU (CLDR) has them.
 *
 * In:    code points
 * Out:   code points; syllables
 * Law:   none
 * Never: looks at the characters around: what is read otherwise in a word is read as it mostly is
 *
 * The tables are made when the program is built (han/make.c). Initials by which names are looked up
 * are pinyin.h's, which knows words (银行) as well.
 */
#ifndef GONGSHI_BASE_HAN_H
#define GONGSHI_BASE_HAN_H

#include <stdbool.h>
#include <stdint.h>

#define HAN_FIRST 0x4E00
#define HAN_CHARACTERS 0x5200
#define HAN_SYLLABLES 512
#define HAN_SYLLABLE_MOST 7 /* letters */

extern const uint16_t han_simple_table[HAN_CHARACTERS];
extern const uint16_t han_next_table[HAN_CHARACTERS];
extern const uint16_t han_usual_table[HAN_CHARACTERS];
extern const uint16_t han_surname_table[HAN_CHARACTERS];
extern const char han_syllables[HAN_SYLLABLES][HAN_SYLLABLE_MOST + 1];

/* The simplified form: 張 is 张; any other character is itself. */
static inline uint32_t han_simple(uint32_t c) {
    return c - HAN_FIRST < HAN_CHARACTERS ? han_simple_table[c - HAN_FIRST] : c;
}

/* The next of those that have one simplified form, in a circle: itself when there is none other. */
static inline uint32_t han_next(uint32_t c) {
    return c - HAN_FIRST < HAN_CHARACTERS ? han_next_table[c - HAN_FIRST] : c;
}

/* How it is read, as a surname or elsewhere, in capitals without its tone: 张 is ZHANG, 单 SHAN; of
 * ü the dots are gone. "" when that is not known. */
static inline const char *han_reading(uint32_t c, bool surname) {
    if (c - HAN_FIRST >= HAN_CHARACTERS)
        return "";
    return han_syllables[surname ? han_surname_table[c - HAN_FIRST]
                                 : han_usual_table[c - HAN_FIRST]];
}

#endif
