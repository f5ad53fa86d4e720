#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# level_test.sh — a source's own levels of findings: they hold, the ledger notes them and why; a
# code that comes with another name is told.
. tests/commands/site.sh

new_site
# The fine of 500 元, reported as 5.
with_fine() { decision "$1" | sed 's/"amount":500/"amount":5/'; }

# An amount that is a unit off is held; a source may say, with a reason, that it is not.
with_fine '青市监罚〔2026〕1号' | deliver a-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2026-03-05T09:01
warned 'doubt E226'
said '暂缓 1'
sed -i 's/^take = yes$/take = yes\nlevel E226 = warn（旧办法按万元填报）/' "$scratch/site/site.conf"
with_fine '青市监罚〔2026〕2号' | deliver b-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2026-03-05T09:02
warned 'warn E226'
said '公示 1 + 暂缓 1'
grep -aq 'inbox: E226 = warn（旧办法按万元填报）' "$scratch/site/state/ledger.db" ||
    fail 'the ledger does not note the level'

# The same code with another name: the company was renamed, or one of both is wrong.
company() { # company NUMBER NAME
    decision "$1" | sed -e 's/"party":"[^"]*","party_type":"自然人","party_id_type":"身份证","party_id":"[0-9]*"/"party":"'"$2"'","party_type":"法人及非法人组织","party_uscc":"91130599MA0AAAAA1N"/'
}
company '青市监罚〔2026〕3号' '青原市某某食品有限公司' | deliver c-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2026-03-05T09:03
[ ! -s "$scratch/err" ] || fail 'warned of a name that came first'
company '青市监罚〔2026〕4号' '青原市某某食品（有限）公司' | deliver d-decisions.jsonl
company '青市监罚〔2026〕5号' '青原市某某食品(有限)公司' | deliver e-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2026-03-05T09:04
warned 'd-decisions.jsonl:1:decision.party: warn E303'
[ "$(grep -c E303 "$scratch/err")" -eq 1 ] || fail 'brackets made another name'

# A source may have such a record held until staff have looked.
sed -i 's/^level .*/level E303 = doubt（先核对更名）/' "$scratch/site/site.conf"
company '青市监罚〔2026〕6号' '青原市别的食品有限公司' | deliver f-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2026-03-05T09:05
warned 'f-decisions.jsonl:1:decision.party: doubt E303'
said '暂缓 2'
said 'desk/report/inbox-rejects.xlsx'

# What cannot be lowered, and what has no reason, is no configuration.
for wrong in 'level E216 = warn（理由）' 'level E226 = warn' 'level E226 = off（理由）' 'level E1 = warn（理由）'; do
    sed -i "s/^level .*/$wrong/" "$scratch/site/site.conf"
    expect 2 "$gongshi" check --site "$scratch/site" --as-of 2026-03-05T09:06
    warned 'E810'
done
