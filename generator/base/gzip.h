/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * gzip.h — bytes packed as gzip, for files that lie beside the unpacked ones.
 *
 * In:    bytes
 * Out:   one gzip member, the same for the same bytes
 * Law:   none (RFC 1952)
 * Never: stores a name or a time
 */
#ifndef GONGSHI_BASE_GZIP_H
#define GONGSHI_BASE_GZIP_H

#include "base/buf.h"

/* Appends the packed bytes; safe from several threads. */
void gzip_put(str bytes, struct buf *out);

#endif
