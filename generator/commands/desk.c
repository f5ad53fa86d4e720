/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * desk.c — what a run did and what is to be done is gathered for the staff.
 *
 * In:    the ledger's news, records that wait, sources
 * Out:   struct desk, handed to office
 * Law:   国办发〔2018〕118号 (deadlines)
 * Never: goes through all records; lets a private value out but into a preview
 */
#include "base/os.h"
#include "commands/run.h"
#include "commands/target.h"
#include "office/office.h"

#define LISTED 200  /* rows of one list */
#define PREVIEWS 50 /* besides those of held records */
#define EXPIRING 30 /* days */
#define RATES 8

void desk_open(struct run *r) {
    (void)str_int(ledger_note(r->ledger, r->arena, "news"), &r->news_since);
    (void)str_int(ledger_note(r->ledger, r->arena, "published"), &r->published_before);
}

/* ---- one record ---- */

static str id_of(str path) {
    for (str rest = path; rest.p != NULL;)
        path = str_cut(&rest, S("/"));
    return str_sub(path, 0, path.n - S(".html").n);
}

/* 行政处罚, 行政执法人员. */
static str kind_words(const struct ledger_record *rec) {
    bool category = rec->kind == KIND_decision && rec->term > 0;
    return category ? term_text(VOCAB_category, rec->term)
                    : str_of(kind_info((enum kind)rec->kind)->title);
}

/* The public face, or what it would be; NULL while masking is not sure: then *doubts are the words
 * that a clerk must decide. */
static const struct disclosure *face_of(struct run *r, struct arena *a,
                                        const struct ledger_record *rec, const struct record *told,
                                        struct strs *doubts) {
    struct ledger_face face = {0};
    struct disclosure *d = NEW(a, struct disclosure, 1);
    if (ledger_face(r->ledger, a, rec->id, &face) && face_get(a, &face, d))
        return d;
    if (told == NULL)
        return NULL;
    struct facts f = facts_read(rec->facts);
    struct history h = history_of(r, a, rec);
    struct ruling u = rule(r->site->policy, &f, &h, r->today, true);
    struct diags quiet = {.arena = a};
    struct decided decided = approvals_decided(r, a, rec->id);
    struct ruled what = {
        .record = told, .facts = &f, .ruling = &u, .decided = &decided, .doubts = doubts};
    bool sure = disclose(a, r->site->policy, &what, d, &quiet);
    return sure && (f.flags & FACT_QUARANTINED) == 0 ? d : NULL;
}

static struct desk_item item_of(struct run *r, struct arena *a, const struct ledger_record *rec) {
    const struct reason_info *why = reason_info(reason_noted(rec));
    const struct agency *agency = policy_agency(r->site->policy, rec->agency);
    struct ledger_delivery d = {0};
    (void)ledger_delivery(r->ledger, a, rec->delivery, &d);
    return (struct desk_item){
        .id = id_of(rec->path),
        .path = rec->first_run != 0 ? rec->path : (str){0},
        .agency = agency != NULL ? agency->name : rec->agency,
        .kind = kind_words(rec),
        .verb = verb_text((enum verb)rec->verb),
        .why = rec->verb == RULING_PUBLISH && reason_noted(rec) == REASON_DISCLOSE
                   ? (str){0} /* the ordinary case */
                   : str_of(why->text),
        .action = str_of(why->action),
        .rule = str_of(why->id),
        .from = str_fmt(a, "%.*s:%lld", STR(diag_file(a, d.name)), (long long)rec->line),
        .due = rec->due,
        .backfilled = (facts_read(rec->facts).flags & FACT_BACKFILLED) != 0,
        .until = DATE_NONE,
        .published =
            rec->first_run == 0 ? INSTANT_NONE : ledger_run_as_of(r->ledger, rec->first_run),
    };
}

