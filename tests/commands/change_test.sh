#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# change_test.sh — what happens after the first publication: corrections, events in either order,
# terms that end, holds that end, and changed rules, masks and templates. Addresses stay.
. tests/commands/site.sh

page_of() { # page_of NUMBER [KIND]
    path=$(address_of "$1" "${2:-行政执法决定}")
    [ -n "$path" ] || fail "no address: $1"
    page=$scratch/site/public/$path
    [ -f "$page" ] || fail "not on line: $1"
}
# text of the page, tags dropped, so that claims do not hang on markup
words() { sed 's/<[^>]*>/ /g' "$page" | tr -s ' \n' ' ' >"$scratch/words"; }
ruled() { # ruled NUMBER RULE
    expect 0 "$gongshi" explain --site "$scratch/site" "$1"
    said "$2"
}
event() { # event NUMBER CHANGE DAY REASON [PARTY]
    printf '{"kind":"event","agency":"青原市市场监督管理局","document_number":"%s","change":"%s","authority":"青原市人民政府","day":"%s","reason":"%s","basis":"《行政处罚法》第四十八条","party":"%s"}\n' \
        "$1" "$2" "$3" "$4" "${5-}"
}
stamps() { find "$scratch/site/public" -type f -exec stat -c '%n %i %Y %Z' {} + | sort; }
list_rows() { # public rows the list of penalties tells
    page=$scratch/site/public/cf/index.html
    words
}

# ---- a correction: same address, version 2, its fields are named ----
new_site
decision 市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
page_of 市监罚〔2026〕1号
first=$path
decision 市监罚〔2026〕1号 | sed 's/"amount":500/"amount":300/; s/ 500 元/ 300 元/g' | deliver b-decisions.jsonl
run_at 2026-03-06T09:00
grep -q '变更 1 ' "$scratch/out" || fail "not told as changed"
page_of 市监罚〔2026〕1号
[ "$path" = "$first" ] || fail "a correction moved the page"
words
holds "$scratch/words" '本页于 2026-03-06 09:00 更正'
for title in 罚款金额 结论 决定全文; do holds "$scratch/words" "$title"; done
holds "$scratch/words" '300.00 元'
lacks "$scratch/words" '500'
ruled 市监罚〔2026〕1号 '版本：2'
said '更正的内容：结论、罚款金额、决定全文'
said '首次公示：2026-03-05 09:00'
said 'supersede.corrected 1'

# ---- quashed: a notice at the same address with the reason, without the party; then restored ----
event 市监罚〔2026〕1号 撤销 2026-03-09 认定尉迟小满违法的主要事实不清 | deliver c-events.jsonl
run_at 2026-03-10T09:00
page_of 市监罚〔2026〕1号
[ "$path" = "$first" ] || fail "a notice stands elsewhere"
words
holds "$scratch/words" '市监罚〔2026〕1号'
holds "$scratch/words" '原决定被依法撤销'
holds "$scratch/words" '违法的主要事实不清'
holds "$scratch/words" '2026-03-09'
for gone in 尉迟小满 计量器具 300; do lacks "$scratch/words" $gone; done
lacks "$page" '尉迟小满'
page_of 市监罚〔2026〕1号 变动事件
lacks "$page" '尉迟小满'
holds "$page" '尉迟某'
lacks "$scratch/site/public/cf/index.html" "$(basename "$first")"
ruled 市监罚〔2026〕1号 'withdraw.quashed'
event 市监罚〔2026〕1号 恢复 2026-03-12 撤销决定被法院撤销 | deliver d-events.jsonl
run_at 2026-03-13T09:00
page_of 市监罚〔2026〕1号
words
holds "$scratch/words" '300.00 元'
holds "$scratch/site/public/cf/index.html" "$(basename "$first")"
ruled 市监罚〔2026〕1号 'publish.restored'

# ---- the event comes before the decision ----
event 市监罚〔2026〕2号 撤销 2026-03-12 主要事实不清 | deliver e-events.jsonl
run_at 2026-03-14T09:00
warned 'e-events.jsonl:1:event.document_number: warn E701'
ruled 市监罚〔2026〕2号 'hold.event-unknown'
decision 市监罚〔2026〕2号 | deliver f-decisions.jsonl
run_at 2026-03-15T09:00
ruled 市监罚〔2026〕2号 'withdraw.quashed'
path=$(address_of 市监罚〔2026〕2号 行政执法决定)
[ ! -e "$scratch/site/public/$path" ] || fail "a notice of what nobody saw"
page_of 市监罚〔2026〕2号 变动事件
words
holds "$scratch/words" '主要事实不清'
list_rows
holds "$scratch/words" '共 1 条'

