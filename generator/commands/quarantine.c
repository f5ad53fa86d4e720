/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * quarantine.c — a record in which the check found something is kept back; the rest goes on line.
 *
 * In:    what verification found in a run that was refused
 * Out:   rulings of the next run
 * Law:   个人信息保护法 art. 51, 57
 * Never: lets a record out that is what it was, made by what it was made by
 *
 * A refused run leaves no trace but this: the key of the record (new ones have no number yet), the
 * content in which something was found, and what it was made with. Another content, other masking,
 * templates or words, a decision of the staff: it is tried again, and checked again.
 */
#include "base/os.h"
#include "commands/run.h"

#include <string.h>

/* What a page is made with beside its record. */
static str cause_of(const struct run *r, struct arena *a) {
    struct sha256_stream *h = sha256_open();
    sha256_add(h, r->site->look);
    sha256_add(h, r->site->rules);
    sha256_add(h, r->site->masking);
    sha256_add(h, S(GONGSHI_VERSION));
    return sha256_text(a, sha256_close(h));
}

void quarantine_open(struct run *r) {
    r->quarantine_count = ledger_quarantine_list(r->ledger, r->arena, &r->quarantine);
}

static struct ledger_quarantined *find(const struct run *r, struct ledger_key key) {
    for (int i = 0; i < r->quarantine_count; i++)
        if (memcmp(r->quarantine[i].key.b, key.b, sizeof key.b) == 0)
            return &r->quarantine[i];
    return NULL;
}

bool quarantine_holds(const struct run *r, struct ledger_key key, int64_t content) {
    const struct ledger_quarantined *q = find(r, key);
    return q != NULL && q->cause.n > 0 && q->content == content;
}

/* The entry stays until the run ends, without a cause: it holds nothing any more. */
void quarantine_lift(struct run *r, struct ledger_key key) {
    struct ledger_quarantined *q = find(r, key);
    if (q == NULL)
        return;
    q->cause = (str){0};
    ledger_unquarantine(r->ledger, key);
}

void quarantine_rule(struct run *r) {
    struct arena a = {0};
    str cause = cause_of(r, r->arena);
    for (int i = 0; i < r->quarantine_count; i++, arena_reset(&a)) {
        struct ledger_quarantined *q = &r->quarantine[i];
        struct ledger_record rec;
        bool lift = !str_eq(q->cause, cause);
        if (lift)
            quarantine_lift(r, q->key);
        if (ledger_find(r->ledger, &a, q->key, &rec))
            rule_one(r, &a, rec.id, lift);
    }
    arena_free(&a);
}

/* ---- after a run was refused ---- */

static void tell(struct run *r, str path) {
    diag(&r->site->diags, DIAG_RECORD_QUARANTINED, (struct place){.file = path}, "%s", "");
}

void quarantine_found(struct run *r) {
    const int64_t *ids = NULL;
    int n = r->verify == NULL ? 0 : verify_found(r->verify, &ids);
    struct ledger_quarantined *v = NEW(r->arena, struct ledger_quarantined, n + 1);
    str cause = cause_of(r, r->arena);
    int kept = 0;
    for (int i = 0; i < n; i++) {
        struct ledger_record rec;
        if (!ledger_get(r->ledger, r->arena, ids[i], &rec))
            continue;
        v[kept++] = (struct ledger_quarantined){rec.key, rec.content, cause};
        tell(r, rec.path);
    }
    ledger_rollback(r->ledger);
    if (kept == 0 || r->options->dry_run)
        return;
    ledger_begin(r->ledger);
    int64_t run = ledger_run_begin(r->ledger, r->as_of);
    for (int i = 0; i < kept; i++)
        ledger_quarantine(r->ledger, &v[i]);
    ledger_event(r->ledger, run, 0, "quarantined", str_fmt(r->arena, "%d records", kept));
    ledger_commit(r->ledger);
}
