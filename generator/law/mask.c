/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * mask.c — the names and values of one record, found and replaced in its texts.
 *
 * In:    names, addresses, numbers that must go; known public values; texts
 * Out:   the texts without them
 * Law:   law.md §3 (参照 法释〔2016〕19号 art. 9–10)
 * Never: changes a byte outside what it found; takes more than linear time, or memory that grows
 *        with the text
 */
#include "law/mask.h"

#include "base/utf8.h"
#include "law/address.h"
#include "law/number.h"

#include <assert.h>
#include <string.h>

#define NAME_LEAST 2      /* characters */
#define NAME_MOST 4       /* … of one that is written in pinyin, too */
#define PINYIN_MOST 32    /* letters */
#define VALUE_LEAST 6     /* characters */
#define LATIN_SURE 8      /* letters of a Latin name that are no accident inside a word */
#define TAIL_LEAST 4      /* characters of an address without its county */
#define NEEDLE_MOST 200   /* characters: bounds the walk from each place of a text */
#define NEEDLES_MOST 4096 /* beyond that masking is not sure */
#define GATES 256         /* lists of first characters */
#define DOORS 512         /* … and by how much of them it is told that there is none */
#define SPELLED_LEAST 6   /* letters of a name in pinyin: fewer are a word */
#define PANE 65536        /* bytes of a text that are looked at together */
#define MARGIN 4096       /* bytes before and behind them that are seen as well */
#define THROWN_MOST 2     /* signs between two characters of a value */
#define LOOSE_LEAST 3     /* characters of a name that is found with signs in it */
#define DOUBTS_MOST 64
#define GAPS_MOST 16    /* bytes between two halves of a number */
#define NUMBER_BYTES 10 /* of a person's number */

/* ---- what is looked for ---- */

enum needle_kind { NEEDLE_NAME, NEEDLE_PLACE, NEEDLE_VALUE };

struct needle {
    enum needle_kind kind;
    str shown;                /* what takes its place; of a name, its form */
    enum treatment treatment; /* of a value */
    int found;                /* when a name was first found, from 1; 0 not yet */
    int number;               /* behind the form of a name, 0 for none */
    str numbered;             /* the form with it */
    bool told;                /* somebody declared it; else it was read */
    bool decided;             /* a clerk did */
    bool passed_over;
};

enum kept { KEPT_NOT, KEPT_OFFICIAL /* of an officer, as read */, KEPT_TOLD };

/* One character of the needles' common tree (fold_simple). Children are a chain; a record has few
 * needles. */
struct node {
    uint32_t c;
    int child;
    int next;
    int needle;     /* that ends here, or -1 */
    enum kept kept; /* what public value ends here */
};

/*   root ─► 张 ─► 三 (张三) ─► 丰 (张三丰)
 *        └► 1 ─► 3 ─► 8 …                                                                */
struct mask {
    struct arena *arena;
    const struct lexicon *words;
    struct reader *reader;
    struct manner manner;
    struct node *nodes; /* the root is nodes[0] */
    int node_count;
    int node_room;
    struct needle *needles;
    int needle_count;
    int needle_room;
    int gates[GATES];   /* the root's children, by character */
    bool begins[DOORS]; /* … and whether one may begin so, as it is written */
    struct folds *texts;
    const struct folded *text; /* the stretch that is looked at */
    struct folded name;        /* a name in it */
    bool full;
    int persons;
    int removals;
    struct doubt *doubts; /* DOUBTS_MOST, when there is one: most texts have none */
    int doubt_count;
    bool torn; /* a public value of which a part goes: it is none any more */
};

/* Room for one more in an array of the arena: doubles, and leaves the old one behind. */
static void *grown(struct arena *a, void *old, int count, int *room, size_t size) {
    if (count < *room)
        return old;
    *room = *room == 0 ? 16 : *room * 2;
    void *p = arena_room(a, size, (size_t)*room);
    if (count > 0)
        memcpy(p, old, (size_t)count * size);
    return p;
}

static int node_new(struct mask *m, uint32_t c) {
    m->nodes = grown(m->arena, m->nodes, m->node_count, &m->node_room, sizeof *m->nodes);
    m->nodes[m->node_count] = (struct node){.c = c, .needle = -1};
    return m->node_count++;
}

struct mask *mask_new(struct arena *a, const struct detector *d, const struct manner *manner,
                      struct folds *texts) {
    struct mask *m = NEW(a, struct mask, 1);
    m->arena = a;
    m->words = detector_lexicon(d);
    m->reader = reader_new(a, d);
    m->manner = *manner;
    m->texts = texts;
    (void)node_new(m, 0);
    return m;
}

static int child_of(const struct mask *m, int node, uint32_t c) {
    int at = node == 0 ? m->gates[c % GATES] : m->nodes[node].child;
    while (at != 0 && m->nodes[at].c != c)
        at = m->nodes[at].next;
    return at;
}

/* An ideograph and a digit may be written otherwise. */
static void begin_with(struct mask *m, uint32_t c) {
    static const uint32_t written[] = U"〇零一壹幺二贰貳三叁四肆五伍六陆七柒八捌九玖OIL";
    uint32_t variant = c;
    do
        m->begins[variant % DOORS] = true;
    while ((variant = han_next(variant)) != c);
    for (size_t i = 0; c >= '0' && c <= '9' && written[i] != 0; i++)
        if (fold_digit(written[i]) == c)
            m->begins[written[i] % DOORS] = true;
}

static int child_made(struct mask *m, int node, uint32_t c) {
    int at = child_of(m, node, c);
    if (at != 0)
        return at;
    if (node == 0)
        begin_with(m, c);
    at = node_new(m, c);
    int *head = node == 0 ? &m->gates[c % GATES] : &m->nodes[node].child;
    m->nodes[at].next = *head;
    *head = at;
    return at;
}

static int node_of(struct mask *m, const uint32_t *c, ptrdiff_t n) {
    int at = 0;
    for (ptrdiff_t i = 0; i < n; i++)
        at = child_made(m, at, fold_simple(c[i]));
    return at;
}

