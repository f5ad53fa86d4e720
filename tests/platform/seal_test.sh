#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# seal_test.sh — a package encrypted to the platform's certificate: OpenSSL's command line opens it
# with the platform's key, and finds what an unencrypted package holds; nothing is left in clear; a
# certificate that cannot be used stops the packages of that target, and nothing goes out instead.
. tests/commands/site.sh
folder=$scratch/site/exchange

new_site
mkdir "$scratch/site/certs"
openssl req -x509 -newkey rsa:3072 -nodes -keyout "$scratch/rsa.key" -out "$scratch/site/certs/rsa.pem" -subj /CN=platform -days 30 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$scratch/ec.key" -out "$scratch/site/certs/ec.pem" -subj /CN=platform -days 30 2>/dev/null
cat >>"$scratch/site/site.conf" <<CONF
[target clear]
profile = credit
forms = csv；xlsx；jsonl；xml
[target aes]
profile = credit
forms = csv；xlsx；jsonl；xml
encrypt = certs/rsa.pem
[target sm4]
profile = credit
forms = csv；jsonl
encrypt = certs/ec.pem
cipher = sm4
[target broken]
profile = credit
encrypt = certs/broken.pem
CONF
echo nonsense >"$scratch/site/certs/broken.pem"
decision 市监罚〔2026〕1号 | sed 's/"officers"/"source_unit":"青原市市场监督管理局","officers"/' | deliver a.jsonl
run_at 2026-03-05T09:00 6
warned E924
[ -z "$(find "$folder/broken" -type f 2>/dev/null)" ] || fail "a package for a certificate that cannot be used"

opened() { # opened TARGET KEY CIPHER: each sealed file holds what the clear one does
    sealed=$(ls -d "$folder/$1"/0*)
    clear=$(ls -d "$folder"/clear/0*)
    holds "$sealed/manifest.json" "\"cipher\": \"$3\""
    found=0
    for f in "$sealed"/*.p7m; do
        name=$(basename "$f" .p7m)
        found=$((found + 1))
        [ ! -e "$sealed/$name" ] || fail "$name is left in clear"
        [ "$(stat -c %a "$f")" = 600 ] || fail "the mode of $f"
        openssl cms -decrypt -binary -inform DER -in "$f" -inkey "$2" -out "$scratch/opened" 2>"$scratch/err" ||
            fail "$name.p7m cannot be opened"
        case $name in *.xml) sed -i "s/target=\"$1\"/target=\"clear\"/" "$scratch/opened" ;; esac
        cmp -s "$scratch/opened" "$clear/$name" || fail "$name.p7m holds something else"
        holds "$sealed/manifest.json" "$(sha256sum <"$f" | cut -d' ' -f1)"
    done
    [ "$found" -ge 2 ] || fail "too few sealed files for $1"
    openssl cms -cmsout -print -inform DER -in "$sealed/operations.jsonl.p7m" -noout >"$scratch/out" 2>/dev/null
    said "algorithm: $3"
    ! grep -raq 尉迟小满 "$sealed" || fail "a name in clear in the package for $1"
}
opened aes "$scratch/rsa.key" aes-256-cbc
opened sm4 "$scratch/ec.key" sm4-cbc
openssl req -x509 -newkey ed25519 -nodes -keyout "$scratch/ed.key" -out "$scratch/site/certs/broken.pem" -subj /CN=platform -days 30 2>/dev/null
run_at 2026-03-06T09:00 6
warned '不能用来加密'
cp "$scratch/site/certs/rsa.pem" "$scratch/site/certs/broken.pem"
decision 市监罚〔2026〕2号 | sed 's/"officers"/"source_unit":"青原市市场监督管理局","officers"/' | deliver b.jsonl
run_at 2026-03-07T09:00
[ -f "$(ls -d "$folder"/broken/0*)/cf.add.csv.p7m" ] || fail "a mended certificate is not used"
exit 0
