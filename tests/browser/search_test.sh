#!/bin/sh
# search_test.sh — the search of a site of made decisions, in Chromium (tests/browser/search.mjs).
. tests/commands/site.sh
. tests/browser/tools.sh

B=${B:-build}
new_site
{
    sed '/^\[agency\|^\[source/,$d; s/^demo = yes/&\npinyin = yes/' "$scratch/site/site.conf"
    "$B/tests/bench/synthetic" --agencies
    printf '[source inbox]\nfolder = desk/inbox\ntake = yes\n'
} >"$scratch/conf"
cp "$scratch/conf" "$scratch/site/site.conf"
"$B/tests/bench/synthetic" 500 | deliver one.jsonl
run_at 2026-12-30T09:00
# what came later: a delta
"$B/tests/bench/synthetic" 540 | deliver two.jsonl
run_at 2026-12-31T09:00
"$B/tests/search/dump" "$scratch/site/public" >"$scratch/dump" || fail "the shards cannot be read"
node tests/browser/search.mjs "$scratch/site/public" "$scratch/dump" "$gongshi" "$scratch/site" ||
    fail "the search in the browser"
size=$(gzip -9c assets/search.js | wc -c)
[ "$size" -le 10240 ] || fail "assets/search.js: $size bytes with gzip, not 10 KB"