/* The node of these characters, the root when there is none. */
static int node_known(const struct mask *m, const uint32_t *c, ptrdiff_t n) {
    int at = 0;
    for (ptrdiff_t i = 0; i < n && (i == 0 || at != 0); i++)
        at = child_of(m, at, fold_simple(c[i]));
    return at;
}

/* A name in letters. */
struct spelled {
    uint32_t c[PINYIN_MOST];
    ptrdiff_t n;
};

/* The first to claim a sequence of characters keeps it. */
static void needle_add(struct mask *m, const uint32_t *c, ptrdiff_t n, struct needle needle) {
    if (n > NEEDLE_MOST || m->needle_count >= NEEDLES_MOST)
        m->full = true;
    if (n == 0 || m->full)
        return;
    int at = node_of(m, c, n);
    if (m->nodes[at].needle >= 0)
        return;
    m->needles = grown(m->arena, m->needles, m->needle_count, &m->needle_room, sizeof *m->needles);
    m->needles[m->needle_count] = needle;
    m->nodes[at].needle = m->needle_count++;
}

bool mask_is_name(struct arena *a, str name) {
    return !name_is_masked(name) && fold_count(a, name, NAME_LEAST) >= NAME_LEAST;
}

bool mask_is_value(struct arena *a, str value) {
    return fold_count(a, value, VALUE_LEAST) >= VALUE_LEAST && number_is_telling(a, value);
}

/* Whether a name that was read is one that was told, and a character that stands behind names:
 * 康乐和. */
static bool is_longer(struct mask *m, const struct folded *t) {
    int needle = m->nodes[node_known(m, t->bare, t->bare_n - 1)].needle;
    return needle >= 0 && m->needles[needle].told &&
           (lexicon_sign(m->words, t->bare[t->bare_n - 1]) & SIGN_AFTER) != 0;
}

static void add_name(struct mask *m, str name, const struct folded *t, bool told) {
    if (t->bare_n < NAME_LEAST || m->nodes[node_known(m, t->bare, t->bare_n)].needle >= 0 ||
        name_is_masked(name) || (!told && is_longer(m, t)))
        return;
    needle_add(
        m, t->bare, t->bare_n,
        (struct needle){.kind = NEEDLE_NAME, .shown = name_form(m->arena, name), .told = told});
}

/* Characters from … to - 1 of a name in pinyin, behind what is in `out`; false when one has none.
 */
static bool spell(const struct folded *t, ptrdiff_t from, ptrdiff_t to, bool surname,
                  struct spelled *out) {
    for (ptrdiff_t k = from; k < to; k++) {
        const char *letters = han_reading(t->bare[k], surname);
        if (*letters == '\0')
            return false;
        for (; *letters != '\0' && out->n < PINYIN_MOST; letters++)
            out->c[out->n++] = (unsigned char)*letters;
    }
    return true;
}

/* ZHANG SANFENG and SANFENG ZHANG are 张三丰, too, with tone marks or without. */
static void add_spelled(struct mask *m, const struct folded *t, ptrdiff_t surname) {
    int needle = m->nodes[node_known(m, t->bare, t->bare_n)].needle;
    for (int order = 0; order < 2 && needle >= 0 && surname < t->bare_n; order++) {
        struct spelled s = {0};
        bool good = (order == 1 || spell(t, 0, surname, true, &s)) &&
                    spell(t, surname, t->bare_n, false, &s) &&
                    (order == 0 || spell(t, 0, surname, true, &s));
        if (!good || s.n < SPELLED_LEAST)
            return;
        int at = node_of(m, s.c, s.n);
        if (m->nodes[at].needle < 0)
            m->nodes[at].needle = needle;
    }
}

static void add_told(struct mask *m, str name, const struct folded *t) {
    add_name(m, name, t, true);
    if (t->bare_n <= NAME_MOST)
        add_spelled(m, t, name_surname(name));
}

void mask_name(struct mask *m, str name) {
    struct folded t = fold(m->arena, name);
    add_told(m, name, &t);
}

void mask_decided(struct mask *m, str name) {
    struct folded t = fold(m->arena, name);
    add_told(m, name, &t);
    int needle = m->nodes[node_known(m, t.bare, t.bare_n)].needle;
    if (needle >= 0)
        m->needles[needle].decided = true;
}

/* A number is also looked for as people shorten it: without +86 or the area code, and the
 * fifteen-digit form of a resident ID. */
void mask_value(struct mask *m, str value, enum treatment treatment) {
    if (!mask_is_value(m->arena, value))
        return;
    struct folded t = fold(m->arena, value);
    struct needle needle = {.kind = NEEDLE_VALUE, .treatment = treatment};
    needle_add(m, t.bare, t.bare_n, needle);
    struct number_form shorter[NUMBER_FORMS];
    int n = number_forms(m->arena, &t, shorter);
    for (int i = 0; i < n; i++)
        needle_add(m, shorter[i].c, shorter[i].n, needle);
}

/* A name or a value folded in the room of the last one: a text may have millions. */
static const struct folded *folded_name(struct mask *m, str name) {
    fold_again(m->arena, &m->name, name);
    return &m->name;
}

static void keep(struct mask *m, str value, enum kept why) {
    const struct folded *t = folded_name(m, utf8_prefix(value, MARGIN));
    if (t->bare_n < NAME_LEAST || t->bare_n > NEEDLE_MOST)
        return;
    int node = node_of(m, t->bare, t->bare_n);
    if (m->nodes[node].kept < why)
        m->nodes[node].kept = why;
}

void mask_keep(struct mask *m, str value) {
    keep(m, value, KEPT_TOLD);
}

/* The address, and what is left of it when its first divisions are not written: the part that
 * tells a home from others, too. */
void mask_address(struct mask *m, str address) {
    str tail = str_sub(address, address_county(address), address.n);
    if (fold_count(m->arena, tail, TAIL_LEAST) < TAIL_LEAST)
        return;
    for (str rest = address; rest.n > tail.n;) {
        struct folded t = fold(m->arena, rest);
        str county = str_sub(rest, 0, rest.n - tail.n);
        needle_add(m, t.bare, t.bare_n, (struct needle){.kind = NEEDLE_PLACE, .shown = county});
        ptrdiff_t step = address_division(rest);
        rest = step == 0 ? tail : str_sub(rest, step, rest.n);
    }
    struct folded t = fold(m->arena, tail);
    needle_add(m, t.bare, t.bare_n, (struct needle){.kind = NEEDLE_PLACE, .shown = S(MASK_MARKER)});
}

