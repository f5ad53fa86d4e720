/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * plain.c — the least that writing a site can cost: the same files, the same sizes, two threads.
 *
 * In:    plain PUBLIC INTO; INTO is not there yet, on the same file system
 * Out:   a tree of the same shape, its bytes meaningless; on one line: seconds, seconds of
 *        processor time, files, bytes
 * Law:   none
 * Never: reads a file's content; syncs
 */
#include "base/arena.h"
#include "base/os.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MODE 0644
#define FOLDER_MODE 0755
#define FOLDERS_OPEN 64 /* descriptors nftw may hold */
#define GROW 4096

/* What the tree holds: folders before what is in them, files folder by folder. */
struct entry {
    const char *path; /* below the root, beginning with a slash; "" for the root itself */
    int64_t size;
};

struct entries {
    struct entry *v;
    size_t n;
    size_t cap;
};

/* nftw takes no context. */
static struct arena memory;
static struct entries folders;
static struct entries files;
static int64_t largest;
static int64_t bytes;
static size_t root_length;

static void entries_add(struct entries *e, const char *path, int64_t size) {
    if (e->n == e->cap) {
        struct entry *v = NEW(&memory, struct entry, 2 * e->cap + GROW);
        if (e->n > 0)
            memcpy(v, e->v, e->n * sizeof *v);
        e->v = v;
        e->cap = 2 * e->cap + GROW;
    }
    e->v[e->n++] = (struct entry){str_dup(&memory, str_of(path)).p, size};
}

static int see(const char *path, const struct stat *st, int type, struct FTW *at) {
    (void)at;
    if (type == FTW_D)
        entries_add(&folders, path + root_length, 0);
    if (type != FTW_F)
        return 0;
    entries_add(&files, path + root_length, st->st_size);
    largest = st->st_size > largest ? st->st_size : largest;
    bytes += st->st_size;
    return 0;
}

/* Each thread takes a half of the list, so that they seldom meet in one folder. */
struct half {
    int root;
    size_t from;
    size_t to;
    const char *content;
};

static void write_one(int root, const struct entry *e, const char *content) {
    int fd = openat(root, e->path + 1, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, FILE_MODE);
    if (fd < 0)
        die("%s: %s", e->path, strerror(errno));
    if (write(fd, content, (size_t)e->size) != e->size || close(fd) != 0)
        die("%s: %s", e->path, strerror(errno));
}

static void *write_half(void *arg) {
    const struct half *h = arg;
    for (size_t i = h->from; i < h->to; i++)
        write_one(h->root, &files.v[i], h->content);
    return NULL;
}

static void write_tree(const char *into, const char *content) {
    os_mkdirs(into, FOLDER_MODE);
    int root = open(into, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (size_t i = 1; i < folders.n; i++)
        if (mkdirat(root, folders.v[i].path + 1, FOLDER_MODE) != 0)
            die("%s: %s", folders.v[i].path, strerror(errno));
    struct half first = {root, 0, files.n / 2, content};
    struct half second = {root, files.n / 2, files.n, content};
    pthread_t thread;
    if (pthread_create(&thread, NULL, write_half, &first) != 0)
        die("pthread_create");
    write_half(&second);
    pthread_join(thread, NULL);
    close(root);
}

static double seconds_of(struct timeval t) {
    return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

static double processor_seconds(void) {
    struct rusage u;
    getrusage(RUSAGE_SELF, &u);
    return seconds_of(u.ru_utime) + seconds_of(u.ru_stime);
}

int main(int argc, char **argv) {
    os_init();
    if (argc != 3)
        die_usage("plain PUBLIC INTO");
    root_length = strlen(argv[1]);
    if (nftw(argv[1], see, FOLDERS_OPEN, FTW_PHYS) != 0 || files.n == 0)
        die("%s: 没有文件", argv[1]);
    char *content = NEW(&memory, char, largest + 1);
    memset(content, 'x', (size_t)largest);
    double began = os_seconds();
    double used = processor_seconds();
    write_tree(argv[2], content);
    printf("%.3f %.3f %zu %lld\n", os_seconds() - began, processor_seconds() - used, files.n,
           (long long)bytes);
    arena_free(&memory);
    return EXIT_DONE;
}
