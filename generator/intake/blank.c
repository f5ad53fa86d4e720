/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * blank.c — the 样表 of a kind: an empty sheet that intake takes without a map.
 *
 * In:    record.def, vocab.def, columns.def
 * Out:   a workbook, a .csv
 * Law:   law.md §5
 * Never: says anything that the declarations do not
 */
#include "intake/blank.h"

#include "intake/sheet.h"

#define COMMENT_EXAMPLE "\n例："

/* How each type is typed in, how wide its column is, and how its empty cells look. */
static const struct {
    struct book_column column;
    const char *text;
} types[] = {
    [FIELD_text] = {{20, BOOK_TEXT}, "一行文字"},
    [FIELD_lines] = {{36, BOOK_TEXT}, "文字，可以分行"},
    [FIELD_uscc] = {{22, BOOK_TEXT}, "十八位统一社会信用代码"},
    [FIELD_day] = {{13, BOOK_DATE}, "日期，如 2026-03-02"},
    [FIELD_money] = {{14, BOOK_NUMBER}, "金额，单位元，只写数字"},
    [FIELD_whole] = {{10, BOOK_NUMBER}, "整数"},
    [FIELD_term] = {{18, BOOK_TEXT}, "从下拉列表中选择"},
    [FIELD_list] = {{24, BOOK_TEXT}, "多个用“；”隔开"},
    [FIELD_rows] = {{36, BOOK_TEXT}, "每组按次序写各格，格之间用“／”，组之间用“；”"},
};

/* 姓名／执法证号, or 是、否; absent for types that have no parts. */
static str parts_of(struct arena *a, const struct field_info *f) {
    bool term = f->type == FIELD_term;
    int n = term                    ? term_count((enum vocab)f->of)
            : f->type == FIELD_rows ? columns_count((enum columns)f->of)
                                    : 0;
    str all = {0};
    for (int i = 0; i < n; i++) {
        str one = term ? term_text((enum vocab)f->of, i + 1)
                       : str_of(column_title((enum columns)f->of, i));
        all = i == 0 ? one : str_fmt(a, "%.*s%s%.*s", STR(all), term ? "、" : "／", STR(one));
    }
    return all;
}

/* A table shows its shape where the declaration has no example. */
static str example_of(struct arena *a, const struct field_info *f) {
    return f->type == FIELD_rows ? parts_of(a, f) : str_of(f->example);
}

static str sample_of(struct arena *a, const struct field_info *f, bool first) {
    str example = example_of(a, f);
    return first ? str_fmt(a, SHEET_SAMPLE "：%.*s", STR(example)) : example;
}

static str comment_of(struct arena *a, const struct field_info *f) {
    str example = example_of(a, f);
    return str_fmt(a, "%s；%s%s%s。%s%s%.*s", need_text(f->need), exposure_text(f->exposure),
                   f->text[0] == '\0' ? "" : "。", f->text, types[f->type].text,
                   example.n > 0 ? COMMENT_EXAMPLE : "", STR(example));
}

/* ---- the sheet to be filled ---- */

static void put_choices(struct arena *a, struct book *out, const struct field_info *fields, int n) {
    for (int i = 0; i < n; i++) {
        if (fields[i].type != FIELD_term)
            continue;
        enum vocab v = (enum vocab)fields[i].of;
        struct strs choices = {NEW(a, str, term_count(v)), term_count(v)};
        for (int t = 0; t < term_count(v); t++)
            choices.v[t] = term_text(v, t + 1);
        book_choices(out, i, choices);
    }
}

static void put_sheet(struct arena *a, struct book *out, const struct field_info *fields, int n) {
    struct book_column *columns = NEW(a, struct book_column, n);
    struct book_cell *head = NEW(a, struct book_cell, n);
    struct book_cell *sample = NEW(a, struct book_cell, n);
    for (int i = 0; i < n; i++) {
        const struct field_info *f = &fields[i];
        columns[i] = types[f->type].column;
        head[i] = (struct book_cell){.look = f->need == NEED_MUST ? BOOK_HEAD_MUST : BOOK_HEAD,
                                     .text = str_of(f->title),
                                     .comment = comment_of(a, f)};
        sample[i] = (struct book_cell){.look = BOOK_SAMPLE, .text = sample_of(a, f, i == 0)};
    }
    book_columns(out, columns, n);
    book_freeze(out, 1, 0);
    put_choices(a, out, fields, n);
    book_row(out, head, n);
    book_row(out, sample, n);
}

