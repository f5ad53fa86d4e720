/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * ruling.h — the facts a ruling rests on, and the ruling. (hand-over)
 *
 * In:    nothing but numbers, dates and codes: no name, identifier or text of a record
 * Out:   struct facts, struct history, struct ruling
 * Law:   law.md §1, §2
 * Never: needs the record again to be made anew
 */
#ifndef GONGSHI_LAW_RULING_H
#define GONGSHI_LAW_RULING_H

#include "base/date.h"
#include "intake/kind.h"

#define FACT_CODE 24   /* bytes of an agency code with its NUL */
#define FACT_MATTER 32 /* bytes of a matter code with its NUL; longer ones keep their head */

/* Kinds of penalties in the order of the annual statistics, lightest first (行政处罚法 art. 9). */
enum penalty {
#define PENALTY(name, text, stem) PENALTY_##name,
#include "law/penalty.def"
#undef PENALTY
    PENALTIES
};

/* What staff decide in writing, and the words they decide with: law/approval.def. */
enum approval_kind {
    APPROVAL_NONE,
#define APPROVAL(name, text) APPROVAL_##name,
#include "law/approval.def"
#undef APPROVAL
    APPROVAL_KINDS
};
enum approval_word {
    WORD_NONE,
#define WORD(name, text) WORD_##name,
#include "law/approval.def"
#undef WORD
    APPROVAL_WORDS
};
str approval_kind_text(enum approval_kind k);
str approval_word_text(enum approval_word w);
enum approval_kind approval_kind_of(str text);
enum approval_word approval_word_of(str text);

/* An authority's name as a number that can be compared; 0 for none. */
uint32_t approval_authority(str name);

/* An approval that a record carries itself (审批情况). */
struct carried {
    int32_t word; /* enum approval_word */
    uint32_t authority;
    date day;
};

/* Plain bytes: stored as they are, compared with memcmp, versioned by FACTS_VERSION. */
#define FACTS_VERSION 3
#define FACT_CARRIED 4  /* approvals of a list's record; more are not kept */
#define FACT_OFFICERS 6 /* officers of a decision; the ledger has those beyond (FACT_CREW) */
struct facts {
    int32_t version;
    int32_t kind;       /* enum kind */
    int32_t term;       /* enum category, or enum document_class of a document */
    int32_t party_type; /* enum party_type */
    int32_t publicity;  /* enum publicity; 0 counts as 主动公开 */
    int32_t procedure;  /* enum procedure */
    int32_t performance;
    int32_t severity;      /* 0 none, 1 轻微, 2 一般, 3 严重 (content/law/severity.csv) */
    int32_t major;         /* 重大执法决定: a row of the review catalogue applies (1 or 0) */
    int32_t review_result; /* enum review_result; 0 when no review is given */
    int32_t problem;       /* inspection: enum yes_no */
    int32_t change;        /* event: enum change */
    int32_t step;          /* the 审批环节 at fault, 1-based (facts_step_text); 0 for none */
    uint32_t flags;        /* FACT_… */
    uint32_t penalties;    /* bit per enum penalty */
    date anchor;           /* day 0 of the disclosure deadline */
    date decided;
    date served;
    date effective;
    date valid_from;
    date valid_to;
    date review_date;
    int64_t amount; /* 分 */
    int64_t confiscated;
    uint64_t matter; /* keyed hash of the matter's code, 0 for none: set by facts_of's caller */
    char agency[FACT_CODE];        /* NUL-terminated code */
    char matter_code[FACT_MATTER]; /* NUL-terminated code, for the review catalogue */
    union {
        struct carried carried[FACT_CARRIED]; /* of lists, in the record's order */
        uint64_t officers[FACT_OFFICERS];     /* of decisions: keyed hashes of certificates, 0 for
                                                 none: set by facts_of's caller */
    };
};
enum {
    FACT_MINOR = 1,
    FACT_STATE_SECRET = 2,
    FACT_DOUBTED = 4,          /* intake doubts it */
    FACT_QUARANTINED = 8,      /* masking could not be sure */
    FACT_RELEASED = 16,        /* a written order releases a hold */
    FACT_NO_AMOUNT = 32,       /* 罚款 without an amount */
    FACT_NO_CLAUSE = 64,       /* not 主动公开, but without clause or approver */
    FACT_STEPS_DISORDER = 128, /* 初审 → … → 决定 dates decrease, or a step is missing */
    FACT_HEARING = 256,
    FACT_COLLECTIVE = 512,
    FACT_TRANSFERRED = 1024,
    FACT_CREW = 1 << 18,       /* a decision has more than FACT_OFFICERS officers */
    FACT_BACKFILLED = 1 << 19, /* 补录: it was published elsewhere before */
    FACT_MISTAKEN = 1 << 20,   /* the file that brought it was delivered by mistake, and purged */
    FACT_INCOMPLETE = 1 << 21, /* a field that should be there is not */
    FACT_DENIED = 1 << 22,     /* a permit: 不予许可; an application: 不予受理 */
    FACT_RECORDED = 1 << 23    /* it has an 音像档号 */
};
/* The measure of a coercion, from 1 (coercion.def), in four bits of the flags. */
#define FACT_MEASURE_SHIFT 24
#define FACT_MEASURE(flags) ((int)((flags) >> FACT_MEASURE_SHIFT & 15))
enum coercion {
    COERCION_NONE,
#define COERCION(name, text, stems) COERCION_##name,
#include "law/coercion.def"
#undef COERCION
    COERCIONS
};

