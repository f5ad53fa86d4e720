/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * calendar.c — which days are working days, and how many lie between two of them.
 *
 * In:    holidays.csv
 * Out:   working days by number, in constant time
 * Law:   民法典 art. 203, 行政处罚法 art. 85, the yearly notice of 国务院办公厅
 * Never: takes a year without a notice for certain
 */
#include "law/policy.h"

#define NOTICE_MONTH 11 /* by November the notice for the next year is out */

/* ---- building ---- */

/* By the table where it speaks, else Monday to Friday. */
static bool is_workday(const struct calendar *c, date d) {
    const struct listed_day *listed = calendar_listed(c, d);
    return listed != NULL ? listed->work : date_weekday(d) <= 5;
}

void calendar_build(struct arena *a, struct calendar *c) {
    int32_t count = 0;
    c->before = NEW(a, int32_t, CALENDAR_DAYS + 1);
    c->workdays = NEW(a, date, CALENDAR_DAYS);
    for (int i = 0; i < CALENDAR_DAYS; i++) {
        c->before[i] = count;
        if (is_workday(c, CALENDAR_BEGIN + i))
            c->workdays[count++] = CALENDAR_BEGIN + i;
    }
    c->before[CALENDAR_DAYS] = count;
}

/* ---- asking ---- */

const struct listed_day *calendar_listed(const struct calendar *c, date d) {
    int low = 0, high = c->n;
    while (low < high) {
        int middle = low + (high - low) / 2;
        if (c->listed[middle].day < d)
            low = middle + 1;
        else
            high = middle;
    }
    return low < c->n && c->listed[low].day == d ? &c->listed[low] : NULL;
}

void calendar_years(const struct policy *p, int *first, int *last) {
    *first = p->calendar.first_year;
    *last = p->calendar.last_year;
}

bool calendar_is_workday(const struct policy *p, date d) {
    return is_workday(&p->calendar, d);
}

void calendar_check(const struct policy *p, date as_of, struct diags *diags) {
    struct ymd today = date_ymd(as_of);
    int wanted = today.month >= NOTICE_MONTH ? today.year + 1 : today.year;
    if (p->calendar.last_year < wanted)
        diag(diags, DIAG_HOLIDAY_NEXT, (struct place){.file = p->calendar.file}, "%d", wanted);
}

/* ---- for people ---- */

static void put_day(struct buf *out, date d) {
    static const char *const names[] = {"", "一", "二", "三", "四", "五", "六", "日"};
    struct ymd day = date_ymd(d);
    buf_fmt(out, "%02d-%02d（周%s）", day.month, day.day, names[date_weekday(d)]);
}

/* The free days of one festival from listed[at] on, in a row; returns where they end. */
static int put_holiday(const struct calendar *c, int at, struct buf *out) {
    int last = at;
    while (last + 1 < c->n && c->listed[last + 1].day == c->listed[last].day + 1 &&
           !c->listed[last + 1].work && str_eq(c->listed[last + 1].name, c->listed[at].name))
        last++;
    buf_fmt(out, "  %.*s放假 ", STR(c->listed[at].name));
    put_day(out, c->listed[at].day);
    if (last > at) {
        buf_str(out, S("—"));
        put_day(out, c->listed[last].day);
    }
    buf_fmt(out, "，%d 天\n", last - at + 1);
    return last;
}

void calendar_print(const struct policy *p, int year, struct buf *out) {
    const struct calendar *c = &p->calendar;
    date from = date_of(year, 1, 1) - CALENDAR_BEGIN, to = date_of(year + 1, 1, 1) - CALENDAR_BEGIN;
    if (from >= 0 && to <= CALENDAR_DAYS)
        buf_fmt(out, "%d 年：%d 个工作日\n", year, c->before[to] - c->before[from]);
    for (int i = 0; i < c->n; i++) {
        if (date_ymd(c->listed[i].day).year != year)
            continue;
        if (!c->listed[i].work) {
            i = put_holiday(c, i, out);
            continue;
        }
        buf_fmt(out, "  %.*s调休上班 ", STR(c->listed[i].name));
        put_day(out, c->listed[i].day);
        buf_char(out, '\n');
    }
}

/* Days outside the prepared span are rare (a mistyped century) and counted one by one. */
static date count_slowly(const struct calendar *c, date from, int n) {
    date d = from;
    while (n > 0)
        n -= is_workday(c, ++d) ? 1 : 0;
    return d;
}

static date nth_workday(const struct calendar *c, date from, int n) {
    int32_t day = from + 1 - CALENDAR_BEGIN;
    if (day < 0 || day > CALENDAR_DAYS || c->before[day] + n > c->before[CALENDAR_DAYS])
        return count_slowly(c, from, n);
    return c->workdays[c->before[day] + n - 1];
}

date workday_before(const struct policy *p, date due, int n) {
    const struct calendar *c = &p->calendar;
    int32_t day = due + 1 - CALENDAR_BEGIN;
    if (day < 0 || day > CALENDAR_DAYS || c->before[day] <= n)
        return due - n;
    return n == 0 ? due : c->workdays[c->before[day] - n - 1];
}

static date fixed_in(int year, int month, int day) {
    date d = date_of(year, month, day);
    return d != DATE_NONE ? d : date_of(year, month, 28);
}

/* The first such day: 31 January of the next year for an annual report, the first of the next month
 * for a monthly one. */
static date next_fixed(date from, const struct fixed_day *fixed) {
    struct ymd at = date_ymd(from);
    int month = fixed->month == 0 ? at.month : fixed->month;
    date day = fixed_in(at.year, month, fixed->day);
    if (day > from)
        return day;
    if (fixed->month != 0)
        return fixed_in(at.year + 1, month, fixed->day);
    return fixed_in(at.month == 12 ? at.year + 1 : at.year, at.month % 12 + 1, fixed->day);
}

date fixed_day_after(const struct policy *p, date from, const struct fixed_day *fixed) {
    date day = next_fixed(from, fixed);
    int step = fixed->shift == SHIFT_BEFORE ? -1 : 1;
    while (fixed->shift != SHIFT_NONE && !is_workday(&p->calendar, day))
        day += step;
    return day;
}

date workday_after(const struct policy *p, date from, int n, bool *provisional) {
    const struct calendar *c = &p->calendar;
    bool certain = false;
    date due = DATE_NONE;
    if (from > date_of(1, 1, 1) && from < date_of(9990, 1, 1) && n >= 1 && n <= WORKDAYS_MOST) {
        due = nth_workday(c, from, n);
        certain = c->n > 0 && from + 1 >= date_of(c->first_year, 1, 1) &&
                  due <= date_of(c->last_year, 12, 31);
    }
    if (provisional != NULL)
        *provisional = !certain;
    return due;
}
