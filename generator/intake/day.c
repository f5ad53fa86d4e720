/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * day.c — dates as people write them.
 *
 * In:    texts
 * Out:   date
 * Law:   law.md §4
 * Never: guesses which number is the month
 */
#include "intake/day.h"

#include "base/arena.h"
#include "base/utf8.h"

#include <string.h>

/* Day 0 of the 1900 system, as everything after its 29 February 1900 counts; and what is taken for
 * a serial: from 1900-03-01 to 2173-10-13. */
#define SERIAL_ZERO (-25569)
#define SERIAL_FIRST 61
#define SERIAL_LAST 99999

/* ---- digits of any script ---- */

/* The value of a Chinese digit, 10 for 十, -1 for none. */
static int chinese_digit(uint32_t c) {
    static const uint32_t digits[] = {0x3007, 0x4E00, 0x4E8C, 0x4E09, 0x56DB, 0x4E94,
                                      0x516D, 0x4E03, 0x516B, 0x4E5D, 0x5341};
    for (int i = 0; i <= 10; i++)
        if (c == digits[i])
            return i;
    return c == 0x96F6 || c == 0x25CB || c == 0x25EF ? 0 : -1; /* 零 ○ ◯ */
}

static int next_digit(str rest) {
    int v = rest.n == 0 ? -1 : chinese_digit(utf8_next(&rest));
    return v == 10 ? -1 : v;
}

/* 十 is 10 alone, 1 before a digit, 0 behind one, nothing between two: 十二 二十 二十一. */
static void put_ten(char *p, ptrdiff_t *n, bool before, bool after) {
    if (!before)
        p[(*n)++] = '1';
    if (!after)
        p[(*n)++] = '0';
}

static uint32_t plain_form(uint32_t c) {
    if (c >= 0xFF01 && c <= 0xFF5E)
        return c - 0xFEE0;
    if (c == 0x3000 || c == 0xA0)
        return ' ';
    return (c >= 0x2010 && c <= 0x2015) || c == 0x2212 ? '-' : c;
}

static bool is_ascii(str s) {
    for (ptrdiff_t i = 0; i < s.n; i++)
        if ((unsigned char)s.p[i] >= 0x80)
            return false;
    return true;
}

/* Digits and punctuation as ASCII, without blanks around 年月日, as typesetters space them. */
static str folded(struct arena *a, str text) {
    if (is_ascii(text))
        return text;
    char *p = NEW(a, char, 2 * text.n + 4);
    ptrdiff_t n = 0;
    bool was_digit = false;
    bool spaced = str_find(text, S("年")) >= 0;
    while (text.n > 0) {
        uint32_t c = plain_form(utf8_next(&text));
        int v = chinese_digit(c);
        if (v == 10)
            put_ten(p, &n, was_digit, next_digit(text) >= 0);
        else if (!(spaced && c == ' '))
            n += utf8_put(p + n, v >= 0 ? (uint32_t)('0' + v) : c);
        was_digit = v >= 0 && v < 10;
    }
    return (str){p, n};
}

/* ---- forms ---- */

static bool is_endless(str text) {
    static const char *const words[] = {"长期", "永久", "长期有效", "永久有效", "无固定期限"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(text, str_of(words[i])))
            return true;
    return false;
}

date day_parse(struct arena *a, str text) {
    date day = date_parse_loose(text);
    if (day != DATE_NONE)
        return day;
    return is_endless(text) ? date_of(2099, 12, 31) : date_parse_loose(folded(a, text));
}

date day_serial(str text) {
    int64_t v = 0;
    str rest = text;
    str whole = str_cut(&rest, S("."));
    int64_t fraction = 0;
    if (!str_int(whole, &v) || (rest.p != NULL && !str_int(str_sub(rest, 0, 15), &fraction)))
        return DATE_NONE;
    return v >= SERIAL_FIRST && v <= SERIAL_LAST ? (date)v + SERIAL_ZERO : DATE_NONE;
}

/* Takes up to `most` digits off *s; -1 when there is none. */
static int take_digits(str *s, int most) {
    int v = -1;
    for (int i = 0; i < most && s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9'; i++) {
        v = (v < 0 ? 0 : v * 10) + (s->p[0] - '0');
        *s = str_sub(*s, 1, s->n);
    }
    return v;
}

static date by_form(str s, str form) {
    int part[3] = {-1, -1, -1};
    while (form.n > 0) {
        const char *at = strchr("YMD", form.p[0]);
        if (at == NULL || form.p[0] == '\0') {
            if (s.n == 0 || s.p[0] != form.p[0])
                return DATE_NONE;
            s = str_sub(s, 1, s.n);
            form = str_sub(form, 1, form.n);
            continue;
        }
        char letter = form.p[0];
        while (form.n > 0 && form.p[0] == letter)
            form = str_sub(form, 1, form.n);
        part[strchr("YMD", letter) - "YMD"] = take_digits(&s, letter == 'Y' ? 4 : 2);
    }
    bool whole = s.n == 0 || s.p[0] == ' ' || s.p[0] == 'T';
    return whole && part[1] > 0 && part[2] > 0 ? date_of(part[0], part[1], part[2]) : DATE_NONE;
}

date day_parse_as(struct arena *a, str text, str forms) {
    date day = DATE_NONE;
    str plain = folded(a, text);
    while (forms.p != NULL && day == DATE_NONE) {
        str form = str_trim(str_cut(&forms, S("|")));
        day = str_eq(form, S("excel")) ? day_serial(plain) : by_form(text, form);
        if (day == DATE_NONE && plain.p != text.p)
            day = by_form(plain, form);
    }
    return day == DATE_NONE && is_endless(text) ? date_of(2099, 12, 31) : day;
}

/* All three parts must be there; how often a letter stands does not matter but for the eye. */
bool day_forms_good(str forms) {
    while (forms.p != NULL) {
        str form = str_trim(str_cut(&forms, S("|")));
        bool parts = str_find(form, S("YYYY")) >= 0 && str_find(form, S("M")) >= 0 &&
                     str_find(form, S("D")) >= 0;
        if (!parts && !str_eq(form, S("excel")))
            return false;
    }
    return true;
}
