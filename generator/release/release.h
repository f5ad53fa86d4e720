/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * release.h — the door of release: files become the public site.
 *
 * In:    a staged tree, the list of what it should hold, keyed digests of secret values
 * Out:   a verified stage, a journal, the public tree
 * Law:   个人信息保护法 art. 28; 国办发〔2017〕47号 (an address never changes)
 * Never: touches the public tree before the stage is verified and the journal is on disk; knows
 *        how masking works
 */
#ifndef GONGSHI_RELEASE_RELEASE_H
#define GONGSHI_RELEASE_RELEASE_H

#include "base/buf.h"
#include "base/date.h"
#include "base/diag.h"
#include "base/par.h"
#include "pages/tree.h"

/* The order of a release: what must vanish first, then what is new. */
enum publish_rank {
    PUBLISH_REMOVE, /* delete; nothing is staged for it */
    PUBLISH_ENDED,  /* notices that replace pages: withdrawn text goes first */
    PUBLISH_ASSET,  /* css, articles */
    PUBLISH_RECORD,
    PUBLISH_LIST,
    PUBLISH_POINTER, /* home page, sitemap index, manifests */
    PUBLISH_RANKS
};

/* "remove", "ended", "asset", "record", "list", "pointer". */
const char *publish_rank_name(enum publish_rank rank);

/* ---- stage (release/stage.c): files on their way ----
 *
 *   state/stage/record/cf/2026/k3v9x2m7ab.html     one tree per rank, so that a folder holds
 *   state/stage/list/cf/2026/index.html            files of one rank only and may move as one
 */

/* One stage; put may be called from several threads for different paths. */
struct stage;

/* Empties the folder `dir` and opens it; an unfinished journal must have been played before. Dies
 * with EXIT_USAGE when it is on another file system than the folder `public` (made if missing). */
struct stage *stage_open(struct arena *a, const char *dir, const char *public);

/* Writes one file (folders are made as needed) and fills *file with size and digest; the path slice
 * is kept by reference. Paths are ASCII letters, digits, - _ . / and never begin with / or hold an
 * empty segment, . or .. (else it dies: our own fault). */
void stage_put(struct stage *s, enum publish_rank rank, str path, str bytes,
               struct tree_file *file);
/* The same without the digest; the descriptor through which it can be read back must be closed, as
 * verify_one does. */
int stage_write(struct stage *s, enum publish_rank rank, str path, str bytes);
/* For a file that another library writes: its folders are made, its full path is told. */
const char *stage_place(struct arena *a, struct stage *s, enum publish_rank rank, str path);

/* ---- secrets (release/secret.c): what must not be found, known only as keyed digests ---- */

/* A keyed digest of a normalised value; plain bytes, stored by the ledger. */
struct secret_digest {
    uint64_t digest; /* polynomial in a secret base, modulo 2^61 - 1 */
    uint16_t chars;  /* normalised characters it covers, at most SECRET_CHARS */
    uint16_t gate;   /* keyed hash of the first two, to pass over most places quickly */
    uint16_t
        everywhere; /* 1: an identifier, searched for in every file; 0: in files of its record */
    uint16_t shape; /* enum secret_shape */
};
enum secret_shape {
    SECRET_MIXED,   /* holds Han or other characters */
    SECRET_LATIN,   /* only A–Z and 0–9 */
    SECRET_NUMERIC, /* only digits, the last one possibly X */
};

/* What a finding or a digest is of, as far as its form tells. */
enum leak {
    LEAK_NONE,
    LEAK_IDENTITY, /* eighteen or fifteen characters */
    LEAK_MOBILE,
    LEAK_CARD,
    LEAK_PHONE,
    LEAK_PLATE,
    LEAK_MAIL,   /* letters and other characters: e-mail, other accounts */
    LEAK_NUMBER, /* any other number: passports, permits, accounts */
    LEAK_NAME,
    LEAK_ADDRESS,
    LEAKS
};
/* "居民身份证号码" …, and a stable word for data: "identity" … */
const char *leak_text(enum leak kind);
const char *leak_word(enum leak kind);
enum leak leak_of(const struct secret_digest *d);

