/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * stage.c — pending files are rendered, staged, and read back, batch by batch.
 *
 * In:    pending numbers, faces, lists
 * Out:   state/stage
 * Law:   architecture §3 (what did not change is not written)
 * Never: holds more than one batch of pages
 */
#include "base/os.h"
#include "commands/run.h"

#include <string.h>

#define BATCH 256
#define LANES 4              /* batches on their way at a time */
#define SITE_BATCH 32        /* files of the whole site in one … */
#define SITE_BYTES (1 << 20) /* … and bytes of them, before it is sent off */

/* One file on its way: what it is made of, then what came out. */
struct job {
    int64_t id;
    enum publish_rank rank;
    str path;
    str bytes; /* a file that is made already: as it will be */
    bool made;
    const char *text; /* a document: what it says, in a file */
    str face;         /* bytes of disclosure or notice */
    str words;        /* … of the ruling, beside a disclosure */
    bool is_notice;
    struct appearance at;
    struct list_page list;
    struct version_words *versions; /* of a list's record */
    int version_count;
    struct ledger_row *rows; /* of the list, LIST_ROWS of them, as the ledger has them */
    struct ledger_file was;  /* what is public at its address, id 0 for nothing */
    bool same;               /* as what is public: not even written */
    bool done;               /* rendered; false: withheld */
    struct shown shown[LIST_ROWS];
    int shown_count;
    struct site_work work; /* a file of the whole site that a worker makes */
};

/* A batch: the ledger's thread prepares it, the workers render, stage and read back, and the
 * ledger's thread notes what came of it, while the workers are at the batches behind it. */
struct lane {
    struct run *run;
    struct arena arena;
    struct job *v;
    int n;
    struct expected *expected; /* of v[i], filled when its bytes are staged */
    int64_t held;              /* bytes of files of the whole site */
    struct verify_lane *verify;
    struct par_batch batch;
};

/* They follow each other in a ring: the oldest is awaited when its place is needed. */
struct lanes {
    struct lane v[LANES];
    int now;
};

/* ---- lists, known for the time of rendering ---- */

static bool is_version(int64_t id) {
    return id >= FILE_VERSION && id < FILE_GATHERING;
}

static struct list_name list_words(const struct run *r, const struct ledger_list *l) {
    enum kind k = (enum kind)l->kind;
    const struct agency *agency = policy_agency(r->site->policy, l->agency);
    return (struct list_name){.kind = k,
                              .term = l->term,
                              .slug = str_of(kind_slug(k, l->term)),
                              .scope = (enum list_scope)l->scope,
                              .agency_code = l->agency,
                              .agency_name = agency == NULL ? l->agency : agency->name,
                              .year = l->year,
                              .month = l->month};
}

void lists_load(struct run *r) {
    struct ledger_list *v = NULL;
    int n = ledger_lists(r->ledger, r->arena, &v);
    int64_t last = n == 0 ? 0 : v[n - 1].id;
    r->lists = NEW(r->arena, struct known_list, last + 1);
    r->list_count = (int)last + 1;
    for (int i = 0; i < n; i++)
        r->lists[v[i].id] = (struct known_list){v[i], list_words(r, &v[i])};
}

/* Every list of site.md exists from the first day; an empty one says 本期无数据 and the date. */
static void lists_make(struct run *r) {
    for (int k = KIND_NONE + 1; k < KINDS; k++) {
        int terms = k == KIND_decision   ? CATEGORY_CONFIRMATION
                    : k == KIND_document ? DOCUMENT_PLAN
                                         : 0;
        for (int term = terms > 0 ? 1 : 0; term <= terms; term++) {
            struct ledger_list l = {.name = str_of(kind_slug((enum kind)k, term)),
                                    .kind = k,
                                    .term = term,
                                    .scope = LIST_ALL,
                                    .agency = S("")};
            int64_t id = ledger_list_id(r->ledger, &l);
            if (ledger_list(r->ledger, r->arena, id, &l) && l.slots == 0)
                ledger_touch(r->ledger, FILE_LIST | id << LIST_PAGE_BITS);
        }
    }
}

static str id_of_path(str path) {
    for (ptrdiff_t i = path.n; i > 0; i--)
        if (path.p[i - 1] == '/')
            path = str_sub(path, i, path.n);
    return str_sub(path, 0, path.n - (ptrdiff_t)strlen(".html"));
}

