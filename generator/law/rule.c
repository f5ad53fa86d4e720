/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * rule.c — may this record stand on the portal today, and why.
 *
 * In:    struct facts, struct history, an as-of day, struct policy
 * Out:   struct ruling
 * Law:   the order of the tests below; each reason's citation is in reason.def or in its row
 * Never: looks at a record, a clock or an earlier ruling
 */
#include "law/policy.h"

/* Everything the tests look at, computed once. */
struct inquiry {
    const struct policy *p;
    const struct facts *f;
    date as_of;
    bool target_known;
    bool has_term;
    bool published; /* before this ruling */
    struct publication_term term;
    const struct change_fact *ended; /* the change that took it down, and its row */
    const struct rule_row *ended_row;
    const struct change_fact *marked; /* the change that shows as its status */
    const struct rule_row *marked_row;
    const struct change_fact *restored;
    const struct history *h;
    const struct approval_fact *order; /* of staff, that took it down */
    bool released;                     /* a hold would stand, but for a written order */
    const struct rule_row *kind;       /* kinds.csv; NULL for a gap */
    bool gap;                          /* a change that no row speaks of */
    int32_t lacking;                   /* the step of approval */
    date next_change;                  /* the first change that is still to come */
    str citation;                      /* of the row that decided; absent: the reason's own */
    struct ruling due;                 /* the due members only */
};

static date sooner(date x, date y) {
    if (x == DATE_NONE || y == DATE_NONE)
        return x == DATE_NONE ? y : x;
    return x < y ? x : y;
}

/* ---- what staff decided in writing ---- */

/* The latest decision of a kind on this version of the content that is in force; NULL for none. */
static const struct approval_fact *approval_in_force(const struct inquiry *q,
                                                     enum approval_kind kind) {
    const struct approval_fact *found = NULL;
    for (int i = 0; q->h != NULL && i < q->h->approval_count; i++) {
        const struct approval_fact *one = &q->h->approvals[i];
        bool meant =
            one->kind == (int32_t)kind && one->day <= q->as_of && one->version == q->h->version;
        if (meant && (found == NULL || one->day >= found->day))
            found = one;
    }
    return found;
}

/* Taken down by staff, it stays down through all versions until staff bring it back. */
static const struct approval_fact *order_in_force(const struct inquiry *q) {
    const struct approval_fact *found = NULL;
    for (int i = 0; q->h != NULL && i < q->h->approval_count; i++) {
        const struct approval_fact *one = &q->h->approvals[i];
        if (one->day > q->as_of)
            continue;
        if (one->kind == APPROVAL_WITHDRAW && (found == NULL || one->day >= found->day))
            found = one;
        if (one->kind == APPROVAL_RESTORE)
            found = NULL;
    }
    return found;
}

/* Who may release a hold: nobody; a written order logged at the desk; also one that the delivery
 * tells of. */
enum release { RELEASE_NEVER, RELEASE_DESK, RELEASE_ANY };

static bool has_order(const struct inquiry *q, enum release by) {
    const struct approval_fact *order = approval_in_force(q, APPROVAL_RELEASE);
    if (by == RELEASE_NEVER || order != NULL)
        return by != RELEASE_NEVER && order->word == WORD_AGREE;
    return by == RELEASE_ANY && (q->f->flags & FACT_RELEASED) != 0;
}

/* ---- the tests: each gives its reason, or REASON_NONE ---- */

static enum reason delivered_by_mistake(struct inquiry *q) {
    return (q->f->flags & FACT_MISTAKEN) != 0 ? REASON_MISTAKEN : REASON_NONE;
}

static enum reason not_yet_decided(struct inquiry *q) {
    return q->f->decided > q->as_of ? REASON_FUTURE : REASON_NONE;
}

static enum reason without_amount(struct inquiry *q) {
    return (q->f->flags & FACT_NO_AMOUNT) != 0 ? REASON_NO_AMOUNT : REASON_NONE;
}