/* Of a longer value the first so many normalised characters count. */
#define SECRET_CHARS 60

/* The digest of a value (plain text as delivered) under the site's 16-byte key; false for a value
 * too short to search for (a single character). The normaliser is release's own (normal.h). */
bool secret_of(const unsigned char key[16], str value, bool everywhere, struct secret_digest *out);

/* What in a public text has the shape of a secret (an officer's certificate may look like a mobile
 * number, an agency has an e-mail address): their digests, at most `most`; returns how many. They
 * are handed in as `known`. Since it all is public, so is the key of these digests. */
int shapes_of(str value, uint64_t *out, int most);

/* The list of public numbers that a site publishes for those who verify it without its ledger:
 * their digests in letters, one a line (release/known.c). */
#define KNOWN_LIST "data/public-numbers.txt"
void known_put(struct buf *out, const uint64_t *digests, int64_t n);
const uint64_t *known_get(struct arena *a, str text, int64_t *n);

/* Does one of these secrets show in a text that staff are to see, or what has their shape? */
bool secret_shows(const unsigned char key[16], const struct secret_digest *secrets, int n,
                  str text);

/* ---- verify (release/verify.c, links.c): the finished files as a stranger reads them ---- */

/* What one staged file shows, so that private names can be looked for in the right place: one entry
 * per row, found in the file as id="…" (hand in every row, n = 0 for those without secrets: a row
 * ends where the next begins) — or the whole file when `whole`. */
struct shown {
    str id;
    const struct secret_digest *secrets;
    int n;
    int64_t record; /* the caller's number of it, 0 for none */
};
struct expected {
    struct tree_file file;
    enum publish_rank
        rank; /* PUBLISH_REMOVE: nothing was staged in this place, it is passed over */
    bool whole;
    const struct shown *shown;
    int shown_count;
    const char *text;  /* a file that holds what it says, in UTF-8; NULL for none */
    int fd;            /* as stage_write left it; 0: it is opened by its name */
    const char *bytes; /* what was written, compared byte for byte; NULL: the SHA-256 is */
};

/* What must not be found anywhere, and the key that all digests were made with. Only identifiers
 * (everywhere = 1) belong into the set; it is not kept. */
struct paths;
struct sought {
    const unsigned char *key; /* 16 bytes */
    const struct secret_digest *everywhere;
    int64_t n;
    int64_t files;         /* how many are to come at least; 0 when unknown */
    bool shapes;           /* sweep for what has the shape of a secret and is not in `known` */
    const uint64_t *known; /* digests of shapes_of */
    int64_t known_count;
    bool flat;                  /* the folder is a published tree, without a folder for each rank */
    const struct paths *listed; /* its files, where they are known before: none needs to be kept */
};

/* One verification; feed it batches, then finish. Files are read back from the stage by par's
 * workers. Results do not depend on their number. */
struct verify;
struct verify *verify_open(struct arena *a, const char *stage_dir, const struct sought *sought,
                           struct par *par);
/* What was read so far, and what was found of each kind. */
struct verify_counts {
    int64_t files;
    int64_t texts; /* with those wrapped in others */
    int64_t bytes;
    int64_t findings[LEAKS];
    int64_t shapes; /* that were found, of any kind */
};
struct verify_counts verify_counts(const struct verify *v);
/* The records that findings stand in, once each: what must not be published again as it is. */
int verify_found(const struct verify *v, const int64_t **records);
/* Checks size, content, secrets; remembers paths and links. ERROR diagnostics name file and kind of
 * finding, never the value. */
void verify_batch(struct verify *v, const struct expected *files, int n, struct diags *diags);
/* The same in parts, for a caller that has other work for the same workers, and several batches on
 * their way: a lane holds one. Begin and end from one thread, in the order of the batches; one for
 * each of the n files from any worker of par, once *file is as it will stay until the end. */