/* ---- panes ---- */

/*   text  ░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░     seen: margin, pane, margin
 *                 ├─margin─┤███ pane ███├─margin─┤
 * What begins in the pane counts. So a text of any length takes the memory of one pane. */
struct pane {
    str text;
    ptrdiff_t at; /* where the pane begins */
    ptrdiff_t to; /* and ends */
    ptrdiff_t seen;
};

static ptrdiff_t at_character(str text, ptrdiff_t at) {
    while (at > 0 && at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
        at--;
    return at;
}

/* Folds the pane that begins at `at`; false behind the text. */
static bool pane_next(struct mask *m, struct pane *p, ptrdiff_t at) {
    if (at >= p->text.n)
        return false;
    p->at = at;
    p->to = at_character(p->text, at + PANE);
    p->to = p->to > p->text.n || p->text.n - at <= PANE + MARGIN ? p->text.n : p->to;
    p->seen = at_character(p->text, at < MARGIN ? 0 : at - MARGIN);
    ptrdiff_t end = p->to + MARGIN > p->text.n ? p->text.n : at_character(p->text, p->to + MARGIN);
    m->text = folds_of(m->texts, str_sub(p->text, p->seen, end));
    return true;
}

/* ---- reading: what nobody declared ---- */

static void doubt(struct mask *m, str text, uint32_t from, uint32_t to, bool namesake) {
    if (m->doubts == NULL)
        m->doubts = ROOM(m->arena, struct doubt, DOUBTS_MOST);
    if (m->doubt_count < DOUBTS_MOST)
        m->doubts[m->doubt_count++] = (struct doubt){str_sub(text, from, to), namesake};
}

static str marked(str text, const struct mark *k) {
    return str_sub(text, k->from, k->to);
}

/* Whether a mark makes its name one to be looked for. Whoever has the name of an officer is told
 * from him place by place, unless nothing but a verb tells of him. */
static bool is_learned(const struct mask *m, const struct mark *k, enum kept kept) {
    bool doubtful = k->kind == MARK_DOUBT && k->value == VALUE_NAME && m->manner.doubts_go;
    bool lead = k->kind == MARK_LEAD && !m->manner.lead_shown;
    if (k->kind == MARK_MENTION || (k->kind == MARK_GUESS && m->manner.doubts_go))
        return kept == KEPT_NOT;
    return (k->kind == MARK_NAME || lead || doubtful) && kept != KEPT_TOLD;
}

static void learn_name(struct mask *m, str name, const struct mark *k) {
    if (!is_learned(m, k, KEPT_NOT))
        return;
    const struct folded *t = folded_name(m, name);
    if (is_learned(m, k, m->nodes[node_known(m, t->bare, t->bare_n)].kept))
        add_name(m, name, t, false);
}

/* A representative who is shown stays so where he is called 负责人. */
static void learn_kept(struct mask *m, str text, const struct mark *k) {
    if (k->kind == MARK_LEAD && m->manner.lead_shown)
        keep(m, marked(text, k), KEPT_TOLD);
    else if (k->kind == MARK_OFFICIAL)
        keep(m, marked(text, k), KEPT_OFFICIAL);
}

/* Whose names are public is known before any name is learned. */
static void learn(struct mask *m, str text, const struct marks *marks, int first) {
    for (int i = first; i < marks->n; i++)
        learn_kept(m, text, &marks->v[i]);
    for (int i = first; i < marks->n; i++)
        learn_name(m, marked(text, &marks->v[i]), &marks->v[i]);
}

/* Whether something that stands there counts for the pane. */
static bool in_pane(const struct pane *p, uint32_t from) {
    return from >= p->at && from < p->to;
}

/* A name that is not sure rests on the words around it, which may be masked. */
static bool is_weighed(const struct mark *k) {
    return k->kind == MARK_GUESS || k->kind == MARK_HINT;
}

/* The marks of one pane, in the room of `out`. */
static bool pane_read(struct mask *m, const struct pane *p, struct marks *out) {
    int kept = 0;
    out->n = 0;
    bool good = detect(m->reader, m->text, (uint32_t)p->seen, out);
    for (int i = 0; i < out->n; i++)
        if (in_pane(p, out->v[i].from))
            out->v[kept++] = out->v[i];
    out->n = kept;
    for (int i = 0; i < kept; i++)
        out->unsteady = out->unsteady || is_weighed(&out->v[i]);
    return good;
}

bool mask_read(struct mask *m, str text, struct marks *out) {
    struct pane p = {.text = text};
    struct marks here = {0};
    bool good = true;
    int first = out->n;
    for (ptrdiff_t at = 0; good && pane_next(m, &p, at); at = p.to) {
        good = pane_read(m, &p, &here);
        for (int i = 0; i < here.n; i++)
            marks_add(m->arena, out, here.v[i]);
    }
    out->unsteady = out->unsteady || here.unsteady;
    if (good)
        learn(m, text, out, first);
    return good;
}

unsigned mask_sees(struct mask *m, str text) {
    struct marks marks = {0};
    struct pane p = {.text = text};
    unsigned kinds = 0;
    for (ptrdiff_t at = 0; pane_next(m, &p, at); at = p.to)
        if (!detect(m->reader, m->text, (uint32_t)p.seen, &marks))
            return ~0u;
    for (int i = 0; i < marks.n; i++)
        if (marks.v[i].kind == MARK_PRIVATE)
            kinds |= 1u << marks.v[i].value;
    return kinds;
}

/* Whether a mark is perhaps the name of a person of whom nothing is known yet. */
static bool is_unknown_name(struct mask *m, str name, const struct mark *k) {
    bool told = k->kind == MARK_NAME || k->kind == MARK_MENTION || k->kind == MARK_GUESS ||
                k->kind == MARK_DOUBT || (k->kind == MARK_LEAD && !m->manner.lead_shown);
    if (!told || k->value != VALUE_NAME || name_is_masked(name))
        return false;
    const struct folded *t = folded_name(m, name);
    const struct node *node = &m->nodes[node_known(m, t->bare, t->bare_n)];
    return node->needle < 0 && node->kept == KEPT_NOT;
}

static bool is_kept(struct mask *m, str text) {
    const struct folded *t = folded_name(m, utf8_prefix(text, MARGIN));
    return m->nodes[node_known(m, t->bare, t->bare_n)].kept != KEPT_NOT;
}

int mask_question(struct mask *m, str text) {
    struct marks marks = {0};
    struct pane p = {.text = text};
    int before = m->doubt_count;
    for (ptrdiff_t at = 0; pane_next(m, &p, at); at = p.to)
        if (!detect(m->reader, m->text, (uint32_t)p.seen, &marks))
            doubt(m, text, 0, (uint32_t)text.n, false);
    for (int i = 0; i < marks.n; i++)
        if (is_unknown_name(m, marked(text, &marks.v[i]), &marks.v[i]))
            doubt(m, text, marks.v[i].from, marks.v[i].to, false);
    if (address_is_home(text) && !is_kept(m, text) && !mask_holds(m, text))
        doubt(m, text, 0, (uint32_t)text.n, false);
    return m->doubt_count - before;
}

/* ---- finding ---- */

static bool is_letter(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F);
}

