/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * journal.c — what a release is about to do, on disk before any of it is done.
 *
 * In:    ranks and paths
 * Out:   a text file that proves itself whole
 * Law:   none
 * Never: lets a torn journal be played
 */
#include "release/journal.h"

#include "base/os.h"
#include "release/paths.h"

#include <string.h>

#define HEAD "gongshi-journal 1 "
#define TAIL "end "
#define POSITION 64                     /* hexadecimal digits of a ledger position */
#define TAIL_MOST (4 + 20 + 1 + 64 + 1) /* bytes of its last line */
#define PIECE (1 << 16)                 /* bytes read at once: more than a line has */

/* Operations gather by rank, as the lines they will be, in files without names. */
struct journal {
    const char *path;
    struct arena seen_memory;
    struct hashes seen;
    int64_t count;
    struct os_file *lines[PUBLISH_RANKS]; /* NULL: none yet */
};

struct journal *journal_open(struct arena *a, const char *path, int64_t most) {
    struct journal *j = NEW(a, struct journal, 1);
    j->path = str_dup(a, str_of(path)).p;
    j->seen.arena = &j->seen_memory;
    hashes_reserve(&j->seen, (size_t)most);
    return j;
}

void journal_add(struct journal *j, enum publish_rank rank, str path) {
    if (!hashes_add(&j->seen, path_hash(path)))
        die("内部错误：同一路径在发布日志中出现两次 %.*s", STR(path));
    if (j->lines[rank] == NULL)
        j->lines[rank] = os_scratch(j->path);
    os_append(j->lines[rank], str_of(publish_rank_name(rank)));
    os_append(j->lines[rank], S(" "));
    os_append(j->lines[rank], path);
    os_append(j->lines[rank], S("\n"));
    j->count++;
}

static str folder_of(struct arena *a, const char *path) {
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return S(".");
    return slash == path ? S("/") : str_dup(a, (str){path, slash - path});
}

/* A piece of the file under way, counted into its digest. */
static void put(struct os_file *f, struct sha256_stream *h, str bytes) {
    os_append(f, bytes);
    sha256_add(h, bytes);
}

/* The lines of a rank, in their turn. */
static void put_lines(struct os_file *f, struct sha256_stream *h, struct os_file *lines,
                      char *piece) {
    int fd = os_reread(lines);
    ptrdiff_t n;
    for (int64_t at = 0; (n = os_read_at(fd, piece, PIECE, at)) > 0; at += n)
        put(f, h, (str){piece, n});
    os_close(fd);
}

static void write_lines(struct journal *j, struct os_file *f, str position, struct arena *a) {
    struct sha256_stream *h = sha256_open();
    char *piece = ROOM(a, char, PIECE);
    put(f, h, str_fmt(a, HEAD "%.*s\n", STR(position)));
    for (int rank = 0; rank < PUBLISH_RANKS; rank++)
        if (j->lines[rank] != NULL)
            put_lines(f, h, j->lines[rank], piece);
    str digest = sha256_text(a, sha256_close(h));
    os_append(f, str_fmt(a, TAIL "%lld %.*s\n", (long long)j->count, STR(digest)));
}

void journal_close(struct journal *j, str position) {
    struct arena scratch = {0};
    const char *folder = folder_of(&scratch, j->path).p;
    if (position.n != POSITION)
        die("内部错误：账本位置不是 %d 位", POSITION);
    os_sync_filesystem(folder);
    struct os_file *f = os_create(j->path, 0600);
    write_lines(j, f, position, &scratch);
    os_finish(f, true);
    os_sync(folder);
    arena_free(&j->seen_memory);
    arena_free(&scratch);
}

/* ---- reading ---- */

/* What the last line says; false when it is none of a journal. */
static bool take_tail(struct journal_text *j, int64_t size, str *digest) {
    char room[TAIL_MOST];
    int64_t from = size > TAIL_MOST ? size - TAIL_MOST : 0;
    str tail = {room, os_read_at(j->fd, room, size - from, from)};
    ptrdiff_t i = tail.n - 1;
    while (i > 0 && tail.p[i - 1] != '\n')
        i--;
    j->end = from + i;
    tail = str_sub(tail, i, tail.n);
    if (i <= 0 || !str_starts(tail, S(TAIL)) || !str_ends(tail, S("\n")))
        return false;
    str rest = str_sub(tail, S(TAIL).n, tail.n - 1);
    str number = str_cut(&rest, S(" "));
    *digest = str_dup(j->arena, rest);
    return str_int(number, &j->count);
}

/* The lines before the last are as many, and hash to what it says. */
static bool is_whole(const struct journal_text *j, str digest) {
    struct sha256_stream *h = sha256_open();
    int64_t lines = 0;
    ptrdiff_t n = 0;
    for (int64_t at = 0; at < j->end; at += n) {
        n = (ptrdiff_t)(j->end - at < PIECE ? j->end - at : PIECE);
        if (os_read_at(j->fd, j->piece, n, at) != n)
            break;
        sha256_add(h, (str){j->piece, n});
        for (ptrdiff_t i = 0; i < n; i++)
            lines += j->piece[i] == '\n';
    }
    /* The head is a line, too. */
    return str_eq(digest, sha256_text(j->arena, sha256_close(h))) && lines == j->count + 1;
}

/* The next line, without its end; absent when there is none any more. */
static str take_line(struct journal_text *j) {
    if (str_find(j->rest, S("\n")) < 0 && j->at < j->end) {
        ptrdiff_t had = j->rest.n;
        ptrdiff_t more = (ptrdiff_t)(j->end - j->at < PIECE - had ? j->end - j->at : PIECE - had);
        memmove(j->piece, j->rest.p, (size_t)had);
        if (os_read_at(j->fd, j->piece + had, more, j->at) != more)
            die("读不回发布日志");
        j->rest = (str){j->piece, had + more};
        j->at += more;
    }
    return j->rest.n > 0 ? str_cut(&j->rest, S("\n")) : (str){0};
}

static bool take_head(struct journal_text *j) {
    j->at = 0;
    j->rest = (str){j->piece, 0};
    str head = take_line(j);
    bool good = str_starts(head, S(HEAD)) && head.n == S(HEAD).n + POSITION;
    if (good)
        j->position = str_dup(j->arena, str_sub(head, S(HEAD).n, head.n));
    return good;
}

bool journal_read(struct arena *a, const char *path, struct journal_text *out) {
    str digest = {0};
    *out = (struct journal_text){.arena = a, .fd = os_open(path)};
    if (out->fd < 0)
        return false;
    out->piece = ROOM(a, char, PIECE);
    if (take_tail(out, os_stat(path).size, &digest) && is_whole(out, digest) && take_head(out))
        return true;
    journal_done(out);
    return false;
}

bool journal_next(struct journal_text *j, enum publish_rank *rank, str *path) {
    *path = take_line(j);
    if (path->p == NULL)
        return false;
    str word = str_cut(path, S(" "));
    enum publish_rank r = PUBLISH_REMOVE;
    while (r < PUBLISH_RANKS && !str_eq(word, str_of(publish_rank_name(r))))
        r++;
    if (r == PUBLISH_RANKS || path->n == 0)
        die("发布日志中有读不懂的一行");
    *rank = r;
    return true;
}

void journal_done(struct journal_text *j) {
    os_close(j->fd);
}

str journal_position(struct arena *a, const char *path) {
    struct arena scratch = {0};
    struct journal_text j;
    str position = {0};
    if (journal_read(&scratch, path, &j)) {
        position = str_dup(a, j.position);
        journal_done(&j);
    }
    arena_free(&scratch);
    return position;
}
