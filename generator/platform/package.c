/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * package.c — rows become files, and these a package that says what is in it.
 *
 * In:    rows in all their forms
 * Out:   a folder below exchange/ with manifest.json, written last
 * Law:   law.md §4; GB/T 32905 (SM3)
 * Never: writes a file that others may read; holds more than a row
 */
#include "base/arena.h"
#include "base/buf.h"
#include "base/encoding.h"
#include "base/os.h"
#include "base/workbook.h"
#include "platform/platform.h"

#define PARTS_MOST 1024    /* files of one package */
#define SHEET_ROWS 1048575 /* below the header, as many as Excel bears */
#define VALID_DAYS 30      /* a package that is older is not to be taken in */
#define PIECE ((ptrdiff_t)1 << 16)

/* One file. Tables of people have one for each operation; messages for machines hold all of them.
 */
struct part {
    str name;
    enum form form; /* FORMS: the ids of the rows */
    const struct column_set *set;
    enum operation operation;
    struct os_file *file;
    struct book *book;
    struct sha256_stream *sha;
    struct sm3_stream *sm3;
    int64_t rows;
    int64_t size;
    int sheet; /* of a workbook: from 1; a full one is followed by the next */
};

struct package {
    struct arena *arena;
    struct package_head head;
    const char *growing; /* where it grows */
    struct part parts[PARTS_MOST];
    int n;
    int64_t rows;
};

struct package *package_open(struct arena *a, const struct package_head *head) {
    struct package *p = NEW(a, struct package, 1);
    p->arena = a;
    p->head = *head;
    p->growing = str_fmt(a, "%s.part", head->folder).p;
    os_rmtree(p->growing);
    os_mkdirs(p->growing, 0700);
    return p;
}

/* ---- files ---- */

static void part_write(struct part *t, str text) {
    os_append(t->file, text);
    sha256_add(t->sha, text);
    sm3_add(t->sm3, text);
    t->size += text.n;
}

static void csv_header(struct package *p, struct part *t) {
    struct buf b = {0};
    if (t->form == FORM_CSV)
        buf_str(&b, BOOK_CSV_MARK);
    for (int i = 0; i < t->set->n; i++) {
        if (i > 0)
            buf_char(&b, ',');
        buf_csv(&b, t->set->v[i].code, ',');
    }
    buf_str(&b, S("\r\n"));
    str text = buf_view(&b);
    part_write(t, t->form == FORM_CSV ? text : encoding_to_gb18030(p->arena, text));
    buf_free(&b);
}

static void xml_header(const struct package *p, struct part *t) {
    struct buf b = {0};
    buf_str(&b, S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<package target=\""));
    buf_xml(&b, p->head.target);
    buf_fmt(&b, "\" sequence=\"%lld\" kind=\"%s\">\n", (long long)p->head.sequence,
            p->head.whole ? "full" : "increment");
    part_write(t, buf_view(&b));
    buf_free(&b);
}

/* A sheet for each table and operation, every cell as text, so that it says what it said. */
static void book_begin(struct package *p, struct part *t, const char *path) {
    struct book_cell head[COLUMNS_MOST];
    struct book_column *widths = NEW(p->arena, struct book_column, t->set->n);
    t->book = book_open(p->arena, path);
    book_sheet(t->book, str_z(p->arena, t->set->table));
    for (int i = 0; i < t->set->n; i++) {
        head[i] = (struct book_cell){
            .type = BOOK_CELL_TEXT, .look = BOOK_HEAD, .text = t->set->v[i].title};
        widths[i] = (struct book_column){book_width(t->set->v[i].title) + 2, BOOK_TEXT};
    }
    book_columns(t->book, widths, t->set->n);
    book_freeze(t->book, 1, 0);
    book_row(t->book, head, t->set->n);
}

static void part_begin(struct package *p, struct part *t) {
    const char *path = str_fmt(p->arena, "%s/%.*s", p->growing, STR(t->name)).p;
    if (t->form == FORM_XLSX) {
        os_write(path, (str){0}, 0600);
        book_begin(p, t, path);
        return;
    }
    t->file = os_create(path, 0600);
    t->sha = sha256_open();
    t->sm3 = sm3_open();
    if (t->form == FORM_CSV || t->form == FORM_CSV_GB18030)
        csv_header(p, t);
    else if (t->form == FORM_XML)
        xml_header(p, t);
    else if (t->form == FORM_JSON)
        part_write(t, S("[\n"));
}

