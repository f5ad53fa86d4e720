/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * facts.c — what a ruling needs to know of a record, and nothing else.
 *
 * In:    struct record, severity.csv, review.csv
 * Out:   struct facts: dates, codes, amounts
 * Law:   国办发〔2018〕118号 四 (重大执法决定), 行政处罚法 art. 58
 * Never: keeps a name, an identifier or a text
 */
#include "law/policy.h"

#include <string.h>

_Static_assert(sizeof(struct facts) == 22 * sizeof(int32_t) + 3 * sizeof(int64_t) + FACT_CODE +
                                           FACT_MATTER + FACT_OFFICERS * sizeof(uint64_t),
               "facts have no padding: they are compared and stored as bytes");

uint32_t penalties_of(str word) {
    static const char *const stems[PENALTIES] = {
#define PENALTY(name, text, stem) stem,
#include "law/penalty.def"
#undef PENALTY
    };
    uint32_t bits = 0;
    for (int i = 0; i < PENALTIES; i++)
        if (str_find(word, str_of(stems[i])) >= 0)
            bits |= UINT32_C(1) << i;
    return bits;
}

/* What nobody has a name for counts as 其他, so that a strange word is never lighter than a plain
 * one. */
static uint32_t penalties_in(const struct strs *words) {
    uint32_t bits = 0;
    for (ptrdiff_t i = 0; i < words->n; i++) {
        uint32_t named = penalties_of(words->v[i]);
        bits |= named != 0 ? named : UINT32_C(1) << PENALTY_OTHER;
    }
    return bits;
}

static str cell_of(const struct rows *t, int row, int column) {
    return t->cells[row * t->columns + column];
}

static uint32_t flag(bool condition, uint32_t bit) {
    return condition ? bit : 0;
}

static void copy_code(char *to, int room, str code) {
    int n = code.n < room ? (int)code.n : room - 1;
    if (n > 0)
        memcpy(to, code.p, (size_t)n);
}

/* ---- what severity.csv and review.csv say ---- */

static bool matter_begins(const struct strs *codes, const char *matter) {
    for (ptrdiff_t i = 0; i < codes->n; i++)
        if (str_starts(str_of(matter), codes->v[i]))
            return true;
    return codes->n == 0;
}

static bool weight_applies(const struct weight_row *w, const struct facts *f) {
    bool penalties = w->penalties == ANY_BIT || (w->penalties & f->penalties) != 0;
    bool amount = w->amount == WHOLE_NONE || (f->amount != WHOLE_NONE && f->amount >= w->amount);
    bool flags = w->flags == 0 || (w->flags & f->flags) != 0;
    return penalties && amount && flags && (w->procedures >> f->procedure & 1) != 0 &&
           matter_begins(&w->matters, f->matter_code);
}

static const struct rule_row *find_weight(const struct policy *p, enum table t,
                                          const struct facts *f) {
    const struct rule_row *const *list = policy_rows(p, t, f);
    for (; *list != NULL; list++)
        if (row_applies(p, *list, f, governing_day(f)) && weight_applies(&(*list)->weight, f))
            return *list;
    return NULL;
}

void facts_weigh(const struct policy *p, struct facts *f) {
    f->severity = 0;
    f->major = 0;
    if (f->kind != KIND_decision)
        return;
    const struct rule_row *severity = find_weight(p, TABLE_SEVERITY, f);
    f->severity = severity == NULL ? 0 : severity->weight.severity;
    f->major = find_weight(p, TABLE_REVIEW, f) != NULL;
}

/* ---- 法制审核 and the steps of a procedure ---- */

/* Of several reviews the latest counts: a failed one may be followed by one that passed. */
static void read_review(struct facts *f, const struct rows *review) {
    for (int i = 0; i < review->n; i++) {
        date day = date_parse_loose(cell_of(review, i, COLUMN_review_date));
        if (i > 0 && day < f->review_date)
            continue;
        f->review_date = day;
        f->review_result = term_of(VOCAB_review_result, cell_of(review, i, COLUMN_review_result));
    }
}

static int step_named(str name) {
    for (int step = 1; step <= FACT_STEPS; step++)
        if (str_eq(name, str_of(facts_step_text(step))))
            return step;
    return 0;
}

/* The days of the steps by their place in the law's order; the last of a repeated step counts. */
static void read_days(const struct rows *steps, date *days) {
    for (int step = 0; step <= FACT_STEPS; step++)
        days[step] = DATE_NONE;
    for (int i = 0; i < steps->n; i++)
        days[step_named(cell_of(steps, i, COLUMN_procedure_step_step))] =
            date_parse_loose(cell_of(steps, i, COLUMN_procedure_step_date));
}

