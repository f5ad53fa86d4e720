/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * package.c — how fast rows become the files of a package.
 *
 * In:    package FORMS ROWS FOLDER: e.g. csv;jsonl
 * Out:   seconds, rows a second, bytes, peak memory
 * Law:   none
 * Never: is part of the program
 */
#include "base/os.h"
#include "base/par.h"
#include "platform/platform.h"

#define BATCH 1024

/* A batch of rows as commands/package.c has them made: checked and written by the workers. */
struct batch {
    const struct column_set *set;
    unsigned forms;
    struct arena *memory; /* one per worker */
    struct package_row rows[BATCH];
    int64_t first;
};

static struct record like;

static void make_row(void *ctx, int worker, ptrdiff_t i) {
    struct batch *b = ctx;
    struct arena *a = &b->memory[worker];
    struct record *r = NEW(a, struct record, 1);
    struct diags found = {.arena = a};
    str *cells = NEW(a, str, b->set->n);
    *r = like;
    r->decision.document_number = str_fmt(a, "青市监罚〔2026〕%lld号", (long long)(b->first + i));
    struct row_facts f = {.record = r,
                          .agency_name = S("青原市市场监督管理局"),
                          .agency_uscc = S("1113059900000000A5"),
                          .credit_until = DATE_NONE,
                          .id = r->decision.document_number};
    row_cells(a, b->set, &f, cells);
    if (!row_check(b->set, r->decision.party_type, cells, (struct place){0}, &found))
        die("%s", diag_kind(found.first->code)->code);
    b->rows[i] =
        (struct package_row){.set = b->set, .operation = OPERATION_ADD, .id = f.id, .cells = cells};
    package_text(a, b->forms, &b->rows[i]);
}

static void decision(void) {
    static str fine[1];
    fine[0] = S("罚款");
    record_clear(&like, KIND_decision);
    like.decision.category = CATEGORY_PENALTY;
    like.decision.party = S("青原禾木有限公司");
    like.decision.party_type = PARTY_ORGANISATION;
    like.decision.party_uscc = S("91130599MA5QK2R73X");
    like.decision.representative = S("尉迟小满");
    like.decision.cause = S("未按规定建立进货查验记录");
    like.decision.facts =
        S("2026年3月1日，执法人员对当事人进行现场检查，发现当事人销售的计量器具未经检定。");
    like.decision.basis = S("《中华人民共和国计量法》第二十七条");
    like.decision.conclusion = S("处以罚款人民币 20,000 元。");
    like.decision.penalty_types = (struct strs){fine, 1};
    like.decision.amount = 2000000;
    like.decision.decided = date_of(2026, 3, 2);
}

static void write_rows(struct package *p, struct batch *b, int64_t rows) {
    struct par *par = par_open(os_cpus());
    b->memory = NEW(&(struct arena){0}, struct arena, par_jobs(par));
    for (int64_t at = 0; at < rows; at += BATCH) {
        ptrdiff_t n = rows - at < BATCH ? (ptrdiff_t)(rows - at) : BATCH;
        b->first = at;
        par_for(par, n, make_row, b);
        for (ptrdiff_t i = 0; i < n; i++)
            package_put(p, &b->rows[i]);
        for (int w = 0; w < par_jobs(par); w++)
            arena_reset(&b->memory[w]);
    }
    par_close(par);
}

int main(int argc, char **argv) {
    struct arena a = {0};
    struct column_sets sets;
    struct diags diags = {.arena = &a};
    struct profile profile = {0};
    struct sha256 digest;
    str text;
    int64_t rows = 0;
    os_init();
    if (argc != 4 || !str_int(str_of(argv[2]), &rows) ||
        profile_take(&a, &profile, S("forms"), str_of(argv[1])) != NULL ||
        !os_read(&a, "feeds/credit/2018.csv", 1 << 20, &text) ||
        !columns_load(&a, S("2018.csv"), text, &sets, &diags))
        die_usage("package FORMS ROWS FOLDER");
    struct batch *b = NEW(&a, struct batch, 1);
    b->set = &sets.v[sets.v[0].category == CATEGORY_PENALTY ? 0 : 1];
    b->forms = profile.forms;
    struct package_head head = {.folder = argv[3],
                                .site = S("bench"),
                                .target = S("credit"),
                                .sequence = 1,
                                .whole = true,
                                .as_of = (instant)date_of(2026, 3, 2) * 1440,
                                .forms = profile.forms};
    decision();
    double began = os_seconds();
    struct package *p = package_open(&a, &head);
    write_rows(p, b, rows);
    (void)package_close(p, &digest);
    double took = os_seconds() - began;
    os_print(str_fmt(&a,
                     "%-12s %8lld rows %7.3f s (%.2f s of processor) %8.0f rows/s  peak %.1f MiB\n",
                     argv[1], (long long)rows, took, os_processor_seconds(), (double)rows / took,
                     (double)os_peak_kib() / 1024));
    arena_free(&a);
    return 0;
}