struct shown shown_of(int64_t record, str path, str secrets) {
    return (struct shown){id_of_path(path), (const struct secret_digest *)(const void *)secrets.p,
                          (int)(secrets.n / (ptrdiff_t)sizeof(struct secret_digest)), record};
}

static void prepare_rows(struct run *r, struct arena *a, struct job *j, const struct known_list *k,
                         int64_t from) {
    int64_t ids[LIST_ROWS];
    struct list_row *out = NEW(a, struct list_row, LIST_ROWS);
    j->rows = NEW(a, struct ledger_row, LIST_ROWS);
    if (k->name.key.n > 0)
        ledger_gathering_rows(r->ledger, k->list.id, from, LIST_ROWS, ids);
    else
        ledger_list_rows(r->ledger, k->list.id, from, LIST_ROWS, ids);
    ledger_rows(r->ledger, a, ids, j->rows);
    for (int i = 0; i < LIST_ROWS; i++)
        if (j->rows[i].id != 0)
            out[i].published = ledger_run_as_of(r->ledger, j->rows[i].first_run);
    j->list.rows = out;
}

/* The run in which a row of a gathering last went on line first. */
static int64_t last_run(const struct job *j) {
    int64_t run = 0;
    for (int i = 0; i < LIST_ROWS; i++)
        run = j->rows[i].first_run > run ? j->rows[i].first_run : run;
    return run;
}

/* One page of a list, 0 for the newest. */
static bool prepare_page(struct run *r, struct arena *a, struct job *j, const struct known_list *k,
                         int64_t page) {
    int64_t pages = k->list.slots == 0 ? 1 : (k->list.slots + LIST_ROWS - 1) / LIST_ROWS;
    bool newest = page == 0;
    /* A page has its number once it is full: until then it is only the newest one. */
    if (!newest && k->list.slots < page * LIST_ROWS)
        return false;
    /* The newest page is never nearly empty: it shows the last rows, be they its own or not. */
    int64_t tail = k->list.slots > LIST_ROWS ? k->list.slots - LIST_ROWS : 0;
    int64_t from = newest ? tail : (page - 1) * LIST_ROWS;
    page = newest ? pages : page;
    j->list = (struct list_page){
        .list = k->name, .page = (int)page, .pages = (int)pages, .newest = newest};
    prepare_rows(r, a, j, k, from);
    int64_t changed = k->name.key.n > 0 ? last_run(j) : k->list.changed_run;
    if (newest) {
        j->list.public_rows = k->list.public_rows;
        j->list.as_of =
            changed == 0 ? r->today : instant_date(ledger_run_as_of(r->ledger, changed));
    }
    j->rank = PUBLISH_LIST;
    j->path = list_path(a, &k->name, (int)page, newest);
    return true;
}

static int64_t page_of(const struct job *j) {
    return j->id & (((int64_t)1 << LIST_PAGE_BITS) - 1);
}

/* The same list of another agency, when it has one. */
static bool has_same_list(const struct run *r, str slug, str agency) {
    for (int i = 0; i < r->list_count; i++) {
        const struct known_list *k = &r->lists[i];
        if (k->list.id != 0 && k->list.scope == LIST_AGENCY && k->list.slots > 0 &&
            str_eq(k->name.slug, slug) && str_eq(k->list.agency, agency))
            return true;
    }
    return false;
}

/* Whose duties went where. */
static void lineage(struct run *r, struct arena *a, const struct ledger_list *l,
                    struct list_page *p) {
    const struct agency *own = policy_agency(r->site->policy, l->agency);
    struct agency_words *before = NEW(a, struct agency_words, r->site->agency_count + 1);
    p->predecessors = before;
    for (int i = 0; i < r->site->agency_count; i++) {
        const struct agency *one = &r->site->agencies[i];
        if (str_eq(one->successor, l->agency) && has_same_list(r, p->list.slug, one->code))
            before[p->predecessor_count++] = (struct agency_words){one->code, one->name, 0, 0};
    }
    if (own == NULL || own->successor.n == 0 || !has_same_list(r, p->list.slug, own->successor))
        return;
    const struct agency *next = policy_agency(r->site->policy, own->successor);
    p->successor = (struct agency_words){next->code, next->name, 0, 0};
    p->until = own->until;
}

