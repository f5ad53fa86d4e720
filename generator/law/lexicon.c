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

#include <string.h>

#define NODES_LEAST 16384  /* room for the words of lexicon.def */
#define AUTHORITY_MOST 200 /* characters */

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

struct making {
    struct arena *arena;
    struct lexicon *l;
    int count;
    int room;
};

static void set_pair(uint64_t *bits, uint32_t x, uint32_t y) {
    uint32_t bit = lexicon_pair(x, y);
    bits[bit / 64] |= UINT64_C(1) << bit % 64;
}

static size_t place_of(const struct lexicon *l, int parent, uint32_t c) {
    return (((uint64_t)parent << 21 | c) * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (l->cap - 1);
}

/* The child with this character, 0 for none. */
static int child_of(const struct lexicon *l, int parent, uint32_t c) {
    size_t at = place_of(l, parent, c);
    int n = l->places[at];
    while (n != 0 && (l->nodes[n].c != c || l->nodes[n].parent != parent))
        n = l->places[at = (at + 1) & (l->cap - 1)];
    return n;
}

static void settle(struct lexicon *l, int node) {
    size_t at = place_of(l, l->nodes[node].parent, l->nodes[node].c);
    while (l->places[at] != 0)
        at = (at + 1) & (l->cap - 1);
    l->places[at] = node;
}

static void make_room(struct making *m) {
    struct lexicon *l = m->l;
    struct lexicon_node *old = l->nodes;
    m->room *= 2;
    l->cap = (size_t)m->room * 2;
    l->nodes = ROOM(m->arena, struct lexicon_node, m->room);
    l->places = NEW(m->arena, int, l->cap);
    memcpy(l->nodes, old, (size_t)m->count * sizeof *old);
    for (int i = 1; i < m->count; i++)
        settle(l, i);
}

static int child_made(struct making *m, int parent, uint32_t c) {
    int at = child_of(m->l, parent, c);
    if (at != 0)
        return at;
    if (m->count == m->room)
        make_room(m);
    m->l->nodes[m->count] = (struct lexicon_node){.c = c, .parent = parent};
    settle(m->l, m->count);
    return m->count++;
}

static void add(struct making *m, str word, enum tells class) {
    static const uint64_t quiet = TELL(JOIN) | TELL(FOLLOW) | TELL(ORDINARY) | TELL(KNOWN) |
                                  TELL(PLACE) | TELL(PLACE_END) | TELL(COMPOUND) | TELL(FIRM_STOP);
    static const uint64_t tailed =
        TELL(PARTY) | TELL(FIELD) | TELL(OFFICIAL) | TELL(LEAD) | TELL(FOLLOW);
    struct folded t = fold(m->arena, word);
    if (t.bare_n == 0 || t.bare_n > AUTHORITY_MOST || t.bare[0] >= LEXICON_PLANE)
        return;
    bool tells = (quiet >> class & 1) == 0;
    uint16_t *signs = &m->l->signs[t.bare[0]];
    int at = 0;
    for (ptrdiff_t k = 0; k < t.bare_n; k++) {
        at = child_made(m, k == 1 ? -(int)t.bare[0] : at, t.bare[k]);
        m->l->nodes[at].below |= UINT64_C(1) << class;
    }
    m->l->nodes[at].classes |= UINT64_C(1) << class;
    if (t.bare_n == 1) {
        *signs |= tells ? SIGN_TRIGGER : 0;
        return;
    }
    *signs |= tells ? SIGN_TELLS : 0;
    *signs |= class == TELL_COMPOUND ? SIGN_COMPOUND : 0;
    set_pair(m->l->pairs, t.bare[0], t.bare[1]);
    if ((tailed >> class & 1) != 0)
        set_pair(m->l->tails, t.bare[t.bare_n - 2], t.bare[t.bare_n - 1]);
    if (tells)
        set_pair(m->l->triggers, t.bare[0], t.bare[1]);
}

/* The number of a set of classes, of which there are few. What is one too many is everything. */
static uint8_t set_of(struct lexicon *l, uint64_t classes) {
    int i = 0;
    while (i < LEXICON_SETS - 1 && l->classes[i] != classes && (i == 0 || l->classes[i] != 0))
        i++;
    l->classes[i] = i < LEXICON_SETS - 1 ? classes : ~UINT64_C(0);
    return (uint8_t)i;
}

/* First those of single characters, which must be right: of the others it is enough to know what is
 * not in them. */
static void find_sets(struct making *m) {
    const struct lexicon_node *nodes = m->l->nodes;
    for (int i = 1; i < m->count; i++)
        if (nodes[i].parent == 0)
            m->l->alone[nodes[i].c] = set_of(m->l, nodes[i].classes);
    for (int i = 1; i < m->count; i++)
        if (nodes[i].parent == 0)
            m->l->heads[nodes[i].c] = set_of(m->l, nodes[i].below);
}

struct lexicon *lexicon_new(struct arena *a, const struct strs *authorities) {
    struct lexicon *l = NEW(a, struct lexicon, 1);
    struct making m = {.arena = a, .l = l, .count = 1, .room = NODES_LEAST};
    l->nodes = NEW(a, struct lexicon_node, m.room);
    l->cap = NODES_LEAST * 2;
    l->places = NEW(a, int, l->cap);
    for (size_t i = 0; i < sizeof word_lists / sizeof word_lists[0]; i++)
        for (str rest = str_of(word_lists[i].words); rest.n > 0;)
            add(&m, str_cut(&rest, S(" ")), word_lists[i].class);
    for (ptrdiff_t i = 0; authorities != NULL && i < authorities->n; i++)
        add(&m, authorities->v[i], TELL_AUTHORITY);
    for (size_t i = 0; i < sizeof sign_lists / sizeof sign_lists[0]; i++)
        for (str rest = str_of(sign_lists[i].characters); rest.n > 0;) {
            uint32_t c = utf8_next(&rest);
            if (c < LEXICON_PLANE)
                l->signs[c] |= (uint16_t)sign_lists[i].sign;
        }
    find_sets(&m);
    return l;
}

uint64_t lexicon_longest(const struct lexicon *l, const uint32_t *c, uint64_t wanted, int *n) {
    uint64_t best = 0;
    uint64_t alone = l->classes[l->alone[c[0]]];
    if ((alone & wanted) != 0) {
        best = alone;
        *n = 1;
    }
    if (!lexicon_has_pair(l->pairs, c[0], c[1]))
        return best;
    int at = child_of(l, -(int)c[0], c[1]);
    for (int i = 2; at != 0 && (l->nodes[at].below & wanted) != 0; at = child_of(l, at, c[i++])) {
        if ((l->nodes[at].classes & wanted) != 0) {
            best = l->nodes[at].classes;
            *n = i;
        }
        if (c[i] == 0)
            break;
    }
    return best;
}
