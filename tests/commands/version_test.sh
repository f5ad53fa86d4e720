#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# version_test.sh — lists have a history: earlier versions stay at their own addresses, what changed
# is a public page, a version that may not stand yet waits and the present one stands.
. tests/commands/site.sh

matter() { # matter NAME EFFECTIVE [APPROVALS]
    printf '{"kind":"matter","agency":"青原市市场监督管理局","name":"%s","code":"130599-02-0020","category":"行政处罚","basis":"《计量法》第二十七条","time_limit":"90 日","supervision":"12315","remedies":"60 日内申请行政复议","effective":"%s","approvals":%s}\n' \
        "$1" "$2" "${3-$REVIEWED}"
}
REVIEWED='[{"step":"审核","authority":"青原市司法局","date":"2026-01-06"}]'
words() { sed 's/<[^>]*>/ /g' "$1" | tr -s ' \n' ' ' >"$scratch/words"; }
public=

new_site
public=$scratch/site/public
matter 对计量违法的处罚 2026-01-01 | deliver a-matters.jsonl
run_at 2026-02-02T09:00
path=$(address_of 130599-02-0020 行政执法事项)
stem=$public/${path%.html}
[ -f "$stem.html" ] || fail "the matter is not on line"
[ ! -e "$stem-history.html" ] || fail "a history of one version"
words "$public/sx/changes.html"
holds "$scratch/words" '2026-02-02 新增 对计量违法的处罚'
holds "$public/sx/index.html" 'sx/changes.html'

# ---- a version with a day to come: the present one stands, the same line again is nothing new ----
matter 对计量违法行为的处罚 2026-03-01 | deliver b-matters.jsonl
run_at 2026-02-10T09:00
warned 'E419'
warned '尚未到生效日期'
grep -q '变更 1 ' "$scratch/out" || fail "not told as changed"
holds "$stem.html" 对计量违法的处罚
matter 对计量违法行为的处罚 2026-03-01 | deliver c-matters.jsonl
run_at 2026-02-11T09:00
grep -q '未变 1 ' "$scratch/out" || fail "a waiting version is news again"
holds "$stem.html" 对计量违法的处罚
rm "$scratch/site/state/catalogue.db"
run_at 2026-02-12T09:00
holds "$stem.html" 对计量违法的处罚

# ---- its day comes: same address, the old text at its own, and what changed ----
run_at 2026-03-01T09:00
holds "$stem.html" 对计量违法行为的处罚
holds "$stem.html" "$(basename "$stem")-history.html"
holds "$stem-v1.html" 对计量违法的处罚
words "$stem-v1.html"
holds "$scratch/words" '这是历史版本（第 1 版）：2026-02-02 至 2026-03-01 公示'
words "$stem-history.html"
holds "$scratch/words" '第 2 版'
holds "$scratch/words" '2026-03-01 起施行'
holds "$scratch/words" '事项名称 对计量违法的处罚 对计量违法行为的处罚'
words "$public/sx/changes.html"
holds "$scratch/words" '2026-03-01 修改 对计量违法行为的处罚'
expect 0 "$gongshi" verify --site "$scratch/site"

# ---- without its approval it waits too; the desk approves the version that waits ----
matter 对计量违法的行政处罚 2026-03-01 '[]' | deliver d-matters.jsonl
run_at 2026-03-02T09:00
warned '审批没有办完'
holds "$stem.html" 对计量违法行为的处罚
printf '种类,对象,决定,批准人,日期\n清单审批,130599-02-0020,审核,青原市司法局,2026-03-03\n' >"$scratch/site/desk/approvals.csv"
run_at 2026-03-03T09:00
holds "$stem.html" 对计量违法的行政处罚
holds "$stem-v2.html" 对计量违法行为的处罚
expect 0 "$gongshi" explain --site "$scratch/site" 130599-02-0020
said '清单审批 审核 v3'

