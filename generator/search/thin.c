/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * thin.c — documents leave a published tier; the others keep their numbers and files.
 *
 * In:    numbers of documents, the published files
 * Out:   those files that held them, without them
 * Law:   architecture §3 (work in proportion to change); 个人信息保护法 art. 47
 * Never: leaves a word or a number of a document behind that is gone, or a word that one which
 *        moved on to a newer tier does not say there; moves a chunk of a tail
 *
 *   number ──► d/… (text goes) ──► its grams ──► g/… (number goes from list or …)
 *                    └─► facets                    └─► t/… (… from its chunk, in place)
 *
 * One that moved on stays in the lists of the grams that it still has: they propose it in vain, and
 * tell nothing that is not public. Its text as it is now lies in its place, as that of no document
 * (document_move), and says from which lists it is to go when it changes again or leaves.
 */
#include "search/gather.h"
#include "search/squeeze.h"
#include "search/tier.h"

#include <stdlib.h>
#include <string.h>

/* A file of documents, and what came of it. */
struct thinned {
    int64_t block;
    ptrdiff_t from; /* numbers[from … to-1] are in it */
    ptrdiff_t to;
    bool sound;
    struct posting *postings;
    ptrdiff_t posting_n;
    str *facets;
    ptrdiff_t facet_n;
    ptrdiff_t facet_cap;
    struct strs left; /* paths */
};

struct thinning {
    struct arena *arena;
    const struct search_sink *sink;
    struct search_thinning *wanted;
    struct tier tier;
    const struct folding *folding;
    const struct labels *labels;
    struct dictionary *dictionary;
    struct arena *scratch; /* one per worker, of one item */
    struct arena *kept;    /* one per worker */
    uint64_t *seen;        /* two per worker, 1 << SEEN_BITS each */
    bool *moved;           /* which of the numbers had moved on before */
    struct thinned *blocks;
    ptrdiff_t block_n;
    struct posting *postings; /* all of them, by gram and document */
    ptrdiff_t posting_n;
    bool sound[PARTS];
};

static bool get(const struct thinning *x, int worker, str name, str *file) {
    struct arena *a = &x->scratch[worker];
    return x->sink->get(x->sink->ctx, worker, a, tier_path(a, &x->tier, name), file);
}

static bool get_text(const struct thinning *x, int worker, str name, str *text) {
    str file;
    return get(x, worker, name, &file) && shard_read_text(&x->scratch[worker], file, text);
}

static bool get_bytes(const struct thinning *x, int worker, str name, str *bytes) {
    str file;
    return get(x, worker, name, &file) && shard_read(&x->scratch[worker], file, bytes);
}

/* ---- documents ---- */

/* A file of documents at work. */
struct leaving {
    struct thinning *x;
    struct thinned *b;
    struct arena *kept;
    struct gathering grams; /* of what goes */
    struct gathering still; /* of a document that moves on */
    struct buf text;        /* of the file, as it will be */
};

static int by_posting(const void *p, const void *q) {
    const struct posting *a = p;
    const struct posting *b = q;
    if (a->gram != b->gram)
        return a->gram < b->gram ? -1 : 1;
    return (a->document > b->document) - (a->document < b->document);
}

static struct strs gather_one(struct gathering *g, uint32_t number, str text,
                              const struct search_document *d) {
    struct strs facets = document_facets(g->arena, d);
    struct units u = units_of(g->arena, text);
    gather_document(g, number, &u, &facets);
    return facets;
}

static void note_gone(struct leaving *l, uint32_t number, str one,
                      const struct search_document *d) {
    struct thinned *b = l->b;
    struct strs facets = gather_one(&l->grams, number, one, d);
    for (ptrdiff_t i = 0; i < facets.n && !l->x->moved[b->from]; i++) {
        EXTEND(l->kept, b->facets, b->facet_n, b->facet_cap);
        b->facets[b->facet_n++] = str_dup(l->kept, facets.v[i]);
    }
}

/* The document moves on to a newer tier; of its grams, which are those from `first` on, only those
 * go that it has no longer. */
