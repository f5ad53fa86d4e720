/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * stage.c — files on their way to the public tree, one tree per rank.
 *
 * In:    rendered bytes, their path and rank
 * Out:   files under state/stage/, struct tree_file
 * Law:   none
 * Never: touches the public tree; writes outside its folder
 */
#include "release/release.h"

#include "base/os.h"

#include <stdatomic.h>
#include <stdio.h>

#define PATH_MOST 4096            /* bytes of a full path with its NUL */
#define FOLDERS ((size_t)1 << 16) /* slots for folders known to be there */
#define PROBES 8                  /* slots looked at before a folder is taken for unknown */
#define FILE_MODE 0644            /* they become the public files as they are */
#define FOLDER_MODE 0755

/* Remembering a folder saves a system call a file; forgetting one costs no more than that, so the
 * table is small, fixed and without locks. */
struct stage {
    const char *dir;
    _Atomic uint64_t folders[FOLDERS];
};

/* A full path in a bounded place; `folder` is where its last segment begins, minus the slash. */
struct full {
    char z[PATH_MOST];
    ptrdiff_t folder;
};

struct stage *stage_open(struct arena *a, const char *dir, const char *public) {
    struct stage *s = NEW(a, struct stage, 1);
    s->dir = str_dup(a, str_of(dir)).p;
    os_rmtree(dir);
    os_mkdirs(dir, FOLDER_MODE);
    os_mkdirs(public, FOLDER_MODE);
    if (os_stat(dir).device != os_stat(public).device)
        die_usage(
            "暂存区 %s 与网站目录 %s 不在同一个文件系统，无法原子发布；请把站点文件夹放在一个分区里",
            dir, public);
    return s;
}

static bool is_path_char(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.' || c == '/';
}

/* ASCII names that no server, archive or shell reads differently (site.md). */
static bool is_clean(str path) {
    for (ptrdiff_t i = 0; i < path.n; i++)
        if (!is_path_char(path.p[i]))
            return false;
    str rest = path;
    do {
        str part = str_cut(&rest, S("/"));
        if (part.n == 0 || str_eq(part, S(".")) || str_eq(part, S("..")))
            return false;
    } while (rest.p != NULL);
    return true;
}

static struct full full_path(const struct stage *s, enum publish_rank rank, str path) {
    struct full f;
    if (!is_clean(path) || rank <= PUBLISH_REMOVE || rank >= PUBLISH_RANKS)
        die("内部错误：暂存路径不合规 %.*s", STR(path));
    int n = snprintf(f.z, sizeof f.z, "%s/%s/%.*s", s->dir, publish_rank_name(rank), STR(path));
    if (n < 0 || n >= PATH_MOST)
        die("内部错误：暂存路径过长 %.*s", STR(path));
    f.folder = n;
    while (f.z[f.folder] != '/')
        f.folder--;
    return f;
}

/* The folder is entered after it was made, so who finds it in the table may rely on it. */
static void make_folder(struct stage *s, struct full *f) {
    uint64_t hash = line_hash_of((str){f->z, f->folder}, 0).lo | 1;
    _Atomic uint64_t *free_slot = NULL;
    for (size_t i = 0; i < PROBES && free_slot == NULL; i++) {
        _Atomic uint64_t *slot = &s->folders[(hash + i) & (FOLDERS - 1)];
        uint64_t held = atomic_load_explicit(slot, memory_order_acquire);
        if (held == hash)
            return;
        if (held == 0)
            free_slot = slot;
    }
    f->z[f->folder] = '\0';
    os_mkdirs(f->z, FOLDER_MODE);
    f->z[f->folder] = '/';
    uint64_t empty = 0;
    if (free_slot != NULL)
        (void)atomic_compare_exchange_strong(free_slot, &empty, hash);
}

int stage_write(struct stage *s, enum publish_rank rank, str path, str bytes) {
    struct full f = full_path(s, rank, path);
    make_folder(s, &f);
    return os_write_open(f.z, bytes, FILE_MODE);
}

const char *stage_place(struct arena *a, struct stage *s, enum publish_rank rank, str path) {
    struct full f = full_path(s, rank, path);
    make_folder(s, &f);
    return str_dup(a, str_of(f.z)).p;
}

void stage_put(struct stage *s, enum publish_rank rank, str path, str bytes,
               struct tree_file *file) {
    os_close(stage_write(s, rank, path, bytes));
    *file = (struct tree_file){.path = path, .size = bytes.n, .digest = sha256_of(bytes)};
}
