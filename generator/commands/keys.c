/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * keys.c — gongshi new-key [rotate]: the keys that packages and releases are signed with.
 *
 * In:    state/keys
 * Out:   a pair of private keys, 0600
 * Law:   law.md §6 (国密: SM2 beside Ed25519)
 * Never: overwrites a key; signs with one that others may read
 */
#include "commands/keys.h"

#include "base/os.h"
#include "commands/commands.h"

#define KEYS_MOST 1000
#define KEY_BYTES 4096

static const char *key_path(const struct site *s, int number, enum sign_method m) {
    return site_path(s,
                     str_fmt(s->arena, "state/keys/sign-%d.%s.pem", number, sign_method_name(m)).p);
}

/* Of a pair that is not whole the number counts too. */
static int newest(const struct site *s) {
    int n = 0;
    while (n < KEYS_MOST && (os_stat(key_path(s, n + 1, SIGN_SM2)).exists ||
                             os_stat(key_path(s, n + 1, SIGN_ED25519)).exists))
        n++;
    return n;
}

static bool bad(struct diags *diags, const char *path, const char *why) {
    diag(diags, DIAG_KEY_FILE, (struct place){str_of(path), 0, {0}}, "%s", why);
    return false;
}

static bool open_one(struct site *s, int number, enum sign_method m, struct signer **out,
                     struct diags *diags) {
    const char *path = key_path(s, number, m);
    struct os_stat st = os_stat(path);
    str pem;
    if (!st.exists)
        return bad(diags, path, "不见了，请从备份恢复");
    if (!st.is_file || (st.mode & 077) != 0)
        return bad(diags, path, "别人可以读，请改为 0600，并用 gongshi new-key rotate 换用新的");
    if (!os_readable(path) || !os_read(s->arena, path, KEY_BYTES, &pem))
        return bad(diags, path, "读不出来");
    *out = sign_open(s->arena, pem, m);
    return *out != NULL || bad(diags, path, "不是这种签名的私钥");
}

bool keys_open(struct site *s, int64_t used, struct keys *out, struct diags *diags) {
    *out = (struct keys){.number = newest(s)};
    if (out->number < used)
        return bad(diags, key_path(s, (int)used, SIGN_SM2), "不见了，请从备份恢复");
    for (int m = 0; m < SIGN_METHODS && out->number > 0; m++)
        if (!open_one(s, out->number, (enum sign_method)m, &out->v[m], diags)) {
            keys_close(out);
            return false;
        }
    return true;
}

void keys_close(struct keys *k) {
    for (int m = 0; m < SIGN_METHODS; m++)
        if (k->v[m] != NULL)
            sign_close(k->v[m]);
    *k = (struct keys){0};
}

str keys_public(struct site *s, int number, enum sign_method m) {
    struct signer *one = NULL;
    struct diags quiet = {.arena = s->arena};
    str pem = {0};
    if (open_one(s, number, m, &one, &quiet)) {
        pem = sign_public(s->arena, one);
        sign_close(one);
    }
    return pem;
}

static void make_one(struct site *s, int number, enum sign_method m) {
    const char *path = key_path(s, number, m);
    str pem = sign_new_key(s->arena, m);
    struct signer *one = sign_open(s->arena, pem, m);
    os_write_atomic(path, pem, 0600);
    os_print(
        str_fmt(s->arena, "已生成 %s\n  公钥的 SHA-256：%s\n", path, sign_key_id(s->arena, one).p));
    sign_close(one);
}

int command_new_key(const struct options *o) {
    struct arena a = {0};
    struct site *s = site_open_policy(&a, o);
    bool rotate = o->word_count == 1 && str_eq(o->words[0], S("rotate"));
    if (o->word_count > 0 && !rotate)
        die_usage("用法：gongshi new-key [rotate]");
    site_report(s);
    site_lock(s);
    int number = newest(s);
    if (number > 0 && !rotate)
        die_usage("%s 已经有了，不会覆盖；要换用新的，请写 gongshi new-key rotate",
                  key_path(s, number, SIGN_SM2));
    for (int m = 0; m < SIGN_METHODS; m++)
        make_one(s, number + 1, (enum sign_method)m);
    os_print(
        S("从下一次公示和下一个数据包起用它签名；公钥在 data/keys/ 公开。请备份 state/keys\n"));
    arena_free(&a);
    return EXIT_DONE;
}