static void add_face(struct desk_item *i, const struct disclosure *d) {
    if (d == NULL)
        return;
    i->number = disclosure_number(d);
    i->party = disclosure_party(d);
    i->matter = disclosure_heading(d);
    i->until = d->public_until;
    i->provisional = d->due.provisional;
}

/* The name a notice still has. */
static void add_notice(struct run *r, struct arena *a, int64_t id, struct desk_item *i) {
    struct ledger_face face = {0};
    if (!ledger_face(r->ledger, a, id, &face) || face.notice.p == NULL)
        return;
    struct notice n = notice_read(a, face.notice);
    i->number = n.number;
    i->matter = n.reason;
}

/* ---- what the run did ---- */

/* Ids of records of one fate, the first LISTED of them. */
struct fate {
    int64_t ids[LISTED];
    int n;
    int64_t all;
};

struct fates {
    struct fate fresh;
    struct fate changed;
    struct fate ended;
};

static void add_fate(struct fate *f, int64_t id) {
    if (f->n < LISTED)
        f->ids[f->n++] = id;
    f->all++;
}

/* A bit for each record. */
struct marks {
    uint64_t *v;
};

static bool is_marked(const struct marks *m, int64_t id) {
    return (m->v[id / 64] >> (id & 63) & 1) != 0;
}

static void mark(struct marks *m, int64_t id, bool is) {
    uint64_t bit = UINT64_C(1) << (id & 63);
    m->v[id / 64] = is ? m->v[id / 64] | bit : m->v[id / 64] & ~bit;
}

/* What happened, told newest first. What is on line was changed only by another content or by
 * having been off line, what is off line was ended only by leaving: a table that is cited otherwise
 * does neither. */
struct following {
    struct run *run;
    struct marks seen;
    struct marks on_line;  /* seen, and nothing else is known of it so far */
    struct marks off_line; /* the same of what was on line before */
    struct fates *out;
};

static void settle(struct marks *m, int64_t id, struct fate *fate) {
    if (!is_marked(m, id))
        return;
    mark(m, id, false);
    add_fate(fate, id);
}

static void follow_one(struct following *f, const struct ledger_news *n) {
    bool publish = str_eq(n->what, str_of(verb_word(RULING_PUBLISH)));
    bool ended = str_eq(n->what, str_of(verb_word(RULING_EXPIRE))) ||
                 str_eq(n->what, str_of(verb_word(RULING_WITHDRAW)));
    bool moved = str_eq(n->what, S("superseded")) || str_eq(n->what, S("returned"));
    bool debut = n->first_run > f->run->published_before;
    if (moved)
        settle(&f->on_line, n->record, &f->out->changed);
    if (str_eq(n->what, S("left")))
        settle(&f->off_line, n->record, &f->out->ended);
    if ((!publish && !ended) || is_marked(&f->seen, n->record))
        return;
    mark(&f->seen, n->record, true);
    if (ended && n->first_run != 0 && !debut)
        mark(&f->off_line, n->record, true);
    else if (publish && debut)
        add_fate(&f->out->fresh, n->record);
    else if (publish)
        mark(&f->on_line, n->record, true);
}

/* The last event of each record since the last report tells its fate. */
static void follow(struct run *r, struct fates *out) {
    struct arena a = {0};
    struct ledger_news n;
    int64_t words = ledger_last_id(r->ledger) / 64 + 1;
    struct following f = {
        r, {NEW(&a, uint64_t, words)}, {NEW(&a, uint64_t, words)}, {NEW(&a, uint64_t, words)}, out};
    ledger_news_scan(r->ledger, r->news_since);
    while (ledger_news_next(r->ledger, &n))
        follow_one(&f, &n);
    arena_free(&a);
}

