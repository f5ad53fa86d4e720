/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * validate.c — whether a record is well-formed.
 *
 * In:    struct record, the as-of day
 * Out:   diagnostics
 * Law:   law.md §3 (identifiers), §4 (parties), §5 (fields)
 * Never: says whether it may be published (law does); prints a private value
 */
#include "base/arena.h"
#include "intake/check.h"
#include "intake/names.h"

#define YEAR_FIRST 1949
#define YEARS_AHEAD 100

bool check_read(const struct check *c, const char *field) {
    return !field_set_has(&c->r->misread, names_field(c->r->kind, str_of(field)));
}

void check_say(struct check *c, enum diag_code code, const char *field, str detail) {
    if (!check_read(c, field))
        return;
    struct place at = {.file = c->r->file, .line = c->r->at.line};
    enum diag_level level = diag_level(c->diags, code);
    at.field = str_fmt(c->diags->arena, "%s.%s", kind_info(c->r->kind)->name, field);
    diag(c->diags, code, at, "%.*s", STR(detail));
    c->r->rejected = c->r->rejected || level >= DIAG_REJECT;
    c->r->doubted = c->r->doubted || level == DIAG_DOUBT;
}

/* ---- one field at a time ---- */

static void check_need(struct check *c, const struct field *f, const struct field_info *info) {
    if (info->need == NEED_MAY || !field_absent(f, c->r))
        return;
    check_say(c, info->need == NEED_MUST ? DIAG_FIELD_MISSING : DIAG_FIELD_EMPTY, f->name,
              str_of(info->title));
}

static void check_year(struct check *c, const struct field *f, date today) {
    date d = *(const date *)(const void *)((const char *)c->r + f->at);
    if (d == DATE_NONE)
        return;
    int year = date_ymd(d).year;
    if (year < YEAR_FIRST || year > date_ymd(today).year + YEARS_AHEAD)
        check_say(c, DIAG_DATE_ABSURD, f->name, date_text(c->a, d));
}

/* The year of a report makes its heading: a number of something else must not. */
static void check_report(struct check *c) {
    int64_t year = c->r->report.year;
    if (year != WHOLE_NONE && (year < YEAR_FIRST || year > date_ymd(c->today).year))
        check_say(c, DIAG_YEAR_ABSURD, "year",
                  diag_shape(c->a, str_fmt(c->a, "%lld", (long long)year)));
}

static void check_amount(struct check *c, const struct field *f) {
    int64_t fen = *(const int64_t *)(const void *)((const char *)c->r + f->at);
    if (fen != WHOLE_NONE && fen < 0)
        check_say(c, DIAG_MONEY_NEGATIVE, f->name, money_text(c->a, fen));
}

static void check_fields(struct check *c) {
    int n = 0;
    const struct field *fields = record_fields(c->r->kind, &n);
    const struct field_info *infos = kind_fields(c->r->kind, &n);
    for (int i = 0; i < n; i++) {
        check_need(c, &fields[i], &infos[i]);
        if (fields[i].type == FIELD_day)
            check_year(c, &fields[i], c->today);
        if (fields[i].type == FIELD_money)
            check_amount(c, &fields[i]);
    }
}

/* ---- dates in their order ---- */

#define PAIR(kind, early, late, years)                                                             \
    {                                                                                              \
        KIND_##kind, #early, #late, offsetof(struct record, kind.early),                           \
            offsetof(struct record, kind.late), years                                              \
    }

/* And how many years may lie between them, before a slip of the pen is more likely. */
static const struct {
    enum kind kind;
    const char *early;
    const char *late;
    size_t early_at;
    size_t late_at;
    int years;
} ordered[] = {PAIR(decision, decided, served, 5), PAIR(decision, valid_from, valid_to, 50),
               PAIR(officer, valid_from, valid_to, 20), PAIR(complaint, accepted, closed, 10),
               PAIR(inspection, day, handled, 10)};

static const char *title_of(enum kind k, const char *field) {
    int n = 0;
    return kind_fields(k, &n)[names_field(k, str_of(field))].title;
}

static date day_at(const struct check *c, size_t at) {
    return *(const date *)(const void *)((const char *)c->r + at);
}

static void say_pair(struct check *c, enum diag_code code, size_t i, const char *word) {
    str early = date_text(c->a, day_at(c, ordered[i].early_at));
    str late = date_text(c->a, day_at(c, ordered[i].late_at));
    const char *title = title_of(c->r->kind, ordered[i].early);
    check_say(c, code, ordered[i].late,
              str_fmt(c->a, "%.*s %s%s %.*s", STR(late), word, title, STR(early)));
}

