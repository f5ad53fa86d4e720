/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * linked.c — what machines read in a page: JSON-LD in a block of data, which no policy for scripts
 * concerns.
 *
 * In:    crumbs, struct disclosure
 * Out:   one script element of type application/ld+json
 * Law:   none (schema.org: BreadcrumbList, GovernmentPermit, GovernmentService, Dataset)
 * Never: says Person; names a party
 */
#include "pages/page.h"

/* Within the element every < is escaped: <!-- and </script would end what they must not. */
static struct html taken(struct arena *a, struct buf *b) {
    str text = str_dup(a, buf_view(b));
    struct html out = {str_replace(a, text, S("<"), S("\\u003c"))};
    buf_free(b);
    return out;
}

/* ,"key":"value" when there is a value. */
static void put_pair(struct buf *b, const char *key, str value) {
    if (value.n == 0)
        return;
    buf_str(b, S(",\""));
    buf_str(b, str_of(key));
    buf_str(b, S("\":"));
    buf_json(b, value);
}

static void put_maker(struct buf *b, const char *key, str agency) {
    if (agency.n == 0)
        return;
    buf_fmt(b, ",\"%s\":{\"@type\":\"GovernmentOrganization\"", key);
    put_pair(b, "name", agency);
    buf_char(b, '}');
}

/* ---- crumbs ---- */

static void put_crumb(struct buf *b, int position, str name, str url) {
    buf_fmt(b, "%s{\"@type\":\"ListItem\",\"position\":%d", position == 1 ? "" : ",", position);
    put_pair(b, "name", name);
    put_pair(b, "item", url);
    buf_char(b, '}');
}

struct linked_trail linked_trail(const struct pages *p, struct arena *a,
                                 const struct section *const *crumbs, int n) {
    struct buf b = {0};
    buf_str(&b, S("{\"@context\":\"https://schema.org\",\"@graph\":["
                  "{\"@type\":\"BreadcrumbList\",\"itemListElement\":["));
    for (int i = 0; i < n; i++) {
        str slug = crumbs[i]->slug;
        str path = slug.n == 0 ? S("index.html") : str_cat(a, slug, S("/index.html"));
        put_crumb(&b, i + 1, crumbs[i]->title, page_url(p, a, path));
    }
    return (struct linked_trail){taken(a, &b).s, n};
}

struct html linked_page(struct arena *a, const struct linked_trail *trail, str here,
                        struct html others) {
    struct buf b = {0};
    buf_str(&b, trail->text);
    if (here.n > 0)
        put_crumb(&b, trail->n + 1, here, (str){0});
    buf_str(&b, S("]}"));
    buf_str(&b, others.s);
    return (struct html){str_cat3(a, S("<script type=\"application/ld+json\">"), taken(a, &b).s,
                                  S("]}</script>\n"))};
}

/* ---- records ---- */

/* The certificate's name where it has one: a permit's document is called the same for all. */
static void put_permit(const struct pages *p, struct arena *a, struct buf *b,
                       const struct disclosure *d) {
    bool certified = d->decision.certificate_name.n > 0;
    buf_str(b, S(",{\"@type\":\"GovernmentPermit\""));
    put_pair(b, "name", certified ? d->decision.certificate_name : d->decision.document_name);
    put_pair(b, "identifier", d->decision.document_number);
    put_maker(b, "issuedBy", d->agency_name);
    if (d->decision.valid_from != DATE_NONE)
        put_pair(b, "validFrom", date_text(a, d->decision.valid_from));
    if (d->decision.valid_to != DATE_NONE)
        put_pair(b, "validUntil", date_text(a, d->decision.valid_to));
    (void)p;
}

static void put_service(struct buf *b, const struct disclosure *d) {
    buf_str(b, S(",{\"@type\":\"GovernmentService\""));
    put_pair(b, "name", d->guide.name);
    put_pair(b, "identifier", d->guide.code);
    put_maker(b, "serviceOperator", d->agency_name);
    if (d->guide.office_phone.n > 0 || d->guide.office_address.n > 0) {
        buf_str(b, S(",\"availableChannel\":{\"@type\":\"ServiceChannel\""));
        if (d->guide.office_phone.n > 0) {
            buf_str(b, S(",\"servicePhone\":{\"@type\":\"ContactPoint\""));
            put_pair(b, "telephone", d->guide.office_phone);
            buf_char(b, '}');
        }
        if (d->guide.office_address.n > 0) {
            buf_str(b, S(",\"serviceLocation\":{\"@type\":\"GovernmentOffice\""));
            put_pair(b, "address", d->guide.office_address);
            buf_char(b, '}');
        }
        buf_char(b, '}');
    }
}

struct html linked_record(const struct pages *p, struct arena *a, const struct disclosure *d,
                          const struct appearance *at) {
    struct buf b = {0};
    if (d->kind == KIND_decision && d->decision.category == CATEGORY_PERMIT)
        put_permit(p, a, &b, d);
    else if (d->kind == KIND_guide)
        put_service(&b, d);
    else
        return (struct html){{0}};
    put_pair(&b, "url", page_url(p, a, at->path));
    buf_char(&b, '}');
    return taken(a, &b);
}

struct html linked_dataset(const struct pages *p, struct arena *a, date as_of) {
    struct buf b = {0};
    const struct section *data = section_at(p, S("data/"));
    buf_str(&b, S(",{\"@type\":\"Dataset\""));
    put_pair(&b, "name", p->conf.name);
    put_pair(&b, "description", data->text);
    put_pair(&b, "inLanguage", words_get(p->words, WORD_LANGUAGE));
    put_pair(&b, "dateModified", date_text(a, as_of));
    put_pair(&b, "url", page_url(p, a, S("data/index.html")));
    put_maker(&b, "creator", p->conf.organiser);
    buf_str(&b, S(",\"isAccessibleForFree\":true}"));
    return taken(a, &b);
}