static bool prepare_list(struct run *r, struct arena *a, struct job *j) {
    const struct known_list *k = &r->lists[(j->id ^ FILE_LIST) >> LIST_PAGE_BITS];
    bool good = prepare_page(r, a, j, k, page_of(j));
    if (good && j->list.newest)
        narrow_links(r, a, &k->list, &j->list);
    if (good && j->list.newest && k->list.scope == LIST_AGENCY)
        lineage(r, a, &k->list, &j->list);
    return good;
}

static bool prepare_gathering(struct run *r, struct arena *a, struct job *j) {
    struct ledger_gathering g;
    bool newest = j->id < FILE_GATHERING_PAGE;
    int64_t id = newest ? j->id ^ FILE_GATHERING : (j->id ^ FILE_GATHERING_PAGE) >> LIST_PAGE_BITS;
    if (!ledger_gathering(r->ledger, a, id, &g))
        return false;
    struct known_list k = {.list = {.id = g.id, .slots = g.slots, .public_rows = WHOLE_NONE}};
    k.name = list_gathered((enum list_scope)g.scope, g.key);
    /* Those by name may have a hundred thousand rows: counting them is not work in proportion. */
    if (newest && k.name.scope != LIST_NAME)
        k.list.public_rows = ledger_gathering_public(r->ledger, id);
    if (!prepare_page(r, a, j, &k, newest ? 0 : page_of(j)))
        return false;
    /* What is nobody's name any more is not to be told either, by an empty page. */
    return k.name.scope != LIST_NAME || g.slots > LIST_ROWS || last_run(j) != 0;
}

/* The page of a decision's matter or officer, when that is public. The hash in the facts is the
 * first half of its key (take.c); what was found is remembered, since thousands share one. */
static str linked_path(struct run *r, uint64_t hash) {
    struct linked_page *known = &r->linked_pages[hash % LINKED_PAGES];
    struct ledger_key key = {{0}};
    struct ledger_record found;
    if (hash == 0 || known->hash == hash)
        return hash == 0 ? (str){0} : known->path;
    memcpy(key.b, &hash, sizeof hash);
    known->hash = hash;
    known->path = (str){0};
    if (ledger_find(r->ledger, r->arena, key, &found) && found.verb == RULING_PUBLISH)
        known->path = found.path;
    return known->path;
}

static void link_decision(struct run *r, struct arena *a, struct job *j, const struct facts *f) {
    uint64_t *officers = NULL;
    int n = officers_of(r, a, j->id, f, &officers);
    str *paths = NEW(a, str, n + 1);
    for (int i = 0; i < n; i++)
        paths[i] = linked_path(r, officers[i]);
    j->at.matter_path = linked_path(r, f->matter);
    j->at.officer_paths = (struct strs){paths, n};
}

static struct strs lines_of(struct arena *a, str text) {
    struct strs out = {NEW(a, str, text.n + 1), 0};
    for (str rest = text; rest.n > 0;)
        out.v[out.n++] = str_cut(&rest, S("\n"));
    return out;
}

/* What was said of its corrections, as far as those events are public. */
static void explain_corrections(struct run *r, struct arena *a, struct job *j) {
    struct ledger_change *v = NULL;
    int n = ledger_changes(r->ledger, a, j->id, &v);
    struct explanation *out = n > 0 ? NEW(a, struct explanation, n) : NULL;
    for (int i = 0; i < n; i++) {
        struct ledger_face face = {0};
        struct disclosure d;
        if (v[i].change != CHANGE_CORRECTED || !ledger_face(r->ledger, a, v[i].event, &face) ||
            !face_get(a, &face, &d))
            continue;
        out[j->at.explanation_count++] =
            (struct explanation){d.event.day, d.event.authority, d.event.reason};
    }
    j->at.explanations = out;
}

