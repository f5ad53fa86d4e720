/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * keys.h — the keys that packages and releases are signed with. (private to commands/)
 *
 * In:    state/keys/sign-NUMBER.METHOD.pem
 * Out:   struct keys
 * Law:   law.md §6 (国密: SM2 beside Ed25519)
 * Never: leaves commands/
 */
#ifndef GONGSHI_COMMANDS_KEYS_H
#define GONGSHI_COMMANDS_KEYS_H

#include "base/sign.h"
#include "commands/site.h"

/* The newest pair of keys. */
struct keys {
    int number; /* from 1; 0: the site has none, and signs nothing */
    struct signer *v[SIGN_METHODS];
};

/* Opens them; false after an ERROR diagnostic when a key is there but cannot be used, or is not
 * there although one of this number was used before. */
bool keys_open(struct site *s, int64_t used, struct keys *out, struct diags *diags);
void keys_close(struct keys *k);

/* The public key of an older pair as PEM; absent when there is none (its private key is kept to be
 * able to say so). */
str keys_public(struct site *s, int number, enum sign_method m);

#endif
