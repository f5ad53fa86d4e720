#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# package_test.sh — packages for platforms: columns in the order of feeds/credit, full identities, only
# what is ruled publish and what the platform takes, folders and files for their owner alone, a
# manifest that counts and digests rightly; then increments: what was added, changed, corrected,
# revoked, repaired or came to its end, each once.
. tests/commands/site.sh

new_site
decision 青市监罚〔2026〕1号 | sed 's/"amount":500/"amount":2000/' | deliver a-decisions.jsonl
decision 青市监罚〔2026〕2号 "$DAY,\"effective\":\"2026-06-01\"" | deliver b-decisions.jsonl # held
decision 青市监罚〔2026〕3号 | sed 's/"publicity":"主动公开"/"publicity":"不予公开","publicity_clause":"条例第十五条","publicity_approver":"某某"/' | deliver c-decisions.jsonl
decision 青市监许〔2026〕1号 "$DAY,\"permit_class\":\"普通\",\"certificate_name\":\"许可证\",\"certificate_number\":\"JY1\",\"valid_from\":\"2026-03-02\",\"valid_to\":\"2099-12-31\"" |
    sed 's/"行政处罚"/"行政许可"/; s/"penalty_types":"罚款","amount":500,//' | deliver d-decisions.jsonl
decision 青市监强〔2026〕1号 | sed 's/"行政处罚"/"行政强制"/; s/"penalty_types":"罚款","amount":500,//' | deliver e-decisions.jsonl
run_at 2026-03-05T09:00

package=$(echo "$scratch"/site/exchange/credit/0*)
[ "$package" = "$scratch/site/exchange/credit/000001-2026-03-05T0900" ] || fail "package is $package"
find "$scratch/site/exchange" -type d ! -perm 700 | grep -q . && fail "a folder others may read"
find "$scratch/site/exchange" -type f ! -perm 600 | grep -q . && fail "a file others may read"

# Columns: the codes of feeds/credit in their order, behind the mark of UTF-8.
for table in 行政许可:xk 行政处罚:cf; do
    { printf '\357\273\277'
        awk -F, -v want="${table%:*}" '$1 == want { line = line (line == "" ? "" : ",") $4 } END { printf "%s\r\n", line }' \
            feeds/credit/2018.csv; } >"$scratch/header"
    head -n 1 "$package/${table#*:}.add.csv" | cmp -s - "$scratch/header" || fail "columns of ${table#*:}.add.csv"
done

# The row of a penalty, by the names of its columns (no cell here holds a comma).
cell() { # cell FILE CODE
    awk -F, -v code="$2" 'NR == 1 { sub(/\r$/, ""); sub(/^\357\273\277/, ""); for (i = 1; i <= NF; i++) if ($i == code) at = i }
        NR == 2 { sub(/\r$/, ""); print $at }' "$package/$1"
}
is() { [ "$(cell "$1" "$2")" = "$3" ] || fail "$1: $2 is $(cell "$1" "$2"), not $3"; }
[ "$(wc -l <"$package/cf.add.csv")" -eq 2 ] || fail "cf.add.csv must hold one row"
[ "$(wc -l <"$package/xk.add.csv")" -eq 2 ] || fail "xk.add.csv must hold one row"
is cf.add.csv CF_XDR_MC 尉迟小满
is cf.add.csv CF_XDR_LB 自然人
is cf.add.csv CF_XDR_ZJLX 身份证
is cf.add.csv CF_XDR_ZJHM 130599197504094873
is cf.add.csv CF_WSH 青市监罚〔2026〕1号
is cf.add.csv CF_CFLB 罚款
is cf.add.csv CF_NR_FK 0.2 # 2000 元 in 万元
is cf.add.csv CF_JDRQ 2026/03/02
is cf.add.csv CF_CFJG 青原市市场监督管理局
is xk.add.csv XK_XDR_MC 尉迟小满
is xk.add.csv XK_WSH 青市监许〔2026〕1号
is xk.add.csv XK_YXQZ 2026/03/02
is xk.add.csv XK_YXQZI 2099/12/31
lacks "$package/cf.add.csv" 青市监罚〔2026〕2号
lacks "$package/cf.add.csv" 青市监罚〔2026〕3号

