/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * pdf.c — whether a PDF is what its pages show, and nothing beside.
 *
 * In:    the file
 * Out:   its text, and what programs read of it that nobody sees
 * Law:   个人信息保护法 art. 28, 51
 * Never: reads the form itself: qpdf and poppler do, in contained children
 *
 * qpdf writes the document twice: as JSON with every object that the tables know, used or not, each
 * name and string in UTF-8; and in its QDF form, with the objects that are used and all packing of
 * their streams undone.
 */
#include "release/pdf.h"

#include "base/buf.h"
#include "base/encoding.h"
#include "base/os.h"
#include "base/utf8.h"
#include "release/picture.h"

#include <stdlib.h>
#include <string.h>

#define SIZE ((int64_t)256 << 20)
#define OBJECTS_MOST 8388607 /* the largest number of an object (ISO 32000-1, annex C) */

/* Names on their way into a list. */
struct names {
    str *v;
    ptrdiff_t n;
    ptrdiff_t cap;
};

/* One document under way. */
struct pdf {
    struct arena *arena;
    const char *path;
    const char *aside;
    struct attachment *out;
    struct buf words;    /* that are not drawn */
    unsigned char *used; /* objects, by number */
    int64_t used_n;
    struct names drawn;    /* names that are drawn: /Im0 Do */
    struct names drawable; /* names of what can be */
    int64_t known;         /* objects that the tables know … */
    int64_t packed;        /* … and that streams of objects say they hold */
};

static void note(struct pdf *p, enum attachment_fault fault, const char *what) {
    attachment_note(p->out, fault, str_of(what));
}

static void put_words(struct pdf *p, str words) {
    buf_str(&p->words, words);
    buf_char(&p->words, '\n');
}

/* Control characters are spaces: strings of chance have some (an /ID, a table of colours), and
 * what is written around them is looked for all the same. */
static str without_controls(struct arena *a, str text) {
    char *out = ROOM(a, char, text.n + 1);
    for (ptrdiff_t i = 0; i < text.n; i++)
        out[i] = attachment_is_control(text.p[i]) ? ' ' : text.p[i];
    return (str){out, text.n};
}

/* ---- what tells of its maker ---- */

/* pdfinfo writes `Author:          Somebody`. */
static void take_info(struct pdf *p, str info) {
    static const struct {
        const char *key;
        enum attachment_fault fault;
        const char *what;
    } keys[] = {{"Author:", ATTACHMENT_METADATA, "作者"},
                {"Title:", ATTACHMENT_METADATA, "标题属性"},
                {"Subject:", ATTACHMENT_METADATA, "主题属性"},
                {"Keywords:", ATTACHMENT_METADATA, "关键词属性"},
                {"JavaScript:", ATTACHMENT_HIDDEN, "脚本"},
                {"Custom Metadata:", ATTACHMENT_METADATA, "自定义属性"},
                {"Encrypted:", ATTACHMENT_BROKEN, "加密"},
                {"Form:", ATTACHMENT_HIDDEN, "表单"}};
    while (info.n > 0) {
        str line = str_cut(&info, S("\n"));
        for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
            str value = str_trim(str_sub(line, (ptrdiff_t)strlen(keys[i].key), line.n));
            if (str_starts(line, str_of(keys[i].key)) && value.n > 0 && !str_eq(value, S("no")) &&
                !str_eq(value, S("none")))
                note(p, keys[i].fault, keys[i].what);
        }
    }
}

