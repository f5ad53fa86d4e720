/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * lexicon.c — the words by which names and values are told.
 *
 * In:    lexicon.def, names of authorities
 * Out:   struct lexicon
 * Law:   none
 * Never: changes after it was made
 */
#include "law/lexicon.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>

#define PLANE 0x10000      /* characters with an entry of their own */
#define NODES_LEAST 16384  /* room for the words of lexicon.def */
#define AUTHORITY_MOST 200 /* characters */
#define PAIRS 65536

static const struct {
    enum tells class;
    const char *words;
} word_lists[] = {
#define WORDS(class, words) {TELL_##class, words},
#define SIGNS(sign, characters)
#include "law/lexicon.def"
#undef WORDS
#undef SIGNS
};

static const struct {
    enum sign sign;
    const char *characters;
} sign_lists[] = {
#define WORDS(class, words)
#define SIGNS(sign, characters) {SIGN_##sign, characters},
#include "law/lexicon.def"
#undef WORDS
#undef SIGNS
};

/* A character of the tree of words. While it is made its children are a chain; then they lie side
 * by side in the order of their characters.
 *
 *   first[证] ─► 证 ─► 人 (PARTY) ─► …
 *                  └► 件 ─► 号 (ID)                                                           */
struct node {
    uint32_t c;
    int child;        /* the first */
    int next;         /* of the chain; then how many children there are */
    uint64_t classes; /* of the word that ends here */
    uint64_t below;   /* … and of all that go on from here */
};

struct lexicon {
    struct node *nodes;
    int first[PLANE];
    uint16_t signs[PLANE];
    /* A bit for the first two characters of each word; few others have one by chance. */
    uint64_t pairs[PAIRS / 64];
    uint64_t triggers[PAIRS / 64]; /* … of those that tell something by themselves */
};

struct making {
    struct arena arena;
    struct lexicon *l;
    struct node *nodes;
    int count;
    int room;
};

static size_t pair_of(uint32_t x, uint32_t y) {
    return (x * 0x9E3779B1u + y * 0x85EBCA77u) >> 16 & (PAIRS - 1);
}

static void set_pair(uint64_t *bits, uint32_t x, uint32_t y) {
    bits[pair_of(x, y) / 64] |= UINT64_C(1) << (pair_of(x, y) % 64);
}

static bool has_pair(const uint64_t *bits, uint32_t x, uint32_t y) {
    return (bits[pair_of(x, y) / 64] >> (pair_of(x, y) % 64) & 1) != 0;
}

static int node_new(struct making *m, uint32_t c) {
    if (m->count == m->room) {
        struct node *more = ROOM(&m->arena, struct node, m->room * 2);
        memcpy(more, m->nodes, (size_t)m->room * sizeof *more);
        m->nodes = more;
        m->room *= 2;
    }
    m->nodes[m->count] = (struct node){.c = c};
    return m->count++;
}

static int child_made(struct making *m, int parent, uint32_t c) {
    int at = m->nodes[parent].child;
    while (at != 0 && m->nodes[at].c != c)
        at = m->nodes[at].next;
    if (at != 0)
        return at;
    at = node_new(m, c);
    m->nodes[at].next = m->nodes[parent].child;
    m->nodes[parent].child = at;
    return at;
}

static void add(struct making *m, str word, enum tells class) {
    static const uint64_t quiet = TELL(JOIN) | TELL(FOLLOW) | TELL(ORDINARY) | TELL(PLACE) |
                                  TELL(PLACE_END) | TELL(COMPOUND) | TELL(FIRM_STOP);
    struct folded t = fold(&m->arena, word);
    if (t.bare_n == 0 || t.bare_n > AUTHORITY_MOST || t.bare[0] >= PLANE)
        return;
    bool tells = (quiet >> class & 1) == 0;
    uint16_t *signs = &m->l->signs[t.bare[0]];
    int at = 0;
    for (ptrdiff_t k = 0; k < t.bare_n; k++) {
        at = child_made(m, at, t.bare[k]);
        m->nodes[at].below |= UINT64_C(1) << class;
    }
    m->nodes[at].classes |= UINT64_C(1) << class;
    if (t.bare_n == 1) {
        *signs |= tells ? SIGN_WORD | SIGN_TRIGGER : SIGN_WORD;
        return;
    }
    *signs |= tells ? SIGN_BEGINS | SIGN_TELLS : SIGN_BEGINS;
    set_pair(m->l->pairs, t.bare[0], t.bare[1]);
    if (tells)
        set_pair(m->l->triggers, t.bare[0], t.bare[1]);
}