static struct desk_list list_of(struct run *r, struct arena *a, const struct fate *f) {
    struct desk_list l = {NEW(a, struct desk_item, f->n + 1), 0, f->all};
    for (int i = f->n - 1; i >= 0; i--) { /* they came newest first */
        struct ledger_record rec;
        if (!ledger_get(r->ledger, a, f->ids[i], &rec))
            continue;
        struct desk_item *one = &l.v[l.n++];
        *one = item_of(r, a, &rec);
        add_face(one, face_of(r, a, &rec, NULL, NULL));
        if (rec.verb != RULING_PUBLISH)
            add_notice(r, a, rec.id, one);
    }
    return l;
}

static struct desk_list late_of(struct arena *a, const struct desk_list *fresh) {
    struct desk_list l = {NEW(a, struct desk_item, fresh->n + 1), 0, 0};
    for (int i = 0; i < fresh->n; i++) {
        const struct desk_item *f = &fresh->v[i];
        if (!f->backfilled && f->due != DATE_NONE && f->due < instant_date(f->published))
            l.v[l.n++] = *f;
    }
    l.all = l.n;
    return l;
}

/* ---- what is to be done ---- */

static void add_preview(struct run *r, struct arena *a, const struct ledger_record *rec,
                        struct desk *d) {
    struct desk_preview *p = &d->previews[d->preview_count];
    struct record *told = NEW(a, struct record, 1);
    *p = (struct desk_preview){.item = item_of(r, a, rec), .record = told};
    if (!record_again(r, a, rec, told))
        return;
    p->disclosure = face_of(r, a, rec, told, &p->doubts);
    add_face(&p->item, p->disclosure);
    p->item.unsure = p->disclosure == NULL;
    if (p->item.number.n == 0)
        p->item.number = told_number(r, a, rec, record_number(told));
    d->preview_count++;
}

static void sort_by_due(struct desk_item *v, int n) {
    for (int i = 1; i < n; i++) {
        struct desk_item one = v[i];
        int at = i;
        for (; at > 0 && (uint32_t)v[at - 1].due - 1 > (uint32_t)one.due - 1; at--)
            v[at] = v[at - 1];
        v[at] = one;
    }
}

/* Held and refused, the most urgent first, each with its preview. */
static void wait_of(struct run *r, struct arena *a, int verb, struct desk *d) {
    struct ledger_record *v = NEW(a, struct ledger_record, LISTED);
    struct ledger_cursor c = {SCAN_URGENT, verb, 0, v, LISTED, {0, 0, 0}};
    int n = ledger_scan(r->ledger, a, &c);
    for (int i = 0; i < n; i++) {
        int before = d->preview_count;
        add_preview(r, a, &v[i], d);
        bool shown = d->preview_count > before;
        d->waiting.v[d->waiting.n++] = shown ? d->previews[before].item : item_of(r, a, &v[i]);
    }
}

static void gather_waiting(struct run *r, struct arena *a, struct desk *d) {
    static const int verbs[] = {RULING_HOLD, RULING_REFUSE};
    int64_t by_verb[RULING_VERBS];
    int64_t superseded = 0;
    ledger_tally(r->ledger, by_verb, RULING_VERBS, RULING_PUBLISH, &superseded);
    d->standing = by_verb[RULING_PUBLISH];
    d->held = by_verb[RULING_HOLD];
    d->refused = by_verb[RULING_REFUSE];
    d->waiting.all = d->held + d->refused;
    d->waiting.v = NEW(a, struct desk_item, 2 * LISTED);
    for (int i = 0; i < 2; i++) {
        wait_of(r, a, verbs[i], d);
        d->overdue += ledger_due_count(r->ledger, verbs[i], r->today - 1);
        for (int k = 0; k < 3; k++)
            d->within[k] += ledger_due_count(r->ledger, verbs[i], r->today + desk_days[k]) -
                            ledger_due_count(r->ledger, verbs[i], r->today - 1);
    }
    sort_by_due(d->waiting.v, d->waiting.n);
    d->previews_left = d->waiting.all - d->preview_count;
}

