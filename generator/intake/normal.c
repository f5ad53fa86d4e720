/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * normal.c — whatever an agency sends becomes record lines, or is refused with a reason.
 *
 * In:    a stored delivery
 * Out:   its normal form beside it, findings
 * Law:   none
 * Never: looks at the name to tell what it is; reads a foreign form outside the contained child
 */
#include "intake/normal.h"

#include "base/utf8.h"
#include "intake/names.h"
#include "intake/reading.h"

#include <string.h>

/* Another way of writing lines makes all lines others: then this number goes up. */
#define NORMAL_VERSION 2

#define HEAD ((ptrdiff_t)256 << 10) /* bytes looked at to tell what it is */
#define ASCII_MOST                                                                                 \
    ((int64_t)32 << 20) /* bytes in which to look for the first that is not ASCII                  \
                         */
#define SHOWN_MOST 80   /* code points of a name in a diagnostic */

/* ---- which maps may apply, and what they know ---- */

const char *intake_normal_path(struct arena *a, const struct intake_file *file) {
    str base = names_base(file->name);
    uint64_t seed = schema_seed() + NORMAL_VERSION * (uint64_t)KINDS;
    seed += (uint64_t)names_kind_in_file(base);
    for (int i = 0; i < file->map_count; i++)
        if (map_matches(file->maps[i], base))
            seed = seed * 31 + file->maps[i]->digest;
    return str_fmt(a, "%s.%016llx.lines", file->path, (unsigned long long)seed).p;
}

static bool own_form_knows(enum kind said, str name) {
    if (said != KIND_NONE)
        return names_field(said, name) >= 0;
    for (int k = 1; k < KINDS; k++)
        if (names_field((enum kind)k, name) >= 0)
            return true;
    return false;
}

bool normal_knows(const struct normal_work *w, str name) {
    if (w->file->any_header)
        return true;
    for (int i = 0; i < w->file->map_count; i++)
        if (map_matches(w->file->maps[i], w->base_name) &&
            map_slot(w->arena, w->file->maps[i], name) != MAP_UNKNOWN)
            return true;
    return str_eq(name, S("kind")) || sheet_is_added(name) ||
           own_form_knows(names_kind_in_file(w->base_name), name);
}

str normal_record_element(const struct normal_work *w) {
    for (int i = 0; i < w->file->map_count; i++)
        if (map_matches(w->file->maps[i], w->base_name) && w->file->maps[i]->record_element.n > 0)
            return w->file->maps[i]->record_element;
    return (str){0};
}

/* ---- what the child tells, and how the run hears it ----
 *
 *   frame │ sheet │ text    frame │ sheet │ text    …    FRAME_END      both sides are one program
 */

enum { FRAME_PART = -1, FRAME_END = -2 };

struct frame {
    int32_t code; /* of a finding, or one of the above */
    int32_t flags;
    int64_t line; /* of a part: its offset */
    int64_t size;
    int64_t sheet_n;
    int64_t text_n;
};

enum { FLAG_DATA = 1, FLAG_ARCHIVE = 2, FLAG_REFUSED = 4, FLAG_SHEET = 8 };

static void send(struct normal_work *w, struct frame f, str sheet, str text) {
    f.sheet_n = sheet.n;
    f.text_n = text.n;
    os_append(w->cell->told, (str){(const char *)&f, (ptrdiff_t)sizeof f});
    os_append(w->cell->told, sheet);
    os_append(w->cell->told, text);
}

void normal_tell(struct normal_work *w, enum diag_code code, struct normal_place at, str detail) {
    if (w->quiet && diag_kind(code)->level < DIAG_REJECT)
        return;
    if (w->told[code]++ < NORMAL_TOLD)
        send(w, (struct frame){.code = (int32_t)code, .line = at.row},
             utf8_head(at.sheet, SHOWN_MOST), detail);
}

