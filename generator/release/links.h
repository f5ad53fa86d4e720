/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * links.h — where the links of a page lead, and which of them lead nowhere.
 *
 * In:    href and src as they stand in a page
 * Out:   paths below the web root, as hashes
 * Law:   国办秘函〔2019〕19号 (dead links count against a site)
 * Never: keeps a link in memory that leads somewhere
 */
#ifndef GONGSHI_RELEASE_LINKS_H
#define GONGSHI_RELEASE_LINKS_H

#include "release/paths.h"

/* One kind of target that was not yet found, with the first page that links to it. */
enum link_kind {
    LINK_OUTSIDE,  /* to another site, or within the page: not looked at */
    LINK_INSIDE,   /* `target` is a path below the web root */
    LINK_ABSOLUTE, /* begins with / */
    LINK_ASTRAY    /* leaves the web root, or is no address at all */
};
struct link {
    enum link_kind kind;
    uint64_t hash; /* path_hash of an inside target; of the text otherwise */
    int64_t file;  /* number of the page, in the order of verification */
    str page;
    str target;
};

/* Where a link in this page leads. The target is in `room` or in the link itself. */
#define LINK_MOST 1024
enum link_kind link_resolve(str page, str href, char room[LINK_MOST], str *target);

/* What one worker gathers from its pages in one batch. */
struct links {
    struct arena memory; /* of this batch */
    struct link *list;
    ptrdiff_t n;
    ptrdiff_t cap;
};
/* What one worker has met in the whole run, as far as there is room: a link that stood on an
 * earlier page of the same folder is passed over, since the navigation is the same on every page.
 */
#define LINKS_SEEN 8192
struct links_seen {
    uint64_t v[LINKS_SEEN];
};
void links_begin(struct links *l);
void links_add(struct links *l, struct links_seen *seen, str page, int64_t file, str href);

/* Links whose target is not there yet wait on the disk until all is: a province's decisions lead to
 * as many parties' pages, which are made last. Zeroed apart from `beside` (os_scratch) none wait.
 * One that came with the same or a lower number of a page a short while ago need not wait again. */
#define LINKS_MET 4096
struct links_waiting {
    const char *beside;
    struct os_file *file;
    struct {
        uint64_t hash;
        int64_t file;
    } met[LINKS_MET];
};
void links_wait(struct links_waiting *w, const struct link *one);

/* Hands each over that waits, in any order and maybe more than once; then none does. What *one
 * holds is valid during the call. */
typedef void links_fn(void *ctx, const struct link *one);
void links_return(struct links_waiting *w, links_fn *each, void *ctx);

/* The links of the run that lead nowhere, each once, with the page of the lowest number. */
struct dangling {
    struct arena *arena;
    struct link **slots;
    size_t cap; /* a power of two, at most half full */
    size_t n;
};
void dangling_add(struct dangling *d, const struct link *one);

/* All of them, ordered by page and target. */
struct link **dangling_list(struct arena *a, const struct dangling *d);

#endif
