/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sitemap.c — what crawlers and browsers are told: sitemap.xml in shards, robots.txt, how to
 * search.
 *
 * In:    paths and times
 * Out:   XML, text
 * Law:   none (sitemaps.org protocol 0.9, OpenSearch 1.1)
 * Never: invents a host: without base_url and domain the addresses stay relative
 */
#include "base/utf8.h"
#include "pages/page.h"

#define SHORT_NAME 16 /* characters that OpenSearch allows */

#define SITEMAP_HEAD "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
#define SITEMAP_SPACE "http://www.sitemaps.org/schemas/sitemap/0.9"

static void put_location(const struct pages *p, const char *tag, str path, instant updated,
                         struct buf *out) {
    buf_fmt(out, "<%s><loc>", tag);
    if (p->base_url.n > 0) {
        buf_html(out, p->base_url);
        buf_char(out, '/');
    }
    buf_html(out, page_address(path));
    buf_str(out, S("</loc>"));
    if (updated != INSTANT_NONE) {
        struct ymd d = date_ymd(instant_date(updated));
        buf_fmt(out, "<lastmod>%04d-%02d-%02d</lastmod>", d.year, d.month, d.day);
    }
    buf_fmt(out, "</%s>\n", tag);
}

void pages_sitemap(const struct pages *p, const struct sitemap_entry *v, int n, struct buf *out) {
    buf_str(out, S(SITEMAP_HEAD "<urlset xmlns=\"" SITEMAP_SPACE "\">\n"));
    for (int i = 0; i < n; i++)
        put_location(p, "url", v[i].path, v[i].updated, out);
    buf_str(out, S("</urlset>\n"));
}

void pages_sitemap_index(const struct pages *p, const struct sitemap_shard *v, int n,
                         struct buf *out) {
    buf_str(out, S(SITEMAP_HEAD "<sitemapindex xmlns=\"" SITEMAP_SPACE "\">\n"));
    for (int i = 0; i < n; i++)
        put_location(p, "sitemap", v[i].path, v[i].updated, out);
    buf_str(out, S("</sitemapindex>\n"));
}

void pages_robots(const struct pages *p, struct buf *out) {
    buf_str(out, S("User-agent: *\nAllow: /\n"));
    if (p->base_url.n > 0)
        buf_fmt(out, "Sitemap: %.*s/sitemap.xml\n", STR(p->base_url));
}

void pages_opensearch(const struct pages *p, struct buf *out) {
    buf_str(out, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                   "<OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n"
                   "<ShortName>"));
    buf_html(out, utf8_head(p->conf.name, SHORT_NAME));
    buf_str(out, S("</ShortName>\n<Description>"));
    buf_html(out, p->sections[0].text);
    buf_str(out, S("</Description>\n<InputEncoding>UTF-8</InputEncoding>\n"
                   "<Url type=\"text/html\" template=\""));
    buf_html(out, p->base_url);
    buf_str(out, S("/search.html?q={searchTerms}\"/>\n</OpenSearchDescription>\n"));
}
