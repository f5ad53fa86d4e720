#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# officer_test.sh — certificates are held against the day of the decision, whichever comes first,
# list or decision; renewals are further stretches; kinds and chains come from tables.
. tests/commands/site.sh

ruled() { # ruled NUMBER RULE
    expect 0 "$gongshi" explain --site "$scratch/site" "$1"
    sed -n '/^三、裁定/,/^四、/p' "$scratch/out" >"$scratch/ruling"
    holds "$scratch/ruling" "$2"
}
REVIEWED='[{"step":"审核","authority":"青原市司法局","date":"2025-01-06"}]'
officer() { # officer FROM TO [APPROVALS]
    printf '{"kind":"officer","name":"马艳","agency":"青原市市场监督管理局","certificate":"13059904001","category":"市场监管","area":"青原市","valid_from":"%s","valid_to":"%s","approvals":%s}\n' \
        "$1" "$2" "${3-$REVIEWED}"
}
table() { mkdir -p "$scratch/site/content/law" && cat >"$scratch/site/content/law/$1"; }

# ---- without a list nothing can be tested; the list comes later and shows an expired certificate ----
new_site
decision 市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-03T09:00
ruled 市监罚〔2026〕1号 publish.open
page=$scratch/site/public/$(address_of 市监罚〔2026〕1号 行政执法决定)
officer 2022-01-01 2025-12-31 | deliver b-officers.jsonl
run_at 2026-03-04T09:00
ruled 市监罚〔2026〕1号 hold.officer-expired
holds "$page" '执法人员的证件无效'

# ---- a decision after the list; the renewal frees both, and the old stretch still counts ----
decision 市监罚〔2026〕2号 | deliver c-decisions.jsonl
decision 市监罚〔2025〕3号 ',"decided":"2025-12-30"' | deliver d-decisions.jsonl
run_at 2026-03-05T09:00
ruled 市监罚〔2026〕2号 hold.officer-expired
ruled 市监罚〔2025〕3号 publish.open
officer 2026-01-01 2030-12-31 | deliver e-officers.jsonl
run_at 2026-03-06T09:00
for number in 市监罚〔2026〕1号 市监罚〔2026〕2号 市监罚〔2025〕3号; do ruled $number publish.open; done
cp "$page" "$scratch/page"

# ---- the catalogue is lost: the same stretches, the same rulings ----
rm "$scratch/site/state/catalogue.db"
run_at 2026-03-07T09:00
for number in 市监罚〔2026〕1号 市监罚〔2025〕3号; do ruled $number publish.open; done
cmp -s "$page" "$scratch/page" || fail "a page differs after the rebuild"

# ---- both in one delivery folder, the decision first ----
new_site
decision 市监罚〔2026〕4号 | deliver a-decisions.jsonl
officer 2022-01-01 2025-12-31 | deliver b-officers.jsonl
run_at 2026-03-03T09:00
ruled 市监罚〔2026〕4号 hold.officer-expired

# ---- tables: who must be on the list; a kind that is not published; a chain; each re-rules ----
decision 市监罚〔2026〕5号 | sed 's/13059904001/13059904009/' | deliver c-decisions.jsonl
run_at 2026-03-04T09:00
ruled 市监罚〔2026〕5号 publish.open
sed 's/,公示,有效,/,公示,在册有效,/' content/law/kinds.csv | table kinds.csv
run_at 2026-03-05T09:00
ruled 市监罚〔2026〕5号 hold.officer-unlisted
sed 's/,公示,有效,/,不公示,有效,/' content/law/kinds.csv | table kinds.csv
run_at 2026-03-06T09:00
ruled 市监罚〔2026〕5号 exempt.kind
cp content/law/kinds.csv "$scratch/site/content/law/"
sed 's/^#ch-decision/ch-decision/' content/law/chains.csv | table chains.csv
run_at 2026-03-09T09:00
ruled 市监罚〔2026〕5号 hold.approval
printf '种类,对象,决定,批准人,日期\n发布审签,市监罚〔2026〕5号,同意,林主任,2026-03-09\n' >"$scratch/site/desk/approvals.csv"
run_at 2026-03-10T09:00
ruled 市监罚〔2026〕5号 publish.open

# ---- a list without its approval waits; the desk gives it ----
officer 2026-01-01 2030-12-31 '[]' | sed 's/13059904001/13059904002/' | deliver d-officers.jsonl
run_at 2026-03-11T09:00
ruled 13059904002 hold.approval
echo '清单审批,13059904002,审核,青原市司法局,2026-03-11' >>"$scratch/site/desk/approvals.csv"
run_at 2026-03-12T09:00
ruled 13059904002 publish.open

