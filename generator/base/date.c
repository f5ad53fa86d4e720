/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * date.c — civil dates as day numbers, instants as minutes, both in Asia/Shanghai (UTC+8).
 *
 * In:    text
 * Out:   date, instant
 * Law:   民法典 art. 200 (公历), GB/T 7408 (how a date is written)
 * Never: asks the clock or the time zone of the machine
 */
#include "base/date.h"

#include "base/arena.h"

#define LAST_YEAR 9999 /* four digits, as every form of ours writes a year */
#define MINUTES_A_DAY (24 * 60)

/* ---- day numbers ----
 *
 * Years are counted from March, so that the leap day is the last of its year, and in eras of 400
 * years, which all have the same 146097 days. */
enum { DAYS_AN_ERA = 146097, DAYS_TO_1970 = 719468 };

static bool is_leap(int year) {
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_in(int year, int month) {
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

date date_of(int year, int month, int day) {
    if (year < 1 || year > LAST_YEAR || month < 1 || month > 12)
        return DATE_NONE;
    if (day < 1 || day > days_in(year, month))
        return DATE_NONE;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int year_of_era = y - era * 400;
    int day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * DAYS_AN_ERA + day_of_era - DAYS_TO_1970;
}

struct ymd date_ymd(date d) {
    if (d == DATE_NONE)
        return (struct ymd){0};
    int64_t z = (int64_t)d + DAYS_TO_1970;
    int64_t era = (z >= 0 ? z : z - DAYS_AN_ERA + 1) / DAYS_AN_ERA;
    int in_era = (int)(z - era * DAYS_AN_ERA);
    int year_of_era = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int day_of_year = in_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int from_march = (5 * day_of_year + 2) / 153;
    int month = from_march < 10 ? from_march + 3 : from_march - 9;
    return (struct ymd){
        .year = (int)(year_of_era + era * 400) + (month <= 2 ? 1 : 0),
        .month = month,
        .day = day_of_year - (153 * from_march + 2) / 5 + 1,
    };
}

int date_weekday(date d) {
    /* Day 0 was a Thursday. */
    return (d % 7 + 7 + 3) % 7 + 1;
}

date date_add_months(date d, int months) {
    if (d == DATE_NONE)
        return DATE_NONE;
    struct ymd at = date_ymd(d);
    int64_t count = (int64_t)at.year * 12 + at.month - 1 + months;
    if (count < 12 || count >= (int64_t)(LAST_YEAR + 1) * 12)
        return DATE_NONE;
    int year = (int)(count / 12);
    int month = (int)(count % 12) + 1;
    int last = days_in(year, month);
    return date_of(year, month, at.day < last ? at.day : last);
}

/* ---- reading ----
 *
 * Each take_… removes what it recognises from the front of *s, or returns false. */

static bool take_digits(str *s, int least, int most, int *out) {
    int v = 0;
    int n = 0;
    while (n < most && n < s->n && s->p[n] >= '0' && s->p[n] <= '9')
        v = v * 10 + (s->p[n++] - '0');
    if (n < least)
        return false;
    *s = str_sub(*s, n, s->n);
    *out = v;
    return true;
}

static bool take(str *s, str word) {
    if (!str_starts(*s, word))
        return false;
    *s = str_sub(*s, word.n, s->n);
    return true;
}

static bool take_iso_date(str *s, date *out) {
    int y = 0;
    int m = 0;
    int d = 0;
    if (!take_digits(s, 4, 4, &y) || !take(s, S("-")) || !take_digits(s, 2, 2, &m))
        return false;
    if (!take(s, S("-")) || !take_digits(s, 2, 2, &d))
        return false;
    *out = date_of(y, m, d);
    return *out != DATE_NONE;
}

date date_parse(str s) {
    date d = DATE_NONE;
    return take_iso_date(&s, &d) && s.n == 0 ? d : DATE_NONE;
}

/* The words between and after the numbers of a date, a row for each way to write one. */
struct date_form {
    str after_year;
    str after_month;
    str after_day;
};

static bool take_form(str *s, const struct date_form *form, date *out) {
    int y = 0;
    int m = 0;
    int d = 0;
    /* 20260102 has no words, so its numbers need all their digits. */
    int least = form->after_year.n == 0 ? 2 : 1;
    if (!take_digits(s, 4, 4, &y) || !take(s, form->after_year))
        return false;
    if (!take_digits(s, least, 2, &m) || !take(s, form->after_month))
        return false;
    if (!take_digits(s, least, 2, &d) || !take(s, form->after_day))
        return false;
    *out = date_of(y, m, d);
    return *out != DATE_NONE;
}

/* The end of a time: seconds, their fraction, the one zone in which the date is the one we mean. */
static bool take_seconds(str *s) {
    int v = 0;
    if (take(s, S(":")) || take(s, S("："))) {
        if (!take_digits(s, 2, 2, &v) || v > 59)
            return false;
        if (take(s, S(".")) && !take_digits(s, 1, 9, &v))
            return false;
    }
    (void)(take(s, S("+08:00")) || take(s, S("+0800")));
    return s->n == 0;
}

static bool is_clock_time(str s) {
    int v = 0;
    (void)(take(&s, S("上午")) || take(&s, S("下午")));
    s = str_trim(s);
    if (!take_digits(&s, 1, 2, &v) || v > 24)
        return false;
    if (take(&s, S("时")) || take(&s, S("点"))) {
        if (take_digits(&s, 1, 2, &v) && (v > 59 || !take(&s, S("分"))))
            return false;
        if (take_digits(&s, 1, 2, &v) && (v > 59 || !take(&s, S("秒"))))
            return false;
        return s.n == 0;
    }
    if (!take(&s, S(":")) && !take(&s, S("：")))
        return false;
    return take_digits(&s, 2, 2, &v) && v <= 59 && take_seconds(&s);
}

/* HHMM or HHMMSS, as data bases append it to 20260102. */
static bool is_packed_time(str s) {
    int hour = 0;
    int minute = 0;
    int second = 0;
    if (!take_digits(&s, 2, 2, &hour) || !take_digits(&s, 2, 2, &minute))
        return false;
    if (s.n > 0 && !take_digits(&s, 2, 2, &second))
        return false;
    return s.n == 0 && hour <= 23 && minute <= 59 && second <= 59;
}

/* What may follow a date. A digit right behind 2026-1-2 would be a longer number, not a time. */
static bool is_ignored_time(str rest, const struct date_form *form) {
    if (rest.n == 0)
        return true;
    bool packed = form->after_year.n == 0;
    if (take(&rest, S("T")))
        return is_clock_time(rest) || (packed && is_packed_time(rest));
    str time = str_trim(rest);
    if (time.n < rest.n)
        return is_clock_time(time) || (packed && is_packed_time(time));
    return packed ? is_packed_time(rest) : form->after_day.n > 0 && is_clock_time(rest);
}

date date_parse_loose(str s) {
    static const struct date_form forms[] = {
        {{"-", 1}, {"-", 1}, {"", 0}},
        {{"/", 1}, {"/", 1}, {"", 0}},
        {{".", 1}, {".", 1}, {"", 0}},
        {{"年", sizeof "年" - 1}, {"月", sizeof "月" - 1}, {"日", sizeof "日" - 1}},
        {{"", 0}, {"", 0}, {"", 0}},
    };
    s = str_trim(s);
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        str rest = s;
        date d = DATE_NONE;
        if (take_form(&rest, &forms[i], &d) && is_ignored_time(rest, &forms[i]))
            return d;
    }
    return DATE_NONE;
}

instant instant_parse(str s) {
    date d = DATE_NONE;
    int hour = 0;
    int minute = 0;
    if (!take_iso_date(&s, &d))
        return INSTANT_NONE;
    if (s.n > 0) {
        if (!take(&s, S("T")) && !take(&s, S(" ")))
            return INSTANT_NONE;
        if (!take_digits(&s, 2, 2, &hour) || !take(&s, S(":")) || !take_digits(&s, 2, 2, &minute))
            return INSTANT_NONE;
    }
    if (s.n > 0 || hour > 23 || minute > 59)
        return INSTANT_NONE;
    return (instant)d * MINUTES_A_DAY + hour * 60 + minute;
}

/* The next run of digits in *s, at most so many of them; -1 when there is none. */
static int next_number(str *s, int most) {
    int v = -1;
    while (s->n > 0 && (s->p[0] < '0' || s->p[0] > '9'))
        *s = str_sub(*s, 1, s->n);
    for (int i = 0; i < most && s->n > 0 && s->p[0] >= '0' && s->p[0] <= '9'; i++) {
        v = (v < 0 ? 0 : v * 10) + (s->p[0] - '0');
        *s = str_sub(*s, 1, s->n);
    }
    return v;
}

/* The time of day in a text that date_parse_loose took; the day's last minute when there is none.
 */
static int time_of_day(str s) {
    ptrdiff_t digits = 0;
    while (digits < s.n && s.p[digits] >= '0' && s.p[digits] <= '9')
        digits++;
    bool packed = digits >= 8;
    (void)next_number(&s, packed ? 8 : 4);
    for (int part = 0; part < 2 && !packed; part++)
        (void)next_number(&s, 2);
    int hour = next_number(&s, 2);
    int minute = next_number(&s, 2);
    return minute < 0 ? MINUTES_A_DAY - 1 : hour * 60 + minute;
}

instant instant_parse_loose(str s) {
    date d = date_parse_loose(s);
    return d == DATE_NONE ? INSTANT_NONE : (instant)d * MINUTES_A_DAY + time_of_day(str_trim(s));
}

static int minute_of_day(instant t) {
    return (int)((t % MINUTES_A_DAY + MINUTES_A_DAY) % MINUTES_A_DAY);
}

date instant_date(instant t) {
    return t == INSTANT_NONE ? DATE_NONE : (date)((t - minute_of_day(t)) / MINUTES_A_DAY);
}

/* ---- writing ---- */

/* By hand: a page holds a dozen dates, and printf would be a good part of its cost. */
static char *put_number(char *p, int v, int digits) {
    for (int i = digits - 1; i >= 0; i--, v /= 10)
        p[i] = (char)('0' + v % 10);
    return p + digits;
}

static char *put_date(char *p, date d) {
    struct ymd at = date_ymd(d);
    p = put_number(p, at.year, 4);
    *p++ = '-';
    p = put_number(p, at.month, 2);
    *p++ = '-';
    return put_number(p, at.day, 2);
}

str date_text(struct arena *a, date d) {
    if (d == DATE_NONE)
        return S("");
    char *p = NEW(a, char, sizeof "2026-01-02");
    return (str){p, put_date(p, d) - p};
}

str date_text_zh(struct arena *a, date d) {
    if (d == DATE_NONE)
        return S("");
    struct ymd at = date_ymd(d);
    return str_fmt(a, "%d年%d月%d日", at.year, at.month, at.day);
}

static char *put_instant(char *p, instant t, char between) {
    p = put_date(p, instant_date(t));
    *p++ = between;
    p = put_number(p, minute_of_day(t) / 60, 2);
    *p++ = ':';
    return put_number(p, minute_of_day(t) % 60, 2);
}

str instant_text(struct arena *a, instant t) {
    if (t == INSTANT_NONE)
        return S("");
    char *p = NEW(a, char, sizeof "2026-01-02 09:00");
    return (str){p, put_instant(p, t, ' ') - p};
}

str instant_rfc3339(struct arena *a, instant t) {
    if (t == INSTANT_NONE)
        return S("");
    char minutes[sizeof "2026-01-02T09:00"];
    str head = {minutes, put_instant(minutes, t, 'T') - minutes};
    return str_cat(a, head, S(":00+08:00"));
}
