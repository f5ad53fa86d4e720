/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * section.c — the folders of the site, as site.md lays them out, with their column labels.
 *
 * In:    a path; the catalogue's words for each folder
 * Out:   struct section
 * Law:   国办发〔2017〕47号 (ColumnName, ColumnDescription, ColumnKeywords, ColumnType)
 * Never: moves a folder: a published address never changes
 */
#include "pages/page.h"

/* Folder and column, in the order of navigation. */
static const char *const places[][2] = {
    {"", ""},
    /* columns */
    {"shiqian", ""},
    {"shizhong", ""},
    {"shihou", ""},
    {"gg", ""},
    {"data", ""},
    {"about", ""},
    {"agency", ""},
    {"print", "about"},
    {"screen", "about"},
    /* 事前公开 */
    {"zt", "shiqian"},
    {"sx", "shiqian"},
    {"ry", "shiqian"},
    {"cc", "shiqian"},
    {"zn", "shiqian"},
    {"lc", "shiqian"},
    {"yx", "shiqian"},
    {"sh", "shiqian"},
    {"ws", "shiqian"},
    {"cl", "shiqian"},
    {"qz", "shiqian"},
    {"zd", "shiqian"},
    {"jh", "shiqian"},
    /* 事中公示 */
    {"ck", "shizhong"},
    {"bj", "shizhong"},
    {"ql", "shizhong"},
    /* 事后公开 */
    {"cf", "shihou"},
    {"xk", "shihou"},
    {"xq", "shihou"},
    {"zs", "shihou"},
    {"sf", "shihou"},
    {"jc", "shihou"},
    {"qt", "shihou"},
    {"ss", "shihou"},
    {"jb", "shihou"},
    {"tj", "shihou"},
    {"ml", "shihou"},
    {"names", "shihou"},
    {"party", "shihou"},
    /* 数据 */
    {"bd", "data"},
};
#define PLACES ((int)(sizeof places / sizeof *places))

static str said(const struct words *w, struct arena *a, const char *slug, const char *what) {
    return words_find(w, str_fmt(a, "section.%s%s", slug[0] == 0 ? "home" : slug, what));
}

const struct section *section_open(struct arena *a, const struct words *w, int *n) {
    struct section *v = NEW(a, struct section, PLACES);
    for (int i = 0; i < PLACES; i++) {
        const char *slug = places[i][0];
        v[i] = (struct section){.slug = str_of(slug),
                                .parent = str_of(places[i][1]),
                                .title = said(w, a, slug, ""),
                                .text = said(w, a, slug, ".text"),
                                .keywords = said(w, a, slug, ".keywords"),
                                .type = said(w, a, slug, ".type")};
    }
    *n = PLACES;
    return v;
}

int section_of(str path) {
    str slug = str_find(path, S("/")) < 0 ? (str){0} : str_cut(&path, S("/"));
    for (int i = PLACES - 1; i > 0; i--)
        if (str_eq(slug, str_of(places[i][0])))
            return i;
    return 0;
}

const struct section *section_at(const struct pages *p, str path) {
    return &p->sections[section_of(path)];
}

bool section_has_list(str slug) {
    for (enum kind k = KIND_NONE + 1; k < KINDS; k++)
        for (int term = 0; term <= CATEGORY_OTHER; term++)
            if (str_eq(slug, str_of(kind_slug(k, term))))
                return true;
    return false;
}

bool section_has_index(str slug) {
    return section_has_list(slug) || str_eq(slug, S("names"));
}
