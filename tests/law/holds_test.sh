#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# holds_test.sh — of decisions that name nobody but those whom they declare hardly one waits for a
# clerk to look at what might be a name.
. tests/commands/site.sh

DECISIONS=6000
MOST=6

new_site
{
    printf '[site]\nname = 北岭省行政执法公示平台\ndomain = gongshi.example\ndemo = yes\nagencies = listed\n\n'
    "$B/tests/bench/synthetic" --agencies
    printf '[source inbox]\nfolder = desk/inbox\ntake = yes\n'
} >"$scratch/site/site.conf"
"$B/tests/bench/synthetic" $DECISIONS >"$scratch/site/desk/inbox/decisions.jsonl"
"$gongshi" check --site "$scratch/site" --as-of 2026-12-31T08:00 >"$scratch/out" 2>"$scratch/err" || true
grep -q "^收到 $DECISIONS " "$scratch/out" || fail "not all were read: $(tail -2 "$scratch/out")"
held=$(grep -c 'doubt E431' "$scratch/err" || true)
[ "$held" -le $MOST ] || fail "$held of $DECISIONS wait: $(grep -m1 'doubt E431' "$scratch/err")"
