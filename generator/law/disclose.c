/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * disclose.c — the public face of a record, swept of what is private.
 *
 * In:    struct record, its facts and ruling, secrets of a related record
 * Out:   struct disclosure
 * Law:   国办发〔2018〕118号 (what is disclosed), law.md §3 (what is kept back)
 * Never: lets a record pass in which a secret is still found afterwards
 */
#include "base/utf8.h"
#include "law/address.h"
#include "law/law.h"
#include "law/mask.h"
#include "law/number.h"
#include "law/policy.h"
#include "law/subject.h"

#include <string.h>

#define ROUNDS 4       /* a replacement can complete another value, in a hostile text */
#define KEPT_BYTES 96  /* of a public number */
#define DIGITS_LEAST 7 /* of a number that could be taken for a private one */
#define PLATE_DIGITS 4 /* … of the shortest one, a number plate */
#define PHONE_DIGITS 11

/* One text of the disclosure, or one cell of a list or table. */
struct item {
    str *slot;
    enum exposure exposure;
    const struct field_info *info;
    const char *name;   /* of the field, or of the column of its table */
    bool net;           /* also what nobody declared */
    struct marks marks; /* then */
    struct mask_hits hits;
    int namesakes; /* doubts whether an officer or a private person is meant */
    int questions; /* doubts whether a name or a home stands in an OPEN field */
};

struct work {
    struct arena *arena;
    const struct record *record;
    const struct subject *subject;
    struct mask *mask;
    struct disclosure *out;
    struct strs *doubts;
    struct item *items;
    int n;
    int room;
};

/* ---- copying ---- */

static void add_item(struct work *w, str *slot, const struct field_info *info, const char *name) {
    if (slot->n == 0)
        return;
    if (w->n == w->room) {
        int room = w->room == 0 ? 64 : w->room * 2;
        struct item *items = ROOM(w->arena, struct item, room);
        if (w->n > 0)
            memcpy(items, w->items, (size_t)w->n * sizeof *items);
        w->items = items;
        w->room = room;
    }
    w->items[w->n++] = (struct item){.slot = slot,
                                     .exposure = info->exposure,
                                     .info = info,
                                     .name = name,
                                     .net = info->exposure != EXPOSURE_OPEN};
}

/* Cells are copied, since those of the record stay as they are. */
static str *copy_cells(struct work *w, const str *from, ptrdiff_t n,
                       const struct field_info *info) {
    str *cells = NEW(w->arena, str, n);
    for (ptrdiff_t i = 0; i < n; i++) {
        bool table = info->type == FIELD_rows;
        enum columns set = table ? (enum columns)info->of : COLUMNS_none;
        cells[i] = from[i];
        add_item(w, &cells[i], info,
                 table ? column_name(set, (int)(i % columns_count(set))) : info->name);
    }
    return cells;
}

static void copy_field(struct work *w, const void *from, void *to, const struct field_info *info) {
    switch (info->type) {
    case FIELD_text:
    case FIELD_lines:
    case FIELD_uscc:
        *(str *)to = *(const str *)from;
        add_item(w, to, info, info->name);
        break;
    case FIELD_list: {
        const struct strs *list = from;
        *(struct strs *)to = (struct strs){copy_cells(w, list->v, list->n, info), list->n};
        break;
    }
    case FIELD_rows: {
        struct rows rows = *(const struct rows *)from;
        rows.cells = copy_cells(w, rows.cells, (ptrdiff_t)rows.n * rows.columns, info);
        *(struct rows *)to = rows;
        break;
    }
    case FIELD_day:
        *(date *)to = *(const date *)from;
        break;
    case FIELD_term:
        *(int *)to = *(const int *)from;
        break;
    case FIELD_money:
    case FIELD_whole:
        *(int64_t *)to = *(const int64_t *)from;
        break;
    }
}

