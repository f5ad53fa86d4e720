/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * open.c — compile the templates, and render once what all pages share.
 *
 * In:    struct site_words, template sources
 * Out:   struct pages
 * Law:   law.md §6 (labels, footer, 当前位置)
 * Never: changes after it was opened, so threads share it
 */
#include "pages/page.h"

/* Templates that C code renders by name; partials are found by template_check. */
static const char *const wanted[] = {
    "part/head", "part/header", "part/trail", "part/footer", "record",    "notice",
    "list",      "home",        "column",     "agency",      "article",   "404",
    "map",       "search",      "nothing",    "data",        "data_kind", "names"};

static const char *const depth_roots[PAGE_DEPTH] = {"./",        "../",          "../../",
                                                    "../../../", "../../../../", "../../../../../"};

static bool compile(struct pages *p, struct arena *memory, const struct pages_input *in,
                    struct diags *diags) {
    const struct page_source *v = in->templates;
    int n = in->template_count;
    bool whole = true;
    for (int i = 0; i < n; i++)
        whole = template_add(p->templates, v[i].name, v[i].file,
                             words_expand(p->words, memory, &v[i], diags), diags) &&
                whole;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!template_has(p->templates, str_of(wanted[i]))) {
            diag(diags, DIAG_TEMPLATE_UNKNOWN, (struct place){.file = str_of(wanted[i])},
                 "%s.mustache", wanted[i]);
            whole = false;
        }
    return template_check(p->templates, diags) && whole;
}

static struct value words_value(struct arena *a, const struct site_words *w, str address) {
    struct value v = value_map(a, 16);
    value_set_text(a, &v, "address", address);
    value_set_text(a, &v, "name", w->name);
    value_set_text(a, &v, "domain", w->domain);
    value_set_text(a, &v, "id_code", w->id_code);
    value_set_text(a, &v, "organiser", w->organiser);
    value_set_text(a, &v, "maintainer", w->maintainer);
    value_set_text(a, &v, "contact", w->contact);
    value_set_text(a, &v, "icp", w->icp);
    value_set_text(a, &v, "police", w->police);
    value_set_text(a, &v, "error_url", w->error_url);
    value_set_text(a, &v, "fix", w->correction.n > 0 ? w->correction : w->contact);
    value_set(a, &v, S("demo"), value_bool(w->demo));
    return v;
}

/* ---- what the pages of one section at one depth share ---- */

static struct value section_value(struct arena *a, const struct section *s) {
    struct value v = value_map(a, 8);
    value_set_text(a, &v, "link",
                   s->slug.n == 0 ? (str){0} : str_cat(a, s->slug, S("/index.html")));
    value_set_text(a, &v, "name", s->title);
    value_set_text(a, &v, "description", s->text);
    value_set_text(a, &v, "keywords", s->keywords);
    value_set_text(a, &v, "type", s->type);
    return v;
}

/* The columns of the navigation: every section without a parent, but the home page, 关于 and
 * 执法机关, which the template places itself. */
static struct value navigation(const struct pages *p, struct arena *a, const struct section *here) {
    struct value nav = value_list(a, 8);
    for (int i = 1; i < p->section_count && p->sections[i].parent.n == 0; i++) {
        str slug = p->sections[i].slug;
        if (str_eq(slug, S("about")) || str_eq(slug, S("agency")))
            continue;
        struct value one = section_value(a, &p->sections[i]);
        bool current = str_eq(slug, here->slug) || str_eq(slug, here->parent);
        value_set(a, &one, S("current"), value_bool(current));
        value_add(a, &nav, one);
    }
    return nav;
}

/* The way to a section: home, its column, itself; those alone that have an index page. */
static int crumbs_of(const struct pages *p, const struct section *here,
                     const struct section *out[3]) {
    int n = 0;
    out[n++] = &p->sections[0];
    for (int i = 1; i < p->section_count && here->parent.n > 0; i++)
        if (str_eq(p->sections[i].slug, here->parent))
            out[n++] = &p->sections[i];
    if (here->slug.n > 0 && (here->parent.n == 0 || section_has_index(here->slug)))
        out[n++] = here;
    return n;
}

