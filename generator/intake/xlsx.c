/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * xlsx.c — a workbook of Excel and WPS, read as a stream.
 *
 * In:    the parts of an XLSX archive
 * Out:   rows of cells as texts
 * Law:   none
 * Never: holds a sheet, or the shared texts, in memory
 */
#include "base/arena.h"
#include "base/utf8.h"
#include "intake/archive.h"
#include "intake/grid.h"
#include "intake/markup.h"
#include "intake/serial.h"
#include "intake/shared.h"

#include <string.h>

/* ---- limits; each is tested ---- */
#define XLSX_PARTS 2048   /* relations of the workbook */
#define XLSX_STYLES 65536 /* cell formats, which is all that Excel allows */
#define XLSX_FORMATS 4096 /* number formats of the workbook's own */
#define XLSX_ROWS 1048576 /* rows of a sheet, which is all that Excel allows */

struct relation {
    str id;
    str type;
    str target;
};

struct sheet_entry {
    str name;
    str id;
    bool hidden;
};

struct number_format {
    int64_t id;
    enum serial_form form;
};

struct xlsx {
    struct archive *zip;
    struct normal_work *work;
    struct relation *relations;
    int relation_count;
    struct sheet_entry *sheets;
    int sheet_count;
    bool from_1904;
    struct number_format *formats;
    int format_count;
    unsigned char *styles; /* enum serial_form by style */
    int style_count;
    bool in_cell_formats;
    struct shared shared;
    struct buf text; /* of the shared text under way */
    bool taking;
    int phonetic; /* inside the reading of a text, which is no part of it */
};

/* ---- one part of the archive, as markup ---- */

static bool feed(void *ctx, str piece, bool last) {
    return markup_feed(ctx, piece, last);
}

static bool read_part(struct archive *z, str name, const struct markup_calls *calls, void *ctx) {
    struct markup m;
    int index = archive_find(z, name);
    if (index < 0)
        return normal_refuse(z->work, DIAG_WORKBOOK_BROKEN, (struct normal_place){0},
                             str_fmt(z->work->arena, "缺少 %.*s", STR(utf8_head(name, 80))));
    markup_open(&m, z->work, calls, ctx);
    bool good = archive_read(z, index, feed, &m);
    markup_close(&m);
    return good;
}

static void no_end(void *ctx, const char *name) {
    (void)ctx;
    (void)name;
}

static void no_text(void *ctx, str text) {
    (void)ctx;
    (void)text;
}

static bool is(const char *name, const char *wanted) {
    return strcmp(name, wanted) == 0;
}

/* ---- relations: which part is which ---- */

static void relation_begin(void *ctx, const char *name, const char **atts) {
    struct xlsx *x = ctx;
    if (!is(name, "Relationship") || x->relation_count == XLSX_PARTS)
        return;
    struct arena *a = x->work->arena;
    x->relations[x->relation_count++] = (struct relation){
        str_dup(a, markup_attribute(atts, "Id")), str_dup(a, markup_attribute(atts, "Type")),
        str_dup(a, markup_attribute(atts, "Target"))};
}

static const struct markup_calls relation_calls = {relation_begin, no_end, no_text};

static bool read_relations(struct xlsx *x, str part) {
    x->relations = NEW(x->work->arena, struct relation, XLSX_PARTS);
    x->relation_count = 0;
    return read_part(x->zip, part, &relation_calls, x);
}

static str target_of_type(const struct xlsx *x, str type) {
    for (int i = 0; i < x->relation_count; i++)
        if (str_ends(x->relations[i].type, type))
            return x->relations[i].target;
    return (str){0};
}

static const struct relation *relation_of(const struct xlsx *x, str id) {
    for (int i = 0; i < x->relation_count; i++)
        if (str_eq(x->relations[i].id, id))
            return &x->relations[i];
    return NULL;
}

/* Where a part's folder ends: targets are relative to it unless they begin with a slash. */
static str folder_of(str part) {
    ptrdiff_t n = part.n;
    while (n > 0 && part.p[n - 1] != '/')
        n--;
    return str_sub(part, 0, n);
}

