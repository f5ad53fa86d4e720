/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * canary_test.c — a thousand planted values, in every encoding and inside everything that is
 * published: all are found; and a tree without them raises no alarm.
 *
 * In:    fictional persons and numbers, made here
 * Out:   cmocka's report
 * Law:   个人信息保护法 art. 28
 * Never: uses a value of a living person
 */
#include "planted.h"

#include <iconv.h>
#include <sqlite3.h>
#include <zip.h>
#include <zlib.h>

#define CANARIES 1000
#define TEXT_MOST ((size_t)64 << 10)

/* ---- encodings of a text ---- */

static str as_encoding(struct arena *a, str text, const char *name, const char *mark) {
    char *out = NEW(a, char, TEXT_MOST);
    size_t n = strlen(mark);
    memcpy(out, mark, n);
    iconv_t with = iconv_open(name, "UTF-8");
    char *from = NEW(a, char, text.n + 1);
    memcpy(from, text.p, (size_t)text.n);
    char *to = out + n;
    size_t left = (size_t)text.n;
    size_t room = TEXT_MOST - n;
    assert_int_equal(iconv(with, &from, &left, &to, &room), 0);
    (void)iconv_close(with);
    return (str){out, to - out};
}

static str utf16le(struct arena *a, str t) {
    return as_encoding(a, t, "UTF-16LE", "");
}
static str utf16be(struct arena *a, str t) {
    return as_encoding(a, t, "UTF-16BE", "");
}
static str utf16le_marked(struct arena *a, str t) {
    return as_encoding(a, t, "UTF-16LE", "\xFF\xFE");
}
static str utf16be_marked(struct arena *a, str t) {
    return as_encoding(a, t, "UTF-16BE", "\xFE\xFF");
}
static str gb18030(struct arena *a, str t) {
    return as_encoding(a, t, "GB18030", "");
}

/* The legacy encoding in the middle of a page in UTF-8. */
static str gb18030_in_utf8(struct arena *a, str t) {
    return str_fmt(a, "<title>行政处罚决定</title><p>%.*s</p>", STR(gb18030(a, t)));
}

static str base64(struct arena *a, str t, int before, const char *letters) {
    str all = str_fmt(a, "%.*s%.*s。", before, "某某某", STR(t));
    const unsigned char *p = (const unsigned char *)all.p;
    char *out = NEW(a, char, all.n * 2 + 8);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < all.n; i += 3) {
        unsigned v = (unsigned)p[i] << 16 | (i + 1 < all.n ? (unsigned)p[i + 1] << 8 : 0) |
                     (i + 2 < all.n ? p[i + 2] : 0u);
        for (int k = 0; k < 4; k++)
            out[n++] = i + k > all.n ? '=' : letters[v >> (18 - 6 * k) & 63];
    }
    return (str){out, n};
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
static str base64_0(struct arena *a, str t) {
    return str_fmt(a, "{\"data\":\"%.*s\"}", STR(base64(a, t, 0, LETTERS "+/")));
}
static str base64_1(struct arena *a, str t) {
    return str_fmt(a, "x%.*s", STR(base64(a, t, 1, LETTERS "+/")));
}
static str base64_2(struct arena *a, str t) {
    return str_fmt(a, "<img src=\"data:text/plain;base64,%.*s\">",
                   STR(base64(a, t, 2, LETTERS "+/")));
}
static str base64_url(struct arena *a, str t) {
    return str_fmt(a, "?q=abc%.*s", STR(base64(a, t, 0, LETTERS "-_")));
}

/* ---- in the words of the formats that are published ---- */

static str plain(struct arena *a, str t) {
    return str_fmt(a, "<p>%.*s</p>", STR(t));
}
static str csv(struct arena *a, str t) {
    return str_fmt(a, "名称,值\r\n\"甲\",\"%.*s\"\r\n", STR(t));
}
static str feed(struct arena *a, str t) {
    return str_fmt(
        a, "<?xml version=\"1.0\"?><feed><entry><title><![CDATA[%.*s]]></title></entry></feed>",
        STR(t));
}

/* Each character by its number. */
enum number { DECIMAL, HEXADECIMAL, UNIT };
static str each_as(struct arena *a, str t, enum number how) {
    struct buf out = {0};
    while (t.n > 0) {
        uint32_t c = utf8_next(&t);
        if (how == DECIMAL)
            buf_fmt(&out, "&#%u;", c);
        else if (how == HEXADECIMAL)
            buf_fmt(&out, "&#x%x;", c);
        else
            buf_fmt(&out, "\\u%04x", c);
    }
    str text = str_dup(a, buf_view(&out));
    buf_free(&out);
    return text;
}
static str decimal(struct arena *a, str t) {
    return plain(a, each_as(a, t, DECIMAL));
}
static str hexadecimal(struct arena *a, str t) {
    return plain(a, each_as(a, t, HEXADECIMAL));
}
static str escaped(struct arena *a, str t) {
    return str_fmt(a, "{\"data\":\"%.*s\"}", STR(each_as(a, t, UNIT)));
}
static str percent(struct arena *a, str t) {
    struct buf out = {0};
    for (ptrdiff_t i = 0; i < t.n; i++)
        buf_fmt(&out, "%%%02X", (unsigned char)t.p[i]);
    str text = str_fmt(a, "<a href=\"https://example.org/?q=%.*s\">", STR(buf_view(&out)));
    buf_free(&out);
    return text;
}

