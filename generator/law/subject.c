/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * subject.c — whom a record is about, and what of it is private.
 *
 * In:    struct record, masking.csv
 * Out:   struct subject, struct secrets
 * Law:   law.md §3; content/law/masking.csv
 * Never: decides what a text looks like afterwards (disclose.c does)
 */
#include "law/subject.h"

#include "base/csv.h"
#include "law/fold.h"
#include "law/mask.h"
#include "law/number.h"
#include "law/policy.h"

#include <stdlib.h>
#include <string.h>

/* Compared as texts are searched, so that 张 三 丰 is 张三丰. */
static bool same(struct arena *a, str x, str y) {
    struct folded t = fold(a, x);
    struct folded u = fold(a, y);
    return t.n > 0 && t.n == u.n && memcmp(t.c, u.c, (size_t)t.n * sizeof *t.c) == 0;
}

/* ---- masking.csv ---- */

/* A column by its English or its Chinese name. */
static ptrdiff_t column(const struct csv_table *t, str english, str chinese) {
    ptrdiff_t c = csv_column(t, english);
    return c >= 0 ? c : csv_column(t, chinese);
}

static bool is_lead(str role) {
    return str_eq(role, S("法定代表人")) || str_eq(role, S("经营者"));
}

/* Whether representatives of this type of party are shown: the row for the type, 显示 when there is
 * no row (law.md §3). */
static bool lead_shown(const struct policy *p, int party_type) {
    if (p == NULL)
        return true;
    const struct csv_table *t = &p->masking;
    ptrdiff_t role = column(t, S("role"), S("身份"));
    ptrdiff_t type = column(t, S("party_type"), S("相对人类别"));
    ptrdiff_t treatment = column(t, S("treatment"), S("处理"));
    str wanted = term_text(VOCAB_party_type, party_type);
    for (ptrdiff_t row = 0; row < t->rows; row++)
        if (is_lead(csv_cell(t, row, role)) && str_eq(csv_cell(t, row, type), wanted))
            return str_eq(csv_cell(t, row, treatment), S("显示"));
    return true;
}

void masking_check(const struct policy *p, struct diags *diags) {
    const struct csv_table *t = &p->masking;
    ptrdiff_t treatment = column(t, S("treatment"), S("处理"));
    for (ptrdiff_t row = 0; treatment >= 0 && row < t->rows; row++) {
        str word = csv_cell(t, row, treatment);
        if (!str_eq(word, S("显示")) && !str_eq(word, S("隐去")))
            diag(diags, DIAG_POLICY_VALUE, (struct place){p->masking_file, t->line[row], S("处理")},
                 "%.*s", STR(word));
    }
}

/* ---- the subject ---- */

/* What is not said is judged by the name; a trader may trade under his own. */
static bool party_is_person(struct arena *a, const struct subject *s) {
    if (s->party.n == 0)
        return false;
    if (s->party_type == PARTY_PERSON)
        return true;
    if (s->party_type == PARTY_ORGANISATION)
        return false;
    struct strs names = name_split(a, s->party);
    str name = names.n > 0 ? names.v[0] : s->party;
    return name_is_person(name) || name_is_masked(name) || same(a, s->party, s->lead);
}

static struct strs officer_names(struct arena *a, const struct rows *officers) {
    struct strs names = {NEW(a, str, officers->n), 0};
    for (int i = 0; i < officers->n; i++)
        names.v[names.n++] = officers->cells[i * officers->columns + COLUMN_officer_of_name];
    return names;
}

/* Party, persons and officers, each where its kind has it. */
static struct subject fields_of(struct arena *a, const struct record *r) {
    switch (r->kind) {
    case KIND_decision:
        return (struct subject){.party = r->decision.party,
                                .party_type = (int)r->decision.party_type,
                                .has_code = r->decision.party_uscc.n > 0,
                                .lead = r->decision.representative,
                                .persons = r->decision.persons,
                                .officers = officer_names(a, &r->decision.officers)};
    case KIND_event:
        return (struct subject){.party = r->event.party};
    case KIND_complaint:
        return (struct subject){.party = r->complaint.target,
                                .party_type = (int)r->complaint.party_type,
                                .persons = r->complaint.persons};
    case KIND_inspection:
        return (struct subject){.party = r->inspection.target,
                                .party_type = (int)r->inspection.party_type,
                                .has_code = r->inspection.party_uscc.n > 0,
                                .officers = r->inspection.people};
    default:
        return (struct subject){0};
    }
}

#define PUBLICS 6 /* names that are public, beside officers and former names of the agency */

static void add_public(struct subject *s, str name) {
    if (name.n > 0)
        s->publics.v[s->publics.n++] = name;
}

static void collect_publics(struct arena *a, struct subject *s, const struct policy *p,
                            const struct record *r) {
    const struct agency *agency = p == NULL ? NULL : policy_agency(p, record_agency(r));
    ptrdiff_t former = agency == NULL ? 0 : agency->former.n;
    s->publics.v = NEW(a, str, PUBLICS + former + s->officers.n);
    add_public(s, record_agency(r));
    add_public(s, agency == NULL ? (str){0} : agency->name);
    for (ptrdiff_t i = 0; i < former; i++)
        add_public(s, agency->former.v[i]);
    add_public(s, s->person ? (str){0} : s->party);
    add_public(s, s->lead_shown ? s->lead : (str){0});
    add_public(s, r->kind == KIND_decision ? r->decision.source_unit : (str){0});
    add_public(s, r->kind == KIND_event ? r->event.authority : (str){0});
    for (ptrdiff_t i = 0; i < s->officers.n; i++)
        add_public(s, s->officers.v[i]);
}

