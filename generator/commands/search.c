/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * search.c — gongshi search TEXT…: id, tab, title per line, from the published files alone.
 *
 * In:    public/find
 * Out:   hits on standard output, exact ones first, then the newest
 * Law:   none
 * Never: asks the ledger or the catalogue
 */
#include "search/search.h"

#include "base/arena.h"
#include "base/os.h"
#include "commands/commands.h"
#include "options.h"

#define SHARD_LIMIT ((int64_t)64 << 20)

static bool read_public(void *ctx, struct arena *a, str path, str *out) {
    const struct options *o = ctx;
    return os_read(a, str_fmt(a, "%s/public/%.*s", o->site, STR(path)).p, SHARD_LIMIT, out);
}

static void print_hits(const struct search_hit *hits, ptrdiff_t n) {
    struct buf b = {0};
    for (ptrdiff_t i = 0; i < n; i++) {
        buf_fmt(&b, "%.*s\t", STR(hits[i].id));
        for (ptrdiff_t k = 0; k < hits[i].title.n; k++)
            buf_char(&b, hits[i].title.p[k] == '\n' ? ' ' : hits[i].title.p[k]);
        buf_char(&b, '\n');
    }
    os_print(buf_view(&b));
    buf_free(&b);
}

static int take_where(const struct options *o, struct search_where *out) {
    for (int i = 0; i < o->where_count; i++) {
        str value = o->where[i];
        str key = str_cut(&value, S("="));
        if (value.n == 0)
            die_usage("--where 应为 名称=值，如 agency=scj：%.*s", STR(o->where[i]));
        out[i] = (struct search_where){key, value};
    }
    return o->where_count;
}

static void refuse(enum search_state state) {
    if (state == SEARCH_SHORT)
        die_usage("检索的文字至少两个字");
    if (state == SEARCH_NO_KEY)
        die_usage("--where 没有这个名称或值；名称有 agency kind category year penalty amount party "
                  "from to least most");
}

int command_search(const struct options *o) {
    struct arena a = {0};
    struct search_where where[OPTION_REPEATS];
    struct options own = *o;
    struct search_hits hits;
    str broken;
    struct search_query q = {o->words, o->word_count, where, take_where(o, where)};
    if (q.word_count + q.where_count == 0)
        die_usage("用法：gongshi search 文字… [--where 名称=值]");
    struct searcher *s = searcher_open(&a, read_public, &own, &broken);
    if (s == NULL && broken.p == NULL)
        die_usage("%s/public 中没有检索索引：请先运行 gongshi run", o->site);
    if (s == NULL)
        die("检索索引缺损：%.*s", STR(broken));
    enum search_state state = search_find(s, &a, &q, &hits);
    refuse(state);
    print_hits(hits.v, hits.n);
    if (state == SEARCH_BROKEN)
        os_print_error(str_fmt(&a, "gongshi: 索引缺损，结果可能不全：%.*s\n", STR(hits.broken)));
    arena_free(&a);
    return state == SEARCH_BROKEN ? EXIT_CHECK : EXIT_DONE;
}
