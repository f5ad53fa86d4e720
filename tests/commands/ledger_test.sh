#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# ledger_test.sh — what the ledger remembers of a record, and what a damaged ledger does: nothing
# public changes, and it is said how to go on.
. tests/commands/site.sh

new_site
decision 青市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
decision 青市监罚〔2026〕1号 ',"decided":"2026-03-02","served":"2026-03-04"' |
    sed 's/3号楼3单元/3号楼9单元/; s/"amount":500/"amount":600/' | deliver b-decisions.jsonl
run_at 2026-03-06T09:00
expect 0 "$gongshi" explain --site "$scratch/site" 青市监罚〔2026〕1号
said '2026-03-05 09:00 第 1 次运行，首次公示'
said '内容有改动'
grep -qE '^      住所地址  [0-9a-f]{16}>[0-9a-f]{16}$' "$scratch/out" || fail "no digests of the address"
grep -qE '^      送达日期  ->[0-9a-f]{16}$' "$scratch/out" || fail "no digest of the new field"
for gone in 安居苑 尉迟小满; do
    lacks "$scratch/out" $gone
    ! grep -qa $gone "$scratch/site/state/ledger.db" || fail "the ledger holds a name"
done
expect 0 "$gongshi" ledger check --site "$scratch/site"
said '账本完好'

# ---- damaged in the middle: stop, say how to restore, the old site stands ----
cp -R "$scratch/site/public" "$scratch/public"
cp "$scratch/site/state/ledger.db" "$scratch/good.db"
size=$(stat -c %s "$scratch/good.db")
for at in 0 4096 $((size - 4096)); do
    cp "$scratch/good.db" "$scratch/site/state/ledger.db"
    head -c 3000 /dev/zero | dd of="$scratch/site/state/ledger.db" bs=1 seek=$at conv=notrunc 2>/dev/null
    expect 5 "$gongshi" ledger check --site "$scratch/site"
    warned '旧网站不受影响'
    warned '恢复 state/'
done
printf 'xxxxxxxxxxxxxxxx' | dd of="$scratch/site/state/ledger.db" bs=1 conv=notrunc 2>/dev/null
expect 5 "$gongshi" run --site "$scratch/site" --as-of 2026-03-09T09:00
warned '账本已损坏'
same_tree "$scratch/site/public" "$scratch/public"

# ---- of a newer program: say so, change nothing ----
cp "$scratch/good.db" "$scratch/site/state/ledger.db"
printf '\000\000\000\143' | dd of="$scratch/site/state/ledger.db" bs=1 seek=60 conv=notrunc 2>/dev/null
expect 2 "$gongshi" run --site "$scratch/site" --as-of 2026-03-09T09:00
warned_once '账本由更新版本的 gongshi 写成（版本 99）：请升级程序'
same_tree "$scratch/site/public" "$scratch/public"
