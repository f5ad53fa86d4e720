/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * flow_place.c — where the boxes, lanes, edges and labels of a flowchart stand.
 *
 * In:    struct flow of flow_steps.c
 * Out:   its geometry, in whole units
 * Law:   国办发〔2018〕118号 (流程图)
 * Never: lets a box or a label touch another, or an edge run through one
 */
#include "base/utf8.h"
#include "pages/flow.h"

#define WORD_SIZE 16
#define NOTE_SIZE 13
#define LABEL_SIZE 14
#define LINE(size) ((size) + (size) / 2)
#define PAD 10      /* inside a box */
#define MARGIN 8    /* around the chart */
#define GAP 48      /* between rows: a label, the bend of an edge, one that comes in from a track */
#define BEND 28     /* below the upper row */
#define COME_IN 12  /* above the lower row */
#define PORT_GAP 28 /* between edges that leave by one side */
#define LABEL_ABOVE 22 /* the edge it belongs to */
#define TRACK 14       /* between tracks */
#define NOTE_WIDTH 208
#define COLUMN_WIDTH 204 /* of a box where there are no lanes */

static int larger(int x, int y) {
    return x > y ? x : y;
}

/* ---- texts: reckoned widths, lines ---- */

int flow_width(str text, int size) {
    int width = 0;
    while (text.n > 0) {
        uint32_t c = utf8_next(&text);
        width += c < 0x2E80 && c != 0x2014 && c != 0x2026 ? (size * 5 + 7) / 8 : size;
    }
    return width;
}

/* Signs that may not begin a line. */
static bool closes(uint32_t c) {
    static const uint32_t signs[] = {0xFF0C, 0x3002, 0xFF1B, 0x3001,
                                     0xFF1A, 0xFF09, 0x300B, 0x201D};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (c == signs[i])
            return true;
    return false;
}

/* The next line: as much as fits, one more when that is a closing sign. */
static str line_cut(str *rest, int size, int width) {
    str line = {rest->p, 0};
    int taken = 0;
    while (rest->n > 0) {
        str ahead = *rest;
        uint32_t c = utf8_next(&ahead);
        int more = flow_width(str_sub(*rest, 0, rest->n - ahead.n), size);
        if (taken > 0 && taken + more > width && !closes(c))
            break;
        taken += more;
        line.n += rest->n - ahead.n;
        *rest = ahead;
        if (c == '\n' || (taken > width && closes(c)))
            break;
    }
    return str_trim(line);
}

#define TEXT_LINES 64

/* Lines of about the same length: no word is left alone on the last. */
static void text_add(struct flow_text *t, str text, int width) {
    width -= t->size; /* for a closing sign */
    int all = flow_width(text, t->size);
    int lines = (all + width - 1) / width;
    int even = lines > 0 ? (all / lines / t->size + 1) * t->size : 0;
    width = lines > 1 && even < width ? even : width;
    while (text.n > 0 && t->lines.n < TEXT_LINES) {
        str line = line_cut(&text, t->size, width);
        if (line.n == 0)
            continue;
        t->lines.v[t->lines.n++] = line;
        int w = flow_width(line, t->size);
        t->width = w > t->width ? w : t->width;
    }
}

static struct flow_text text_open(struct arena *a, int size) {
    return (struct flow_text){.lines = {NEW(a, str, TEXT_LINES), 0}, .size = size};
}

static int text_height(const struct flow_text *t) {
    return (int)t->lines.n * LINE(t->size);
}

/* ---- what a step takes up ---- */

/* How the whole is drawn. */
struct flow_form {
    bool wide;
    bool lanes;
    int width; /* of a box */
};

/* Who acts stands in the lane's name; without lanes the step says it. */
static void note_of(struct arena *a, struct flow_step *s, const struct flow_form *form, int width) {
    s->note = text_open(a, NOTE_SIZE);
    for (int i = form->lanes ? 1 : 0; i < FLOW_NOTES; i++)
        text_add(&s->note, s->notes[i], width);
}

/* A diamond of width W and height H holds a text of w × h when w / W + h / H is at most 1. */
static int diamond_height(const struct flow_text *t, int width) {
    int inner = t->width < width ? width - t->width : 1;
    return larger((text_height(t) * width + inner - 1) / inner, 56);
}

