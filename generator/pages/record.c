/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * record.c — the page of one record, of any kind.
 *
 * In:    struct disclosure, struct appearance
 * Out:   HTML in a buf
 * Law:   law.md §5 (fields), §6 (labels, how to report an error)
 * Never: shows another record's text or a value that depends on today
 */
#include "pages/page.h"

#include <string.h>

/* ---- what this is, in words ---- */

/* The parts that are there, joined. */
static str joined(struct arena *a, const str *parts, int n, str by) {
    str all = {0};
    for (int i = 0; i < n; i++)
        if (parts[i].n > 0)
            all = all.n == 0 ? parts[i] : str_cat3(a, all, by, parts[i]);
    return all;
}

static str guide_title(const struct pages *p, struct arena *a, str head) {
    bool says = str_find(head, words_get(p->words, WORD_GUIDE_MARK)) >= 0;
    return says ? head : FILL(p->words, a, WORD_GUIDE_TITLE, head);
}

str record_title(const struct pages *p, struct arena *a, const struct disclosure *d) {
    str head = disclosure_heading(d);
    str mark = words_get(p->words, WORD_TITLE_MARK);
    switch (d->kind) {
    case KIND_decision:
        head = decision_headline(a, d, d->person ? mark : S(""));
        return joined(a, (str[]){head, decision_result(p, a, d)}, 2, mark);
    case KIND_officer:
        return FILL(p->words, a, WORD_OFFICER_TITLE, d->officer.name);
    case KIND_guide:
        return guide_title(p, a, head);
    case KIND_window:
        return joined(a, (str[]){d->window.window, d->window.business}, 2, mark);
    case KIND_event:
        return joined(a, (str[]){d->event.document_number, event_result(p, d)}, 2, S(""));
    case KIND_complaint:
        return joined(a, (str[]){d->complaint.target, d->complaint.clue}, 2, mark);
    case KIND_progress:
        return joined(a, (str[]){d->progress.matter, d->progress.status}, 2, mark);
    case KIND_inspection:
        return joined(
            a, (str[]){head, words_say(p->words, term_text(VOCAB_task_stage, d->inspection.stage))},
            2, mark);
    default:
        return head.n > 0 ? head : disclosure_number(d);
    }
}

/* The number that people cite it by; the codes of agencies, windows and reports are our own. */
static str cited_number(const struct disclosure *d) {
    bool own = d->kind == KIND_agency || d->kind == KIND_window || d->kind == KIND_report;
    return own ? (str){0} : disclosure_number(d);
}

/* ---- fields by place ---- */

static bool is_field(const struct shown *s, const char *name) {
    return strcmp(s->field.name, name) == 0;
}

/* The facts of a decision mostly stand word for word in its full text, most agencies are their own
 * source, and six categories have a section of their name: told once is enough. 注销 and 吊销
 * overrule the status that was delivered before them. */
bool record_repeats(const struct shown *s, const struct disclosure *d) {
    if (d->kind != KIND_decision)
        return false;
    if (is_field(s, "facts"))
        return d->decision.facts.n > 0 && str_find(d->decision.full_text, d->decision.facts) >= 0;
    if (is_field(s, "category"))
        return d->decision.category <= CATEGORY_CHECK;
    if (is_field(s, "permit_status"))
        return d->status.n > 0;
    return is_field(s, "source_unit") && str_eq(d->decision.source_unit, d->agency_name);
}

/* record.def calls the field 罚款金额; of a levy, a fee or a payment it is just the amount. */
static void name_amount(const struct pages *p, struct arena *a, struct value *item,
                        const struct shown *s) {
    if (is_field(s, "amount"))
        value_set_text(a, item, "label", words_get(p->words, WORD_AMOUNT));
}

struct value record_items(const struct pages *p, struct arena *a, const struct disclosure *d,
                          enum spot spot) {
    const struct plan *plan = &p->plans[d->kind];
    struct value items = value_list(a, 16);
    for (int i = 0; i < plan->n; i++) {
        if (plan->v[i].spot != spot || record_repeats(&plan->v[i], d))
            continue;
        struct value one =
            spot == SPOT_TABLE ? show_table(p, a, &plan->v[i], d) : show_item(p, a, &plan->v[i], d);
        if (one.type == VALUE_NONE)
            continue;
        if (d->kind == KIND_decision && d->decision.category != CATEGORY_PENALTY)
            name_amount(p, a, &one, &plan->v[i]);
        value_add(a, &items, one);
    }
    return items;
}

