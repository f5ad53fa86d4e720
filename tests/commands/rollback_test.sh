#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# rollback_test.sh — an earlier release comes back byte for byte; what was ruled on since does not,
# wherever it stood; the next run goes on from there; a kill at any moment changes none of that.
. tests/commands/site.sh

public=$scratch/site/public
# What tells of the release itself is made anew: manifests, the report of the check. A run after a
# rollback makes the search index of one piece; then the page that searches has another pointer.
same_site() { # same_site TREE [except-index]
    diff -r -x manifest -x 'manifest.json*' -x 'proof.*' ${2:+-x find -x search.html} "$1" "$public" >"$scratch/err" 2>&1 ||
        fail "another tree than $1"
    sed 's/ data-now="[^"]*"//' "$1/search.html" >"$scratch/page"
    sed 's/ data-now="[^"]*"//' "$public/search.html" | cmp -s - "$scratch/page" || fail "another search page than that of $1"
}
article() { # article TITLE
    mkdir -p "$scratch/site/content/gg"
    printf '# %s\n\n%s全文。\n' "$1" "$1" >"$scratch/site/content/gg/notice.md"
}
event() { # event NUMBER CHANGE DAY
    printf '{"kind":"event","agency":"青原市市场监督管理局","document_number":"%s","change":"%s","authority":"青原市人民政府","day":"%s","reason":"认定事实不清","basis":"《行政处罚法》第四十八条"}\n' "$1" "$2" "$3"
}
sound() {
    expect 0 "$gongshi" verify --site "$scratch/site"
    expect 0 "$gongshi" ledger check --site "$scratch/site"
}
back() { # back RELEASE INSTANT [STATUS]
    expect "${3:-0}" "$gongshi" rollback "$1" --site "$scratch/site" --as-of "$2"
}
release() { # release LINE: the number of the release in that line of the list
    "$gongshi" rollback --site "$scratch/site" --as-of 2026-04-30 | sed -n "$(($1 + 1))p" | awk '{ print $1 }'
}

new_site
expect 0 "$gongshi" rollback --site "$scratch/site" --as-of 2026-03-01
said '还没有公示过'
article 原来的公告
{
    decision 市监罚〔2026〕1号
    decision 市监罚〔2026〕2号
    decision 市监罚〔2026〕3号
} | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
first=$(release 1)
cp -a "$public" "$scratch/first"

# ---- nothing was ruled on but what came: the earlier site to the byte, what came is gone ----
article 出错的公告
echo '# 不该有的' >"$scratch/site/content/gg/wrong.md"
decision 市监罚〔2026〕4号 | deliver b-decisions.jsonl
run_at 2026-03-06T09:00
fourth=$(address_of 市监罚〔2026〕4号 行政执法决定)
cp -a "$public" "$scratch/second"
second=$(release 1)
expect 2 "$gongshi" rollback "$second" --site "$scratch/site" --as-of 2026-03-06T10:00
warned '就是现在的网站'
expect 2 "$gongshi" rollback 99 --site "$scratch/site" --as-of 2026-03-06T10:00
expect 2 "$gongshi" rollback x --site "$scratch/site" --as-of 2026-03-06T10:00
cp -a "$scratch/site" "$scratch/kept"
back "$first" 2026-03-06T10:00
said '已恢复到第'
holds "$scratch/site/desk/report/index.html" '网站已恢复到较早的一次公示'
expect 0 "$gongshi" status --site "$scratch/site" --as-of 2026-03-06T10:00
said "网站现为第 $first 次运行的公示"
same_site "$scratch/first"
sound
expect 0 "$gongshi" explain --site "$scratch/site" 市监罚〔2026〕4号
said '暂不在网上'
# It can be undone, and a second one goes further back or forth.
back "$second" 2026-03-06T10:30
same_site "$scratch/second"
back "$first" 2026-03-06T10:40
same_site "$scratch/first"
# The next run makes the present site again, at the same addresses and with the same dates.
run_at 2026-03-06T11:00
same_site "$scratch/second" except-index
sound
lacks "$scratch/site/desk/report/index.html" '网站已恢复到较早的一次公示'

