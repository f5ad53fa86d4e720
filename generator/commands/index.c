/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * index.c — the search index follows what is public: a base for most, a delta for what is new.
 *
 * In:    disclosures of the catalogue, articles
 * Out:   staged shards, the pointer
 * Law:   architecture §3 (work in proportion to change)
 * Never: leaves an ended or corrected record in a tier: the base loses it, the delta is made again
 */
#include "commands/indexing.h"

#include <stdlib.h>

#define BATCH 1024 /* documents at once, or a little fewer: whole files */
#define LISTS_MEMORY ((ptrdiff_t)16 << 20)
#define DELTA_LEAST 1000 /* documents a delta may always have */
#define DELTA_PART 20    /* and of all documents one in so many */
#define GONE_LEAST 1000  /* the same of those that the base lost */
#define GONE_PART 20
#define GONE_AT_ONCE 4000 /* of them, in one run: making the base again is as quick */
#define DICTIONARY_LIMIT ((int64_t)1 << 20)
#define ARTICLES_MOST 4096
#define SOME 256
#define EDITIONS_MOST 8
#define SCAN 512 /* records looked at at a time */

enum tier_name { BASE, DELTA };

/* A tier as the last run left it, and as this one will. The note: edition, documents that it lost,
 * those of them that its dictionary was made from, then its description as the index gave it. */
struct tier {
    int64_t edition; /* 0: there is none */
    int64_t lost;
    int64_t samples_lost;
    str text;   /* description */
    bool again; /* to be made again */
};

/* A document that the base is to lose: it is gone (id 0), or moves on to the delta. */
struct leaving {
    int64_t number;
    int64_t id;
};

struct index_plan {
    struct tier tiers[2];
    struct leaving *gone;
    ptrdiff_t gone_n;
    ptrdiff_t gone_cap;
};

/* ---- notes ---- */

static const char *note_name(enum tier_name t) {
    return t == BASE ? "find.base" : "find.delta";
}

static bool take_number(str *rest, int64_t *out) {
    return str_int(str_cut(rest, S(" ")), out) && rest->n > 0;
}

static struct tier tier_read(struct run *r, enum tier_name t) {
    struct tier tier = {0};
    str rest = ledger_note(r->ledger, r->arena, note_name(t));
    if (!take_number(&rest, &tier.edition) || !take_number(&rest, &tier.lost) ||
        !take_number(&rest, &tier.samples_lost))
        return (struct tier){0};
    tier.text = rest;
    return tier;
}

static void tier_write(struct run *r, enum tier_name name, const struct tier *t) {
    str note = S("");
    if (t->edition != 0)
        note = str_fmt(r->arena, "%lld %lld %lld %.*s", (long long)t->edition, (long long)t->lost,
                       (long long)t->samples_lost, STR(t->text));
    ledger_set_note(r->ledger, note_name(name), note);
}

/* A number whose files are not public: the one there was when its files went with a catalogue, so
 * that the manifests are the same files again. */
static int64_t edition_free(struct run *r, int64_t before) {
    int64_t n = before != 0 && !ledger_shards_public(r->ledger, before) ? before : 1;
    while (ledger_shards_public(r->ledger, n))
        n++;
    return n;
}

/* ---- making a tier ---- */

static void item_add(struct indexing *x, struct item it) {
    if (x->hash == NULL)
        x->hash = line_hash_open(SEARCH_FORMAT);
    line_hash_add(x->hash, (str){(const char *)&it.day, sizeof it.day});
    line_hash_add(x->hash, (str){(const char *)&it.hash, sizeof it.hash});
    daybook_add(&x->items, (date)it.day, &it);
}

static void record_add(struct indexing *x, struct item it, const struct ledger_shown *s) {
    item_date(x->run, &it, s);
    item_add(x, it);
}

/* What a tier's folder is named after: its documents in their order, and the base that a delta
 * rests on. */
