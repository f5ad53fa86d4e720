/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * links.c — where the links of a page lead, and which of them lead nowhere.
 *
 * In:    href and src as they stand in a page
 * Out:   paths below the web root, as hashes
 * Law:   国办秘函〔2019〕19号 (dead links count against a site)
 * Never: keeps a link in memory that leads somewhere
 */
#include "release/links.h"

#include "base/os.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_CAP 256
#define GOLDEN 0x9E3779B97F4A7C15u

/* ---- one link ---- */

/* Addresses of other sites, of people, of the page itself. */
static bool is_outside(str href) {
    static const str schemes[] = {{"http://", 7}, {"https://", 8}, {"mailto:", 7},
                                  {"tel:", 4},    {"data:", 5},    {"#", 1}};
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++)
        if (str_starts(href, schemes[i]))
            return true;
    return href.n == 0;
}

/* The part that names a file: without query and fragment. */
static str file_part(str href) {
    ptrdiff_t i = 0;
    while (i < href.n && href.p[i] != '#' && href.p[i] != '?')
        i++;
    return str_sub(href, 0, i);
}

static ptrdiff_t folder_length(str path) {
    ptrdiff_t i = path.n;
    while (i > 0 && path.p[i - 1] != '/')
        i--;
    return i;
}

/* The folder so far, one level up; false at the web root. */
static bool climb(ptrdiff_t *n, const char *room) {
    if (*n == 0)
        return false;
    *n = folder_length((str){room, *n - 1});
    return true;
}

static bool append(char *room, ptrdiff_t *n, str part) {
    if (part.n > LINK_MOST - *n)
        return false;
    if (part.n > 0)
        memcpy(room + *n, part.p, (size_t)part.n);
    *n += part.n;
    return true;
}

/* Follows the segments from the folder in room; false when they lead out of the web root. */
static bool follow(char *room, ptrdiff_t *n, str way) {
    while (way.p != NULL) {
        str part = str_cut(&way, S("/"));
        bool last = way.p == NULL;
        if (str_eq(part, S("..")) ? !climb(n, room) : false)
            return false;
        if (part.n == 0 || str_eq(part, S(".")) || str_eq(part, S("..")))
            continue;
        if (!append(room, n, part) || (!last && !append(room, n, S("/"))))
            return false;
    }
    return true;
}

enum link_kind link_resolve(str page, str href, char room[LINK_MOST], str *target) {
    *target = href;
    if (is_outside(href))
        return LINK_OUTSIDE;
    if (href.p[0] == '/')
        return LINK_ABSOLUTE;
    str way = file_part(href);
    ptrdiff_t n = 0;
    /* A query alone leads to the page itself. */
    bool good = append(room, &n, way.n == 0 ? page : str_sub(page, 0, folder_length(page)));
    good = good && (way.n == 0 || follow(room, &n, way));
    if (good && (n == 0 || room[n - 1] == '/'))
        good = append(room, &n, S("index.html"));
    if (good)
        *target = (str){room, n};
    return good ? LINK_INSIDE : LINK_ASTRAY;
}

/* ---- the links of a batch ---- */

void links_begin(struct links *l) {
    arena_reset(&l->memory);
    l->list = NULL;
    l->n = 0;
    l->cap = 0;
}

static void keep(struct links *l, const struct link *one) {
    EXTEND(&l->memory, l->list, l->n, l->cap);
    l->list[l->n] = *one;
    l->list[l->n++].target = str_dup(&l->memory, one->target);
}

void links_add(struct links *l, struct links_seen *seen, str page, int64_t file, str href) {
    char room[LINK_MOST];
    str folder = str_sub(page, 0, folder_length(page));
    uint64_t key = path_hash(href) + path_hash(folder) * GOLDEN;
    uint64_t *met = &seen->v[key % LINKS_SEEN];
    if (*met == key)
        return;
    /* A bare query leads to each page itself; every other link depends on the folder only. */
    if (href.n > 0 && href.p[0] != '?')
        *met = key;
    struct link one = {.file = file, .page = page};
    one.kind = link_resolve(page, href, room, &one.target);
    one.hash = path_hash(one.target) + (one.kind == LINK_INSIDE ? 0 : GOLDEN);
    if (one.kind != LINK_OUTSIDE)
        keep(l, &one);
}

