/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * push.c — gongshi push [target [sequence|whole|compare file]]: packages go to who is to have them.
 *
 * In:    packages of exchange/, the outbox in the ledger
 * Out:   receipts in the ledger; answers beside the packages; rows that a platform did not take
 * Law:   law.md §4
 * Never: sends a package before the one that comes before it was taken; pushes from a demo
 *
 *   waiting ──► taken (a receipt)
 *      ▲  │
 *      └──┴─ later: 5 minutes, 10, 20 … a day    refused: the same, but somebody is told what to do
 */
#include "platform/push.h"

#include "base/os.h"
#include "base/workbook.h"
#include "commands/commands.h"
#include "commands/run.h"
#include "commands/target.h"

#define PAUSE_FIRST 5 /* minutes before the second try; each further one doubles */
#define PAUSE_MOST (24 * 60)
#define MANIFEST_MOST ((int64_t)16 << 20)

struct pushing {
    struct run *run;
    const struct target *target;
    struct push_place place;
    int64_t id; /* of the target in the ledger */
    instant now;
    bool again; /* whatever the outbox says: it was asked for */
};

/* Paths of site.conf are below the site folder. */
static struct push_place place_of(const struct run *r, const struct target *t) {
    struct push_place p = t->profile.place;
    str *const paths[] = {&p.folder,      &p.ca,         &p.cert,         &p.key,
                          &p.known_hosts, &p.token_file, &p.password_file};
    for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++)
        if (paths[i]->n > 0)
            *paths[i] = str_of(site_place(r->site, *paths[i]));
    return p;
}

static void tell(const struct pushing *p, int64_t sequence, str words) {
    os_print(str_fmt(p->run->arena, "%.*s 第 %lld 个数据包：%.*s\n", STR(p->target->name),
                     (long long)sequence, STR(words)));
}

/* ---- rows that were not taken ---- */

/* The platform does not have them: they go again once they say something else. */
static void note_rows(const struct pushing *p, int64_t sequence, const struct answer *answer) {
    struct run *r = p->run;
    struct buf b = {0};
    buf_str(&b, BOOK_CSV_MARK);
    buf_str(&b, S("编号,平台代码,平台说明\r\n"));
    for (int i = 0; i < answer->n; i++) {
        const struct answer_row *row = &answer->rows[i];
        struct ledger_sent sent;
        int64_t record = ledger_id_of_name(r->ledger, row->id);
        const str cells[] = {row->id, row->code, row->text};
        for (int k = 0; k < 3; k++) {
            buf_csv(&b, cells[k], ',');
            buf_str(&b, k < 2 ? S(",") : S("\r\n"));
        }
        if (record == 0 || !ledger_sent(r->ledger, p->id, record, &sent))
            continue;
        sent.state = SENT_RETURNED;
        ledger_set_sent(r->ledger, &sent);
    }
    if (answer->n > 0)
        os_write_atomic(site_path(r->site, str_fmt(r->arena, "desk/report/returned-%.*s-%06lld.csv",
                                                   STR(p->target->name), (long long)sequence)
                                               .p),
                        buf_view(&b), 0660);
    buf_free(&b);
}

static void keep_answer(const struct pushing *p, const struct ledger_package *package, str text) {
    struct run *r = p->run;
    const char *folder = target_folder(r->site, p->target);
    if (text.n > 0)
        os_write_atomic(str_fmt(r->arena, "%s/%.*s.answer", folder, STR(package->folder)).p, text,
                        0600);
}

/* ---- one try ---- */

static void taken(struct pushing *p, struct ledger_outbox *box, const struct answer *answer) {
    struct ledger *l = p->run->ledger;
    box->state = OUTBOX_TAKEN;
    box->receipt = answer->receipt;
    ledger_begin(l);
    note_rows(p, box->sequence, answer);
    ledger_set_outbox(l, box);
    ledger_event(l, p->run->number, 0, "pushed",
                 str_fmt(p->run->arena, "%.*s %lld returned %d", STR(p->target->name),
                         (long long)box->sequence, answer->n));
    ledger_commit(l);
    tell(p, box->sequence,
         str_fmt(p->run->arena, "已送达%s%.*s，平台退回 %d 条",
                 answer->receipt.n > 0 ? "，回执 " : "", STR(answer->receipt), answer->n));
}

static void not_taken(struct pushing *p, struct ledger_outbox *box, const struct push_try *t) {
    struct ledger *l = p->run->ledger;
    int64_t pause = PAUSE_FIRST;
    for (int i = 0; i < box->tries && pause < PAUSE_MOST; i++)
        pause *= 2;
    pause = pause > PAUSE_MOST ? PAUSE_MOST : pause;
    if (t->wait > pause * 60)
        pause = (t->wait + 59) / 60;
    box->tries++;
    box->state = t->end == PUSH_REFUSED ? OUTBOX_REFUSED : OUTBOX_WAITING;
    box->due = p->now + pause;
    ledger_begin(l);
    ledger_set_outbox(l, box);
    ledger_commit(l);
    p->run->targets_failed++;
    diag(&p->run->site->diags, t->end == PUSH_REFUSED ? DIAG_PUSH_REFUSED : DIAG_PUSH_LATER,
         (struct place){p->target->name, box->sequence, {0}}, "%.*s", STR(t->why));
    site_report(p->run->site);
}

/* Why a package that lies there is not to be handed over; absent when it is what was made. */
static str unfit(const struct pushing *p, const struct ledger_package *package,
                 const char *folder) {
    str text;
    const char *manifest = str_fmt(p->run->arena, "%s/manifest.json", folder).p;
    if (!os_stat(folder).is_dir)
        return S("数据包已经清除；请用 gongshi push 对象 whole 重新生成全量");
    if (!os_read(p->run->arena, manifest, MANIFEST_MOST, &text) ||
        !sha256_eq(sha256_of(text), package->manifest))
        return S(
            "manifest.json 与生成时不同，有人改动过；请查明后用 gongshi push 对象 whole 重新生成");
    return (str){0};
}

