/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * landing.c — where fetched bytes come down: a partial file, then a whole one.
 *
 * In:    bytes, what their sender said of this version
 * Out:   FOLDER/NAME
 * Law:   none
 * Never: shows a partial file under its final name; joins parts of two versions
 */
#include "intake/landing.h"

#include "base/buf.h"
#include "base/os.h"
#include "base/utf8.h"
#include "intake/fetch.h"

#include <string.h>

#define ABOUT_LIMIT ((int64_t)8 << 10) /* bytes of an .about */
#define SAID_MOST 1024                 /* bytes of an ETag or a date; longer ones are not kept */
#define NAME_MOST 160                  /* bytes of a file's name */

/* ---- versions as text: three lines ---- */

str about_text(struct arena *a, const struct about *about) {
    str url = sha256_text(a, about->url);
    str etag = about->etag.n <= SAID_MOST ? about->etag : (str){0};
    str modified = about->modified.n <= SAID_MOST ? about->modified : (str){0};
    return str_fmt(a, "%.*s\n%.*s\n%.*s\n", STR(url), STR(etag), STR(modified));
}

static int nibble(char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool about_read(str text, struct about *out) {
    str url = str_cut(&text, S("\n"));
    bool good = url.n == 2 * (ptrdiff_t)sizeof out->url.b;
    for (int i = 0; good && i < (int)sizeof out->url.b; i++) {
        int high = nibble(url.p[2 * i]);
        int low = nibble(url.p[2 * i + 1]);
        good = high >= 0 && low >= 0;
        out->url.b[i] = (unsigned char)(high * 16 + low);
    }
    out->etag = str_cut(&text, S("\n"));
    out->modified = str_cut(&text, S("\n"));
    return good;
}

str about_condition(const struct about *about) {
    return about->etag.n > 0 && !str_starts(about->etag, S("W/")) ? about->etag : about->modified;
}

/* ---- names ---- */

str landing_name(struct arena *a, str last, str otherwise) {
    struct buf b = {0};
    str rest = utf8_head(last, NAME_MOST / 4);
    while (rest.n > 0) {
        str one = rest;
        uint32_t c = utf8_next(&rest);
        bool bad = c < 0x20 || c == 0x7f || c == UTF8_INVALID || c == '/' || c == '\\' ||
                   (c == '.' && b.n == 0);
        buf_str(&b, bad ? S("_") : str_sub(one, 0, one.n - rest.n));
    }
    str name = str_dup(a, b.n > 0 ? buf_view(&b) : otherwise);
    buf_free(&b);
    /* Intake leaves files alone that end so: they are somebody's, or not whole. */
    static const char *const left_alone[] = {"~", ".part", ".md"};
    for (int i = 0; i < 3; i++)
        if (str_ends(name, str_of(left_alone[i])))
            name = str_cat(a, name, S("_"));
    return name;
}

/* ---- the folder ---- */

static const char *below(const struct landing *l, const char *name) {
    return str_fmt(l->arena, "%s/%s", l->folder, name).p;
}

void landing_open(struct landing *l, struct arena *a, const char *folder, str name) {
    *l = (struct landing){.arena = a, .folder = folder};
    os_mkdirs(folder, 0700);
    l->path = str_fmt(a, "%s/%.*s", folder, STR(name)).p;
    l->part = str_fmt(a, "%s.part", l->path).p;
    l->have = os_stat(l->part).size;
}

bool landing_part(const struct landing *l, struct about *out) {
    str text;
    return l->have > 0 && os_read(l->arena, below(l, ".part.about"), ABOUT_LIMIT, &text) &&
           about_read(text, out) && about_condition(out).n > 0;
}

str fetch_about(struct arena *a, const char *folder) {
    str text;
    (void)os_read(a, str_fmt(a, "%s/.about", folder).p, ABOUT_LIMIT, &text);
    return text;
}

/* ---- bytes ---- */

void landing_begin(struct landing *l, const struct about *about) {
    landing_discard(l);
    os_write_atomic(below(l, ".part.about"), about_text(l->arena, about), 0600);
    l->file = os_create(l->part, 0600);
}

void landing_continue(struct landing *l) {
    l->file = os_continue(l->part);
}

void landing_add(struct landing *l, str bytes) {
    os_append(l->file, bytes);
    l->have += bytes.n;
}

void landing_pause(struct landing *l) {
    struct about about;
    if (l->file == NULL)
        return;
    os_finish(l->file, false);
    l->file = NULL;
    if (!landing_part(l, &about))
        landing_discard(l);
}

void landing_discard(struct landing *l) {
    if (l->file != NULL)
        os_finish(l->file, false);
    l->file = NULL;
    os_unlink(l->part);
    os_unlink(below(l, ".part.about"));
    l->have = 0;
}

/* The folder mirrors one address: what stood there under another name is of an earlier one. */
static void clear_others(const struct landing *l) {
    struct strs names = os_list(l->arena, l->folder);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        const char *path = below(l, names.v[i].p);
        if (strcmp(path, l->path) != 0 && !str_starts(names.v[i], S(".")))
            os_unlink(path);
    }
}

/* A crash at any point leaves a whole file and at worst nothing said of it: then it is asked for
 * once more. */
void landing_finish(struct landing *l) {
    os_finish(l->file, true);
    l->file = NULL;
    os_unlink(below(l, ".about"));
    (void)os_rename(l->part, l->path);
    (void)os_rename(below(l, ".part.about"), below(l, ".about"));
    clear_others(l);
    os_sync(l->folder);
}
