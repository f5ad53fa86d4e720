#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# purge_test.sh — a file delivered by mistake goes at once with the records it brought, and only the
# event stays; what is past its term goes, and what still stands does not.
. tests/commands/site.sh

# nowhere WORD: in no file of the site, public or private.
nowhere() { ! grep -rqa "$1" "$scratch/site" || fail "still there: $1: $(grep -rla "$1" "$scratch/site" | head -n 3)"; }

# ---- by mistake ----
new_site
decision 青市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
{
    decision 青市监罚〔2026〕8号 | sed 's/尉迟小满/皇甫端/g; s/130599197504094873/130599197504094857/g'
    decision 青市监罚〔2026〕9号 | sed 's/尉迟小满/皇甫端/g; s/130599197504094873/130599197504094857/g; s/2026-03-02/2026-13-02/'
} | deliver wrong-decisions.jsonl
cp "$scratch/site/desk/inbox/wrong-decisions.jsonl" "$scratch/wrong"
run_at 2026-03-06T09:00 3
page=$(address_of 青市监罚〔2026〕8号 行政执法决定)
other=$(address_of 青市监罚〔2026〕1号 行政执法决定)
holds "$scratch/site/public/$page" '8号'
cp "$scratch/site/public/$other" "$scratch/other"
expect 2 "$gongshi" purge no-such-file --site "$scratch/site" --as-of 2026-03-06T10:00
warned '没有收到过名为 no-such-file 的文件'
rm -rf "$scratch/site/exchange/credit"
expect 0 "$gongshi" purge wrong-decisions.jsonl --site "$scratch/site" --as-of 2026-03-06T10:00
said '误报送的文件 1 份，带来的记录 1 条撤下'
sums_add_up "$scratch/out"
holds "$scratch/site/public/$page" '报送错误，已撤回并清除'
for gone in 青市监罚〔2026〕8号 皇甫某; do ! grep -rqa "$gone" "$scratch/site/public" || fail "public: $gone"; done
for gone in 皇甫端 130599197504094857; do nowhere "$gone"; done
cmp -s "$scratch/site/public/$other" "$scratch/other" || fail "another record's page changed"
expect 0 "$gongshi" verify --site "$scratch/site"
expect 0 "$gongshi" ledger check --site "$scratch/site"
expect 0 "$gongshi" explain --site "$scratch/site" 青市监罚〔2026〕8号
said 'withdraw.mistaken'

# The same bytes are not received again; the record, delivered rightly, comes back where it was.
cp "$scratch/wrong" "$scratch/site/desk/inbox/again-decisions.jsonl"
run_at 2026-03-07T09:00
warned 'again-decisions.jsonl: warn E702 [PURGED]'
said '收到 0 ='
[ ! -e "$scratch/site/desk/inbox/again-decisions.jsonl" ] || fail "it stays in the inbox"
nowhere 皇甫端
# A catalogue that is made again does not bring it back.
rm "$scratch/site/state/catalogue.db"
run_at 2026-03-07T10:00
holds "$scratch/site/public/$page" '报送错误，已撤回并清除'
expect 0 "$gongshi" verify --site "$scratch/site"
{ head -n 1 "$scratch/wrong"; echo; } | deliver right-decisions.jsonl
run_at 2026-03-08T09:00
[ "$(address_of 青市监罚〔2026〕8号 行政执法决定)" = "$page" ] || fail "another address"
holds "$scratch/site/public/$page" '皇甫某'
expect 0 "$gongshi" ledger check --site "$scratch/site"

# ---- an older version of the record is not brought back either ----
decision 青市监罚〔2026〕1号 ',"decided":"2026-03-02","served":"2026-03-04"' | deliver b-decisions.jsonl
run_at 2026-03-09T09:00
expect 0 "$gongshi" purge b-decisions.jsonl --site "$scratch/site" --as-of 2026-03-09T10:00
holds "$scratch/site/public/$other" '报送错误，已撤回并清除'
rm "$scratch/site/state/catalogue.db"
run_at 2026-03-09T11:00
holds "$scratch/site/public/$other" '报送错误，已撤回并清除'
sums_add_up "$scratch/out"

# ---- by term ----
new_site
expect 0 "$gongshi" purge --site "$scratch/site" --as-of 2026-03-01T09:00
said '没有写保存期限'
printf '[retention]\ndeliveries = 1 年\npackages = 100 天\nreports = 30\n' >>"$scratch/site/site.conf"
decision 青市监罚〔2024〕1号 ',"decided":"2024-03-01"' | sed 's/自然人/自然人/' | deliver old-decisions.jsonl
decision 青市监罚〔2024〕2号 ',"decided":"2024-03-01","party_uscc":"91130599MA5QK2R73X"' |
    sed 's/尉迟小满/青原禾木有限公司/g; s/"自然人"/"法人及非法人组织"/; s/"party_id_type":"身份证","party_id":"130599197504094873",//' |
    deliver standing-decisions.jsonl
run_at 2024-03-05T09:00
[ "$(ls "$scratch/site/state/deliveries" | wc -l)" -eq 2 ] || fail "not two deliveries"
run_at 2026-06-01T09:00 # the natural person's two years are over
page=$(address_of 青市监罚〔2024〕1号 行政执法决定)
holds "$scratch/site/public/$page" '公示期限届满'
touch -d 2026-04-01 "$scratch/site/desk/report/old.xlsx"
touch -d 2026-05-31 "$scratch/site/desk/report/new.xlsx"
expect 0 "$gongshi" purge --site "$scratch/site" --as-of 2026-06-01T10:00
said '已清除：收件 1 份，数据包 1 个，工作文件'
[ -e "$scratch/site/desk/report/new.xlsx" ] && [ ! -e "$scratch/site/desk/report/old.xlsx" ] || fail "the wrong reports"
nowhere 尉迟小满
expect 0 "$gongshi" ledger check --site "$scratch/site"
rm "$scratch/site/state/catalogue.db"
run_at 2026-06-02T09:00
holds "$scratch/site/public/$page" '公示期限届满'
expect 0 "$gongshi" verify --site "$scratch/site"
sed -i 's/1 年/很久/' "$scratch/site/site.conf"
expect 2 "$gongshi" purge --site "$scratch/site" --as-of 2026-06-02T10:00
warned 'E811'