static void move_on(struct leaving *l, uint32_t number, ptrdiff_t first,
                    const struct search_document *d) {
    struct gathering *still = &l->still;
    struct buf text = {0};
    ptrdiff_t n = first;
    document_put(l->x->labels, &text, d);
    buf_str(&l->text, document_move(still->arena, buf_view(&text)));
    still->n = 0;
    (void)gather_one(still, number, buf_view(&text), d);
    if (still->n > 0)
        qsort(still->v, (size_t)still->n, sizeof *still->v, by_posting);
    for (ptrdiff_t i = first; i < l->grams.n; i++) {
        struct posting p = l->grams.v[i];
        if (still->n == 0 || bsearch(&p, still->v, (size_t)still->n, sizeof p, by_posting) == NULL)
            l->grams.v[n++] = p;
    }
    l->grams.n = n;
    l->b->left.v[l->b->left.n - 1] = str_dup(l->kept, d->path);
    buf_free(&text);
}

/* One document of the file: it goes, moves on, or stays and its text is appended. False when one
 * that is to go is not there. */
static bool thin_document(struct leaving *l, str one) {
    struct thinned *b = l->b;
    const struct search_thinning *w = l->x->wanted;
    struct arena *a = l->grams.arena;
    struct search_document d;
    str text = one;
    int64_t number = b->block * l->x->tier.block + b->left.n;
    bool moved = document_moved(a, one, &text);
    bool there = document_take(a, text, &d);
    bool goes = b->from < b->to && w->numbers[b->from] == number;
    buf_str(&l->text, b->left.n > 0 ? S(SEPARATE_DOCUMENT) : S(""));
    b->left.v[b->left.n++] = there && !goes ? str_dup(l->kept, d.path) : (str){0};
    if (!goes) {
        buf_str(&l->text, one);
        return there || one.n == 0;
    }
    if (there) {
        ptrdiff_t first = l->grams.n;
        l->x->moved[b->from] = moved;
        note_gone(l, (uint32_t)number, text, &d);
        if (w->make != NULL && w->make(w->ctx, a, b->from, &d))
            move_on(l, (uint32_t)number, first, &d);
    }
    b->from++;
    return there;
}

static bool read_block(const struct thinning *x, int worker, int64_t block, str *text) {
    struct arena *a = &x->scratch[worker];
    struct units u;
    str squeezed;
    if (!get_text(x, worker, block_name(a, block), &squeezed) ||
        !squeeze_read(x->dictionary, a, squeezed, &u))
        return false;
    *text = units_text(a, u.v, u.n);
    return true;
}

static void put_block(const struct thinning *x, int worker, int64_t block, str text) {
    struct arena *a = &x->scratch[worker];
    struct buf squeezed = {0};
    squeeze(x->dictionary, a, units_of(a, text), &squeezed);
    shard_put_text(x->sink, worker, x->tier.dir, block_name(a, block), buf_view(&squeezed));
    buf_free(&squeezed);
}

static void thin_block(void *ctx, int worker, ptrdiff_t i) {
    struct thinning *x = ctx;
    struct thinned *b = &x->blocks[i];
    struct arena *a = &x->scratch[worker];
    struct gathering none = {.folding = x->folding, .arena = a};
    struct leaving l = {x, b, &x->kept[worker], none, none, {0}};
    str rest;
    l.grams.seen = x->seen + ((ptrdiff_t)worker << (SEEN_BITS + 1));
    l.still.seen = l.grams.seen + ((ptrdiff_t)1 << SEEN_BITS);
    b->left.v = NEW(l.kept, str, x->tier.block);
    b->sound = read_block(x, worker, b->block, &rest);
    while (b->sound && rest.p != NULL && b->left.n < x->tier.block)
        b->sound = thin_document(&l, str_cut(&rest, S(SEPARATE_DOCUMENT)));
    b->sound = b->sound && b->from == b->to && rest.p == NULL;
    if (b->sound)
        put_block(x, worker, b->block, buf_view(&l.text));
    b->postings = ROOM(l.kept, struct posting, l.grams.n + 1);
    if (l.grams.n > 0)
        memcpy(b->postings, l.grams.v, sizeof *b->postings * (size_t)l.grams.n);
    b->posting_n = l.grams.n;
    buf_free(&l.text);
    arena_reset(a);
}

