/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * try.c — gongshi policy try FILE: what a changed table would change, before it does.
 *
 * In:    the catalogue's facts, the present tables, one table in place of its namesake
 * Out:   a line for each record whose ruling, deadline or term would be another; counts
 * Law:   law.md §1 (staff change tables, and answer for it)
 * Never: changes anything; needs a record again: rulings rest on facts alone
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#include <string.h>

/* How many records go from one ruling to another; and those that only get another day. */
struct moves {
    int64_t verbs[RULING_VERBS][RULING_VERBS];
    int64_t changed;
    int64_t due;
    int64_t term;
    int64_t all;
};

struct trial {
    struct run *run;
    struct policy *then;
    struct moves moves;
    struct buf out;
};

/* ---- the table ---- */

static str name_of(str path) {
    for (str rest = path; rest.p != NULL;)
        path = str_cut(&rest, S("/"));
    return str_cut(&path, S("."));
}

/* The site's tables with this one in place of its namesake. */
static struct policy *policy_with(struct site *s, struct arena *a, const char *path) {
    struct policy_source *tables = NEW(a, struct policy_source, s->table_count + 1);
    str name = name_of(str_of(path));
    bool found = false;
    memcpy(tables, s->tables, sizeof *tables * (size_t)s->table_count);
    for (int i = 0; i < s->table_count; i++) {
        if (!str_eq(tables[i].name, name))
            continue;
        found = true;
        if (!site_table_file(s, a, path, &tables[i].text))
            die_usage("读不了 %s", path);
        tables[i].file = str_of(path);
    }
    if (!found)
        die_usage("没有叫 %.*s 的规则表：文件名应与 content/law 中的一张相同", STR(name));
    struct policy_input in = {tables, s->table_count, s->agencies, s->agency_count};
    struct policy *p = policy_load(a, &in, &s->diags);
    if (p != NULL)
        (void)policy_gaps(p, &s->diags);
    site_report(s);
    if (p == NULL)
        die_usage("这张表不能使用，见以上各行；网站没有改变");
    return p;
}

/* ---- one record under both ---- */

static struct ruling ruling_under(struct trial *t, const struct policy *p, struct facts f,
                                  const struct ledger_record *rec, const struct history *h) {
    facts_weigh(p, &f);
    struct ruling u = rule(p, &f, h, t->run->today, rec->verb == RULING_PUBLISH);
    if (rec->first_run != 0 && rec->due != DATE_NONE && u.due != DATE_NONE)
        u.due = rec->due;
    return u;
}

static const char *day_or_none(struct arena *a, date d) {
    return d == DATE_NONE ? "无" : date_text(a, d).p;
}

static void put_name(struct trial *t, struct arena *a, const struct ledger_record *rec) {
    struct ledger_face face = {0};
    struct disclosure d;
    buf_str(&t->out, rec->path);
    if (ledger_face(t->run->ledger, a, rec->id, &face) && face_get(a, &face, &d))
        buf_fmt(&t->out, "  %.*s", STR(disclosure_number(&d)));
    buf_char(&t->out, '\n');
}

static void put_verbs(struct trial *t, const struct ruling *now, const struct ruling *then) {
    const struct reason_info *from = reason_info(now->reason);
    const struct reason_info *to = reason_info(then->reason);
    buf_fmt(&t->out, "  %.*s（%s）→ %.*s（%s）：%s\n", STR(verb_text(now->verb)), from->id,
            STR(verb_text(then->verb)), to->id, to->text);
}

static void compare(struct trial *t, struct arena *a, const struct ledger_record *rec) {
    struct facts f = facts_read(rec->facts);
    struct history h = history_of(t->run, a, rec);
    struct ruling now = ruling_under(t, t->run->site->policy, f, rec, &h);
    struct ruling then = ruling_under(t, t->then, f, rec, &h);
    bool verb = now.verb != then.verb || now.reason != then.reason;
    bool due = now.due != then.due;
    bool term = now.public_until != then.public_until && now.verb == then.verb;
    t->moves.all++;
    if (!verb && !due && !term)
        return;
    t->moves.changed++;
    t->moves.due += due;
    t->moves.term += term;
    t->moves.verbs[now.verb][then.verb] += verb;
    put_name(t, a, rec);
    if (verb)
        put_verbs(t, &now, &then);
    if (due)
        buf_fmt(&t->out, "  公示期限 %s → %s\n", day_or_none(a, now.due), day_or_none(a, then.due));
    if (term)
        buf_fmt(&t->out, "  公示至 %s → %s\n", day_or_none(a, now.public_until),
                day_or_none(a, then.public_until));
    os_print(buf_view(&t->out));
    buf_reset(&t->out);
}

static void compare_all(struct trial *t) {
    struct ledger_walk w = ledger_walk(t->run->ledger, SCAN_ALL, 0);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;)
        compare(t, &w.arena, rec);
}

static void print_moves(const struct moves *m) {
    struct buf b = {0};
    buf_fmt(&b, "共 %lld 条记录，%lld 条会有改变", (long long)m->all, (long long)m->changed);
    for (int from = RULING_PUBLISH; from < RULING_VERBS; from++)
        for (int to = RULING_PUBLISH; to < RULING_VERBS; to++)
            if (m->verbs[from][to] > 0)
                buf_fmt(&b, "；%.*s → %.*s %lld", STR(verb_text((enum verb)from)),
                        STR(verb_text((enum verb)to)), (long long)m->verbs[from][to]);
    if (m->due > 0)
        buf_fmt(&b, "；公示期限 %lld", (long long)m->due);
    if (m->term > 0)
        buf_fmt(&b, "；公示期 %lld", (long long)m->term);
    buf_str(&b, S("。没有改变任何东西\n"));
    os_print(buf_view(&b));
    buf_free(&b);
}

int command_policy(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    if (o->word_count != 2 || !str_eq(o->words[0], S("try")))
        die_usage("用法：gongshi policy try 改过的表，如 gongshi policy try deadlines.csv");
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    struct trial t = {.run = &r, .then = policy_with(r.site, &arena, o->words[1].p)};
    compare_all(&t);
    print_moves(&t.moves);
    buf_free(&t.out);
    run_close(&r);
    arena_free(&arena);
    return EXIT_DONE;
}
