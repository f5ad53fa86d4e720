/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * verify_test.c — planted values are found however they are written, and nothing else is.
 *
 * In:    fictional persons and numbers, made here
 * Out:   cmocka's report
 * Law:   个人信息保护法 art. 28
 * Never: uses a value of a living person
 */
#include "planted.h"

/* ---- ways to write a value ---- */

static str each(struct arena *a, str value, const char *between, const char *format) {
    struct buf out = {0};
    for (str rest = value; rest.n > 0;) {
        str head = utf8_head(rest, 1);
        str left = head;
        uint32_t c = utf8_next(&left);
        if (rest.p != value.p)
            buf_str(&out, str_of(between));
        if (format == NULL)
            buf_str(&out, head);
        else if (format[0] == '%')
            for (ptrdiff_t i = 0; i < head.n; i++)
                buf_fmt(&out, "%%%02X", (unsigned char)head.p[i]);
        else if (format[0] == 'w')
            buf_fmt(&out, "&#%u;", c >= 0x21 && c < 0x7F ? c + 0xFEE0 : c);
        else if (format[0] == 'W') {
            char wide[4];
            buf_str(&out, (str){wide, utf8_put(wide, c >= 0x21 && c < 0x7F ? c + 0xFEE0 : c)});
        } else if (format[0] == 'x')
            buf_fmt(&out, "&#x%04X;", c);
        else if (format[0] == 'd')
            buf_fmt(&out, "&#%u", c), buf_char(&out, ';');
        else
            buf_fmt(&out, "\\u%04x", c);
        rest = str_sub(rest, head.n, rest.n);
    }
    str text = str_dup(a, buf_view(&out));
    buf_free(&out);
    return text;
}

static const struct {
    const char *name;
    const char *before;
    const char *between;
    const char *format;
    const char *after;
} ways[] = {
    {"plain", "<p>当事人：", "", NULL, "。</p>"},
    {"wide", "<p>", "", "W", "</p>"},
    {"wide reference", "<td>", "", "w", "</td>"},
    {"spaces", "<td>", " ", NULL, "</td>"},
    {"ideographic spaces", "<td>", "　", NULL, "</td>"},
    {"line breaks", "<td>\n   ", "\n   ", NULL, "\n</td>"},
    {"tags", "<p>（", "<b class=\"x\">", NULL, "</b>）</p>"},
    {"line break tags", "<p>（", "<wbr>", NULL, "）</p>"},
    {"comments", "<p>（", "<!-- -->", NULL, "）</p>"},
    {"behind an empty comment", "<p><!-->（", "<b>", NULL, "</b>）</p>"},
    {"behind another end of a comment", "<p><!-- x --!>（", "<b>", NULL, "</b>）</p>"},
    {"zero width", "<p>（", "\xE2\x80\x8B", NULL, "）</p>"},
    {"soft hyphens", "<p>（", "&shy;", NULL, "）</p>"},
    {"dashes", "<p>（", "-", NULL, "）</p>"},
    {"middle dots", "<p>（", "·", NULL, "）</p>"},
    {"decimal", "<p>", "", "d", "</p>"},
    {"hexadecimal", "<p>", "", "x", "</p>"},
    {"href", "<a href=\"https://map.example/?q=", "", "%", "&amp;z=3\">地图</a>"},
    {"title", "<a title=\"见 ", "", NULL, "\">详情</a>"},
    {"alt", "<img alt='", "", "x", "'>"},
    {"unquoted", "<input value=", "", NULL, ">"},
    {"content", "<meta name=\"Description\" content=\"关于", "", NULL, "的决定\">"},
    {"in a comment", "<!-- 原文：", "", NULL, " -->"},
    {"script", "<script>var d={\"n\":\"\\n", "", "u", "\"}</script>"},
    {"unclosed tag", "<p title=\"", "", NULL, ""},
    {"csv", "1,", "", NULL, ",2026-01-02\n"},
};
#define WAYS (int)(sizeof ways / sizeof ways[0])

