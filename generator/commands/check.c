/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * check.c — gongshi check and ledger check: look, change nothing.
 *
 * In:    the site folder; the ledger
 * Out:   findings, an exit status
 * Law:   architecture §4
 * Never: changes anything that stays
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

/* A build that is rolled back: every finding it would have had is printed. A gap in the policy is a
 * fault of the configuration here; a run only holds the records that are in it. */
int command_check(const struct options *o) {
    struct options dry = *o;
    struct arena arena = {0};
    struct run r;
    dry.dry_run = true;
    run_open(&r, &arena, &dry, true);
    int gaps = policy_gaps(r.site->policy, &r.site->diags);
    site_report(r.site);
    int status = build_site(&r);
    report_times(&r);
    if (gaps > 0) {
        os_print_error(S("gongshi: 规则表有空缺（E409），补上以后再公示；落在其中的记录会暂缓\n"));
        status = EXIT_USAGE;
    }
    run_close(&r);
    arena_free(&arena);
    return status;
}

int command_ledger(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    if (o->word_count != 1 || !str_eq(o->words[0], S("check")))
        die_usage("用法：gongshi ledger check");
    run_open(&r, &arena, o, true);
    str fault = ledger_check(r.ledger, &arena);
    str head = ledger_position(r.ledger, &arena);
    if (fault.n == 0)
        os_print(str_fmt(&arena, "账本完好，链头 %.*s\n", STR(head)));
    else
        os_print_error(str_fmt(&arena,
                               "gongshi: 账本已损坏（%.*s）：旧网站不受影响；请从备份恢复 state/ "
                               "后重新运行\n",
                               STR(fault)));
    run_close(&r);
    arena_free(&arena);
    return fault.n == 0 ? EXIT_DONE : EXIT_MACHINE;
}
