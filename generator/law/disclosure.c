/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * disclosure.c — what the public may see of a record, walked by its declaration.
 *
 * In:    record.def
 * Out:   tables of public fields with offsets; the serialised form
 * Law:   国办发〔2018〕118号 (what is disclosed)
 * Never: has a row for a SECRET field
 */
#include "law/disclosure.h"

#include "base/utf8.h"

#include "base/arena.h"

#include <string.h>

/* Raised whenever the bytes change their meaning; older bytes are refused and built again. */
#define DISCLOSURE_VERSION 3

enum { FLAG_PERSON = 1 };

/* ---- tables, from record.def ---- */

/* The place of every field among all of its kind: DECLARED_decision_party … */
#define KIND(name, slug, column, number, heading, title, text) enum {
#define FIELD(kind, type, name, need, exposure, of, title, text, example) DECLARED_##kind##_##name,
#define KIND_END(name)                                                                             \
    DECLARED_##name##_fields                                                                       \
    }                                                                                              \
    ;
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END

#define ROW(kind, type, name, of)                                                                  \
    {{#name, FIELD_##type, OF_##type(of),                                                          \
      offsetof(struct disclosure, kind) + offsetof(struct kind##_disclosure, name)},               \
     DECLARED_##kind##_##name},
#define ROW_OPEN(kind, type, name, of) ROW(kind, type, name, of)
#define ROW_FREE(kind, type, name, of) ROW(kind, type, name, of)
#define ROW_NAME(kind, type, name, of) ROW(kind, type, name, of)
#define ROW_LEAD(kind, type, name, of) ROW(kind, type, name, of)
#define ROW_SECRET(kind, type, name, of)

#define KIND(name, slug, column, number, heading, title, text)                                     \
    static const struct disclosed_field fields_##name[] = {
#define FIELD(kind, type, name, need, exposure, of, title, text, example)                          \
    ROW_##exposure(kind, type, name, of)
#define KIND_END(name)                                                                             \
    }                                                                                              \
    ;
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END

static const struct {
    const struct disclosed_field *fields;
    int n;
    size_t number;
    size_t heading;
} kinds[KINDS] = {
#define KIND(name, slug, column, number, heading, title, text)                                     \
    [KIND_##                                                                                       \
        name] = {fields_##name, (int)(sizeof fields_##name / sizeof fields_##name[0]),             \
                 offsetof(struct disclosure, name) + offsetof(struct name##_disclosure, number),   \
                 offsetof(struct disclosure, name) + offsetof(struct name##_disclosure, heading)},
#define FIELD(kind, type, name, need, exposure, of, title, text, example)
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END
};

/* What every disclosure has beside its kind's fields; small counts walk as terms. */
#define HEAD(type, name)                                                                           \
    { #name, FIELD_##type, 0, offsetof(struct disclosure, name) }
static const struct field head[] = {
    HEAD(text, agency_code),
    HEAD(text, agency_name),
    HEAD(term, pseudonyms),
    HEAD(term, removals),
};
#define HEADS (int)(sizeof head / sizeof head[0])

/* What the ruling adds. */
static const struct field words[] = {
    HEAD(term, severity),    HEAD(day, due.from),       HEAD(day, due.day),
    HEAD(term, due.days),    HEAD(text, due.rule),      HEAD(text, due.citation),
    HEAD(day, public_until), HEAD(text, term_citation), HEAD(day, reconsider_by),
    HEAD(day, sue_by),       HEAD(text, status),        HEAD(list, notes),
};
#define WORDS (int)(sizeof words / sizeof words[0])

const struct disclosed_field *disclosure_fields(enum kind k, int *n) {
    *n = kinds[k].n;
    return kinds[k].fields;
}

void disclosure_clear(struct disclosure *d, enum kind k) {
    memset(d, 0, sizeof *d);
    d->kind = k;
    for (int i = 0; i < HEADS; i++)
        field_clear(&head[i], d);
    for (int i = 0; i < WORDS; i++)
        field_clear(&words[i], d);
    for (int i = 0; i < kinds[k].n; i++)
        field_clear(&kinds[k].fields[i].field, d);
}

/* ---- what lists show ---- */

static str text_at(const struct disclosure *d, size_t at) {
    return at == 0 ? (str){0} : *(const str *)(const void *)((const char *)d + at);
}

str disclosure_number(const struct disclosure *d) {
    return text_at(d, kinds[d->kind].number);
}

str disclosure_heading(const struct disclosure *d) {
    return text_at(d, kinds[d->kind].heading);
}

str disclosure_party(const struct disclosure *d) {
    switch (d->kind) {
    case KIND_decision:
        return d->decision.party;
    case KIND_complaint:
        return d->complaint.target;
    case KIND_inspection:
        return d->inspection.target;
    default:
        return (str){0};
    }
}

date disclosure_date(const struct disclosure *d) {
    switch (d->kind) {
    case KIND_decision:
        return d->decision.decided;
    case KIND_document:
        return d->document.issued;
    case KIND_event:
        return d->event.day;
    case KIND_complaint:
        return d->complaint.accepted;
    case KIND_progress:
        return d->progress.updated;
    case KIND_inspection:
        return d->inspection.day;
    case KIND_report:
        return d->report.issued;
    default:
        return DATE_NONE;
    }
}

int disclosure_party_type(const struct disclosure *d) {
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

int disclosure_term(const struct disclosure *d) {
    if (d->kind == KIND_decision)
        return d->decision.category;
    return d->kind == KIND_document ? (int)d->document.document_class : 0;
}

/* ---- serialising: version, kind, number of fields, flags, head, fields; or: words ---- */

enum { PREFIX_VERSION, PREFIX_KIND, PREFIX_FIELDS, PREFIX_FLAGS, PREFIX };

void disclosure_put(const struct disclosure *d, struct buf *out) {
    const struct disclosed_field *fields = kinds[d->kind].fields;
    int flags = d->person ? FLAG_PERSON : 0;
    char prefix[PREFIX] = {DISCLOSURE_VERSION, (char)d->kind, (char)kinds[d->kind].n, (char)flags};
    buf_str(out, (str){prefix, PREFIX});
    for (int i = 0; i < HEADS; i++)
        field_put(&head[i], d, out);
    for (int i = 0; i < kinds[d->kind].n; i++)
        field_put(&fields[i].field, d, out);
}

void disclosure_put_words(const struct disclosure *d, struct buf *out) {
    buf_char(out, d->due.provisional ? 1 : 0);
    for (int i = 0; i < WORDS; i++)
        field_put(&words[i], d, out);
}

void disclosure_put_brief(const struct disclosure *d, struct buf *out) {
    struct disclosure brief = *d;
    int n = 0;
    const struct disclosed_field *f = disclosure_fields(d->kind, &n);
    for (int i = 0; i < n; i++) {
        str *lines = (str *)(void *)((char *)&brief + f[i].field.at);
        /* Of a decision's long texts lists show the result alone, which the conclusion tells. */
        bool kept = d->kind != KIND_decision || lines == &brief.decision.conclusion;
        if (f[i].field.type == FIELD_rows || (f[i].field.type == FIELD_lines && !kept))
            field_clear(&f[i].field, &brief);
        else if (f[i].field.type == FIELD_lines)
            *lines = utf8_prefix(*lines, BRIEF_BYTES);
    }
    disclosure_put(&brief, out);
    disclosure_clear(&brief, d->kind);
    brief.status = d->status;
    disclosure_put_words(&brief, out);
}

bool disclosure_get_words(struct arena *a, str from, struct disclosure *d) {
    if (from.n == 0)
        return true;
    d->due.provisional = from.p[0] != 0;
    from = str_sub(from, 1, from.n);
    for (int i = 0; i < WORDS; i++)
        if (!field_get(a, &words[i], d, &from))
            return false;
    return from.n == 0;
}

enum shows disclosure_words_shown(const struct disclosure *was, const struct disclosure *is) {
    if (!str_eq(was->status, is->status))
        return SHOWS_IN_LISTS;
    if (was->public_until != is->public_until)
        return SHOWS_IN_DATA;
    bool same = was->due.provisional == is->due.provisional;
    for (int i = 0; i < WORDS && same; i++)
        same = field_equal(&words[i], was, is);
    return same ? SHOWS_NOWHERE : SHOWS_ON_PAGE;
}

bool disclosure_get(struct arena *a, str from, struct disclosure *out) {
    memset(out, 0, sizeof *out);
    if (from.n < PREFIX || from.p[PREFIX_VERSION] != DISCLOSURE_VERSION)
        return false;
    int k = (unsigned char)from.p[PREFIX_KIND];
    if (k <= KIND_NONE || k >= KINDS || from.p[PREFIX_FIELDS] != (char)kinds[k].n)
        return false;
    out->kind = (enum kind)k;
    out->person = (from.p[PREFIX_FLAGS] & FLAG_PERSON) != 0;
    from = str_sub(from, PREFIX, from.n);
    for (int i = 0; i < WORDS; i++)
        field_clear(&words[i], out);
    for (int i = 0; i < HEADS; i++)
        if (!field_get(a, &head[i], out, &from))
            return false;
    for (int i = 0; i < kinds[k].n; i++)
        if (!field_get(a, &kinds[k].fields[i].field, out, &from))
            return false;
    return disclosure_get_words(a, from, out);
}

struct strs disclosure_changes(struct arena *a, const struct disclosure *was,
                               const struct disclosure *is) {
    int declared = 0;
    const struct field_info *info = kind_fields(is->kind, &declared);
    const struct disclosed_field *fields = kinds[is->kind].fields;
    struct strs titles = {NEW(a, str, kinds[is->kind].n), 0};
    for (int i = 0; i < kinds[is->kind].n; i++)
        if (was->kind != is->kind || !field_equal(&fields[i].field, was, is))
            titles.v[titles.n++] = str_of(info[fields[i].declared].title);
    return titles;
}