/* The files of documents that hold the numbers. */
static void find_blocks(struct thinning *x) {
    const struct search_thinning *w = x->wanted;
    x->blocks = NEW(x->arena, struct thinned, w->n + 1);
    for (ptrdiff_t i = 0; i < w->n; i++) {
        int64_t block = w->numbers[i] / x->tier.block;
        if (x->block_n == 0 || x->blocks[x->block_n - 1].block != block)
            x->blocks[x->block_n++] = (struct thinned){.block = block, .from = i};
        x->blocks[x->block_n - 1].to = i + 1;
    }
}

/* All postings by gram and document, each once. False when a file was not sound. */
static bool collect(struct thinning *x) {
    ptrdiff_t n = 0;
    bool sound = true;
    for (ptrdiff_t i = 0; i < x->block_n; i++) {
        n += x->blocks[i].posting_n;
        sound = sound && x->blocks[i].sound;
    }
    struct posting *v = ROOM(x->arena, struct posting, n + 1);
    n = 0;
    for (ptrdiff_t i = 0; i < x->block_n; i++) {
        memcpy(v + n, x->blocks[i].postings, sizeof *v * (size_t)x->blocks[i].posting_n);
        n += x->blocks[i].posting_n;
    }
    if (n > 0)
        qsort(v, (size_t)n, sizeof *v, by_posting);
    for (ptrdiff_t i = 0; i < n; i++)
        if (i == 0 || by_posting(&v[i], &v[i - 1]) != 0)
            v[x->posting_n++] = v[i];
    x->postings = v;
    return sound;
}

/* ---- lists ---- */

/* A tail file of the part at work: read when it is first needed, put when all is done. */
struct tail {
    char *bytes; /* NULL: not read */
    ptrdiff_t n;
};

/* A part of the lists at work. */
struct part {
    struct thinning *x;
    int worker;
    uint32_t number;
    const struct posting *at; /* what is still to be taken out, by gram */
    const struct posting *end;
    struct tail *tails;
    ptrdiff_t tail_n;
    ptrdiff_t tail_cap;
    struct buf gaps; /* of the list at work */
};

/* What is to leave the lists of a gram. */
static struct going going_of(const struct part *p, uint32_t gram) {
    struct going g = {p->at, 0};
    while (p->at + g.n < p->end && p->at[g.n].gram == gram)
        g.n++;
    return g;
}

static bool had_moved(const struct thinning *x, uint32_t document) {
    const int64_t *v = x->wanted->numbers;
    ptrdiff_t from = 0;
    for (ptrdiff_t to = x->wanted->n; to - from > 1;) {
        ptrdiff_t middle = (from + to) / 2;
        if (v[middle] <= (int64_t)document)
            from = middle;
        else
            to = middle;
    }
    return x->moved[from];
}

/* What had moved on before need not be in a list: it went when it lost the gram, or came later. */
static void pass_moved(struct part *p, uint64_t until) {
    while (p->at < p->end && p->at->gram < until && had_moved(p->x, p->at->document))
        p->at++;
}

/* Reads the gaps of a list; p->gaps are those of what stays when something goes, and p->at moves
 * past that. */
static bool thin_gaps(struct part *p, uint32_t gram, struct gaps *g, str *s) {
    struct going going = going_of(p, gram);
    uint64_t all = g->n;
    uint64_t must = 0;
    buf_reset(&p->gaps);
    bool sound = gaps_thin(s, g, &going, &p->gaps);
    for (; p->at < going.at; p->at++)
        must += !had_moved(p->x, p->at->document);
    return sound && all - g->n >= must;
}

