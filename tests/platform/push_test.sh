#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# push_test.sh — packages reach a platform in order and once each, whatever it does: errors, hurry,
# silence, half answers, answers that are none, lost receipts, a certificate that is over, a process
# killed before the receipt; rows that it does not take come back; and a drop folder.
. tests/commands/site.sh

# /run is not ours; sshd wants a folder there.
if [ -z "${PUSH_MOUNTS:-}" ]; then
    enter="unshare -m"
    [ "$(id -u)" -eq 0 ] || enter="unshare -rm"
    if $enter true 2>/dev/null; then
        rm -rf "$scratch"
        PUSH_MOUNTS=own exec $enter sh "$0"
    fi
    PUSH_MOUNTS=shared
fi
[ "$PUSH_MOUNTS" != own ] || { mount -t tmpfs none /run && mkdir -p /run/sshd; }

server=$scratch/server
exchange=$scratch/site/exchange/credit
mkdir "$server"
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$server/server.key" -out "$server/server.pem" 2>/dev/null || fail "no certificate"
: >"$server/plan"
: >"$server/log"
pids=
trap 'for pid in $pids; do kill $pid 2>/dev/null; done; rm -rf "$scratch"' EXIT
begin() { # begin FOLDER: a platform that answers there
    node tests/platform/platform.mjs "$1" >"$1/out" 2>&1 &
    pids="$pids $!"
    for _ in $(seq 100); do [ -s "$1/port" ] && return; sleep 0.1; done
    fail "no server"
}
begin "$server"

# ---- a demonstration pushes nothing ----
new_site
expect 2 "$gongshi" push --site "$scratch/site"
warned '演示网站'

# ---- a site of today ----
new_site
sed -i '/^demo = yes/d' "$scratch/site/site.conf"
printf 'open sesame\n' >"$scratch/site/token"
chmod 600 "$scratch/site/token"
cat >>"$scratch/site/site.conf" <<CONF
[target credit]
forms = csv；jsonl
url = https://127.0.0.1:$(cat "$server/port")/packages
ca = $server/server.pem
token-file = token
timeout = 2
answer-ok = code=0
answer-receipt = data.receipt
answer-rows = data.errors
answer-id = id
answer-code = code
answer-text = message
CONF
TODAY=$(date +%Y-%m-%d)
n=0
# new: one more decision, published; the run pushes it.
new() { # new STATUS
    n=$((n + 1))
    decision "青市监罚〔2026〕$n号" ",\"decided\":\"$TODAY\"" | deliver "d$n-decisions.jsonl"
    expect "$1" "$gongshi" run --site "$scratch/site"
}
plan() { printf '%s\n' "$@" >"$server/plan"; }
logged() { # logged WORD SEQUENCE: the last that came
    [ "$(tail -n 1 "$server/log" | cut -d' ' -f1,2)" = "$1 $2" ] || fail "the last is $(tail -n 1 "$server/log"), not $1 $2"
}
requests() { wc -l <"$server/log"; }
push() { expect "$1" "$gongshi" push credit --site "$scratch/site"; }

new 0
said '第 1 个数据包：已送达，回执 R1，平台退回 0 条'
logged ok 1

# Each failure leaves the package where it is; the next run waits its turn; asked for, it goes.
i=1
for how in 500 429 hang half garbage other refuse 302; do
    i=$((i + 1))
    plan $how
    new 6
    logged $how $i
    came=$(requests)
    expect 0 "$gongshi" push --site "$scratch/site" # not due yet
    [ "$(requests)" -eq "$came" ] || fail "$how: tried again at once"
    push 0
    said "第 $i 个数据包：已送达"
    logged ok $i
done
[ "$(ls "$server/taken" | wc -l)" -eq 9 ] || fail "packages taken: $(ls "$server/taken")"

# The receipt was lost: the same package under the same key, which counts once.
plan lost
new 6
warned E921
push 0
logged ok 10
[ "$(tail -n 2 "$server/log" | cut -d' ' -f3 | sort -u | wc -l)" -eq 1 ] || fail "another key"

