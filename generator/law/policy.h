/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * policy.h — the tables of content/law/ as the law folder sees them. (private to law/)
 *
 * In:    checked tables
 * Out:   struct policy, the row that applies to given facts
 * Law:   law.md §1: the highest applicable rank wins, two of equal rank are an error
 * Never: changes after policy_load
 */
#ifndef GONGSHI_LAW_POLICY_H
#define GONGSHI_LAW_POLICY_H

#include "base/csv.h"
#include "law/law.h"
#include "law/treatment.h"

enum table {
    TABLE_HOLIDAYS,
    TABLE_DEADLINES,
    TABLE_TERMS,
    TABLE_SEVERITY,
    TABLE_CHANGES,
    TABLE_REVIEW,
    TABLE_EXEMPTIONS,
    TABLE_REMEDIES,
    TABLE_MASKING,
    TABLE_KINDS,
    TABLE_CHAINS,
    TABLE_DUTIES,
    TABLE_BASES,
    TABLES
};

#define ANY_BIT UINT32_MAX  /* a set that holds everything: the empty cell */
#define DAY_OPEN INT32_MAX  /* valid_to of a row without an end */
#define DAY_FOREVER 47481   /* 2099-12-31, which stands for 长期 */
#define TERM_SLOTS 16       /* terms of a kind that the index tells apart */
#define CALENDAR_BEGIN 7305 /* 1990-01-01: days before it are counted one by one */
#define CALENDAR_DAYS 44194 /* … to 2110-12-31 */

/* So many months and days: 3月, 60日, 1年. Both 0 for none. */
struct span {
    int months;
    int days;
};

/* Whom a row is for. Sets are bits (bit = value of the enum); empty lists mean any. */
struct scope {
    uint32_t kinds;
    uint32_t terms; /* categories at bit 0–15, document classes at 16–31 */
    uint32_t parties;
    uint32_t classes;     /* severity 1–3 */
    struct strs agencies; /* codes */
    struct strs sectors;
};

enum anchor { ANCHOR_FORMED, ANCHOR_DECIDED, ANCHOR_SERVED, ANCHOR_EFFECTIVE, ANCHOR_PUBLISHED };
enum effect { EFFECT_WITHDRAW, EFFECT_EXPIRE, EFFECT_STATUS, EFFECT_RESTORE, EFFECT_KEEP };
/* At its maximum a term ends by itself; or so if the duties are fulfilled; or when somebody
 * approves. */
enum ending { ENDING_APPROVAL, ENDING_FULFILLED, ENDING_AUTOMATIC };
enum exemption { EXEMPTION_MINOR, EXEMPTION_SECRET, EXEMPTION_SLIGHT };
enum remedy { REMEDY_RECONSIDERATION, REMEDY_LAWSUIT };
enum duty { DUTY_MONTHLY, DUTY_FORM, DUTY_ANNUAL };

/* What a fixed day does that is no working day. */
enum shift { SHIFT_NONE, SHIFT_BEFORE, SHIFT_AFTER };

/* A day of each year, or (month 0) of each month; day 0 for none. */
struct fixed_day {
    int month;
    int day;
    enum shift shift;
};

/* Working days from the anchor; or the first fixed day after it. */
struct deadline_row {
    enum anchor anchor;
    int days;
    struct fixed_day fixed;
};

struct term_row {
    enum anchor anchor;
    enum ending ending;
    struct span minimum;
    struct span maximum;
};

/* A row of severity or review: all conditions that are given must hold. */
struct weight_row {
    int severity;       /* what severity.csv assigns; 0 in review.csv */
    uint32_t penalties; /* any of these kinds of penalty */
    int64_t amount;     /* at least, in 分; WHOLE_NONE for any */
    uint32_t procedures;
    uint32_t flags; /* any of FACT_HEARING, FACT_COLLECTIVE, FACT_TRANSFERRED; 0 for no condition */
    struct strs matters; /* beginnings of matter codes */
};

/* What a kind of record needs: whether it is published at all, what its officers' certificates are
 * held against, and how many working days before it is due a hold becomes urgent. */
enum certificates { CERTIFICATES_UNTESTED, CERTIFICATES_VALID, CERTIFICATES_LISTED };
struct kind_row {
    bool published;
    enum certificates certificates;
    int urge;
};

/* The approvals a record needs, in order; authority 0 is anybody's. */
#define CHAIN_STEPS 4
struct chain_step {
    int32_t word; /* enum approval_word: 审签 审核 同意 备案 */
    uint32_t authority;
};
struct chain_row {
    struct chain_step steps[CHAIN_STEPS];
    int n;
};

