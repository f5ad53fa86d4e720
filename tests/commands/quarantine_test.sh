#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# quarantine_test.sh — what the check of the finished files finds stops the release, names file and
# kind but never the value, and keeps the record back: a rerun publishes the rest.
. tests/commands/site.sh

# Another party's account, whose check digit is wrong, in a public field: masking does not know it, the
# check does.
account=6228480402564890017
leaky() { decision "$1" "$DAY,\"certificate_number\":\"$account\""; }
with_account() { decision "$1" "$DAY,\"party_account\":\"$account\""; }
secrets="尉迟小满 130599197504094873 13900005606 403室 $account"
no_secrets() {
    for secret in $secrets; do
        lacks "$scratch/err" "$secret"
        lacks "$scratch/out" "$secret"
    done
}

# ---- a new record, beside a good one ----
new_site
{
    leaky 市监罚〔2026〕1号
    with_account 市监罚〔2026〕2号
} | deliver a-decisions.jsonl
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-05T09:00
warned 'error E607'
warned '银行卡号'
warned 'warn E618'
no_secrets
[ -z "$(find "$scratch/site/public" -name '*.html' 2>/dev/null)" ] || fail "something was published"
[ -f "$scratch/site/desk/inbox/a-decisions.jsonl" ] || fail "the delivery was taken away"

run_at 2026-03-05T09:10
grep -q '公示 1 + 暂缓 1 ' "$scratch/out" || fail "the rest was not published"
[ -n "$(address_of 市监罚〔2026〕2号 行政执法决定)" ] || fail "the good record has no address"
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕1号
said 'hold.masking'
no_secrets
! grep -rqF $account "$scratch/site/public" || fail "the account is on line"

# It stays kept back, whatever comes, until it is corrected.
run_at 2026-03-06T09:00
decision 市监罚〔2026〕1号 | deliver b-decisions.jsonl
run_at 2026-03-07T09:00
grep -q '公示 2 + 暂缓 0 ' "$scratch/out" || fail "a corrected record stays kept back"

# ---- a record that is on line ----
decision 市监罚〔2026〕3号 | deliver c-decisions.jsonl
run_at 2026-03-08T09:00
leaky 市监罚〔2026〕3号 | deliver d-decisions.jsonl
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-09T09:00
no_secrets
run_at 2026-03-09T09:10
grep -q '公示 2 + 暂缓 1 ' "$scratch/out" || fail "a record on line was not kept back"
grep -q '收到 1 = ' "$scratch/out" || fail "the delivery was not taken"
# With other words in site.conf it is tried again: and found again.
sed -i 's/^organiser = .*/organiser = 青原市人民政府/' "$scratch/site/site.conf"
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-10T09:00
run_at 2026-03-10T09:10
grep -q '暂缓 1 ' "$scratch/out" || fail "the record got out"

# ---- a number in an article, that no record has: the site stops until somebody has looked ----
new_site
decision 市监罚〔2026〕1号 | deliver a-decisions.jsonl
mkdir -p "$scratch/site/content/gg"
printf '# 通知\n\n请拨打 13812345678 咨询。\n' >"$scratch/site/content/gg/notice.md"
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-05T09:00
warned 'gg/notice.html: error E613'
lacks "$scratch/err" 13812345678
expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-05T09:10
sed -i 's/^demo = yes/demo = yes\npublic = 13812345678；12345/' "$scratch/site/site.conf"
run_at 2026-03-05T09:20

# ---- a number that nobody declared, in a public field: the record waits, and nothing tells it ----
stray=130501199003071239
decision 市监罚〔2026〕9号 "$DAY,\"matter\":\"张某的丈夫身份证号${stray}一事\"" | deliver z-decisions.jsonl
"$gongshi" run --site "$scratch/site" --as-of 2026-03-20T09:00 >"$scratch/out" 2>"$scratch/err" || true
warned 'doubt E430'
lacks "$scratch/out" $stray
lacks "$scratch/err" $stray
expect 0 "$gongshi" explain --site "$scratch/site" --reveal 市监罚〔2026〕9号
said 'hold.masking'
lacks "$scratch/out" $stray
! grep -rqF $stray "$scratch/site/public" || fail "a number that nobody declared is on line"
