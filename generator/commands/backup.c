/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * backup.c — gongshi backup DIR: all that cannot be made again, as a site folder of its own.
 *
 * In:    ledger and catalogue, deliveries, attachments, keys, what staff decided, the site's own
 *        files
 * Out:   DIR: a copy of the site without public/; a second backup writes only what is new
 * Law:   国办发〔2018〕118号 三 (全过程记录)
 * Never: writes into a folder that holds something else; keeps what the site has purged
 */
#include "base/os.h"
#include "commands/commands.h"
#include "commands/run.h"

#define MARK "恢复说明.txt"

/* The folders that are copied. What lies under its digest never changes: it is copied once, and
 * goes when the site no longer has it. */
static const struct kept {
    const char *folder;
    bool by_digest;
} kept[] = {
    {"state/deliveries", true}, {"state/objects", true}, {"state/keys", false}, {"desk", false},
    {"content", false},         {"feeds", false},        {"templates", false},  {"assets", false}};

#define COPY_DEPTH 8

struct copying {
    struct arena *a;
    const char *from;
    const char *to;
    struct buf sums; /* for sha256sum -c */
    int64_t files;
};

static struct sha256 digest_file(const char *path) {
    static char window[(size_t)1 << 20];
    struct sha256_stream *h = sha256_open();
    int fd = os_open(path);
    int64_t at = 0;
    for (ptrdiff_t n = 1; fd >= 0 && n > 0; at += n) {
        n = os_read_at(fd, window, (ptrdiff_t)sizeof window, at);
        sha256_add(h, (str){window, n});
    }
    if (fd >= 0)
        os_close(fd);
    return sha256_close(h);
}

static void add_sum(struct copying *c, str below) {
    const char *path = str_fmt(c->a, "%s/%.*s", c->to, STR(below)).p;
    buf_fmt(&c->sums, "%s  %.*s\n", sha256_text(c->a, digest_file(path)).p, STR(below));
}

static void copy_one(struct copying *c, str below, bool once) {
    const char *from = str_fmt(c->a, "%s/%.*s", c->from, STR(below)).p;
    const char *to = str_fmt(c->a, "%s/%.*s", c->to, STR(below)).p;
    const char *part = str_fmt(c->a, "%s.part", to).p;
    c->files++;
    if (!once || os_stat(to).size != os_stat(from).size) {
        os_copy(from, part, 0600);
        (void)os_rename(part, to);
    }
    if (!once)
        add_sum(c, below);
}

/* The inbox is not copied (what lies there has not been received), nor are reports, which every run
 * makes anew. */
static bool left_out(str below) {
    return str_eq(below, S("desk/inbox")) || str_eq(below, S("desk/report"));
}

static void copy_folder(struct copying *c, str below, bool once, int depth) {
    struct strs names = os_list(c->a, str_fmt(c->a, "%s/%.*s", c->from, STR(below)).p);
    os_mkdirs(str_fmt(c->a, "%s/%.*s", c->to, STR(below)).p, 0700);
    for (ptrdiff_t i = 0; i < names.n; i++) {
        str path = str_fmt(c->a, "%.*s/%.*s", STR(below), STR(names.v[i]));
        struct os_stat st = os_stat(str_fmt(c->a, "%s/%.*s", c->from, STR(path)).p);
        if (st.is_dir && depth < COPY_DEPTH && !left_out(path))
            copy_folder(c, path, once, depth + 1);
        else if (st.is_file)
            copy_one(c, path, once);
    }
}

/* What was purged here goes from the backup too. */
static void drop_purged(struct copying *c, const char *folder) {
    struct strs names = os_list(c->a, str_fmt(c->a, "%s/%s", c->to, folder).p);
    for (ptrdiff_t i = 0; i < names.n; i++)
        if (!os_stat(str_fmt(c->a, "%s/%s/%.*s", c->from, folder, STR(names.v[i])).p).exists)
            os_unlink(str_fmt(c->a, "%s/%s/%.*s", c->to, folder, STR(names.v[i])).p);
}

static void write_mark(struct copying *c, const struct run *r) {
    str text = str_fmt(
        c->a,
        "%.*s 的备份，截至 %s。\n\n"
        "恢复：\n"
        "  1. 核对：在本文件夹运行 sha256sum -c SHA256SUMS。state/deliveries 和 state/objects\n"
        "     里的文件，名字的前 64 位就是它的 SHA-256。\n"
        "  2. 把本文件夹复制成新的网站文件夹：cp -a 本文件夹 /srv/gongshi。\n"
        "     public 还在的，移到新文件夹里；不在的，下一步会全部重新生成，网址不变。\n"
        "  3. gongshi ledger check --site /srv/gongshi，应显示“账本完好”。\n"
        "  4. gongshi run --site /srv/gongshi；做开放数据的，再运行 gongshi data --site "
        "/srv/gongshi。\n\n"
        "本文件夹有未隐去的个人信息和密钥，请加密保管。\n",
        STR(r->site->words.name), instant_text(c->a, ledger_last_as_of(r->ledger)).p);
    os_write_atomic(str_fmt(c->a, "%s/" MARK, c->to).p, text, 0600);
}

/* A new folder, an empty one, or an earlier backup. */
static const char *backup_folder(const struct run *r, struct arena *a) {
    if (r->options->word_count != 1)
        die_usage("用法：gongshi backup 目录");
    const char *dir = r->options->words[0].p;
    if (os_list(a, dir).n > 0 && !os_stat(str_fmt(a, "%s/" MARK, dir).p).is_file)
        die_usage("%s 里有别的东西：备份要放在空文件夹，或原来的备份里", dir);
    os_mkdirs(str_fmt(a, "%s/state", dir).p, 0700);
    return dir;
}

int command_backup(const struct options *o) {
    struct arena arena = {0};
    struct run r;
    run_open(&r, &arena, o, true);
    struct copying c = {.a = &arena, .from = r.site->dir, .to = backup_folder(&r, &arena)};
    (void)publish_finish(&r);
    write_mark(&c, &r);
    ledger_backup(r.ledger, str_fmt(&arena, "%s/state", c.to).p);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++) {
        if (kept[i].by_digest)
            drop_purged(&c, kept[i].folder);
        copy_folder(&c, str_of(kept[i].folder), kept[i].by_digest, 0);
    }
    copy_one(&c, S("site.conf"), false);
    add_sum(&c, S("state/ledger.db"));
    add_sum(&c, S("state/catalogue.db"));
    os_write_atomic(str_fmt(&arena, "%s/SHA256SUMS", c.to).p, buf_view(&c.sums), 0600);
    os_sync_filesystem(c.to);
    os_print(str_fmt(&arena, "已备份到 %s：账本、目录库和 %lld 个文件；恢复方法见其中的 " MARK "\n",
                     c.to, (long long)c.files));
    buf_free(&c.sums);
    run_close(&r);
    arena_free(&arena);
    return EXIT_DONE;
}
