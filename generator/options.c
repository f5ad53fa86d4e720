/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * options.c — what the command line says, from one table.
 *
 * In:    argv
 * Out:   struct options
 * Law:   none
 * Never: acts
 */
#include "options.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/ini.h"
#include "base/os.h"
#include "commands/commands.h"

#include <string.h>

enum option_type {
    OPTION_FLAG,
    OPTION_TEXT,
    OPTION_COUNT,
    OPTION_INSTANT,
    OPTION_LIST,
    OPTION_WHERE
};

static const struct option {
    const char *name;
    enum option_type type;
    size_t at;
    const char *argument;
    const char *text;
} options[] = {
    {"--site", OPTION_TEXT, offsetof(struct options, site), "目录", "网站文件夹（默认当前文件夹）"},
    {"--as-of", OPTION_INSTANT, offsetof(struct options, as_of), "日期[T时:分]",
     "以此时刻为准（默认现在）；公示时与时钟不同须 demo = yes"},
    {"--jobs", OPTION_COUNT, offsetof(struct options, jobs), "数", "工作线程数（默认处理器数）"},
    {"--full", OPTION_FLAG, offsetof(struct options, full), "", "全部记录重新裁定、全部页面重做"},
    {"--dry-run", OPTION_FLAG, offsetof(struct options, dry_run), "",
     "只检查和裁定，不留下任何改变"},
    {"--no-fetch", OPTION_FLAG, offsetof(struct options, no_fetch), "",
     "不向有网址的来源取数据，只用已有的"},
    {"--replay", OPTION_FLAG, offsetof(struct options, replay), "",
     "build：重演过去某日的裁定，与账本核对，不改变任何东西"},
    {"--sheet", OPTION_FLAG, offsetof(struct options, sheet), "",
     "status：打印等待审签的一批记录的审签单"},
    {"--sample", OPTION_FLAG, offsetof(struct options, sample), "", "init：放入示例数据"},
    {"--partials", OPTION_TEXT, offsetof(struct options, partials), "目录",
     "render：模板片段所在文件夹"},
    {"--out", OPTION_TEXT, offsetof(struct options, out), "文件",
     "form：写到这个文件（.xlsx 或 .csv）；evidence：写到这个文件"},
    {"--by", OPTION_TEXT, offsetof(struct options, by), "批准人", "withdraw：谁批准"},
    {"--reason", OPTION_TEXT, offsetof(struct options, reason), "理由",
     "withdraw：向社会公开的理由"},
    {"--document", OPTION_TEXT, offsetof(struct options, document), "文号",
     "withdraw：批准文件的文号"},
    {"--name", OPTION_LIST, offsetof(struct options, names), "姓名", "mask：要隐去的姓名，可多次"},
    {"--where", OPTION_WHERE, offsetof(struct options, where), "名称=值",
     "search：只要符合的，可多次（agency kind category year penalty amount party from to least "
     "most）"},
    {"--ndjson", OPTION_FLAG, offsetof(struct options, ndjson), "", "mask：逐行读写 JSON"},
    {"--reveal", OPTION_FLAG, offsetof(struct options, reveal), "",
     "explain：在终端上显示未隐去的内容"},
    {"--timing", OPTION_FLAG, offsetof(struct options, timing), "", "最后打印各阶段用时和内存"},
    {"--share", OPTION_TEXT, offsetof(struct options, share), "目录",
     "随程序提供的模板、内容、样式所在文件夹"},
};
#define OPTIONS ((int)(sizeof options / sizeof options[0]))

const struct command commands[] = {
    {"init", "目录", "建立一个可直接使用的网站文件夹", command_init},
    {"fetch", "", "向有网址的来源取数据，只取不收", command_fetch},
    {"check", "", "检查配置、规则表、模板和待收数据，不改变任何东西", command_check},
    {"build", "", "接收、检查、裁定、生成，到核验为止", command_build},
    {"publish", "", "把已核验的内容公示出去，并生成信用平台数据包", command_publish},
    {"run", "", "依次完成以上各步，供定时任务使用", command_run},
    {"data", "", "生成开放数据（public/data）并公示，供每日的定时任务使用", command_data},
    {"rollback", "[序号]", "列出可以恢复的各次公示；写序号的，把网站恢复到那一次",
     command_rollback},
    {"push", "[对象 [序号|whole|compare 文件]]",
     "把数据包送到各报送对象；compare 与平台导出的清单对账", command_push},
    {"verify", "[目录]", "按清单核验已公示的网站", command_verify},
    {"explain", "编号|文书号", "说明一条记录的全部经过和依据", command_explain},
    {"status", "", "当前各类记录数、暂缓和即将到期的记录", command_status},
    {"deadline", "日期 (天数|类别)", "计算公示期限并写出计算过程", command_deadline},
    {"policy", "try 文件", "换上一张改过的规则表，哪些记录的裁定会改变", command_policy},
    {"calendar", "[年份]", "显示并检查节假日表", command_calendar},
    {"map", "文件", "为陌生的表格提出一份映射文件的草稿", command_map},
    {"mask", "", "隐去标准输入文本中的个人信息", command_mask},
    {"render", "模板 数据.json", "用 JSON 数据渲染一个 Mustache 模板", command_render},
    {"search", "文字…", "在已公示的网站中检索，与网页检索的结果和次序相同", command_search},
    {"form", "种类", "写一份空白样表，填好可直接报送", command_form},
    {"withdraw", "编号|文书号", "把撤下登记进 desk/approvals.csv，下次运行时撤下",
     command_withdraw},
    {"ledger", "check", "核对账本的哈希链", command_ledger},
    {"evidence", "编号|文书号", "一条记录的证据包，审计人员可独立核对", command_evidence},
    {"stats", "期间", "一年、一季、一月的统计、核查通报和报送材料", command_stats},
    {"purge", "[文件名]", "清除过了保存期限的收件，或立即清除误报送的一份", command_purge},
    {"new-key", "[rotate]", "生成签名用的密钥（SM2 和 Ed25519）；rotate 换用新的", command_new_key},
    {"backup", "目录", "备份账本、收件、附件、密钥和网站自己的文件", command_backup},
    {NULL, NULL, NULL, NULL},
};