# ---- killed at any moment, and called again ----
kills=0
for at in 0.004 0.008 0.012 0.016 0.02 0.024 0.028 0.032 0.036 0.04 0.05 0.06 0.08 0.1; do
    rm -rf "$scratch/site"
    cp -a "$scratch/kept" "$scratch/site"
    "$gongshi" rollback "$first" --site "$scratch/site" --as-of 2026-03-06T10:00 >/dev/null 2>&1 &
    pid=$!
    sleep $at
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ $? -ne 137 ] || kills=$((kills + 1))
    # It happened, and that is told; or it did not, and happens now.
    "$gongshi" rollback "$first" --site "$scratch/site" --as-of 2026-03-06T10:00 >"$scratch/out" 2>"$scratch/err"
    same_site "$scratch/first"
    sound
    run_at 2026-03-06T11:00
    same_site "$scratch/second" except-index
done
[ $kills -ge 3 ] || fail "only $kills kills"

# ---- a record withdrawn since: its notice stays, its text does not come back anywhere ----
one=$(address_of 市监罚〔2026〕1号 行政执法决定)
three=$(address_of 市监罚〔2026〕3号 行政执法决定)
before=$(release 1)
decision 市监罚〔2026〕3号 | sed 's/"amount":500/"amount":300/; s/ 500 元/ 300 元/g' | deliver c-decisions.jsonl
event 市监罚〔2026〕1号 撤销 2026-03-06 | deliver d-events.jsonl
article 又改过的公告
decision 市监罚〔2026〕5号 | deliver e-decisions.jsonl
run_at 2026-03-09T09:00
fifth=$(address_of 市监罚〔2026〕5号 行政执法决定)
cp "$public/$one" "$scratch/notice"
cp "$public/$three" "$scratch/corrected"
holds "$public/$one" '认定事实不清'
back "$before" 2026-03-09T10:00
said '另有裁定'
cmp -s "$public/$one" "$scratch/notice" || fail "the notice did not stay"
cmp -s "$public/$three" "$scratch/corrected" || fail "a corrected decision's old text came back"
holds "$public/gg/notice.html" '出错的公告'
[ -f "$public/$fifth" ] || fail "a page that others lead to is gone"
name=$(basename "$one" .html)
for file in $(grep -rlE "市监罚〔2026〕1号|$name" "$public" --include='*.html' --include='*.json' --include='*.xml' --include='*.txt'); do
    case $file in
    */$one | */manifest/* | */gg/* | */data/*) ;;
    *) cmp -s "$file" "$scratch/first/${file#"$public"/}" && fail "it shows what was withdrawn: $file" ;;
    esac
done
sound
expect 0 "$gongshi" search --site "$scratch/site" 市监罚〔2026〕1号
lacks "$scratch/out" "$name"
run_at 2026-03-09T11:00
holds "$public/gg/notice.html" '又改过的公告'
sound

# ---- what the check finds in an earlier release stops it: the number is public no more ----
sed -i 's/^demo = yes/demo = yes\npublic = 13900001234/' "$scratch/site/site.conf"
article 举报电话13900001234
run_at 2026-03-10T09:00
holds "$public/gg/notice.html" 13900001234
leaky=$(release 1)
sed -i '/^public = /d' "$scratch/site/site.conf"
article 停用的电话
run_at 2026-03-11T09:00
cp -a "$public" "$scratch/third"
back "$leaky" 2026-03-11T10:00 4
warned 'E613'
warned '没有恢复，网站不变'
same_tree "$public" "$scratch/third"
sound

# ---- after their term, and after a purge, no copies are left ----
printf '[retention]\nreleases = 5 天\n' >>"$scratch/site/site.conf"
article 末次
run_at 2026-04-01T09:00
[ "$(find "$scratch/site/state/releases" -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ] || fail "copies stay past their term"
expect 0 "$gongshi" purge e-decisions.jsonl --site "$scratch/site" --as-of 2026-04-01T10:00
[ ! -e "$scratch/site/state/releases" ] || fail "copies stay after a purge"
echo "$kills kills"