static str tier_digest(struct indexing *x, str base) {
    struct line_hash_stream *h = line_hash_open(SEARCH_FORMAT);
    line_hash_add(h, base);
    line_hash_add(h, x->pinyin != NULL ? S("pinyin") : S(""));
    if (x->hash != NULL) {
        struct line_hash all = line_hash_close(x->hash);
        line_hash_add(h, (str){(const char *)&all, sizeof all});
    }
    struct line_hash digest = line_hash_close(h);
    return str_fmt(x->run->arena, "%016llx", (unsigned long long)digest.hi);
}

static void lane_open(struct lane *lane, ptrdiff_t n) {
    arena_reset(&lane->arena);
    lane->items = NEW(&lane->arena, struct ledger_shown, n);
    lane->rows = NEW(&lane->arena, struct shown, n);
    lane->days = NEW(&lane->arena, date, n);
    lane->n = 0;
}

/* A batch of documents from a place on, each `step` behind the other. */
static void fill(struct indexing *x, struct lane *lane, int64_t from, int64_t step) {
    struct run *r = x->run;
    lane_open(lane, BATCH);
    for (int64_t i = from; i < x->items.n && lane->n < x->batch; i += step) {
        struct ledger_shown *s = &lane->items[lane->n];
        struct item it;
        daybook_get(&x->items, i, &it);
        s->id = it.id;
        if (s->id >= 0 && ledger_shown(r->ledger, &lane->arena, s->id, s))
            lane->rows[lane->n] = shown_of(s->id, s->path, s->secrets);
        else
            lane->rows[lane->n] = (struct shown){.id = S("~")};
        lane->days[lane->n++] = (date)it.day;
    }
}

/* In the order of ids, in which SQLite only appends. */
static void note_numbers(struct indexing *x, int64_t from) {
    struct item *v = x->noted;
    int64_t n = x->items.n - from < x->batch ? x->items.n - from : x->batch;
    daybook_read(&x->items, from, n, v);
    for (int64_t i = 0; i < n; i++) {
        int64_t number = daybook_number(&x->items, from + i);
        struct ledger_indexed one = {v[i].id, BASE, number, (int64_t)v[i].hash};
        ledger_set_indexed(x->run->ledger, &one);
    }
}

static void add_all(struct indexing *x, struct indexer *index) {
    struct lane lanes[2] = {{.n = 0}, {.n = 0}};
    x->batch = BATCH / indexer_block(index) * indexer_block(index);
    fill(x, &lanes[0], 0, 1);
    for (int64_t at = 0, now = 0; at < x->items.n; at += x->batch, now = 1 - now) {
        x->lane = &lanes[now];
        shards_begin(x, x->lane, indexer_block(index), at / indexer_block(index));
        indexer_begin(index, x->lane->n, make_document, x);
        fill(x, &lanes[1 - now], at + x->batch, 1);
        if (x->noted != NULL)
            note_numbers(x, at);
        indexer_end(index);
        shards_end(x, x->lane);
    }
    arena_free(&lanes[0].arena);
    arena_free(&lanes[1].arena);
}

static void sample(struct indexing *x, struct indexer *index) {
    struct lane lane = {.n = 0};
    x->batch = BATCH;
    fill(x, &lane, 0, search_sample_step(x->items.n));
    x->lane = &lane;
    indexer_sample(index, lane.n, make_document, x);
    arena_free(&lane.arena);
}

/* The base's dictionary, which the delta uses too. The base is public: one that is not is made
 * again, and then there is no delta. */
static str base_dictionary(struct run *r, str base) {
    str text = {0};
    str file;
    const char *path =
        str_fmt(r->arena, "%s/" SEARCH_FOLDER "/%.*s/dict.js", r->public_dir, STR(base)).p;
    if (os_read(r->arena, path, DICTIONARY_LIMIT, &file))
        (void)search_text_of(r->arena, file, &text);
    return text;
}