static str resolve(struct xlsx *x, str part, str target) {
    if (str_starts(target, S("/")))
        return str_sub(target, 1, target.n);
    str folder = folder_of(part);
    while (str_starts(target, S("../"))) {
        target = str_sub(target, 3, target.n);
        folder = folder_of(str_sub(folder, 0, folder.n - 1));
    }
    return str_cat(x->work->arena, folder, target);
}

/* xl/workbook.xml → xl/_rels/workbook.xml.rels */
static str relations_part(struct xlsx *x, str part) {
    str folder = folder_of(part);
    return str_fmt(x->work->arena, "%.*s_rels/%.*s.rels", STR(folder),
                   STR(str_sub(part, folder.n, part.n)));
}

str xlsx_workbook(struct archive *z) {
    struct xlsx x = {.zip = z, .work = z->work};
    if (archive_find(z, S("[Content_Types].xml")) < 0 || archive_find(z, S("_rels/.rels")) < 0 ||
        !read_relations(&x, S("_rels/.rels")))
        return (str){0};
    str part = target_of_type(&x, S("/officeDocument"));
    part = resolve(&x, (str){0}, part);
    /* A DOCX is such an archive too. */
    return str_find(part, S("workbook")) >= 0 ? part : (str){0};
}

/* ---- the workbook: its sheets, and where its days begin ---- */

static void workbook_begin(void *ctx, const char *name, const char **atts) {
    struct xlsx *x = ctx;
    struct arena *a = x->work->arena;
    if (is(name, "workbookPr")) {
        str v = markup_attribute(atts, "date1904");
        x->from_1904 = str_eq(v, S("1")) || str_eq(v, S("true"));
    }
    if (!is(name, "sheet"))
        return;
    if (x->sheet_count == GRID_SHEETS) {
        (void)normal_refuse(x->work, DIAG_WORKBOOK_BROKEN, (struct normal_place){0},
                            S("工作表过多"));
        return;
    }
    str state = markup_attribute(atts, "state");
    /* The relation is r:id; sheetId, the only other one of that kind, ends otherwise. */
    x->sheets[x->sheet_count++] = (struct sheet_entry){str_dup(a, markup_attribute(atts, "name")),
                                                       str_dup(a, markup_attribute(atts, "id")),
                                                       state.n > 0 && !str_eq(state, S("visible"))};
}

static const struct markup_calls workbook_calls = {workbook_begin, no_end, no_text};

/* ---- styles: which numbers are days ---- */

static int64_t whole(str s) {
    int64_t v = 0;
    return str_int(s, &v) ? v : -1;
}

static enum serial_form form_of(const struct xlsx *x, int64_t id) {
    for (int i = 0; i < x->format_count; i++)
        if (x->formats[i].id == id)
            return x->formats[i].form;
    return serial_builtin(id);
}

static void style_begin(void *ctx, const char *name, const char **atts) {
    struct xlsx *x = ctx;
    int64_t id = whole(markup_attribute(atts, "numFmtId"));
    if (x->format_count == XLSX_FORMATS || x->style_count == XLSX_STYLES)
        (void)normal_refuse(x->work, DIAG_WORKBOOK_BROKEN, (struct normal_place){0}, S("样式过多"));
    else if (is(name, "numFmt"))
        x->formats[x->format_count++] =
            (struct number_format){id, serial_form_of(markup_attribute(atts, "formatCode"))};
    else if (is(name, "cellXfs"))
        x->in_cell_formats = true;
    else if (is(name, "xf") && x->in_cell_formats)
        x->styles[x->style_count++] = (unsigned char)form_of(x, id);
}

static void style_end(void *ctx, const char *name) {
    struct xlsx *x = ctx;
    if (is(name, "cellXfs"))
        x->in_cell_formats = false;
}

static const struct markup_calls style_calls = {style_begin, style_end, no_text};

/* ---- texts ---- */