/* A short Latin name is a word: Li is not in Lighting. */
static bool is_cut_word(const struct folded *t, ptrdiff_t from, ptrdiff_t to) {
    const uint32_t *c = t->bare;
    if (to - from >= LATIN_SURE)
        return false;
    if (from > 0 && is_letter(c[from]) && is_letter(c[from - 1]) && fold_joined(t, from))
        return true;
    return to < t->bare_n && is_letter(c[to - 1]) && is_letter(c[to]) && fold_joined(t, to);
}

/* What begins at a place: the longest needle, the longest public value. */
struct here {
    int needle; /* -1: none */
    ptrdiff_t to;
    ptrdiff_t kept_to; /* 0: none */
    enum kept kept;
};

/* What may be thrown between the characters of a value: 1/3/8, 张、三、丰, 1😀3😀8. A bracket would
 * be left without the other. */
static bool is_thrown_in(uint32_t c) {
    return !(c >= '0' && c <= '9') && !is_letter(c) && !utf8_is_han(c) && c != FOLD_MARKER &&
           c != '(' && c != ')' && c != 0;
}

/* Whether a name is long enough to be one with signs between its characters: 张、李 are two. */
static bool is_no_list(const struct needle *one, ptrdiff_t characters) {
    return one->kind != NEEDLE_NAME || characters >= LOOSE_LEAST;
}

/* The child that goes on with what is written at a place: that character, or the digit for which it
 * stands. No name has digits in it. */
static int goes_on(const struct mask *m, int node, uint32_t written) {
    int next = child_of(m, node, fold_simple(written));
    uint32_t digit = next == 0 ? fold_digit(written) : 0;
    return digit != 0 ? child_of(m, node, digit) : next;
}

static struct here look(const struct mask *m, const struct folded *t, ptrdiff_t from) {
    struct here here = {.needle = -1};
    int node = 0;
    ptrdiff_t thrown = 0;
    ptrdiff_t last = from; /* the last character that belongs to it */
    for (ptrdiff_t i = from; i < t->bare_n; i++) {
        int next = goes_on(m, node, t->bare[i]);
        if (next == 0 && node != 0 && i - last <= THROWN_MOST && is_thrown_in(t->bare[i])) {
            thrown++;
            continue;
        }
        if ((node = next) == 0)
            break;
        last = i;
        int needle = m->nodes[node].needle;
        if (m->nodes[node].kept != KEPT_NOT && thrown == 0) {
            here.kept_to = i + 1;
            here.kept = m->nodes[node].kept;
        }
        if (needle < 0 || (m->needles[needle].kind == NEEDLE_NAME && is_cut_word(t, from, i + 1)))
            continue;
        if (thrown > 0 && !is_no_list(&m->needles[needle], i + 1 - from - thrown))
            continue;
        here.needle = needle;
        here.to = i + 1;
    }
    return here;
}

/* The mark that covers bytes from … to - 1, or NULL; *at only grows. */
static const struct mark *mark_over(const struct marks *marks, int *at, uint32_t from,
                                    uint32_t to) {
    if (marks == NULL)
        return NULL;
    while (*at < marks->n && marks->v[*at].to <= from)
        (*at)++;
    for (int i = *at; i < marks->n && marks->v[i].from <= from; i++)
        if (marks->v[i].to >= to)
            return &marks->v[i];
    return NULL;
}

/* A stretch of the text that stays. */
struct stretch {
    uint32_t from;
    uint32_t to;
};

/* The pane that is searched. */
struct search {
    struct mask *m;
    str text;
    const struct pane *pane;
    const struct marks *marks;
    bool namesakes;      /* without marks: a public name that is a private one, too, counts */
    int mark;            /* the first that may still matter */
    struct stretch kept; /* the last public value */
    enum kept why;
    struct mask_hits *hits;
};

static void add_hit(struct mask *m, struct mask_hits *h, struct mask_hit hit) {
    h->v = grown(m->arena, h->v, h->n, &h->room, sizeof *h->v);
    h->v[h->n++] = hit;
}

/* By the mark on it: 1 a person's, -1 not, 0 unknown. That somebody declared a name counts for more
 * than a role that was read before it: a firm has a 科长, too. */
static int marked_as(struct search *s, struct stretch at, bool told) {
    const struct mark *mark = mark_over(s->marks, &s->mark, at.from, at.to);
    if (mark == NULL || mark->kind == MARK_PRIVATE || mark->kind == MARK_MENTION ||
        mark->kind == MARK_GUESS || mark->kind == MARK_HINT)
        return 0;
    if (mark->kind == MARK_NAME || mark->kind == MARK_DOUBT)
        return 1;
    if (mark->kind == MARK_OPEN)
        return -1;
    bool official = mark->kind == MARK_OFFICIAL || s->m->manner.lead_shown;
    return official && !told ? -1 : 1;
}

