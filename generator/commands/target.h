/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * target.h — who gets packages: a profile, and what site.conf says otherwise. (private to
 * commands/)
 *
 * In:    feeds/targets, feeds/credit, [target NAME]
 * Out:   struct target
 * Law:   law.md §4
 * Never: leaves commands/
 */
#ifndef GONGSHI_COMMANDS_TARGET_H
#define GONGSHI_COMMANDS_TARGET_H

#include "base/ini.h"
#include "commands/site.h"
#include "platform/platform.h"

#define TARGETS_MOST 16
#define TARGET_ENTRIES 16

struct target {
    str name; /* also its folder below exchange/ */
    str profile_name;
    struct ini_entry own[TARGET_ENTRIES];
    int own_count;
    struct profile profile;
    struct column_set *sets; /* those it wants */
    int set_count;
    str fingerprint; /* text of profile and columns: when it changes, all rows may */
};

/* The columns that decisions of a category go into; NULL when the target does not want them. */
const struct column_set *target_set(const struct target *t, int category);

#endif
