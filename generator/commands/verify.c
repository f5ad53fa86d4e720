/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * verify.c — gongshi verify: a published site, read as a stranger would.
 *
 * In:    a published tree; where there is one, the site's ledger
 * Out:   findings, an exit status
 * Law:   个人信息保护法 art. 51, 54
 * Never: changes anything; prints a value
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#define LIST_MOST ((int64_t)64 << 20)

/* ---- with the ledger: the secrets of all records ---- */

/* A record's page shows its record, a file of open data its rows: their names and addresses are
 * looked for there, too. */
static void fill(void *ctx, struct arena *a, struct expected *file) {
    struct run *r = ctx;
    struct ledger_record rec;
    file->shown_count = data_shown(r, a, file->file.path, &file->shown);
    if (file->shown_count > 0) {
        file->whole = false;
        return;
    }
    int64_t id = ledger_id_of_path(r->ledger, file->file.path);
    if (id == 0 || !ledger_get(r->ledger, a, id, &rec))
        return;
    struct shown *row = NEW(a, struct shown, 1);
    *row = shown_of(id, rec.path, rec.secrets);
    file->shown = row;
    file->shown_count = 1;
}

static int check_with_ledger(const struct options *o, struct arena *a, struct diags *found) {
    struct run r;
    run_open(&r, a, o, true);
    refuse_lost(&r);
    struct published p = {.dir = r.public_dir, .par = r.par, .fill = fill, .ctx = &r};
    struct buf digests = {0};
    p.sought = sought_of(&r, &r.verify_memory, &digests);
    p.sought.flat = true;
    struct verify_counts c = published_check(a, &p, found);
    os_print(str_fmt(a, "核对了 %lld 个文件、%lld 项已知的个人号码\n", (long long)c.files,
                     (long long)p.sought.n));
    buf_free(&digests);
    run_close(&r);
    return diag_worst(found) < DIAG_ERROR ? EXIT_DONE : EXIT_CHECK;
}

/* ---- without: manifests, links and shapes ---- */

static int check_alone(const struct options *o, struct arena *a, struct diags *found) {
    static const unsigned char no_key[16] = {0};
    struct published p = {.par = par_open(o->jobs)};
    p.dir = o->word_count > 0 ? o->words[0].p : str_fmt(a, "%s/public", o->site).p;
    p.sought = (struct sought){.key = no_key, .shapes = true, .flat = true};
    str list;
    if (os_read(a, str_fmt(a, "%s/" KNOWN_LIST, p.dir).p, LIST_MOST, &list))
        p.sought.known = known_get(a, list, &p.sought.known_count);
    struct verify_counts c = published_check(a, &p, found);
    os_print(str_fmt(a, "核对了 %lld 个文件（没有账本：只核对清单、链接和形似个人号码的数字）\n",
                     (long long)c.files));
    par_close(p.par);
    return diag_worst(found) < DIAG_ERROR ? EXIT_DONE : EXIT_CHECK;
}

int command_verify(const struct options *o) {
    struct arena a = {0};
    struct diags found = {.arena = &a};
    bool ledger =
        o->word_count == 0 && os_stat(str_fmt(&a, "%s/state/ledger.db", o->site).p).exists;
    int status = ledger ? check_with_ledger(o, &a, &found) : check_alone(o, &a, &found);
    struct buf b = {0};
    for (const struct diag *d = found.first; d != NULL; d = d->next) {
        diag_line(&b, d);
        buf_char(&b, '\n');
    }
    os_print_error(buf_view(&b));
    os_print(status == EXIT_DONE ? S("核验通过：网站与清单一致\n") : S("核验未通过，见以上各行\n"));
    buf_free(&b);
    arena_free(&a);
    return status;
}
