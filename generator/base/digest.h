/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * digest.h — fingerprints of bytes: SHA-256, keyed SHA-256, SM3, XXH3-128.
 *
 * In:    bytes, keys
 * Out:   fixed-size digests
 * Law:   none
 * Never: uses XXH3 where somebody could profit from a collision
 */
#ifndef GONGSHI_BASE_DIGEST_H
#define GONGSHI_BASE_DIGEST_H

#include "base/str.h"

struct sha256 {
    unsigned char b[32];
};

struct line_hash {
    uint64_t hi;
    uint64_t lo;
};

/* SHA-256 of one slice; safe from several threads. */
struct sha256 sha256_of(str s);

/* HMAC-SHA-256: what only the holder of the key can make. */
struct sha256 sha256_keyed(str key, str s);

/* SHA-256 of a stream in pieces: open, add …, close (which also frees). */
struct sha256_stream;
struct sha256_stream *sha256_open(void);
void sha256_add(struct sha256_stream *h, str s);
struct sha256 sha256_close(struct sha256_stream *h);

/* SM3 of a stream in pieces (GB/T 32905), which has as many bytes. */
struct sm3_stream;
struct sm3_stream *sm3_open(void);
void sm3_add(struct sm3_stream *h, str s);
struct sha256 sm3_close(struct sm3_stream *h);

/* 64 lower-case hexadecimal digits. */
str sha256_text(struct arena *a, struct sha256 d);
bool sha256_parse(str text, struct sha256 *out);
bool sha256_eq(struct sha256 a, struct sha256 b);

/* XXH3-128 of a record line, seeded (the seed stands for the digests of map and schema). */
struct line_hash line_hash_of(str line, uint64_t seed);

/* The same of a stream in pieces: open, add …, close (which also frees). */
struct line_hash_stream;
struct line_hash_stream *line_hash_open(uint64_t seed);
void line_hash_add(struct line_hash_stream *h, str s);
struct line_hash line_hash_close(struct line_hash_stream *h);

#endif
