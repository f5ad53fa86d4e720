/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * shard_test.c — a stranger reads in shards what the index was given, to the letter.
 *
 * In:    made documents
 * Out:   pass or fail
 * Law:   none
 * Never: needs a site
 */
#include "../search/made.h"
#include "release/shard.h"
#include "scratch.h"

#define DOCUMENTS 500

static void write_all(const struct made *m, struct arena *a, const char *root) {
    for (int slot = 0; slot < MADE_SLOTS; slot++)
        for (const struct made_file *f = m->slots[slot]; f != NULL; f = f->next) {
            str path = str_fmt(a, "%s/%.*s", root, STR(f->path));
            ptrdiff_t end = path.n;
            while (path.p[end - 1] != '/')
                end--;
            os_mkdirs(str_z(a, str_sub(path, 0, end - 1)), 0755);
            os_write(path.p, f->bytes, 0644);
        }
}

static void test_every_text_is_read(void **state) {
    struct arena a = {0};
    struct shard_dictionary dictionary = {0};
    struct made m = {.seed = 3};
    struct par *par = par_open(1);
    struct buf description = {0};
    const char *root = ".";
    (void)state;
    struct search_plan plan = {S("base"), {0}, DOCUMENTS, 1 << 30};
    made_tier(&m, par, &plan, 0, &description);
    made_publish(&m);
    write_all(&m, &a, root);
    str all = S("");
    for (int i = 0; i < DOCUMENTS; i++) {
        str text;
        str file;
        str path = str_fmt(&a, "%s/find/base/d/000/%02x.js", root, i);
        if (!os_read(&a, path.p, 1 << 20, &file))
            break;
        assert_true(shard_text(&dictionary, &a, path, file, &text));
        all = str_cat(&a, all, text);
    }
    for (int i = 0; i < DOCUMENTS; i++) {
        struct search_document d;
        if (!made_document(m.seed, i, &a, &d))
            continue;
        assert_true(str_find(all, str_fmt(&a, "%.*s|%.*s|", STR(d.path), STR(d.title))) >= 0);
        for (int t = 0; t < d.text_count; t++)
            assert_true(str_find(all, str_fmt(&a, "|%.*s",
                                              STR(str_replace(&a, d.texts[t].text, S("\n"),
                                                              S(" "))))) >= 0);
    }
    str moved = S("gongshi.shard(\"base/d/000/00\",`p\x1C"
                  "t\x1C"
                  "0\x1C"
                  "h\x1CS13800000000\x1CSx`)\n");
    str text;
    assert_true(shard_text(&dictionary, &a, S("./find/base/d/000/00.js"), moved, &text));
    assert_true(str_eq(text, S("p|t|0|h|13800000000|x")));
    par_close(par);
    buf_free(&description);
    made_free(&m);
    arena_free(&dictionary.memory);
    arena_free(&a);
}

static void test_damage_is_told(void **state) {
    struct arena a = {0};
    struct shard_dictionary dictionary = {0};
    const char *root = ".";
    (void)state;
    static const struct {
        const char *file;
        bool sound;
    } files[] = {{"gongshi.shard(\"t/facets\",`a=b`)\n", true},
                 {"gongshi.shard(\"t/facets\",`a=b`", false},
                 {"gongshi.shard(\"t/facets\",`\1%`)\n", false},
                 {"gongshi.shard(\"t/facets\",`\1%%%`)\n", false},
                 {"gongshi.shard(\"t/facets\",`ab\1%%%`)\n", true},
                 {"gongshi.shard(\"t/d/0/0\",`ab`)\n", false}, /* no dictionary */
                 {"gongshi.shard(\"t/g/0/0\",`%%%%`)\n", true}};
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        str text;
        str path = str_fmt(&a, "%s/x.js", root);
        assert_int_equal(shard_text(&dictionary, &a, path, str_of(files[i].file), &text),
                         files[i].sound);
    }
    arena_free(&dictionary.memory);
    arena_free(&a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_every_text_is_read),
                                       cmocka_unit_test(test_damage_is_told)};
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
