#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# carriers_test.sh — what is printed and sent elsewhere follows the portal: it is made anew when its
# records move, only then, and a record that leaves the portal leaves it in the same run.
. tests/commands/site.sh
new_site

decision 市监罚〔2026〕1号 | sed 's/"party":"尉迟小满".*"cause"/"party":"青原禾木有限公司","party_type":"法人及非法人组织","party_uscc":"91130599MA5QK2R73X","cause"/; s/尉迟小满（[^）]*）/青原禾木有限公司/; s/尉迟小满/青原禾木有限公司/g' | deliver decisions.jsonl
run_at 2026-03-04T09:00
board=$scratch/site/public/print/scj/board.html
for file in board.html article.html weibo.txt app.json gazette.txt; do
    holds "$scratch/site/public/print/scj/$file" 青原禾木有限公司
done
holds "$scratch/site/public/screen/index.html" 青原禾木有限公司
holds "$scratch/site/public/print/index.html" print/scj/board.html
lacks "$scratch/site/public/screen/hold1.html" http-equiv=\"refresh\"

# A list that is no business of the notice board leaves it alone, and makes the handbook anew.
before=$(stat -c %i.%Y.%s "$board")
printf '{"kind":"matter","agency":"青原市市场监督管理局","code":"1305-01","name":"计量监督检查","category":"行政检查","duty":"监督","scope":"全市","content":"计量器具","basis":"《中华人民共和国计量法》","object":"经营者","organ":"计量科","procedure":"检查","supervision":"12345","remedy":"复议","time_limit":"30 日","approvals":[{"step":"审核","authority":"青原市司法局","document":"青司审〔2026〕1号","date":"2026-01-05"}]}\n' | deliver sx.jsonl
expect_any() { "$gongshi" run --site "$scratch/site" --as-of "$1" >"$scratch/out" 2>"$scratch/err" || [ $? -eq 3 ] || fail "run $1"; }
expect_any 2026-03-05T09:00
[ "$(stat -c %i.%Y.%s "$board")" = "$before" ] || fail "the notice board was written although nothing of it moved"

# Taken down: gone from everything in the same run.
cat >"$scratch/site/desk/inbox/event.jsonl" <<JSON
{"kind":"event","agency":"青原市市场监督管理局","document_number":"市监罚〔2026〕1号","change":"撤销","authority":"青原市市场监督管理局","day":"2026-03-06","reason":"事实不清","basis":"《行政处罚法》第七十五条"}
JSON
expect_any 2026-03-06T09:00
if grep -rl 青原禾木有限公司 "$scratch/site/public/print" "$scratch/site/public/screen" >"$scratch/out"; then
    fail "a withdrawn decision is still printed"
fi
expect 0 "$gongshi" verify --site "$scratch/site"