/* The box with its place still at 0, 0, and what stands beside it. */
static void step_size(struct arena *a, struct flow_step *s, const struct flow_form *form) {
    int width = form->width;
    int inner = width - 2 * PAD;
    bool choice = s->shape == FLOW_CHOICE;
    bool inside = !form->wide && !choice;
    s->words = text_open(a, WORD_SIZE);
    text_add(&s->words, s->text, choice ? width / 2 + 2 * WORD_SIZE : inner + WORD_SIZE / 2);
    note_of(a, s, form, form->wide ? NOTE_WIDTH : choice ? width / 2 : inner);
    int h = choice ? diamond_height(&s->words, width) : text_height(&s->words) + 2 * PAD;
    int ports = larger(s->ports[FLOW_RIGHT], s->ports[FLOW_LEFT]);
    h = larger(h + (inside ? text_height(&s->note) : 0), (ports + 1) * PORT_GAP);
    s->box = (struct flow_box){0, 0, width, h};
    s->beside = (struct flow_box){0};
    if (s->note.lines.n > 0 && !inside)
        s->beside = (struct flow_box){0, 0, s->note.width, text_height(&s->note)};
}

/* ---- lanes ---- */

static int box_width(const struct flow *f, bool lanes) {
    if (!lanes)
        return COLUMN_WIDTH;
    return f->lane_count <= 3 ? 180 : f->lane_count <= 5 ? 148 : 128;
}

/* Half a lane: half a box, and room for the labels of edges that leave by the side. */
static int half_lane(const struct flow *f, int lane, int width) {
    int label = 0;
    int below = 0;
    for (int i = 0; i < f->edge_count; i++) {
        const struct flow_edge *e = &f->edges[i];
        int w = flow_width(e->label, LABEL_SIZE);
        if (f->steps[e->from].lane != lane || e->label.n == 0)
            continue;
        if (e->side == FLOW_DOWN)
            below = larger(below, w);
        else
            label = larger(label, w);
    }
    int half = width / 2 + (label > 0 ? label + 2 * 8 : PAD);
    return larger(half, below + 2 * 8);
}

static void place_lanes(struct arena *a, struct flow *f, bool lanes, int width) {
    int count = lanes ? f->lane_count : 1;
    int x = MARGIN + (f->tracks[FLOW_LEFT] > 0 ? f->tracks[FLOW_LEFT] * TRACK + TRACK / 2 : 0);
    int tallest = 0;
    for (int i = 0; i < count; i++) {
        f->lane_x[i] = x;
        x += 2 * half_lane(f, i, width);
        f->lane_words[i] = text_open(a, LABEL_SIZE);
        if (lanes)
            text_add(&f->lane_words[i], f->lanes[i], x - f->lane_x[i] - PAD);
        tallest = larger(tallest, text_height(&f->lane_words[i]));
    }
    f->lane_x[count] = x;
    f->head = lanes ? tallest + 2 * PAD : 0;
}

/* ---- tracks: edges over several rows, short ones nearest ---- */

/* In half rows: an edge leaves in the middle of its row and comes in above its target. */
static void span(const struct flow_edge *e, int *from, int *to) {
    *from = e->to > e->from ? 2 * e->from : 2 * e->to - 1;
    *to = e->to > e->from ? 2 * e->to - 1 : 2 * e->from;
}

static bool track_taken(const struct flow *f, const struct flow_edge *e, int track) {
    int from;
    int to;
    span(e, &from, &to);
    for (int i = 0; i < f->edge_count; i++) {
        const struct flow_edge *o = &f->edges[i];
        int low;
        int high;
        span(o, &low, &high);
        if (o != e && o->side == e->side && o->track == track && from < high && low < to)
            return true;
    }
    return false;
}

static void place_tracks(struct flow *f) {
    f->tracks[FLOW_RIGHT] = f->tracks[FLOW_LEFT] = 0;
    for (int i = 0; i < f->edge_count; i++)
        f->edges[i].track = -1;
    for (int rows = 1; rows < f->n; rows++)
        for (int i = 0; i < f->edge_count; i++) {
            struct flow_edge *e = &f->edges[i];
            int apart = e->to > e->from ? e->to - e->from : e->from - e->to;
            if (apart != rows || e->side == FLOW_DOWN)
                continue;
            int track = 0;
            while (track_taken(f, e, track))
                track++;
            e->track = track;
            f->tracks[e->side] = larger(f->tracks[e->side], track + 1);
        }
}

/* ---- rows ---- */

static int row_height(const struct flow_step *s, bool wide) {
    return wide ? larger(s->box.h, s->beside.h) : s->box.h + s->beside.h;
}

static bool comes_in(const struct flow *f, int step) {
    for (int i = 0; i < f->edge_count; i++)
        if (f->edges[i].to == step)
            return true;
    return false;
}

