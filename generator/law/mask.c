/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * mask.c — the names and values of one record, found and replaced in its texts.
 *
 * In:    names, addresses, numbers that must go; known public values; texts
 * Out:   the texts without them
 * Law:   law.md §3 (参照 法释〔2016〕19号 art. 9–10), GB 11643 (check digit of a resident ID)
 * Never: changes a byte outside what it found; takes more than linear time
 */
#include "law/mask.h"

#include "base/utf8.h"
#include "law/fold.h"
#include "law/number.h"

#include <string.h>

#define NAME_LEAST 2      /* characters */
#define VALUE_LEAST 6     /* characters */
#define LATIN_SURE 8      /* letters of a Latin name that are no accident inside a word */
#define TAIL_LEAST 4      /* characters of an address without its county */
#define NEEDLE_MOST 200   /* characters: bounds the walk from each place of a text */
#define NEEDLES_MOST 4096 /* beyond that masking is not sure */
#define KEPT_MOST 512
#define GATES 256 /* lists of first characters */

/* ---- what is looked for ---- */

enum needle_kind { NEEDLE_NAME, NEEDLE_PLACE, NEEDLE_VALUE };

struct needle {
    enum needle_kind kind;
    str shown;  /* what takes its place; of a name, its form */
    int found;  /* when a name was first found, from 1; 0 not yet */
    int number; /* behind the form of a name, 0 for none */
};

/* One character of the needles' common tree. Children are a chain; a record has few needles. */
struct node {
    uint32_t c;
    int child;
    int next;
    int needle; /* that ends here, or -1 */
};

/*   root ─► 张 ─► 三 (张三) ─► 丰 (张三丰)
 *        └► 1 ─► 3 ─► 8 …                                                                */
struct mask {
    struct arena *arena;
    struct node *nodes; /* the root is nodes[0] */
    int node_count;
    int node_room;
    struct needle *needles;
    int needle_count;
    int needle_room;
    struct folded *kept;
    int kept_count;
    int kept_room;
    int gates[GATES];   /* the root's children, by character */
    struct folded text; /* the one that is searched; its room serves all */
    bool full;
    int persons;
    int removals;
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
    m->nodes[m->node_count] = (struct node){c, 0, 0, -1};
    return m->node_count++;
}

struct mask *mask_new(struct arena *a) {
    struct mask *m = NEW(a, struct mask, 1);
    m->arena = a;
    (void)node_new(m, 0);
    return m;
}

static int child_of(const struct mask *m, int node, uint32_t c) {
    int at = node == 0 ? m->gates[c % GATES] : m->nodes[node].child;
    while (at != 0 && m->nodes[at].c != c)
        at = m->nodes[at].next;
    return at;
}

static int child_made(struct mask *m, int node, uint32_t c) {
    int at = child_of(m, node, c);
    if (at != 0)
        return at;
    at = node_new(m, c);
    int *head = node == 0 ? &m->gates[c % GATES] : &m->nodes[node].child;
    m->nodes[at].next = *head;
    *head = at;
    return at;
}

/* The first to claim a sequence of characters keeps it. */
static void needle_add(struct mask *m, enum needle_kind kind, const struct folded *t, str shown) {
    if (t->n > NEEDLE_MOST || m->needle_count >= NEEDLES_MOST)
        m->full = true;
    if (t->n == 0 || m->full)
        return;
    int at = 0;
    for (ptrdiff_t i = 0; i < t->n; i++)
        at = child_made(m, at, t->c[i]);
    if (m->nodes[at].needle >= 0)
        return;
    m->needles = grown(m->arena, m->needles, m->needle_count, &m->needle_room, sizeof *m->needles);
    m->needles[m->needle_count] = (struct needle){kind, shown, 0, 0};
    m->nodes[at].needle = m->needle_count++;
}

bool mask_is_name(str name) {
    return !name_is_masked(name) && fold_count(name, NAME_LEAST) >= NAME_LEAST;
}

bool mask_is_value(str value) {
    return fold_count(value, VALUE_LEAST) >= VALUE_LEAST && number_is_telling(value);
}

void mask_name(struct mask *m, str name) {
    if (!mask_is_name(name))
        return;
    struct folded t = fold(m->arena, name);
    needle_add(m, NEEDLE_NAME, &t, name_form(m->arena, name));
}

/* A number is also looked for as people shorten it: without +86 or the area code, and the
 * fifteen-digit form of a resident ID. */
