#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# sign_test.sh — packages and releases are signed, by SM2 and Ed25519 over the same bytes, as OpenSSL's
# command line and sm-crypto verify; keys are made once, for their owner alone; a key that is missing,
# readable by others or none stops the run, and what was before stands.
. tests/commands/site.sh

keys=$scratch/site/state/keys
public=$scratch/site/public

# openssl_takes METHOD FILE SIGNATURE PUBLIC
openssl_takes() {
    case $1 in
    sm2) openssl pkeyutl -verify -pubin -inkey "$4" -rawin -digest sm3 -in "$2" -sigfile "$3" -pkeyopt distid:1234567812345678 ;;
    ed25519) openssl pkeyutl -verify -pubin -inkey "$4" -rawin -in "$2" -sigfile "$3" ;;
    esac >/dev/null 2>&1
}

new_site
decision 青市监罚〔2026〕1号 | deliver a-decisions.jsonl
run_at 2026-03-05T09:00
ls "$public" | grep -q 'manifest.json\.' && fail "signed without a key"
ls "$scratch"/site/exchange/credit/000001-* | grep -q 'manifest.json\.' && fail "a package signed without a key"

# ---- keys ----
expect 0 "$gongshi" new-key --site "$scratch/site"
said '公钥的 SHA-256'
for method in sm2 ed25519; do
    [ "$(stat -c %a "$keys/sign-1.$method.pem")" = 600 ] || fail "the mode of the $method key"
done
cp -a "$keys" "$scratch/keys"
expect 2 "$gongshi" new-key --site "$scratch/site"
warned '不会覆盖'
same_tree "$keys" "$scratch/keys"
expect 2 "$gongshi" new-key again --site "$scratch/site"

# ---- what is signed ----
# signed_by NUMBER: the last package and the release are, as both methods say, by these keys.
signed_by() {
    package=$(ls -d "$scratch"/site/exchange/credit/0* | tail -n 1)
    for method in sm2 ed25519; do
        key=$public/data/keys/sign-$1.$method.pem
        openssl_takes $method "$package/manifest.json" "$package/manifest.json.$method" "$key" ||
            fail "the package is not signed by $key"
        base64 -d <"$public/manifest.json.$method.b64" >"$scratch/signature" || fail "no base64"
        openssl_takes $method "$public/manifest.json" "$scratch/signature" "$key" || fail "the release is not signed by $key"
        id=$(openssl pkey -pubin -in "$key" -outform DER | sha256sum | cut -d' ' -f1)
        holds "$package/manifest.json" "\"key_$method\": \"$id\""
        sed 's/"rows": 1/"rows": 2/' "$package/manifest.json" >"$scratch/edited"
        openssl_takes $method "$scratch/edited" "$package/manifest.json.$method" "$key" && fail "an edited manifest"
    done
    [ "$(stat -c %a "$package/manifest.json.sm2")" = 600 ] || fail "the mode of a signature"
    expect 0 "$gongshi" verify --site "$scratch/site"
}
decision 青市监罚〔2026〕2号 | deliver b-decisions.jsonl
run_at 2026-03-06T09:00
signed_by 1

# ---- rotation: old packages stay verifiable ----
expect 0 "$gongshi" new-key rotate --site "$scratch/site"
decision 青市监罚〔2026〕3号 | deliver c-decisions.jsonl
run_at 2026-03-07T09:00
signed_by 2
old=$(ls -d "$scratch"/site/exchange/credit/000002-*)
openssl_takes sm2 "$old/manifest.json" "$old/manifest.json.sm2" "$public/data/keys/sign-1.sm2.pem" || fail "the old package"
cmp -s "$public/data/keys/sign-1.sm2.pem" "$public/data/keys/sign-2.sm2.pem" && fail "rotation made the same key"
grep -rq 'PRIVATE KEY' "$public" && fail "a private key in public"

# ---- keys that cannot be used ----
cp -a "$public" "$scratch/public"
cp -a "$scratch/site/exchange" "$scratch/exchange"
refused() { # refused WHY
    expect 4 "$gongshi" run --site "$scratch/site" --as-of 2026-03-08T09:00
    warned E912
    warned "$1"
    same_tree "$public" "$scratch/public"
    same_tree "$scratch/site/exchange" "$scratch/exchange"
}
decision 青市监罚〔2026〕4号 | deliver d-decisions.jsonl
chmod 644 "$keys/sign-2.sm2.pem"
refused '别人可以读'
chmod 600 "$keys/sign-2.sm2.pem"
mv "$keys/sign-2.ed25519.pem" "$scratch/kept"
refused '不见了'
cp "$keys/sign-2.sm2.pem" "$keys/sign-2.ed25519.pem"
refused '不是这种签名的私钥'
rm "$keys/sign-2.ed25519.pem" "$keys/sign-2.sm2.pem"
refused '不见了'
cp "$scratch/kept" "$keys/sign-2.ed25519.pem"
refused '不见了'
expect 0 "$gongshi" new-key rotate --site "$scratch/site"
run_at 2026-03-08T09:00
signed_by 3

# ---- another implementation of SM2 ----
. tests/tool/npm.sh
npm_tools tests/platform
key=$public/data/keys/sign-3.sm2.pem
node tests/platform/sm2.mjs "$package/manifest.json" "$package/manifest.json.sm2" "$key" || fail "sm-crypto does not take the signature"
node tests/platform/sm2.mjs "$scratch/edited" "$package/manifest.json.sm2" "$key" && fail "sm-crypto takes an edited manifest"
exit 0
