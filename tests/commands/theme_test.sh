#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# theme_test.sh — a city changes one word, one block, the colour or the language, and nothing else;
# what it writes wrongly is told with file and line (templates/README.md).
. tests/commands/site.sh

public=$scratch/site/public
new_site
decision 市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
page=$public/$(address_of 市监罚〔2026〕1号 行政执法决定)
cp "$page" "$scratch/before"

# ---- one word, one block, the colour ----
mkdir -p "$scratch/site/templates/words" "$scratch/site/templates/record"
printf '[footer]\ntop = 回到最上面\n' >"$scratch/site/templates/words/zh-CN.ini"
printf '{{<part/decision}}{{$after}}<p>罚款可在一楼缴纳，文号 {{number}}。</p>{{/after}}{{/part/decision}}\n' \
    >"$scratch/site/templates/record/decision.mustache"
sed 's/^demo = yes/colour = #5b1a1a\ndemo = yes/' "$scratch/site/site.conf" >"$scratch/conf"
cp "$scratch/conf" "$scratch/site/site.conf"
run_at 2026-03-06T09:00
sed 's/回到最上面/返回顶部/; s|<p>罚款可在一楼缴纳，文号 市监罚〔2026〕1号。</p>||' "$page" >"$scratch/after"
cmp -s "$scratch/before" "$scratch/after" || { diff "$scratch/before" "$scratch/after" >"$scratch/err"; fail "more changed than was asked for"; }
holds "$page" '罚款可在一楼缴纳，文号 市监罚〔2026〕1号。'
holds "$public/assets/site.css" ':root{--main:#5b1a1a}'

# ---- another language: words of the interface change, data does not ----
sed 's/^demo = yes/language = en\ndemo = yes/' "$scratch/conf" >"$scratch/site/site.conf"
run_at 2026-03-07T09:00
holds "$page" '<html lang="en"'
holds "$page" 'Disclosure deadline'
holds "$page" 销售不合格计量器具
lacks "$page" 公示时限

# ---- what is written wrongly ----
printf '[[footer.top]]\n[[footer.nowhere]]\n' >"$scratch/site/templates/map.mustache"
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-08T09:00
warned 'templates/map.mustache:2: error E525 [WORDS]'
rm "$scratch/site/templates/map.mustache"
sed 's/^demo = yes/language = fr\ndemo = yes/' "$scratch/conf" >"$scratch/site/site.conf"
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-08T09:00
warned 'E527 [WORDS]'
warned fr
