/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * law.h — the door of law: records become disclosures.
 *
 * In:    struct record, struct history, an as-of day, struct policy
 * Out:   struct facts, struct ruling, struct disclosure
 * Law:   law.md §1–§3; every row of content/law/ carries its citation
 * Never: has an effect: a ruling is a pure function of (record, history, as-of, policy)
 */
#ifndef GONGSHI_LAW_LAW_H
#define GONGSHI_LAW_LAW_H

#include "base/diag.h"
#include "intake/record.h"
#include "law/disclosure.h"
#include "law/ruling.h"

/* ---- policy: the tables of content/law/ and the agencies of site.conf ---- */

/* One table as read: `name` is "deadlines", "terms" …, file what diagnostics call it. */
struct policy_source {
    str name;
    str file;
    str text; /* UTF-8 */
};

/* An agency the site knows: code for addresses, full name, former names (曾用名), who came after
 * it. */
struct agency {
    str code;
    str name;
    struct strs former;
    str sector;
    str successor; /* code of the agency that took over its duties; absent while it exists … */
    date until;    /* … and the first day on which it did */
    str uscc;      /* absent: its decisions say it themselves */
};

/* All tables, checked; read-only afterwards, so threads share it (law/policy.h for this folder). */
struct policy;

/* Names of the tables that policy_load wants, NULL-terminated: "holidays", "deadlines", "terms",
 * "severity", "changes", "review", "exemptions", "remedies", "masking", "kinds", "chains",
 * "duties", "bases". */
extern const char *const policy_tables[];

/* What policy_load reads; all kept by reference. */
struct policy_input {
    const struct policy_source *tables;
    int n;
    const struct agency *agencies;
    int agency_count;
};

/* Reads the tables; NULL after ERROR diagnostics when one is missing, misspelt or contradicts
 * itself (two rows of equal rank that overlap). */
struct policy *policy_load(struct arena *a, const struct policy_input *in, struct diags *diags);

/* One E409 for each table and sort of record, and for each change and remedy, that no row speaks of
 * from some day on (or at all); how many. Records in a gap are held. */
int policy_gaps(const struct policy *p, struct diags *diags);

/* SHA-256 over all tables: a changed digest means every record is ruled anew. */
struct sha256 policy_digest(const struct policy *p);

/* The first twelve digits of the SHA-256 over the tables that deadlines are counted with (holidays,
 * deadlines): the ledger keeps which one each deadline was counted by. */
str policy_deadline_tables(const struct policy *p);

/* The agency that a record names by code, name or former name; NULL when the site lists none. */
const struct agency *policy_agency(const struct policy *p, str named);

/* ---- calendar and deadlines (law/calendar.c, law/deadline.c) ---- */

/* The first and last year the holiday table covers. */
void calendar_years(const struct policy *p, int *first, int *last);

/* One year of the table for people: a line for each stretch of free days, with the make-up workdays
 * of the festival, and how many working days the year has. */
void calendar_print(const struct policy *p, int year, struct buf *out);

/* Warns from 1 November on while the table of the next year is missing. */
void calendar_check(const struct policy *p, date as_of, struct diags *diags);

/* A working day: a weekday that is no listed holiday, or a listed make-up workday (民法典 art. 203,
 * 行政处罚法 art. 85). */
bool calendar_is_workday(const struct policy *p, date d);

/* The n-th working day after `from` (which is day 0). *provisional (may be NULL) is set to whether
 * a counted day lies outside the table. n from 1 to WORKDAYS_MOST, else DATE_NONE. */
#define WORKDAYS_MOST 1000
date workday_after(const struct policy *p, date from, int n, bool *provisional);

/* The deadline row for these facts (highest applicable rank): fills the due members of *r. Without
 * a row due_rule stays absent; a row of 0 days, or a day 0 that is not yet known, leaves due at
 * DATE_NONE. */
void deadline_of(const struct policy *p, const struct facts *f, struct ruling *r);

/* The deadline row of a kind or category named as staff do (行政处罚, cf, decision …), for `gongshi
 * deadline DATE KIND`: days, and the citation; 0 when there is none. */
int deadline_days(const struct policy *p, str named, date on, str *citation);

/* When a duty of the office is next due after a day (duties.csv: 月报告, 双公示月报表, 统计年报),
 * moved off a day of rest as its row says; DATE_NONE when there is no such duty. */
date duty_due(const struct policy *p, str named, date after, str *citation);

/* How it was counted, in Chinese, one line per stretch of days, each ending in a line break. */
void deadline_explain(const struct policy *p, date from, int n, struct buf *out);

/* ---- rulings (law/facts.c, law/rule.c, law/term.c) ---- */

/* The facts of a record. `agency_code` is the resolved code. No padding: memcmp compares them. */
struct facts facts_of(const struct policy *p, const struct record *r, str agency_code);