# Killed before the receipt.
plan hang
n=$((n + 1))
decision "青市监罚〔2026〕$n号" ",\"decided\":\"$TODAY\"" | deliver "d$n-decisions.jsonl"
"$gongshi" run --site "$scratch/site" >"$scratch/out" 2>"$scratch/err" &
run=$!
for _ in $(seq 100); do tail -n 1 "$server/log" | grep -q '^hang 11' && break; sleep 0.1; done
kill -9 $run
wait $run 2>/dev/null
push 0
logged ok 11

# While one is not taken, those behind it wait; then all go in their order.
plan 500
new 6
new 0
logged 500 12
push 0
said '第 12 个数据包：已送达'
said '第 13 个数据包：已送达'

# A row that the platform does not take comes back, and goes again once it says something else.
plan rows
new 0
said '平台退回 1 条'
returned=$scratch/site/desk/report/returned-credit-000014.csv
holds "$returned" ',1001,处罚依据不规范'
[ "$(stat -c %a "$returned")" = 660 ] || fail "the mode of what came back"
id=$(cat "$exchange"/000014-*/cf.add.ids)
holds "$returned" "$id"
new 0
lacks "$(echo "$exchange"/000015-*/cf.add.ids)" "$id"
decision "青市监罚〔2026〕14号" ",\"decided\":\"$TODAY\"" | sed 's/第二十七条/第二十八条/' | deliver mended-decisions.jsonl
expect 0 "$gongshi" run --site "$scratch/site"
holds "$(echo "$exchange"/000016-*/cf.add.ids)" "$id"
logged ok 16

# One that the other side has lost, again; and a complete set, which stands for all before it.
expect 0 "$gongshi" push credit 3 --site "$scratch/site"
logged ok 3
expect 2 "$gongshi" push credit 99 --site "$scratch/site"
expect 2 "$gongshi" push nobody --site "$scratch/site"
expect 0 "$gongshi" push credit whole --site "$scratch/site"
logged ok 17
holds "$(echo "$exchange"/000017-*/manifest.json)" '"kind": "full"'

# Exactly once, in order, and at the end what is ours.
[ "$(ls "$server/taken" | wc -l)" -eq 17 ] || fail "not every package was taken once"
node tests/platform/receiver.mjs jsonl "$server/taken" 17 >"$scratch/whole" || fail "the complete set"
node tests/platform/receiver.mjs csv "$server/taken" $(seq 16) | cmp -s - "$scratch/whole" || fail "the platform has another set"
[ "$(wc -l <"$scratch/whole")" -eq "$n" ] || fail "$(wc -l <"$scratch/whole") rows, not $n"

# ---- who is not trusted, and secrets that others may read ----
chmod 644 "$scratch/site/token"
came=$(requests)
new 6
warned E922
warned '须只有本程序可读'
[ "$(requests)" -eq "$came" ] || fail "sent without its secret"
printf 'close sesame\n' >"$scratch/site/token"
chmod 600 "$scratch/site/token"
push 6
warned 'HTTP 401'
grep -q 'close sesame' "$scratch/err" && fail "a secret was printed"
printf 'open sesame\n' >"$scratch/site/token"
openssl req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=127.0.0.1 -addext subjectAltName=IP:127.0.0.1 \
    -keyout "$scratch/other.key" -out "$scratch/other.pem" 2>/dev/null
sed -i "s|^ca = .*|ca = $scratch/other.pem|" "$scratch/site/site.conf"
push 6
warned E922
[ "$(requests)" -eq $((came + 1)) ] || fail "sent to a stranger"
sed -i "s|^ca = .*|ca = $server/server.pem|" "$scratch/site/site.conf"
push 0
logged ok 18

# ---- a package that somebody edited ----
plan 500
new 6
last=$(ls -d "$exchange"/0*/ | tail -n 1)
cp "$last/manifest.json" "$scratch/kept"
sed -i 's/"rows": 1/"rows": 2/' "$last/manifest.json"
came=$(requests)
push 6
warned '有人改动过'
[ "$(requests)" -eq "$came" ] || fail "sent what somebody edited"
cp "$scratch/kept" "$last/manifest.json"
push 0
logged ok 19

