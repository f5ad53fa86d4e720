/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * attachment.c — whether a document may be published as it is.
 *
 * In:    the bytes of an attachment
 * Out:   what it is, what it says, and what of its maker is still in it
 * Law:   个人信息保护法 art. 28, 51
 * Never: reads a foreign form outside a contained child; changes the document, but for an SVG
 *
 * What the child tells are lines: an ending of attachment_fault's words, a space, and which.
 */
#include "release/attachment.h"

#include "base/os.h"
#include "release/drawing.h"
#include "release/pdf.h"
#include "release/picture.h"
#include "release/unwrap.h"

#include <string.h>
#include <zip.h>

#define MEMORY ((int64_t)512 << 20) /* bytes a child may take */
#define SECONDS 60
#define SIZE ((int64_t)256 << 20)
#define MEMBER_MOST ((zip_uint64_t)32 << 20)
#define MEMBERS_MOST 4096
#define TEXT_LEAST 8 /* characters without which a document is silent */
#define TEXT_MOST ((int64_t)64 << 20)

static void tell(const struct os_cell *cell, char fault, const char *what) {
    os_append(cell->told, (str){&fault, 1});
    os_append(cell->told, str_of(what));
    os_append(cell->told, S("\n"));
}

/* ---- XML of office documents ---- */

/* Elements at which a line of text ends; others stand within words. */
static bool ends_line(str tag) {
    static const char *const names[] = {"/w:p", "w:br", "w:tab", "/si",
                                        "/row", "/c",   "/is",   "/a:p"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        ptrdiff_t n = (ptrdiff_t)strlen(names[i]);
        if (str_starts(tag, str_of(names[i])) &&
            (tag.n == n || tag.p[n] == ' ' || tag.p[n] == '/' || tag.p[n] == '>'))
            return true;
    }
    return false;
}

/* The text of a part, tags dropped: a name may be cut into runs, but not a paragraph into words. */
static void put_text(const struct os_cell *cell, str xml) {
    while (xml.n > 0) {
        str text = str_cut(&xml, S("<"));
        os_append(cell->out, text);
        str tag = str_cut(&xml, S(">"));
        if (ends_line(tag))
            os_append(cell->out, S("\n"));
    }
    os_append(cell->out, S("\n"));
}

/* The element of this name, whatever its prefix, from its tag on; absent when there is none. */
static str tag_of(str xml, str name) {
    while (xml.n > 0) {
        (void)str_cut(&xml, S("<"));
        str rest = xml;
        ptrdiff_t n = 0;
        while (n < rest.n && strchr(" \t\r\n/>", rest.p[n]) == NULL)
            n++;
        str whole = str_sub(rest, 0, n);
        ptrdiff_t colon = str_find(whole, S(":"));
        if (n > 0 && str_eq(str_sub(whole, colon + 1, n), name))
            return rest;
    }
    return (str){0};
}

/* Something between the tags of such an element? */
static bool has_content(str xml, str name) {
    for (str rest = tag_of(xml, name); rest.n > 0; rest = tag_of(rest, name)) {
        str tag = str_cut(&rest, S(">"));
        if (!str_ends(tag, S("/")) && str_trim(str_cut(&rest, S("<"))).n > 0)
            return true;
    }
    return false;
}

/* Such an element that is not switched off: <w:vanish w:val="0"/>. */
static bool is_on(str xml, str name) {
    for (str rest = tag_of(xml, name); rest.n > 0; rest = tag_of(rest, name)) {
        str tag = str_cut(&rest, S(">"));
        if (str_find(tag, S("val=\"0\"")) < 0 && str_find(tag, S("val=\"false\"")) < 0)
            return true;
    }
    return false;
}

struct mark {
    const char *in; /* how the part's name begins */
    enum { PART, ELEMENT, CONTENT, WORDS } is;
    const char *mark; /* an element, or words in a tag */
    char fault;
    const char *what;
};

