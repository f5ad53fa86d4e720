/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * target.c — who gets packages, as site.conf and the profiles say it.
 *
 * In:    entries of [target NAME], feeds/targets, feeds/credit
 * Out:   struct target, complete and possible
 * Law:   law.md §4
 * Never: reaches a target; lets a setting that cannot be meant pass
 */
#include "commands/target.h"

#define NAME_MOST 40 /* bytes of a target's name: it is a folder */

/* Found or made; NULL when there are too many. */
static struct target *target_named(struct site *s, str name) {
    for (int i = 0; i < s->target_count; i++)
        if (str_eq(s->targets[i].name, name))
            return &s->targets[i];
    if (s->target_count == TARGETS_MOST)
        return NULL;
    if (s->targets == NULL)
        s->targets = NEW(s->arena, struct target, TARGETS_MOST);
    struct target *t = &s->targets[s->target_count++];
    *t = (struct target){.name = name, .profile_name = S("credit")};
    return t;
}

static void refuse(struct site *s, struct place at, const char *why, str value) {
    diag(&s->diags, DIAG_TARGET_SETTING, at, "%s：%.*s", why, STR(value));
}

static bool name_good(str name) {
    for (ptrdiff_t i = 0; i < name.n; i++)
        if (!((name.p[i] >= 'a' && name.p[i] <= 'z') || (name.p[i] >= '0' && name.p[i] <= '9') ||
              (name.p[i] == '-' && i > 0)))
            return false;
    return name.n > 0 && name.n <= NAME_MOST;
}

/* Entries are kept: a profile comes first, whatever the order. */
bool target_take_key(struct site *s, const struct ini_entry *e, struct strs *known) {
    str name = str_trim(str_sub(e->section, S("target").n, e->section.n));
    struct place at = {S("site.conf"), e->line, e->section};
    struct target *t = target_named(s, name);
    int n = 0;
    while (profile_keys[n] != NULL)
        n++;
    *known = (struct strs){NEW(s->arena, str, n + 1), n + 1};
    known->v[n] = S("profile");
    for (int i = 0; i < n; i++)
        known->v[i] = str_of(profile_keys[i]);
    if (t == NULL || !name_good(name)) {
        refuse(s, at, t == NULL ? "报送对象太多" : "名称只能用小写字母、数字和短横线", name);
        return true;
    }
    for (ptrdiff_t i = 0; i < known->n; i++) {
        if (!str_eq(e->key, known->v[i]))
            continue;
        if (i == n)
            t->profile_name = e->value;
        else if (t->own_count < TARGET_ENTRIES)
            t->own[t->own_count++] = *e;
        return true;
    }
    return false;
}

static void take(struct site *s, struct target *t, str file, const struct ini_entry *e) {
    struct place at = {file, e->line, e->key};
    bool known = false;
    for (int i = 0; profile_keys[i] != NULL; i++)
        known = known || str_eq(e->key, str_of(profile_keys[i]));
    const char *why =
        known ? profile_take(s->arena, &t->profile, e->key, e->value) : "没有这个项目";
    if (why != NULL)
        refuse(s, at, why, known ? e->value : e->key);
}

static bool read_profile(struct site *s, struct target *t) {
    str file;
    str text;
    struct ini ini;
    const char *below = str_fmt(s->arena, "feeds/targets/%.*s.ini", STR(t->profile_name)).p;
    if (!name_good(t->profile_name) || !site_read(s, s->arena, below, &file, &text)) {
        refuse(s, (struct place){S("site.conf"), 0, t->name}, "feeds/targets 中没有这个方案",
               t->profile_name);
        return false;
    }
    if (!ini_load(s->arena, file, text, &ini, &s->diags))
        return false;
    t->fingerprint = text;
    for (ptrdiff_t i = 0; i < ini.n; i++)
        take(s, t, file, &ini.v[i]);
    for (int i = 0; i < t->own_count; i++)
        take(s, t, S("site.conf"), &t->own[i]);
    return true;
}

static bool wanted_table(const struct profile *p, str table) {
    for (ptrdiff_t i = 0; i < p->tables.n; i++)
        if (str_eq(p->tables.v[i], table))
            return true;
    return p->tables.n == 0;
}

static void read_columns(struct site *s, struct target *t) {
    str file;
    str text;
    struct column_sets all;
    const char *below = str_fmt(s->arena, "feeds/credit/%.*s.csv", STR(t->profile.columns)).p;
    if (str_eq(t->profile.columns, S(COLUMNS_OF_RECORDS))) {
        t->sets = NEW(s->arena, struct column_set, COLUMN_SETS);
        columns_of_records(s->arena, &all);
        for (int i = 0; i < all.n; i++)
            if (wanted_table(&t->profile, all.v[i].table))
                t->sets[t->set_count++] = all.v[i];
        return;
    }
    if (!name_good(t->profile.columns) || !site_read(s, s->arena, below, &file, &text)) {
        refuse(s, (struct place){S("site.conf"), 0, t->name}, "feeds/credit 中没有这份字段表",
               t->profile.columns);
        return;
    }
    t->sets = NEW(s->arena, struct column_set, COLUMN_SETS);
    if (!columns_load(s->arena, file, text, &all, &s->diags))
        return;
    for (int i = 0; i < all.n; i++)
        if (wanted_table(&t->profile, all.v[i].table))
            t->sets[t->set_count++] = all.v[i];
    t->fingerprint = str_cat(s->arena, t->fingerprint, text);
    if (t->set_count == 0)
        refuse(s, (struct place){S("site.conf"), 0, t->name}, "字段表里没有要报送的类别",
               t->profile.columns);
}

/* A site that names no target makes packages for the credit platform. */
void target_settle(struct site *s) {
    if (s->target_count == 0)
        (void)target_named(s, S("credit"));
    for (int i = 0; i < s->target_count; i++)
        if (read_profile(s, &s->targets[i]))
            read_columns(s, &s->targets[i]);
}

bool target_has_way(const struct target *t) {
    return t->profile.place.url.n > 0 || t->profile.place.folder.n > 0;
}

const char *target_folder(const struct site *s, const struct target *t) {
    return site_path(s, str_fmt(s->arena, "exchange/%.*s", STR(t->name)).p);
}

const struct column_set *target_set(const struct target *t, int category) {
    for (int i = 0; i < t->set_count; i++)
        if (t->sets[i].category == category)
            return &t->sets[i];
    return NULL;
}
