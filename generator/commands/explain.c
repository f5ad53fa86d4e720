/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * explain.c — gongshi explain ID|DOCUMENT-NUMBER: one record at every stage, with its clauses.
 *
 * In:    the ledger, the catalogue, the stored line
 * Out:   lines on standard output
 * Law:   国办发〔2018〕118号 三 (可回溯管理)
 * Never: prints a private value but with --reveal on a terminal
 */
#include "base/os.h"
#include "base/utf8.h"
#include "commands/commands.h"
#include "commands/run.h"

#define SHOWN 400 /* characters of one field */

static void print_line(struct buf *b, const char *name, str text) {
    if (text.n > 0)
        buf_fmt(b, "  %s：%.*s\n", name, STR(text));
}

/* Rows and paragraphs in one line. */
static str on_a_line(struct arena *a, str text) {
    return str_replace(a, text, S("\n"), S("／"));
}

static str day_or(struct arena *a, date d, const char *otherwise) {
    return d == DATE_NONE ? str_of(otherwise) : date_text(a, d);
}

static void print_delivery(struct run *r, const struct ledger_record *rec, struct buf *b) {
    struct ledger_delivery d;
    if (!ledger_delivery(r->ledger, r->arena, rec->delivery, &d))
        return;
    str hex = sha256_text(r->arena, d.digest);
    buf_fmt(b,
            "一、收件\n  来源 %.*s，文件 %.*s，第 %lld 行\n  文件指纹 SHA-256 %.*s（%lld 字节）\n",
            STR(d.source), STR(diag_file(r->arena, d.name)), (long long)rec->line, STR(hex),
            (long long)d.size);
}

/* What the public sees of a field, absent when the page has none. */
static str public_words(struct arena *a, const struct disclosure *d, int declared) {
    int n = 0;
    const struct disclosed_field *v = disclosure_fields(d->kind, &n);
    for (int i = 0; i < n; i++)
        if (v[i].declared == declared)
            return field_words(a, &v[i].field, d);
    return (str){0};
}

/* A field that is public as it stands may hold what is private all the same: then masking changed
 * it, if there is a face to compare it with. Of a record that is held for that nobody knows which
 * field it was. */
static bool is_safe(const struct run *r, const struct ledger_record *known,
                    const struct disclosure *face, int declared, str value) {
    if (reason_noted(known) == REASON_QUARANTINED)
        return false;
    return face == NULL ? told_openly(r, known, value)
                        : str_eq(public_words(r->arena, face, declared), value);
}

/* The record as decoded: private fields show only their shape. */
static void print_record(struct run *r, const struct ledger_record *known, struct buf *b) {
    struct record rec;
    struct ledger_face stored = {0};
    struct disclosure d;
    int n = 0;
    bool reveal = r->options->reveal && os_is_terminal(1);
    bool faced =
        ledger_face(r->ledger, r->arena, known->id, &stored) && face_get(r->arena, &stored, &d);
    if (!record_again(r, r->arena, known, &rec))
        return;
    const struct field *f = record_fields(rec.kind, &n);
    const struct field_info *info = kind_fields(rec.kind, &n);
    buf_str(b, S("二、记录（个人信息只显示字形）\n"));
    for (int i = 0; i < n; i++) {
        str value = field_words(r->arena, &f[i], &rec);
        bool open = value.n > 0 && info[i].exposure == EXPOSURE_OPEN &&
                    is_safe(r, known, faced ? &d : NULL, i, value);
        str shown = open || reveal ? utf8_head(value, SHOWN) : diag_shape(r->arena, value);
        print_line(b, info[i].title, value.n == 0 ? value : on_a_line(r->arena, shown));
    }
}

