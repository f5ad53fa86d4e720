/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * fetch.c — sources with an address are asked for what is new, all at once.
 *
 * In:    struct fetch_all: addresses, trust, secrets in files, what was received last
 * Out:   files in the sources' folders, one diagnostic for each source that failed
 * Law:   none (RFC 9110 for conditions, ranges and Retry-After)
 * Never: follows where it was not allowed to go; hands a secret to another host; prints one
 *
 *   waiting ──► running ──► landed · same · failed
 *      ▲            │
 *      └── a hop, or another try after a pause
 *
 * libcurl 7.88 would follow redirects without end and take a proxy from the environment: both are
 * switched off, and each hop is a transfer of its own, on a connection of its own.
 */
#include "intake/fetch.h"

#include "base/os.h"
#include "intake/landing.h"

#include <curl/curl.h>
#include <netinet/in.h>

#define PAUSE_FIRST 1.0 /* seconds before the second try; each further one doubles */
#define TICK_MS 200     /* how often progress is told */
#define DROPPED_MOST ((int64_t)64 << 10) /* bytes read of an answer that is not the file */

enum phase { PHASE_WAITING, PHASE_RUNNING, PHASE_SETTLED };

/* Why we broke an answer off ourselves. */
enum stop { STOP_NONE, STOP_LIMIT, STOP_HEAD, STOP_RANGE, STOP_SAME, STOP_ENOUGH };

struct transfer {
    struct arena *arena;
    struct fetch *job;
    struct landing landing;
    CURL *curl;
    struct curl_slist *headers;
    char error[CURL_ERROR_SIZE];
    uint64_t chance; /* state of the jitter */
    enum phase phase;
    double began;
    double due; /* not before */
    int tries;
    int hops;
    str url;    /* of this hop */
    str origin; /* of the source: only there our secrets go */
    str token;
    str password;
    struct about known; /* what was received last */
    bool has_known;
    /* the answer under way */
    bool ranged;  /* only the rest was asked for */
    bool decided; /* what its body is */
    bool keeping; /* the body is the file */
    bool refused; /* an address that its name led to */
    int64_t head;
    int64_t dropped;
    enum stop stop;
    /* the failure, once there is one */
    enum diag_code code;
    str why;
};

struct crowd {
    struct fetch_all *all;
    struct transfer *v;
    CURLM *multi;
    int settled;
    int running;
    double told;
};

/* ---- addresses ---- */

static str part_of(struct transfer *t, CURLU *url, CURLUPart part) {
    char *text = NULL;
    if (curl_url_get(url, part, &text, part == CURLUPART_PORT ? CURLU_DEFAULT_PORT : 0) !=
        CURLUE_OK)
        return (str){0};
    str copy = str_dup(t->arena, str_of(text));
    curl_free(text);
    return copy;
}

static bool is_http(const struct transfer *t) {
    return str_starts(t->url, S("http"));
}

/* scheme://host:port, in the form that libcurl compares; absent for what is no address, or for one
 * that carries a user of its own. */
static str origin_of(struct transfer *t, str address) {
    str origin = {0};
    CURLU *url = curl_url();
    if (url != NULL && curl_url_set(url, CURLUPART_URL, str_z(t->arena, address), 0) == CURLUE_OK &&
        part_of(t, url, CURLUPART_USER).p == NULL) {
        str scheme = part_of(t, url, CURLUPART_SCHEME);
        str host = part_of(t, url, CURLUPART_HOST);
        str port = part_of(t, url, CURLUPART_PORT);
        origin = str_fmt(t->arena, "%.*s://%.*s:%.*s", STR(scheme), STR(host), STR(port));
    }
    curl_url_cleanup(url);
    return origin;
}

static str last_part(struct transfer *t, str address) {
    str last = {0};
    char *path = NULL;
    CURLU *url = curl_url();
    if (url != NULL && curl_url_set(url, CURLUPART_URL, str_z(t->arena, address), 0) == CURLUE_OK &&
        curl_url_get(url, CURLUPART_PATH, &path, CURLU_URLDECODE) == CURLUE_OK) {
        for (str rest = str_of(path); rest.p != NULL;)
            last = str_cut(&rest, S("/"));
        last = str_dup(t->arena, last);
        curl_free(path);
    }
    curl_url_cleanup(url);
    return last;
}