/* The author as delivered, when that is neither the code nor the present name: an agency that was
 * renamed keeps its old decisions (law.md §2). */
static str former_author(const struct pages *p, struct arena *a, const struct disclosure *d) {
    const struct field *f = show_field(d->kind, "agency");
    str named = f == NULL ? (str){0} : show_text(p, a, f, d);
    bool known = str_eq(named, d->agency_code) || str_eq(named, d->agency_name);
    return known ? (str){0} : named;
}

static void set_agency(const struct pages *p, struct arena *a, struct value *root,
                       const struct disclosure *d) {
    struct value agency = value_map(a, 3);
    bool itself = d->kind == KIND_agency;
    value_set_text(a, &agency, "name",
                   itself ? words_get(p->words, WORD_OWN_PAGE) : d->agency_name);
    value_set_text(a, root, "former", former_author(p, a, d));
    if (d->agency_code.n > 0)
        value_set_text(a, &agency, "link",
                       str_fmt(a, "agency/%.*s/index.html", STR(d->agency_code)));
    if (d->agency_name.n > 0)
        value_set(a, root, S("agency"), agency);
}

str record_status(const struct pages *p, struct arena *a, const struct disclosure *d) {
    str said = words_say(p->words, d->status);
    return str_starts(d->status, S("已")) ? said : FILL(p->words, a, WORD_ENDED, said);
}

/* Lists and progress are kept up to date; only what happened once is corrected. */
static bool is_corrected(const struct disclosure *d, const struct appearance *at) {
    return at->corrected.n > 0 && kind_info(d->kind)->column == SITE_AFTER;
}

/* The status of a page, not of today: it stands here only while it is being disclosed. */
static void set_status(const struct pages *p, struct arena *a, struct value *root,
                       const struct disclosure *d, bool corrected) {
    str status = words_get(p->words, corrected ? WORD_CORRECTED : WORD_PUBLIC);
    if (d->status.n > 0)
        status = record_status(p, a, d);
    value_set_text(a, root, "status", status);
    value_set(a, root, S("ended"), value_bool(d->status.n > 0));
}

static void set_correction(const struct pages *p, struct arena *a, struct value *root,
                           const struct disclosure *d, const struct appearance *at) {
    if (at->corrected.n == 0 || d->kind == KIND_progress)
        return;
    enum word how = is_corrected(d, at) ? WORD_HOW_CORRECTED : WORD_HOW_UPDATED;
    struct value fields = value_list(a, at->corrected.n);
    for (ptrdiff_t i = 0; i < at->corrected.n; i++)
        value_add(a, &fields, value_text(words_say(p->words, at->corrected.v[i])));
    value_set(a, root, S("corrected"), fields);
    value_set_text(a, root, "corrected_how", words_get(p->words, how));
    value_set_text(a, root, "updated", instant_text(a, at->updated));
}

/* 更正说明: why it was corrected, in the words of who did it. */
static void set_explanations(struct arena *a, struct value *root, const struct appearance *at) {
    struct value list = value_list(a, at->explanation_count);
    for (int i = 0; i < at->explanation_count; i++) {
        const struct explanation *e = &at->explanations[i];
        struct value one = value_map(a, 3);
        value_set_text(a, &one, "day", date_text(a, e->day));
        value_set_text(a, &one, "authority", e->authority);
        value_set_text(a, &one, "text", e->text);
        value_add(a, &list, one);
    }
    value_set(a, root, S("explanations"), list);
}

static void set_notes(const struct pages *p, struct arena *a, struct value *root,
                      const struct disclosure *d) {
    struct value notes = value_list(a, d->notes.n);
    for (ptrdiff_t i = 0; i < d->notes.n; i++)
        value_add(a, &notes, value_text(words_say(p->words, d->notes.v[i])));
    value_set(a, root, S("notes"), notes);
}

