/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sitewide.c — the files of the whole site: home page, columns, agencies, articles, assets,
 * sitemap, manifests.
 *
 * In:    lists and figures of the ledger, articles, assets
 * Out:   staged files
 * Law:   site.md, 国办发〔2017〕47号
 * Never: stages a file that is the same as what is public
 */
#include "base/os.h"
#include "commands/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ASSET_LIMIT ((int64_t)4 << 20)
#define PATH_MOST 4096  /* bytes of a full path with its NUL */
#define LATEST 10       /* rows that the page of an agency shows */
#define LATEST_FEED 20  /* entries of a feed */
#define SITEMAP_BITS 12 /* record numbers of one sitemap: 4096 ≤ SITEMAP_URLS */

void stage_made(struct run *r, enum publish_rank rank, str path, struct buf *b, bool ok) {
    if (ok && !b->failed)
        stage_site_file(r, FILE_SITE, rank, path, buf_view(b));
    else
        diag(&r->site->diags, DIAG_PAGE_WITHHELD, (struct place){path, 0, (str){0}}, "%s", "");
    buf_reset(b);
}

/* ---- what the site shows of itself ---- */

static void count_agencies(struct run *r, struct site_state *s) {
    struct agency_words *v = NEW(r->arena, struct agency_words, r->list_count + 1);
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        if (k->list.id == 0 || k->list.scope != LIST_AGENCY)
            continue;
        int at = 0;
        while (at < s->agency_count && !str_eq(v[at].code, k->list.agency))
            at++;
        if (at == s->agency_count)
            v[s->agency_count++] = (struct agency_words){k->list.agency, k->name.agency_name, 0, 0};
        if (k->list.kind == KIND_decision)
            v[at].decisions += k->list.public_rows;
        else
            v[at].lists += k->list.public_rows;
    }
    s->agencies = v;
}

static struct figures *count_figures(struct run *r) {
    struct figures *f = NEW(r->arena, struct figures, 1);
    int64_t by_verb[RULING_VERBS];
    int64_t superseded = 0;
    ledger_tally(r->ledger, by_verb, RULING_VERBS, RULING_PUBLISH, &superseded);
    memcpy(f->by_verb, by_verb, sizeof by_verb);
    f->by_verb[RULING_SUPERSEDE] = superseded;
    f->exempt = f->by_verb[RULING_EXEMPT];
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        if (k->list.id != 0 && k->list.scope == LIST_ALL && k->list.term <= CATEGORY_OTHER)
            f->published[k->list.kind][k->list.term] = k->list.public_rows;
    }
    int64_t sums[COUNTS];
    ledger_count_sums(r->ledger, sums, COUNTS);
    f->on_time = sums[COUNT_ON_TIME];
    f->late = sums[COUNT_LATE];
    int64_t fresh[2];
    const instant since[2] = {(instant)(r->today - 6) * 1440, (instant)r->today * 1440};
    ledger_published_since(r->ledger, KIND_decision, since, fresh);
    f->this_week = fresh[0];
    f->today = fresh[1];
    return f;
}

/* The last rows of a list that are public, newest first; room for LEDGER_ROWS. */
static int list_tail(struct run *r, const struct known_list *k, struct list_row *out) {
    int64_t ids[LEDGER_ROWS] = {0};
    struct ledger_row rows[LEDGER_ROWS];
    int64_t from = k->list.slots > LEDGER_ROWS ? k->list.slots - LEDGER_ROWS : 0;
    int n = 0;
    if (k->list.slots == 0)
        return 0;
    ledger_list_rows(r->ledger, k->list.id, from, LEDGER_ROWS, ids);
    ledger_rows(r->ledger, r->arena, ids, rows);
    for (int j = LEDGER_ROWS - 1; j >= 0; j--) {
        struct disclosure *d = rows[j].id == 0 ? NULL : NEW(r->arena, struct disclosure, 1);
        if (d != NULL && disclosure_get(r->arena, rows[j].brief, d))
            out[n++] = (struct list_row){d, rows[j].path, (str){0},
                                         ledger_run_as_of(r->ledger, rows[j].first_run)};
    }
    return n;
}

