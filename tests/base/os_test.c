/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * os_test.c — files and folders, and every way a machine can fail: exit 5, one line, a reason.
 *
 * In:    a scratch folder
 * Out:   cmocka results
 * Law:   none
 * Never: relies on file modes (root ignores them)
 */
#include "base/os.h"

#include "base/arena.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#define SAME(a, b) assert_true(str_eq((a), (b)))

static struct arena arena;
static char message[4096]; /* what the last child said on standard error */

/* The exit status of a child that does this; its standard error goes to message. */
static int status_of(void (*act)(void)) {
    int ends[2];
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        (void)dup2(ends[1], STDERR_FILENO);
        (void)close(ends[0]);
        (void)close(ends[1]);
        act();
        _exit(0);
    }
    (void)close(ends[1]);
    size_t n = 0;
    for (ssize_t got = 1; got > 0 && n<sizeof message - 1; n += got> 0 ? (size_t)got : 0)
        got = read(ends[0], message + n, sizeof message - 1 - n);
    message[n] = '\0';
    (void)close(ends[0]);
    int status = 0;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    return WEXITSTATUS(status);
}

static void dies_of(void (*act)(void), const char *reason) {
    assert_int_equal(status_of(act), EXIT_MACHINE);
    assert_int_equal(strncmp(message, "gongshi: ", 9), 0);
    if (strstr(message, reason) == NULL)
        fail_msg("“%s” does not say “%s”", message, reason);
    assert_ptr_equal(strchr(message, '\n'), message + strlen(message) - 1);
}

/* ---- files ---- */

static void files_go_on(void **state) {
    (void)state;
    str out;
    os_write("part", S("一"), 0600);
    struct os_file *f = os_continue("part");
    os_append(f, S("二"));
    os_finish(f, false);
    assert_true(os_read(&arena, "part", 100, &out));
    SAME(out, S("一二"));
    assert_true(os_readable("part"));
    assert_false(os_readable("nowhere"));
    os_unlink("part");
}

static void files_come_back(void **state) {
    (void)state;
    str out;
    os_write("a.txt", S("公示\0网"), 0644);
    assert_true(os_read(&arena, "a.txt", 100, &out));
    SAME(out, S("公示\0网"));
    os_write("a.txt", S("短"), 0644);
    assert_true(os_read(&arena, "a.txt", 3, &out));
    SAME(out, S("短"));
    assert_int_equal(out.p[out.n], '\0');
    assert_false(os_read(&arena, "a.txt", 2, &out));
    assert_null(out.p);
    assert_false(os_read(&arena, "none.txt", 100, &out));
    assert_false(os_read(&arena, "a.txt/below", 100, &out));
    os_write("empty", (str){0}, 0600);
    assert_true(os_read(&arena, "empty", 100, &out));
    assert_int_equal(out.n, 0);
}

static void facts(void **state) {
    (void)state;
    os_write("f", S("12345"), 0640);
    struct os_stat st = os_stat("f");
    assert_true(st.exists && st.is_file && !st.is_dir);
    assert_int_equal(st.size, 5);
    assert_int_equal(st.mode, 0640);
    assert_true(st.mtime_ns > 0);
    assert_true(st.device == os_stat(".").device);
    assert_true(os_stat(".").is_dir);
    assert_false(os_stat("f/x").exists);
    assert_false(os_stat("none").exists);
    assert_false(os_stat("/dev/null").is_file);
    /* Staff share desk/: the umask must not take the group's right to write. */
    os_write("shared", S(""), 0660);
    assert_int_equal(os_stat("shared").mode, 0660);
    os_mkdirs("desk/inbox", 0770);
    assert_int_equal(os_stat("desk").mode, 0770);
    assert_int_equal(os_stat("desk/inbox").mode, 0770);
}

static void put_aside(void **state) {
    (void)state;
    static char block[100000];
    memset(block, 'x', sizeof block);
    ptrdiff_t names = os_list(&arena, ".").n;
    struct os_file *f = os_scratch("aside");
    os_append(f, S("first"));
    os_append(f, (str){block, sizeof block});
    os_append(f, S("last"));
    assert_int_equal(os_list(&arena, ".").n, names);
    int fd = os_reread(f);
    char part[8];
    assert_int_equal(os_read_at(fd, part, 8, 0), 8);
    assert_memory_equal(part, "firstxxx", 8);
    assert_int_equal(os_read_at(fd, part, 8, 100001), 8);
    assert_memory_equal(part, "xxxxlast", 8);
    assert_int_equal(os_read_at(fd, part, 8, 100009), 0);
    os_close(fd);
}