/* Whether a name that was found is the person's: not part of a firm, a place, a public value. */
static bool is_person(struct search *s, const struct here *here, ptrdiff_t from,
                      struct stretch at) {
    bool told = s->m->needles[here->needle].told;
    bool kept = s->kept.from <= at.from && at.to <= s->kept.to;
    bool namesake = kept && s->kept.from == at.from && s->kept.to == at.to;
    bool passes = kept && (!namesake || (s->marks == NULL && !s->namesakes));
    if (s->m->needles[here->needle].decided)
        return !passes;
    bool officer = namesake && s->why == KEPT_TOLD;
    int as = marked_as(s, at, told && !officer);
    if (as != 0 || passes)
        return as > 0;
    enum standing standing = person_stands(s->m->words, s->m->text, from, here->to);
    if (namesake && (officer || !told) && standing != STANDS_NOT)
        standing = STANDS_DOUBTFUL; /* a party and an officer of one name */
    if (standing == STANDS_DOUBTFUL && !s->m->manner.doubts_go)
        doubt(s->m, s->text, at.from, at.to, namesake);
    return standing != STANDS_NOT;
}

static struct stretch bytes_of(const struct search *s, ptrdiff_t from, ptrdiff_t to) {
    const struct folded *t = s->m->text;
    uint32_t base = (uint32_t)s->pane->seen;
    return (struct stretch){base + t->at[t->in[from]], base + t->to[t->in[to - 1]]};
}

/* Public values are hits too, that keep what stands there (needle -2). */
#define HIT_KEPT (-2)

/* What must go at bare character `from`; returns where to go on. A declared number goes wherever it
 * stands: only a name may be part of something public. */
static ptrdiff_t search_at(struct search *s, ptrdiff_t from) {
    struct here here = look(s->m, s->m->text, from);
    bool inside = false;
    if (here.kept_to > 0) {
        struct stretch kept = bytes_of(s, from, here.kept_to);
        inside = kept.from >= s->pane->at && kept.from < s->pane->to && kept.to > s->kept.to;
        s->why = kept.to > s->kept.to ? here.kept : s->why;
        s->kept = kept.to > s->kept.to ? kept : s->kept;
    }
    if (here.needle >= 0) {
        struct stretch at = bytes_of(s, from, here.to);
        bool name = s->m->needles[here.needle].kind == NEEDLE_NAME;
        const struct mark *mark = name ? NULL : mark_over(s->marks, &s->mark, at.from, at.to);
        s->m->torn = s->m->torn || (mark != NULL && mark->kind == MARK_OPEN);
        if (!name || is_person(s, &here, from, at)) {
            if (at.from >= s->pane->at && at.from < s->pane->to)
                add_hit(s->m, s->hits, (struct mask_hit){at.from, at.to, here.needle, VALUE_NAME});
            return here.to;
        }
        s->m->needles[here.needle].passed_over = true;
    }
    if (inside && s->marks != NULL)
        add_hit(s->m, s->hits, (struct mask_hit){s->kept.from, s->kept.to, HIT_KEPT, VALUE_NAME});
    return from + 1;
}

static inline bool may_begin(const bool begins[DOORS], uint32_t c) {
    return begins[(c < HAN_FIRST ? fold_simple(c) : c) % DOORS];
}

static void search_pane(struct search *s) {
    const uint32_t *bare = s->m->text->bare;
    const bool *begins = s->m->begins;
    ptrdiff_t n = s->m->text->bare_n;
    int first = s->mark;
    while (s->marks != NULL && first < s->marks->n && s->marks->v[first].to <= s->pane->seen)
        first++;
    s->mark = first;
    s->kept = (struct stretch){0};
    for (ptrdiff_t k = 0; k < n;) {
        while (k < n && !may_begin(begins, bare[k]))
            k++;
        if (k < n)
            k = search_at(s, k);
    }
    s->mark = first;
}

/* ---- marks and needles together ---- */

/* The stretch of a mark that goes, or an empty one: of an address what is below the county. */
static struct mask_hit hit_of_mark(const struct mask *m, str text, const struct mark *k) {
    struct mask_hit hit = {k->from, k->to, -1, k->value};
    bool doubtful = k->kind == MARK_DOUBT && k->value != VALUE_NAME;
    bool goes = k->kind == MARK_PRIVATE || (doubtful && m->manner.doubts_go);
    enum treatment treatment = m->manner.treat[k->value];
    if (!goes || treatment == TREAT_KEEP)
        hit.to = hit.from;
    if (k->value == VALUE_ADDRESS && treatment == TREAT_COUNTY) {
        str address = str_sub(text, k->from, k->to);
        if (address_is_telling(address))
            hit.from += (uint32_t)address_county(address);
        else
            hit.to = hit.from;
    }
    return hit;
}

/* Takes one more hit; what overlaps the last one is one with it. What stands inside a public value
 * that was told is no private one, unless it was declared. */
static void merge_hit(struct mask *m, struct mask_hits *out, struct mask_hit hit) {
    struct mask_hit *last = out->n > 0 ? &out->v[out->n - 1] : NULL;
    if (last == NULL || last->to <= hit.from) {
        add_hit(m, out, hit);
        return;
    }
    if (last->needle == HIT_KEPT && hit.needle == -1 && hit.to <= last->to)
        return;
    if (last->needle == HIT_KEPT ||
        (hit.needle != HIT_KEPT && hit.from == last->from && hit.to > last->to))
        *last = (struct mask_hit){hit.from, hit.to, hit.needle, hit.value};
    else if (hit.needle != HIT_KEPT && hit.to > last->to)
        last->to = hit.to;
}

static struct mask_hits merge(struct mask *m, str text, const struct mask_hits *found,
                              const struct marks *marks) {
    struct mask_hits all = {0};
    int n = marks == NULL ? 0 : marks->n;
    for (int i = 0, k = 0; i < found->n || k < n;) {
        bool mark = i == found->n || (k < n && marks->v[k].from < found->v[i].from);
        struct mask_hit hit = mark ? hit_of_mark(m, text, &marks->v[k]) : found->v[i];
        if (hit.to > hit.from)
            merge_hit(m, &all, hit);
        k += mark;
        i += !mark;
    }
    int kept = 0;
    for (int i = 0; i < all.n; i++)
        if (all.v[i].needle != HIT_KEPT)
            all.v[kept++] = all.v[i];
    all.n = kept;
    return all;
}

