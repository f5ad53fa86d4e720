#!/bin/sh
# search_test.sh — what is public is found; what was corrected, withdrawn or expired is in no shard.
. tests/commands/site.sh

new_site
tiers() { ls -d "$scratch/site/public/find"/*/ | wc -l; }
# found TEXT N [OPTION…]: so many documents.
found() {
    text=$1 n=$2
    shift 2
    expect 0 "$gongshi" search "$text" --site "$scratch/site" "$@"
    [ "$(wc -l <"$scratch/out")" -eq "$n" ] || fail "not $n documents for $text"
}

ends='","decided":"2026-03-02"'
{
    decision '青市监罚〔2026〕1号' ",\"matter\":\"北岭河鲟鱼专项$ends"
    decision '青市监罚〔2026〕2号' ",\"matter\":\"南岭河鲥鱼专项$ends"
    decision '青市监罚〔2026〕12号' ",\"matter\":\"东岭河鲈鱼专项$ends"
} | deliver one.jsonl
run_at 2026-03-05T09:00
found 鲟鱼专项 1
found '青市监罚〔2026〕1' 2
found '青市监罚 [2026] 2 号' 1
found 尉迟 3 # a surname is public, the given name is not
found 尉迟小满 0
found 岭河 3 --where year=2026 --where category=行政处罚
found 岭河 0 --where year=2025
found 岭河 1 鲥鱼
expect 2 "$gongshi" search 鱼 --site "$scratch/site"
warned 至少两个字
expect 2 "$gongshi" search 岭河 --site "$scratch/site" --where colour=red
[ "$(tiers)" -eq 1 ] || fail "more than a base"

# What comes later makes a delta, and touches nothing of the base.
base=$(ls "$scratch/site/public/find" | grep -v now.js)
find "$scratch/site/public/find/$base" -type f -exec stat -c '%n %Y %i' {} + | sort >"$scratch/before"
decision '青市监罚〔2026〕13号' ",\"matter\":\"西岭河鳜鱼专项$ends" | deliver two.jsonl
run_at 2026-03-06T09:00
find "$scratch/site/public/find/$base" -type f -exec stat -c '%n %Y %i' {} + | sort | cmp -s - "$scratch/before" ||
    fail "the base was touched"
[ "$(tiers)" -eq 2 ] || fail "no delta"
found 岭河 4
found 鳜鱼专项 1

# A correction in the delta, then one in the base: the old text is nowhere.
decision '青市监罚〔2026〕13号' ",\"matter\":\"西岭河鳊鱼专项$ends" | deliver three.jsonl
run_at 2026-03-07T09:00
found 鳜鱼专项 0
found 鳊鱼专项 1
files() { (cd "$scratch/site/public/find/$base" && find . -type f -exec sha256sum {} + | sort -k 2); }
files >"$scratch/before"
decision '青市监罚〔2026〕1号' ",\"matter\":\"北岭河鲫鱼专项$ends" | deliver four.jsonl
run_at 2026-03-08T09:00
files >"$scratch/after"
cmp -s "$scratch/before" "$scratch/after" && fail "the base is as it was"
[ "$(cut -c 67- "$scratch/before")" = "$(cut -c 67- "$scratch/after")" ] || fail "the base has other files"
sound() { # what lists and counters say is what the documents say; in $scratch/dump
    "$B/tests/search/dump" "$scratch/site/public" >"$scratch/dump" || fail "the shards cannot be read"
    expect 0 "$gongshi" verify --site "$scratch/site"
}
B=${B:-build}
sound
found 鲟鱼专项 0
lacks "$scratch/dump" 鲟
found 鲫鱼专项 1
found 岭河 4

# Corrected once more, and another one, in words that stay for the most part.
decision '青市监罚〔2026〕1号' ",\"matter\":\"北岭河鲂鱼专项$ends" | deliver four-b.jsonl
decision '青市监罚〔2026〕12号' ",\"matter\":\"东岭河鲈鱼专项行动$ends" | deliver four-c.jsonl
run_at 2026-03-08T10:00
sound
found 鲫鱼专项 0
grep -rl 鲫 "$scratch/site/public/find" && fail "a trace in plain text"
found 鲂鱼专项 1
found 鲈鱼专项 1
found 岭河 4

# A quashed decision is withdrawn: the brute-force reader of all shards finds no trace.
address=$(address_of '青市监罚〔2026〕2号' 行政执法决定)
id=$(basename "$address" .html)
holds "$scratch/dump" 鲥鱼
holds "$scratch/dump" "$id"
withdraw() { # withdraw NUMBER DAY FILE
    printf '{"kind":"event","agency":"青原市市场监督管理局","document_number":"%s","change":"撤销","authority":"青原市人民政府","day":"%s","reason":"主要事实不清","basis":"《行政处罚法》第四十八条"}\n' "$1" "$2" | deliver "$3"
}
withdraw '青市监罚〔2026〕2号' 2026-03-08 five.jsonl
run_at 2026-03-09T09:00
sound
lacks "$scratch/dump" 鲥鱼
lacks "$scratch/dump" "$id"
grep -rl 鲥 "$scratch/site/public/find" && fail "a trace in plain text"
grep -rl "$id" "$scratch/site/public/find" && fail "a trace of its address"
found 鲥鱼 0
found 岭河 3
[ -d "$scratch/site/public/find/$base" ] || fail "the base was made again"

# A stage that is thrown away takes nothing out; the next run does.
withdraw '青市监罚〔2026〕12号' 2026-03-09 six.jsonl
expect 0 "$gongshi" build --site "$scratch/site" --as-of 2026-03-10T09:00
found 鲈鱼专项 1
expect 0 "$gongshi" run --site "$scratch/site" --as-of 2026-03-11T09:00
sound
found 鲈鱼专项 0
grep -rl 鲈 "$scratch/site/public/find" && fail "a trace in plain text"
[ "$(tiers)" -eq 1 ] || fail "an old tier is left"

# The base whose files are not those that were published is made again, and nothing of them is kept.
decision '青市监罚〔2026〕14号' ",\"matter\":\"中岭河鲢鱼专项$ends" | deliver seven.jsonl
run_at 2026-03-12T09:00
base=$(sed 's/.*"dir":"\([0-9a-f]*\)".*/\1/' "$scratch/site/public/find/now.js")
victim=$scratch/site/public/find/$base/d/000/00.js
sed -i 's/北岭河/北零河/' "$victim"
withdraw '青市监罚〔2026〕13号' 2026-03-12 eight.jsonl
run_at 2026-03-13T09:00
sound
[ ! -d "$scratch/site/public/find/$base" ] || fail "the base was kept"
found 北岭河 1
found 岭河 2

# Initials are indexed where the site wants them; of a natural person there are none.
found WCM 0
sed -i 's/^demo = yes/demo = yes\npinyin = yes/' "$scratch/site/site.conf"
printf '%s\n' '{"kind":"officer","agency":"青原市市场监督管理局","name":"单素云","certificate":"13059904001","category":"市场监管","area":"青原市","post":"四级主办","valid_from":"2026-01-01","valid_to":"2030-12-31","approvals":[{"step":"审核","authority":"青原市司法局","date":"2026-01-06"}]}' | deliver nine.jsonl
run_at 2026-03-14T09:00
sound
found 单素云 1
found ssy 1
found WCM 0
sed -i '/^pinyin/d' "$scratch/site/site.conf"
printf '\n' >>"$scratch/site/site.conf"
decision '青市监罚〔2026〕15号' ",\"matter\":\"下岭河鲤鱼专项$ends" | deliver ten.jsonl
run_at 2026-03-15T09:00
found 单素云 1
found ssy 0

# A shard that is missing or cut short: said, and the rest is found.
victim=$(find "$scratch/site/public/find" -path '*/d/000/00.js')
head -c 100 "$victim" >"$scratch/cut" && cp "$scratch/cut" "$victim"
expect 4 "$gongshi" search 岭河 --site "$scratch/site"
warned 索引缺损
rm "$scratch/site/public/find/now.js"
expect 2 "$gongshi" search 岭河 --site "$scratch/site"
warned 没有检索索引