static void plant(struct site *s, int way, str value, bool person) {
    struct arena *a = &s->arena;
    str text = str_fmt(a, "<!doctype html><title>公示</title>%s%.*s%s", ways[way].before,
                       STR(each(a, value, ways[way].between, ways[way].format)), ways[way].after);
    struct expected *e = put(s, str_fmt(a, "p/%d-%d.html", way, s->n).p, text);
    e->whole = true;
    if (person)
        show(s, e, "k1", str_dup(a, value).p);
}

/* One site per way, so that a miss names it. */
static void canaries(bool person) {
    for (int way = 0; way < WAYS; way++) {
        struct site *s = site_open();
        for (int i = 0; i < VALUES; i++) {
            str value = make_value(&s->arena, i, person);
            if (!person)
                hide(s, value.p);
            plant(s, way, value, person);
        }
        struct diags d = verify(s, 1, VALUES);
        int64_t found = count_of(&d, person ? DIAG_LEAK_PERSON : DIAG_LEAK_IDENTIFIER);
        if (found != VALUES)
            print_message("%s: %d of %d\n", ways[way].name, (int)found, VALUES);
        assert_int_equal(found, VALUES);
        assert_int_equal(d.count[DIAG_ERROR], VALUES);
        site_close(s);
    }
}

static void test_identifiers_found(void **state) {
    (void)state;
    canaries(false);
}

static void test_persons_found(void **state) {
    (void)state;
    canaries(true);
}

/* ---- what must not be found ---- */

static str clean_page(struct arena *a, int i) {
    struct buf b = {0};
    buf_fmt(&b, "<!doctype html><html lang=\"zh-CN\"><link rel=\"stylesheet\" href=\"a.css\">"
                "<main><h1>青原市市场监督管理局行政处罚决定书</h1><table>");
    for (int row = 0; row < 20; row++)
        buf_fmt(&b,
                "<tr id=\"k%d\"><td>青市监罚字〔2026〕%d号</td><td>9113%sMA%s</td><td>罚款 "
                "%u,%03u.00 元</td><td>2026-%02u-%02u</td>\n<td>%02u:%02u</td></tr>",
                row, i, digits(a, 4).p, digits(a, 8).p, 1 + draw(99), draw(1000), 1 + draw(12),
                1 + draw(28), draw(24), draw(60));
    buf_fmt(&b, "</table><p>张某，电话138****%s，身份证9901**********%s。</p></main>",
            digits(a, 4).p, digits(a, 4).p);
    str text = str_dup(a, buf_view(&b));
    buf_free(&b);
    return text;
}

static void test_clean_tree(void **state) {
    (void)state;
    struct site *s = site_open();
    (void)put(s, "a.css", S("main { width: 38em }\n"));
    for (int i = 0; i < 300; i++) {
        struct expected *e = put(s, str_fmt(&s->arena, "%d.html", i).p, clean_page(&s->arena, i));
        e->whole = true;
        show(s, e, "k1", make_value(&s->arena, i, true).p);
    }
    for (int i = 0; i < 5000; i++)
        hide(s, make_value(&s->arena, i, false).p);
    struct diags d = verify(s, 2, 64);
    assert_int_equal(lines_of(&s->arena, &d).n, 0);
    site_close(s);
}

/* Pairs of a short number and a text that holds its digits without meaning it. */
/* Spellings of a few values by hand: other forms of ideographs, numbers in words, letters among
 * digits. */
