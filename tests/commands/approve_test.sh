#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# approve_test.sh — desk/approvals.csv: orders that release, take down and bring back; tables in
# GB18030 and as workbooks; rows that cannot be used; gongshi withdraw.
. tests/commands/site.sh

HEAD='种类,对象,决定,内容,批准人,日期,文号,理由,备注'
table() { # table ROW… : desk/approvals.csv
    { echo "$HEAD"; for line in "$@"; do echo "$line"; done; } >"$scratch/site/desk/approvals.csv"
}
ruled() { # ruled NUMBER RULE
    expect 0 "$gongshi" explain --site "$scratch/site" "$1"
    sed -n '/^三、裁定/,/^四、/p' "$scratch/out" >"$scratch/ruling"
    holds "$scratch/ruling" "$2"
}
hearing=',"decided":"2026-03-02","hearing":"是"'

# ---- a written order releases what lacks its review; it is logged once, without a name ----
new_site
decision 市监罚〔2026〕1号 "$hearing" | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
ruled 市监罚〔2026〕1号 hold.review-missing
order='释放暂缓,市监罚〔2026〕1号,同意,,欧阳批准,2026/3/5,市监令〔2026〕7号,期限将至,'
table "$order"
run_at 2026-03-06T09:00
ruled 市监罚〔2026〕1号 publish.released
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕1号
said '释放暂缓 同意 v1 2026-03-05 市监令〔2026〕7号'
! grep -rlq 欧阳批准 "$scratch/site/state" "$scratch/site/public" || fail "the ledger holds a name"
run_at 2026-03-07T09:00
said '没有公示'
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕1号
[ "$(grep -c 审批登记 "$scratch/out")" -eq 1 ] || fail "an approval was logged twice"

# ---- a row that was deleted stays in force; a new one revokes it ----
table
run_at 2026-03-08T09:00
ruled 市监罚〔2026〕1号 publish.released
table '释放暂缓,市监罚〔2026〕1号,不同意,,欧阳批准,2026-03-09,市监令〔2026〕8号,补齐审核,'
run_at 2026-03-09T09:00
ruled 市监罚〔2026〕1号 hold.review-missing

# ---- taken down with a public reason, swept; brought back ----
new_site
decision 市监罚〔2026〕2号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
page=$scratch/site/public/$(address_of 市监罚〔2026〕2号 行政执法决定)
expect 2 "$gongshi" withdraw --site "$scratch/site" 市监罚〔2026〕99号 --by 林主任 --reason 测试
warned '没有这个编号或文书号'
expect 2 "$gongshi" withdraw --site "$scratch/site" 市监罚〔2026〕2号
expect 0 "$gongshi" withdraw --site "$scratch/site" 市监罚〔2026〕2号 --as-of 2026-03-06 \
    --by 林主任 --reason '当事人尉迟小满申请，附件有误' --document 市监办〔2026〕3号
run_at 2026-03-06T09:00
ruled 市监罚〔2026〕2号 withdraw.order
holds "$page" '经审批撤下'
holds "$page" '附件有误'
lacks "$page" 尉迟小满
echo '恢复,市监罚〔2026〕2号,同意,,林主任,2026-03-10,,,' >>"$scratch/site/desk/approvals.csv"
run_at 2026-03-10T09:00
ruled 市监罚〔2026〕2号 publish.open
lacks "$page" '经审批撤下'

# ---- off line until the corrected text comes ----
table '更正,市监罚〔2026〕2号,同意,,林主任,2026-03-11,,金额有误,'
run_at 2026-03-11T09:00
ruled 市监罚〔2026〕2号 hold.correcting
decision 市监罚〔2026〕2号 | sed 's/"amount":500/"amount":300/' | deliver b-decisions.jsonl
run_at 2026-03-12T09:00
ruled 市监罚〔2026〕2号 publish.open

# ---- rows that cannot be used are told, and harm no other; an approval may come first ----
new_site
table '放行,市监罚〔2026〕3号,同意,,林主任,2026-03-05,令1号,急,' \
    '释放暂缓,市监罚〔2026〕3号,同意,,林主任,2026-03-05,,没有文号,' \
    '释放暂缓,市监罚〔2026〕3号,公开,,林主任,2026-03-05,令1号,急,' \
    '释放暂缓,市监罚〔2026〕3号,同意,,林主任,2026-13-05,令1号,急,' \
    '释放暂缓,市监罚〔2026〕3号,同意,,林主任,2026-03-05,令1号,急,'
run_at 2026-03-05T09:00
for line in '2:种类: warn E415' '3:文号: warn E415' '4:决定: warn E415' '5:日期: warn E415' '6:对象: note E416'; do
    warned "desk/approvals.csv:$line"
done
decision 市监罚〔2026〕3号 "$hearing" | deliver a-decisions.jsonl
run_at 2026-03-06T09:00
ruled 市监罚〔2026〕3号 publish.released
echo '种类,对象' >"$scratch/site/desk/approvals.csv"
run_at 2026-03-07T09:00
warned 'E414'

