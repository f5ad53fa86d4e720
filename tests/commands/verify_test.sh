#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# verify_test.sh — gongshi verify holds a published site against its manifests and its links, and
# looks for private values: with the ledger all that the records hold, without it what has the shape.
. tests/commands/site.sh

verify() { # verify STATUS ARGUMENTS…
    wanted=$1
    shift
    expect "$wanted" "$gongshi" verify "$@"
    lacks "$scratch/err" 13900005606
    lacks "$scratch/err" 尉迟小满
}
fresh() { # what was published, at the page of the record
    rm -rf "$scratch/site/public"
    cp -r "$scratch/good" "$scratch/site/public"
    page=$scratch/site/public/$path
}

new_site
decision 市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
path=$(address_of 市监罚〔2026〕1号 行政执法决定)
cp -r "$scratch/site/public" "$scratch/good"
verify 0 --site "$scratch/site"
said '项已知的个人号码'
verify 0 "$scratch/good"
said '没有账本'

# Each release carries the report of its own check: it tells no value, and is checked itself.
holds "$scratch/good/data/proof.json" '"kind": "mobile"'
holds "$scratch/good/about/proof.html" '发布核验报告'
tree=$(cat "$scratch/good"/manifest.json | sed -n 's/.*"path": "\(manifest[^"]*\)", "size": \([0-9]*\), "sha256": "\([0-9a-f]*\)".*/\3  \2  \1/p' |
    sha256sum | cut -d' ' -f1)
holds "$scratch/good/data/proof.json" "\"sha256\": \"$tree\""
fresh
sed -i 's/"found": 0/"found": 1/' "$scratch/site/public/data/proof.json"
verify 4 "$scratch/site/public"
warned 'data/proof.json: error E611'

# Somebody wrote into a page: that is told, and what it says is read all the same.
fresh
sed -i 's|</main>|<p>电话 139-0000-5606</p></main>|' "$page"
verify 4 --site "$scratch/site"
warned "$path: error E611"
warned "$path: error E607"
warned '手机号码'
verify 4 "$scratch/site/public"
warned "$path: error E611"
warned "$path: error E613"

# So it is with what was added at the end of a file.
fresh
yes '<!-- -->' | head -n 40000 >>"$page"
echo 139-0000-5606 >>"$page"
verify 4 --site "$scratch/site"
warned "$path: error E607"

# A name is private on the page of its record; only the ledger knows it, by a digest.
fresh
sed -i 's|</main>|<p>尉 迟 小 满</p></main>|' "$page"
verify 4 --site "$scratch/site"
warned "$path: error E608"
verify 4 "$scratch/site/public"
grep -q 'E60[78]' "$scratch/err" && fail "a name known without the ledger"
fresh
sed -i 's|</main>|<p>尉迟小满</p></main>|' "$scratch/site/public/index.html"
verify 4 --site "$scratch/site"
grep -q 'E608' "$scratch/err" && fail "another page may hold the same name"

# Links, strangers, losses, cut-off packages.
fresh
sed -i 's|</main>|<a href="../nowhere.html">x</a></main>|' "$page"
verify 4 "$scratch/site/public"
warned "error E605"
fresh
echo x >"$scratch/site/public/stranger.txt"
rm "$scratch/site/public/robots.txt"
verify 4 "$scratch/site/public"
warned 'stranger.txt: error E612'
warned 'robots.txt: error E610'
fresh
rm "$scratch/site/public/manifest.json"
verify 4 "$scratch/site/public"
warned 'manifest.json: error E609'

# A site whose lists had a shard of the manifest each: its next release puts them together, though an
# earlier stage that did was thrown away.
fresh
shards=$scratch/site/public/manifest
[ -s "$shards/40000000.txt" ] || fail "no shard of lists: $(ls "$shards")"
mv "$shards/40000000.txt" "$shards/40000400.txt"
decision 市监罚〔2026〕2号 | deliver b-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2026-03-06T08:00
[ -e "$shards/40000400.txt" ] || fail "published by build"
run_at 2026-03-06T09:00
[ -s "$shards/40000000.txt" ] && [ ! -e "$shards/40000400.txt" ] || fail "not together: $(ls "$shards")"
verify 0 --site "$scratch/site"