static str part_name(struct package *p, const struct part *like) {
    static const char *const endings[FORMS + 1] = {"csv",  "gb18030.csv", "xlsx", "xml",
                                                   "json", "jsonl",       "ids"};
    if (like->set == NULL)
        return str_fmt(p->arena, "operations.%s", endings[like->form]);
    str sheet = like->sheet > 1 ? str_fmt(p->arena, "-%d", like->sheet) : S("");
    return str_fmt(p->arena, "%s.%s%.*s.%s", kind_slug(KIND_decision, like->set->category),
                   operation_word(like->operation), STR(sheet), endings[like->form]);
}

/* The file for such rows: found, or begun. */
static struct part *part_for(struct package *p, const struct part *wanted) {
    for (int i = p->n - 1; i >= 0; i--) {
        struct part *t = &p->parts[i];
        if (t->form == wanted->form && t->set == wanted->set && t->operation == wanted->operation)
            return t;
    }
    if (p->n == PARTS_MOST)
        die("数据包文件过多（上限 %d）", PARTS_MOST);
    struct part *t = &p->parts[p->n++];
    *t = *wanted;
    t->name = part_name(p, t);
    part_begin(p, t);
    return t;
}

/* ---- rows ---- */

static void put_cells(struct package *p, struct part *t, const struct package_row *row) {
    struct book_cell cells[COLUMNS_MOST];
    if (t->rows == SHEET_ROWS) {
        struct part next = {
            .form = FORM_XLSX, .set = t->set, .operation = t->operation, .sheet = t->sheet + 1};
        book_finish(t->book);
        t->book = NULL;
        t->operation = OPERATION_NONE; /* full: not to be found again */
        t = part_for(p, &next);
    }
    for (int i = 0; i < row->set->n; i++)
        cells[i] =
            (struct book_cell){.type = BOOK_CELL_TEXT, .look = BOOK_TEXT, .text = row->cells[i]};
    book_row(t->book, cells, row->set->n);
    t->rows++;
}

static void put_message(struct package *p, enum form form, str text) {
    struct part *t = part_for(p, &(struct part){.form = form});
    if (form == FORM_JSON && t->rows > 0)
        part_write(t, S(",\n"));
    part_write(t, text);
    if (form == FORM_JSONL)
        part_write(t, S("\n"));
    t->rows++;
}

/* Whose row stands where: the n-th line is that of the n-th row. */
static void put_id(struct package *p, const struct package_row *row) {
    struct part like = {.form = FORMS, .set = row->set, .operation = row->operation};
    struct part *t = part_for(p, &like);
    part_write(t, row->id);
    part_write(t, S("\n"));
    t->rows++;
}

void package_put(struct package *p, const struct package_row *row) {
    bool tables = false;
    for (int f = 0; f < FORMS; f++) {
        struct part like = {
            .form = (enum form)f, .set = row->set, .operation = row->operation, .sheet = 1};
        if ((p->head.forms >> f & 1) == 0)
            continue;
        if (f == FORM_XML || f == FORM_JSON || f == FORM_JSONL) {
            put_message(p, like.form, row->text[f]);
            continue;
        }
        tables = true;
        if (f == FORM_XLSX) {
            put_cells(p, part_for(p, &like), row);
        } else {
            struct part *t = part_for(p, &like);
            part_write(t, row->text[f]);
            t->rows++;
        }
    }
    if (tables)
        put_id(p, row);
    p->rows++;
}

/* ---- the end ---- */

/* A finished workbook is read back for its digests. */
static void read_back(struct package *p, struct part *t) {
    static char piece[PIECE];
    int fd = os_open(str_fmt(p->arena, "%s/%.*s", p->growing, STR(t->name)).p);
    t->sha = sha256_open();
    t->sm3 = sm3_open();
    for (ptrdiff_t n = PIECE; fd >= 0 && n == PIECE; t->size += n) {
        n = os_read_at(fd, piece, PIECE, t->size);
        sha256_add(t->sha, (str){piece, n});
        sm3_add(t->sm3, (str){piece, n});
    }
    if (fd >= 0)
        os_close(fd);
}

static void finish(struct part *t) {
    if (t->form == FORM_XLSX) {
        if (t->book != NULL)
            book_finish(t->book);
        return;
    }
    if (t->form == FORM_XML)
        part_write(t, S("</package>\n"));
    else if (t->form == FORM_JSON)
        part_write(t, S("\n]\n"));
    os_finish(t->file, true);
}