static int by_character(const void *x, const void *y) {
    const struct node *a = x;
    const struct node *b = y;
    return a->c < b->c ? -1 : a->c > b->c;
}

/* Lays the children of every node side by side, level by level. */
static void lay_out(struct arena *a, struct making *m) {
    struct node *out = ROOM(a, struct node, m->count);
    int n = 1;
    out[0] = m->nodes[0];
    for (int i = 0; i < n; i++) {
        int from = n;
        for (int at = out[i].child; at != 0; at = m->nodes[at].next)
            out[n++] = m->nodes[at];
        qsort(out + from, (size_t)(n - from), sizeof *out, by_character);
        out[i].child = from;
        out[i].next = n - from;
    }
    for (int i = 0; i < out[0].next; i++)
        m->l->first[out[1 + i].c] = 1 + i;
    m->l->nodes = out;
}

struct lexicon *lexicon_new(struct arena *a, const struct strs *authorities) {
    struct lexicon *l = NEW(a, struct lexicon, 1);
    struct making m = {.l = l, .room = NODES_LEAST};
    m.nodes = ROOM(&m.arena, struct node, m.room);
    (void)node_new(&m, 0);
    for (size_t i = 0; i < sizeof word_lists / sizeof word_lists[0]; i++)
        for (str rest = str_of(word_lists[i].words); rest.n > 0;)
            add(&m, str_cut(&rest, S(" ")), word_lists[i].class);
    for (ptrdiff_t i = 0; authorities != NULL && i < authorities->n; i++)
        add(&m, authorities->v[i], TELL_AUTHORITY);
    lay_out(a, &m);
    arena_free(&m.arena);
    for (size_t i = 0; i < sizeof sign_lists / sizeof sign_lists[0]; i++)
        for (str rest = str_of(sign_lists[i].characters); rest.n > 0;) {
            uint32_t c = utf8_next(&rest);
            if (c < PLANE)
                l->signs[c] |= (uint16_t)sign_lists[i].sign;
        }
    return l;
}

/* The child with this character, 0 for none. */
static int find(const struct lexicon *l, const struct node *parent, uint32_t c) {
    int from = parent->child;
    int to = from + parent->next;
    while (from < to) {
        int middle = (from + to) / 2;
        if (l->nodes[middle].c == c)
            return middle;
        if (l->nodes[middle].c < c)
            from = middle + 1;
        else
            to = middle;
    }
    return 0;
}

uint64_t lexicon_at(const struct lexicon *l, const struct folded *t, ptrdiff_t k, uint64_t wanted,
                    int *n) {
    uint64_t best = 0;
    int sign = k < t->bare_n && t->bare[k] < PLANE ? l->signs[t->bare[k]] : 0;
    bool longer = (sign & SIGN_BEGINS) != 0 && has_pair(l->pairs, t->bare[k], t->bare[k + 1]);
    if (!longer && (sign & SIGN_WORD) == 0)
        return 0;
    ptrdiff_t i = k;
    int first = l->first[t->bare[k]];
    if (!longer) {
        *n = 1;
        return (l->nodes[first].classes & wanted) != 0 ? l->nodes[first].classes : 0;
    }
    for (int at = first; at != 0 && (l->nodes[at].below & wanted) != 0;
         at = find(l, &l->nodes[at], t->bare[i])) {
        i++;
        if ((l->nodes[at].classes & wanted) != 0) {
            best = l->nodes[at].classes;
            *n = (int)(i - k);
        }
        if (i >= t->bare_n)
            break;
    }
    return best;
}

const uint16_t *lexicon_signs(const struct lexicon *l) {
    return l->signs;
}

int lexicon_sign(const struct lexicon *l, uint32_t c) {
    return c < PLANE ? l->signs[c] : 0;
}

bool lexicon_begins(const struct lexicon *l, const struct folded *t, ptrdiff_t k) {
    uint32_t c = t->bare[k];
    int sign = lexicon_sign(l, c);
    return (sign & SIGN_TRIGGER) != 0 ||
           ((sign & SIGN_TELLS) != 0 && has_pair(l->triggers, c, t->bare[k + 1]));
}
