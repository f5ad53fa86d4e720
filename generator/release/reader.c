/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * reader.c — one staged file, read as a stranger would, with all that is wrapped in it.
 *
 * In:    a file, what it should be, what must not be in it
 * Out:   what was found; its links
 * Law:   个人信息保护法 art. 28, 51
 * Never: shares code with masking; keeps a value; passes over what it cannot read
 *
 *   bytes ─ digest ─ normal streams ─ identifiers, shapes, the secrets of the rows
 *     │                └ odd: as GB18030, as UTF-16 ─┐
 *     ├ what is base64 in them ──────────────────────┴ normal streams ─ …
 *     └ gzip, ZIP, SQLite: each text inside, the same way
 */
#include "release/reader.h"

#include "base/encoding.h"
#include "base/os.h"
#include "release/lines.h"

#include <string.h>

#define PAGE_MOST ((ptrdiff_t)4 << 20) /* a page is read whole, for its links and rows */
#define PIECE ((ptrdiff_t)256 << 10)   /* anything larger is read in pieces … */
#define OVERLAP ((ptrdiff_t)8 << 10)   /* … that share more than any written form of a secret */
#define GZIP_HEAD ((ptrdiff_t)4 << 10) /* a name and a comment may stand there */

void reader_open(struct reader *r, struct arena *a, const struct search *search,
                 const struct base64 *base64) {
    r->search = search;
    r->base64 = base64;
    r->normal.tags = tags_open(a);
}

void reader_close(struct reader *r) {
    arena_free(&r->memory);
    arena_free(&r->inner);
    buf_free(&r->other);
    arena_free(&r->dictionary.memory);
}

static void make_room(struct reader *r, ptrdiff_t bytes) {
    if (bytes <= r->cap)
        return;
    ptrdiff_t cap = r->cap > 0 ? r->cap : PIECE / 4;
    while (cap < bytes)
        cap *= 2;
    char *old = r->bytes;
    struct arena before = r->memory;
    r->memory = (struct arena){0};
    r->cap = cap;
    r->bytes = ROOM(&r->memory, char, cap);
    r->normal.text.v = ROOM(&r->memory, uint32_t, cap + NORMAL_SPARE);
    r->normal.hidden.v = ROOM(&r->memory, uint32_t, cap + NORMAL_SPARE);
    r->normal.known.v = ROOM(&r->memory, uint32_t, cap + NORMAL_SPARE);
    if (r->have > 0)
        memcpy(r->bytes, old, (size_t)r->have);
    arena_free(&before);
}

/* ---- rows of a list page ---- */

/* The streams between two places. */
struct stretch {
    struct part text;
    struct part hidden;
    struct part known;
};

static struct stretch stretch_of(const struct normal *n, const struct mark *from,
                                 const struct mark *to) {
    const struct stream *t = &n->text;
    const struct stream *h = &n->hidden;
    return (struct stretch){{t->v + from->text, to->text - from->text, false, t->signs},
                            {h->v + from->hidden, to->hidden - from->hidden, false, h->signs},
                            {n->known.v + from->known, to->known - from->known, false, false}};
}

static struct stretch all_of(const struct normal *n, bool chance) {
    return (struct stretch){{n->text.v, n->text.n, chance, n->text.signs},
                            {n->hidden.v, n->hidden.n, chance, n->hidden.signs},
                            {n->known.v, n->known.n, chance, false}};
}

/* Does this mark end the row before it? */
static bool ends_row(const struct expected *e, const struct mark *m) {
    if (m->type != MARK_ROW)
        return m->type == MARK_END;
    for (int i = 0; i < e->shown_count; i++)
        if (str_eq(m->value, e->shown[i].id))
            return true;
    return false;
}

/* The part of a list page that one row takes: to the next row, or to the end of its list. A row
 * that is not found is looked for in all of the page, which is the safe side. */
static struct stretch row_of(const struct expected *e, int row, const struct normal *n) {
    struct mark end = {MARK_END, {0}, n->text.n, n->hidden.n, n->known.n};
    ptrdiff_t i = 0;
    while (!e->whole && i < n->mark_count &&
           !(n->marks[i].type == MARK_ROW && str_eq(n->marks[i].value, e->shown[row].id)))
        i++;
    if (e->whole || i == n->mark_count)
        return all_of(n, false);
    const struct mark *from = &n->marks[i++];
    while (i < n->mark_count && !ends_row(e, &n->marks[i]))
        i++;
    return stretch_of(n, from, i < n->mark_count ? &n->marks[i] : &end);
}

