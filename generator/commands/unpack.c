/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * unpack.c — a delivery in its normal form; an archive's members become deliveries of their own.
 *
 * In:    a stored delivery
 * Out:   what intake can read; attachments under state/objects/<sha256>
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: opens an attachment to the public; makes a path of a member's name
 */
#include "base/os.h"
#include "commands/run.h"

#define WINDOW ((ptrdiff_t)256 << 10)

/* Folders hold names without a slash: what has one came out of an archive. Lines of a workbook's
 * sheet (WORKBOOK[SHEET]) are text, which nothing is unpacked from. */
static bool is_member(const struct ledger_delivery *d) {
    return str_find(d->name, S("/")) >= 0;
}

enum normal normal_open(struct run *r, struct arena *a, const struct ledger_delivery *d,
                        struct normal_form *out, struct diags *found) {
    out->file = file_of(r, d);
    out->raw = (struct raw){.file = &out->file, .member = is_member(d)};
    const char *lines = intake_normal_path(a, &out->file);
    enum normal n = NORMAL_LINES;
    if (!d->known || !os_stat(lines).exists) {
        n = intake_normalise(a, &out->raw, found);
        if (n == NORMAL_LINES && !d->known)
            ledger_keep(r->ledger, str_z(r->arena, str_of(lines)));
    }
    if (n == NORMAL_LINES)
        out->file.path = lines;
    return n;
}

/* One member's bytes as a file, and their digest. */
static struct sha256 copy_part(const char *from, const struct raw_part *part, const char *to) {
    static char window[WINDOW];
    struct sha256_stream *h = sha256_open();
    struct os_file *out = os_create(to, 0600);
    int fd = os_open(from);
    for (int64_t done = 0; done < part->size;) {
        int64_t left = part->size - done;
        ptrdiff_t n =
            os_read_at(fd, window, left < WINDOW ? (ptrdiff_t)left : WINDOW, part->offset + done);
        if (n == 0)
            die("读不全 %s", from);
        sha256_add(h, (str){window, n});
        os_append(out, (str){window, n});
        done += n;
    }
    os_close(fd);
    os_finish(out, false);
    return sha256_close(h);
}

/* The name of an attachment may tell of a person: the event has digests only. */
static void keep_object(struct run *r, struct arena *a, const struct ledger_delivery *d,
                        const char *copy, struct sha256 digest) {
    const char *folder = site_path(r->site, "state/objects");
    str hex = sha256_text(a, digest);
    const char *path = str_fmt(r->arena, "%s/%.*s", folder, STR(hex)).p;
    os_mkdirs(folder, 0700);
    if (os_stat(path).exists) {
        os_unlink(copy);
    } else {
        (void)os_rename(copy, path);
        ledger_keep(r->ledger, path);
    }
    if (!d->known)
        ledger_event(r->ledger, r->number, 0, "attached",
                     str_fmt(a, "%.*s %.*s", STR(sha256_text(a, d->digest)), STR(hex)));
}

static void say(struct run *r, enum diag_code code, str file) {
    struct arena a = {0};
    struct diags found = {.arena = &a};
    diag(&found, code, (struct place){.file = file}, "%s", "");
    report_findings(r, &found);
    arena_free(&a);
}

static void unpack_part(struct run *r, struct arena *a, const struct ledger_delivery *d,
                        const struct raw *raw, const struct raw_part *part) {
    str name =
        str_fmt(r->arena, part->sheet ? "%.*s[%.*s]" : "%.*s/%.*s", STR(d->name), STR(part->name));
    const char *copy = str_fmt(a, "%.*s.member", STR(d->path)).p;
    if (part->data && !receive_is_for(r, d->source, name)) {
        say(r, DIAG_ZIP_FOREIGN, name);
        return;
    }
    struct sha256 digest = copy_part(raw->out, part, copy);
    if (!part->data) {
        keep_object(r, a, d, copy, digest);
        attach_member(r, a, &(struct attached){d->name, part->name, digest, part->size});
        return;
    }
    /* Another receipt of the archive is another of each member. */
    const struct ledger_arrival file = {copy, d->source, name, d->receipt.id};
    struct ledger_delivery one = ledger_receive(r->ledger, r->arena, &file);
    os_unlink(copy);
    if (!take_again(r, &one))
        take_delivery(r, &one);
}

void unpack_delivery(struct run *r, const struct ledger_delivery *d, const struct raw *raw) {
    struct arena a = {0};
    int data = 0;
    /* Records name attachments, so these are known first. */
    for (int data_now = 0; data_now < 2; data_now++)
        for (int i = 0; i < raw->part_count; i++, arena_reset(&a))
            if (raw->parts[i].data == (data_now == 1))
                unpack_part(r, &a, d, raw, &raw->parts[i]);
    for (int i = 0; i < raw->part_count; i++)
        data += raw->parts[i].data;
    os_unlink(raw->out);
    if (data == 0)
        say(r, DIAG_ZIP_NO_DATA, d->name);
    arena_free(&a);
}