void mask_value(struct mask *m, str value) {
    if (!mask_is_value(value))
        return;
    struct folded t = fold(m->arena, value);
    needle_add(m, NEEDLE_VALUE, &t, S(MASK_MARKER));
    struct folded shorter[NUMBER_FORMS];
    int n = number_forms(m->arena, &t, shorter);
    for (int i = 0; i < n; i++)
        needle_add(m, NEEDLE_VALUE, &shorter[i], S(MASK_MARKER));
}

void mask_keep(struct mask *m, str value) {
    if (value.n == 0 || m->kept_count >= KEPT_MOST || fold_count(value, NEEDLE_MOST) >= NEEDLE_MOST)
        return;
    m->kept = grown(m->arena, m->kept, m->kept_count, &m->kept_room, sizeof *m->kept);
    m->kept[m->kept_count++] = fold(m->arena, value);
}

/* ---- addresses ---- */

static bool is_end(str ends, uint32_t c) {
    char bytes[4];
    return str_find(ends, (str){bytes, utf8_put(bytes, c)}) >= 0;
}

/* Whether a stretch of an address can no longer be the name of a province, city or county. */
static bool ends_division(uint32_t c) {
    return is_end(S("路街道巷弄村镇乡组号楼栋幢室院"), c) ||
           (fold_one(c) >= '0' && fold_one(c) <= '9');
}

/* 小区, 社区 and the like are no districts, 市场 is no city. */
static bool is_false_end(uint32_t before, uint32_t c, str rest) {
    if (c == 0x533A) /* 区 */
        return is_end(S("小社园校厂库"), before);
    return c == 0x5E02 /* 市 */ && (str_starts(rest, S("场")) || str_starts(rest, S("政")));
}

/* Bytes up to and with the first of `ends`, behind at least two characters; 0 when there is none
 * before a road, a village or a digit. */
static ptrdiff_t division(str s, str ends, int most) {
    uint32_t before = 0;
    str rest = s;
    for (int i = 0; i < most && rest.n > 0; i++) {
        uint32_t c = utf8_next(&rest);
        if (ends_division(c))
            return 0;
        if (i >= 1 && is_end(ends, c) && !is_false_end(before, c, rest))
            return s.n - rest.n;
        before = c;
    }
    return 0;
}

enum { PROVINCE_MOST = 9, CITY_MOST = 12, COUNTY_MOST = 13 };

ptrdiff_t address_county(str address) {
    ptrdiff_t at = 0;
    ptrdiff_t province = str_find(str_sub(address, 0, 30), S("自治区"));
    if (province > 0)
        at = province + (ptrdiff_t)sizeof "自治区" - 1;
    else
        at = division(address, S("省"), PROVINCE_MOST);
    at += division(str_sub(address, at, address.n), S("市州盟"), CITY_MOST);
    return at + division(str_sub(address, at, address.n), S("县区旗市"), COUNTY_MOST);
}

bool address_is_telling(str address) {
    str tail = str_sub(address, address_county(address), address.n);
    if (fold_count(tail, TAIL_LEAST) < TAIL_LEAST)
        return false;
    while (tail.n > 0)
        if (is_end(S("路街道巷弄村镇乡组号楼栋幢室院屯庄区县市里"), utf8_next(&tail)))
            return true;
    return false;
}

/* The address, and what is left of it when its first divisions are not written: the part that
 * tells a home from others, too. */
void mask_address(struct mask *m, str address) {
    ptrdiff_t keep = address_county(address);
    str tail = str_sub(address, keep, address.n);
    if (fold_count(tail, TAIL_LEAST) < TAIL_LEAST)
        return;
    for (str rest = address; rest.n > tail.n;) {
        struct folded t = fold(m->arena, rest);
        needle_add(m, NEEDLE_PLACE, &t, str_sub(rest, 0, rest.n - tail.n));
        ptrdiff_t step = division(rest, S("省市州盟县区旗"), COUNTY_MOST);
        rest = step == 0 ? tail : str_sub(rest, step, rest.n);
    }
    struct folded t = fold(m->arena, tail);
    needle_add(m, NEEDLE_PLACE, &t, S(MASK_MARKER));
}

/* ---- finding ---- */

static bool is_letter(uint32_t c) {
    return (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0x24F);
}

/* A short Latin name is a word: Li is not in Lighting. */
static bool is_cut_word(const struct folded *t, ptrdiff_t from, ptrdiff_t to) {
    if (to - from >= LATIN_SURE)
        return false;
    if (from > 0 && is_letter(t->c[from]) && is_letter(t->c[from - 1]) && fold_joined(t, from))
        return true;
    return to < t->n && is_letter(t->c[to - 1]) && is_letter(t->c[to]) && fold_joined(t, to);
}

