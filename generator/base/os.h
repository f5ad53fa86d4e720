/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * os.h — the machine: files, folders, locks, the clock, and how a run dies.
 *
 * In:    paths (UTF-8, relative to the working folder or absolute)
 * Out:   bytes, facts about files
 * Law:   none
 * Never: returns after a failure of the machine, except where "false" is said below
 *
 * Every function that says nothing about failure ends the run through die(): a bad machine ends
 * the run, safe anywhere because nothing public changes before `publish`, which is journalled.
 */
#ifndef GONGSHI_BASE_OS_H
#define GONGSHI_BASE_OS_H

#include "base/date.h"
#include "base/str.h"

#include <sys/types.h>

/* The exit statuses of every command (architecture §4). */
enum exit_status {
    EXIT_DONE = 0,        /* published, or nothing to do */
    EXIT_USAGE = 2,       /* usage or configuration */
    EXIT_REJECTED = 3,    /* published, but records were newly rejected or refused */
    EXIT_CHECK = 4,       /* not published: a check failed, the old site stands */
    EXIT_MACHINE = 5,     /* not published: the machine failed, the old site stands */
    EXIT_PARTNER = 6,     /* published, but a source, target or platform failed */
    EXIT_INTERRUPTED = 7, /* interrupted while publishing: run again */
    EXIT_LOCKED = 75      /* another run holds the lock */
};

/* Say on standard error what failed and leave with EXIT_MACHINE (or, once os_publishing(true)
 * was said, EXIT_INTERRUPTED). die_usage leaves with EXIT_USAGE. A message is one line, Chinese. */
_Noreturn __attribute__((format(printf, 1, 2))) void die(const char *format, ...);
_Noreturn __attribute__((format(printf, 1, 2))) void die_usage(const char *format, ...);
void os_publishing(bool on);

/* The same for want of memory; in a contained child it ends only the child. */
_Noreturn __attribute__((format(printf, 1, 2))) void die_memory(const char *format, ...);

/* Leave at once with a status, saying nothing (the caller has). */
_Noreturn void os_leave(int status);

/* Said first in main: a broken pipe or a file-size limit becomes an error instead of a signal, the
 * three standard descriptors are taken (so that no file of ours becomes standard output), and new
 * files are not writable by others. */
void os_init(void);

/* Facts about a path; `exists` is false when there is nothing there. */
struct os_stat {
    bool exists;
    bool is_dir;
    bool is_file; /* a regular file; a pipe or device is neither */
    int64_t size;
    int64_t mtime_ns;
    uint64_t device;
    unsigned mode; /* permission bits */
};
struct os_stat os_stat(const char *path);

/* Whether we may read it: false where os_open would die of a missing permission. */
bool os_readable(const char *path);

/* Whether a file may hold a secret: whoever may read it may be us, so only its owner may. */
bool os_is_private(const char *path);

/* One line out of such a file, trimmed. False when it is not private, empty, longer than
 * OS_SECRET_MOST bytes, or holds control characters. */
#define OS_SECRET_MOST ((int64_t)8 << 10)
bool os_read_secret(struct arena *a, const char *path, str *out);

/* The whole file, NUL-terminated, in the arena. Returns false (and leaves *out absent) when it
 * does not exist or is larger than `limit` bytes; dies on any other failure. */
bool os_read(struct arena *a, const char *path, int64_t limit, str *out);

/* Reading in pieces: -1 from os_open when the file does not exist. os_read_at reads up to n bytes
 * at an offset and returns how many; less than n only at the end of the file. */
int os_open(const char *path);
ptrdiff_t os_read_at(int fd, void *into, ptrdiff_t n, int64_t offset);
void os_close(int fd);

/* Everything that stands on standard input, up to `limit` bytes; false when there is more. */
bool os_read_stdin(struct arena *a, int64_t limit, str *out);
/* Up to n bytes of standard input; 0 at its end. */
ptrdiff_t os_read_input(char *to, ptrdiff_t n);

/* Create or replace a file with these bytes; the folder must exist. `mode` is what a new file gets,
 * group write included. The atomic form writes beside it (PATH.new), syncs and renames. */
void os_write(const char *path, str bytes, mode_t mode);
/* The same, and leaves it open for os_read_at and os_close. */
int os_write_open(const char *path, str bytes, mode_t mode);
void os_write_atomic(const char *path, str bytes, mode_t mode);

