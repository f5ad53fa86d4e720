#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# kill_keep_test.sh — purge and backup, killed at any moment and called again, end where an
# undisturbed call does: what was to go is gone, and the backup restores the site.
. tests/commands/site.sh

steps=24
[ "${B:-build}" = build ] || steps=6 # sanitizers are slow
kills=0
later=2026-03-06T10:00

# killed_at µs COMMAND…: true when the command was still running then.
killed_at() {
    after=$1
    shift
    "$@" >"$scratch/out" 2>"$scratch/err" &
    pid=$!
    sleep "$(printf '%d.%06d' $((after / 1000000)) $((after % 1000000)))"
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ $? -eq 137 ]
}

# timed COMMAND…: its µs in $took.
timed() {
    began=$(date +%s%N)
    expect 0 "$@"
    took=$((($(date +%s%N) - began) / 1000))
}

# sweep FUNCTION: calls it with ever later moments, until the command is done before it is killed.
sweep() {
    at=1000
    survived=0
    while [ $survived -lt 2 ] && [ $at -lt $((took * 3)) ]; do
        if $1; then kills=$((kills + 1)); else survived=$((survived + 1)); fi
        at=$((at + took / steps + 100))
    done
}

# ---- purge: a file delivered by mistake ----
new_site
for n in 1 2 3; do decision 青市监罚〔2026〕$n号; done | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
decision 青市监罚〔2026〕8号 | sed 's/尉迟小满/皇甫端/g; s/130599197504094873/130599197504094857/g' |
    deliver wrong-decisions.jsonl
run_at 2026-03-06T09:00
cp -a "$scratch/site" "$scratch/before"
timed "$gongshi" purge wrong-decisions.jsonl --site "$scratch/site" --as-of $later
mv "$scratch/site" "$scratch/whole"

purge_killed() {
    rm -rf "$scratch/site"
    cp -a "$scratch/before" "$scratch/site"
    killed_at $at "$gongshi" purge wrong-decisions.jsonl --site "$scratch/site" --as-of $later
    was=$?
    # Staff call it again; had it been done, there is no such file any more.
    status=0
    "$gongshi" purge wrong-decisions.jsonl --site "$scratch/site" --as-of $later >"$scratch/out" 2>"$scratch/err" || status=$?
    [ $status -eq 0 ] || [ $status -eq 2 ] || fail "purge killed after $at µs: called again, exit $status"
    expect 0 "$gongshi" run --site "$scratch/site" --as-of $later
    for gone in 皇甫端 130599197504094857; do
        ! grep -rqa "$gone" --exclude-dir=exchange "$scratch/site" ||
            fail "purge killed after $at µs: still there: $gone in $(grep -rla "$gone" "$scratch/site" | head -n 3)"
    done
    diff -r -x proof.json -x proof.html -x manifest.json "$scratch/whole/public" "$scratch/site/public" >"$scratch/err" ||
        fail "purge killed after $at µs: another tree"
    expect 0 "$gongshi" verify --site "$scratch/site"
    expect 0 "$gongshi" ledger check --site "$scratch/site"
    return $was
}
sweep purge_killed
purges=$kills

# ---- backup: into a new folder, and over an earlier one ----
rm -rf "$scratch/site"
cp -a "$scratch/whole" "$scratch/site"
timed "$gongshi" backup "$scratch/backup" --site "$scratch/site"
(cd "$scratch/site/public" && find . -name '*.html' -exec sha256sum {} +) >"$scratch/pages"
restored() {
    (cd "$scratch/backup" && sha256sum -c --quiet SHA256SUMS) || fail "backup killed after $at µs: the sums do not hold"
    rm -rf "$scratch/restored"
    cp -a "$scratch/backup" "$scratch/restored"
    cp -a "$scratch/site/public" "$scratch/restored/public"
    expect 0 "$gongshi" ledger check --site "$scratch/restored"
    expect 0 "$gongshi" run --site "$scratch/restored" --as-of 2026-03-06T11:00
    expect 0 "$gongshi" verify --site "$scratch/restored"
    (cd "$scratch/restored/public" && sha256sum -c --quiet "$scratch/pages") || fail "backup killed after $at µs: other pages"
}
backup_killed() {
    rm -rf "$scratch/backup"
    [ $fresh = yes ] || cp -a "$scratch/earlier" "$scratch/backup"
    killed_at $at "$gongshi" backup "$scratch/backup" --site "$scratch/site"
    was=$?
    expect 0 "$gongshi" backup "$scratch/backup" --site "$scratch/site"
    restored
    return $was
}
fresh=yes
sweep backup_killed
rm -rf "$scratch/backup"
expect 0 "$gongshi" backup "$scratch/backup" --site "$scratch/before"
mv "$scratch/backup" "$scratch/earlier"
fresh=no
sweep backup_killed

[ $purges -ge $((steps / 3)) ] && [ $kills -ge $((steps * 2 / 3)) ] || fail "only $kills kills ($purges of purge)"
echo "$kills kills, $purges of purge"