static void pieces(void **state) {
    (void)state;
    static char block[100000];
    memset(block, 'x', sizeof block);
    struct os_file *f = os_create("pieces", 0600);
    for (int i = 0; i < 1000; i++)
        os_append(f, S("0123456789"));
    os_append(f, (str){block, sizeof block});
    os_append(f, S("end"));
    os_finish(f, true);
    assert_int_equal(os_stat("pieces").size, 10000 + 100000 + 3);
    int fd = os_open("pieces");
    char part[20];
    assert_int_equal(os_read_at(fd, part, 10, 9995), 10);
    assert_memory_equal(part, "56789xxxxx", 10);
    assert_int_equal(os_read_at(fd, part, 20, 110000), 3);
    assert_memory_equal(part, "end", 3);
    assert_int_equal(os_read_at(fd, part, 20, 999999), 0);
    os_close(fd);
    assert_int_equal(os_open("none"), -1);
    os_copy("pieces", "copy", 0600);
    str one;
    str two;
    assert_true(os_read(&arena, "pieces", 1 << 20, &one));
    assert_true(os_read(&arena, "copy", 1 << 20, &two));
    SAME(one, two);
}

static void atomic_replacement(void **state) {
    (void)state;
    str out;
    os_write("pointer", S("old"), 0644);
    os_write_atomic("pointer", S("new"), 0600);
    assert_true(os_read(&arena, "pointer", 10, &out));
    SAME(out, S("new"));
    assert_int_equal(os_stat("pointer").mode, 0600);
    assert_false(os_stat("pointer.new").exists);
}

static void folders(void **state) {
    (void)state;
    os_mkdirs("t/b/c//d/", 0755);
    os_mkdirs("t/b/c/d", 0755);
    os_mkdirs(".", 0755);
    os_write("t/Z", S("1"), 0644);
    os_write("t/甲", S("1"), 0644);
    os_write("outside", S("1"), 0644);
    assert_int_equal(symlink("../outside", "t/link"), 0);
    assert_int_equal(symlink("..", "t/b/up"), 0);
    struct strs names = os_list(&arena, "t");
    assert_int_equal(names.n, 4);
    SAME(names.v[0], S("Z"));
    SAME(names.v[1], S("b"));
    SAME(names.v[2], S("link"));
    SAME(names.v[3], S("甲"));
    assert_int_equal(os_list(&arena, "none").n, 0);
    os_rmtree("t");
    os_rmtree("t");
    assert_false(os_stat("t").exists);
    assert_true(os_stat("outside").exists);
}

static void moving(void **state) {
    (void)state;
    os_write("from", S("1"), 0644);
    assert_true(os_rename("from", "to"));
    assert_false(os_rename("from", "to"));
    assert_false(os_rename("to/x", "y"));
    os_unlink("to");
    os_unlink("to");
    assert_false(os_stat("to").exists);
    os_sync(".");
    os_sync_filesystem(".");
}

/* ---- how a run dies ---- */

static void print_to_full(void) {
    (void)dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
    os_print(S("x"));
}

static void print_to_closed(void) {
    (void)close(STDOUT_FILENO);
    os_init();
    os_print(S("x"));
}

static void print_to_broken_pipe(void) {
    int ends[2];
    (void)!pipe(ends);
    (void)close(ends[0]);
    (void)dup2(ends[1], STDOUT_FILENO);
    os_print(S("x"));
}

static void write_to_full(void) {
    os_write("/dev/full", S("x"), 0644);
}

static void append_to_full(void) {
    struct os_file *f = os_create("/dev/full", 0644);
    os_append(f, S("x"));
    os_finish(f, false);
}

static void write_below_file(void) {
    os_write("plain", S("x"), 0644);
    os_write("plain/x", S("x"), 0644);
}

static void write_without_folder(void) {
    os_write_atomic("nowhere/x", S("x"), 0644);
}

static void write_to_kernel_folder(void) {
    os_write("/proc/gongshi", S("x"), 0644);
}

static void limit_file_size(void) {
    struct rlimit most = {1000, 1000};
    (void)setrlimit(RLIMIT_FSIZE, &most);
}

static void write_past_limit(void) {
    static const char block[5000];
    limit_file_size();
    os_write("big", (str){block, sizeof block}, 0644);
}

static void append_past_limit(void) {
    limit_file_size();
    struct os_file *f = os_create("big", 0644);
    for (int i = 0; i < 1000; i++)
        os_append(f, S("0123456789"));
    os_finish(f, false);
}

static void copy_past_limit(void) {
    static const char block[5000];
    os_write("whole", (str){block, sizeof block}, 0644);
    limit_file_size();
    os_copy("whole", "big", 0644);
}