static struct tail *tail_of(struct part *p, uint64_t file) {
    struct arena *a = &p->x->scratch[p->worker];
    str bytes;
    while ((uint64_t)p->tail_n <= file) {
        EXTEND(a, p->tails, p->tail_n, p->tail_cap);
        p->tails[p->tail_n++] = (struct tail){0};
    }
    struct tail *t = &p->tails[file];
    if (t->bytes != NULL)
        return t;
    if (!get_bytes(p->x, p->worker, tail_name(a, p->number, file), &bytes))
        return NULL;
    *t = (struct tail){ROOM(a, char, bytes.n + 1), bytes.n};
    memcpy(t->bytes, bytes.p, (size_t)bytes.n);
    return t;
}

/* What a skip table says of a chunk. */
struct chunk {
    uint64_t file;
    uint64_t byte;
    uint64_t units; /* of documents: from … */
    uint64_t until;
};

/* The chunk is written in its place: with fewer documents it is not longer (gaps_put), and what it
 * does not need any more is zero. */
static bool thin_chunk(struct part *p, uint32_t gram, const struct chunk *c) {
    struct tail *t = tail_of(p, c->file);
    if (t == NULL || c->byte >= (uint64_t)t->n)
        return false;
    char *to = t->bytes + c->byte;
    str rest = {to, t->n - (ptrdiff_t)c->byte};
    uint64_t head;
    if (!varint_take(&rest, &head) || head >> 6 > (uint64_t)p->x->tier.documents)
        return false;
    int k = (int)(head >> 1 & 31);
    struct gaps g = {head >> 6, (int64_t)c->units * UNIT - 1, k};
    if (!thin_gaps(p, gram, &g, &rest))
        return false;
    if (g.n == head >> 6)
        return true;
    struct buf b = {0};
    varint_put(&b, g.n << 6 | (uint64_t)k << 1);
    buf_str(&b, buf_view(&p->gaps));
    bool fits = b.n <= rest.p - to;
    if (fits) {
        memset(to, 0, (size_t)(rest.p - to));
        memcpy(to, buf_view(&b).p, (size_t)b.n);
    }
    buf_free(&b);
    return fits;
}

/* The skip table behind a list stays as it is; chunks lose their documents. */
static bool thin_tail(struct part *p, uint32_t gram, str *s) {
    uint64_t chunks;
    struct chunk c = {0};
    if (!varint_take(s, &chunks) || !varint_take(s, &c.until))
        return false;
    for (uint64_t i = 0; i < chunks; i++) {
        uint64_t step;
        uint64_t file_step;
        if (!varint_take(s, &step) || !varint_take(s, &file_step) || !varint_take(s, &c.byte))
            return false;
        c.file += file_step;
        c.units = c.until;
        c.until += step;
        if (p->at < p->end && p->at->gram == gram && p->at->document / UNIT < c.until &&
            !thin_chunk(p, gram, &c))
            return false;
    }
    return true;
}

/* A list of a shard under way. */
struct list {
    uint64_t gram;
    uint64_t head;
    uint64_t before; /* the last gram that was put */
};

/* Its head and gaps go to `out` without the documents that leave; nothing does when no document is
 * left. `bytes` are what stands there now. */
static void put_documents(struct part *p, struct list *l, uint64_t left, str bytes,
                          struct buf *out) {
    bool has_tail = (l->head & 1) != 0;
    if (left == 0 && !has_tail)
        return;
    varint_put(out, l->gram - l->before);
    l->before = l->gram;
    if (left == l->head >> 6) {
        buf_str(out, bytes);
        return;
    }
    varint_put(out, left << 6 | (l->head & 63));
    buf_str(out, buf_view(&p->gaps));
}

/* The next list of a shard; most are in it by chance and stay as they are. */
static bool thin_list(struct part *p, struct list *l, str *s, struct buf *out) {
    uint64_t step;
    if (!varint_take(s, &step))
        return false;
    const char *from = s->p;
    if (!varint_take(s, &l->head) || l->head >> 6 > (uint64_t)p->x->tier.documents)
        return false;
    l->gram += step;
    uint32_t gram = (uint32_t)l->gram;
    pass_moved(p, gram);
    struct gaps g = {l->head >> 6, -1, (int)(l->head >> 1 & 31)};
    if (!thin_gaps(p, gram, &g, s))
        return false;
    put_documents(p, l, g.n, (str){from, s->p - from}, out);
    str table = *s;
    if ((l->head & 1) != 0 && !thin_tail(p, gram, s))
        return false;
    buf_str(out, (str){table.p, s->p - table.p});
    pass_moved(p, (uint64_t)gram + 1);
    return p->at == p->end || p->at->gram > gram;
}

