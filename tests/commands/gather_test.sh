#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# gather_test.sh — what belongs together stands on one page: all of an organisation by its code, a
# plan of inspections with its tasks and results, parties whose names begin alike; officers are
# linked where they are on the list.
. tests/commands/site.sh

org=91130599MA0BQY5Q6P
other=91130599MAMHEEB58W
of() { # of NUMBER PARTY TYPE CODE [OFFICER]: a penalty
    printf '{"kind":"decision","agency":"scj","category":"行政处罚","document_name":"行政处罚决定书","document_number":"%s","party":"%s","party_type":"%s","party_uscc":"%s","registration_number":"1","cause":"销售过期食品","basis":"《食品安全法》第一百二十四条","conclusion":"警告","penalty_types":["警告"],"decided":"2026-03-02","publicity":"主动公开","officers":[{"name":"周执正","certificate":"%s"}]}\n' \
        "$1" "$2" "$3" "$4" "${5-}"
}
inspection() { # inspection NUMBER STAGE PLAN CODE
    printf '{"kind":"inspection","agency":"scj","number":"%s","stage":"%s","plan_number":"%s","name":"食品销售抽查","target":"青原市某某食品有限公司","party_type":"法人及非法人组织","party_uscc":"%s","day":"2026-03-02","result":"未发现问题","problem":"否"}\n' \
        "$1" "$2" "$3" "$4"
}
public=$scratch/site/public
party=$public/party/$org.html
page_of() {
    path=$(address_of "$1" "${2:-行政执法决定}")
    page=$public/$path
    [ -f "$page" ] || fail "not on line: $1"
}