bool normal_refuse(struct normal_work *w, enum diag_code code, struct normal_place at, str detail) {
    if (!w->refused)
        normal_tell(w, code, at, detail);
    w->refused = true;
    return false;
}

void normal_part(struct normal_work *w, const struct raw_part *part) {
    int flags = (part->data ? FLAG_DATA : 0) | (part->sheet ? FLAG_SHEET : 0);
    w->archive = true;
    send(w, (struct frame){FRAME_PART, flags, part->offset, part->size, 0, 0}, (str){0},
         part->name);
}

/* What was left out of the telling is at least counted. */
static void tell_end(struct normal_work *w) {
    for (int i = 0; i < DIAG_CODES; i++)
        if (w->told[i] > NORMAL_TOLD)
            send(w, (struct frame){.code = i}, (str){0},
                 str_fmt(w->arena, "另有 %lld 处", (long long)(w->told[i] - NORMAL_TOLD)));
    send(w,
         (struct frame){.code = FRAME_END,
                        .flags = (w->archive ? FLAG_ARCHIVE : 0) | (w->refused ? FLAG_REFUSED : 0)},
         (str){0}, (str){0});
}

static bool next_frame(str *told, struct frame *f, str *sheet, str *text) {
    ptrdiff_t head = (ptrdiff_t)sizeof *f;
    if (told->n < head)
        return false;
    memcpy(f, told->p, sizeof *f);
    ptrdiff_t whole = head + (ptrdiff_t)f->sheet_n + (ptrdiff_t)f->text_n;
    if (f->sheet_n < 0 || f->text_n < 0 || told->n < whole)
        return false;
    *sheet = str_sub(*told, head, head + (ptrdiff_t)f->sheet_n);
    *text = str_sub(*told, head + (ptrdiff_t)f->sheet_n, whole);
    *told = str_sub(*told, whole, told->n);
    return true;
}

struct heard {
    struct arena *arena;
    struct raw *raw;
    struct diags *diags;
    int flags;
    bool whole; /* the child came to its end */
};

static void hear_part(struct heard *h, const struct frame *f, str name) {
    struct raw *raw = h->raw;
    if (raw->parts == NULL)
        raw->parts = NEW(h->arena, struct raw_part, NORMAL_ENTRIES);
    if (raw->part_count < NORMAL_ENTRIES)
        raw->parts[raw->part_count++] = (struct raw_part){
            name, f->line, f->size, (f->flags & FLAG_DATA) != 0, (f->flags & FLAG_SHEET) != 0};
}

static void hear(struct heard *h, str told) {
    struct frame f;
    str sheet;
    str text;
    str name = h->raw->file->name;
    while (next_frame(&told, &f, &sheet, &text)) {
        str file = sheet.n == 0 ? name : str_fmt(h->arena, "%.*s[%.*s]", STR(name), STR(sheet));
        if (f.code == FRAME_PART) {
            hear_part(h, &f, text);
        } else if (f.code == FRAME_END) {
            h->flags = f.flags;
            h->whole = true;
        } else if (f.code >= 0 && f.code < DIAG_CODES) {
            diag(h->diags, (enum diag_code)f.code, (struct place){file, f.line, {0}}, "%.*s",
                 STR(text));
        }
    }
}

/* ---- what it is ---- */

enum content {
    CONTENT_AS_IS,
    CONTENT_RECODE,
    CONTENT_XML,
    CONTENT_SPREADSHEETML,
    CONTENT_ZIP,
    CONTENT_XLS,
    CONTENT_HTML,
    CONTENT_SVG,
    CONTENT_BINARY
};

/* A head is cut anywhere; a NUL in what is not UTF-16 says that it is no text. */
static bool is_text(str head, enum encoding e) {
    return e == ENCODING_UTF16LE || e == ENCODING_UTF16BE || head.n == 0 ||
           memchr(head.p, '\0', (size_t)head.n) == NULL;
}

