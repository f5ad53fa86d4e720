/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * os.c — the machine: files, folders, locks, the clock, and how a run dies.
 *
 * In:    paths
 * Out:   bytes, facts about files
 * Law:   none
 * Never: leaves a half-written file unreported
 */
#include "base/os.h"

#include "base/arena.h"
#include "base/buf.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define LARGE (1 << 20)             /* bytes: a chunk of an arena */
#define MESSAGE_MOST 2048           /* bytes of a last message */
#define PIECE ((ptrdiff_t)64 << 10) /* bytes read or written at once where the size is unknown */
#define WALK_OPEN 16                /* folders os_rmtree holds open */
#define SHANGHAI_MINUTES (8 * 60)

/* ---- how a run dies ---- */

static atomic_bool publishing;

/* How a contained child leaves when it has reached a limit. */
enum cell_status { CELL_MEMORY = 80, CELL_SIZE };
static bool in_cell;

/* False when the descriptor refuses; errno says why. */
static bool write_all(int fd, str s) {
    while (s.n > 0) {
        ssize_t n = write(fd, s.p, (size_t)s.n);
        if (n < 0 && errno != EINTR)
            return false;
        if (n > 0)
            s = str_sub(s, n, s.n);
    }
    return true;
}

/* Works without memory, and in one write, so that lines of several threads do not mix. */
__attribute__((format(printf, 2, 0))) static _Noreturn void leave(int status, const char *format,
                                                                  va_list args) {
    char line[MESSAGE_MOST] = "gongshi: ";
    size_t head = strlen(line);
    int n = vsnprintf(line + head, sizeof line - head - 1, format, args);
    size_t end = head + (n < 0 ? 0 : (size_t)n);
    if (end > sizeof line - 2)
        end = sizeof line - 2;
    for (size_t i = 0; i < end; i++)
        if (line[i] == '\n' || line[i] == '\r')
            line[i] = ' ';
    line[end] = '\n';
    (void)write_all(STDERR_FILENO, (str){line, (ptrdiff_t)end + 1});
    _exit(status);
}

void die(const char *format, ...) {
    va_list args;
    va_start(args, format);
    leave(atomic_load(&publishing) ? EXIT_INTERRUPTED : EXIT_MACHINE, format, args);
}

void die_memory(const char *format, ...) {
    va_list args;
    va_start(args, format);
    leave(in_cell                    ? CELL_MEMORY
          : atomic_load(&publishing) ? EXIT_INTERRUPTED
                                     : EXIT_MACHINE,
          format, args);
}

void die_usage(const char *format, ...) {
    va_list args;
    va_start(args, format);
    leave(EXIT_USAGE, format, args);
}

void os_leave(int status) {
    _exit(status);
}

void os_publishing(bool on) {
    atomic_store(&publishing, on);
}

/* The causes that staff can do something about, in their language; the rest as the system says. */
static const char *reason(int error) {
    static const struct {
        int error;
        const char *zh;
    } known[] = {
        {ENOSPC, "磁盘已满"},
        {EDQUOT, "超出磁盘配额"},
        {EFBIG, "文件超过允许的大小"},
        {EROFS, "文件系统是只读的"},
        {EACCES, "没有权限"},
        {EPERM, "没有权限"},
        {EIO, "磁盘读写出错"},
        {ENOENT, "没有这个文件或文件夹"},
        {ENOTDIR, "路径中有一段不是文件夹"},
        {EISDIR, "这是文件夹"},
        {EEXIST, "已有同名的文件"},
        {ENOTEMPTY, "文件夹不是空的"},
        {EXDEV, "不在同一个文件系统"},
        {EMFILE, "打开的文件太多"},
        {ENFILE, "打开的文件太多"},
        {ENAMETOOLONG, "路径太长"},
        {ELOOP, "符号链接成环"},
        {EPIPE, "接收的一方已经关闭"},
        {EBADF, "没有打开"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].error == error)
            return known[i].zh;
    const char *text = strerrordesc_np(error);
    return text != NULL ? text : "未知错误";
}

static _Noreturn void die_at(const char *what, const char *path) {
    if (in_cell && errno == EFBIG)
        _exit(CELL_SIZE);
    die("%s %s：%s", what, path, reason(errno));
}

