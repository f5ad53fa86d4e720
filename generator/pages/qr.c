/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * qr.c — QR codes as vector graphics: what stands on paper leads back to the page.
 *
 * In:    a text
 * Out:   an SVG element with one path
 * Law:   law.md §6 (二维码)
 * Never: depends on anything but the text
 */
#include "pages/page.h"

#include <qrcodegen/qrcodegen.h>
#include <string.h>

#define MARGIN 4 /* ISO/IEC 18004: four modules of quiet zone */

/* The rules choose among eight masks the one that a reader finds easiest, and any of them is read.
 * To weigh all eight takes longer than all else that is done for a page, so it is always this one;
 * what is left of the code's room makes it sturdier instead. */
#define MASK qrcodegen_Mask_0

/* The modules row by row, a bit each, 1 for a dark one. */
#define WIDTH_MOST 177 /* version 40 */
#define WORDS_MOST ((WIDTH_MOST * WIDTH_MOST + 63) / 64)
struct code {
    int width;
    int words;
    uint64_t bits[WORDS_MOST];
};

static bool encode(const char *text, struct code *out) {
    uint8_t room[qrcodegen_BUFFER_LEN_MAX];
    uint8_t code[qrcodegen_BUFFER_LEN_MAX];
    if (!qrcodegen_encodeText(text, room, code, qrcodegen_Ecc_LOW, qrcodegen_VERSION_MIN,
                              qrcodegen_VERSION_MAX, MASK, true))
        return false;
    int width = qrcodegen_getSize(code);
    out->width = width;
    out->words = (width * width + 63) / 64;
    memset(out->bits, 0, (size_t)out->words * sizeof *out->bits);
    for (int i = 0; i < width * width; i++)
        out->bits[i / 64] |= (uint64_t)qrcodegen_getModule(code, i % width, i / width) << i % 64;
    return true;
}

/* ---- many addresses of one form ----
 *
 * The length of a text gives version, level and mask, and the rest is linear over GF(2): the
 * modules that change with one bit of the text are the same whatever else it says (ISO/IEC 18004,
 * Reed–Solomon; the mask is added to both). So an address has the code of a sample, changed by each
 * bit in which the two differ:
 *
 *   https://gongshi.example/cf/2026/aaaaaaaaaa.html      the sample
 *   https://gongshi.example/xk/2025/k3v9x2m7ab.html      … with 42 changes
 *   └──────── alike ───────┘                                                                  */

#define LETTER_BITS 7 /* ASCII */

struct qr_form {
    str sample;
    ptrdiff_t alike; /* letters that all have in common */
    struct code code;
    uint64_t *changes; /* code.words for each bit of the other letters */
};

static uint64_t *change_of(const struct qr_form *f, ptrdiff_t letter, int bit) {
    return f->changes + ((letter - f->alike) * LETTER_BITS + bit) * f->code.words;
}

static void add(uint64_t *to, const uint64_t *from, int words) {
    for (int i = 0; i < words; i++)
        to[i] ^= from[i];
}

const struct qr_form *qr_form_open(struct arena *a, str sample, ptrdiff_t alike) {
    struct qr_form *f = NEW(a, struct qr_form, 1);
    struct code one;
    char *text = NEW(a, char, sample.n + 1);
    *f = (struct qr_form){.sample = sample, .alike = alike};
    memcpy(text, sample.p, (size_t)sample.n);
    /* With small letters in what is alike all are written in the same mode, as bytes. */
    if (qrcodegen_isAlphanumeric(str_z(a, str_sub(sample, 0, alike))) || !encode(text, &f->code))
        return NULL;
    f->changes = NEW(a, uint64_t, (sample.n - alike) * LETTER_BITS * f->code.words);
    for (ptrdiff_t i = alike; i < sample.n; i++)
        for (int bit = 0; bit < LETTER_BITS; bit++) {
            text[i] = (char)(sample.p[i] ^ 1 << bit);
            if (text[i] == '\0' || !encode(text, &one) || one.words != f->code.words)
                return NULL;
            text[i] = sample.p[i];
            add(one.bits, f->code.bits, one.words);
            memcpy(change_of(f, i, bit), one.bits, (size_t)one.words * sizeof *one.bits);
        }
    return f;
}

static bool has_form(const struct qr_form *f, str text) {
    if (f == NULL || text.n != f->sample.n ||
        !str_eq(str_sub(text, 0, f->alike), str_sub(f->sample, 0, f->alike)))
        return false;
    for (ptrdiff_t i = f->alike; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 1 << LETTER_BITS)
            return false;
    return true;
}

static void change(const struct qr_form *f, str text, struct code *out) {
    out->width = f->code.width;
    out->words = f->code.words;
    memcpy(out->bits, f->code.bits, (size_t)out->words * sizeof *out->bits);
    for (ptrdiff_t i = f->alike; i < text.n; i++)
        for (int bits = text.p[i] ^ f->sample.p[i]; bits != 0; bits &= bits - 1)
            add(out->bits, change_of(f, i, __builtin_ctz((unsigned)bits)), out->words);
}

/* ---- drawing ---- */

static bool is_dark(const struct code *c, int x, int y) {
    int i = y * c->width + x;
    return (c->bits[i / 64] >> i % 64 & 1) != 0;
}

/* A stroke goes through all rows, to and fro, and what is dark of it are its dashes: two bytes a
 * run, where a stroke for each took four to six. There are commas between the numbers, since with
 * blanks they might be read as one. */
static void put_stroke(struct buf *b, int width) {
    buf_fmt(b, "M%d %d.5", MARGIN, MARGIN);
    for (int y = 0; y < width; y++)
        buf_fmt(b, y % 2 == 0 ? "h%dv1" : "h-%dv1", width);
}

static void put_run(struct buf *b, int length) {
    buf_int(b, length);
    buf_char(b, ',');
}

/* Dark and light in turn, the first one dark (a corner of a finder pattern); the way to the next
 * row is light. */
static void put_dashes(struct buf *b, const struct code *c) {
    int run = 0;
    bool dark = true;
    for (int y = 0; y < c->width; y++)
        for (int i = 0; i <= c->width; i++) {
            int x = y % 2 == 0 ? i : c->width - 1 - i;
            bool is = i < c->width && is_dark(c, x, y);
            if (is != dark)
                put_run(b, run);
            run = is == dark ? run + 1 : 1;
            dark = is;
        }
    buf_int(b, run);
}

struct html qr_svg(const struct qr_form *form, struct arena *a, str text) {
    struct code code;
    if (has_form(form, text))
        change(form, text, &code);
    else if (!encode(str_z(a, text), &code))
        return (struct html){{0}};
    struct buf b = {0};
    int size = code.width + 2 * MARGIN;
    buf_fmt(&b, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\"><path d=\"", size,
            size);
    put_stroke(&b, code.width);
    buf_str(&b, S("\" fill=\"none\" stroke-dasharray=\""));
    put_dashes(&b, &code);
    buf_str(&b, S("\"/></svg>"));
    struct html svg = {str_dup(a, buf_view(&b))};
    buf_free(&b);
    return svg;
}