static void copy_public(struct work *w) {
    int public = 0;
    int all = 0;
    const struct disclosed_field *fields = disclosure_fields(w->record->kind, &public);
    const struct field *from = record_fields(w->record->kind, &all);
    const struct field_info *info = kind_fields(w->record->kind, &all);
    for (int i = 0; i < public; i++) {
        int k = fields[i].declared;
        copy_field(w, (const char *)w->record + from[k].at, (char *)w->out + fields[i].field.at,
                   &info[k]);
    }
}

/* ---- what goes and what stays ---- */

static void hide(struct mask *m, const struct secrets *secrets) {
    for (int i = 0; i < secrets->n; i++) {
        const struct secret *s = &secrets->v[i];
        if (s->kind == SECRET_NAME)
            mask_name(m, s->value);
        else if (s->kind == SECRET_ADDRESS && s->treatment == TREAT_COUNTY)
            mask_address(m, s->value);
        else
            mask_value(m, s->value, (enum treatment)s->treatment);
    }
}

/* Public names inside which a private one may stand. */
static void keep_names(struct mask *m, struct strs publics) {
    for (ptrdiff_t i = 0; i < publics.n; i++)
        mask_keep(m, publics.v[i]);
}

static bool has_digits(str s) {
    int digits = 0;
    for (ptrdiff_t i = 0; i < s.n; i++)
        digits += (s.p[i] >= '0' && s.p[i] <= '9') || (unsigned char)s.p[i] == 0xEF;
    return digits >= DIGITS_LEAST;
}

/* Public numbers, which detectors would take for private ones. */
static void keep_numbers(struct work *w) {
    for (int i = 0; i < w->n; i++) {
        const struct item *one = &w->items[i];
        if (one->exposure == EXPOSURE_OPEN && one->slot->n <= KEPT_BYTES &&
            has_digits(*one->slot) && !mask_holds(w->mask, *one->slot))
            mask_keep(w->mask, *one->slot);
    }
}

/* ---- names in their own fields ---- */

/* Only the names, without brackets and remarks, each marked: whatever else bears them here, this is
 * the person. Names that the sweep does not look for get their form at once. */
static void names_alone(struct work *w, struct item *one, int *directly) {
    struct strs names = name_split(w->arena, *one->slot);
    str out = {0};
    for (ptrdiff_t i = 0; i < names.n; i++) {
        str name = names.v[i];
        bool swept = mask_is_name(w->arena, name);
        if (!swept) {
            *directly += !name_is_masked(name);
            name = name_form(w->arena, name);
        }
        out = out.n == 0 ? name : str_cat(w->arena, str_cat(w->arena, out, S("、")), name);
        if (swept) {
            mask_name(w->mask, name);
            marks_add(
                w->arena, &one->marks,
                (struct mark){(uint32_t)(out.n - name.n), (uint32_t)out.n, MARK_NAME, VALUE_NAME});
        }
    }
    *one->slot = out.n == 0 ? S("某") : out;
}

static int name_fields(struct work *w) {
    int directly = 0;
    for (int i = 0; i < w->n; i++) {
        struct item *one = &w->items[i];
        bool party = one->exposure == EXPOSURE_NAME && w->subject->person;
        bool lead = one->exposure == EXPOSURE_LEAD && !w->subject->lead_shown;
        if (party || lead)
            names_alone(w, one, &directly);
    }
    return directly;
}

/* ---- the sweep ---- */

/* Reads the free texts for what nobody declared; the first that could not be read, or NULL. */
static const struct item *read_all(struct work *w) {
    for (int i = 0; i < w->n; i++) {
        struct item *one = &w->items[i];
        if (one->net && !mask_read(w->mask, *one->slot, &one->marks))
            return one;
    }
    return NULL;
}

/* Whether names in the item are those of officers, which stay. */
static bool is_of_officers(const struct item *one) {
    return strcmp(one->info->name, "officers") == 0 || strcmp(one->info->name, "people") == 0;
}

static bool holds_secret(struct work *w, const struct item *one) {
    return is_of_officers(one) ? mask_holds(w->mask, *one->slot)
                               : mask_mentions(w->mask, *one->slot);
}

