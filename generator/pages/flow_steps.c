/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * flow_steps.c — rows of a 流程图 become steps and edges.
 *
 * In:    struct rows of flow_step
 * Out:   struct flow, not placed yet
 * Law:   law.md §5 (流程图: steps, decisions, who acts, carriers, limits)
 * Never: draws an edge to a step that is not there
 */
#include "pages/flow.h"

static enum flow_shape shape_of(str word, int row, int last) {
    if (str_eq(word, S("判断")))
        return FLOW_CHOICE;
    if (str_eq(word, S("开始")) || (word.n == 0 && row == 0))
        return FLOW_START;
    if (str_eq(word, S("结束")) || (word.n == 0 && row == last))
        return FLOW_END;
    return FLOW_STEP;
}

static int step_named(const struct rows *r, str id) {
    for (int i = 0; i < r->n; i++)
        if (id.n > 0 && str_eq(id, str_trim(show_cell(r, i, COLUMN_flow_step_id))))
            return i;
    return -1;
}

/* The next branch of 下一步: 是:3;否:5. Signs may be full-width, as people type them. */
static bool branch(str *rest, str *label, str *target) {
    while (rest->n > 0) {
        str part = str_trim(str_cut(rest, S(";")));
        *target = part;
        *label = (str){0};
        if (str_find(part, S(":")) >= 0) {
            *label = str_trim(str_cut(target, S(":")));
            *target = str_trim(*target);
        }
        if (target->n > 0)
            return true;
    }
    return false;
}

static str half_width(struct arena *a, str next) {
    static const char *const signs[][2] = {
        {"；", ";"}, {"：", ":"}, {"，", ";"}, {",", ";"}, {"、", ";"}};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        next = str_replace(a, next, str_of(signs[i][0]), str_of(signs[i][1]));
    return next;
}

/* The first edge to the next row runs down; all others leave by the side. */
static void edge_add(struct flow *f, int from, int to, str label) {
    if (f->edge_count == FLOW_EDGES || to == from)
        return;
    struct flow_step *s = &f->steps[from];
    struct flow_edge *e = &f->edges[f->edge_count++];
    bool down = to == from + 1 && s->ports[FLOW_DOWN] == 0;
    *e = (struct flow_edge){.from = from, .to = to, .label = label};
    e->side = down ? FLOW_DOWN : to > from ? FLOW_RIGHT : FLOW_LEFT;
    e->port = s->ports[e->side]++;
}

static void edges_of(struct arena *a, struct flow *f, const struct rows *r, int i) {
    str rest = half_width(a, show_cell(r, i, COLUMN_flow_step_next));
    str label;
    str target;
    bool any = false;
    while (branch(&rest, &label, &target)) {
        int to = step_named(r, target);
        any = true;
        if (to >= 0)
            edge_add(f, i, to, label);
    }
    if (!any && f->steps[i].shape != FLOW_END && i + 1 < f->n)
        edge_add(f, i, i + 1, (str){0});
}

/* An actor's lane; -1 when there are more actors than lanes. */
static int lane_of(struct flow *f, str actor) {
    for (int i = 0; i < f->lane_count; i++)
        if (str_eq(f->lanes[i], actor))
            return i;
    if (f->lane_count == FLOW_LANES)
        return -1;
    f->lanes[f->lane_count] = actor;
    return f->lane_count++;
}

/* Lanes only when every step names its actor, and there are two to FLOW_LANES of them. */
static void lanes_of(struct flow *f) {
    bool lanes = true;
    for (int i = 0; i < f->n && lanes; i++) {
        struct flow_step *s = &f->steps[i];
        s->actor_lane = s->actor.n > 0 ? lane_of(f, s->actor) : -1;
        lanes = s->actor_lane >= 0;
    }
    if (lanes && f->lane_count > 1)
        return;
    f->lane_count = 0;
    for (int i = 0; i < f->n; i++)
        f->steps[i].actor_lane = 0;
}

static void notes_of(const struct words *w, struct arena *a, struct flow_step *s,
                     const struct rows *r, int row) {
    static const struct {
        enum word word;
        int column;
    } notes[FLOW_NOTES] = {{WORD_FLOW_ACTOR, COLUMN_flow_step_actor},
                           {WORD_FLOW_LIMIT, COLUMN_flow_step_limit},
                           {WORD_FLOW_RECORD, COLUMN_flow_step_record},
                           {WORD_FLOW_CARRIER, COLUMN_flow_step_carrier}};
    for (int i = 0; i < FLOW_NOTES; i++) {
        str cell = show_cell(r, row, notes[i].column);
        if (cell.n > 0)
            s->notes[i] = FILL(w, a, notes[i].word, cell);
    }
}

struct flow *flow_of(const struct words *w, struct arena *a, const struct rows *r) {
    if (r->n == 0 || r->n > FLOW_STEPS)
        return NULL;
    struct flow *f = NEW(a, struct flow, 1);
    f->steps = NEW(a, struct flow_step, r->n);
    f->edges = NEW(a, struct flow_edge, FLOW_EDGES);
    f->n = r->n;
    for (int i = 0; i < r->n; i++) {
        struct flow_step *s = &f->steps[i];
        s->text = show_cell(r, i, COLUMN_flow_step_text);
        s->actor = show_cell(r, i, COLUMN_flow_step_actor);
        s->shape = shape_of(show_cell(r, i, COLUMN_flow_step_shape), i, r->n - 1);
        notes_of(w, a, s, r, i);
    }
    for (int i = 0; i < r->n; i++)
        edges_of(a, f, r, i);
    lanes_of(f);
    return f;
}
