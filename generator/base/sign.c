/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * sign.c — signatures over bytes, by OpenSSL.
 *
 * In:    bytes, keys
 * Out:   detached signatures
 * Law:   GB/T 32918, GB/T 35276 (the identifier 1234567812345678)
 * Never: lets an OpenSSL object out of this file
 */
#include "base/sign.h"

#include "base/digest.h"
#include "base/os.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <string.h>

/* OpenSSL signs for the empty identifier unless it is told this one. */
#define SM2_ID "1234567812345678"
#define SIGNATURE_MOST 256

static const struct {
    const char *name;
    const char *type; /* as OpenSSL calls the key */
} methods[SIGN_METHODS] = {[SIGN_SM2] = {"sm2", "SM2"}, [SIGN_ED25519] = {"ed25519", "ED25519"}};

struct signer {
    enum sign_method method;
    EVP_PKEY *key;
};

static void must(bool worked) {
    if (!worked)
        die("OpenSSL 不能生成密钥或签名");
}

const char *sign_method_name(enum sign_method m) {
    return methods[m].name;
}

/* What was written into memory, in the arena. */
static str taken(struct arena *a, BIO *b) {
    char *p = NULL;
    long n = BIO_get_mem_data(b, &p);
    str s = str_dup(a, (str){p, n});
    BIO_free(b);
    return s;
}

str sign_new_key(struct arena *a, enum sign_method m) {
    EVP_PKEY *key = EVP_PKEY_Q_keygen(NULL, NULL, methods[m].type);
    BIO *b = BIO_new(BIO_s_mem());
    must(key != NULL && b != NULL &&
         PEM_write_bio_PKCS8PrivateKey(b, key, NULL, NULL, 0, NULL, NULL) == 1);
    EVP_PKEY_free(key);
    return taken(a, b);
}

struct signer *sign_open(struct arena *a, str pem, enum sign_method m) {
    BIO *b = BIO_new_mem_buf(pem.p, (int)pem.n);
    EVP_PKEY *key = b == NULL ? NULL : PEM_read_bio_PrivateKey(b, NULL, NULL, NULL);
    BIO_free(b);
    if (key == NULL || EVP_PKEY_is_a(key, methods[m].type) != 1) {
        EVP_PKEY_free(key);
        return NULL;
    }
    struct signer *s = NEW(a, struct signer, 1);
    *s = (struct signer){m, key};
    return s;
}

void sign_close(struct signer *s) {
    EVP_PKEY_free(s->key);
}

str sign_public(struct arena *a, const struct signer *s) {
    BIO *b = BIO_new(BIO_s_mem());
    must(b != NULL && PEM_write_bio_PUBKEY(b, s->key) == 1);
    return taken(a, b);
}

str sign_key_id(struct arena *a, const struct signer *s) {
    unsigned char *der = NULL;
    int n = i2d_PUBKEY(s->key, &der);
    must(n > 0);
    str id = sha256_text(a, sha256_of((str){(const char *)der, n}));
    OPENSSL_free(der);
    return id;
}

/* A context for signing or verifying; the identifier is set before it begins. */
static EVP_MD_CTX *begin(EVP_PKEY *key, enum sign_method m, EVP_PKEY_CTX **with, bool verify) {
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    const EVP_MD *digest = m == SIGN_SM2 ? EVP_sm3() : NULL;
    *with = EVP_PKEY_CTX_new(key, NULL);
    must(ctx != NULL && *with != NULL);
    if (m == SIGN_SM2) {
        must(EVP_PKEY_CTX_set1_id(*with, SM2_ID, (int)sizeof SM2_ID - 1) == 1);
        EVP_MD_CTX_set_pkey_ctx(ctx, *with);
    }
    must((verify ? EVP_DigestVerifyInit : EVP_DigestSignInit)(ctx, NULL, digest, NULL, key) == 1);
    return ctx;
}

static void end(EVP_MD_CTX *ctx, EVP_PKEY_CTX *with) {
    EVP_MD_CTX_free(ctx);
    EVP_PKEY_CTX_free(with);
}

str sign_bytes(struct arena *a, const struct signer *s, str bytes) {
    EVP_PKEY_CTX *with;
    EVP_MD_CTX *ctx = begin(s->key, s->method, &with, false);
    unsigned char out[SIGNATURE_MOST];
    size_t n = sizeof out;
    must(EVP_DigestSign(ctx, out, &n, (const unsigned char *)bytes.p, (size_t)bytes.n) == 1);
    end(ctx, with);
    return str_dup(a, (str){(const char *)out, (ptrdiff_t)n});
}

/* The same numbers may be written in many ways as BER; only one of them is DER. */
static bool is_der(str bytes) {
    const unsigned char *at = (const unsigned char *)bytes.p;
    ECDSA_SIG *numbers = d2i_ECDSA_SIG(NULL, &at, (long)bytes.n);
    unsigned char *again = NULL;
    int n = numbers == NULL ? -1 : i2d_ECDSA_SIG(numbers, &again);
    bool same = n == bytes.n && memcmp(again, bytes.p, (size_t)n) == 0;
    OPENSSL_free(again);
    ECDSA_SIG_free(numbers);
    return same;
}

bool sign_verify(str text, const struct signature *s) {
    BIO *b = BIO_new_mem_buf(s->key.p, (int)s->key.n);
    EVP_PKEY *key = b == NULL ? NULL : PEM_read_bio_PUBKEY(b, NULL, NULL, NULL);
    EVP_PKEY_CTX *with;
    BIO_free(b);
    if (key == NULL || EVP_PKEY_is_a(key, methods[s->method].type) != 1 ||
        (s->method == SIGN_SM2 && !is_der(s->bytes))) {
        EVP_PKEY_free(key);
        return false;
    }
    EVP_MD_CTX *ctx = begin(key, s->method, &with, true);
    bool good = EVP_DigestVerify(ctx, (const unsigned char *)s->bytes.p, (size_t)s->bytes.n,
                                 (const unsigned char *)text.p, (size_t)text.n) == 1;
    end(ctx, with);
    EVP_PKEY_free(key);
    return good;
}

str sign_base64(struct arena *a, str bytes) {
    unsigned char *out = NEW(a, unsigned char, bytes.n / 3 * 4 + 5);
    int n = EVP_EncodeBlock(out, (const unsigned char *)bytes.p, (int)bytes.n);
    return (str){(const char *)out, n};
}
