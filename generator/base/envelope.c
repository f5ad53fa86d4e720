/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * envelope.c — CMS EnvelopedData, by OpenSSL.
 *
 * In:    a file, a certificate as PEM
 * Out:   a file in DER
 * Law:   none (RFC 5652); GB/T 32907 (SM4)
 * Never: lets an OpenSSL object out of this file
 */
#include "base/envelope.h"

#include "base/digest.h"
#include "base/os.h"

#include <openssl/cms.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#define FLAGS (CMS_BINARY | CMS_STREAM)

struct envelope {
    X509 *certificate;
    EVP_CIPHER *cipher;
};

const char *envelope_cipher_name(enum envelope_cipher c) {
    return c == ENVELOPE_SM4 ? "sm4-cbc" : "aes-256-cbc";
}

/* Of a key that only signs (Ed25519, SM2 in OpenSSL 3.0) no envelope can be made: it is tried. */
static bool can_seal(const struct envelope *e) {
    STACK_OF(X509) *to = sk_X509_new_null();
    BIO *nothing = BIO_new_mem_buf("", 0);
    CMS_ContentInfo *cms = NULL;
    if (to != NULL && nothing != NULL && sk_X509_push(to, e->certificate) > 0)
        cms = CMS_encrypt(to, nothing, e->cipher, CMS_BINARY);
    bool can = cms != NULL;
    CMS_ContentInfo_free(cms);
    BIO_free(nothing);
    sk_X509_free(to);
    return can;
}

struct envelope *envelope_open(struct arena *a, str pem, enum envelope_cipher c, const char **why) {
    struct envelope *e = NEW(a, struct envelope, 1);
    BIO *b = BIO_new_mem_buf(pem.p, (int)pem.n);
    e->certificate = b == NULL ? NULL : PEM_read_bio_X509(b, NULL, NULL, NULL);
    e->cipher = EVP_CIPHER_fetch(NULL, envelope_cipher_name(c), NULL);
    BIO_free(b);
    *why = e->certificate == NULL ? "不是证书（PEM）"
           : e->cipher == NULL    ? "这里的 OpenSSL 没有这种加密算法"
           : !can_seal(e)         ? "证书的密钥不能用来加密"
                                  : NULL;
    if (*why == NULL)
        return e;
    envelope_close(e);
    return NULL;
}

void envelope_close(struct envelope *e) {
    X509_free(e->certificate);
    EVP_CIPHER_free(e->cipher);
}

str envelope_recipient(struct arena *a, const struct envelope *e) {
    unsigned char *der = NULL;
    int n = i2d_X509(e->certificate, &der);
    if (n <= 0)
        die("OpenSSL 读不出证书");
    str id = sha256_text(a, sha256_of((str){(const char *)der, n}));
    OPENSSL_free(der);
    return id;
}

void envelope_seal(const struct envelope *e, const char *from, const char *to) {
    STACK_OF(X509) *receivers = sk_X509_new_null();
    BIO *in = BIO_new_file(from, "rb");
    BIO *out = BIO_new_file(to, "wb");
    CMS_ContentInfo *cms = NULL;
    bool done = false;
    if (receivers != NULL && in != NULL && out != NULL &&
        sk_X509_push(receivers, e->certificate) > 0)
        cms = CMS_encrypt(receivers, in, e->cipher, FLAGS);
    if (cms != NULL)
        done = i2d_CMS_bio_stream(out, cms, in, FLAGS) == 1 && BIO_flush(out) == 1;
    CMS_ContentInfo_free(cms);
    BIO_free(in);
    BIO_free(out);
    sk_X509_free(receivers);
    if (!done)
        die("写不出加密文件 %s", to);
}
