/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * flow_test.c — flowcharts: on 200 made-up procedures nothing touches anything.
 *
 * In:    procedures made from a fixed seed
 * Out:   cmocka's report
 * Law:   law.md §5 (流程图)
 * Never: looks at a font
 */
#include "pages/flow.h"

#include "sample.h"

#define CHARTS 200
#define COLUMNS 8

static struct arena arena;
static struct arena kept;
static const struct words *catalogue;

static uint32_t dice_state = 20261120;
static int dice(int sides) {
    dice_state = dice_state * 1664525u + 1013904223u;
    return (int)((dice_state >> 8) % (uint32_t)sides);
}

static str words(int most) {
    static const char *const stock[] = {"受理",
                                        "审查申请材料",
                                        "是否属于本机关职权范围",
                                        "组织专家评审",
                                        "送达《行政许可决定书》（含附件）",
                                        "ABC-123",
                                        "，",
                                        "归档"};
    str all = S("立案");
    for (int n = dice(most); n > 0; n--)
        all = str_cat(&arena, all, str_of(stock[dice((int)(sizeof stock / sizeof *stock))]));
    return all;
}

/* A step's 下一步: nothing, one number, or branches, some of them back up or to nowhere. */
static str some_next(int steps) {
    static const char *const answers[] = {"是", "否", "不予受理", "材料不全", ""};
    str all = {0};
    for (int n = dice(5); n > 0; n--) {
        const char *answer = answers[dice(5)];
        all = str_fmt(&arena, "%.*s%s%s%s%d", STR(all), all.n > 0 ? "；" : "", answer,
                      answer[0] != 0 ? "：" : "", 1 + dice(steps + 2));
    }
    return all;
}

static struct rows procedure(void) {
    static const char *const shapes[] = {"步骤", "判断", "开始", "结束", ""};
    int n = 2 + dice(14);
    int actors = 1 + dice(10);
    struct rows r = {NEW(&arena, str, n * COLUMNS), n, COLUMNS};
    for (int i = 0; i < n; i++) {
        str *cell = &r.cells[i * COLUMNS];
        cell[COLUMN_flow_step_id] = str_fmt(&arena, "%d", i + 1);
        cell[COLUMN_flow_step_shape] = str_of(shapes[dice(5)]);
        cell[COLUMN_flow_step_text] = words(dice(10) == 0 ? 40 : 4);
        cell[COLUMN_flow_step_actor] =
            dice(30) == 0 ? (str){0} : str_fmt(&arena, "第%d承办机构", dice(actors));
        cell[COLUMN_flow_step_record] = dice(3) == 0 ? (str){0} : words(5);
        cell[COLUMN_flow_step_carrier] = dice(3) == 0 ? (str){0} : words(3);
        cell[COLUMN_flow_step_limit] = dice(2) == 0 ? (str){0} : S("5 个工作日");
        cell[COLUMN_flow_step_next] = some_next(n);
    }
    return r;
}

/* ---- claims ---- */

static bool meet(struct flow_box a, struct flow_box b) {
    return a.w > 0 && b.w > 0 && a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h &&
           b.y < a.y + a.h;
}

static int clamp(int v, int low, int high) {
    return v < low ? low : v > high ? high : v;
}

/* Whether a box reaches into the diamond that stands in a frame: its point nearest to the middle
 * does. */
static bool meets_diamond(struct flow_box frame, struct flow_box b) {
    int x = 2 * frame.x + frame.w;
    int y = 2 * frame.y + frame.h;
    int64_t off_x = clamp(x, 2 * b.x, 2 * (b.x + b.w)) - x;
    int64_t off_y = clamp(y, 2 * b.y, 2 * (b.y + b.h)) - y;
    off_x = off_x < 0 ? -off_x : off_x;
    off_y = off_y < 0 ? -off_y : off_y;
    return off_x * frame.h + off_y * frame.w < (int64_t)frame.w * frame.h;
}

/* All boxes, notes and labels of a chart; the box of step i is number 2 * i. */
static int boxes_of(const struct flow *f, struct flow_box *v) {
    int n = 0;
    for (int i = 0; i < f->n; i++) {
        v[n++] = f->steps[i].box;
        v[n++] = f->steps[i].beside;
    }
    for (int i = 0; i < f->edge_count; i++)
        v[n++] = f->edges[i].label_box;
    return n;
}

static bool is_diamond(const struct flow *f, int box) {
    return box < 2 * f->n && box % 2 == 0 && f->steps[box / 2].shape == FLOW_CHOICE;
}

static void check_apart(const struct flow *f) {
    static struct flow_box v[2 * FLOW_STEPS + FLOW_EDGES];
    int n = boxes_of(f, v);
    for (int i = 0; i < n; i++) {
        assert_true(v[i].w == 0 || (v[i].x >= 0 && v[i].x + v[i].w <= f->width && v[i].y >= 0 &&
                                    v[i].y + v[i].h <= f->height));
        for (int k = i + 1; k < n; k++)
            if (meet(v[i], v[k]) && (!is_diamond(f, i) || meets_diamond(v[i], v[k])))
                fail_msg("%d,%d %dx%d meets %d,%d %dx%d", v[i].x, v[i].y, v[i].w, v[i].h, v[k].x,
                         v[k].y, v[k].w, v[k].h);
    }
}