/* Whether exemptions.csv switches this exemption on for the record. */
static bool exempted(struct inquiry *q, enum exemption subject) {
    const struct rule_row *row =
        policy_find(q->p, TABLE_EXEMPTIONS, q->f, UINT32_C(1) << subject, governing_day(q->f));
    if (row == NULL || !row->exempts)
        return false;
    q->citation = row->citation;
    return true;
}

static enum reason state_secret(struct inquiry *q) {
    bool secret = (q->f->flags & FACT_STATE_SECRET) != 0;
    return secret && exempted(q, EXEMPTION_SECRET) ? REASON_STATE_SECRET : REASON_NONE;
}

static enum reason minor_concerned(struct inquiry *q) {
    bool minor = (q->f->flags & FACT_MINOR) != 0;
    return minor && exempted(q, EXEMPTION_MINOR) ? REASON_MINOR : REASON_NONE;
}

/* Not to be public needs a clause and somebody who approved; without them it waits. */
static enum reason not_public(struct inquiry *q) {
    if (q->f->publicity != PUBLICITY_PARTIES && q->f->publicity != PUBLICITY_CLOSED)
        return REASON_NONE;
    return (q->f->flags & FACT_NO_CLAUSE) != 0 ? REASON_NO_CLAUSE : REASON_CLOSED;
}

static enum reason slight_penalty(struct inquiry *q) {
    bool slight = q->f->term == CATEGORY_PENALTY && q->f->severity == 1;
    return slight && exempted(q, EXEMPTION_SLIGHT) ? REASON_SLIGHT : REASON_NONE;
}

static enum reason withdrawn_by(int change) {
    static const enum reason reasons[] = {
        [CHANGE_ALTERED] = REASON_ALTERED,   [CHANGE_QUASHED] = REASON_QUASHED,
        [CHANGE_UNLAWFUL] = REASON_UNLAWFUL, [CHANGE_VOID] = REASON_VOID,
        [CHANGE_REDO] = REASON_REDO,         [CHANGE_RETRACTED] = REASON_RETRACTED};
    int n = (int)(sizeof reasons / sizeof reasons[0]);
    return change < n && reasons[change] != REASON_NONE ? reasons[change] : REASON_REMOVED;
}

static enum reason ended_by_change(struct inquiry *q) {
    if (q->ended == NULL)
        return REASON_NONE;
    q->citation = q->ended_row->citation;
    if (q->ended_row->change.effect == EFFECT_WITHDRAW)
        return withdrawn_by(q->ended->change);
    return q->ended->change == CHANGE_REPAIRED ? REASON_REPAIRED : REASON_ENDED;
}

static bool ends_by_itself(const struct inquiry *q) {
    return q->has_term && q->term.automatic && q->term.until != DATE_NONE;
}

/* After the term's maximum, staff who take it down only approve its end. */
static enum reason taken_down(struct inquiry *q) {
    if (q->order == NULL)
        return REASON_NONE;
    bool over = q->has_term && q->term.until != DATE_NONE && q->order->day > q->term.until;
    q->citation = over ? q->term.citation : (str){0};
    return over ? REASON_TERM_REACHED : REASON_TAKEN_DOWN;
}

static enum reason being_corrected(struct inquiry *q) {
    const struct approval_fact *one = approval_in_force(q, APPROVAL_CORRECT);
    return one != NULL && one->word == WORD_AGREE ? REASON_CORRECTING : REASON_NONE;
}

static enum reason term_reached(struct inquiry *q) {
    if (!ends_by_itself(q) || q->term.until >= q->as_of)
        return REASON_NONE;
    q->citation = q->term.citation;
    return REASON_TERM_REACHED;
}

static enum reason doubted(struct inquiry *q) {
    return (q->f->flags & FACT_DOUBTED) != 0 ? REASON_DOUBTED : REASON_NONE;
}

static enum reason masking_unsure(struct inquiry *q) {
    return (q->f->flags & FACT_QUARANTINED) != 0 ? REASON_QUARANTINED : REASON_NONE;
}