static void find_in(struct work *w, struct item *one) {
    int before = 0;
    int n = 0;
    (void)mask_doubts(w->mask, &before);
    one->hits = mask_find(w->mask, *one->slot, one->net ? &one->marks : NULL);
    const struct doubt *v = mask_doubts(w->mask, &n);
    for (int i = before; i < n; i++)
        one->namesakes += v[i].namesake;
}

/* An OPEN text in which a declared secret stands is not what its field is for: what nobody declared
 * is taken from it as well. Later rounds look again at what an earlier one changed: after the
 * first, nothing should be left. */
static int find_all(struct work *w, int round) {
    int found = 0;
    for (int i = 0; i < w->n; i++) {
        struct item *one = &w->items[i];
        if (round == 0 && !one->net && !holds_secret(w, one))
            continue;
        if (round > 0 && one->hits.n == 0)
            continue;
        if (round > 0 || !one->net) {
            one->marks.n = 0;
            one->net = mask_read(w->mask, *one->slot, &one->marks);
        }
        find_in(w, one);
        found += one->hits.n > 0;
    }
    return found;
}

/* ---- what OPEN fields are not for ---- */

/* What may be a private number: some digits, or an address of mail. */
static bool may_tell(str s) {
    int digits = 0;
    bool mail = false;
    for (ptrdiff_t i = 0; i < s.n; i++) {
        digits += (s.p[i] >= '0' && s.p[i] <= '9') || (unsigned char)s.p[i] == 0xEF;
        mail = mail || s.p[i] == '@';
    }
    return mail || digits >= PLATE_DIGITS;
}

/* Whether what stands here is a code that begins like one of a division of the country: 13050001001
 * is the certificate of an officer, and looks like a telephone. 139… is nobody's: of a province's
 * own divisions the third digit is 0, 1 or 2 (GB/T 2260). */
static bool is_division_code(struct arena *a, const struct item *one) {
    static const char *const words[] = {"number", "code", "certificate", "document", "value"};
    bool code = false;
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        code = code || str_ends(str_of(one->name), str_of(words[i]));
    if (!code)
        return false;
    struct folded t = fold(a, *one->slot);
    return t.bare_n != PHONE_DIGITS || (number_in_province(t.bare) && t.bare[2] <= '2');
}

/* Where agencies tell how to reach them: in the words of their lists, and in fields for that. */
static bool is_contact(const struct work *w, const struct item *one) {
    enum kind kind = w->record->kind;
    bool list = kind_info(kind)->column == SITE_BEFORE || kind == KIND_window;
    return list && (one->info->type == FIELD_lines || str_ends(str_of(one->name), S("phone")) ||
                    str_ends(str_of(one->name), S("complaints")));
}

/* What no public field holds: numbers of persons, their papers, accounts and homes; telephones and
 * mail only where agencies tell theirs. */
static unsigned unfit_for(const struct work *w, const struct item *one) {
    unsigned kinds = 1u << VALUE_ID | 1u << VALUE_ACCOUNT | 1u << VALUE_PLATE;
    if (is_contact(w, one))
        return kinds;
    kinds |= 1u << VALUE_MAIL | 1u << VALUE_SOCIAL | 1u << VALUE_ADDRESS;
    if (!is_division_code(w->arena, one))
        kinds |= 1u << VALUE_PHONE;
    return kinds;
}

/* A code of an organisation can be all digits, and look like a resident ID: its check character and
 * the division in its third to eighth place tell (GB 32100; 100000 is the State's own register). */
static bool is_sound_code(struct arena *a, const struct item *one) {
    if (one->info->type != FIELD_uscc)
        return false;
    struct folded t = fold(a, *one->slot);
    return t.bare_n == ID_DIGITS && number_is_code(t.bare) &&
           (number_in_province(t.bare + 2) || (t.bare[2] == '1' && t.bare[3] == '0'));
}