/* Those first in which masking had something to do. */
static void preview_fate(struct run *r, struct arena *a, const struct fate *f, struct desk *d,
                         int *left) {
    for (int pass = 0; pass < 2; pass++)
        for (int i = f->n - 1; i >= 0 && *left > 0; i--) {
            struct ledger_record rec;
            if (!ledger_get(r->ledger, a, f->ids[i], &rec) || rec.verb != RULING_PUBLISH)
                continue;
            const struct disclosure *face = face_of(r, a, &rec, NULL, NULL);
            bool masked = face != NULL && face->pseudonyms + face->removals > 0;
            if (masked != (pass == 0))
                continue;
            int before = d->preview_count;
            add_preview(r, a, &rec, d);
            *left -= d->preview_count - before;
        }
}

static void gather_expiring(struct run *r, struct arena *a, struct desk *d) {
    struct ledger_record *v = NEW(a, struct ledger_record, LISTED);
    struct ledger_cursor c = {SCAN_ENDING, r->today + EXPIRING + 1, r->today, v,
                              LISTED,      {0, 0, RULING_PUBLISH}};
    int n = ledger_scan(r->ledger, a, &c);
    d->expiring = (struct desk_list){NEW(a, struct desk_item, n + 1), 0, 0};
    for (int i = 0; i < n; i++) {
        struct desk_item one = item_of(r, a, &v[i]);
        add_face(&one, face_of(r, a, &v[i], NULL, NULL));
        if (one.until == v[i].next - 1) /* else something else happens on that day */
            d->expiring.v[d->expiring.n++] = one;
    }
    d->expiring.all = d->expiring.n;
    if (n == LISTED)
        d->expiring.all =
            ledger_ending_count(r->ledger, RULING_PUBLISH, r->today, r->today + EXPIRING + 1);
}

/* ---- sources and rates ---- */

static str workbook_of(struct run *r, struct arena *a, str source) {
    str name = str_fmt(a, "%.*s-rejects.xlsx", STR(source));
    const char *path = site_path(r->site, str_fmt(a, "desk/report/%.*s", STR(name)).p);
    return os_stat(path).is_file ? name : (str){0};
}

static void gather_sources(struct run *r, struct arena *a, struct desk *d) {
    d->sources = NEW(a, struct desk_source, r->site->source_count + 1);
    for (int i = 0; i < r->site->source_count; i++) {
        struct ledger_last_receipt last = {.as_of = INSTANT_NONE};
        str name = r->site->sources[i].name;
        (void)ledger_receipt_of(r->ledger, a, name, &last);
        d->sources[d->source_count++] =
            (struct desk_source){.name = name,
                                 .file = diag_file(a, last.name),
                                 .received = last.as_of,
                                 .delivered = last.delivered,
                                 .rejected = last.rejected,
                                 .failed = r->source_failed != NULL && r->source_failed[i],
                                 .workbook = workbook_of(r, a, name)};
    }
}

/* Findings of what came in, by source; and of rows for platforms, by target. */
static void gather_faults(struct run *r, struct arena *a, struct desk *d) {
    d->faults = NEW(a, struct desk_fault, r->fault_count + 1);
    for (int i = 0; i < r->fault_count; i++) {
        struct desk_fault *f = &d->faults[d->fault_count++];
        *f = r->faults[i];
        f->workbook = workbook_of(r, a, f->source);
        f->unsent = str_starts(f->source, S(UNSENT));
        if (f->unsent)
            f->source = str_fmt(a, "报送 %.*s", STR(str_sub(f->source, S(UNSENT).n, f->source.n)));
    }
}

static void add_rate(struct desk *d, struct desk_rate rate) {
    d->rates[d->rate_count++] = rate;
}

