#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# init_test.sh — gongshi init: a folder that builds and publishes at once, empty or with the sample.
. tests/commands/site.sh

expect 0 "$gongshi" init "$scratch/empty"
said '已建立'
for folder in desk/inbox desk/report content feeds/maps templates assets; do
    [ -d "$scratch/empty/$folder" ] || fail "no folder $folder"
done
expect 0 "$gongshi" run --site "$scratch/empty"
sums_add_up "$scratch/out"
expect 0 "$gongshi" verify --site "$scratch/empty"
holds "$scratch/empty/public/cf/index.html" '本期无数据'
for private in state exchange; do
    [ "$(stat -c %a "$scratch/empty/$private")" = 700 ] || fail "$private is not 0700"
done
[ "$(stat -c %a "$scratch/empty/state/keys/site.key")" = 600 ] || fail "the key is not 0600"
expect 0 "$gongshi" run --site "$scratch/empty"
said '没有公示'

# A stage is published on its own day only, and by the clock.
expect 0 "$gongshi" init "$scratch/stage"
expect 0 "$gongshi" build --site "$scratch/stage" --as-of 2020-01-02
[ -z "$(ls "$scratch/stage/public")" ] || fail "build published"
expect 4 "$gongshi" publish --site "$scratch/stage"
said '另一天'
[ -z "$(ls "$scratch/stage/public")" ] || fail "a stage of another day was published"
expect 0 "$gongshi" run --site "$scratch/stage"
expect 0 "$gongshi" verify --site "$scratch/stage"

cmp -s "$scratch/empty/state/keys/site.key" "$scratch/stage/state/keys/site.key" && fail "two sites, one key"
expect 2 "$gongshi" init "$scratch/empty"
warned '已经有一个网站'
expect 2 "$gongshi" init
expect 2 "$gongshi" init a b
expect 5 "$gongshi" init /dev/null/site

expect 0 "$gongshi" init "$scratch/sample" --sample
ls "$scratch/sample/desk/inbox" | grep -q decisions || fail "no sample deliveries"
status=0
"$gongshi" run --site "$scratch/sample" --as-of 2026-11-20T09:00 >"$scratch/out" 2>"$scratch/err" || status=$?
[ $status -eq 3 ] || fail "the sample ran with exit $status"
sums_add_up "$scratch/out"
expect 0 "$gongshi" verify --site "$scratch/sample"

# Words of the folder may be given from elsewhere, and --site=… is the same as --site ….
(cd "$scratch/sample" && exec "$gongshi" status >"$scratch/out" 2>&1) || fail "status in the folder"
said '上一次运行：2026-11-20 09:00'
expect 0 "$gongshi" status "--site=$scratch/sample"
expect 0 "$gongshi" --help
for command in init check build publish run verify explain status deadline mask render ledger; do
    said "  $command "
done