static bool holds_folded(str text, const char *lower) {
    size_t n = strlen(lower);
    for (ptrdiff_t i = 0; i + (ptrdiff_t)n <= text.n; i++) {
        size_t k = 0;
        while (k < n && (text.p[i + (ptrdiff_t)k] | 0x20) == (lower[k] | 0x20))
            k++;
        if (k == n)
            return true;
    }
    return false;
}

/* Whether the first element is that of an SVG, with a prefix or without. */
static bool is_drawing(str text) {
    while (text.n > 1) {
        (void)str_cut(&text, S("<"));
        char c = text.n > 0 ? (char)(text.p[0] | 0x20) : '?';
        if (c < 'a' || c > 'z')
            continue;
        return str_starts(text, S("svg")) || str_find(str_sub(text, 0, 64), S(":svg ")) > 0;
    }
    return false;
}

/* Some systems call a web page an Excel file. */
static enum content markup_of(str text) {
    static const char *const pages[] = {"<html", "<table", "<body", "<!doctype html"};
    if (holds_folded(text, "urn:schemas-microsoft-com:office:spreadsheet"))
        return holds_folded(text, "<html") ? CONTENT_HTML : CONTENT_SPREADSHEETML;
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        if (holds_folded(text, pages[i]))
            return CONTENT_HTML;
    return is_drawing(text) ? CONTENT_SVG : CONTENT_XML;
}

/* The beginning of the text in UTF-8, enough to tell markup from the rest. */
static str beginning(struct arena *a, str head) {
    str text = {0};
    ptrdiff_t bad;
    (void)encoding_to_utf8(a, str_sub(head, 0, head.n < 4096 ? head.n & ~1 : 4096), &text, &bad);
    return str_trim(text);
}

static enum content content_of(struct arena *a, str head, enum encoding *e) {
    if (str_starts(head, S("PK\x03\x04")) || str_starts(head, S("PK\x05\x06")))
        return CONTENT_ZIP;
    if (str_starts(head, S("\xD0\xCF\x11\xE0")))
        return CONTENT_XLS;
    *e = encoding_of(form_whole_characters(head));
    if (form_foreign(head) != NULL)
        return CONTENT_AS_IS;
    if (!is_text(head, *e) && *e != ENCODING_UTF8)
        return CONTENT_BINARY;
    str text = beginning(a, head);
    if (str_starts(text, S("<")))
        return markup_of(text);
    return *e == ENCODING_UTF8 ? CONTENT_AS_IS : CONTENT_RECODE;
}

bool normal_is_data(struct arena *a, str head) {
    enum encoding e;
    enum content c = content_of(a, head, &e);
    return c != CONTENT_BINARY && c != CONTENT_HTML && c != CONTENT_SVG &&
           form_foreign(head) == NULL;
}

static bool is_ascii(str s) {
    unsigned char all = 0;
    for (ptrdiff_t i = 0; i < s.n; i++)
        all |= (unsigned char)s.p[i];
    return all < 0x80;
}

/* A head that is all ASCII does not tell the encoding: the first window that is not does. What is
 * ASCII for so long is taken for UTF-8. */
static enum encoding encoding_further(int fd, str head, char *window) {
    str at = head;
    for (int64_t from = head.n; at.n == HEAD && is_ascii(at) && from < ASCII_MOST; from += at.n)
        at = (str){window, os_read_at(fd, window, HEAD, from)};
    return encoding_of(form_whole_characters(at));
}

static enum content recognise(const char *path, enum encoding *e) {
    struct arena a = {0};
    char *p = NEW(&a, char, HEAD);
    int fd = os_open(path);
    if (fd < 0)
        die("读不到 %s", path);
    str head = {p, os_read_at(fd, p, HEAD, 0)};
    enum content c = content_of(&a, head, e);
    if (c == CONTENT_AS_IS && head.n == HEAD) {
        *e = encoding_further(fd, head, NEW(&a, char, HEAD));
        c = *e == ENCODING_UTF8 ? c : CONTENT_RECODE;
    }
    os_close(fd);
    arena_free(&a);
    return c;
}