static bool has_more(const struct part *p, uint32_t shard) {
    return p->at < p->end && shard_of(p->at->gram, p->x->tier.shards) == shard;
}

/* Behind the last list that loses something all stays as it is, but for the first step when the
 * list before it is gone. */
static bool put_rest(const struct list *l, str s, struct buf *out) {
    uint64_t step = 0;
    if (s.n > 0 && l->before != l->gram) {
        if (!varint_take(&s, &step))
            return false;
        varint_put(out, l->gram + step - l->before);
    }
    buf_str(out, s);
    return true;
}

static bool thin_shard(struct part *p, uint32_t shard) {
    struct thinning *x = p->x;
    str name = shard_name(&x->scratch[p->worker], shard, x->tier.shards);
    struct buf out = {0};
    struct list l = {0};
    str s;
    bool sound = get_bytes(x, p->worker, name, &s);
    while (sound && s.n > 0 && has_more(p, shard))
        sound = thin_list(p, &l, &s, &out);
    while (has_more(p, shard) && had_moved(x, p->at->document))
        p->at++;
    sound = sound && !has_more(p, shard) && put_rest(&l, s, &out);
    if (sound)
        shard_put(x->sink, p->worker, x->tier.dir, name, buf_view(&out));
    buf_free(&out);
    return sound;
}

/* The first posting whose gram is in a part or behind it. */
static const struct posting *part_begin(const struct thinning *x, uint64_t part) {
    ptrdiff_t from = 0;
    ptrdiff_t to = x->posting_n;
    while (from < to) {
        ptrdiff_t middle = (from + to) / 2;
        if (x->postings[middle].gram >> (32 - PART_BITS) < part)
            from = middle + 1;
        else
            to = middle;
    }
    return x->postings + from;
}

static void thin_part(void *ctx, int worker, ptrdiff_t number) {
    struct thinning *x = ctx;
    struct arena *a = &x->scratch[worker];
    struct part p = {.x = x, .worker = worker, .number = (uint32_t)number};
    p.at = part_begin(x, (uint64_t)number);
    p.end = part_begin(x, (uint64_t)number + 1);
    bool sound = true;
    while (sound && p.at < p.end)
        sound = thin_shard(&p, shard_of(p.at->gram, x->tier.shards));
    for (ptrdiff_t i = 0; sound && i < p.tail_n; i++)
        if (p.tails[i].bytes != NULL)
            shard_put(x->sink, worker, x->tier.dir, tail_name(a, p.number, (uint64_t)i),
                      (str){p.tails[i].bytes, p.tails[i].n});
    x->sound[number] = sound;
    buf_free(&p.gaps);
    arena_reset(a);
}

/* ---- counters ---- */

static int by_text(const void *p, const void *q) {
    return str_cmp(*(const str *)p, *(const str *)q);
}

/* One of the counters, agency=scj␟12␟…局␟, less those that are gone; nothing when none is left. */
static bool put_facet(struct buf *out, str *s, const struct strs *gone, ptrdiff_t *at) {
    str text = str_cut(s, S(SEPARATE_FIELD));
    str count = str_cut(s, S(SEPARATE_FIELD));
    str name = str_cut(s, S(SEPARATE_FIELD));
    int64_t n;
    if (!str_int(count, &n))
        return false;
    for (; *at < gone->n && str_eq(gone->v[*at], text); ++*at)
        n--;
    if (n > 0)
        buf_fmt(out, "%s%.*s" SEPARATE_FIELD "%lld" SEPARATE_FIELD "%.*s",
                out->n > 0 ? SEPARATE_FIELD : "", STR(text), (long long)n, STR(name));
    return n >= 0;
}

