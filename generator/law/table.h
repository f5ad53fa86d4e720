/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * table.h — the cells of a policy table, read with findings. (private to law/)
 *
 * In:    a CSV table whose header is English or Chinese
 * Out:   dates, numbers, spans, words
 * Law:   none
 * Never: guesses: a cell that is not understood is an ERROR with file, line and column
 */
#ifndef GONGSHI_LAW_TABLE_H
#define GONGSHI_LAW_TABLE_H

#include "law/policy.h"

/* Every column of every table: English name, Chinese header. */
#define TABLE_COLUMNS(X)                                                                           \
    X(id, "编号")                                                                                  \
    X(rank, "级别")                                                                                \
    X(citation, "依据")                                                                            \
    X(valid_from, "生效")                                                                          \
    X(valid_to, "失效")                                                                            \
    X(kind, "种类")                                                                                \
    X(category, "类别")                                                                            \
    X(agency, "机关")                                                                              \
    X(sector, "领域")                                                                              \
    X(party_type, "相对人类别")                                                                    \
    X(class, "等级")                                                                               \
    X(days, "工作日")                                                                              \
    X(anchor, "起算")                                                                              \
    X(fixed, "固定日期")                                                                           \
    X(channel, "渠道")                                                                             \
    X(minimum, "最短")                                                                             \
    X(maximum, "最长")                                                                             \
    X(ending, "终止方式")                                                                          \
    X(penalties, "处罚种类")                                                                       \
    X(amount, "金额起点")                                                                          \
    X(procedure, "程序")                                                                           \
    X(circumstance, "情形")                                                                        \
    X(matter, "事项编码")                                                                          \
    X(change, "变动")                                                                              \
    X(effect, "效果")                                                                              \
    X(subject, "对象")                                                                             \
    X(state, "状态")                                                                               \
    X(remedy, "救济")                                                                              \
    X(within, "期限")                                                                              \
    X(role, "身份")                                                                                \
    X(value, "内容")                                                                               \
    X(treatment, "处理")                                                                           \
    X(date, "日期")                                                                                \
    X(name, "名称")                                                                                \
    X(year, "年度")                                                                                \
    X(shift, "遇休息日")                                                                           \
    X(publish, "公示")                                                                             \
    X(certificates, "执法证")                                                                      \
    X(urge, "催办")                                                                                \
    X(steps, "环节")                                                                               \
    X(duty, "事务")                                                                                \
    X(number, "文号")                                                                              \
    X(repealed, "废止")                                                                            \
    X(successor, "代替")

enum table_column {
#define X(name, zh) CELL_##name,
    TABLE_COLUMNS(X)
#undef X
        CELLS
};

/* A set of columns, for saying which ones a table must have. */
#define CELL(name) (UINT64_C(1) << CELL_##name)

struct table_reader {
    struct arena *arena;
    struct diags *diags;
    struct csv_table csv;
    str file;
    ptrdiff_t at[CELLS]; /* where each column stands, -1 for nowhere */
    ptrdiff_t row;
};

/* A word of a closed list, as English and Chinese. Lists end with {0, NULL, NULL}. */
struct word {
    int value;
    const char *en;
    const char *zh;
};

/* Parses the text and finds the wanted columns; false after ERROR diagnostics. */
bool table_open(struct table_reader *r, const struct policy_source *source, uint64_t wanted);

/* Goes on to the next row, passing rows of empty cells (spreadsheets leave them); false at the end.
 * table_open stands before the first row. */
bool table_next(struct table_reader *r);

/* One ERROR about a cell of the present row, showing what it holds. */
void table_error(struct table_reader *r, enum diag_code code, enum table_column c, str shown);

/* The cell of the present row; absent when empty. The second form demands one. */
str table_text(const struct table_reader *r, enum table_column c);
str table_must(struct table_reader *r, enum table_column c);

/* Its parts, between ； or ; or 、. */
struct strs table_list(const struct table_reader *r, enum table_column c);

/* A date as staff write it, or `empty`. */
date table_date(struct table_reader *r, enum table_column c, date empty);

/* A whole number from 0 to `most`, 0 after an error. */
int table_whole(struct table_reader *r, enum table_column c, int most);

/* 50000, 5万, 5万元 → 分; WHOLE_NONE when empty. */
int64_t table_money(struct table_reader *r, enum table_column c);

/* 60日, 3个月, 1年; {0, 0} when empty. */
struct span table_span(struct table_reader *r, enum table_column c);

/* A word, or several as bits (bit = value); `empty` for an empty cell. */
int table_word(struct table_reader *r, enum table_column c, const struct word *words, int empty);
uint32_t table_words(struct table_reader *r, enum table_column c, const struct word *words,
                     uint32_t empty);

/* Terms of a vocabulary as bits; ANY_BIT for an empty cell. */
uint32_t table_terms(struct table_reader *r, enum table_column c, enum vocab v);

#endif