/* A script of the search index that is no list of numbers. */
static str shard(struct arena *a, str t) {
    return str_fmt(a, "gongshi.shard(\"base/facets\",`标题\x1F%.*s\x1F甲`)\n", STR(t));
}

/* ---- forms that are the same to a reader (NFKC) ---- */

static str digits_as(struct arena *a, str t, uint32_t nought, uint32_t one) {
    struct buf out = {0};
    for (str rest = t; rest.n > 0;) {
        char bytes[4];
        uint32_t c = utf8_next(&rest);
        if (c == '0')
            c = nought;
        else if (c > '0' && c <= '9')
            c = one + (c - '1');
        buf_str(&out, (str){bytes, utf8_put(bytes, c)});
    }
    str text = str_dup(a, buf_view(&out));
    buf_free(&out);
    return text;
}
static str full_width(struct arena *a, str t) {
    return digits_as(a, t, 0xFF10, 0xFF11);
}
static str circled(struct arena *a, str t) {
    return digits_as(a, t, 0x24EA, 0x2460);
}
static str bold(struct arena *a, str t) {
    return digits_as(a, t, 0x1D7CE, 0x1D7CF);
}
static str arabic(struct arena *a, str t) {
    return digits_as(a, t, 0x660, 0x661);
}
static str subscript(struct arena *a, str t) {
    return digits_as(a, t, 0x2080, 0x2081);
}
static str bracketed(struct arena *a, str t) {
    return digits_as(a, t, '0', 0x2474);
}

/* ---- files with something inside ---- */

static str gzip(struct arena *a, str t) {
    char *out = NEW(a, char, TEXT_MOST);
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)t.p;
    z.avail_in = (uInt)t.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)TEXT_MOST;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    str bytes = {out, (ptrdiff_t)z.total_out};
    (void)deflateEnd(&z);
    return bytes;
}

static str shard_in_gzip(struct arena *a, str t) {
    return gzip(a, shard(a, t));
}

static str zip_of(struct arena *a, const char *name, str t, int method) {
    zip_source_t *to = zip_source_buffer_create(NULL, 0, 0, NULL);
    zip_source_keep(to);
    zip_t *z = zip_open_from_source(to, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    zip_int64_t i = zip_file_add(z, name, zip_source_buffer(z, t.p, (zip_uint64_t)t.n, 0), 0);
    assert_true(i >= 0);
    assert_int_equal(zip_set_file_compression(z, (zip_uint64_t)i, method, 0), 0);
    assert_int_equal(zip_close(z), 0);
    char *out = NEW(a, char, TEXT_MOST);
    assert_int_equal(zip_source_open(to), 0);
    zip_int64_t n = zip_source_read(to, out, TEXT_MOST);
    zip_source_free(to);
    return (str){out, (ptrdiff_t)n};
}

static str zip_deflated(struct arena *a, str t) {
    return zip_of(a, "xl/sharedStrings.xml", str_fmt(a, "<si><t>%.*s</t></si>", STR(t)),
                  ZIP_CM_DEFLATE);
}
static str zip_name(struct arena *a, str t) {
    return zip_of(a, str_fmt(a, "%.*s.txt", STR(t)).p, S("x"), ZIP_CM_STORE);
}
static str zip_of_zip(struct arena *a, str t) {
    return zip_of(a, "a.zip", zip_deflated(a, t), ZIP_CM_STORE);
}
static str zip_of_gzip(struct arena *a, str t) {
    return zip_of(a, "a.gz", gzip(a, t), ZIP_CM_STORE);
}
static str gzip_of_zip(struct arena *a, str t) {
    return gzip(a, zip_deflated(a, t));
}

/* Behind a long text, so that it stands in pages that follow each other. */
static str sqlite(struct arena *a, str t) {
    static char filler[5000];
    memset(filler, ',', sizeof filler - 1);
    sqlite3 *db;
    sqlite3_stmt *put;
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(x, y)", NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, "INSERT INTO t VALUES(1, ?)", -1, &put, NULL),
                     SQLITE_OK);
    str text = str_fmt(a, "%.*s%.*s", 4040 + (int)draw(60), filler, STR(t));
    (void)sqlite3_bind_text(put, 1, text.p, (int)text.n, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(put), SQLITE_DONE);
    (void)sqlite3_finalize(put);
    sqlite3_int64 n = 0;
    unsigned char *bytes = sqlite3_serialize(db, "main", &n, 0);
    str file = str_dup(a, (str){(const char *)bytes, n});
    sqlite3_free(bytes);
    (void)sqlite3_close(db);
    return file;
}
static str sqlite_in_gzip(struct arena *a, str t) {
    return gzip(a, sqlite(a, t));
}

