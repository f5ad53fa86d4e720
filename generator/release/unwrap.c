/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * unwrap.c — what is inside a file: gzip, ZIP (and so XLSX and DOCX), SQLite.
 *
 * In:    a staged file, or a member of one in memory
 * Out:   the texts in it, piece by piece
 * Law:   none
 * Never: takes what it cannot open for empty; keeps more than UNWRAP_MOST bytes of a member
 */
#include "release/unwrap.h"

#include "base/os.h"
#include "release/shard.h"

#include <sqlite3.h>
#include <string.h>
#include <zip.h>
#include <zlib.h>

#define WINDOW ((ptrdiff_t)64 << 10)
#define SLACK ((int64_t)1 << 20) /* bytes that any packed thing may swell to */

static const struct {
    const char *bytes;
    ptrdiff_t n;
    enum wrap wrap;
} marks[] = {
    {"\x1F\x8B", 2, WRAP_GZIP},
    {"PK\3\4", 4, WRAP_ZIP},
    {"PK\5\6", 4, WRAP_ZIP},
    {"SQLite format 3", 16, WRAP_SQLITE},
    {SHARD_MARK, 15, WRAP_SHARD},
    {"%PDF-", 5, WRAP_PDF},
    {"\x89PNG\r\n\x1A\n", 8, WRAP_MEDIA},
    {"\xFF\xD8\xFF", 3, WRAP_MEDIA},
    {"GIF8", 4, WRAP_MEDIA},
    {"RIFF", 4, WRAP_MEDIA},
    {"\0\0\1", 4, WRAP_MEDIA}, /* .ico */
    {"wOFF", 4, WRAP_MEDIA},
    {"wOF2", 4, WRAP_MEDIA},
};

enum wrap wrap_of(str head) {
    for (size_t i = 0; i < sizeof marks / sizeof marks[0]; i++)
        if (head.n >= marks[i].n && memcmp(head.p, marks[i].bytes, (size_t)marks[i].n) == 0)
            return marks[i].wrap;
    return WRAP_NONE;
}

/* ---- one thing that comes out of a wrapping ----
 *
 * Its first bytes tell whether it is a text, which goes on as it comes, or a wrapping itself, which
 * is kept whole and then unwrapped. */

struct inner {
    const struct unwrap *u;
    int depth;
    enum wrap wrap;
    char head[UNWRAP_HEAD];
    ptrdiff_t head_n;
    bool open;
    char *kept;
    ptrdiff_t n;
    ptrdiff_t cap;
    enum unwrap_end end;
};

static enum unwrap_end unwrap_at(const struct unwrap *u, str bytes, enum wrap wrap, int depth);

static void keep(struct inner *in, str piece) {
    if (in->n + piece.n > UNWRAP_MOST) {
        in->end = UNWRAP_LARGE;
        return;
    }
    if (in->n + piece.n > in->cap) {
        ptrdiff_t cap = in->cap > 0 ? in->cap : WINDOW;
        while (cap < in->n + piece.n)
            cap *= 2;
        char *more = ROOM(in->u->memory, char, cap);
        if (in->n > 0)
            memcpy(more, in->kept, (size_t)in->n);
        in->kept = more;
        in->cap = cap;
    }
    memcpy(in->kept + in->n, piece.p, (size_t)piece.n);
    in->n += piece.n;
}

static bool is_wrapping(enum wrap w) {
    return w == WRAP_GZIP || w == WRAP_ZIP || w == WRAP_SQLITE;
}

/* What it is, is known now. */
static void open_inner(struct inner *in) {
    in->open = true;
    in->wrap = wrap_of((str){in->head, in->head_n});
    in->u->begin(in->u->ctx, in->wrap);
    in->u->piece(in->u->ctx, (str){in->head, in->head_n});
    if (is_wrapping(in->wrap))
        keep(in, (str){in->head, in->head_n});
}

