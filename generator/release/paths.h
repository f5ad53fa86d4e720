/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * paths.h — which files a tree should hold, and the walk that finds strangers in it.
 *
 * In:    paths below a root
 * Out:   membership, the paths of files nobody expected
 * Law:   none
 * Never: asks the machine about a file that was expected
 */
#ifndef GONGSHI_RELEASE_PATHS_H
#define GONGSHI_RELEASE_PATHS_H

#include "release/hashes.h"

/* Files and the folders that lead to them. Open with both arenas set. */
struct paths {
    struct hashes files;
    struct hashes folders;
    uint64_t last; /* folder of the last path added: mostly the next one's too */
};

/* An empty set of paths; its memory is in the arena. */
struct paths paths_open(struct arena *a);

/* The hash that paths are known by. */
uint64_t path_hash(str path);

/* `tree` tells several trees in one set apart (a rank); 0 where there is one tree only. */
void paths_add(struct paths *p, str path, int tree);
bool paths_has(const struct paths *p, uint64_t hash, int tree);

/* Calls found for every file below `root` that is not in the set of that tree. A missing root has
 * none. */
typedef void paths_fn(void *ctx, str path);
void paths_strangers(const struct paths *p, const char *root, int tree, paths_fn *found, void *ctx);

#endif