static enum reason event_without_target(struct inquiry *q) {
    return q->f->kind == KIND_event && !q->target_known ? REASON_EVENT_UNKNOWN : REASON_NONE;
}

static enum reason not_yet_effective(struct inquiry *q) {
    return q->f->effective > q->as_of ? REASON_NOT_EFFECTIVE : REASON_NONE;
}

/* What no row speaks of waits until staff have written one. */
static enum reason policy_gap(struct inquiry *q) {
    bool gap = q->kind == NULL || q->due.due_rule.n == 0 || !q->has_term || q->gap;
    return gap ? REASON_POLICY_GAP : REASON_NONE;
}

static enum reason kind_closed(struct inquiry *q) {
    if (q->kind == NULL || q->kind->kind.published)
        return REASON_NONE;
    q->citation = q->kind->citation;
    return REASON_KIND_CLOSED;
}

/* ---- approvals: 审签, and the chains of lists ---- */

/* The first day from `from` on which this step was taken, by the record's own word or at the desk;
 * DATE_NONE when it was not. */
static date step_taken(const struct inquiry *q, const struct chain_step *step, date from) {
    date found = DATE_NONE;
    for (int i = 0; q->f->kind != KIND_decision && i < FACT_CARRIED; i++) {
        const struct carried *one = &q->f->carried[i];
        if (one->word == step->word && one->day >= from && one->day != DATE_NONE &&
            (step->authority == 0 || step->authority == one->authority))
            found = sooner(found, one->day);
    }
    for (int i = 0; q->h != NULL && i < q->h->approval_count; i++) {
        const struct approval_fact *one = &q->h->approvals[i];
        bool meant = step->word == WORD_SIGN
                         ? one->kind == APPROVAL_PUBLISH
                         : one->kind == APPROVAL_LIST && one->word == step->word;
        if (meant && one->version == q->h->version && one->day <= q->as_of && one->day >= from &&
            (step->authority == 0 || step->authority == one->authority))
            found = sooner(found, one->day);
    }
    return found;
}

static enum reason awaiting_approval(struct inquiry *q) {
    const struct approval_fact *signed_off = approval_in_force(q, APPROVAL_PUBLISH);
    const struct rule_row *row =
        policy_find(q->p, TABLE_CHAINS, q->f, ANY_BIT, governing_day(q->f));
    if (signed_off != NULL && signed_off->word == WORD_REFUSE)
        return REASON_DISAPPROVED;
    date day = DATE_NONE;
    for (int i = 0; row != NULL && i < row->chain.n; i++) {
        day = step_taken(q, &row->chain.steps[i], day);
        if (day != DATE_NONE)
            continue;
        q->lacking = row->chain.steps[i].word;
        q->citation = row->citation;
        return REASON_APPROVAL_MISSING;
    }
    return REASON_NONE;
}

/* ---- 执法证 ---- */

bool certificate_covers(const struct officer_fact *v, int n, date day) {
    for (int i = 0; i < n; i++)
        if (v[i].listed != 0 && v[i].from <= day && day <= v[i].to)
            return true;
    return false;
}

bool certificate_matters(const struct policy *p, const struct officer_fact *v, int n, date day) {
    enum certificates least = n == 0 ? CERTIFICATES_LISTED : CERTIFICATES_VALID;
    if (n > 0 && certificate_covers(v, n, day))
        return false;
    for (int i = 0; i < p->tables[TABLE_KINDS].n; i++)
        if (p->tables[TABLE_KINDS].rows[i].kind.certificates >= least)
            return true;
    return false;
}

/* 行政执法应当由具有行政执法资格的人员实施: the certificate is tested at the day of the decision,
 * not today. Who is not on the list may have left; whether that counts is a matter of policy. */
