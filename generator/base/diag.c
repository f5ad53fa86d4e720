/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * diag.c — what is wrong with the input, said once, so that a clerk can mend it.
 *
 * In:    a code from diag.def, a place, the shape or value in question
 * Out:   lines `file:line:field: level code [rule] text；fix`
 * Law:   none
 * Never: lets a value break the line or reach the terminal as a control sequence
 */
#include "base/diag.h"

#include "base/buf.h"
#include "base/utf8.h"

#include <stdarg.h>
#include <stdio.h>

#define SHAPE_MOST 40 /* code points shown of a private value's shape */

static const struct diag_kind kinds[] = {
#define DIAG(name, code, level, rule, zh, fix, en) {#name, code, level, rule, zh, fix, en},
#include "base/diag.def"
#undef DIAG
};

const struct diag_kind *diag_kind(enum diag_code code) {
    return &kinds[code];
}

static void append(struct diags *d, struct diag one) {
    struct diag *new = NEW(d->arena, struct diag, 1);
    *new = one;
    new->next = NULL;
    if (d->last == NULL)
        d->first = new;
    else
        d->last->next = new;
    d->last = new;
    d->count[one.level]++;
}

enum diag_level diag_level(const struct diags *d, enum diag_code code) {
    return d->levels == NULL ? kinds[code].level : (enum diag_level)d->levels[code];
}

__attribute__((format(printf, 2, 0))) static str vformat(struct arena *a, const char *format,
                                                         va_list args) {
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    char *p = NEW(a, char, n < 0 ? 1 : n + 1);
    if (n > 0)
        (void)vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (str){p, n < 0 ? 0 : n};
}

void diag(struct diags *d, enum diag_code code, struct place at, const char *format, ...) {
    va_list args;
    va_start(args, format);
    str detail = vformat(d->arena, format, args);
    va_end(args);
    append(d, (struct diag){code, diag_level(d, code), at, detail, NULL});
}

void diag_take(struct diags *d, const struct diags *from) {
    for (const struct diag *one = from->first; one != NULL; one = one->next) {
        struct diag copy = *one;
        copy.place.file = str_dup(d->arena, one->place.file);
        copy.place.field = str_dup(d->arena, one->place.field);
        copy.detail = str_dup(d->arena, one->detail);
        append(d, copy);
    }
}

int diag_worst(const struct diags *d) {
    int level = DIAG_ERROR;
    while (level >= 0 && d->count[level] == 0)
        level--;
    return level;
}

static void put_code_point(struct buf *out, uint32_t c) {
    char bytes[4];
    buf_str(out, (str){bytes, utf8_put(bytes, c)});
}

/* Values come from deliveries: control characters become blanks, broken bytes U+FFFD. */
static void put_plain(struct buf *out, str s) {
    while (s.n > 0) {
        uint32_t c = utf8_next(&s);
        bool control = c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029;
        put_code_point(out, control ? ' ' : c);
    }
}

#define MOBILE_DIGITS 11
#define ID_DIGITS 15 /* and more: a resident ID, a bank card */

static bool is_letter(char c) {
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Whether the n figures at `at` are what a person has: not 20261120093000123, nor part of a digest.
 */
static bool is_of_person(str name, ptrdiff_t at, ptrdiff_t n) {
    bool mobile = n == MOBILE_DIGITS && name.p[at] == '1' && name.p[at + 1] >= '3';
    bool longer = n >= ID_DIGITS && !str_starts(str_sub(name, at, name.n), S("20"));
    ptrdiff_t end = at + n;
    end += end < name.n && (name.p[end] | 0x20) == 'x'; /* the last of a resident ID */
    bool alone =
        (at == 0 || !is_letter(name.p[at - 1])) && (end == name.n || !is_letter(name.p[end]));
    return alone && (mobile || longer);
}

static void put_file(struct buf *out, str name) {
    for (ptrdiff_t at = 0; at < name.n;) {
        ptrdiff_t n = 0;
        while (at + n < name.n && name.p[at + n] >= '0' && name.p[at + n] <= '9')
            n++;
        bool tell = n > 0 && is_of_person(name, at, n);
        for (ptrdiff_t i = 0; i < n; i++)
            buf_char(out, tell ? '9' : name.p[at + i]);
        at += n;
        for (n = 0; at + n < name.n && (name.p[at + n] < '0' || name.p[at + n] > '9');)
            n++;
        put_plain(out, str_sub(name, at, at + n));
        at += n;
    }
}

str diag_file(struct arena *a, str name) {
    struct buf b = {0};
    put_file(&b, name);
    str out = str_dup(a, buf_view(&b));
    buf_free(&b);
    return out;
}

static void put_place(struct buf *out, const struct place *at) {
    if (at->file.n > 0) {
        put_file(out, at->file);
        buf_char(out, ':');
    }
    if (at->line > 0) {
        buf_int(out, at->line);
        buf_char(out, ':');
    }
    if (at->field.n > 0) {
        put_plain(out, at->field);
        buf_char(out, ':');
    }
    if (at->file.n > 0 || at->line > 0 || at->field.n > 0)
        buf_char(out, ' ');
}

void diag_line(struct buf *out, const struct diag *one) {
    static const char *const levels[] = {"note", "warn", "doubt", "reject", "error"};
    const struct diag_kind *kind = diag_kind(one->code);
    put_place(out, &one->place);
    buf_fmt(out, "%s %s [%s] %s", levels[one->level], kind->code, kind->rule, kind->zh);
    if (one->detail.n > 0) {
        buf_str(out, S("："));
        put_plain(out, one->detail);
    }
    if (kind->fix[0] != '\0') {
        buf_str(out, S("；"));
        buf_str(out, str_of(kind->fix));
    }
}

/* Blanks and punctuation tell the shape; a letter of any script could be part of a name. */
static bool is_punctuation(uint32_t c) {
    return c < 0x80 || c == 0xB7 || (c >= 0x2000 && c <= 0x206F) || (c >= 0x3000 && c <= 0x3002) ||
           (c >= 0x3008 && c <= 0x3020) || (c >= 0xFF01 && c <= 0xFF20) ||
           (c >= 0xFF3B && c <= 0xFF40) || (c >= 0xFF5B && c <= 0xFF65);
}

static uint32_t shape_of(uint32_t c) {
    /* The full-width forms stand 0xFEE0 behind ASCII. */
    uint32_t ascii = c >= 0xFF01 && c <= 0xFF5E ? c - 0xFEE0 : c;
    if (ascii >= '0' && ascii <= '9')
        return '9';
    if ((ascii | 0x20) >= 'a' && (ascii | 0x20) <= 'z')
        return 'A';
    return c == UTF8_INVALID || is_punctuation(c) ? c : 0x67D0;
}

str diag_shape(struct arena *a, str value) {
    struct buf out = {0};
    str rest = value;
    for (int i = 0; i < SHAPE_MOST && rest.n > 0; i++)
        put_code_point(&out, shape_of(utf8_next(&rest)));
    if (rest.n > 0)
        buf_str(&out, S("…"));
    buf_fmt(&out, " (%td)", utf8_count(value));
    str shape = str_dup(a, buf_view(&out));
    buf_free(&out);
    return shape;
}
