/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * push.c — a package is handed over: HTTPS, SFTP, a folder.
 *
 * In:    files of a package, struct push_place
 * Out:   the answer, or why there is none
 * Law:   law.md §4 (ways of delivery)
 * Never: follows a redirect, or takes a proxy from the environment; speaks to another machine
 *        without encryption; shows a secret
 */
#include "platform/push.h"

#include "base/buf.h"
#include "base/os.h"

#include <curl/curl.h>

#define MANIFEST "manifest.json"

struct handing {
    struct arena *arena;
    struct push_try *try;
    CURL *curl;
    struct buf answer;
    str token;
    str password;
    char error[CURL_ERROR_SIZE];
    int fd; /* of the file under way, over SFTP */
    int64_t at;
};

static void say(struct push_try *t, enum push_end end, str why) {
    t->end = end;
    t->why = why;
}

/* ---- addresses ---- */

#define LOOPBACK S("http://127.0.0.1")

/* 127.0.0.1.example.org and 127.0.0.1@example.org are other machines. */
static bool is_loopback(str url) {
    str rest = str_sub(url, LOOPBACK.n, url.n);
    str host = str_cut(&rest, S("/"));
    return str_starts(url, LOOPBACK) && (host.n == 0 || host.p[0] == ':') &&
           str_find(host, S("@")) < 0;
}

bool push_address_good(str url) {
    return str_starts(url, S("https://")) || str_starts(url, S("sftp://")) || is_loopback(url);
}

/* ---- secrets ---- */

static bool read_secret(struct arena *a, str path, str *out) {
    return path.n == 0 || os_read_secret(a, path.p, out);
}

/* The first secret file that cannot be used; absent when all can. */
static str bad_secret(struct handing *h) {
    const struct push_place *p = h->try->place;
    if (!read_secret(h->arena, p->token_file, &h->token))
        return p->token_file;
    if (!read_secret(h->arena, p->password_file, &h->password))
        return p->password_file;
    return p->key.n > 0 && !os_is_private(p->key.p) ? p->key : (str){0};
}

/* ---- the files, the manifest and its signatures last ---- */

static struct strs files_of(struct arena *a, const char *folder) {
    struct strs all = os_list(a, folder);
    struct strs out = {NEW(a, str, all.n + 1), 0};
    for (int last = 0; last < 2; last++)
        for (ptrdiff_t i = 0; i < all.n; i++)
            if (str_starts(all.v[i], S(MANIFEST)) == (last == 1))
                out.v[out.n++] = all.v[i];
    return out;
}

static const char *file_path(const struct handing *h, str name) {
    return str_fmt(h->arena, "%s/%.*s", h->try->package, STR(name)).p;
}

/* ---- what both protocols share ---- */

static void set(bool worked) {
    if (!worked)
        die("libcurl 不接受一项设置");
}
#define SET(h, option, value) set(curl_easy_setopt((h)->curl, (option), (value)) == CURLE_OK)

static void set_text(struct handing *h, CURLoption option, str value) {
    if (value.n > 0)
        set(curl_easy_setopt(h->curl, option, str_z(h->arena, value)) == CURLE_OK);
}

static size_t take_answer(char *p, size_t one, size_t n, void *ctx) {
    struct handing *h = ctx;
    buf_str(&h->answer, (str){p, (ptrdiff_t)(one * n)});
    return h->answer.failed ? 0 : one * n;
}