static bool is_covered(const struct mask_hits *hits, int *at, const struct mark *k) {
    while (*at < hits->n && hits->v[*at].to <= k->from)
        (*at)++;
    return *at < hits->n && hits->v[*at].from <= k->from && k->to <= hits->v[*at].to;
}

/* A guess that a hit reaches into has been explained: 张雪 in 张雪根据…. */
static bool is_touched(const struct mask_hits *hits, int at, const struct mark *k) {
    return at < hits->n && hits->v[at].from < k->to;
}

static bool is_doubtful(const struct mark *k) {
    return k->kind == MARK_DOUBT || k->kind == MARK_GUESS || k->kind == MARK_HINT;
}

/* Doubtful marks that nothing decided. */
static void tell_doubts(struct mask *m, str text, const struct mask_hits *found,
                        const struct marks *marks) {
    int at = 0;
    for (int i = 0; marks != NULL && i < marks->n; i++)
        if (is_doubtful(&marks->v[i]) && !is_covered(found, &at, &marks->v[i]) &&
            !(marks->v[i].kind != MARK_DOUBT && is_touched(found, at, &marks->v[i])))
            doubt(m, text, marks->v[i].from, marks->v[i].to, false);
}

static void note(struct mask *m, int needle) {
    if (needle < 0 || m->needles[needle].kind != NEEDLE_NAME)
        m->removals++;
    else if (m->needles[needle].found == 0)
        m->needles[needle].found = ++m->persons;
}

static struct mask_hits search_all(struct mask *m, str text, const struct marks *marks,
                                   bool namesakes) {
    struct mask_hits found = {0};
    struct pane p = {.text = text};
    struct search s = {
        .m = m, .text = text, .pane = &p, .marks = marks, .hits = &found, .namesakes = namesakes};
    for (ptrdiff_t at = 0; m->node_count > 1 && pane_next(m, &p, at); at = p.to)
        search_pane(&s);
    return found;
}

struct mask_hits mask_find(struct mask *m, str text, const struct marks *marks) {
    struct mask_hits found = search_all(m, text, marks, false);
    if (!m->manner.doubts_go)
        tell_doubts(m, text, &found, marks);
    struct mask_hits hits = merge(m, text, &found, marks);
    for (int i = 0; i < hits.n; i++)
        note(m, hits.v[i].needle);
    return hits;
}

static bool holds(struct mask *m, str text, bool namesakes) {
    int doubts = m->doubt_count;
    bool found = search_all(m, text, NULL, namesakes).n > 0;
    m->doubt_count = doubts;
    return found;
}

bool mask_holds(struct mask *m, str text) {
    return holds(m, text, false);
}

bool mask_mentions(struct mask *m, str text) {
    return holds(m, text, true);
}

bool mask_passed_over(struct mask *m, str name) {
    struct folded t = fold(m->arena, name);
    int needle = m->nodes[node_known(m, t.bare, t.bare_n)].needle;
    return needle >= 0 && m->needles[needle].passed_over;
}

const struct doubt *mask_doubts(const struct mask *m, int *n) {
    *n = m->doubt_count;
    return m->doubts;
}

/* ---- replacing ---- */

void mask_number(struct mask *m) {
    for (int i = 0; i < m->needle_count; i++) {
        struct needle *one = &m->needles[i];
        if (one->kind != NEEDLE_NAME || one->found == 0)
            continue;
        int alike = 0;
        int before = 0;
        for (int k = 0; k < m->needle_count; k++) {
            const struct needle *other = &m->needles[k];
            if (other->kind == NEEDLE_NAME && other->found > 0 &&
                str_eq(other->shown, one->shown)) {
                alike++;
                before += other->found < one->found;
            }
        }
        int number = alike > 1 ? before + 1 : 0;
        if (number != one->number)
            one->numbered = str_fmt(m->arena, "%.*s%d", STR(one->shown), number);
        one->number = number;
    }
}

/* 130501＊＊＊1239: the first six and the last four characters at most, and a third and a quarter.
 */
static str partial(struct arena *a, str value) {
    ptrdiff_t n = utf8_count(value);
    ptrdiff_t first = n / 3 < 6 ? n / 3 : 6;
    ptrdiff_t last = n / 4 < 4 ? n / 4 : 4;
    str head = utf8_head(value, first);
    str rest = utf8_head(value, n - last);
    str tail = str_sub(value, rest.n, value.n);
    return str_cat(a, str_cat(a, head, S(MASK_MARKER)), tail);
}

/* What is shown in place of a value. Of a date its year is left before the hit. */
static str shown_value(struct arena *a, str text, const struct mask_hit *h, enum treatment t) {
    if (t == TREAT_PARTIAL)
        return partial(a, str_sub(text, h->from, h->to));
    if (t == TREAT_YEAR)
        return str_ends(str_sub(text, 0, h->from), S("年")) ? S("") : S("年");
    if (t == TREAT_COUNTY && h->from > 0 && h->value == VALUE_ADDRESS) {
        str before = str_sub(text, 0, h->from);
        static const char *const ends[] = {"省", "市", "区", "县", "旗", "州", "盟"};
        for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
            if (str_ends(before, str_of(ends[i])))
                return (str){"", 0};
    }
    return S(MASK_MARKER);
}

static str shown(const struct mask *m, str text, const struct mask_hit *h) {
    const struct needle *one = h->needle < 0 ? NULL : &m->needles[h->needle];
    if (one == NULL)
        return shown_value(m->arena, text, h, m->manner.treat[h->value]);
    if (one->kind == NEEDLE_VALUE)
        return shown_value(m->arena, text, h, one->treatment);
    return one->number > 0 ? one->numbered : one->shown;
}

/* Whether a character may be what is left of a number, of a word of letters or of an address of
 * mail, or hide one. An ideograph is not, unless it is a numeral; nor is a sign that parts. */
