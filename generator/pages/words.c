/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * words.c — the catalogue of the interface's words.
 *
 * In:    INI files
 * Out:   struct words
 * Law:   none
 * Never: is asked by a template while it renders: words are filled in before it is compiled
 */
#include "pages/words.h"

#include "base/ini.h"

#define DECLARED "declared"

struct words {
    str v[WORDS];
    struct value all;      /* "section.key" → text */
    struct value declared; /* Chinese → text */
};

static const char *const keys[WORDS] = {
#define WORD(name, key) key,
#include "pages/words.def"
#undef WORD
};

/* Quotes keep the blanks at the ends, which some languages need between sentences. */
static str unquoted(str value) {
    bool quoted = value.n >= 2 && value.p[0] == '"' && value.p[value.n - 1] == '"';
    return quoted ? str_sub(value, 1, value.n - 1) : value;
}

static void take(struct words *w, struct arena *a, const struct ini *ini) {
    for (ptrdiff_t i = 0; i < ini->n; i++) {
        const struct ini_entry *e = &ini->v[i];
        if (str_eq(e->section, S(DECLARED)))
            value_set(a, &w->declared, e->key, value_text(unquoted(e->value)));
        else
            value_set(a, &w->all, str_fmt(a, "%.*s.%.*s", STR(e->section), STR(e->key)),
                      value_text(unquoted(e->value)));
    }
}

struct words *words_load(struct arena *a, const struct page_source *v, int n, struct diags *diags) {
    struct words *w = NEW(a, struct words, 1);
    w->all = value_map(a, 512);
    w->declared = value_map(a, 8);
    for (int i = 0; i < n; i++) {
        struct ini ini;
        if (ini_load(a, v[i].file, v[i].text, &ini, diags))
            take(w, a, &ini);
    }
    for (int i = 0; i < WORDS; i++) {
        const struct value *found = value_get(&w->all, str_of(keys[i]));
        w->v[i] = found == NULL ? S("") : found->text;
        if (found == NULL)
            diag(diags, DIAG_WORD_MISSING, (struct place){.file = n > 0 ? v[0].file : S("words")},
                 "%s", keys[i]);
    }
    return w;
}

str words_get(const struct words *w, enum word word) {
    return w->v[word];
}

str words_find(const struct words *w, str key) {
    const struct value *found = value_get(&w->all, key);
    return found == NULL ? (str){0} : found->text;
}

str words_say(const struct words *w, str chinese) {
    if (w->declared.n == 0)
        return chinese;
    const struct value *found = value_get(&w->declared, chinese);
    return found == NULL ? chinese : found->text;
}

/* ---- {1} … {9} ---- */

str words_fill(const struct words *w, struct arena *a, enum word word, const str *v, int n) {
    struct buf b = {0};
    str text = w->v[word];
    for (ptrdiff_t i = 0; i < text.n; i++) {
        bool mark = text.p[i] == '{' && i + 2 < text.n && text.p[i + 2] == '}';
        int which = mark ? text.p[i + 1] - '1' : -1;
        if (which >= 0 && which < n) {
            buf_str(&b, v[which]);
            i += 2;
        } else {
            buf_char(&b, text.p[i]);
        }
    }
    str out = str_dup(a, buf_view(&b));
    buf_free(&b);
    return out;
}

/* ---- [[section.key]] in templates ---- */

static int64_t line_at(str text, ptrdiff_t at) {
    int64_t line = 1;
    for (ptrdiff_t i = 0; i < at; i++)
        line += text.p[i] == '\n';
    return line;
}

static void put_word(const struct words *w, struct buf *b, const struct page_source *source,
                     str key, struct diags *diags) {
    const struct value *found = value_get(&w->all, key);
    if (found != NULL) {
        buf_str(b, found->text);
        return;
    }
    diag(diags, DIAG_WORD_UNKNOWN,
         (struct place){source->file, line_at(source->text, key.p - source->text.p), (str){0}},
         "[[%.*s]]", STR(key));
    buf_fmt(b, "[[%.*s]]", STR(key));
}

str words_expand(const struct words *w, struct arena *a, const struct page_source *source,
                 struct diags *diags) {
    struct buf b = {0};
    str rest = source->text;
    for (;;) {
        buf_str(&b, str_cut(&rest, S("[[")));
        if (rest.p == NULL)
            break;
        put_word(w, &b, source, str_cut(&rest, S("]]")), diags);
        if (rest.p == NULL)
            break;
    }
    str out = str_dup(a, buf_view(&b));
    buf_free(&b);
    return out;
}
