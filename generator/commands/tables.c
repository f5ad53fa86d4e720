/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tables.c — by which tables a run ruled: kept by digest, so that any day can be replayed.
 *
 * In:    the site's policy tables and agencies
 * Out:   texts in the ledger, an event when they are others; the policy of an earlier run
 * Law:   国办发〔2018〕118号 三 (可回溯管理)
 * Never: keeps a table twice
 *
 * The event `tables` names the digest of a list, which names those of the tables:
 *   table deadlines 3f2a81c0…
 *   agency scj<TAB>青原市市场监督管理局<TAB>sector<TAB>successor<TAB>until<TAB>former;former
 */
#include "commands/run.h"

#define TABLES_MOST 64

static void put_agency(struct buf *b, struct arena *a, const struct agency *one) {
    str until = one->until <= 0 ? S("") : date_text(a, one->until);
    buf_fmt(b, "agency %.*s\t%.*s\t%.*s\t%.*s\t%.*s\t", STR(one->code), STR(one->name),
            STR(one->sector), STR(one->successor), STR(until));
    for (ptrdiff_t i = 0; i < one->former.n; i++)
        buf_fmt(b, "%s%.*s", i > 0 ? ";" : "", STR(one->former.v[i]));
    buf_char(b, '\n');
}

void tables_note(struct run *r) {
    const struct site *s = r->site;
    struct buf list = {0};
    if (str_eq(ledger_note(r->ledger, r->arena, "tables"), s->rules))
        return;
    for (int i = 0; i < s->table_count; i++) {
        struct sha256 digest = ledger_keep_text(r->ledger, s->tables[i].text);
        buf_fmt(&list, "table %.*s %.*s\n", STR(s->tables[i].name),
                STR(sha256_text(r->arena, digest)));
    }
    for (int i = 0; i < s->agency_count; i++)
        put_agency(&list, r->arena, &s->agencies[i]);
    struct sha256 all = ledger_keep_text(r->ledger, buf_view(&list));
    ledger_event(r->ledger, r->number, 0, "tables", sha256_text(r->arena, all));
    ledger_set_note(r->ledger, "tables", s->rules);
    buf_free(&list);
}

/* ---- and back ---- */

static bool take_table(struct run *r, struct arena *a, str line, struct policy_source *out) {
    struct sha256 digest;
    out->name = str_cut(&line, S(" "));
    if (!sha256_parse(line, &digest))
        return false;
    out->text = ledger_kept_text(r->ledger, a, digest);
    out->file = str_fmt(a, "%.*s（%.*s）", STR(out->name), 12, line.p);
    return out->text.p != NULL;
}

static struct agency take_agency(struct arena *a, str line) {
    struct agency one = {.code = str_cut(&line, S("\t")), .until = DATE_NONE};
    one.name = str_cut(&line, S("\t"));
    one.sector = str_cut(&line, S("\t"));
    one.successor = str_cut(&line, S("\t"));
    one.until = date_parse(str_cut(&line, S("\t")));
    one.former = (struct strs){NEW(a, str, line.n + 1), 0};
    while (line.n > 0)
        one.former.v[one.former.n++] = str_cut(&line, S(";"));
    return one;
}

struct policy *tables_policy(struct run *r, struct arena *a, str list) {
    struct policy_source *tables = NEW(a, struct policy_source, TABLES_MOST);
    struct agency *agencies = NEW(a, struct agency, list.n + 1);
    struct policy_input in = {.tables = tables, .agencies = agencies};
    struct diags quiet = {.arena = a};
    struct sha256 digest;
    str rest = sha256_parse(list, &digest) ? ledger_kept_text(r->ledger, a, digest) : (str){0};
    while (rest.n > 0) {
        str line = str_cut(&rest, S("\n"));
        if (str_eq(str_cut(&line, S(" ")), S("agency")))
            agencies[in.agency_count++] = take_agency(a, line);
        else if (in.n == TABLES_MOST || !take_table(r, a, line, &tables[in.n++]))
            return NULL;
    }
    return in.n == 0 ? NULL : policy_load(a, &in, &quiet);
}