static int hex_digit(char c) {
    return c >= '0' && c <= '9'                     ? c - '0'
           : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10
                                                    : -1;
}

/* _x000D_ is how XLSX writes a character that XML cannot hold. */
static int escaped(str s) {
    int v = 0;
    if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
        return -1;
    for (int i = 2; i < 6; i++) {
        int d = hex_digit(s.p[i]);
        if (d < 0)
            return -1;
        v = v * 16 + d;
    }
    return v;
}

static void put_text(struct buf *out, str text) {
    for (;;) {
        ptrdiff_t at = str_find(text, S("_x"));
        if (at < 0) {
            buf_str(out, text);
            return;
        }
        int c = escaped(str_sub(text, at, text.n));
        char utf8[4];
        buf_str(out, str_sub(text, 0, at + (c < 0)));
        if (c >= 0 && c != '\r')
            buf_str(out, (str){utf8, utf8_put(utf8, (uint32_t)c)});
        text = str_sub(text, at + (c < 0 ? 1 : 7), text.n);
    }
}

static void shared_begin(void *ctx, const char *name, const char **atts) {
    struct xlsx *x = ctx;
    (void)atts;
    if (is(name, "si"))
        buf_reset(&x->text);
    x->phonetic += is(name, "rPh");
    x->taking = is(name, "t") && x->phonetic == 0;
}

static void shared_end(void *ctx, const char *name) {
    struct xlsx *x = ctx;
    x->taking = false;
    x->phonetic -= is(name, "rPh");
    if (!is(name, "si"))
        return;
    struct buf plain = {0};
    str text = buf_view(&x->text);
    if (str_find(text, S("_x")) >= 0) {
        put_text(&plain, text);
        text = buf_view(&plain);
    }
    if (!shared_add(&x->shared, text))
        (void)normal_refuse(x->work, DIAG_NORMAL_LIMIT, (struct normal_place){0}, S("文字过多"));
    buf_free(&plain);
}

static void shared_text(void *ctx, str text) {
    struct xlsx *x = ctx;
    if (x->taking)
        buf_str(&x->text, text);
    if (x->text.n > NORMAL_CELL)
        (void)normal_refuse(x->work, DIAG_CELL_LONG, (struct normal_place){0}, S(""));
}

static const struct markup_calls shared_calls = {shared_begin, shared_end, shared_text};

/* ---- a sheet ---- */

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_TEXT, CELL_TRUTH, CELL_ERROR, CELL_DAY };

struct sheet {
    struct xlsx *x;
    struct gather row;
    int64_t column;
    enum cell_type type;
    int64_t style;
    bool taking;
    bool formula;
    bool value;
    int phonetic;
    struct buf text; /* of the cell under way */
};

/* AB12 → 27; -1 when it begins with no letter. */
static int64_t column_of(str ref) {
    int64_t c = 0;
    for (ptrdiff_t i = 0; i < ref.n && i < 4 && ref.p[i] >= 'A' && ref.p[i] <= 'Z'; i++)
        c = c * 26 + (ref.p[i] - 'A' + 1);
    return c - 1;
}

static enum cell_type type_of(str t) {
    static const struct {
        str name;
        enum cell_type type;
    } types[] = {{{"s", 1}, CELL_SHARED}, {{"inlineStr", 9}, CELL_TEXT}, {{"str", 3}, CELL_TEXT},
                 {{"b", 1}, CELL_TRUTH},  {{"e", 1}, CELL_ERROR},        {{"d", 1}, CELL_DAY}};
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq(t, types[i].name))
            return types[i].type;
    return CELL_NUMBER;
}

static void begin_row(struct sheet *s, const char **atts) {
    int64_t said = whole(markup_attribute(atts, "r"));
    gather_row(&s->row, said > 0 ? said : s->row.row + 1);
    s->column = -1;
    if (s->row.row > XLSX_ROWS)
        (void)normal_refuse(s->x->work, DIAG_WORKBOOK_BROKEN,
                            (struct normal_place){s->row.grid->sheet, s->row.row}, S("行号过大"));
}

