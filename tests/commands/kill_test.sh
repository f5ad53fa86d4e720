#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# kill_test.sh — a run killed at any moment, and run again, ends in the public tree (and the same
# rows for the platform) that an undisturbed run makes.
. tests/commands/site.sh

kills=0
steps=${KILL_STEPS:-24} # over the time of an undisturbed run
[ "${B:-build}" = build ] || steps=12 # sanitizers are slow

# Rows for the platform, whatever package they went in.
rows_of() { cat "$1"/exchange/credit/*/*.csv 2>/dev/null | LC_ALL=C sort -u; }

# sweep BASE AS_OF [COMMAND]: kills at ever later moments, until the run is too quick to be killed.
sweep() {
    command=${3:-run}
    rm -rf "$scratch/whole"
    cp -a "$1" "$scratch/whole"
    began=$(date +%s%N)
    status=0
    "$gongshi" $command --site "$scratch/whole" --as-of "$2" >"$scratch/out" 2>"$scratch/err" || status=$?
    took=$((($(date +%s%N) - began) / 1000))
    [ $status -eq 0 ] || [ $status -eq 3 ] || fail "undisturbed run: exit $status"
    rows_of "$scratch/whole" >"$scratch/rows"
    survived=0
    at=2000
    while [ $survived -lt 2 ]; do
        rm -rf "$scratch/killed"
        cp -a "$1" "$scratch/killed"
        "$gongshi" $command --site "$scratch/killed" --as-of "$2" >"$scratch/out" 2>"$scratch/err" &
        pid=$!
        sleep "$(printf '%d.%06d' $((at / 1000000)) $((at % 1000000)))"
        kill -9 $pid 2>/dev/null
        wait $pid 2>/dev/null
        if [ $? -eq 137 ]; then kills=$((kills + 1)); else survived=$((survived + 1)); fi
        status=0
        "$gongshi" $command --site "$scratch/killed" --as-of "$2" >"$scratch/out" 2>"$scratch/err" || status=$?
        [ $status -eq 0 ] || [ $status -eq 3 ] || fail "killed after $at µs: rerun exit $status"
        # The report of a release tells the ledger's head, and a killed run stands in the ledger; the
        # index of the manifest names the report.
        diff -r -x proof.json -x proof.html -x manifest.json "$scratch/whole/public" "$scratch/killed/public" \
            >"$scratch/err" 2>&1 || fail "killed after $at µs: the rerun made another tree"
        [ "$(grep '"tree"' "$scratch/whole/public/data/proof.json")" = \
            "$(grep '"tree"' "$scratch/killed/public/data/proof.json")" ] || fail "another digest of the tree"
        rows_of "$scratch/killed" | cmp -s - "$scratch/rows" ||
            fail "killed after $at µs: other rows for the platform"
        expect 0 "$gongshi" ledger check --site "$scratch/killed"
        expect 0 "$gongshi" verify --site "$scratch/killed"
        at=$((at + took / steps + 100))
        [ $at -lt $((took * 2)) ] || survived=2
    done
}

# The first run of a site: everything is new.
expect 0 "$gongshi" init "$scratch/base"
cp feeds/demo/site.conf "$scratch/base/site.conf"
cp feeds/demo/deliveries/01-*/* "$scratch/base/desk/inbox/"
sweep "$scratch/base" 2025-01-20T09:00
first=$kills

# Open data, which is a release of its own.
cp -a "$scratch/whole" "$scratch/online"
usual=$steps
steps=10
sweep "$scratch/online" 2025-01-20T09:30 data
[ -s "$scratch/killed/public/data/current.sqlite" ] || fail "no open data"
data=$((kills - first))
steps=$usual
rm -rf "$scratch/whole"
mv "$scratch/online" "$scratch/whole"

# A later run: newcomers, corrections, notices in the place of pages.
mv "$scratch/whole" "$scratch/later"
for folder in feeds/demo/deliveries/0[2-9]-* feeds/demo/deliveries/10-*; do
    cp "$folder"/* "$scratch/later/desk/inbox/"
done
sweep "$scratch/later" 2026-07-20T09:00
[ $first -ge $((steps / 4)) ] && [ $data -ge 4 ] && [ $((kills - data)) -ge $((steps * 2 / 3)) ] ||
    fail "only $kills kills ($first in the first run, $data of open data)"
echo "$kills kills"
