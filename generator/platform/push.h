/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * push.h — the second door of platform: what is handed to other machines.
 *
 * In:    packages below exchange/, an address or a folder
 * Out:   whether they were taken, and what the other side said
 * Law:   law.md §4
 * Never: reaches what no target names; follows a redirect; prints a secret
 */
#ifndef GONGSHI_PLATFORM_PUSH_H
#define GONGSHI_PLATFORM_PUSH_H

#include "base/arena.h"
#include "base/str.h"

#define PUSH_SECONDS 300                /* for one package, unless the target says other */
#define PUSH_CONNECT_SECONDS 30         /* for the connection to stand */
#define PUSH_ANSWER ((int64_t)16 << 20) /* bytes of an answer */
#define PUSH_WAIT_MOST ((int64_t)86400) /* seconds that a Retry-After may ask for */

/* Where a target takes packages. Paths are as the kernel takes them; what is absent is not used. */
struct push_place {
    str url;    /* https, sftp; http only to this machine */
    str folder; /* instead: a folder that the other side empties */
    str ca;     /* the authorities to trust, instead of the system's */
    str cert;   /* our certificate */
    str key;    /* its key; the private key of SFTP */
    str known_hosts;
    str token_file;
    str user;
    str password_file;
    int64_t timeout; /* seconds; 0: PUSH_SECONDS */
};

/* Whether packages may go to this address: https, sftp, or http to 127.0.0.1 and nothing that only
 * begins so. */
bool push_address_good(str url);

enum push_end {
    PUSH_TAKEN,  /* the other side has it */
    PUSH_LATER,  /* it may have it, or not: the same again, later */
    PUSH_REFUSED /* somebody must do something first */
};

/* One package, tried once. The same package has the same key however often it is tried, by which
 * the other side knows that it came before. */
struct push_try {
    const struct push_place *place;
    const char *package; /* its folder */
    str name;            /* the last part of that */
    str key;
    /* answers */
    enum push_end end;
    int64_t wait; /* seconds that the other side asks for, 0 for none */
    str answer;
    str why; /* in Chinese, when it was not taken */
};

/* Over HTTPS as one multipart/form-data: a part for each file, the manifest last, with the key as
 * Idempotency-Key. Over SFTP as a folder of the package's name, the manifest last; into a folder
 * the same, which appears when it is whole. */
void push_package(struct arena *a, struct push_try *t);

/* ---- what a platform answers (answer.c) ---- */

/* Where in its JSON what stands: names joined by dots. */
struct answer_map {
    str ok;      /* code=0: it was taken; absent: always */
    str receipt; /* its number for it */
    str rows;    /* the rows that it did not take … */
    str id;      /* … in each of them our id, its code and its words */
    str code;
    str text;
};
struct answer_row {
    str id;
    str code;
    str text;
};
struct answer {
    bool taken;
    str receipt;
    struct answer_row *rows;
    int n;
};

/* False when the text is not what the map says. A map without any entry takes any text. */
bool answer_read(struct arena *a, const struct answer_map *map, str text, struct answer *out);

#endif
