/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * signing.c — gongshi status --sheet: the 审签单 of what waits for 审签.
 *
 * In:    records held for want of 审签
 * Out:   desk/report/sheet-NUMBER.html; the ledger knows what is on it
 * Law:   law.md §2 (发布审签)
 * Never: prints a private value: the faces are masked as for the public
 */
#include "office/signing.h"

#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#define SHEET_ROWS 200 /* records on one sheet; the rest waits for the next */

static bool awaits_signature(struct run *r, struct arena *a, const struct ledger_record *rec,
                             struct ruling *u) {
    struct facts f = facts_read(rec->facts);
    struct history h = history_of(r, a, rec);
    if (reason_noted(rec) != REASON_APPROVAL_MISSING)
        return false;
    *u = rule(r->site->policy, &f, &h, r->today, true);
    return u->reason == REASON_APPROVAL_MISSING && u->lacking == WORD_SIGN;
}

/* The face it would have. What masking is not sure of goes on no sheet: it could not be published.
 */
static bool add_row(struct run *r, struct ledger_record *rec, const struct ruling *u,
                    struct signing_row *out) {
    struct facts f = facts_read(rec->facts);
    struct diags quiet = {.arena = r->arena};
    struct record decoded;
    struct disclosure face;
    str name = rec->path;
    if (!record_again(r, r->arena, rec, &decoded) ||
        !disclose(r->arena, r->site->policy,
                  &(struct ruled){.record = &decoded, .facts = &f, .ruling = u}, &face, &quiet))
        return false;
    /* Its texts stand in the delivery that is open now: the next record opens another. */
    struct face kept = face_make(r->site, r->arena, &face);
    if (!face_get(r->arena,
                  &(struct ledger_face){.disclosure = kept.disclosure, .words = kept.words},
                  &out->face))
        return false;
    for (str rest = name; rest.p != NULL;)
        name = str_cut(&rest, S("/"));
    out->id = str_dup(r->arena, str_sub(name, 0, name.n - S(".html").n));
    return true;
}

static void gather(struct run *r, struct signing *s, struct signing_row *rows,
                   struct sheet_entry *entries) {
    struct ledger_walk w = ledger_walk(r->ledger, SCAN_VERB, RULING_HOLD);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;) {
        struct ruling u;
        if (!awaits_signature(r, &w.arena, rec, &u))
            continue;
        if (s->n == SHEET_ROWS)
            s->left++;
        else if (add_row(r, rec, &u, &rows[s->n]))
            entries[s->n++] = (struct sheet_entry){rec->id, rec->version};
    }
}

/* A sheet is numbered by its day, and known by the ledger with the versions that are on it. */
static str number_sheet(struct run *r, const struct sheet_entry *entries, int n) {
    struct ymd day = date_ymd(r->today);
    str beginning = str_fmt(r->arena, "%04d%02d%02d-", day.year, day.month, day.day);
    str number = str_fmt(r->arena, "%.*s%lld", STR(beginning),
                         (long long)ledger_sheets(r->ledger, beginning) + 1);
    ledger_begin(r->ledger);
    for (int i = 0; i < n; i++)
        ledger_sheet_add(r->ledger, number, entries[i]);
    ledger_commit(r->ledger);
    return number;
}

static void write_sheet(struct run *r, struct signing *s) {
    struct buf b = {0};
    const char *path =
        site_path(r->site, str_fmt(r->arena, "desk/report/sheet-%.*s.html", STR(s->number)).p);
    signing_page(r->arena, s, &b);
    if (b.failed)
        die_usage("审签单过长：请分批审签");
    os_write_atomic(path, buf_view(&b), 0660);
    os_print(str_fmt(r->arena, "审签单 %.*s，%d 条：%s\n", STR(s->number), s->n, path));
    buf_free(&b);
}

int status_sheet(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    struct signing s = {.site = r.site->words.name, .day = r.today};
    struct signing_row *rows = NEW(&arena, struct signing_row, SHEET_ROWS);
    struct sheet_entry *entries = NEW(&arena, struct sheet_entry, SHEET_ROWS);
    gather(&r, &s, rows, entries);
    s.rows = rows;
    if (s.n == 0) {
        os_print(S("没有等待审签的记录\n"));
    } else {
        s.number = number_sheet(&r, entries, s.n);
        write_sheet(&r, &s);
    }
    run_close(&r);
    arena_free(&arena);
    return EXIT_DONE;
}
