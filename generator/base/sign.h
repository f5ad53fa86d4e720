/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sign.h — signatures over bytes: SM2 with SM3, and Ed25519.
 *
 * In:    bytes, private keys as PEM
 * Out:   detached signatures, public keys as PEM
 * Law:   GB/T 32918, GB/T 35276 (the identifier 1234567812345678)
 * Never: shows a private key but as the PEM of a new one; draws a key from anywhere but OpenSSL
 */
#ifndef GONGSHI_BASE_SIGN_H
#define GONGSHI_BASE_SIGN_H

#include "base/arena.h"
#include "base/str.h"

enum sign_method { SIGN_SM2, SIGN_ED25519, SIGN_METHODS };

/* "sm2", "ed25519": in names of files and in manifests. */
const char *sign_method_name(enum sign_method m);

/* A new private key as PEM (PKCS #8). */
str sign_new_key(struct arena *a, enum sign_method m);

/* A private key, opened; NULL when the text is none of this method. */
struct signer;
struct signer *sign_open(struct arena *a, str pem, enum sign_method m);
void sign_close(struct signer *s);

/* Its public key as PEM, and the SHA-256 of that key's DER, by which it is known. */
str sign_public(struct arena *a, const struct signer *s);
str sign_key_id(struct arena *a, const struct signer *s);

/* A signature: of SM2 a DER sequence of two numbers, of Ed25519 64 bytes. Deterministic for Ed25519
 * alone. */
str sign_bytes(struct arena *a, const struct signer *s, str bytes);

/* Whether a signature is one of these bytes by the key of this PEM; of SM2 in no other form than
 * DER has. */
struct signature {
    enum sign_method method;
    str key; /* public, PEM */
    str bytes;
};
bool sign_verify(str text, const struct signature *s);

/* Base64 in one line. */
str sign_base64(struct arena *a, str bytes);

#endif
