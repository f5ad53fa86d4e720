#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# explain_test.sh — gongshi explain: a record at every stage, by number or by address, and no
# private value unless --reveal is said on a terminal; gongshi status: who waits, and why.
. tests/commands/site.sh

new_site
decision 青市监罚〔2026〕1号 | deliver a-decisions.jsonl
decision 青市监罚〔2026〕2号 ',"decided":"2026-03-09"' | deliver b-decisions.jsonl
run_at 2026-03-05T09:00 3
for words in 青市监罚〔2026〕1号 '青市监罚[2026]1号' '青市监罚(2026)1号' '青市监罚【２０２６】 1 号'; do
    expect 0 "$gongshi" explain --site "$scratch/site" "$words"
    for text in '一、收件' 'a-decisions.jsonl，第 1 行' 'SHA-256' '二、记录' '证件号码：999999999999999999 (18)' \
        '三、裁定' 'publish.open' '公示期限：2026-03-11' '为第 7 个工作日' '四、公示' '网址：cf/2026/' \
        '名称：尉迟某' '五、经过'; do
        said "$text"
    done
    for gone in 尉迟小满 130599197504094873 13900005606 安居苑; do lacks "$scratch/out" $gone; done
done
name=$(basename "$(address_of 青市监罚〔2026〕1号 行政执法决定)" .html)
expect 0 "$gongshi" explain --site "$scratch/site" "$name"
said 青市监罚〔2026〕1号
# Not a terminal: --reveal reveals nothing.
expect 0 "$gongshi" explain --site "$scratch/site" 青市监罚〔2026〕1号 --reveal
for gone in 尉迟小满 130599197504094873 13900005606; do lacks "$scratch/out" $gone; done

expect 0 "$gongshi" explain --site "$scratch/site" 青市监罚〔2026〕2号
said 'refuse.future'
said '怎么办：'
expect 2 "$gongshi" explain --site "$scratch/site" 无此文号
warned_once '账本中没有这个编号或文书号'
expect 2 "$gongshi" explain --site "$scratch/site" '%'
expect 2 "$gongshi" explain --site "$scratch/site"

expect 0 "$gongshi" status --site "$scratch/site"
said '公示 1'
said '退回 1'
said 'b-decisions.jsonl:1'
said 'refuse.future'
for gone in 尉迟小满 130599197504094873 13900005606; do lacks "$scratch/out" $gone; done

# check tells the same, and leaves nothing behind.
decision 青市监罚〔2026〕3号 | deliver c-decisions.jsonl
find "$scratch/site/state/deliveries" "$scratch/site/public" "$scratch/site/desk" | sort >"$scratch/before"
expect 0 "$gongshi" check --site "$scratch/site" --as-of 2026-03-06
said '新增 1'
find "$scratch/site/state/deliveries" "$scratch/site/public" "$scratch/site/desk" | sort >"$scratch/after"
cmp -s "$scratch/before" "$scratch/after" || fail "check left something behind"
expect 2 "$gongshi" explain --site "$scratch/site" 青市监罚〔2026〕3号
