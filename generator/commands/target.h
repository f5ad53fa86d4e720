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

/* Before a target's name: what the report of rows that it would not take is called. */
#define UNSENT "package-"

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

/* Whether packages are handed over by the program; else somebody uploads them. */
bool target_has_way(const struct target *t);

/* Its folder below exchange/. */
const char *target_folder(const struct site *s, const struct target *t);

/* package.c: the next package of the target is a complete set. */
struct run;
void package_afresh(struct run *r, const struct target *t);

/* package.c: the cells of a record's row, for its set of this target; false when it can be read no
 * more. */
struct ledger_record;
bool package_cells(struct run *r, const struct target *t, struct arena *a,
                   const struct ledger_record *rec, str *cells);

/* compare.c: a platform's list against what it has by the ledger; the report stands in desk/report.
 */
void compare_list(struct run *r, const struct target *t, const char *file);

/* monthly.c: the monthly form of 双公示; `month` is year * 12 + month - 1. */
struct figure_table monthly_form(struct run *r, struct arena *a, const struct target *t, int month);

#endif
