/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * correct.c — which fields of a record a new version changes, as the ledger keeps it.
 *
 * In:    the earlier and the new record
 * Out:   the event `corrected`: names of fields, keyed digests of what was and what is
 * Law:   国办发〔2018〕118号 三 (可回溯管理)
 * Never: writes a value: a digest proves to who holds the bytes that they were these
 */
#include "commands/run.h"

#define DIGEST_SHOWN 16 /* hexadecimal digits */

static str digest_of(const struct run *r, struct arena *a, const struct field *f,
                     const struct record *rec) {
    struct buf b = {0};
    if (field_absent(f, rec))
        return S("-");
    field_put(f, rec, &b);
    str hex = sha256_text(a, sha256_keyed(r->site->secret, buf_view(&b)));
    buf_free(&b);
    return str_sub(hex, 0, DIGEST_SHOWN);
}

static str differences(const struct run *r, struct arena *a, const struct record *was,
                       const struct record *is) {
    int n = 0;
    const struct field *f = record_fields(is->kind, &n);
    str all = S("");
    for (int i = 0; i < n; i++) {
        if (field_equal(&f[i], was, is))
            continue;
        str from = digest_of(r, a, &f[i], was);
        str to = digest_of(r, a, &f[i], is);
        all = str_fmt(a, "%.*s%s%s %.*s>%.*s", STR(all), all.n > 0 ? "; " : "", f[i].name,
                      STR(from), STR(to));
    }
    return all;
}

void note_correction(struct run *r, struct arena *a, const struct ledger_record *known,
                     const struct reading *in, const struct slice *line) {
    struct record was;
    struct record is;
    struct diags quiet = {.arena = a};
    bool both = record_again(r, a, known, &was) && intake_decode(in, a, line, &is, &quiet);
    /* The earlier line may have been purged, or be read no longer: then that much is said. */
    ledger_event(r->ledger, r->number, known->id, "corrected",
                 both ? differences(r, a, &was, &is) : S("?"));
}