struct verify_lane *verify_lane(struct verify *v);
void verify_begin(struct verify_lane *l, const struct expected *files, int n);
void verify_one(struct verify_lane *l, int worker, ptrdiff_t item);
void verify_end(struct verify_lane *l, struct diags *diags);
/* No batch is on its way, and the next ones are small: what batches took is given back. */
void verify_rest(struct verify *v);
/* A public file that goes away with this publication: no link may lead there. */
void verify_gone(struct verify *v, str path);
/* A public page that stays as it is, at `path` on the disk: its links are followed, too. Not while
 * a batch is on its way. */
void verify_stays(struct verify *v, const char *path, const struct tree_file *file);
/* All links of all batches must lead to a staged path or one for which `exists` is true (in the
 * public tree, and not gone; called from this thread; NULL: nothing else is there); and no file may
 * stand in the stage that was not expected. */
void verify_finish(struct verify *v, bool (*exists)(void *ctx, str path), void *ctx,
                   struct diags *diags);

/* ---- publish (release/journal.c, publish.c) ---- */

/* A journal under way, of about `most` operations. They may be added in any order; they are played
 * rank by rank. A path may be named once (else journal_add dies: a replay would remove what it
 * moved). Its lines wait in files beside it, not in memory. */
struct journal;
struct journal *journal_open(struct arena *a, const char *path, int64_t most);
void journal_add(struct journal *j, enum publish_rank rank, str path);
/* Syncs the file system that holds the journal (the stage must be on it too), so that no operation
 * is on disk before the bytes it moves; then writes and syncs the journal, with the position of the
 * ledger (64 hex digits) in its head. */
void journal_close(struct journal *j, str position);

/* Plays a journal: moves and removes rank by rank, a wholly new folder as one, then syncs the
 * public tree. Dies with EXIT_INTERRUPTED from here on. Idempotent: a second play after a crash
 * ends in the same tree. Returns how many operations there were; 0, and touches nothing, when the
 * journal is missing or torn. The caller removes the journal once the ledger has confirmed. */
int64_t publish_play(struct arena *a, const char *journal, const char *stage_dir,
                     const char *public_dir);

/* The position in a journal's head, absent when there is no whole journal. */
str journal_position(struct arena *a, const char *path);

/* ---- manifest (release/manifest.c) ---- */

/* Sizes of a whole tree are told in KiB: those of a province, in bytes, have the eleven digits of a
 * mobile number. */
#define KIBIBYTES(bytes) (((bytes) + 1023) / 1024)

#define MANIFEST_INDEX "manifest.json" /* at the web root; MANIFEST_INDEX.* are its signatures */

/* What the index says; the shards are files of lines, listed by path, size and digest. */
struct manifest {
    str site;
    instant as_of;
    int64_t files; /* over all shards, without index and shards */
    int64_t bytes;
    const struct tree_file *shards;
    int n;
    const struct tree_file *reports; /* of the check of this very tree: in no shard */
    int report_count;
};

/* Where the shard of a block of file numbers stands. */
str manifest_path(struct arena *a, int64_t block);
/* A line `SHA-256  size  path` of a shard; and the JSON of the index. */
void manifest_line(struct buf *out, const struct tree_file *file);
void manifest_index(struct buf *out, const struct manifest *m);

/* What a published tree is checked for. `fill` tells what a file shows, in order, from this thread,
 * in the arena of its batch; NULL for nothing. */
struct published {
    const char *dir;
    struct par *par;
    struct sought sought; /* `flat`; `listed` comes from the manifests */
    void (*fill)(void *ctx, struct arena *a, struct expected *file);
    void *ctx;
};
/* Checks a published tree (gongshi verify): ERROR diagnostics for files that are missing, changed
 * or not of its manifests, for links that lead nowhere, and for what must not be found. */
struct verify_counts published_check(struct arena *a, const struct published *p,
                                     struct diags *diags);

#endif
