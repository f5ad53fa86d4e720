/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * waiting.c — versions of lists that wait for their day, or for an approval.
 *
 * In:    lines in stored deliveries, approvals, the day
 * Out:   new versions of records
 * Law:   law.md §2 (approval chains, effective dates)
 * Never: takes a version that was delivered before the one in force
 */
#include "commands/run.h"

/* They are few: each is looked at in every run. */
void waiting_settle(struct run *r) {
    struct arena a = {0};
    struct ledger_waiting w;
    struct ledger_record known;
    for (int64_t after = 0; ledger_waiting_next(r->ledger, after, &w); arena_reset(&a)) {
        after = w.record;
        bool there = ledger_get(r->ledger, &a, w.record, &known);
        bool outdated = there && known.as_of > w.as_of;
        if (!there || outdated)
            ledger_waiting_drop(r->ledger, w.record);
        else
            (void)take_waiting(r, &a, &w, &known);
    }
    arena_free(&a);
}