/* An OPEN item with a number of a person that nobody declared: it stays byte by byte, so the record
 * waits. NULL for none. */
static const struct item *unfit(struct work *w) {
    for (int i = 0; i < w->n; i++) {
        const struct item *one = &w->items[i];
        if (one->exposure == EXPOSURE_OPEN && may_tell(*one->slot) &&
            !is_sound_code(w->arena, one) && !mask_holds(w->mask, *one->slot) &&
            (mask_sees(w->mask, *one->slot) & unfit_for(w, one)) != 0)
            return one;
    }
    return NULL;
}

/* Whether an OPEN item is a few words that name a thing, not those who work for the public; the
 * tables of lists hold forms and steps. */
static bool is_for_things(const struct work *w, const struct item *one) {
    static const char *const people[] = {"officers", "people", "reviewer", "second"};
    enum kind kind = w->record->kind;
    bool table = one->info->type == FIELD_rows && kind_info(kind)->column == SITE_BEFORE;
    if (one->exposure != EXPOSURE_OPEN || one->info->type == FIELD_lines || table)
        return false;
    for (size_t i = 0; i < sizeof people / sizeof people[0]; i++)
        if (strcmp(one->name, people[i]) == 0 || strcmp(one->info->name, people[i]) == 0)
            return false;
    return kind != KIND_officer && kind != KIND_window && kind != KIND_agency;
}

/* Names and homes in them that nobody declared: a clerk decides. Where a declared one stands they
 * are taken with it. */
static void question(struct work *w) {
    for (int i = 0; i < w->n; i++) {
        struct item *one = &w->items[i];
        if (is_for_things(w, one) && !holds_secret(w, one))
            one->questions = mask_question(w->mask, *one->slot);
    }
}

/* The number and the agency make the address and the folder; with a secret in them nothing else
 * would help. Returns the item, or NULL. */
static const struct item *secret_key(const struct work *w) {
    const char *number = kind_info(w->record->kind)->number;
    for (int i = 0; i < w->n; i++)
        if (w->items[i].hits.n > 0 && strcmp(w->items[i].info->name, number) == 0)
            return &w->items[i];
    return NULL;
}

/* Only where two stretches came together, the item must be looked at again. */
static void apply_all(struct work *w) {
    mask_number(w->mask);
    for (int i = 0; i < w->n; i++) {
        struct item *one = &w->items[i];
        bool joins = mask_joins(w->mask, *one->slot, &one->hits);
        *one->slot = mask_apply(w->mask, *one->slot, &one->hits);
        one->hits.n = joins ? one->hits.n : 0;
    }
}

/* Says why, for those who must now look at the record themselves. */
static bool unsure(const struct work *w, const char *why, const struct item *where,
                   struct diags *diags) {
    struct place at = {w->record->file, w->record->at.line, {0}};
    str shape = {0};
    if (where != NULL) {
        at.field = str_of(where->info->name);
        shape = diag_shape(w->arena, *where->slot);
    }
    diag(diags, DIAG_MASK_UNSURE, at, "%s%s%.*s", why, where == NULL ? "" : "，", STR(shape));
    return false;
}

/* A party declared an organisation, without its code, whose name is that of a person: one of the
 * two is wrong. */
static const struct item *mistyped(const struct work *w) {
    if (w->subject->party_type != PARTY_ORGANISATION || w->subject->has_code ||
        !name_is_person(w->subject->party))
        return NULL;
    for (int i = 0; i < w->n; i++)
        if (w->items[i].exposure == EXPOSURE_NAME)
            return &w->items[i];
    return NULL;
}

/* Tells in which fields so many doubts of one sort stand. */
static void tell_fields(struct work *w, enum diag_code code, int (*of)(const struct item *one),
                        struct diags *diags) {
    struct place at = {w->record->file, w->record->at.line, {0}};
    str where = {0};
    for (int i = 0; i < w->n; i++) {
        const struct item *one = &w->items[i];
        if (of(one) == 0)
            continue;
        at.field = where.n == 0 ? str_of(one->info->name) : at.field;
        where = str_fmt(w->arena, "%.*s%s%s %d 处", STR(where), where.n == 0 ? "" : "，",
                        one->info->title, of(one));
    }
    if (where.n > 0)
        diag(diags, code, at, "%.*s", STR(where));
}

