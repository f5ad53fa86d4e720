/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * flow.h — a flowchart: what its steps say, where they stand, how they are drawn.
 *
 * In:    the steps of a 流程图 record
 * Out:   struct flow, then an SVG
 * Law:   国办发〔2018〕118号 (流程图, 记录载体); shapes of GB/T 1526
 * Never: is included outside pages/; depends on fonts: widths are reckoned, not measured
 */
#ifndef GONGSHI_PAGES_FLOW_H
#define GONGSHI_PAGES_FLOW_H

#include "pages/page.h"
#include "pages/words.h"

/* One step is one row, so no two boxes can meet; an edge to the next row runs down between them,
 * every other edge leaves by the side and runs in a track of its own outside all lanes:
 *
 *      │ lane 0    │ lane 1    │ track
 *      │ ┌───────┐ │           │
 *      │ └───┬───┘ │           │
 *      │     └─────┼─────┐     │         FLOW_DOWN: to the next row
 *      │           │  ◇──┼─────┼──┐      FLOW_RIGHT: further down
 *      │           │     │     │  │      FLOW_LEFT: back up, on the other side
 */
enum flow_shape { FLOW_STEP, FLOW_CHOICE, FLOW_START, FLOW_END };
enum flow_side { FLOW_DOWN, FLOW_RIGHT, FLOW_LEFT, FLOW_SIDES };

#define FLOW_STEPS 200 /* more are not drawn: the list of steps says them */
#define FLOW_EDGES (4 * FLOW_STEPS)
#define FLOW_NOTES 4
#define FLOW_LANES 8 /* more actors share one lane, and each step names its own */

struct flow_box { /* in user units; x and y of the upper left corner */
    int x, y, w, h;
};

/* A text broken into lines of at most `width` units at `size` units a character. */
struct flow_text {
    struct strs lines;
    int size;
    int width; /* of its longest line */
};

struct flow_step {
    enum flow_shape shape;
    str text, actor;       /* what is done, and by whom */
    str notes[FLOW_NOTES]; /* who (left out where a lane says it), limit, record, carrier */
    int actor_lane;        /* of its actor; 0 where there are no lanes */
    int lane;              /* where it stands: 0 in one column */
    int ports[FLOW_SIDES]; /* edges that leave by each side */
    struct flow_text words;
    struct flow_text note; /* in the narrow form inside the box, in the wide one beside it */
    struct flow_box box;
    struct flow_box beside; /* of the note in the wide form */
};

struct flow_edge {
    int from, to;
    str label;
    enum flow_side side;
    int port;  /* which one of its side, from the top */
    int track; /* 0 is the nearest to the lanes; of FLOW_DOWN unused */
    struct flow_box label_box;
    int x[6], y[6]; /* its corners */
    int points;
};

struct flow {
    struct flow_step *steps;
    int n;
    struct flow_edge *edges;
    int edge_count;
    str lanes[FLOW_LANES]; /* actors, in the order in which they come */
    int lane_count;        /* 0: no lanes */
    struct flow_text lane_words[FLOW_LANES];
    int lane_x[FLOW_LANES + 1]; /* their borders */
    int tracks[FLOW_SIDES];
    int head; /* height of the lanes' names, 0 for none */
    int width, height;
};

/* The width of a text in units when a Han character takes `size` of them. Never too small. */
int flow_width(str text, int size);

/* What the steps say, their notes in the words of the catalogue. 下一步 is `3`, or `是:3;否:5`;
 * without one the next step follows, but for the end. NULL when there is nothing to draw, or more
 * than FLOW_STEPS. */
struct flow *flow_of(const struct words *w, struct arena *a, const struct rows *steps);

/* Where all stands: `wide` with a lane for each actor and notes at the right edge, else in one
 * column for telephones. May be called again with the other form. */
void flow_place(struct arena *a, struct flow *f, bool wide);

/* The chart as inline SVG with role img and a title; classes flow-… are styled in site.css. */
struct html flow_svg(struct arena *a, const struct flow *f, str title);

#endif
