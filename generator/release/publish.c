/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * publish.c — plays a journal: the public tree changes here and nowhere else.
 *
 * In:    a whole journal, a verified stage
 * Out:   the public tree
 * Law:   行政处罚法 art. 48 (what is withdrawn goes first); decisions/0004-publish-in-place.md
 * Never: wipes and rewrites; publishes a list before the records it shows
 *
 * When may a folder move as one? The stage keeps one tree per rank, so a folder of the tree
 * `record` holds records and nothing else. Moving it when its rank's turn has come is the same as
 * moving its files one by one: nothing of a later rank comes with it. It may move when the public
 * tree has no folder of that name. After a crash it has one, the operations fall back to single
 * files, and each finds its file moved already.
 */
#include "release/release.h"

#include "base/os.h"
#include "release/journal.h"
#include "release/paths.h"

#include <stdio.h>

#define PATH_MOST 4096 /* bytes of a full path with its NUL */
#define FOLDER_MODE 0755

const char *publish_rank_name(enum publish_rank rank) {
    static const char *const names[PUBLISH_RANKS] = {"remove", "ended", "asset",
                                                     "record", "list",  "pointer"};
    return names[rank];
}

/* A play under way: the folders known to be in the public tree, and those that came with this rank.
 */
struct play {
    const char *stage;
    const char *public;
    enum publish_rank rank;
    struct arena rank_memory;
    struct hashes there;
    struct hashes moved;
};

struct full {
    char z[PATH_MOST];
};

static struct full join(const char *root, const char *tree, str path) {
    struct full f;
    int n = snprintf(f.z, sizeof f.z, "%s/%s%.*s", root, tree, STR(path));
    if (n < 0 || n >= PATH_MOST)
        die("路径过长：%.*s", STR(path));
    return f;
}

static struct full in_stage(const struct play *p, str path) {
    struct full tree = join(p->stage, publish_rank_name(p->rank), S("/"));
    return join(tree.z, "", path);
}

static struct full in_public(const struct play *p, str path) {
    return join(p->public, "", path);
}

/* What is neither staged nor published was lost by somebody else: stop, and say what. */
static _Noreturn void die_lost(str path) {
    die("发布日志所列的文件已不在暂存区，网站上也没有：%.*s", STR(path));
}

/* Sees to one folder above a file; true when the file came with it. */
static bool came_with(struct play *p, str folder) {
    uint64_t hash = path_hash(folder);
    if (hashes_has(&p->there, hash))
        return false;
    if (hashes_has(&p->moved, hash))
        return true;
    struct full to = in_public(p, folder);
    if (os_stat(to.z).exists) {
        (void)hashes_add(&p->there, hash);
        return false;
    }
    if (!os_rename(in_stage(p, folder).z, to.z))
        die_lost(folder);
    (void)hashes_add(&p->moved, hash);
    return true;
}

static void move_file(struct play *p, str path) {
    for (ptrdiff_t i = 0; i < path.n; i++)
        if (path.p[i] == '/' && came_with(p, str_sub(path, 0, i)))
            return;
    struct full to = in_public(p, path);
    if (!os_rename(in_stage(p, path).z, to.z) && !os_stat(to.z).exists)
        die_lost(path);
}

static void begin_rank(struct play *p, enum publish_rank rank) {
    p->rank = rank;
    arena_reset(&p->rank_memory);
    p->moved = (struct hashes){.arena = &p->rank_memory};
}

static void play_one(struct play *p, enum publish_rank rank, str path) {
    if (rank != p->rank)
        begin_rank(p, rank);
    if (rank == PUBLISH_REMOVE)
        os_unlink(in_public(p, path).z);
    else
        move_file(p, path);
}

int64_t publish_play(struct arena *a, const char *journal, const char *stage_dir,
                     const char *public_dir) {
    struct arena scratch = {0};
    struct journal_text j;
    if (!journal_read(&scratch, journal, &j)) {
        arena_free(&scratch);
        return 0;
    }
    os_publishing(true);
    os_mkdirs(public_dir, FOLDER_MODE);
    struct play p = {.stage = stage_dir, .public = public_dir, .there = {.arena = a}};
    begin_rank(&p, PUBLISH_REMOVE);
    enum publish_rank rank;
    str path;
    while (journal_next(&j, &rank, &path))
        play_one(&p, rank, path);
    journal_done(&j);
    os_sync_filesystem(public_dir);
    os_publishing(false);
    arena_free(&p.rank_memory);
    arena_free(&scratch);
    return j.count;
}
