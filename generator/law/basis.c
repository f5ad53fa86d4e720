/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * basis.c — what became of the laws that a page rests on.
 *
 * In:    bases.csv, the basis that a matter, a guide or a decision tells
 * Out:   notes for its page
 * Law:   law.md §2 (文号, in force, repealed, replaced by)
 * Never: depends on today: a note tells days
 */
#include "law/policy.h"

static str basis_of(const struct disclosure *d) {
    switch (d->kind) {
    case KIND_decision:
        return d->decision.basis;
    case KIND_matter:
        return d->matter.basis;
    case KIND_guide:
        return d->guide.basis;
    default:
        return (str){0};
    }
}

static bool cites(str text, const struct basis_row *b) {
    return str_find(text, b->quoted[0]) >= 0 || str_find(text, b->quoted[1]) >= 0 ||
           (b->number.n > 0 && str_find(text, b->number) >= 0);
}

/* 2021年1月1日起废止，由《民法典》代替; of a decision that came later: 作出决定时已经失效. */
static str repealed(struct arena *a, const struct basis_row *b, date decided) {
    str by = b->successor.n == 0 ? (str){0} : str_fmt(a, "，由《%.*s》代替", STR(b->successor));
    bool void_then = decided != DATE_NONE && decided >= b->repealed;
    return str_fmt(a, "所引《%.*s》自 %s 起废止%.*s%s。", STR(b->name), date_text(a, b->repealed).p,
                   STR(by), void_then ? "，作出决定时已经失效" : "");
}

static str not_yet(struct arena *a, const struct basis_row *b) {
    return str_fmt(a, "所引《%.*s》自 %s 起施行，作出决定时尚未施行。", STR(b->name),
                   date_text(a, b->from).p);
}

struct strs basis_notes(struct arena *a, const struct policy *p, const struct disclosure *d) {
    str text = basis_of(d);
    date decided = d->kind == KIND_decision ? d->decision.decided : DATE_NONE;
    struct strs notes = {NULL, 0};
    for (int i = 0; text.n > 0 && i < p->basis_count; i++) {
        const struct basis_row *b = &p->bases[i];
        bool early = decided != DATE_NONE && b->from != DATE_NONE && decided < b->from;
        if ((b->repealed == DATE_NONE && !early) || !cites(text, b))
            continue;
        if (notes.v == NULL)
            notes.v = NEW(a, str, p->basis_count);
        notes.v[notes.n++] = early ? not_yet(a, b) : repealed(a, b, decided);
    }
    return notes;
}