/* Does a tier of this name have public files? They are a few at most (edition_free). */
static bool is_public_name(struct run *r, str name) {
    struct ledger_file f;
    str path = str_fmt(r->arena, SEARCH_FOLDER "/%.*s/", STR(name));
    for (int64_t n = 1; n <= EDITIONS_MOST; n++)
        if (ledger_public_file(r->ledger, r->arena, FILE_SHARD | n << SHARD_BITS | SHARD_DICTIONARY,
                               &f) &&
            str_starts(f.path, path))
            return true;
    return false;
}

/* A base that lost a document keeps its name; when the document is back and the base is made anew,
 * it would have that name again, and the files of both would be in each other's way. */
static str tier_name(struct indexing *x, str base) {
    str name = tier_digest(x, base);
    while (is_public_name(x->run, name))
        name = str_fmt(x->run->arena, "%016llx",
                       (unsigned long long)line_hash_of(name, SEARCH_FORMAT).hi);
    return name;
}

/* Makes the tier of the items, which are in order. */
static void make_tier(struct indexing *x, struct tier *t, str base) {
    struct run *r = x->run;
    struct search_sink sink = shards_sink(x);
    struct buf text = {0};
    struct search_plan plan = {tier_name(x, base), {0}, x->items.n, LISTS_MEMORY};
    if (base.n > 0)
        plan.dictionary = base_dictionary(r, base);
    x->edition = edition_free(r, t->edition);
    x->rank = PUBLISH_ASSET;
    struct indexer *index = indexer_open(r->arena, r->par, &sink, &plan);
    if (base.n == 0)
        sample(x, index);
    shards_take(x, NULL, 0);
    add_all(x, index);
    indexer_close(index, &text);
    shards_take(x, NULL, 0);
    *t = (struct tier){.edition = x->edition, .text = str_dup(r->arena, buf_view(&text))};
    buf_free(&text);
    run_time(r, base.n > 0 ? "检索增量" : "检索", x->items.n, 0);
}

/* ---- what goes into which tier ---- */

/* The base loses a document, or what is left of one that moved on. */
static void note_gone(struct run *r, struct leaving one, bool moved) {
    struct index_plan *p = r->index;
    struct tier *base = &p->tiers[BASE];
    EXTEND(r->arena, p->gone, p->gone_n, p->gone_cap);
    p->gone[p->gone_n++] = one;
    if (moved)
        return;
    base->lost++;
    base->samples_lost += one.number % search_sample_step(search_tier_documents(base->text)) == 0;
}

static void note_change(struct run *r, const struct item *now, int64_t id) {
    struct tier *tiers = r->index->tiers;
    struct ledger_indexed was = {0};
    bool had = ledger_indexed(r->ledger, id, &was);
    if (had && now != NULL && was.hash == (int64_t)now->hash)
        return;
    int64_t place = had ? was.number : INDEXED_NOWHERE;
    if (place != INDEXED_NOWHERE)
        note_gone(r, (struct leaving){place, now == NULL ? 0 : id}, was.tier == DELTA);
    tiers[DELTA].again = tiers[DELTA].again || now != NULL || was.tier == DELTA;
    if (now == NULL) {
        ledger_drop_indexed(r->ledger, id);
        return;
    }
    struct ledger_indexed is = {id, DELTA, place, (int64_t)now->hash};
    ledger_set_indexed(r->ledger, &is);
}

static void note_records(struct run *r) {
    struct arena a = {0};
    int64_t ids[SOME];
    int64_t after = 0;
    for (int n = SOME; n == SOME; arena_reset(&a)) {
        n = ledger_pending(r->ledger, after, FILE_LIST, ids, SOME);
        for (int i = 0; i < n; i++) {
            struct ledger_shown s;
            bool there = ledger_shown(r->ledger, &a, ids[i], &s);
            struct item it = there ? record_item(r, &a, &s) : (struct item){0};
            if (there)
                item_date(r, &it, &s);
            note_change(r, there ? &it : NULL, ids[i]);
            after = ids[i];
        }
    }
    arena_free(&a);
}

