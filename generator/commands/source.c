/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * source.c — where deliveries come from, as site.conf says it.
 *
 * In:    entries of [source NAME]
 * Out:   struct source, complete and possible
 * Law:   none
 * Never: reaches a source; lets a setting that cannot be meant pass
 */
#include "base/ini.h"
#include "commands/site.h"

#include <stddef.h>

/* Numbers of people: 2 GB, 90, 90 s, 30 分钟. */
struct unit {
    const char *name;
    int64_t factor;
};
static const struct unit bytes[] = {
    {"GB", (int64_t)1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}, {"G", (int64_t)1 << 30},
    {"M", 1 << 20},           {"K", 1 << 10},  {"B", 1},        {"字节", 1},
};
static const struct unit seconds[] = {
    {"min", 60}, {"小时", 3600}, {"分钟", 60}, {"分", 60}, {"秒钟", 1},
    {"秒", 1},   {"h", 3600},    {"m", 60},    {"s", 1},
};
#define UNITS(v) (sizeof(v) / sizeof(v)[0])

#define BYTES_MOST INTAKE_FILE_LIMIT
#define SECONDS_MOST ((int64_t)24 * 3600)
#define NAME_MOST 60 /* bytes of the name of a source with an address */

enum key_type { KEY_TEXT, KEY_PATH, KEY_YES, KEY_MODE, KEY_BYTES, KEY_SECONDS };

/* Where each key goes; the order is that of the man page. */
static const struct source_key {
    const char *key;
    enum key_type type;
    size_t at;
} source_keys[] = {
    {"folder", KEY_TEXT, offsetof(struct source, folder)},
    {"map", KEY_TEXT, offsetof(struct source, map)},
    {"mode", KEY_MODE, offsetof(struct source, snapshot)},
    {"take", KEY_YES, offsetof(struct source, take)},
    {"packages", KEY_PATH, offsetof(struct source, packages)},
    {"keys", KEY_PATH, offsetof(struct source, keys)},
    {"url", KEY_TEXT, offsetof(struct source, remote.url)},
    {"file", KEY_TEXT, offsetof(struct source, remote.file)},
    {"allow-private", KEY_YES, offsetof(struct source, remote.allow_private)},
    {"ca", KEY_PATH, offsetof(struct source, remote.ca)},
    {"cert", KEY_PATH, offsetof(struct source, remote.cert)},
    {"key", KEY_PATH, offsetof(struct source, remote.key)},
    {"known-hosts", KEY_PATH, offsetof(struct source, remote.known_hosts)},
    {"token-file", KEY_PATH, offsetof(struct source, remote.token_file)},
    {"user", KEY_TEXT, offsetof(struct source, remote.user)},
    {"password-file", KEY_PATH, offsetof(struct source, remote.password_file)},
    {"limit", KEY_BYTES, offsetof(struct source, remote.limit)},
    {"timeout", KEY_SECONDS, offsetof(struct source, remote.timeout)},
    {"connect-timeout", KEY_SECONDS, offsetof(struct source, remote.connect_timeout)},
    {"stall-timeout", KEY_SECONDS, offsetof(struct source, remote.stall_timeout)},
};
#define SOURCE_KEYS ((int)(sizeof source_keys / sizeof source_keys[0]))

/* A number with one of the units behind it, or none; 0 when it is neither, or not above 0. */
static int64_t quantity(str text, const struct unit *units, size_t n) {
    int64_t v = 0;
    int64_t factor = 1;
    size_t i = 0;
    while (i < n && !str_ends(text, str_of(units[i].name)))
        i++;
    if (i < n) {
        factor = units[i].factor;
        text = str_trim(str_sub(text, 0, text.n - str_of(units[i].name).n));
    }
    return str_int(text, &v) && v > 0 && v <= INT64_MAX / factor ? v * factor : 0;
}

static void refuse(struct site *s, struct place at, str value) {
    diag(&s->diags, DIAG_SOURCE_SETTING, at, "%.*s", STR(value));
}

static void take_choice(struct site *s, bool *to, const struct ini_entry *e, const str words[2]) {
    *to = str_eq(e->value, words[1]);
    if (!*to && !str_eq(e->value, words[0]))
        refuse(s, (struct place){S("site.conf"), e->line, e->key}, e->value);
}

static void take_value(struct site *s, struct source *to, const struct source_key *k,
                       const struct ini_entry *e) {
    void *at = (char *)to + k->at;
    int64_t most = k->type == KEY_BYTES ? BYTES_MOST : SECONDS_MOST;
    int64_t v = k->type == KEY_BYTES ? quantity(e->value, bytes, UNITS(bytes))
                                     : quantity(e->value, seconds, UNITS(seconds));
    switch (k->type) {
    case KEY_TEXT:
        *(str *)at = e->value;
        return;
    case KEY_PATH:
        *(str *)at = str_of(site_place(s, e->value));
        return;
    case KEY_YES:
        take_choice(s, at, e, (const str[]){S("no"), S("yes")});
        return;
    case KEY_MODE:
        take_choice(s, at, e, (const str[]){S("append"), S("snapshot")});
        return;
    case KEY_BYTES:
    case KEY_SECONDS:
        *(int64_t *)at = v;
        if (v <= 0 || v > most)
            refuse(s, (struct place){S("site.conf"), e->line, e->key}, e->value);
        return;
    }
}