static const struct mark office_marks[] = {
    {"docProps/core.xml", CONTENT, "creator", 'm', "作者"},
    {"docProps/core.xml", CONTENT, "lastModifiedBy", 'm', "最后修改人"},
    {"docProps/core.xml", CONTENT, "title", 'm', "标题属性"},
    {"docProps/core.xml", CONTENT, "subject", 'm', "主题属性"},
    {"docProps/core.xml", CONTENT, "description", 'm', "备注属性"},
    {"docProps/core.xml", CONTENT, "keywords", 'm', "关键词属性"},
    {"docProps/core.xml", CONTENT, "category", 'm', "类别属性"},
    {"docProps/core.xml", CONTENT, "contentStatus", 'm', "状态属性"},
    {"docProps/core.xml", CONTENT, "identifier", 'm', "标识属性"},
    {"docProps/app.xml", CONTENT, "Manager", 'm', "经理属性"},
    {"docProps/app.xml", CONTENT, "HyperlinkBase", 'm', "超链接基础属性"},
    {"docProps/custom.xml", ELEMENT, "property", 'm', "自定义属性"},
    {"docProps/thumbnail", PART, NULL, 'h', "缩略图"},
    {"word/comments", ELEMENT, "comment", 'h', "批注"},
    {"xl/comments", PART, NULL, 'h', "批注"},
    {"xl/threadedComments", PART, NULL, 'h', "批注"},
    {"xl/persons/", ELEMENT, "person", 'm', "批注人"},
    {"word/people.xml", ELEMENT, "person", 'm', "修订人"},
    {"word/", ELEMENT, "ins", 'h', "修订"},
    {"word/", ELEMENT, "del", 'h', "修订"},
    {"word/", ELEMENT, "moveFrom", 'h', "修订"},
    {"word/", ELEMENT, "moveTo", 'h', "修订"},
    {"word/", WORDS, ":author=\"", 'm', "修订人"},
    {"word/", ELEMENT, "vanish", 'h', "隐藏文字"},
    {"word/", ELEMENT, "altChunk", 'h', "嵌入的文件"},
    {"word/embeddings/", PART, NULL, 'h', "嵌入的文件"},
    {"xl/embeddings/", PART, NULL, 'h', "嵌入的文件"},
    {"xl/pivotCache/", PART, NULL, 'h', "数据透视表的源数据"},
    {"xl/externalLinks/", PART, NULL, 'h', "外部链接的数据"},
    {"xl/workbook.xml", WORDS, "state=\"hidden\"", 'h', "隐藏的工作表"},
    {"xl/workbook.xml", WORDS, "state=\"veryHidden\"", 'h', "隐藏的工作表"},
    {"xl/worksheets/", WORDS, " hidden=\"1\"", 'h', "隐藏的行或列"},
    {"xl/worksheets/", WORDS, " hidden=\"true\"", 'h', "隐藏的行或列"},
};

static bool bears(const struct mark *m, str xml) {
    switch (m->is) {
    case ELEMENT:
        return is_on(xml, str_of(m->mark));
    case CONTENT:
        return has_content(xml, str_of(m->mark));
    case WORDS:
        return str_find(xml, str_of(m->mark)) >= 0;
    default:
        return true;
    }
}

/* Every part is one that is known, and read: what is not may hold anything. */
static bool is_known_part(str name) {
    static const char *const known[] = {
        "[Content_Types].xml", "docProps/app.xml", "docProps/core.xml",  "docProps/custom.xml",
        "word/document.xml",   "word/styles",      "word/settings.xml",  "word/webSettings.xml",
        "word/fontTable.xml",  "word/numbering",   "word/footnotes",     "word/endnotes",
        "word/header",         "word/footer",      "word/comments",      "word/people.xml",
        "word/theme/",         "word/media/",      "word/fonts/",        "xl/workbook.xml",
        "xl/styles.xml",       "xl/sharedStrings", "xl/calcChain.xml",   "xl/metadata.xml",
        "xl/worksheets/",      "xl/theme/",        "xl/media/",          "xl/drawings/",
        "xl/charts/",          "xl/tables/",       "xl/printerSettings/"};
    if (str_ends(name, S(".rels")) || str_ends(name, S("/")))
        return true;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_starts(name, str_of(known[i])))
            return true;
    return false;
}

static void look_for_marks(const struct os_cell *cell, str name, str xml) {
    bool told = false;
    for (size_t i = 0; i < sizeof office_marks / sizeof office_marks[0]; i++) {
        const struct mark *m = &office_marks[i];
        if (!str_starts(name, str_of(m->in)) || !bears(m, xml))
            continue;
        tell(cell, m->fault, m->what);
        told = true;
    }
    if (!told && !is_known_part(name))
        tell(cell, 'h', "正文以外的内容");
}