/* ---- those whose target is not there yet ---- */

/* One as it stands in the file, in front of its page and its target. */
struct waiting {
    uint64_t hash;
    int64_t file;
    int32_t kind;
    int32_t page;   /* bytes */
    int32_t target; /* bytes */
    int32_t zero;
};
#define PIECE (1 << 16) /* more than the longest with its page and its target */

void links_wait(struct links_waiting *w, const struct link *one) {
    size_t met = one->hash % LINKS_MET;
    if (w->met[met].hash == one->hash && w->met[met].file <= one->file)
        return;
    w->met[met].hash = one->hash;
    w->met[met].file = one->file;
    if (w->file == NULL)
        w->file = os_scratch(w->beside);
    struct waiting head = {
        one->hash, one->file, (int32_t)one->kind, (int32_t)one->page.n, (int32_t)one->target.n, 0};
    os_append(w->file, (str){(const char *)&head, sizeof head});
    os_append(w->file, one->page);
    os_append(w->file, one->target);
}

/* The one at the beginning of what is there; false when it is not there whole. */
static bool next_waiting(str *rest, struct link *out) {
    struct waiting head;
    if (rest->n < (ptrdiff_t)sizeof head)
        return false;
    memcpy(&head, rest->p, sizeof head);
    ptrdiff_t page = (ptrdiff_t)sizeof head;
    ptrdiff_t target = page + head.page;
    ptrdiff_t end = target + head.target;
    if (rest->n < end)
        return false;
    *out = (struct link){(enum link_kind)head.kind, head.hash, head.file,
                         str_sub(*rest, page, target), str_sub(*rest, target, end)};
    *rest = str_sub(*rest, end, rest->n);
    return true;
}

void links_return(struct links_waiting *w, links_fn *each, void *ctx) {
    if (w->file == NULL)
        return;
    struct arena a = {0};
    char *piece = NEW(&a, char, PIECE);
    int fd = os_reread(w->file);
    int64_t from = 0;
    ptrdiff_t have;
    w->file = NULL;
    while ((have = os_read_at(fd, piece, PIECE, from)) > 0) {
        str rest = {piece, have};
        struct link one;
        while (next_waiting(&rest, &one))
            each(ctx, &one);
        if (rest.n == have)
            die("读不回等着核对的链接");
        from += have - rest.n;
    }
    os_close(fd);
    arena_free(&a);
}

/* ---- those that lead nowhere ---- */

static struct link **slot_of(const struct dangling *d, uint64_t hash) {
    size_t i = (size_t)(hash * GOLDEN >> 20) & (d->cap - 1);
    while (d->slots[i] != NULL && d->slots[i]->hash != hash)
        i = (i + 1) & (d->cap - 1);
    return &d->slots[i];
}

static void grow(struct dangling *d) {
    struct dangling old = *d;
    d->cap = old.cap > 0 ? 2 * old.cap : FIRST_CAP;
    d->slots = NEW(d->arena, struct link *, d->cap);
    for (size_t i = 0; i < old.cap; i++)
        if (old.slots[i] != NULL)
            *slot_of(d, old.slots[i]->hash) = old.slots[i];
}

void dangling_add(struct dangling *d, const struct link *one) {
    if (d->cap < 2 * (d->n + 1))
        grow(d);
    struct link **slot = slot_of(d, one->hash);
    if (*slot != NULL && (*slot)->file <= one->file)
        return;
    if (*slot == NULL) {
        *slot = NEW(d->arena, struct link, 1);
        d->n++;
    }
    **slot = *one;
    (*slot)->page = str_dup(d->arena, one->page);
    (*slot)->target = str_dup(d->arena, one->target);
}

static int by_page(const void *x, const void *y) {
    const struct link *a = *(struct link *const *)x;
    const struct link *b = *(struct link *const *)y;
    if (a->file != b->file)
        return a->file < b->file ? -1 : 1;
    return str_cmp(a->target, b->target);
}

struct link **dangling_list(struct arena *a, const struct dangling *d) {
    struct link **list = NEW(a, struct link *, d->n + 1);
    size_t n = 0;
    for (size_t i = 0; i < d->cap; i++)
        if (d->slots[i] != NULL)
            list[n++] = d->slots[i];
    qsort(list, n, sizeof(struct link *), by_page);
    return list;
}