static bool prepare_record(struct run *r, struct arena *a, struct job *j) {
    struct ledger_page rec;
    if (!ledger_page(r->ledger, a, j->id, &rec))
        return false;
    j->path = rec.path;
    j->is_notice = rec.disclosure.p == NULL;
    j->face = j->is_notice ? rec.notice : rec.disclosure;
    j->words = rec.words;
    j->rank = j->is_notice ? PUBLISH_ENDED : PUBLISH_RECORD;
    if (j->face.p == NULL)
        return false;
    j->shown[j->shown_count++] = shown_of(j->id, rec.path, rec.secrets);
    j->at = (struct appearance){.path = rec.path,
                                .id = id_of_path(rec.path),
                                .published = ledger_run_as_of(r->ledger, rec.first_run),
                                .updated = ledger_run_as_of(r->ledger, rec.content_run),
                                .version = rec.version,
                                .corrected = lines_of(a, rec.corrected),
                                .superseded_until = DATE_NONE};
    if (rec.version > 1 && has_history(rec.kind) && ledger_version_seen(r->ledger, j->id))
        j->at.history_path = history_path(a, rec.path);
    if (j->at.updated < j->at.published)
        j->at.updated = j->at.published;
    j->at.document_count = attachments_of(r, a, j->id, &j->at.documents);
    if (!j->is_notice)
        explain_corrections(r, a, j);
    if (rec.kind == KIND_decision) {
        struct facts f = facts_read(rec.facts);
        link_decision(r, a, j, &f);
    }
    return true;
}

/* ---- what lists said before ---- */

static str beside(struct arena *a, str path, const char *what, int number) {
    str stem = str_sub(path, 0, path.n - S(".html").n);
    return number > 0 ? str_fmt(a, "%.*s-%s%d.html", STR(stem), what, number)
                      : str_fmt(a, "%.*s-%s.html", STR(stem), what);
}

str history_path(struct arena *a, str path) {
    return beside(a, path, "history", 0);
}

static date effective_day(const struct disclosure *d) {
    int n = 0;
    const struct disclosed_field *f = disclosure_fields(d->kind, &n);
    for (int i = 0; i < n; i++)
        if (f[i].field.type == FIELD_day && str_eq(str_of(f[i].field.name), S("effective")))
            return *(const date *)(const void *)((const char *)d + f[i].field.at);
    return DATE_NONE;
}

/* The versions that were seen, oldest first, and the present one: each stood from the day the one
 * before it ended. */
int versions_of(struct run *r, struct arena *a, const struct ledger_record *rec,
                struct version_words **out) {
    struct ledger_version *old = NULL;
    struct ledger_face face = {0};
    int n = 0;
    int m = ledger_versions(r->ledger, a, rec->id, &old);
    date since = instant_date(ledger_run_as_of(r->ledger, rec->first_run));
    struct version_words *v = NEW(a, struct version_words, m + 1);
    (void)ledger_face(r->ledger, a, rec->id, &face);
    for (int i = 0; i <= m; i++) {
        struct disclosure *d = NEW(a, struct disclosure, 1);
        struct ledger_face was =
            i < m ? (struct ledger_face){.disclosure = old[i].disclosure} : face;
        if (!face_get(a, &was, d))
            continue;
        v[n] = (struct version_words){.version = i < m ? old[i].version : rec->version,
                                      .since = since,
                                      .until = DATE_NONE,
                                      .effective = effective_day(d),
                                      .face = d};
        v[n].path = i < m ? beside(a, rec->path, "v", old[i].version) : rec->path;
        if (i < m)
            v[n].until = since = instant_date(ledger_run_as_of(r->ledger, old[i].run));
        n++;
    }
    *out = v;
    return face.disclosure.p != NULL ? n : 0;
}

/* The history of a record, or one of its versions. They are on line as long as the record is. */
static bool prepare_version(struct run *r, struct arena *a, struct job *j) {
    struct ledger_record rec;
    int version = (int)(j->id & ((1 << VERSION_BITS) - 1));
    int64_t id = (j->id ^ FILE_VERSION) >> VERSION_BITS;
    if (!ledger_get(r->ledger, a, id, &rec) || rec.verb != RULING_PUBLISH)
        return false;
    j->version_count = versions_of(r, a, &rec, &j->versions);
    j->rank = PUBLISH_RECORD;
    j->path = version == 0 ? history_path(a, rec.path) : beside(a, rec.path, "v", version);
    j->at = (struct appearance){.path = j->path,
                                .id = id_of_path(rec.path),
                                .version = version,
                                .history_path = history_path(a, rec.path),
                                .current_path = rec.path,
                                .superseded_until = DATE_NONE};
    for (int i = 0; i + 1 < j->version_count; i++)
        if (j->versions[i].version == version) {
            j->at.superseded_since = j->versions[i].since;
            j->at.superseded_until = j->versions[i].until;
            j->at.published = j->at.updated = (instant)j->versions[i].since * 1440;
        }
    return version == 0 ? j->version_count > 1 : j->at.superseded_until != DATE_NONE;
}

