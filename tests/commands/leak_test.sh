#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# leak_test.sh — no private value of the demo deliveries stands in the public tree: identifiers,
# telephones, accounts and home addresses nowhere, a natural person's name not on the record's page.
# Reads deliveries and pages with awk and grep alone: shares nothing with masking or verify.
. tests/commands/site.sh

GONGSHI=$gongshi sh feeds/demo/replay.sh "$scratch/site" >"$scratch/out" 2>"$scratch/err" ||
    fail "replay"

# Bytes, not characters: every awk agrees about those.
awk() { LC_ALL=C command awk "$@"; }

# One line a value: KIND|document number|value; KIND is everywhere or name.
json_values() {
    awk '
    function texts(part, key, n, piece, i) {
        n = split(part, piece, "\"" key "\":\"")
        for (i = 2; i <= n; i++) {
            sub(/".*/, "", piece[i])
            print (key == "name" || key == "party" || key == "representative" ? "name" : "everywhere") \
                "|" number "|" piece[i]
        }
    }
    function after(key, at, rest) {
        at = index($0, "\"" key "\":\"")
        if (at == 0) return ""
        rest = substr($0, at + length(key) + 4)
        sub(/".*/, "", rest)
        return rest
    }
    {
        number = after("document_number")
        texts($0, "party_id"); texts($0, "party_phone"); texts($0, "representative_id")
        texts($0, "id_number"); texts($0, "mobile"); texts($0, "party_account")
        if ($0 ~ /"party_type":"自然人"/) { texts($0, "party"); texts($0, "party_address") }
        at = index($0, "\"persons\":[")
        if (at > 0) {
            part = substr($0, at)
            part = substr(part, 1, index(part, "]"))
            texts(part, "name"); texts(part, "phone"); texts(part, "address"); texts(part, "id")
        }
    }' feeds/demo/deliveries/*/*.json feeds/demo/deliveries/*/*.jsonl
}

# table_values SEPARATOR QUOTE COLUMNS FILE…: private columns of delimiter-separated text.
table_values() {
    awk -v separator="$1" -v quote="$2" -v columns="$3" '
    function cell(text) { value[++cells] = text }
    function people(text, row, rows, part, n, i, k) {
        rows = split(text, row, "；")
        for (i = 1; i <= rows; i++) {
            n = split(row[i], part, "／")
            if (n > 1) print "name|" value[1] "|" part[2]
            for (k = 3; k <= n; k++) if (part[k] != "") print "everywhere|" value[1] "|" part[k]
        }
    }
    function finish(i, name, want) {
        if (header == 0) {
            for (i = 1; i <= cells; i++) title[i] = value[i]
            header = 1
        } else {
            for (i = 1; i <= cells; i++) {
                name = title[i]
                want = "," columns ","
                if (name == "其他人员" || name == "涉案其他人") people(value[i])
                else if (index(want, "," name ",") && value[i] != "") print "everywhere|" value[1] "|" value[i]
                if (name == "主体类型" || name == "相对人性质") person = value[i]
            }
            for (i = 1; i <= cells; i++) {
                if (person !~ /个人|自然人|公民/) continue
                if (title[i] == "当事人" || title[i] == "相对人") print "name|" value[1] "|" value[i]
                if (title[i] ~ /^(住所|家庭住址)/) print "everywhere|" value[1] "|" value[i]
            }
        }
        cells = 0
    }
    FNR == 1 { header = 0; open = 0; text = ""; cells = 0 }
    {
        line = $0
        sub(/\r$/, "", line)
        if (open) text = text "\n"
        n = length(line)
        for (i = 1; i <= n; i++) {
            c = substr(line, i, 1)
            if (quote != "" && c == quote) {
                if (open && substr(line, i + 1, 1) == quote) { text = text quote; i++ } else open = !open
            } else if (!open && c == separator) { cell(text); text = "" } else text = text c
        }
        if (!open) { cell(text); text = ""; finish() }
    }' "$4"
}
{
    json_values
    for file in feeds/demo/deliveries/*/scj-decisions-*.csv; do
        table_values , '"' '法定代表人身份证,身份证号码,联系电话,银行账户' "$file"
    done
    for file in feeds/demo/deliveries/*/cgj-decisions-*.txt; do
        table_values '|' '' '证件号,手机,车牌,收款账号' "$file"
    done
    # What the texts themselves call a number or a telephone, whatever the column.
    grep -rhoE '(身份证号码?|联系电话|手机)[：:]?[0-9]{10,17}[0-9X]' feeds/demo/deliveries |
        sed 's/^[^0-9]*/everywhere||/'
} | sort -u >"$scratch/values"

awk -F'|' '$1 == "everywhere" && length($3) > 6 { print $3 }' "$scratch/values" | sort -u >"$scratch/everywhere"
[ "$(wc -l <"$scratch/everywhere")" -gt 500 ] || fail "found only $(wc -l <"$scratch/everywhere") values"
find "$scratch/site/public" -type f -exec cat {} + >"$scratch/all"
# The values must be findable, else the search below says nothing: the deliveries hold them all.
cat feeds/demo/deliveries/*/* >"$scratch/given"
[ "$(grep -oF -f "$scratch/everywhere" "$scratch/given" | sort -u | wc -l)" -gt 500 ] || fail "values cannot be searched for"
if grep -oF -f "$scratch/everywhere" "$scratch/all" >"$scratch/leaks"; then
    fail "private values in the public tree: $(sort -u "$scratch/leaks" | wc -l) e.g. $(head -n 1 "$scratch/leaks")"
fi

# Nor does anything else tell them: what the program prints, its ledger and its catalogue.
{
    cat "$scratch/out" "$scratch/err"
    for command in status 'ledger check' verify check; do
        # shellcheck disable=SC2086 # two words
        "$gongshi" $command --site "$scratch/site" --as-of 2026-11-20T09:00 2>&1
    done
    # A workbook full of them that is cut off, and one that makes its reader run out of memory.
    mkdir -p "$scratch/site/desk/inbox"
    { printf 'PK\3\4'; head -c 3000 "$scratch/everywhere"; } >"$scratch/site/desk/inbox/cut-decisions.xlsx"
    { printf '<?xml version="1.0"?>'; yes '<a>' | head -n 300000; head -c 3000 "$scratch/everywhere"; } \
        >"$scratch/site/desk/inbox/deep-decisions.xml"
    "$gongshi" build --site "$scratch/site" --as-of 2026-11-20T09:30 2>&1
    (ulimit -v 60000; "$gongshi" build --site "$scratch/site" --as-of 2026-11-20T09:30 2>&1)
    cat "$scratch/site/state/ledger.db" "$scratch/site/state/catalogue.db"
} >"$scratch/said"
awk -F'|' '$1 == "name" && $2 != "" && length($3) > 5 { print $2 "|" $3 }' "$scratch/values" >"$scratch/names"
[ "$(wc -l <"$scratch/names")" -gt 200 ] || fail "found only $(wc -l <"$scratch/names") names"
pages=0
for number in $(cut -d'|' -f1 "$scratch/names" | sort -u); do
    "$gongshi" explain --reveal --site "$scratch/site" "$number" >"$scratch/explained" 2>&1
    cat "$scratch/explained" >>"$scratch/said"
    sed -n 's/^  网址：//p' "$scratch/explained" >"$scratch/addresses"
    awk -F'|' -v n="$number" '$1 == n { print $2 }' "$scratch/names" >"$scratch/wanted"
    while read -r page; do
        file=$scratch/site/public/$page
        [ -f "$file" ] || continue
        pages=$((pages + 1))
        ! grep -oF -f "$scratch/wanted" "$file" || fail "$number: a private name on $page"
    done <"$scratch/addresses"
done
[ $pages -gt 150 ] || fail "only $pages pages were read"

[ "$(wc -c <"$scratch/said")" -gt 100000 ] || fail "little was said"
if grep -aoF -f "$scratch/everywhere" "$scratch/said" >"$scratch/leaks"; then
    fail "private values outside the desk: $(sort -u "$scratch/leaks" | wc -l)"
fi
