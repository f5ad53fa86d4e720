/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * drawing_test.c — SVGs as programs write them and as an attacker would.
 *
 * In:    SVGs
 * Out:   pass or fail
 * Law:   none
 * Never: writes anything
 */
#include "release/drawing.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

static struct arena arena;

#define SVG(inside)                                                                                \
    "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" "      \
    "viewBox=\"0 0 80 40\">" inside "</svg>"

static bool redraw(const char *svg, struct drawing *d) {
    return drawing_redraw(&arena, str_of(svg), d);
}

static bool has(const struct buf *b, const char *text) {
    return str_find(buf_view(b), str_of(text)) >= 0;
}

static bool is_cut(const struct drawing *d, const char *what) {
    for (int i = 0; i < d->cuts; i++)
        if (str_eq(d->cut[i], str_of(what)))
            return true;
    return false;
}

/* What is drawn again holds `with` and stays as it is when it is drawn again. */
static void holds(const char *svg, const char *with) {
    struct drawing one;
    struct drawing two;
    if (!redraw(svg, &one))
        fail_msg("refused: %s", svg);
    if (!has(&one.svg, with))
        fail_msg("no %s in %.*s", with, STR(buf_view(&one.svg)));
    assert_true(drawing_redraw(&arena, buf_view(&one.svg), &two));
    assert_true(str_eq(buf_view(&one.svg), buf_view(&two.svg)));
    assert_int_equal(two.cuts, 0);
    drawing_free(&one);
    drawing_free(&two);
    arena_reset(&arena);
}

/* ---- drawings ---- */

static void test_drawing(void **state) {
    (void)state;
    struct drawing d;
    assert_true(redraw(SVG("<title>立案</title><rect x=\"1\" y=\"2\" width=\"3\" height=\"4\" "
                           "fill=\"#fff\"/><text x=\"5\">受<tspan dy=\"1em\">理</tspan></text>"),
                       &d));
    assert_true(str_eq(buf_view(&d.svg),
                       S("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 80 40\" "
                         "width=\"80\" height=\"40\" role=\"img\" font-family=\"sans-serif\">"
                         "<title>立案</title><rect width=\"3\" height=\"4\" x=\"1\" y=\"2\" "
                         "fill=\"#fff\"></rect><text x=\"5\">受<tspan dy=\"1em\">理</tspan></text>"
                         "</svg>")));
    assert_true(str_eq(buf_view(&d.text), S("立案\n受理\n")));
    assert_int_equal(d.cuts, 0);
    drawing_free(&d);
    arena_reset(&arena);
}

/* Class rules, style attributes, links, arrows, gradients: as drawing programs write them. */
static void test_forms(void **state) {
    (void)state;
    holds(SVG("<style>/* x */ .a, .b { fill: #fff; stroke:red !important }</style>"
              "<path class=\"x b\" d=\"M0 0L1 1\" fill=\"#000\"/>"),
          "<path d=\"M0 0L1 1\" fill=\"#fff\" stroke=\"red\">");
    holds(SVG("<style><![CDATA[.a{stroke-width:2}]]></style><g class=\"a\"/>"),
          "<g stroke-width=\"2\">");
    holds(SVG("<g style=\"fill:none;font-family:'X';stroke : #123\"/>"),
          "<g fill=\"none\" stroke=\"#123\">");
    holds(SVG("<a href=\"http://x/\" xlink:href=\"http://x/\"><rect/></a>"),
          "<g><rect></rect></g>");
    holds(
        SVG("<defs><marker id=\"m\" orient=\"auto\"><path d=\"M0 0\" marker-end=\"url(#m)\"/></marker>"
            "</defs><line x2=\"9\" marker-end=\"url(#m)\"/>"),
        "<marker id=\"m\" orient=\"auto\"><path d=\"M0 0\"></path></marker></defs>"
        "<line x2=\"9\" marker-end=\"url(#m)\">");
    holds(SVG("<linearGradient id=\"a\" xlink:href=\"#b\"/>"),
          "<linearGradient id=\"a\" href=\"#b\">");
    holds("<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://x/svg11.dtd\">" SVG("<g/>"),
          "<g></g>");
    holds("<s:svg xmlns:s=\"http://www.w3.org/2000/svg\" width=\"21cm\" height=\"29.7cm\"/>",
          "viewBox=\"0 0 793 1122\" width=\"793\" height=\"1122\"");
    holds(SVG("<text>a &lt;b&gt; &amp; &quot;</text>"), "<text>a &lt;b&gt; &amp; &quot;</text>");
}

/* ---- what must not come through ---- */

