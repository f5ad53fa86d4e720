#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# evidence_test.sh — the bundle of one record is checked with sha256sum alone, tells a change of any
# of its files or of the published page, and holds no private value.
. tests/commands/site.sh

# unpack ZIP: into $scratch/bundle
unpack() {
    rm -rf "$scratch/unpacked" "$scratch/bundle"
    unzip -q "$1" -d "$scratch/unpacked" || fail "not a ZIP file: $1"
    mv "$scratch/unpacked"/* "$scratch/bundle"
}

new_site
decision 青市监罚〔2026〕1号 | deliver a-decisions.jsonl
cp "$scratch/site/desk/inbox/a-decisions.jsonl" "$scratch/received"
run_at 2026-03-05T09:00
page=$(address_of 青市监罚〔2026〕1号 行政执法决定)
expect 0 "$gongshi" evidence 青市监罚〔2026〕1号 --site "$scratch/site"
said "desk/report/evidence-$(basename "$page" .html).zip"
expect 0 "$gongshi" evidence "$(basename "$page" .html)" --site "$scratch/site" --out "$scratch/one.zip"
cmp -s "$scratch/one.zip" "$scratch/site/desk/report/evidence-$(basename "$page" .html).zip" || fail "other bytes"
[ -z "$(find "$scratch/one.zip" -perm /007)" ] || fail "others may read the bundle"
unpack "$scratch/one.zip"
expect 0 sh "$scratch/bundle/check.sh"
said 相符
holds "$scratch/bundle/receipt.csv" "$(sha256sum <"$scratch/received" | cut -c1-64)"
holds "$scratch/bundle/receipt.csv" "$(head -n 1 "$scratch/received" | tr -d '\n' | sha256sum | cut -c1-64)"
holds "$scratch/bundle/rulings.csv" 'publish.open,依法主动公开,国办发〔2018〕118号'
for text in '首次公示  2026-03-05 09:00' '公示期限  2026-03-11' '为第 7 个工作日' '发改办财金〔2018〕424号'; do
    holds "$scratch/bundle/README.txt" "$text"
done
[ "$(wc -l <"$scratch/bundle/chain.txt")" -eq 5 ] || fail "not run, received, publish, publishing, published"
cmp -s "$scratch/bundle/release/$page" "$scratch/site/public/$page" || fail "another page"
for gone in 尉迟小满 130599197504094873 13900005606 安居苑; do
    ! grep -rqa "$gone" "$scratch/bundle" || fail "the bundle holds $gone"
done
[ -z "$(find "$scratch/bundle" -type f -perm /007)" ] || fail "others may read the bundle"

# ---- whoever changes a file, even with its sum, is found out ----
resum() { (cd "$scratch/bundle" && find . -type f ! -name SHA256SUMS | sed 's|^\./||' | xargs sha256sum >SHA256SUMS); }
cp -R "$scratch/bundle" "$scratch/good"
sed -i 's/2026-03-05 09:00/2026-03-03 09:00/' "$scratch/bundle/chain.txt"
resum
expect 1 sh "$scratch/bundle/check.sh"
said '不符：'
rm -rf "$scratch/bundle"
cp -R "$scratch/good" "$scratch/bundle"
echo '<!-- -->' >>"$scratch/bundle/release/$page"
resum
expect 1 sh "$scratch/bundle/check.sh"
said "不在清单中：$page"

expect 2 "$gongshi" evidence 无此文号 --site "$scratch/site"
expect 2 "$gongshi" evidence --site "$scratch/site"
mkdir "$scratch/mine"
touch "$scratch/mine/file"
expect 2 "$gongshi" evidence 青市监罚〔2026〕1号 --site "$scratch/site" --out "$scratch/mine"
[ -f "$scratch/mine/file" ] || fail "it removed what was not its own"
