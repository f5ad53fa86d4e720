/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * drawing.c — an SVG of somebody else's, drawn again from nothing but what draws.
 *
 * In:    an SVG, read by expat
 * Out:   another one, and what it says
 * Law:   none
 * Never: copies markup: elements are written by this list, attributes by that of drawing_look.c
 */
#include "release/drawing.h"

#include "base/os.h"
#include "release/drawing_look.h"

#include <expat.h>
#include <string.h>

#define NAMESPACE S("http://www.w3.org/2000/svg|")
#define HEAD 4096
#define SIDE_MOST 20000 /* px */

/* ---- what draws, and as what it is drawn again ---- */

enum how { PLAIN, WORDS, REFERRED, UNSEEN };
static const struct element {
    const char *name;
    const char *as; /* NULL: left out with all that is in it */
    enum how how;   /* WORDS holds text; REFERRED may not refer on; UNSEEN is not missed */
} elements[] = {{"svg", "svg", PLAIN},
                {"g", "g", PLAIN},
                {"a", "g", PLAIN},
                {"switch", "g", PLAIN},
                {"path", "path", PLAIN},
                {"rect", "rect", PLAIN},
                {"circle", "circle", PLAIN},
                {"ellipse", "ellipse", PLAIN},
                {"line", "line", PLAIN},
                {"polyline", "polyline", PLAIN},
                {"polygon", "polygon", PLAIN},
                {"text", "text", WORDS},
                {"tspan", "tspan", WORDS},
                {"title", "title", WORDS},
                {"desc", "desc", WORDS},
                {"defs", "defs", PLAIN},
                {"marker", "marker", REFERRED},
                {"linearGradient", "linearGradient", REFERRED},
                {"radialGradient", "radialGradient", REFERRED},
                {"stop", "stop", PLAIN},
                {"style", NULL, UNSEEN},
                {"metadata", NULL, UNSEEN}};

struct redraw {
    struct arena *arena;
    XML_Parser parser;
    struct drawing *out;
    const struct element *open[DRAWING_DEPTH];
    int depth;
    int left_out; /* depth within what is left out, 0 outside */
    int referred; /* depth of the outermost REFERRED that is open, 0 outside */
    int count;
    bool in_sheet;
    struct buf css;
    struct look_sheet sheet;
    bool refused;
};

static void refuse(struct redraw *r) {
    r->refused = true;
    (void)XML_StopParser(r->parser, XML_FALSE);
}

/* Each once: what showed or did something and is not there any more. */
static void tell_cut(struct redraw *r, str what) {
    struct drawing *d = r->out;
    for (int i = 0; i < d->cuts; i++)
        if (str_eq(d->cut[i], what))
            return;
    if (d->cuts < DRAWING_CUTS)
        d->cut[d->cuts++] = str_dup(r->arena, what);
}

/* NULL when it is not of this namespace or on no list. */
static const struct element *element_of(str name) {
    if (!str_starts(name, NAMESPACE))
        return NULL;
    name = str_sub(name, NAMESPACE.n, name.n);
    for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
        if (str_eq(name, str_of(elements[i].name)))
            return &elements[i];
    return NULL;
}

/* ---- how large the drawing is ---- */

/* A length in thousandths of a px; 0 for what is none: percentages, words. */
static int64_t length_of(str s) {
    static const struct {
        const char *unit;
        int64_t thousandths;
    } units[] = {{"", 1000},   {"px", 1000},  {"pt", 1333}, {"pc", 16000},
                 {"mm", 3780}, {"cm", 37795}, {"in", 96000}};
    ptrdiff_t n = 0;
    while (n < s.n && ((s.p[n] >= '0' && s.p[n] <= '9') || s.p[n] == '.'))
        n++;
    str unit = str_sub(s, n, s.n);
    str fraction = str_sub(s, 0, n);
    str digits = str_cut(&fraction, S("."));
    int64_t whole = 0;
    int64_t part = 0;
    if ((digits.n > 0 && !str_int(digits, &whole)) || whole > SIDE_MOST)
        return 0;
    for (ptrdiff_t i = 0; i < 3; i++)
        part = part * 10 + (i < fraction.n && fraction.p[i] != '.' ? fraction.p[i] - '0' : 0);
    for (size_t u = 0; u < sizeof units / sizeof *units; u++)
        if (str_eq(unit, str_of(units[u].unit)))
            return (whole * 1000 + part) * units[u].thousandths / 1000;
    return 0;
}

