/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * make.c — makes the table of han.h, when the program is built.
 *
 * In:    ICU's transliterators: Hant-Hans, Han-Latin, Han-Latin/Names
 * Out:   C on standard output
 * Law:   none
 * Never: is part of the program
 */
#include "base/han.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

#define TEXT_MOST 32

static char syllables[HAN_SYLLABLES][HAN_SYLLABLE_MOST + 1];
static int syllable_count = 1; /* the first is none */

static UTransliterator *transliterator(const char *name) {
    UErrorCode error = U_ZERO_ERROR;
    UChar id[TEXT_MOST * 2];
    UTransliterator *t =
        utrans_openU(u_uastrcpy(id, name), -1, UTRANS_FORWARD, NULL, 0, NULL, &error);
    if (U_FAILURE(error)) {
        (void)fprintf(stderr, "han: ICU has no %s\n", name);
        exit(1);
    }
    return t;
}

/* What becomes of one character; its length. */
static int32_t changed(UTransliterator *t, int c, UChar out[TEXT_MOST]) {
    UErrorCode error = U_ZERO_ERROR;
    int32_t n = 1;
    int32_t limit = 1;
    out[0] = (UChar)c;
    utrans_transUChars(t, out, &n, TEXT_MOST, 0, &limit, &error);
    return U_FAILURE(error) ? 0 : n;
}

/* The number of a syllable in capitals; 0 for what is none. */
static int syllable(UTransliterator *t, int c) {
    UChar text[TEXT_MOST];
    char letters[HAN_SYLLABLE_MOST + 1] = {0};
    int32_t n = changed(t, c, text);
    if (n == 0 || n > HAN_SYLLABLE_MOST)
        return 0;
    for (int32_t i = 0; i < n; i++) {
        if (text[i] < 'a' || text[i] > 'z')
            return 0;
        letters[i] = (char)(text[i] - 'a' + 'A');
    }
    int k = 1;
    while (k < syllable_count && strcmp(syllables[k], letters) != 0)
        k++;
    if (k == HAN_SYLLABLES)
        exit(1);
    memcpy(syllables[k], letters, sizeof letters);
    syllable_count += k == syllable_count;
    return k;
}

static void put_numbers(const char *name, const uint16_t *v) {
    printf("const uint16_t %s[HAN_CHARACTERS] = {", name);
    for (int i = 0; i < HAN_CHARACTERS; i++)
        printf("%s%d,", i % 16 == 0 ? "\n" : "", v[i]);
    printf("\n};\n");
}

/* Those that have one simplified form, in a circle. */
static void link_variants(const uint16_t *simple, uint16_t *next) {
    static int last[HAN_CHARACTERS]; /* 1-based */
    for (int i = 0; i < HAN_CHARACTERS; i++) {
        int *of = &last[simple[i] - HAN_FIRST];
        next[i] = *of == 0 ? (uint16_t)(HAN_FIRST + i) : next[*of - 1];
        if (*of != 0)
            next[*of - 1] = (uint16_t)(HAN_FIRST + i);
        *of = i + 1;
    }
}

int main(void) {
    static uint16_t simple[HAN_CHARACTERS];
    static uint16_t next[HAN_CHARACTERS];
    static uint16_t usual[HAN_CHARACTERS];
    static uint16_t surname[HAN_CHARACTERS];
    UTransliterator *hans = transliterator("Hant-Hans");
    UTransliterator *latin = transliterator("Han-Latin; Latin-ASCII; Lower");
    UTransliterator *names = transliterator("Han-Latin/Names; Latin-ASCII; Lower");
    for (int i = 0; i < HAN_CHARACTERS; i++) {
        UChar text[TEXT_MOST];
        bool one = changed(hans, HAN_FIRST + i, text) == 1 && text[0] >= HAN_FIRST &&
                   text[0] < HAN_FIRST + HAN_CHARACTERS;
        simple[i] = one ? text[0] : (uint16_t)(HAN_FIRST + i);
        usual[i] = (uint16_t)syllable(latin, HAN_FIRST + i);
        surname[i] = (uint16_t)syllable(names, HAN_FIRST + i);
    }
    printf("#include \"base/han.h\"\n");
    put_numbers("han_simple_table", simple);
    link_variants(simple, next);
    put_numbers("han_next_table", next);
    put_numbers("han_usual_table", usual);
    put_numbers("han_surname_table", surname);
    printf("const char han_syllables[HAN_SYLLABLES][HAN_SYLLABLE_MOST + 1] = {");
    for (int i = 0; i < syllable_count; i++)
        printf("%s\"%s\",", i % 12 == 0 ? "\n" : "", syllables[i]);
    printf("\n};\n");
    utrans_close(hans);
    utrans_close(latin);
    utrans_close(names);
    return 0;
}