static str picture(struct arena *a, str t) {
    return str_fmt(a, "\x89PNG\r\n\x1A\n%c%c%c%ctEXtAuthor%c%.*s", 1, 2, 3, 4, 1, STR(t));
}

static const struct {
    const char *name;
    str (*write)(struct arena *a, str text);
    const char *ending;
    bool digits; /* only digits are written otherwise */
} ways[] = {
    {"UTF-8", plain, "html", false},
    {"CSV", csv, "csv", false},
    {"XML", feed, "xml", false},
    {"decimal", decimal, "html", false},
    {"hexadecimal", hexadecimal, "xml", false},
    {"\\u", escaped, "json", false},
    {"percent", percent, "html", false},
    {"shard", shard, "js", false},
    {"full-width", full_width, "html", true},
    {"UTF-16LE", utf16le, "txt", false},
    {"UTF-16BE", utf16be, "txt", false},
    {"UTF-16LE marked", utf16le_marked, "csv", false},
    {"UTF-16BE marked", utf16be_marked, "csv", false},
    {"GB18030", gb18030, "csv", false},
    {"GB18030 in UTF-8", gb18030_in_utf8, "html", false},
    {"base64", base64_0, "json", false},
    {"base64 +1", base64_1, "txt", false},
    {"base64 +2", base64_2, "html", false},
    {"base64url", base64_url, "txt", false},
    {"circled", circled, "html", true},
    {"bold", bold, "html", true},
    {"arabic", arabic, "html", true},
    {"subscript", subscript, "html", true},
    {"bracketed", bracketed, "html", true},
    {"gzip", gzip, "html.gz", false},
    {"shard in gzip", shard_in_gzip, "txt.gz", false},
    {"zip", zip_deflated, "xlsx", false},
    {"zip name", zip_name, "zip", false},
    {"zip of zip", zip_of_zip, "zip", false},
    {"zip of gzip", zip_of_gzip, "zip", false},
    {"gzip of zip", gzip_of_zip, "gz", false},
    {"sqlite", sqlite, "db", false},
    {"sqlite in gzip", sqlite_in_gzip, "db.gz", false},
    {"picture", picture, "png", false},
};
#define WAYS (int)(sizeof ways / sizeof ways[0])

static int64_t leaks_of(const struct site *s) {
    int64_t n = 0;
    for (int kind = LEAK_NONE + 1; kind < LEAKS; kind++)
        n += s->counts.findings[kind];
    return n;
}

/* A file for each canary: its context is written in the same way as itself. */
static void plant(int way, bool person) {
    struct site *s = site_open();
    for (int i = 0; i < CANARIES; i++) {
        str value = make_value(&s->arena, i, person);
        str text = str_fmt(&s->arena, "1,%.*s,2026", STR(value));
        struct expected *e = put(s, str_fmt(&s->arena, "f%d.%s", i, ways[way].ending).p,
                                 ways[way].write(&s->arena, text));
        e->whole = true;
        if (person)
            show(s, e, "k1", value.p);
        else
            hide(s, value.p);
    }
    (void)verify(s, 2, 250);
    if (leaks_of(s) != CANARIES)
        print_message("%s: %d of %d\n", ways[way].name, (int)leaks_of(s), CANARIES);
    assert_int_equal(leaks_of(s), CANARIES);
    site_close(s);
}

static void test_identifiers(void **state) {
    (void)state;
    for (int way = 0; way < WAYS; way++)
        plant(way, false);
}

static void test_persons(void **state) {
    (void)state;
    for (int way = 0; way < WAYS; way++)
        if (!ways[way].digits)
            plant(way, true);
}

/* ---- nothing planted ---- */

static void test_clean(void **state) {
    (void)state;
    struct site *s = site_open();
    s->shapes = true;
    for (int i = 0; i < CANARIES; i++) {
        int way = i % WAYS;
        str text =
            str_fmt(&s->arena,
                    "1,青市监罚字〔2026〕%d号,9113%sMA%s,张某,138****%s,20,000.00 元,2026-11-20"
                    " 09:00,0319-5550%s,13800000000 元,%s",
                    i, digits(&s->arena, 4).p, digits(&s->arena, 8).p, digits(&s->arena, 4).p,
                    digits(&s->arena, 3).p, digits(&s->arena, 20).p);
        /* Two encodings in one file, and a text as a name, are not clean. */
        bool odd = strstr(ways[way].name, " in UTF-8") || strstr(ways[way].name, "name");
        str bytes = odd ? zip_deflated(&s->arena, text) : ways[way].write(&s->arena, text);
        struct expected *e = put(s, str_fmt(&s->arena, "f%d.%s", i, ways[way].ending).p, bytes);
        e->whole = true;
        show(s, e, "k1", make_value(&s->arena, 2 * i, true).p);
        hide(s, make_value(&s->arena, i, false).p);
    }
    (void)verify(s, 2, 250);
    assert_int_equal(leaks_of(s), 0);
    site_close(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_identifiers),
        cmocka_unit_test(test_persons),
        cmocka_unit_test(test_clean),
    };
    return cmocka_run_group_tests(tests, scratch_open, scratch_close);
}
