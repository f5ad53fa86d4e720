/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * stats.c — gongshi stats PERIOD: the figures of a year, quarter or month for the staff, with the
 * records at fault named, and the packs that are sent.
 *
 * In:    2026, 2026Q3, 2026-11; facts and lines of that time; desk/corrections.csv, desk/sent.csv
 * Out:   desk/report/stats-PERIOD/
 * Law:   国办发〔2018〕118号 (年报 by 31 January, 月报告), law.md §4, §5
 * Never: writes anything public: there the counts stand without names
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/statistics.h"
#include "commands/target.h"

#define SCAN_BATCH 256
#define UNITS 2048  /* agencies' departments */
#define FAULTS 5000 /* listed */
#define UNIT_COLUMNS 8
#define FAULT_COLUMNS 6

/* ---- the period ---- */

static bool digits(str s, int *out) {
    int64_t v = 0;
    bool ok = s.n > 0 && str_int(s, &v) && v > 0;
    *out = (int)v;
    return ok;
}

/* 2026, 2026Q3, 2026-11: the months from … to. */
static bool parse_period(str s, struct figure_span *out) {
    int year = 0;
    int part = 0;
    str rest = str_sub(s, 4, s.n);
    bool quarter = str_starts(rest, S("Q")) || str_starts(rest, S("q"));
    if (!digits(str_sub(s, 0, 4), &year) || year < 1949)
        return false;
    *out = (struct figure_span){.from = year * 12, .to = year * 12 + 11};
    if (rest.n == 0)
        return true;
    if (!digits(str_sub(rest, 1, rest.n), &part) || part > (quarter ? 4 : 12) ||
        (!quarter && !str_starts(rest, S("-"))))
        return false;
    out->from = year * 12 + (quarter ? part * 3 - 3 : part - 1);
    out->to = out->from + (quarter ? 2 : 0);
    return true;
}

/* ---- the check of each department (核查通报) ---- */

struct unit {
    str agency;
    str department;
    int64_t n[UNIT_COLUMNS];
};
enum { MADE, ON_TIME, LATE, HELD, INCOMPLETE, UNRECORDED, MAJOR, UNREVIEWED };

struct stats {
    struct run *run;
    struct arena *a;
    struct figure_span span;
    struct unit *units;
    int unit_count;
    struct figure_table faults;
    int64_t fault_count;
};

static struct unit *unit_of(struct stats *s, str agency, str department) {
    for (int i = 0; i < s->unit_count; i++)
        if (str_eq(s->units[i].agency, agency) && str_eq(s->units[i].department, department))
            return &s->units[i];
    if (s->unit_count == UNITS)
        return &s->units[UNITS - 1];
    s->units[s->unit_count] = (struct unit){str_dup(s->a, agency), str_dup(s->a, department), {0}};
    return &s->units[s->unit_count++];
}

static str agency_words(const struct stats *s, str code) {
    const struct agency *known = policy_agency(s->run->site->policy, code);
    return known == NULL ? code : known->name;
}

static void add_fault(struct stats *s, const struct ledger_record *rec, const struct record *told,
                      str what) {
    struct figure_table *t = &s->faults;
    if (s->fault_count++ >= FAULTS)
        return;
    str first =
        rec->first_run == 0
            ? S("还没有")
            : date_text(s->a, instant_date(ledger_run_as_of(s->run->ledger, rec->first_run)));
    str *v = &t->values[t->row_count * FAULT_COLUMNS];
    t->rows[t->row_count++] =
        str_dup(s->a, told_number(s->run, s->a, rec, told->decision.document_number));
    v[0] = agency_words(s, rec->agency);
    v[1] = str_dup(s->a, told_word(s->run, s->a, rec, told->decision.department));
    v[2] = what;
    v[3] = rec->due == DATE_NONE ? S("") : date_text(s->a, rec->due);
    v[4] = first;
    v[5] = str_dup(s->a, rec->path);
}

