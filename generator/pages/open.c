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
    "part/head", "part/header", "part/trail", "part/footer", "record", "notice", "list",
    "home",      "column",      "agency",     "article",     "404",    "map"};

static const char *const depth_roots[PAGE_DEPTH] = {"./", "../", "../../", "../../../",
                                                    "../../../../"};

static bool compile(struct pages *p, const struct page_source *v, int n, struct diags *diags) {
    bool whole = true;
    for (int i = 0; i < n; i++)
        whole = template_add(p->templates, v[i].name, v[i].file, v[i].text, diags) && whole;
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++)
        if (!template_has(p->templates, str_of(wanted[i]))) {
            diag(diags, DIAG_TEMPLATE_UNKNOWN, (struct place){.file = str_of(wanted[i])},
                 "%s.mustache", wanted[i]);
            whole = false;
        }
    return template_check(p->templates, diags) && whole;
}

static struct value words_value(struct arena *a, const struct site_words *w) {
    struct value v = value_map(a, 16);
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
    str slug = str_of(s->slug);
    value_set_text(a, &v, "link", slug.n == 0 ? (str){0} : str_cat(a, slug, S("/index.html")));
    value_set_text(a, &v, "name", str_of(s->title));
    value_set_text(a, &v, "description", str_of(s->text));
    value_set_text(a, &v, "keywords", str_of(s->keywords));
    value_set_text(a, &v, "type", str_of(s->type));
    return v;
}

/* The columns of the navigation: every section without a parent, but the home page, 关于 and
 * 执法机关, which the template places itself. */
static struct value navigation(struct arena *a, const struct section *here) {
    struct value nav = value_list(a, 8);
    int n = 0;
    const struct section *all = section_all(&n);
    for (int i = 1; i < n && all[i].parent[0] == 0; i++) {
        str slug = str_of(all[i].slug);
        if (str_eq(slug, S("about")) || str_eq(slug, S("agency")))
            continue;
        struct value one = section_value(a, &all[i]);
        bool current = str_eq(slug, str_of(here->slug)) || str_eq(slug, str_of(here->parent));
        value_set(a, &one, S("current"), value_bool(current));
        value_add(a, &nav, one);
    }
    return nav;
}

static struct value ancestry(struct arena *a, const struct section *here) {
    struct value trail = value_list(a, 2);
    int n = 0;
    const struct section *all = section_all(&n);
    for (int i = 1; i < n && here->parent[0] != 0; i++)
        if (str_eq(str_of(all[i].slug), str_of(here->parent)))
            value_add(a, &trail, section_value(a, &all[i]));
    bool has_index = here->parent[0] == 0 || section_has_list(str_of(here->slug));
    if (here->slug[0] != 0 && has_index)
        value_add(a, &trail, section_value(a, here));
    return trail;
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

static bool chrome_render(struct pages *p, struct arena *a, int section, struct diags *diags) {
    int n = 0;
    const struct section *s = &section_all(&n)[section];
    bool whole = true;
    for (int depth = 0; depth < PAGE_DEPTH; depth++) {
        struct chrome *c = &p->chrome[section][depth];
        struct value root = value_map(a, 8);
        c->root = value_text(str_of(depth_roots[depth]));
        value_set(a, &root, S("root"), c->root);
        value_set(a, &root, S("site"), p->site);
        if (s->slug[0] != 0)
            value_set(a, &root, S("column"), section_value(a, s));
        value_set(a, &root, S("columns"), navigation(a, s));
        value_set(a, &root, S("ancestors"), ancestry(a, s));
        c->head = rendered(p, a, "part/head", &root, diags);
        c->header = rendered(p, a, "part/header", &root, diags);
        c->trail = rendered(p, a, "part/trail", &root, diags);
        c->footer = rendered(p, a, "part/footer", &root, diags);
        whole = whole && c->head.type != VALUE_NONE && c->header.type != VALUE_NONE &&
                c->trail.type != VALUE_NONE && c->footer.type != VALUE_NONE;
    }
    return whole;
}

static str without_slash(str url) {
    return str_ends(url, S("/")) ? str_sub(url, 0, url.n - 1) : url;
}

struct pages *pages_open(struct arena *a, const struct site_words *words,
                         const struct page_source *templates, int n, struct diags *diags) {
    struct pages *p = NEW(a, struct pages, 1);
    p->words = *words;
    p->base_url = without_slash(words->base_url);
    p->site = words_value(a, words);
    p->templates = template_set_open(a, true);
    if (!compile(p, templates, n, diags))
        return NULL;
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++)
        p->plans[k] = plan_of(a, k, p->templates);
    int sections = 0;
    section_all(&sections);
    p->chrome = arena_alloc(a, sizeof *p->chrome, (size_t)sections);
    bool whole = true;
    for (int i = 0; i < sections; i++)
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

void pages_theme(const struct pages *p, struct buf *out) {
    str colour = is_colour(p->words.colour) ? p->words.colour : S(DEFAULT_COLOUR);
    buf_fmt(out, ":root{--main:%.*s}\n", STR(colour));
}