static bool is_half(uint32_t c) {
    if (c < 0x80)
        return is_letter(c & ~0x20u) || (c >= '0' && c <= '9') || c == '@' || c == '%' ||
               c == '+' || c == '.' || c == ';' || c == '&' || (c < ' ' && c != '\n' && c != '\t');
    bool parts = (c >= 0x3001 && c <= 0x3011 && c != U'〇') || c == U'（' || c == U'）' ||
                 c == U'，' || c == U'：' || c == U'；' || c == U'“' || c == U'”' || c == U'…' ||
                 c == FOLD_MARKER;
    return !parts && (!utf8_is_han(c) || fold_numeral(c) != 0);
}

/* … next to byte `at`, across what may stand inside a number. */
static bool half_before(str text, ptrdiff_t at) {
    for (ptrdiff_t from = at; from > 0 && at - from < GAPS_MOST;) {
        ptrdiff_t end = from;
        from = at_character(text, end - 1);
        str one = str_sub(text, from, end);
        uint32_t c = utf8_next(&one);
        if (!fold_is_gap(c))
            return is_half(c);
    }
    return false;
}

static bool half_behind(str text, ptrdiff_t at) {
    for (str rest = str_sub(text, at, at + GAPS_MOST); rest.n > 0;) {
        uint32_t c = utf8_next(&rest);
        if (!fold_is_gap(c))
            return is_half(c);
    }
    return false;
}

/* Whether what follows a hit of which nothing is left may belong to what stands before it: no end
 * of a clause or of a line, nor 出生 behind a year. */
static bool may_close_up(str text, const struct mask_hit *h) {
    static const char *const ends[] = {"，", "。", "；", "、", "）", "\n"};
    str rest = str_sub(text, h->to, text.n);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++)
        if (str_starts(rest, str_of(ends[i])))
            return false;
    bool year = h->value == VALUE_BIRTH;
    return rest.n > 0 && !(year && str_starts(rest, S("出生")));
}

/* Whether a declared name stands in a list or beside another: whose form is known, names those
 * around it (张某和李四), which did not show before. */
static bool is_linked(const struct mask *m, str text, const struct mask_hit *h) {
    static const char *const links[] = {"和", "与", "、", "及", "同"};
    str before = str_sub(text, 0, h->from);
    str behind = str_sub(text, h->to, text.n);
    if (h->needle < 0 || m->needles[h->needle].kind != NEEDLE_NAME || !m->needles[h->needle].told)
        return false;
    for (size_t i = 0; i < sizeof links / sizeof links[0]; i++)
        if (str_starts(behind, str_of(links[i])) || str_ends(before, str_of(links[i])))
            return true;
    return false;
}

static bool joins(const struct mask *m, str text, const struct mask_hit *h, str instead) {
    bool latin = instead.n > 0 && (unsigned char)instead.p[0] < 0x80; /* J. ends a firm's name */
    if (latin || is_linked(m, text, h))
        return true;
    if (str_ends(instead, S("某"))) /* parts what stands around it */
        return false;
    return half_before(text, h->from) || half_behind(text, h->to) ||
           (instead.n == 0 && may_close_up(text, h));
}

bool mask_joins(const struct mask *m, str text, const struct mask_hits *hits) {
    if (m->torn && hits->n > 0)
        return true;
    for (int i = 0; i < hits->n; i++)
        if (joins(m, text, &hits->v[i], shown(m, text, &hits->v[i])))
            return true;
    return false;
}

str mask_apply(struct mask *m, str text, const struct mask_hits *hits) {
    if (hits->n == 0)
        return text;
    str *parts = ROOM(m->arena, str, hits->n);
    ptrdiff_t n = text.n;
    for (int i = 0; i < hits->n; i++) {
        parts[i] = shown(m, text, &hits->v[i]);
        n += parts[i].n - (hits->v[i].to - hits->v[i].from);
    }
    char *p = ROOM(m->arena, char, n + 1);
    str out = {p, n};
    ptrdiff_t done = 0;
    for (int i = 0; i < hits->n; i++) {
        memcpy(p, text.p + done, (size_t)(hits->v[i].from - done));
        p += hits->v[i].from - done;
        memcpy(p, parts[i].p, (size_t)parts[i].n);
        p += parts[i].n;
        done = hits->v[i].to;
    }
    memcpy(p, text.p + done, (size_t)(text.n - done));
    return out;
}

/* ---- a text of any length, by itself ---- */

/* Marks of the whole text in eight bytes each: nothing else may grow with what is found in it. */
struct packed {
    uint32_t from;
    uint32_t what; /* bytes, of which a pane and its margins have fewer than 2^17; kind; value */
};
#define KIND_BITS 4
#define VALUE_BITS 5
static_assert(PANE + 2 * MARGIN + 4 < 1 << 17, "a mark can be longer than its place");
static_assert(MARK_HINT < 1 << KIND_BITS && VALUE_KINDS <= 1 << VALUE_BITS,
              "more kinds of marks or values than there is room for");
#define PACKED_MOST 4096
struct packs {
    struct packs *next;
    int n;
    struct packed v[PACKED_MOST];
};

/* Goes through the text once more: for each pane its marks and those that reach into what is seen
 * of it, its hits, and the last hit before, which may still grow. */
struct walk {
    struct mask *m;
    str text;
    bool one; /* pane, nearly always: then its marks and hits stay where they are */
    struct packs *first;
    struct packs *last;
    const struct packs *at; /* the next mark … */
    int next;               /* … that is not in the window */
    struct pane pane;
    struct marks window;
    struct mask_hits found;
    struct mask_hits hits;
    int found_all;
    bool joins;
    ptrdiff_t room; /* for what comes out */
    char *to;
    ptrdiff_t to_n;
    ptrdiff_t done; /* bytes of the text that are in it */
};

static void pack(struct walk *w, const struct mark *k) {
    if (w->last == NULL || w->last->n == PACKED_MOST) {
        struct packs *more = ROOM(w->m->arena, struct packs, 1);
        more->next = NULL;
        more->n = 0;
        *(w->last == NULL ? &w->first : &w->last->next) = more;
        w->last = more;
    }
    uint32_t what = k->to - k->from;
    what = what << KIND_BITS | k->kind;
    what = what << VALUE_BITS | k->value;
    w->last->v[w->last->n++] = (struct packed){k->from, what};
}