static void prepare(struct handing *h) {
    const struct push_place *p = h->try->place;
    h->answer.limit = PUSH_ANSWER;
    SET(h, CURLOPT_PROXY, "");
    SET(h, CURLOPT_FOLLOWLOCATION, 0L);
    SET(h, CURLOPT_PROTOCOLS_STR,
        str_starts(p->url, S("sftp:")) ? "sftp"
        : is_loopback(p->url)          ? "http"
                                       : "https");
    SET(h, CURLOPT_CONNECTTIMEOUT, (long)PUSH_CONNECT_SECONDS);
    SET(h, CURLOPT_TIMEOUT, p->timeout > 0 ? (long)p->timeout : (long)PUSH_SECONDS);
    SET(h, CURLOPT_NOSIGNAL, 1L);
    SET(h, CURLOPT_ERRORBUFFER, h->error);
    SET(h, CURLOPT_WRITEFUNCTION, take_answer);
    SET(h, CURLOPT_WRITEDATA, h);
    SET(h, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (p->ca.n > 0)
        SET(h, CURLOPT_CAPATH, NULL);
    set_text(h, CURLOPT_CAINFO, p->ca);
    set_text(h, CURLOPT_SSLCERT, p->cert);
    set_text(h, str_starts(p->url, S("sftp:")) ? CURLOPT_SSH_PRIVATE_KEYFILE : CURLOPT_SSLKEY,
             p->key);
    set_text(h, CURLOPT_USERNAME, p->user);
    set_text(h, CURLOPT_PASSWORD, h->password);
}

/* What went wrong below the protocol may go right another time; but a certificate that is not
 * trusted, or an address that is none, waits for somebody. */
static void say_failed(struct handing *h, CURLcode code) {
    bool people = code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE ||
                  code == CURLE_SSL_CERTPROBLEM || code == CURLE_LOGIN_DENIED ||
                  code == CURLE_UNSUPPORTED_PROTOCOL || code == CURLE_URL_MALFORMAT ||
                  code == CURLE_REMOTE_ACCESS_DENIED;
    const char *words = h->error[0] != '\0' ? h->error : curl_easy_strerror(code);
    say(h->try, people ? PUSH_REFUSED : PUSH_LATER, str_dup(h->arena, str_of(words)));
}

/* ---- HTTPS ---- */

/* Whether the other side may take the same later: it was too busy, too slow, or broken. */
static bool is_passing(long status) {
    return status == 408 || status == 425 || status == 429 || status >= 500;
}

static void say_status(struct handing *h) {
    long status = 0;
    curl_off_t wait = 0;
    (void)curl_easy_getinfo(h->curl, CURLINFO_RESPONSE_CODE, &status);
    (void)curl_easy_getinfo(h->curl, CURLINFO_RETRY_AFTER, &wait);
    h->try->wait = wait > PUSH_WAIT_MOST ? PUSH_WAIT_MOST : wait;
    if (status >= 200 && status < 300)
        say(h->try, PUSH_TAKEN, (str){0});
    else
        say(h->try, is_passing(status) ? PUSH_LATER : PUSH_REFUSED,
            str_fmt(h->arena, "平台答复 HTTP %ld", status));
}

static void add_header(struct handing *h, struct curl_slist **list, str text) {
    *list = curl_slist_append(*list, str_z(h->arena, text));
    set(*list != NULL);
}

static void send_https(struct handing *h) {
    struct strs files = files_of(h->arena, h->try->package);
    struct curl_slist *headers = NULL;
    curl_mime *form = curl_mime_init(h->curl);
    for (ptrdiff_t i = 0; i < files.n; i++) {
        curl_mimepart *part = curl_mime_addpart(form);
        set(curl_mime_name(part, str_z(h->arena, files.v[i])) == CURLE_OK &&
            curl_mime_filedata(part, file_path(h, files.v[i])) == CURLE_OK);
    }
    add_header(h, &headers, str_fmt(h->arena, "Idempotency-Key: %.*s", STR(h->try->key)));
    add_header(h, &headers, S("Expect:"));
    if (h->token.n > 0)
        add_header(h, &headers, str_fmt(h->arena, "Authorization: Bearer %.*s", STR(h->token)));
    set_text(h, CURLOPT_URL, h->try->place->url);
    SET(h, CURLOPT_MIMEPOST, form);
    SET(h, CURLOPT_HTTPHEADER, headers);
    CURLcode code = curl_easy_perform(h->curl);
    if (code == CURLE_OK)
        say_status(h);
    else
        say_failed(h, code);
    curl_mime_free(form);
    curl_slist_free_all(headers);
}

/* ---- SFTP ---- */

static size_t give_file(char *into, size_t one, size_t n, void *ctx) {
    struct handing *h = ctx;
    ptrdiff_t got = os_read_at(h->fd, into, (ptrdiff_t)(one * n), h->at);
    h->at += got;
    return (size_t)got;
}

static CURLcode send_file(struct handing *h, str name, str as) {
    const char *path = file_path(h, name);
    h->fd = os_open(path);
    h->at = 0;
    set_text(h, CURLOPT_URL, str_fmt(h->arena, "%.*s/%.*s", STR(h->try->place->url), STR(as)));
    SET(h, CURLOPT_UPLOAD, 1L);
    SET(h, CURLOPT_FTP_CREATE_MISSING_DIRS, 1L);
    SET(h, CURLOPT_INFILESIZE_LARGE, (curl_off_t)os_stat(path).size);
    SET(h, CURLOPT_READFUNCTION, give_file);
    SET(h, CURLOPT_READDATA, h);
    CURLcode code = curl_easy_perform(h->curl);
    os_close(h->fd);
    return code;
}

/* A folder of the package's name; who finds its manifest has all the rest. */
static void send_sftp(struct handing *h) {
    struct strs files = files_of(h->arena, h->try->package);
    if (h->try->place->known_hosts.n == 0) { /* libcurl would trust anybody */
        say(h->try, PUSH_REFUSED, S("sftp 须写 known-hosts"));
        return;
    }
    set_text(h, CURLOPT_SSH_KNOWNHOSTS, h->try->place->known_hosts);
    SET(h, CURLOPT_SSH_AUTH_TYPES,
        (long)(h->try->place->key.n > 0 ? CURLSSH_AUTH_PUBLICKEY : CURLSSH_AUTH_PASSWORD));
    for (ptrdiff_t i = 0; i < files.n; i++) {
        str as = str_fmt(h->arena, "%.*s/%.*s", STR(h->try->name), STR(files.v[i]));
        CURLcode code = send_file(h, files.v[i], as);
        if (code != CURLE_OK) {
            say_failed(h, code);
            return;
        }
    }
    say(h->try, PUSH_TAKEN, (str){0});
}

/* ---- a folder ---- */

static void hand_to_folder(struct arena *a, struct push_try *t) {
    struct strs files = files_of(a, t->package);
    const char *there = str_fmt(a, "%.*s/%.*s", STR(t->place->folder), STR(t->name)).p;
    const char *growing = str_fmt(a, "%s.part", there).p;
    if (!os_stat(t->place->folder.p).is_dir) {
        say(t, PUSH_LATER, S("投递文件夹不在"));
        return;
    }
    if (!os_stat(there).exists) { /* else it came before */
        os_rmtree(growing);
        os_mkdirs(growing, 0770);
        for (ptrdiff_t i = 0; i < files.n; i++)
            os_copy(str_fmt(a, "%s/%.*s", t->package, STR(files.v[i])).p,
                    str_fmt(a, "%s/%.*s", growing, STR(files.v[i])).p, 0660);
        os_sync_filesystem(growing);
        (void)os_rename(growing, there);
    }
    say(t, PUSH_TAKEN, (str){0});
}

void push_package(struct arena *a, struct push_try *t) {
    struct handing h = {.arena = a, .try = t};
    if (t->place->folder.n > 0) {
        hand_to_folder(a, t);
        return;
    }
    str bad = bad_secret(&h);
    if (bad.p != NULL) {
        say(t, PUSH_REFUSED,
            str_fmt(a, "口令或密钥文件不能使用（须只有本程序可读）：%.*s", STR(bad)));
        return;
    }
    h.curl = curl_easy_init();
    set(h.curl != NULL);
    prepare(&h);
    if (str_starts(t->place->url, S("sftp:")))
        send_sftp(&h);
    else
        send_https(&h);
    t->answer = str_dup(a, buf_view(&h.answer));
    buf_free(&h.answer);
    curl_easy_cleanup(h.curl);
}