/* What is at fault with a decision, in words joined by 、. */
static str faults_of(const struct stats *s, const struct facts *f, const int64_t n[UNIT_COLUMNS]) {
    static const char *const words[UNIT_COLUMNS] = {[LATE] = "迟报",
                                                    [HELD] = "暂缓",
                                                    [INCOMPLETE] = "应填的栏目不全",
                                                    [UNREVIEWED] = "未经法制审核"};
    str all = {0};
    (void)f;
    for (int i = 0; i < UNIT_COLUMNS; i++)
        if (n[i] > 0 && words[i] != NULL)
            all = str_fmt(s->a, "%.*s%s%s", STR(all), all.n > 0 ? "、" : "", words[i]);
    return all;
}

/* The same kinds of counts as the public figures, of one record. */
static void weigh(const struct ledger_record *rec, const struct facts *f, date published,
                  int64_t n[UNIT_COLUMNS]) {
    static const int from[COUNTS] = {[COUNT_MADE] = MADE + 1,
                                     [COUNT_ON_TIME] = ON_TIME + 1,
                                     [COUNT_LATE] = LATE + 1,
                                     [COUNT_HELD] = HELD + 1,
                                     [COUNT_MAJOR] = MAJOR + 1};
    struct counted v[COUNTED_MOST];
    bool has[COUNTS] = {false};
    int count =
        count_record(&(struct count_state){f, (enum verb)rec->verb, published, rec->due}, v);
    for (int i = 0; i < count; i++)
        if (v[i].cell < COUNTS) {
            has[v[i].cell] = true;
            if (from[v[i].cell] > 0)
                n[from[v[i].cell] - 1]++;
        }
    n[INCOMPLETE] += has[COUNT_MADE] && !has[COUNT_COMPLETE];
    n[UNRECORDED] += has[COUNT_MADE] && !has[COUNT_RECORDED];
    n[UNREVIEWED] += has[COUNT_MAJOR] && !has[COUNT_REVIEWED];
}

static void check_one(struct stats *s, struct arena *a, const struct ledger_record *rec) {
    struct facts f = facts_read(rec->facts);
    struct record told;
    int64_t n[UNIT_COLUMNS] = {0};
    int month = 0;
    int category = 0;
    date published = DATE_NONE;
    if (!count_place(&f, &month, &category) || month < s->span.from || month > s->span.to ||
        !record_again(s->run, a, rec, &told))
        return;
    if (rec->first_run != 0)
        published = instant_date(ledger_run_as_of(s->run->ledger, rec->first_run));
    weigh(rec, &f, published, n);
    if (n[MADE] == 0)
        return;
    struct unit *u = unit_of(s, agency_words(s, rec->agency),
                             told_word(s->run, a, rec, told.decision.department));
    for (int i = 0; i < UNIT_COLUMNS; i++)
        u->n[i] += n[i];
    str what = faults_of(s, &f, n);
    if (what.n > 0)
        add_fault(s, rec, &told, what);
}

static void check_decisions(struct stats *s) {
    static const char *const heads[FAULT_COLUMNS] = {"机关",     "承办科室", "问题",
                                                     "公示期限", "首次公示", "网址"};
    struct ledger_walk w = ledger_walk(s->run->ledger, SCAN_KIND, KIND_decision);
    s->units = NEW(s->a, struct unit, UNITS);
    s->faults = (struct figure_table){.title = S("问题清单"),
                                      .corner = S("文书号"),
                                      .heads = NEW(s->a, str, FAULT_COLUMNS),
                                      .columns = FAULT_COLUMNS,
                                      .rows = NEW(s->a, str, FAULTS),
                                      .values = NEW(s->a, str, FAULTS * FAULT_COLUMNS)};
    for (int i = 0; i < FAULT_COLUMNS; i++)
        s->faults.heads[i] = str_of(heads[i]);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;)
        check_one(s, &w.arena, rec);
}

/* ---- tables ---- */

static struct figure_table table_of(struct arena *a, const char *title, const char *corner,
                                    const char *const *heads, int columns) {
    struct figure_table t = {.title = str_of(title), .corner = str_of(corner), .columns = columns};
    t.heads = NEW(a, str, columns);
    for (int i = 0; i < columns; i++)
        t.heads[i] = str_of(heads[i]);
    return t;
}

