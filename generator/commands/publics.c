/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * publics.c — public numbers that look like private ones, for the sweep of the finished files.
 *
 * In:    the fields of disclosures that are public as they stand, site.conf
 * Out:   digests in the catalogue
 * Law:   国办发〔2018〕118号 (officers' certificates, public telephones are disclosed)
 * Never: takes a number out of a text that was masked
 */
#include "commands/run.h"

/* ---- in the workers ---- */

struct gathering {
    uint64_t *v;
    int n;
};

static void gather(struct gathering *g, str value) {
    g->n += shapes_of(value, g->v + g->n, PUBLICS_MOST - g->n);
}

static void gather_field(struct gathering *g, const struct field *f, const void *object) {
    const char *at = (const char *)object + f->at;
    if (field_absent(f, object))
        return;
    if (f->type == FIELD_text || f->type == FIELD_lines || f->type == FIELD_uscc) {
        gather(g, *(const str *)(const void *)at);
    } else if (f->type == FIELD_list) {
        const struct strs *list = (const struct strs *)(const void *)at;
        for (ptrdiff_t i = 0; i < list->n; i++)
            gather(g, list->v[i]);
    } else if (f->type == FIELD_rows) {
        const struct rows *rows = (const struct rows *)(const void *)at;
        for (int i = 0; i < rows->n * rows->columns; i++)
            gather(g, rows->cells[i]);
    }
}

struct publics publics_of(struct arena *a, const struct disclosure *d) {
    uint64_t room[PUBLICS_MOST];
    struct gathering g = {.v = room};
    int n = 0;
    const struct disclosed_field *fields = disclosure_fields(d->kind, &n);
    const struct field_info *declared = kind_fields(d->kind, &(int){0});
    for (int i = 0; i < n; i++)
        if (declared[fields[i].declared].exposure == EXPOSURE_OPEN)
            gather_field(&g, &fields[i].field, d);
    struct publics out = {NEW(a, uint64_t, g.n + 1), g.n};
    for (int i = 0; i < g.n; i++)
        out.v[i] = room[i];
    return out;
}

/* ---- in order ---- */

void publics_note(struct run *r, const struct publics *p) {
    if (p->n > 0 && r->known.arena == NULL) {
        int64_t n = 0;
        const uint64_t *v = ledger_publics(r->ledger, r->arena, &n);
        r->known.arena = r->arena;
        for (int64_t i = 0; i < n; i++)
            (void)hashes_add(&r->known, v[i]);
    }
    for (int i = 0; i < p->n; i++)
        if (hashes_add(&r->known, p->v[i]))
            ledger_add_public(r->ledger, p->v[i]);
}

/* What the site says of itself and lists as public; and what its records have. */
const uint64_t *publics_all(struct run *r, struct arena *a, int64_t *n) {
    int64_t recorded = 0;
    const uint64_t *v = ledger_publics(r->ledger, a, &recorded);
    uint64_t *all = NEW(a, uint64_t, recorded + PUBLICS_MOST);
    for (int64_t i = 0; i < recorded; i++)
        all[i] = v[i];
    struct gathering g = {.v = all + recorded};
    gather(&g, r->site->words.contact);
    gather(&g, r->site->words.correction);
    gather(&g, r->site->publics);
    *n = recorded + g.n;
    return all;
}
