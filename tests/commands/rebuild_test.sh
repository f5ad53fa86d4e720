#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# rebuild_test.sh — a lost catalogue is made again from ledger and deliveries: the same addresses,
# the same first-published times, the same rulings; a second run has nothing to do.
. tests/commands/site.sh

GONGSHI=$gongshi sh feeds/demo/replay.sh "$scratch/site" >"$scratch/log" 2>&1 || fail "replay: $(tail -n 3 "$scratch/log")"
cp -R "$scratch/site/public" "$scratch/before"
pages() { # pages FOLDER: record pages by name, without the day on which lists were made
    (cd "$1" && find . -name '*.html' -path './[a-z][a-z]/*' ! -path './ml/*' ! -path './tj/20*' ! -name 'index.html' ! -name 'p[0-9]*' | sort | xargs sha256sum)
}

expect 0 "$gongshi" ledger check --site "$scratch/site"
rm "$scratch/site/state/catalogue.db"
expect 2 "$gongshi" status --site "$scratch/site"
warned '先运行 gongshi build'
grep '^记录' "$scratch/log" | tail -n 1 >"$scratch/sums"
expect 0 "$gongshi" run --site "$scratch/site" --as-of 2026-11-20T09:00
warned '由收件和账本重建'
grep -qxF "$(cat "$scratch/sums")" "$scratch/out" || fail "other sums than $(cat "$scratch/sums")"
expect 0 "$gongshi" verify "$scratch/site/public"
expect 0 "$gongshi" ledger check --site "$scratch/site"

# What was said of corrections went with the catalogue: those pages alone may differ.
pages "$scratch/before" >"$scratch/a"
pages "$scratch/site/public" >"$scratch/b"
sed 's/^[0-9a-f]* //' "$scratch/a" >"$scratch/a.names"
sed 's/^[0-9a-f]* //' "$scratch/b" >"$scratch/b.names"
cmp -s "$scratch/a.names" "$scratch/b.names" || fail "other addresses"
differ=$(diff "$scratch/a" "$scratch/b" | grep -c '^>')
corrected=$(grep -l '更正' $(sed "s|^[0-9a-f]* *|$scratch/before/|" "$scratch/a") | wc -l)
[ "$differ" -le "$corrected" ] || fail "$differ pages differ, of which $corrected were corrected"
expect 0 "$gongshi" run --site "$scratch/site" --as-of 2026-11-20T09:00
said '没有公示'

# Counts that followed the records are what counting them all again gives.
"$gongshi" status --site "$scratch/site" --as-of 2026-11-20T09:00 | sed -n '/^比率/,$p' >"$scratch/again"
rm -rf "$scratch/site"
GONGSHI=$gongshi sh feeds/demo/replay.sh "$scratch/site" >/dev/null 2>&1
"$gongshi" status --site "$scratch/site" --as-of 2026-11-20T09:00 | sed -n '/^比率/,$p' >"$scratch/followed"
[ "$(wc -l <"$scratch/followed")" -eq 7 ] || fail "not five rates"
cmp -s "$scratch/again" "$scratch/followed" || fail "counted again it is another count: $(diff "$scratch/again" "$scratch/followed")"