static void room_for(struct arena *a, struct figure_table *t, int rows) {
    t->rows = NEW(a, str, rows + 1);
    t->values = NEW(a, str, (ptrdiff_t)(rows + 1) * t->columns);
}

static void put_numbers(struct arena *a, struct figure_table *t, str name, const int64_t *v) {
    for (int c = 0; c < t->columns; c++)
        t->values[t->row_count * t->columns + c] = str_fmt(a, "%lld", (long long)v[c]);
    t->rows[t->row_count++] = name;
}

static struct figure_table unit_table(const struct stats *s) {
    static const char *const heads[UNIT_COLUMNS] = {"决定",     "按期公示",     "迟报", "暂缓",
                                                    "栏目不全", "没有音像档号", "重大", "未审核"};
    struct figure_table t = table_of(s->a, "核查通报", "机关和承办科室", heads, UNIT_COLUMNS);
    room_for(s->a, &t, s->unit_count);
    for (int i = 0; i < s->unit_count; i++) {
        const struct unit *u = &s->units[i];
        str name = u->department.n == 0
                       ? u->agency
                       : str_fmt(s->a, "%.*s　%.*s", STR(u->agency), STR(u->department));
        put_numbers(s->a, &t, name, u->n);
    }
    return t;
}

/* Of the categories for which an agency has a list of what must be recorded (音像记录事项清单): the
 * share of decisions with an 音像档号. */
static struct figure_table recording_table(const struct stats *s, const struct count_rows *counts) {
    static const char *const heads[] = {"决定", "有音像档号", "比例（%）"};
    struct figure_table t = table_of(s->a, "音像记录", "机关和类别", heads, 3);
    struct ledger_record *v = NEW(s->a, struct ledger_record, SCAN_BATCH);
    struct ledger_cursor c = {SCAN_KIND, KIND_recording_item, 0, v, SCAN_BATCH, {0, 0, 0}};
    int n = ledger_scan(s->run->ledger, s->a, &c);
    room_for(s->a, &t, n);
    for (int i = 0; i < n; i++) {
        struct count_row like = {
            v[i].agency, s->span.from, facts_read(v[i].facts).term, COUNT_MADE, 0, 0};
        if (like.category == 0 || v[i].verb != RULING_PUBLISH)
            continue;
        str name = str_fmt(s->a, "%.*s　%.*s", STR(agency_words(s, like.agency)),
                           STR(term_text(VOCAB_category, like.category)));
        int64_t made = counts_sum(counts, &like, s->span.to);
        like.cell = COUNT_RECORDED;
        int64_t recorded = counts_sum(counts, &like, s->span.to);
        bool known = false;
        for (int k = 0; k < t.row_count; k++)
            known = known || str_eq(t.rows[k], name);
        if (!known)
            put_numbers(s->a, &t, name,
                        (const int64_t[]){made, recorded, made > 0 ? recorded * 100 / made : 0});
    }
    return t;
}

/* ---- 双随机: plan → task → result ---- */

#define INSPECTIONS 20000

struct inspection {
    str agency;
    str number;
    str plan;
    int stage;
    bool answered; /* something belongs to it */
};

static int gather_inspections(const struct stats *s, struct inspection *out) {
    struct ledger_walk w = ledger_walk(s->run->ledger, SCAN_KIND, KIND_inspection);
    int count = 0;
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;) {
        struct record told;
        if (count == INSPECTIONS || rec->verb == RULING_REFUSE ||
            !record_again(s->run, &w.arena, rec, &told))
            continue;
        struct ymd day = date_ymd(told.inspection.day);
        int month = day.year * 12 + day.month - 1;
        if (month < s->span.from || month > s->span.to)
            continue;
        out[count++] = (struct inspection){
            str_dup(s->a, rec->agency), str_dup(s->a, told.inspection.number),
            str_dup(s->a, told.inspection.plan_number), told.inspection.stage, false};
    }
    return count;
}

static void link_inspections(struct inspection *v, int n) {
    for (int i = 0; i < n; i++)
        for (int k = 0; v[i].plan.n > 0 && k < n; k++)
            if (v[k].stage < v[i].stage && str_eq(v[k].agency, v[i].agency) &&
                str_eq(v[k].number, v[i].plan))
                v[k].answered = true;
}