static enum reason without_certificate(struct inquiry *q) {
    enum certificates wanted = q->kind == NULL ? CERTIFICATES_UNTESTED : q->kind->kind.certificates;
    bool tested = wanted != CERTIFICATES_UNTESTED && q->f->decided != DATE_NONE && q->h != NULL;
    for (int i = 0, n = 0; tested && i < q->h->officer_count; i += n) {
        const struct officer_fact *one = &q->h->officers[i];
        for (n = 1; i + n < q->h->officer_count && one[n].officer == one->officer;)
            n++;
        if (one->listed == 0 && wanted == CERTIFICATES_LISTED)
            return REASON_OFFICER_UNLISTED;
        if (one->listed != 0 && !certificate_covers(one, n, q->f->decided))
            return REASON_OFFICER_EXPIRED;
    }
    return REASON_NONE;
}

/* 未经法制审核或者审核未通过的，不得作出决定. */
static enum reason review_lacking(struct inquiry *q) {
    const struct facts *f = q->f;
    if (f->major == 1 && f->review_result == REVIEW_FAILED)
        return REASON_REVIEW_FAILED;
    if (f->major == 1 && (f->review_result == 0 || f->review_date == DATE_NONE))
        return REASON_REVIEW_MISSING;
    bool late = f->major == 1 && f->review_date > f->decided;
    return late || (f->flags & FACT_STEPS_DISORDER) != 0 ? REASON_REVIEW_LATE : REASON_NONE;
}

/* The list stays true by itself: on the day after its last one a certificate shows as expired. */
static enum reason certificate_over(struct inquiry *q) {
    const struct facts *f = q->f;
    bool over = f->kind == KIND_officer && f->valid_to != DATE_NONE && f->valid_to < q->as_of;
    return over ? REASON_CERTIFICATE_OVER : REASON_NONE;
}

static enum reason marked(struct inquiry *q) {
    if (q->marked == NULL)
        return REASON_NONE;
    q->citation = q->marked_row->citation;
    return REASON_STATUS_KEPT;
}

static enum reason restored(struct inquiry *q) {
    return q->restored != NULL ? REASON_RESTORED : REASON_NONE;
}

static enum reason open_to_all(struct inquiry *q) {
    return q->released ? REASON_RELEASED : REASON_DISCLOSE;
}

/* The order of the tests: the first that has a reason decides. Refusals come first because nothing
 * can be said of a record that cannot be so; exemptions before changes, for what was never public
 * leaves no notice; a decision that was quashed or whose term is over is not held any more. A
 * written order releases the holds that are a matter of judgement, for hiding the decision any
 * longer would be a second breach; what may not be shown, or not yet, no order makes public. */
static const struct test {
    enum reason (*of)(struct inquiry *);
    enum release release;
} tests[] = {
    {not_yet_decided, RELEASE_NEVER},
    {delivered_by_mistake, RELEASE_NEVER},
    {without_amount, RELEASE_NEVER}, /* refuse */
    {state_secret, RELEASE_NEVER},
    {minor_concerned, RELEASE_NEVER},
    {not_public, RELEASE_NEVER},
    {slight_penalty, RELEASE_NEVER},  /* exempt (or no clause) */
    {kind_closed, RELEASE_NEVER},     /* exempt */
    {ended_by_change, RELEASE_NEVER}, /* withdraw, expire */
    {taken_down, RELEASE_NEVER},      /* withdraw */
    {term_reached, RELEASE_NEVER},    /* expire */
    {masking_unsure, RELEASE_NEVER},
    {being_corrected, RELEASE_NEVER},
    {doubted, RELEASE_DESK},
    {event_without_target, RELEASE_NEVER}, /* hold: the data */
    {not_yet_effective, RELEASE_NEVER},
    {policy_gap, RELEASE_NEVER}, /* hold: the day, the policy */
    {awaiting_approval, RELEASE_DESK},
    {without_certificate, RELEASE_DESK},
    {review_lacking, RELEASE_ANY}, /* hold, or released */
    {certificate_over, RELEASE_NEVER},
    {marked, RELEASE_NEVER},
    {restored, RELEASE_NEVER},
    {open_to_all, RELEASE_NEVER}, /* publish */
};

/* ---- what later events made of it ---- */

/* The latest change wins, with two exceptions: only 恢复 brings back what was taken down, and a
 * withdrawal is not softened to an expiry. */