static void note_articles(struct run *r) {
    int64_t ids[ARTICLES_MOST];
    int n = ledger_indexed_some(r->ledger, INDEXED_ARTICLES, ids, ARTICLES_MOST);
    for (int i = 0; i < n; i++)
        if (article_of(r, ids[i]) == NULL)
            note_change(r, NULL, ids[i]);
    for (int i = 0; i < r->site->article_count; i++) {
        struct item it = article_item(&r->site->articles[i]);
        note_change(r, &it, it.id);
    }
}

/* A tier whose stage was thrown away before it was published is made again. */
static void note_unpublished(struct run *r) {
    for (int t = BASE; t <= DELTA; t++) {
        struct tier *tier = &r->index->tiers[t];
        *tier = tier_read(r, (enum tier_name)t);
        tier->again = tier->edition != 0 && ledger_shards_pending(r->ledger, tier->edition);
    }
    ledger_shards_forget(r->ledger);
}

static int64_t share(int64_t all, int64_t part, int64_t least) {
    return all / part > least ? all / part : least;
}

static int64_t delta_most(const struct run *r) {
    return share(search_tier_documents(r->index->tiers[BASE].text), DELTA_PART, DELTA_LEAST);
}

static bool delta_is_large(struct run *r) {
    int64_t most = delta_most(r);
    struct arena a = {0};
    int64_t *ids = NEW(&a, int64_t, most + 1);
    bool large = ledger_indexed_some(r->ledger, INDEXED_DELTA, ids, (int)most + 1) > most;
    arena_free(&a);
    return large;
}

/* Too many gaps; or pieces of its dictionary might be of documents that are gone. */
static bool base_is_thin(const struct run *r) {
    const struct tier *base = &r->index->tiers[BASE];
    int64_t documents = search_tier_documents(base->text);
    return base->lost > share(documents, GONE_PART, GONE_LEAST) || base->lost >= documents ||
           base->samples_lost >= SEARCH_SAMPLES_LOST || r->index->gone_n > GONE_AT_ONCE;
}

void index_plan(struct run *r) {
    r->index = NEW(r->arena, struct index_plan, 1);
    note_unpublished(r);
    struct tier *base = &r->index->tiers[BASE];
    str format = str_fmt(r->arena, "%d%s", SEARCH_FORMAT, r->site->pinyin ? " pinyin" : "");
    bool known = str_eq(ledger_note(r->ledger, r->arena, "find.format"), format);
    ledger_set_note(r->ledger, "find.format", format);
    base->again = base->again || base->edition == 0 || !known || !ledger_indexed_any(r->ledger);
    if (base->again)
        return;
    note_records(r);
    if (r->look_changed)
        note_articles(r);
    base->again = delta_is_large(r) || base_is_thin(r);
}

static int by_number(const void *x, const void *y) {
    const struct leaving *a = x;
    const struct leaving *b = y;
    return (a->number > b->number) - (a->number < b->number);
}

/* Those that move on, as the delta will have them, in the order of numbers; none for those that are
 * gone. */
static void lane_moving(struct indexing *x, struct lane *lane, int64_t *numbers) {
    struct run *r = x->run;
    const struct index_plan *p = r->index;
    lane_open(lane, p->gone_n);
    for (; lane->n < p->gone_n; lane->n++) {
        struct ledger_shown *s = &lane->items[lane->n];
        numbers[lane->n] = p->gone[lane->n].number;
        lane->days[lane->n] = DATE_NONE;
        s->id = p->gone[lane->n].id;
        if (s->id > 0 && !ledger_shown(r->ledger, &lane->arena, s->id, s))
            s->id = 0;
    }
}

/* What is left in the files of documents that were written anew, as a lane: so many of each file.
 */
