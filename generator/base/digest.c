/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * digest.c — fingerprints of bytes: SHA-256, keyed SHA-256, SM3, XXH3-128.
 *
 * In:    bytes, keys
 * Out:   fixed-size digests
 * Law:   none
 * Never: uses XXH3 where somebody could profit from a collision
 */
#include "base/digest.h"

#include "base/arena.h"
#include "base/os.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <string.h>
#include <xxhash.h>

#define BLOCK 64 /* bytes SHA-256 takes at once; HMAC pads its key to this */

/* Looked up once: a look-up takes a lock and longer than a short digest. */
static EVP_MD *sha256_method;
static pthread_once_t looked_up = PTHREAD_ONCE_INIT;

static void look_up(void) {
    sha256_method = EVP_MD_fetch(NULL, "SHA256", NULL);
}

static void must(bool worked) {
    if (!worked)
        die("OpenSSL 算不了 SHA-256 或 SM3");
}

static const EVP_MD *method(void) {
    must(pthread_once(&looked_up, look_up) == 0 && sha256_method != NULL);
    return sha256_method;
}

struct sha256 sha256_of(str s) {
    struct sha256 d;
    must(EVP_Digest(s.n > 0 ? s.p : "", (size_t)s.n, d.b, NULL, method(), NULL) == 1);
    return d;
}

/* The stream is OpenSSL's context under our name; it never leaves this file as anything else. */
struct sha256_stream *sha256_open(void) {
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(ctx != NULL && EVP_DigestInit_ex2(ctx, method(), NULL) == 1);
    return (struct sha256_stream *)ctx;
}

void sha256_add(struct sha256_stream *h, str s) {
    if (s.n > 0)
        must(EVP_DigestUpdate((EVP_MD_CTX *)h, s.p, (size_t)s.n) == 1);
}

struct sha256 sha256_close(struct sha256_stream *h) {
    struct sha256 d;
    must(EVP_DigestFinal_ex((EVP_MD_CTX *)h, d.b, NULL) == 1);
    EVP_MD_CTX_free((EVP_MD_CTX *)h);
    return d;
}

struct sm3_stream *sm3_open(void) {
    EVP_MD_CTX *ctx = EVP_MD_CTX_new();
    must(ctx != NULL && EVP_DigestInit_ex2(ctx, EVP_sm3(), NULL) == 1);
    return (struct sm3_stream *)ctx;
}

void sm3_add(struct sm3_stream *h, str s) {
    sha256_add((struct sha256_stream *)h, s);
}

struct sha256 sm3_close(struct sm3_stream *h) {
    return sha256_close((struct sha256_stream *)h);
}

/* One half of HMAC: the digest of the padded key and a text. */
static struct sha256 padded(const unsigned char key[BLOCK], unsigned char pad, str s) {
    char block[BLOCK];
    for (int i = 0; i < BLOCK; i++)
        block[i] = (char)(key[i] ^ pad);
    struct sha256_stream *h = sha256_open();
    sha256_add(h, (str){block, BLOCK});
    sha256_add(h, s);
    OPENSSL_cleanse(block, sizeof block);
    return sha256_close(h);
}

/* RFC 2104, spelled out: HMAC() looks its method up at each call, under a lock. */
struct sha256 sha256_keyed(str key, str s) {
    unsigned char block[BLOCK] = {0};
    if (key.n > BLOCK) {
        struct sha256 shorter = sha256_of(key);
        memcpy(block, shorter.b, sizeof shorter.b);
    } else if (key.n > 0) {
        memcpy(block, key.p, (size_t)key.n);
    }
    struct sha256 inner = padded(block, 0x36, s);
    struct sha256 outer = padded(block, 0x5C, (str){(const char *)inner.b, sizeof inner.b});
    OPENSSL_cleanse(block, sizeof block);
    return outer;
}

str sha256_text(struct arena *a, struct sha256 d) {
    char *p = NEW(a, char, 2 * sizeof d.b + 1);
    for (size_t i = 0; i < sizeof d.b; i++) {
        p[2 * i] = "0123456789abcdef"[d.b[i] >> 4];
        p[2 * i + 1] = "0123456789abcdef"[d.b[i] & 15];
    }
    return (str){p, 2 * sizeof d.b};
}

bool sha256_parse(str text, struct sha256 *out) {
    static const char digits[] = "0123456789abcdef";
    for (ptrdiff_t i = 0; i < 2 * (ptrdiff_t)sizeof out->b; i++) {
        ptrdiff_t d = text.n == 2 * (ptrdiff_t)sizeof out->b
                          ? str_find(S(digits), str_sub(text, i, i + 1))
                          : -1;
        if (d < 0)
            return false;
        unsigned char *b = &out->b[i / 2];
        *b = (unsigned char)(i % 2 == 0 ? d << 4 : *b | d);
    }
    return true;
}

bool sha256_eq(struct sha256 a, struct sha256 b) {
    return CRYPTO_memcmp(a.b, b.b, sizeof a.b) == 0;
}

struct line_hash line_hash_of(str line, uint64_t seed) {
    XXH128_hash_t h = XXH3_128bits_withSeed(line.n > 0 ? line.p : "", (size_t)line.n, seed);
    return (struct line_hash){.hi = h.high64, .lo = h.low64};
}

/* xxHash's state under our name, as with SHA-256 above. */
struct line_hash_stream *line_hash_open(uint64_t seed) {
    XXH3_state_t *state = XXH3_createState();
    if (state == NULL || XXH3_128bits_reset_withSeed(state, seed) != XXH_OK)
        die("内存不足（指纹）");
    return (struct line_hash_stream *)state;
}

void line_hash_add(struct line_hash_stream *h, str s) {
    if (s.n > 0)
        (void)XXH3_128bits_update((XXH3_state_t *)h, s.p, (size_t)s.n);
}

struct line_hash line_hash_close(struct line_hash_stream *h) {
    XXH128_hash_t d = XXH3_128bits_digest((XXH3_state_t *)h);
    (void)XXH3_freeState((XXH3_state_t *)h);
    return (struct line_hash){.hi = d.high64, .lo = d.low64};
}
