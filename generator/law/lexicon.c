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

/* A character of the tree of words.
 *
 *   证 ─► 人 (PARTY) ─► …
 *     └► 件 ─► 号 (ID)                                                                       */
struct node {
    uint32_t c;
    int parent;       /* 0: the root; negative: a first character, so that two are found at once */
    uint64_t classes; /* of the word that ends here */
    uint64_t below;   /* … and of all that go on from here */
};

struct lexicon {
    struct node *nodes;
    int *places; /* of the nodes, by parent and character: open addressing, 0 is free */
    size_t cap;  /* a power of two, more than twice the nodes */
    uint16_t signs[LEXICON_PLANE];
    /* A bit for the first two characters of each word; few others have one by chance. */
    uint64_t pairs[PAIRS / 64];
    uint64_t triggers[PAIRS / 64]; /* … of those that tell something by themselves */
    uint64_t tails[PAIRS / 64];    /* … for the last two characters of roles and verbs */
    uint64_t quiet[LEXICON_PLANE / 64];
};

struct making {
    struct arena *arena;
    struct lexicon *l;
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
    struct node *old = l->nodes;
    m->room *= 2;
    l->cap = (size_t)m->room * 2;
    l->nodes = ROOM(m->arena, struct node, m->room);
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
    m->l->nodes[m->count] = (struct node){.c = c, .parent = parent};
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
        *signs |= tells ? SIGN_WORD | SIGN_TRIGGER : SIGN_WORD;
        return;
    }
    *signs |= tells ? SIGN_BEGINS | SIGN_TELLS : SIGN_BEGINS;
    *signs |= class == TELL_COMPOUND ? SIGN_COMPOUND : 0;
    set_pair(m->l->pairs, t.bare[0], t.bare[1]);
    if ((tailed >> class & 1) != 0)
        set_pair(m->l->tails, t.bare[t.bare_n - 2], t.bare[t.bare_n - 1]);
    if (tells)
        set_pair(m->l->triggers, t.bare[0], t.bare[1]);
}

static void find_quiet(struct lexicon *l) {
    static const int loud = SIGN_TRIGGER | SIGN_TELLS | SIGN_PROVINCE | SIGN_SURNAME |
                            SIGN_SURNAME_WEAK | SIGN_COMPOUND;
    for (uint32_t c = U'一' + 1; c <= 0x9FFF; c++)
        if (c != U'二' && (l->signs[c] & loud) == 0)
            l->quiet[c / 64] |= UINT64_C(1) << c % 64;
}

struct lexicon *lexicon_new(struct arena *a, const struct strs *authorities) {
    struct lexicon *l = NEW(a, struct lexicon, 1);
    struct making m = {.arena = a, .l = l, .count = 1, .room = NODES_LEAST};
    l->nodes = NEW(a, struct node, m.room);
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
    find_quiet(l);
    return l;
}

uint64_t lexicon_at(const struct lexicon *l, const struct folded *t, ptrdiff_t k, uint64_t wanted,
                    int *n) {
    const uint32_t *c = t->bare + k; /* ends with 0 */
    uint64_t best = 0;
    int sign = k < t->bare_n && c[0] < LEXICON_PLANE ? l->signs[c[0]] : 0;
    if ((sign & SIGN_WORD) != 0) {
        uint64_t classes = l->nodes[child_of(l, 0, c[0])].classes;
        best = (classes & wanted) != 0 ? classes : 0;
        *n = best != 0 ? 1 : *n;
    }
    if ((sign & SIGN_BEGINS) == 0 || !has_pair(l->pairs, c[0], c[1]))
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

const uint16_t *lexicon_signs(const struct lexicon *l) {
    return l->signs;
}

const uint64_t *lexicon_quiet(const struct lexicon *l) {
    return l->quiet;
}

int lexicon_sign(const struct lexicon *l, uint32_t c) {
    return c < LEXICON_PLANE ? l->signs[c] : 0;
}

bool lexicon_ends(const struct lexicon *l, const struct folded *t, ptrdiff_t k) {
    return k >= 2 && has_pair(l->tails, t->bare[k - 2], t->bare[k - 1]);
}

bool lexicon_begins(const struct lexicon *l, const struct folded *t, ptrdiff_t k) {
    uint32_t c = t->bare[k];
    int sign = lexicon_sign(l, c);
    return (sign & SIGN_TRIGGER) != 0 ||
           ((sign & SIGN_TELLS) != 0 && has_pair(l->triggers, c, t->bare[k + 1]));
}