/* ---- the sheet that explains ---- */

static void put_line(struct book *out, enum book_look look, const char *text) {
    book_row(out, &(struct book_cell){.look = look, .text = str_of(text)}, 1);
}

static void put_rules(struct book *out, const struct kind_info *info) {
    static const char *const rules[] = {
        "一、只填第一张表，一行一条记录。深色标题是必填栏目；不用的栏目可以整列删去，栏目名和工作表名"
        "请不要改。",
        "二、第二行是示例。第一格以“" SHEET_SAMPLE "”开头的行，收件时一律不收，删不删都可以。",
        "三、需要保密的内容照实填写：哪些栏目公开、怎样隐去由程序按规定处理，见“公开范围”。",
        "四、填好以后原样放进收件箱。有问题的行会送回来，改好再放进收件箱就行。",
    };
    put_line(out, BOOK_TITLE, info->title);
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++)
        put_line(out, BOOK_TEXT, rules[i]);
    put_line(out, BOOK_TEXT, "");
}

static void put_guide(struct arena *a, struct book *out, const struct field_info *fields, int n) {
    static const char *const titles[] = {"栏目", "是否必填", "公开范围", "说明", "怎样填", "示例"};
    struct book_cell cells[6];
    for (int c = 0; c < 6; c++)
        cells[c] = (struct book_cell){.look = BOOK_HEAD, .text = str_of(titles[c])};
    book_row(out, cells, 6);
    for (int i = 0; i < n; i++) {
        const struct field_info *f = &fields[i];
        str parts = parts_of(a, f);
        str how = parts.n == 0 ? str_of(types[f->type].text)
                               : str_fmt(a, "%s：%.*s", types[f->type].text, STR(parts));
        const str texts[] = {str_of(f->title),
                             str_of(need_text(f->need)),
                             str_of(exposure_text(f->exposure)),
                             str_of(f->text),
                             how,
                             str_of(f->example)};
        for (int c = 0; c < 6; c++)
            cells[c] = (struct book_cell){.look = BOOK_WRAPPED, .text = texts[c]};
        book_row(out, cells, 6);
    }
}

/* ---- the door ---- */

void blank_book(enum kind k, struct book *out) {
    static const struct book_column guide[] = {{24, BOOK_TEXT}, {10, BOOK_TEXT}, {24, BOOK_TEXT},
                                               {40, BOOK_TEXT}, {50, BOOK_TEXT}, {40, BOOK_TEXT}};
    struct arena a = {0};
    int n = 0;
    const struct field_info *fields = kind_fields(k, &n);
    book_sheet(out, kind_info(k)->title);
    put_sheet(&a, out, fields, n);
    book_sheet(out, SHEET_GUIDE);
    book_columns(out, guide, 6);
    put_rules(out, kind_info(k));
    put_guide(&a, out, fields, n);
    arena_free(&a);
}

void blank_csv(enum kind k, struct buf *out) {
    struct arena a = {0};
    int n = 0;
    const struct field_info *fields = kind_fields(k, &n);
    buf_str(out, BOOK_CSV_MARK);
    for (int i = 0; i < n; i++) {
        buf_str(out, i == 0 ? S("") : S(","));
        book_csv(out, str_of(fields[i].title));
    }
    buf_str(out, S("\r\n"));
    for (int i = 0; i < n; i++) {
        buf_str(out, i == 0 ? S("") : S(","));
        book_csv(out, sample_of(&a, &fields[i], i == 0));
    }
    buf_str(out, S("\r\n"));
    arena_free(&a);
}