/* Where each row ends is where the box, its note and the gap below it end. */
static void place_rows(struct flow *f, bool wide, int note_x) {
    int y = MARGIN + f->head + (comes_in(f, 0) ? GAP : f->head > 0 ? 2 * PAD : 0);
    for (int i = 0; i < f->n; i++) {
        struct flow_step *s = &f->steps[i];
        int middle = (f->lane_x[s->lane] + f->lane_x[s->lane + 1]) / 2;
        int height = row_height(s, wide);
        s->box.x = middle - s->box.w / 2;
        s->box.y = wide ? y + (height - s->box.h) / 2 : y;
        s->beside.x = wide ? note_x : middle - PAD - s->beside.w;
        s->beside.y = wide ? y + (height - s->beside.h) / 2 : y + s->box.h;
        y += height + GAP;
    }
    f->height = y - GAP + MARGIN + (f->head > 0 ? PAD : 0);
}

/* ---- edges ---- */

static int middle_of(const struct flow_step *s) {
    return s->box.x + s->box.w / 2;
}

/* Half the width of the box at a height: a diamond grows narrow towards its ends. */
static int half_at(const struct flow_step *s, int y) {
    if (s->shape != FLOW_CHOICE)
        return s->box.w / 2;
    int off = y - (s->box.y + s->box.h / 2);
    off = off < 0 ? -off : off;
    return off >= s->box.h / 2 ? 0 : s->box.w / 2 - s->box.w * off / s->box.h;
}

/* The same for the widest place between two heights. */
static int half_between(const struct flow_step *s, int y, int to) {
    int middle = s->box.y + s->box.h / 2;
    int nearest = middle < y ? y : middle > to ? to : middle;
    return half_at(s, nearest);
}

static void corner(struct flow_edge *e, int x, int y) {
    e->x[e->points] = x;
    e->y[e->points++] = y;
}

static void label_at(struct flow_edge *e, int x, int y) {
    e->label_box = (struct flow_box){0};
    if (e->label.n > 0)
        e->label_box = (struct flow_box){x, y, flow_width(e->label, LABEL_SIZE), 18};
}

/* The upper end of a row: what comes in from a track bends above it. */
static int row_top(const struct flow_step *s, bool wide) {
    return wide && s->beside.h > s->box.h ? s->beside.y : s->box.y;
}

static void route_down(struct flow *f, struct flow_edge *e, bool wide) {
    const struct flow_step *s = &f->steps[e->from];
    const struct flow_step *t = &f->steps[e->to];
    int bend = row_top(t, wide) - GAP + BEND;
    corner(e, middle_of(s), s->box.y + s->box.h);
    if (middle_of(s) != middle_of(t)) {
        corner(e, middle_of(s), bend);
        corner(e, middle_of(t), bend);
    }
    corner(e, middle_of(t), t->box.y);
    label_at(e, middle_of(s) + 6, bend - BEND + 6);
}

static void route_side(struct flow *f, struct flow_edge *e, bool wide, int last_lane) {
    const struct flow_step *s = &f->steps[e->from];
    const struct flow_step *t = &f->steps[e->to];
    bool right = e->side == FLOW_RIGHT;
    int y = s->box.y + s->box.h / 2 + (2 * e->port - (s->ports[e->side] - 1)) * PORT_GAP / 2;
    int off = TRACK + e->track * TRACK;
    int track = right ? f->lane_x[last_lane] + off : f->lane_x[0] - off;
    int half = half_at(s, y);
    int in = row_top(t, wide) - COME_IN;
    corner(e, middle_of(s) + (right ? half : -half), y);
    corner(e, track, y);
    corner(e, track, in);
    corner(e, middle_of(t), in);
    corner(e, middle_of(t), t->box.y);
    int clear = half_between(s, y - LABEL_ABOVE, y) + 6;
    int width = flow_width(e->label, LABEL_SIZE);
    label_at(e, middle_of(s) + (right ? clear : -clear - width), y - LABEL_ABOVE);
}

void flow_place(struct arena *a, struct flow *f, bool wide) {
    struct flow_form form = {wide, wide && f->lane_count > 0, 0};
    int count = form.lanes ? f->lane_count : 1;
    bool notes = false;
    form.width = box_width(f, form.lanes);
    for (int i = 0; i < f->n; i++) {
        struct flow_step *s = &f->steps[i];
        s->lane = form.lanes ? s->actor_lane : 0;
        step_size(a, s, &form);
        notes = notes || (wide && s->beside.w > 0);
    }
    place_tracks(f);
    place_lanes(a, f, form.lanes, form.width);
    int right = f->lane_x[count] + f->tracks[FLOW_RIGHT] * TRACK + TRACK;
    place_rows(f, wide, right + PAD);
    for (int i = 0; i < f->edge_count; i++) {
        f->edges[i].points = 0;
        if (f->edges[i].side == FLOW_DOWN)
            route_down(f, &f->edges[i], wide);
        else
            route_side(f, &f->edges[i], wide, count);
    }
    f->width = right + MARGIN + (notes ? PAD + NOTE_WIDTH : 0);
}