/* Sets severity and major as these tables have them: for stored facts after a change of policy. */
void facts_weigh(const struct policy *p, struct facts *f);

/* How long it is public, by channel; the two are never mixed. */
enum channel { CHANNEL_PORTAL, CHANNEL_CREDIT };
struct publication_term {
    date from;          /* the decision, or the first publication, as the row says */
    date earliest;      /* end of the minimum: a party may ask for repair after it; or DATE_NONE */
    date until;         /* last day of the maximum, DATE_NONE when there is none */
    bool automatic;     /* ends by itself at `until`; else only when somebody approves */
    bool by_publishing; /* `from` is the day of publication */
    str rule;
    str citation;
};

/* The term row that applies; `published` is the first-published day, or the day on which it would
 * be. False when no row applies. A permit's term never ends before the permit does. */
bool publication_term_of(const struct policy *p, const struct facts *f, date published,
                         enum channel channel, struct publication_term *out);

/* The ruling on one record as of a day; `h` may be NULL for none. Pure. For an event record
 * `target_known` says whether its decision is in the ledger; ignored for other kinds. */
struct ruling rule(const struct policy *p, const struct facts *f, const struct history *h,
                   date as_of, bool target_known);

/* Whether one officer's certificate was valid on a day: v are the n entries of that officer. */
bool certificate_covers(const struct officer_fact *v, int n, date day);

/* Whether what the list says of one officer (n entries, 0: not listed) can hold a decision of that
 * day, under some row of the policy. */
bool certificate_matters(const struct policy *p, const struct officer_fact *v, int n, date day);

/* What a change of this kind does to its decision (content/law/changes.csv): RULING_WITHDRAW,
 * RULING_EXPIRE, RULING_PUBLISH (stays, with or without a status, or restored). */
enum verb change_effect(const struct policy *p, int change, int category, date on, str *citation);

/* Rights of the party counted from 送达日期 (law.md §6): DATE_NONE without it. */
void remedies_of(const struct policy *p, const struct facts *f, date *reconsider_by, date *sue_by);

/* ---- disclosure (law/disclose.c, law/mask.c, law/name.c) ---- */

/* A value that must not be reachable in the public tree: handed to release/verify through the
 * ledger as keyed digests. Names and addresses are searched for in the files that show the record,
 * identifiers everywhere. */
enum secret_kind { SECRET_NAME, SECRET_ADDRESS, SECRET_NUMBER };
struct secret {
    str value;
    enum secret_kind kind;
    bool everywhere; /* an identifier or mobile number; landlines are shared */
    bool in_public; /* inside a public name (张三 in 张三食品店): not searched for afterwards */
    unsigned char treatment; /* what masking.csv says of it (law/treatment.h) */
};
struct secrets {
    struct secret *v;
    int n;
};

/* Everything private of a record, as delivered: names of natural persons (party, persons), ID and
 * phone numbers, accounts, plates, addresses; not the name of a representative who is shown.
 * Duplicates once. */
struct secrets secrets_of(struct arena *a, const struct policy *p, const struct record *r);

/* What a clerk decided of doubtful words of this record (desk/approvals.csv, 隐名裁决): each goes,
 * or stays, wherever it stands in it. */
struct decided {
    struct strs hide;
    struct strs keep;
};

/* The public face of a record under its ruling. `own` is where to leave its secrets (secrets_of),
 * `also` are secrets of a related record (an event sweeps those of its decision); both may be NULL.
 * False when masking cannot be sure: then the caller sets FACT_QUARANTINED and rules again.
 * Diagnostics name field and shape only. */
struct ruled {
    const struct record *record;
    const struct facts *facts;
    const struct ruling *ruling;
    struct secrets *own;
    const struct secrets *also;
    const struct decided *decided; /* may be NULL */
    struct strs *doubts;           /* where to tell what a clerk must decide; may be NULL */
};
bool disclose(struct arena *a, const struct policy *p, const struct ruled *what,
              struct disclosure *out, struct diags *diags);

/* What the ruling adds to a public face: deadline, term, status, rights. Neither the record nor the
 * face is looked at. */
void disclosure_rule(const struct policy *p, const struct ruled *what, struct disclosure *out);
/* … and what became of the laws and the agency that the face names. */
void disclosure_note(struct arena *a, const struct policy *p, struct disclosure *out);

/* Masks a free text, for `gongshi mask`: replaces the given names by pseudonyms, removes the given
 * values, and then whatever is found that nobody declared, unless it is one of `publics`. What is
 * doubtful goes. False when that could not be done: then *out holds nothing of the text. */
struct masking {
    str text;
    struct strs names;
    struct strs values;
    struct strs publics;
};
bool mask_text(struct arena *a, const struct policy *p, const struct masking *what, str *out);

#endif
