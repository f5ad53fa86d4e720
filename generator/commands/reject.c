/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * reject.c — what was rejected or doubted goes back to its sender, as the sender wrote it.
 *
 * In:    record lines and what was found in them
 * Out:   office's report of the source under way
 * Law:   none
 * Never: lets a delivered text into anything but that report
 */
#include "base/os.h"
#include "commands/run.h"
#include "office/office.h"

void reject_begin(struct run *r, const struct source *s) {
    r->rejects =
        rejects_open(r->arena, site_path(r->site, "desk/report"), s->name, r->options->dry_run);
}

void reject_delivery(struct run *r, str name) {
    if (r->rejects != NULL)
        rejects_delivery(r->rejects, name);
}

void reject_item(struct run *r, struct arena *a, const struct reading *in, const struct slice *s,
                 const struct diags *found) {
    if (r->rejects == NULL)
        return;
    struct sheet_row row;
    if (diag_worst(found) < DIAG_DOUBT)
        return;
    struct reject one = {.file = s->file,
                         .line = s->at.line,
                         .map = intake_map_name(in),
                         .raw = s->text,
                         .found = found};
    if (rejects_room(r->rejects) && intake_cells(in, a, s, &row))
        one.row = &row;
    rejects_add(r->rejects, &one);
}

void reject_rest(struct run *r, const struct diags *found) {
    if (r->rejects == NULL)
        return;
    for (const struct diag *d = found->first; d != NULL; d = d->next) {
        struct diag alone = *d;
        alone.next = NULL;
        struct diags only = {.first = &alone, .last = &alone};
        only.count[d->level] = 1;
        rejects_add(r->rejects, &(struct reject){.file = d->place.file,
                                                 .line = d->place.line,
                                                 .map = S(SHEET_NO_MAP),
                                                 .found = &only});
    }
}

/* What the report tells of the source: sorts of findings that kept rows back. */
static void note_faults(struct run *r, str source) {
    const int64_t *counts = rejects_counts(r->rejects);
    if (r->faults == NULL)
        r->faults = NEW(r->arena, struct desk_fault, DESK_FAULTS);
    for (int c = 0; c < DIAG_CODES && r->fault_count < DESK_FAULTS; c++) {
        const struct diag_kind *k = diag_kind((enum diag_code)c);
        if (counts[c] > 0 && k->level >= DIAG_DOUBT)
            r->faults[r->fault_count++] = (struct desk_fault){
                source, str_of(k->code), str_of(k->zh), str_of(k->fix), counts[c], {0}};
    }
}

void reject_end(struct run *r, str source) {
    const char *path = NULL;
    note_faults(r, source);
    int64_t n = rejects_close(r->rejects, &path);
    r->rejects = NULL;
    str name = str_of(path);
    for (str rest = name; rest.p != NULL;)
        name = str_cut(&rest, S("/"));
    if (name.n > 0)
        os_print(str_fmt(r->arena, "拒收和存疑 %lld 条，改正用表：desk/report/%.*s\n", (long long)n,
                         STR(name)));
}