const struct command *command_named(str name) {
    for (const struct command *c = commands; c->name != NULL; c++)
        if (str_eq(name, str_of(c->name)))
            return c;
    return NULL;
}

static void print_help(void) {
    struct buf b = {0};
    buf_str(&b, S("gongshi（公示）" GONGSHI_VERSION " — 行政执法公示网站生成器\n\n"
                  "用法：gongshi 命令 [选项]\n\n命令：\n"));
    for (const struct command *c = commands; c->name != NULL; c++)
        buf_fmt(&b, "  %-9s %s  %s\n", c->name, c->arguments, c->text);
    buf_str(&b, S("\n选项：\n"));
    for (int i = 0; i < OPTIONS; i++)
        buf_fmt(&b, "  %-11s %s  %s\n", options[i].name, options[i].argument, options[i].text);
    buf_str(&b,
            S("  --help      打印本说明\n  --version   打印版本\n\n"
              "退出状态：0 已公示或无事可做；2 用法或配置错误；3 已公示，但有新的拒收或退回记录；\n"
              "4 检查未通过，未公示；5 机器故障，未公示；6 已公示，但某个来源或平台失败；\n"
              "7 公示中断，请再运行一次；75 另一次运行正在进行。\n"));
    os_print(buf_view(&b));
    buf_free(&b);
}

_Noreturn static void unknown(struct arena *a, const char *what, str given, const str *known,
                              int n) {
    str near = ini_nearest(given, known, n);
    if (near.n > 0)
        die_usage("没有这个%s：%.*s，是不是 %.*s？", what, STR(given), STR(near));
    (void)a;
    die_usage("没有这个%s：%.*s；运行 gongshi --help 查看", what, STR(given));
}

static const struct option *option_named(struct arena *a, str name) {
    str known[OPTIONS];
    for (int i = 0; i < OPTIONS; i++) {
        known[i] = str_of(options[i].name);
        if (str_eq(name, known[i]))
            return &options[i];
    }
    unknown(a, "选项", name, known, OPTIONS);
}

/* Stores one option's value where the table says. */
static void store(struct options *out, const struct option *o, str value) {
    void *at = (char *)out + o->at;
    int64_t number = 0;
    switch (o->type) {
    case OPTION_FLAG:
        *(bool *)at = true;
        return;
    case OPTION_TEXT:
        *(const char **)at = value.p;
        return;
    case OPTION_COUNT:
        if (!str_int(value, &number) || number < 1 || number > 256)
            die_usage("%s 应为 1 到 256 的整数：%.*s", o->name, STR(value));
        *(int *)at = (int)number;
        return;
    case OPTION_INSTANT:
        *(instant *)at = instant_parse(value);
        if (*(instant *)at == INSTANT_NONE)
            die_usage("%s 应为 2026-11-20 或 2026-11-20T09:00：%.*s", o->name, STR(value));
        out->as_of_given = true;
        return;
    case OPTION_LIST:
        if (out->name_count == OPTION_REPEATS)
            die_usage("%s 最多 %d 次", o->name, OPTION_REPEATS);
        ((str *)at)[out->name_count++] = value;
        return;
    case OPTION_WHERE:
        if (out->where_count == OPTION_REPEATS)
            die_usage("%s 最多 %d 次", o->name, OPTION_REPEATS);
        ((str *)at)[out->where_count++] = value;
        return;
    }
}

static void take_word(struct arena *a, struct options *out, str word) {
    if (out->command == NULL) {
        str known[32];
        int n = 0;
        for (const struct command *c = commands; c->name != NULL; c++)
            known[n++] = str_of(c->name);
        if (command_named(word) == NULL)
            unknown(a, "命令", word, known, n);
        out->command = word.p;
    } else if (out->word_count == OPTION_WORDS) {
        die_usage("参数太多：%.*s", STR(word));
    } else {
        out->words[out->word_count++] = word;
    }
}

bool options_parse(struct arena *a, int argc, char **argv, instant now, struct options *out) {
    *out = (struct options){.site = ".", .as_of = now, .jobs = os_cpus()};
    bool only_words = false;
    for (int i = 1; i < argc; i++) {
        str arg = str_of(argv[i]);
        if (only_words || !str_starts(arg, S("-")) || arg.n == 1) {
            take_word(a, out, arg);
        } else if (str_eq(arg, S("--"))) {
            only_words = true;
        } else if (str_eq(arg, S("--help")) || str_eq(arg, S("-h"))) {
            print_help();
            return false;
        } else if (str_eq(arg, S("--version"))) {
            os_print(S("gongshi " GONGSHI_VERSION "\n"));
            return false;
        } else {
            str value = arg;
            str name = str_cut(&value, S("="));
            const struct option *o = option_named(a, name);
            if (o->type != OPTION_FLAG && value.p == NULL) {
                if (++i == argc)
                    die_usage("%s 后面缺少%s", o->name, o->argument);
                value = str_of(argv[i]);
            }
            store(out, o, value);
        }
    }
    if (out->command == NULL) {
        print_help();
        return false;
    }
    return true;
}