/* Width and height of `0 0 800 600`. */
static void box_of(str box, int64_t side[2]) {
    for (int n = 0; box.n > 0; box = str_trim(box)) {
        ptrdiff_t i = 0;
        while (i < box.n && box.p[i] > ' ' && box.p[i] != ',')
            i++;
        if (n == 2 || n == 3)
            side[n - 2] = length_of(str_sub(box, 0, i));
        n += i > 0;
        box = str_sub(box, i + 1, box.n);
    }
}

/* The root: a page must know its size before it is there, so one without any is refused. */
static bool write_root(struct redraw *r, struct look *l) {
    struct buf *b = &r->out->svg;
    int64_t box[2] = {0};
    int64_t side[2] = {length_of(look_get(l, "width")), length_of(look_get(l, "height"))};
    str view = look_get(l, "viewBox");
    box_of(view, box);
    if (side[0] == 0 || side[1] == 0)
        memcpy(side, box, sizeof side);
    long long width = side[0] / 1000;
    long long height = side[1] / 1000;
    if (width < 1 || height < 1 || width > SIDE_MOST || height > SIDE_MOST)
        return false;
    if (box[0] == 0 || box[1] == 0)
        view = str_fmt(r->arena, "0 0 %lld %lld", width, height);
    static const char *const replaced[] = {"id", "viewBox", "width", "height", "x", "y"};
    for (size_t i = 0; i < sizeof replaced / sizeof *replaced; i++)
        look_unset(l, str_of(replaced[i]));
    buf_fmt(b,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"%.*s\" width=\"%lld\" "
            "height=\"%lld\" role=\"img\" font-family=\"sans-serif\"",
            STR(view), width, height);
    return true;
}

/* ---- elements ---- */

/* What the element looks like by its attributes, its classes and its own style, the later ones
 * counting more (SVG 2, 6.6). */
static struct look look_of(struct redraw *r, const struct element *e, const char **atts) {
    struct look l = {0};
    str classes = {0};
    str style = {0};
    for (; *atts != NULL; atts += 2) {
        str name = str_of(atts[0]);
        str value = str_of(atts[1]);
        if (str_eq(name, S("class")))
            classes = value;
        else if (str_eq(name, S("style")))
            style = value;
        else if (!look_set(&l, name, value) || str_starts(name, S("on")))
            tell_cut(r, name);
        else if (e->how == REFERRED && str_ends(name, S("href")))
            look_refer(&l, value);
    }
    look_dress(&l, &r->sheet, classes);
    if (!look_declare(&l, style))
        tell_cut(r, S("style"));
    if (e->how == REFERRED || r->referred > 0)
        look_drop(&l, "marker-");
    return l;
}

static bool is_hidden(const struct look *l) {
    str shown = look_get(l, "visibility");
    return str_eq(look_get(l, "display"), S("none")) || str_eq(shown, S("hidden")) ||
           str_eq(shown, S("collapse"));
}

static bool open_element(struct redraw *r, const struct element *e, const char **atts) {
    struct look l = look_of(r, e, atts);
    if (r->depth == 0) {
        if (e != &elements[0] || !write_root(r, &l))
            return false;
    } else {
        if (is_hidden(&l)) {
            tell_cut(r, S("隐藏的内容"));
            r->left_out = 1;
            return true;
        }
        buf_fmt(&r->out->svg, "<%s", e->as);
    }
    look_write(&r->out->svg, &l);
    buf_char(&r->out->svg, '>');
    r->open[r->depth++] = e;
    if (e->how == REFERRED && r->referred == 0)
        r->referred = r->depth;
    return true;
}