static void put(struct inner *in, str piece) {
    if (!in->open) {
        str head = str_sub(piece, 0, UNWRAP_HEAD - in->head_n);
        memcpy(in->head + in->head_n, head.p, (size_t)head.n);
        in->head_n += head.n;
        piece = str_sub(piece, head.n, piece.n);
        if (in->head_n == UNWRAP_HEAD)
            open_inner(in);
    }
    if (piece.n == 0)
        return;
    in->u->piece(in->u->ctx, piece);
    if (is_wrapping(in->wrap))
        keep(in, piece);
}

static enum unwrap_end close_inner(struct inner *in) {
    if (!in->open)
        open_inner(in);
    in->u->end(in->u->ctx);
    if (in->end == UNWRAP_DONE && is_wrapping(in->wrap))
        in->end = unwrap_at(in->u, (str){in->kept, in->n}, in->wrap, in->depth);
    return in->end;
}

/* ---- gzip, from memory or from a file ---- */

struct packed {
    int fd; /* -1: all is in `rest` */
    str rest;
    int64_t at;
    char *window;
};

static str next_packed(struct packed *p) {
    str piece = p->rest;
    if (p->fd < 0) {
        p->rest = (str){piece.p, 0};
        return piece;
    }
    ptrdiff_t n = os_read_at(p->fd, p->window, WINDOW, p->at);
    p->at += n;
    return (str){p->window, n};
}

/* More packed bytes, when all are used up; false when there are none. */
static bool refill(z_stream *z, struct packed *p) {
    if (z->avail_in > 0)
        return true;
    str piece = next_packed(p);
    union {
        const char *p;
        Bytef *wanted;
    } from = {piece.p};
    z->next_in = from.wanted;
    z->avail_in = (uInt)piece.n;
    return piece.n > 0;
}

/* Inflates as long as what is there gives a full window. */
static int inflate_some(z_stream *z, char *out, struct inner *in) {
    int said;
    do {
        z->next_out = (Bytef *)out;
        z->avail_out = (uInt)WINDOW;
        said = inflate(z, Z_NO_FLUSH);
        put(in, (str){out, WINDOW - (ptrdiff_t)z->avail_out});
    } while (said == Z_OK && z->avail_out == 0 && in->end == UNWRAP_DONE);
    return said == Z_BUF_ERROR ? Z_OK : said;
}

/* Members may follow each other; anything else behind the last one is damage. */
static enum unwrap_end gunzip(z_stream *z, struct packed *p, char *out, struct inner *in) {
    int said = Z_OK;
    while (refill(z, p)) {
        if (said == Z_STREAM_END && inflateReset(z) != Z_OK)
            return UNWRAP_BROKEN;
        said = inflate_some(z, out, in);
        if (said != Z_OK && said != Z_STREAM_END)
            return UNWRAP_BROKEN;
        if (in->end != UNWRAP_DONE)
            return in->end;
    }
    return said == Z_STREAM_END ? UNWRAP_DONE : UNWRAP_BROKEN;
}

static enum unwrap_end unwrap_gzip(const struct unwrap *u, struct packed *p, int depth) {
    z_stream z = {0};
    struct inner in = {.u = u, .depth = depth + 1};
    if (inflateInit2(&z, 16 + MAX_WBITS) != Z_OK)
        die_memory("内存不足");
    char *out = ROOM(u->memory, char, WINDOW);
    enum unwrap_end end = gunzip(&z, p, out, &in);
    (void)inflateEnd(&z);
    enum unwrap_end inner = close_inner(&in);
    return end != UNWRAP_DONE ? end : inner;
}

/* ---- ZIP ---- */

static void say(const struct unwrap *u, str text) {
    u->begin(u->ctx, WRAP_NONE);
    u->piece(u->ctx, text);
    u->end(u->ctx);
}

static bool is_bomb(const zip_stat_t *st) {
    return (int64_t)st->size > SLACK && st->size / UNWRAP_RATIO > st->comp_size;
}

