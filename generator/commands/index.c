/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * index.c — the search index follows what is public: a base for most, a delta for what is new.
 *
 * In:    disclosures of the catalogue, articles
 * Out:   staged shards, the pointer
 * Law:   architecture §3 (work in proportion to change)
 * Never: leaves an ended or corrected record in a tier: whatever tier held it is made again
 */
#include "base/os.h"
#include "commands/run.h"
#include "search/search.h"

#include <stdlib.h>
#include <string.h>

#define BATCH 1024 /* documents at once, or a little fewer: whole files */
#define LISTS_MEMORY ((ptrdiff_t)32 << 20)
#define DELTA_LEAST 1000 /* documents a delta may always have */
#define DELTA_PART 20    /* and of all documents one in so many */
#define DICTIONARY_LIMIT ((int64_t)1 << 20)
#define ARTICLES_MOST 4096
#define VERIFY_BATCH 256

enum tier_name { BASE, DELTA };

/* A tier as the last run left it, and as this one will. The note: edition, then its description as
 * indexer_close gave it. */
struct tier {
    int64_t edition; /* 0: there is none */
    str text;        /* description */
    bool again;      /* to be made again */
};

/* One document of a tier: a record, or an article (id below 0). */
struct item {
    int64_t id;
    int32_t day;
    uint64_t hash;
};

/* Documents under way to the index. */
struct lane {
    struct arena arena;
    struct ledger_shown *items;
    struct shown *rows; /* what must not show where */
    date *days;
    ptrdiff_t n;
};

struct put_file {
    struct tree_file file;
    struct put_file *next;
};

struct indexing {
    struct run *run;
    struct arena memory;
    struct item *items;
    int64_t n;
    int64_t cap;
    ptrdiff_t batch;
    struct lane *lane;       /* that the workers work on */
    struct arena *names;     /* one per worker */
    struct put_file **files; /* one list per worker */
    struct tree_file *all;   /* that were read back */
    int64_t all_n;
    int64_t all_cap;
    struct os_file *spill;
    int64_t spilled;
    int spill_fd;
};

/* ---- notes ---- */

static const char *note_name(enum tier_name t) {
    return t == BASE ? "find.base" : "find.delta";
}

static struct tier tier_read(struct run *r, enum tier_name t) {
    struct tier tier = {0};
    str rest = ledger_note(r->ledger, r->arena, note_name(t));
    str edition = str_cut(&rest, S(" "));
    if (rest.n > 0 && str_int(edition, &tier.edition))
        tier.text = rest;
    return tier;
}