static void begin_cell(struct sheet *s, const char **atts) {
    int64_t said = -1;
    s->type = CELL_NUMBER;
    s->style = 0;
    for (; *atts != NULL; atts += 2) {
        char c = atts[0][1] == '\0' ? atts[0][0] : '\0';
        if (c == 'r')
            said = column_of(str_of(atts[1]));
        else if (c == 't')
            s->type = type_of(str_of(atts[1]));
        else if (c == 's')
            s->style = whole(str_of(atts[1]));
    }
    s->column = said >= 0 ? said : s->column + 1;
    s->formula = s->value = false;
    buf_reset(&s->text);
}

static void sheet_begin(void *ctx, const char *name, const char **atts) {
    struct sheet *s = ctx;
    if (is(name, "c")) {
        begin_cell(s, atts);
    } else if (is(name, "v") || (is(name, "t") && s->phonetic == 0)) {
        s->taking = s->value = true;
    } else if (is(name, "row")) {
        begin_row(s, atts);
    } else if (is(name, "f")) {
        s->formula = true;
    } else if (is(name, "rPh")) {
        s->phonetic++;
    }
}

static void put_number(struct sheet *s, str text) {
    bool styled = s->style >= 0 && s->style < s->x->style_count;
    enum serial_form form = styled ? (enum serial_form)s->x->styles[s->style] : SERIAL_NUMBER;
    if (form == SERIAL_NUMBER)
        serial_number(text, &s->row.all);
    else
        serial_day(text, form, s->x->from_1904, &s->row.all);
}

static void put_shared(struct sheet *s, str text) {
    str found;
    if (shared_get(&s->x->shared, whole(text), &found))
        buf_str(&s->row.all, found);
    else
        gather_unreadable(&s->row, s->column, S("没有这段文字"));
}

static void put_cell(struct sheet *s) {
    str text = buf_view(&s->text);
    if (s->formula && !s->value)
        gather_unreadable(&s->row, s->column, S("公式没有结果"));
    else if (text.n == 0)
        return;
    else if (s->type == CELL_SHARED)
        put_shared(s, text);
    else if (s->type == CELL_TEXT)
        put_text(&s->row.all, text);
    else if (s->type == CELL_TRUTH)
        gather_truth(&s->row, text);
    else if (s->type == CELL_ERROR)
        gather_unreadable(&s->row, s->column, text);
    else if (s->type == CELL_DAY)
        gather_day(&s->row, text);
    else
        put_number(s, text);
}

static void end_cell(struct sheet *s) {
    if (s->text.n > 0 || s->formula)
        put_cell(s);
    (void)gather_cell(&s->row, s->column);
}

static void sheet_end(void *ctx, const char *name) {
    struct sheet *s = ctx;
    s->taking = false;
    if (is(name, "c"))
        end_cell(s);
    else if (is(name, "row"))
        gather_done(&s->row);
    else if (is(name, "rPh"))
        s->phonetic--;
}

static void sheet_text(void *ctx, str text) {
    struct sheet *s = ctx;
    if (!s->taking)
        return;
    buf_str(&s->text, text);
    if (s->text.n > NORMAL_CELL)
        (void)normal_refuse(s->x->work, DIAG_CELL_LONG,
                            (struct normal_place){s->row.grid->sheet, s->row.row}, S(""));
}

static const struct markup_calls sheet_calls = {sheet_begin, sheet_end, sheet_text};

/* ---- merged cells: they stand behind the rows that they are about ---- */

static const char merge_mark[] = "mergeCell";
#define MARK_LONGEST ((ptrdiff_t)sizeof merge_mark - 1)

/* Whether a part has any: most have none, and are not parsed twice for that. Inside texts there is
 * no "<", so a mark elsewhere costs that second reading and nothing else. */
struct merge_search {
    char tail[2 * sizeof merge_mark]; /* the end of the last piece, the beginning of this one */
    ptrdiff_t tail_n;
    bool found;
};

