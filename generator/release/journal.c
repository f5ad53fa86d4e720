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
#define JOURNAL_MOST ((int64_t)2 << 30) /* bytes of a journal */
#define TAIL_MOST (4 + 20 + 1 + 64 + 1) /* bytes of its last line */

/* Operations gather by rank, as the lines they will be. */
struct journal {
    const char *path;
    struct arena seen_memory;
    struct hashes seen;
    int64_t count;
    struct buf lines[PUBLISH_RANKS];
};

struct journal *journal_open(struct arena *a, const char *path) {
    struct journal *j = NEW(a, struct journal, 1);
    j->path = str_dup(a, str_of(path)).p;
    j->seen.arena = &j->seen_memory;
    for (int rank = 0; rank < PUBLISH_RANKS; rank++)
        j->lines[rank].limit = JOURNAL_MOST;
    return j;
}

void journal_add(struct journal *j, enum publish_rank rank, str path) {
    struct buf *b = &j->lines[rank];
    if (!hashes_add(&j->seen, path_hash(path)))
        die("内部错误：同一路径在发布日志中出现两次 %.*s", STR(path));
    buf_str(b, str_of(publish_rank_name(rank)));
    buf_char(b, ' ');
    buf_str(b, path);
    buf_char(b, '\n');
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

static void write_lines(struct journal *j, struct os_file *f, str position, struct arena *a) {
    struct sha256_stream *h = sha256_open();
    put(f, h, str_fmt(a, HEAD "%.*s\n", STR(position)));
    for (int rank = 0; rank < PUBLISH_RANKS; rank++) {
        if (j->lines[rank].failed)
            die("发布日志过大");
        put(f, h, buf_view(&j->lines[rank]));
        buf_free(&j->lines[rank]);
    }
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
    os_sync_dir(folder);
    arena_free(&j->seen_memory);
    arena_free(&scratch);
}

/* Where the last line begins. */
static ptrdiff_t last_line(str text) {
    ptrdiff_t i = text.n - 1;
    while (i > 0 && text.p[i - 1] != '\n')
        i--;
    return i;
}

static int64_t count_lines(str text) {
    int64_t n = 0;
    for (ptrdiff_t i = 0; i < text.n; i++)
        n += text.p[i] == '\n';
    return n;
}

static bool is_whole(struct arena *a, str body, str tail, int64_t *count) {
    if (!str_starts(tail, S(TAIL)) || !str_ends(tail, S("\n")) || tail.n > TAIL_MOST)
        return false;
    str rest = str_sub(tail, S(TAIL).n, tail.n - 1);
    str number = str_cut(&rest, S(" "));
    /* The head is a line, too. */
    return str_int(number, count) && *count == count_lines(body) - 1 &&
           str_eq(rest, sha256_text(a, sha256_of(body)));
}

bool journal_read(struct arena *a, const char *path, struct journal_text *out) {
    str text;
    *out = (struct journal_text){0};
    if (!os_read(a, path, JOURNAL_MOST, &text) || text.n == 0)
        return false;
    ptrdiff_t cut = last_line(text);
    str body = str_sub(text, 0, cut);
    if (!is_whole(a, body, str_sub(text, cut, text.n), &out->count))
        return false;
    out->operations = body;
    str head = str_cut(&out->operations, S("\n"));
    out->position = str_sub(head, S(HEAD).n, head.n);
    return str_starts(head, S(HEAD)) && out->position.n == POSITION;
}

void journal_next(str *operations, enum publish_rank *rank, str *path) {
    *path = str_cut(operations, S("\n"));
    str word = str_cut(path, S(" "));
    enum publish_rank r = PUBLISH_REMOVE;
    while (r < PUBLISH_RANKS && !str_eq(word, str_of(publish_rank_name(r))))
        r++;
    if (r == PUBLISH_RANKS || path->n == 0)
        die("发布日志中有读不懂的一行");
    *rank = r;
}

str journal_position(struct arena *a, const char *path) {
    struct arena scratch = {0};
    struct journal_text j;
    str position = {0};
    if (journal_read(&scratch, path, &j))
        position = str_dup(a, j.position);
    arena_free(&scratch);
    return position;
}
