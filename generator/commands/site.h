/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * site.h — a site folder, opened: its words, sources, policy, templates, lock and keys.
 *
 * In:    site.conf and the folders beside it; shipped files for what it does not have
 * Out:   struct site
 * Law:   none
 * Never: changes anything but by taking the lock and making missing folders and the site key
 */
#ifndef GONGSHI_COMMANDS_SITE_H
#define GONGSHI_COMMANDS_SITE_H

#include "base/par.h"
#include "intake/fetch.h"
#include "intake/intake.h"
#include "law/law.h"
#include "ledger/ledger.h"
#include "options.h"
#include "pages/pages.h"

/* Where deliveries come from: a folder of files. The inbox is one whose files are taken away; what
 * has an address is fetched into a folder first. */
struct source {
    str name;
    str folder; /* in the site folder or absolute */
    str map;   /* name of the map file for its files, which must match it; absent: whichever fits */
    bool take; /* files are removed once their bytes are kept */
    str packages;          /* instead: a folder that another site's packages arrive in, and … */
    str keys;              /* … the folder of its public keys */
    struct remote remote;  /* url absent: none */
    unsigned char *levels; /* of findings, by code; NULL: as declared */
    str level_words;       /* what site.conf says of them, for the ledger */
    bool snapshot;         /* a delivery is all there is of its kinds from this source */
};

/* How many days things are kept before `purge` takes them; 0 for ever. */
struct retention {
    int deliveries;
    int packages;
    int reports;
    int releases; /* what publications replaced; always a term */
};

/* What decides how everything looks: a changed digest makes every page anew. */
struct site {
    struct arena *arena;
    const char *dir;
    const char *share;
    bool demo;
    bool listed_agencies; /* agencies = listed: unknown ones are refused */
    bool pinyin;          /* pinyin = yes: names are found by their initials too */
    struct site_words words;
    str publics; /* numbers of site.conf that are public although they look private */
    struct agency *agencies;
    int agency_count;
    struct source *sources;
    int source_count;
    const struct map **maps;
    str *map_names; /* "scj.map" */
    int map_count;
    struct target *targets; /* who gets packages (commands/target.h) */
    int target_count;
    struct policy *policy;
    struct policy_source *tables; /* what it was made of */
    int table_count;
    struct pages *pages;
    struct template_set *office; /* of the report for the staff */
    struct article *articles;
    int article_count;
    struct strs assets; /* paths below assets/ */
    str look;           /* digest of site.conf, templates, assets, articles: hexadecimal */
    str rules;          /* digest of policy and agencies */
    str bases;          /* digest of content/law/bases.csv and the agencies' successors */
    str masking;        /* digest of content/law/masking.csv */
    str conf;           /* digest of site.conf */
    str secret;         /* the site's key, 32 bytes */
    struct retention retention;
    struct statistics statistics; /* columns of the annual tables */
    struct statistics bulletin;   /* of bulletins */
    str figures;                  /* digest of both, and of the agencies */
    const struct naming *naming;  /* what parties are found by in names/ */
    struct diags diags;
};

/* Opens the site of --site. Prints diagnostics and dies with EXIT_USAGE when it cannot be used. */
struct site *site_open(struct arena *a, const struct options *o);

/* Reads site.conf alone (for commands that need only the calendar, no ledger). */
struct site *site_open_policy(struct arena *a, const struct options *o);

/* Where the shipped templates, content, assets and feeds stand: --share, or beside the program. */
const char *site_share(struct arena *a, const struct options *o);

/* A path inside the site folder; and a path as site.conf gives it: below the site folder unless it
 * is absolute. */
const char *site_path(const struct site *s, const char *below);
const char *site_place(const struct site *s, str path);

/* Takes the lock or dies with EXIT_LOCKED; makes the private folders; refuses state/ and public/ on
 * different file systems. */
void site_lock(const struct site *s);

/* The ledger of the site, opened. */
struct ledger *site_ledger(struct site *s);

/* A file of the site, or the shipped one of the same name: absent when neither is there. */
bool site_read(const struct site *s, struct arena *a, const char *below, str *file, str *text);

/* A table that staff keep, as CSV text: NAME.csv, or NAME.xlsx in its place (table.c). Of the site,
 * or the shipped one; absent when neither is there. A row's line is its row in the sheet. */
bool site_table(struct site *s, struct arena *a, const char *below, str *file, str *text);

/* The same of one file, CSV or workbook by its name's ending, wherever it is. */
bool site_table_file(struct site *s, struct arena *a, const char *path, str *text);

/* The names (with folders, sorted, once each) of files below a folder of the site and of the
 * shipped one, that end in `ending`. */
struct strs site_list(const struct site *s, struct arena *a, const char *below, str ending);

/* The code of the agency that a record names: from site.conf; or, unless agencies = listed, a
 * stable code made of the name, when it is what offices are called (names_office). Absent when it
 * is not to be known. */
str site_agency(const struct site *s, struct arena *a, str named);

/* The maps for the files of a source: the one it names, else all. */
const struct map *const *site_maps(const struct site *s, str source, int *n);

/* target.c: takes one entry of a section [target NAME]; false when there is no such key, then
 * *known are those there are. After the last entry target_settle reads profiles and column sets. */
struct ini_entry;
bool target_take_key(struct site *s, const struct ini_entry *e, struct strs *known);
void target_settle(struct site *s);

/* source.c: takes one entry of a section [source NAME]; false when there is no such key, then
 * *known are those there are. After the last entry source_settle completes the sources and reports
 * those that cannot be meant. */
bool source_take_key(struct site *s, const struct ini_entry *e, struct strs *known);
void source_settle(struct site *s);
/* Whether a source sends all there is each time. */
bool site_snapshot(const struct site *s, str source);

/* The levels of findings in deliveries of a source; NULL: as declared. */
const unsigned char *site_levels(const struct site *s, str source);

/* All findings collected so far as lines. */
str site_findings(const struct site *s, struct arena *a);

/* Prints all findings collected so far on standard error, and forgets them. */
void site_report(struct site *s);

#endif