static void test_spellings(void **state) {
    (void)state;
    static const struct {
        const char *secret;
        const char *text;
        bool person;
    } cases[] = {
        {"13800001234", "<p>电话一三八〇〇〇〇一二三四。</p>", false},
        {"13800001234", "<p>电话壹叁捌零零零零壹贰叁肆。</p>", false},
        {"13800001234", "<p>电话l38OOOOI234。</p>", false},
        {"990101199003071239", "<td>99O1O1l99OO3O7l239</td>", false},
        {"99010119900307123X", "<td>九九〇一〇一一九九〇〇三〇七一二三X</td>", false},
        {"张建国", "<p>張建國</p>", true},
        {"張建国", "<p>张建國</p>", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct site *s = site_open();
        struct expected *e = put(s, "a.html", str_of(cases[i].text));
        e->whole = true;
        if (cases[i].person)
            show(s, e, "k1", cases[i].secret);
        else
            hide(s, cases[i].secret);
        struct diags d = verify(s, 1, 1);
        assert_int_equal(d.count[DIAG_ERROR], 1);
        site_close(s);
    }
}

static void test_no_false_alarm(void **state) {
    (void)state;
    static const struct {
        const char *secret;
        const char *text;
    } cases[] = {
        {"13020261120", "<td>130</td><td>2026-11-20</td>"},
        {"6112013", "<p>2026-11-20 13:00</p>"},
        {"0261120", "<p>2026-11-20</p>"},
        {"13800138000", "<p>编号 2138001380001</p>"},
        {"13800138000", "<p>138001 -- 38000</p>"},
        {"冀H12345", "<p>冀H123456</p>"},
        {"13800138000", "<p>138****8000</p>"},
        {"990101199003070011", "<p>990101********0011</p>"},
        {"Li", "<p>List of links</p>"},
        {"LILI", "<p>1111 号</p>"},
        {"13800138000", "<p>二〇二六年一月三日，一、二、三、四、五、六、七</p>"},
    };
    struct site *s = site_open();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        hide(s, cases[i].secret);
        (void)put(s, str_fmt(&s->arena, "%zu.html", i).p, str_of(cases[i].text));
    }
    struct diags d = verify(s, 1, 4);
    assert_int_equal(lines_of(&s->arena, &d).n, 0);
    site_close(s);
}

/* ---- rows of a list page ---- */

static int64_t row_findings(const char *page) {
    struct site *s = site_open();
    struct expected *e = put(s, "list.html", str_of(page));
    show(s, e, "r1", "赵无忌");
    show(s, e, "r2", NULL);
    show(s, e, "r3", "钱三丰");
    struct diags d = verify(s, 1, 1);
    int64_t n = count_of(&d, DIAG_LEAK_PERSON);
    assert_int_equal(n, d.count[DIAG_ERROR]);
    site_close(s);
    return n;
}

static void test_rows(void **state) {
    (void)state;
    /* Another row, or the text around the table, may hold the same name. */
    assert_int_equal(row_findings("<p>赵无忌 钱三丰</p><table><tr id=\"r1\"><td>赵某<tr id=r2><td>"
                                  "赵无忌<tr id='r3'><td>钱某</table><p>钱三丰</p>"),
                     0);
    assert_int_equal(row_findings("<tr id=\"r1\"><td>赵<b>无</b>忌<tr id=r2><td>x<tr id=r3>"), 1);
    assert_int_equal(row_findings("<tr id=\"r1\" title=\"赵无忌\"><tr id=r2><tr id=r3>"), 1);
    assert_int_equal(row_findings("<tr id=r3><td>x</td><td id=cell>钱三丰</td><tr id=r1>"), 1);
    /* Without its row, a name is looked for everywhere. */
    assert_int_equal(row_findings("<p>赵无忌</p><tr id=\"r2\">"), 1);
}

/* In data files a name belongs to its record: from the line with its id to that with another. */
static int64_t line_findings(const char *text) {
    struct site *s = site_open();
    struct expected *e = put(s, "data.csv", str_of(text));
    show(s, e, "k3v9x2m7ab", "赵无忌");
    show(s, e, "m3v9x2m7ab", "钱三丰");
    struct diags d = verify(s, 1, 1);
    int64_t n = count_of(&d, DIAG_LEAK_PERSON);
    assert_int_equal(n, d.count[DIAG_ERROR]);
    site_close(s);
    return n;
}

