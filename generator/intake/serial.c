/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * serial.c — numbers of a workbook as people read them.
 *
 * In:    numbers as a workbook stores them
 * Out:   texts
 * Law:   none
 * Never: shows a digit that is not in the number
 */
#include "intake/serial.h"

#include "base/date.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define EXACT_DIGITS 15   /* that a spreadsheet keeps of a number */
#define DAYS_MOST 2958466 /* 9999-12-31 and a day */
#define MINUTES_OF_DAY 1440

/* ---- formats ---- */

enum serial_form serial_builtin(int64_t format) {
    if ((format >= 14 && format <= 17) || (format >= 27 && format <= 31) || format == 36 ||
        (format >= 50 && format <= 54) || format == 57 || format == 58)
        return SERIAL_DATE;
    if (format == 22)
        return SERIAL_INSTANT;
    bool time = (format >= 18 && format <= 21) || (format >= 45 && format <= 47) ||
                (format >= 32 && format <= 35) || format == 55 || format == 56;
    return time ? SERIAL_TIME : SERIAL_NUMBER;
}

/* Skips what a format code shows as it is: "…", \x, _x, *x, [red] (but [h] counts hours). */
static ptrdiff_t skip_literal(str code, ptrdiff_t i) {
    static const char pairs[] = "\\_*";
    char c = code.p[i];
    if (c == '"' || c == '[') {
        str rest = str_sub(code, i + 1, code.n);
        ptrdiff_t end = str_find(rest, c == '"' ? S("\"") : S("]"));
        bool elapsed = c == '[' && rest.n > 0 && strchr("hHmMsS", rest.p[0]) != NULL;
        return elapsed ? i + 1 : end < 0 ? code.n : i + end + 2;
    }
    return c != '\0' && strchr(pairs, c) != NULL ? i + 2 : i;
}

/* Letters of a day make a date, those of an hour a time; m alone is a month. Only the first section
 * counts, which is that of positive numbers. */
enum serial_form serial_form_of(str code) {
    bool day = false;
    bool hour = false;
    bool month = false;
    if (str_starts(code, S("General")) || str_starts(code, S("G/")))
        return SERIAL_NUMBER;
    for (ptrdiff_t i = 0; i < code.n && code.p[i] != ';';) {
        ptrdiff_t next = skip_literal(code, i);
        if (next > i) {
            i = next;
            continue;
        }
        char c = code.p[i++] | 0x20;
        day = day || c == 'y' || c == 'd';
        hour = hour || c == 'h' || c == 's';
        month = month || c == 'm';
    }
    if (hour)
        return day ? SERIAL_INSTANT : SERIAL_TIME;
    return day || month ? SERIAL_DATE : SERIAL_NUMBER;
}

/* ---- numbers ---- */

static bool parse(str text, double *v) {
    char z[64];
    text = str_trim(text);
    if (text.n == 0 || text.n >= (ptrdiff_t)sizeof z)
        return false;
    memcpy(z, text.p, (size_t)text.n);
    z[text.n] = '\0';
    char *end = z;
    *v = strtod(z, &end);
    return end == z + text.n && isfinite(*v);
}

static bool is_short_whole(str s) {
    if (str_starts(s, S("-")))
        s = str_sub(s, 1, s.n);
    for (ptrdiff_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return s.n > 0 && s.n <= EXACT_DIGITS && (s.n == 1 || s.p[0] != '0');
}

/* Fixed notation for what people write so; 15 digits are all that a spreadsheet shows. */
void serial_number(str text, struct buf *out) {
    char digits[64];
    double v = 0;
    if (is_short_whole(text) || !parse(text, &v)) {
        buf_str(out, text);
        return;
    }
    int n = snprintf(digits, sizeof digits, "%.*G", EXACT_DIGITS, v);
    bool small = fabs(v) < 1 && memchr(digits, 'E', (size_t)n) != NULL && fabs(v) > 1e-12;
    if (small)
        n = snprintf(digits, sizeof digits, "%.20f", v);
    while (small && digits[n - 1] == '0')
        n--;
    buf_str(out, (str){digits, n});
}

/* ---- days ---- */

/* Serial 60 of the 1900 system is a 29 February that never was. */
static date day_of(int64_t serial, bool from_1904) {
    if (from_1904)
        return date_of(1904, 1, 1) + (date)serial;
    return date_of(1899, 12, serial < 60 ? 31 : 30) + (date)serial;
}

void serial_day(str text, enum serial_form form, bool from_1904, struct buf *out) {
    double v = 0;
    if (!parse(text, &v) || v < 0 || v >= DAYS_MOST || (!from_1904 && v >= 60 && v < 61)) {
        serial_number(text, out);
        return;
    }
    int64_t minutes = (int64_t)floor(v * MINUTES_OF_DAY + 0.5);
    int64_t minute = minutes % MINUTES_OF_DAY;
    bool has_day = form != SERIAL_TIME || minutes >= MINUTES_OF_DAY;
    if (has_day) {
        struct ymd d = date_ymd(day_of(minutes / MINUTES_OF_DAY, from_1904));
        buf_fmt(out, "%04d-%02d-%02d", d.year, d.month, d.day);
    }
    if (form != SERIAL_DATE && (minute != 0 || !has_day))
        buf_fmt(out, "%s%02d:%02d", has_day ? " " : "", (int)(minute / 60), (int)(minute % 60));
}