# ---- one number, two parties: an event for one, then one for both ----
decision 市监罚〔2026〕3号 | deliver g-decisions.jsonl
decision 市监罚〔2026〕3号 | sed 's/尉迟小满/皇甫端/g; s/130599197504094873/130599197504094857/g' | deliver h-decisions.jsonl
run_at 2026-03-16T09:00
[ "$(grep -c '^  网址' <<END
$("$gongshi" explain --site "$scratch/site" 市监罚〔2026〕3号)
END
)" -eq 2 ] || fail "two parties under one number are two records"
event 市监罚〔2026〕3号 撤销 2026-03-16 事实不清 皇甫端 | deliver i-events.jsonl
run_at 2026-03-17T09:00
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕3号
[ "$(grep -c '^  撤下（withdraw.quashed）' "$scratch/out")" -eq 1 ] || fail "the event was for one party"
event 市监罚〔2026〕3号 确认违法 2026-03-17 对尉迟小满和皇甫端的处罚程序违法 | deliver j-events.jsonl
run_at 2026-03-18T09:00
find "$scratch/site/public" -type f -exec cat {} + >"$scratch/words"
for name in 尉迟小满 皇甫端; do lacks "$scratch/words" $name; done
holds "$scratch/words" '的处罚程序违法'

# ---- all in one run: two versions, a version that is held, an end and a restoration ----
decision 市监罚〔2026〕11号 | deliver 1-decisions.jsonl
decision 市监罚〔2026〕12号 | deliver 2-decisions.jsonl
decision 市监罚〔2026〕13号 | deliver 3-decisions.jsonl
decision 市监罚〔2026〕11号 | sed 's/销售/使用/' | deliver 4-decisions.jsonl
decision 市监罚〔2026〕12号 "$DAY,\"effective\":\"2026-04-01\"" | deliver 5-decisions.jsonl
{ event 市监罚〔2026〕13号 撤销 2026-03-16 误判; event 市监罚〔2026〕13号 恢复 2026-03-17 更正误判; } | deliver 6-events.jsonl
run_at 2026-03-18T10:00
page_of 市监罚〔2026〕11号
holds "$page" '使用不合格'
ruled 市监罚〔2026〕12号 'hold.not-effective'
path=$(address_of 市监罚〔2026〕12号 行政执法决定)
[ ! -e "$scratch/site/public/$path" ] || fail "a notice of what nobody saw"
page_of 市监罚〔2026〕13号
holds "$page" '销售不合格'
list_rows
holds "$scratch/words" '共 3 条' # 1号 and these two: both parties of 3号 are withdrawn

# ---- a term that ends by itself; a hold that ends by itself ----
decision 市监罚〔2026〕4号 | sed 's/尉迟小满/皇甫端/g; s/130599197504094873/130599197504094857/g' | deliver k-decisions.jsonl
decision 市监罚〔2026〕5号 "$DAY,\"effective\":\"2026-04-01\"" | deliver l-decisions.jsonl
run_at 2026-03-19T09:00
ruled 市监罚〔2026〕5号 'hold.not-effective'
path=$(address_of 市监罚〔2026〕5号 行政执法决定)
[ ! -e "$scratch/site/public/$path" ] || fail "held, yet on line"
run_at 2026-03-31T09:00
[ ! -e "$scratch/site/public/$path" ] || fail "on line before it is effective"
run_at 2026-04-01T09:00
page_of 市监罚〔2026〕5号
[ "$page" = "$scratch/site/public/$path" ] || fail "the hold moved the page"

