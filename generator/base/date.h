/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * date.h — civil dates as day numbers, instants as minutes, both in Asia/Shanghai (UTC+8).
 *
 * In:    text
 * Out:   date, instant
 * Law:   民法典 art. 200 (公历), GB/T 7408 (how a date is written)
 * Never: asks the clock or the time zone of the machine
 */
#ifndef GONGSHI_BASE_DATE_H
#define GONGSHI_BASE_DATE_H

#include "base/str.h"

/* Days since 1970-01-01, proleptic Gregorian. Absent is DATE_NONE; it sorts before every date. */
typedef int32_t date;
#define DATE_NONE INT32_MIN

/* Minutes since 1970-01-01T00:00 in Shanghai civil time. Absent is INSTANT_NONE. */
typedef int64_t instant;
#define INSTANT_NONE INT64_MIN

struct ymd {
    int year;
    int month; /* 1–12 */
    int day;   /* 1–31 */
};

/* The day number of a calendar day; DATE_NONE when there is no such day (2026-02-30). */
date date_of(int year, int month, int day);
struct ymd date_ymd(date d);

/* 1 = Monday … 7 = Sunday. */
int date_weekday(date d);

/* d plus calendar months or years; the 31st becomes the last day of a shorter month. */
date date_add_months(date d, int months);

/* Parses exactly YYYY-MM-DD; DATE_NONE on anything else. */
date date_parse(str s);

/* Parses what staff write: 2026-01-02, 2026/1/2, 2026.1.2, 2026年1月2日, 20260102, each possibly
 * followed by a time of day that is ignored; DATE_NONE on anything else. */
date date_parse_loose(str s);

/* YYYY-MM-DD, or "" for DATE_NONE. */
str date_text(struct arena *a, date d);

/* 2026年1月2日, or "" for DATE_NONE. */
str date_text_zh(struct arena *a, date d);

/* Parses YYYY-MM-DD or YYYY-MM-DDTHH:MM (a space for the T is taken too). */
instant instant_parse(str s);
date instant_date(instant t);

/* Parses what date_parse_loose takes, with its time of day (20260102, 202601020930, 2026年1月2日
 * 9:30 …). A day alone is its last minute; INSTANT_NONE on anything else. */
instant instant_parse_loose(str s);

/* YYYY-MM-DD HH:MM — the form of PubDate (国办发〔2017〕47号). */
str instant_text(struct arena *a, instant t);

/* YYYY-MM-DDTHH:MM:00+08:00 — RFC 3339, for sitemaps and feeds. */
str instant_rfc3339(struct arena *a, instant t);

#endif
