/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * compound.c — one stream out of a compound file.
 *
 * In:    a file with sectors, tables and folders of its own
 * Out:   bytes of a stream
 * Law:   none
 * Never: follows a chain that is longer than the file
 *
 *   header │ sector 0 │ sector 1 │ …       table[3] = 7: after sector 3 comes sector 7
 *     └──► sectors of the table
 *     └──► first sector of the folder ──► name, first sector and length of each stream
 */
#include "intake/compound.h"

#include "base/os.h"

#include <string.h>

#define HEAD 512
#define ENTRY 128         /* bytes of one in the folder */
#define LISTED 109        /* sectors of the table that the header lists itself */
#define SMALLEST 4096     /* streams below it lie in units … */
#define UNIT 64           /* … of so many bytes */
#define LAST 0xFFFFFFFAu  /* from here on numbers are no sectors but signs */
#define TABLE_MOST 262144 /* sectors of a file: twice what INTAKE_XLS_LIMIT has */

uint32_t compound_number(const unsigned char *p, int bytes) {
    uint32_t v = 0;
    for (int i = bytes - 1; i >= 0; i--)
        v = v << 8 | p[i];
    return v;
}

static bool read_sector(const struct compound *c, uint32_t number, unsigned char *to) {
    int64_t at = ((int64_t)number + 1) * c->sector;
    return number < LAST && at < c->size &&
           os_read_at(c->fd, (char *)to, (ptrdiff_t)c->sector, at) > 0;
}

/* ---- the table ---- */

static void add_table(struct compound *c, uint32_t number, unsigned char *scratch) {
    memset(scratch, 0xFF, COMPOUND_SECTOR);
    if (!read_sector(c, number, scratch))
        return;
    for (int64_t i = 0; i < c->sector / 4 && c->table_n < TABLE_MOST; i++)
        c->table[c->table_n++] = compound_number(scratch + 4 * i, 4);
}

/* The header lists the first sectors of the table; further lists are chained by their last word. */
static void read_table(struct compound *c, const unsigned char *head) {
    unsigned char list[COMPOUND_SECTOR];
    unsigned char scratch[COMPOUND_SECTOR];
    uint32_t next = compound_number(head + 0x44, 4);
    for (int i = 0; i < LISTED; i++)
        add_table(c, compound_number(head + 0x4C + 4 * i, 4), scratch);
    for (int64_t lists = 0; next < LAST && lists < c->size / c->sector; lists++) {
        if (!read_sector(c, next, list))
            return;
        for (int64_t i = 0; i < c->sector / 4 - 1; i++)
            add_table(c, compound_number(list + 4 * i, 4), scratch);
        next = compound_number(list + c->sector - 4, 4);
    }
}

/* ---- the folder ---- */

/* Names are UTF-16; ours are ASCII. */
static bool is_named(const unsigned char *entry, const char *name) {
    size_t n = strlen(name);
    if (compound_number(entry + 0x40, 2) != 2 * (n + 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if (entry[2 * i] != (unsigned char)name[i] || entry[2 * i + 1] != 0)
            return false;
    return true;
}

/* Where a stream lies: its first sector and its length. */
struct lies {
    uint32_t first;
    int64_t length;
};

static struct lies lies_of(const unsigned char *entry) {
    return (struct lies){compound_number(entry + 0x74, 4),
                         (int64_t)compound_number(entry + 0x78, 4)};
}

/* The entries of the root, which comes first, and of the stream. */
static bool find_stream(struct compound *c, uint32_t folder, const char *const names[2],
                        struct lies out[2]) {
    unsigned char sector[COMPOUND_SECTOR];
    for (int64_t n = 0; folder < LAST && n < c->size / c->sector; n++) {
        if (folder >= c->table_n || !read_sector(c, folder, sector))
            return false;
        out[0] = n == 0 ? lies_of(sector) : out[0];
        for (const unsigned char *e = sector; e < sector + c->sector; e += ENTRY) {
            out[1] = lies_of(e);
            if (is_named(e, names[0]) || is_named(e, names[1]))
                return out[1].length <= c->size;
        }
        folder = c->table[folder];
    }
    return false;
}

/* Numbers that lead from one to the next, at most as many as the length needs. */
static void follow(struct compound *c, struct arena *a, struct lies at) {
    int64_t most = (at.length + c->sector - 1) / c->sector;
    most = most < c->size / c->sector ? most : c->size / c->sector;
    c->length = at.length;
    c->chain = NEW(a, uint32_t, most + 1);
    for (c->chain_n = 0; c->chain_n < most && at.first < c->table_n; at.first = c->table[at.first])
        c->chain[c->chain_n++] = at.first;
}

/* Short streams lie in units inside the root's stream, with a table of their own. */
static void read_small(struct compound *c, struct arena *a, uint32_t table,
                       const struct lies at[2]) {
    struct compound units = *c;
    struct compound next = *c;
    unsigned char word[4];
    int64_t have = 0;
    follow(&units, a, at[0]);
    follow(&next, a, (struct lies){table, c->size});
    c->small = NEW(a, unsigned char, SMALLEST + UNIT);
    c->length = at[1].length;
    for (uint32_t unit = at[1].first; have < c->length; unit = compound_number(word, 4)) {
        if (!compound_get(&units, (int64_t)unit * UNIT, c->small + have, UNIT))
            break;
        have += UNIT;
        if (!compound_get(&next, (int64_t)unit * 4, word, 4))
            break;
    }
    c->length = have < c->length ? have : c->length;
}

/* ---- the door ---- */

bool compound_open(struct compound *c, struct arena *a, int fd, int64_t size,
                   const char *const names[2]) {
    unsigned char head[HEAD];
    *c = (struct compound){.fd = fd, .size = size, .cached = -1};
    if (os_read_at(fd, (char *)head, HEAD, 0) != HEAD)
        return false;
    uint32_t shift = compound_number(head + 0x1E, 2);
    if (shift != 9 && shift != 12)
        return false;
    c->sector = (int64_t)1 << shift;
    c->table = NEW(a, uint32_t, TABLE_MOST);
    read_table(c, head);
    struct lies at[2] = {{0, 0}, {0, 0}};
    if (!find_stream(c, compound_number(head + 0x30, 4), names, at))
        return false;
    if (at[1].length < SMALLEST)
        read_small(c, a, compound_number(head + 0x3C, 4), at);
    else
        follow(c, a, at[1]);
    return true;
}

bool compound_get(struct compound *c, int64_t at, unsigned char *to, int n) {
    if (c->small != NULL) {
        if (at < 0 || at + n > c->length)
            return false;
        memcpy(to, c->small + at, (size_t)n);
        return true;
    }
    while (n > 0) {
        int64_t place = at / c->sector;
        if (at < 0 || at >= c->length || place >= c->chain_n)
            return false;
        if (place != c->cached && !read_sector(c, c->chain[place], c->cache))
            return false;
        c->cached = place;
        int64_t from = at % c->sector;
        int here = (int)(c->sector - from < n ? c->sector - from : n);
        memcpy(to, c->cache + from, (size_t)here);
        to += here;
        at += here;
        n -= here;
    }
    return true;
}
