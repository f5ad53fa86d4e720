#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# backup_test.sh — a backup is whole, and a site that is restored from it goes on as if nothing had
# happened: the same addresses, first-published times and rulings.
. tests/commands/site.sh

# No demo: the key is the site's own, and the clock is the clock's.
new_site
sed -i '/^demo/d' "$scratch/site/site.conf"
mkdir -p "$scratch/site/content/law"
cp content/law/deadlines.csv "$scratch/site/content/law/"
for n in 1 2 3; do decision 市监罚〔2026〕$n号 | deliver $n-decisions.jsonl; done
expect 0 "$gongshi" run --site "$scratch/site"
printf 'mine\n' >"$scratch/site/desk/notes.csv"
expect 0 "$gongshi" backup "$scratch/backup" --site "$scratch/site"
said '已备份到'
(cd "$scratch/backup" && sha256sum -c --quiet SHA256SUMS) || fail "the sums do not hold"
for there in state/ledger.db state/catalogue.db state/keys/site.key desk/notes.csv desk/approvals.csv site.conf \
    content/law/deadlines.csv 恢复说明.txt; do
    [ -f "$scratch/backup/$there" ] || fail "the backup lacks $there"
done
[ "$(ls "$scratch/backup/state/deliveries" | wc -l)" -eq 3 ] || fail "the backup lacks deliveries"
[ -z "$(find "$scratch/backup" -type f -perm /077)" ] || fail "others may read the backup"
[ ! -e "$scratch/backup/public" ] || fail "the backup holds what can be made again"

# ---- another one into the same folder: what is new comes, what was purged goes ----
decision 市监罚〔2026〕4号 | deliver 4-decisions.jsonl
expect 0 "$gongshi" run --site "$scratch/site"
touch "$scratch/backup/state/deliveries/purged"
expect 0 "$gongshi" backup "$scratch/backup" --site "$scratch/site"
[ "$(ls "$scratch/backup/state/deliveries" | wc -l)" -eq 4 ] || fail "not the site's four deliveries"
mkdir "$scratch/full"
touch "$scratch/full/mine"
expect 2 "$gongshi" backup "$scratch/full" --site "$scratch/site"
warned '里有别的东西'
expect 2 "$gongshi" backup --site "$scratch/site"

# ---- all is lost but the backup ----
mv "$scratch/site" "$scratch/lost"
cp -a "$scratch/backup" "$scratch/site"
expect 0 "$gongshi" ledger check --site "$scratch/site"
expect 0 "$gongshi" run --site "$scratch/site"
warned 'public/ 不见了'
expect 0 "$gongshi" verify --site "$scratch/site"
expect 0 "$gongshi" ledger check --site "$scratch/site"
(cd "$scratch/lost/public" && find cf/20* -maxdepth 1 -name '*.html' ! -name index.html -exec sha256sum {} +) >"$scratch/pages"
[ "$(wc -l <"$scratch/pages")" -eq 4 ] || fail "not four pages"
(cd "$scratch/site/public" && sha256sum -c --quiet "$scratch/pages") || fail "the pages are not as they were"
expect 0 "$gongshi" run --site "$scratch/site"
said '没有公示'

# ---- the catalogue alone is lost from the backup: made again all the same ----
rm -rf "$scratch/site"
cp -a "$scratch/backup" "$scratch/site"
rm "$scratch/site/state/catalogue.db"
expect 0 "$gongshi" run --site "$scratch/site"
(cd "$scratch/site/public" && sha256sum -c --quiet "$scratch/pages") || fail "the pages are not as they were"
expect 0 "$gongshi" ledger check --site "$scratch/site"

# ---- a ledger does not go on with another key ----
rm "$scratch/site/state/keys/site.key"
expect 2 "$gongshi" run --site "$scratch/site"
warned '请从备份恢复'
[ ! -e "$scratch/site/state/keys/site.key" ] || fail "another key was made"