static void follow_change(struct inquiry *q, const struct change_fact *c) {
    const struct rule_row *row = change_row_of(q->p, q->f, c->change, c->day);
    bool withdrawn = q->ended != NULL && q->ended_row->change.effect == EFFECT_WITHDRAW;
    q->gap = q->gap || row == NULL;
    if (row == NULL || row->change.effect == EFFECT_KEEP)
        return;
    enum effect effect = row->change.effect;
    if (effect == EFFECT_EXPIRE && ends_by_itself(q) && q->term.until < c->day)
        return; /* its term was over: a repair comes too late to end anything */
    if (effect == EFFECT_RESTORE) {
        q->ended = q->marked = NULL;
        q->restored = c;
    } else if (effect == EFFECT_STATUS) {
        q->marked = c;
        q->marked_row = row;
    } else if (effect == EFFECT_WITHDRAW || !withdrawn) {
        q->ended = c;
        q->ended_row = row;
    }
}

static void follow_approvals(struct inquiry *q, const struct history *h) {
    q->order = order_in_force(q);
    for (int i = 0; h != NULL && i < h->approval_count; i++)
        if (h->approvals[i].day > q->as_of)
            q->next_change = sooner(q->next_change, h->approvals[i].day);
}

static void follow_changes(struct inquiry *q, const struct history *h) {
    for (int i = 0; h != NULL && i < h->n; i++) {
        if (h->changes[i].day <= q->as_of)
            follow_change(q, &h->changes[i]);
        else
            q->next_change = sooner(q->next_change, h->changes[i].day);
    }
}

/* ---- the ruling ---- */

static date later(date x, date y) {
    return x > y ? x : y;
}

/* The change that decided, and by when its consequence must be public (行政处罚法 art. 48). */
static void set_change(const struct inquiry *q, const struct change_fact *c,
                       const struct rule_row *row, struct ruling *r) {
    r->since = later(r->since, c->day);
    r->by_event = c->event;
    if (row != NULL && row->change.days > 0)
        r->act_by = workday_after(q->p, c->day, row->change.days, NULL);
}

static void set_order(const struct inquiry *q, struct ruling *r) {
    r->since = later(r->since, q->order->day);
    r->by_event = -q->order->id;
}

static void set_since(const struct inquiry *q, struct ruling *r) {
    bool ended = r->verb == RULING_WITHDRAW || r->verb == RULING_EXPIRE;
    if (q->f->decided <= q->as_of)
        r->since = q->f->decided;
    if (r->verb == RULING_PUBLISH)
        r->since = later(r->since, q->f->effective);
    if (r->reason == REASON_MISTAKEN)
        return;
    if (r->reason == REASON_TERM_REACHED)
        r->since = q->order == NULL ? q->term.until + 1 : q->order->day;
    else if (r->reason == REASON_TAKEN_DOWN)
        set_order(q, r);
    else if (r->reason == REASON_CERTIFICATE_OVER)
        r->since = q->f->valid_to + 1;
    else if (q->ended != NULL && ended)
        set_change(q, q->ended, q->ended_row, r);
    else if (r->reason == REASON_STATUS_KEPT)
        set_change(q, q->marked, q->marked_row, r);
    else if (r->reason == REASON_RESTORED)
        set_change(q, q->restored, NULL, r);
}

/* A term shows where it runs or has run; of a record that waits nothing is counted yet. */
static void set_term(const struct inquiry *q, struct ruling *r) {
    bool runs = r->verb == RULING_PUBLISH || r->reason == REASON_TERM_REACHED;
    if (!q->has_term || !runs)
        return;
    r->public_until = q->term.until;
    r->term_rule = q->term.rule;
    r->term_citation = q->term.citation;
}

/* The first day on which some test may answer otherwise. A term that runs from a publication yet
 * to come moves with every day. */