# ---- a new matter: decisions link to it; a matter that leaves takes the link away ----
decision 市监罚〔2026〕6号 "$DAY,\"matter\":\"计量处罚\",\"matter_code\":\"130599-02-0020\"" | deliver m-decisions.jsonl
run_at 2026-04-02T09:00
page_of 市监罚〔2026〕6号
lacks "$page" '/sx/'
printf '{"kind":"matter","agency":"青原市市场监督管理局","name":"计量处罚","code":"130599-02-0020","category":"行政处罚","basis":"《计量法》","scope":"本市","content":"计量监督","supervision":"12315","remedies":"复议","list_source":"权责清单","approvals":[{"step":"审核","authority":"青原市司法局","date":"2026-03-20"}],"process":"立案"}\n' | deliver n-matters.jsonl
run_at 2026-04-03T09:00
matter=$(address_of 130599-02-0020 行政执法事项)
[ -f "$scratch/site/public/$matter" ] || fail "the matter is not on line"
page_of 市监罚〔2026〕6号
holds "$page" "$matter"

# ---- exempt is counted and not shown; an agency that is not listed goes back ----
decision 市监罚〔2026〕7号 "$DAY" | sed 's/"publicity":"主动公开"/"publicity":"不予公开","publicity_clause":"《政府信息公开条例》第十五条","publicity_approver":"某某"/' | deliver o-decisions.jsonl
run_at 2026-04-04T09:00
ruled 市监罚〔2026〕7号 'exempt.publicity'
! grep -rq '市监罚〔2026〕7号' "$scratch/site/public" || fail "an exempt record shows"
run_at 2026-04-04T10:00
said '不予公示 1'
decision 建罚〔2026〕1号 | sed 's/青原市市场监督管理局/青原市住房和城乡建设局/' | deliver p-decisions.jsonl
run_at 2026-04-05T09:00 3
warned 'p-decisions.jsonl:1:agency: reject E806 [AGENCY]'