/* The longest needle that begins at a place; its end in *to. -1 when none does. */
static int longest_at(const struct mask *m, const struct folded *t, ptrdiff_t from, ptrdiff_t *to) {
    int best = -1;
    int node = 0;
    for (ptrdiff_t i = from; i < t->n && (node = child_of(m, node, t->c[i])) != 0; i++) {
        int needle = m->nodes[node].needle;
        if (needle < 0)
            continue;
        if (m->needles[needle].kind == NEEDLE_NAME && is_cut_word(t, from, i + 1))
            continue;
        best = needle;
        *to = i + 1;
    }
    return best;
}

static bool same_run(const uint32_t *x, const uint32_t *y, ptrdiff_t n) {
    return memcmp(x, y, (size_t)n * sizeof *x) == 0;
}

/* Whether what stands at from … to is part of a public value that stands there as a whole. */
static bool is_kept(const struct mask *m, const struct folded *t, ptrdiff_t from, ptrdiff_t to) {
    for (int k = 0; k < m->kept_count; k++) {
        const struct folded *v = &m->kept[k];
        for (ptrdiff_t o = 0; o + (to - from) <= v->n && o <= from; o++)
            if (from - o + v->n <= t->n && same_run(v->c, t->c + from - o, v->n))
                return true;
    }
    return false;
}

/* What must go at this place, or false. A declared number goes wherever it stands: only a name may
 * be part of something public. */
static bool hit_at(const struct mask *m, const struct folded *t, ptrdiff_t from, bool net,
                   struct mask_hit *hit) {
    ptrdiff_t to = from;
    hit->needle = longest_at(m, t, from, &to);
    if (hit->needle < 0 && (!net || !number_undeclared(t, from, &to)))
        return false;
    hit->to = to;
    bool declared = hit->needle >= 0 && m->needles[hit->needle].kind != NEEDLE_NAME;
    return declared || !is_kept(m, t, from, to);
}

/* Nearly every character of a text is told here that nothing begins with it. */
static bool can_begin(const struct mask *m, uint32_t c, bool net) {
    return m->gates[c % GATES] != 0 || (net && c >= '0' && c <= '9');
}

static void note(struct mask *m, int needle) {
    if (needle < 0 || m->needles[needle].kind != NEEDLE_NAME)
        m->removals++;
    else if (m->needles[needle].found == 0)
        m->needles[needle].found = ++m->persons;
}

struct mask_hits mask_find(struct mask *m, str text, bool net) {
    struct mask_hits hits = {0};
    if (text.n == 0 || (m->needle_count == 0 && !number_possible(text)))
        return hits;
    int room = 0;
    struct folded *t = &m->text;
    fold_again(m->arena, t, text);
    net = net && t->digits >= NUMBER_LEAST;
    for (ptrdiff_t i = 0; i < t->n;) {
        struct mask_hit hit = {0};
        if (!can_begin(m, t->c[i], net) || !hit_at(m, t, i, net, &hit)) {
            i++;
            continue;
        }
        ptrdiff_t next = hit.to;
        hit.from = t->at[i];
        hit.to = fold_end(t, next - 1);
        hits.v = grown(m->arena, hits.v, hits.n, &room, sizeof *hits.v);
        hits.v[hits.n++] = hit;
        note(m, hit.needle);
        i = next;
    }
    return hits;
}

bool mask_holds(const struct mask *m, str text, struct arena *a) {
    struct folded t = fold(a, text);
    struct mask_hit hit = {0};
    for (ptrdiff_t i = 0; i < t.n; i++)
        if (hit_at(m, &t, i, false, &hit))
            return true;
    return false;
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
        one->number = alike > 1 ? before + 1 : 0;
    }
}

str mask_apply(struct mask *m, str text, const struct mask_hits *hits) {
    if (hits->n == 0)
        return text;
    str *parts = NEW(m->arena, str, hits->n);
    ptrdiff_t n = text.n;
    for (int i = 0; i < hits->n; i++) {
        const struct mask_hit *h = &hits->v[i];
        const struct needle *one = h->needle < 0 ? NULL : &m->needles[h->needle];
        parts[i] = one == NULL ? S(MASK_MARKER) : one->shown;
        if (one != NULL && one->number > 0)
            parts[i] = str_fmt(m->arena, "%.*s%d", STR(one->shown), one->number);
        n += parts[i].n - (h->to - h->from);
    }
    char *p = NEW(m->arena, char, n + 1);
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

bool mask_is_full(const struct mask *m) {
    return m->full;
}

int mask_persons(const struct mask *m) {
    return m->persons;
}

int mask_removals(const struct mask *m) {
    return m->removals;
}
