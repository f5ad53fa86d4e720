/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * profile.c — what a target gets, as feeds/targets or site.conf say it.
 *
 * In:    entries of an INI
 * Out:   struct profile
 * Law:   law.md §4
 * Never: takes a word that it does not know
 */
#include "platform/platform.h"

#include "base/ini.h"

const char *const profile_keys[] = {
    "title",       "columns",   "tables",         "parties",     "exempt",    "masking",
    "term",        "forms",     "area",           "url",         "folder",    "ca",
    "cert",        "key",       "known-hosts",    "token-file",  "user",      "password-file",
    "timeout",     "answer-ok", "answer-receipt", "answer-rows", "answer-id", "answer-code",
    "answer-text", "upload",    "encrypt",        "cipher",      NULL};
#define SHAPING 9 /* the first of them */

/* Those that are taken as they stand. */
static const struct {
    const char *key;
    size_t at;
} texts[] = {
    {"title", offsetof(struct profile, title)},
    {"columns", offsetof(struct profile, columns)},
    {"area", offsetof(struct profile, area)},
    {"url", offsetof(struct profile, place.url)},
    {"folder", offsetof(struct profile, place.folder)},
    {"ca", offsetof(struct profile, place.ca)},
    {"cert", offsetof(struct profile, place.cert)},
    {"key", offsetof(struct profile, place.key)},
    {"known-hosts", offsetof(struct profile, place.known_hosts)},
    {"token-file", offsetof(struct profile, place.token_file)},
    {"user", offsetof(struct profile, place.user)},
    {"password-file", offsetof(struct profile, place.password_file)},
    {"answer-ok", offsetof(struct profile, answer.ok)},
    {"answer-receipt", offsetof(struct profile, answer.receipt)},
    {"answer-rows", offsetof(struct profile, answer.rows)},
    {"answer-id", offsetof(struct profile, answer.id)},
    {"answer-code", offsetof(struct profile, answer.code)},
    {"answer-text", offsetof(struct profile, answer.text)},
    {"upload", offsetof(struct profile, upload)},
    {"encrypt", offsetof(struct profile, encrypt)},
};

bool profile_shapes(str key) {
    for (int i = 0; i < SHAPING; i++)
        if (str_eq(key, str_of(profile_keys[i])))
            return true;
    return false;
}

static const char *const forms[FORMS] = {"csv", "csv-gb18030", "xlsx", "xml", "json", "jsonl"};

static const char *take_parties(struct arena *a, struct profile *p, str value) {
    struct strs v = ini_list(a, value);
    p->parties = 0;
    for (ptrdiff_t i = 0; i < v.n; i++) {
        int term = term_of(VOCAB_party_type, v.v[i]);
        if (term == 0)
            return "没有这种相对人类别";
        p->parties |= 1U << term;
    }
    return v.n > 0 ? NULL : "没有写相对人类别";
}

static const char *take_forms(struct arena *a, struct profile *p, str value) {
    struct strs v = ini_list(a, value);
    p->forms = 0;
    for (ptrdiff_t i = 0; i < v.n; i++) {
        int f = 0;
        while (f < FORMS && !str_eq(v.v[i], str_of(forms[f])))
            f++;
        if (f == FORMS)
            return "没有这种格式";
        p->forms |= 1U << f;
    }
    return v.n > 0 ? NULL : "没有写格式";
}

static const char *take_tables(struct arena *a, struct profile *p, str value) {
    p->tables = ini_list(a, value);
    for (ptrdiff_t i = 0; i < p->tables.n; i++)
        if (term_of(VOCAB_category, p->tables.v[i]) == 0)
            return "没有这种执法类别";
    return NULL;
}

static const char *take_choice(bool *out, str value, const char *no, const char *yes) {
    *out = str_eq(value, str_of(yes));
    return *out || str_eq(value, str_of(no)) ? NULL : "没有这个选项";
}

const char *profile_take(struct arena *a, struct profile *p, str key, str value) {
    if (str_eq(key, S("tables")))
        return take_tables(a, p, value);
    if (str_eq(key, S("parties")))
        return take_parties(a, p, value);
    if (str_eq(key, S("forms")))
        return take_forms(a, p, value);
    if (str_eq(key, S("exempt")))
        return take_choice(&p->exempt, value, "no", "yes");
    if (str_eq(key, S("masking")))
        return take_choice(&p->masked, value, "none", "public");
    if (str_eq(key, S("term")))
        return take_choice(&p->credit_term, value, "portal", "credit");
    if (str_eq(key, S("cipher")))
        return take_choice(&p->sm4, value, "aes-256", "sm4");
    if (str_eq(key, S("timeout")))
        return str_int(value, &p->place.timeout) && p->place.timeout > 0 ? NULL : "应为秒数";
    if (str_eq(key, S("url")) && !push_address_good(value))
        return "应以 https:// 或 sftp:// 开头";
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
        if (str_eq(key, str_of(texts[i].key)))
            *(str *)(void *)((char *)p + texts[i].at) = value;
    return NULL;
}

bool profile_wants(const struct profile *p, int party_type) {
    return party_type > 0 && party_type < PARTY_TYPES && (p->parties >> party_type & 1) != 0;
}
