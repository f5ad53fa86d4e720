/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tables.c — the report as tables: what is to be done first, what was done, what comes next.
 *
 * In:    struct desk
 * Out:   struct desk_tables, tiles
 * Law:   none
 * Never: writes a file
 */
#include "office/tables.h"

#include "base/os.h"

const int desk_days[3] = {1, 3, 7};

#define COUNT(v) ((int)(sizeof(v) / sizeof(v)[0]))

/* ---- words ---- */

str desk_left(struct arena *a, const struct desk *d, date due) {
    if (due == DATE_NONE)
        return S("没有期限");
    if (due < d->today)
        return str_fmt(a, "逾期 %d 天", d->today - due);
    return due == d->today ? S("今天到期") : str_fmt(a, "还有 %d 天", due - d->today);
}

const char *desk_look(const struct desk *d, date due) {
    if (due == DATE_NONE || due > d->today + desk_days[2])
        return "";
    if (due < d->today)
        return "late";
    return due <= d->today + desk_days[1] ? "soon" : "week";
}

int desk_tiles(const struct desk *d, struct desk_tile out[DESK_TILES]) {
    const struct desk_tile all[] = {
        {"fresh", "新增公示", d->fresh.all, ""},
        {"changed", "更正或恢复", d->changed.all, ""},
        {"ended", "下线撤下", d->ended.all, ""},
        {"held", "暂缓", d->held, d->held > 0 ? "week" : "good"},
        {"refused", "退回", d->refused, d->refused > 0 ? "week" : "good"},
        {"overdue", "逾期未公示", d->overdue, d->overdue > 0 ? "late" : "good"},
        {"late", "本次迟报", d->late.all, d->late.all > 0 ? "late" : "good"},
        {"standing", "网上共有", d->standing, ""},
    };
    for (int i = 0; i < COUNT(all); i++)
        out[i] = all[i];
    return COUNT(all);
}

/* ---- filling ---- */

struct filling {
    struct arena *a;
    const struct desk *d;
    struct desk_table *t;
    int at;
};

/* The next cell; a table whose columns and cells differ in number is our own fault. */
static void put_cell(struct filling *f, struct desk_cell cell) {
    if (f->at == f->t->rows * f->t->column_count)
        die("报表 %s 的栏目数不符", f->t->key);
    f->t->cells[f->at++] = cell;
}

static void put(struct filling *f, str text) {
    put_cell(f, (struct desk_cell){.text = text, .look = ""});
}

static void put_look(struct filling *f, str text, const char *look) {
    put_cell(f, (struct desk_cell){.text = text, .look = look});
}

static void put_link(struct filling *f, str text, str link) {
    put_cell(f, (struct desk_cell){.text = text, .look = "", .link = link});
}

static void put_number(struct filling *f, int64_t n) {
    put(f, str_fmt(f->a, "%lld", (long long)n));
}

static void put_day(struct filling *f, date day) {
    put(f, day == DATE_NONE ? S("") : date_text(f->a, day));
}

/* From desk/report/ to the web root beside desk/. */
static void put_public(struct filling *f, const struct desk_item *i) {
    str text = i->number.n > 0 ? i->number : i->id;
    put_link(f, text, i->path.n > 0 ? str_cat(f->a, S("../../public/"), i->path) : (str){0});
}

static struct filling begin(struct arena *a, const struct desk *d, struct desk_table *t, int rows,
                            int64_t all) {
    t->rows = rows;
    t->all = all;
    t->cells = NEW(a, struct desk_cell, (ptrdiff_t)rows * t->column_count + 1);
    return (struct filling){a, d, t, 0};
}

/* ---- each table ---- */

static const struct desk_column waiting_columns[] = {
    {"due", "公示期限", false, 10},   {"left", "剩余", true, 12},
    {"number", "文书号", false, 24},  {"party", "行政相对人", true, 0},
    {"agency", "执法主体", false, 0}, {"kind", "类别", true, 0},
    {"verb", "状态", false, 4},       {"why", "原因", false, 40},
    {"action", "怎么办", true, 0},    {"from", "来自", false, 28},
    {"id", "编号", true, 10},         {"rule", "规则", true, 0},
};

