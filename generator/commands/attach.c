/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * attach.c — documents that came with records: on line once the staff have approved their digest.
 *
 * In:    members of archives, records that name them, desk/approvals.csv
 * Out:   f/<sha256>.<ending>, and links on the pages of their records
 * Law:   国办发〔2018〕118号; 个人信息保护法 art. 28, 51
 * Never: publishes a document under the name it came with, or without approval; leaves it on line
 *        when its record has left; publishes an SVG as it came
 */
#include "base/os.h"
#include "commands/run.h"
#include "release/attachment.h"

#include <string.h>

#define DOCUMENT_MOST ((int64_t)64 << 20)

/* ---- names, known by keyed digests alone ---- */

/* Archives stand in a folder under a name without a slash. */
static str archive_of(str delivery) {
    return str_cut(&delivery, S("/"));
}

static str base_of(str name) {
    str last = name;
    while (name.p != NULL)
        last = str_cut(&name, S("/"));
    return last;
}

static struct ledger_key name_key(struct run *r, struct arena *a, str archive, str name) {
    str text = str_fmt(a, "attached|%.*s", STR(archive));
    return ledger_key_of(r->ledger, text, name);
}

void attach_member(struct run *r, struct arena *a, const struct attached *m) {
    ledger_attach(r->ledger, name_key(r, a, m->archive, m->name), m->digest, m->size);
    ledger_attach(r->ledger, name_key(r, a, m->archive, base_of(m->name)), m->digest, m->size);
}

static void complain(struct run *r, enum diag_code code, str file, str what) {
    struct arena a = {0};
    struct diags found = {.arena = &a};
    diag(&found, code, (struct place){.file = file}, "%.*s", STR(what));
    report_findings(r, &found);
    arena_free(&a);
}

void attach_record(struct run *r, struct arena *a, int64_t record, const struct named_files *f) {
    if (f->names.n == 0 && !r->any_attached)
        return;
    r->any_attached = true;
    ledger_attachments_begin(r->ledger, record);
    for (ptrdiff_t i = 0; i < f->names.n; i++) {
        struct ledger_attachment one = {.record = record, .no = (int)i + 1};
        struct ledger_key key = name_key(r, a, archive_of(f->delivery), str_trim(f->names.v[i]));
        if (ledger_attached(r->ledger, key, &one.digest, &one.size))
            ledger_attachment_add(r->ledger, &one);
        else
            complain(r, DIAG_ATTACHMENT_MISSING, f->delivery, str_fmt(a, "第 %td 个", i + 1));
    }
}

/* ---- what may go on line ---- */

static const char *object_path(struct run *r, struct arena *a, struct sha256 digest,
                               const char *ending) {
    str hex = sha256_text(a, digest);
    return str_fmt(a, "%s/%.*s%s", site_path(r->site, "state/objects"), STR(hex), ending).p;
}

static str public_path(struct arena *a, const struct ledger_attachment *one) {
    str hex = sha256_text(a, one->digest);
    return str_fmt(a, "f/%.*s.%.*s", STR(hex), STR(one->ending));
}

/* A scan says nothing that could be checked: then somebody has read it and says so. */
static bool is_good(struct run *r, struct arena *a, struct ledger_attachment *one,
                    const struct approval *approved) {
    static const enum diag_code codes[] = {[ATTACHMENT_FORM] = DIAG_ATTACHMENT_FORM,
                                           [ATTACHMENT_BROKEN] = DIAG_ATTACHMENT_BROKEN,
                                           [ATTACHMENT_METADATA] = DIAG_ATTACHMENT_METADATA,
                                           [ATTACHMENT_HIDDEN] = DIAG_ATTACHMENT_HIDDEN,
                                           [ATTACHMENT_SILENT] = DIAG_ATTACHMENT_SILENT};
    struct attachment found = attachment_check(a, object_path(r, a, one->digest, ""),
                                               object_path(r, a, one->digest, ".text"));
    bool read = str_find(approved->content, S("已阅")) >= 0;
    if (found.fault != ATTACHMENT_GOOD && !(found.fault == ATTACHMENT_SILENT && read)) {
        complain(r, codes[found.fault], sha256_text(a, one->digest), found.what);
        return false;
    }
    if (found.cut.n > 0)
        complain(r, DIAG_DRAWING_CUT, sha256_text(a, one->digest), found.cut);
    one->ending = str_of(found.ending);
    return one->size <= DOCUMENT_MOST;
}