static void tier_write(struct run *r, enum tier_name name, const struct tier *t) {
    str note = t->edition == 0
                   ? S("")
                   : str_fmt(r->arena, "%lld %.*s", (long long)t->edition, STR(t->text));
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

/* Manifests that a lost catalogue does not know of any more. */
static void drop_manifests(struct run *r, int64_t edition) {
    int64_t block = (FILE_SHARD | edition << SHARD_BITS) >> MANIFEST_BITS;
    for (;; block++) {
        str path = str_fmt(r->arena, "manifest/%llx.txt", (unsigned long long)block);
        if (!os_stat(str_fmt(r->arena, "%s/%.*s", r->public_dir, STR(path)).p).is_file)
            return;
        remove_site_file(r, FILE_MANIFEST, path);
    }
}

/* ---- what is indexed of a document ---- */

static int64_t article_id(const struct article *one) {
    return -1 - (int64_t)(line_hash_of(one->path, 0).lo >> 1);
}

static const struct article *article_of(const struct run *r, int64_t id) {
    for (int i = 0; i < r->site->article_count; i++)
        if (article_id(&r->site->articles[i]) == id)
            return &r->site->articles[i];
    return NULL;
}

static date article_day(const struct article *one) {
    str day = str_sub(one->date, 0, S("2026-11-20").n);
    return date_parse(day);
}

static struct item article_item(const struct article *one) {
    struct arena a = {0};
    str all = str_fmt(&a, "%.*s\n%.*s\n%.*s\n%.*s", STR(one->path), STR(one->title), STR(one->date),
                      STR(one->body.s));
    struct item it = {article_id(one), article_day(one), line_hash_of(all, SEARCH_FORMAT).lo};
    arena_free(&a);
    return it;
}

/* The day a record is sorted by: its own, or that of its first publication. */
static date shown_day(struct run *r, const struct disclosure *d, int64_t first_run) {
    date day = disclosure_date(d);
    return day != DATE_NONE ? day : instant_date(ledger_run_as_of(r->ledger, first_run));
}

/* `a` is reset by the caller. */
static struct item record_item(struct run *r, struct arena *a, const struct ledger_shown *s) {
    struct disclosure d;
    struct item it = {.id = s->id, .day = DATE_NONE};
    if (disclosure_get(a, s->disclosure, &d)) {
        it.day = shown_day(r, &d, s->first_run);
        it.hash = line_hash_of(pages_title(r->site->pages, a, &d), SEARCH_FORMAT).lo;
    }
    it.hash = line_hash_of(s->disclosure, it.hash + (uint64_t)it.day).lo;
    return it;
}

static int party_type(const struct disclosure *d) {
    switch (d->kind) {
    case KIND_decision:
        return (int)d->decision.party_type;
    case KIND_complaint:
        return (int)d->complaint.party_type;
    case KIND_inspection:
        return (int)d->inspection.party_type;
    default:
        return 0;
    }
}

static bool make_record(struct run *r, struct arena *a, const struct ledger_shown *s,
                        struct search_document *out) {
    struct disclosure d;
    struct page_text *texts = ROOM(a, struct page_text, PAGE_TEXTS);
    if (!disclosure_get(a, s->disclosure, &d))
        return false;
    bool decision = d.kind == KIND_decision;
    enum vocab classes = decision ? VOCAB_category : VOCAB_document_class;
    out->path = s->path;
    out->title = pages_title(r->site->pages, a, &d);
    out->agency = d.agency_code;
    out->agency_name = d.agency_name;
    out->kind = str_of(kind_info(d.kind)->name);
    out->kind_name = str_of(kind_info(d.kind)->title);
    out->category = term_text(classes, disclosure_term(&d));
    out->party = term_text(VOCAB_party_type, party_type(&d));
    out->amount = decision ? d.decision.amount : WHOLE_NONE;
    if (decision)
        out->penalties = d.decision.penalty_types;
    out->text_count = pages_texts(r->site->pages, a, &d, texts);
    struct search_text *t = ROOM(a, struct search_text, out->text_count + 1);
    for (int i = 0; i < out->text_count; i++)
        t[i] = (struct search_text){texts[i].title, texts[i].text};
    out->texts = t;
    return true;
}

static bool make_article(struct arena *a, const struct article *one, struct search_document *out) {
    struct search_text *t = NEW(a, struct search_text, 1);
    *t = (struct search_text){S("正文"), pages_plain(a, one->body)};
    out->path = one->path;
    out->title = one->title;
    out->kind = S("article");
    out->kind_name = S("公告文章");
    out->amount = WHOLE_NONE;
    out->texts = t;
    out->text_count = 1;
    return true;
}

/* In a worker: document i of the lane. */
static bool make(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out) {
    struct indexing *x = ctx;
    const struct ledger_shown *s = &x->lane->items[i];
    *out = (struct search_document){.day = x->lane->days[i]};
    if (s->id >= 0)
        return s->disclosure.p != NULL && make_record(x->run, a, s, out);
    const struct article *one = article_of(x->run, s->id);
    return one != NULL && make_article(a, one, out);
}

/* ---- where shards go ---- */

static void put(void *ctx, int worker, str path, str bytes) {
    struct indexing *x = ctx;
    struct put_file *f = NEW(&x->names[worker], struct put_file, 1);
    stage_put(x->run->stage, PUBLISH_ASSET, str_dup(&x->names[worker], path), bytes, &f->file);
    f->next = x->files[worker];
    x->files[worker] = f;
}

static const char *spill_path(const struct indexing *x) {
    return site_path(x->run->site, "state/find.runs");
}

static int64_t spill(void *ctx, str bytes) {
    struct indexing *x = ctx;
    int64_t at = x->spilled;
    if (x->spill == NULL)
        x->spill = os_create(spill_path(x), 0600);
    os_append(x->spill, bytes);
    x->spilled += bytes.n;
    return at;
}

static void seal(void *ctx) {
    struct indexing *x = ctx;
    os_finish(x->spill, false);
    x->spill = NULL;
    x->spill_fd = os_open(spill_path(x));
}

static void fetch(void *ctx, int64_t from, void *into, ptrdiff_t n) {
    struct indexing *x = ctx;
    if (os_read_at(x->spill_fd, into, n, from) != n)
        die("读不回 state/find.runs");
}

static int by_expected(const void *x, const void *y) {
    return str_cmp(((const struct expected *)x)->file.path,
                   ((const struct expected *)y)->file.path);
}

static int by_path(const void *x, const void *y) {
    return str_cmp(((const struct tree_file *)x)->path, ((const struct tree_file *)y)->path);
}

static void file_add(struct indexing *x, const struct tree_file *f) {
    if (x->all_n == x->all_cap) {
        int64_t cap = x->all_cap * 2 + 1024;
        struct tree_file *more = ROOM(&x->memory, struct tree_file, cap);
        if (x->all_n > 0)
            memcpy(more, x->all, sizeof *more * (size_t)x->all_n);
        x->all = more;
        x->all_cap = cap;
    }
    x->all[x->all_n++] = *f;
}

/* All files of the tier become pending ones, numbered by path. */
static void note_files(struct indexing *x, int64_t edition) {
    qsort(x->all, (size_t)x->all_n, sizeof *x->all, by_path);
    for (int64_t i = 0; i < x->all_n; i++) {
        struct ledger_file f = {.id = FILE_SHARD | edition << SHARD_BITS | i,
                                .rank = PUBLISH_ASSET,
                                .path = x->all[i].path,
                                .size = x->all[i].size,
                                .digest = x->all[i].digest,
                                .staged = true};
        ledger_staged(x->run->ledger, &f);
    }
}

/* What the workers put since the last call is read back as a stranger would, and remembered. A file
 * of documents shows so many of the lane; their names are in the order of documents. */
static void take_files(struct indexing *x, const struct lane *lane, ptrdiff_t per_block) {
    struct run *r = x->run;
    struct arena a = {0};
    ptrdiff_t n = 0;
    for (int w = 0; w < par_jobs(r->par); w++)
        for (const struct put_file *f = x->files[w]; f != NULL; f = f->next)
            n++;
    struct expected *e = NEW(&a, struct expected, n + 1);
    n = 0;
    for (int w = 0; w < par_jobs(r->par); w++) {
        for (const struct put_file *f = x->files[w]; f != NULL; f = f->next)
            e[n++] = (struct expected){.file = f->file, .rank = PUBLISH_ASSET};
        x->files[w] = NULL;
    }
    if (n > 0)
        qsort(e, (size_t)n, sizeof *e, by_expected);
    for (ptrdiff_t i = 0; i < n; i++) {
        if (lane != NULL) {
            e[i].shown = lane->rows + i * per_block;
            e[i].shown_count =
                (int)(lane->n - i * per_block < per_block ? lane->n - i * per_block : per_block);
        }
        file_add(x, &e[i].file);
    }
    for (ptrdiff_t i = 0; i < n; i += VERIFY_BATCH)
        verify_batch(r->verify, e + i, (int)(n - i < VERIFY_BATCH ? n - i : VERIFY_BATCH),
                     &r->site->diags);
    arena_free(&a);
}
/* ---- making a tier ---- */

static void item_add(struct indexing *x, struct item it) {
    if (x->n == x->cap) {
        int64_t cap = x->cap * 2 + 4096;
        struct item *more = ROOM(&x->memory, struct item, cap);
        if (x->n > 0)
            memcpy(more, x->items, sizeof *more * (size_t)x->n);
        x->items = more;
        x->cap = cap;
    }
    x->items[x->n++] = it;
}

/* The newest first. */
static int by_day(const void *x, const void *y) {
    const struct item *a = x;
    const struct item *b = y;
    if (a->day != b->day)
        return a->day > b->day ? -1 : 1;
    return a->id > b->id ? -1 : a->id < b->id;
}

/* The name of a tier's folder: a digest of its documents in their order, and of the base that a
 * delta rests on. */
static str tier_digest(struct indexing *x, str base) {
    struct line_hash_stream *h = line_hash_open(SEARCH_FORMAT);
    line_hash_add(h, base);
    for (int64_t i = 0; i < x->n; i++)
        line_hash_add(h, (str){(const char *)&x->items[i].hash, sizeof x->items[i].hash});
    struct line_hash digest = line_hash_close(h);
    return str_fmt(x->run->arena, "%016llx", (unsigned long long)digest.hi);
}

/* A batch of documents from a place on, each `step` behind the other. */
static void fill(struct indexing *x, struct lane *lane, int64_t from, ptrdiff_t step) {
    struct run *r = x->run;
    arena_reset(&lane->arena);
    lane->items = NEW(&lane->arena, struct ledger_shown, BATCH);
    lane->rows = NEW(&lane->arena, struct shown, BATCH);
    lane->days = NEW(&lane->arena, date, BATCH);
    lane->n = 0;
    for (int64_t i = from; i < x->n && lane->n < x->batch; i += step) {
        struct ledger_shown *s = &lane->items[lane->n];
        s->id = x->items[i].id;
        if (s->id >= 0 && ledger_shown(r->ledger, &lane->arena, s->id, s))
            lane->rows[lane->n] = shown_of(s->id, s->path, s->secrets);
        else
            lane->rows[lane->n] = (struct shown){.id = S("~")};
        lane->days[lane->n++] = x->items[i].day;
    }
}

static void add_all(struct indexing *x, struct indexer *index) {
    struct lane lanes[2] = {{.n = 0}, {.n = 0}};
    x->batch = BATCH / indexer_block(index) * indexer_block(index);
    fill(x, &lanes[0], 0, 1);
    for (int64_t at = 0, now = 0; at < x->n; at += x->batch, now = 1 - now) {
        x->lane = &lanes[now];
        indexer_begin(index, x->lane->n, make, x);
        fill(x, &lanes[1 - now], at + x->batch, 1);
        indexer_end(index);
        take_files(x, x->lane, indexer_block(index));
    }
    arena_free(&lanes[0].arena);
    arena_free(&lanes[1].arena);
}

static void sample(struct indexing *x, struct indexer *index) {
    struct lane lane = {.n = 0};
    x->batch = BATCH;
    fill(x, &lane, 0, (ptrdiff_t)(x->n / BATCH + 1));
    x->lane = &lane;
    indexer_sample(index, lane.n, make, x);
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

/* Makes the tier of the items, unless it is what there is already. */
static void make_tier(struct indexing *x, struct tier *t, str base) {
    struct run *r = x->run;
    struct search_sink sink = {x, put, spill, seal, fetch};
    struct buf text = {0};
    if (x->n > 0)
        qsort(x->items, (size_t)x->n, sizeof *x->items, by_day);
    struct search_plan plan = {tier_digest(x, base), {0}, x->n, LISTS_MEMORY};
    if (base.n > 0)
        plan.dictionary = base_dictionary(r, base);
    struct indexer *index = indexer_open(r->arena, r->par, &sink, &plan);
    if (base.n == 0)
        sample(x, index);
    take_files(x, NULL, 0);
    add_all(x, index);
    indexer_close(index, &text);
    take_files(x, NULL, 0);
    *t = (struct tier){.edition = edition_free(r, t->edition),
                       .text = str_dup(r->arena, buf_view(&text))};
    buf_free(&text);
    note_files(x, t->edition);
    if (x->spilled > 0) {
        os_close(x->spill_fd);
        os_unlink(spill_path(x));
    }
    run_time(r, base.n > 0 ? "检索增量" : "检索", x->n, 0);
}

/* ---- what goes into which tier ---- */

struct index_plan {
    struct tier tiers[2];
};

static void note_change(struct run *r, const struct item *now, int64_t id) {
    struct tier *tiers = r->index->tiers;
    struct ledger_indexed was = {0};
    bool had = ledger_indexed(r->ledger, id, &was);
    if (had && now != NULL && was.hash == (int64_t)now->hash)
        return;
    if (had)
        tiers[was.tier].again = true;
    if (now == NULL) {
        ledger_drop_indexed(r->ledger, id);
        return;
    }
    tiers[DELTA].again = true;
    struct ledger_indexed is = {id, DELTA, (int64_t)now->hash};
    ledger_set_indexed(r->ledger, &is);
}

static void note_records(struct run *r) {
    struct arena a = {0};
    int64_t ids[VERIFY_BATCH];
    int64_t after = 0;
    for (int n = VERIFY_BATCH; n == VERIFY_BATCH; arena_reset(&a)) {
        n = ledger_pending(r->ledger, after, FILE_LIST, ids, VERIFY_BATCH);
        for (int i = 0; i < n; i++) {
            struct ledger_shown s;
            bool there = ledger_shown(r->ledger, &a, ids[i], &s);
            struct item it = there ? record_item(r, &a, &s) : (struct item){0};
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

void index_plan(struct run *r) {
    r->index = NEW(r->arena, struct index_plan, 1);
    note_unpublished(r);
    struct tier *base = &r->index->tiers[BASE];
    str format = str_fmt(r->arena, "%d", SEARCH_FORMAT);
    bool known = str_eq(ledger_note(r->ledger, r->arena, "find.format"), format);
    ledger_set_note(r->ledger, "find.format", format);
    int64_t all = ledger_indexed_count(r->ledger);
    base->again = base->again || base->edition == 0 || !known || all == 0;
    if (base->again)
        return;
    note_records(r);
    if (r->look_changed)
        note_articles(r);
    int64_t most = all / DELTA_PART > DELTA_LEAST ? all / DELTA_PART : DELTA_LEAST;
    int64_t *ids = NEW(r->arena, int64_t, most + 1);
    base->again =
        base->again || ledger_indexed_some(r->ledger, INDEXED_DELTA, ids, (int)most + 1) > most;
}

static void make_base(struct indexing *x) {
    struct run *r = x->run;
    struct tier *tiers = r->index->tiers;
    struct arena a = {0};
    struct ledger_shown s;
    ledger_clear_indexed(r->ledger);
    ledger_shown_scan(r->ledger);
    while (ledger_shown_next(r->ledger, &s)) {
        item_add(x, record_item(r, &a, &s));
        arena_reset(&a);
    }
    for (int i = 0; i < r->site->article_count; i++)
        item_add(x, article_item(&r->site->articles[i]));
    for (int64_t i = 0; i < x->n; i++) {
        struct ledger_indexed one = {x->items[i].id, BASE, (int64_t)x->items[i].hash};
        ledger_set_indexed(r->ledger, &one);
    }
    make_tier(x, &tiers[BASE], (str){0});
    if (tiers[DELTA].edition != 0 && !ledger_shards_public(r->ledger, tiers[DELTA].edition))
        drop_manifests(r, tiers[DELTA].edition);
    tiers[DELTA] = (struct tier){0};
    arena_free(&a);
}

static void make_delta(struct indexing *x) {
    struct run *r = x->run;
    struct tier *tiers = r->index->tiers;
    int64_t most = ledger_indexed_count(r->ledger);
    struct arena a = {0};
    int64_t *ids = NEW(&a, int64_t, most + 1);
    int n = ledger_indexed_some(r->ledger, INDEXED_DELTA, ids, (int)most);
    for (int i = 0; i < n; i++) {
        struct ledger_shown s;
        const struct article *one = ids[i] < 0 ? article_of(r, ids[i]) : NULL;
        if (one != NULL)
            item_add(x, article_item(one));
        else if (ids[i] >= 0 && ledger_shown(r->ledger, &a, ids[i], &s))
            item_add(x, record_item(r, &a, &s));
    }
    arena_free(&a);
    if (x->n > 0)
        make_tier(x, &tiers[DELTA], search_tier_name(tiers[BASE].text));
    else
        tiers[DELTA] = (struct tier){0};
}

void index_site(struct run *r) {
    struct tier *tiers = r->index->tiers;
    struct indexing x = {.run = r};
    stage_site_end(r);
    struct buf b = {0};
    x.names = NEW(r->arena, struct arena, par_jobs(r->par));
    x.files = NEW(r->arena, struct put_file *, par_jobs(r->par));
    if (tiers[BASE].again)
        make_base(&x);
    else if (tiers[DELTA].again)
        make_delta(&x);
    ledger_shards_sweep(r->ledger, tiers[BASE].edition, tiers[DELTA].edition);
    str texts[] = {tiers[DELTA].text, tiers[BASE].text};
    int first = tiers[DELTA].edition == 0 ? 1 : 0;
    search_pointer(&b, texts + first, 2 - first);
    stage_site_file(r, FILE_SITE, PUBLISH_POINTER, S(SEARCH_POINTER), buf_view(&b));
    for (int t = BASE; t <= DELTA; t++)
        tier_write(r, (enum tier_name)t, &tiers[t]);
    for (int w = 0; w < par_jobs(r->par); w++)
        arena_free(&x.names[w]);
    arena_free(&x.memory);
    buf_free(&b);
}

/* Their files went with the journal; left are empty folders, or what a lost catalogue forgot. */
void index_sweep(struct run *r) {
    str base = search_tier_name(tier_read(r, BASE).text);
    str delta = search_tier_name(tier_read(r, DELTA).text);
    const char *below = str_fmt(r->arena, "%s/" SEARCH_FOLDER, r->public_dir).p;
    struct strs names = os_list(r->arena, below);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        const char *path = str_fmt(r->arena, "%s/%.*s", below, STR(names.v[i])).p;
        if (!str_eq(names.v[i], base) && !str_eq(names.v[i], delta) && os_stat(path).is_dir)
            os_rmtree(path);
    }
}