/* The part of an edge between two corners as a box one unit thick. */
static struct flow_box stretch(const struct flow_edge *e, int k) {
    int x = e->x[k] < e->x[k + 1] ? e->x[k] : e->x[k + 1];
    int y = e->y[k] < e->y[k + 1] ? e->y[k] : e->y[k + 1];
    return (struct flow_box){x, y, e->x[k] + e->x[k + 1] - 2 * x + 1,
                             e->y[k] + e->y[k + 1] - 2 * y + 1};
}

/* No edge runs through a box, a note or a label. Where it begins and ends it may touch its own
 * box; a side of a diamond lies inside the diamond's frame. */
static void check_edges(const struct flow *f) {
    static struct flow_box v[2 * FLOW_STEPS + FLOW_EDGES];
    int n = boxes_of(f, v);
    for (int i = 0; i < f->edge_count; i++) {
        const struct flow_edge *e = &f->edges[i];
        for (int k = 0; k + 1 < e->points; k++) {
            assert_true(e->x[k] == e->x[k + 1] || e->y[k] == e->y[k + 1]);
            for (int b = 0; b < n; b++) {
                bool own = (b == 2 * e->from && k == 0) || (b == 2 * e->to && k == e->points - 2);
                if (!own && meet(stretch(e, k), v[b]))
                    fail_msg("edge %d-%d runs through box %d of %d", e->from, e->to, b, n);
            }
        }
        assert_int_equal(e->y[e->points - 1], f->steps[e->to].box.y);
    }
}

/* A text fits its box; that of a diamond fits between its sides. */
static void check_fit(const struct flow *f) {
    for (int i = 0; i < f->n; i++) {
        const struct flow_step *s = &f->steps[i];
        int64_t w = s->words.width;
        int64_t h = (int64_t)s->words.lines.n * s->words.size * 3 / 2;
        if (s->shape == FLOW_CHOICE)
            assert_true(w * s->box.h + h * s->box.w <= (int64_t)s->box.w * s->box.h + s->box.w * 2);
        else
            assert_true(w <= s->box.w && h <= s->box.h);
        for (ptrdiff_t k = 0; k < s->words.lines.n; k++)
            assert_true(flow_width(s->words.lines.v[k], s->words.size) <= s->words.width);
    }
}

/* No two edges share a track on the way. */
static void check_tracks(const struct flow *f) {
    for (int i = 0; i < f->edge_count; i++)
        for (int k = i + 1; k < f->edge_count; k++) {
            const struct flow_edge *e = &f->edges[i];
            const struct flow_edge *o = &f->edges[k];
            if (e->side != FLOW_DOWN && o->side != FLOW_DOWN)
                assert_false(meet(stretch(e, 1), stretch(o, 1)));
        }
}

static void test_nothing_touches(void **state) {
    (void)state;
    for (int i = 0; i < CHARTS; i++) {
        struct rows r = procedure();
        struct flow *f = flow_of(catalogue, &arena, &r);
        assert_non_null(f);
        for (int wide = 0; wide < 2; wide++) {
            flow_place(&arena, f, wide == 1);
            check_apart(f);
            check_edges(f);
            check_fit(f);
            check_tracks(f);
        }
        arena_reset(&arena);
    }
}

static void step(struct rows *r, int i, const char *shape, const char *text, const char *next) {
    str *cell = &r->cells[i * COLUMNS];
    cell[COLUMN_flow_step_id] = str_fmt(&arena, "%d", i + 1);
    cell[COLUMN_flow_step_shape] = str_of(shape);
    cell[COLUMN_flow_step_text] = str_of(text);
    cell[COLUMN_flow_step_next] = next != NULL ? str_of(next) : (str){0};
}

static void test_edges_of_branches(void **state) {
    (void)state;
    struct rows r = {NEW(&arena, str, 4 * COLUMNS), 4, COLUMNS};
    step(&r, 0, "", "受理", NULL);
    step(&r, 1, "判断", "材料齐全", "是:3;否：1；别的:9");
    step(&r, 2, "步骤", "审查", "4");
    step(&r, 3, "", "归档", NULL);
    struct flow *f = flow_of(catalogue, &arena, &r);
    assert_int_equal(f->edge_count, 4); /* 9 is not there */
    assert_int_equal(f->edges[0].side, FLOW_DOWN);
    assert_int_equal(f->edges[1].side, FLOW_DOWN);
    assert_true(str_eq(f->edges[1].label, S("是")));
    assert_int_equal(f->edges[2].side, FLOW_LEFT);
    assert_int_equal(f->edges[2].to, 0);
    assert_int_equal(f->steps[0].shape, FLOW_START);
    assert_int_equal(f->steps[3].shape, FLOW_END);
    flow_place(&arena, f, true);
    str svg = flow_svg(&arena, f, S("许可<流程>")).s;
    assert_true(str_find(svg, S("<title>许可&lt;流程&gt;</title>")) > 0);
    assert_true(str_find(svg, S(" style=")) < 0);
}

static void test_what_is_not_drawn(void **state) {
    (void)state;
    struct rows none = {0};
    assert_null(flow_of(catalogue, &arena, &none));
    struct rows many = {NEW(&arena, str, (FLOW_STEPS + 1) * COLUMNS), FLOW_STEPS + 1, COLUMNS};
    assert_null(flow_of(catalogue, &arena, &many));
}

int main(void) {
    catalogue = sample_pages(&kept, sample_words())->words;
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_nothing_touches),
        cmocka_unit_test(test_edges_of_branches),
        cmocka_unit_test(test_what_is_not_drawn),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(&arena);
    arena_free(&kept);
    return failed;
}
