/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * again.c — a delivery that was read before, and means the same, is not read again.
 *
 * In:    a receipt: its bytes' fingerprint, what they came to when they were read
 * Out:   the first sum, as if they had been read
 * Law:   architecture §3 (what did not change is not read)
 * Never: takes a file for old news when a record has moved since, unless it just still lies there
 */
#include "base/os.h"
#include "commands/run.h"

uint64_t take_meaning(const struct run *r, const struct ledger_delivery *d) {
    struct intake_file file = file_of(r, d);
    uint64_t meaning = line_hash_of(r->site->conf, intake_meaning(&file)).lo;
    return line_hash_of(r->site->rules, meaning).lo >> 1;
}

/* The last receipt in whose reading a record moved. */
static int64_t last_move(const struct run *r) {
    int64_t id = 0;
    (void)str_int(ledger_note(r->ledger, r->arena, "moved"), &id);
    return id;
}

/* A file that lies where it lay says nothing new, whatever others said since. The same bytes sent
 * again say it anew: they count as known only when no record has moved since they were read. */
bool take_known(const struct run *r, const struct ledger_delivery *d) {
    const struct ledger_receipt *was = &d->receipt;
    return was->read != 0 && !r->options->full && was->meaning == take_meaning(r, d) &&
           (was->again || was->read >= last_move(r));
}

void take_account(struct run *r, const struct ledger_delivery *d) {
    const struct ledger_receipt *was = &d->receipt;
    r->sums.delivered += was->delivered;
    r->sums.unchanged += was->delivered - was->rejected;
    r->sums.rejected += was->rejected;
    ledger_receipt_read(r->ledger, was);
}

/* What was rejected is looked at again, for its sender's report is made anew; so is what is part of
 * a snapshot of which something else is new. */
bool take_again(struct run *r, const struct ledger_delivery *d) {
    bool known = d->receipt.rejected == 0 && !r->whole && take_known(r, d);
    if (known)
        take_account(r, d);
    return known;
}

void take_remember(struct run *r, const struct taking *t, const struct sums *before) {
    struct ledger_receipt now = t->delivery->receipt;
    now.meaning = take_meaning(r, t->delivery);
    now.delivered = r->sums.delivered - before->delivered;
    now.rejected = r->sums.rejected - before->rejected;
    ledger_receipt_read(r->ledger, &now);
    if (t->moved)
        take_moved(r, &now);
}

void take_moved(struct run *r, const struct ledger_receipt *receipt) {
    int64_t at = receipt->again ? ledger_receipt_next(r->ledger) : receipt->id;
    ledger_set_note(r->ledger, "moved", str_fmt(r->arena, "%lld", (long long)at));
}