static struct mark unpacked(const struct packed *p) {
    uint32_t kind = p->what >> VALUE_BITS;
    return (struct mark){p->from, p->from + (kind >> KIND_BITS), kind & ((1 << KIND_BITS) - 1),
                         p->what & ((1 << VALUE_BITS) - 1)};
}

/* Reads the text; then whose names are public, then names (as learn does). */
static bool walk_read(struct walk *w) {
    bool good = true;
    for (ptrdiff_t at = 0; good && pane_next(w->m, &w->pane, at); at = w->pane.to) {
        good = pane_read(w->m, &w->pane, &w->window);
        w->one = at == 0 && w->pane.to == w->text.n;
        for (int i = 0; i < w->window.n && !w->one; i++)
            if (w->window.v[i].kind != MARK_HINT) /* nothing goes for it */
                pack(w, &w->window.v[i]);
    }
    if (good && w->one)
        learn(w->m, w->text, &w->window, 0);
    for (int pass = 0; good && pass < 2; pass++)
        for (const struct packs *p = w->first; p != NULL; p = p->next)
            for (int i = 0; i < p->n; i++) {
                struct mark k = unpacked(&p->v[i]);
                if (pass == 0)
                    learn_kept(w->m, w->text, &k);
                else
                    learn_name(w->m, marked(w->text, &k), &k);
            }
    return good;
}

/* Takes the marks of what is seen of the pane into the window, and forgets those behind it. */
static void look_out(struct walk *w) {
    ptrdiff_t end = w->pane.to + MARGIN;
    int kept = 0;
    for (int i = 0; i < w->window.n; i++)
        if (w->window.v[i].to > w->pane.seen)
            w->window.v[kept++] = w->window.v[i];
    w->window.n = kept;
    while (w->at != NULL && w->next < w->at->n && w->at->v[w->next].from < end) {
        marks_add(w->m->arena, &w->window, unpacked(&w->at->v[w->next++]));
        if (w->next == w->at->n) {
            w->at = w->at->next;
            w->next = 0;
        }
    }
}

/* What is found in the pane, behind the one hit of the last pane that reaches into it. */
static void find_here(struct walk *w) {
    struct search s = {
        .m = w->m, .text = w->text, .pane = &w->pane, .marks = &w->window, .hits = &w->found};
    struct mask_hit open = w->hits.n > 0 ? w->hits.v[w->hits.n - 1] : (struct mask_hit){0};
    w->found.n = 0;
    if (w->m->node_count > 1)
        search_pane(&s);
    w->hits.n = 0;
    if (open.to > w->pane.at)
        add_hit(w->m, &w->hits, open);
    int k = 0;
    for (int i = 0; i < w->found.n || k < w->window.n;) {
        bool mark =
            k < w->window.n && (i == w->found.n || w->window.v[k].from < w->found.v[i].from);
        struct mask_hit hit = mark ? hit_of_mark(w->m, w->text, &w->window.v[k]) : w->found.v[i];
        if (hit.to > hit.from && (!mark || in_pane(&w->pane, w->window.v[k].from)))
            merge_hit(w->m, &w->hits, hit);
        k += mark;
        i += !mark;
    }
}

/* Counts a hit, and how long what stands in its place can be. */
static void count_hit(struct walk *w, const struct mask_hit *h) {
    note(w->m, h->needle);
    w->found_all++;
    w->room += shown(w->m, w->text, h).n + NUMBER_BYTES - (ptrdiff_t)(h->to - h->from);
}

static void put(struct walk *w, str s) {
    memcpy(w->to + w->to_n, s.p, (size_t)s.n);
    w->to_n += s.n;
}

static void replace_hit(struct walk *w, const struct mask_hit *h) {
    str instead = shown(w->m, w->text, h);
    w->joins = w->joins || joins(w->m, w->text, h, instead);
    put(w, str_sub(w->text, w->done, h->from));
    put(w, instead);
    w->done = h->to;
}

typedef void hit_fn(struct walk *w, const struct mask_hit *h);

/* Each hit that is whole. */
static void hand_over(struct walk *w, hit_fn *each) {
    bool last = w->pane.to == w->text.n;
    for (int i = 0; i < w->hits.n; i++) {
        const struct mask_hit *h = &w->hits.v[i];
        bool open = !last && i == w->hits.n - 1 && h->to > w->pane.to;
        if (h->needle != HIT_KEPT && !open)
            each(w, h);
    }
}

static void walk_all(struct walk *w, hit_fn *each) {
    w->at = w->first;
    w->next = 0;
    w->window.n = 0;
    w->hits.n = 0;
    for (ptrdiff_t at = 0; pane_next(w->m, &w->pane, at); at = w->pane.to) {
        look_out(w);
        find_here(w);
        hand_over(w, each);
    }
}

/* Counts what is found, or replaces it. */
static void walk_for(struct walk *w, hit_fn *each) {
    if (!w->one) {
        walk_all(w, each);
        return;
    }
    if (each == count_hit)
        find_here(w);
    hand_over(w, each);
}

bool mask_round(struct mask *m, str text, str *out, bool *again) {
    struct walk w = {.m = m, .text = text, .pane = {.text = text}};
    *out = text;
    *again = false;
    if (!walk_read(&w) || mask_is_full(m))
        return false;
    if (w.first != NULL || w.window.n > 0 || m->node_count > 1)
        walk_for(&w, count_hit);
    if (w.found_all == 0)
        return true;
    mask_number(m);
    w.to = ROOM(m->arena, char, text.n + w.room + 1);
    walk_for(&w, replace_hit);
    put(&w, str_sub(text, w.done, text.n));
    *out = (str){w.to, w.to_n};
    *again = w.joins || w.window.unsteady || m->torn;
    m->torn = false;
    return true;
}

bool mask_is_full(const struct mask *m) {
    return m->full;
}

int mask_persons(const struct mask *m) {
    return m->persons;
}

int mask_removals(const struct mask *m) {
    return m->removals;
}
