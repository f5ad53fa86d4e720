/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words.h — the words of the interface, all of one language in one catalogue file.
 *
 * In:    templates/words/LANGUAGE.ini
 * Out:   texts by name; templates with their words filled in
 * Law:   none
 * Never: is included outside pages/; holds a word of a record
 */
#ifndef GONGSHI_PAGES_WORDS_H
#define GONGSHI_PAGES_WORDS_H

#include "pages/pages.h"

enum word {
#define WORD(name, key) WORD_##name,
#include "pages/words.def"
#undef WORD
    WORDS
};

struct words;

/* Reads catalogues of one language, later ones over earlier ones. What C code needs and is not
 * there is reported, and stays empty. */
struct words *words_load(struct arena *a, const struct page_source *v, int n, struct diags *diags);

/* The text of a word. */
str words_get(const struct words *w, enum word word);

/* The text under "section.key"; absent when there is none. */
str words_find(const struct words *w, str key);

/* The same with {1} … {n} replaced by what is given. */
str words_fill(const struct words *w, struct arena *a, enum word word, const str *v, int n);
#define FILL(w, a, word, ...)                                                                      \
    words_fill((w), (a), (word), (const str[]){__VA_ARGS__},                                       \
               (int)(sizeof((const str[]){__VA_ARGS__}) / sizeof(str)))

/* What record.def, vocab.def, columns.def and the law declare in Chinese, in the language of the
 * catalogue: its section [declared] has the Chinese on the left. The Chinese itself when it is not
 * there. */
str words_say(const struct words *w, str chinese);

/* A template's source with each [[section.key]] replaced. An unknown one is reported, with its
 * line, and stays. */
str words_expand(const struct words *w, struct arena *a, const struct page_source *source,
                 struct diags *diags);

#endif