static enum unwrap_end unwrap_member(const struct unwrap *u, zip_t *zip, zip_uint64_t index,
                                     int depth) {
    zip_stat_t st;
    struct inner in = {.u = u, .depth = depth + 1};
    if (zip_stat_index(zip, index, ZIP_FL_ENC_RAW, &st) != 0)
        return UNWRAP_BROKEN;
    if (is_bomb(&st))
        return UNWRAP_LARGE;
    if (st.size == 0)
        return UNWRAP_DONE;
    zip_file_t *file = zip_fopen_index(zip, index, 0);
    if (file == NULL)
        return UNWRAP_BROKEN;
    char *out = ROOM(u->memory, char, WINDOW);
    zip_int64_t got = 0;
    uint64_t have = 0;
    while (in.end == UNWRAP_DONE && (got = zip_fread(file, out, (zip_uint64_t)WINDOW)) > 0) {
        put(&in, (str){out, (ptrdiff_t)got});
        have += (uint64_t)got;
    }
    bool whole = got == 0 && have == st.size;
    whole = zip_fclose(file) == 0 && whole;
    enum unwrap_end end = close_inner(&in);
    return end == UNWRAP_DONE && !whole ? UNWRAP_BROKEN : end;
}

/* Names and comments are as public as what they name. */
static enum unwrap_end unwrap_members(const struct unwrap *u, zip_t *zip, int depth) {
    zip_int64_t n = zip_get_num_entries(zip, 0);
    enum unwrap_end end = UNWRAP_DONE;
    for (zip_int64_t i = 0; i < n && end == UNWRAP_DONE; i++) {
        const char *name = zip_get_name(zip, (zip_uint64_t)i, ZIP_FL_ENC_RAW);
        if (name == NULL)
            return UNWRAP_BROKEN;
        say(u, str_of(name));
        end = unwrap_member(u, zip, (zip_uint64_t)i, depth);
    }
    return end;
}

static enum unwrap_end unwrap_zip(const struct unwrap *u, zip_t *zip, int depth) {
    if (zip == NULL)
        return UNWRAP_BROKEN;
    enum unwrap_end end = unwrap_members(u, zip, depth);
    zip_discard(zip);
    return end;
}

static zip_t *zip_in_memory(str bytes) {
    zip_source_t *source = zip_source_buffer_create(bytes.p, (zip_uint64_t)bytes.n, 0, NULL);
    zip_t *zip = source == NULL ? NULL : zip_open_from_source(source, ZIP_RDONLY, NULL);
    if (zip == NULL && source != NULL)
        zip_source_free(source);
    return zip;
}

/* ---- SQLite: every cell of every table, each a text of its own ---- */

static void unwrap_row(const struct unwrap *u, sqlite3_stmt *row) {
    for (int i = 0; i < sqlite3_column_count(row); i++) {
        int type = sqlite3_column_type(row, i);
        const char *p = type == SQLITE_BLOB ? sqlite3_column_blob(row, i)
                                            : (const char *)sqlite3_column_text(row, i);
        if (p != NULL && type != SQLITE_NULL) {
            u->piece(u->ctx, (str){p, sqlite3_column_bytes(row, i)});
            u->piece(u->ctx, S("\n|\n"));
        }
    }
}

static enum unwrap_end unwrap_table(const struct unwrap *u, sqlite3 *db, const char *name) {
    sqlite3_stmt *row = NULL;
    char *sql = sqlite3_mprintf("SELECT * FROM \"%w\"", name);
    int said = sqlite3_prepare_v2(db, sql, -1, &row, NULL);
    sqlite3_free(sql);
    /* Virtual tables of a module that is not here: their content stands in tables beside them. */
    if (said != SQLITE_OK)
        return UNWRAP_DONE;
    u->begin(u->ctx, WRAP_NONE);
    while ((said = sqlite3_step(row)) == SQLITE_ROW)
        unwrap_row(u, row);
    u->end(u->ctx);
    (void)sqlite3_finalize(row);
    return said == SQLITE_DONE ? UNWRAP_DONE : UNWRAP_BROKEN;
}