static enum leak secrets_in(const struct search *s, const struct shown *row,
                            const struct stretch *in) {
    const struct part *parts[] = {&in->text, &in->hidden, &in->known};
    enum leak found = LEAK_NONE;
    for (int i = 0; i < 3 && found == LEAK_NONE; i++)
        found = search_part(s, row->secrets, row->n, *parts[i]);
    return found;
}

/* ---- what is found ---- */

static enum leak identifiers_in(const struct search *s, const struct stretch *in) {
    enum leak found = search_everywhere(s, in->text);
    return found != LEAK_NONE ? found : search_everywhere(s, in->hidden);
}

static enum leak shapes_in(const struct search *s, const struct stretch *in) {
    enum leak found = search_shapes(s, in->text, true);
    return found != LEAK_NONE ? found : search_shapes(s, in->hidden, false);
}

/* The first row that holds an identifier or a shape; the only one of a record's own page. */
static int suspect_of(const struct reader *r) {
    const struct expected *e = r->file;
    if (e->whole)
        return e->shown_count > 0 ? 1 : 0;
    for (int i = 0; i < e->shown_count && r->normal.mark_count > 0; i++) {
        struct stretch in = row_of(e, i, &r->normal);
        if (identifiers_in(r->search, &in) != LEAK_NONE || shapes_in(r->search, &in) != LEAK_NONE)
            return i + 1;
    }
    return 0;
}

static bool is_page(str path) {
    return str_ends(path, S(".html")) || str_ends(path, S(".html.gz"));
}

/* The secrets of rows, each in its row; in another reading of the bytes there are no rows. */
static void find_persons(struct reader *r, bool chance) {
    const struct expected *e = r->file;
    for (int i = 0; i < e->shown_count && r->out->person == LEAK_NONE; i++) {
        if (e->shown[i].n == 0)
            continue;
        struct stretch in = chance ? all_of(&r->normal, true) : row_of(e, i, &r->normal);
        r->out->person = secrets_in(r->search, &e->shown[i], &in);
        r->out->row = i + 1;
    }
}

/* The known stream was searched when it was new: tags are known only while none of them held any.
 */
static void find(struct reader *r, bool shapes) {
    struct outcome *o = r->out;
    struct stretch all = all_of(&r->normal, false);
    shapes = shapes && r->wrap == WRAP_NONE; /* digits in what is packed are chance */
    enum leak identifier = identifiers_in(r->search, &all);
    enum leak shape = shapes ? shapes_in(r->search, &all) : LEAK_NONE;
    if (identifier == LEAK_NONE && shape == LEAK_NONE)
        return;
    tags_forget(r->normal.tags);
    o->identifier = o->identifier == LEAK_NONE ? identifier : o->identifier;
    o->shape = o->shape == LEAK_NONE && identifier == LEAK_NONE ? shape : o->shape;
    o->suspect = o->suspect == 0 ? suspect_of(r) : o->suspect;
}

/* ---- one text, or a piece of it ---- */

/* A file's name is as public as its text. */
static void read_name(struct normal *n, str path) {
    normal_barrier(&n->hidden);
    normal_text(&n->hidden, path);
    normal_end(&n->hidden);
}

static void take_other(void *ctx, str text, bool digits) {
    struct reader *r = ctx;
    r->normal.want_marks = false;
    normal_read(&r->normal, text);
    find(r, digits);
    if (!r->by_rows && (r->file->whole || !r->inside || r->any_row))
        find_persons(r, true);
}

static void follow_links(struct reader *r) {
    for (ptrdiff_t i = 0; i < r->normal.mark_count; i++)
        if (r->normal.marks[i].type == MARK_LINK)
            links_add(r->errand->links, &r->seen, r->file->file.path, r->errand->number,
                      r->normal.marks[i].value);
}

