/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * desk.h — what a run did and what is now to be done, as the staff are told it.
 *
 * In:    records, disclosures, rulings in words
 * Out:   struct desk
 * Law:   国办发〔2018〕118号 (deadlines), 三 (全过程记录)
 * Never: is handed to pages, search, release or open data: previews hold what is not public
 */
#ifndef GONGSHI_OFFICE_DESK_H
#define GONGSHI_OFFICE_DESK_H

#include "intake/record.h"
#include "law/disclosure.h"

/* One record in a list. But for previews all of it is masked, so that it may stand in a mail. */
struct desk_item {
    str id; /* the last part of its address */
    str path;
    str number;
    str party; /* masked; absent while masking is not sure */
    str matter;
    str agency;
    str kind; /* 行政处罚 */
    str verb; /* 暂缓 */
    str why;
    str action;      /* what to do, in words */
    str rule;        /* hold.review-missing */
    str from;        /* b-decisions.jsonl:1 */
    bool unsure;     /* how to mask it */
    bool backfilled; /* 补录: not late, whenever it came */
    date due;
    bool provisional;
    date until;        /* last day of its publication */
    instant published; /* first */
};

/* What is listed of them, and how many there are. */
struct desk_list {
    struct desk_item *v;
    int n;
    int64_t all;
};

/* Where deliveries come from, and when the last one came. */
struct desk_source {
    str name;
    str file;
    instant received; /* INSTANT_NONE: never */
    int64_t delivered;
    int64_t rejected;
    bool failed;  /* in this run */
    str workbook; /* rejects, beside the report; absent when nothing is wrong */
};

/* A sort of finding in this run's deliveries that kept rows back. */
struct desk_fault {
    str source;
    str code;
    str text;
    str fix;
    int64_t rows;
    str workbook; /* beside the report */
    bool unsent;  /* of rows that a platform would not take; the source is the target */
};

struct desk_rate {
    const char *title;
    const char *meaning;
    int64_t good;
    int64_t all;
};

/* As delivered and as the public sees it, or would see it. */
struct desk_preview {
    struct desk_item item;
    const struct record *record;
    const struct disclosure *disclosure; /* NULL: masking is not sure */
    struct strs doubts;                  /* then: the words that a clerk must decide */
};

enum desk_state { DESK_PUBLISHED, DESK_QUIET, DESK_WAITING, DESK_REFUSED, DESK_RESTORED };

struct desk {
    str site;
    instant as_of;
    date today;
    int64_t run;
    enum desk_state state;
    str problems; /* DESK_REFUSED: why, a line each */
    int64_t held;
    int64_t refused;
    int64_t overdue;          /* of both */
    int64_t within[3];        /* waiting, due in 1, 3, 7 days */
    int64_t standing;         /* on line */
    struct desk_list waiting; /* held and refused, the most urgent first */
    struct desk_list fresh;
    struct desk_list changed;
    struct desk_list ended;
    struct desk_list late; /* of the fresh: after their day */
    struct desk_list expiring;
    struct desk_source *sources;
    int source_count;
    struct desk_fault *faults;
    int fault_count;
    struct desk_rate *rates;
    int rate_count;
    struct desk_preview *previews;
    int preview_count;
    int64_t previews_left; /* held records without one */
};

extern const int desk_days[3]; /* 1, 3, 7 */

#endif