/* Print on standard output or standard error; a closed or full output dies. */
void os_print(str s);
void os_print_error(str s);
bool os_is_terminal(int fd);

/* A file under way: bytes in pieces, then close (synced when `sync`). os_continue goes on behind
 * the end of a file that is there. */
struct os_file;
struct os_file *os_create(const char *path, mode_t mode);
struct os_file *os_continue(const char *path);
void os_append(struct os_file *f, str bytes);
void os_finish(struct os_file *f, bool sync);

/* A file without a name on the disk where `beside` stands, to put things aside in: gone with the
 * process. os_reread ends the writing and gives its descriptor for os_read_at. */
struct os_file *os_scratch(const char *beside);
int os_reread(struct os_file *f);

/* Folders. os_mkdirs makes all missing parents. os_list gives the names in a folder in byte order
 * (without . and ..); a missing folder has none. os_rmtree forgives what is not there. */
void os_mkdirs(const char *path, mode_t mode);
struct strs os_list(struct arena *a, const char *path);
void os_rmtree(const char *path);

/* A second name for a file; true also where that name is taken already, false when `from` is not
 * there or the folder of `to` is missing. */
bool os_link(const char *from, const char *to);

/* Move and remove. os_rename returns false when `from` is not there; os_unlink forgives that. */
bool os_rename(const char *from, const char *to);
void os_unlink(const char *path);

/* A copy with the same bytes (for deliveries that must stay where they are), which the disk begins
 * to write while the caller goes on. */
void os_copy(const char *from, const char *to, mode_t mode);

/* Durability: one file or folder, or the whole file system that holds the path. */
void os_sync(const char *path);
void os_sync_filesystem(const char *path);

/* Take the site's lock (flock) until the process ends; false when another run holds it. */
bool os_lock(const char *path);

/* An unconnected socket, closed on exec; -1 when the kernel has none. For intake/fetch.c, which
 * looks at each address before it is connected to. */
int os_socket(int family, int type, int protocol);

/* The clock in Shanghai civil time; asked in main.c and options.c only. */
instant os_now(void);

/* `n` bytes from the kernel's random source, for new keys only. */
void os_random(void *into, size_t n);

/* Seconds since some fixed point, for progress, bench and waiting; seconds of processor time of all
 * threads; and peak memory in KiB. */
double os_seconds(void);
double os_processor_seconds(void);
int64_t os_peak_kib(void);
/* Memory that was freed goes back to the system, and large pieces do from now on as soon as they
 * are freed: worth it behind a step that took much. */
void os_give_back(void);

/* ---- a contained child: a process of its own for bytes that nobody trusts ---- */

/* What the child has, and nothing else: every other descriptor is closed. */
struct os_cell {
    int in;               /* the one file it reads: os_read_at */
    int scratch;          /* an unnamed file to put things aside: os_put_at, os_read_at */
    struct os_file *out;  /* the one file it writes */
    struct os_file *told; /* kept in memory and handed to the caller */
};
void os_put_at(int fd, str bytes, int64_t offset);

/* `out` is written beside itself (OUT.part) and takes its name when the child is done. */
struct os_task {
    const char *in;
    const char *out;
    int64_t memory; /* bytes on top of what the caller has mapped */
    int seconds;    /* of processor time */
    int64_t size;   /* bytes of each file it writes */
    void (*work)(void *ctx, const struct os_cell *cell);
    void *ctx;
};

/* Runs work in a child without core dumps, new privileges or new processes, and waits for it. DONE
 * when work returned; else OUT is not there. *told (in the arena) holds what was told until then.
 * A disk that is full or broken ends the run, as ever. */
enum os_end { OS_END_DONE, OS_END_MEMORY, OS_END_TIME, OS_END_SIZE, OS_END_CRASH };
enum os_end os_contained(struct arena *a, const struct os_task *task, str *told);

/* In a contained child: it becomes another program, which reads the one file as its standard input
 * and writes the other; its end is the child's. */
_Noreturn void os_become(const struct os_cell *cell, const char *const argv[]);

/* Peak memory in KiB of the largest child so far. */
int64_t os_peak_kib_children(void);

/* Where the running program stands, for finding what was shipped with it. */
str os_program(struct arena *a);

/* How many processors this process may use. */
int os_cpus(void);

#endif