/* What was read last shows this row, and no other. */
static void find_in_row(struct reader *r, int row, bool chance) {
    struct stretch all = all_of(&r->normal, chance);
    enum leak found = secrets_in(r->search, &r->file->shown[row], &all);
    if (found != LEAK_NONE && r->out->person == LEAK_NONE) {
        r->out->person = found;
        r->out->row = row + 1;
    }
    if (r->out->suspect == 0 && (r->out->identifier != LEAK_NONE || r->out->shape != LEAK_NONE) &&
        (identifiers_in(r->search, &all) != LEAK_NONE || shapes_in(r->search, &all) != LEAK_NONE))
        r->out->suspect = row + 1;
}

static void take_other_of_row(void *ctx, str text, bool digits) {
    struct reader *r = ctx;
    (void)digits;
    r->normal.want_marks = false;
    normal_read(&r->normal, text);
    find_in_row(r, r->row, true);
}

/* Other readings of its bytes are of this row too: with thousands of names at hand, any of them
 * would show somewhere by chance. */
static void take_line(void *ctx, int row, str line) {
    struct reader *r = ctx;
    bool found = r->out->identifier != LEAK_NONE || r->out->shape != LEAK_NONE;
    if (r->file->shown[row].n == 0 && (!found || r->out->suspect != 0))
        return;
    r->row = row;
    r->normal.want_marks = false;
    normal_read(&r->normal, line);
    find_in_row(r, row, false);
    if (normal_odd(&r->normal) != 0)
        decode_others(line, &r->other, take_other_of_row, r);
    decode_base64(r->base64, line, &r->other, take_other_of_row, r);
}

static const struct lines_ids *ids_of(struct reader *r) {
    if (r->ids == NULL)
        r->ids = lines_ids(&r->inner, r->file);
    return r->ids;
}

/* A document of a shard is that of the record whose address is its first field; one that has
 * another address is no record's, so long as there is one that has. */
static void find_in_document(struct reader *r, str document) {
    int row = lines_row(ids_of(r), str_cut(&document, S("|")));
    if (row >= 0)
        find_in_row(r, row, false);
    else if (r->any_row)
        find_persons(r, false);
    r->row_seen = r->row_seen || row >= 0;
}

static bool is_wrapped(enum wrap w) {
    return w == WRAP_GZIP || w == WRAP_ZIP || w == WRAP_SQLITE;
}

/* Names are private where their record shows: in a page by its rows, elsewhere by lines. */
static void look_for_persons(struct reader *r, str bytes, bool page, bool more) {
    const struct expected *e = r->file;
    r->lines.next = more ? r->bytes + r->have - OVERLAP - bytes.p : bytes.n;
    r->by_rows = false;
    bool rows = !e->whole && e->shown_count > 0;
    bool by_lines = rows && !page && r->wrap == WRAP_NONE;
    if (r->wrap == WRAP_SHARD || (rows && is_wrapped(r->wrap))) /* they come when unwrapped */
        return;
    if (by_lines && r->shard)
        find_in_document(r, bytes);
    else if (by_lines)
        r->by_rows = lines_with(ids_of(r), bytes, &r->lines, take_line, r);
    r->row_seen = r->row_seen || r->by_rows;
    bool aside = rows && r->inside && !r->any_row; /* what stands beside the rows of a workbook */
    if (!r->by_rows && !(by_lines && r->shard) && !aside)
        find_persons(r, false);
}

/* UTF-16 with its mark is a text, all the same; so is what is no longer the beginning of one. */
static bool is_wide(str bytes) {
    return str_starts(bytes, S("\xFF\xFE")) || str_starts(bytes, S("\xFE\xFF"));
}

static void read_others(struct reader *r, str bytes, unsigned odd) {
    if (is_wrapped(r->wrap) || r->wrap == WRAP_SHARD)
        return;
    decode_base64(r->base64, bytes, &r->other, take_other, r);
    if (odd == 0)
        return;
    if (r->wrap == WRAP_NONE && (odd & NORMAL_CONTROL) != 0 && !r->wide)
        r->out->unknown = true;
    decode_others(bytes, &r->other, take_other, r);
}

/* Half a character at a cut is whole in the piece before or behind, which share it. It would make
 * the text look like one in another encoding. */
