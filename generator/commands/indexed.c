/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * indexed.c — what the search index has of a record or an article.
 *
 * In:    disclosures, articles
 * Out:   struct search_document, and a digest of all that is in it
 * Law:   none
 * Never: has a text that the page does not display, but for initials where a site wants them
 */
#include "commands/indexing.h"

static int64_t article_id(const struct article *one) {
    return -1 - (int64_t)(line_hash_of(one->path, 0).lo >> 1);
}

const struct article *article_of(const struct run *r, int64_t id) {
    for (int i = 0; i < r->site->article_count; i++)
        if (article_id(&r->site->articles[i]) == id)
            return &r->site->articles[i];
    return NULL;
}

static date article_day(const struct article *one) {
    str day = str_sub(one->date, 0, S("2026-11-20").n);
    return date_parse(day);
}

struct item article_item(const struct article *one) {
    struct arena a = {0};
    str all = str_fmt(&a, "%.*s\n%.*s\n%.*s\n%.*s\n%.*s", STR(one->path), STR(one->title),
                      STR(one->date), STR(one->source), STR(one->body.s));
    struct item it = {.id = article_id(one),
                      .day = article_day(one),
                      .hash = line_hash_of(all, SEARCH_FORMAT).lo};
    arena_free(&a);
    return it;
}

struct item record_item(const struct run *r, struct arena *a, const struct ledger_shown *s) {
    struct disclosure d;
    struct item it = {.id = s->id, .day = DATE_NONE};
    if (disclosure_get(a, s->disclosure, &d) && disclosure_get_words(a, s->words, &d)) {
        it.day = disclosure_date(&d);
        it.hash = line_hash_of(pages_title(r->site->pages, a, &d), SEARCH_FORMAT).lo;
        it.hash = line_hash_of(d.status, it.hash).lo;
    }
    it.hash = line_hash_of(s->disclosure, it.hash).lo;
    return it;
}

void item_date(struct run *r, struct item *it, const struct ledger_shown *s) {
    if (it->day == DATE_NONE)
        it->day = instant_date(ledger_run_as_of(r->ledger, s->first_run));
}

static bool is_name(str text) {
    for (ptrdiff_t i = 0; i < text.n; i++)
        if (text.p[i] >= '0' && text.p[i] <= '9')
            return false;
    return text.n > 0;
}

/* Initials of an organisation's name and of officers' names, behind the texts that are there. */
static int add_initials(const struct pinyin *p, struct arena *a, const struct disclosure *d,
                        struct search_text *t, int n) {
    str party = d->person ? (str){0} : disclosure_party(d);
    int had = n;
    if (party.n > 0)
        t[n++].text = pinyin_initials(p, a, party);
    for (int i = 0; i < had; i++) {
        bool officer = str_eq(t[i].label, S("执法人员")) ||
                       (d->kind == KIND_officer && str_eq(t[i].label, S("姓名")));
        if (officer && is_name(t[i].text))
            t[n++].text = pinyin_initials(p, a, t[i].text);
    }
    for (int i = had; i < n; i++)
        t[i].label = S(SEARCH_INITIALS);
    return n;
}

static bool make_record(const struct indexing *x, struct arena *a, const struct ledger_shown *s,
                        struct search_document *out) {
    const struct run *r = x->run;
    struct disclosure d;
    struct page_text *texts = ROOM(a, struct page_text, PAGE_TEXTS);
    if (!disclosure_get(a, s->disclosure, &d) || !disclosure_get_words(a, s->words, &d))
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
    out->party = term_text(VOCAB_party_type, disclosure_party_type(&d));
    out->amount = decision ? d.decision.amount : WHOLE_NONE;
    if (decision)
        out->penalties = d.decision.penalty_types;
    out->text_count = pages_texts(r->site->pages, a, &d, texts);
    struct search_text *t = ROOM(a, struct search_text, 2 * out->text_count + 1);
    for (int i = 0; i < out->text_count; i++)
        t[i] = (struct search_text){texts[i].title, texts[i].text};
    if (x->pinyin != NULL)
        out->text_count = add_initials(x->pinyin, a, &d, t, out->text_count);
    out->texts = t;
    return true;
}

static bool make_article(struct arena *a, const struct article *one, struct search_document *out) {
    struct search_text texts[] = {
        {S("正文"), pages_plain(a, one->body)}, {S("日期"), one->date}, {S("来源"), one->source}};
    int n = (int)(sizeof texts / sizeof *texts);
    struct search_text *t = NEW(a, struct search_text, n);
    out->path = one->path;
    out->title = one->title;
    out->kind = S("article");
    out->kind_name = S("公告文章");
    out->amount = WHOLE_NONE;
    out->texts = t;
    for (int i = 0; i < n; i++)
        if (texts[i].text.n > 0)
            t[out->text_count++] = texts[i];
    return true;
}

bool make_document(void *ctx, struct arena *a, ptrdiff_t i, struct search_document *out) {
    struct indexing *x = ctx;
    const struct ledger_shown *s = &x->lane->items[i];
    *out = (struct search_document){.day = x->lane->days[i]};
    if (s->id >= 0)
        return s->disclosure.p != NULL && make_record(x, a, s, out);
    const struct article *one = article_of(x->run, s->id);
    return one != NULL && make_article(a, one, out);
}