static void fill_waiting(struct arena *a, const struct desk *d, struct desk_table *t) {
    struct filling f = begin(a, d, t, d->waiting.n, d->waiting.all);
    for (int i = 0; i < d->waiting.n; i++) {
        const struct desk_item *w = &d->waiting.v[i];
        const char *look = desk_look(d, w->due);
        put_look(&f,
                 w->due == DATE_NONE
                     ? S("—")
                     : str_fmt(a, "%s%s", date_text(a, w->due).p, w->provisional ? "（暂定）" : ""),
                 look);
        put_look(&f, desk_left(a, d, w->due), look);
        put_link(&f, w->number, str_fmt(a, "#p-%.*s", STR(w->id)));
        put(&f, w->unsure ? S("（还不能确定怎样隐去）") : w->party);
        put(&f, w->agency);
        put(&f, w->kind);
        put(&f, w->verb);
        put(&f, w->why);
        put_look(&f, w->action.n > 0 ? w->action : S("不必处理"), "do");
        put(&f, w->from);
        put(&f, w->id);
        put(&f, w->rule);
    }
}

static const struct desk_column public_columns[] = {
    {"number", "文书号", false, 28},     {"party", "行政相对人", true, 0},
    {"matter", "事由或名称", false, 40}, {"why", "说明", true, 0},
    {"agency", "执法主体", false, 24},   {"kind", "类别", true, 0},
    {"due", "公示期限", false, 10},      {"id", "编号", true, 10},
};

static void fill_public(struct arena *a, const struct desk *d, const struct desk_list *list,
                        struct desk_table *t) {
    struct filling f = begin(a, d, t, list->n, list->all);
    for (int i = 0; i < list->n; i++) {
        const struct desk_item *p = &list->v[i];
        bool late = !p->backfilled && p->published != INSTANT_NONE && p->due != DATE_NONE &&
                    p->due < instant_date(p->published);
        put_public(&f, p);
        put(&f, p->party);
        put(&f, p->matter);
        put(&f, p->why);
        put(&f, p->agency);
        put(&f, p->kind);
        put_look(&f, p->due == DATE_NONE ? S("") : date_text(a, p->due), late ? "late" : "");
        put(&f, p->id);
    }
}

static const struct desk_column expiring_columns[] = {
    {"until", "公示到", false, 10},
    {"left", "剩余", true, 12},
    {"number", "文书号", false, 28},
    {"party", "行政相对人", true, 0},
    {"matter", "事由或名称", false, 40},
    {"agency", "执法主体", false, 24},
    {"id", "编号", true, 10},
};

static void fill_expiring(struct arena *a, const struct desk *d, struct desk_table *t) {
    struct filling f = begin(a, d, t, d->expiring.n, d->expiring.all);
    for (int i = 0; i < d->expiring.n; i++) {
        const struct desk_item *e = &d->expiring.v[i];
        put_day(&f, e->until);
        put(&f, desk_left(a, d, e->until));
        put_public(&f, e);
        put(&f, e->party);
        put(&f, e->matter);
        put(&f, e->agency);
        put(&f, e->id);
    }
}

static const struct desk_column fault_columns[] = {
    {"source", "来源", false, 12}, {"rows", "行数", false, 6}, {"text", "问题", false, 40},
    {"fix", "怎样改", true, 40},   {"code", "代码", false, 6}, {"workbook", "工作簿", false, 0},
};

static void fill_faults(struct arena *a, const struct desk *d, struct desk_table *t) {
    struct filling f = begin(a, d, t, d->fault_count, d->fault_count);
    for (int i = 0; i < d->fault_count; i++) {
        put(&f, d->faults[i].source);
        put_number(&f, d->faults[i].rows);
        put(&f, d->faults[i].text);
        put_look(&f, d->faults[i].fix, "do");
        put(&f, d->faults[i].code);
        put_link(&f, d->faults[i].workbook, d->faults[i].workbook);
    }
}

static const struct desk_column source_columns[] = {
    {"source", "来源", false, 12},         {"file", "最近的文件", true, 28},
    {"received", "收到", false, 16},       {"age", "距今", true, 10},
    {"delivered", "行数", false, 8},       {"rejected", "退回", false, 8},
    {"workbook", "退回工作簿", false, 24}, {"state", "状态", false, 12},
};

#define STALE_DAYS 31 /* other enforcement information: monthly at the least */