static enum address_class class_of(const struct sockaddr *to) {
    if (to->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const void *)to;
        return address_class_of((const unsigned char *)&v4->sin_addr, 4);
    }
    if (to->sa_family == AF_INET6) {
        const struct sockaddr_in6 *v6 = (const void *)to;
        return address_class_of((const unsigned char *)&v6->sin6_addr, 16);
    }
    return ADDRESS_NEVER;
}

/* Looks at the very address that will be connected to: a name may resolve to anything, and to
 * something else the next time. Without encryption only this machine is spoken to. */
static curl_socket_t open_socket(void *ctx, curlsocktype purpose, struct curl_sockaddr *to) {
    struct transfer *t = ctx;
    enum address_class class = class_of(&to->addr);
    bool allowed =
        class == ADDRESS_PUBLIC || (t->job->remote->allow_private && class != ADDRESS_NEVER);
    if (str_starts(t->url, S("http:")))
        allowed = allowed && class == ADDRESS_LOOPBACK;
    if (!allowed || purpose != CURLSOCKTYPE_IPCXN) {
        t->refused = true;
        return CURL_SOCKET_BAD;
    }
    return os_socket(to->family, to->socktype, to->protocol);
}

/* ---- the answer as it comes ---- */

static long status_of(const struct transfer *t) {
    long code = 0;
    (void)curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

static str header(const struct transfer *t, const char *name) {
    struct curl_header *h = NULL;
    if (curl_easy_header(t->curl, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK)
        return (str){0};
    return str_dup(t->arena, str_trim(str_of(h->value)));
}

/* SFTP and the file system tell versions apart by size and time only. */
static struct about about_of(const struct transfer *t) {
    struct about about = {.url = sha256_of(t->job->remote->url)};
    if (is_http(t)) {
        about.etag = header(t, "ETag");
        about.modified = header(t, "Last-Modified");
        return about;
    }
    curl_off_t size = -1;
    curl_off_t when = -1;
    (void)curl_easy_getinfo(t->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
    (void)curl_easy_getinfo(t->curl, CURLINFO_FILETIME_T, &when);
    if (size >= 0 && when >= 0)
        about.modified = str_fmt(t->arena, "%lld bytes, %lld", (long long)size, (long long)when);
    return about;
}

/* The rest of a file must begin where ours ends, and be of the same version. */
static bool fits(const struct transfer *t, const struct about *about) {
    struct about part;
    int64_t start = -1;
    str range = header(t, "Content-Range");
    if (!t->ranged || !str_starts(range, S("bytes ")) || !landing_part(&t->landing, &part))
        return false;
    range = str_sub(range, 6, range.n);
    return str_int(str_cut(&range, S("-")), &start) && start == t->landing.have &&
           (about->etag.n == 0 || str_eq(about->etag, part.etag));
}

static bool is_same(const struct transfer *t, const struct about *about) {
    return !is_http(t) && t->has_known && about->modified.n > 0 &&
           str_eq(about->modified, t->known.modified);
}

/* Before the first byte of a body: is it the file, its rest, or what a server says instead? */
static void decide(struct transfer *t) {
    curl_off_t size = -1;
    long status = status_of(t);
    struct about about = about_of(t);
    t->decided = true;
    t->keeping = !is_http(t) || status == 200 || status == 206;
    (void)curl_easy_getinfo(t->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
    if (!t->keeping)
        return;
    int64_t have = status == 206 ? t->landing.have : 0;
    if (size > t->job->remote->limit - have)
        t->stop = STOP_LIMIT;
    else if (is_same(t, &about))
        t->stop = STOP_SAME;
    else if (status == 206 && fits(t, &about))
        landing_continue(&t->landing);
    else if (status == 206)
        t->stop = STOP_RANGE;
    else
        landing_begin(&t->landing, &about);
}

static size_t take_body(char *bytes, size_t size, size_t n, void *ctx) {
    struct transfer *t = ctx;
    int64_t more = (int64_t)(size * n);
    if (!t->decided)
        decide(t);
    if (t->stop == STOP_NONE && t->keeping && more > t->job->remote->limit - t->landing.have)
        t->stop = STOP_LIMIT;
    if (t->stop == STOP_NONE && !t->keeping && (t->dropped += more) > DROPPED_MOST)
        t->stop = STOP_ENOUGH;
    if (t->stop != STOP_NONE)
        return CURL_WRITEFUNC_ERROR;
    if (t->keeping)
        landing_add(&t->landing, (str){bytes, (ptrdiff_t)more});
    return size * n;
}

static size_t take_head(char *bytes, size_t size, size_t n, void *ctx) {
    struct transfer *t = ctx;
    (void)bytes;
    t->head += (int64_t)(size * n);
    if (t->head <= FETCH_HEAD)
        return size * n;
    t->stop = STOP_HEAD;
    return CURL_WRITEFUNC_ERROR;
}

/* ---- what is asked, and how ---- */

/* Not one of these can fail but for want of memory, or of a feature that Debian's libcurl has. */
#define SET(t, option, value)                                                                      \
    do {                                                                                           \
        if (curl_easy_setopt((t)->curl, (option), (value)) != CURLE_OK)                            \
            die("libcurl 不支持所需的设置：%s", #option);                                          \
    } while (0)

static void set_words(struct transfer *t, CURLoption option, str words) {
    if (words.n > 0)
        SET(t, option, str_z(t->arena, words));
}

static void set_callbacks(struct transfer *t) {
    SET(t, CURLOPT_ERRORBUFFER, t->error);
    SET(t, CURLOPT_PRIVATE, t);
    SET(t, CURLOPT_WRITEFUNCTION, take_body);
    SET(t, CURLOPT_WRITEDATA, t);
    SET(t, CURLOPT_HEADERFUNCTION, take_head);
    SET(t, CURLOPT_HEADERDATA, t);
    SET(t, CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(t, CURLOPT_OPENSOCKETDATA, t);
}

static void set_bounds(struct transfer *t) {
    const struct remote *r = t->job->remote;
    double left = t->began + (double)r->timeout - os_seconds();
    SET(t, CURLOPT_NOSIGNAL, 1L);
    SET(t, CURLOPT_FOLLOWLOCATION, 0L);
    SET(t, CURLOPT_PROXY, "");
    SET(t, CURLOPT_FRESH_CONNECT, 1L);
    SET(t, CURLOPT_FORBID_REUSE, 1L);
    SET(t, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    SET(t, CURLOPT_PROTOCOLS_STR, t->hops > 0 ? "https" : "https,http,sftp,file");
    SET(t, CURLOPT_USERAGENT, "gongshi");
    SET(t, CURLOPT_FILETIME, 1L);
    SET(t, CURLOPT_TIMEOUT_MS, left > 0.001 ? (long)(left * 1000) : 1L);
    SET(t, CURLOPT_CONNECTTIMEOUT, (long)r->connect_timeout);
    SET(t, CURLOPT_SERVER_RESPONSE_TIMEOUT, (long)r->stall_timeout);
    SET(t, CURLOPT_LOW_SPEED_LIMIT, (long)FETCH_STALL_RATE);
    SET(t, CURLOPT_LOW_SPEED_TIME, (long)r->stall_timeout);
}

/* With authorities of its own a source trusts only them. An unknown SFTP host is refused. */
static void set_trust(struct transfer *t) {
    const struct remote *r = t->job->remote;
    SET(t, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(t, CURLOPT_SSL_VERIFYPEER, 1L);
    SET(t, CURLOPT_SSL_VERIFYHOST, 2L);
    if (r->ca.n > 0)
        SET(t, CURLOPT_CAPATH, NULL);
    set_words(t, CURLOPT_CAINFO, r->ca);
    SET(t, CURLOPT_SSH_KNOWNHOSTS,
        r->known_hosts.n > 0 ? str_z(t->arena, r->known_hosts) : "/dev/null");
}

/* Who we are is told to the source's own origin alone, not to where it redirects. */
static void set_login(struct transfer *t) {
    const struct remote *r = t->job->remote;
    SET(t, CURLOPT_SSH_AUTH_TYPES,
        (long)(r->key.n > 0 ? CURLSSH_AUTH_PUBLICKEY : CURLSSH_AUTH_PASSWORD));
    if (!str_eq(t->origin, origin_of(t, t->url)))
        return;
    set_words(t, CURLOPT_SSLCERT, r->cert);
    set_words(t, CURLOPT_SSLKEY, r->key);
    set_words(t, CURLOPT_SSH_PRIVATE_KEYFILE, r->key);
    set_words(t, CURLOPT_USERNAME, r->user);
    set_words(t, CURLOPT_PASSWORD, t->password);
    set_words(t, CURLOPT_XOAUTH2_BEARER, t->token);
    SET(t, CURLOPT_HTTPAUTH, t->token.n > 0 ? CURLAUTH_BEARER : CURLAUTH_BASIC);
}

static void add_header(struct transfer *t, const char *name, str value) {
    if (value.n == 0)
        return;
    struct curl_slist *more =
        curl_slist_append(t->headers, str_fmt(t->arena, "%s: %.*s", name, STR(value)).p);
    if (more == NULL)
        die("内存不足（libcurl）");
    t->headers = more;
}

/* Only what is newer than what we have; and of that only what we lack. */
static void set_conditions(struct transfer *t) {
    struct about part;
    curl_slist_free_all(t->headers);
    t->headers = NULL;
    t->ranged = is_http(t) && landing_part(&t->landing, &part);
    if (!is_http(t))
        return;
    if (t->has_known) {
        add_header(t, "If-None-Match", t->known.etag);
        if (t->known.etag.n == 0)
            add_header(t, "If-Modified-Since", t->known.modified);
    }
    if (t->ranged) {
        SET(t, CURLOPT_RANGE, str_fmt(t->arena, "%lld-", (long long)t->landing.have).p);
        add_header(t, "If-Range", about_condition(&part));
    }
    SET(t, CURLOPT_HTTPHEADER, t->headers);
}

static void start(struct crowd *c, struct transfer *t) {
    curl_easy_reset(t->curl);
    t->error[0] = '\0';
    t->decided = t->keeping = t->refused = false;
    t->head = t->dropped = 0;
    t->stop = STOP_NONE;
    SET(t, CURLOPT_URL, str_z(t->arena, t->url));
    set_callbacks(t);
    set_bounds(t);
    set_trust(t);
    set_login(t);
    set_conditions(t);
    if (curl_multi_add_handle(c->multi, t->curl) != CURLM_OK)
        die("内存不足（libcurl）");
    t->phase = PHASE_RUNNING;
    c->running++;
}

/* ---- what comes of it ---- */

static void settle(struct crowd *c, struct transfer *t, enum fetch_outcome outcome) {
    t->phase = PHASE_SETTLED;
    t->job->outcome = outcome;
    t->job->bytes = outcome == FETCH_NEW ? t->landing.have : 0;
    t->job->seconds = os_seconds() - t->began;
    c->settled++;
}

static void fail(struct crowd *c, struct transfer *t, enum diag_code code, str why) {
    t->code = code;
    t->why = why;
    settle(c, t, FETCH_FAILED);
}

/* Between 0.5 and 1.5, from the seed alone (splitmix64). */
static double jitter(struct transfer *t) {
    uint64_t z = t->chance += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return 0.5 + (double)((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
}

/* Another try from the source's own address, unless there were enough, or it would come too late.
 * `wait` is what the server asked for, in seconds. */
static void again(struct crowd *c, struct transfer *t, enum diag_code code, str why, double wait) {
    double pause = PAUSE_FIRST * (double)(1 << t->tries) * jitter(t);
    double due = os_seconds() + (pause > wait ? pause : wait);
    if (++t->tries == FETCH_TRIES || wait > FETCH_WAIT_MOST ||
        due >= t->began + (double)t->job->remote->timeout) {
        fail(c, t, code, why);
        return;
    }
    t->url = t->job->remote->url;
    t->hops = 0;
    t->due = due;
    t->phase = PHASE_WAITING;
}

static void hop(struct crowd *c, struct transfer *t) {
    char *to = NULL;
    (void)curl_easy_getinfo(t->curl, CURLINFO_REDIRECT_URL, &to);
    str next = str_dup(t->arena, str_of(to));
    str origin = next.n > 0 ? origin_of(t, next) : (str){0};
    if (++t->hops > FETCH_HOPS)
        fail(c, t, DIAG_FETCH_REDIRECT, str_fmt(t->arena, "转了 %d 次以上", FETCH_HOPS));
    else if (!str_starts(origin, S("https://")))
        fail(c, t, DIAG_FETCH_REDIRECT,
             origin.n > 0 ? str_fmt(t->arena, "转到 %.*s", STR(origin)) : S("转到的网址不能用"));
    else {
        t->url = next;
        t->due = 0;
        t->phase = PHASE_WAITING;
    }
}

static void land(struct crowd *c, struct transfer *t) {
    /* A body of no bytes was never seen to begin. */
    if (!t->decided)
        decide(t);
    if (t->stop == STOP_SAME)
        settle(c, t, FETCH_SAME);
    else if (t->stop != STOP_NONE || t->landing.file == NULL) {
        landing_discard(&t->landing);
        again(c, t, DIAG_FETCH_PROTOCOL, S("续传的内容接不上"), 0);
    } else {
        landing_finish(&t->landing);
        settle(c, t, FETCH_NEW);
    }
}

static void judge_status(struct crowd *c, struct transfer *t) {
    long status = status_of(t);
    curl_off_t wait = 0;
    (void)curl_easy_getinfo(t->curl, CURLINFO_RETRY_AFTER, &wait);
    str why = str_fmt(t->arena, "HTTP %ld", status);
    if (!is_http(t) || status == 200 || status == 206)
        land(c, t);
    else if (status == 304 && t->has_known) {
        landing_discard(&t->landing);
        settle(c, t, FETCH_SAME);
    } else if (status == 416 && t->ranged) {
        landing_discard(&t->landing);
        again(c, t, DIAG_FETCH_STATUS, why, 0);
    } else if (status >= 300 && status < 400 && status != 304)
        hop(c, t);
    else if (status == 408 || status == 429 || (status >= 500 && status != 501))
        again(c, t, DIAG_FETCH_STATUS,
              wait > 0 ? str_fmt(t->arena, "HTTP %ld，要求 %lld 秒后再来", status, (long long)wait)
                       : why,
              (double)wait);
    else
        fail(c, t, status == 401 || status == 403 ? DIAG_FETCH_LOGIN : DIAG_FETCH_STATUS, why);
}

/* Answers that we broke off ourselves. */
static void judge_stop(struct crowd *c, struct transfer *t) {
    long long limit = t->job->remote->limit;
    switch (t->stop) {
    case STOP_LIMIT:
        landing_discard(&t->landing);
        fail(c, t, DIAG_FETCH_LIMIT, str_fmt(t->arena, "上限 %lld 字节", limit));
        return;
    case STOP_HEAD:
        fail(c, t, DIAG_FETCH_PROTOCOL, S("应答头过大"));
        return;
    case STOP_RANGE:
    case STOP_SAME:
        land(c, t);
        return;
    case STOP_NONE:
    case STOP_ENOUGH:
        judge_status(c, t);
        return;
    }
}

/* What libcurl's errors mean here, and whether they may pass by themselves. */
static const struct meaning {
    CURLcode error;
    enum diag_code code;
    bool passing;
} meanings[] = {
    {CURLE_COULDNT_RESOLVE_HOST, DIAG_FETCH_UNREACHABLE, true},
    {CURLE_COULDNT_CONNECT, DIAG_FETCH_UNREACHABLE, true},
    {CURLE_OPERATION_TIMEDOUT, DIAG_FETCH_TIMEOUT, true},
    {CURLE_PARTIAL_FILE, DIAG_FETCH_SHORT, true},
    {CURLE_GOT_NOTHING, DIAG_FETCH_SHORT, true},
    {CURLE_RECV_ERROR, DIAG_FETCH_SHORT, true},
    {CURLE_SEND_ERROR, DIAG_FETCH_SHORT, true},
    {CURLE_PEER_FAILED_VERIFICATION, DIAG_FETCH_TLS, false},
    {CURLE_SSL_CONNECT_ERROR, DIAG_FETCH_TLS, false},
    {CURLE_SSL_CERTPROBLEM, DIAG_FETCH_TLS, false},
    {CURLE_SSL_CACERT_BADFILE, DIAG_FETCH_TLS, false},
    {CURLE_LOGIN_DENIED, DIAG_FETCH_LOGIN, false},
    {CURLE_AUTH_ERROR, DIAG_FETCH_LOGIN, false},
    {CURLE_REMOTE_ACCESS_DENIED, DIAG_FETCH_LOGIN, false},
    {CURLE_REMOTE_FILE_NOT_FOUND, DIAG_FETCH_MISSING, false},
    {CURLE_FILE_COULDNT_READ_FILE, DIAG_FETCH_MISSING, false},
};

static void judge_error(struct crowd *c, struct transfer *t, CURLcode error) {
    struct meaning m = {error, DIAG_FETCH_PROTOCOL, false};
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (meanings[i].error == error)
            m = meanings[i];
    str why = str_dup(t->arena, str_of(t->error[0] != '\0' ? t->error : curl_easy_strerror(error)));
    if (t->refused && error == CURLE_COULDNT_CONNECT)
        fail(c, t, DIAG_FETCH_ADDRESS, origin_of(t, t->url));
    else if (m.passing)
        again(c, t, m.code, why, 0);
    else
        fail(c, t, m.code, why);
}

static void judge(struct crowd *c, struct transfer *t, CURLcode result) {
    if (t->stop != STOP_NONE && result != CURLE_OK)
        judge_stop(c, t);
    else if (result == CURLE_OK)
        judge_status(c, t);
    else
        judge_error(c, t, result);
    landing_pause(&t->landing);
}

/* ---- secrets ---- */

static bool read_secret(struct transfer *t, str path, str *out) {
    return path.n == 0 || os_read_secret(t->arena, path.p, out);
}

/* The name of the first secret file that cannot be used; absent when all can. */
static str bad_secret(struct transfer *t) {
    const struct remote *r = t->job->remote;
    if (!read_secret(t, r->token_file, &t->token))
        return r->token_file;
    if (!read_secret(t, r->password_file, &t->password))
        return r->password_file;
    return r->key.n > 0 && !os_is_private(r->key.p) ? r->key : (str){0};
}

/* ---- all of them ---- */

/* A condition is only asked for when what it speaks of is here, or was here and is not kept. */
static void recall(struct transfer *t) {
    struct sha256 url = sha256_of(t->job->remote->url);
    bool stands = os_stat(t->landing.path).is_file;
    bool meant =
        stands ? str_eq(fetch_about(t->arena, t->job->folder), t->job->known) : t->job->taken;
    t->has_known = meant && about_read(t->job->known, &t->known) && sha256_eq(t->known.url, url) &&
                   (t->known.etag.n > 0 || t->known.modified.n > 0);
    struct about part;
    if (t->landing.have > 0 &&
        (!landing_part(&t->landing, &part) || !sha256_eq(part.url, url) || !is_http(t)))
        landing_discard(&t->landing);
}

static void prepare(struct crowd *c, struct arena *a, int i) {
    struct transfer *t = &c->v[i];
    struct fetch *job = &c->all->v[i];
    *t = (struct transfer){.arena = a, .job = job, .curl = curl_easy_init()};
    if (t->curl == NULL)
        die("内存不足（libcurl）");
    t->url = job->remote->url;
    t->origin = origin_of(t, t->url);
    t->chance = c->all->seed ^ str_hash(job->source);
    t->began = os_seconds();
    job->name = landing_name(a, job->remote->file.n > 0 ? job->remote->file : last_part(t, t->url),
                             job->source);
    landing_open(&t->landing, a, job->folder, job->name);
    recall(t);
    str bad = bad_secret(t);
    if (bad.n > 0)
        fail(c, t, DIAG_FETCH_SECRET, bad);
}

static void start_due(struct crowd *c) {
    double now = os_seconds();
    for (int i = 0; i < c->all->n && c->running < FETCH_PARALLEL; i++) {
        struct transfer *t = &c->v[i];
        if (t->phase == PHASE_WAITING && t->due <= now) {
            /* The clock of a source begins when it gets its turn. */
            if (t->due == 0 && t->hops == 0)
                t->began = now;
            start(c, t);
        }
    }
}

static void collect(struct crowd *c) {
    int left = 0;
    for (CURLMsg *m; (m = curl_multi_info_read(c->multi, &left)) != NULL;) {
        struct transfer *t = NULL;
        CURLcode result = m->data.result;
        CURL *curl = m->easy_handle;
        (void)curl_easy_getinfo(curl, CURLINFO_PRIVATE, &t);
        (void)curl_multi_remove_handle(c->multi, curl);
        c->running--;
        judge(c, t, result);
    }
}

/* How much of a file has come, 0 to 1; 0 when its server does not say how large it is. */
static double share_come(const struct transfer *t) {
    curl_off_t size = -1;
    curl_off_t got = 0;
    if (t->phase != PHASE_RUNNING)
        return 0;
    (void)curl_easy_getinfo(t->curl, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T, &size);
    (void)curl_easy_getinfo(t->curl, CURLINFO_SIZE_DOWNLOAD_T, &got);
    double all = (double)(t->landing.have + (size - got));
    return size > 0 && got <= size && all > 0 ? (double)t->landing.have / all : 0;
}

static void tell(struct crowd *c) {
    struct fetch_progress p = {c->settled, c->all->n, c->settled, 0};
    if (c->all->progress == NULL || os_seconds() - c->told < TICK_MS / 1000.0)
        return;
    for (int i = 0; i < c->all->n; i++) {
        p.bytes += c->v[i].landing.have;
        p.done += share_come(&c->v[i]);
    }
    c->told = os_seconds();
    c->all->progress(c->all->ctx, p);
}

static void report(struct arena *a, const struct transfer *t, struct diags *diags) {
    struct place at = {S("site.conf"), 0, t->job->source};
    if (t->job->outcome == FETCH_FAILED)
        diag(diags, t->code, at, "%.*s", STR(str_trim(str_dup(a, t->why))));
}

void fetch_all(struct arena *a, struct fetch_all *all, struct diags *diags) {
    struct crowd c = {.all = all, .v = NEW(a, struct transfer, all->n + 1)};
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || (c.multi = curl_multi_init()) == NULL)
        die("libcurl 不能使用");
    for (int i = 0; i < all->n; i++)
        prepare(&c, a, i);
    while (c.settled < all->n) {
        int running = 0;
        start_due(&c);
        (void)curl_multi_perform(c.multi, &running);
        collect(&c);
        tell(&c);
        if (c.settled < all->n)
            (void)curl_multi_poll(c.multi, NULL, 0, TICK_MS, NULL);
    }
    for (int i = 0; i < all->n; i++) {
        curl_slist_free_all(c.v[i].headers);
        curl_easy_cleanup(c.v[i].curl);
        report(a, &c.v[i], diags);
    }
    (void)curl_multi_cleanup(c.multi);
    curl_global_cleanup();
}
