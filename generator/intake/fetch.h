/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fetch.h — the second door of intake: what is asked of other machines.
 *
 * In:    sources with an address
 * Out:   files in a folder, as if somebody had put them there
 * Law:   none
 * Never: reaches what no source names; stops for one source that fails
 */
#ifndef GONGSHI_INTAKE_FETCH_H
#define GONGSHI_INTAKE_FETCH_H

#include "base/diag.h"

#include <stdbool.h>

/* ---- limits; each is tested or stands in the manual ---- */
#define FETCH_LIMIT ((int64_t)2 << 30)  /* bytes of one delivery, unless the source says other */
#define FETCH_SECONDS 3600              /* for one source, all tries together */
#define FETCH_CONNECT_SECONDS 30        /* for one connection to stand, TLS included */
#define FETCH_STALL_SECONDS 60          /* below FETCH_STALL_RATE for so long */
#define FETCH_STALL_RATE 1000           /* bytes a second */
#define FETCH_HOPS 3                    /* redirects followed */
#define FETCH_TRIES 4                   /* of one source in one run */
#define FETCH_WAIT_MOST 120             /* seconds that a Retry-After may ask for */
#define FETCH_PARALLEL 16               /* transfers at once */
#define FETCH_HEAD ((int64_t)256 << 10) /* bytes of headers of one answer */

/* How a source is reached, as its section of site.conf says. Paths are as the kernel takes them;
 * what is absent is not used. */
struct remote {
    str url;            /* https, sftp, file; http only to this machine */
    str file;           /* what to call the file; absent: as the address does */
    bool allow_private; /* may lead to private and loopback addresses */
    str ca;             /* the authorities to trust, instead of the system's */
    str cert;           /* our certificate */
    str key;            /* its key; the private key of SFTP */
    str known_hosts;    /* host keys of SFTP */
    str token_file;     /* a bearer token */
    str user;
    str password_file;
    int64_t limit;   /* bytes; 0: the default, as below */
    int64_t timeout; /* seconds */
    int64_t connect_timeout;
    int64_t stall_timeout;
};

enum fetch_outcome {
    FETCH_FAILED, /* what was fetched before stands */
    FETCH_NEW,    /* a file has landed */
    FETCH_SAME    /* the other side has nothing newer */
};

/* One source in one run. */
struct fetch {
    str source;
    const struct remote *remote;
    const char *folder; /* of this source alone; made when it is missing */
    str known;          /* fetch_about() of what was received last, else absent */
    bool taken;         /* what was received is not kept in the folder */
    /* answers */
    enum fetch_outcome outcome;
    str name; /* of the file */
    int64_t bytes;
    double seconds;
};

/* How far all of them are; `settled` sources are done or have failed, `done` counts parts of others
 * where their sizes are known. */
struct fetch_progress {
    int settled;
    int all;
    double done;
    int64_t bytes;
};

struct fetch_all {
    struct fetch *v;
    int n;
    uint64_t seed;                                        /* of the jitter between tries */
    void (*progress)(void *ctx, struct fetch_progress p); /* some times a second, or NULL */
    void *ctx;
};

/* Fetches all of them, in parallel; each that fails has one REJECT in *diags, in the order of v. */
void fetch_all(struct arena *a, struct fetch_all *all, struct diags *diags);

/* What to remember once the file that stands in the folder is safely received: what its sender
 * said of that version. Absent when nothing is known of it. */
str fetch_about(struct arena *a, const char *folder);

/* What an address may be used for (intake/address.c). */
enum address_class { ADDRESS_PUBLIC, ADDRESS_PRIVATE, ADDRESS_LOOPBACK, ADDRESS_NEVER };

/* The class of an IPv4 (4 bytes) or IPv6 (16 bytes) address in network order, by the registries of
 * special-purpose addresses (RFC 6890); one that carries an IPv4 address is of that one's class.
 * Group, unspecified, reserved and documentation addresses are ADDRESS_NEVER. */
enum address_class address_class_of(const unsigned char *address, int bytes);

#endif