static str whole_characters(str bytes, bool cut, bool more) {
    ptrdiff_t from = 0;
    ptrdiff_t to = bytes.n;
    while (cut && from < 3 && from < to && ((unsigned char)bytes.p[from] & 0xC0) == 0x80)
        from++;
    for (ptrdiff_t i = 1; more && i <= 3 && to - i >= from; i++) {
        unsigned char c = (unsigned char)bytes.p[to - i];
        int length = c >= 0xF0 ? 4 : c >= 0xE0 ? 3 : c >= 0xC0 ? 2 : 1;
        if ((c & 0xC0) == 0x80)
            continue;
        to -= length > i ? i : 0;
        break;
    }
    return str_sub(bytes, from, to);
}

/* `more` follows in the next piece. Of what gzip has packed only the head can be read; of what is
 * squeezed there is only the head that is not read once more. */
static void read_piece(struct reader *r, bool more) {
    str bytes = whole_characters((str){r->bytes, r->have}, r->cut, more);
    if (r->wrap == WRAP_GZIP)
        bytes = str_sub(bytes, 0, r->cut ? 0 : GZIP_HEAD);
    if (r->wrap == WRAP_SHARD && !shard_is_list(bytes) && !r->cut) /* all else comes unwrapped */
        bytes = str_sub(bytes, 0, str_find(bytes, S("`")));
    bool page = is_page(r->file->file.path) && !r->cut && !more && r->wrap == WRAP_NONE;
    r->wide = is_wide(bytes) || (r->cut && r->wide);
    r->normal.arena = &r->inner;
    r->normal.marks = NULL;
    r->normal.mark_cap = 0;
    r->normal.want_marks = page;
    normal_read(&r->normal, bytes);
    if (!r->inside && !r->cut)
        read_name(&r->normal, r->file->file.path);
    normal_cut(&r->normal, r->cut, more);
    unsigned odd = normal_odd(&r->normal);
    find(r, (odd & NORMAL_BROKEN) == 0 || encoding_of(bytes) == ENCODING_UTF8);
    if (page)
        follow_links(r);
    look_for_persons(r, bytes, page, more);
    read_others(r, bytes, odd);
}

/* What is there is read when there is no more room; its end is read again with what follows. */
static void pass(struct reader *r) {
    if (r->have < r->limit)
        return;
    read_piece(r, true);
    r->have = OVERLAP;
    r->cut = true;
    memmove(r->bytes, r->bytes + r->limit - OVERLAP, (size_t)OVERLAP);
}

/* ---- what is inside ---- */

/* We put no shard into anything: what begins as one is a text that somebody else wrote. */
static void begin_inner(void *ctx, enum wrap wrap) {
    struct reader *r = ctx;
    r->wrap = wrap == WRAP_SHARD ? WRAP_NONE : wrap;
    r->inside = true;
    r->limit = is_page(r->file->file.path) ? PAGE_MOST : PIECE + OVERLAP;
    r->have = 0;
    r->cut = false;
    r->lines.row = -1;
    r->out->texts++;
}

static void take_inner(void *ctx, str bytes) {
    struct reader *r = ctx;
    while (bytes.n > 0) {
        str some = str_sub(bytes, 0, r->limit - r->have);
        make_room(r, r->have + some.n + 1);
        memcpy(r->bytes + r->have, some.p, (size_t)some.n);
        r->have += some.n;
        bytes = str_sub(bytes, some.n, bytes.n);
        pass(r);
    }
}

static void end_inner(void *ctx) {
    struct reader *r = ctx;
    if (r->have > 0)
        read_piece(r, false);
}

/* What a document says stands in a file beside it. */
static void read_text(struct reader *r, const char *text) {
    int fd = os_open(text);
    char *window = ROOM(&r->inner, char, PIECE);
    int64_t at = 0;
    r->out->unknown = fd < 0;
    begin_inner(r, WRAP_NONE);
    for (ptrdiff_t n = 0; fd >= 0 && (n = os_read_at(fd, window, PIECE, at)) > 0; at += n)
        take_inner(r, (str){window, n});
    end_inner(r);
    if (fd >= 0)
        os_close(fd);
}