/* Puts a row among the newest so far, by its own date; the last falls off when there is no room. */
static void take_newest(struct list_row *out, int *n, int most, const struct list_row *row) {
    date day = disclosure_date(row->disclosure);
    int at = *n < most ? (*n)++ : most;
    while (at > 0 && disclosure_date(out[at - 1].disclosure) < day) {
        if (at < most)
            out[at] = out[at - 1];
        at--;
    }
    if (at < most)
        out[at] = *row;
}

int newest_rows(struct run *r, enum kind kind, str agency, struct list_row *out, int most) {
    int n = 0;
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        bool wanted = k->list.id != 0 && k->list.kind == (int)kind &&
                      k->list.scope == (agency.n > 0 ? LIST_AGENCY : LIST_ALL) &&
                      (agency.n == 0 || str_eq(k->list.agency, agency));
        struct list_row tail[LEDGER_ROWS];
        int found = wanted ? list_tail(r, k, tail) : 0;
        for (int j = 0; j < found; j++)
            take_newest(out, &n, most, &tail[j]);
    }
    return n;
}

static struct site_state state_of(struct run *r) {
    struct site_state s = {.as_of = r->today,
                           .figures = count_figures(r),
                           .articles = r->site->articles,
                           .article_count = r->site->article_count};
    struct list_row *latest = NEW(r->arena, struct list_row, LATEST_FEED + 1);
    count_agencies(r, &s);
    s.latest_count = newest_rows(r, KIND_decision, (str){0}, latest, LATEST_FEED);
    s.latest = latest;
    return s;
}

/* ---- feeds ---- */

/* When the content of these rows last changed, which lists do not know. */
static const instant *changes_of(struct run *r, const struct feed *f) {
    instant *v = NEW(r->arena, instant, f->n + 1);
    for (int i = 0; i < f->n; i++) {
        struct ledger_record rec;
        if (ledger_get(r->ledger, r->arena, ledger_id_of_path(r->ledger, f->rows[i].path), &rec))
            v[i] = ledger_run_as_of(r->ledger, rec.content_run);
    }
    return v;
}

static void render_feed(struct run *r, const struct feed *rows, struct buf *b) {
    struct feed dated = *rows;
    const struct feed *f = &dated;
    if (!pages_addressed(r->site->pages))
        return;
    dated.changed = changes_of(r, rows);
    pages_atom(r->site->pages, r->arena, f, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, f->folder, S("feed.xml")), b, true);
    pages_json_feed(r->site->pages, r->arena, f, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, f->folder, S("feed.json")), b, true);
}

/* One for each category of what is decided or found (事后公开). */
static void render_category_feeds(struct run *r, struct buf *b) {
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        if (k->list.id == 0 || k->list.scope != LIST_ALL ||
            kind_info(k->name.kind)->column != SITE_AFTER)
            continue;
        struct list_row rows[LEDGER_ROWS];
        struct feed f = {.folder = str_cat(r->arena, k->name.slug, S("/")),
                         .section = k->name.slug,
                         .rows = rows,
                         .n = list_tail(r, k, rows)};
        render_feed(r, &f, b);
    }
}

/* ---- pages ---- */

static bool is_own_list(const struct ledger_list *l, str agency) {
    return l->id != 0 && l->scope == LIST_AGENCY && l->public_rows > 0 && str_eq(l->agency, agency);
}