/* A picture in a document says nothing that could be checked; what it holds beside is refused. */
static void look_at_inner(const struct os_cell *cell, str bytes) {
    struct picture p = picture_look(bytes);
    tell(cell, 'p', "");
    if (p.ending == NULL)
        tell(cell, 'h', "不能检查的图片");
    else if (!p.whole)
        tell(cell, 'b', "");
    else if (p.more != NULL)
        tell(cell, 'm', p.more);
}

/* ---- DOCX and XLSX, in the child ---- */

static bool read_member(struct arena *a, zip_t *zip, zip_uint64_t index, str *out) {
    zip_stat_t st;
    if (zip_stat_index(zip, index, 0, &st) != 0 || st.size > MEMBER_MOST)
        return false;
    char *p = ROOM(a, char, st.size + 1);
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    zip_int64_t got = file == NULL ? -1 : zip_fread(file, p, st.size);
    bool good = file != NULL && zip_fclose(file) == 0 && got == (zip_int64_t)st.size;
    *out = (str){p, (ptrdiff_t)st.size};
    return good;
}

static bool is_text_part(str name) {
    return str_ends(name, S(".xml")) &&
           (str_starts(name, S("word/")) || str_starts(name, S("xl/")));
}

static void read_office(const struct os_cell *cell, zip_t *zip) {
    struct arena a = {0};
    zip_int64_t n = zip_get_num_entries(zip, 0);
    for (zip_int64_t i = 0; i < n && n <= MEMBERS_MOST; i++, arena_reset(&a)) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        str part;
        if (name == NULL || !read_member(&a, zip, (zip_uint64_t)i, &part)) {
            tell(cell, 'b', "");
            break;
        }
        if (strcmp(name, "word/document.xml") == 0)
            tell(cell, 'e', "docx");
        if (strcmp(name, "xl/workbook.xml") == 0)
            tell(cell, 'e', "xlsx");
        look_for_marks(cell, str_of(name), part);
        if (str_starts(str_of(name), S("word/media/")) || str_starts(str_of(name), S("xl/media/")))
            look_at_inner(cell, part);
        if (is_text_part(str_of(name)))
            put_text(cell, part);
    }
    arena_free(&a);
}

/* ---- pictures and drawings, in the child ---- */

static void look_at_picture(const struct os_cell *cell, str s) {
    struct picture p = picture_look(s);
    if (p.ending == NULL)
        return;
    tell(cell, 'e', p.ending);
    if (!p.whole)
        tell(cell, 'b', "");
    if (p.more != NULL)
        tell(cell, 'm', p.more);
}

/* What a drawing says; `tell` also what is left out of it. */
static void look_at_drawing(const struct os_cell *cell, struct arena *a, str s) {
    struct drawing d;
    tell(cell, 'e', "svg");
    if (drawing_redraw(a, s, &d))
        os_append(cell->out, buf_view(&d.text));
    else
        tell(cell, 'b', "");
    for (int i = 0; i < d.cuts; i++)
        tell(cell, 'c', str_z(a, d.cut[i]));
    drawing_free(&d);
}

bool attachment_is_control(char c) {
    unsigned char b = (unsigned char)c;
    return (b < ' ' && (b < '\t' || b > '\r')) || b == 0x7F;
}

/* No text has control characters. */
static bool is_text(str s) {
    ptrdiff_t i = 0;
    while (i < s.n && !attachment_is_control(s.p[i]))
        i++;
    return i == s.n;
}

static str whole_of(struct arena *a, const struct os_cell *cell) {
    char *p = ROOM(a, char, SIZE / 4);
    return (str){p, os_read_at(cell->in, p, SIZE / 4, 0)};
}

/* ---- the work of the children ---- */