static void atomic_past_limit(void) {
    static const char block[5000];
    os_write("pointer", S("old"), 0644);
    limit_file_size();
    os_write_atomic("pointer", (str){block, sizeof block}, 0644);
}

static void mkdir_over_file(void) {
    os_write("plain", S("x"), 0644);
    os_mkdirs("plain", 0755);
}

static void mkdir_below_file(void) {
    os_write("plain", S("x"), 0644);
    os_mkdirs("plain/x/y", 0755);
}

static void rename_to_nowhere(void) {
    os_write("plain", S("x"), 0644);
    (void)os_rename("plain", "nowhere/x");
}

static void read_folder(void) {
    str out;
    (void)os_read(&arena, ".", 100, &out);
}

static void list_file(void) {
    os_write("plain", S("x"), 0644);
    (void)os_list(&arena, "plain");
}

static void every_failure_ends_the_run(void **state) {
    (void)state;
    dies_of(print_to_full, "标准输出：磁盘已满");
    dies_of(print_to_closed, "标准输出：没有打开");
    dies_of(print_to_broken_pipe, "标准输出：接收的一方已经关闭");
    dies_of(write_to_full, "/dev/full：磁盘已满");
    dies_of(append_to_full, "/dev/full：磁盘已满");
    dies_of(write_below_file, "plain/x：路径中有一段不是文件夹");
    dies_of(write_without_folder, "nowhere/x.new：没有这个文件或文件夹");
    dies_of(write_to_kernel_folder, "/proc/gongshi：");
    dies_of(write_past_limit, "big：文件超过允许的大小");
    dies_of(append_past_limit, "big：文件超过允许的大小");
    dies_of(copy_past_limit, "big：文件超过允许的大小");
    dies_of(mkdir_over_file, "plain：已有同名的文件");
    dies_of(mkdir_below_file, "plain/x/y：路径中有一段不是文件夹");
    dies_of(rename_to_nowhere, "nowhere/x：没有这个文件或文件夹");
    dies_of(read_folder, "这是文件夹");
    dies_of(list_file, "plain：路径中有一段不是文件夹");
}

static void the_old_file_stands(void **state) {
    (void)state;
    str out;
    dies_of(atomic_past_limit, "pointer.new：文件超过允许的大小");
    assert_true(os_read(&arena, "pointer", 100, &out));
    SAME(out, S("old"));
}

static void die_in_lines(void) {
    die("第一行\n第二行");
}

static void die_at_length(void) {
    die("%5000d", 1);
}

static void die_publishing(void) {
    os_publishing(true);
    die("断电");
}

static void die_of_usage(void) {
    os_publishing(true);
    die_usage("没有命令 %s", "biuld");
}

static void last_words(void **state) {
    (void)state;
    dies_of(die_in_lines, "第一行 第二行");
    dies_of(die_at_length, " ");
    assert_int_equal(strlen(message), 2048 - 1);
    assert_int_equal(status_of(die_publishing), EXIT_INTERRUPTED);
    assert_string_equal(message, "gongshi: 断电\n");
    assert_int_equal(status_of(die_of_usage), EXIT_USAGE);
    assert_string_equal(message, "gongshi: 没有命令 biuld\n");
}

/* ---- input, lock, clock ---- */

static void read_from_pipe(void) {
    int ends[2];
    str out;
    (void)!pipe(ends);
    (void)!write(ends[1], "0123456789", 10);
    (void)close(ends[1]);
    (void)dup2(ends[0], STDIN_FILENO);
    if (!os_read_stdin(&arena, 10, &out) || !str_eq(out, S("0123456789")))
        _exit(1);
}

static void read_too_much(void) {
    str out;
    (void)dup2(open("/dev/zero", O_RDONLY), STDIN_FILENO);
    if (os_read_stdin(&arena, 200000, &out) || out.p != NULL)
        _exit(1);
    if (os_read(&arena, "/dev/zero", 200000, &out) || out.p != NULL)
        _exit(1);
}

static void standard_input(void **state) {
    (void)state;
    assert_int_equal(status_of(read_from_pipe), 0);
    assert_int_equal(status_of(read_too_much), 0);
}

static void try_lock(void) {
    _exit(os_lock("lock") ? 0 : EXIT_LOCKED);
}

static void one_run_at_a_time(void **state) {
    (void)state;
    assert_int_equal(status_of(try_lock), 0);
    assert_true(os_lock("lock"));
    assert_int_equal(status_of(try_lock), EXIT_LOCKED);
}

static void machine_facts(void **state) {
    (void)state;
    assert_true(instant_date(os_now()) > date_of(2024, 1, 1));
    unsigned char one[32] = {0};
    unsigned char two[32] = {0};
    os_random(one, sizeof one);
    os_random(two, sizeof two);
    assert_memory_not_equal(one, two, sizeof one);
    double from = os_seconds();
    assert_true(os_seconds() >= from);
    assert_true(os_peak_kib() > 100);
    assert_true(os_cpus() >= 1);
    assert_false(os_is_terminal(999));
}