# The manifest: rows, bytes and digests of each file, one file a line.
manifest_holds() { # manifest_holds FILE ROWS
    sha=$(sha256sum "$package/$1" | cut -d' ' -f1)
    sm3=$(openssl dgst -sm3 -r "$package/$1" | cut -d' ' -f1)
    holds "$package/manifest.json" "{\"name\": \"$1\", \"rows\": $2, \"size\": $(stat -c %s "$package/$1"), \"sha256\": \"$sha\", \"sm3\": \"$sm3\"}"
}
for file in cf.add.csv cf.add.ids xk.add.csv xk.add.ids; do
    manifest_holds $file 1
done
[ "$(grep -c '"name"' "$package/manifest.json")" -eq "$(ls "$package" | grep -vc manifest)" ] || fail "a file in no manifest"
holds "$package/manifest.json" '"as_of": "2026-03-05T09:00:00+08:00"'
holds "$package/manifest.json" '"sequence": 1'
holds "$package/manifest.json" '"previous": null'
holds "$package/manifest.json" '"kind": "full"'
holds "$package/manifest.json" '"expires": "2026-04-04T09:00:00+08:00"'
holds "$scratch/site/exchange/credit/上传说明.txt" '信用信息共享平台：第 1 个数据包（全量，2 行）'
first=$(sha256sum <"$package/manifest.json" | cut -d' ' -f1)

# The ids are the last parts of the records' addresses.
[ "$(cat "$package/cf.add.ids").html" = "$(basename "$(address_of 青市监罚〔2026〕1号 行政执法决定)")" ] || fail "id of the penalty"

# Nothing new, no package; then only what changed goes.
run_at 2026-03-06T09:00
[ "$(ls -d "$scratch"/site/exchange/credit/0* | wc -l)" -eq 1 ] || fail "a package of nothing"
decision 青市监罚〔2026〕4号 | deliver f-decisions.jsonl
run_at 2026-03-07T09:00
package=$(echo "$scratch"/site/exchange/credit/000002-*)
[ "$(wc -l <"$package/cf.add.csv")" -eq 2 ] || fail "more than what is new"
is cf.add.csv CF_WSH 青市监罚〔2026〕4号
holds "$package/manifest.json" '"kind": "increment"'
holds "$package/manifest.json" "\"previous\": \"$first\""

# What the platform would reject is not sent, and goes back to the staff; mended, it is sent.
decision 青市监罚〔2026〕5号 | sed 's/"party_id_type":"身份证",//' | deliver g-decisions.jsonl
decision 青市监罚〔2026〕6号 | deliver h-decisions.jsonl
run_at 2026-03-08T09:00
package=$(echo "$scratch"/site/exchange/credit/000003-*)
is cf.add.csv CF_WSH 青市监罚〔2026〕6号
[ "$(wc -l <"$package/cf.add.csv")" -eq 2 ] || fail "a row that the platform would reject"
report=$scratch/site/desk/report/package-credit-rejects
holds "$report.csv" '证件类型：平台要求必填的栏目没有内容'
holds "$report.csv" 青市监罚〔2026〕5号
holds "$scratch/site/desk/report/report.json" E901
holds "$scratch/site/desk/report/mail.txt" '报送 credit 时平台不会接收的行：desk/report/package-credit-rejects.xlsx'
xlsx2csv -a "$report.xlsx" >"$scratch/book" 2>/dev/null
holds "$scratch/book" '不会接收 1 行，没有放进数据包'
holds "$scratch/book" '请不要放进 desk/inbox'
lacks "$scratch/book" '原样放进 desk/inbox'
said '平台不会接收，没有报送 1 行，原因和改法：desk/report/package-credit-rejects.xlsx'
run_at 2026-03-09T09:00 # told again while nobody has mended it
holds "$scratch/site/desk/report/report.json" E901
[ -e "$report.xlsx" ] || fail "the workbook went although nothing was mended"
decision 青市监罚〔2026〕5号 | deliver g-decisions.jsonl
run_at 2026-03-10T09:00
package=$(echo "$scratch"/site/exchange/credit/000004-*)
is cf.add.csv CF_WSH 青市监罚〔2026〕5号
[ ! -e "$report.xlsx" ] || fail "the workbook stands although all is mended"