static bool render_version(struct run *r, struct arena *a, struct job *j, struct buf *out) {
    const struct history_page page = {j->path, j->versions, j->version_count};
    if (j->at.version == 0)
        return pages_history(r->site->pages, a, &page, out);
    for (int i = 0; i < j->version_count; i++)
        if (j->versions[i].version == j->at.version)
            return pages_record(r->site->pages, a, j->versions[i].face, &j->at, out);
    return false;
}

/* ---- in the workers ---- */

/* The rows that are public, without gaps. */
static bool render_list(struct run *r, struct arena *a, struct job *j, struct buf *out) {
    struct list_row *rows = NEW(a, struct list_row, LIST_ROWS);
    struct list_page page = j->list;
    page.rows = rows;
    for (int i = 0; i < LIST_ROWS; i++) {
        const struct ledger_row *row = &j->rows[i];
        struct disclosure *d = row->id == 0 ? NULL : NEW(a, struct disclosure, 1);
        if (d == NULL || !disclosure_get(a, row->brief, d))
            continue;
        str id = id_of_path(row->path);
        rows[page.n++] = (struct list_row){d, row->path, id, j->list.rows[i].published};
        j->shown[j->shown_count++] = shown_of(row->id, row->path, row->secrets);
    }
    return pages_list(r->site->pages, a, &page, out);
}

static bool render(struct run *r, struct arena *a, struct job *j, struct buf *out) {
    struct disclosure d;
    if (j->work.make != NULL)
        return j->work.make(j->work.ctx, a, out);
    if (j->made)
        return true;
    if (is_version(j->id))
        return render_version(r, a, j, out);
    if (j->id >= FILE_LIST)
        return render_list(r, a, j, out);
    if (j->is_notice) {
        struct notice n = notice_read(a, j->face);
        return pages_notice(r->site->pages, a, &n, out);
    }
    return disclosure_get(a, j->face, &d) && disclosure_get_words(a, j->words, &d) &&
           pages_record(r->site->pages, a, &d, &j->at, out);
}

/* What a page is, written and read back while its bytes are at hand. */
static void render_one(void *ctx, int worker, ptrdiff_t i) {
    struct lane *lane = ctx;
    struct run *r = lane->run;
    struct job *j = &lane->v[i];
    struct expected *e = &lane->expected[i];
    struct buf *out = &r->pages[worker];
    buf_reset(out);
    arena_reset(&r->workers[worker]);
    j->done = render(r, &r->workers[worker], j, out) && !out->failed;
    if (!j->done)
        return;
    str bytes = j->made && j->work.make == NULL ? j->bytes : buf_view(out);
    if (j->work.placed != NULL)
        bytes = (str){0};
    *e = (struct expected){.file = {j->path, bytes.n, sha256_of(bytes)},
                           /* A document of a record is shown whole, as its page is. */
                           .whole = j->id < FILE_LIST || is_version(j->id) ||
                                    (j->id >= FILE_SITE && j->shown_count > 0),
                           .shown = j->work.shown != NULL ? j->work.shown : j->shown,
                           .shown_count = j->work.shown_count + j->shown_count,
                           .text = j->text,
                           .bytes = bytes.p};
    if (j->work.placed != NULL)
        e->file = *j->work.placed;
    j->same =
        j->was.id != 0 && j->was.size == e->file.size && sha256_eq(j->was.digest, e->file.digest);
    if (j->same)
        return;
    e->rank = j->rank;
    if (j->work.placed == NULL)
        e->fd = stage_write(r->stage, j->rank, j->path, bytes);
    verify_one(lane->verify, worker, i);
}

/* ---- in order ---- */

/* What is new waits for publication; what could not be rendered, or is the same, is forgotten. */
static void note_staged(struct run *r, const struct job *j, const struct expected *e) {
    struct ledger_file f = {j->id, (int)j->rank, j->path, e->file.size, e->file.digest, true};
    if (!j->done)
        diag(&r->site->diags, DIAG_PAGE_WITHHELD,
             (struct place){.file = str_dup(r->site->diags.arena, j->path)}, "%s", "");
    if (j->done && !j->same)
        ledger_staged(r->ledger, &f);
    else
        ledger_unchanged(r->ledger, j->id);
}

static void lane_end(struct lane *lane) {
    struct run *r = lane->run;
    par_await(r->par, &lane->batch);
    if (lane->n > 0)
        verify_end(lane->verify, &r->site->diags);
    for (int i = 0; i < lane->n; i++)
        note_staged(r, &lane->v[i], &lane->expected[i]);
    lane->n = 0;
    lane->held = 0;
    arena_reset(&lane->arena);
}

