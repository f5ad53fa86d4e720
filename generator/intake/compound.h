/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * compound.h — one stream out of a compound file ([MS-CFB]): for intake's own files only.
 *
 * In:    a file with sectors, tables and folders of its own
 * Out:   bytes of a stream
 * Law:   none
 * Never: follows a chain that is longer than the file
 */
#ifndef GONGSHI_INTAKE_COMPOUND_H
#define GONGSHI_INTAKE_COMPOUND_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

#define COMPOUND_SECTOR 4096 /* bytes of the largest sector there is */

struct compound {
    int fd;
    int64_t size;    /* of the file */
    int64_t sector;  /* bytes of one */
    uint32_t *table; /* by sector: the next one */
    int64_t table_n;
    uint32_t *chain; /* the sectors of the stream, in order */
    int64_t chain_n;
    int64_t length;       /* bytes of the stream */
    unsigned char *small; /* all of a stream that is short, else NULL */
    int64_t cached;       /* the sector that is kept, as a place in the chain; -1 none */
    unsigned char cache[COMPOUND_SECTOR];
};

/* Finds the stream of one of two (ASCII) names. False when there is none, or the file is not sound.
 */
bool compound_open(struct compound *c, struct arena *a, int fd, int64_t size,
                   const char *const names[2]);

/* n bytes from an offset of the stream; false past its end. */
bool compound_get(struct compound *c, int64_t at, unsigned char *to, int n);

/* A number with its low byte first. */
uint32_t compound_number(const unsigned char *p, int bytes);

#endif