/* In XMP, what a program says of itself and of the day tells nobody; anything else may. */
static bool is_plain_property(str name) {
    static const char *const names[] = {"xmp:CreatorTool",
                                        "xmp:CreateDate",
                                        "xmp:ModifyDate",
                                        "xmp:MetadataDate",
                                        "pdf:Producer",
                                        "pdf:PDFVersion",
                                        "pdf:Trapped",
                                        "pdfaid:part",
                                        "xmpMM:DocumentID",
                                        "xmpMM:InstanceID",
                                        "dc:format",
                                        "pdfaid:conformance",
                                        "x:xmptk",
                                        "rdf:about",
                                        "rdf:parseType",
                                        "xml:lang",
                                        "pdfuaid:part",
                                        "xmpMM:RenditionClass",
                                        "pdfx:SourceModified"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return str_starts(name, S("xmlns"));
}

/* Whether an attribute of the tag is no plain property, and has a value. */
static bool tells_by_attribute(str tag) {
    while (tag.n > 0 && strchr(" \t\r\n", tag.p[0]) == NULL)
        tag = str_sub(tag, 1, tag.n);
    while (tag.n > 0) {
        str name = str_trim(str_cut(&tag, S("=")));
        char quote = tag.n > 0 ? tag.p[0] : '"';
        tag = str_sub(tag, 1, tag.n);
        str value = str_cut(&tag, (str){&quote, 1});
        if (str_trim(value).n > 0 && !is_plain_property(name))
            return true;
    }
    return false;
}

static bool tells_of_maker(str xmp) {
    str element = {0};
    while (xmp.n > 0) {
        str text = str_trim(str_cut(&xmp, S("<")));
        if (element.n > 0 && text.n > 0 && !is_plain_property(element))
            return true;
        str tag = str_cut(&xmp, S(">"));
        bool opens = tag.n > 0 && tag.p[0] != '/' && tag.p[0] != '?' && tag.p[0] != '!';
        if (opens && tells_by_attribute(tag))
            return true;
        str head = tag;
        element = opens && !str_ends(tag, S("/")) ? str_trim(str_cut(&head, S(" "))) : (str){0};
    }
    return false;
}

/* ---- the programs ---- */

static void become_pdftotext(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    os_become(cell,
              (const char *const[]){"/usr/bin/pdftotext", "-q", "-enc", "UTF-8", "-", "-", NULL});
}

static void become_pdfinfo(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    os_become(cell, (const char *const[]){"/usr/bin/pdfinfo", "-enc", "UTF-8", "-", NULL});
}

/* Undoes packing, so that every object's name can be read. */
static void become_qpdf(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    os_become(cell,
              (const char *const[]){"/usr/bin/qpdf", "--qdf", "--object-streams=disable",
                                    "--warning-exit-0", "--no-warn", "/proc/self/fd/0", "-", NULL});
}

/* All objects, without the contents of streams. */
static void become_qpdf_json(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    os_become(cell, (const char *const[]){"/usr/bin/qpdf", "--json", "--json-key=qpdf",
                                          "--json-stream-data=none", "--warning-exit-0",
                                          "--no-warn", "/proc/self/fd/0", NULL});
}

static void become_fix_qdf(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    os_become(cell, (const char *const[]){"/usr/bin/fix-qdf", NULL});
}

/* What a program writes when it reads the document; false, and noted, when it does not. */
static bool said_by(struct pdf *p, void (*become)(void *ctx, const struct os_cell *cell),
                    str *out) {
    str told;
    bool good = attachment_run(p->arena, p->path, p->aside, become, &told) &&
                os_read(p->arena, p->aside, SIZE, out);
    os_unlink(p->aside);
    if (!good)
        note(p, ATTACHMENT_BROKEN, "");
    return good;
}

/* ---- objects as JSON ---- */

/*     "obj:7 0 R": {
 *       "value": {
 *         "/First": "8 0 R",
 *         "/Title": "u:第一章"
 * One member or element a line, further in the deeper it lies. */
struct object {
    int64_t id;  /* 0: none, the trailer */
    bool plain;  /* a number */
    bool absent; /* only referred to */
    bool table;  /* of objects */
    bool hint;   /* for reading from the web */
    bool packs;  /* a stream of objects */
    int64_t n;   /* how many */
};

/* A name that means more than the pages show. */
static const char *hidden_by(str name) {
    static const struct {
        const char *name;
        const char *what;
    } hidden[] = {{"/EmbeddedFile", "嵌入的文件"},
                  {"/EmbeddedFiles", "嵌入的文件"},
                  {"/EF", "嵌入的文件"},
                  {"/AF", "嵌入的文件"},
                  {"/Collection", "嵌入的文件"},
                  {"/OCProperties", "可以隐藏的图层"},
                  {"/JavaScript", "脚本"},
                  {"/JS", "脚本"},
                  {"/AcroForm", "表单"},
                  {"/XFA", "表单"},
                  {"/Thumb", "缩略图"},
                  {"/PieceInfo", "别的程序的数据"}};
    for (size_t i = 0; i < sizeof hidden / sizeof hidden[0]; i++)
        if (str_eq(name, str_of(hidden[i].name)))
            return hidden[i].what;
    return NULL;
}

/* Bytes that are no text in the document's own encodings: words in GB18030, or of no language. */
static void put_bytes(struct pdf *p, str hex) {
    char *bytes = ROOM(p->arena, char, hex.n / 2 + 1);
    ptrdiff_t n = 0;
    for (; 2 * n + 1 < hex.n; n++) {
        char two[] = {hex.p[2 * n], hex.p[2 * n + 1], '\0'};
        bytes[n] = (char)strtoul(two, NULL, 16);
    }
    str words;
    ptrdiff_t bad_at;
    if (encoding_to_utf8(p->arena, (str){bytes, n}, &words, &bad_at))
        put_words(p, without_controls(p->arena, words));
}

/* One name or string; of a string the mark before it tells what it is. */
static void take_token(struct pdf *p, str token) {
    const char *what = hidden_by(token);
    if (what != NULL)
        note(p, ATTACHMENT_HIDDEN, what);
    if (str_starts(token, S("/")))
        put_words(p, str_sub(token, 1, token.n));
    else if (str_starts(token, S("u:")) || str_starts(token, S("n:")))
        put_words(p, str_sub(token, 2, token.n));
    else if (str_starts(token, S("b:")))
        put_bytes(p, str_sub(token, 2, token.n));
}

/* What stands between the next quotes of a line, escapes as they are: the check reads those. */
static bool token_next(str *line, str *token) {
    (void)str_cut(line, S("\""));
    ptrdiff_t n = 0;
    while (n < line->n && line->p[n] != '"')
        n += line->p[n] == '\\' ? 2 : 1;
    if (n >= line->n)
        return false;
    *token = str_sub(*line, 0, n);
    *line = str_sub(*line, n + 1, line->n);
    return true;
}

static bool is_object_head(str line, int64_t *id) {
    str rest = str_trim(line);
    if (!str_starts(rest, S("\"obj:")))
        return false;
    rest = str_sub(rest, 5, rest.n);
    return str_int(str_cut(&rest, S(" ")), id);
}

/* An object that nothing refers to is shown nowhere. Tables of objects need no reference. */
static void end_object(struct pdf *p, const struct object *o) {
    p->known += o->id > 0 && !o->absent;
    p->packed += o->packs ? o->n : 0;
    bool used = o->id > 0 && o->id < p->used_n && p->used[o->id] != 0;
    if (o->id > 0 && !used && !o->plain && !o->table && !o->hint)
        note(p, ATTACHMENT_HIDDEN, "没有用到的内容");
}

static void take_line(struct pdf *p, struct object *o, str line) {
    str whole = str_trim(line);
    str token;
    if (str_starts(whole, S("\"value\": "))) {
        o->plain = strchr("{[\"", whole.p[9]) == NULL;
        o->absent = whole.p[9] == 'n';
    }
    if (str_starts(whole, S("\"/Type\": \"/XRef\"")))
        o->table = true;
    if (str_starts(whole, S("\"/Type\": \"/ObjStm\"")))
        o->table = o->packs = true;
    if (str_starts(whole, S("\"/Linearized\": ")) ||
        (str_starts(whole, S("\"/S\": ")) && whole.p[6] >= '0' && whole.p[6] <= '9'))
        o->hint = true;
    if (str_starts(whole, S("\"/N\": ")))
        (void)str_int(str_sub(whole, 6, whole.n - str_ends(whole, S(","))), &o->n);
    while (token_next(&line, &token))
        take_token(p, token);
}

static void take_json(struct pdf *p, str json) {
    struct object o = {0};
    while (json.n > 0) {
        str line = str_cut(&json, S("\n"));
        int64_t id = 0;
        if (is_object_head(line, &id)) {
            end_object(p, &o);
            o = (struct object){.id = id};
        } else if (o.id > 0) {
            take_line(p, &o, line);
        }
    }
    end_object(p, &o);
}

/* ---- the QDF form ---- */

/* What fonts, pictures and the like are; of annotations only links have nothing to say. */
static bool is_plain_subtype(str name) {
    static const char *const names[] = {"Type0",    "Type1",        "Type1C",        "Type3",
                                        "TrueType", "MMType1",      "Image",         "Form",
                                        "XML",      "Link",         "OpenType",      "CIDFontType0",
                                        "PS",       "CIDFontType2", "CIDFontType0C", "DeviceN"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq(name, str_of(names[i])))
            return true;
    return false;
}

static void take_subtypes(struct pdf *p, str objects) {
    while (objects.n > 0) {
        (void)str_cut(&objects, S("/Subtype /"));
        ptrdiff_t n = 0;
        while (n < objects.n && strchr(" \r\n\t/<>[]()", objects.p[n]) == NULL)
            n++;
        if (n > 0 && !is_plain_subtype(str_sub(objects, 0, n)))
            note(p, ATTACHMENT_HIDDEN, "批注");
    }
}

static void add_name(struct pdf *p, struct names *names, str name) {
    EXTEND(p->arena, names->v, names->n, names->cap);
    names->v[names->n++] = name;
}

/* /Im0 Do: names before the operator that draws. */
static void take_drawn(struct pdf *p, str content) {
    for (ptrdiff_t at = 0; (at = str_find(content, S("Do"))) >= 0;) {
        ptrdiff_t to = at;
        while (to > 0 && strchr(" \r\n\t", content.p[to - 1]) != NULL)
            to--;
        ptrdiff_t from = to;
        while (from > 0 && to - from < 256 && content.p[from - 1] != '/')
            from--;
        if (from > 0 && to < at)
            add_name(p, &p->drawn, str_sub(content, from, to));
        content = str_sub(content, at + 2, content.n);
    }
}

/* The names in dictionaries /XObject << … >> of what may be drawn, and everything that is refused.
 * `objects` is what stands between two streams. */
static void take_dictionaries(struct pdf *p, str objects) {
    str rest = objects;
    while (rest.n > 0) {
        (void)str_cut(&rest, S("/XObject <<\n"));
        while (str_starts(str_trim(utf8_prefix(rest, 256)), S("/"))) {
            str line = str_trim(str_cut(&rest, S("\n")));
            line = str_sub(line, 1, line.n);
            add_name(p, &p->drawable, str_cut(&line, S(" ")));
        }
    }
    p->out->pictures = p->out->pictures || str_find(objects, S("/Subtype /Image")) >= 0;
    take_subtypes(p, objects);
}

/* A string in a list of properties within the contents of a page: (…) or <…>, as QDF writes it. */
static void put_string(struct pdf *p, str at) {
    char *bytes = ROOM(p->arena, char, at.n + 1);
    ptrdiff_t n = 0;
    ptrdiff_t depth = 0;
    if (at.n > 0 && at.p[0] == '<') {
        str rest = str_sub(at, 1, at.n);
        put_bytes(p, str_cut(&rest, S(">")));
        return;
    }
    for (ptrdiff_t i = 0; i < at.n; i++) {
        bool escaped = at.p[i] == '\\' && i + 1 < at.n;
        depth += !escaped && at.p[i] == '(';
        depth -= !escaped && at.p[i] == ')';
        if (depth == 0)
            break;
        i += escaped;
        if (i > 0)
            bytes[n++] = at.p[i];
    }
    put_words(p, (str){bytes, n});
}

/* What is read aloud or copied in place of what is drawn. */
static void take_replacements(struct pdf *p, str content) {
    static const char *const keys[] = {"/ActualText", "/Alt", "/E"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        for (str rest = content; rest.n > 0;) {
            (void)str_cut(&rest, str_of(keys[i]));
            str at = str_trim(utf8_prefix(rest, 4096));
            if (at.n > 1 && (at.p[0] == '(' || (at.p[0] == '<' && at.p[1] != '<')))
                put_string(p, at);
        }
}

/* One stream, and the object it belongs to. */
static void take_stream(struct pdf *p, str head, str content) {
    if (str_find(head, S("/Subtype /XML")) >= 0 || str_find(head, S("/Type /Metadata")) >= 0) {
        if (tells_of_maker(content))
            note(p, ATTACHMENT_METADATA, "XMP 属性");
    } else if (str_find(head, S("/DCTDecode")) >= 0) {
        struct picture picture = picture_look(content);
        if (picture.more != NULL)
            note(p, ATTACHMENT_METADATA, picture.more);
    } else if (str_find(head, S("/Subtype /Image")) < 0) {
        take_drawn(p, content);
        take_replacements(p, content);
    }
}

/* QDF tells the number that each object had. */
static bool used_next(str *qdf, int64_t *id) {
    (void)str_cut(qdf, S("%% Original object ID: "));
    str line = utf8_prefix(*qdf, 24);
    if (!str_int(str_cut(&line, S(" ")), id) || *id < 0 || *id > OBJECTS_MOST)
        *id = 0;
    return qdf->n > 0;
}

static void take_used(struct pdf *p, str qdf) {
    int64_t id = 0;
    int64_t most = 0;
    for (str rest = qdf; used_next(&rest, &id);)
        most = id > most ? id : most;
    p->used = NEW(p->arena, unsigned char, most + 1);
    p->used_n = most + 1;
    for (str rest = qdf; used_next(&rest, &id);)
        p->used[id] = 1;
}

/* Pages without their edges, and without what is to be read instead of what is drawn. */
static void put_open(struct buf *open, str objects) {
    while (objects.n > 0) {
        ptrdiff_t at = str_find(objects, S("/MediaBox "));
        buf_str(open, str_sub(objects, 0, at < 0 ? objects.n : at));
        objects = at < 0 ? (str){0} : str_sub(objects, at, objects.n);
        if (at >= 0) {
            (void)str_cut(&objects, str_starts(objects, S("/MediaBox [")) ? S("]") : S("R"));
            buf_str(open, S("/MediaBox [ -1000000 -1000000 1000000 1000000 ]"));
        }
    }
}

static str renamed(struct arena *a, str s, str from, str to) {
    return str_find(s, from) < 0 ? s : str_replace(a, s, from, to);
}

/* The document part by part: what stands between streams, and the streams. */
static void take_qdf(struct pdf *p, str qdf, struct buf *open) {
    take_used(p, qdf);
    qdf = renamed(p->arena, qdf, S("/CropBox"), S("/CropXox"));
    while (qdf.n > 0) {
        str objects = str_cut(&qdf, S("\nstream\n"));
        bool stream = qdf.n > 0;
        str content = str_cut(&qdf, S("\nendstream\n"));
        str head = objects;
        for (ptrdiff_t at; (at = str_find(head, S("endobj\n"))) >= 0;)
            head = str_sub(head, at + 7, head.n);
        take_dictionaries(p, objects);
        put_open(open, renamed(p->arena, objects, S("/ActualText"), S("/XctualText")));
        if (!stream)
            break;
        take_stream(p, head, content);
        buf_str(open, S("\nstream\n"));
        buf_str(open, renamed(p->arena, content, S("/ActualText"), S("/XctualText")));
        buf_str(open, S("\nendstream\n"));
    }
}

static int by_name(const void *x, const void *y) {
    return str_cmp(*(const str *)x, *(const str *)y);
}

/* What can be drawn, and never is, nobody sees. */
static void check_drawn(struct pdf *p) {
    if (p->drawn.n > 0)
        qsort(p->drawn.v, (size_t)p->drawn.n, sizeof *p->drawn.v, by_name);
    for (ptrdiff_t i = 0; i < p->drawable.n; i++)
        if (p->drawn.n == 0 || bsearch(&p->drawable.v[i], p->drawn.v, (size_t)p->drawn.n,
                                       sizeof *p->drawn.v, by_name) == NULL) {
            note(p, ATTACHMENT_HIDDEN, "没有画出来的内容");
            return;
        }
}

/* ---- the tables of objects ---- */

static int times_in(str text, str what) {
    int n = 0;
    for (ptrdiff_t at; (at = str_find(text, what)) >= 0; n++)
        text = str_sub(text, at + what.n, text.n);
    return n;
}

/* What was there before the last change stays in the file behind a change that was only added to
 * it. One that is made for the web has its table of objects in two parts. */
static bool is_amended(str pdf) {
    bool linear = str_find(str_sub(pdf, 0, 1024), S("/Linearized")) >= 0;
    return times_in(pdf, S("startxref")) > 1 + linear;
}

/* Objects that the bytes of the document have: `7 0 obj`. */
static int objects_in(str pdf) {
    int n = 0;
    for (ptrdiff_t at; (at = str_find(pdf, S(" obj"))) >= 0;) {
        ptrdiff_t from = at;
        while (from > 0 && pdf.p[from - 1] >= '0' && pdf.p[from - 1] <= '9')
            from--;
        n += from < at && from > 1 && strchr(" \r\n\t", pdf.p[from - 1]) != NULL &&
             pdf.p[from - 2] >= '0' && pdf.p[from - 2] <= '9';
        pdf = str_sub(pdf, at + 4, pdf.n);
    }
    return n;
}

/* An object that no table names, in the file or in a stream of objects, is one that was there
 * before. */
static void check_tables(struct pdf *p, str pdf) {
    if (objects_in(pdf) + p->packed != p->known)
        note(p, ATTACHMENT_HIDDEN, "改动以前的内容");
}

/* ---- the door ---- */

/* The words of the pages, drawn again without edges. */
static void read_pages(struct pdf *p, const char *text, const struct buf *open) {
    const char *mended = str_fmt(p->arena, "%s.whole", text).p;
    str told;
    str drawn;
    os_write(p->aside, buf_view(open), 0600);
    if (open->failed || !attachment_run(p->arena, p->aside, mended, become_fix_qdf, &told) ||
        !attachment_run(p->arena, mended, text, become_pdftotext, &told) ||
        !os_read(p->arena, text, SIZE, &drawn))
        note(p, ATTACHMENT_BROKEN, "");
    else
        os_write(text, without_controls(p->arena, drawn), 0600);
    os_unlink(p->aside);
    os_unlink(mended);
}

str pdf_check(struct arena *a, const char *path, const char *text, struct attachment *out) {
    struct buf open = {.limit = SIZE};
    struct pdf p = {.arena = a,
                    .path = path,
                    .aside = str_fmt(a, "%s.aside", text).p,
                    .out = out,
                    .words = {.limit = SIZE}};
    str pdf;
    str said;
    out->ending = "pdf";
    if (!os_read(a, path, SIZE, &pdf))
        note(&p, ATTACHMENT_BROKEN, "");
    if (is_amended(pdf))
        note(&p, ATTACHMENT_HIDDEN, "改动以前的内容");
    if (said_by(&p, become_pdfinfo, &said))
        take_info(&p, said);
    if (said_by(&p, become_qpdf, &said)) {
        take_qdf(&p, said, &open);
        check_drawn(&p);
        read_pages(&p, text, &open);
    }
    if (said_by(&p, become_qpdf_json, &said)) {
        take_json(&p, said);
        check_tables(&p, pdf);
    }
    str words = str_dup(a, buf_view(&p.words));
    if (p.words.failed)
        note(&p, ATTACHMENT_BROKEN, "");
    buf_free(&open);
    buf_free(&p.words);
    return words;
}
