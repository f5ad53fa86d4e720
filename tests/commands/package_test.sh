#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# package_test.sh — the package for the credit platform: columns in the order of feeds/credit, full
# identities, only what is ruled publish, folders and files for their owner alone, a manifest that
# counts and digests rightly.
. tests/commands/site.sh

new_site
decision 青市监罚〔2026〕1号 | sed 's/"amount":500/"amount":2000/' | deliver a-decisions.jsonl
decision 青市监罚〔2026〕2号 "$DAY,\"effective\":\"2026-06-01\"" | deliver b-decisions.jsonl # held
decision 青市监罚〔2026〕3号 | sed 's/"publicity":"主动公开"/"publicity":"不予公开","publicity_clause":"条例第十五条","publicity_approver":"某某"/' | deliver c-decisions.jsonl
decision 青市监许〔2026〕1号 "$DAY,\"permit_class\":\"普通\",\"certificate_name\":\"许可证\",\"certificate_number\":\"JY1\",\"valid_from\":\"2026-03-02\",\"valid_to\":\"2099-12-31\"" |
    sed 's/"行政处罚"/"行政许可"/; s/"penalty_types":"罚款","amount":500,//' | deliver d-decisions.jsonl
decision 青市监强〔2026〕1号 | sed 's/"行政处罚"/"行政强制"/; s/"penalty_types":"罚款","amount":500,//' | deliver e-decisions.jsonl
run_at 2026-03-05T09:00

package=$(echo "$scratch"/site/exchange/credit/*)
[ "$package" = "$scratch/site/exchange/credit/2026-03-05T0900-000001" ] || fail "package is $package"
find "$scratch/site/exchange" -type d ! -perm 700 | grep -q . && fail "a folder others may read"
find "$scratch/site/exchange" -type f ! -perm 600 | grep -q . && fail "a file others may read"

# Columns: the codes of feeds/credit in their order.
for table in 行政许可:permits 行政处罚:penalties; do
    awk -F, -v want="${table%:*}" '$1 == want { line = line (line == "" ? "" : ",") $4 } END { printf "%s\r\n", line }' \
        feeds/credit/credit-fields.csv >"$scratch/header"
    head -n 1 "$package/${table#*:}.csv" | cmp -s - "$scratch/header" || fail "columns of ${table#*:}.csv"
done

# The row of a penalty, by the names of its columns (no cell here holds a comma).
cell() { # cell FILE CODE
    awk -F, -v code="$2" 'NR == 1 { sub(/\r$/, ""); for (i = 1; i <= NF; i++) if ($i == code) at = i }
        NR == 2 { sub(/\r$/, ""); print $at }' "$package/$1"
}
is() { [ "$(cell "$1" "$2")" = "$3" ] || fail "$1: $2 is $(cell "$1" "$2"), not $3"; }
[ "$(wc -l <"$package/penalties.csv")" -eq 2 ] || fail "penalties.csv must hold one row"
[ "$(wc -l <"$package/permits.csv")" -eq 2 ] || fail "permits.csv must hold one row"
is penalties.csv CF_XDR_MC 尉迟小满
is penalties.csv CF_XDR_LB 自然人
is penalties.csv CF_XDR_ZJLX 身份证
is penalties.csv CF_XDR_ZJHM 130599197504094873
is penalties.csv CF_WSH 青市监罚〔2026〕1号
is penalties.csv CF_CFLB 罚款
is penalties.csv CF_NR_FK 0.2 # 2000 元 in 万元
is penalties.csv CF_JDRQ 2026/03/02
is penalties.csv CF_CFJG 青原市市场监督管理局
is permits.csv XK_XDR_MC 尉迟小满
is permits.csv XK_WSH 青市监许〔2026〕1号
is permits.csv XK_YXQZ 2026/03/02
is permits.csv XK_YXQZI 2099/12/31
lacks "$package/penalties.csv" 青市监罚〔2026〕2号
lacks "$package/penalties.csv" 青市监罚〔2026〕3号

# The manifest: rows, bytes and SHA-256 of each file, one file a line.
for file in permits.csv penalties.csv; do
    digest=$(sha256sum "$package/$file" | cut -d' ' -f1)
    holds "$package/manifest.json" "{\"name\": \"$file\", \"rows\": 1, \"size\": $(stat -c %s "$package/$file"), \"sha256\": \"$digest\"}"
done
holds "$package/manifest.json" '"as_of": "2026-03-05T09:00:00+08:00"'

# Nothing new, no package; then only what changed goes.
run_at 2026-03-06T09:00
[ "$(ls "$scratch/site/exchange/credit" | wc -l)" -eq 1 ] || fail "a package of nothing"
decision 青市监罚〔2026〕4号 | deliver f-decisions.jsonl
run_at 2026-03-07T09:00
package=$(echo "$scratch"/site/exchange/credit/2026-03-07*)
[ "$(wc -l <"$package/penalties.csv")" -eq 2 ] || fail "more than what is new"
is penalties.csv CF_WSH 青市监罚〔2026〕4号
run_at 2026-06-01T09:00
package=$(echo "$scratch"/site/exchange/credit/2026-06-01*)
is penalties.csv CF_WSH 青市监罚〔2026〕2号
