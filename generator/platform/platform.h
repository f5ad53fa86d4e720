/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * platform.h — the door of platform: records become packages for the credit platform.
 *
 * In:    struct record with full identities or its disclosure, a column set, a profile
 * Out:   rows, files and a manifest; private by nature, under exchange/
 * Law:   law.md §4 (双公示); 发改办财金〔2018〕424号
 * Never: writes outside the folder it is given; is reachable from pages
 */
#ifndef GONGSHI_PLATFORM_PLATFORM_H
#define GONGSHI_PLATFORM_PLATFORM_H

#include "base/diag.h"
#include "base/envelope.h"
#include "base/sign.h"
#include "intake/record.h"
#include "law/disclosure.h"
#include "platform/push.h"

/* ---- column sets (columns.c): feeds/credit/NAME.csv ---- */

#define COLUMN_PARTS 2   /* fields that one column is made of */
#define COLUMNS_MOST 400 /* of one table */
#define PARTY_TYPES (PARTY_TRADER + 1)

/* Something that another column of the row says: it is filled, is one of the words, or holds one of
 * them. */
struct condition {
    int column; /* -1: none, which always holds */
    char op;    /* 0, '=' or '~' */
    struct strs words;
};

/* What fills a column: a field of a decision, or something that the record does not say itself. */
enum told {
    TOLD_FIELD,
    TOLD_AGENCY_NAME,
    TOLD_AGENCY_USCC, /* the record's own, else the site's */
    TOLD_CREDIT_UNTIL,
    TOLD_RECORD_ID,
    TOLD_OPERATION,
    TOLD_AREA,
    TOLD_AS_OF,
    TOLD_PUBLISHED,
    TOLD_STATUS /* of a permit: 无效 once it was 注销 or 吊销 */
};
struct column_part {
    enum told told;
    const struct field *field; /* of struct record */
    const struct field *shown; /* of struct disclosure; NULL: the public does not see it */
};

enum column_check { CHECK_NONE, CHECK_USCC, CHECK_PARTY_USCC, CHECK_RESIDENT_ID };

struct column {
    str title;
    str code;
    char type; /* C text, D date, N number */
    int most;  /* characters, or digits of a number; 0 for no limit */
    int decimals;
    char need[PARTY_TYPES]; /* by enum party_type: M must, O may, C must when, - never */
    struct condition when;  /* of C */
    struct strs terms; /* the only texts there may be; 其他-… stands for any that begins so */
    str form;          /* of D: YYYY/MM/DD; of N: 万元 or 元; of C: what separates terms */
    enum column_check check; /* of what is filled in, when … */
    struct condition check_when;
    struct column_part parts[COLUMN_PARTS];
    int part_count;
    str otherwise;                 /* what stands there else: a literal, or … */
    struct column_part other_part; /* … @field */
    bool other;
    str codes; /* our term=their code；… */
};

/* The columns of one table in their order. A table is named as a category of decisions is. */
struct column_set {
    str table;
    int category; /* enum category */
    struct column *v;
    int n;
};

#define COLUMN_SETS 16 /* tables of one file */
struct column_sets {
    struct column_set v[COLUMN_SETS];
    int n;
};

/* What fills a column, by its first part. */
enum told column_told(const struct column *c);

/* Reads all tables of a file. False after ERROR diagnostics when it cannot be used. */
bool columns_load(struct arena *a, str file, str text, struct column_sets *out,
                  struct diags *diags);

/* The name of the column set that is not a file: all fields of a decision under their own names, in
 * a table for each category. By it one gongshi site feeds another. */
#define COLUMNS_OF_RECORDS "records"
void columns_of_records(struct arena *a, struct column_sets *out);

/* ---- profiles (profile.c): feeds/targets/NAME.ini, and [target NAME] of site.conf ---- */

enum form {
    FORM_CSV,         /* UTF-8 with its mark */
    FORM_CSV_GB18030, /* as old systems read it */
    FORM_XLSX,
    FORM_XML,
    FORM_JSON,  /* one array */
    FORM_JSONL, /* one object a line */
    FORMS
};

/* What a target gets, and how. */
struct profile {
    str title;
    str columns;        /* name of a file in feeds/credit */
    struct strs tables; /* none: all of that file */
    unsigned parties;   /* bits by enum party_type */
    bool exempt;        /* it gets what is not published by rule too */
    bool masked;        /* it sees what the public sees */
    bool credit_term; /* it keeps a record while the credit term runs, else while the portal does */
    unsigned forms;   /* bits by enum form */
    str area;         /* code of the division, for column sets that want one */
    str encrypt;      /* the platform's certificate, as written: files are sealed for it */
    bool sm4;         /* … with SM4 instead of AES-256 */
    str upload;       /* where staff upload what has no address, in words */
    struct push_place place; /* paths as written */
    struct answer_map answer;
};

