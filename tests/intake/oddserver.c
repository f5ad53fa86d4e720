/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * oddserver.c — a web server that misbehaves as no proper one would, for fetch_test.sh.
 *
 * In:    LOG: where each request is noted
 * Out:   its port on standard output; answers on loopback, each odd in the way its path says
 * Law:   none
 * Never: outlives its test (it ends by itself after LIFETIME seconds)
 */
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define LIFETIME 280    /* seconds */
#define WHOLE 200000    /* bytes of a file that is cut */
#define CUT (WHOLE / 2) /* where */

struct request {
    int fd;
    int turn; /* how often this path was asked for before */
    char text[8192];
};

static FILE *noted;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

/* ---- answers ---- */

static bool say(int fd, const char *p, size_t n) {
    while (n > 0) {
        ssize_t sent = send(fd, p, n, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        p += sent;
        n -= (size_t)sent;
    }
    return true;
}

static bool say_text(int fd, const char *text) {
    return say(fd, text, strlen(text));
}

/* Bytes from … below of the file: each 1000 bytes differ from the last. */
static bool say_file(int fd, int from, int below) {
    char piece[1000];
    for (int at = from; at < below; at += 1000) {
        memset(piece, 'a' + at / 1000 % 26, sizeof piece);
        if (!say(fd, piece, sizeof piece))
            return false;
    }
    return true;
}

static void head(int fd, const char *more, long length) {
    char text[512];
    (void)snprintf(text, sizeof text, "%s\r\nContent-Length: %ld\r\nConnection: close\r\n\r\n",
                   more, length);
    (void)say_text(fd, text);
}

static bool asks(const struct request *r, const char *words) {
    return strstr(r->text, words) != NULL;
}

static void whole(const struct request *r, const char *etag) {
    char more[128];
    (void)snprintf(more, sizeof more, "HTTP/1.1 200 OK\r\nETag: %s", etag);
    head(r->fd, more, WHOLE);
    (void)say_file(r->fd, 0, WHOLE);
}

static void half(const struct request *r) {
    head(r->fd, "HTTP/1.1 200 OK\r\nETag: \"v1\"", WHOLE);
    (void)say_file(r->fd, 0, CUT);
}

static void rest(const struct request *r, const char *range) {
    char more[128];
    (void)snprintf(more, sizeof more, "HTTP/1.1 206 Partial\r\nETag: \"v1\"\r\nContent-Range: %s",
                   range);
    head(r->fd, more, WHOLE - CUT);
    (void)say_file(r->fd, CUT, WHOLE);
}

static void small(const struct request *r, const char *first) {
    const char *now = r->turn == 0 ? first : "HTTP/1.1 200 OK";
    head(r->fd, now, 3);
    (void)say_text(r->fd, "ok\n");
}

/* ---- oddities ---- */

static void odd_short(const struct request *r) {
    head(r->fd, "HTTP/1.1 200 OK", 1000);
    (void)say_text(r->fd, "less than that");
}

/* Cut at the middle; the rest is for those who ask for it rightly. */
static void odd_cut(const struct request *r) {
    if (asks(r, "Range: bytes=100000-") && asks(r, "If-Range: \"v1\""))
        rest(r, "bytes 100000-199999/200000");
    else
        half(r);
}

/* The other half comes only in another run. */
static void odd_cutlong(const struct request *r) {
    if (r->turn == 0)
        half(r);
    else if (r->turn < 4)
        head(r->fd, "HTTP/1.1 500 Broken", 0);
    else
        odd_cut(r);
}

static void odd_cutmoved(const struct request *r) {
    if (r->turn == 0)
        half(r);
    else
        whole(r, "\"v2\"");
}

static void odd_wrongrange(const struct request *r) {
    if (r->turn == 0)
        half(r);
    else if (asks(r, "Range:"))
        rest(r, "bytes 7-100006/200000");
    else
        whole(r, "\"v1\"");
}

static void odd_endless(const struct request *r) {
    (void)say_text(r->fd, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
    while (say_text(r->fd, "3e8\r\n") && say_file(r->fd, 0, 1000) && say_text(r->fd, "\r\n"))
        continue;
}

static void odd_flood(const struct request *r) {
    head(r->fd, "HTTP/1.1 200 OK", 1000000000000);
    (void)say_file(r->fd, 0, 1000);
    (void)pause();
}

static void odd_heads(const struct request *r) {
    (void)say_text(r->fd, "HTTP/1.1 200 OK\r\n");
    while (
        say_text(r->fd, "X-More: and more, and more, and more, and more, and more, and more\r\n"))
        continue;
}

static void odd_slow(const struct request *r) {
    head(r->fd, "HTTP/1.1 200 OK", 1000);
    while (say_text(r->fd, "."))
        (void)usleep(200000);
}

static void odd_silent(const struct request *r) {
    (void)r;
    (void)pause();
}

static void odd_nothing(const struct request *r) {
    (void)r;
}

static void odd_empty(const struct request *r) {
    head(r->fd, "HTTP/1.1 200 OK", 0);
}

static void odd_babble(const struct request *r) {
    (void)say_text(r->fd, "220 mail.example ESMTP\r\n");
}

static void odd_flaky(const struct request *r) {
    small(r, "HTTP/1.1 500 Broken");
}

static void odd_busy(const struct request *r) {
    small(r, "HTTP/1.1 429 Busy\r\nRetry-After: 3");
}

static void odd_later(const struct request *r) {
    head(r->fd, "HTTP/1.1 503 Later\r\nRetry-After: 9999", 0);
}

static void odd_away(const struct request *r) {
    head(r->fd, "HTTP/1.1 302 Found\r\nLocation: http://localhost:1/", 0);
}

/* The older version comes back after a newer one: only who has it may be told so. */
static void odd_versions(const struct request *r) {
    if (asks(r, "If-None-Match: \"one\""))
        head(r->fd, "HTTP/1.1 304 Same", 0);
    else
        small(r, "HTTP/1.1 200 OK\r\nETag: \"one\"");
}

static const struct {
    const char *path;
    void (*answer)(const struct request *r);
} oddities[] = {
    {"/short", odd_short},
    {"/cut", odd_cut},
    {"/cutlong", odd_cutlong},
    {"/cutmoved", odd_cutmoved},
    {"/wrongrange", odd_wrongrange},
    {"/endless", odd_endless},
    {"/flood", odd_flood},
    {"/heads", odd_heads},
    {"/slow", odd_slow},
    {"/silent", odd_silent},
    {"/nothing", odd_nothing},
    {"/empty", odd_empty},
    {"/babble", odd_babble},
    {"/flaky", odd_flaky},
    {"/busy", odd_busy},
    {"/later", odd_later},
    {"/away", odd_away},
    {"/versions", odd_versions},
};
#define ODDITIES (sizeof oddities / sizeof oddities[0])

static int turns[ODDITIES];

/* ---- requests ---- */

static size_t named(const char *request) {
    char path[64] = "";
    (void)sscanf(request, "GET %63[^ ?]", path);
    for (size_t i = 0; i < ODDITIES; i++)
        if (strcmp(path, oddities[i].path) == 0)
            return i;
    return ODDITIES;
}

static void note(struct request *r, size_t which) {
    (void)pthread_mutex_lock(&lock);
    r->turn = which < ODDITIES ? turns[which]++ : 0;
    (void)fprintf(noted, "%s\n", r->text);
    (void)fflush(noted);
    (void)pthread_mutex_unlock(&lock);
}

static void *serve(void *ctx) {
    struct request r = {.fd = (int)(intptr_t)ctx};
    size_t n = 0;
    ssize_t got = 1;
    while (got > 0 && strstr(r.text, "\r\n\r\n") == NULL && n < sizeof r.text - 1) {
        got = recv(r.fd, r.text + n, sizeof r.text - 1 - n, 0);
        n += got > 0 ? (size_t)got : 0;
    }
    size_t which = named(r.text);
    note(&r, which);
    if (which < ODDITIES)
        oddities[which].answer(&r);
    else
        head(r.fd, "HTTP/1.1 404 None", 0);
    (void)shutdown(r.fd, SHUT_WR);
    (void)close(r.fd);
    return NULL;
}

int main(int argc, char **argv) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof at;
    int in = socket(AF_INET, SOCK_STREAM, 0);
    noted = argc == 2 ? fopen(argv[1], "w") : NULL;
    if (noted == NULL || bind(in, (const struct sockaddr *)&at, length) != 0 ||
        listen(in, 64) != 0 || getsockname(in, (struct sockaddr *)&at, &length) != 0)
        return 2;
    (void)alarm(LIFETIME);
    (void)printf("%d\n", ntohs(at.sin_port));
    (void)fflush(stdout);
    for (;;) {
        pthread_t one;
        int fd = accept(in, NULL, NULL);
        if (fd >= 0 && pthread_create(&one, NULL, serve, (void *)(intptr_t)fd) == 0)
            (void)pthread_detach(one);
    }
}