/* The agency's lists that have anything, with how many, and when the last of them changed. */
static void set_lists(struct run *r, struct agency_page *p) {
    int n = 0;
    int64_t changed = 0;
    for (int k = 0; k < r->list_count; k++)
        n += is_own_list(&r->lists[k].list, p->words.code);
    struct list_name *names = NEW(r->arena, struct list_name, n + 1);
    int64_t *rows = NEW(r->arena, int64_t, n + 1);
    for (int k = 0; k < r->list_count; k++) {
        const struct known_list *l = &r->lists[k];
        if (!is_own_list(&l->list, p->words.code))
            continue;
        names[p->list_count] = l->name;
        rows[p->list_count++] = l->list.public_rows;
        changed = l->list.changed_run > changed ? l->list.changed_run : changed;
    }
    if (changed > 0)
        p->as_of = instant_date(ledger_run_as_of(r->ledger, changed));
    p->lists = names;
    p->list_rows = rows;
}

/* What the agency says of itself in the list of agencies. */
static void set_own_record(struct run *r, struct agency_page *p) {
    struct list_row own;
    struct ledger_face face;
    struct disclosure *whole = NEW(r->arena, struct disclosure, 1);
    if (newest_rows(r, KIND_agency, p->words.code, &own, 1) == 1 &&
        ledger_face(r->ledger, r->arena, ledger_id_of_path(r->ledger, own.path), &face) &&
        face_get(r->arena, &face, whole)) {
        p->record = whole;
        p->record_path = own.path;
    }
}

static const struct agency_words *with_page(const struct site_state *s, str code) {
    for (int i = 0; i < s->agency_count; i++)
        if (str_eq(s->agencies[i].code, code))
            return &s->agencies[i];
    return NULL;
}

/* Who was before it, and who comes after it, as far as they have pages. */
static void set_lineage(struct run *r, const struct site_state *s, struct agency_page *p) {
    struct agency_words *before = NEW(r->arena, struct agency_words, r->site->agency_count + 1);
    const struct agency *own = policy_agency(r->site->policy, p->words.code);
    for (int i = 0; i < r->site->agency_count; i++) {
        const struct agency_words *old = with_page(s, r->site->agencies[i].code);
        if (old != NULL && str_eq(r->site->agencies[i].successor, p->words.code))
            before[p->predecessor_count++] = *old;
    }
    p->predecessors = before;
    if (own == NULL)
        return;
    p->former = own->former;
    p->until = own->until;
    const struct agency_words *next = with_page(s, own->successor);
    if (next != NULL)
        p->successor = *next;
}

static void render_agency(struct run *r, const struct site_state *s, const struct agency_words *one,
                          struct buf *b) {
    struct agency_page p = {.words = *one, .as_of = s->as_of};
    struct list_row latest[LATEST_FEED];
    str folder = str_fmt(r->arena, "agency/%.*s/", STR(one->code));
    int n = newest_rows(r, KIND_decision, one->code, latest, LATEST_FEED);
    set_lists(r, &p);
    set_own_record(r, &p);
    set_lineage(r, s, &p);
    p.latest = latest;
    p.latest_count = n < LATEST ? n : LATEST;
    bool ok = pages_agency(r->site->pages, r->arena, &p, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, folder, S("index.html")), b, ok);
    render_feed(r, &(struct feed){.folder = folder, .scope = one->name, .rows = latest, .n = n}, b);
}

static bool any_moved(const struct touched *m, str agency) {
    for (int i = 0; i < m->n; i++)
        if (str_eq(m->v[i].agency, agency))
            return true;
    return m->all;
}

/* Whether a record of the agency moved, or of one that its page names as before or behind it. */
static bool page_moved(const struct run *r, const struct touched *m, str code) {
    for (int i = 0; i < r->site->agency_count; i++) {
        const struct agency *one = &r->site->agencies[i];
        if ((str_eq(one->successor, code) && any_moved(m, one->code)) ||
            (str_eq(one->code, code) && one->successor.n > 0 && any_moved(m, one->successor)))
            return true;
    }
    return any_moved(m, code);
}

static void render_agencies(struct run *r, const struct site_state *s, const struct touched *m,
                            struct buf *b) {
    for (int i = 0; i < s->agency_count; i++)
        if (page_moved(r, m, s->agencies[i].code))
            render_agency(r, s, &s->agencies[i], b);
}