static void print_ruling(struct run *r, const struct ledger_record *rec, struct buf *b) {
    struct facts f = facts_read(rec->facts);
    struct ruling due = {.due = DATE_NONE};
    const struct reason_info *why = reason_info(reason_noted(rec));
    deadline_of(r->site->policy, &f, &due);
    buf_fmt(b, "三、裁定\n  %.*s（%s）：%s\n", STR(verb_text((enum verb)rec->verb)), why->id,
            why->text);
    print_line(b, "怎么办", str_of(why->action));
    print_line(b, "依据", str_of(why->citation));
    buf_fmt(b, "  公示期限：%.*s", STR(day_or(r->arena, rec->due, "没有固定期限")));
    if (due.due != DATE_NONE && due.due_days > 0) {
        buf_fmt(b, "（%.*s，自 %.*s 起 %d 个工作日）\n", STR(due.due_citation),
                STR(date_text(r->arena, due.due_from)), due.due_days);
        deadline_explain(r->site->policy, due.due_from, due.due_days, b);
    } else {
        buf_char(b, '\n');
    }
    print_line(b, "下次变化", day_or(r->arena, rec->next, ""));
}

static void print_public(struct run *r, const struct ledger_record *rec, struct buf *b) {
    struct ledger_face face = {0};
    struct disclosure d;
    buf_str(b, S("四、公示\n"));
    print_line(b, "网址", rec->path);
    buf_fmt(b, "  版本：%d\n", rec->version);
    if (rec->first_run != 0)
        print_line(b, "首次公示",
                   instant_text(r->arena, ledger_run_as_of(r->ledger, rec->first_run)));
    (void)ledger_face(r->ledger, r->arena, rec->id, &face);
    if (face_get(r->arena, &face, &d)) {
        print_line(b, "名称", disclosure_party(&d));
        print_line(b, "事项", disclosure_heading(&d));
        buf_fmt(b, "  隐去姓名 %d 人，其他个人信息 %d 处\n", d.pseudonyms, d.removals);
    } else if (face.notice.p != NULL) {
        struct notice n = notice_read(r->arena, face.notice);
        print_line(b, "该网址现为", n.text);
        print_line(b, "理由", n.reason);
    }
    print_line(b, "更正的内容", str_replace(r->arena, face.corrected, S("\n"), S("、")));
}

const struct reason_info *reason_named(str id) {
    for (int i = 0; i < REASONS; i++)
        if (reason_info((enum reason)i)->id != NULL &&
            str_eq(id, str_of(reason_info((enum reason)i)->id)))
            return reason_info((enum reason)i);
    return NULL;
}

/* publish.open v2 due 2026-03-11 dl-decision 3f2a81c09b7d: 依法主动公开（publish.open），第 2
 * 版，公示期限 2026-03-11（规则 dl-decision，期限表 3f2a81c09b7d） */
static void print_decided(str detail, struct buf *b) {
    str rest = detail;
    str id = str_cut(&rest, S(" "));
    const struct reason_info *why = reason_named(id);
    str version = str_cut(&rest, S(" "));
    (void)str_cut(&rest, S(" "));
    str due = str_cut(&rest, S(" "));
    buf_fmt(b, "%s（%.*s）", why == NULL ? "" : why->text, STR(id));
    if (str_starts(version, S("v")))
        buf_fmt(b, "，第 %.*s 版", STR(str_sub(version, 1, version.n)));
    if (due.n == 10)
        buf_fmt(b, "，公示期限 %.*s", STR(due));
    str rule = str_cut(&rest, S(" "));
    if (due.n == 10 && rest.n > 0)
        buf_fmt(b, "（规则 %.*s，期限表 %.*s）", STR(rule), STR(rest));
}

/* party 1f…>9a…; amount 2b…>3c…: 行政相对人名称、罚款金额, with the digests behind them. */
static void print_corrected(enum kind k, str detail, struct buf *b) {
    int n = 0;
    const struct field_info *info = kind_fields(k, &n);
    for (str rest = detail; rest.p != NULL;) {
        str digests = str_cut(&rest, S("; "));
        str name = str_cut(&digests, S(" "));
        str title = name;
        for (int i = 0; i < n; i++)
            if (str_eq(name, str_of(info[i].name)))
                title = str_of(info[i].title);
        buf_fmt(b, "\n      %.*s  %.*s", STR(title), STR(digests));
    }
}