# ---- a changed citation: pages say it, and nothing else is written ----
page_of 市监罚〔2026〕4号
expect 0 "$gongshi" data --site "$scratch/site" --as-of 2026-04-05T12:00
stamps >"$scratch/before"
mkdir -p "$scratch/site/content/law"
sed 's/发改办财金〔2018〕424号/&（修订）/' content/law/deadlines.csv >"$scratch/site/content/law/deadlines.csv"
run_at 2026-04-05T13:00
words
holds "$scratch/words" '424号（修订）'
said '公示完成：新增 0，暂缓 0，逾期 0' # it is no correction
stamps >"$scratch/after"
diff "$scratch/before" "$scratch/after" | sed -n 's|^> .*/public/\([^ ]*\) .*|\1|p' >"$scratch/written"
for file in $(cat "$scratch/written"); do
    case $file in
    manifest* | sitemap* | about/* | data/proof.json | law/* | screen/* | print/*) ;;
    [a-z][a-z]/2026/*.html) ;;
    *) fail "a citation was no reason to write $file" ;;
    esac
done
rm "$scratch/site/content/law/deadlines.csv"
run_at 2026-04-05T14:00
words
lacks "$scratch/words" '（修订）'
grep -h '市监罚〔2026〕4号' -r "$scratch/site/public/data" >"$scratch/rows"
holds "$scratch/rows" '2028-03-02'

# ---- a changed policy table rules anew: the term of natural persons becomes one year ----
mkdir -p "$scratch/site/content/law"
sed 's/^\(tm-portal-person,.*,,\)2年/\11年/' content/law/terms.csv >"$scratch/site/content/law/terms.csv"
! cmp -s content/law/terms.csv "$scratch/site/content/law/terms.csv" || fail "terms.csv did not change"
run_at 2026-04-06T09:00
page_of 市监罚〔2026〕4号
words
holds "$scratch/words" '公示至 2027-03-02'
grep -h '市监罚〔2026〕4号' -r "$scratch/site/public/data" >"$scratch/rows"
holds "$scratch/rows" '2027-03-02' # open data tell the end of the term, too
run_at 2027-03-02T09:00
page_of 市监罚〔2026〕4号
words
holds "$scratch/words" '公示至 2027-03-02'
run_at 2027-03-03T09:00
said '下线撤下 '
page_of 市监罚〔2026〕4号
words
holds "$scratch/words" '公示期限届满'
for gone in 皇甫 计量器具; do lacks "$page" $gone; done
sed 's/^\(tm-portal-person,.*本机关行政执法公示办法\),/\1（修订）,/' "$scratch/site/content/law/terms.csv" >"$scratch/terms.csv"
! cmp -s "$scratch/terms.csv" "$scratch/site/content/law/terms.csv" || fail "the citation did not change"
mv "$scratch/terms.csv" "$scratch/site/content/law/terms.csv"
run_at 2027-03-03T09:40 # what is off line is cited otherwise, and does not leave once more
words
holds "$scratch/words" '（修订）'
! grep -q 下线撤下 "$scratch/out" || fail "an ended record was told as taken down once more"
ruled 市监罚〔2026〕4号 'expire.term'

# ---- a repair for what is over changes nothing, and is told ----
event 市监罚〔2026〕4号 信用修复 2027-03-03 整改完毕 | deliver repair-events.jsonl
run_at 2027-03-03T10:00
warned 'repair-events.jsonl:1:event.document_number: warn E705'
page_of 市监罚〔2026〕4号
words
holds "$scratch/words" '公示期限届满'
ruled 市监罚〔2026〕4号 'expire.term'
rm "$scratch/site/content/law/terms.csv"

# ---- with the longer term again the others come back, and this one is ended by its repair ----
run_at 2027-03-04T09:00
said '公示 15 '
ruled 市监罚〔2026〕4号 'expire.repaired'

# ---- a changed mask masks anew: also the reasons of events, with the names of their decisions ----
sed 's/^\(mk-lead,[^,]*,[^,]*,姓名\),保留,/\1,化名,/' content/law/masking.csv >"$scratch/site/content/law/masking.csv"
! cmp -s content/law/masking.csv "$scratch/site/content/law/masking.csv" || fail "masking.csv did not change"
decision 市监罚〔2026〕8号 | sed 's/尉迟小满/青原禾木有限公司/g; s/自然人/法人及非法人组织/; s/"party_id_type":"身份证","party_id":"130599197504094873"/"party_uscc":"91130599MA5QK2R73X","representative":"慕容大山"/' | deliver q-decisions.jsonl
mv "$scratch/site/content/law/masking.csv" "$scratch/masking"
run_at 2027-03-05T09:00
page_of 市监罚〔2026〕8号
holds "$page" '慕容大山'
mv "$scratch/masking" "$scratch/site/content/law/masking.csv"
run_at 2027-03-06T09:00
page_of 市监罚〔2026〕8号
lacks "$page" '慕容大山'
holds "$page" '慕容某'
find "$scratch/site/public" -type f -exec cat {} + >"$scratch/words"
for name in 尉迟小满 皇甫端 慕容大山; do lacks "$scratch/words" $name; done
run_at 2027-03-06T10:00
said '没有公示'

# ---- a changed template renders all, and writes only what differs ----
stamps >"$scratch/before"
mkdir -p "$scratch/site/templates"
cp templates/notice.mustache "$scratch/site/templates/notice.mustache"
run_at 2027-03-06T11:00
stamps >"$scratch/after"
cmp -s "$scratch/before" "$scratch/after" || fail "the same template wrote files"
sed 's/\[\[notice.only_this\]\]/本页现在只保留以上信息/' templates/notice.mustache >"$scratch/site/templates/notice.mustache"
run_at 2027-03-06T12:00
stamps >"$scratch/after"
diff "$scratch/before" "$scratch/after" | sed -n 's|^> .*/public/\([^ ]*\) .*|\1|p' >"$scratch/written"
grep -l '本页现在只保留' -r "$scratch/site/public" | sed 's|.*/public/||' >"$scratch/notices"
[ -s "$scratch/notices" ] || fail "no notice was rendered anew"
for file in $(cat "$scratch/written"); do
    case $file in
    manifest* | sitemap* | about/proof.html | data/proof.json) ;;
    *) grep -qx "$file" "$scratch/notices" || fail "written without need: $file" ;;
    esac
done
whole() {
    expect 0 "$gongshi" verify --site "$scratch/site"
    expect 0 "$gongshi" ledger check --site "$scratch/site"
    holds "$scratch/site/public/sitemap.xml" 'sitemap/1.xml'
}
whole

# ---- an article comes and goes ----
mkdir -p "$scratch/site/content/gg"
printf '# 关于计量的公告\n\n正文。\n' >"$scratch/site/content/gg/jiliang.md"
run_at 2027-03-07T09:00
[ -f "$scratch/site/public/gg/jiliang.html" ] || fail "the article is not on line"
whole
rm "$scratch/site/content/gg/jiliang.md"
run_at 2027-03-08T09:00
[ ! -e "$scratch/site/public/gg/jiliang.html" ] || fail "the article is still on line"
whole

