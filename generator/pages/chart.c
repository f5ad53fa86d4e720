/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * chart.c — bars that lie below each other.
 *
 * In:    struct chart_bar
 * Out:   inline SVG
 * Law:   国办发〔2018〕118号 (统计年报)
 * Never: scales a number away: whatever is more than nothing is seen
 */
#include "pages/chart.h"

#include "pages/flow.h"

#define SIZE 14 /* of a character */
#define ROW 32  /* of a lying bar with its gap */
#define THICK 20
#define FULL 320 /* a full lying bar */
#define NUMBER_ROOM 96
#define GAP 8

static int64_t largest(const struct chart_bar *bars, int n) {
    int64_t most = 1;
    for (int i = 0; i < n; i++)
        most = bars[i].value > most ? bars[i].value : most;
    return most;
}

/* Its share of a full bar; at least two units for what is there at all. */
static int length_of(int64_t value, int64_t most, int full) {
    if (value <= 0)
        return 0;
    if (value >= most)
        return full;
    int length = (int)((double)value / (double)most * full);
    return length < 2 ? 2 : length;
}

static void open_svg(struct buf *b, str title, int width, int height) {
    buf_fmt(b,
            "<svg class=\"chart\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">"
            "<title>",
            width, height, width, height);
    buf_html(b, title);
    buf_str(b, S("</title>"));
}

static void put_text(struct buf *b, const char *class, int x, int y, str text) {
    buf_fmt(b, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    buf_html(b, text);
    buf_str(b, S("</text>"));
}

static struct html close_svg(struct arena *a, struct buf *b) {
    buf_str(b, S("</svg>"));
    struct html out = {str_dup(a, buf_view(b))};
    buf_free(b);
    return out;
}

struct html chart_bars(struct arena *a, str title, const struct chart_bar *bars, int n,
                       int64_t most) {
    if (n <= 0 || n > CHART_BARS)
        return (struct html){0};
    most = most > 0 ? most : largest(bars, n);
    int before = 0;
    for (int i = 0; i < n; i++) {
        int w = flow_width(bars[i].label, SIZE);
        before = w > before ? w : before;
    }
    before += GAP;
    struct buf b = {0};
    open_svg(&b, title, before + FULL + NUMBER_ROOM, n * ROW);
    buf_str(&b, S("<path class=\"chart-bar\" d=\""));
    for (int i = 0; i < n; i++)
        if (bars[i].value > 0) {
            int length = length_of(bars[i].value, most, FULL);
            buf_fmt(&b, "M%d %dh%dv%dh%dz", before, i * ROW + (ROW - THICK) / 2, length, THICK,
                    -length);
        }
    buf_str(&b, S("\"/>"));
    for (int i = 0; i < n; i++) {
        int y = i * ROW + ROW / 2 + SIZE / 3;
        put_text(&b, "chart-end", before - GAP, y, bars[i].label);
        put_text(&b, "chart-text", before + length_of(bars[i].value, most, FULL) + GAP, y,
                 bars[i].text);
    }
    return close_svg(a, &b);
}