/* Where no document shows a row, all may: the safe side. */
static void look_into_shard(struct reader *r, const struct unwrap *u, const char *path) {
    str file = {r->bytes, r->have};
    bool all = !r->cut || os_read(&r->inner, path, UNWRAP_MOST, &file);
    str bytes = all ? str_dup(&r->inner, file) : (str){0};
    r->shard = true;
    r->any_row = false;
    r->out->unwrap = unwrap_shard(u, &r->dictionary, str_of(path), bytes);
    r->any_row = !r->row_seen && r->file->shown_count > 0;
    if (r->any_row)
        (void)unwrap_shard(u, &r->dictionary, str_of(path), bytes);
}

static void look_inside(struct reader *r, const char *path, enum wrap wrap) {
    struct unwrap u = {begin_inner, take_inner, end_inner, r, &r->inner};
    if (wrap == WRAP_SHARD)
        look_into_shard(r, &u, path);
    else
        r->out->unwrap = unwrap_file(&u, path, wrap);
    r->any_row = !r->row_seen && !r->file->whole && r->file->shown_count > 0;
    if (wrap != WRAP_SHARD && r->any_row)
        (void)unwrap_file(&u, path, wrap);
}

/* ---- the file itself ---- */

/* What has been read of the file is what was written: byte for byte where that is at hand, else by
 * its digest. */
struct likeness {
    struct sha256_stream *digest;
    bool same;
};

/* Reads what fits. False at the end. */
static bool read_more(struct reader *r, int fd, struct likeness *like) {
    const struct expected *e = r->file;
    int64_t at = r->out->size;
    ptrdiff_t n = os_read_at(fd, r->bytes + r->have, r->limit - r->have, at);
    str got = {r->bytes + r->have, n};
    if (at + n > e->file.size)
        like->same = false;
    else if (e->bytes != NULL)
        like->same = like->same && str_eq(got, (str){e->bytes + at, n});
    else
        sha256_add(like->digest, got);
    r->have += n;
    r->out->size += n;
    return n > 0;
}

/* A file of one piece is read only when it is what it should be. */
static void read_file(struct reader *r, int fd) {
    const struct tree_file *want = &r->file->file;
    struct outcome *o = r->out;
    bool by_bytes = r->file->bytes != NULL;
    struct likeness like = {by_bytes ? NULL : sha256_open(), true};
    bool whole = want->size < r->limit && !r->errand->changed_too;
    bool more = read_more(r, fd, &like);
    r->wrap = wrap_of((str){r->bytes, r->have});
    while (more && !whole && r->have == r->limit) {
        pass(r);
        more = read_more(r, fd, &like);
    }
    if (!by_bytes)
        like.same = sha256_eq(sha256_close(like.digest), want->digest) && like.same;
    o->same = like.same && o->size == want->size;
    if (o->size > want->size)
        o->size = -1;
    if ((o->same || r->errand->changed_too) && r->have > 0)
        read_piece(r, false);
}

static void begin_file(struct reader *r, const struct errand *errand, struct outcome *out) {
    const struct tree_file *want = &errand->file->file;
    bool page = is_page(want->path);
    int64_t is = errand->changed_too ? os_stat(errand->path).size : want->size;
    ptrdiff_t size = (ptrdiff_t)(is < PAGE_MOST ? is : PAGE_MOST);
    r->errand = errand;
    r->file = errand->file;
    r->out = out;
    r->have = 0;
    r->lines.row = -1;
    r->ids = NULL;
    r->shard = r->row_seen = r->any_row = false;
    r->cut = r->inside = false;
    r->limit = (page || size < PIECE ? size : PIECE + OVERLAP) + 1;
    make_room(r, r->limit + want->path.n);
    arena_reset(&r->inner);
    out->large = page && want->size > PAGE_MOST;
}

struct outcome reader_check(struct reader *r, const struct errand *errand) {
    int fd = errand->file->fd != 0 ? errand->file->fd : os_open(errand->path);
    struct outcome out = {.missing = fd < 0, .texts = 1};
    if (fd < 0)
        return out;
    begin_file(r, errand, &out);
    read_file(r, fd);
    os_close(fd);
    enum wrap wrap = r->wrap;
    if ((out.same || errand->changed_too) && wrap != WRAP_NONE)
        look_inside(r, errand->path, wrap);
    if (out.same && errand->file->text != NULL)
        read_text(r, errand->file->text);
    return out;
}
