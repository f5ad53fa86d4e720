#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# targets_test.sh — each target gets what its profile says: who, which categories, exempt records or
# not, full identities or what the public sees; each counts its own packages.
. tests/commands/site.sh

new_site
for target in credit legal-persons disclosure enforcement gsxt; do
    printf '[target %s]\nprofile = %s\nforms = jsonl\n' $target $target
done >>"$scratch/site/site.conf"
printf '[target hebei]\nprofile = credit\ncolumns = hebei\n' >>"$scratch/site/site.conf"
organisation() {
    decision "$@" | sed 's/尉迟小满/青原禾木有限公司/g; s/"自然人"/"法人及非法人组织"/; s/"party_id_type":"身份证","party_id":"130599197504094873"/"party_uscc":"91130599MA5QK2R73X","representative":"欧阳青禾"/'
}
decision 青市监罚〔2026〕1号 | deliver a-decisions.jsonl
organisation 青市监罚〔2026〕2号 | deliver b-decisions.jsonl
organisation 青市监强〔2026〕3号 | sed 's/"行政处罚"/"行政强制"/; s/"penalty_types":"罚款","amount":500,//' | deliver c-decisions.jsonl
organisation 青市监罚〔2026〕4号 | sed 's/"publicity":"主动公开"/"publicity":"不予公开","publicity_clause":"条例第十五条","publicity_approver":"某某"/' | deliver d-decisions.jsonl
run_at 2026-03-05T09:00

# numbers TARGET: which decisions it got
numbers() { grep -ohE '青市监.〔2026〕[0-9]号' "$scratch/site/exchange/$1"/000001-*/operations.jsonl | sort -u | tr '\n' ' '; }
got() { [ "$(numbers "$1")" = "$2" ] || fail "$1 got $(numbers "$1")"; }
got credit '青市监罚〔2026〕1号 青市监罚〔2026〕2号 '
got legal-persons '青市监罚〔2026〕2号 '
got disclosure '青市监强〔2026〕3号 青市监罚〔2026〕1号 青市监罚〔2026〕2号 '
got enforcement '青市监强〔2026〕3号 青市监罚〔2026〕1号 青市监罚〔2026〕2号 青市监罚〔2026〕4号 '
got gsxt '青市监罚〔2026〕2号 '

# The disclosure platform sees what the public sees.
cat "$scratch/site/exchange/disclosure"/000001-*/* >"$scratch/seen"
for private in 尉迟小满 130599197504094873 13900005606 机场路; do lacks "$scratch/seen" $private; done
holds "$scratch/seen" 尉迟某
holds "$(echo "$scratch/site/exchange/credit"/000001-*/operations.jsonl)" 130599197504094873

# A province's own columns: operation and number stand in the row, dates are written with dashes.
hebei=$(echo "$scratch"/site/exchange/hebei/000001-*/cf.add.csv)
head -n 1 "$hebei" | grep -q 'XXBH,CZLX,CF_XDR_MC' || fail "columns of the province"
holds "$hebei" ',新增,'
holds "$hebei" ',2026-03-02,'
holds "$hebei" ',2099-12-31,'

# Each has its own numbers and its own report; a target that comes later begins with everything.
organisation 青市监罚〔2026〕5号 | deliver e-decisions.jsonl
run_at 2026-03-06T09:00
printf '[target later]\nforms = jsonl\n' >>"$scratch/site/site.conf"
run_at 2026-03-07T09:00
got later '青市监罚〔2026〕1号 青市监罚〔2026〕2号 青市监罚〔2026〕5号 '
[ "$(ls -d "$scratch"/site/exchange/credit/0* | wc -l)" -eq 2 ] || fail "a package of nothing"

# A correction that the public cannot see is none for who sees what the public sees.
decision 青市监罚〔2026〕1号 | sed 's/"party_phone":"13900005606"/"party_phone":"13900005607"/; s/"party_id":"130599197504094873"/"party_id":"130599197504094873","representative_id_type":"护照","representative_id":"E1"/' |
    deliver f-decisions.jsonl
run_at 2026-03-08T09:00
[ "$(ls -d "$scratch"/site/exchange/disclosure/0* | wc -l)" -eq 2 ] || fail "told what it cannot see"

# Full identities go nowhere without encryption: what only begins like this machine is another one.
conf=$scratch/site/site.conf
cp "$conf" "$scratch/conf"
for address in http://example.org/in http://127.0.0.1.example.org/in http://127.0.0.1@example.org/in \
    http://127.0.0.1:9@example.org/in https:/example.org; do
    { cat "$scratch/conf"; printf '[target elsewhere]\nurl = %s\n' $address; } >"$conf"
    expect 2 "$gongshi" check --site "$scratch/site" --as-of 2026-03-09T09:00
    warned '应以 https:// 或 sftp:// 开头'
done
for address in http://127.0.0.1/in http://127.0.0.1:9/in https://example.org/in sftp://example.org/in; do
    { cat "$scratch/conf"; printf '[target elsewhere]\nurl = %s\n' $address; } >"$conf"
    expect 0 "$gongshi" check --site "$scratch/site" --as-of 2026-03-09T09:00
done
exit 0
