/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * main.c — the program's beginning: the clock, the command line, the command.
 *
 * In:    argv, the clock
 * Out:   an exit status (base/os.h)
 * Law:   none
 * Never: holds a rule
 */
#include "base/arena.h"
#include "base/os.h"
#include "options.h"

int main(int argc, char **argv) {
    os_init();
    struct arena arena = {0};
    struct options o;
    if (!options_parse(&arena, argc, argv, os_now(), &o))
        return EXIT_DONE;
    int status = command_named(str_of(o.command))->run(&o);
    arena_free(&arena);
    return status;
}