static struct figure_table inspection_table(const struct stats *s) {
    static const char *const heads[] = {
        "计划", "任务", "结果", "有任务或结果的计划", "有结果的任务", "计划覆盖率（%）"};
    struct figure_table t = table_of(s->a, "双随机抽查", "机关", heads, 6);
    struct inspection *v = NEW(s->a, struct inspection, INSPECTIONS);
    int n = gather_inspections(s, v);
    link_inspections(v, n);
    room_for(s->a, &t, s->span.agency_count);
    for (int i = 0; i < s->span.agency_count; i++) {
        int64_t sums[6] = {0};
        for (int k = 0; k < n; k++) {
            if (!str_eq(v[k].agency, s->span.agencies[i].code))
                continue;
            int stage = v[k].stage - STAGE_PLAN;
            sums[stage < 0 || stage > 2 ? 2 : stage]++;
            sums[3] += stage == 0 && v[k].answered;
            sums[4] += stage == 1 && v[k].answered;
        }
        sums[5] = sums[0] > 0 ? sums[3] * 100 / sums[0] : 0;
        if (sums[0] + sums[1] + sums[2] > 0)
            put_numbers(s->a, &t, s->span.agencies[i].name, sums);
    }
    return t;
}

/* ---- files ---- */

static void write_tables(const struct stats *s, const char *folder, const char *name,
                         const struct figure_table *t, int n) {
    struct buf b = {0};
    os_mkdirs(folder, 0770);
    const char *book = str_fmt(s->a, "%s/%s.xlsx", folder, name).p;
    os_write(book, S(""), 0660);
    statistics_book(s->a, book, t, n);
    statistics_csv(&b, t, n);
    os_write(str_fmt(s->a, "%s/%s.csv", folder, name).p, buf_view(&b), 0660);
    buf_free(&b);
}

/* The letter that goes with the annual tables of an agency. */
static void write_letter(const struct stats *s, const char *folder, const char *to, str agency) {
    int year = s->span.from / 12;
    str text = str_fmt(s->a,
                       "%s：\n\n    现将%.*s %d 年度行政执法统计年报送上，请查收。\n\n"
                       "附件：年报.xlsx、年报.csv\n\n%.*s\n%d 年   月   日\n",
                       to, STR(agency), year, STR(agency), year + 1);
    os_write(str_fmt(s->a, "%s/送%s.txt", folder, to).p, text, 0660);
}

static const char *const recipients[] = {"本级政府", "上级主管部门", "司法局"};

/* Each agency's own annual tables, ready to be sent; and as a record that publishes them. */
static void write_packs(const struct stats *s, const char *folder,
                        const struct count_rows *counts) {
    for (int i = 0; i < s->span.agency_count; i++) {
        struct figure_span one = {s->span.from, s->span.to, &s->span.agencies[i], 1};
        struct figure_table *t = NULL;
        int n = statistics_tables(s->a, &s->run->site->statistics, &one, counts, &t);
        str code = one.agencies[0].code;
        const char *pack = str_fmt(s->a, "%s/%.*s", folder, STR(code)).p;
        write_tables(s, pack, "年报", t, n);
        for (int k = 0; k < 3; k++)
            write_letter(s, pack, recipients[k], one.agencies[0].name);
        struct buf b = {0};
        statistics_record(s->run, s->a, &one, &(struct figure_tables){t, n}, &b);
        os_write(str_fmt(s->a, "%s/report-%.*s-%d.json", pack, STR(code), s->span.from / 12).p,
                 buf_view(&b), 0660);
        buf_free(&b);
    }
}

/* ---- what staff note of it: desk/sent.csv ---- */

