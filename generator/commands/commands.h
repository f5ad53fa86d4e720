/* SPDX-License-Identifier: MulanPSL-2.0 */
/*
 * commands.h — the door of commands: one function per command, returning the exit status.
 *
 * In:    struct options
 * Out:   an exit status (base/os.h)
 * Law:   none
 * Never: holds a rule: calls stages
 */
#ifndef GONGSHI_COMMANDS_COMMANDS_H
#define GONGSHI_COMMANDS_COMMANDS_H

struct options;

/* architecture §4 says what each does; `run` is build and publish under one lock. */
int command_init(const struct options *o);
int command_fetch(const struct options *o);
int command_check(const struct options *o);
int command_build(const struct options *o);
int command_publish(const struct options *o);
int command_data(const struct options *o);
int command_run(const struct options *o);
int command_rollback(const struct options *o);
int command_verify(const struct options *o);
int command_explain(const struct options *o);
int command_status(const struct options *o);
int command_deadline(const struct options *o);
int command_mask(const struct options *o);
int command_render(const struct options *o);
int command_map(const struct options *o);
int command_search(const struct options *o);
int command_form(const struct options *o);
int command_policy(const struct options *o);
int command_calendar(const struct options *o);
int command_withdraw(const struct options *o);
int command_ledger(const struct options *o);
int command_purge(const struct options *o);
int command_stats(const struct options *o);
int command_push(const struct options *o);
int command_new_key(const struct options *o);
int command_backup(const struct options *o);
int command_evidence(const struct options *o);

#endif