static void test_lines(void **state) {
    (void)state;
    assert_int_equal(line_findings("cf/k3v9x2m7ab.html,赵某,钱三丰\ncf/m3v9x2m7ab.html,赵无忌\n"),
                     0);
    assert_int_equal(line_findings("1,cf/k3v9x2m7ab.html,赵无忌\n"), 1);
    assert_int_equal(line_findings("{\"id\":\"m3v9x2m7ab\",\"t\":\"\\u94b1三丰\"}\n"), 1);
    /* Without any of its records, a name is looked for everywhere. */
    assert_int_equal(line_findings("1,xk3v9x2m7ab,赵无忌\n"), 1);
    /* A cell of several lines; the row of the other record; rows of a worksheet in one line. */
    assert_int_equal(line_findings("k3v9x2m7ab,\"事实\n赵无忌\n\"\nm3v9x2m7ab,无\n"), 1);
    assert_int_equal(line_findings("k3v9x2m7ab,\"事实\n\"\nm3v9x2m7ab,\"\n赵无忌\n\"\n"), 0);
    assert_int_equal(line_findings("<row r=\"2\"><c>k3v9x2m7ab</c><c>钱三丰</c></row>"
                                   "<row r=\"3\"><c>m3v9x2m7ab</c><c>赵无忌</c></row>"),
                     0);
    assert_int_equal(line_findings("<row r=\"2\"><c>k3v9x2m7ab</c></row>"
                                   "<row r=\"3\"><c>m3v9x2m7ab</c><c>钱三丰</c></row>"),
                     1);
}

/* A row that begins in one piece of a large file, and says the name in the next; the same name in
 * the row behind it. A cut within a character is no other encoding. */
static void test_pieces_of_rows(void **state) {
    (void)state;
    for (int shift = 0; shift < 4; shift++) {
        struct buf b = {0};
        buf_str(&b, S("id,text\r\nk3v9x2m7ab,\""));
        for (int i = 0; i < shift; i++)
            buf_char(&b, 'x');
        while (b.n < 600 << 10)
            buf_str(&b, S("检查记录，未见异常。\n"));
        ptrdiff_t before = b.n;
        buf_str(&b, S("赵无忌\"\r\nm3v9x2m7ab,赵无忌\r\n"));
        buf_char(&b, '\0');
        assert_int_equal(line_findings(b.p), 1);
        b.n = before;
        b.failed = false;
        buf_str(&b, S("\"\r\nm3v9x2m7ab,赵无忌\r\n"));
        buf_char(&b, '\0');
        assert_int_equal(line_findings(b.p), 0);
        buf_free(&b);
    }
}

/* ---- what has the shape of a secret ---- */

/* A shard of the search index whose documents say this, the second one with a repetition. */
static int64_t persons_in_shard(const char *documents, const char *dictionary) {
    struct site *s = site_open();
    (void)put(s, "find/t/dict.js",
              str_fmt(&s->arena, "gongshi.shard(\"t/dict\",`文书号\x1E%s`)\n", dictionary));
    struct expected *e = put(s, "find/t/d/000/00.js",
                             str_fmt(&s->arena, "gongshi.shard(\"t/d/000/00\",`%s`)\n", documents));
    show(s, e, "aa11", "欧阳小满");
    show(s, e, "bb22", "尉迟大海");
    struct diags d = verify(s, 1, 10);
    int64_t found = count_of(&d, DIAG_LEAK_PERSON);
    assert_int_equal(found, d.count[DIAG_ERROR]);
    site_close(s);
    return found;
}

