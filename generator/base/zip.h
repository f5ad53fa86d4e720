/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * zip.h — files become one ZIP archive.
 *
 * In:    names and bytes
 * Out:   the archive's bytes, the same for the same files
 * Law:   none
 * Never: says when or by whom it was made
 */
#ifndef GONGSHI_BASE_ZIP_H
#define GONGSHI_BASE_ZIP_H

#include "base/arena.h"
#include "base/str.h"

struct zip_member {
    str name; /* UTF-8, with / between folders */
    str bytes;
};

/* The archive of n members in this order, deflated, readable by owner and group once unpacked,
 * dated 1980-01-01. Dies when there is no memory. */
str zip_of(struct arena *a, const struct zip_member *v, int n);

#endif
