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

#include <errno.h>
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

static iconv_t open_iconv(enum encoding from) {
    iconv_t with = iconv_open("UTF-8", encoding_name(from));
    if (with == (iconv_t)-1)
        die("本机没有 %s 的编码表", encoding_name(from));
    return with;
}

/* iconv does not write to its input, but says so in no type. */
union readable {
    const char *is;
    char *wanted;
};

/* Returns how many bytes could be decoded. */
static ptrdiff_t convert(struct arena *a, enum encoding from, str in, str *out) {
    iconv_t with = open_iconv(from);
    /* Two bytes of UTF-16 or GB18030 become three of UTF-8 at the most. */
    size_t room = (size_t)in.n / 2 * 3 + 4;
    char *text = NEW(a, char, room);
    char *to = text;
    union readable at = {in.p};
    size_t left = (size_t)in.n;
    (void)iconv(with, &at.wanted, &left, &to, &room);
    (void)iconv_close(with);
    *out = (str){text, to - text};
    return in.n - (ptrdiff_t)left;
}

ptrdiff_t encoding_mark(str text) {
    for (size_t i = 0; i < MARKS; i++)
        if (str_starts(text, marks[i].mark))
            return marks[i].mark.n;
    return 0;
}

bool encoding_to_utf8(struct arena *a, str in, str *out, ptrdiff_t *bad_at) {
    enum encoding from = encoding_of(in);
    ptrdiff_t mark = encoding_mark(in);
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

/* A character takes four bytes at the most. */
str encoding_to_gb18030(struct arena *a, str in) {
    iconv_t with = iconv_open("GB18030", "UTF-8");
    if (with == (iconv_t)-1)
        die("本机没有 %s 的编码表", "GB18030");
    size_t room = (size_t)in.n * 4 + 4;
    char *text = ROOM(a, char, room);
    char *to = text;
    union readable at = {in.p};
    size_t left = (size_t)in.n;
    while (left > 0 && iconv(with, &at.wanted, &left, &to, &room) == (size_t)-1 && left > 0) {
        union readable sign = {"\xEF\xBF\xBD"};
        size_t three = 3;
        at.wanted++;
        left--;
        (void)iconv(with, &sign.wanted, &three, &to, &room);
    }
    (void)iconv_close(with);
    return (str){text, to - text};
}

/* ---- in pieces ---- */

#define PIECE 16384 /* bytes decoded at once */

void encoding_begin(struct encoding_stream *s, enum encoding from) {
    s->with = open_iconv(from);
    s->wide = from == ENCODING_UTF16LE || from == ENCODING_UTF16BE;
    s->at = 0;
    s->line = 1;
}

void encoding_end(struct encoding_stream *s) {
    (void)iconv_close(s->with);
    s->with = NULL;
}

/* U+E000 to U+F8FF are EE 80 80 to EF A3 BF. */
static bool is_private(const char *p, ptrdiff_t left) {
    unsigned char lead = (unsigned char)p[0];
    unsigned char next = left < 3 ? 0 : (unsigned char)p[1];
    return (lead == 0xEE && next != 0) || (lead == 0xEF && next != 0 && next <= 0xA3);
}

/* Looks over what was decoded: counts its lines, tells of private characters. */
static void look_over(struct encoding_stream *s, str text) {
    for (ptrdiff_t i = 0; i < text.n; i++) {
        unsigned char c = (unsigned char)text.p[i];
        s->line += c == '\n';
        if (c >= 0xEE && is_private(text.p + i, text.n - i))
            s->told(s->ctx, &(struct encoding_fault){-1, s->line, str_sub(text, i, i + 3)});
    }
}

/* How many bytes to give up: a lead byte takes a trail byte with it that may belong to it. */
static ptrdiff_t broken_length(const struct encoding_stream *s, str rest) {
    if (s->wide)
        return rest.n < 2 ? rest.n : 2;
    unsigned char lead = (unsigned char)rest.p[0];
    unsigned char trail = rest.n < 2 ? 0 : (unsigned char)rest.p[1];
    return lead > 0x80 && lead < 0xFF && trail >= 0x80 ? 2 : 1;
}

static ptrdiff_t give_up(struct encoding_stream *s, str rest, int64_t offset, struct buf *out) {
    ptrdiff_t n = broken_length(s, rest);
    s->told(s->ctx, &(struct encoding_fault){offset, s->line, str_sub(rest, 0, n)});
    buf_str(out, S("\xEF\xBF\xBD"));
    return n;
}

ptrdiff_t encoding_piece(struct encoding_stream *s, str piece, bool last, struct buf *out) {
    ptrdiff_t done = 0;
    while (done < piece.n) {
        char text[PIECE];
        char *to = text;
        size_t room = sizeof text;
        size_t left = (size_t)(piece.n - done);
        union readable at = {piece.p + done};
        bool stopped = iconv(s->with, &at.wanted, &left, &to, &room) == (size_t)-1;
        int why = stopped ? errno : 0;
        look_over(s, (str){text, to - text});
        buf_str(out, (str){text, to - text});
        done = piece.n - (ptrdiff_t)left;
        if (why == EINVAL && !last)
            break;
        if (why == EILSEQ || why == EINVAL)
            done += give_up(s, str_sub(piece, done, piece.n), s->at + done, out);
    }
    s->at += done;
    return done;
}