# ---- an organisation is gathered; persons, sole traders and the placeholder are not ----
new_site
{
    of 市监罚〔2026〕1号 青原市某某食品有限公司 法人及非法人组织 $org 13050001001
    of 市监罚〔2026〕2号 尉迟小满 自然人 ''
    of 市监罚〔2026〕3号 城西区某某小吃店 个体工商户 92130599MAKPU3XB8E
    of 市监罚〔2026〕4号 城西区某某杂货店 个体工商户 00000000000000000X
} | deliver a-decisions.jsonl
{
    inspection SS-2026-03 抽查计划 '' ''
    inspection SS-2026-03-001 抽查结果 SS-2026-03 $org
} | deliver a-inspections.jsonl
run_at 2026-03-05T09:00
[ "$(ls "$public/party")" = "$org.html" ] || fail "party/: $(ls "$public/party")"
holds "$party" 市监罚〔2026〕1号
holds "$party" SS-2026-03-001
holds "$party" '共 2 条'
page_of 市监罚〔2026〕1号
holds "$page" "href=\"../../party/$org.html\""
lacks "$page" 'class="person"><a'
page_of 市监罚〔2026〕3号
lacks "$page" /party/
plan=$(ls "$public"/ss/plan/*.html)
holds "$plan" '双随机抽查计划 SS-2026-03'
holds "$plan" 抽查结果
page_of SS-2026-03-001 双随机抽查
holds "$page" "ss/plan/$(basename "$plan")"

# ---- by the initials of a name, and by surname as it is masked ----
names=$public/names
[ "$(ls "$names" | tr '\n' ' ')" = "5C09-8FDF.html CX.html MM.html index.html " ] || fail "names/: $(ls "$names")"
holds "$names/MM.html" '青原市某某食品有限公司：销售过期食品'
holds "$names/MM.html" SS-2026-03-001
holds "$names/5C09-8FDF.html" '尉迟某：销售过期食品'
holds "$names/5C09-8FDF.html" '<meta name="robots" content="noindex">'
lacks "$names/5C09-8FDF.html" 尉迟小
holds "$names/index.html" '<dt>M<dd><a href="../names/MM.html">MM</a>'
holds "$names/index.html" '<dt>W<dd><a href="../names/5C09-8FDF.html">尉迟某</a>'

# ---- an officer that comes onto the list is linked from what was there before ----
printf '{"kind":"officer","agency":"scj","name":"周执正","certificate":"13050001001","valid_to":"2026-03-08","approvals":[{"step":"审核","authority":"青原市司法局","document":"青司审〔2026〕1号","date":"2026-01-05"}]}\n' |
    deliver b-officers.jsonl
run_at 2026-03-06T09:00
page_of 市监罚〔2026〕1号
holds "$page" 'class="person"><a href="../../ry/'
officer=$(ls "$public"/ry/*.html | grep -v 'index\|changes')
holds "$officer" '<p class="verdict">有效'
# on the day after its last day the page says so, by itself
run_at 2026-03-08T09:00
holds "$officer" '<p class="verdict">有效'
run_at 2026-03-09T09:00
holds "$officer" '<p class="verdict">已过期'

# ---- a corrected code: the record leaves the one page for the other ----
of 市监罚〔2026〕1号 青原市某某食品有限公司 法人及非法人组织 $other 13050001001 | deliver c-decisions.jsonl
run_at 2026-03-10T09:00
lacks "$party" 市监罚〔2026〕1号
holds "$party" '共 1 条'
holds "$public/party/$other.html" 市监罚〔2026〕1号

# ---- more than a page: the older ones have numbers, and stand for ever ----
i=10
while [ $i -lt 35 ]; do
    of 市监罚〔2026〕${i}号 青原市某某食品有限公司 法人及非法人组织 $other
    i=$((i + 1))
done | deliver d-decisions.jsonl
run_at 2026-03-11T09:00
holds "$public/party/$other.html" "href=\"../party/$other/p1.html\""
holds "$public/party/$other/p1.html" 市监罚〔2026〕1号
cp "$public/party/$other/p1.html" "$scratch/p1"
of 市监罚〔2026〕90号 青原市某某食品有限公司 法人及非法人组织 $other | deliver e-decisions.jsonl
run_at 2026-03-12T09:00
cmp -s "$public/party/$other/p1.html" "$scratch/p1" || fail "a full page changed"
holds "$public/party/$other.html" 市监罚〔2026〕90号

# ---- what is quashed leaves the page, and nothing of it stays ----
printf '{"kind":"event","agency":"scj","document_number":"市监罚〔2026〕1号","change":"撤销","authority":"青原市人民政府","day":"2026-03-12","reason":"主要事实不清","basis":"《行政处罚法》第四十八条"}\n' |
    deliver f-events.jsonl
printf '{"kind":"event","agency":"scj","document_number":"市监罚〔2026〕2号","change":"撤销","authority":"青原市人民政府","day":"2026-03-12","reason":"主要事实不清","basis":"《行政处罚法》第四十八条"}\n' |
    deliver g-events.jsonl
run_at 2026-03-13T09:00
lacks "$public/party/$other/p1.html" 市监罚〔2026〕1号
lacks "$names/MM/p1.html" 市监罚〔2026〕1号
# nobody of this surname is left: nothing says that there was somebody
[ ! -e "$names/5C09-8FDF.html" ] || fail "a page for a name that nobody has"
lacks "$names/index.html" 尉迟

# a decision that stands again brings it back
printf '{"kind":"event","agency":"scj","document_number":"市监罚〔2026〕2号","change":"恢复","authority":"青原市人民政府","day":"2026-03-13","reason":"撤销有误","basis":"《行政复议法》"}\n' |
    deliver h-events.jsonl
run_at 2026-03-14T09:00
holds "$names/5C09-8FDF.html" '尉迟某：销售过期食品'
holds "$names/index.html" 尉迟某

# ---- what was gathered is gathered again when the catalogue is lost ----
cp -r "$names" "$scratch/names"
rm "$scratch"/site/state/catalogue*
run_at 2026-03-14T10:00
for page in MM MM/p1 CX 5C09-8FDF index; do
    cmp -s "$names/$page.html" "$scratch/names/$page.html" || fail "names/$page.html is another now"
done
expect 0 "$gongshi" verify --site "$scratch/site"
expect 0 "$gongshi" ledger check --site "$scratch/site"
