/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * tree.h — files of the public site as a list: path, size, digest; bytes go to a sink. (hand-over)
 *
 * In:    rendered bytes
 * Out:   struct tree_file
 * Law:   none
 * Never: collects bytes
 */
#ifndef GONGSHI_PAGES_TREE_H
#define GONGSHI_PAGES_TREE_H

#include "base/digest.h"

/* One file: its path below the web root (no leading slash), size in bytes, SHA-256. */
struct tree_file {
    str path;
    int64_t size;
    struct sha256 digest;
};

#endif
