/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * screen.c — the hall display: big type, three zones, turning over by itself.
 *
 * In:    struct screen
 * Out:   HTML for 1920 × 1080, without script
 * Law:   law.md §6 (carriers: hall display screens)
 * Never: scrolls; needs script: an old set-top box shows it
 */
#include "pages/page.h"

#define SECONDS 15
#define DECISIONS 5 /* of a page */
#define WINDOWS 3
#define PROGRESS 3

static int pages_for(int rows, int each) {
    return (rows + each - 1) / each;
}

str pages_screen_path(struct arena *a, int page, bool still) {
    if (still)
        return str_fmt(a, "screen/hold%d.html", page);
    return page == 1 ? S("screen/index.html") : str_fmt(a, "screen/p%d.html", page);
}

/* The rows of a zone on this page; a zone with fewer pages than the others begins again. */
struct zone {
    const struct list_row *rows;
    int n;
    int each;
};

static struct zone zone_at(const struct list_row *rows, int n, int each, int page) {
    int pages = pages_for(n, each);
    int from = pages == 0 ? 0 : (page - 1) % pages * each;
    return (struct zone){rows == NULL ? NULL : rows + from, n - from < each ? n - from : each,
                         each};
}

static struct value decisions_of(const struct pages *p, struct arena *a, struct zone z) {
    struct value list = value_list(a, z.n);
    for (int i = 0; i < z.n; i++) {
        struct value one = value_map(a, 4);
        value_set_text(a, &one, "title", headline_of(p, a, z.rows[i].disclosure));
        value_set_text(a, &one, "result", decision_result(p, a, z.rows[i].disclosure));
        value_set_text(a, &one, "agency", show_named(p, a, z.rows[i].disclosure, "agency"));
        value_set_text(a, &one, "day", show_named(p, a, z.rows[i].disclosure, "decided"));
        value_add(a, &list, one);
    }
    return list;
}

/* Rows of which these fields are shown, under their own names. */
static struct value fields_of(const struct pages *p, struct arena *a, struct zone z,
                              const char *const *names) {
    struct value list = value_list(a, z.n);
    for (int i = 0; i < z.n; i++) {
        struct value one = value_map(a, 4);
        for (const char *const *name = names; *name != NULL; name++)
            value_set_text(a, &one, *name, show_named(p, a, z.rows[i].disclosure, *name));
        value_add(a, &list, one);
    }
    return list;
}

bool pages_screen(const struct pages *p, struct arena *scratch, const struct screen *s,
                  struct screen_page which, struct buf *out) {
    static const char *const window[] = {"window", "business", "name", NULL};
    static const char *const progress[] = {"number", "matter", "status", NULL};
    str title = words_get(p->words, WORD_SCREEN_TITLE);
    struct frame frame = {.path = pages_screen_path(scratch, which.page, which.still),
                          .title = title,
                          .here = title,
                          .published = INSTANT_NONE,
                          .noindex = true};
    struct value root = frame_open(p, scratch, &frame);
    int next = which.still ? which.page : which.page % SCREEN_PAGES + 1;
    str to = pages_screen_path(scratch, next, false);
    value_set(scratch, &root, S("still"), value_bool(which.still));
    value_set_text(scratch, &root, "next", str_sub(to, 7, to.n));
    str hold = pages_screen_path(scratch, which.page, true);
    value_set_text(scratch, &root, "hold", str_sub(hold, 7, hold.n));
    value_set_text(scratch, &root, "seconds", count_text(scratch, SECONDS));
    value_set_text(scratch, &root, "page", count_text(scratch, which.page));
    value_set_text(scratch, &root, "pages", count_text(scratch, SCREEN_PAGES));
    value_set_text(scratch, &root, "as_of", date_text(scratch, s->as_of));
    value_set(
        scratch, &root, S("decisions"),
        decisions_of(p, scratch, zone_at(s->decisions, s->decision_count, DECISIONS, which.page)));
    value_set(
        scratch, &root, S("windows"),
        fields_of(p, scratch, zone_at(s->windows, s->window_count, WINDOWS, which.page), window));
    value_set(scratch, &root, S("progress"),
              fields_of(p, scratch, zone_at(s->progress, s->progress_count, PROGRESS, which.page),
                        progress));
    set_address(p, scratch, &root, S("index.html"));
    return frame_render(p, S("screen"), &root, out);
}