static struct lane *lane_now(struct run *r) {
    return &r->lanes->v[r->lanes->now];
}

/* The jobs gathered so far go to the workers. */
static void lanes_turn(struct run *r) {
    struct lane *lane = lane_now(r);
    lane->expected = NEW(&lane->arena, struct expected, lane->n + 1);
    verify_begin(lane->verify, lane->expected, lane->n);
    par_post(r->par, &lane->batch, lane->n, render_one, lane);
    r->lanes->now = (r->lanes->now + 1) % LANES;
    lane_end(lane_now(r));
}

static void lanes_open(struct run *r) {
    r->lanes = NEW(r->arena, struct lanes, 1);
    for (int i = 0; i < LANES; i++)
        r->lanes->v[i] = (struct lane){
            .run = r, .v = NEW(r->arena, struct job, BATCH), .verify = verify_lane(r->verify)};
}

void stage_site_end(struct run *r) {
    for (int i = 0; i < LANES; i++)
        lanes_turn(r);
}

void render_rest(struct run *r) {
    stage_site_end(r);
    for (int i = 0; i < LANES; i++)
        arena_free(&r->lanes->v[i].arena);
    verify_rest(r->verify);
    os_give_back();
}

/* The next job of the lane, which a file that is made already is. */
static struct job *add_made(struct run *r, int64_t id, str path, str bytes) {
    struct lane *lane = lane_now(r);
    struct job *j = &lane->v[lane->n++];
    *j = (struct job){.id = id,
                      .path = str_dup(&lane->arena, path),
                      .bytes = str_dup(&lane->arena, bytes),
                      .made = true};
    (void)ledger_public_file(r->ledger, &lane->arena, j->id, &j->was);
    lane->held += bytes.n;
    return j;
}

static void turn_when_full(struct run *r) {
    if (lane_now(r)->n == SITE_BATCH || lane_now(r)->held > SITE_BYTES)
        lanes_turn(r);
}

void stage_site_file(struct run *r, int64_t range, enum publish_rank rank, str path, str bytes) {
    add_made(r, ledger_site_file(r->ledger, range, path), path, bytes)->rank = rank;
    turn_when_full(r);
}

void stage_site_document(struct run *r, const struct document *d) {
    struct ledger_record rec;
    struct job *j = add_made(r, ledger_site_file(r->ledger, FILE_SITE, d->path), d->path, d->bytes);
    j->rank = PUBLISH_RECORD;
    j->text = d->text;
    if (ledger_get(r->ledger, &lane_now(r)->arena, d->record, &rec))
        j->shown[j->shown_count++] = shown_of(d->record, rec.path, rec.secrets);
    turn_when_full(r);
}

void stage_kept(struct run *r, const struct kept_file *f) {
    struct job *j = add_made(r, f->was->id, f->was->path, f->bytes);
    struct ledger_record rec;
    j->rank = f->rank;
    if (f->though_same)
        j->was = (struct ledger_file){0};
    for (int i = 0; i < f->record_count && j->shown_count < LIST_ROWS; i++)
        if (ledger_get(r->ledger, &lane_now(r)->arena, f->records[i], &rec))
            j->shown[j->shown_count++] = shown_of(rec.id, rec.path, rec.secrets);
    turn_when_full(r);
}

struct arena *stage_site_room(struct run *r) {
    if (lane_now(r)->n > 0)
        lanes_turn(r);
    return &lane_now(r)->arena;
}

void stage_site_work(struct run *r, const struct site_work *w) {
    struct job *j = add_made(r, ledger_site_file(r->ledger, FILE_SITE, w->path), w->path, (str){0});
    j->rank = w->rank;
    j->work = *w;
}

/* A page of a version, or of a name that nobody has any more, goes. */
static void take_away(struct run *r, struct arena *a, int64_t id) {
    struct ledger_file was;
    if (id < FILE_VERSION || !ledger_public_file(r->ledger, a, id, &was)) {
        ledger_unchanged(r->ledger, id);
        return;
    }
    was.rank = PUBLISH_REMOVE;
    was.staged = false;
    ledger_staged(r->ledger, &was);
}

