/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * signed.c — the public tree is signed: its manifest, by the newest keys; all public keys.
 *
 * In:    the bytes of manifest.json
 * Out:   manifest.json.sm2.b64, manifest.json.ed25519.b64, data/keys/sign-N.METHOD.pem
 * Law:   law.md §6 (国密: SM2 beside Ed25519)
 * Never: stages anything on a site without keys
 */
#include "commands/keys.h"
#include "commands/run.h"

#define NOTE "signing" /* the number of the keys that were used last */

int64_t signed_last(struct run *r) {
    int64_t used = 0;
    (void)str_int(ledger_note(r->ledger, r->arena, NOTE), &used);
    return used;
}

void signed_note(struct run *r, int number) {
    ledger_set_note(r->ledger, NOTE, str_fmt(r->arena, "%d", number));
}

/* Who has an old release or package verifies it by an old key. */
static void stage_keys(struct run *r, int newest) {
    for (int n = 1; n <= newest; n++)
        for (int m = 0; m < SIGN_METHODS; m++) {
            str pem = keys_public(r->site, n, (enum sign_method)m);
            str path = str_fmt(r->arena, "data/keys/sign-%d.%s.pem", n,
                               sign_method_name((enum sign_method)m));
            if (pem.n > 0)
                stage_site_file(r, FILE_SITE, PUBLISH_ASSET, path, pem);
        }
}

void signed_keys(struct run *r) {
    struct keys k;
    if (keys_open(r->site, signed_last(r), &k, &r->site->diags))
        stage_keys(r, k.number);
    keys_close(&k);
}

void signed_manifest(struct run *r, str bytes) {
    struct keys k;
    struct diags told = {.arena = r->arena}; /* by signed_keys, already */
    if (!keys_open(r->site, signed_last(r), &k, &told) || k.number == 0)
        return;
    for (int m = 0; m < SIGN_METHODS; m++) {
        str path =
            str_fmt(r->arena, MANIFEST_INDEX ".%s.b64", sign_method_name((enum sign_method)m));
        str text = sign_base64(r->arena, sign_bytes(r->arena, k.v[m], bytes));
        stage_site_file(r, FILE_MANIFEST, PUBLISH_POINTER, path, str_cat(r->arena, text, S("\n")));
    }
    signed_note(r, k.number);
    keys_close(&k);
}