/* One later event, as told by a 变动事件 record. */
struct change_fact {
    int32_t change; /* enum change */
    date day;       /* of the event */
    int64_t event;  /* ledger id of the event record */
};

/* One approval of the record: of one version of its content, in force from a day on. */
struct approval_fact {
    int32_t kind; /* enum approval_kind */
    int32_t word; /* enum approval_word */
    int32_t version;
    date day;
    uint32_t authority;
    int64_t id; /* the ledger's number of it */
};

/* What the officers' list says of one of the decision's officers: one entry for each stretch of
 * time that a certificate was valid for; from DATE_NONE for ever. */
struct officer_fact {
    int32_t officer; /* 0, 1 … in the order of facts.officers */
    int32_t listed;  /* 0: not on the list; then this is the only entry */
    date from;
    date to;
};

/* What happened to the record before this ruling; changes in order of day, then of id; approvals in
 * the order they were given. */
struct history {
    instant first_published; /* INSTANT_NONE before */
    int version;             /* 1 for the first content */
    const struct change_fact *changes;
    int n;
    const struct approval_fact *approvals;
    int approval_count;
    const struct officer_fact *officers;
    int officer_count;
};

/* The seven rulings (architecture §1). */
enum verb {
    RULING_NONE,
    RULING_PUBLISH,
    RULING_HOLD,
    RULING_EXEMPT,
    RULING_REFUSE,
    RULING_EXPIRE,
    RULING_WITHDRAW,
    RULING_SUPERSEDE /* of an earlier version: the present one has its own ruling */
};
#define RULING_VERBS (RULING_SUPERSEDE + 1)

/* One X-macro list of reasons: law/reason.def gives rule id, Chinese text, what to do. */
enum reason {
    REASON_NONE,
#define REASON(name, verb, id, text, action, citation) REASON_##name,
#include "law/reason.def"
#undef REASON
    REASONS
};
struct reason_info {
    enum verb verb;
    const char *id; /* stable rule id in the ledger: hold.review-missing */
    const char *text;
    const char *action;   /* what a clerk does about it; "" for none */
    const char *citation; /* default; a policy row's own citation wins */
};
const struct reason_info *reason_info(enum reason r);

/* How near a hold's disclosure deadline is: kinds.csv says how many working days before it begins
 * to press. */
enum urgency { URGENCY_NONE, URGENCY_NEAR, URGENCY_LATE };
const char *urgency_text(enum urgency u);

/* Plain bytes too, but for slices: rule and citation point into the policy. */
struct ruling {
    enum verb verb;
    enum reason reason;
    date since; /* the day the facts made it so */
    date due;   /* disclosure deadline, DATE_NONE when none applies */
    bool due_provisional;
    int due_days;
    date due_from;
    str due_rule;
    str due_citation;
    date public_until; /* end of the publication term, DATE_NONE for none */
    str term_rule;
    str term_citation;
    int32_t status; /* enum change that shows on the page although it stays (注销, 吊销), else 0 */
    date act_by;    /* the change must be carried out publicly by this day, else DATE_NONE */
    int64_t by_event; /* the event record that decided; minus the approval that did; else 0 */
    str citation;     /* of the rule that decided */
    int32_t lacking; /* of a hold for want of approval: the word of the step (enum approval_word) */
    int32_t urgency; /* of a hold: enum urgency */
    date next;       /* the ruling cannot change before this day; DATE_NONE for never */
};

/* The steps of a procedure: 1 初审, 2 审签, 3 法制审核, 4 集体讨论, 5 决定; "" for 0. */
#define FACT_STEPS 5
const char *facts_step_text(int step);

/* 公示, 暂缓, 不予公示, 退回, 到期下线, 撤下, 已替代. */
str verb_text(enum verb v);

#endif