static str event_text(str what) {
    static const struct {
        const char *what;
        const char *text;
    } words[] = {{"superseded", "旧版本已替代"},
                 {"corrected", "内容有改动（栏目，改动前后的密钥指纹）"},
                 {"vanished", "全量报送中不再有"},
                 {"rolled-back", "网站恢复到较早的一次公示，暂不在网上，下次公示时恢复"},
                 {"reappeared", "全量报送中又有了"},
                 {"purged", "收件已清除"},
                 {"approved", "审批登记"},
                 {"returned", "重新上网"},
                 {"left", "下线"},
                 {"redated", "公示期限按改过的表重新计算"}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq(what, str_of(words[i].what)))
            return str_of(words[i].text);
    return what;
}

enum verb verb_named(str what) {
    for (int v = RULING_PUBLISH; v < RULING_SUPERSEDE; v++)
        if (str_eq(what, str_of(verb_word((enum verb)v))))
            return (enum verb)v;
    return RULING_NONE;
}

static void print_event(enum kind k, const struct ledger_event *e, struct buf *b) {
    enum verb verb = verb_named(e->what);
    if (verb != RULING_NONE) {
        buf_fmt(b, "裁定 %.*s：", STR(verb_text(verb)));
        print_decided(e->detail, b);
        return;
    }
    buf_str(b, event_text(e->what));
    if (str_eq(e->what, S("corrected")))
        print_corrected(k, e->detail, b);
    else if (e->detail.n > 0)
        buf_fmt(b, "（%.*s）", STR(e->detail));
}

/* Every ruling with its rule, every correction, and when the public first saw it. */
static void print_history(struct run *r, const struct ledger_record *rec, struct buf *b) {
    struct ledger_event *v = NULL;
    int n = ledger_events(r->ledger, r->arena, rec->id, &v);
    int64_t run = 0;
    buf_str(b, S("五、经过\n"));
    for (int i = 0; i < n; i++) {
        if (v[i].run != run)
            buf_fmt(b, "  %s 第 %lld 次运行%s\n", instant_text(r->arena, v[i].as_of).p,
                    (long long)v[i].run, v[i].run == rec->first_run ? "，首次公示" : "");
        run = v[i].run;
        buf_fmt(b, "    %lld  ", (long long)v[i].seq);
        print_event((enum kind)rec->kind, &v[i], b);
        buf_char(b, '\n');
    }
}

static void explain_one(struct run *r, int64_t id) {
    struct ledger_record rec;
    struct buf b = {0};
    if (!ledger_get(r->ledger, r->arena, id, &rec))
        return;
    buf_fmt(&b, "%s %lld  %.*s\n", kind_info((enum kind)rec.kind)->title, (long long)rec.id,
            STR(rec.agency));
    print_delivery(r, &rec, &b);
    print_record(r, &rec, &b);
    print_ruling(r, &rec, &b);
    print_public(r, &rec, &b);
    print_history(r, &rec, &b);
    os_print(buf_view(&b));
    buf_free(&b);
}

int command_explain(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    struct named found;
    if (o->word_count != 1)
        die_usage("用法：gongshi explain 编号 或 gongshi explain 文书号");
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    records_named(&r, &arena, o->words[0], &found);
    for (int i = 0; i < found.n; i++)
        explain_one(&r, found.ids[i]);
    if (found.n == 0)
        os_print_error(S("gongshi: 账本中没有这个编号或文书号\n"));
    run_close(&r);
    arena_free(&arena);
    return found.n > 0 ? EXIT_DONE : EXIT_USAGE;
}
