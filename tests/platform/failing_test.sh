#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# failing_test.sh — a disk that is full while a package, or a file of open data, is written; a clock
# that went backwards: a clear end, the package before stands, the next one has the next number.
. tests/commands/site.sh
packages=$scratch/site/exchange/credit

few() { # few FROM TO: decisions
    for n in $(seq "$1" "$2"); do
        decision "市监罚〔2026〕${n}号" | sed 's/"officers"/"source_unit":"青原市市场监督管理局","officers"/'
    done
}
# A file of more than 8 KB cannot be written: as on a disk that is full.
small() { (ulimit -f 16 && exec "$@"); }

new_site
few 1 60 | deliver a.jsonl
run_at 2026-03-05T09:00
cp -a "$packages" "$scratch/packages"

# ---- the disk is full while a package is written: nothing else is ----
cat >>"$scratch/site/site.conf" <<CONF
[target credit]
profile = credit
forms = csv；xml
CONF
expect 5 small "$gongshi" publish --site "$scratch/site" --as-of 2026-03-05T10:00
warned "$packages"
[ "$(find "$packages" -maxdepth 1 -name '0*' ! -name '*.part' | wc -l)" -eq 1 ] || fail "half a package"
first=$(basename "$(echo "$packages"/000001-*)")
same_tree "$scratch/packages/$first" "$packages/$first"
expect 0 "$gongshi" publish --site "$scratch/site" --as-of 2026-03-05T10:00
[ -f "$(ls -d "$packages"/000002-*)/operations.xml" ] || fail "the package after the full disk"
xmllint --noout "$packages"/000002-*/operations.xml || fail "the message is no XML"
[ -z "$(find "$packages" -name '*.part')" ] || fail "what was begun is left"
holds "$(echo "$packages"/000002-*/manifest.json)" "$(sha256sum <"$(echo "$packages"/000001-*/manifest.json)" | cut -d' ' -f1)"

# ---- the same while open data is made ----
expect 5 small "$gongshi" data --site "$scratch/site" --as-of 2026-03-05T11:00
[ ! -e "$scratch/site/public/data/cf" ] || fail "half of the open data"
expect 0 "$gongshi" data --site "$scratch/site" --as-of 2026-03-05T11:00
[ -s "$scratch/site/public/data/cf/scj/2026.csv" ] || fail "no open data after the full disk"
expect 0 "$gongshi" verify --site "$scratch/site"

# ---- a clock that went backwards ----
few 61 62 | deliver b.jsonl
cp -a "$packages" "$scratch/before"
for command in run data; do
    expect 2 "$gongshi" $command --site "$scratch/site" --as-of 2026-03-04T09:00
    warned '账本不能倒退'
done
same_tree "$scratch/before" "$packages"
run_at 2026-03-06T09:00
[ -d "$(ls -d "$packages"/000003-*)" ] || fail "no package once the clock is right"
exit 0
