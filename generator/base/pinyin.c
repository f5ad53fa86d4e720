/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * pinyin.c — initials by ICU's collation: it sorts U+FDD0 with a letter before the first character
 * whose reading begins with that letter (CLDR, zh, pinyin).
 *
 * In:    names
 * Out:   initials
 * Law:   none
 * Never: guesses a reading by more than two characters
 */
#include "base/pinyin.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <string.h>
#include <unicode/ucol.h>

#define HAN_FIRST 0x3400
#define HAN_LAST 0x9FFF
#define INDEX_SIGN 0xFDD0 /* with a letter: where it begins in the order */
#define LETTERS 26
#define SORT_KEY 16 /* bytes: of a character or two it takes fewer */

struct pinyin {
    char letter[HAN_LAST - HAN_FIRST + 1];
};

/* Read otherwise than alone: as surnames, in these words, or in names at all. The first one counts.
 */
static const struct reading {
    const char *text;
    int at; /* 0: its first character, where a name begins with it; 1: its second one, anywhere; 2:
               it, anywhere */
    char letter;
} readings[] = {
    {"单", 0, 'S'},   {"曾", 0, 'Z'},   {"解", 0, 'X'},   {"仇", 0, 'Q'},   {"查", 0, 'Z'},
    {"翟", 0, 'Z'},   {"重庆", 0, 'C'}, {"厦门", 0, 'X'}, {"银行", 1, 'H'}, {"商行", 1, 'H'},
    {"车行", 1, 'H'}, {"分行", 1, 'H'}, {"支行", 1, 'H'}, {"药行", 1, 'H'}, {"粮行", 1, 'H'},
    {"成长", 1, 'Z'}, {"生长", 1, 'Z'}, {"增长", 1, 'Z'}, {"家长", 1, 'Z'}, {"校长", 1, 'Z'},
    {"院长", 1, 'Z'}, {"长", 2, 'C'},
};

/* How ICU sorts a text, as bytes that compare alike. */
struct sorted {
    uint8_t key[SORT_KEY];
};

static struct sorted sorted_of(const UCollator *order, const UChar *text, int n) {
    struct sorted s = {{0}};
    (void)ucol_getSortKey(order, text, n, s.key, SORT_KEY);
    return s;
}

static char letter_of(const struct sorted begins[], struct sorted c) {
    int low = 0;
    for (int high = LETTERS - 1; low < high;) {
        int middle = (low + high + 1) / 2;
        if (memcmp(c.key, begins[middle].key, SORT_KEY) >= 0)
            low = middle;
        else
            high = middle - 1;
    }
    return (char)('A' + low);
}

const struct pinyin *pinyin_make(struct arena *a) {
    UErrorCode error = U_ZERO_ERROR;
    UCollator *order = ucol_open("zh@collation=pinyin", &error);
    struct pinyin *p = NULL;
    if (!U_FAILURE(error)) {
        struct sorted begins[LETTERS];
        p = NEW(a, struct pinyin, 1);
        ucol_setStrength(order, UCOL_PRIMARY);
        for (int i = 0; i < LETTERS; i++)
            begins[i] = sorted_of(order, (UChar[]){INDEX_SIGN, (UChar)('A' + i)}, 2);
        for (uint32_t c = HAN_FIRST; c <= HAN_LAST; c++)
            p->letter[c - HAN_FIRST] = letter_of(begins, sorted_of(order, (UChar[]){(UChar)c}, 1));
    }
    ucol_close(order);
    return p;
}

/* 0 when the character at p is read as it always is. */
static char read_here(str name, const char *p) {
    for (size_t i = 0; i < sizeof readings / sizeof *readings; i++) {
        const struct reading *r = &readings[i];
        ptrdiff_t before = r->at == 1 ? 3 : 0; /* bytes of a character */
        ptrdiff_t at = p - name.p - before;
        bool fits = r->at == 0 ? at == 0 : at >= 0;
        if (fits && str_starts(str_sub(name, at, name.n), str_of(r->text)))
            return r->letter;
    }
    return 0;
}

str pinyin_initials(const struct pinyin *p, struct arena *a, str name) {
    char *to = ROOM(a, char, name.n + 1);
    ptrdiff_t n = 0;
    for (str rest = name; rest.n > 0;) {
        char here = read_here(name, rest.p);
        uint32_t c = utf8_next(&rest);
        if (here != 0)
            to[n++] = here;
        else if (c >= HAN_FIRST && c <= HAN_LAST)
            to[n++] = p->letter[c - HAN_FIRST];
        else if ((c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'))
            to[n++] = (char)c;
        else if (c >= 'a' && c <= 'z')
            to[n++] = (char)(c - 'a' + 'A');
    }
    return (str){to, n};
}