/* Nothing there, as opposed to something that cannot be reached. */
static bool is_missing(int error) {
    return error == ENOENT || error == ENOTDIR;
}

void os_init(void) {
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN);
    (void)umask(022);
    /* Opened for reading only: printing on a standard output that was closed must still fail. */
    int fd = open("/dev/null", O_RDONLY);
    while (fd >= 0 && fd <= STDERR_FILENO)
        fd = open("/dev/null", O_RDONLY);
    if (fd >= 0)
        (void)close(fd);
}

/* ---- reading ---- */

struct os_stat os_stat(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0) {
        if (!is_missing(errno))
            die_at("查不到", path);
        return (struct os_stat){0};
    }
    return (struct os_stat){
        .exists = true,
        .is_dir = S_ISDIR(st.st_mode),
        .is_file = S_ISREG(st.st_mode),
        .size = st.st_size,
        .mtime_ns = (int64_t)st.st_mtim.tv_sec * 1000000000 + st.st_mtim.tv_nsec,
        .device = st.st_dev,
        .mode = st.st_mode & 07777,
    };
}

bool os_readable(const char *path) {
    return faccessat(AT_FDCWD, path, R_OK, AT_EACCESS) == 0;
}

bool os_is_private(const char *path) {
    struct os_stat st = os_stat(path);
    return st.is_file && (st.mode & (S_IRWXG | S_IRWXO)) == 0 && os_readable(path);
}

bool os_read_secret(struct arena *a, const char *path, str *out) {
    str text;
    if (!os_is_private(path) || !os_read(a, path, OS_SECRET_MOST, &text))
        return false;
    *out = str_trim(text);
    for (ptrdiff_t i = 0; i < out->n; i++)
        if ((unsigned char)out->p[i] < 0x20)
            return false;
    return out->n > 0;
}

int os_open(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && !is_missing(errno))
        die_at("打不开", path);
    return fd;
}

ptrdiff_t os_read_at(int fd, void *into, ptrdiff_t n, int64_t offset) {
    ptrdiff_t have = 0;
    while (have < n) {
        ssize_t got = pread(fd, (char *)into + have, (size_t)(n - have), offset + have);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            die("读文件出错：%s", reason(errno));
        if (got == 0)
            break;
        have += got;
    }
    return have;
}

void os_close(int fd) {
    (void)close(fd);
}

/* Reads to the end of what has no size (a pipe, a terminal); false past the limit. */
static bool read_stream(struct arena *a, int fd, int64_t limit, str *out) {
    char piece[PIECE];
    struct buf all = {.limit = limit > 0 ? limit : 1};
    ssize_t got = 1;
    while (got != 0 && !all.failed) {
        got = read(fd, piece, sizeof piece);
        if (got < 0 && errno != EINTR)
            die("读输入出错：%s", reason(errno));
        if (got > 0)
            buf_str(&all, (str){piece, got});
    }
    bool whole = !all.failed;
    *out = whole ? str_dup(a, buf_view(&all)) : (str){0};
    buf_free(&all);
    return whole;
}

/* A regular file: its size is known, so one block does. */
static bool read_sized(struct arena *a, int fd, int64_t size, str *out) {
    char *p = NEW(a, char, size + 1);
    *out = (str){p, os_read_at(fd, p, size, 0)};
    return true;
}

bool os_read(struct arena *a, const char *path, int64_t limit, str *out) {
    *out = (str){0};
    int fd = os_open(path);
    if (fd < 0)
        return false;
    struct stat st;
    if (fstat(fd, &st) != 0)
        die_at("查不到", path);
    if (S_ISDIR(st.st_mode))
        die("读不了 %s：%s", path, reason(EISDIR));
    bool whole = false;
    if (!S_ISREG(st.st_mode))
        whole = read_stream(a, fd, limit, out);
    else if (st.st_size <= limit)
        whole = read_sized(a, fd, st.st_size, out);
    os_close(fd);
    return whole;
}

bool os_read_stdin(struct arena *a, int64_t limit, str *out) {
    return read_stream(a, STDIN_FILENO, limit, out);
}

ptrdiff_t os_read_input(char *to, ptrdiff_t n) {
    ssize_t got = -1;
    while (got < 0) {
        got = read(STDIN_FILENO, to, (size_t)n);
        if (got < 0 && errno != EINTR)
            die("读输入出错：%s", reason(errno));
    }
    return got;
}

