/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * flow_svg.c — a placed flowchart is drawn.
 *
 * In:    struct flow of flow_place.c
 * Out:   inline SVG: few elements, no style, no script, no font
 * Law:   GB/T 1526 (terminator, process, decision)
 * Never: decides where anything stands
 */
#include "pages/flow.h"

#define TIP 5 /* half the width of an arrow's head */

static void open_path(struct buf *b, const char *class) {
    buf_fmt(b, "<path class=\"%s\" d=\"", class);
}

static void close_path(struct buf *b) {
    buf_str(b, S("\"/>"));
}

/* ---- boxes ---- */

static void draw_box(struct buf *b, const struct flow_step *s) {
    const struct flow_box *x = &s->box;
    int round = x->h / 2 < 22 ? x->h / 2 : 22;
    if (s->shape == FLOW_CHOICE)
        buf_fmt(b, "M%d %dl%d %dl%d %dl%d %dz", x->x + x->w / 2, x->y, x->w / 2, x->h / 2,
                -(x->w / 2), x->h - x->h / 2, -(x->w / 2), -(x->h - x->h / 2));
    else if (s->shape == FLOW_STEP)
        buf_fmt(b, "M%d %dh%dv%dh%dz", x->x, x->y, x->w, x->h, -x->w);
    else
        buf_fmt(
            b,
            "M%d %dh%da%d %d 0 0 1 %d %dv%da%d %d 0 0 1 %d %dh%da%d %d 0 0 1 %d %dv%da%d %d 0 0 1 %d %dz",
            x->x + round, x->y, x->w - 2 * round, round, round, round, round, x->h - 2 * round,
            round, round, -round, round, -(x->w - 2 * round), round, round, -round, -round,
            -(x->h - 2 * round), round, round, round, -round);
}

static void draw_boxes(struct buf *b, const struct flow *f, bool ends) {
    open_path(b, ends ? "flow-end" : "flow-box");
    for (int i = 0; i < f->n; i++) {
        enum flow_shape shape = f->steps[i].shape;
        if ((shape == FLOW_START || shape == FLOW_END) == ends)
            draw_box(b, &f->steps[i]);
    }
    close_path(b);
}

/* ---- edges ---- */

static void draw_edges(struct buf *b, const struct flow *f) {
    open_path(b, "flow-edge");
    for (int i = 0; i < f->edge_count; i++) {
        const struct flow_edge *e = &f->edges[i];
        buf_fmt(b, "M%d %d", e->x[0], e->y[0]);
        for (int k = 1; k < e->points; k++)
            if (e->y[k] == e->y[k - 1])
                buf_fmt(b, "H%d", e->x[k]);
            else
                buf_fmt(b, "V%d", e->y[k]);
    }
    close_path(b);
    open_path(b, "flow-tip");
    for (int i = 0; i < f->edge_count; i++) {
        const struct flow_edge *e = &f->edges[i];
        buf_fmt(b, "M%d %dl%d %dh%dz", e->x[e->points - 1], e->y[e->points - 1], -TIP, -2 * TIP,
                2 * TIP);
    }
    close_path(b);
}

/* ---- lanes ---- */

static void draw_lanes(struct buf *b, const struct flow *f) {
    if (f->head == 0)
        return;
    int left = f->lane_x[0];
    int right = f->lane_x[f->lane_count];
    int bottom = f->height - 1;
    open_path(b, "flow-lane");
    buf_fmt(b, "M%d 1H%dV%dH%dzM%d %dH%d", left, right, bottom, left, left, f->head, right);
    for (int i = 1; i < f->lane_count; i++)
        buf_fmt(b, "M%d 1V%d", f->lane_x[i], bottom);
    close_path(b);
}

/* ---- texts ---- */

/* Lines below each other from y on; `x` is their middle, or their left end. */
static void draw_text(struct buf *b, const struct flow_text *t, const char *class, int x, int y) {
    int line = t->size + t->size / 2;
    for (ptrdiff_t i = 0; i < t->lines.n; i++) {
        buf_fmt(b, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y + (int)i * line + t->size);
        buf_html(b, t->lines.v[i]);
        buf_str(b, S("</text>"));
    }
}

static int text_height(const struct flow_text *t) {
    return (int)t->lines.n * (t->size + t->size / 2);
}

static void draw_step(struct buf *b, const struct flow_step *s) {
    int middle = s->box.x + s->box.w / 2;
    bool inside = s->beside.w == 0 && s->note.lines.n > 0;
    int height = text_height(&s->words) + (inside ? text_height(&s->note) : 0);
    int y = s->box.y + (s->box.h - height) / 2 + s->words.size / 4;
    bool end = s->shape == FLOW_START || s->shape == FLOW_END;
    draw_text(b, &s->words, end ? "flow-word flow-on" : "flow-word", middle, y);
    if (inside)
        draw_text(b, &s->note, end ? "flow-note flow-on" : "flow-note", s->box.x + 10,
                  y + text_height(&s->words));
    else
        draw_text(b, &s->note, "flow-note", s->beside.x, s->beside.y + s->note.size / 4);
}

struct html flow_svg(struct arena *a, const struct flow *f, str title) {
    struct buf b = {0};
    buf_fmt(
        &b,
        "<svg class=\"flow\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\"><title>",
        f->width, f->height, f->width, f->height);
    buf_html(&b, title);
    buf_str(&b, S("</title>"));
    draw_lanes(&b, f);
    for (int i = 0; f->head > 0 && i < f->lane_count; i++)
        draw_text(&b, &f->lane_words[i], "flow-label flow-mid",
                  (f->lane_x[i] + f->lane_x[i + 1]) / 2,
                  (f->head - text_height(&f->lane_words[i])) / 2 + f->lane_words[i].size / 4);
    draw_edges(&b, f);
    draw_boxes(&b, f, false);
    draw_boxes(&b, f, true);
    for (int i = 0; i < f->n; i++)
        draw_step(&b, &f->steps[i]);
    for (int i = 0; i < f->edge_count; i++)
        if (f->edges[i].label.n > 0) {
            buf_fmt(&b, "<text class=\"flow-label\" x=\"%d\" y=\"%d\">", f->edges[i].label_box.x,
                    f->edges[i].label_box.y + 14);
            buf_html(&b, f->edges[i].label);
            buf_str(&b, S("</text>"));
        }
    buf_str(&b, S("</svg>"));
    struct html out = {str_dup(a, buf_view(&b))};
    buf_free(&b);
    return out;
}
