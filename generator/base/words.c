/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words.c — the words of a Chinese sentence, as the dictionary of Debian's jieba has them.
 *
 * In:    characters; the table that dictionary/make.c made of the dictionary
 * Out:   how likely each way of cutting them is, and what the words are
 * Law:   none
 * Never: is any one's state: threads share it
 */
#include "base/words.h"

#include "base/dictionary/table.h"

#include <stdbool.h>

/* The linker puts the file words.bin here as it is. */
extern const struct table _binary_words_bin_start;

/* The value of one character as a word. */
static int value_alone(uint32_t c) {
    return c >= TABLE_FIRST && c < TABLE_FIRST + TABLE_CHARACTERS
               ? _binary_words_bin_start.alone[c - TABLE_FIRST]
               : COST_NONE << 5;
}

/* The value of two and more characters, 0 when no word begins with them. */
static int value_of(uint64_t characters) {
    const struct table *t = &_binary_words_bin_start;
    return (int)(t->slots[table_find(t, table_key(characters))] & 0xFFFF);
}

/* Whether a word may begin with these two. */
static bool begins_some(uint32_t first, uint32_t second) {
    uint32_t bit = table_pair(first, second);
    return (_binary_words_bin_start.pairs[bit / 64] >> bit % 64 & 1) != 0;
}

int words_alone(uint32_t c) {
    return VALUE_COST(value_alone(c));
}

int words_namely(uint32_t c, enum namely place) {
    return c >= TABLE_FIRST && c < TABLE_FIRST + TABLE_CHARACTERS
               ? _binary_words_bin_start.namely[place][c - TABLE_FIRST]
               : 0;
}

int words_has(const uint32_t *c, int n, enum word_class *class) {
    uint64_t characters = c[0];
    if (n > WORD_LONGEST || c[0] > 0xFFFF || (n > 1 && !begins_some(c[0], c[1])))
        return 0;
    for (int i = 1; i < n; i++) {
        if (c[i] > 0xFFFF)
            return 0;
        characters = characters << 16 | c[i];
    }
    int value = n == 1 ? value_alone(c[0]) : value_of(characters);
    *class = (enum word_class)VALUE_CLASS(value);
    return VALUE_COST(value);
}

/* A word of n characters from i on: better than what was known? */
static void take(struct words *w, int i, int n, int value) {
    int cost = w->ahead[i] + VALUE_COST(value);
    if (cost < w->ahead[i + n]) {
        w->ahead[i + n] = cost;
        w->last[i + n] = (struct word){(uint8_t)n, (uint8_t)VALUE_CLASS(value)};
    }
}

static void give(struct words *w, int i, int n, int value) {
    int cost = w->behind[i + n] + VALUE_COST(value);
    if (cost < w->behind[i]) {
        w->behind[i] = cost;
        w->next[i] = (struct word){(uint8_t)n, (uint8_t)VALUE_CLASS(value)};
    }
}

/* The values of the words that begin at c, by their length less one; 0 where none is. */
static void read_values(const uint32_t *c, int n, int values[WORD_LONGEST]) {
    uint64_t characters = c[0] & 0xFFFF;
    int longer = n > 1 && begins_some(c[0], c[1]) ? VALUE_LONGER : 0;
    values[0] = value_alone(c[0]);
    for (int k = 1; k < WORD_LONGEST; k++) {
        characters = characters << 16 | (k < n ? c[k] & 0xFFFF : 0);
        values[k] = k < n && longer != 0 ? value_of(characters) : 0;
        longer = values[k] & VALUE_LONGER;
    }
}

void words_cut(const uint32_t *c, int n, struct words *out) {
    int values[WORDS_MOST][WORD_LONGEST];
    for (int i = 0; i <= n; i++)
        out->ahead[i] = out->behind[i] = INT32_MAX / 2;
    out->ahead[0] = out->behind[n] = 0;
    for (int i = 0; i < n; i++) {
        read_values(c + i, n - i, values[i]);
        for (int k = 0; k < WORD_LONGEST; k++)
            if (VALUE_COST(values[i][k]) > 0)
                take(out, i, k + 1, values[i][k]);
    }
    for (int i = n - 1; i >= 0; i--)
        for (int k = 0; k < WORD_LONGEST; k++)
            if (VALUE_COST(values[i][k]) > 0)
                give(out, i, k + 1, values[i][k]);
}
