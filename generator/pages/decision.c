/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * decision.c — what only the page of a decision shows: result, deadline, rights.
 *
 * In:    struct disclosure of a decision
 * Out:   values
 * Law:   国办发〔2018〕118号 (公示时限), 行政复议法 art. 20, 行政诉讼法 art. 46, 行政处罚法 art. 48
 * Never: computes a date (law does), compares with today
 */
#include "base/utf8.h"
#include "pages/page.h"

#define FEN 100
#define FEN_A_WAN 1000000

/* 20000 元 as 2 万元, but 12345.60 元 stays: 万元 with at most two decimals reads well. A language
 * that has no 万 leaves that word empty. */
static str short_money(const struct pages *p, struct arena *a, int64_t fen) {
    if (fen >= FEN_A_WAN && fen % (FEN_A_WAN / FEN) == 0 && words_get(p->words, WORD_WAN).n > 0)
        return FILL(p->words, a, WORD_WAN, money_wan(a, fen));
    str yuan = money_text(a, fen);
    if (str_ends(yuan, S(".00")))
        yuan = str_sub(yuan, 0, yuan.n - 3);
    return FILL(p->words, a, WORD_YUAN, yuan);
}

/* Up to the first stop or to the particulars that the page tells anyway (certificate, term, where
 * it is paid), and never longer than a headline bears. */
static str first_clause(struct arena *a, str text) {
    static const char *const stops[] = {"\n",     "。",     "；",     ";",     "，核发",
                                        "，颁发", "，出具", "，期限", "，缴入"};
    text = str_trim(text);
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        ptrdiff_t at = str_find(text, str_of(stops[i]));
        text = at < 0 ? text : str_sub(text, 0, at);
    }
    str head = utf8_head(text, TITLE_LIMIT);
    return head.n < text.n ? str_cat(a, head, S("…")) : text;
}

/* A cause that names the party already is not given the name again. */
str decision_headline(struct arena *a, const struct disclosure *d, str between) {
    str party = d->decision.party;
    str cause = d->decision.cause;
    if (party.n == 0 || str_find(cause, party) >= 0)
        return cause;
    return cause.n == 0 ? party : str_cat3(a, party, between, cause);
}

/* 罚款 with its amount: 警告、罚款 2 万元. */
str decision_result(const struct pages *p, struct arena *a, const struct disclosure *d) {
    const struct strs *types = &d->decision.penalty_types;
    str all = {0};
    for (ptrdiff_t i = 0; i < types->n && utf8_count(all) < TITLE_LIMIT; i++) {
        str one = words_say(p->words, types->v[i]);
        if (str_eq(types->v[i], S("罚款")) && d->decision.amount != WHOLE_NONE)
            one = FILL(p->words, a, WORD_FINE, short_money(p, a, d->decision.amount));
        all = all.n == 0 ? one : str_cat3(a, all, words_get(p->words, WORD_LIST_MARK), one);
    }
    return all.n > 0 ? all : first_clause(a, d->decision.conclusion);
}

/* 普通程序，经过听证、集体讨论: what was not done is not listed. */
static str procedure_text(const struct pages *p, struct arena *a, const struct disclosure *d) {
    const struct {
        int done;
        enum word word;
    } steps[] = {{d->decision.hearing, WORD_HEARING},
                 {d->decision.collective, WORD_COLLECTIVE},
                 {d->decision.transferred, WORD_TRANSFERRED}};
    str name = words_say(p->words, term_text(VOCAB_procedure, d->decision.procedure));
    str mark = words_get(p->words, WORD_LIST_MARK);
    str all = {0};
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        str one = words_get(p->words, steps[i].word);
        if (steps[i].done == YES_NO_YES)
            all = all.n == 0 ? one : str_cat3(a, all, mark, one);
    }
    if (all.n == 0)
        return name;
    return name.n > 0 ? FILL(p->words, a, WORD_PROCEDURE, name, all)
                      : FILL(p->words, a, WORD_PROCEDURE_STEPS, all);
}

/* Kept or missed is a fact about the first publication, so it never changes. */
static void set_due(struct arena *a, struct value *root, const struct disclosure *d,
                    const struct appearance *at) {
    if (d->due.day == DATE_NONE)
        return;
    struct value due = value_map(a, 10);
    value_set_text(a, &due, "from", date_text(a, d->due.from));
    value_set_text(a, &due, "days", count_text(a, d->due.days));
    value_set_text(a, &due, "day", date_text(a, d->due.day));
    value_set(a, &due, S("provisional"), value_bool(d->due.provisional));
    value_set_text(a, &due, "citation", d->due.citation);
    value_set(a, &due, S("late"), value_bool(instant_date(at->published) > d->due.day));
    value_set_text(a, &due, "until", date_text(a, d->public_until));
    value_set_text(a, &due, "term_citation", d->term_citation);
    value_set(a, root, S("due"), due);
}

static void set_rights(struct arena *a, struct value *root, const struct disclosure *d) {
    struct value rights = value_map(a, 3);
    if (d->reconsider_by != DATE_NONE && d->sue_by != DATE_NONE) {
        value_set_text(a, &rights, "served", date_text(a, d->decision.served));
        value_set_text(a, &rights, "reconsider", date_text(a, d->reconsider_by));
        value_set_text(a, &rights, "sue", date_text(a, d->sue_by));
    }
    value_set(a, root, S("rights"), rights);
}

static void set_matter(struct arena *a, struct value *root, const struct disclosure *d) {
    bool named = d->decision.matter.n > 0;
    value_set_text(a, root, "matter", named ? d->decision.matter : d->decision.matter_code);
    if (named)
        value_set_text(a, root, "matter_code", d->decision.matter_code);
}

/* Each with a link to the list of officers, where the certificate stands on it. */
static void set_officers(struct arena *a, struct value *root, const struct disclosure *d,
                         const struct appearance *at) {
    const struct rows *r = &d->decision.officers;
    struct value list = value_list(a, r->n);
    for (int i = 0, certified = 0; i < r->n; i++) {
        struct value one = value_map(a, 3);
        str certificate = show_cell(r, i, COLUMN_officer_of_certificate);
        value_set_text(a, &one, "name", show_cell(r, i, COLUMN_officer_of_name));
        value_set_text(a, &one, "certificate", certificate);
        if (certificate.n > 0 && certified < at->officer_paths.n)
            value_set_text(a, &one, "officer_link", at->officer_paths.v[certified++]);
        value_add(a, &list, one);
    }
    value_set(a, root, S("officers"), list);
    value_set(a, root, S("officers_any"), value_bool(list.n > 0));
}

void decision_fill(const struct pages *p, struct arena *a, struct value *root,
                   const struct disclosure *d, const struct appearance *at) {
    struct list_name party;
    value_set_text(a, root, "party", d->decision.party);
    if (list_gathering(d, LIST_PARTY, &party))
        value_set_text(a, root, "party_link", list_path(a, &party, 1, true));
    value_set_text(a, root, "procedure", procedure_text(p, a, d));
    set_matter(a, root, d);
    set_officers(a, root, d, at);
    set_due(a, root, d, at);
    set_rights(a, root, d);
}