/* level CODE = WORD（reason）: what the source's findings count as. */
static void take_level(struct site *s, struct source *to, const struct ini_entry *e) {
    str code = str_trim(str_sub(e->key, S("level ").n, e->key.n));
    const char *fault = intake_level(s->arena, code, e->value, &to->levels);
    if (fault != NULL)
        refuse(s, (struct place){S("site.conf"), e->line, e->key}, str_of(fault));
    to->level_words = str_fmt(s->arena, "%.*s%s%.*s = %.*s", STR(to->level_words),
                              to->level_words.n > 0 ? "; " : "", STR(code), STR(e->value));
}

bool source_take_key(struct site *s, const struct ini_entry *e, struct strs *known) {
    str name = str_trim(str_sub(e->section, str_find(e->section, S(" ")), e->section.n));
    struct source *last = &s->sources[s->source_count > 0 ? s->source_count - 1 : 0];
    if (s->source_count == 0 || !str_eq(last->name, name)) {
        last = &s->sources[s->source_count++];
        *last = (struct source){.name = name};
    }
    if (str_starts(e->key, S("level "))) {
        take_level(s, last, e);
        return true;
    }
    *known = (struct strs){NEW(s->arena, str, SOURCE_KEYS), SOURCE_KEYS};
    for (int i = 0; i < SOURCE_KEYS; i++) {
        known->v[i] = str_of(source_keys[i].key);
        if (str_eq(e->key, known->v[i])) {
            take_value(s, last, &source_keys[i], e);
            return true;
        }
    }
    return false;
}

/* ---- is it possible? ---- */

/* The name becomes that of a folder. */
static bool is_plain(str name) {
    for (ptrdiff_t i = 0; i < name.n; i++)
        if ((unsigned char)name.p[i] <= ' ' || name.p[i] == '/' || name.p[i] == 0x7f)
            return false;
    return name.n > 0 && name.n <= NAME_MOST && name.p[0] != '.';
}

static int64_t or_default(int64_t v, int64_t otherwise) {
    return v > 0 ? v : otherwise;
}

/* Why this address cannot be fetched from, in words; NULL when it can. */
static const char *url_fault(const struct source *one) {
    const struct remote *r = &one->remote;
    str rest = r->url;
    str scheme = str_cut(&rest, S("://"));
    str host = str_cut(&rest, S("/"));
    bool sftp = str_eq(scheme, S("sftp"));
    if (!sftp && !str_eq(scheme, S("https")) && !str_eq(scheme, S("http")) &&
        !str_eq(scheme, S("file")))
        return "url 应以 https://、sftp:// 或 file:// 开头";
    if (str_eq(scheme, S("http")) && !r->allow_private)
        return "url 用 http:// 不加密，只许本机（另写 allow-private = yes）";
    if (str_find(host, S("@")) >= 0)
        return "url 中不写用户名和口令，请用 user 和 password-file";
    if (sftp &&
        (r->known_hosts.n == 0 || r->user.n == 0 || (r->key.n == 0) == (r->password_file.n == 0)))
        return "sftp 须写 known-hosts、user，以及 key 或 password-file 之一";
    if (!is_plain(one->name))
        return "有 url 的来源，名称不能含空格或斜线，且不可过长";
    if (one->folder.n > 0)
        return "url 和 folder 只能写一个";
    if (r->token_file.n > 0 && r->password_file.n > 0)
        return "token-file 和 password-file 只能写一个";
    return NULL;
}

/* An address is fetched into a folder of its own; from there on it is a folder as others are. */
static void settle_remote(struct site *s, struct source *one) {
    struct remote *r = &one->remote;
    const char *fault = url_fault(one);
    if (fault != NULL)
        refuse(s, (struct place){S("site.conf"), 0, one->name}, str_of(fault));
    one->folder = str_fmt(s->arena, "state/fetch/%.*s", STR(one->name));
    r->limit = or_default(r->limit, FETCH_LIMIT);
    r->timeout = or_default(r->timeout, FETCH_SECONDS);
    r->connect_timeout = or_default(r->connect_timeout, FETCH_CONNECT_SECONDS);
    r->stall_timeout = or_default(r->stall_timeout, FETCH_STALL_SECONDS);
}

/* Packages of another site are checked, and become files of a folder that is emptied. */
static void settle_packages(struct site *s, struct source *one) {
    const char *fault = one->keys.n == 0 ? "packages 须另写 keys（对方公钥所在的文件夹）"
                        : one->folder.n > 0 || one->remote.url.n > 0
                            ? "packages、url 和 folder 只能写一个"
                        : is_plain(one->name) ? NULL
                                              : "名称不能含空格或斜线，且不可过长";
    if (fault != NULL)
        refuse(s, (struct place){S("site.conf"), 0, one->name}, str_of(fault));
    one->folder = str_fmt(s->arena, "state/fetch/%.*s", STR(one->name));
    one->take = true;
}

void source_settle(struct site *s) {
    for (int i = 0; i < s->source_count; i++) {
        struct source *one = &s->sources[i];
        if (one->packages.n > 0)
            settle_packages(s, one);
        else if (one->remote.url.n > 0)
            settle_remote(s, one);
        else if (one->folder.n == 0)
            refuse(s, (struct place){S("site.conf"), 0, one->name},
                   S("应写 folder、url 或 packages"));
    }
    if (s->source_count == 0)
        s->sources[s->source_count++] =
            (struct source){.name = S("inbox"), .folder = S("desk/inbox"), .take = true};
}