static bool thin_facets(struct thinning *x) {
    struct strs gone = {NULL, 0};
    struct buf out = {0};
    str text;
    ptrdiff_t cap = 0;
    ptrdiff_t at = 0;
    for (ptrdiff_t b = 0; b < x->block_n; b++)
        for (ptrdiff_t i = 0; i < x->blocks[b].facet_n; i++) {
            EXTEND(x->arena, gone.v, gone.n, cap);
            gone.v[gone.n++] = x->blocks[b].facets[i];
        }
    if (gone.n > 0)
        qsort(gone.v, (size_t)gone.n, sizeof *gone.v, by_text);
    bool sound = get_text(x, 0, S("facets"), &text);
    str months = text;
    str counters = sound ? str_cut(&months, S(SEPARATE_DOCUMENT)) : (str){0};
    while (sound && counters.n > 0)
        sound = put_facet(&out, &counters, &gone, &at);
    sound = sound && at == gone.n;
    buf_str(&out, S(SEPARATE_DOCUMENT));
    buf_str(&out, months);
    if (sound)
        shard_put_text(x->sink, 0, x->tier.dir, S("facets"), buf_view(&out));
    buf_free(&out);
    return sound;
}

/* ---- all of it ---- */

/* It is put as it was: who reads back what was put needs it. */
static bool open_dictionary(struct thinning *x) {
    str text;
    if (!get_text(x, 0, S("dict"), &text))
        return false;
    shard_put_text(x->sink, 0, x->tier.dir, S("dict"), text);
    (void)str_cut(&text, S(SEPARATE_DOCUMENT));
    x->dictionary = dictionary_open(x->arena, text);
    return true;
}

/* The same description with the next number behind "rev". */
static str described_again(struct arena *a, str description) {
    str rest = description;
    int64_t rev = 0;
    str head = str_cut(&rest, S("\"rev\":"));
    (void)str_int(str_cut(&rest, S(",")), &rev);
    return str_fmt(a, "%.*s\"rev\":%lld,%.*s", STR(head), (long long)rev + 1, STR(rest));
}

static bool thin_lists(struct thinning *x, struct par *par) {
    bool sound = true;
    par_for(par, PARTS, thin_part, x);
    for (int p = 0; p < PARTS; p++)
        sound = sound && x->sound[p];
    return sound;
}

static void tell(const struct thinning *x) {
    struct search_thinning *w = x->wanted;
    w->left = NEW(x->arena, struct search_left, x->block_n + 1);
    for (ptrdiff_t i = 0; i < x->block_n; i++) {
        const struct thinned *b = &x->blocks[i];
        struct search_left *left = &w->left[w->left_n++];
        left->file = tier_path(x->arena, &x->tier, block_name(x->arena, b->block));
        left->documents.v = NEW(x->arena, str, b->left.n + 1);
        for (ptrdiff_t k = 0; k < b->left.n; k++)
            left->documents.v[left->documents.n++] = str_dup(x->arena, b->left.v[k]);
    }
    w->per_block = (ptrdiff_t)x->tier.block;
    w->now = described_again(x->arena, w->tier);
}

bool search_thin(struct arena *a, struct par *par, const struct search_sink *sink,
                 struct search_thinning *wanted) {
    int jobs = par_jobs(par);
    struct thinning x = {.arena = a, .sink = sink, .wanted = wanted, .folding = folding_make(a)};
    x.scratch = NEW(a, struct arena, jobs);
    x.kept = NEW(a, struct arena, jobs);
    x.seen = NEW(a, uint64_t, (ptrdiff_t)jobs << (SEEN_BITS + 1));
    x.moved = NEW(a, bool, wanted->n + 1);
    x.labels = labels_make(a);
    bool sound = tier_read(a, wanted->tier, &x.tier) && open_dictionary(&x);
    if (sound) {
        find_blocks(&x);
        par_for(par, x.block_n, thin_block, &x);
        sound = collect(&x) && thin_lists(&x, par) && thin_facets(&x);
    }
    if (sound)
        tell(&x);
    for (int w = 0; w < jobs; w++) {
        arena_free(&x.scratch[w]);
        arena_free(&x.kept[w]);
    }
    return sound;
}
