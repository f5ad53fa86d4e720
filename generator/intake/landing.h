/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * landing.h — where fetched bytes come down: a partial file, then a whole one. (private to intake/)
 *
 * In:    bytes, what their sender said of this version
 * Out:   FOLDER/NAME
 * Law:   none
 * Never: shows a partial file under its final name; joins parts of two versions
 *
 *   FOLDER/NAME        whole: the last version that came through
 *   FOLDER/NAME.part   under way, or cut
 *   FOLDER/.about      what was said of NAME; written after it
 *   FOLDER/.part.about what was said of NAME.part; written before it
 */
#ifndef GONGSHI_INTAKE_LANDING_H
#define GONGSHI_INTAKE_LANDING_H

#include "base/arena.h"
#include "base/digest.h"

#include <stdbool.h>

/* A version, as its sender tells it from others. */
struct about {
    struct sha256 url; /* of the source's address: it may hold secrets itself */
    str etag;
    str modified;
};

struct os_file;

struct landing {
    struct arena *arena;
    const char *folder;
    const char *path; /* of the whole file */
    const char *part;
    struct os_file *file; /* while bytes come */
    int64_t have;         /* bytes in the part */
};

/* The name for a file that an address ends in: its characters without those that mean something to
 * a file system or to intake; `otherwise` when none is left. */
str landing_name(struct arena *a, str last, str otherwise);

/* Makes the folder and sees what is there. */
void landing_open(struct landing *l, struct arena *a, const char *folder, str name);

/* What was said of the part; false when there is none, or none that could be continued. */
bool landing_part(const struct landing *l, struct about *out);

/* Bytes follow: from the beginning (whatever was there is lost) or behind what is there. */
void landing_begin(struct landing *l, const struct about *about);
void landing_continue(struct landing *l);
void landing_add(struct landing *l, str bytes);

/* No more bytes now. Without a way to tell its version a part is worth nothing and is removed. */
void landing_pause(struct landing *l);
void landing_discard(struct landing *l);

/* The part is whole: it gets its name, synced; other files in the folder go. */
void landing_finish(struct landing *l);

/* A version as text, and back; false when the text is something else. */
str about_text(struct arena *a, const struct about *about);
bool about_read(str text, struct about *out);

/* Whether a part may be continued by this version: an ETag that is not weak, else a date. */
str about_condition(const struct about *about);

#endif
