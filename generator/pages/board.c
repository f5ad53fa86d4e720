/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * board.c — what an agency posts on its notice board, at its windows, and gives to other media.
 *
 * In:    the decisions that it published last, its windows
 * Out:   A4 pages, an article, short texts, JSON
 * Law:   law.md §6 (carriers: windows, notice boards, WeChat)
 * Never: says more of a decision than its page
 */
#include "base/utf8.h"
#include "pages/page.h"

#define WEIBO_MOST 140 /* characters */

str headline_of(const struct pages *p, struct arena *a, const struct disclosure *d) {
    return decision_headline(a, d, words_get(p->words, WORD_TITLE_MARK));
}

static str decision_number(const struct disclosure *d) {
    return d->kind == KIND_decision ? d->decision.document_number : (str){0};
}

static str posting_title(const struct pages *p, struct arena *a, const struct posting *b) {
    return FILL(p->words, a, WORD_BOARD_TITLE, b->agency.name);
}

str pages_carrier_path(struct arena *a, const struct posting *b, enum carrier which) {
    static const char *const names[CARRIERS] = {"board.html", "article.html", "weibo.txt",
                                                "app.json", "gazette.txt"};
    return str_fmt(a, "print/%.*s/%s", STR(b->agency.code), names[which]);
}

/* ---- pages ---- */

static struct value posting_rows(const struct pages *p, struct arena *a, const struct posting *b) {
    struct value list = value_list(a, b->n);
    for (int i = 0; i < b->n; i++) {
        const struct list_row *row = &b->decisions[i];
        struct value one = value_map(a, 8);
        value_set_text(a, &one, "no", count_text(a, i + 1));
        value_set_text(a, &one, "title", headline_of(p, a, row->disclosure));
        value_set_text(a, &one, "result", decision_result(p, a, row->disclosure));
        value_set_text(a, &one, "number", decision_number(row->disclosure));
        value_set_text(a, &one, "day", show_named(p, a, row->disclosure, "decided"));
        value_set_text(a, &one, "link", row->path);
        value_set_text(a, &one, "url", page_url(p, a, row->path));
        value_add(a, &list, one);
    }
    return list;
}

/* The frame of a sheet: where it lies, whose it is, and the page that its code leads to. */
static struct value sheet_open(const struct pages *p, struct arena *a, str path, str title,
                               const struct agency_words *agency) {
    struct frame frame = {
        .path = path, .title = title, .here = title, .published = INSTANT_NONE, .noindex = true};
    struct value root = frame_open(p, a, &frame);
    str home = str_fmt(a, "agency/%.*s/index.html", STR(agency->code));
    value_set_text(a, &root, "agency", agency->name);
    set_address(p, a, &root, home);
    return root;
}

static bool posting_page(const struct pages *p, struct arena *a, const struct posting *b,
                         enum carrier which, struct buf *out) {
    struct value root =
        sheet_open(p, a, pages_carrier_path(a, b, which), posting_title(p, a, b), &b->agency);
    value_set_text(a, &root, "day", date_text(a, b->published));
    value_set_text(a, &root, "count", count_text(a, b->n + b->more));
    if (b->more > 0)
        value_set_text(a, &root, "more", count_text(a, b->more));
    value_set(a, &root, S("rows"), posting_rows(p, a, b));
    return frame_render(p, which == CARRIER_BOARD ? S("print/board") : S("print/article"), &root,
                        out);
}

/* ---- texts ---- */

/* 张某：未按规定…：罚款 500 元 */
static str one_line(const struct pages *p, struct arena *a, const struct disclosure *d) {
    return str_cat3(a, headline_of(p, a, d), words_get(p->words, WORD_TITLE_MARK),
                    decision_result(p, a, d));
}

/* As many decisions as the length allows, and where the others are. */
static void put_weibo(const struct pages *p, struct arena *a, const struct posting *b,
                      struct buf *out) {
    str url = page_url(p, a, str_fmt(a, "agency/%.*s/index.html", STR(b->agency.code)));
    str day = date_text(a, b->published);
    str count = count_text(a, b->n + b->more);
    str text = FILL(p->words, a, WORD_WEIBO, b->agency.name, day, count);
    str end = url.n > 0 ? FILL(p->words, a, WORD_WEIBO_END, url) : (str){0};
    for (int i = 0; i < b->n; i++) {
        str mark = i > 0 ? words_get(p->words, WORD_ROWS_MARK) : (str){0};
        str longer = str_cat3(a, text, mark, one_line(p, a, b->decisions[i].disclosure));
        if (utf8_count(longer) + utf8_count(end) > WEIBO_MOST)
            break;
        text = longer;
    }
    buf_str(out, text);
    buf_str(out, end);
    buf_char(out, '\n');
}

static void put_gazette(const struct pages *p, struct arena *a, const struct posting *b,
                        struct buf *out) {
    str day = date_text(a, b->published);
    buf_fmt(out, "%.*s\n%.*s\n\n", STR(posting_title(p, a, b)),
            STR(FILL(p->words, a, WORD_GAZETTE_DAY, day)));
    for (int i = 0; i < b->n; i++) {
        const struct disclosure *d = b->decisions[i].disclosure;
        str number = decision_number(d);
        buf_fmt(out, "%d. %.*s", i + 1, STR(one_line(p, a, d)));
        if (number.n > 0)
            buf_str(out, FILL(p->words, a, WORD_BRACKETS, number));
        buf_char(out, '\n');
    }
    if (b->more > 0)
        buf_fmt(out, "%.*s\n", STR(FILL(p->words, a, WORD_GAZETTE_MORE, count_text(a, b->more))));
}

