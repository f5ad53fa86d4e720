/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * encoding.c — text as offices save it becomes UTF-8.
 *
 * In:    bytes in UTF-8, UTF-16 or GB18030
 * Out:   UTF-8 without byte order mark
 * Law:   GB 18030-2022
 * Never: guesses past a byte it cannot decode
 */
#include "base/encoding.h"

#include "base/arena.h"
#include "base/os.h"
#include "base/utf8.h"

#include <iconv.h>

static const struct {
    enum encoding encoding;
    str mark;
} marks[] = {
    {ENCODING_UTF8, {"\xEF\xBB\xBF", 3}},
    {ENCODING_UTF16LE, {"\xFF\xFE", 2}},
    {ENCODING_UTF16BE, {"\xFE\xFF", 2}},
};

#define MARKS (sizeof marks / sizeof marks[0])

/* One broken byte in a UTF-8 text must be reported, not read as two wrong Chinese characters: so
 * the majority decides. Chinese text in GB18030 hardly ever holds a valid sequence of UTF-8. */
static bool is_mostly_utf8(str text) {
    ptrdiff_t whole = 0;
    ptrdiff_t broken = 0;
    while (text.n > 0) {
        uint32_t c = utf8_next(&text);
        whole += c != UTF8_INVALID && c >= 0x80;
        broken += c == UTF8_INVALID;
    }
    return whole > broken;
}

enum encoding encoding_of(str text) {
    for (size_t i = 0; i < MARKS; i++)
        if (str_starts(text, marks[i].mark))
            return marks[i].encoding;
    bool utf8 = utf8_invalid_at(text) < 0 || is_mostly_utf8(text);
    return utf8 ? ENCODING_UTF8 : ENCODING_GB18030;
}

const char *encoding_name(enum encoding e) {
    static const char *const names[] = {"UTF-8", "UTF-16LE", "UTF-16BE", "GB18030"};
    return names[e];
}

/* Returns how many bytes could be decoded. */
static ptrdiff_t convert(struct arena *a, enum encoding from, str in, str *out) {
    iconv_t with = iconv_open("UTF-8", encoding_name(from));
    if (with == (iconv_t)-1)
        die("本机没有 %s 的编码表", encoding_name(from));
    /* Two bytes of UTF-16 or GB18030 become three of UTF-8 at the most. */
    size_t room = (size_t)in.n / 2 * 3 + 4;
    char *text = NEW(a, char, room);
    char *to = text;
    /* iconv does not write to its input, but says so in no type. */
    union {
        const char *is;
        char *wanted;
    } at = {in.p};
    size_t left = (size_t)in.n;
    (void)iconv(with, &at.wanted, &left, &to, &room);
    (void)iconv_close(with);
    *out = (str){text, to - text};
    return in.n - (ptrdiff_t)left;
}

bool encoding_to_utf8(struct arena *a, str in, str *out, ptrdiff_t *bad_at) {
    enum encoding from = encoding_of(in);
    ptrdiff_t mark = 0;
    for (size_t i = 0; i < MARKS; i++)
        if (str_starts(in, marks[i].mark))
            mark = marks[i].mark.n;
    str body = str_sub(in, mark, in.n);
    ptrdiff_t good = body.n;
    if (from == ENCODING_UTF8) {
        ptrdiff_t invalid = utf8_invalid_at(body);
        good = invalid < 0 ? body.n : invalid;
        *out = str_sub(body, 0, good);
    } else {
        good = convert(a, from, body, out);
    }
    *bad_at = good == body.n ? -1 : mark + good;
    return good == body.n;
}
