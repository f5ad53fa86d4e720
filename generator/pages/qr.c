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

#define MARGIN 4 /* ISO/IEC 18004: four modules of quiet zone */

/* The rules choose among eight masks the one that a reader finds easiest, and any of them is read.
 * To weigh all eight takes longer than all else that is done for a page, so it is always this one;
 * what is left of the code's room makes it sturdier instead. */
#define MASK qrcodegen_Mask_0

static void put_move(struct buf *b, char move, int by) {
    buf_char(b, move);
    buf_int(b, by);
}

/* One row as strokes: relative moves, so that a run costs four to six bytes. */
static void put_row(struct buf *b, const uint8_t *code, int width, int y) {
    int pen = 0;
    put_move(b, 'M', MARGIN);
    put_move(b, ' ', MARGIN + y);
    buf_str(b, S(".5"));
    for (int from = 0, to; from < width; from = to) {
        bool dark = qrcodegen_getModule(code, from, y);
        for (to = from + 1; to < width && qrcodegen_getModule(code, to, y) == dark;)
            to++;
        if (!dark)
            continue;
        if (from > pen) {
            put_move(b, 'm', from - pen);
            buf_str(b, S(" 0"));
        }
        put_move(b, 'h', to - from);
        pen = to;
    }
}

struct html qr_svg(struct arena *a, str text) {
    uint8_t room[qrcodegen_BUFFER_LEN_MAX];
    uint8_t code[qrcodegen_BUFFER_LEN_MAX];
    if (!qrcodegen_encodeText(str_z(a, text), room, code, qrcodegen_Ecc_LOW, qrcodegen_VERSION_MIN,
                              qrcodegen_VERSION_MAX, MASK, true))
        return (struct html){{0}};
    struct buf b = {0};
    int width = qrcodegen_getSize(code);
    int size = width + 2 * MARGIN;
    buf_fmt(&b, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\"><path d=\"", size,
            size);
    for (int y = 0; y < width; y++)
        put_row(&b, code, width, y);
    buf_str(&b, S("\"/></svg>"));
    struct html svg = {str_dup(a, buf_view(&b))};
    buf_free(&b);
    return svg;
}
