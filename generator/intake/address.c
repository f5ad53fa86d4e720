/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * address.c — which addresses lead to the world, and which into somebody's own network.
 *
 * In:    IPv4 and IPv6 addresses in network order
 * Out:   enum address_class
 * Law:   none (RFC 6890 and the registries it began; RFC 4291, 6052, 6598)
 * Never: takes an address that it does not know for a public one
 */
#include "intake/fetch.h"

#include <string.h>

/* A block: addresses whose first `bits` are those of `start`. The longest block counts. */
struct block {
    unsigned char start[16];
    int bits;
    enum address_class class;
};

static const struct block v4_blocks[] = {
    {{0}, 0, ADDRESS_PUBLIC},
    {{0}, 8, ADDRESS_NEVER},             /* this network */
    {{10}, 8, ADDRESS_PRIVATE},          /* */
    {{100, 64}, 10, ADDRESS_PRIVATE},    /* shared by a carrier's customers */
    {{127}, 8, ADDRESS_LOOPBACK},        /* */
    {{169, 254}, 16, ADDRESS_PRIVATE},   /* link-local: also where clouds keep credentials */
    {{172, 16}, 12, ADDRESS_PRIVATE},    /* */
    {{192, 0, 0}, 24, ADDRESS_NEVER},    /* protocol assignments */
    {{192, 0, 2}, 24, ADDRESS_NEVER},    /* documentation */
    {{192, 88, 99}, 24, ADDRESS_NEVER},  /* relays of 6to4, given up */
    {{192, 168}, 16, ADDRESS_PRIVATE},   /* */
    {{198, 18}, 15, ADDRESS_PRIVATE},    /* benchmarks, used as private by many */
    {{198, 51, 100}, 24, ADDRESS_NEVER}, /* documentation */
    {{203, 0, 113}, 24, ADDRESS_NEVER},  /* documentation */
    {{224}, 3, ADDRESS_NEVER},           /* groups, reserved, broadcast */
};

/* Only 2000::/3 was ever given out to the world. */
static const struct block v6_blocks[] = {
    {{0}, 0, ADDRESS_NEVER},
    {{[15] = 1}, 128, ADDRESS_LOOPBACK},
    {{0x20}, 3, ADDRESS_PUBLIC},
    {{0x20, 0x01}, 23, ADDRESS_NEVER},             /* protocol assignments, Teredo */
    {{0x20, 0x01, 0x0d, 0xb8}, 32, ADDRESS_NEVER}, /* documentation */
    {{0x20, 0x02}, 16, ADDRESS_NEVER},             /* 6to4: carries any IPv4 address */
    {{0x3f, 0xff}, 20, ADDRESS_NEVER},             /* documentation */
    {{0xfc}, 7, ADDRESS_PRIVATE},                  /* unique local */
    {{0xfe, 0x80}, 10, ADDRESS_PRIVATE},           /* link-local */
};

/* Prefixes behind which the last four bytes are an IPv4 address: mapped, and translated (NAT64). */
static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
static const unsigned char translated[12] = {0, 0x64, 0xff, 0x9b};

static bool in_block(const unsigned char *address, const struct block *b) {
    int whole = b->bits / 8;
    unsigned mask = 0xff00u >> (b->bits % 8) & 0xffu;
    return memcmp(address, b->start, (size_t)whole) == 0 &&
           (mask == 0 || ((address[whole] ^ b->start[whole]) & mask) == 0);
}

static enum address_class look_up(const unsigned char *address, const struct block *v, size_t n) {
    const struct block *best = &v[0];
    for (size_t i = 1; i < n; i++)
        if (v[i].bits > best->bits && in_block(address, &v[i]))
            best = &v[i];
    return best->class;
}

enum address_class address_class_of(const unsigned char *address, int bytes) {
    if (bytes == 16 && (memcmp(address, mapped, 12) == 0 || memcmp(address, translated, 12) == 0)) {
        address += 12;
        bytes = 4;
    }
    if (bytes == 4)
        return look_up(address, v4_blocks, sizeof v4_blocks / sizeof v4_blocks[0]);
    if (bytes == 16)
        return look_up(address, v6_blocks, sizeof v6_blocks / sizeof v6_blocks[0]);
    return ADDRESS_NEVER;
}
