/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * map.c — gongshi map FILE: the draft of a map for a file that none knows.
 *
 * In:    a file, feeds/maps/synonyms.csv
 * Out:   the draft on standard output
 * Law:   none
 * Never: takes anything in
 */
#include "base/buf.h"
#include "base/os.h"
#include "commands/commands.h"
#include "commands/site.h"

#define SYNONYMS "feeds/maps/synonyms.csv"
#define SYNONYMS_LIMIT ((int64_t)1 << 20)

/* The site's own table, or the shipped one. */
static str read_synonyms(struct arena *a, const struct options *o) {
    const char *roots[] = {o->site, site_share(a, o)};
    str text = {0};
    for (int i = 0; i < 2; i++)
        if (os_read(a, str_fmt(a, "%s/" SYNONYMS, roots[i]).p, SYNONYMS_LIMIT, &text))
            return text;
    die_usage("找不到 " SYNONYMS);
}

/* A workbook or a text in another encoding is read through its normal form, which does not stay. */
static bool propose(struct arena *a, struct intake_file *file, str synonyms, struct buf *out,
                    struct diags *found) {
    struct raw raw = {.file = file};
    struct intake_file lines = *file;
    enum normal n = intake_normalise(a, &raw, found);
    if (n == NORMAL_LINES)
        lines.path = raw.out;
    bool good =
        (n == NORMAL_LINES || n == NORMAL_AS_IS) && intake_propose(a, &lines, synonyms, out, found);
    if (n == NORMAL_LINES || n == NORMAL_ARCHIVE)
        os_unlink(raw.out);
    if (n == NORMAL_ARCHIVE)
        die_usage("%s 是压缩包，请先解开，再对其中的文件用 gongshi map", file->path);
    return good;
}

int command_map(const struct options *o) {
    struct arena a = {0};
    struct diags found = {.arena = &a};
    struct buf out = {0};
    if (o->word_count != 1 || !os_stat(o->words[0].p).is_file)
        die_usage("用法：gongshi map 文件");
    /* No map knows the columns of a workbook that a map is sought for. */
    struct intake_file file = {.path = o->words[0].p, .name = o->words[0], .any_header = true};
    bool good = propose(&a, &file, read_synonyms(&a, o), &out, &found);
    os_print(buf_view(&out));
    buf_reset(&out);
    for (const struct diag *d = found.first; d != NULL; d = d->next) {
        diag_line(&out, d);
        buf_char(&out, '\n');
    }
    os_print_error(buf_view(&out));
    buf_free(&out);
    arena_free(&a);
    return good ? EXIT_DONE : EXIT_USAGE;
}