static int namesakes_of(const struct item *one) {
    return one->namesakes;
}

static int questions_of(const struct item *one) {
    return one->questions;
}

/* The places that a clerk must decide; false when there are none. */
static bool doubtful(struct work *w, struct diags *diags) {
    int n = 0;
    const struct doubt *v = mask_doubts(w->mask, &n);
    if (n == 0)
        return false;
    int others = n;
    for (int i = 0; i < w->n; i++)
        others -= w->items[i].namesakes + w->items[i].questions;
    tell_fields(w, DIAG_MASK_NAMESAKE, namesakes_of, diags);
    tell_fields(w, DIAG_MASK_OPEN, questions_of, diags);
    if (others > 0)
        diag(diags, DIAG_MASK_DOUBT, (struct place){w->record->file, w->record->at.line, {0}}, "%d",
             others);
    if (w->doubts != NULL) {
        *w->doubts = (struct strs){NEW(w->arena, str, n), 0};
        for (int i = 0; i < n; i++)
            w->doubts->v[w->doubts->n++] = str_dup(w->arena, v[i].text);
    }
    return true;
}

static bool sweep(struct work *w, struct diags *diags) {
    const struct item *where = mistyped(w);
    if (where != NULL)
        return unsure(w, "当事人填作法人，名称却像个人的姓名", where, diags);
    if (w->subject->unruled)
        return unsure(w, "masking.csv 没有规定这种身份或内容怎样处理", NULL, diags);
    if ((where = read_all(w)) != NULL)
        return unsure(w, "文字无法读完", where, diags);
    if ((where = unfit(w)) != NULL)
        return unsure(w, "公开的栏目里有个人的号码", where, diags);
    question(w);
    for (int round = 0; find_all(w, round) > 0; round++) {
        if ((where = secret_key(w)) != NULL)
            return unsure(w, "编号中有个人信息", where, diags);
        if (round == ROUNDS)
            return unsure(w, "隐去之后又拼出要隐去的内容", NULL, diags);
        if (doubtful(w, diags))
            return false;
        apply_all(w);
    }
    if (mask_is_full(w->mask))
        return unsure(w, "要隐去的内容太多", NULL, diags);
    return !doubtful(w, diags);
}

/* ---- what the ruling adds ---- */

/* Old records keep their author; who answers for them now is said (law.md §2). */
static void note_successor(struct arena *a, const struct policy *p, struct disclosure *out) {
    const struct agency *author = policy_agency(p, out->agency_code);
    const struct agency *next =
        author == NULL || author->successor.n == 0 ? NULL : policy_agency(p, author->successor);
    if (next == NULL)
        return;
    str *v = NEW(a, str, out->notes.n + 1);
    for (ptrdiff_t i = 0; i < out->notes.n; i++)
        v[i] = out->notes.v[i];
    v[out->notes.n] = str_fmt(a, "%.*s的职责自 %s 起由%.*s承继。", STR(author->name),
                              date_text(a, author->until).p, STR(next->name));
    out->notes = (struct strs){v, out->notes.n + 1};
}

void disclosure_rule(const struct policy *p, const struct ruled *what, struct disclosure *out) {
    const struct facts *f = what->facts;
    const struct ruling *ruling = what->ruling;
    out->severity = f->severity;
    out->due = (struct due){ruling->due_from,        ruling->due,      ruling->due_days,
                            ruling->due_provisional, ruling->due_rule, ruling->due_citation};
    out->public_until = ruling->public_until;
    out->term_citation = ruling->term_citation;
    bool over = ruling->reason == REASON_CERTIFICATE_OVER;
    out->status = over ? S("过期") : term_text(VOCAB_change, ruling->status);
    remedies_of(p, f, &out->reconsider_by, &out->sue_by);
}