/* Only what is sealed stays. Digests are of what is sent, so that it can be checked unopened. */
static void seal(struct package *p, struct part *t) {
    const char *clear = str_fmt(p->arena, "%s/%.*s", p->growing, STR(t->name)).p;
    t->name = str_cat(p->arena, t->name, S(".p7m"));
    const char *sealed = str_fmt(p->arena, "%s/%.*s", p->growing, STR(t->name)).p;
    os_write(sealed, (str){0}, 0600);
    envelope_seal(p->head.envelope, clear, sealed);
    os_unlink(clear);
}

/* The ids of rows tell of nobody: they are not sealed. */
static void part_end(struct package *p, struct part *t) {
    bool sealed = p->head.envelope != NULL && t->form != FORMS;
    finish(t);
    if (sealed) {
        seal(p, t);
        t->size = 0;
    }
    if (sealed && t->form != FORM_XLSX) {
        (void)sha256_close(t->sha);
        (void)sm3_close(t->sm3);
    }
    if (sealed || t->form == FORM_XLSX)
        read_back(p, t);
}

static void manifest_file(struct buf *b, struct part *t) {
    struct sha256 sha = sha256_close(t->sha);
    struct sha256 sm3 = sm3_close(t->sm3);
    buf_str(b, S("    {\"name\": "));
    buf_json(b, t->name);
    buf_fmt(b, ", \"rows\": %lld, \"size\": %lld, \"sha256\": \"", (long long)t->rows,
            (long long)t->size);
    buf_hex(b, sha.b, sizeof sha.b);
    buf_str(b, S("\", \"sm3\": \""));
    buf_hex(b, sm3.b, sizeof sm3.b);
    buf_str(b, S("\"}"));
}

static void manifest_text(struct buf *b, const char *name, str value) {
    buf_fmt(b, "  \"%s\": ", name);
    if (value.n > 0)
        buf_json(b, value);
    else
        buf_str(b, S("null"));
    buf_str(b, S(",\n"));
}

static void manifest_write(struct package *p, struct buf *b) {
    const struct package_head *h = &p->head;
    instant until = h->as_of + (instant)VALID_DAYS * 24 * 60;
    buf_str(b, S("{\n  \"format\": \"gongshi-package/1\",\n"));
    manifest_text(b, "site", h->site);
    manifest_text(b, "target", h->target);
    manifest_text(b, "title", h->title);
    manifest_text(b, "columns", h->columns);
    buf_fmt(b, "  \"sequence\": %lld,\n", (long long)h->sequence);
    manifest_text(b, "previous", h->previous);
    manifest_text(b, "kind", h->whole ? S("full") : S("increment"));
    manifest_text(b, "as_of", instant_rfc3339(p->arena, h->as_of));
    manifest_text(b, "expires", instant_rfc3339(p->arena, until));
    for (int m = 0; h->signers != NULL && m < SIGN_METHODS; m++) {
        const char *key = str_fmt(p->arena, "key_%s", sign_method_name((enum sign_method)m)).p;
        manifest_text(b, key, sign_key_id(p->arena, h->signers[m]));
    }
    if (h->envelope != NULL) {
        manifest_text(b, "cipher", str_of(h->cipher));
        manifest_text(b, "recipient", envelope_recipient(p->arena, h->envelope));
    }
    buf_fmt(b, "  \"run\": %lld,\n  \"rows\": %lld,\n  \"files\": [\n", (long long)h->run,
            (long long)p->rows);
    for (int i = 0; i < p->n; i++) {
        if (i > 0)
            buf_str(b, S(",\n"));
        manifest_file(b, &p->parts[i]);
    }
    buf_str(b, S("\n  ]\n}\n"));
}

static void sign_manifest(struct package *p, str text) {
    for (int m = 0; p->head.signers != NULL && m < SIGN_METHODS; m++) {
        const char *path = str_fmt(p->arena, "%s/manifest.json.%s", p->growing,
                                   sign_method_name((enum sign_method)m))
                               .p;
        os_write_atomic(path, sign_bytes(p->arena, p->head.signers[m], text), 0600);
    }
}

int64_t package_close(struct package *p, struct sha256 *manifest) {
    struct buf b = {0};
    for (int i = 0; i < p->n; i++)
        part_end(p, &p->parts[i]);
    if (p->rows == 0 && !p->head.whole) {
        os_rmtree(p->growing);
        return 0;
    }
    manifest_write(p, &b);
    *manifest = sha256_of(buf_view(&b));
    os_write_atomic(str_fmt(p->arena, "%s/manifest.json", p->growing).p, buf_view(&b), 0600);
    sign_manifest(p, buf_view(&b));
    os_rmtree(p->head.folder);
    (void)os_rename(p->growing, p->head.folder);
    buf_free(&b);
    return p->rows;
}
