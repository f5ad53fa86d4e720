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

/* The modules in the order in which they are drawn: through all rows, to and fro. A bit each, 1 for
 * a dark one, and a light one for the way to the next row. */
#define WIDTH_MOST 177 /* version 40 */
#define WORDS_MOST ((WIDTH_MOST * (WIDTH_MOST + 1) + 63) / 64)
struct code {
    int width;
    int words;
    uint64_t bits[WORDS_MOST];
};

static int steps_of(const struct code *c) {
    return c->width * (c->width + 1);
}

static void set_row(struct code *c, const uint8_t *code, int y) {
    int step = y * (c->width + 1);
    for (int i = 0; i < c->width; i++, step++) {
        int x = y % 2 == 0 ? i : c->width - 1 - i;
        c->bits[step / 64] |= (uint64_t)qrcodegen_getModule(code, x, y) << step % 64;
    }
}

static bool encode(const char *text, struct code *out) {
    uint8_t room[qrcodegen_BUFFER_LEN_MAX];
    uint8_t code[qrcodegen_BUFFER_LEN_MAX];
    if (!qrcodegen_encodeText(text, room, code, qrcodegen_Ecc_LOW, qrcodegen_VERSION_MIN,
                              qrcodegen_VERSION_MAX, MASK, true))
        return false;
    out->width = qrcodegen_getSize(code);
    out->words = (steps_of(out) + 63) / 64;
    memset(out->bits, 0, (size_t)out->words * sizeof *out->bits);
    for (int y = 0; y < out->width; y++)
        set_row(out, code, y);
    return true;
}

/* A stroke goes through all rows, and what is dark of it are its dashes: two bytes a run, where a
 * stroke for each took four to six. */
static str stroke_of(struct arena *a, int width) {
    struct buf b = {0};
    int size = width + 2 * MARGIN;
    buf_fmt(&b, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\"><path d=\"M%d %d.5",
            size, size, MARGIN, MARGIN);
    for (int y = 0; y < width; y++)
        buf_fmt(&b, y % 2 == 0 ? "h%dv1" : "h-%dv1", width);
    buf_str(&b, S("\" fill=\"none\" stroke-dasharray=\""));
    str stroke = str_dup(a, buf_view(&b));
    buf_free(&b);
    return stroke;
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
    str stroke;
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
    f->stroke = stroke_of(a, f->code.width);
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

/* Where what begins at this step, dark or light, ends. */
static int run_end(const struct code *c, int step, bool dark) {
    uint64_t all = dark ? ~(uint64_t)0 : 0;
    int i = step / 64;
    uint64_t other = (c->bits[i] ^ all) & ~(uint64_t)0 << step % 64;
    while (other == 0 && ++i < c->words)
        other = c->bits[i] ^ all;
    return other == 0 ? steps_of(c) : 64 * i + __builtin_ctzll(other);
}

static char *put_number(char *at, int n) {
    for (int tens = 100; tens > 1; tens /= 10)
        if (n >= tens)
            *at++ = (char)('0' + n / tens % 10);
    *at++ = (char)('0' + n % 10);
    return at;
}

/* Dark and light in turn, the first one dark (a corner of a finder pattern). There are commas
 * between the numbers, since with blanks they might be read as one. No number takes more bytes than
 * two for each of its steps. */
static str dashes_of(struct arena *a, const struct code *c) {
    char *dashes = ROOM(a, char, 2 * steps_of(c));
    char *at = dashes;
    bool dark = true;
    for (int from = 0, to; from < steps_of(c); from = to, dark = !dark) {
        to = run_end(c, from, dark);
        at = put_number(at, to - from);
        *at++ = ',';
    }
    return (str){dashes, at - dashes - 1};
}

struct html qr_svg(const struct qr_form *form, struct arena *a, str text) {
    struct code code;
    bool formed = has_form(form, text);
    if (formed)
        change(form, text, &code);
    else if (!encode(str_z(a, text), &code))
        return (struct html){{0}};
    str stroke = formed ? form->stroke : stroke_of(a, code.width);
    return (struct html){str_cat(a, str_cat(a, stroke, dashes_of(a, &code)), S("\"/></svg>"))};
}