void disclosure_note(struct arena *a, const struct policy *p, struct disclosure *out) {
    out->notes = basis_notes(a, p, out);
    note_successor(a, p, out);
}

static void hide_decided(struct mask *m, str words) {
    if (address_is_telling(words))
        mask_address(m, words);
    else
        mask_decided(m, words);
}

static struct manner manner_of(const struct subject *s) {
    struct manner manner = {.lead_shown = s->lead_shown};
    memcpy(manner.treat, s->treat[ROLE_OTHER], sizeof manner.treat);
    return manner;
}

bool disclose(struct arena *a, const struct policy *p, const struct ruled *what,
              struct disclosure *out, struct diags *diags) {
    const struct record *r = what->record;
    const struct facts *f = what->facts;
    disclosure_clear(out, r->kind);
    struct subject subject = subject_of(a, p, r);
    struct manner manner = manner_of(&subject);
    struct folds *texts = folds_new(a);
    struct work w = {.arena = a,
                     .record = r,
                     .subject = &subject,
                     .mask = mask_new(a, p->detector, &manner, texts),
                     .out = out,
                     .doubts = what->doubts};
    struct secrets own = secrets_about(a, p, &subject, texts);
    if (what->own != NULL)
        *what->own = own;
    const struct agency *agency = policy_agency(p, str_of(f->agency));
    copy_public(&w);
    hide(w.mask, &own);
    if (what->also != NULL)
        hide(w.mask, what->also);
    keep_names(w.mask, subject.publics);
    for (ptrdiff_t i = 0; what->decided != NULL && i < what->decided->hide.n; i++)
        hide_decided(w.mask, what->decided->hide.v[i]);
    if (what->decided != NULL)
        keep_names(w.mask, what->decided->keep);
    keep_numbers(&w);
    int directly = name_fields(&w);
    if (!sweep(&w, diags))
        return false;
    out->agency_code = agency != NULL ? agency->code : str_dup(a, str_of(f->agency));
    out->agency_name = agency != NULL ? agency->name : record_agency(r);
    out->person = subject.person;
    out->pseudonyms = mask_persons(w.mask) + directly;
    out->removals = mask_removals(w.mask);
    disclosure_rule(p, what, out);
    disclosure_note(a, p, out);
    return true;
}

/* ---- one text ---- */

static struct manner manner_of_text(const struct policy *p) {
    struct manner manner = {.doubts_go = true};
    memcpy(manner.treat, p->of_text[ROLE_OTHER], sizeof manner.treat);
    manner.lead_shown = p->of_text[ROLE_LEAD][VALUE_NAME] == TREAT_KEEP;
    return manner;
}

static void declare(struct mask *m, str value) {
    if (address_is_telling(value))
        mask_address(m, value);
    else if (name_is_person(value))
        mask_name(m, value);
    else
        mask_value(m, value, TREAT_REMOVE);
}

bool mask_text(struct arena *a, const struct policy *p, const struct masking *what, str *out) {
    struct manner manner = manner_of_text(p);
    struct mask *m = mask_new(a, p->detector, &manner, folds_new(a));
    str text = what->text;
    *out = S(MASK_MARKER);
    for (ptrdiff_t i = 0; i < what->names.n; i++)
        mask_name(m, what->names.v[i]);
    for (ptrdiff_t i = 0; i < what->values.n; i++)
        declare(m, what->values.v[i]);
    for (ptrdiff_t i = 0; i < what->publics.n; i++)
        mask_keep(m, what->publics.v[i]);
    for (int round = 0; round < ROUNDS; round++) {
        bool again = false;
        if (!mask_round(m, text, &text, &again))
            return false;
        if (!again) {
            *out = text;
            return true;
        }
    }
    /* In a text of many panes each round sees other neighbours; no name or value may be left. */
    bool good = !mask_holds(m, text);
    *out = good ? text : S(MASK_MARKER);
    return good;
}