/* An earlier version says that it is one; the present one leads to those before. */
static void set_versions(const struct pages *p, struct arena *a, struct value *root,
                         const struct appearance *at) {
    value_set_text(a, root, "history", at->history_path);
    if (at->superseded_until == DATE_NONE || at->current_path.n == 0)
        return;
    struct value old = value_map(a, 4);
    value_set_text(a, &old, "number", count_text(a, at->version));
    value_set_text(a, &old, "since", date_text(a, at->superseded_since));
    value_set_text(a, &old, "until", date_text(a, at->superseded_until));
    value_set_text(a, &old, "current", at->current_path);
    value_set(a, root, S("superseded"), old);
    value_set(a, root, S("ended"), value_bool(true));
    value_set_text(a, root, "status", words_get(p->words, WORD_OLD_VERSION));
}

/* Who, what number, when: what a search engine shows below the headline. */
static str description_of(struct arena *a, const struct disclosure *d,
                          const struct appearance *at) {
    str day = at->published == INSTANT_NONE ? (str){0} : date_text(a, instant_date(at->published));
    return joined(a, (str[]){d->agency_name, cited_number(d), day}, 3, S(" "));
}

static struct frame frame_of(const struct pages *p, struct arena *a, const struct disclosure *d,
                             const struct appearance *at) {
    str number = cited_number(d);
    str title = record_title(p, a, d);
    bool listed = kind_info(d->kind)->column == SITE_BEFORE && d->kind != KIND_officer;
    return (struct frame){.path = at->path,
                          .title = title,
                          .here = listed || number.n == 0 ? title : number,
                          .description = description_of(a, d, at),
                          .published = at->published,
                          .source = d->agency_name,
                          .noindex = d->person,
                          .linked = linked_record(p, a, d, at)};
}

static str capitals(struct arena *a, str small) {
    char *p = NEW(a, char, small.n + 1);
    for (ptrdiff_t i = 0; i < small.n; i++)
        p[i] = (char)(small.p[i] >= 'a' && small.p[i] <= 'z' ? small.p[i] - 'a' + 'A' : small.p[i]);
    return (str){p, small.n};
}

/* 附件 1（PDF，120 KB）: named by number and form. */
static void set_documents(struct arena *a, struct value *root, const struct appearance *at) {
    struct value list = value_list(a, at->document_count);
    for (int i = 0; i < at->document_count; i++) {
        const struct document_link *d = &at->documents[i];
        struct value one = value_map(a, 4);
        value_set_text(a, &one, "no", str_fmt(a, "%d", i + 1));
        value_set_text(a, &one, "form", capitals(a, d->ending));
        value_set_text(a, &one, "path", d->path);
        value_set_text(a, &one, "kilobytes",
                       str_fmt(a, "%lld", (long long)(d->size + 1023) / 1024));
        value_add(a, &list, one);
    }
    if (at->document_count == 0)
        return;
    struct value documents = value_map(a, 1);
    value_set(a, &documents, S("list"), list);
    value_set(a, root, S("documents"), documents);
}

bool pages_record(const struct pages *p, struct arena *scratch, const struct disclosure *d,
                  const struct appearance *at, struct buf *out) {
    struct frame frame = frame_of(p, scratch, d, at);
    struct value root = frame_open(p, scratch, &frame);
    value_set_text(scratch, &root, "number", cited_number(d));
    value_set_text(scratch, &root, "day", date_text(scratch, instant_date(at->published)));
    value_set_text(scratch, &root, "matter_link", at->matter_path);
    set_agency(p, scratch, &root, d);
    set_status(p, scratch, &root, d, is_corrected(d, at));
    set_correction(p, scratch, &root, d, at);
    set_explanations(scratch, &root, at);
    set_notes(p, scratch, &root, d);
    set_versions(p, scratch, &root, at);
    if (d->kind == KIND_decision || d->kind == KIND_guide)
        set_address(p, scratch, &root, at->path);
    value_set(scratch, &root, S("summary"), record_items(p, scratch, d, SPOT_SUMMARY));
    value_set(scratch, &root, S("texts"), record_items(p, scratch, d, SPOT_TEXT));
    value_set(scratch, &root, S("tables"), record_items(p, scratch, d, SPOT_TABLE));
    if (!entry_has_picture(d->kind))
        set_documents(scratch, &root, at);
    else if (at->document_count > 0)
        value_set_text(scratch, &root, "picture", at->documents[0].path);
    if (d->kind == KIND_decision)
        decision_fill(p, scratch, &root, d, at);
    else
        entry_fill(p, scratch, &root, d);
    return frame_render(p, p->plans[d->kind].template, &root, out);
}