/* ---- writing ---- */

static int create(const char *path, mode_t mode, int how) {
    int fd = open(path, how | O_CREAT | O_TRUNC | O_CLOEXEC, mode);
    if (fd < 0)
        die_at("写不了", path);
    /* The umask takes the group's right to write, which what stands in desk/ shall have. */
    if ((mode & 022) != 0 && fchmod(fd, mode) != 0)
        die_at("设不了权限", path);
    return fd;
}

static void finish(int fd, const char *path, bool sync) {
    if (sync && fsync(fd) != 0)
        die_at("落不了盘", path);
    if (close(fd) != 0)
        die_at("写不了", path);
}

static void write_file(const char *path, str bytes, mode_t mode, bool sync) {
    int fd = create(path, mode, O_WRONLY);
    if (!write_all(fd, bytes))
        die_at("写不了", path);
    finish(fd, path, sync);
}

void os_write(const char *path, str bytes, mode_t mode) {
    write_file(path, bytes, mode, false);
}

int os_write_open(const char *path, str bytes, mode_t mode) {
    /* That a file was read back is no news worth writing to its inode. */
    int fd = create(path, mode, O_RDWR | O_NOATIME);
    if (!write_all(fd, bytes))
        die_at("写不了", path);
    return fd;
}

void os_write_atomic(const char *path, str bytes, mode_t mode) {
    char beside[PATH_MAX];
    int n = snprintf(beside, sizeof beside, "%s.new", path);
    if (n < 0 || n >= PATH_MAX)
        die("写不了 %s：%s", path, reason(ENAMETOOLONG));
    /* A file left by an interrupted run would keep its old mode. */
    os_unlink(beside);
    write_file(beside, bytes, mode, true);
    if (!os_rename(beside, path))
        die_at("改不了名", beside);
}

void os_print(str s) {
    if (!write_all(STDOUT_FILENO, s))
        die("写不了标准输出：%s", reason(errno));
}

void os_print_error(str s) {
    if (!write_all(STDERR_FILENO, s))
        die("写不了标准错误输出：%s", reason(errno));
}

bool os_is_terminal(int fd) {
    return isatty(fd) == 1;
}

struct os_file {
    int fd;
    ptrdiff_t n; /* bytes waiting */
    char *path;
    char bytes[PIECE];
};

static struct os_file *file_of(int fd, const char *path) {
    struct os_file *f = malloc(sizeof *f);
    char *name = strdup(path);
    if (f == NULL || name == NULL)
        die("内存不足");
    f->fd = fd;
    f->n = 0;
    f->path = name;
    return f;
}

struct os_file *os_create(const char *path, mode_t mode) {
    return file_of(create(path, mode, O_WRONLY), path);
}

struct os_file *os_continue(const char *path) {
    int fd = open(path, O_WRONLY | O_APPEND | O_CLOEXEC);
    if (fd < 0)
        die_at("写不了", path);
    return file_of(fd, path);
}

static void flush(struct os_file *f) {
    if (!write_all(f->fd, (str){f->bytes, f->n}))
        die_at("写不了", f->path);
    f->n = 0;
}

void os_append(struct os_file *f, str bytes) {
    if (bytes.n > PIECE - f->n)
        flush(f);
    if (bytes.n > PIECE) {
        if (!write_all(f->fd, bytes))
            die_at("写不了", f->path);
    } else if (bytes.n > 0) {
        memcpy(f->bytes + f->n, bytes.p, (size_t)bytes.n);
        f->n += bytes.n;
    }
}

void os_finish(struct os_file *f, bool sync) {
    flush(f);
    finish(f->fd, f->path, sync);
    free(f->path);
    free(f);
}

/* A file without a name, on the disk where `beside` stands. */
static int unnamed(const char *beside) {
    char path[PATH_MAX];
    int n = snprintf(path, sizeof path, "%s.XXXXXX", beside);
    int fd = n < 0 || n >= PATH_MAX ? -1 : mkostemp(path, O_CLOEXEC);
    if (fd < 0)
        die_at("建不了临时文件", beside);
    (void)unlink(path);
    return fd;
}