/* The keys there are, NULL-terminated. */
extern const char *const profile_keys[];

/* Of these keys the rows of a package depend. */
bool profile_shapes(str key);

/* Takes one entry; what is wrong with it in Chinese, or NULL. */
const char *profile_take(struct arena *a, struct profile *p, str key, str value);

/* Whether a decision about such a party goes to the target. */
bool profile_wants(const struct profile *p, int party_type);

/* ---- rows (row.c, check.c) ---- */

/* What a row is made of. Where the profile is masked there is a face and no record. */
struct row_facts {
    const struct record *record;
    const struct disclosure *face;
    str agency_name;
    str agency_uscc;
    date credit_until; /* end of the publication term in credit systems; DATE_NONE for none */
    date published;
    date as_of;
    str id; /* the record's own, which stays: the last part of its address */
    str area;
    bool invalid; /* the permit was 注销 or 吊销 */
};

/* Fills a cell for each column (of the operation: none yet); slices point into the arena or the
 * record. */
void row_cells(struct arena *a, const struct column_set *set, const struct row_facts *f,
               str *cells);

/* A seeded fingerprint of what the row says: without operation and as-of, which are of the package.
 */
int64_t row_print(const struct column_set *set, const str *cells, uint64_t seed);

/* What is done with a record that the target may have. */
enum operation {
    OPERATION_NONE,
    OPERATION_ADD,     /* 新增 */
    OPERATION_CHANGE,  /* 变更: something happened to the decision */
    OPERATION_CORRECT, /* 更正: the row was wrong */
    OPERATION_REVOKE,  /* 撤销 */
    OPERATION_REPAIR,  /* 修复: of the party's credit */
    OPERATION_EXPIRE,  /* 到期 */
    OPERATIONS
};
/* 新增 … and the word that stands in names of files. */
str operation_text(enum operation o);
const char *operation_word(enum operation o);
/* Whether the target has no such row any more afterwards. */
bool operation_removes(enum operation o);

/* Writes the operation into the columns that want it. */
void row_operation(const struct column_set *set, enum operation o, str *cells);

/* What the platform would reject of a row, as findings at the given place with the column's title
 * as field; true when there is nothing. Private values are told by their shape. */
bool row_check(const struct column_set *set, int party_type, const str *cells, struct place at,
               struct diags *diags);

/* ---- packages (form.c, package.c) ---- */

/* One row on its way into a package. */
struct package_row {
    const struct column_set *set;
    enum operation operation;
    str id;
    const str *cells;
    str text[FORMS]; /* as package_text made it */
};

/* Writes the row as each of the forms (bits) wants it; safe from several threads. */
void package_text(struct arena *a, unsigned forms, struct package_row *row);

/* What a package says of itself. */
struct package_head {
    const char *folder; /* that it becomes */
    str site;
    str target;
    str title;
    str columns;
    int64_t sequence; /* from 1, without gaps */
    str previous;     /* SHA-256 of the manifest before, absent for the first */
    bool whole;       /* the complete set; else what changed since the one before */
    instant as_of;
    int64_t run;
    unsigned forms;
    struct signer *const *signers;   /* one of each method; NULL: it is not signed */
    const struct envelope *envelope; /* its files are sealed; NULL: they stand in clear */
    const char *cipher;              /* … with this */
};

/* A package under way: a folder that appears whole at package_close, its manifest written last.
 * Rows stream through:
 *
 *   FOLDER.part/  xk.add.csv  xk.add.ids  …  operations.jsonl  manifest.json  ──►  FOLDER/
 *
 * Files are their owner's alone. */
struct package;
struct package *package_open(struct arena *a, const struct package_head *head);
void package_put(struct package *p, const struct package_row *row);
/* Ends the files, writes the manifest and moves the folder in place; without a row it leaves
 * nothing, unless the package is whole. Returns how many rows there were, and the SHA-256 of the
 * manifest. */
int64_t package_close(struct package *p, struct sha256 *manifest);

/* ---- packages of another site (arrive.c) ---- */

/* What is known before one is looked at. */
struct package_expected {
    const char *folder;
    int64_t number;   /* that its name says */
    struct strs keys; /* public keys of the other site, PEM */
    int64_t last;     /* the sequence taken last, 0 for none */
    str previous;     /* SHA-256 of that one's manifest, hexadecimal */
    instant as_of;    /* no package is taken after it has expired */
};
struct package_arrived {
    int64_t sequence;
    bool whole;
    str site;
    instant as_of;
    str digest; /* SHA-256 of the manifest */
};
/* Whether a package is signed by both methods with keys of the site, the next one, and file by file
 * what its manifest says. If not, *why says so in Chinese, and *out means nothing. */
bool package_arrived(struct arena *a, const struct package_expected *want,
                     struct package_arrived *out, str *why);

#endif