# ---- the catalogue is lost: the same history, the same bytes ----
cp "$stem-v1.html" "$scratch/v1" && cp "$stem-v2.html" "$scratch/v2" && cp "$stem-history.html" "$scratch/h"
rm "$scratch/site/state/catalogue.db"
run_at 2026-03-04T09:00
cmp -s "$stem-v1.html" "$scratch/v1" || fail "version 1 differs after the rebuild"
cmp -s "$stem-v2.html" "$scratch/v2" || fail "version 2 differs after the rebuild"
cmp -s "$stem-history.html" "$scratch/h" || fail "the history differs after the rebuild"
holds "$stem.html" 对计量违法的行政处罚

# ---- an entry that is taken down takes its history with it; brought back, it brings it back ----
printf '种类,对象,决定,批准人,日期,理由\n清单审批,130599-02-0020,审核,青原市司法局,2026-03-03,\n撤下,130599-02-0020,同意,林主任,2026-03-05,职权已下放\n' >"$scratch/site/desk/approvals.csv"
run_at 2026-03-05T09:00
holds "$stem.html" 职权已下放
for gone in v1 v2 history; do [ ! -e "$stem-$gone.html" ] || fail "$gone is still there"; done
words "$public/sx/changes.html"
holds "$scratch/words" '2026-03-05 撤下'
expect 0 "$gongshi" verify --site "$scratch/site"
echo '恢复,130599-02-0020,同意,林主任,2026-03-06,' >>"$scratch/site/desk/approvals.csv"
run_at 2026-03-06T09:00
for there in v1 v2 history; do [ -f "$stem-$there.html" ] || fail "$there did not come back"; done
words "$public/sx/changes.html"
holds "$scratch/words" '2026-03-06 恢复'

# ---- a certificate runs out by itself; a decision's old text has no page of its own ----
printf '{"kind":"officer","name":"马艳","agency":"青原市市场监督管理局","certificate":"13059904001","category":"市场监管","area":"青原市","valid_from":"2022-01-01","valid_to":"2026-03-09","approvals":%s}\n' "$REVIEWED" | deliver e-officers.jsonl
decision 市监罚〔2026〕1号 | deliver f-decisions.jsonl
run_at 2026-03-09T09:00
card=$public/$(address_of 13059904001 行政执法人员)
holds "$card" '有效</p>'
run_at 2026-03-10T09:00
holds "$card" '已过期'
decision 市监罚〔2026〕1号 | sed 's/"amount":500/"amount":300/' | deliver g-decisions.jsonl
run_at 2026-03-11T09:00
[ -z "$(find "$public/cf" -name '*-v1.html' -o -name '*-history.html')" ] || fail "a decision's old text stayed"
run_at 2026-03-12T09:00
said '没有公示'

# ---- an agency whose duties passed on: its decisions keep their author, the pages lead to each other ----
new_site
cat >>"$scratch/site/site.conf" <<'CONF'
[agency gsj]
name = 青原市工商行政管理局
successor = scj
until = 2019-01-10
CONF
decision 市监罚〔2026〕1号 | deliver a-decisions.jsonl
decision 工商罚〔2018〕9号 ',"decided":"2018-12-28"' | sed 's/青原市市场监督管理局/青原市工商行政管理局/' | deliver b-decisions.jsonl
run_at 2026-03-05T09:00
words "$scratch/site/public/agency/scj/index.html"
lacks "$scratch/words" '职责承自'
decision 工商罚〔2023〕9号 ',"decided":"2025-12-26"' | sed 's/青原市市场监督管理局/青原市工商行政管理局/; s/自然人/法人及非法人组织/; s/尉迟小满/青原禾木有限公司/g; s/"party_id_type.*"party_address":"[^"]*",//' | deliver c-decisions.jsonl
run_at 2026-03-06T09:00
words "$scratch/site/public/agency/scj/index.html"
holds "$scratch/words" '职责承自： 青原市工商行政管理局'
words "$scratch/site/public/agency/gsj/index.html"
holds "$scratch/words" '2019-01-10 起职责由这个机关承继： 青原市市场监督管理局'
holds "$scratch/words" '工商罚〔2023〕9号'
sed -i 's/successor = scj/successor = xyz/' "$scratch/site/site.conf"
expect 2 "$gongshi" check --site "$scratch/site"
warned E420