/* A name is private in the document of its record, whether it stands there or is repeated. */
static void test_shards(void **state) {
    (void)state;
    assert_int_equal(persons_in_shard("cf/aa11.html\x1F欧阳小满\x1E"
                                      "cf/bb22.html\x1F无",
                                      ""),
                     1);
    assert_int_equal(persons_in_shard("cf/aa11.html\x1F无\x1E"
                                      "cf/bb22.html\x1F欧阳小满",
                                      ""),
                     0);
    assert_int_equal(persons_in_shard("cf/aa11.html\x1F\x01%%'", "欧阳小满"), 1);
    assert_int_equal(persons_in_shard("cf/aa11.html\x1F\x01%%'", "尉迟大海"), 0);
    assert_int_equal(persons_in_shard("gz/n.html\x1F尉迟大海\x1E"
                                      "cf/aa11.html\x1F无",
                                      ""),
                     0);
    /* the safe side: nothing tells whose they are */
    assert_int_equal(persons_in_shard("gz/n.html\x1F尉迟大海\x1E"
                                      "gz/m.html\x1F无",
                                      ""),
                     1);
}

static void test_shapes(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int found;
    } cases[] = {
        {"<p>联系人手机13812345678。</p>", 1},
        {"<p>手机 138 1234 5678</p>", 1},
        {"<p>手机：138-1234-5678</p>", 1},
        {"<p>+86 13812345678</p>", 1},
        {"<p>8613812345678</p>", 1},
        {"<p>１３８１２３４５６７８</p>", 1},
        {"<a title=\"13812345678\">", 1},
        {"<p>身份证130503199003070132</p>", 1},
        {"<p>ID110101199003071233</p>", 1},
        {"<p>11010119900307123</p>", 0},
        {"<p>110101 19900307 1233</p>", 1},
        {"<p>6222021234567890128</p>", 1},
        {"<p>6222 0212 3456 7890 128</p>", 1},
        {"<p>号牌为冀A12345的货车</p>", 1},
        {"<p>冀H · 1234D、</p>", 1},
        {"<p>晋A·D12345小型新能源汽车</p>", 1},
        {"<p>冀A1234挂</p>", 1},
        {"<p>邮箱zhang.san@example.com，</p>", 1},
        {"<p>zhangsan ＠ example.com.cn</p>", 1},
        {"<a href=\"mailto:zhangsan%40example.com\">", 1},
        /* public, or no such number at all */
        {"<p>执法证号 13050001001</p>", 0},
        {"<p>110101199003071234</p>", 0},
        {"<p>110101199013071233</p>", 0},
        {"<p>罚款 13800000000 元</p>", 0},
        {"<p>13800000000.00</p>", 0},
        {"<p>1.13812345678</p>", 0},
        {"<path d=\"M 138 1234 5678\">", 0},
        {"<p>监督邮箱 jiandu@qingyuan.gov.cn</p>", 0},
        {"<p>Write to jiandu@qingyuan.gov.cn. Thank you.</p>", 0},
        {"<p>Or to us. kefu@qingyuan.example. Thank you.</p><p>13 more.</p>", 0},
        {"<p>icon@2x.png</p>", 0},
        {"<style>@media print{a.b{color:red}}</style>", 0},
        {"<p>冀B13050001、冀A级、青A1、新K线2026、川菜A12345</p>", 0},
        {"<p>12345、0319-5550101、2026-11-20 09:00</p>", 0},
        {"<p>91130500MA0ABCDE1X 11130500000123456X</p>", 0},
        {"<p>213812345678</p>", 0},
        {"<p>6222021234567890123</p>", 0},
        {"a3f0110101199003071233bb0e44298fc1c149afbf4c8996fb92427ae41e4649b93", 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct site *s = site_open();
        s->shapes = true;
        s->known_count = shapes_of(S("13050001001，kefu@qingyuan.example"), s->known, 64);
        assert_int_equal(s->known_count, 2);
        (void)put(s, "a.html", str_of(cases[i].text));
        struct diags d = verify(s, 1, 1);
        if (count_of(&d, DIAG_LEAK_SHAPE) != cases[i].found)
            print_message("%s\n", cases[i].text);
        assert_int_equal(count_of(&d, DIAG_LEAK_SHAPE), cases[i].found);
        assert_int_equal(d.count[DIAG_ERROR], cases[i].found);
        site_close(s);
    }
}