/* Who has got the year's tables, and whether by 31 January. */
static struct figure_table sent_table(struct stats *s) {
    struct arena *a = s->a;
    struct figure_table t = table_of(a, "报送情况", "机关", recipients,
                                     (int)(sizeof recipients / sizeof recipients[0]));
    date due = date_of(s->span.from / 12 + 1, 1, 31);
    room_for(a, &t, s->span.agency_count);
    for (int i = 0; i < s->span.agency_count; i++) {
        for (int k = 0; k < 3; k++) {
            date day = statistics_sent(s->run, a, &s->span.agencies[i], s->span.from / 12,
                                       str_of(recipients[k]));
            t.values[i * 3 + k] =
                day == DATE_NONE
                    ? (s->run->today > due ? S("逾期未报送") : S("未报送"))
                    : str_fmt(a, "%s%s", date_text(a, day).p, day > due ? "（迟）" : "");
        }
        t.rows[t.row_count++] = s->span.agencies[i].name;
    }
    return t;
}

static void gather_agencies(struct stats *s, const struct count_rows *counts) {
    struct agency_name *v = NEW(s->a, struct agency_name, counts->n + 1);
    for (int i = 0; i < counts->n; i++) {
        str code = counts->v[i].agency;
        int n = s->span.agency_count;
        if (n == 0 || !str_eq(v[n - 1].code, code))
            v[s->span.agency_count++] = (struct agency_name){code, agency_words(s, code)};
    }
    s->span.agencies = v;
}

static void print_tables(const struct stats *s, const char *folder) {
    struct buf b = {0};
    int64_t n[UNIT_COLUMNS] = {0};
    for (int i = 0; i < s->unit_count; i++)
        for (int k = 0; k < UNIT_COLUMNS; k++)
            n[k] += s->units[i].n[k];
    buf_fmt(&b,
            "执法决定 %lld 件：按期公示 %lld，迟报 %lld，暂缓 %lld，栏目不全 %lld，没有音像档号 "
            "%lld；重大 %lld，其中未审核 %lld\n",
            (long long)n[MADE], (long long)n[ON_TIME], (long long)n[LATE], (long long)n[HELD],
            (long long)n[INCOMPLETE], (long long)n[UNRECORDED], (long long)n[MAJOR],
            (long long)n[UNREVIEWED]);
    buf_fmt(&b, "有问题的 %lld 件，清单和各表：%s\n", (long long)s->fault_count, folder);
    os_print(buf_view(&b));
    buf_free(&b);
}

static void write_stats(struct stats *s, str period) {
    struct run *r = s->run;
    const char *folder = site_path(r->site, str_fmt(s->a, "desk/report/stats-%.*s", STR(period)).p);
    struct count_rows counts = counts_between(r, s->a, s->span.from, s->span.to);
    struct figure_table *public = NULL;
    bool year = s->span.to - s->span.from == 11;
    gather_agencies(s, &counts);
    check_decisions(s);
    int n = statistics_tables(s->a, year ? &r->site->statistics : &r->site->bulletin, &s->span,
                              &counts, &public);
    struct figure_table *t = NEW(s->a, struct figure_table, n + 8 + TARGETS_MOST);
    t[0] = unit_table(s);
    t[1] = s->faults;
    t[2] = recording_table(s, &counts);
    t[3] = inspection_table(s);
    t[4] = corrections_table(r, s->a, s->span.from, s->span.to);
    int all = 5;
    if (year)
        t[all++] = sent_table(s);
    for (int i = 0; s->span.to == s->span.from && i < r->site->target_count; i++)
        t[all++] = monthly_form(r, s->a, &r->site->targets[i], s->span.from);
    for (int i = 0; i < n; i++)
        t[all++] = public[i];
    write_tables(s, folder,
                 year                        ? "年度统计"
                 : s->span.to > s->span.from ? "季度统计"
                                             : "月报告",
                 t, all);
    if (year)
        write_packs(s, folder, &counts);
    print_tables(s, folder);
}

int command_stats(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    struct stats s = {.run = &r, .a = &arena};
    if (o->word_count != 1 || !parse_period(o->words[0], &s.span))
        die_usage("用法：gongshi stats 2026，或 2026Q3，或 2026-11");
    run_open(&r, &arena, o, true);
    refuse_lost(&r);
    write_stats(&s, o->words[0]);
    run_close(&r);
    arena_free(&arena);
    return EXIT_DONE;
}