static void lane_left(struct indexing *x, struct lane *lane, const struct search_thinning *t,
                      ptrdiff_t per_block) {
    struct run *r = x->run;
    lane_open(lane, t->left_n * per_block + 1);
    for (ptrdiff_t i = 0; i < t->left_n; i++)
        for (ptrdiff_t k = 0; k < per_block; k++) {
            const struct strs *paths = &t->left[i].documents;
            str path = k < paths->n ? paths->v[k] : (str){0};
            int64_t id = path.n > 0 ? ledger_id_of_path(r->ledger, path) : 0;
            struct ledger_shown s;
            struct shown *row = &lane->rows[lane->n++];
            *row = (struct shown){.id = S("~")};
            if (id > 0 && ledger_shown(r->ledger, &lane->arena, id, &s))
                *row = shown_of(id, s.path, s.secrets);
        }
}

/* The base loses documents. False when its public files are not what they were: then it is made
 * again. */
static bool thin_base(struct indexing *x) {
    struct run *r = x->run;
    struct index_plan *p = r->index;
    struct tier *base = &p->tiers[BASE];
    struct search_sink sink = shards_sink(x);
    int64_t *numbers = NEW(&x->memory, int64_t, p->gone_n);
    struct search_thinning t = {.tier = base->text, .numbers = numbers, .n = p->gone_n};
    struct lane lane = {.n = 0};
    qsort(p->gone, (size_t)p->gone_n, sizeof *p->gone, by_number);
    lane_moving(x, &lane, numbers);
    x->lane = &lane;
    t.make = make_document;
    t.ctx = x;
    x->edition = base->edition;
    x->rank = PUBLISH_ENDED; /* with the pages it was on */
    if (!search_thin(&x->memory, r->par, &sink, &t) || !shards_are_sound(x)) {
        arena_free(&lane.arena);
        shards_drop(x);
        return false;
    }
    lane_left(x, &lane, &t, t.per_block);
    shards_take(x, &lane, t.per_block);
    arena_free(&lane.arena);
    base->text = str_dup(r->arena, t.now);
    run_time(r, "检索除旧", p->gone_n, 0);
    return true;
}

/* Records on their way to be items: read here, looked at by the workers. */
struct scan {
    struct run *run;
    struct arena arena;
    struct arena *scratch; /* one per worker */
    struct ledger_shown rows[SCAN];
    struct item items[SCAN];
    ptrdiff_t n;
    struct par_batch posted;
};

static void scan_item(void *ctx, int worker, ptrdiff_t i) {
    struct scan *b = ctx;
    b->items[i] = record_item(b->run, &b->scratch[worker], &b->rows[i]);
    arena_reset(&b->scratch[worker]);
}

/* False when that was the last. */
static bool scan_fill(struct scan *b) {
    struct ledger_shown s;
    arena_reset(&b->arena);
    for (b->n = 0; b->n < SCAN; b->n++) {
        if (!ledger_shown_next(b->run->ledger, &s))
            return false;
        b->rows[b->n] = (struct ledger_shown){.id = s.id, .first_run = s.first_run};
        b->rows[b->n].disclosure = str_dup(&b->arena, s.disclosure);
    }
    return true;
}

/* All that is public. */
static void add_records(struct indexing *x) {
    struct run *r = x->run;
    struct arena a = {0};
    struct scan *two = NEW(&a, struct scan, 2);
    struct arena *scratch = NEW(&a, struct arena, par_jobs(r->par));
    two[0].run = two[1].run = r;
    two[0].scratch = two[1].scratch = scratch;
    ledger_shown_scan(r->ledger);
    bool more = scan_fill(&two[0]);
    for (struct scan *b = two, *next = two + 1; b->n > 0;) {
        par_post(r->par, &b->posted, b->n, scan_item, b);
        next->n = 0;
        more = more && scan_fill(next);
        par_await(r->par, &b->posted);
        for (ptrdiff_t i = 0; i < b->n; i++)
            record_add(x, b->items[i], &b->rows[i]);
        struct scan *done = b;
        b = next;
        next = done;
    }
    for (int w = 0; w < par_jobs(r->par); w++)
        arena_free(&scratch[w]);
    arena_free(&two[0].arena);
    arena_free(&two[1].arena);
    arena_free(&a);
}