static enum unwrap_end unwrap_tables(const struct unwrap *u, sqlite3 *db) {
    sqlite3_stmt *table = NULL;
    enum unwrap_end end = UNWRAP_DONE;
    int said = sqlite3_prepare_v2(db, "SELECT name FROM sqlite_master WHERE type='table'", -1,
                                  &table, NULL);
    if (said != SQLITE_OK)
        return UNWRAP_BROKEN;
    while (end == UNWRAP_DONE && (said = sqlite3_step(table)) == SQLITE_ROW)
        end = unwrap_table(u, db, (const char *)sqlite3_column_text(table, 0));
    (void)sqlite3_finalize(table);
    return end == UNWRAP_DONE && said != SQLITE_DONE ? UNWRAP_BROKEN : end;
}

/* A data base in memory with these bytes in it. */
static int open_bytes(sqlite3 **db, str bytes) {
    int said = sqlite3_open_v2(":memory:", db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    if (said != SQLITE_OK)
        return said;
    unsigned char *copy = sqlite3_malloc64((sqlite3_uint64)bytes.n);
    if (copy == NULL)
        die_memory("内存不足");
    memcpy(copy, bytes.p, (size_t)bytes.n);
    return sqlite3_deserialize(*db, "main", copy, bytes.n, bytes.n,
                               SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_READONLY);
}

/* Nobody writes it any more, so no lock and no journal beside it is looked for. */
static int open_path(sqlite3 **db, const char *path) {
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_URI;
    char *uri = sqlite3_mprintf("file:%s?immutable=1", path);
    int said = sqlite3_open_v2(uri, db, flags, NULL);
    sqlite3_free(uri);
    return said;
}

static enum unwrap_end unwrap_sqlite(const struct unwrap *u, const char *path, str bytes) {
    sqlite3 *db = NULL;
    int said = path == NULL ? open_bytes(&db, bytes) : open_path(&db, path);
    enum unwrap_end end = said == SQLITE_OK ? unwrap_tables(u, db) : UNWRAP_BROKEN;
    (void)sqlite3_close(db);
    return end;
}

/* ---- shards of the search index ---- */

/* Document by document: whose names are private, is looked for in each by itself. */
enum unwrap_end unwrap_shard(const struct unwrap *u, struct shard_dictionary *d, str path,
                             str bytes) {
    str text;
    if (!shard_text(d, u->memory, path, bytes, &text))
        return UNWRAP_BROKEN;
    while (text.n > 0) {
        str line = str_cut(&text, S("\n"));
        if (line.n > 0)
            say(u, line);
    }
    return UNWRAP_DONE;
}

/* ---- the door ---- */

static enum unwrap_end unwrap_at(const struct unwrap *u, str bytes, enum wrap wrap, int depth) {
    struct packed p = {.fd = -1, .rest = bytes};
    if (depth >= UNWRAP_DEPTH)
        return UNWRAP_DEEP;
    switch (wrap) {
    case WRAP_GZIP:
        return unwrap_gzip(u, &p, depth);
    case WRAP_ZIP:
        return unwrap_zip(u, zip_in_memory(bytes), depth);
    case WRAP_SQLITE:
        return unwrap_sqlite(u, NULL, bytes);
    default:
        return UNWRAP_DONE;
    }
}

enum unwrap_end unwrap_bytes(const struct unwrap *u, str bytes) {
    return unwrap_at(u, bytes, wrap_of(bytes), 0);
}

enum unwrap_end unwrap_file(const struct unwrap *u, const char *path, enum wrap wrap) {
    if (wrap == WRAP_ZIP)
        return unwrap_zip(u, zip_open(path, ZIP_RDONLY, NULL), 0);
    if (wrap == WRAP_SQLITE)
        return unwrap_sqlite(u, path, (str){0});
    struct packed p = {.fd = wrap == WRAP_GZIP ? os_open(path) : -1};
    if (p.fd < 0)
        return UNWRAP_DONE;
    p.window = ROOM(u->memory, char, WINDOW);
    enum unwrap_end end = unwrap_gzip(u, &p, 0);
    os_close(p.fd);
    return end;
}