static void render_articles(struct run *r, struct buf *b) {
    for (int i = 0; i < r->site->article_count; i++) {
        const struct article *one = &r->site->articles[i];
        bool ok = pages_article(r->site->pages, r->arena, one, b);
        stage_made(r, PUBLISH_ASSET, one->path, b, ok);
    }
}

static void copy_assets(struct run *r, struct buf *b) {
    for (ptrdiff_t i = 0; i < r->site->assets.n; i++) {
        str path = str_fmt(r->arena, "assets/%.*s", STR(r->site->assets.v[i]));
        str bytes;
        const char *own = site_path(r->site, path.p);
        const char *from =
            os_stat(own).is_file ? own : str_fmt(r->arena, "%s/%s", r->site->share, path.p).p;
        if (!os_read(r->arena, from, ASSET_LIMIT, &bytes))
            continue;
        if (str_eq(path, S("assets/site.css")))
            pages_style(r->site->pages, bytes, b);
        else
            buf_str(b, bytes);
        stage_made(r, PUBLISH_ASSET, path, b, true);
    }
}

static bool has_article(const struct run *r, str path) {
    for (int i = 0; i < r->site->article_count; i++)
        if (str_eq(r->site->articles[i].path, path))
            return true;
    return false;
}

static void render_columns(struct run *r, const struct site_state *s, struct buf *b) {
    static const char *const folders[] = {"shiqian", "shizhong", "shihou", "gg",
                                          "data",    "agency",   "about"};
    for (int i = 0; i < 7; i++) {
        str path = str_fmt(r->arena, "%s/index.html", folders[i]);
        if (has_article(r, path))
            continue;
        bool ok = pages_column(r->site->pages, r->arena, str_of(folders[i]), s, b);
        stage_made(r, PUBLISH_LIST, path, b, ok);
    }
}

/* ---- what changed in lists ---- */

#define CHANGES_EACH 20 /* additions of one run that are told one by one; of more, the number */

static struct list_change_row change_row(struct run *r, const struct ledger_list_change *c) {
    struct ledger_record rec;
    struct ledger_face face = {0};
    struct disclosure *d = NEW(r->arena, struct disclosure, 1);
    struct list_change_row row = {.day = instant_date(ledger_run_as_of(r->ledger, c->run)),
                                  .change = c->change};
    if (!ledger_get(r->ledger, r->arena, c->record, &rec) ||
        !ledger_face(r->ledger, r->arena, c->record, &face) || !face_get(r->arena, &face, d))
        return row;
    row.face = d;
    row.path = rec.path;
    if (rec.version > 1 && ledger_version_seen(r->ledger, rec.id))
        row.history = history_path(r->arena, rec.path);
    return row;
}

static bool alike(const struct ledger_list_change *x, const struct ledger_list_change *y) {
    return x->run == y->run && x->change == y->change;
}

static void render_change_list(struct run *r, enum kind kind, int term, struct buf *b) {
    struct ledger_list_change *v = NULL;
    int n = ledger_list_changes(r->ledger, r->arena, (int)kind, term, &v);
    struct list_change_row *rows = NEW(r->arena, struct list_change_row, n + 1);
    struct changes_page page = {.slug = str_of(kind_slug(kind, term)), .rows = rows};
    for (int i = 0, same = 1; i < n; i += same) {
        for (same = 1; i + same < n && alike(&v[i], &v[i + same]);)
            same++;
        bool many = v[i].alike > CHANGES_EACH;
        if (many)
            rows[page.n++] =
                (struct list_change_row){.day = instant_date(ledger_run_as_of(r->ledger, v[i].run)),
                                         .change = v[i].change,
                                         .more = (int)v[i].alike};
        for (int k = 0; !many && k < same; k++)
            rows[page.n++] = change_row(r, &v[i + k]);
    }
    bool ok = pages_changes(r->site->pages, r->arena, &page, b);
    stage_made(r, PUBLISH_LIST, str_cat(r->arena, page.slug, S("/changes.html")), b, ok);
}