static void look(void *ctx, const struct os_cell *cell) {
    struct arena a = {0};
    int error = 0;
    (void)ctx;
    char head[UNWRAP_HEAD];
    str start = {head, os_read_at(cell->in, head, UNWRAP_HEAD, 0)};
    if (wrap_of(start) == WRAP_ZIP) {
        zip_t *zip = zip_fdopen(cell->in, 0, &error);
        if (zip == NULL) {
            tell(cell, 'b', "");
            return;
        }
        read_office(cell, zip);
        zip_discard(zip);
        return;
    }
    str all = whole_of(&a, cell);
    if (wrap_of(start) == WRAP_MEDIA) {
        look_at_picture(cell, all);
    } else if (wrap_of(start) == WRAP_NONE && drawing_is(all)) {
        look_at_drawing(cell, &a, all);
    } else if (wrap_of(start) == WRAP_NONE && is_text(all)) {
        tell(cell, 'e', "txt");
        os_append(cell->out, all);
    }
}

static void redraw(void *ctx, const struct os_cell *cell) {
    struct arena a = {0};
    struct drawing d;
    (void)ctx;
    if (!drawing_redraw(&a, whole_of(&a, cell), &d))
        tell(cell, 'b', "");
    os_append(cell->out, buf_view(&d.svg));
    drawing_free(&d);
}

bool attachment_run(struct arena *a, const char *in, const char *out,
                    void (*work)(void *ctx, const struct os_cell *cell), str *told) {
    struct os_task task = {
        .in = in, .out = out, .memory = MEMORY, .seconds = SECONDS, .size = SIZE, .work = work};
    return os_contained(a, &task, told) == OS_END_DONE;
}

/* ---- what the child told ---- */

void attachment_note(struct attachment *out, enum attachment_fault fault, str what) {
    if (out->fault == ATTACHMENT_GOOD)
        *out = (struct attachment){fault, what, out->ending, out->cut, out->pictures};
}

static void take_told(struct arena *a, str told, struct attachment *out) {
    while (told.n > 0) {
        str line = str_cut(&told, S("\n"));
        str what = str_dup(a, str_sub(line, 1, line.n));
        switch (line.n > 0 ? line.p[0] : '\0') {
        case 'e':
            out->ending = what.p;
            break;
        case 'm':
            attachment_note(out, ATTACHMENT_METADATA, what);
            break;
        case 'h':
            attachment_note(out, ATTACHMENT_HIDDEN, what);
            break;
        case 'p':
            out->pictures = true;
            break;
        case 'c':
            out->cut = out->cut.n == 0 ? what : str_fmt(a, "%.*s、%.*s", STR(out->cut), STR(what));
            break;
        default:
            attachment_note(out, ATTACHMENT_BROKEN, what);
        }
    }
}

/* ---- the door ---- */

/* Letters, digits and characters that are not ASCII: enough of them to be a text. */
static bool is_silent(struct arena *a, const char *text) {
    str s;
    int n = 0;
    if (!os_read(a, text, TEXT_MOST, &s))
        return true;
    for (ptrdiff_t i = 0; i < s.n && n < TEXT_LEAST; i++) {
        unsigned char c = (unsigned char)s.p[i];
        n += c >= 0xE3 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }
    return n < TEXT_LEAST;
}

bool attachment_redraw(struct arena *a, const char *path, const char *drawn) {
    str told;
    return attachment_run(a, path, drawn, redraw, &told) && told.n == 0;
}

struct attachment attachment_check(struct arena *a, const char *path, const char *text) {
    struct attachment out = {.fault = ATTACHMENT_GOOD};
    char head[UNWRAP_HEAD];
    str told = {0};
    str more = {0};
    int fd = os_open(path);
    if (fd < 0)
        return (struct attachment){.fault = ATTACHMENT_BROKEN};
    str start = {head, os_read_at(fd, head, UNWRAP_HEAD, 0)};
    os_close(fd);
    if (wrap_of(start) == WRAP_PDF)
        more = pdf_check(a, path, text, &out);
    else if (attachment_run(a, path, text, look, &told))
        take_told(a, told, &out);
    else
        attachment_note(&out, ATTACHMENT_BROKEN, S(""));
    if (out.ending == NULL)
        attachment_note(&out, ATTACHMENT_FORM, S(""));
    if (out.fault == ATTACHMENT_GOOD && (out.pictures || is_silent(a, text)))
        out.fault = ATTACHMENT_SILENT;
    if (more.n > 0 && os_stat(text).exists) {
        struct os_file *file = os_continue(text);
        os_append(file, more);
        os_finish(file, false);
    }
    if (out.fault != ATTACHMENT_GOOD && out.fault != ATTACHMENT_SILENT)
        os_unlink(text);
    return out;
}