static void check_order(struct check *c) {
    date endless = date_of(2099, 12, 31);
    for (size_t i = 0; i < sizeof ordered / sizeof ordered[0]; i++) {
        if (ordered[i].kind != c->r->kind)
            continue;
        date early = day_at(c, ordered[i].early_at);
        date late = day_at(c, ordered[i].late_at);
        if (early == DATE_NONE || late == DATE_NONE)
            continue;
        if (late < early)
            say_pair(c, DIAG_DATE_ORDER, i, "早于");
        else if (early >= date_of(YEAR_FIRST, 1, 1) && late != endless &&
                 late > date_add_months(early, 12 * ordered[i].years))
            say_pair(c, DIAG_DATE_SPAN, i, "远晚于");
    }
}

/* What is reported as done cannot lie ahead (国办发〔2018〕118号: a decision is made public once it
 * is made). The law refuses it until its day comes; the doubt has it confirmed before that. */
#define DONE(kind, field)                                                                          \
    { KIND_##kind, #field, offsetof(struct record, kind.field) }
static const struct {
    enum kind kind;
    const char *field;
    size_t at;
} done[] = {DONE(decision, decided), DONE(inspection, day), DONE(complaint, accepted),
            DONE(complaint, closed), DONE(progress, updated)};

static void check_done(struct check *c) {
    for (size_t i = 0; i < sizeof done / sizeof done[0]; i++) {
        date d = done[i].kind == c->r->kind ? day_at(c, done[i].at) : DATE_NONE;
        if (d != DATE_NONE && d > c->today)
            check_say(c, DIAG_DATE_FUTURE, done[i].field, date_text(c->a, d));
    }
}

/* ---- identifiers ---- */

static void check_own_code(struct check *c, const char *field, str code) {
    if (code.n > 0 && !uscc_valid(code))
        check_say(c, DIAG_USCC_OWN, field, diag_shape(c->a, code));
}

/* A party's code decides on whom a decision falls: a wrong one must not go out. It could be some
 * other number of a person, so only its shape is shown. */
static void check_party_code(struct check *c, str code, int party_type) {
    if (code.n == 0 || uscc_placeholder(code))
        return;
    if (!uscc_valid(code)) {
        check_say(c, excel_rounded(code) ? DIAG_EXCEL_NUMBER : DIAG_USCC_PARTY, "party_uscc",
                  diag_shape(c->a, code));
        return;
    }
    /* Codes beginning 92 are those of sole traders (law.md §4). */
    bool trader = str_starts(code, S("92"));
    if (!check_read(c, "party_type"))
        return;
    if (party_type == PARTY_PERSON || trader != (party_type == PARTY_TRADER))
        check_say(c, DIAG_USCC_TRADER, "party_uscc", term_text(VOCAB_party_type, party_type));
}

/* Whether a document of this type is a 居民身份证. */
static bool is_resident_id(str type) {
    return str_find(type, S("身份证")) >= 0;
}

static void check_id(struct check *c, enum diag_code code, const char *field, str type, str id) {
    if (id.n > 0 && is_resident_id(type) && !resident_id_valid(id))
        check_say(c, excel_rounded(id) ? DIAG_EXCEL_NUMBER : code, field, diag_shape(c->a, id));
}

/* ---- the kinds that have more to be checked ---- */

static void check_decision_codes(struct check *c) {
    const struct decision_record *d = &c->r->decision;
    check_own_code(c, "agency_uscc", d->agency_uscc);
    check_own_code(c, "source_unit_uscc", d->source_unit_uscc);
    check_party_code(c, d->party_uscc, d->party_type);
    if (uscc_placeholder(d->party_uscc) && check_read(c, "party_type") &&
        check_read(c, "registration_number") &&
        (d->party_type != PARTY_TRADER || d->registration_number.n == 0))
        check_say(c, DIAG_USCC_PLACEHOLDER, "party_uscc", S(""));
    check_id(c, DIAG_ID_PARTY, "party_id", d->party_id_type, d->party_id);
    check_id(c, DIAG_ID_OTHER, "representative_id", d->representative_id_type,
             d->representative_id);
    if (d->party_type == PARTY_PERSON && d->party_id.n == 0)
        check_say(c, DIAG_ID_MISSING, "party_id", S(""));
}

bool intake_validate(struct arena *a, struct record *r, date today, struct diags *diags) {
    struct check c = {.r = r, .a = a, .diags = diags, .today = today};
    if (r->kind == KIND_NONE)
        return false;
    check_fields(&c);
    check_order(&c);
    check_done(&c);
    if (r->kind == KIND_decision)
        check_decision_codes(&c);
    else if (r->kind == KIND_inspection)
        check_party_code(&c, r->inspection.party_uscc, r->inspection.party_type);
    else if (r->kind == KIND_agency)
        check_own_code(&c, "uscc", r->agency.uscc);
    else if (r->kind == KIND_officer)
        check_id(&c, DIAG_ID_OTHER, "id_number", S("身份证"), r->officer.id_number);
    else if (r->kind == KIND_report)
        check_report(&c);
    check_agreement(&c);
    return !r->rejected;
}