static void render_changes(struct run *r, struct buf *b) {
    for (int kind = KIND_NONE + 1; kind < KINDS; kind++) {
        int terms = kind == KIND_document ? DOCUMENT_PLAN : 0;
        for (int term = terms > 0 ? 1 : 0; has_history(kind) && term <= terms; term++)
            render_change_list(r, (enum kind)kind, term, b);
    }
}

/* ---- sitemap ---- */

static void render_sitemap_shard(struct run *r, int64_t shard, struct buf *b) {
    struct arena a = {0};
    struct sitemap_entry *v = NEW(&a, struct sitemap_entry, (size_t)1 << SITEMAP_BITS);
    int n = 0;
    struct ledger_path p;
    ledger_path_scan(r->ledger, shard << SITEMAP_BITS, (shard + 1) << SITEMAP_BITS, RULING_PUBLISH);
    while (ledger_path_next(r->ledger, &p)) {
        /* Pages about natural persons are noindex: they stand in no sitemap. */
        if (facts_read(p.facts).party_type != PARTY_PERSON)
            v[n++] = (struct sitemap_entry){str_dup(&a, p.path), p.content_run};
    }
    for (int i = 0; i < n; i++)
        v[i].updated = ledger_run_as_of(r->ledger, v[i].updated);
    pages_sitemap(r->site->pages, v, n, b);
    stage_made(r, PUBLISH_LIST, str_fmt(r->arena, "sitemap/%lld.xml", (long long)shard + 1), b,
               true);
    arena_free(&a);
}

static void render_sitemaps(struct run *r, struct buf *b) {
    int64_t id = 0;
    int64_t after = 0;
    while (ledger_pending(r->ledger, after, FILE_LIST, &id, 1) == 1) {
        render_sitemap_shard(r, id >> SITEMAP_BITS, b);
        after = ((id >> SITEMAP_BITS) + 1) * ((int64_t)1 << SITEMAP_BITS) - 1;
    }
    ptrdiff_t cap = 0;
    int n = 0;
    struct sitemap_shard *v = NULL;
    struct ledger_file f;
    stage_site_end(r);
    ledger_file_scan(r->ledger, FILE_SITE, FILE_SHARD);
    while (ledger_file_next(r->ledger, &f)) {
        if (!str_starts(f.path, S("sitemap/")))
            continue;
        EXTEND(r->arena, v, n, cap);
        v[n++] = (struct sitemap_shard){str_dup(r->arena, f.path), r->as_of};
    }
    pages_sitemap_index(r->site->pages, v, n, b);
    stage_made(r, PUBLISH_POINTER, S("sitemap.xml"), b, true);
}

/* What was asked for and not made: an article or asset that the site no longer has goes away; a
 * sitemap, manifest or data file of records that did not change stays as it is. */
static void settle_stale(struct run *r, int64_t from, int64_t below) {
    struct ledger_file f;
    stage_site_end(r);
    while (ledger_stale(r->ledger, r->arena, from, below, &f)) {
        f.rank = PUBLISH_REMOVE;
        f.staged = false;
        if (f.path.p == NULL || from == FILE_MANIFEST || str_starts(f.path, S("sitemap/")) ||
            str_starts(f.path, S("data/")))
            ledger_unchanged(r->ledger, f.id);
        else
            ledger_staged(r->ledger, &f);
    }
}

/* It leads to shards, so it comes with what leads to them. */
static void render_search(struct run *r, const struct site_state *s, struct buf *b) {
    str file;
    struct search_page one = {.pointer = index_pointer(r)};
    (void)site_read(r->site, r->arena, "assets/search.js", &file, &one.script);
    stage_made(r, PUBLISH_POINTER, S("search.html"), b,
               pages_search(r->site->pages, r->arena, s, &one, b));
}