# ---- a certificate that is over ----
mkdir "$scratch/over"
openssl req -new -key "$server/server.key" -subj /CN=127.0.0.1 -out "$scratch/over/request" 2>/dev/null
printf 'subjectAltName=IP:127.0.0.1\n' >"$scratch/over/names"
cp "$server/server.key" "$scratch/over/"
openssl x509 -req -in "$scratch/over/request" -signkey "$server/server.key" -days -1 -extfile "$scratch/over/names" \
    -out "$scratch/over/server.pem" 2>/dev/null || fail "no certificate that is over"
: >"$scratch/over/plan"
begin "$scratch/over"
cp "$scratch/site/site.conf" "$scratch/site.conf"
sed -i "s|^url = .*|url = https://127.0.0.1:$(cat "$scratch/over/port")/packages|; s|^ca = .*|ca = $scratch/over/server.pem|" \
    "$scratch/site/site.conf"
new 6
warned E922
[ ! -e "$scratch/over/log" ] || fail "sent under a certificate that is over"
cp "$scratch/site.conf" "$scratch/site/site.conf"
push 0
logged ok 20

# ---- SFTP: a host that is known, and one that is not ----
port=$(($(cat "$server/port") + 1))
[ -x /usr/sbin/sshd ] || { echo "no sshd here"; exit 77; }
for name in host clerk; do ssh-keygen -q -t ed25519 -N '' -f "$scratch/$name"; done
cat >"$scratch/sshd.conf" <<CONF
Port $port
ListenAddress 127.0.0.1
HostKey $scratch/host
PidFile $scratch/sshd.pid
AuthorizedKeysFile $scratch/clerk.pub
PermitRootLogin yes
StrictModes no
UsePAM no
Subsystem sftp internal-sftp
CONF
/usr/sbin/sshd -D -f "$scratch/sshd.conf" -E "$scratch/sshd.log" &
pids="$pids $!"
for _ in $(seq 50); do grep -q 'Server listening' "$scratch/sshd.log" 2>/dev/null && break; sleep 0.1; done
grep -q 'Server listening' "$scratch/sshd.log" || { echo "sshd does not start here"; exit 77; }
printf '[127.0.0.1]:%s %s\n' $port "$(cut -d' ' -f1,2 "$scratch/host.pub")" >"$scratch/known"
printf '[127.0.0.1]:%s %s\n' $port "$(cut -d' ' -f1,2 "$scratch/clerk.pub")" >"$scratch/known-other"
mkdir "$scratch/sftp"
sed -i "s|^url = .*|url = sftp://127.0.0.1:$port$scratch/sftp|; /^token-file/d; /^answer-/d; s|^timeout = .*|timeout = 20|" "$scratch/site/site.conf"
printf 'user = %s\nkey = %s\n' "$(id -un)" "$scratch/clerk" >>"$scratch/site/site.conf"
new 6
warned '须写 known-hosts'
printf 'known-hosts = %s\n' "$scratch/known-other" >>"$scratch/site/site.conf"
push 6
warned E92
[ -z "$(ls "$scratch/sftp")" ] || fail "sent to a host that is not known"
sed -i "s|^known-hosts = .*|known-hosts = $scratch/known|" "$scratch/site/site.conf"
push 0
said '第 21 个数据包：已送达'
same_tree "$(echo "$scratch"/sftp/000021-*)" "$(echo "$exchange"/000021-*)"

# ---- a folder that the other side empties ----
sed -i '/^url = /d; /^answer-/d; /^known-hosts/d; /^key = /d; /^user = /d' "$scratch/site/site.conf"
printf 'folder = drop\n' >>"$scratch/site/site.conf"
mkdir "$scratch/site/drop"
new 0
said '第 22 个数据包：已送达'
same_tree "$(echo "$scratch"/site/drop/000022-*)" "$(echo "$exchange"/000022-*)"
rm -r "$scratch/site/drop"
new 6
warned '投递文件夹不在'
mkdir "$scratch/site/drop"
push 0
[ "$(ls "$scratch/site/drop")" = "$(basename "$exchange"/000023-*)" ] || fail "the drop folder: $(ls "$scratch/site/drop")"
exit 0
