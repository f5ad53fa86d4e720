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
#include "base/utf8.h"

#include "law/address.h"
#include "law/fold.h"
#include "law/mask.h"
#include "law/number.h"
#include "law/policy.h"

#include <stdlib.h>
#include <string.h>

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
    return name_is_person(name) || name_is_masked(name) || fold_same(a, s->party, s->lead);
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

/* What a sender writes as the name of an office, when it is nothing else: no person stands behind
 * it, and no number. */
static str office_alone(str name) {
    static const char ends[] = "局会院府厅委办队所站心司部处室厂店社场行校馆关";
    uint32_t last = 0;
    for (str rest = name; rest.n > 0;) {
        last = utf8_next(&rest);
        if (!utf8_is_han(last))
            return (str){0};
    }
    for (str rest = {ends, sizeof ends - 1}; rest.n > 0;)
        if (utf8_next(&rest) == last)
            return name;
    return (str){0};
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
    add_public(s, r->kind == KIND_decision ? office_alone(r->decision.source_unit) : (str){0});
    add_public(s, r->kind == KIND_event ? office_alone(r->event.authority) : (str){0});
    for (ptrdiff_t i = 0; i < s->officers.n; i++)
        add_public(s, s->officers.v[i]);
}

/* ---- masking.csv ---- */

/* What the scope of a row of masking.csv asks about. */
static struct facts scope_facts(const struct policy *p, const struct record *r, int party_type) {
    const struct agency *agency = policy_agency(p, record_agency(r));
    struct facts f = {.kind = (int32_t)r->kind, .party_type = party_type};
    if (r->kind == KIND_decision)
        f.term = (int32_t)r->decision.category;
    if (agency != NULL && agency->code.n < FACT_CODE)
        memcpy(f.agency, agency->code.p, (size_t)agency->code.n);
    return f;
}

static void read_treatments(const struct policy *p, const struct facts *f, struct subject *s) {
    treatments_of(p, f, s->treat);
    for (int role = 0; role < ROLES; role++)
        for (int value = 0; value < VALUE_KINDS; value++)
            s->unruled = s->unruled || s->treat[role][value] == TREAT_NONE;
    for (int i = 0; i < s->persons.n; i++) {
        str word = str_trim(s->persons.cells[i * s->persons.columns + COLUMN_person_role]);
        if (treatment_of_other(p, f, word) == TREAT_NONE)
            s->unruled = true;
    }
}

static enum role lead_role(const struct subject *s) {
    return s->party_type == PARTY_TRADER ? ROLE_OPERATOR : ROLE_LEAD;
}

struct subject subject_of(struct arena *a, const struct policy *p, const struct record *r) {
    struct subject s = fields_of(a, r);
    struct facts f = scope_facts(p, r, s.party_type);
    s.record = r;
    s.person = party_is_person(a, &s);
    read_treatments(p, &f, &s);
    s.lead_shown = !s.person && s.treat[lead_role(&s)][VALUE_NAME] == TREAT_KEEP;
    collect_publics(a, &s, p, r);
    return s;
}

/* ---- secrets ---- */

#define PARTY_NUMBERS 6

struct collector {
    struct arena *arena;
    const struct subject *subject;
    enum role role;           /* whose values are added */
    str codes[PARTY_NUMBERS]; /* public numbers of the party */
    struct secret *v;
    int n;
    int room;
};

/* Nothing where masking.csv keeps it. */
static void add(struct collector *c, str value, enum secret_kind kind, enum value_kind what) {
    enum treatment treatment = c->subject->treat[c->role][what];
    if (treatment == TREAT_KEEP)
        return;
    if (c->n == c->room) {
        int room = c->room == 0 ? 16 : c->room * 2;
        struct secret *v = NEW(c->arena, struct secret, room);
        if (c->n > 0)
            memcpy(v, c->v, (size_t)c->n * sizeof *v);
        c->v = v;
        c->room = room;
    }
    c->v[c->n++] =
        (struct secret){.value = value,
                        .kind = kind,
                        .everywhere = kind == SECRET_NUMBER && !number_is_landline(c->arena, value),
                        .treatment = (unsigned char)treatment};
}

/* Somebody who is an officer of the record, too, is private in this role all the same (law.md §3);
 * a representative who is shown is one and the same there. */
static void add_names(struct collector *c, str field) {
    const struct subject *s = c->subject;
    struct strs names = name_split(c->arena, field);
    for (ptrdiff_t i = 0; i < names.n; i++)
        if (mask_is_name(c->arena, names.v[i]) &&
            (c->role == ROLE_PARTY || !s->lead_shown || !fold_same(c->arena, s->lead, names.v[i])))
            add(c, names.v[i], SECRET_NAME, VALUE_NAME);
}

