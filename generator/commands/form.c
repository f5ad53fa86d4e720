/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * form.c — gongshi form KIND: the blank workbook of a kind, for those who fill it.
 *
 * In:    the declarations
 * Out:   a new file, .xlsx or .csv
 * Law:   none
 * Never: writes over a file: it may have been filled in already
 */
#include "base/arena.h"
#include "base/os.h"
#include "commands/commands.h"
#include "intake/blank.h"
#include "options.h"

static enum kind kind_asked(struct arena *a, const struct options *o) {
    enum kind k = o->word_count == 1 ? kind_of(o->words[0]) : KIND_NONE;
    str all = {0};
    for (int i = 1; i < KINDS; i++)
        all = str_fmt(a, "%.*s%s%s（%s）", STR(all), i == 1 ? "" : "、",
                      kind_info((enum kind)i)->title, kind_info((enum kind)i)->name);
    if (k == KIND_NONE)
        die_usage("用法：gongshi form 种类 [--out 文件]；种类有 %.*s", STR(all));
    return k;
}

static void write_csv(enum kind k, const char *path) {
    struct buf b = {0};
    blank_csv(k, &b);
    os_write(path, buf_view(&b), 0644);
    buf_free(&b);
}

static void write_book(struct arena *a, enum kind k, const char *path) {
    struct book *b = book_open(a, path);
    blank_book(k, b);
    book_finish(b);
}

int command_form(const struct options *o) {
    struct arena a = {0};
    enum kind k = kind_asked(&a, o);
    str path = o->out != NULL ? str_of(o->out) : str_fmt(&a, "%s样表.xlsx", kind_info(k)->title);
    bool csv = str_ends(path, S(".csv"));
    if (!csv && !str_ends(path, S(".xlsx")))
        die_usage("样表的文件名应以 .xlsx 或 .csv 结尾：%.*s", STR(path));
    if (os_stat(path.p).exists)
        die_usage("%s 已经存在，可能已经填写，没有覆盖", path.p);
    const char *beside = str_fmt(&a, "%s.new", path.p).p;
    if (csv)
        write_csv(k, beside);
    else
        write_book(&a, k, beside);
    (void)os_rename(beside, path.p);
    os_print(str_fmt(&a, "已写成 %s\n", path.p));
    arena_free(&a);
    return EXIT_DONE;
}