static void make_base(struct indexing *x) {
    struct run *r = x->run;
    struct tier *tiers = r->index->tiers;
    ledger_lean(r->ledger); /* this is where most memory is needed */
    os_give_back();
    ledger_clear_indexed(r->ledger);
    add_records(x);
    for (int i = 0; i < r->site->article_count; i++)
        item_add(x, article_item(&r->site->articles[i]));
    daybook_sort(&x->items, DAYBOOK_NEWEST);
    x->noted = ROOM(&x->memory, struct item, BATCH);
    make_tier(x, &tiers[BASE], (str){0});
    if (tiers[DELTA].edition != 0 && !ledger_shards_public(r->ledger, tiers[DELTA].edition))
        shards_drop_manifests(r, tiers[DELTA].edition);
    tiers[DELTA] = (struct tier){0};
}

static void make_delta(struct indexing *x) {
    struct run *r = x->run;
    struct tier *tiers = r->index->tiers;
    int64_t most = delta_most(r);
    struct arena a = {0};
    int64_t *ids = ROOM(&a, int64_t, most + 1);
    int n = ledger_indexed_some(r->ledger, INDEXED_DELTA, ids, (int)most);
    for (int i = 0; i < n; i++) {
        struct ledger_shown s;
        const struct article *one = ids[i] < 0 ? article_of(r, ids[i]) : NULL;
        if (one != NULL)
            item_add(x, article_item(one));
        else if (ids[i] >= 0 && ledger_shown(r->ledger, &a, ids[i], &s))
            record_add(x, record_item(r, &a, &s), &s);
    }
    arena_free(&a);
    daybook_sort(&x->items, DAYBOOK_NEWEST);
    if (x->items.n > 0)
        make_tier(x, &tiers[DELTA], search_tier_name(tiers[BASE].text));
    else
        tiers[DELTA] = (struct tier){0};
}

str index_pointer(struct run *r) {
    const struct tier *tiers = r->index->tiers;
    str texts[] = {tiers[DELTA].text, tiers[BASE].text};
    int first = tiers[DELTA].edition == 0 ? 1 : 0;
    return search_pointer(r->arena, texts + first, 2 - first);
}

void index_site(struct run *r) {
    struct tier *tiers = r->index->tiers;
    struct indexing x = {.run = r};
    x.items.beside = site_path(r->site, "state/find.documents");
    x.items.row = sizeof(struct item);
    stage_site_end(r);
    shards_open(&x);
    if (r->site->pinyin)
        x.pinyin = pinyin_make(r->arena);
    if (tiers[BASE].again || (r->index->gone_n > 0 && !thin_base(&x)))
        make_base(&x);
    else if (tiers[DELTA].again)
        make_delta(&x);
    ledger_shards_sweep(r->ledger, tiers[BASE].edition, tiers[DELTA].edition);
    stage_site_file(r, FILE_SITE, PUBLISH_POINTER, S(SEARCH_POINTER),
                    search_pointer_file(r->arena, index_pointer(r)));
    for (int t = BASE; t <= DELTA; t++)
        tier_write(r, (enum tier_name)t, &tiers[t]);
    shards_close(&x);
    daybook_close(&x.items);
    arena_free(&x.memory);
}

/* Their files went with the journal; left are empty folders, or what a lost catalogue forgot. After
 * a rollback other tiers than the ledger's are public: then only what is no tier at all goes. */
void index_sweep(struct run *r, bool restored) {
    str base = search_tier_name(tier_read(r, BASE).text);
    str delta = search_tier_name(tier_read(r, DELTA).text);
    const char *below = str_fmt(r->arena, "%s/" SEARCH_FOLDER, r->public_dir).p;
    struct strs names = os_list(r->arena, below);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        const char *path = str_fmt(r->arena, "%s/%.*s", below, STR(names.v[i])).p;
        bool known = restored ? os_stat(str_fmt(r->arena, "%s/dict.js", path).p).is_file
                              : str_eq(names.v[i], base) || str_eq(names.v[i], delta);
        if (!known && os_stat(path).is_dir)
            os_rmtree(path);
    }
}