/* What is published of it: its bytes as they were approved; of an SVG what is drawn of it again,
 * once. */
static const char *public_bytes(struct run *r, struct arena *a,
                                const struct ledger_attachment *one) {
    const char *whole = object_path(r, a, one->digest, "");
    const char *drawn = object_path(r, a, one->digest, ".svg");
    if (!str_eq(one->ending, S("svg")))
        return whole;
    return os_stat(drawn).exists || attachment_redraw(a, whole, drawn) ? drawn : NULL;
}

static bool is_wanted(struct run *r, struct arena *a, struct ledger_attachment *one) {
    const struct approval *approved =
        approval_of(&r->approvals, APPROVAL_ATTACHMENT, sha256_text(a, one->digest));
    if (one->verb != RULING_PUBLISH || approved == NULL || approved->word != WORD_OPEN)
        return false;
    return one->on_line || is_good(r, a, one, approved);
}

static void touch(struct run *r, struct arena *a, const struct ledger_attachment *one) {
    ledger_touch(r->ledger, one->record);
    ledger_touch(r->ledger, ledger_site_file(r->ledger, FILE_SITE, public_path(a, one)));
    ledger_event(r->ledger, r->number, one->record, one->on_line ? "document" : "no document",
                 sha256_text(a, one->digest));
}

void attachments_settle(struct run *r) {
    struct arena a = {0};
    r->attachment_count = ledger_attachments(r->ledger, r->arena, 0, &r->attachments);
    for (int i = 0; i < r->attachment_count; i++, arena_reset(&a)) {
        struct ledger_attachment *one = &r->attachments[i];
        bool wanted = one->no > 0 && is_wanted(r, &a, one);
        one->ending = str_dup(r->arena, one->ending);
        if (wanted == one->on_line)
            continue;
        one->on_line = wanted;
        touch(r, &a, one);
        ledger_attachment_set(r->ledger, one);
    }
    report_more(r, S("附件"));
    arena_free(&a);
}

/* ---- on the page and in the tree ---- */

int attachments_of(const struct run *r, struct arena *a, int64_t record,
                   struct document_link **out) {
    int n = 0;
    *out = NULL;
    for (int i = 0; i < r->attachment_count; i++) {
        const struct ledger_attachment *one = &r->attachments[i];
        if (one->record != record || !one->on_line)
            continue;
        if (n == 0)
            *out = NEW(a, struct document_link, r->attachment_count);
        (*out)[n++] = (struct document_link){public_path(a, one), one->ending, one->size};
    }
    return n;
}

/* Of several records that a document belongs to, the first one stages it. */
static bool is_first(const struct run *r, int i) {
    for (int k = 0; k < i; k++)
        if (r->attachments[k].on_line &&
            sha256_eq(r->attachments[k].digest, r->attachments[i].digest))
            return false;
    return true;
}

static void stage_document(struct run *r, struct arena *a, const struct ledger_attachment *one) {
    struct document d = {.path = public_path(a, one), .record = one->record};
    int64_t id = ledger_site_file(r->ledger, FILE_SITE, d.path);
    int64_t pending = 0;
    if (ledger_pending(r->ledger, id - 1, id + 1, &pending, 1) == 0)
        return;
    const char *text = object_path(r, r->arena, one->digest, ".text");
    d.text = os_stat(text).exists ? text : NULL;
    const char *bytes = public_bytes(r, a, one);
    if (bytes != NULL && os_read(a, bytes, DOCUMENT_MOST, &d.bytes))
        stage_site_document(r, &d);
}

void attachments_stage(struct run *r) {
    struct arena a = {0};
    for (int i = 0; i < r->attachment_count; i++, arena_reset(&a))
        if (r->attachments[i].on_line && is_first(r, i))
            stage_document(r, &a, &r->attachments[i]);
    arena_free(&a);
}