static void fill_sources(struct arena *a, const struct desk *d, struct desk_table *t) {
    struct filling f = begin(a, d, t, d->source_count, d->source_count);
    for (int i = 0; i < d->source_count; i++) {
        const struct desk_source *s = &d->sources[i];
        bool never = s->received == INSTANT_NONE;
        int age = never ? 0 : d->today - instant_date(s->received);
        const char *look = s->failed ? "late" : never || age > STALE_DAYS ? "soon" : "good";
        put(&f, s->name);
        put(&f, s->file);
        put(&f, never ? S("还没有收到过") : instant_text(a, s->received));
        put(&f, never ? S("") : age == 0 ? S("今天") : str_fmt(a, "%d 天前", age));
        put_number(&f, s->delivered);
        put_number(&f, s->rejected);
        put_link(&f, s->workbook, s->workbook);
        put_look(&f,
                 s->failed          ? S("这次没有取到")
                 : never            ? S("从未报送")
                 : age > STALE_DAYS ? S("超过一个月没有报送")
                                    : S("正常"),
                 look);
    }
}

static const struct desk_column rate_columns[] = {
    {"title", "指标", false, 12}, {"percent", "比率", false, 8}, {"good", "合格", false, 8},
    {"all", "总数", false, 8},    {"meaning", "口径", false, 0},
};

static void fill_rates(struct arena *a, const struct desk *d, struct desk_table *t) {
    struct filling f = begin(a, d, t, d->rate_count, d->rate_count);
    for (int i = 0; i < d->rate_count; i++) {
        const struct desk_rate *r = &d->rates[i];
        /* Rounded down: one that is late is not 100.0 %. */
        int64_t tenths = r->all > 0 ? r->good * 1000 / r->all : 0;
        put(&f, str_of(r->title));
        put_look(&f,
                 r->all == 0
                     ? S("—")
                     : str_fmt(a, "%lld.%lld%%", (long long)tenths / 10, (long long)tenths % 10),
                 r->all == 0     ? ""
                 : tenths >= 950 ? "good"
                                 : "late");
        put_number(&f, r->good);
        put_number(&f, r->all);
        put(&f, str_of(r->meaning));
    }
}

#define TABLE(key, title, lead, empty, columns)                                                    \
    (struct desk_table) {                                                                          \
        key, title, lead, empty, columns, COUNT(columns), NULL, 0, 0                               \
    }

struct desk_tables desk_tables(struct arena *a, const struct desk *d) {
    struct desk_tables t = {
        {TABLE("waiting", "要办的事", "暂缓和退回的记录，最急的在前。暂缓期间公示期限照算。",
               "没有暂缓或退回的记录。", waiting_columns),
         TABLE("late", "本次迟报", "这次公示时已经过了公示期限，会计入迟报率。", "没有迟报。",
               public_columns),
         TABLE("fresh", "本次新增", "", "这次没有新增公示。", public_columns),
         TABLE("changed", "本次更正、恢复", "网址不变，旧文本已经下线。", "这次没有更正。",
               public_columns),
         TABLE("ended", "本次下线、撤下", "原网址现在是说明页，不含当事人信息。",
               "这次没有下线或撤下。", public_columns),
         TABLE("expiring", "即将到期下线", "公示期满自动下线，不必处理；要延长的请改公示期限表。",
               "30 天内没有到期的记录。", expiring_columns),
         TABLE(
             "faults", "拒收和存疑的数据",
             "把改正用表转给报送单位，照格里的说明改好，原样放回 desk/inbox 即可。来源写着“报送”的"
             "是平台不会接收的行：请在原来的表中改正后重新报送。",
             "这次收到的数据没有拒收和存疑的，平台也都会接收。", fault_columns),
         TABLE("sources", "来源", "", "site.conf 没有写来源。", source_columns),
         TABLE("rates", "比率", "", "还没有可算的记录。", rate_columns)},
        DESK_TABLES};
    fill_waiting(a, d, &t.v[0]);
    fill_public(a, d, &d->late, &t.v[1]);
    fill_public(a, d, &d->fresh, &t.v[2]);
    fill_public(a, d, &d->changed, &t.v[3]);
    fill_public(a, d, &d->ended, &t.v[4]);
    fill_expiring(a, d, &t.v[5]);
    fill_faults(a, d, &t.v[6]);
    fill_sources(a, d, &t.v[7]);
    fill_rates(a, d, &t.v[8]);
    return t;
}
