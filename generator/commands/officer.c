/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * officer.c — what the officers' list says of those who made a decision.
 *
 * In:    records of officers as they are stored
 * Out:   facts for rulings; decisions ruled anew when a certificate turns out otherwise
 * Law:   行政处罚法 art. 42, law.md §2 (tested at the decision date, not today)
 * Never: keeps a certificate's number: its keyed hash is that of the officer's record
 *
 * A renewed certificate has another day of issue and is a further stretch of time; the same day of
 * issue again corrects the stretch.
 */
#include "commands/run.h"

#include <string.h>

/* All stretches of one certificate; `before` are those at the beginning of the run, once it moved.
 */
struct officer {
    uint64_t certificate;
    struct officer_fact *v;
    int n;
    struct officer_fact *before;
    int before_count;
    bool moved;
};

struct officers {
    struct officer *slots;
    int cap; /* a power of two */
    int n;
};

uint64_t officer_hash(const struct run *r, struct arena *a, str agency, str certificate) {
    uint64_t h = 0;
    if (certificate.n == 0)
        return 0;
    str text = str_fmt(a, "%s|%.*s|%.*s", kind_info(KIND_officer)->name, STR(agency),
                       STR(number_folded(a, certificate)));
    struct ledger_key k = ledger_key_of(r->ledger, text, (str){0});
    memcpy(&h, k.b, sizeof h);
    return h;
}

/* ---- the table ---- */

static struct officer *find(const struct officers *o, uint64_t certificate) {
    int at = (int)(certificate & (uint64_t)(o->cap - 1));
    while (o->slots[at].certificate != 0 && o->slots[at].certificate != certificate)
        at = (at + 1) & (o->cap - 1);
    return &o->slots[at];
}

static void grow(struct run *r, struct officers *o) {
    struct officer *old = o->slots;
    int n = o->cap;
    o->cap = n == 0 ? 1024 : n * 2;
    o->slots = NEW(r->arena, struct officer, o->cap);
    for (int i = 0; i < n; i++)
        if (old[i].certificate != 0)
            *find(o, old[i].certificate) = old[i];
}

static struct officer *find_or_add(struct run *r, uint64_t certificate) {
    struct officers *o = r->officers;
    if (o->n * 2 >= o->cap)
        grow(r, o);
    struct officer *one = find(o, certificate);
    o->n += one->certificate == 0;
    one->certificate = certificate;
    return one;
}

static void add_stretch(struct run *r, struct officer *one, date from, date to) {
    struct officer_fact *v = NEW(r->arena, struct officer_fact, one->n + 1);
    if (one->n > 0)
        memcpy(v, one->v, sizeof *v * (size_t)one->n);
    int at = 0;
    while (at < one->n && v[at].from != from)
        at++;
    v[at] = (struct officer_fact){.listed = 1, .from = from, .to = to};
    one->v = v;
    one->n += at == one->n;
}

static void load(struct run *r) {
    struct ledger_certificate c;
    if (r->officers != NULL)
        return;
    r->officers = NEW(r->arena, struct officers, 1);
    grow(r, r->officers);
    ledger_certificate_scan(r->ledger);
    while (ledger_certificate_next(r->ledger, &c))
        add_stretch(r, find_or_add(r, c.certificate), c.from, c.to);
}

/* ---- records as they are stored ---- */

static void note_officer(struct run *r, const struct ledger_record *rec, const struct facts *f) {
    struct ledger_certificate c = {.from = f->valid_from, .to = f->valid_to};
    memcpy(&c.certificate, rec->key.b, sizeof c.certificate);
    struct officer *one = find_or_add(r, c.certificate);
    if (!one->moved) {
        one->before = one->v;
        one->before_count = one->n;
        one->moved = true;
        r->officers_moved = true;
    }
    add_stretch(r, one, c.from, c.to);
    ledger_certificate_set(r->ledger, &c);
}

int officers_all(struct arena *a, const struct facts *f, str crew, uint64_t **out) {
    int more = (f->flags & FACT_CREW) != 0 ? (int)(crew.n / (ptrdiff_t)sizeof **out) : 0;
    int n = 0;
    *out = NEW(a, uint64_t, FACT_OFFICERS + more);
    while (n < FACT_OFFICERS && f->officers[n] != 0) {
        (*out)[n] = f->officers[n];
        n++;
    }
    if (more > 0)
        memcpy(*out + n, crew.p, sizeof **out * (size_t)more);
    return n + more;
}

int officers_of(struct run *r, struct arena *a, int64_t decision, const struct facts *f,
                uint64_t **out) {
    bool more = (f->flags & FACT_CREW) != 0;
    return officers_all(a, f, more ? ledger_crew(r->ledger, a, decision) : (str){0}, out);
}

bool officers_note(struct run *r, const struct ledger_record *rec, const struct facts *f,
                   str crew) {
    struct arena a = {0};
    uint64_t *v = NULL;
    bool matters = false;
    load(r);
    if (rec->kind == KIND_officer)
        note_officer(r, rec, f);
    if (crew.n > 0)
        ledger_put_crew(r->ledger, rec->id, crew);
    int n = rec->kind == KIND_decision ? officers_all(&a, f, crew, &v) : 0;
    for (int i = 0; i < n; i++) {
        const struct officer *one = find(r->officers, v[i]);
        ledger_holder_add(r->ledger, v[i], (struct ledger_holder){rec->id, f->decided});
        matters = matters || certificate_matters(r->site->policy, one->v, one->n, f->decided);
    }
    arena_free(&a);
    return matters;
}

/* ---- asking ---- */

int officers_known(struct run *r, struct arena *a, int64_t decision, const struct facts *f,
                   struct officer_fact **out) {
    uint64_t *v = NULL;
    int all = officers_of(r, a, decision, f, &v);
    int n = 0;
    int most = 0;
    load(r);
    for (int i = 0; i < all; i++)
        most += 1 + find(r->officers, v[i])->n;
    *out = NEW(a, struct officer_fact, most + 1);
    for (int i = 0; i < all; i++) {
        const struct officer *one = find(r->officers, v[i]);
        for (int k = 0; k < one->n; k++) {
            (*out)[n] = one->v[k];
            (*out)[n++].officer = i;
        }
        if (one->n == 0)
            (*out)[n++] = (struct officer_fact){.officer = i};
    }
    return n;
}

/* ---- lists that came after the decisions, or say otherwise now ---- */

static void settle_one(struct run *r, struct arena *a, const struct officer *one) {
    const struct policy *p = r->site->policy;
    struct ledger_holder *v = NULL;
    int n = ledger_holders(r->ledger, a, one->certificate, &v);
    for (int i = 0; i < n; i++)
        if (certificate_matters(p, one->before, one->before_count, (date)v[i].day) !=
            certificate_matters(p, one->v, one->n, (date)v[i].day))
            rule_one(r, a, v[i].record, false);
}

void officers_settle(struct run *r) {
    struct arena a = {0};
    for (int i = 0; r->officers_moved && i < r->officers->cap; i++, arena_reset(&a))
        if (r->officers->slots[i].moved)
            settle_one(r, &a, &r->officers->slots[i]);
    arena_free(&a);
}
