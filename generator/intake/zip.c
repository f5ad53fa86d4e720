/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * zip.c — a ZIP: a workbook, or an archive of deliveries and attachments.
 *
 * In:    a delivery that begins as a ZIP does
 * Out:   lines; or the members one after the other, each told with its place
 * Law:   none
 * Never: makes a file of a member's name; unpacks an archive inside an archive
 */
#include "base/utf8.h"
#include "intake/archive.h"

#include <string.h>

#define HEAD ((ptrdiff_t)64 << 10) /* of a member: by it data are told from attachments */

/* ---- names ---- */

static bool has_control(str name) {
    for (ptrdiff_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] < 0x20 || name.p[i] == 0x7F || name.p[i] == '\\')
            return true;
    return false;
}

static bool climbs(str name) {
    for (str rest = name; rest.p != NULL;) {
        str part = str_cut(&rest, S("/"));
        if (str_eq(part, S("..")) || str_eq(part, S(".")))
            return true;
    }
    return false;
}

/* No file is ever made of it, but people and later readers will see it. */
static bool is_trick(str name) {
    return name.n == 0 || str_starts(name, S("/")) || has_control(name) || climbs(name) ||
           (name.n > 1 && name.p[1] == ':');
}

/* Programs of Windows write names in GBK without saying so. */
static str name_of(struct normal_work *w, str raw) {
    str name = {0};
    ptrdiff_t bad;
    if (has_control(raw))
        return (str){0};
    return encoding_to_utf8(w->arena, raw, &name, &bad) ? str_dup(w->arena, name) : (str){0};
}

/* What systems leave in archives for themselves. */
static bool is_litter(str name) {
    str base = name;
    while (str_find(base, S("/")) >= 0)
        (void)str_cut(&base, S("/"));
    return str_starts(name, S("__MACOSX/")) || base.n == 0 || str_starts(base, S(".")) ||
           str_starts(base, S("~$")) || str_eq(base, S("Thumbs.db"));
}

/* ---- data or attachment ---- */

struct unpacking {
    struct normal_work *work;
    char *head;
    ptrdiff_t head_n;
    bool word; /* a compound file that is a document, not a workbook */
    int64_t at;
};

static const char word_document[] = "W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t";

static bool unpack(void *ctx, str piece, bool last) {
    struct unpacking *u = ctx;
    str mark = {word_document, (ptrdiff_t)sizeof word_document};
    str head = str_sub(piece, 0, HEAD - u->head_n);
    (void)last;
    if (head.n > 0)
        memcpy(u->head + u->head_n, head.p, (size_t)head.n);
    u->head_n += head.n;
    u->word = u->word || str_find(piece, mark) >= 0;
    u->at += piece.n;
    os_append(u->work->cell->out, piece);
    return true;
}

/* The parts of documents are named near the beginning; other archives are refused as deliveries. */
static bool is_document(str head) {
    return str_find(head, S("xl/")) < 0 &&
           (str_find(head, S("word/")) >= 0 || str_find(head, S("ppt/")) >= 0 ||
            str_find(head, S("OFD.xml")) >= 0);
}

static bool is_data(struct unpacking *u) {
    str head = {u->head, u->head_n};
    if (str_starts(head, S("PK\x03\x04")))
        return !is_document(head);
    if (str_starts(head, S("\xD0\xCF\x11\xE0")))
        return !u->word;
    return normal_is_data(u->work->arena, head);
}

/* Workbooks and texts look like data: those that are attachments stand in a folder of that name. */
static bool is_put_aside(str name) {
    while (name.n > 0) {
        str folder = str_cut(&name, S("/"));
        if (name.p != NULL && (str_eq(folder, S("附件")) || str_eq(folder, S("attachments"))))
            return true;
    }
    return false;
}

static bool unpack_member(struct archive *z, struct unpacking *u, int index, str name) {
    int64_t from = u->at;
    u->head_n = 0;
    u->word = false;
    if (!archive_read(z, index, unpack, u))
        return false;
    bool data = !is_put_aside(name) && is_data(u);
    normal_part(z->work, &(struct raw_part){name, from, u->at - from, data, false});
    return true;
}

/* ---- the archive ---- */

static bool check_names(struct archive *z, str *names) {
    for (int i = 0; i < z->count; i++) {
        names[i] = name_of(z->work, z->members[i].name);
        if (is_trick(names[i]))
            return normal_refuse(z->work, DIAG_ZIP_NAME, (struct normal_place){0},
                                 str_fmt(z->work->arena, "第 %d 个文件", i + 1));
    }
    return true;
}

static void unpack_all(struct archive *z) {
    struct unpacking u = {.work = z->work, .head = NEW(z->work->arena, char, HEAD)};
    str *names = NEW(z->work->arena, str, z->count + 1);
    if (!check_names(z, names))
        return;
    z->work->archive = true;
    for (int i = 0; i < z->count && !z->work->refused; i++)
        if (!is_litter(names[i]))
            (void)unpack_member(z, &u, i, names[i]);
}

void zip_read(struct normal_work *w) {
    struct archive z;
    struct normal_place nowhere = {0};
    if (archive_open(&z, w)) {
        str workbook = xlsx_workbook(&z);
        if (workbook.n > 0)
            xlsx_read(&z, workbook);
        else if (archive_find(&z, S("[Content_Types].xml")) >= 0 ||
                 archive_find(&z, S("OFD.xml")) >= 0)
            (void)normal_refuse(w, DIAG_FILE_NOT_TEXT, nowhere, S("DOCX、PPTX 或 OFD"));
        else if (w->member)
            (void)normal_refuse(w, DIAG_ZIP_NESTED, nowhere, S(""));
        else
            unpack_all(&z);
    }
    archive_close(&z);
}