static const struct {
    const char *inside;
    const char *cut; /* what is told; NULL for nothing, as it drew nothing */
} hostile[] = {
    {"<script>alert(1)</script>", "script"},
    {"<script xlink:href=\"http://evil/\"/>", "script"},
    {"<g onload=\"alert(1)\" onclick=\"x\"/>", "onload"},
    {"<foreignObject><body xmlns=\"http://www.w3.org/1999/xhtml\"><script>alert(1)</script></body>"
     "</foreignObject>",
     "foreignObject"},
    {"<html:iframe xmlns:html=\"http://www.w3.org/1999/xhtml\" src=\"http://evil/\"/>", NULL},
    {"<image href=\"http://evil/a.png\" width=\"9\"/>", "image"},
    {"<image xlink:href=\"data:image/svg+xml;base64,PHN2Zz4=\"/>", "image"},
    {"<use href=\"http://evil/a.svg#x\"/>", "use"},
    {"<g id=\"a\"><use href=\"#a\"/></g>", "use"},
    {"<animate attributeName=\"href\" values=\"javascript:alert(1)\"/>", "animate"},
    {"<set attributeName=\"onmouseover\" to=\"alert(1)\"/>", "set"},
    {"<filter id=\"f\"><feImage href=\"http://evil/\"/></filter>", "filter"},
    {"<a href=\"javascript:alert(1)\"><rect/></a>", NULL},
    {"<rect fill=\"url(http://evil/)\"/>", "fill"},
    {"<rect fill=\"url(evil.svg)\"/>", "fill"},
    {"<rect fill=\"URL(evil.svg)\"/>", "fill"},
    {"<rect fill=\"url(#a) url(evil.svg)\"/>", "fill"},
    {"<rect style=\"fill:url(evil.svg)\"/>", "style"},
    {"<rect style=\"fill:u\\72l(evil.svg)\"/>", "style"},
    {"<rect style=\"stroke:expression(a[0])\"/>", "style"},
    {"<style>@import url(http://evil/);</style>", "style"},
    {"<style>rect{fill:url(http://evil/)}</style>", "style"},
    {"<style>.a{fill:url(evil.svg)}</style><g class=\"a\"/>", "style"},
    {"<linearGradient id=\"g\" href=\"evil.svg#a\"/>", NULL},
    {"<rect id=\"a&quot; onload=&quot;evil\"/>", "id"},
    {"<path d=\"M0 0&quot;/&gt;&lt;script&gt;evil\"/>", "d"},
    {"<text>evil&lt;script&gt;</text>", NULL},
    {"<?xml-stylesheet href=\"http://evil/\"?><!-- evil --><g/>", NULL},
    {"<metadata><rdf>evil</rdf></metadata>", NULL},
    {"evil<g>evil</g>", NULL},
    {"<text display=\"none\">evil</text>", "隐藏的内容"},
    {"<g style=\"visibility:hidden\"><text>evil</text></g>", "隐藏的内容"},
    {"<style>.h{display:none}</style><text class=\"h\">evil</text>", "隐藏的内容"},
};

static void test_hostile(void **state) {
    (void)state;
    static const char *const never[] = {
        "<script", "onload=", "onclick=", "javascript:", "http://e", "data:", "evil.svg",
        "foreign", "<image",  "<use",     "<style",      "<!--",     "<?"};
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct drawing d;
        const char *svg = str_fmt(&arena, SVG("%s<rect width=\"1\"/>"), hostile[i].inside).p;
        assert_true(redraw(svg, &d));
        for (size_t k = 0; k < sizeof never / sizeof *never; k++)
            if (has(&d.svg, never[k]))
                fail_msg("%s came through: %.*s", never[k], STR(buf_view(&d.svg)));
        if (strstr(hostile[i].inside, "<text>evil&lt;") == NULL && has(&d.svg, "evil"))
            fail_msg("evil: %.*s", STR(buf_view(&d.svg)));
        if (hostile[i].cut != NULL ? !is_cut(&d, hostile[i].cut) : d.cuts > 0)
            fail_msg("not told: %s", hostile[i].inside);
        assert_true(has(&d.svg, "<rect width=\"1\"></rect></svg>"));
        drawing_free(&d);
        arena_reset(&arena);
    }
}

/* ---- what is refused ---- */

static const char *const refused[] = {
    "",
    "<svg",
    "<html><svg/></html>",
    "<svg viewBox=\"0 0 9 9\"/>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"100%\" height=\"100%\"/>",
    "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"99999999\" height=\"1\"/>",
    SVG("<g>"),
    SVG("") "<rect/>",
    SVG("<text>&unknown;</text>"),
    "<!DOCTYPE svg [<!ENTITY a \"evil\">]>" SVG("<text>&a;</text>"),
    "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>" SVG("<text>&a;</text>"),
    "<!DOCTYPE svg [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">]>" SVG("<text>&b;</text>"),
};

static void test_refused(void **state) {
    (void)state;
    struct drawing d;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (redraw(refused[i], &d))
            fail_msg("taken: %s", refused[i]);
        drawing_free(&d);
    }
    struct buf deep = {0};
    buf_str(&deep, S("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">"));
    for (int i = 0; i < DRAWING_DEPTH; i++)
        buf_str(&deep, S("<g>"));
    for (int i = 0; i < DRAWING_DEPTH; i++)
        buf_str(&deep, S("</g>"));
    buf_str(&deep, S("</svg>"));
    assert_false(drawing_redraw(&arena, buf_view(&deep), &d));
    drawing_free(&d);
    buf_reset(&deep);
    buf_str(&deep, S("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\">"));
    for (int i = 0; i < DRAWING_ELEMENTS; i++)
        buf_str(&deep, S("<g/>"));
    buf_str(&deep, S("</svg>"));
    assert_false(drawing_redraw(&arena, buf_view(&deep), &d));
    drawing_free(&d);
    buf_free(&deep);
}

static void test_is(void **state) {
    (void)state;
    assert_true(drawing_is(S("<?xml version=\"1.0\"?>\n<svg xmlns=")));
    assert_true(drawing_is(S("<s:svg xmlns:s=")));
    assert_false(drawing_is(S("行政处罚决定书")));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_drawing), cmocka_unit_test(test_forms),
                                       cmocka_unit_test(test_hostile),
                                       cmocka_unit_test(test_refused), cmocka_unit_test(test_is)};
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    return failed;
}
