/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * record.c — a record: typed, private, knowing where it came from.
 *
 * In:    record.def
 * Out:   tables of fields with offsets
 * Law:   law.md §5
 * Never: decodes (decode.c does)
 */
#include "intake/record.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <string.h>

#define KIND(name, slug, column, number, heading, title, text)                                     \
    static const struct field fields_##name[] = {
#define FIELD(kind, type, name, need, exposure, of, title, text, example)                          \
    {#name, FIELD_##type, OF_##type(of),                                                           \
     offsetof(struct record, kind) + offsetof(struct kind##_record, name)},
#define KIND_END(name)                                                                             \
    }                                                                                              \
    ;
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END

static const struct {
    const struct field *fields;
    int n;
} kinds[KINDS] = {
#define KIND(name, slug, column, number, heading, title, text)                                     \
    [KIND_##name] = {fields_##name, (int)(sizeof fields_##name / sizeof fields_##name[0])},
#define FIELD(kind, type, name, need, exposure, of, title, text, example)
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END
};

#define KIND(name, slug, column, number, heading, title, text)                                     \
    _Static_assert(sizeof fields_##name / sizeof fields_##name[0] <= 64 * RECORD_WORDS,            \
                   "struct field_set is too small");
#define FIELD(kind, type, name, need, exposure, of, title, text, example)
#define KIND_END(name)
#include "intake/record.def"
#undef KIND
#undef FIELD
#undef KIND_END

void field_set_add(struct field_set *s, int field) {
    s->bits[field / 64] |= (uint64_t)1 << field % 64;
}

bool field_set_has(const struct field_set *s, int field) {
    return (s->bits[field / 64] >> field % 64 & 1) != 0;
}

const struct field *record_fields(enum kind k, int *n) {
    *n = kinds[k].n;
    return kinds[k].fields;
}

void record_clear(struct record *r, enum kind k) {
    memset(r, 0, sizeof *r);
    r->kind = k;
    r->as_of = INSTANT_NONE;
    for (int i = 0; i < kinds[k].n; i++)
        field_clear(&kinds[k].fields[i], r);
}

/* The text of the field with this name; absent when the kind has none. */
static str text_named(const struct record *r, const char *name) {
    for (int i = 0; i < kinds[r->kind].n; i++) {
        const struct field *f = &kinds[r->kind].fields[i];
        if (strcmp(f->name, name) == 0)
            return *(const str *)(const void *)((const char *)r + f->at);
    }
    return (str){0};
}

str record_number(const struct record *r) {
    return text_named(r, kind_info(r->kind)->number);
}

str record_agency(const struct record *r) {
    return r->kind == KIND_agency ? r->agency.code : text_named(r, "agency");
}

str record_party(const struct record *r) {
    switch (r->kind) {
    case KIND_decision:
        return r->decision.party;
    case KIND_event:
        return r->event.party;
    default:
        return (str){0};
    }
}

/* What one code point of a number is compared as; 0 drops it. Full-width forms become ASCII, all
 * brackets round ones, dashes a hyphen, letters capitals. */
static uint32_t fold_one(uint32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E)
        c -= 0xFEE0;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0x3000 || c == 0xA0 ||
        c == 0x200B || c == 0xFEFF)
        return 0;
    if (c == '[' || c == 0x3014 || c == 0x3010 || c == 0x2772)
        return '(';
    if (c == ']' || c == 0x3015 || c == 0x3011 || c == 0x2773)
        return ')';
    if (c >= 0x2010 && c <= 0x2015)
        return '-';
    return c >= 'a' && c <= 'z' ? c - 32 : c;
}

str number_folded(struct arena *a, str number) {
    char *p = NEW(a, char, number.n + 1);
    ptrdiff_t n = 0;
    while (number.n > 0) {
        str before = number;
        uint32_t c = utf8_next(&number);
        uint32_t folded = c == UTF8_INVALID ? (unsigned char)before.p[0] : fold_one(c);
        if (folded != 0)
            n += utf8_put(p + n, folded);
    }
    return (str){p, n};
}