# ---- a gap holds only its records, and check tells it; a contradiction stops everything ----
grep -v '^kd-result' content/law/kinds.csv | table kinds.csv
expect 2 "$gongshi" check --site "$scratch/site" --as-of 2026-03-12T10:00
warned 'content/law/kinds.csv: warn E409 [POLICY] 规则表有空缺，落在其中的记录将暂缓公示：双随机抽查：没有规则'
run_at 2026-03-13T09:00
ruled 市监罚〔2026〕5号 publish.open
grep -v '^kd-decision' content/law/kinds.csv | table kinds.csv
run_at 2026-03-16T09:00
ruled 市监罚〔2026〕5号 hold.policy-gap
ruled 13059904002 publish.open
{ cat content/law/kinds.csv; grep '^kd-decision' content/law/kinds.csv | sed 's/^kd-decision/kd-more/'; } | table kinds.csv
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-17T09:00
warned E407

# ---- tables that staff saved as a workbook, with dates and numbers as spreadsheets keep them ----
rm "$scratch/site/content/law/kinds.csv"
grep -v '^#' content/law/kinds.csv | tr ',' '\t' | sed 's/有效\t3/有效\t4/' |
    perl tests/commands/workbook.pl xlsx "$scratch/site/content/law/kinds.xlsx"
run_at 2026-03-17T09:00
ruled 市监罚〔2026〕5号 publish.open
printf 'id\trank\tpublish\n' | perl tests/commands/workbook.pl xlsx "$scratch/site/content/law/kinds.xlsx"
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-18T09:00
warned 'content/law/kinds.xlsx:1:citation: error E403'

# ---- a crew: each certificate is tested, the ninth too; after a loss of the catalogue as well ----
new_site
crew() { # crew NUMBER: eight whom nobody lists, then one whose certificate was over
    others=
    for i in 1 2 3 4 5 6 7 8; do others="$others{\"name\":\"甲$i\",\"certificate\":\"1305990500$i\"},"; done
    decision "$1" | sed "s/\\[{\"name\":\"马艳\"/[$others{\"name\":\"马艳\"/"
}
officer 2022-01-01 2025-12-31 | deliver a-officers.jsonl
crew 市监罚〔2026〕9号 | deliver b-decisions.jsonl
run_at 2026-03-03T09:00
ruled 市监罚〔2026〕9号 hold.officer-expired
officer 2026-01-01 2030-12-31 | deliver c-officers.jsonl
run_at 2026-03-04T09:00
ruled 市监罚〔2026〕9号 publish.open
expect 0 "$gongshi" build --replay --as-of 2026-03-03T09:00 --site "$scratch/site"
said '不符 0'
page=$scratch/site/public/$(address_of 市监罚〔2026〕9号 行政执法决定)
holds "$page" '../../ry/'
rm "$scratch/site/state/catalogue.db"
run_at 2026-03-05T09:00
ruled 市监罚〔2026〕9号 publish.open

# ---- an officer of the case who is its witness, too, is nobody's name there (law.md §3); whoever
# ---- bears the name of a witness of another case stays public ----
new_site
witness() { # witness NUMBER NAME WORDS: 马艳 is the officer
    decision "$1" "$DAY,\"persons\":[{\"role\":\"证人\",\"name\":\"$2\",\"phone\":\"13900005607\"}]" |
        sed "s/进行现场检查。/进行现场检查。$3/"
}
officer 2022-01-01 2030-12-31 | deliver a-officers.jsonl
witness 市监罚〔2026〕10号 马艳 '执法人员马艳到场，证人马艳证实。' | deliver b-decisions.jsonl
witness 市监罚〔2026〕11号 马艳 '马艳到场后证实。' | deliver c-decisions.jsonl
decision 市监罚〔2026〕13号 "$DAY,\"persons\":[{\"role\":\"证人\",\"name\":\"马艳\"}]" |
    sed 's/进行现场检查。/进行现场检查，马艳证实。/; s/"name":"马艳","certificate":"13059904001"/"name":"李方","certificate":"13059904002"/' |
    deliver d-decisions.jsonl
officer 2022-01-01 2030-12-31 | sed 's/13059904001/13059904002/; s/马艳/李方/' | deliver e-officers.jsonl
run_at 2026-03-03T09:00
warned ':1:facts: doubt E434'
warned '事实 1 处'
ruled 市监罚〔2026〕11号 hold.masking
page=$scratch/site/public/$(address_of 市监罚〔2026〕10号 行政执法决定)
holds "$page" '执法人员马艳到场，证人马某证实。'
page=$scratch/site/public/$(address_of 市监罚〔2026〕13号 行政执法决定)
holds "$page" '，马某证实。'
lacks "$page" 马艳
grep -rqF 马艳 "$scratch"/site/public/ry || fail "an officer left the list over another's case"
# The clerk keeps the place where the officer is meant, and hides the name.
printf '种类,对象,决定,内容,批准人,日期,文号,理由,备注\n%s\n%s\n' \
    '隐名裁决,市监罚〔2026〕11号,保留,马艳到场后,林主任,2026-03-04,,,' \
    '隐名裁决,市监罚〔2026〕11号,隐去,马艳,林主任,2026-03-04,,,' >"$scratch/site/desk/approvals.csv"
run_at 2026-03-04T09:00
ruled 市监罚〔2026〕11号 publish
page=$scratch/site/public/$(address_of 市监罚〔2026〕11号 行政执法决定)
holds "$page" '马艳到场后证实。'