# What happens to decisions later on.
event() { # event NUMBER CHANGE DAY
    printf '{"kind":"event","agency":"青原市市场监督管理局","document_number":"%s","change":"%s","authority":"青原市市场监督管理局","day":"%s","reason":"依法","basis":"《行政处罚法》"}\n' "$@"
}
decision 青市监罚〔2026〕4号 | sed 's/"amount":500/"amount":600/; s/500 元/600 元/g' | deliver i-decisions.jsonl
event 青市监许〔2026〕1号 注销 2026-04-01 | deliver j-events.jsonl
event 青市监罚〔2026〕5号 撤销 2026-04-01 | deliver k-events.jsonl
event 青市监罚〔2026〕6号 信用修复 2026-04-01 | deliver l-events.jsonl
run_at 2026-04-02T09:00
package=$(echo "$scratch"/site/exchange/credit/000005-*)
is cf.correct.csv CF_WSH 青市监罚〔2026〕4号
is cf.correct.csv CF_NR_FK 0.06
is xk.change.csv XK_WSH 青市监许〔2026〕1号
is xk.change.csv XK_ZT 2 # law.md §4
is cf.revoke.csv CF_WSH 青市监罚〔2026〕5号
is cf.repair.csv CF_WSH 青市监罚〔2026〕6号
[ "$(ls "$package" | tr '\n' ' ')" = 'cf.correct.csv cf.correct.ids cf.repair.csv cf.repair.ids cf.revoke.csv cf.revoke.ids manifest.json xk.change.csv xk.change.ids ' ] ||
    fail "files: $(ls "$package")"

# What is published later is sent then; what comes back is new again.
event 青市监罚〔2026〕5号 恢复 2026-05-02 | deliver m-events.jsonl
run_at 2026-06-01T09:00
package=$(echo "$scratch"/site/exchange/credit/000006-*)
holds "$package/cf.add.csv" 青市监罚〔2026〕2号
holds "$package/cf.add.csv" 青市监罚〔2026〕5号
[ "$(wc -l <"$package/cf.add.csv")" -eq 3 ] || fail "more than what came and came back"

# The credit term is over before the portal's: it ends on the platform alone.
run_at 2029-06-02T09:00
for ended in "$scratch"/site/exchange/credit/*/cf.expire.csv; do
    holds "$ended" 青市监罚〔2026〕4号
done

# A changed column set is a new complete set; what cannot be meant is a fault of the configuration.
mkdir -p "$scratch/site/feeds/credit"
sed 's/XK_NR/XK_NEIRONG/' feeds/credit/2018.csv >"$scratch/site/feeds/credit/2018.csv"
decision 青市监罚〔2029〕1号 ',"decided":"2029-06-01"' | deliver n-decisions.jsonl
run_at 2029-06-03T09:00
package=$(ls -d "$scratch"/site/exchange/credit/0* | tail -n 1)
holds "$package/manifest.json" '"kind": "full"'
holds "$package/xk.add.csv" XK_NEIRONG
printf '[target province]\nprofile = credit\ncolumns = hebie\n' >>"$scratch/site/site.conf"
expect 2 "$gongshi" check --site "$scratch/site"
warned 'E911'
