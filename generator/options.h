/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * options.h — what the command line says.
 *
 * In:    argv
 * Out:   struct options
 * Law:   none
 * Never: acts
 */
#ifndef GONGSHI_OPTIONS_H
#define GONGSHI_OPTIONS_H

#include "base/date.h"

#define GONGSHI_VERSION "0.1.0"
#define OPTION_REPEATS 32 /* --name, --value: at most so often */
#define OPTION_WORDS 8    /* words after the command */

struct options {
    const char *command;
    str words[OPTION_WORDS];
    int word_count;
    const char *site;     /* --site DIR */
    const char *share;    /* --share DIR: the shipped templates, content, assets, feeds */
    const char *partials; /* --partials DIR */
    const char *out;      /* --out FILE */
    const char *by;       /* --by NAME: who approved */
    const char *reason;   /* --reason TEXT */
    const char *document; /* --document NUMBER */
    instant as_of;        /* --as-of, else the clock */
    bool as_of_given;
    int jobs; /* --jobs */
    bool full;
    bool dry_run;
    bool no_fetch;
    bool sample;
    bool replay; /* --replay */
    bool sheet;  /* --sheet */
    bool reveal;
    bool ndjson;
    bool timing;
    str names[OPTION_REPEATS]; /* --name */
    int name_count;
    str where[OPTION_REPEATS]; /* --where */
    int where_count;
};

/* One command: how it is called, what it does, and its function (commands/). */
struct command {
    const char *name;
    const char *arguments;
    const char *text; /* Chinese, one line */
    int (*run)(const struct options *o);
};

/* Parses argv; dies with EXIT_USAGE on what it does not know (naming the nearest). `now` is the
 * default as-of. Prints help or version and returns false when that was asked for. */
bool options_parse(struct arena *a, int argc, char **argv, instant now, struct options *out);

/* The commands, NULL-named last; and the options as lines for help and the man page test. */
extern const struct command commands[];
const struct command *command_named(str name);

#endif
