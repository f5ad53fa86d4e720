/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * leak_fuzz.c — a private value among other bytes, read by the leak check.
 *
 * In:    which value, how it is spelled, in what encoding; what stands around it
 * Out:   none
 * Law:   个人信息保护法 art. 28
 * Never: lets a declared value through, in whatever spelling; uses one of a living person
 */
#include "fuzz.h"

#include "base/buf.h"
#include "base/han.h"
#include "base/utf8.h"
#include "release/reader.h"

#include <iconv.h>
#include <zlib.h>

#define KEY ((const unsigned char *)"0123456789abcdef")
#define COUNT(list) (sizeof(list) / sizeof(list)[0])
#define CHOICES 5 /* bytes */
#define NUMBERS 4 /* the first values: nothing but digits */

/* Numbers are private in every file, the others where their record shows. */
static const struct {
    const char *text;
    bool everywhere;
} values[] = {
    {"990101199003071239", true},
    {"99010119900307123X", true},
    {"13800001234", true},
    {"6222888880001234567", true},
    {"冀H12345", true},
    {"w123456@mail.example", true},
    {"张三丰", false},
    {"阿卜杜拉·买买提", false},
    {"John Smith", false},
    {"欧阳莫愁", false},
    {"青原市河东区柳林街7号楼3单元101室", false},
};

/* ---- how one character is written ---- */

typedef void spell_fn(struct buf *out, uint32_t c);

static void put_code(struct buf *out, uint32_t c) {
    char bytes[4];
    buf_str(out, (str){bytes, utf8_put(bytes, c)});
}
static void full_width(struct buf *out, uint32_t c) {
    put_code(out, c > ' ' && c < 0x7F ? c + 0xFEE0 : c);
}
static void decimal(struct buf *out, uint32_t c) {
    buf_fmt(out, "&#%u;", c);
}
static void hexadecimal(struct buf *out, uint32_t c) {
    buf_fmt(out, "&#X%04x;", c);
}
static void unit(struct buf *out, uint32_t c) {
    buf_fmt(out, "\\u%04x", c);
}
static void percent(struct buf *out, uint32_t c) {
    char bytes[4];
    int n = utf8_put(bytes, c);
    for (int i = 0; i < n; i++)
        buf_fmt(out, "%%%02X", (unsigned char)bytes[i]);
}
static void digit_from(struct buf *out, uint32_t c, uint32_t nought, uint32_t one) {
    put_code(out, c == '0' ? nought : c > '0' && c <= '9' ? c - '1' + one : c);
}
static void circled(struct buf *out, uint32_t c) {
    digit_from(out, c, 0x24EA, 0x2460);
}
static void bold(struct buf *out, uint32_t c) {
    digit_from(out, c, 0x1D7CE, 0x1D7CF);
}
static void arabic(struct buf *out, uint32_t c) {
    digit_from(out, c, 0x660, 0x661);
}
static void bracketed(struct buf *out, uint32_t c) {
    digit_from(out, c, '0', 0x2474);
}

/* 張 for 张; 一 and 壹 for 1; l and O for 1 and 0. */
static void variant(struct buf *out, uint32_t c) {
    put_code(out, han_next(c));
}
static void in_words(struct buf *out, uint32_t c) {
    static const uint32_t numerals[] = U"零一二三四五六七八九";
    put_code(out, c >= '0' && c <= '9' ? numerals[c - '0'] : c);
}
static void in_capitals(struct buf *out, uint32_t c) {
    static const uint32_t numerals[] = U"〇壹贰叁肆伍陆柒捌玖";
    put_code(out, c >= '0' && c <= '9' ? numerals[c - '0'] : c);
}
static void alike(struct buf *out, uint32_t c) {
    put_code(out, c == '0' ? 'O' : c == '1' ? 'l' : c);
}

