/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * report.c — what a run says at its end: two sums that add up, and where the time went.
 *
 * In:    struct sums, the ledger's tally
 * Out:   lines on standard output
 * Law:   architecture §2
 * Never: hides a difference
 */
#include "base/os.h"
#include "commands/run.h"

#define FINDINGS_SHOWN 10 /* notes and warnings of one sort in one delivery */

void report_findings(struct run *r, const struct diags *found) {
    struct buf b = {0};
    if (r->rebuilding)
        return;
    for (const struct diag *d = found->first; d != NULL; d = d->next) {
        if (r->told[d->code]++ >= FINDINGS_SHOWN && d->level <= DIAG_WARN)
            continue;
        diag_line(&b, d);
        buf_char(&b, '\n');
    }
    if (b.n > 0)
        os_print_error(buf_view(&b));
    buf_free(&b);
}

void report_more(struct run *r, str delivery) {
    struct buf b = {0};
    for (int i = 0; i < DIAG_CODES; i++) {
        const struct diag_kind *k = diag_kind((enum diag_code)i);
        if (k->level <= DIAG_WARN && r->told[i] > FINDINGS_SHOWN)
            buf_fmt(&b, "%.*s: %s %s [%s] %s：另有 %lld 处\n", STR(delivery),
                    k->level == DIAG_NOTE ? "note" : "warn", k->code, k->rule, k->zh,
                    (long long)(r->told[i] - FINDINGS_SHOWN));
        r->told[i] = 0;
    }
    if (b.n > 0)
        os_print_error(buf_view(&b));
    buf_free(&b);
}

static void line(struct buf *b, const char *name, int64_t n) {
    buf_fmt(b, "  %s %lld", name, (long long)n);
}

void report_sums(struct run *r) {
    struct sums *s = &r->sums;
    int64_t v[RULING_VERBS];
    int64_t superseded = 0;
    int64_t all = 0;
    struct buf b = {0};
    ledger_tally(r->ledger, v, RULING_VERBS, RULING_PUBLISH, &superseded);
    v[RULING_SUPERSEDE] = superseded;
    for (int i = RULING_PUBLISH; i < RULING_VERBS; i++)
        all += v[i];
    buf_fmt(&b, "收到 %lld =", (long long)s->delivered);
    line(&b, "新增", s->fresh);
    line(&b, "+ 变更", s->changed);
    line(&b, "+ 未变", s->unchanged);
    line(&b, "+ 重复", s->duplicate);
    line(&b, "+ 拒收", s->rejected);
    buf_fmt(&b, "\n记录 %lld =", (long long)all);
    for (int i = RULING_PUBLISH; i < RULING_VERBS; i++)
        buf_fmt(&b, " %s %.*s %lld", i > RULING_PUBLISH ? "+" : "", STR(verb_text((enum verb)i)),
                (long long)v[i]);
    int64_t parts = s->fresh + s->changed + s->unchanged + s->duplicate + s->rejected;
    if (parts != s->delivered)
        buf_fmt(&b, "\n合计不符：收到 %lld，分项之和 %lld", (long long)s->delivered,
                (long long)parts);
    buf_char(&b, '\n');
    os_print(buf_view(&b));
    buf_free(&b);
    if (parts != s->delivered)
        die("记录合计不符，请报告此故障");
}

void report_times(struct run *r) {
    struct buf b = {0};
    if (!r->options->timing)
        return;
    for (int i = 0; i < r->time_count; i++) {
        const struct stage_time *t = &r->times[i];
        buf_fmt(&b, "%7.3f s %7.2f cpu %6.1f MiB", t->seconds, t->processor,
                (double)t->peak / 1024);
        if (t->records > 0 && t->seconds > 0)
            buf_fmt(&b, " %9.0f 条/s", (double)t->records / t->seconds);
        if (t->bytes > 0 && t->seconds > 0)
            buf_fmt(&b, " %7.1f MB/s", (double)t->bytes / 1e6 / t->seconds);
        buf_fmt(&b, "  %s\n", t->name);
    }
    buf_fmt(&b, "峰值内存 %.1f MiB\n", (double)os_peak_kib() / 1024);
    os_print(buf_view(&b));
    buf_free(&b);
}
