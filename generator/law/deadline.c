/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * deadline.c — by when a record must be on line, and how that day is counted.
 *
 * In:    facts, deadlines.csv, the calendar
 * Out:   the due day, the counting in words
 * Law:   国办发〔2018〕118号 (7 and 20 working days), 民法典 art. 201–203
 * Never: hides that a day is provisional
 */
#include "law/rows.h"

/* ---- the row that applies ---- */

/* The day counting begins. A service or effect that is not told counts from the decision, which is
 * earlier: a missing field never makes a deadline later. */
static date day_zero(const struct facts *f, enum anchor anchor) {
    date day = DATE_NONE;
    if (anchor == ANCHOR_SERVED)
        day = f->served;
    else if (anchor == ANCHOR_EFFECTIVE)
        day = f->effective;
    else if (anchor == ANCHOR_DECIDED)
        day = f->decided;
    return day != DATE_NONE ? day : f->anchor;
}

void deadline_of(const struct policy *p, const struct facts *f, struct ruling *r) {
    const struct rule_row *row = policy_find(p, TABLE_DEADLINES, f, ANY_BIT, governing_day(f));
    r->due = DATE_NONE;
    r->due_from = DATE_NONE;
    if (row == NULL)
        return;
    const struct deadline_row *d = &row->deadline;
    r->due_rule = row->id;
    r->due_citation = row->citation;
    r->due_from = day_zero(f, d->anchor);
    r->due_days = d->days;
    if (r->due_from == DATE_NONE)
        return;
    if (d->fixed.day != 0)
        r->due = fixed_day_after(p, r->due_from, &d->fixed);
    else if (d->days > 0)
        r->due = workday_after(p, r->due_from, d->days, &r->due_provisional);
}

/* ---- the row as staff name it ---- */

static bool names_kind(str named, enum kind k, int term) {
    return str_eq(named, str_of(kind_slug(k, term)));
}

/* A category, a kind, or the folder of either: 行政处罚, decision, cf. */
static bool facts_named(str named, struct facts *f) {
    *f = (struct facts){.kind = KIND_decision, .term = term_of(VOCAB_category, named)};
    for (int i = 1; f->term == 0 && i <= CATEGORY_OTHER; i++)
        if (names_kind(named, KIND_decision, i))
            f->term = i;
    if (f->term != 0)
        return true;
    f->kind = (int32_t)kind_of(named);
    for (int k = 1; f->kind == KIND_NONE && k < KINDS; k++)
        if (k != KIND_decision && names_kind(named, (enum kind)k, 0))
            f->kind = k;
    return f->kind != KIND_NONE;
}

int deadline_days(const struct policy *p, str named, date on, str *citation) {
    struct facts f;
    *citation = (str){0};
    if (!facts_named(str_trim(named), &f))
        return 0;
    const struct rule_row *row = policy_find(p, TABLE_DEADLINES, &f, ANY_BIT, on);
    if (row == NULL)
        return 0;
    *citation = row->citation;
    return row->deadline.days;
}

date duty_due(const struct policy *p, str named, date after, str *citation) {
    enum duty duty;
    *citation = (str){0};
    if (!duty_named(str_trim(named), &duty))
        return DATE_NONE;
    const struct facts none = {.kind = KIND_NONE};
    const struct rule_row *row = policy_find(p, TABLE_DUTIES, &none, UINT32_C(1) << duty, after);
    if (row == NULL)
        return DATE_NONE;
    *citation = row->citation;
    return fixed_day_after(p, after, &row->duty);
}

/* ---- the counting in words ---- */

enum day_class { DAY_WORK, DAY_MADE_UP, DAY_WEEKEND, DAY_HOLIDAY };

/* Days of one class (and one festival) in a row, and the working days counted before them. */
struct stretch {
    enum day_class class;
    str name;
    date first;
    date last;
    int before;
};

static enum day_class day_class_of(const struct calendar *c, date d, str *name) {
    const struct listed_day *listed = calendar_listed(c, d);
    bool weekend = date_weekday(d) > 5;
    *name = (str){0};
    if (listed == NULL)
        return weekend ? DAY_WEEKEND : DAY_WORK;
    if (listed->work && !weekend)
        return DAY_WORK;
    *name = listed->name;
    return listed->work ? DAY_MADE_UP : DAY_HOLIDAY;
}

/* 2026-10-12（周一）; without the year inside the year of day 0. */
static void put_day(struct buf *out, date d, int year, bool weekday) {
    static const char *const names[] = {"", "一", "二", "三", "四", "五", "六", "日"};
    struct ymd day = date_ymd(d);
    if (day.year != year)
        buf_fmt(out, "%04d-", day.year);
    buf_fmt(out, "%02d-%02d", day.month, day.day);
    if (weekday)
        buf_fmt(out, "（周%s）", names[date_weekday(d)]);
}

static void put_counted(struct buf *out, const struct stretch *s) {
    int n = s->last - s->first + 1;
    if (s->class == DAY_MADE_UP)
        buf_fmt(out, "%.*s调休上班，", STR(s->name));
    if (n == 1)
        buf_fmt(out, "计为第 %d 个工作日\n", s->before + 1);
    else
        buf_fmt(out, "计 %d 个工作日（第 %d—%d 个）\n", n, s->before + 1, s->before + n);
}

static void put_stretch(struct buf *out, const struct stretch *s, int year) {
    bool one = s->first == s->last;
    put_day(out, s->first, year, one);
    if (!one) {
        buf_str(out, S("—"));
        put_day(out, s->last, year, false);
        buf_char(out, ' ');
    }
    if (s->class == DAY_WEEKEND)
        buf_str(out, S("周末，不计\n"));
    else if (s->class == DAY_HOLIDAY)
        buf_fmt(out, "%.*s放假，不计\n", STR(s->name));
    else
        put_counted(out, s);
}

/* The stretch that begins on s->first and ends before `end` at the latest. */
static void find_stretch(const struct calendar *c, struct stretch *s, date end) {
    s->class = day_class_of(c, s->first, &s->name);
    for (s->last = s->first; s->last + 1 < end; s->last++) {
        str name;
        if (day_class_of(c, s->last + 1, &name) != s->class || !str_eq(name, s->name))
            break;
    }
}

void deadline_explain(const struct policy *p, date from, int n, struct buf *out) {
    bool provisional = false;
    date due = workday_after(p, from, n, &provisional);
    if (due == DATE_NONE)
        return;
    int year = date_ymd(from).year;
    put_day(out, from, 0, true);
    buf_str(out, S("为第 0 日，不计入\n"));
    struct stretch s = {.first = from + 1};
    while (s.first < due) {
        find_stretch(&p->calendar, &s, due);
        put_stretch(out, &s, year);
        if (s.class == DAY_WORK || s.class == DAY_MADE_UP)
            s.before += s.last - s.first + 1;
        s.first = s.last + 1;
    }
    put_day(out, due, 0, true);
    buf_fmt(out, "为第 %d 个工作日，当日 24:00 前公示\n", n);
    if (provisional)
        buf_fmt(
            out,
            "暂定：节假日表只有 %d 至 %d 年，其余日期按周一至周五计算，放假安排公布后重新计算\n",
            p->calendar.first_year, p->calendar.last_year);
}
