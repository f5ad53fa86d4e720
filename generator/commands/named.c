/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * named.c — the records that somebody means by a number or an id.
 *
 * In:    a document number or code, or the last part of an address
 * Out:   the ledger's numbers of the records
 * Law:   none
 * Never: tells whose records they are
 */
#include "commands/run.h"

static void find_number(struct run *r, struct arena *a, const char *kind, str agency_and_number,
                        struct named *out) {
    int64_t found[NAMED_MOST];
    str text = str_fmt(a, "%s|%.*s", kind, STR(agency_and_number));
    int n =
        ledger_find_number(r->ledger, ledger_key_of(r->ledger, text, (str){0}), found, NAMED_MOST);
    for (int k = 0; k < n; k++) {
        bool known = out->n == NAMED_MOST;
        for (int i = 0; i < out->n; i++)
            known = known || out->ids[i] == found[k];
        if (!known)
            out->ids[out->n++] = found[k];
    }
}

/* Records of any kind. */
static void find_of_agency(struct run *r, struct arena *a, str agency, str folded,
                           struct named *out) {
    int before = out->n;
    str both = str_fmt(a, "%.*s|%.*s", STR(agency), STR(folded));
    for (int k = KIND_NONE + 1; k < KINDS; k++)
        find_number(r, a, kind_info((enum kind)k)->name, both, out);
    out->agencies += out->n > before;
}

/* Every agency may have used the number: those of site.conf and those that have lists are asked. */
void records_named(struct run *r, struct arena *a, str name, struct named *out) {
    *out = (struct named){.n = 0};
    int64_t by_id = ledger_id_of_name(r->ledger, name);
    if (by_id != 0) {
        *out = (struct named){{by_id}, 1, 1};
        return;
    }
    str folded = number_folded(a, name);
    if (r->lists == NULL)
        lists_load(r);
    for (int i = 0; i < r->site->agency_count; i++)
        find_of_agency(r, a, r->site->agencies[i].code, folded, out);
    for (int i = 0; i < r->list_count; i++) {
        const struct ledger_list *l = &r->lists[i].list;
        if (l->id != 0 && l->scope == LIST_AGENCY)
            find_of_agency(r, a, l->agency, folded, out);
    }
}
