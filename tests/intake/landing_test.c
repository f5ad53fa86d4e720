/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * landing_test.c — where fetched bytes come down: names, versions, parts, wholes.
 *
 * In:    a scratch folder
 * Out:   cmocka results
 * Law:   none
 * Never: reaches the network
 */
#include "intake/landing.h"

#include "base/os.h"
#include "intake/fetch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

#define SAME(a, b) assert_true(str_eq((a), (b)))

static struct arena arena;

static void names(void **state) {
    (void)state;
    str other = S("scj");
    SAME(landing_name(&arena, S("scj-decisions.csv"), other), S("scj-decisions.csv"));
    SAME(landing_name(&arena, S("行政处罚.csv"), other), S("行政处罚.csv"));
    SAME(landing_name(&arena, S(""), other), other);
    SAME(landing_name(&arena, S(".."), other), S("_."));
    SAME(landing_name(&arena, S(".about"), other), S("_about"));
    SAME(landing_name(&arena, S("a/../b\\c\n\0d"), other), S("a_.._b_c__d"));
    SAME(landing_name(&arena, S("\xff.csv"), other), S("_.csv"));
    SAME(landing_name(&arena, S("x.part"), other), S("x.part_"));
    SAME(landing_name(&arena, S("x.md"), other), S("x.md_"));
    char *many = NEW(&arena, char, 1000);
    for (int i = 0; i < 1000; i++)
        many[i] = 'a';
    assert_true(landing_name(&arena, (str){many, 1000}, other).n <= 200);
}

static void versions(void **state) {
    (void)state;
    struct about back;
    struct about about = {sha256_of(S("https://a.example/")), S("\"v1\""), S("Fri, 20 Nov 2026")};
    assert_true(about_read(about_text(&arena, &about), &back));
    assert_true(sha256_eq(back.url, about.url));
    SAME(back.etag, about.etag);
    SAME(back.modified, about.modified);
    SAME(about_condition(&about), S("\"v1\""));
    about.etag = S("W/\"v1\"");
    SAME(about_condition(&about), about.modified);
    about.modified = (str){0};
    assert_int_equal(about_condition(&about).n, 0);
    assert_false(about_read(S(""), &back));
    assert_false(about_read(S("not a digest\n\n\n"), &back));
}

static void part_then_whole(void **state) {
    (void)state;
    struct landing l;
    struct about part;
    str text;
    struct about about = {sha256_of(S("u")), S("\"v1\""), {0}};
    landing_open(&l, &arena, "in/scj", S("a.csv"));
    landing_begin(&l, &about);
    landing_add(&l, S("一二"));
    landing_pause(&l);
    assert_false(os_stat("in/scj/a.csv").exists);

    landing_open(&l, &arena, "in/scj", S("a.csv"));
    assert_int_equal(l.have, 6);
    assert_true(landing_part(&l, &part));
    SAME(part.etag, S("\"v1\""));
    landing_continue(&l);
    landing_add(&l, S("三"));
    os_write("in/scj/earlier.csv", S("x"), 0600);
    landing_finish(&l);
    assert_true(os_read(&arena, "in/scj/a.csv", 100, &text));
    SAME(text, S("一二三"));
    SAME(fetch_about(&arena, "in/scj"), about_text(&arena, &about));
    assert_false(os_stat("in/scj/a.csv.part").exists);
    assert_false(os_stat("in/scj/.part.about").exists);
    assert_false(os_stat("in/scj/earlier.csv").exists);
}

/* Bytes of a version that nobody can tell from the next are of no use later. */
static void nameless_part(void **state) {
    (void)state;
    struct landing l;
    struct about about = {sha256_of(S("u")), S("W/\"weak\""), {0}};
    landing_open(&l, &arena, "in/other", S("a.csv"));
    landing_begin(&l, &about);
    landing_add(&l, S("x"));
    landing_pause(&l);
    assert_false(os_stat("in/other/a.csv.part").exists);
    assert_int_equal(l.have, 0);
    assert_int_equal(fetch_about(&arena, "in/other").n, 0);
}

int main(void) {
    char folder[] = "/tmp/landing_test.XXXXXX";
    if (mkdtemp(folder) == NULL || chdir(folder) != 0)
        return 1;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names),
        cmocka_unit_test(versions),
        cmocka_unit_test(part_then_whole),
        cmocka_unit_test(nameless_part),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    if (chdir("..") == 0)
        os_rmtree(folder);
    return failed;
}
