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
    r->rejects = rejects_open(r->arena, site_path(r->site, "desk/report"), s->name,
                              r->options->dry_run ? REJECTS_CHECKED : REJECTS_RECEIVED);
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
static void note_fault(struct run *r, str source, enum diag_code code, int64_t rows) {
    const struct diag_kind *k = diag_kind(code);
    if (r->faults == NULL)
        r->faults = NEW(r->arena, struct desk_fault, DESK_FAULTS);
    if (rows > 0 && k->level >= DIAG_DOUBT && r->fault_count < DESK_FAULTS)
        r->faults[r->fault_count++] = (struct desk_fault){.source = source,
                                                          .code = str_of(k->code),
                                                          .text = str_of(k->zh),
                                                          .fix = str_of(k->fix),
                                                          .rows = rows};
}

static void note_faults(struct run *r, str source) {
    const int64_t *counts = rejects_counts(r->rejects);
    for (int c = 0; c < DIAG_CODES; c++)
        note_fault(r, source, (enum diag_code)c, counts[c]);
}

str reject_told(struct run *r, str source) {
    str told = {0};
    for (int i = 0; i < r->fault_count; i++)
        if (str_eq(r->faults[i].source, source))
            told = str_fmt(r->arena, "%.*s%s%.*s %lld", STR(told), told.n > 0 ? " " : "",
                           STR(r->faults[i].code), (long long)r->faults[i].rows);
    return told;
}

void reject_tell_again(struct run *r, str source, str told) {
    while (told.n > 0) {
        str code = str_cut(&told, S(" "));
        int64_t rows = 0;
        (void)str_int(str_cut(&told, S(" ")), &rows);
        for (int c = 0; c < DIAG_CODES; c++)
            if (str_eq(code, str_of(diag_kind((enum diag_code)c)->code)))
                note_fault(r, source, (enum diag_code)c, rows);
    }
    os_print(str_fmt(r->arena,
                     "来源 %.*s 与上次相同，拒收的没有改正：desk/report/%.*s-rejects.xlsx\n",
                     STR(source), STR(source)));
}

void reject_end(struct run *r, str source) {
    const char *path = NULL;
    note_faults(r, source);
    int64_t n = rejects_close(r->rejects, &path);
    str told = rejects_told(r->rejects, r->arena, n);
    r->rejects = NULL;
    str name = str_of(path);
    for (str rest = name; rest.p != NULL;)
        name = str_cut(&rest, S("/"));
    if (name.n > 0)
        os_print(str_fmt(r->arena, "%.*s：desk/report/%.*s\n", STR(told), STR(name)));
}