/* ---- a contained child ---- */

static void work_well(void *ctx, const struct os_cell *cell) {
    char word[8] = "";
    (void)os_read_at(cell->in, word, 4, 0);
    os_put_at(cell->scratch, S("aside"), 70000);
    char aside[5];
    (void)os_read_at(cell->scratch, aside, 5, 70000);
    os_append(cell->out, (str){word, 4});
    os_append(cell->told, (str){aside, 5});
    os_append(cell->told, *(const str *)ctx);
}

/* Whatever else the run has open is closed here, and its output leads nowhere. */
static void work_closed(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    (void)cell;
    os_print(S("unseen"));
    os_print_error(S("unseen"));
    for (int fd = 7; fd < 64; fd++)
        if (fcntl(fd, F_GETFD) >= 0)
            abort();
}

static void work_memory(void *ctx, const struct os_cell *cell) {
    (void)cell;
    for (int i = 0; i < 1000; i++)
        (void)NEW((struct arena *)ctx, char, 1 << 20);
}

static void work_size(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    static char block[1 << 16];
    for (int i = 0; i < 1000; i++)
        os_append(cell->out, (str){block, sizeof block});
}

static void work_for_ever(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    for (volatile int64_t i = 0; cell != NULL; i++)
        ;
}

static void work_crash(void *ctx, const struct os_cell *cell) {
    (void)cell;
    (void)raise(*(const int *)ctx);
}

static enum os_end end_of(void (*work)(void *ctx, const struct os_cell *cell), void *ctx) {
    struct os_task task = {.in = "in",
                           .out = "made",
                           .memory = 32 << 20,
                           .seconds = 1,
                           .size = 1 << 20,
                           .work = work,
                           .ctx = ctx};
    str told;
    enum os_end end = os_contained(&arena, &task, &told);
    assert_int_equal(os_stat("made").exists, end == OS_END_DONE);
    assert_false(os_stat("made.part").exists);
    if (end == OS_END_DONE && told.n > 0)
        assert_true(str_eq(told, S("aside, told")));
    os_unlink("made");
    return end;
}

static void a_contained_child(void **state) {
    (void)state;
    struct arena much = {0};
    str told = S(", told");
    os_write("in", S("word"), 0644);
    assert_int_equal(end_of(work_well, &told), OS_END_DONE);
    assert_int_equal(end_of(work_closed, NULL), OS_END_DONE);
    assert_int_equal(end_of(work_size, NULL), OS_END_SIZE);
    assert_int_equal(end_of(work_for_ever, NULL), OS_END_TIME);
    for (int *s = (int[]){SIGSEGV, SIGABRT, SIGBUS, 0}; *s != 0; s++)
        assert_int_equal(end_of(work_crash, s), OS_END_CRASH);
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
    assert_int_equal(end_of(work_memory, &much), OS_END_MEMORY);
#endif
    (void)work_memory;
    arena_free(&much);
    os_unlink("in");
}

static void work_broken(void *ctx, const struct os_cell *cell) {
    (void)ctx;
    (void)cell;
    die("磁盘已满");
}

static void run_broken(void) {
    os_write("in", S("x"), 0644);
    (void)end_of(work_broken, NULL);
}

/* The disk is full in the child too, and that ends the run. */
static void a_broken_machine(void **state) {
    (void)state;
    assert_int_equal(status_of(run_broken), EXIT_MACHINE);
}

/* ---- the scratch folder ---- */

static char scratch[] = "/tmp/gongshi-os-test-XXXXXX";

static int enter(void **state) {
    (void)state;
    os_init();
    return mkdtemp(scratch) == NULL || chdir(scratch) != 0;
}

static int leave(void **state) {
    (void)state;
    arena_free(&arena);
    os_rmtree(scratch);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(files_come_back),
        cmocka_unit_test(files_go_on),
        cmocka_unit_test(facts),
        cmocka_unit_test(put_aside),
        cmocka_unit_test(pieces),
        cmocka_unit_test(atomic_replacement),
        cmocka_unit_test(folders),
        cmocka_unit_test(moving),
        cmocka_unit_test(every_failure_ends_the_run),
        cmocka_unit_test(the_old_file_stands),
        cmocka_unit_test(last_words),
        cmocka_unit_test(standard_input),
        cmocka_unit_test(one_run_at_a_time),
        cmocka_unit_test(machine_facts),
        cmocka_unit_test(a_contained_child),
        cmocka_unit_test(a_broken_machine),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