static spell_fn *const spellings[] = {put_code, full_width, decimal,     hexadecimal, unit,
                                      percent,  circled,    bold,        arabic,      bracketed,
                                      variant,  in_words,   in_capitals, alike};

/* … and what stands between two; the last ones are markup, and no part of a plain text. */
static const char *const gaps[] = {"",           "\u200b",     "\ufeff",  " ",      "\n",  "-",
                                   "\u3000",     "·",          "*",       "\u00ad", "<b>", "</i>",
                                   "<!-- x -->", "<span a=1>", "&#8203;", "&nbsp;"};

static str spelled(struct arena *a, str value, spell_fn *spell, const char *gap) {
    struct buf out = {0};
    for (str rest = value; rest.n > 0;) {
        spell(&out, utf8_next(&rest));
        buf_str(&out, rest.n > 0 ? str_of(gap) : S(""));
    }
    str text = str_dup(a, buf_view(&out));
    buf_free(&out);
    return text;
}

/* ---- how a file is written ---- */

/* Whole characters, and no control characters: they are refused where they stand. */
static str as_text(struct arena *a, str bytes) {
    struct buf out = {0};
    while (bytes.n > 0) {
        uint32_t c = utf8_next(&bytes);
        if (c != UTF8_INVALID && (c >= ' ' || c == '\n') && c != 0x7F)
            put_code(&out, c);
    }
    str text = str_dup(a, buf_view(&out));
    buf_free(&out);
    return text;
}

static str recoded(struct arena *a, str text, const char *name, const char *mark) {
    size_t room = (size_t)text.n * 4 + 8;
    size_t left = (size_t)text.n;
    char *from = NEW(a, char, text.n + 1);
    char *out = NEW(a, char, room);
    char *to = out;
    memcpy(from, text.p, left);
    to += strlen(strcat(out, mark));
    room -= (size_t)(to - out);
    iconv_t with = iconv_open(name, "UTF-8");
    fuzz_claim(iconv(with, &from, &left, &to, &room) != (size_t)-1, "iconv failed");
    (void)iconv_close(with);
    return (str){out, to - out};
}

static str packed(struct arena *a, str text) {
    uLong room = compressBound((uLong)text.n) + 64;
    char *out = NEW(a, char, room);
    z_stream z = {0};
    fuzz_claim(deflateInit2(&z, 1, Z_DEFLATED, 31, 9, Z_DEFAULT_STRATEGY) == Z_OK, "zlib failed");
    z.next_in = (Bytef *)(uintptr_t)text.p;
    z.avail_in = (uInt)text.n;
    z.next_out = (Bytef *)out;
    z.avail_out = (uInt)room;
    fuzz_claim(deflate(&z, Z_FINISH) == Z_STREAM_END, "zlib failed");
    str bytes = {out, (ptrdiff_t)z.total_out};
    (void)deflateEnd(&z);
    return bytes;
}

static str base64(struct arena *a, str text) {
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *out = NEW(a, char, text.n * 2 + 8);
    ptrdiff_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i += 3) {
        unsigned v = 0;
        for (ptrdiff_t k = 0; k < 3; k++)
            v = v << 8 | (i + k < text.n ? (unsigned char)text.p[i + k] : 0u);
        for (int k = 0; k < 4; k++)
            out[n++] = i + k > text.n ? '=' : letters[v >> (18 - 6 * k) & 63];
    }
    return (str){out, n};
}

enum form { PLAIN, TEXT, VALUE_AS_BASE64, UTF16LE, UTF16LE_MARKED, UTF16BE, GB18030, GZIP, FORMS };

/* Closes whatever was opened before the value, and stands apart from it; what follows does, too. */
#define CLOSED "-->\"'>,"