/* Rendered in a buffer of the machine's, kept as markup in the arena; VALUE_NONE after diagnostics.
 */
static struct value rendered(struct pages *p, struct arena *a, const char *name,
                             const struct value *root, struct diags *diags) {
    struct buf b = {0};
    struct value v = {0};
    if (template_render(p->templates, str_of(name), root, &b, diags))
        v = value_html((struct html){str_dup(a, buf_view(&b))});
    buf_free(&b);
    return v;
}

static bool is_whole(const struct chrome *c) {
    return c->head.type != VALUE_NONE && c->header.type != VALUE_NONE &&
           c->trail.type != VALUE_NONE && c->footer.type != VALUE_NONE;
}

static bool chrome_render(struct pages *p, struct arena *a, int section, struct diags *diags) {
    const struct section *s = &p->sections[section];
    const struct section *crumbs[3];
    int n = crumbs_of(p, s, crumbs);
    struct value ancestors = value_list(a, n);
    for (int i = 1; i < n; i++)
        value_add(a, &ancestors, section_value(a, crumbs[i]));
    bool whole = true;
    for (int depth = 0; depth < PAGE_DEPTH; depth++) {
        struct chrome *c = &p->chrome[section][depth];
        struct value root = value_map(a, 8);
        c->root = value_text(str_of(depth_roots[depth]));
        value_set(a, &root, S("root"), c->root);
        value_set(a, &root, S("site"), p->site);
        if (s->slug.n > 0)
            value_set(a, &root, S("column"), section_value(a, s));
        value_set(a, &root, S("columns"), navigation(p, a, s));
        value_set(a, &root, S("ancestors"), ancestors);
        c->head = rendered(p, a, "part/head", &root, diags);
        c->header = rendered(p, a, "part/header", &root, diags);
        c->trail = rendered(p, a, "part/trail", &root, diags);
        c->footer = rendered(p, a, "part/footer", &root, diags);
        c->linked = linked_trail(p, a, crumbs, n);
        whole = is_whole(c) && whole;
    }
    return whole;
}

static str without_slash(str url) {
    return str_ends(url, S("/")) ? str_sub(url, 0, url.n - 1) : url;
}

/* The address of the site: as site.conf gives it, else by its domain. */
static str base_of(struct arena *a, const struct site_words *w) {
    if (w->base_url.n > 0)
        return without_slash(w->base_url);
    return w->domain.n > 0 ? str_cat(a, S("https://"), w->domain) : (str){0};
}

struct pages *pages_open(struct arena *a, const struct pages_input *in, struct diags *diags) {
    struct pages *p = NEW(a, struct pages, 1);
    p->conf = *in->words;
    p->base_url = base_of(a, in->words);
    p->site = words_value(a, in->words, p->base_url);
    if (p->base_url.n > 0)
        p->form = qr_form_open(a, page_url(p, a, S("cf/2026/aaaaaaaaaa.html")), p->base_url.n + 1);
    p->words = words_load(a, in->catalogues, in->catalogue_count, diags);
    p->sections = section_open(a, p->words, &p->section_count);
    p->templates = template_set_open(a, true);
    if (!compile(p, a, in, diags))
        return NULL;
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++)
        p->plans[k] = plan_of(p, a, k);
    p->chrome = arena_alloc(a, sizeof *p->chrome, (size_t)p->section_count);
    bool whole = true;
    for (int i = 0; i < p->section_count; i++)
        whole = chrome_render(p, a, i, diags) && whole;
    return whole ? p : NULL;
}

/* ---- the theme ---- */

#define DEFAULT_COLOUR "#1a4b8c"

/* The value goes into a style sheet: nothing but six hexadecimal digits may pass. */
static bool is_colour(str s) {
    if (s.n != 7 || s.p[0] != '#')
        return false;
    for (int i = 1; i < 7; i++) {
        char c = s.p[i];
        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')))
            return false;
    }
    return true;
}

void pages_style(const struct pages *p, str sheet, struct buf *out) {
    str colour = is_colour(p->conf.colour) ? p->conf.colour : S(DEFAULT_COLOUR);
    buf_fmt(out, ":root{--main:%.*s}\n", STR(colour));
    buf_str(out, sheet);
}
