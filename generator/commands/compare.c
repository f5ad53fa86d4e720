/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * compare.c — gongshi push TARGET compare FILE: the platform's list against the ledger (对账).
 *
 * In:    a list as the platform exports it, CSV or workbook; what the target has by the ledger
 * Out:   desk/report/compare-TARGET.xlsx, .csv: what it lacks, has too much, has otherwise
 * Law:   law.md §4 (合规率, 瞒报率)
 * Never: changes the ledger; matches parties by the placeholder code
 */
#include "base/csv.h"
#include "base/os.h"
#include "commands/run.h"
#include "commands/statistics.h"
#include "commands/target.h"

#define FOUND_MOST 20000 /* listed of each sort */
#define COLUMNS_SHOWN 4

/* A row of the platform's list, by number and party. */
struct listed {
    uint64_t key;
    ptrdiff_t row;
    bool met;
};

struct findings {
    struct figure_table table;
    int64_t all;
};

struct comparing {
    struct run *run;
    struct arena *a;
    const struct target *target;
    int64_t id; /* of the target in the ledger */
    const struct column_set *set;
    struct csv_table list;
    ptrdiff_t at[COLUMNS_MOST]; /* of each column of the set in the list; -1 */
    int number;                 /* of the set's columns */
    int party;
    struct listed *slots; /* open addressing */
    uint64_t cap;
    struct findings lacking;
    struct findings extra;
    struct findings different;
};

/* ---- findings ---- */

static struct findings findings_new(struct arena *a, const char *title, const char *const *heads) {
    struct figure_table t = {
        .title = str_of(title), .corner = S("文书号"), .columns = COLUMNS_SHOWN};
    t.heads = NEW(a, str, COLUMNS_SHOWN);
    t.rows = NEW(a, str, FOUND_MOST);
    t.values = NEW(a, str, (ptrdiff_t)FOUND_MOST * COLUMNS_SHOWN);
    for (int i = 0; i < COLUMNS_SHOWN; i++)
        t.heads[i] = str_of(heads[i]);
    return (struct findings){t, 0};
}

static void found(struct comparing *c, struct findings *f, str number,
                  const str values[COLUMNS_SHOWN]) {
    struct figure_table *t = &f->table;
    if (f->all++ >= FOUND_MOST)
        return;
    for (int i = 0; i < COLUMNS_SHOWN; i++)
        t->values[t->row_count * COLUMNS_SHOWN + i] = str_dup(c->a, values[i]);
    t->rows[t->row_count++] = str_dup(c->a, number);
}

/* ---- the platform's list ---- */

/* Which column of the set a field of decisions goes into. */
static int column_for(const struct column_set *set, const char *field) {
    for (int i = 0; i < set->n; i++)
        if (set->v[i].part_count == 1 && set->v[i].parts[0].field != NULL &&
            str_eq(str_of(set->v[i].parts[0].field->name), str_of(field)))
            return i;
    return -1;
}

/* Columns are called by their codes or by their titles. */
static void find_columns(struct comparing *c) {
    for (int i = 0; i < c->set->n; i++) {
        c->at[i] = csv_column(&c->list, c->set->v[i].code);
        if (c->at[i] < 0)
            c->at[i] = csv_column(&c->list, c->set->v[i].title);
    }
    c->number = column_for(c->set, "document_number");
    c->party = column_for(c->set, "party");
}

static bool is_list_of(const struct comparing *c) {
    return c->number >= 0 && c->party >= 0 && c->at[c->number] >= 0 && c->at[c->party] >= 0;
}

/* Brackets, dashes and widths of numbers are folded, as the ledger folds them. */
static uint64_t key_of(struct arena *a, str number, str party) {
    return str_hash(str_fmt(a, "%.*s|%.*s", STR(number_folded(a, number)), STR(str_trim(party))));
}

static struct listed *slot_for(const struct comparing *c, uint64_t key) {
    uint64_t i = key & (c->cap - 1);
    while (c->slots[i].row != 0 && c->slots[i].key != key)
        i = (i + 1) & (c->cap - 1);
    return &c->slots[i];
}

static void index_list(struct comparing *c) {
    struct arena a = {0};
    for (c->cap = 64; c->cap < (uint64_t)c->list.rows * 2;)
        c->cap *= 2;
    c->slots = NEW(c->a, struct listed, c->cap);
    for (ptrdiff_t r = 0; r < c->list.rows; r++) {
        uint64_t key = key_of(&a, csv_cell(&c->list, r, c->at[c->number]),
                              csv_cell(&c->list, r, c->at[c->party]));
        *slot_for(c, key) = (struct listed){key, r + 1, false};
        arena_reset(&a);
    }
    arena_free(&a);
}

/* ---- row against row ---- */

/* Up to fifteen digits in all: compared as a whole number of millionths. */
static bool millionths(str s, int64_t *out) {
    int after = -1;
    *out = 0;
    if (s.n == 0 || s.n > 15)
        return false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '.' && after < 0) {
            after = 0;
        } else if (s.p[i] >= '0' && s.p[i] <= '9' && after < 6) {
            *out = *out * 10 + (s.p[i] - '0');
            after += after >= 0;
        } else {
            return false;
        }
    }
    for (int i = after < 0 ? 0 : after; i < 6; i++)
        *out *= 10;
    return true;
}