# ---- two builds before a publication: the second one counts ----
decision 市监罚〔2026〕9号 | sed 's/尉迟小满/青原禾木有限公司/g; s/自然人/法人及非法人组织/; s/"party_id_type":"身份证","party_id":"130599197504094873"/"party_uscc":"91130599MA5QK2R73X"/' >"$scratch/nine"
deliver r-decisions.jsonl <"$scratch/nine"
run_at 2027-03-09T09:00
sed 's/销售/使用/' "$scratch/nine" | deliver r-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2027-03-10T09:00
deliver r-decisions.jsonl <"$scratch/nine"
decision 市监罚〔2026〕10号 | deliver s-decisions.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2027-03-11T09:00
expect 0 "$gongshi" publish --site "$scratch/site" --as-of 2027-03-11T10:00
page_of 市监罚〔2026〕10号
ruled 市监罚〔2026〕10号 '首次公示：2027-03-11 09:00'
page_of 市监罚〔2026〕9号
holds "$page" 销售
whole

# ---- a changed template does not make lists newer ----
mkdir -p "$scratch/site/templates"
page=$scratch/site/public/cf/index.html
words
holds "$scratch/words" '最近更新 2027-03-11'
for file in templates/*.mustache; do
    { cat "$file"; echo '<!-- another look -->'; } >"$scratch/site/$file"
done
run_at 2027-03-12T09:00
holds "$page" 'another look'
words
holds "$scratch/words" '最近更新 2027-03-11'
rm -r "$scratch/site/templates"
run_at 2027-03-12T10:00

# ---- a link to what goes away in the same run leads nowhere ----
printf '# 一\n\n见[另一篇](er.html)。\n' >"$scratch/site/content/gg/yi.md"
printf '# 二\n\n正文。\n' >"$scratch/site/content/gg/er.md"
run_at 2027-03-13T09:00
rm "$scratch/site/content/gg/er.md"
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2027-03-14T09:00
warned 'gg/yi.html: error E605'
[ -f "$scratch/site/public/gg/er.html" ] || fail "refused, and yet it went away"
rm "$scratch/site/content/gg/yi.md"
run_at 2027-03-14T10:00
[ ! -e "$scratch/site/public/gg/er.html" ] || fail "it is still there"
whole

# ---- 更正说明: why it was corrected, in the words of who did it, beside the fields that changed ----
new_site
decision 市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
decision 市监罚〔2026〕1号 | sed 's/"amount":500/"amount":300/; s/ 500 元/ 300 元/g' | deliver b-decisions.jsonl
run_at 2026-03-06T09:00
event 市监罚〔2026〕1号 更正 2026-03-06 尉迟小满的罚款金额录入有误 | deliver b2-events.jsonl
run_at 2026-03-07T09:00
page_of 市监罚〔2026〕1号
words
holds "$scratch/words" '更正说明（青原市人民政府，2026-03-06）：尉迟某的罚款金额录入有误'
holds "$scratch/words" '本页于 2026-03-06 09:00 更正'
lacks "$page" '尉迟小满'
event 市监罚〔2026〕1号 更正 2026-03-06 罚款金额少写一位 | deliver b3-events.jsonl
run_at 2026-03-08T09:00
words
holds "$scratch/words" '更正说明（青原市人民政府，2026-03-06）：罚款金额少写一位'
lacks "$scratch/words" '录入有误'

# ---- it comes and is quashed in one run: it has no place, and its neighbours have theirs ----
new_site
for n in 1 2 3; do decision 市监罚〔2026〕3$n号; done | deliver a-decisions.jsonl
event 市监罚〔2026〕32号 撤销 2026-03-12 主要事实不清 | deliver b-events.jsonl
run_at 2026-03-13T09:00
ruled 市监罚〔2026〕32号 'withdraw.quashed'
path=$(address_of 市监罚〔2026〕32号 行政执法决定)
[ ! -f "$scratch/site/public/$path" ] || fail "a notice of what nobody saw"
list_rows
holds "$scratch/words" '共 2 条'
for n in 1 3; do holds "$scratch/words" 市监罚〔2026〕3$n号; done
lacks "$scratch/words" 市监罚〔2026〕32号