static void leave_out(struct redraw *r, const struct element *e, str name) {
    r->left_out = 1;
    r->in_sheet = e != NULL && str_eq(str_of(e->name), S("style"));
    if (e == NULL && str_starts(name, NAMESPACE))
        tell_cut(r, str_sub(name, NAMESPACE.n, name.n));
}

static void on_begin(void *ctx, const char *name, const char **atts) {
    struct redraw *r = ctx;
    const struct element *e = element_of(str_of(name));
    if (r->left_out > 0)
        r->left_out++;
    else if (r->depth > 0 && (e == NULL || e->as == NULL))
        leave_out(r, e, str_of(name));
    else if (e == NULL || r->depth == DRAWING_DEPTH || r->count++ == DRAWING_ELEMENTS ||
             !open_element(r, e, atts))
        refuse(r);
}

static void end_sheet(struct redraw *r) {
    str css = str_dup(r->arena, buf_view(&r->css));
    if (!look_read_sheet(r->arena, &r->sheet, css))
        tell_cut(r, S("style"));
    buf_reset(&r->css);
    r->in_sheet = false;
}

static void on_end(void *ctx, const char *name) {
    struct redraw *r = ctx;
    (void)name;
    if (r->refused) /* of an empty element expat tells the end even so */
        return;
    if (r->left_out > 0) {
        if (--r->left_out == 0 && r->in_sheet)
            end_sheet(r);
        return;
    }
    if (r->referred == r->depth)
        r->referred = 0;
    const struct element *e = r->open[--r->depth];
    buf_fmt(&r->out->svg, "</%s>", e->as);
    if (e->how == WORDS && !str_eq(str_of(e->name), S("tspan")))
        buf_char(&r->out->text, '\n');
}

/* Words stand only where words are drawn. */
static void on_text(void *ctx, const char *p, int n) {
    struct redraw *r = ctx;
    str text = {p, n};
    if (r->in_sheet) {
        buf_str(&r->css, text);
        return;
    }
    if (r->refused || r->left_out > 0 || r->depth == 0 || r->open[r->depth - 1]->how != WORDS)
        return;
    if (str_eq(text, S("\r")))
        text = S(" ");
    buf_html(&r->out->svg, text);
    buf_str(&r->out->text, text);
}

/* A document type of its own declares entities, which may swell or fetch; one that only names a
 * standard declares nothing, and is not drawn again. */
static void on_doctype(void *ctx, const char *name, const char *system, const char *public,
                       int internal) {
    (void)name;
    (void)system;
    (void)public;
    if (internal != 0)
        refuse(ctx);
}

/* ---- the whole ---- */

bool drawing_is(str head) {
    head = str_sub(head, 0, HEAD);
    return str_find(head, S("<svg")) >= 0 || str_find(head, S(":svg")) >= 0;
}

bool drawing_redraw(struct arena *a, str svg, struct drawing *out) {
    struct redraw r = {.arena = a, .out = out, .parser = XML_ParserCreateNS(NULL, '|')};
    *out = (struct drawing){.svg = {.limit = DRAWING_BYTES}, .text = {.limit = DRAWING_BYTES}};
    if (r.parser == NULL)
        die_memory("内存不足");
    XML_SetUserData(r.parser, &r);
    XML_SetElementHandler(r.parser, on_begin, on_end);
    XML_SetCharacterDataHandler(r.parser, on_text);
    XML_SetStartDoctypeDeclHandler(r.parser, on_doctype);
    bool good = svg.n > 0 && svg.n <= DRAWING_BYTES &&
                XML_Parse(r.parser, svg.p, (int)svg.n, XML_TRUE) == XML_STATUS_OK && !r.refused;
    XML_ParserFree(r.parser);
    bool whole = !out->svg.failed && !out->text.failed && !r.css.failed;
    buf_free(&r.css);
    return good && whole;
}

void drawing_free(struct drawing *d) {
    buf_free(&d->svg);
    buf_free(&d->text);
}
