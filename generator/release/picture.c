/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * picture.c — whether a PNG or JPEG is a picture and nothing else.
 *
 * In:    its bytes
 * Out:   what it is, and what else is in it
 * Law:   个人信息保护法 art. 28 (where and by whom a photograph was taken)
 * Never: passes a part over that is not needed to draw the picture
 */
#include "release/picture.h"

#include <zlib.h>

static uint32_t number_at(str s, ptrdiff_t at, int bytes) {
    uint32_t n = 0;
    for (int i = 0; i < bytes; i++)
        n = n << 8 | (unsigned char)s.p[at + i];
    return n;
}

/* ---- PNG: a signature, then chunks (ISO/IEC 15948) ---- */

#define PNG_SIGNATURE S("\x89PNG\r\n\x1A\n")

/* The picture, its palette, its transparency; colours and size as a screen shows them. */
static bool png_needs(str kind) {
    static const char *const needed[] = {"IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA",
                                         "cHRM", "sRGB", "sBIT", "pHYs", "bKGD"};
    for (size_t i = 0; i < sizeof needed / sizeof *needed; i++)
        if (str_eq(kind, str_of(needed[i])))
            return true;
    return false;
}

static struct picture png_look(str s) {
    struct picture p = {.ending = "png"};
    for (ptrdiff_t i = PNG_SIGNATURE.n; i + 12 <= s.n;) {
        uint32_t n = number_at(s, i, 4);
        str kind = str_sub(s, i + 4, i + 8);
        if ((int64_t)n > (int64_t)s.n - i - 12)
            return p;
        uint32_t sum = number_at(s, i + 8 + (ptrdiff_t)n, 4);
        if ((uint32_t)crc32(0, (const unsigned char *)kind.p, n + 4) != sum)
            return p;
        if (!png_needs(kind))
            p.more = "图片说明";
        i += (ptrdiff_t)n + 12;
        if (str_eq(kind, S("IEND"))) {
            p.whole = true;
            p.more = i < s.n ? "图片末尾之后的内容" : p.more;
            return p;
        }
    }
    return p;
}

/* ---- JPEG: markers, most with a segment behind them (ISO/IEC 10918-1) ---- */

enum { JPEG_SOI = 0xD8, JPEG_EOI = 0xD9, JPEG_SOS = 0xDA };

/* What a segment is when it is none that draws: tables, frames and scans do; APP0 gives the
 * proportions, APP2 and APP14 the colours. */
static const char *jpeg_more(str segment, uint32_t marker) {
    if (marker == 0xE1)
        return "拍摄信息（EXIF、XMP）";
    if (marker == 0xED)
        return "图片说明（IPTC）";
    if (marker == 0xFE)
        return "图片注释";
    bool jfif = marker == 0xE0 && str_starts(segment, S("JFIF"));
    bool colours = (marker == 0xE2 && str_starts(segment, S("ICC_PROFILE"))) ||
                   (marker == 0xEE && str_starts(segment, S("Adobe")));
    return marker >= 0xE0 && !jfif && !colours ? "附加信息" : NULL;
}

/* Behind a scan's head stands the picture itself, up to a marker that is no part of it. */
static ptrdiff_t scan_end(str s, ptrdiff_t i) {
    while (i + 1 < s.n) {
        unsigned char next = (unsigned char)s.p[i + 1];
        if ((unsigned char)s.p[i] == 0xFF && next != 0 && next != 0xFF &&
            (next < 0xD0 || next > 0xD7))
            return i;
        i++;
    }
    return s.n;
}

static struct picture jpeg_look(str s) {
    struct picture p = {.ending = "jpg"};
    for (ptrdiff_t i = 2; i + 2 <= s.n && (unsigned char)s.p[i] == 0xFF;) {
        uint32_t marker = number_at(s, i + 1, 1);
        if (marker == JPEG_EOI) {
            p.whole = true;
            p.more = i + 2 < s.n ? "图片末尾之后的内容" : p.more;
            return p;
        }
        if (i + 4 > s.n || marker < 0xC0 || marker == JPEG_SOI)
            return p;
        ptrdiff_t n = (ptrdiff_t)number_at(s, i + 2, 2);
        if (n < 2)
            return p;
        const char *more = jpeg_more(str_sub(s, i + 4, i + 2 + n), marker);
        p.more = more != NULL ? more : p.more;
        i = marker == JPEG_SOS ? scan_end(s, i + 2 + n) : i + 2 + n;
    }
    return p;
}

struct picture picture_look(str s) {
    if (str_starts(s, PNG_SIGNATURE))
        return png_look(s);
    if (str_starts(s, S("\xFF\xD8\xFF")))
        return jpeg_look(s);
    return (struct picture){0};
}