static bool step_wanted(const struct facts *f, int step) {
    static const int legal_review = 3, collective = 4;
    if (step == collective)
        return (f->flags & FACT_COLLECTIVE) != 0;
    return f->major == 1 || (step == legal_review && f->review_result != 0);
}

/* The first step that is missing, or earlier than the one before it, or after the decision. Only
 * decisions whose steps were delivered are tested. */
static int faulty_step(const struct facts *f, const struct rows *steps) {
    date days[FACT_STEPS + 1], latest = DATE_NONE;
    if (steps->n == 0)
        return 0;
    read_days(steps, days);
    for (int step = 1; step <= FACT_STEPS; step++) {
        if (days[step] == DATE_NONE && step_wanted(f, step))
            return step;
        if (days[step] == DATE_NONE)
            continue;
        if (days[step] < latest || (f->decided != DATE_NONE && days[step] > f->decided))
            return step;
        latest = days[step];
    }
    return 0;
}

/* ---- each kind ---- */

static bool holds_one_of(str text, str stems) {
    for (str rest = stems; rest.p != NULL;) {
        str stem = str_cut(&rest, S("|"));
        if (stem.n > 0 && str_find(text, stem) >= 0)
            return true;
    }
    return false;
}

/* The measure of a coercion, by its words; what has no name of its own is 其他. */
static uint32_t measure_of(const struct decision_record *d) {
    static const char *const stems[COERCIONS] = {
        "",
#define COERCION(name, text, stems) stems,
#include "law/coercion.def"
#undef COERCION
    };
    const str words[] = {d->cause, d->matter, d->document_name, d->conclusion};
    uint32_t measure = COERCION_OTHER_EXECUTION;
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++)
        for (uint32_t i = 1; i < COERCIONS && measure == COERCION_OTHER_EXECUTION; i++)
            if (holds_one_of(words[w], str_of(stems[i])))
                measure = i;
    return measure << FACT_MEASURE_SHIFT;
}

/* What the statistics ask of a decision. */
static uint32_t counting_flags(const struct decision_record *d) {
    str denied = S("不予");
    bool permit = d->category == CATEGORY_PERMIT;
    return flag(d->claimed != DATE_NONE, FACT_BACKFILLED) |
           flag(d->recording_number.n > 0, FACT_RECORDED) |
           flag(permit &&
                    (str_starts(d->document_name, denied) || str_starts(d->conclusion, denied)),
                FACT_DENIED) |
           (d->category == CATEGORY_COERCION ? measure_of(d) : 0);
}

static uint32_t decision_flags(const struct facts *f, const struct decision_record *d) {
    bool fined = f->term == CATEGORY_PENALTY && (f->penalties >> PENALTY_FINE & 1) != 0;
    bool closed = d->publicity == PUBLICITY_PARTIES || d->publicity == PUBLICITY_CLOSED;
    return flag(d->minor == YES_NO_YES, FACT_MINOR) |
           flag(d->state_secret == YES_NO_YES, FACT_STATE_SECRET) |
           flag(d->release_order.n > 0, FACT_RELEASED) |
           flag(fined && d->amount == WHOLE_NONE, FACT_NO_AMOUNT) |
           flag(closed && (d->publicity_clause.n == 0 || d->publicity_approver.n == 0),
                FACT_NO_CLAUSE) |
           flag(d->hearing == YES_NO_YES, FACT_HEARING) |
           flag(d->collective == YES_NO_YES, FACT_COLLECTIVE) |
           flag(d->transferred == YES_NO_YES, FACT_TRANSFERRED);
}

static void decision_facts(const struct policy *p, const struct decision_record *d,
                           struct facts *f) {
    f->term = d->category;
    f->party_type = d->party_type;
    f->publicity = d->publicity;
    f->procedure = d->procedure;
    f->performance = d->performance;
    f->decided = d->decided;
    f->anchor = d->decided;
    f->served = d->served;
    f->effective = d->effective;
    f->valid_from = d->valid_from;
    f->valid_to = d->valid_to;
    f->amount = d->amount;
    f->confiscated = d->confiscated;
    f->penalties = penalties_in(&d->penalty_types);
    copy_code(f->matter_code, FACT_MATTER, d->matter_code);
    f->flags |= decision_flags(f, d) | counting_flags(d);
    read_review(f, &d->review);
    facts_weigh(p, f);
    f->step = faulty_step(f, &d->steps);
    f->flags |= flag(f->step != 0, FACT_STEPS_DISORDER);
}

/* A plan or task is no result and has no deadline; a problem found is published once it was
 * handled (冀政办发〔2015〕22号). */
static void inspection_facts(const struct inspection_record *i, struct facts *f) {
    f->party_type = i->party_type;
    f->problem = i->problem;
    if (i->stage != STAGE_RESULT)
        return;
    f->decided = i->day;
    f->anchor = i->problem == YES_NO_YES ? i->handled : i->day;
}

