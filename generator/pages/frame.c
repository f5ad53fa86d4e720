/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * frame.c — what every page begins with: title, labels, prefix of its links.
 *
 * In:    struct frame
 * Out:   the root of a tree of values
 * Law:   国办发〔2017〕47号 (ArticleTitle, PubDate, ContentSource)
 * Never: links absolutely inside the site
 */
#include "pages/page.h"

static int depth_of(str path) {
    int depth = 0;
    for (ptrdiff_t i = 0; i < path.n; i++)
        depth += path.p[i] == '/';
    return depth < PAGE_DEPTH ? depth : PAGE_DEPTH - 1;
}

str page_root(str path) {
    static const char deepest[] = "../../../../../";
    int depth = depth_of(path);
    return depth == 0 ? S("./") : (str){deepest, 3 * (ptrdiff_t)depth};
}

str page_address(str path) {
    str index = S("index.html");
    return str_ends(path, index) ? str_sub(path, 0, path.n - index.n) : path;
}

str page_url(const struct pages *p, struct arena *a, str path) {
    str address = page_address(path);
    if (p->base_url.n == 0)
        return (str){0};
    return str_cat3(a, p->base_url, S("/"), address);
}

void set_address(const struct pages *p, struct arena *a, struct value *root, str path) {
    str url = page_url(p, a, path);
    if (url.n == 0)
        return;
    value_set_text(a, root, "url", url);
    value_set(a, root, S("qr"), value_html(qr_svg(p->form, a, url)));
}

struct value frame_open(const struct pages *p, struct arena *a, const struct frame *f) {
    const struct chrome *c = &p->chrome[section_of(f->path)][depth_of(f->path)];
    struct value v = value_map(a, 48);
    value_set(a, &v, S("root"), c->root);
    value_set(a, &v, S("head"), c->head);
    value_set(a, &v, S("header"), c->header);
    value_set(a, &v, S("trail"), c->trail);
    value_set(a, &v, S("footer"), c->footer);
    value_set(a, &v, S("site"), p->site);
    value_set_text(a, &v, "title", f->title);
    value_set_text(a, &v, "here", f->here);
    value_set_text(a, &v, "description", f->description);
    value_set_text(a, &v, "canonical", page_url(p, a, f->path));
    value_set(a, &v, S("linked"), value_html(linked_page(a, &c->linked, f->here, f->linked)));
    if (f->published != INSTANT_NONE) {
        value_set_text(a, &v, "published", instant_text(a, f->published));
        value_set_text(a, &v, "source", f->source);
    }
    value_set(a, &v, S("noindex"), value_bool(f->noindex));
    return v;
}

bool frame_render(const struct pages *p, str template, const struct value *root, struct buf *out) {
    return template_render(p->templates, template, root, out, NULL) && !out->failed;
}

str count_text(struct arena *a, int64_t n) {
    enum { MOST = sizeof "-9223372036854775808" };
    char *p = NEW(a, char, MOST);
    ptrdiff_t from = MOST - 1;
    uint64_t rest = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
    do
        p[--from] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    if (n < 0)
        p[--from] = '-';
    return (str){p + from, MOST - 1 - from};
}