static bool prepare_one(struct run *r, struct arena *a, struct job *j) {
    if (j->id < FILE_LIST)
        return prepare_record(r, a, j);
    if (j->id < FILE_VERSION)
        return prepare_list(r, a, j);
    return j->id < FILE_GATHERING ? prepare_version(r, a, j) : prepare_gathering(r, a, j);
}

static bool prepare(struct lane *lane, struct job *j, int64_t id) {
    struct run *r = lane->run;
    struct arena *a = &lane->arena;
    *j = (struct job){.id = id, .at = {.superseded_until = DATE_NONE}};
    bool wanted = prepare_one(r, a, j);
    if (!wanted)
        take_away(r, a, id);
    else if (r->any_public)
        (void)ledger_public_file(r->ledger, &lane->arena, id, &j->was);
    return wanted;
}

/* The next batch behind the number *after; how many numbers were pending, 0 at the end. */
static int lane_fill(struct lane *lane, int64_t *after) {
    int64_t ids[BATCH];
    int asked = ledger_pending(lane->run->ledger, *after, FILE_SITE, ids, BATCH);
    for (int i = 0; i < asked; i++)
        lane->n += prepare(lane, &lane->v[lane->n], ids[i]);
    *after = asked > 0 ? ids[asked - 1] : *after;
    return asked;
}

/* The secrets of one record: all are counted, its identifiers are kept. */
static void add_sought(struct run *r, str secrets, struct buf *digests) {
    struct secret_digest one;
    for (; secrets.n >= (ptrdiff_t)sizeof one; secrets = str_sub(secrets, sizeof one, secrets.n)) {
        memcpy(&one, secrets.p, sizeof one);
        tally_add(r->tally, &one);
        if (one.everywhere)
            buf_str(digests, str_sub(secrets, 0, sizeof one));
    }
}

struct sought sought_of(struct run *r, struct arena *a, struct buf *digests) {
    struct sought out = {.key = (const unsigned char *)r->site->secret.p, .shapes = true};
    str secrets;
    digests->limit = BUF_UNBOUNDED;
    r->tally = NEW(r->arena, struct tally, 1);
    *r->tally = tally_of(r->site->secret);
    ledger_secrets_scan(r->ledger);
    while (ledger_secrets_next(r->ledger, &secrets))
        add_sought(r, secrets, digests);
    out.everywhere = (const struct secret_digest *)(const void *)digests->p;
    out.n = digests->n / (ptrdiff_t)sizeof *out.everywhere;
    out.known = publics_all(r, a, &out.known_count);
    return out;
}

/* The verifier keeps sets of its own. */
static void open_verify(struct run *r) {
    struct arena a = {0};
    struct buf digests = {0};
    struct sought sought = sought_of(r, &a, &digests);
    sought.files = ledger_pending_count(r->ledger);
    r->verify = verify_open(&r->verify_memory, r->stage_dir, &sought, r->par);
    buf_free(&digests);
    arena_free(&a);
}

#define SYNC_AHEAD 32768 /* files after which the disk gets a head start */

static void sync_stage(void *ctx, int worker, ptrdiff_t i) {
    struct run *r = ctx;
    (void)worker;
    (void)i;
    os_sync_filesystem(r->stage_dir);
}

/* Publication begins with a sync of all that was staged; the disk may as well begin while the rest
 * is made. Of few files it is not worth it: what is written meanwhile has to wait for it. */
static void sync_ahead(struct run *r, int64_t files) {
    if (files < SYNC_AHEAD || r->options->dry_run)
        return;
    run_settle(r);
    run_aside(r, sync_stage, r);
}

void render_open(struct run *r) {
    r->any_public = ledger_public_any(r->ledger);
    r->linked_pages = NEW(r->arena, struct linked_page, LINKED_PAGES);
    open_verify(r);
    run_time(r, "准备核验", 0, 0);
    lanes_open(r);
}

void render_pending(struct run *r) {
    int64_t after = 0;
    int64_t files = 0;
    lists_make(r);
    lists_load(r);
    narrow_open(r);
    narrow_touch(r);
    render_open(r);
    while (lane_fill(lane_now(r), &after) > 0) {
        int64_t before = files;
        files += lane_now(r)->n;
        lanes_turn(r);
        if (files / SYNC_AHEAD != before / SYNC_AHEAD)
            sync_ahead(r, files);
    }
    sync_ahead(r, files);
    render_rest(r);
    run_time(r, "生成核验", files, 0);
}