struct os_file *os_scratch(const char *beside) {
    return file_of(unnamed(beside), beside);
}

int os_reread(struct os_file *f) {
    flush(f);
    int fd = f->fd;
    free(f->path);
    free(f);
    return fd;
}

/* ---- folders ---- */

/* Makes one folder; false when its parent is missing. */
static bool make_dir(const char *path, mode_t mode) {
    if (mkdir(path, mode) == 0) {
        if ((mode & 022) != 0 && chmod(path, mode) != 0)
            die_at("设不了权限", path);
        return true;
    }
    if (errno == ENOENT)
        return false;
    if (errno != EEXIST || !os_stat(path).is_dir)
        die_at("建不了文件夹", path);
    return true;
}

void os_mkdirs(const char *path, mode_t mode) {
    char part[PATH_MAX];
    /* Nearly always the parents are there. */
    if (make_dir(path, mode))
        return;
    int n = snprintf(part, sizeof part, "%s/", path);
    if (n < 0 || n >= PATH_MAX)
        die("建不了文件夹 %s：%s", path, reason(ENAMETOOLONG));
    for (char *slash = strchr(part + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (!make_dir(part, mode))
            die_at("建不了文件夹", part);
        *slash = '/';
    }
}

static int by_name(const void *x, const void *y) {
    return str_cmp(*(const str *)x, *(const str *)y);
}

static void add_name(struct arena *a, struct strs *list, ptrdiff_t *cap, str name) {
    if (list->n == *cap) {
        *cap = *cap > 0 ? 2 * *cap : 16;
        str *v = NEW(a, str, *cap);
        if (list->n > 0)
            memcpy(v, list->v, (size_t)list->n * sizeof *v);
        list->v = v;
    }
    list->v[list->n++] = str_dup(a, name);
}

struct strs os_list(struct arena *a, const char *path) {
    struct strs list = {0};
    ptrdiff_t cap = 0;
    DIR *dir = opendir(path);
    if (dir == NULL && errno != ENOENT)
        die_at("打不开文件夹", path);
    if (dir == NULL)
        return list;
    errno = 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL; errno = 0)
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            add_name(a, &list, &cap, str_of(e->d_name));
    if (errno != 0)
        die_at("读不了文件夹", path);
    (void)closedir(dir);
    if (list.n > 1)
        qsort(list.v, (size_t)list.n, sizeof *list.v, by_name);
    return list;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *at) {
    (void)st;
    (void)type;
    (void)at;
    if (remove(path) != 0 && errno != ENOENT)
        die_at("删不掉", path);
    return 0;
}

void os_rmtree(const char *path) {
    /* Children first; a symbolic link is removed, never followed. */
    if (nftw(path, remove_one, WALK_OPEN, FTW_DEPTH | FTW_PHYS) != 0 && !is_missing(errno))
        die_at("删不掉", path);
}

/* ---- moving and removing ---- */

bool os_link(const char *from, const char *to) {
    if (link(from, to) == 0 || errno == EEXIST)
        return true;
    if (!is_missing(errno))
        die("留不住 %s → %s：%s", from, to, reason(errno));
    return false;
}

bool os_rename(const char *from, const char *to) {
    if (rename(from, to) == 0)
        return true;
    int error = errno;
    struct stat st;
    /* ENOENT is also said of a missing target folder. */
    if (is_missing(error) && lstat(from, &st) != 0 && is_missing(errno))
        return false;
    die("移不动 %s → %s：%s", from, to, reason(error));
}

void os_unlink(const char *path) {
    if (unlink(path) != 0 && !is_missing(errno))
        die_at("删不掉", path);
}

void os_copy(const char *from, const char *to, mode_t mode) {
    int in = os_open(from);
    if (in < 0)
        die_at("打不开", from);
    int out = create(to, mode, O_WRONLY);
    ssize_t n;
    do {
        n = sendfile(out, in, NULL, INT_MAX);
        if (n < 0 && errno != EINTR)
            die("复制不了 %s → %s：%s", from, to, reason(errno));
    } while (n != 0);
    os_close(in);
    (void)sync_file_range(out, 0, 0, SYNC_FILE_RANGE_WRITE); /* a hint: os_sync tells whether */
    finish(out, to, false);
}