static void put_member(struct buf *out, const char *name, str value, bool first) {
    buf_fmt(out, "%s\"%s\":", first ? "" : ",", name);
    buf_json(out, value);
}

static void put_app(const struct pages *p, struct arena *a, const struct posting *b,
                    struct buf *out) {
    buf_char(out, '{');
    put_member(out, "title", posting_title(p, a, b), true);
    put_member(out, "agency", b->agency.name, false);
    put_member(out, "date", date_text(a, b->published), false);
    buf_fmt(out, ",\"count\":%d,\"items\":[", b->n + b->more);
    for (int i = 0; i < b->n; i++) {
        const struct list_row *row = &b->decisions[i];
        str url = page_url(p, a, row->path);
        buf_str(out, i > 0 ? S(",\n{") : S("\n{"));
        put_member(out, "title", headline_of(p, a, row->disclosure), true);
        put_member(out, "result", decision_result(p, a, row->disclosure), false);
        put_member(out, "number", decision_number(row->disclosure), false);
        put_member(out, "decided", show_named(p, a, row->disclosure, "decided"), false);
        put_member(out, "url", url.n > 0 ? url : row->path, false);
        buf_char(out, '}');
    }
    buf_str(out, S("\n]}\n"));
}

bool pages_carrier(const struct pages *p, struct arena *scratch, const struct posting *b,
                   enum carrier which, struct buf *out) {
    switch (which) {
    case CARRIER_BOARD:
    case CARRIER_ARTICLE:
        return posting_page(p, scratch, b, which, out);
    case CARRIER_WEIBO:
        put_weibo(p, scratch, b, out);
        break;
    case CARRIER_APP:
        put_app(p, scratch, b, out);
        break;
    case CARRIER_GAZETTE:
        put_gazette(p, scratch, b, out);
        break;
    case CARRIERS:
        return false;
    }
    return !out->failed;
}

/* ---- signs of service windows ---- */

bool pages_signs(const struct pages *p, struct arena *scratch, const struct signs *s,
                 struct buf *out) {
    static const char *const shown[] = {"window",   "business", "name",  "post",
                                        "category", "services", "phone", "complaints"};
    str path = str_fmt(scratch, "print/%.*s/signs.html", STR(s->agency.code));
    str title = FILL(p->words, scratch, WORD_SIGNS_TITLE, s->agency.name);
    struct value root = sheet_open(p, scratch, path, title, &s->agency);
    struct value list = value_list(scratch, s->n);
    for (int i = 0; i < s->n; i++) {
        struct value one = value_map(scratch, 8);
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++)
            value_set_text(scratch, &one, shown[k],
                           show_named(p, scratch, s->windows[i].disclosure, shown[k]));
        value_add(scratch, &list, one);
    }
    value_set(scratch, &root, S("signs"), list);
    return frame_render(p, S("print/signs"), &root, out);
}

/* ---- what there is to print ---- */

static void add_print(struct arena *a, struct value *list, const struct printable *one,
                      const char *file, str text) {
    value_add(
        a, list,
        link_value(a, str_fmt(a, "print/%.*s/%s", STR(one->agency.code), file), text, (str){0}));
}

static struct value prints_of(const struct pages *p, struct arena *a, const struct printable *one) {
    struct value list = value_list(a, 8);
    if (one->posting) {
        add_print(a, &list, one, "board.html", words_get(p->words, WORD_PRINT_BOARD));
        add_print(a, &list, one, "article.html", words_get(p->words, WORD_PRINT_ARTICLE));
        add_print(a, &list, one, "weibo.txt", words_get(p->words, WORD_PRINT_WEIBO));
        add_print(a, &list, one, "app.json", words_get(p->words, WORD_PRINT_APP));
        add_print(a, &list, one, "gazette.txt", words_get(p->words, WORD_PRINT_GAZETTE));
    }
    if (one->signs)
        add_print(a, &list, one, "signs.html", words_get(p->words, WORD_PRINT_SIGNS));
    if (one->handbook)
        add_print(a, &list, one, "handbook.html", words_get(p->words, WORD_PRINT_HANDBOOK));
    return list;
}

bool pages_prints(const struct pages *p, struct arena *scratch, const struct printable *v, int n,
                  struct buf *out) {
    str title = words_get(p->words, WORD_PRINTS_TITLE);
    struct frame frame = {
        .path = S("print/index.html"), .title = title, .published = INSTANT_NONE, .noindex = true};
    struct value root = frame_open(p, scratch, &frame);
    struct value list = value_list(scratch, n);
    for (int i = 0; i < n; i++) {
        struct value one = value_map(scratch, 2);
        value_set_text(scratch, &one, "agency", v[i].agency.name);
        set_links(scratch, &one, "prints", prints_of(p, scratch, &v[i]));
        value_add(scratch, &list, one);
    }
    value_set(scratch, &root, S("groups"), list);
    return frame_render(p, S("prints"), &root, out);
}
