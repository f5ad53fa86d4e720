/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * envelope.h — files that only the holder of a certificate's key can read: CMS EnvelopedData.
 *
 * In:    a file, a certificate as PEM
 * Out:   a file in DER
 * Law:   none (RFC 5652); GB/T 32907 (SM4)
 * Never: holds a file in memory; sees a private key
 */
#ifndef GONGSHI_BASE_ENVELOPE_H
#define GONGSHI_BASE_ENVELOPE_H

#include "base/arena.h"
#include "base/str.h"

enum envelope_cipher { ENVELOPE_AES256, ENVELOPE_SM4 };

/* "aes-256-cbc", "sm4-cbc". */
const char *envelope_cipher_name(enum envelope_cipher c);

/* Whom files are sealed for. NULL when the text is no certificate, its key cannot be used for this,
 * or OpenSSL does not offer the cipher; *why says which, in Chinese. */
struct envelope;
struct envelope *envelope_open(struct arena *a, str pem, enum envelope_cipher c, const char **why);
void envelope_close(struct envelope *e);

/* SHA-256 of the certificate's DER, by which the receiver knows which one was used. */
str envelope_recipient(struct arena *a, const struct envelope *e);

/* Seals the file `from` as `to`, which exists and keeps its mode. Dies when the machine fails. */
void envelope_seal(const struct envelope *e, const char *from, const char *to);

#endif