/* The whole site's own pages that no folder lists. */
static void render_odd_pages(struct run *r, const struct site_state *s, struct buf *b) {
    const struct pages *p = r->site->pages;
    stage_made(r, PUBLISH_ASSET, S("404.html"), b, pages_not_found(p, r->arena, b));
    stage_made(r, PUBLISH_LIST, S("about/map.html"), b, pages_site_map(p, r->arena, s, b));
    stage_made(r, PUBLISH_LIST, S("about/nothing.html"), b, pages_nothing(p, r->arena, s, b));
    render_search(r, s, b);
    struct names_page names = {.naming = r->site->naming,
                               .keys = ledger_gathering_keys(r->ledger, r->arena, LIST_NAME),
                               .as_of = s->as_of};
    stage_made(r, PUBLISH_LIST, S("names/index.html"), b, pages_names(p, r->arena, &names, b));
    pages_robots(p, b);
    stage_made(r, PUBLISH_POINTER, S("robots.txt"), b, true);
    if (!pages_addressed(p))
        return;
    pages_opensearch(p, b);
    stage_made(r, PUBLISH_ASSET, S("opensearch.xml"), b, true);
}

/* For those who verify the site without its ledger. */
static void stage_known(struct run *r, struct buf *b) {
    int64_t n = 0;
    const uint64_t *known = publics_all(r, r->arena, &n);
    known_put(b, known, n);
    stage_made(r, PUBLISH_LIST, S(KNOWN_LIST), b, true);
}

void render_site(struct run *r) {
    struct buf b = {0};
    struct site_state s = state_of(r);
    struct touched m = {.all = r->look_changed || r->unsettled || !r->any_public};
    if (!m.all)
        m.n = ledger_pending_kinds(r->ledger, r->arena, &m.v);
    copy_assets(r, &b);
    render_articles(r, &b);
    render_agencies(r, &s, &m, &b);
    render_columns(r, &s, &b);
    render_odd_pages(r, &s, &b);
    render_changes(r, &b);
    render_statistics(r, &b);
    render_category_feeds(r, &b);
    render_feed(r, &(struct feed){.folder = S(""), .rows = s.latest, .n = s.latest_count}, &b);
    s.latest_count = s.latest_count < LATEST ? s.latest_count : LATEST;
    stage_made(r, PUBLISH_POINTER, S("index.html"), &b,
               pages_home(r->site->pages, r->arena, &s, &b));
    stage_known(r, &b);
    attachments_stage(r);
    render_carriers(r, &s, &m);
    render_data(r, &b);
    settle_stale(r, FILE_SITE, FILE_SHARD);
    render_sitemaps(r, &b);
    buf_free(&b);
    run_time(r, "全站页面", 0, 0);
}

/* ---- manifests: one per block of file numbers, and the index of them ---- */

static bool is_public(void *ctx, str path) {
    const struct run *r = ctx;
    char full[PATH_MOST]; /* asked a million times where all pages are made anew: no arena */
    int n = snprintf(full, sizeof full, "%s/%.*s", r->public_dir, STR(path));
    return n > 0 && n < PATH_MOST && os_stat(full).is_file;
}

/* A file that is on disk goes away, whether the catalogue knows of it or not. */
void remove_site_file(struct run *r, int64_t range, str path) {
    struct ledger_file f = {.id = ledger_site_file(r->ledger, range, path),
                            .rank = PUBLISH_REMOVE,
                            .path = str_dup(r->arena, path)};
    if (is_public(r, path))
        ledger_staged(r->ledger, &f);
    else
        ledger_unchanged(r->ledger, f.id);
}