/* The year a report speaks of ends on 31 December: the fixed day is the next 31 January. */
static void report_facts(const struct report_record *r, struct facts *f) {
    bool sane = r->year > 1949 && r->year < 2200;
    f->anchor = sane ? date_of((int)r->year, 12, 31) : DATE_NONE;
    f->effective = r->issued;
}

static void complaint_facts(const struct complaint_record *c, struct facts *f) {
    f->party_type = c->party_type;
    f->decided = c->closed != DATE_NONE ? c->closed : c->accepted;
    f->anchor = f->decided;
}

static void event_facts(const struct event_record *e, struct facts *f) {
    f->change = e->change;
    f->decided = e->day;
    f->anchor = e->day;
}

/* ---- 审批情况 ---- */

static const struct rows *approvals_of(const struct record *r) {
    int n = 0;
    const struct field *f = record_fields(r->kind, &n);
    for (int i = 0; i < n; i++)
        if (f[i].type == FIELD_rows && f[i].of == COLUMNS_approval)
            return (const struct rows *)(const void *)((const char *)r + f[i].at);
    return NULL;
}

/* What the record carries of its own approval. A step that is not of the four counts for nothing.
 */
static void carry_approvals(const struct record *r, struct facts *f) {
    const struct rows *rows = approvals_of(r);
    for (int i = 0, n = 0; rows != NULL && i < rows->n && n < FACT_CARRIED; i++) {
        str step = cell_of(rows, i, COLUMN_approval_step);
        struct carried one = {(int32_t)approval_word_of(str_trim(step)),
                              approval_authority(cell_of(rows, i, COLUMN_approval_authority)),
                              date_parse_loose(cell_of(rows, i, COLUMN_approval_date))};
        if (one.word != WORD_NONE)
            f->carried[n++] = one;
    }
}

/* Lists: the category they are filed under, and the day they take effect where they tell one. */
static void list_facts(const struct record *r, struct facts *f) {
    if (r->kind == KIND_matter) {
        f->term = r->matter.category;
        f->effective = r->matter.effective;
    } else if (r->kind == KIND_document) {
        f->term = r->document.document_class;
        f->effective = r->document.issued;
    } else if (r->kind == KIND_flowchart) {
        f->term = r->flowchart.category;
        f->effective = r->flowchart.effective;
    } else if (r->kind == KIND_check_item) {
        f->effective = r->check_item.effective;
    } else if (r->kind == KIND_guide) {
        f->effective = r->guide.effective;
    } else if (r->kind == KIND_recording_item) {
        f->term = r->recording_item.category;
    } else if (r->kind == KIND_review_item) {
        f->term = r->review_item.category;
    } else if (r->kind == KIND_officer) {
        f->valid_from = r->officer.valid_from;
        f->valid_to = r->officer.valid_to;
        f->effective = r->officer.effective;
    } else if (r->kind == KIND_progress) {
        f->decided = r->progress.updated;
        f->anchor = r->progress.updated;
        f->flags |= flag(str_find(r->progress.status, S("不予受理")) >= 0, FACT_DENIED);
    }
    if (f->anchor == DATE_NONE)
        f->anchor = f->effective;
}

/* A field that should be filled is not. */
static bool is_incomplete(const struct record *r) {
    int n = 0;
    const struct field *f = record_fields(r->kind, &n);
    const struct field_info *info = kind_fields(r->kind, &n);
    for (int i = 0; i < n; i++)
        if (info[i].need == NEED_SHOULD && field_absent(&f[i], r))
            return true;
    return false;
}

static struct facts facts_empty(const struct record *r) {
    struct facts f;
    memset(&f, 0, sizeof f);
    f.version = FACTS_VERSION;
    f.kind = (int32_t)r->kind;
    f.flags = flag(r->doubted, FACT_DOUBTED) | flag(is_incomplete(r), FACT_INCOMPLETE);
    f.anchor = f.decided = f.served = f.effective = DATE_NONE;
    f.valid_from = f.valid_to = f.review_date = DATE_NONE;
    f.amount = f.confiscated = WHOLE_NONE;
    return f;
}

struct facts facts_of(const struct policy *p, const struct record *r, str agency_code) {
    struct facts f = facts_empty(r);
    copy_code(f.agency, FACT_CODE, agency_code);
    if (r->kind == KIND_decision)
        decision_facts(p, &r->decision, &f);
    else if (r->kind == KIND_event)
        event_facts(&r->event, &f);
    else if (r->kind == KIND_inspection)
        inspection_facts(&r->inspection, &f);
    else if (r->kind == KIND_report)
        report_facts(&r->report, &f);
    else if (r->kind == KIND_complaint)
        complaint_facts(&r->complaint, &f);
    else
        list_facts(r, &f);
    if (r->kind != KIND_decision)
        carry_approvals(r, &f);
    return f;
}