static str file_of(struct arena *a, enum form form, str before, str value, str behind) {
    bool bytes = form == PLAIN || form == GZIP;
    str head = bytes ? before : as_text(a, before);
    str tail = bytes ? behind : as_text(a, behind);
    str middle =
        form == VALUE_AS_BASE64 ? base64(a, str_cat(a, S(","), str_cat(a, value, S(",")))) : value;
    str all = str_fmt(a, "%.*s" CLOSED "%.*s,%.*s", STR(head), STR(middle), STR(tail));
    switch (form) {
    case UTF16LE:
        return recoded(a, all, "UTF-16LE", "");
    case UTF16LE_MARKED:
        return recoded(a, all, "UTF-16LE", "\xFF\xFE");
    case UTF16BE:
        return recoded(a, all, "UTF-16BE", "");
    case GB18030:
        return recoded(a, all, "GB18030", "");
    case GZIP:
        return packed(a, all);
    default:
        return all;
    }
}

/* ---- the claim ---- */

struct check {
    struct reader reader;
    struct links links;
    struct secret_digest everywhere[COUNT(values)];
    struct secret_digest own[COUNT(values)];
    int own_n;
};

static struct check *check_open(void) {
    static struct arena kept;
    static struct check *c;
    if (c != NULL)
        return c;
    c = NEW(&kept, struct check, 1);
    struct sought sought = {.key = KEY, .everywhere = c->everywhere};
    for (size_t i = 0; i < COUNT(values); i++) {
        struct secret_digest *to =
            values[i].everywhere ? &c->everywhere[sought.n++] : &c->own[c->own_n++];
        fuzz_claim(secret_of(KEY, str_of(values[i].text), values[i].everywhere, to), "no secret");
    }
    reader_open(&c->reader, &kept, search_open(&kept, &sought), base64_open(&kept));
    return c;
}

static struct outcome outcome_of(struct check *c, str file, const char *name) {
    struct shown shown = {S("k1"), c->own, c->own_n, 1};
    struct expected e = {.file = {.path = str_of(name), .size = file.n},
                         .rank = PUBLISH_RECORD,
                         .whole = true,
                         .shown = &shown,
                         .shown_count = 1};
    links_begin(&c->links);
    return reader_check(&c->reader, &(struct errand){fuzz_file(file), &e, 1, &c->links, true});
}

/* What is packed as letters is known by letters, digits and ideographs: it is written plainly.
 * Words are read as a number where there are seven and more, and letters as digits beside a digit.
 */
static str value_of(struct arena *a, const unsigned char *choice, enum form form) {
    size_t which = choice[0] % COUNT(values);
    spell_fn *spell = spellings[choice[1] % COUNT(spellings)];
    const char *gap = gaps[choice[3] % COUNT(gaps)];
    bool words = spell == in_words || spell == in_capitals;
    bool alone = spell == alike && !values[which].everywhere; /* 101: no digit is left */
    if (form == VALUE_AS_BASE64 || (words && which >= NUMBERS) || alone)
        spell = put_code;
    if (form == VALUE_AS_BASE64 || spell == alike)
        gap = "";
    return spelled(a, str_of(values[which].text), spell, gap);
}

static void fuzz_one(struct arena *a, str input) {
    static const char *const names[] = {"f.html", "f.csv", "f.json", "f.txt"};
    const unsigned char *choice = (const unsigned char *)input.p;
    struct check *c = check_open();
    if (input.n < CHOICES)
        return;
    enum form form = choice[2] % FORMS;
    str rest = str_sub(input, CHOICES, input.n);
    ptrdiff_t at = rest.n * choice[4] / 255;
    str value = value_of(a, choice, form);
    str file = file_of(a, form, str_sub(rest, 0, at), value, str_sub(rest, at, rest.n));
    struct outcome o = outcome_of(c, file, names[choice[3] / COUNT(gaps) % COUNT(names)]);
    fuzz_claim(!o.missing, "a file is missing");
    fuzz_claim(o.identifier != LEAK_NONE || o.person != LEAK_NONE || o.unwrap != UNWRAP_DONE,
               "a value is left");
}