/* A day written otherwise, or a number with zeros behind it, is the same. */
static bool same_cell(const struct column *column, str ours, str theirs) {
    int64_t x = 0;
    int64_t y = 0;
    if (str_eq(ours, theirs))
        return true;
    if (column->type == 'D')
        return date_parse_loose(ours) == date_parse_loose(theirs) &&
               date_parse_loose(ours) != DATE_NONE;
    return column->type == 'N' && millionths(ours, &x) && millionths(theirs, &y) && x == y;
}

/* By number and party they found each other. */
static void compare_row(struct comparing *c, const str *cells, ptrdiff_t row) {
    for (int i = 0; i < c->set->n; i++) {
        enum told told = column_told(&c->set->v[i]);
        if (c->at[i] < 0 || i == c->number || i == c->party || told == TOLD_OPERATION ||
            told == TOLD_AS_OF)
            continue;
        str theirs = str_trim(csv_cell(&c->list, row, c->at[i]));
        if (!same_cell(&c->set->v[i], cells[i], theirs))
            found(c, &c->different, cells[c->number],
                  (const str[]){cells[c->party], c->set->v[i].title, cells[i], theirs});
    }
}

static void compare_one(struct comparing *c, struct arena *a, const struct ledger_record *rec) {
    str *cells = NEW(a, str, c->set->n);
    struct ledger_sent sent;
    if (!ledger_sent(c->run->ledger, c->id, rec->id, &sent) || sent.state != SENT_THERE ||
        target_set(c->target, rec->term) != c->set ||
        !package_cells(c->run, c->target, a, rec, cells))
        return;
    struct listed *l = slot_for(c, key_of(a, cells[c->number], cells[c->party]));
    if (l->row == 0) {
        found(c, &c->lacking, cells[c->number],
              (const str[]){cells[c->party], rec->agency,
                            str_fmt(a, "%lld", (long long)sent.sequence), rec->path});
        return;
    }
    l->met = true;
    compare_row(c, cells, l->row - 1);
}

static void compare_all(struct comparing *c) {
    struct arena a = {0};
    struct ledger_walk w = ledger_walk(c->run->ledger, SCAN_KIND, KIND_decision);
    for (struct ledger_record *rec; (rec = ledger_walk_next(&w)) != NULL;)
        compare_one(c, &w.arena, rec);
    for (ptrdiff_t r = 0; r < c->list.rows; r++) {
        str number = csv_cell(&c->list, r, c->at[c->number]);
        str party = csv_cell(&c->list, r, c->at[c->party]);
        if (!slot_for(c, key_of(&a, number, party))->met)
            found(c, &c->extra, number,
                  (const str[]){party, str_fmt(&a, "%lld", (long long)c->list.line[r]), {0}, {0}});
    }
    arena_free(&a);
}

/* ---- the command ---- */

static void write_report(struct comparing *c) {
    const struct figure_table t[] = {c->lacking.table, c->extra.table, c->different.table};
    const char *name = str_fmt(c->a, "desk/report/compare-%.*s", STR(c->target->name)).p;
    const char *book = site_path(c->run->site, str_fmt(c->a, "%s.xlsx", name).p);
    struct buf b = {0};
    os_write(book, S(""), 0660);
    statistics_book(c->a, book, t, 3);
    statistics_csv(&b, t, 3);
    os_write(site_path(c->run->site, str_fmt(c->a, "%s.csv", name).p), buf_view(&b), 0660);
    buf_free(&b);
    os_print(str_fmt(c->a, "对账 %.*s（%.*s）：平台缺少 %lld，多出 %lld，不同 %lld 处：%s.xlsx\n",
                     STR(c->target->name), STR(c->set->table), (long long)c->lacking.all,
                     (long long)c->extra.all, (long long)c->different.all, name));
}

void compare_list(struct run *r, const struct target *t, const char *file) {
    static const char *const lacking[] = {"相对人", "机关代码", "第几个数据包", "网址"};
    static const char *const extra[] = {"相对人", "清单第几行", "", ""};
    static const char *const different[] = {"相对人", "栏目", "账本", "平台"};
    struct comparing c = {.run = r, .a = r->arena, .target = t};
    c.id = ledger_target(r->ledger, t->name);
    str text;
    str error = {0};
    if (!site_table_file(r->site, r->arena, file, &text) ||
        !csv_load(r->arena, text, ',', &c.list, &error))
        die_usage("%s 读不出来：%.*s", file, STR(error));
    for (int i = 0; i < t->set_count; i++) {
        c.set = &t->sets[i];
        find_columns(&c);
        if (is_list_of(&c))
            break;
        c.set = NULL;
    }
    if (c.set == NULL)
        die_usage("%s 里没有文书号和相对人名称两栏（用字段表的编码或名称作表头）", file);
    c.lacking = findings_new(c.a, "平台缺少", lacking);
    c.extra = findings_new(c.a, "平台多出", extra);
    c.different = findings_new(c.a, "内容不同", different);
    index_list(&c);
    compare_all(&c);
    write_report(&c);
}