/* Several numbers in one field stand between commas. An organisation's own code, entered as the
 * number of its identity paper, stays public. */
static void add_numbers(struct collector *c, str field, enum value_kind what) {
    field = str_replace(c->arena, field, S("、"), S(";"));
    field = str_replace(c->arena, field, S("，"), S(";"));
    field = str_replace(c->arena, field, S("；"), S(";"));
    field = str_replace(c->arena, field, S(","), S(";"));
    while (field.n > 0) {
        str value = str_trim(str_cut(&field, S(";")));
        bool public = false;
        for (int i = 0; i < PARTY_NUMBERS && !public; i++)
        public = c->codes[i].n > 0 && fold_same(c->arena, c->codes[i], value);
        if (public || !mask_is_value(c->arena, value))
            continue;
        add(c, value, SECRET_NUMBER, what);
    }
}

/* Private only as far as it tells more than the county. */
static void add_address(struct collector *c, str address) {
    address = str_trim(address);
    if (address_is_telling(address))
        add(c, address, SECRET_ADDRESS, VALUE_ADDRESS);
}

static void add_persons(struct collector *c, const struct rows *persons) {
    for (int i = 0; i < persons->n; i++) {
        const str *cells = persons->cells + i * persons->columns;
        add_names(c, cells[COLUMN_person_name]);
        add_numbers(c, cells[COLUMN_person_id_number], VALUE_ID);
        add_numbers(c, cells[COLUMN_person_phone], VALUE_PHONE);
        add_address(c, cells[COLUMN_person_address]);
        add_numbers(c, cells[COLUMN_person_account], VALUE_ACCOUNT);
        add_numbers(c, cells[COLUMN_person_plate], VALUE_PLATE);
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
    c->role = lead_role(c->subject);
    add_numbers(c, d->representative_id, VALUE_ID);
    c->role = ROLE_PARTY;
    add_numbers(c, d->party_id, VALUE_ID);
    add_numbers(c, d->party_phone, VALUE_PHONE);
    add_address(c, d->party_address);
    add_numbers(c, d->party_account, VALUE_ACCOUNT);
    add_numbers(c, d->plate, VALUE_PLATE);
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

/* A name that also stands in a firm's name, a place or a public value, where it stays, cannot be
 * searched for afterwards. */
static void note_public(struct mask *m, const struct subject *subject, struct secrets *secrets) {
    const struct record *r = subject->record;
    int n = 0;
    int names = 0;
    const struct field *fields = record_fields(r->kind, &n);
    const struct field_info *info = kind_fields(r->kind, &n);
    for (int i = 0; i < secrets->n; i++)
        if (secrets->v[i].kind == SECRET_NAME) {
            mask_name(m, secrets->v[i].value);
            names++;
        }
    for (ptrdiff_t i = 0; names > 0 && i < subject->publics.n; i++) {
        mask_keep(m, subject->publics.v[i]);
        (void)mask_find(m, subject->publics.v[i], NULL);
    }
    for (int i = 0; names > 0 && i < n; i++)
        if (info[i].exposure != EXPOSURE_SECRET &&
            (fields[i].type == FIELD_text || fields[i].type == FIELD_lines))
            (void)mask_find(m, *(const str *)(const void *)((const char *)r + fields[i].at), NULL);
    for (int i = 0; names > 0 && i < secrets->n; i++)
        if (secrets->v[i].kind == SECRET_NAME)
            secrets->v[i].in_public = mask_passed_over(m, secrets->v[i].value);
}

struct secrets secrets_about(struct arena *a, const struct policy *p, const struct subject *s,
                             struct folds *texts) {
    const struct record *r = s->record;
    struct collector c = {.arena = a, .subject = s, .role = ROLE_PARTY};
    struct manner manner = {.doubts_go = true};
    if (s->person)
        add_names(&c, s->party);
    c.role = lead_role(s);
    if (!s->lead_shown)
        add_names(&c, s->lead);
    c.role = ROLE_OTHER;
    add_persons(&c, &s->persons);
    if (r->kind == KIND_decision)
        add_decision(&c, &r->decision);
    if (r->kind == KIND_officer) {
        c.role = ROLE_OFFICER;
        add_numbers(&c, r->officer.id_number, VALUE_ID);
        add_numbers(&c, r->officer.mobile, VALUE_PHONE);
    }
    struct secrets secrets = once_each(c.v, c.n);
    note_public(mask_new(a, p->detector, &manner, texts), s, &secrets);
    return secrets;
}

struct secrets secrets_of(struct arena *a, const struct policy *p, const struct record *r) {
    struct subject s = subject_of(a, p, r);
    return secrets_about(a, p, &s, folds_new(a));
}