/* ---- the child ---- */

struct errand {
    const struct raw *raw;
    enum content content;
    enum encoding encoding;
};

static void work(void *ctx, const struct os_cell *cell) {
    static void (*const readers[])(struct normal_work *) = {
        [CONTENT_RECODE] = recode_read,
        [CONTENT_XML] = xml_read,
        [CONTENT_SPREADSHEETML] = spreadsheetml_read,
        [CONTENT_ZIP] = zip_read,
        [CONTENT_XLS] = xls_read,
    };
    const struct errand *e = ctx;
    struct arena a = {0};
    struct normal_work w = {.cell = cell, .arena = &a, .encoding = e->encoding};
    w.file = e->raw->file;
    w.base_name = names_base(w.file->name);
    w.member = e->raw->member;
    w.size = os_stat(w.file->path).size;
    readers[e->content](&w);
    tell_end(&w);
}

static enum normal refuse(const struct raw *raw, struct diags *diags, enum diag_code code,
                          str detail) {
    diag(diags, code, (struct place){.file = raw->file->name}, "%.*s", STR(detail));
    return NORMAL_REFUSED;
}

static enum normal run_errand(struct arena *a, struct raw *raw, struct errand *e,
                              struct diags *diags) {
    static const char *const why[] = {
        [OS_END_MEMORY] = "内存", [OS_END_TIME] = "时间", [OS_END_SIZE] = "磁盘空间"};
    struct os_task task = {.in = raw->file->path,
                           .out = raw->out,
                           .memory = e->content == CONTENT_XLS ? NORMAL_XLS_MEMORY : NORMAL_MEMORY,
                           .seconds = NORMAL_SECONDS,
                           .size = NORMAL_SIZE,
                           .work = work,
                           .ctx = e};
    str told;
    enum os_end end = os_contained(a, &task, &told);
    struct heard h = {.arena = a, .raw = raw, .diags = diags};
    if (end == OS_END_DONE)
        hear(&h, told);
    if (end != OS_END_DONE && end != OS_END_CRASH)
        return refuse(raw, diags, DIAG_NORMAL_LIMIT, str_of(why[end]));
    if (!h.whole)
        return refuse(raw, diags, DIAG_NORMAL_CRASH, S(""));
    if ((h.flags & FLAG_REFUSED) != 0)
        return NORMAL_REFUSED;
    return (h.flags & FLAG_ARCHIVE) != 0 ? NORMAL_ARCHIVE : NORMAL_LINES;
}

enum normal intake_normalise(struct arena *a, struct raw *raw, struct diags *diags) {
    struct errand e = {.raw = raw, .encoding = ENCODING_UTF8};
    int64_t size = os_stat(raw->file->path).size;
    e.content = recognise(raw->file->path, &e.encoding);
    raw->out = intake_normal_path(a, raw->file);
    if (e.content == CONTENT_AS_IS) /* PDF and the like too: form.c says what they are */
        return NORMAL_AS_IS;
    if (e.content == CONTENT_HTML)
        return refuse(raw, diags, DIAG_FILE_NOT_TEXT, S("网页（HTML）"));
    if (e.content == CONTENT_SVG)
        return refuse(raw, diags, DIAG_FILE_NOT_TEXT, S("图（SVG），请连同记录压缩成 ZIP"));
    if (e.content == CONTENT_BINARY)
        return refuse(raw, diags, DIAG_FILE_NOT_TEXT, S("含有空字符"));
    int64_t most = e.content == CONTENT_XLS      ? INTAKE_XLS_LIMIT
                   : e.content == CONTENT_RECODE ? INTAKE_FILE_LIMIT
                                                 : INTAKE_BINARY_LIMIT;
    if (size > most)
        return refuse(raw, diags, DIAG_FILE_LARGE, S(""));
    return run_errand(a, raw, &e, diags);
}
