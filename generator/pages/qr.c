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

#include <qrencode.h>

#define MARGIN 4 /* ISO/IEC 18004: four modules of quiet zone */
#define DARK 1   /* the bit of a module that is dark */

/* One row as strokes: relative moves, so that a run costs four to six bytes. */
static void put_row(struct buf *b, const unsigned char *row, int width, int y) {
    int from = 0;
    int pen = 0;
    buf_fmt(b, "M%d %d.5", MARGIN, MARGIN + y);
    while (from < width) {
        int to = from;
        while (to < width && (row[to] & DARK) == (row[from] & DARK))
            to++;
        if (row[from] & DARK) {
            if (from > pen)
                buf_fmt(b, "m%d 0", from - pen);
            buf_fmt(b, "h%d", to - from);
            pen = to;
        }
        from = to;
    }
}

struct html qr_svg(struct arena *a, str text) {
    QRcode *code = QRcode_encodeString8bit(str_z(a, text), 0, QR_ECLEVEL_L);
    if (code == NULL)
        return (struct html){{0}};
    struct buf b = {0};
    int size = code->width + 2 * MARGIN;
    buf_fmt(&b, "<svg class=\"qr\" viewBox=\"0 0 %d %d\" aria-hidden=\"true\"><path d=\"", size,
            size);
    for (int y = 0; y < code->width; y++)
        put_row(&b, code->data + (ptrdiff_t)y * code->width, code->width, y);
    buf_str(&b, S("\"/></svg>"));
    QRcode_free(code);
    struct html svg = {str_dup(a, buf_view(&b))};
    buf_free(&b);
    return svg;
}