/* What the agency is scored on (law.md §4), over all decisions of the ledger. */
static void gather_rates(struct run *r, struct arena *a, struct desk *d) {
    int64_t sums[COUNTS];
    ledger_count_sums(r->ledger, sums, COUNTS);
    int64_t on_time = sums[COUNT_ON_TIME];
    int64_t made = sums[COUNT_MADE];
    d->rates = NEW(a, struct desk_rate, RATES);
    add_rate(d, (struct desk_rate){"及时率",
                                   "公示过的执法决定中，在公示期限以内首次公示的；补录的不计",
                                   on_time, on_time + sums[COUNT_LATE]});
    add_rate(d, (struct desk_rate){"完整率", "执法决定中，应填的栏目都填了的", sums[COUNT_COMPLETE],
                                   made});
    add_rate(d, (struct desk_rate){"合规率", "执法决定中，没有暂缓的；退回的不计",
                                   made - sums[COUNT_HELD], made});
    add_rate(d, (struct desk_rate){"法制审核率", "重大执法决定中，法制审核通过的",
                                   sums[COUNT_REVIEWED], sums[COUNT_MAJOR]});
    add_rate(d, (struct desk_rate){"音像归档率", "执法决定中，有音像档号的", sums[COUNT_RECORDED],
                                   made});
}

/* ---- the report ---- */

static void gather(struct run *r, struct arena *a, struct desk *d) {
    struct fates *f = NEW(a, struct fates, 1);
    int others = PREVIEWS;
    d->previews = NEW(a, struct desk_preview, 2 * LISTED + PREVIEWS);
    gather_waiting(r, a, d);
    follow(r, f);
    d->fresh = list_of(r, a, &f->fresh);
    d->changed = list_of(r, a, &f->changed);
    d->ended = list_of(r, a, &f->ended);
    d->late = late_of(a, &d->fresh);
    preview_fate(r, a, &f->fresh, d, &others);
    preview_fate(r, a, &f->changed, d, &others);
    gather_expiring(r, a, d);
    gather_sources(r, a, d);
    gather_faults(r, a, d);
    gather_rates(r, a, d);
}

static struct desk begin(struct run *r) {
    instant last = ledger_last_as_of(r->ledger);
    return (struct desk){.site = r->site->words.name,
                         .as_of = r->as_of > last ? r->as_of : last,
                         .today = r->today,
                         .run = r->number,
                         .problems = r->problems};
}

static enum desk_state state_of(struct run *r, int built, int published) {
    if (built == EXIT_CHECK || published == EXIT_CHECK)
        return DESK_REFUSED;
    if (ledger_note(r->ledger, r->arena, "restored").n > 0 &&
        ledger_note(r->ledger, r->arena, "stage").n == 0)
        return DESK_RESTORED;
    if (ledger_pending_count(r->ledger) > 0)
        return DESK_WAITING;
    int64_t now = 0;
    (void)str_int(ledger_note(r->ledger, r->arena, "published"), &now);
    return now > r->published_before ? DESK_PUBLISHED : DESK_QUIET;
}

/* The public has seen the change: a desk that cannot be written does not undo it. */
void desk_report(struct run *r, int built, int published) {
    struct arena a = {0};
    struct desk d = begin(r);
    if (ledger_lost(r->ledger))
        return;
    d.state = state_of(r, built, published);
    os_publishing(d.state == DESK_PUBLISHED);
    gather(r, &a, &d);
    if (!desk_write(r->site->office, site_path(r->site, "desk/report"), &d))
        os_print_error(S("gongshi: desk/report/index.html 过大，没有写成；见 report.xlsx\n"));
    os_print(str_fmt(&a, "%.*s\n报告：desk/report/index.html\n", STR(desk_subject(&a, &d))));
    os_publishing(false);
    arena_free(&a);
    run_time(r, "工作报告", 0, 0);
}

void desk_print(struct run *r, struct buf *out) {
    struct arena a = {0};
    struct desk d = begin(r);
    d.state = DESK_QUIET;
    gather(r, &a, &d);
    desk_terminal(&a, &d, out);
    arena_free(&a);
}