struct subject subject_of(struct arena *a, const struct policy *p, const struct record *r) {
    struct subject s = fields_of(a, r);
    s.person = party_is_person(a, &s);
    s.lead_shown = !s.person && lead_shown(p, s.party_type);
    collect_publics(a, &s, p, r);
    return s;
}

bool subject_shows(struct arena *a, const struct subject *s, str name) {
    for (ptrdiff_t i = 0; i < s->officers.n; i++)
        if (same(a, s->officers.v[i], name))
            return true;
    return s->lead_shown && same(a, s->lead, name);
}

/* ---- secrets ---- */

#define PARTY_NUMBERS 6

struct collector {
    struct arena *arena;
    const struct subject *subject;
    str codes[PARTY_NUMBERS]; /* public numbers of the party */
    struct secret *v;
    int n;
    int room;
};

static void add(struct collector *c, str value, enum secret_kind kind) {
    if (c->n == c->room) {
        int room = c->room == 0 ? 16 : c->room * 2;
        struct secret *v = NEW(c->arena, struct secret, room);
        if (c->n > 0)
            memcpy(v, c->v, (size_t)c->n * sizeof *v);
        c->v = v;
        c->room = room;
    }
    c->v[c->n++] = (struct secret){.value = value, .kind = kind};
}

static bool is_in_public(const struct collector *c, str name) {
    struct mask *m = mask_new(c->arena);
    mask_name(m, name);
    for (ptrdiff_t i = 0; i < c->subject->publics.n; i++)
        if (mask_holds(m, c->subject->publics.v[i], c->arena))
            return true;
    return false;
}

static void add_names(struct collector *c, str field) {
    struct strs names = name_split(c->arena, field);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        if (!mask_is_name(names.v[i]) || subject_shows(c->arena, c->subject, names.v[i]))
            continue;
        add(c, names.v[i], SECRET_NAME);
        c->v[c->n - 1].in_public = is_in_public(c, names.v[i]);
    }
}

/* Several numbers in one field stand between commas. An organisation's own code, entered as the
 * number of its identity paper, stays public. */
static void add_numbers(struct collector *c, str field) {
    field = str_replace(c->arena, field, S("、"), S(";"));
    field = str_replace(c->arena, field, S("，"), S(";"));
    field = str_replace(c->arena, field, S("；"), S(";"));
    field = str_replace(c->arena, field, S(","), S(";"));
    while (field.n > 0) {
        str value = str_trim(str_cut(&field, S(";")));
        bool public = false;
        for (int i = 0; i < PARTY_NUMBERS && !public; i++)
        public = c->codes[i].n > 0 && same(c->arena, c->codes[i], value);
        if (public || !mask_is_value(value))
            continue;
        add(c, value, SECRET_NUMBER);
        c->v[c->n - 1].everywhere = !number_is_landline(value);
    }
}

/* Private only as far as it tells more than the county. */
static void add_address(struct collector *c, str address) {
    address = str_trim(address);
    if (address_is_telling(address))
        add(c, address, SECRET_ADDRESS);
}

static void add_persons(struct collector *c, const struct rows *persons) {
    for (int i = 0; i < persons->n; i++) {
        const str *cells = persons->cells + i * persons->columns;
        add_names(c, cells[COLUMN_person_name]);
        add_numbers(c, cells[COLUMN_person_id_number]);
        add_numbers(c, cells[COLUMN_person_phone]);
        add_address(c, cells[COLUMN_person_address]);
        add_numbers(c, cells[COLUMN_person_account]);
        add_numbers(c, cells[COLUMN_person_plate]);
    }
}

static void add_decision(struct collector *c, const struct decision_record *d) {
    if (!c->subject->person) {
        c->codes[0] = d->party_uscc;
        c->codes[1] = d->registration_number;
    }
    if (d->party_type == PARTY_ORGANISATION) {
        c->codes[2] = d->organisation_code;
        c->codes[3] = d->tax_number;
        c->codes[4] = d->institution_number;
        c->codes[5] = d->society_number;
    }
    add_numbers(c, d->representative_id);
    add_numbers(c, d->party_id);
    add_numbers(c, d->party_phone);
    add_address(c, d->party_address);
    add_numbers(c, d->party_account);
    add_numbers(c, d->plate);
}

static int by_value(const void *x, const void *y) {
    const struct secret *s = x;
    const struct secret *t = y;
    int order = str_cmp(s->value, t->value);
    return order != 0 ? order : (int)s->kind - (int)t->kind;
}

static struct secrets once_each(struct secret *v, int n) {
    struct secrets out = {v, 0};
    if (n > 0)
        qsort(v, (size_t)n, sizeof *v, by_value);
    for (int i = 0; i < n; i++)
        if (out.n == 0 || !str_eq(v[out.n - 1].value, v[i].value))
            v[out.n++] = v[i];
    return out;
}

struct secrets secrets_of(struct arena *a, const struct policy *p, const struct record *r) {
    struct subject s = subject_of(a, p, r);
    struct collector c = {.arena = a, .subject = &s};
    if (s.person)
        add_names(&c, s.party);
    if (!s.lead_shown)
        add_names(&c, s.lead);
    add_persons(&c, &s.persons);
    if (r->kind == KIND_decision)
        add_decision(&c, &r->decision);
    if (r->kind == KIND_officer) {
        add_numbers(&c, r->officer.id_number);
        add_numbers(&c, r->officer.mobile);
    }
    return once_each(c.v, c.n);
}