/* A law, regulation or rule that decisions and matters rest on. */
struct basis_row {
    str name;
    str number; /* 文号, absent for none */
    date from;
    date repealed;
    str successor;
    str quoted[2]; /* as texts cite it: 《民法典》, 《中华人民共和国民法典》 */
};

/* A row of masking.csv; whose and what are in `about`. */
struct masking_row {
    enum treatment treatment;
    struct strs words; /* what deliveries call the other persons it is for; none: all */
};

struct change_row {
    enum effect effect;
    int days; /* working days to carry it out publicly, 0 for none */
};

/* One row: what all tables have, then what its own table says. Rows whose `about` have no bit in
 * common speak of different things and never contradict each other. */
struct rule_row {
    str id;
    str citation;
    int rank;
    date valid_from;
    date valid_to;
    int64_t line;
    struct scope scope;
    /* bits of enum channel, change, exemption, remedy, duty, or ABOUT(); else ANY_BIT */
    uint64_t about;
    union {
        struct deadline_row deadline;
        struct term_row term;
        struct weight_row weight;
        struct change_row change;
        struct kind_row kind;
        struct chain_row chain;
        struct fixed_day duty;
        bool exempts;
        struct span remedy;
        struct masking_row masking;
    };
};

/*   by[kind * TERM_SLOTS + term] ──► highest rank, …, lowest rank, NULL     (scope not yet tested)
 */
struct rule_table {
    str file;
    struct rule_row *rows;
    int n;
    const struct rule_row **by[KINDS * TERM_SLOTS];
};

/* A day of the holiday table. */
struct listed_day {
    date day;
    bool work;
    str name;
    int year;
    int64_t line;
};

/*   before[d]  working days from CALENDAR_BEGIN to day d − 1      workdays[k]  the k-th of them
 * so the n-th working day after d is workdays[before[d + 1] + n − 1]. */
struct calendar {
    struct listed_day *listed; /* in order of day */
    int n;
    int first_year;
    int last_year;
    str file;
    int32_t *before;
    date *workdays;
};

struct policy {
    const struct agency *agencies;
    int agency_count;
    const struct agency **named; /* hash table: code, name, former names */
    const str *names;
    size_t slots;
    struct calendar calendar;
    struct rule_table tables[TABLES]; /* those with rank and scope */
    struct basis_row *bases;
    int basis_count;
    struct detector *detector; /* of what nobody declared (law/detect.h) */
    /* How a text alone is treated: as a decision on an organisation of which nothing else is known.
     */
    enum treatment of_text[ROLES][VALUE_KINDS];
    struct sha256 digest;
    str deadline_tables;
};

/* The agency with this code, name or former name; NULL when there is none. */
const struct agency *agency_named(const struct policy *p, str named);

/* The day whose law governs the record: decided, else formed, else effective, else DATE_NONE. */
date governing_day(const struct facts *f);

/* Rows for this kind and term, highest rank first, up to a NULL; and whether one of them applies
 * to these facts on a day. DATE_NONE asks for rows without an end. */
const struct rule_row *const *policy_rows(const struct policy *p, enum table t,
                                          const struct facts *f);
bool row_applies(const struct policy *p, const struct rule_row *row, const struct facts *f,
                 date on);

/* The applicable row of the highest rank about one of these things, or NULL. */
const struct rule_row *policy_find(const struct policy *p, enum table t, const struct facts *f,
                                   uint64_t about, date on);

/* The row on a change that happened on a day, else the one without an end; NULL for a gap. */
const struct rule_row *change_row_of(const struct policy *p, const struct facts *f, int change,
                                     date on);

/* What the table of bases says of the laws that a matter, a guide or a decision rests on
 * (law/basis.c). */
struct strs basis_notes(struct arena *a, const struct policy *p, const struct disclosure *d);

/* d plus a span: months first, then days. */
date span_after(date d, struct span s);

/* Fills the calendar from holidays.csv: listed days must be sorted (law/calendar.c). */
void calendar_build(struct arena *a, struct calendar *c);

/* The first fixed day after `from`, moved as the row says when it is no working day. */
date fixed_day_after(const struct policy *p, date from, const struct fixed_day *fixed);

/* The first day on whose evening at most n working days are left until the due day's end. */
date workday_before(const struct policy *p, date due, int n);

/* The listed day, or NULL. */
const struct listed_day *calendar_listed(const struct calendar *c, date d);

/* What a delivered word names, as bits; 0 for none of them (law/facts.c). */
uint32_t penalties_of(str word);

#endif
