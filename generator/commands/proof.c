/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * proof.c — each release carries the report of its own check.
 *
 * In:    the verification so far, the manifest's shards, the ledger's head
 * Out:   data/proof.json, about/proof.html
 * Law:   个人信息保护法 art. 51, 54
 * Never: is in the tree whose digest it tells: the manifest's index names it beside the shards
 */
#include "release/proof.h"
#include "commands/run.h"

static struct sha256 tree_digest(const struct manifest *m) {
    struct buf b = {0};
    for (int i = 0; i < m->n; i++)
        manifest_line(&b, &m->shards[i]);
    struct sha256 d = sha256_of(buf_view(&b));
    buf_free(&b);
    return d;
}

/* Stages one of the two and notes it for the index. */
static void add_report(struct run *r, struct manifest *m, str path, const struct buf *b) {
    struct tree_file *v = NEW(r->arena, struct tree_file, m->report_count + 1);
    for (int i = 0; i < m->report_count; i++)
        v[i] = m->reports[i];
    v[m->report_count++] = (struct tree_file){path, b->n, sha256_of(buf_view(b))};
    m->reports = v;
    stage_site_file(r, FILE_MANIFEST, PUBLISH_POINTER, path, buf_view(b));
}

void write_proof(struct run *r, struct manifest *m) {
    struct buf b = {0};
    struct article page;
    struct proof p = {.site = m->site,
                      .as_of = m->as_of,
                      .program = S("gongshi " GONGSHI_VERSION),
                      .key = r->site->secret,
                      .tree = tree_digest(m),
                      .files = m->files,
                      .bytes = m->bytes,
                      .head = ledger_position(r->ledger, r->arena),
                      .checked = verify_counts(r->verify),
                      .tally = *r->tally};
    (void)publics_all(r, r->arena, &p.known);
    proof_json(&b, &p);
    add_report(r, m, S(PROOF_DATA), &b);
    buf_reset(&b);
    proof_markdown(&b, &p);
    struct page_source text = {.name = S("about/proof.md"), .file = S("about/proof.md")};
    text.text = str_dup(r->arena, buf_view(&b));
    buf_reset(&b);
    if (pages_article_load(r->arena, &text, &page, &r->site->diags) &&
        pages_article(r->site->pages, r->arena, &page, &b))
        add_report(r, m, S(PROOF_PAGE), &b);
    buf_free(&b);
}