/* ---- durability and the lock ---- */

void os_sync(const char *path) {
    int fd = os_open(path);
    if (fd < 0)
        die_at("打不开", path);
    finish(fd, path, true);
}

void os_sync_filesystem(const char *path) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        die_at("打不开", path);
    if (syncfs(fd) != 0)
        die_at("落不了盘", path);
    os_close(fd);
}

int os_socket(int family, int type, int protocol) {
    return socket(family, type | SOCK_CLOEXEC, protocol);
}

bool os_lock(const char *path) {
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        die_at("打不开锁文件", path);
    /* Held by the open descriptor: the kernel gives it back however the process ends. */
    if (flock(fd, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno != EWOULDBLOCK)
        die_at("上不了锁", path);
    os_close(fd);
    return false;
}

/* ---- a contained child ---- */

void os_put_at(int fd, str bytes, int64_t offset) {
    while (bytes.n > 0) {
        ssize_t n = pwrite(fd, bytes.p, (size_t)bytes.n, offset);
        if (n < 0 && errno != EINTR)
            die_at("写不了", "临时文件");
        if (n > 0) {
            bytes = str_sub(bytes, n, bytes.n);
            offset += n;
        }
    }
}

static int in_memory(const char *name) {
    int fd = memfd_create(name, MFD_CLOEXEC);
    if (fd < 0)
        die("建不了内存文件：%s", reason(errno));
    return fd;
}

/* Bytes of address space in use: what the child gets is counted on top of the caller's. */
static int64_t mapped(void) {
    char text[64] = "";
    int64_t pages = 0;
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    if (fd >= 0 && read(fd, text, sizeof text - 1) > 0)
        for (const char *p = text; *p >= '0' && *p <= '9'; p++)
            pages = pages * 10 + (*p - '0');
    if (fd >= 0)
        (void)close(fd);
    return pages * sysconf(_SC_PAGESIZE);
}

static void limit(__rlimit_resource_t what, int64_t to) {
    struct rlimit l = {(rlim_t)to, (rlim_t)to};
    if (setrlimit(what, &l) != 0)
        die("设不了进程的上限：%s", reason(errno));
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SHADOWED 1 /* a sanitizer maps terabytes at will */
#else
#define SHADOWED 0
#endif

static void confine(const struct os_task *task) {
    (void)prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
        die("限制不了进程的权限：%s", reason(errno));
    for (int s = 1; s < SIGSYS; s++)
        if (s != SIGPIPE && s != SIGXFSZ)
            (void)signal(s, SIG_DFL);
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, task->seconds);
    limit(RLIMIT_FSIZE, task->size);
    limit(RLIMIT_NPROC, 0);
    if (!SHADOWED)
        limit(RLIMIT_AS, mapped() + task->memory);
}

/* The descriptors of a cell in their places behind the standard ones, and no others. */
enum { CELL_IN = STDERR_FILENO + 1, CELL_SCRATCH, CELL_OUT, CELL_TOLD, CELL_FDS };

static void furnish(const int fds[CELL_FDS]) {
    int high[CELL_FDS];
    for (int i = 0; i < CELL_FDS; i++)
        if ((high[i] = fcntl(fds[i], F_DUPFD, CELL_FDS)) < 0)
            die("打不开更多文件：%s", reason(errno));
    for (int i = 0; i < CELL_FDS; i++)
        (void)dup2(high[i], i);
    if (close_range(CELL_FDS, ~0U, 0) != 0)
        die("关不了文件：%s", reason(errno));
}

static _Noreturn void live_in_cell(const struct os_task *task, const int fds[CELL_FDS]) {
    furnish(fds);
    in_cell = true;
    confine(task);
    struct os_cell cell = {.in = CELL_IN,
                           .scratch = CELL_SCRATCH,
                           .out = file_of(CELL_OUT, task->out),
                           .told = file_of(CELL_TOLD, "内存")};
    task->work(task->ctx, &cell);
    os_finish(cell.out, false);
    os_finish(cell.told, false);
    _exit(EXIT_DONE);
}

static str whole_of(struct arena *a, int fd) {
    struct stat st = {0};
    str all = {0};
    if (fstat(fd, &st) == 0)
        (void)read_sized(a, fd, st.st_size, &all);
    return all;
}

/* What the child said last of a broken machine is said again by the run, which it ends. */
static enum os_end how_it_ended(struct arena *a, int status, int words) {
    if (WIFSIGNALED(status))
        return WTERMSIG(status) == SIGXCPU || WTERMSIG(status) == SIGKILL ? OS_END_TIME
                                                                          : OS_END_CRASH;
    switch (WEXITSTATUS(status)) {
    case EXIT_DONE:
        return OS_END_DONE;
    case CELL_MEMORY:
        return OS_END_MEMORY;
    case CELL_SIZE:
        return OS_END_SIZE;
    case EXIT_MACHINE: {
        str said = str_trim(whole_of(a, words));
        die("%.*s", STR(str_sub(said, str_find(said, S(":")) + 2, said.n)));
    }
    default:
        return OS_END_CRASH;
    }
}

enum os_end os_contained(struct arena *a, const struct os_task *task, str *told) {
    const char *part = str_fmt(a, "%s.part", task->out).p;
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    int fds[CELL_FDS] = {null,
                         null,
                         in_memory("words"),
                         os_open(task->in),
                         unnamed(task->out),
                         create(part, 0600, O_WRONLY),
                         in_memory("told")};
    if (null < 0 || fds[CELL_IN] < 0)
        die_at("打不开", null < 0 ? "/dev/null" : task->in);
    pid_t child = fork();
    if (child < 0)
        die("开不了新进程：%s", reason(errno));
    if (child == 0)
        live_in_cell(task, fds);
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            die("等不到子进程：%s", reason(errno));
    enum os_end end = how_it_ended(a, status, fds[STDERR_FILENO]);
    *told = whole_of(a, fds[CELL_TOLD]);
    for (int i = STDOUT_FILENO; i < CELL_FDS; i++)
        os_close(fds[i]);
    if (end == OS_END_DONE)
        (void)os_rename(part, task->out);
    else
        os_unlink(part);
    return end;
}

void os_become(const struct os_cell *cell, const char *const argv[]) {
    union {
        const char *const *given;
        char *const *wanted;
    } words = {argv};
    static char *const nothing[] = {NULL};
    if (dup2(cell->in, STDIN_FILENO) < 0 || dup2(cell->out->fd, STDOUT_FILENO) < 0)
        die("打不开更多文件：%s", reason(errno));
    (void)execve(argv[0], words.wanted, nothing);
    die("启动不了 %s：%s", argv[0], reason(errno));
}

int64_t os_peak_kib_children(void) {
    struct rusage used = {0};
    (void)getrusage(RUSAGE_CHILDREN, &used);
    return used.ru_maxrss;
}

/* ---- clock, chance, processors ---- */

instant os_now(void) {
    struct timespec t;
    if (clock_gettime(CLOCK_REALTIME, &t) != 0)
        die("读不到时钟：%s", reason(errno));
    return (instant)t.tv_sec / 60 + SHANGHAI_MINUTES;
}

void os_random(void *into, size_t n) {
    for (size_t have = 0; have < n;) {
        ssize_t got = getrandom((char *)into + have, n - have, 0);
        if (got < 0 && errno != EINTR)
            die("取不到随机数：%s", reason(errno));
        if (got > 0)
            have += (size_t)got;
    }
}

double os_seconds(void) {
    struct timespec t = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double os_processor_seconds(void) {
    struct timespec t;
    if (clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t) != 0)
        die("读不到时钟：%s", reason(errno));
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int64_t os_peak_kib(void) {
    struct rusage used = {0};
    (void)getrusage(RUSAGE_SELF, &used);
    return used.ru_maxrss;
}

void os_give_back(void) {
    (void)mallopt(M_MMAP_THRESHOLD, LARGE);
    (void)malloc_trim(0);
}

int os_cpus(void) {
    cpu_set_t set;
    CPU_ZERO(&set);
    if (sched_getaffinity(0, sizeof set, &set) != 0)
        return 1;
    int n = CPU_COUNT(&set);
    return n > 0 ? n : 1;
}

str os_program(struct arena *a) {
    char path[4096];
    ssize_t n = readlink("/proc/self/exe", path, sizeof path);
    return n <= 0 ? (str){0} : str_dup(a, (str){path, n});
}
