/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * arrive.c — a package of another site: whether it is theirs, whole, and the next one.
 *
 * In:    a folder that another site's push filled, the site's public keys
 * Out:   what the manifest says, or why it is not believed
 * Law:   GB/T 32918 (SM2), GB/T 32905 (SM3)
 * Never: believes a word of a manifest before both signatures over it hold
 */
#include "base/json.h"
#include "base/os.h"
#include "platform/platform.h"

#define MANIFEST_MOST ((int64_t)4 << 20)
#define SIGNATURE_MOST 1024
#define PIECE ((ptrdiff_t)1 << 16)

struct arriving {
    struct arena *a;
    const struct package_expected *want;
    struct package_arrived *out;
    struct value manifest;
};

static const char *below(const struct arriving *r, str name) {
    return str_fmt(r->a, "%s/%.*s", r->want->folder, STR(name)).p;
}

static str word(const struct value *map, const char *name) {
    const struct value *v = value_get(map, str_of(name));
    return v != NULL && v->type == VALUE_TEXT ? v->text : (str){0};
}

static bool count_of(const struct value *map, const char *name, int64_t *out) {
    return str_int(word(map, name), out) && *out >= 0;
}

/* A signature of each method, each by one of the keys that the site is known by. */
static str signatures(const struct arriving *r, str text) {
    for (int m = 0; m < SIGN_METHODS; m++) {
        struct signature s = {.method = (enum sign_method)m};
        const char *name = sign_method_name(s.method);
        bool good = false;
        if (!os_read(r->a, below(r, str_fmt(r->a, "manifest.json.%s", name)), SIGNATURE_MOST,
                     &s.bytes))
            return str_fmt(r->a, "没有 %s 签名", name);
        for (ptrdiff_t k = 0; k < r->want->keys.n && !good; k++) {
            s.key = r->want->keys.v[k];
            good = sign_verify(text, &s);
        }
        if (!good)
            return str_fmt(r->a, "%s 签名不符：清单被改动过，或不是用登记的公钥所签", name);
    }
    return (str){0};
}

/* The next one, or a later complete set, which replaces all before it. */
static str sequence(const struct arriving *r) {
    const struct package_expected *w = r->want;
    struct package_arrived *out = r->out;
    instant until = instant_parse(str_sub(word(&r->manifest, "expires"), 0, 16));
    if (!str_eq(word(&r->manifest, "format"), S("gongshi-package/1")))
        return S("不是本程序认得的格式");
    if (!count_of(&r->manifest, "sequence", &out->sequence) || out->sequence != w->number)
        return S("清单里的序号与文件夹不符");
    out->whole = str_eq(word(&r->manifest, "kind"), S("full"));
    out->site = word(&r->manifest, "site");
    out->as_of = instant_parse(str_sub(word(&r->manifest, "as_of"), 0, 16));
    if (!out->whole && out->sequence != w->last + 1)
        return str_fmt(r->a, "缺少第 %lld 个数据包，请对方补送", (long long)w->last + 1);
    if (!out->whole && !str_eq(word(&r->manifest, "previous"), w->previous))
        return S("与收到的上一个数据包接不上");
    if (out->as_of == INSTANT_NONE || until == INSTANT_NONE || until < w->as_of)
        return S("已过有效期，请对方重新生成全量数据包");
    if (!str_eq(word(&r->manifest, "columns"), S(COLUMNS_OF_RECORDS)))
        return S("不是按 gongshi 方案（feeds/targets/gongshi.ini）生成的");
    return (str){0};
}

static bool plain(str name) {
    return name.n > 0 && name.p[0] != '.' && str_find(name, S("/")) < 0;
}

static str file_fault(const struct arriving *r, const struct value *file) {
    static char piece[PIECE];
    str name = word(file, "name");
    int64_t wanted = -1;
    int64_t size = 0;
    int fd = plain(name) && count_of(file, "size", &wanted) ? os_open(below(r, name)) : -1;
    if (fd < 0)
        return str_fmt(r->a, "缺少文件 %.*s", STR(name));
    struct sha256_stream *sha = sha256_open();
    struct sm3_stream *sm3 = sm3_open();
    for (ptrdiff_t n = PIECE; n == PIECE && size <= wanted; size += n) {
        n = os_read_at(fd, piece, PIECE, size);
        sha256_add(sha, (str){piece, n});
        sm3_add(sm3, (str){piece, n});
    }
    os_close(fd);
    struct sha256 by_sha = sha256_close(sha);
    struct sha256 by_sm3 = sm3_close(sm3);
    bool same = size == wanted && str_eq(sha256_text(r->a, by_sha), word(file, "sha256")) &&
                str_eq(sha256_text(r->a, by_sm3), word(file, "sm3"));
    return same ? (str){0} : str_fmt(r->a, "文件 %.*s 与清单不符", STR(name));
}

static str files(const struct arriving *r) {
    const struct value *list = value_get(&r->manifest, S("files"));
    for (ptrdiff_t i = 0; list != NULL && list->type == VALUE_LIST && i < list->n; i++) {
        str why = file_fault(r, &list->items[i]);
        if (why.p != NULL)
            return why;
    }
    return list == NULL || list->type != VALUE_LIST ? S("清单没有列出文件") : (str){0};
}

bool package_arrived(struct arena *a, const struct package_expected *want,
                     struct package_arrived *out, str *why) {
    struct arriving r = {.a = a, .want = want, .out = out};
    str text;
    str error;
    int line = 0;
    *out = (struct package_arrived){0};
    if (!os_read(a, below(&r, S("manifest.json")), MANIFEST_MOST, &text))
        *why = S("没有 manifest.json");
    else if ((*why = signatures(&r, text)).p == NULL) {
        out->digest = sha256_text(a, sha256_of(text));
        if (!json_load(a, text, &r.manifest, &error, &line))
            *why = S("manifest.json 读不出来");
        else if ((*why = sequence(&r)).p == NULL)
            *why = files(&r);
    }
    return why->p == NULL;
}