/* False when the next one must wait. */
static bool try_one(struct pushing *p, const struct ledger_package *package,
                    struct ledger_outbox *box) {
    struct run *r = p->run;
    struct answer answer;
    struct push_try t = {
        .place = &p->place,
        .package =
            str_fmt(r->arena, "%s/%.*s", target_folder(r->site, p->target), STR(package->folder)).p,
        .name = package->folder,
        .key = str_fmt(r->arena, "%.*s-%lld-%s", STR(p->target->name), (long long)box->sequence,
                       sha256_text(r->arena, package->manifest).p)};
    t.why = unfit(p, package, t.package);
    if (t.why.n > 0) {
        t.end = PUSH_REFUSED;
        not_taken(p, box, &t);
        return false;
    }
    push_package(r->arena, &t);
    keep_answer(p, package, t.answer);
    if (t.end == PUSH_TAKEN &&
        !answer_read(r->arena, &p->target->profile.answer, t.answer, &answer)) {
        t.end = PUSH_LATER;
        t.why = S("平台的应答与 answer-… 各项所写的不符，见数据包旁的 .answer");
    } else if (t.end == PUSH_TAKEN && !answer.taken) {
        t.end = PUSH_REFUSED;
        t.why = S("平台没有收下，见数据包旁的 .answer");
    }
    if (t.end != PUSH_TAKEN) {
        not_taken(p, box, &t);
        return false;
    }
    taken(p, box, &answer);
    return true;
}

/* The first one that was not taken; a complete set that came later stands for all before it. */
static bool next_package(const struct pushing *p, struct ledger_package *out) {
    int64_t next = ledger_outbox_next(p->run->ledger, p->id);
    *out = (struct ledger_package){.target = p->id, .sequence = next};
    return next > 0 && ledger_package(p->run->ledger, p->run->arena, out);
}

static void push_target(struct pushing *p) {
    struct ledger_package package;
    while (next_package(p, &package)) {
        struct ledger_outbox box = {.target = p->id, .sequence = package.sequence};
        (void)ledger_outbox(p->run->ledger, p->run->arena, &box);
        if (box.due > p->now && !p->again)
            return;
        if (!try_one(p, &package, &box))
            return;
    }
}

/* One that was taken before, because the other side lost it. */
static void push_again(struct pushing *p, int64_t sequence) {
    struct ledger_package package = {.target = p->id, .sequence = sequence};
    struct ledger_outbox box = {.target = p->id, .sequence = sequence};
    if (sequence <= 0 || !ledger_package(p->run->ledger, p->run->arena, &package))
        die_usage("%.*s 没有第 %lld 个数据包", STR(p->target->name), (long long)sequence);
    (void)ledger_outbox(p->run->ledger, p->run->arena, &box);
    (void)try_one(p, &package, &box);
}

static struct pushing pushing_of(struct run *r, const struct target *t) {
    return (struct pushing){.run = r,
                            .target = t,
                            .place = place_of(r, t),
                            .id = ledger_target(r->ledger, t->name),
                            .now = r->as_of};
}

void push_all(struct run *r) {
    if (r->site->demo || !str_int(ledger_note(r->ledger, r->arena, "published"), &r->number))
        return;
    for (int i = 0; i < r->site->target_count; i++) {
        struct pushing p = pushing_of(r, &r->site->targets[i]);
        if (target_has_way(p.target))
            push_target(&p);
    }
}

/* ---- the command ---- */

static const struct target *asked_for(const struct run *r) {
    for (int i = 0; i < r->site->target_count; i++)
        if (str_eq(r->site->targets[i].name, r->options->words[0]))
            return &r->site->targets[i];
    die_usage("site.conf 中没有报送对象 %.*s", STR(r->options->words[0]));
}

/* A complete set is made, which stands for all before it. */
static void make_whole(struct run *r, const struct target *t) {
    if (ledger_pending_count(r->ledger) > 0)
        die_usage("还有等待公示的内容：请先运行 gongshi publish");
    package_afresh(r, t);
    write_packages(r, r->as_of);
}

static void push_asked(struct run *r, const struct target *t) {
    struct pushing p = pushing_of(r, t);
    int64_t sequence = 0;
    str what = r->options->word_count > 1 ? r->options->words[1] : (str){0};
    if (!target_has_way(t))
        die_usage("[target %.*s] 没有写 url 或 folder：请按 exchange/%.*s 中的数据包手工上传",
                  STR(t->name), STR(t->name));
    p.again = true;
    if (str_eq(what, S("whole")))
        make_whole(r, t);
    if (what.n > 0 && str_int(what, &sequence))
        push_again(&p, sequence);
    else
        push_target(&p);
}

int command_push(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    if (o->word_count == 3 && str_eq(o->words[1], S("compare"))) {
        compare_list(&r, asked_for(&r), o->words[2].p);
        run_close(&r);
        arena_free(&arena);
        return EXIT_DONE;
    }
    if (r.site->demo)
        die_usage("演示网站（demo = yes）不报送");
    if (o->as_of_given)
        die_usage("报送以时钟为准，不能用 --as-of");
    if (!str_int(ledger_note(r.ledger, &arena, "published"), &r.number))
        die_usage("还没有公示过，没有可报送的数据包");
    if (o->word_count > 0)
        push_asked(&r, asked_for(&r));
    else
        push_all(&r);
    int status = fetch_status(&r, EXIT_DONE);
    run_close(&r);
    arena_free(&arena);
    return status;
}
