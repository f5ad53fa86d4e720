/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * init.c — gongshi init DIR: a site folder that builds at once.
 *
 * In:    the shipped site.conf; with --sample the demo city's deliveries
 * Out:   a new folder
 * Law:   none
 * Never: writes into a folder that already holds a site
 */
#include "base/arena.h"
#include "base/os.h"
#include "commands/approve.h"
#include "commands/commands.h"
#include "commands/site.h"

#define CONF_LIMIT ((int64_t)1 << 20)

static void copy_files(struct arena *a, const char *from, const char *to) {
    struct strs names = os_list(a, from);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        const char *file = str_fmt(a, "%s/%.*s", from, STR(names.v[i])).p;
        if (os_stat(file).is_file)
            os_copy(file, str_fmt(a, "%s/%.*s", to, STR(names.v[i])).p, 0660);
    }
}

int command_init(const struct options *o) {
    struct arena a = {0};
    static const char *const folders[] = {"content", "feeds/maps", "templates",  "assets",
                                          "desk",    "desk/inbox", "desk/report"};
    if (o->word_count != 1)
        die_usage("用法：gongshi init 目录 [--sample]");
    const char *dir = o->words[0].p;
    const char *conf = str_fmt(&a, "%s/site.conf", dir).p;
    if (os_stat(conf).exists)
        die_usage("%s 已经有一个网站", dir);
    const char *share = site_share(&a, o);
    for (int i = 0; i < 7; i++)
        os_mkdirs(str_fmt(&a, "%s/%s", dir, folders[i]).p, i > 3 ? 0770 : 0755);
    str text;
    const char *shipped =
        str_fmt(&a, "%s/feeds/demo/%s", share, o->sample ? "site.conf" : "blank.conf").p;
    if (!os_read(&a, shipped, CONF_LIMIT, &text))
        die_usage("随程序提供的文件不全：%s", shipped);
    os_write(conf, text, 0644);
    os_write(str_fmt(&a, "%s/desk/approvals.csv", dir).p, str_of(approvals_header), 0660);
    os_write(str_fmt(&a, "%s/desk/corrections.csv", dir).p,
             S("编号,收到日期,网址,问题,答复期限,答复日期,结果\n"), 0660);
    os_write(str_fmt(&a, "%s/desk/sent.csv", dir).p, S("年度,机关,报送对象,日期,经办人\n"), 0660);
    const char *deliveries = str_fmt(&a, "%s/feeds/demo/deliveries", share).p;
    struct strs instants = os_list(&a, deliveries);
    for (ptrdiff_t i = 0; o->sample && i < instants.n; i++)
        copy_files(&a, str_fmt(&a, "%s/%.*s", deliveries, STR(instants.v[i])).p,
                   str_fmt(&a, "%s/desk/inbox", dir).p);
    os_print(str_fmt(&a,
                     "已建立 %s\n下一步：编辑 %s，把交来的文件放进 %s/desk/inbox，"
                     "再运行 gongshi run --site %s\n",
                     dir, conf, dir, dir));
    arena_free(&a);
    return EXIT_DONE;
}