static bool search(void *ctx, str piece, bool last) {
    struct merge_search *m = ctx;
    str head = str_sub(piece, 0, MARK_LONGEST);
    (void)last;
    if (piece.n == 0)
        return true;
    memcpy(m->tail + m->tail_n, head.p, (size_t)head.n);
    str across = {m->tail, m->tail_n + head.n};
    m->found = m->found || str_find(across, str_of(merge_mark)) >= 0 ||
               str_find(piece, str_of(merge_mark)) >= 0;
    str tail = str_sub(piece, piece.n - MARK_LONGEST < 0 ? 0 : piece.n - MARK_LONGEST, piece.n);
    memcpy(m->tail, tail.p, (size_t)tail.n);
    m->tail_n = tail.n;
    return true;
}

static void merge_begin(void *ctx, const char *name, const char **atts) {
    struct merge one;
    if (is(name, "mergeCell") && merge_read(markup_attribute(atts, "ref"), &one))
        grid_merged(ctx, &one);
}

static const struct markup_calls merge_calls = {merge_begin, no_end, no_text};

static bool read_merged(struct xlsx *x, struct grid *t, str part) {
    struct merge_search m = {.tail_n = 0};
    int index = archive_find(x->zip, part);
    if (index < 0 || !archive_read(x->zip, index, search, &m))
        return index < 0; /* read_part says that it is missing */
    bool good = !m.found || read_part(x->zip, part, &merge_calls, t);
    grid_merged_all(t);
    return good;
}

static void read_sheet(struct xlsx *x, struct grid *t, const struct sheet_entry *e, str part) {
    struct sheet *s = NEW(x->work->arena, struct sheet, 1);
    s->x = x;
    gather_open(&s->row, t);
    grid_sheet(t, e->name);
    if (read_merged(x, t, part) && read_part(x->zip, part, &sheet_calls, s))
        grid_sheet_end(t);
    buf_free(&s->text);
    gather_close(&s->row);
}

/* ---- the whole ---- */

static bool read_styles(struct xlsx *x, str workbook) {
    str target = target_of_type(x, S("/styles"));
    x->formats = NEW(x->work->arena, struct number_format, XLSX_FORMATS);
    x->styles = NEW(x->work->arena, unsigned char, XLSX_STYLES);
    return target.n == 0 || read_part(x->zip, resolve(x, workbook, target), &style_calls, x);
}

static bool read_shared(struct xlsx *x, str workbook) {
    str target = target_of_type(x, S("/sharedStrings"));
    shared_open(&x->shared, x->work->cell, x->work->arena);
    bool good = target.n == 0 || read_part(x->zip, resolve(x, workbook, target), &shared_calls, x);
    shared_done(&x->shared);
    buf_free(&x->text);
    return good;
}

static void read_sheets(struct xlsx *x, str workbook) {
    struct grid t;
    grid_open(&t, x->work);
    for (int i = 0; i < x->sheet_count && !x->work->refused; i++) {
        const struct sheet_entry *e = &x->sheets[i];
        const struct relation *r = relation_of(x, e->id);
        if (e->hidden)
            normal_tell(x->work, DIAG_SHEET_HIDDEN, (struct normal_place){e->name, 0}, S(""));
        else if (r == NULL)
            (void)normal_refuse(x->work, DIAG_WORKBOOK_BROKEN, (struct normal_place){e->name, 0},
                                S("缺少工作表"));
        else if (str_ends(r->type, S("/worksheet")))
            read_sheet(x, &t, e, resolve(x, workbook, r->target));
    }
    grid_close(&t);
}

void xlsx_read(struct archive *z, str workbook) {
    struct xlsx x = {.zip = z, .work = z->work};
    x.sheets = NEW(z->work->arena, struct sheet_entry, GRID_SHEETS);
    if (read_part(z, workbook, &workbook_calls, &x) &&
        read_relations(&x, relations_part(&x, workbook)) && read_styles(&x, workbook) &&
        read_shared(&x, workbook))
        read_sheets(&x, workbook);
}