/* ---- what cannot be read is not passed over ---- */

static void test_unreadable(void **state) {
    (void)state;
    static const unsigned char gzip[] = {0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 2, 3, 0x4B, 0x4C, 4, 0, 0};
    struct site *s = site_open();
    (void)put(s, "a.gz", (str){(const char *)gzip, (ptrdiff_t)sizeof gzip});
    (void)put(s, "a.zip", S("PK\3\4 and nothing else"));
    (void)put(s, "a.db", (str){"SQLite format 3\0 and nothing else", 34});
    (void)put(s, "a.bin", (str){"ab\0\1\2cd", 7});
    (void)put(s, "a.exe", (str){"MZ\x90\0\3", 5});
    struct diags d = verify(s, 1, 9);
    assert_int_equal(count_of(&d, DIAG_WRAP_BROKEN), 3);
    assert_int_equal(count_of(&d, DIAG_FILE_UNKNOWN), 2);
    assert_int_equal(d.count[DIAG_ERROR], 5);
    site_close(s);
}

/* ---- files and links ---- */

static void test_files(void **state) {
    (void)state;
    struct site *s = site_open();
    (void)put(s, "a/missing.html", S("x"));
    (void)put(s, "a/short.html", S("0123456789"));
    (void)put(s, "a/long.html", S("0123456789"));
    (void)put(s, "a/other.html", S("0123456789"));
    (void)put(s, "a/right.html", S("0123456789"));
    os_unlink("stage/record/a/missing.html");
    os_write("stage/record/a/short.html", S("01234"), 0644);
    os_write("stage/record/a/long.html", S("01234567890"), 0644);
    os_write("stage/record/a/other.html", S("0123456780"), 0644);
    os_write("stage/record/a/extra.html", S("x"), 0644);
    os_mkdirs("stage/list/a/b", 0755);
    os_write("stage/list/a/b/extra.html", S("x"), 0644);
    os_write("stage/list/a/right.html", S("x"), 0644);
    os_write("stage/stray", S("x"), 0644);
    struct diags d = verify(s, 1, 2);
    assert_int_equal(count_of(&d, DIAG_STAGE_MISSING), 1);
    assert_int_equal(count_of(&d, DIAG_STAGE_DIFFERS), 3);
    assert_int_equal(count_of(&d, DIAG_STAGE_UNKNOWN), 4);
    assert_int_equal(d.count[DIAG_ERROR], 8);
    site_close(s);
}

/* Each page leads to the next, which is staged behind it, all to one that never is, and some twice:
 * what waits is more than is read back at once, and the first page is the one that is named. */
#define CHAIN 2000
static void test_links_wait(void **state) {
    (void)state;
    for (int jobs = 1; jobs <= 2; jobs++) {
        struct site *s = site_open();
        for (int i = 0; i < CHAIN; i++)
            (void)put(s, str_fmt(&s->arena, "cf/%d.html", i).p,
                      str_fmt(&s->arena, "<a href=%d.html></a><a href=none/><a href=%d.html>",
                              (i + 1) % CHAIN, i > 0 ? i - 1 : 0));
        struct diags d = verify(s, jobs, 100);
        assert_int_equal(d.count[DIAG_ERROR], 1);
        assert_int_equal(count_of(&d, DIAG_LINK_BROKEN), 1);
        assert_true(str_eq(d.first->place.file, S("cf/0.html")));
        assert_true(str_eq(d.first->detail, S("cf/none/index.html")));
        site_close(s);
    }
}