static void write_shard(struct run *r, int64_t block, struct buf *b) {
    struct ledger_file f;
    for (int i = 0; i < ledger_block_parts(block); i++) {
        int64_t from = ledger_block_part(block, i);
        ledger_file_scan(r->ledger, from, from + ((int64_t)1 << MANIFEST_BITS));
        while (ledger_file_next(r->ledger, &f)) {
            struct tree_file t = {f.path, f.size, f.digest};
            manifest_line(b, &t);
        }
    }
    if (b->n > 0)
        stage_site_file(r, FILE_MANIFEST, PUBLISH_POINTER, manifest_path(r->arena, block),
                        buf_view(b));
    else
        remove_site_file(r, FILE_MANIFEST, manifest_path(r->arena, block));
    buf_reset(b);
}

/* A site that was published when each list had a shard of its own: they go, and with them come all
 * those that take their place. What is public tells, since a stage may be thrown away. */
static void regroup_shards(struct run *r, struct buf *b) {
    struct strs names = os_list(r->arena, str_fmt(r->arena, "%s/manifest", r->public_dir).p);
    int64_t last = 0;
    for (ptrdiff_t i = 0; i < names.n; i++) {
        int64_t block = (int64_t)strtoull(names.v[i].p, NULL, 16);
        int64_t now = ledger_block_of(block << MANIFEST_BITS);
        if (now == block)
            continue;
        if (now != last)
            write_shard(r, now, b);
        remove_site_file(r, FILE_MANIFEST, manifest_path(r->arena, block));
        last = now;
    }
}

/* Where something goes away, no page of the site that stays as it was may still link to it. */
static void follow_unchanged(struct run *r) {
    struct ledger_file f;
    ledger_file_scan(r->ledger, FILE_SITE, FILE_MANIFEST);
    while (ledger_file_next(r->ledger, &f)) {
        if (f.rank != 0 || !str_ends(f.path, S(".html")))
            continue;
        struct tree_file page = {f.path, f.size, f.digest};
        verify_stays(r->verify, str_fmt(r->arena, "%s/%.*s", r->public_dir, STR(f.path)).p, &page);
    }
}

/* Once all is staged it is known what goes away. No page links to shards of the index or of the
 * manifest. */
static void follow_removals(struct run *r) {
    struct ledger_file f;
    bool any = false;
    ledger_removed_scan(r->ledger);
    while (ledger_removed_next(r->ledger, &f)) {
        verify_gone(r->verify, f.path);
        any = any || f.id < FILE_SHARD;
    }
    if (any)
        follow_unchanged(r);
}

void write_manifests(struct run *r) {
    struct buf b = {0};
    struct ledger_blocks at = {0};
    int64_t block;
    int64_t n = 0;
    signed_keys(r);
    stage_site_end(r);
    regroup_shards(r, &b);
    while (ledger_pending_block(r->ledger, &at, &block))
        write_shard(r, block, &b);
    settle_stale(r, FILE_MANIFEST, FILE_END);
    struct ledger_file f;
    struct tree_file *shards = NULL;
    ptrdiff_t cap = 0;
    ledger_file_scan(r->ledger, FILE_MANIFEST, FILE_END);
    while (ledger_file_next(r->ledger, &f)) {
        if (!str_starts(f.path, S("manifest/")))
            continue;
        EXTEND(r->arena, shards, n, cap);
        shards[n++] = (struct tree_file){str_dup(r->arena, f.path), f.size, f.digest};
    }
    struct manifest m = {.site = r->site->words.name, .as_of = r->as_of, .shards = shards};
    m.n = (int)n;
    ledger_file_total(r->ledger, &m.files, &m.bytes);
    stage_site_end(r);
    write_proof(r, &m);
    manifest_index(&b, &m);
    stage_site_file(r, FILE_MANIFEST, PUBLISH_POINTER, S(MANIFEST_INDEX), buf_view(&b));
    signed_manifest(r, buf_view(&b));
    buf_free(&b);
    render_rest(r);
    follow_removals(r);
    verify_finish(r->verify, is_public, r, &r->site->diags);
    run_time(r, "清单和链接", 0, 0);
}
