/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * paths.c — which files a tree should hold, and the walk that finds strangers in it.
 *
 * In:    paths below a root
 * Out:   membership, the paths of files nobody expected
 * Law:   none
 * Never: asks the machine about a file that was expected
 */
#include "release/paths.h"

#include "base/digest.h"
#include "base/os.h"

#define TREE_STEP 0xD6E8FEB86659FD93u /* odd: keeps the hashes of different trees apart */

struct paths paths_open(struct arena *a) {
    return (struct paths){.files = {.arena = a}, .folders = {.arena = a}};
}

uint64_t path_hash(str path) {
    return line_hash_of(path, 0).lo;
}

static uint64_t in_tree(uint64_t hash, int tree) {
    return hash + (uint64_t)tree * TREE_STEP;
}

static ptrdiff_t last_slash(str path) {
    ptrdiff_t i = path.n - 1;
    while (i >= 0 && path.p[i] != '/')
        i--;
    return i;
}

static uint64_t folder_hash(str path, ptrdiff_t end, int tree) {
    return in_tree(path_hash(str_sub(path, 0, end)), tree);
}

void paths_add(struct paths *p, str path, int tree) {
    (void)hashes_add(&p->files, in_tree(path_hash(path), tree));
    ptrdiff_t end = last_slash(path);
    uint64_t hash = folder_hash(path, end, tree);
    if (end <= 0 || hash == p->last)
        return;
    p->last = hash;
    /* A folder that is known has known parents. */
    while (end > 0 && hashes_add(&p->folders, hash)) {
        end = last_slash(str_sub(path, 0, end));
        hash = folder_hash(path, end, tree);
    }
}

bool paths_has(const struct paths *p, uint64_t hash, int tree) {
    return hashes_has(&p->files, in_tree(hash, tree));
}

/* Folders still to be looked into, newest first: no recursion, whatever the depth. */
struct waiting {
    struct waiting *next;
    str folder; /* below the root, with a slash at its end; absent for the root */
};

static void push(struct arena *a, struct waiting **list, str folder) {
    struct waiting *w = NEW(a, struct waiting, 1);
    w->folder = folder;
    w->next = *list;
    *list = w;
}

/* One name: an expected file, a folder to look into, or a stranger. */
struct walk {
    const struct paths *paths;
    const char *root;
    int tree;
    paths_fn *found;
    void *ctx;
    struct arena folders;
    struct arena names;
    struct waiting *waiting;
};

static void visit(struct walk *w, str folder, str name) {
    str path = str_cat(&w->names, folder, name);
    uint64_t hash = in_tree(path_hash(path), w->tree);
    if (hashes_has(&w->paths->files, hash))
        return;
    bool is_dir = hashes_has(&w->paths->folders, hash) ||
                  os_stat(str_fmt(&w->names, "%s/%.*s", w->root, STR(path)).p).is_dir;
    if (is_dir)
        push(&w->folders, &w->waiting, str_cat(&w->folders, path, S("/")));
    else
        w->found(w->ctx, path);
}

void paths_strangers(const struct paths *p, const char *root, int tree, paths_fn *found,
                     void *ctx) {
    struct walk w = {.paths = p, .root = root, .tree = tree, .found = found, .ctx = ctx};
    push(&w.folders, &w.waiting, (str){0});
    while (w.waiting != NULL) {
        str folder = w.waiting->folder;
        w.waiting = w.waiting->next;
        arena_reset(&w.names);
        struct strs names = os_list(&w.names, str_fmt(&w.names, "%s/%.*s", root, STR(folder)).p);
        for (ptrdiff_t i = 0; i < names.n; i++)
            visit(&w, folder, names.v[i]);
    }
    arena_free(&w.names);
    arena_free(&w.folders);
}
