/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * specimen.h — a text of tests/law/corpus, marked by hand. (corpus_test.c and train.c)
 *
 * In:    a line of a corpus
 * Out:   its pieces, and the text as it reads
 * Law:   law.md §3
 * Never: is part of the program
 */
#ifndef GONGSHI_TESTS_LAW_SPECIMEN_H
#define GONGSHI_TESTS_LAW_SPECIMEN_H

#include "base/utf8.h"
#include "law/law.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A case is a line, \n \uXXXX \UXXXXXXXX are escapes:
 *     证人«n:张三丰»（«i:130599199003071234»）指认«p:张三丰食品店»。
 * n: a name, i: any other private value, p: what somebody might take for one. All that is not n or
 * i must come out as it went in. @names and @public before it hold for the next case only. */
#define PIECES 400

struct piece {
    char mark; /* n, i, p; 0 for the text between */
    str text;
};

struct specimen {
    struct masking what;
    struct piece pieces[PIECES];
    int n;
};

static inline ptrdiff_t specimen_escape(str *s, char *p) {
    char hex[9] = {0};
    ptrdiff_t digits = s->p[1] == 'u' ? 4 : 8;
    char c = s->p[1];
    if (c != 'u' && c != 'U') {
        *s = str_sub(*s, 2, s->n);
        *p = c == 'n' ? '\n' : c == 't' ? '\t' : c;
        return 1;
    }
    memcpy(hex, s->p + 2, (size_t)digits);
    *s = str_sub(*s, 2 + digits, s->n);
    return utf8_put(p, (uint32_t)strtoul(hex, NULL, 16));
}

static inline str specimen_unescaped(struct arena *a, str s) {
    char *p = NEW(a, char, s.n + 4);
    ptrdiff_t n = 0;
    while (s.n > 0) {
        if (s.p[0] == '\\' && s.n > 1) {
            n += specimen_escape(&s, p + n);
        } else {
            p[n++] = s.p[0];
            s = str_sub(s, 1, s.n);
        }
    }
    return (str){p, n};
}

static inline struct strs specimen_list(struct arena *a, str s) {
    struct strs out = {NEW(a, str, s.n + 1), 0};
    while (s.n > 0)
        out.v[out.n++] = str_cut(&s, S("、"));
    return out;
}

static inline void specimen_add(struct specimen *x, char mark, str text) {
    assert(x->n < PIECES);
    if (text.n > 0)
        x->pieces[x->n++] = (struct piece){mark, text};
}

static inline void specimen_read(struct arena *a, str line, struct specimen *x) {
    struct strs names = x->what.names;
    struct strs publics = x->what.publics;
    char *p = NEW(a, char, line.n + 1);
    str text = {p, 0};
    *x = (struct specimen){.what = {.names = names, .publics = publics}};
    for (str rest = specimen_unescaped(a, line); rest.n > 0;) {
        ptrdiff_t at = str_find(rest, S("«"));
        specimen_add(x, 0, at < 0 ? rest : str_sub(rest, 0, at));
        if (at < 0)
            break;
        rest = str_sub(rest, at + 2, rest.n);
        str marked = str_cut(&rest, S("»"));
        assert(marked.n > 2 && marked.p[1] == ':');
        specimen_add(x, marked.p[0], str_sub(marked, 2, marked.n));
    }
    for (int i = 0; i < x->n; i++) {
        memcpy(p + text.n, x->pieces[i].text.p, (size_t)x->pieces[i].text.n);
        text.n += x->pieces[i].text.n;
    }
    x->what.text = text;
}

#endif