# ---- GB18030, English headers, a workbook; two tables are one too many ----
new_site
decision 市监罚〔2026〕4号 "$hearing" | deliver a-decisions.jsonl
table '释放暂缓,市监罚〔2026〕4号,同意,,林主任,2026年3月5日,令1号,急,'
iconv -f UTF-8 -t GB18030 "$scratch/site/desk/approvals.csv" >"$scratch/gbk" &&
    cp "$scratch/gbk" "$scratch/site/desk/approvals.csv"
run_at 2026-03-06T09:00
ruled 市监罚〔2026〕4号 publish.released
decision 市监罚〔2026〕5号 "$hearing" | deliver b-decisions.jsonl
printf 'kind\tobject\tdecision\tby\tdate\tdocument\treason\n释放暂缓\t市监罚〔2026〕5号\t同意\t林主任\t2026-03-06\t令2号\t急\n释放\t市监罚〔2026〕5号\t同意\t林主任\t2026-03-06\t令2号\t急\n' |
    perl tests/commands/workbook.pl xlsx "$scratch/site/desk/approvals.xlsx"
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-07T09:00
warned E412
rm "$scratch/site/desk/approvals.csv"
run_at 2026-03-07T09:00
warned 'desk/approvals.xlsx:3:种类: warn E415'
ruled 市监罚〔2026〕5号 publish.released
expect 2 "$gongshi" withdraw --site "$scratch/site" 市监罚〔2026〕5号 --by 林主任 --reason 测试
warned '工作簿'
echo 'no workbook' >"$scratch/site/desk/approvals.xlsx"
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-08T09:00
warned E413

# ---- a batch on paper: the sheet's number approves what is on it, in the version that is on it ----
new_site
mkdir -p "$scratch/site/content/law"
sed 's/^#ch-decision/ch-decision/' content/law/chains.csv >"$scratch/site/content/law/chains.csv"
expect 0 "$gongshi" status --sheet --site "$scratch/site" --as-of 2026-03-05
said '没有等待审签的记录'
decision 市监罚〔2026〕6号 | deliver a-decisions.jsonl
decision 市监罚〔2026〕7号 | deliver b-decisions.jsonl
decision 市监罚〔2026〕8号 | deliver c-decisions.jsonl
run_at 2026-03-05T09:00
expect 0 "$gongshi" status --sheet --site "$scratch/site" --as-of 2026-03-05
said '审签单 20260305-1，3 条'
sheet=$scratch/site/desk/report/sheet-20260305-1.html
for text in 20260305-1 市监罚〔2026〕6号 2026-03-11 尉迟某 同意公示 批准人; do holds "$sheet" "$text"; done
for secret in 尉迟小满 130599197504094873 13900005606 安居苑; do lacks "$sheet" "$secret"; done
decision 市监罚〔2026〕7号 | sed 's/"amount":500/"amount":300/' | deliver d-decisions.jsonl
table '发布审签,20260305-1,同意,,林主任,2026-03-06,,,' '发布审签,市监罚〔2026〕8号,不同意,,林主任,2026-03-06,,,'
run_at 2026-03-06T09:00
ruled 市监罚〔2026〕6号 publish.open
ruled 市监罚〔2026〕7号 hold.approval
ruled 市监罚〔2026〕8号 hold.disapproved
expect 0 "$gongshi" status --sheet --site "$scratch/site" --as-of 2026-03-06
said '审签单 20260306-1，1 条'
table '发布审签,20260306-1,同意,,林主任,2026-03-06,,,'
run_at 2026-03-06T10:00
ruled 市监罚〔2026〕7号 publish.open

# ---- words that may be a name: the record waits, they are marked for the clerk, decided once ----
new_site
doubtful() { # doubtful WHEN: a decision in whose text 高明 is a name or an adjective
    decision 市监罚〔2026〕3号 | sed "s/进行现场检查。/进行现场检查。货物由证人高明、$1送到。/"
}
doubtful 当日 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
warned 'E431'
! grep -q 高明 "$scratch/err" "$scratch/out" || fail "a doubtful name in the log"
ruled 市监罚〔2026〕3号 hold.masking
grep -q '<mark>高明</mark>' "$scratch/site/desk/report"/*.html || fail "the doubtful words are not marked"
table '隐名裁决,市监罚〔2026〕3号,隐去,高明,林主任,2026-03-06,,,'
run_at 2026-03-06T09:00
ruled 市监罚〔2026〕3号 publish.open
page=$scratch/site/public/$(address_of 市监罚〔2026〕3号 行政执法决定)
holds "$page" '证人高某、当日送到'
lacks "$page" 高明
# A new version with the same words is not asked about again.
doubtful 当日晚上 | deliver b-decisions.jsonl
run_at 2026-03-07T09:00
ruled 市监罚〔2026〕3号 publish
holds "$page" '证人高某、当日晚上送到'
table '隐名裁决,市监罚〔2026〕3号,保留,高明,林主任,2026-03-08,,不是人名,'
run_at 2026-03-08T09:00
holds "$page" '证人高明、当日晚上送到'
