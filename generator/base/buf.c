/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * buf.c — where output is written before it leaves: bounded, and a failure sticks.
 *
 * In:    slices, numbers
 * Out:   bytes in one growing block
 * Law:   none
 * Never: grows past its limit
 */
#include "base/buf.h"

#include "base/os.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool grow(struct buf *b, ptrdiff_t more) {
    ptrdiff_t limit = b->limit > 0 ? b->limit : BUF_LIMIT;
    if (b->failed || more > limit - b->n) {
        b->failed = true;
        return false;
    }
    ptrdiff_t cap = b->cap > 0 ? b->cap : 512;
    while (cap < b->n + more)
        cap *= 2;
    char *p = realloc(b->p, (size_t)cap);
    if (p == NULL)
        die_memory("内存不足（需要 %td 字节）", cap);
    b->p = p;
    b->cap = cap > limit ? limit : cap;
    return true;
}

/* Makes room for `more` bytes; false, for good, when that would pass the limit. What it has room
 * for is below the limit. */
static inline bool room(struct buf *b, ptrdiff_t more) {
    return (more <= b->cap - b->n && !b->failed) || grow(b, more);
}

void buf_str(struct buf *b, str s) {
    if (s.n > 0 && room(b, s.n)) {
        memcpy(b->p + b->n, s.p, (size_t)s.n);
        b->n += s.n;
    }
}

void buf_char(struct buf *b, char c) {
    if (room(b, 1))
        b->p[b->n++] = c;
}

void buf_int(struct buf *b, int64_t v) {
    char digits[24];
    ptrdiff_t at = sizeof digits;
    uint64_t rest = v < 0 ? 0 - (uint64_t)v : (uint64_t)v;
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) != 0);
    if (v < 0)
        digits[--at] = '-';
    buf_str(b, (str){digits + at, (ptrdiff_t)sizeof digits - at});
}

void buf_fmt(struct buf *b, const char *format, ...) {
    va_list args;
    va_list again;
    va_start(args, format);
    va_copy(again, args);
    ptrdiff_t left = b->failed ? 0 : b->cap - b->n;
    int n = vsnprintf(b->p == NULL ? NULL : b->p + b->n, (size_t)left, format, args);
    va_end(args);
    /* One byte more than the text: vsnprintf insists on its NUL. */
    if (n >= left && room(b, n + 1))
        (void)vsnprintf(b->p + b->n, (size_t)n + 1, format, again);
    b->n += n > 0 && !b->failed ? n : 0;
    va_end(again);
}

static str html_reference(char c) {
    switch (c) {
    case '&':
        return S("&amp;");
    case '<':
        return S("&lt;");
    case '>':
        return S("&gt;");
    case '"':
        return S("&quot;");
    case '\'':
        return S("&#39;");
    default:
        return (str){0};
    }
}

/* How many bytes from i on are of no ASCII character, eight at a time. */
static ptrdiff_t wide_run(str s, ptrdiff_t i) {
    ptrdiff_t from = i;
    for (uint64_t eight; i + 8 <= s.n; i += 8) {
        memcpy(&eight, s.p + i, sizeof eight);
        if ((eight & 0x8080808080808080u) != 0x8080808080808080u)
            break;
    }
    return i - from;
}

void buf_html(struct buf *b, str s) {
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if ((unsigned char)s.p[i] >= 0x80) {
            i += wide_run(s, i + 1);
            continue;
        }
        /* All that is escaped comes before ? */
        str ref = s.p[i] < '?' ? html_reference(s.p[i]) : (str){0};
        if (ref.p == NULL)
            continue;
        buf_str(b, str_sub(s, from, i));
        buf_str(b, ref);
        from = i + 1;
    }
    buf_str(b, str_sub(s, from, s.n));
}

/* What a byte is written as in XML text; absent for itself. A carriage return would be read back as
 * a line feed; other control characters may not stand there, not even as references. */
static str xml_reference(unsigned char c) {
    if (c == '\r')
        return S("&#13;");
    if (c < 0x20 && c != '\t' && c != '\n')
        return S("\xEF\xBF\xBD");
    return c == '\'' ? (str){0} : html_reference((char)c);
}

/* U+FFFE and U+FFFF, the only characters beyond the control characters that XML 1.0 excludes. */
static bool xml_excludes(str s, ptrdiff_t i) {
    return s.n - i >= 3 && (unsigned char)s.p[i] == 0xEF && (unsigned char)s.p[i + 1] == 0xBF &&
           (unsigned char)s.p[i + 2] >= 0xBE;
}

void buf_xml(struct buf *b, str s) {
    ptrdiff_t from = 0;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        bool excluded = xml_excludes(s, i);
        str ref = excluded ? S("\xEF\xBF\xBD") : xml_reference((unsigned char)s.p[i]);
        if (ref.p == NULL)
            continue;
        buf_str(b, str_sub(s, from, i));
        buf_str(b, ref);
        i += excluded ? 2 : 0;
        from = i + 1;
    }
    buf_str(b, str_sub(s, from, s.n));
}

/* Characters that stand for themselves, as most do: how many there are in front. */
static ptrdiff_t json_plain(str s) {
    ptrdiff_t i = 0;
    for (; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c < 0x20 || c == '"' || c == '\\' || c == '/' || c == 0x7f)
            break;
    }
    return i;
}

void buf_json(struct buf *b, str s) {
    buf_char(b, '"');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        ptrdiff_t plain = json_plain(str_sub(s, i, s.n));
        buf_str(b, str_sub(s, i, i + plain));
        i += plain;
        if (i == s.n)
            break;
        unsigned char c = (unsigned char)s.p[i];
        if (c == '"' || c == '\\' || (c == '/' && i > 0 && s.p[i - 1] == '<'))
            buf_char(b, '\\');
        if (c == '\n')
            buf_str(b, S("\\n"));
        else if (c < 0x20 || c == 0x7f)
            buf_fmt(b, "\\u%04x", c);
        else
            buf_char(b, (char)c);
    }
    buf_char(b, '"');
}

void buf_csv(struct buf *b, str s, char separator) {
    bool quote = false;
    for (ptrdiff_t i = 0; i < s.n && !quote; i++)
        quote = s.p[i] == separator || s.p[i] == '"' || s.p[i] == '\n' || s.p[i] == '\r';
    if (!quote) {
        buf_str(b, s);
        return;
    }
    buf_char(b, '"');
    for (ptrdiff_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            buf_char(b, '"');
        buf_char(b, s.p[i]);
    }
    buf_char(b, '"');
}

void buf_hex(struct buf *b, const void *bytes, size_t n) {
    const unsigned char *p = bytes;
    for (size_t i = 0; i < n; i++) {
        buf_char(b, "0123456789abcdef"[p[i] >> 4]);
        buf_char(b, "0123456789abcdef"[p[i] & 15]);
    }
}

str buf_view(const struct buf *b) {
    return (str){b->p, b->n};
}

void buf_reset(struct buf *b) {
    b->n = 0;
    b->failed = false;
}

void buf_free(struct buf *b) {
    free(b->p);
    *b = (struct buf){.limit = b->limit};
}
