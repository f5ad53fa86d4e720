#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# county_test.sh — a county's site feeds its city's: signed packages become records that keep their
# origin; corrections, withdrawals and repairs follow; what was edited, is signed by somebody else, is
# missing or not the next one is refused with one finding, and what was before stands.
. tests/commands/site.sh
county=$scratch/county
city=$scratch/city
way=$scratch/way
mkdir "$way" "$scratch/keys"

new_site
mv "$scratch/site" "$county"
cat >>"$county/site.conf" <<CONF
[target city]
profile = gongshi
folder = $way
CONF
sed -i 's/^name = 青原市行政执法公示平台/name = 北湖县行政执法公示平台/; s/^demo = yes/demo = yes/' "$county/site.conf"
expect 0 "$gongshi" new-key --site "$county"
new_site
mv "$scratch/site" "$city"
sed -i '/^\[source/,$d' "$city/site.conf"
cat >>"$city/site.conf" <<CONF
[source beihu]
packages = $way
keys = $scratch/keys
CONF

# county AT: a run of the county's site, whose newest package then lies with the city.
county() {
    expect 0 "$gongshi" run --site "$county" --as-of "$1"
    for p in "$county"/exchange/city/0*; do
        [ -d "$way/${p##*/}" ] || cp -r "$p" "$way/"
    done
}
city() { expect "${2:-0}" "$gongshi" run --site "$city" --as-of "$1"; }
deliver_county() { cat >"$county/desk/inbox/$1"; }
# state NUMBER: what the city rules of a document number.
state() { "$gongshi" explain --site "$city" "$1" 2>/dev/null | awk '/^三、裁定/ { getline; print; exit }'; }

# ---- the first package is complete; origin and identity arrive ----
{ decision 市监罚〔2026〕1号; decision 市监罚〔2026〕2号; } | deliver_county a-decisions.jsonl
county 2026-03-04T09:00
cp "$county"/public/data/keys/*.pem "$scratch/keys/"
city 2026-03-04T10:00
said '新增 2'
page=$city/public/$("$gongshi" explain --site "$city" 市监罚〔2026〕1号 | sed -n 's/^  网址：//p' | head -n 1)
[ -f "$page" ] || fail "the city has no page of the county's decision"
holds "$page" 尉迟某
lacks "$page" 尉迟小满
holds "$page" 北湖县行政执法公示平台
"$gongshi" explain --site "$city" 市监罚〔2026〕1号 | grep -q '来源 beihu' || fail "the record does not keep its origin"
holds "$page" 13059904001
expect 0 "$gongshi" verify --site "$city"
city 2026-03-04T11:00
said '没有公示'

# ---- a correction, a withdrawal, and what is new, in one run of the city after two of the county ----
decision 市监罚〔2026〕2号 | sed 's/500/700/g' | deliver_county b-decisions.jsonl
county 2026-03-05T09:00
id=$("$gongshi" explain --site "$county" 市监罚〔2026〕1号 | sed -n 's/^  网址：.*\/\(.*\)\.html$/\1/p' | head -n 1)
expect 0 "$gongshi" withdraw --site "$county" "$id" --by 局长 --reason 决定有误 --document 市监撤〔2026〕1号 --as-of 2026-03-05T10:00
decision 市监罚〔2026〕3号 | deliver_county c-decisions.jsonl
county 2026-03-05T10:00
city 2026-03-05T11:00
holds "$page" 撤
lacks "$page" 尉迟
"$gongshi" explain --site "$city" 市监罚〔2026〕2号 | grep -q '版本：2' || fail "the correction did not arrive"
state 市监罚〔2026〕3号 | grep -q 公示 || fail "what is new did not arrive"

# ---- a manifest that somebody edited, a file, a foreign key, a gap, an old package ----
decision 市监罚〔2026〕4号 | deliver_county d-decisions.jsonl
county 2026-03-06T09:00
last=$(ls -d "$way"/0* | tail -n 1)
cp -r "$last" "$scratch/good"
cp -a "$city/public" "$scratch/public"
refused() { # refused WHY: exit 6, one finding of that kind, nothing taken
    city "2026-03-06T1$1" 6
    [ "$(grep -c E923 "$scratch/err")" -eq 1 ] || fail "not one E923"
    warned "$2"
    [ -z "$(state 市监罚〔2026〕4号)" ] || fail "a bad package was taken: $2"
    rm -rf "$last"
    cp -r "$scratch/good" "$last"
}
sed -i 's/"rows": 1/"rows": 2/' "$last/manifest.json"
refused 0:00 '签名不符'
sed -i 's/500/900/' "$last/operations.jsonl"
refused 0:01 '与清单不符'
rm "$last/manifest.json.ed25519"
refused 0:02 '没有 ed25519 签名'
mkdir "$scratch/other"
openssl genpkey -algorithm ED25519 -out "$scratch/other.pem" 2>/dev/null
openssl pkeyutl -sign -inkey "$scratch/other.pem" -rawin -in "$last/manifest.json" -out "$last/manifest.json.ed25519"
refused 0:03 '签名不符'
mv "$last" "$scratch/later"
decision 市监罚〔2026〕5号 | deliver_county e-decisions.jsonl
expect 0 "$gongshi" run --site "$county" --as-of 2026-03-07T09:00
next=$(ls -d "$county"/exchange/city/0* | tail -n 1)
cp -r "$next" "$way/"
refused 0:04 '缺少第'
same_tree "$city/public" "$scratch/public"
city 2026-03-07T10:00
state 市监罚〔2026〕5号 | grep -q 公示 || fail "after the gap was filled, packages are not taken"
exit 0