static void test_links(void **state) {
    (void)state;
    static const struct {
        const char *href;
        int broken;
        int absolute;
    } cases[] = {
        {"b.html", 0, 0},
        {"./b.html#x", 0, 0},
        {"b.html?q=1", 0, 0},
        {"../index.html", 0, 0},
        {"../", 0, 0},
        {"sub/", 0, 0},
        {"sub", 1, 0},
        {"", 0, 0},
        {"#top", 0, 0},
        {"?page=2", 0, 0},
        {"mailto:a@b.cn", 0, 0},
        {"tel:12345", 0, 0},
        {"https://x/", 0, 0},
        {"data:,x", 0, 0},
        {"../old/there.html", 0, 0},
        {"c.html", 1, 0},
        {"../../index.html", 1, 0},
        {"/index.html", 0, 1},
        {"//x.cn/", 0, 1},
        {"sub/../b.html", 0, 0},
        {"javascript:x()", 1, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct site *s = site_open();
        str page = str_fmt(&s->arena, "<a HREF=\"%s\">x</a>", cases[i].href);
        (void)put(s, "cf/a.html", page);
        (void)put(s, "cf/b.html", page);
        (void)put(s, "cf/sub/index.html", S("<img src='../b.html'>"));
        (void)put(s, "index.html", S("<a href=cf/a.html>"));
        struct diags d = verify(s, 1, 1);
        assert_int_equal(count_of(&d, DIAG_LINK_BROKEN), cases[i].broken);
        assert_int_equal(count_of(&d, DIAG_LINK_NOT_RELATIVE), cases[i].absolute);
        assert_int_equal(d.count[DIAG_ERROR], cases[i].broken + cases[i].absolute);
        site_close(s);
    }
}

/* What is public and goes away in this very publication is no target; unless it is staged again. */
static void test_gone(void **state) {
    (void)state;
    struct site *s = site_open();
    struct diags d = {.arena = &s->arena};
    struct par *par = par_open(1);
    (void)put(s, "a.html", S("<a href=old/there.html><a href=b.html>"));
    (void)put(s, "b.html", S(""));
    struct verify *v = verify_open(&s->arena, "stage", &(struct sought){.key = KEY}, par);
    verify_batch(v, s->files, s->n, &d);
    verify_gone(v, S("old/there.html"));
    verify_gone(v, S("b.html"));
    verify_finish(v, exists_none, NULL, &d);
    par_close(par);
    assert_int_equal(d.count[DIAG_ERROR], 1);
    assert_int_equal(count_of(&d, DIAG_LINK_BROKEN), 1);
    site_close(s);
}

/* A value across the border of two pieces, and one inside each kind of piece. */
static void test_large_files(void **state) {
    (void)state;
    for (ptrdiff_t at = (256 << 10) - 20; at < (256 << 10) + 3; at++) {
        struct site *s = site_open();
        char *p = NEW(&s->arena, char, 600 << 10);
        memset(p, ',', 600 << 10);
        memcpy(p + at, "990101199003070011", 18);
        memcpy(p + (500 << 10), "13800138000", 11);
        str text = {p, 600 << 10};
        (void)put(s, "a.csv", text);
        (void)put(s, "b.csv", str_sub(text, 0, 400 << 10));
        (void)put(s, "c.csv", str_sub(text, 400 << 10, text.n));
        (void)put(s, "d.csv", str_sub(text, 0, 256 << 10));
        hide(s, "990101199003070011");
        hide(s, "13800138000");
        struct diags d = verify(s, 1, 10);
        assert_int_equal(d.count[DIAG_ERROR], at <= (256 << 10) - 18 ? 4 : 3);
        site_close(s);
    }
}

/* ---- the same findings whatever the number of workers and the size of batches ---- */

static str findings(int jobs, int batch) {
    random_state = 7;
    struct site *s = site_open();
    for (int i = 0; i < 700; i++) {
        str value = make_value(&s->arena, i, false);
        hide(s, value.p);
        str page =
            str_fmt(&s->arena, "<a href=\"%d.html\"><a href=\"/x%d\"><a href=n%d.html>%s",
                    (int)draw(900), (int)draw(9), (int)draw(50), draw(5) == 0 ? value.p : "");
        (void)put(s, str_fmt(&s->arena, "d%d/%d.html", i % 3, i).p, page);
        if (draw(20) == 0)
            os_unlink(str_cat(&s->arena, S("stage/record/"), s->files[s->n - 1].file.path).p);
    }
    struct diags d = verify(s, jobs, batch);
    static struct arena kept;
    str text = lines_of(&kept, &d);
    site_close(s);
    return text;
}

static void test_workers(void **state) {
    (void)state;
    str one = findings(1, 700);
    assert_true(one.n > 10000);
    assert_true(str_eq(one, findings(2, 700)));
    assert_true(str_eq(one, findings(3, 700)));
}

/* ---- several batches on their way, read back through the descriptor they were written by ---- */

#define LANES 3
#define IN_A_LANE 40

static void one_of(void *ctx, int worker, ptrdiff_t i) {
    verify_one(ctx, worker, i);
}

/* Every tenth place stays empty, every eleventh file is another than it should be. */
static void stage_lane(struct site *s, struct expected *e, int lane) {
    for (int i = 0; i < IN_A_LANE; i++) {
        str text = str_fmt(&s->arena, "<a href=\"%d.html\">13800138000", i);
        str path = str_fmt(&s->arena, "l%d/%d.html", lane, i);
        if (i % 10 == 9)
            continue;
        e[i] = (struct expected){.file = {path, text.n, sha256_of(text)},
                                 .rank = PUBLISH_RECORD,
                                 .bytes = i % 11 == 0 ? "not what is written there, alas" : text.p};
        e[i].fd = stage_write(s->stage, PUBLISH_RECORD, path, text);
    }
}

static void test_lanes(void **state) {
    (void)state;
    struct site *s = site_open();
    struct diags d = {.arena = &s->arena};
    struct par *par = par_open(2);
    hide(s, "13800138000");
    struct verify *v = verify_open(
        &s->arena, "stage",
        &(struct sought){.key = KEY, .everywhere = s->secrets, .n = s->secret_count}, par);
    struct verify_lane *lanes[LANES];
    struct par_batch posted[LANES];
    for (int i = 0; i < LANES; i++) {
        struct expected *e = NEW(&s->arena, struct expected, IN_A_LANE);
        lanes[i] = verify_lane(v);
        stage_lane(s, e, i);
        verify_begin(lanes[i], e, IN_A_LANE);
        par_post(par, &posted[i], IN_A_LANE, one_of, lanes[i]);
    }
    for (int i = 0; i < LANES; i++) {
        par_await(par, &posted[i]);
        verify_end(lanes[i], &d);
    }
    verify_finish(v, exists_none, NULL, &d);
    par_close(par);
    /* Of 36 files in a lane 4 differ (0, 11, 22, 33), and what differs is not read on. */
    assert_int_equal(count_of(&d, DIAG_STAGE_DIFFERS), LANES * 4);
    assert_int_equal(count_of(&d, DIAG_LEAK_IDENTIFIER), LANES * 32);
    assert_int_equal(count_of(&d, DIAG_LINK_BROKEN), 0);
    assert_int_equal(count_of(&d, DIAG_STAGE_MISSING) + count_of(&d, DIAG_STAGE_UNKNOWN), 0);
    site_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_identifiers_found),
        cmocka_unit_test(test_persons_found),
        cmocka_unit_test(test_clean_tree),
        cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_no_false_alarm),
        cmocka_unit_test(test_rows),
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_pieces_of_rows),
        cmocka_unit_test(test_shards),
        cmocka_unit_test(test_shapes),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_links),
        cmocka_unit_test(test_links_wait),
        cmocka_unit_test(test_gone),
        cmocka_unit_test(test_large_files),
        cmocka_unit_test(test_workers),
        cmocka_unit_test(test_lanes),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
