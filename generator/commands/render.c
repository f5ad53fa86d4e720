/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * render.c — gongshi render TEMPLATE DATA.json [--partials DIR]: one Mustache template filled.
 *
 * In:    a template, a JSON file, a folder of partials
 * Out:   text on standard output
 * Law:   none
 * Never: needs a site
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/os.h"
#include "base/template.h"
#include "commands/commands.h"
#include "options.h"

#define FILE_LIMIT ((int64_t)64 << 20)
#define ENDING ".mustache"

static str read_or_die(struct arena *a, const char *path) {
    str text;
    if (!os_stat(path).is_file || !os_read(a, path, FILE_LIMIT, &text))
        die_usage("读不到文件：%s", path);
    return text;
}

static void print_findings(const struct diags *d) {
    struct buf b = {0};
    for (const struct diag *one = d->first; one != NULL; one = one->next) {
        diag_line(&b, one);
        buf_char(&b, '\n');
    }
    os_print_error(buf_view(&b));
    buf_free(&b);
}

static bool add_partials(struct arena *a, struct template_set *set, const char *dir,
                         struct diags *diags) {
    bool good = true;
    struct strs names = os_list(a, dir);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        if (!str_ends(names.v[i], S(ENDING)))
            continue;
        str file = str_fmt(a, "%s/%.*s", dir, STR(names.v[i]));
        str name = str_sub(names.v[i], 0, names.v[i].n - S(ENDING).n);
        good = template_add(set, name, file, read_or_die(a, file.p), diags) && good;
    }
    return good;
}

int command_render(const struct options *o) {
    struct arena a = {0};
    struct diags diags = {.arena = &a};
    struct value data;
    struct buf out = {0};
    str error;
    int line = 0;
    if (o->word_count != 2)
        die_usage("用法：gongshi render 模板 数据.json [--partials 目录]");
    struct template_set *set = template_set_open(&a, false);
    bool good = template_add(set, S(""), o->words[0], read_or_die(&a, o->words[0].p), &diags);
    if (o->partials != NULL)
        good = add_partials(&a, set, o->partials, &diags) && good;
    if (!json_load(&a, read_or_die(&a, o->words[1].p), &data, &error, &line))
        die_usage("%.*s:%d: %.*s", STR(o->words[1]), line, STR(error));
    good = good && template_render(set, S(""), &data, &out, &diags);
    print_findings(&diags);
    if (good)
        os_print(buf_view(&out));
    buf_free(&out);
    arena_free(&a);
    return good ? EXIT_DONE : EXIT_USAGE;
}