static date next_day(const struct inquiry *q, const struct ruling *r) {
    if (r->reason == REASON_FUTURE)
        return q->f->decided;
    if (r->reason == REASON_MISTAKEN || r->reason == REASON_NO_AMOUNT || r->verb == RULING_EXEMPT ||
        r->reason == REASON_NO_CLAUSE)
        return DATE_NONE;
    date next = q->next_change;
    if (r->verb == RULING_WITHDRAW || r->verb == RULING_EXPIRE)
        return next;
    if (q->f->effective > q->as_of)
        next = sooner(next, q->f->effective);
    if (q->f->kind == KIND_officer && q->f->valid_to >= q->as_of)
        next = sooner(next, q->f->valid_to + 1);
    if (q->has_term && q->term.by_publishing && !q->published)
        return r->verb == RULING_PUBLISH ? q->as_of + 1 : next;
    return ends_by_itself(q) ? sooner(next, q->term.until + 1) : next;
}

/* A hold presses as its deadline nears, and more so once that is past. What is not in force yet
 * waits for its day and for nobody. */
static void set_urgency(const struct inquiry *q, struct ruling *r) {
    if (r->due == DATE_NONE || q->kind == NULL || r->reason == REASON_NOT_EFFECTIVE)
        return;
    date near = workday_before(q->p, r->due, q->kind->kind.urge);
    if (q->as_of > r->due)
        r->urgency = URGENCY_LATE;
    else if (q->as_of >= near)
        r->urgency = URGENCY_NEAR;
    if (q->as_of <= r->due)
        r->next = sooner(r->next, q->as_of < near ? near : r->due + 1);
}

static enum reason first_reason(struct inquiry *q) {
    for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
        enum reason reason = tests[i].of(q);
        if (reason == REASON_NONE)
            continue;
        if (!has_order(q, tests[i].release))
            return reason;
        q->released = true;
    }
    return REASON_DISCLOSE;
}

static struct inquiry open_inquiry(const struct policy *p, const struct facts *f,
                                   const struct history *h, date as_of) {
    bool published = h != NULL && h->first_published != INSTANT_NONE;
    struct inquiry q = {.p = p, .f = f, .as_of = as_of, .h = h, .next_change = DATE_NONE};
    date first = published ? instant_date(h->first_published) : as_of;
    q.published = published;
    q.has_term = publication_term_of(p, f, first, CHANNEL_PORTAL, &q.term);
    q.kind = policy_find(p, TABLE_KINDS, f, ANY_BIT, governing_day(f));
    deadline_of(p, f, &q.due);
    follow_changes(&q, h);
    follow_approvals(&q, h);
    return q;
}

struct ruling rule(const struct policy *p, const struct facts *f, const struct history *h,
                   date as_of, bool target_known) {
    struct inquiry q = open_inquiry(p, f, h, as_of);
    q.target_known = target_known;
    struct ruling r = q.due;
    r.reason = first_reason(&q);
    r.verb = reason_info(r.reason)->verb;
    r.since = r.act_by = r.public_until = DATE_NONE;
    r.citation = q.citation.n > 0 ? q.citation : str_of(reason_info(r.reason)->citation);
    if (q.marked != NULL && r.verb == RULING_PUBLISH)
        r.status = q.marked->change;
    if (r.reason == REASON_APPROVAL_MISSING)
        r.lacking = q.lacking;
    set_since(&q, &r);
    set_term(&q, &r);
    r.next = next_day(&q, &r);
    if (r.verb == RULING_HOLD)
        set_urgency(&q, &r);
    return r;
}

/* ---- what a change does, for those who only ask ---- */

enum verb change_effect(const struct policy *p, int change, int category, date on, str *citation) {
    struct facts f = {.kind = KIND_decision, .term = category};
    const struct rule_row *row = change_row_of(p, &f, change, on);
    *citation = row == NULL ? (str){0} : row->citation;
    if (row != NULL && row->change.effect == EFFECT_WITHDRAW)
        return RULING_WITHDRAW;
    return row != NULL && row->change.effect == EFFECT_EXPIRE ? RULING_EXPIRE : RULING_PUBLISH;
}
