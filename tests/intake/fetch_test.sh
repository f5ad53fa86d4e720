#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# fetch_test.sh — sources with an address, against a real web server, an SFTP server, and a server
# that misbehaves (oddserver.c). All on loopback; where the kernel lets us, in a network of our own,
# which also has an address that counts as public.
. tests/commands/site.sh

NGINX=/usr/sbin/nginx SSHD=/usr/sbin/sshd PUBLIC=20.20.20.20
[ -x $NGINX ] || { echo "no nginx here"; exit 77; }
if [ -z "${FETCH_NETWORK:-}" ]; then
    enter="unshare -nm"
    [ "$(id -u)" -eq 0 ] || enter="unshare -rnm"
    if $enter true 2>/dev/null && command -v ip >/dev/null 2>&1; then
        rm -rf "$scratch"
        FETCH_NETWORK=own exec $enter sh "$0"
    fi
    FETCH_NETWORK=shared
fi
if [ "$FETCH_NETWORK" = own ]; then
    ip link set lo up
    ip addr add $PUBLIC/32 dev lo
    mount -t tmpfs none /run && mkdir -p /run/sshd
fi

pids=
stop() {
    for pid in $pids; do kill "$pid" 2>/dev/null; done
    rm -rf "$scratch"
}
trap stop EXIT
work=$scratch/server
mkdir -p "$work/www" "$work/tmp"

# ---- servers ----

# certificate NAME SUBJECT-ALTERNATIVES [ca options]: signed by the test's own authority
certificate() {
    name=$1 names=$2
    shift 2
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/$name.key" \
        -out "$work/$name.csr" -subj "/CN=$name" 2>/dev/null
    printf 'subjectAltName=%s\n' "$names" >"$work/$name.ext"
    : >"$work/index.txt"
    openssl ca -batch -notext -config "$work/ca.cnf" -in "$work/$name.csr" -out "$work/$name.crt" \
        -extfile "$work/$name.ext" "$@" 2>"$scratch/err" || fail "no certificate $name"
}
cat >"$work/ca.cnf" <<CONF
[ca]
default_ca = here
[here]
database = $work/index.txt
new_certs_dir = $work/tmp
certificate = $work/ca.crt
private_key = $work/ca.key
default_md = sha256
default_days = 3
policy = any
unique_subject = no
rand_serial = yes
[any]
commonName = supplied
CONF
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/ca.key" \
    -out "$work/ca.crt" -subj /CN=test-authority -days 3 2>/dev/null
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$work/self.key" \
    -out "$work/self.crt" -subj /CN=localhost -addext subjectAltName=DNS:localhost -days 3 2>/dev/null
certificate good "DNS:localhost,IP:127.0.0.1,IP:$PUBLIC"
certificate other DNS:other.example
certificate expired DNS:localhost -startdate 20200101000000Z -enddate 20200201000000Z
certificate client DNS:client.example
chmod 600 "$work/client.key"

token=Zeige-Mir-Das-Nie.123
password=Auch-Dies-Nie.456
printf '%s\n' $token >"$work/token"
printf '%s\n' $token >"$work/open-token"
printf '%s\n' $password >"$work/password"
chmod 600 "$work/token" "$work/password"
chmod 644 "$work/open-token"
printf 'clerk:%s\n' "$(openssl passwd -apr1 $password)" >"$work/htpasswd"
printf 'plain\n' >"$work/www/plain.csv"
head -c 300000 /dev/zero >"$work/www/large"

# configure PORT: good there; then self-signed, for another name, expired, another origin
configure() {
    tls() { printf 'ssl_certificate %s/%s.crt; ssl_certificate_key %s/%s.key;' "$work" "$1" "$work" "$1"; }
    cat >"$work/nginx.conf" <<CONF
user $(id -un) $(id -gn);
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 256; }
http {
    log_format odd '\$server_port \$request_uri \$status [\$http_if_none_match] [\$http_authorization] [\$ssl_client_verify]';
    access_log $work/access.log odd;
    client_body_temp_path $work/tmp; proxy_temp_path $work/tmp; fastcgi_temp_path $work/tmp;
    uwsgi_temp_path $work/tmp; scgi_temp_path $work/tmp;
    root $work/www;
    server {
        listen 127.0.0.1:$1 ssl; $([ "$FETCH_NETWORK" = own ] && echo "listen $PUBLIC:$1 ssl;")
        $(tls good)
        ssl_client_certificate $work/ca.crt; ssl_verify_client optional;
        location = /1 { return 302 /plain.csv; }
        location = /2 { return 307 /1; }
        location = /3 { return 301 /2; }
        location = /4 { return 308 /3; }
        location = /loop { return 302 /loop; }
        location = /unsafe { return 302 http://127.0.0.1:$1/plain.csv; }
        location = /file { return 302 file://$work/www/plain.csv; }
        location = /userinfo { return 302 https://clerk:guess@localhost:$1/plain.csv; }
        location = /inward { return 302 https://127.0.0.1:$1/plain.csv; }
        location = /mapped { return 302 https://[::ffff:127.0.0.1]:$1/plain.csv; }
        location = /named { return 302 https://localhost:$1/plain.csv; }
        location = /elsewhere { return 302 https://localhost:$(($1 + 4))/seen; }
        location = /token { if (\$http_authorization != "Bearer $token") { return 401; } return 200 welcome; }
        location = /basic { auth_basic clerks; auth_basic_user_file $work/htpasswd; try_files /plain.csv =404; }
        location = /client { if (\$ssl_client_verify != SUCCESS) { return 403; } return 200 welcome; }
        location = /slow { limit_rate 100; try_files /large =404; }
    }
    server { listen 127.0.0.1:$(($1 + 1)) ssl; $(tls self) }
    server { listen 127.0.0.1:$(($1 + 2)) ssl; $(tls other) }
    server { listen 127.0.0.1:$(($1 + 3)) ssl; $(tls expired) }
    server { listen 127.0.0.1:$(($1 + 4)) ssl; $(tls good) location = /seen { return 200 seen; } }
}
CONF
}
serve() {
    $NGINX -p "$work" -c "$work/nginx.conf" -e "$work/error.log" 2>/dev/null &
    nginx=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        (: | openssl s_client -connect "127.0.0.1:$port" >/dev/null 2>&1) && pids="$pids $nginx" && return 0
        kill -0 $nginx 2>/dev/null || return 1
        sleep 0.1
    done
    return 1
}
for port in $(shuf -i 20000-30000 -n 5); do
    configure "$port"
    serve && break
    port=
done
[ -n "$port" ] || { cat "$work/error.log" >&2; fail "nginx did not start"; }

"${B:-build}/tests/intake/oddserver" "$work/requests" >"$work/odd" &
pids="$pids $!"
while [ ! -s "$work/odd" ]; do sleep 0.05; done
odd=http://127.0.0.1:$(cat "$work/odd")
good=https://localhost:$port

# ---- sources ----
new_site
cp "$scratch/site/site.conf" "$scratch/conf"
sources() { cp "$scratch/conf" "$scratch/site/site.conf"; }
# remote NAME URL [LINE…]: one more, with our authority
remote() {
    {
        printf '[source %s]\nurl = %s\n' "$1" "$2"
        shift 2
        printf '%s\n' "$@"
    } >>"$scratch/site/site.conf"
}
private='allow-private = yes'
ours="ca = $work/ca.crt"
inside() { remote "$1" "$2" "$private" "$ours" "${3-}"; }
landed=$scratch/site/state/fetch
fetch() { expect "$1" "$gongshi" fetch --site "$scratch/site"; }
# failed NAME CODE: one line says so
failed() {
    [ "$(grep -c "^site.conf:$1: reject $2 " "$scratch/err")" -eq 1 ] || fail "no $2 of $1"
    [ "$(grep -c "^site.conf:$1: " "$scratch/err")" -eq 1 ] || fail "more than one line of $1"
    said "来源 $1：没有取到"
}
kept() { cmp -s "$landed/$1" "$2" || fail "$1 is not what was served"; }

# ---- what works ----
for i in $(seq 0 199); do
    head -c 1000 /dev/zero | tr '\0' "$(printf "\\$(printf %o $((97 + i % 26)))")"
done >"$work/whole"
printf 'ok\n' >"$work/small"
printf 'welcome' >"$work/welcome"
sources
inside plain "$good/plain.csv"
inside hop1 "$good/1" 'file = one.csv'
inside hop3 "$good/3"
inside token "$good/token" "token-file = $work/token"
inside basic "$good/basic" "user = clerk
password-file = $work/password"
inside client "$good/client" "cert = $work/client.crt
key = $work/client.key"
inside elsewhere "$good/elsewhere" "token-file = $work/token"
remote flaky "$odd/flaky" "$private"
remote busy "$odd/busy" "$private"
remote cut "$odd/cut" "$private"
remote cutmoved "$odd/cutmoved" "$private"
remote wrongrange "$odd/wrongrange" "$private"
remote empty "$odd/empty" "$private"
remote local "file://$work/www/plain.csv"
began=$(date +%s)
fetch 0
took=$(($(date +%s) - began))
[ -s "$scratch/err" ] && fail "something on standard error"
kept plain/plain.csv "$work/www/plain.csv"
kept hop1/one.csv "$work/www/plain.csv"
kept hop3/3 "$work/www/plain.csv"
kept token/token "$work/welcome"
kept basic/basic "$work/www/plain.csv"
kept client/client "$work/welcome"
kept flaky/flaky "$work/small"
kept busy/busy "$work/small"
kept cut/cut "$work/whole"
kept cutmoved/cutmoved "$work/whole"
kept wrongrange/wrongrange "$work/whole"
kept local/plain.csv "$work/www/plain.csv"
[ -f "$landed/empty/empty" ] && [ ! -s "$landed/empty/empty" ] || fail "no empty file"
[ "$took" -ge 3 ] || fail "Retry-After was not waited for"
grep -q 'If-Range: "v1"' "$work/requests" || fail "nothing was resumed"
grep -q ' /seen 200 \[-\] \[-\]' "$work/access.log" || fail "another origin got our token"
grep -rqF -e $token -e $password "$scratch/out" "$scratch/err" "$scratch/site" && fail "a secret was written"
find "$landed" -name '*.part*' | grep -q . && fail "partial files are left"
[ "$(stat -c %a "$landed")" = 700 ] || fail "state/fetch is open"

# ---- what does not, each in one line, and none keeps the others ----
sources
inside plain "$good/plain.csv"
inside hop4 "$good/4"
inside loop "$good/loop"
inside unsafe "$good/unsafe"
inside tofile "$good/file"
inside userinfo "$good/userinfo"
remote away "$odd/away" "$private"
inside slow "$good/slow" 'stall-timeout = 1'
remote drip "$odd/slow" "$private" 'timeout = 2 秒'
remote silent "$odd/silent" "$private" 'stall-timeout = 1 s' 'timeout = 3'
remote endless "$odd/endless" "$private" 'limit = 1 MB'
remote flood "$odd/flood" "$private"
remote heads "$odd/heads" "$private"
remote short "$odd/short" "$private"
remote nothing "$odd/nothing" "$private"
remote babble "$odd/babble" "$private"
remote later "$odd/later" "$private"
inside none "$good/none"
inside stranger "$good/token"
inside unknown "$good/client"
inside opentoken "$good/token" "token-file = $work/open-token"
inside notoken "$good/token" "token-file = $work/nowhere"
remote notours "$good/plain.csv" "$private"
inside self "https://localhost:$((port + 1))/plain.csv"
inside other "https://localhost:$((port + 2))/plain.csv"
inside expired "https://localhost:$((port + 3))/plain.csv"
remote closed "https://localhost:$port/plain.csv" "$ours"
remote closed4 "https://127.0.0.1:$port/plain.csv" "$ours"
remote closed6 "https://[::ffff:127.0.0.1]:$port/plain.csv" "$ours"
remote nobody "http://127.0.0.1:1/" "$private" 'timeout = 3'
remote nofile "file://$work/www/nowhere.csv"
printf 'plain once more\n' >"$work/www/plain.csv"
began=$(date +%s)
fetch 6
took=$(($(date +%s) - began))
kept plain/plain.csv "$work/www/plain.csv"
for name in hop4 loop unsafe tofile userinfo away; do failed $name E155; done
for name in slow drip silent; do failed $name E152; done
for name in endless flood; do failed $name E156; done
for name in short nothing; do failed $name E157; done
for name in later none; do failed $name E158; done
for name in stranger unknown; do failed $name E160; done
for name in opentoken notoken; do failed $name E159; done
for name in notours self other expired; do failed $name E153; done
for name in closed closed4 closed6; do failed $name E154; done
for name in heads babble; do failed $name E162; done
failed nobody E151
failed nofile E161
warned '9999 秒'
[ $took -le 60 ] || fail "failures took $took s"
[ "$(grep -c '^GET /short ' "$work/requests")" -eq 4 ] || fail "not four tries of a short body"
[ "$(grep -c '^GET /later ' "$work/requests")" -eq 1 ] || fail "a long Retry-After was tried again"
grep -rqF $token "$scratch/out" "$scratch/err" && fail "a secret was printed"
find "$landed" -size +1100k | grep -q . && fail "more was kept than the limit allows"

# Somebody who looks sees a bar; a log does not.
grep -q '\[#*\.*\]' "$scratch/err" && fail "a progress bar in a log"
if command -v script >/dev/null; then
    sources
    remote busy "$odd/later" "$private"
    remote drip "$odd/slow" "$private" 'timeout = 1'
    script -qec "$gongshi fetch --site $scratch/site" /dev/null </dev/null >"$scratch/screen" 2>&1
    grep -q '\[####*\.*\] 1/2 ' "$scratch/screen" || fail "no progress bar on a terminal"
fi

# ---- a cut that lasts: the next run goes on where this one ended ----
sources
remote cutlong "$odd/cutlong" "$private"
fetch 6
failed cutlong E158
[ "$(stat -c %s "$landed/cutlong/cutlong.part")" -eq 100000 ] || fail "the part was not kept"
[ ! -e "$landed/cutlong/cutlong" ] || fail "a part got its final name"
fetch 0
kept cutlong/cutlong "$work/whole"

# ---- where a public address leads inward ----
if [ "$FETCH_NETWORK" = own ]; then
    sources
    remote public "https://$PUBLIC:$port/plain.csv" "$ours"
    remote inward "https://$PUBLIC:$port/inward" "$ours"
    remote mapped "https://$PUBLIC:$port/mapped" "$ours"
    remote named "https://$PUBLIC:$port/named" "$ours"
    fetch 6
    kept public/plain.csv "$work/www/plain.csv"
    for name in inward mapped named; do failed $name E154; done
fi

# ---- SFTP, where a server can be started and lets us in ----
sftp=no
if [ -x $SSHD ] && command -v ssh-keygen >/dev/null; then
    for name in host clerk; do ssh-keygen -q -t ed25519 -N '' -f "$work/$name"; done
    sshport=$((port + 5))
    cat >"$work/sshd.conf" <<CONF
Port $sshport
ListenAddress 127.0.0.1
HostKey $work/host
PidFile $work/sshd.pid
AuthorizedKeysFile $work/clerk.pub
PermitRootLogin yes
StrictModes no
UsePAM no
Subsystem sftp internal-sftp
CONF
    $SSHD -D -f "$work/sshd.conf" -E "$work/sshd.log" &
    pids="$pids $!"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
        grep -q 'Server listening' "$work/sshd.log" 2>/dev/null && break
        sleep 0.1
    done
    printf '[127.0.0.1]:%s %s\n' $sshport "$(cut -d' ' -f1,2 "$work/host.pub")" >"$work/known"
    printf '[127.0.0.1]:%s %s\n' $sshport "$(cut -d' ' -f1,2 "$work/clerk.pub")" >"$work/known-other"
    printf 'bye\n' | sftp -q -b - -F none -P $sshport -i "$work/clerk" -o IdentitiesOnly=yes \
        -o UserKnownHostsFile="$work/known" "$(id -un)@127.0.0.1" >/dev/null 2>&1 && sftp=yes
    sources
    dropped=sftp://127.0.0.1:$sshport$work/www
    user="user = $(id -un)"
    remote sftp "$dropped/plain.csv" "$private" "$user" "key = $work/clerk" "known-hosts = $work/known"
    remote sftpnone "$dropped/nowhere.csv" "$private" "$user" "key = $work/clerk" "known-hosts = $work/known"
    remote sftpother "$dropped/plain.csv" "$private" "$user" "key = $work/clerk" "known-hosts = $work/known-other"
    remote sftpword "$dropped/plain.csv" "$private" "$user" "password-file = $work/password" "known-hosts = $work/known"
    remote sftpclosed "$dropped/plain.csv" "$user" "key = $work/clerk" "known-hosts = $work/known"
    fetch 6
    if [ $sftp = yes ]; then
        kept sftp/plain.csv "$work/www/plain.csv"
        failed sftpnone E161
        failed sftpother E153
        failed sftpword E160
    fi
    failed sftpclosed E154
fi

# ---- from fetch to page: what is remembered, and when ----
run() { expect "$1" "$gongshi" run --site "$scratch/site" --as-of "$2" ${3-}; }
asked() { tail -n 1 "$work/access.log" | grep -qF -- "$1" || fail "not asked like this: $1"; }
sources
decision 青市监罚〔2026〕1号 >"$work/www/decisions.jsonl"
inside scj "$good/decisions.jsonl"
fetch 0
fetch 0
asked '200 [-]' # not received yet, so not remembered
run 0 2026-03-05T09:01
asked '200 [-]'
said '新增 1'
[ -f "$scratch/site/public/$(address_of 青市监罚〔2026〕1号 行政执法决定)" ] || fail "not published"
run 0 2026-03-05T09:02
asked ' 304 [\x22'
said '来源 scj：没有新内容'
said '未变 1'
decision 青市监罚〔2026〕2号 >>"$work/www/decisions.jsonl"
cp "$work/access.log" "$work/access.before"
expect 0 "$gongshi" check --site "$scratch/site" --as-of 2026-03-05T09:02
run 0 2026-03-05T09:03 --no-fetch
cmp -s "$work/access.log" "$work/access.before" || fail "check or --no-fetch asked"
run 0 2026-03-05T09:04
asked ' 200 [\x22'
said '新增 1'
mv "$work/www/decisions.jsonl" "$work/www/away.jsonl"
run 6 2026-03-05T09:05 # a failed source keeps what it brought before
failed scj E158
said '未变 2'
mv "$work/www/away.jsonl" "$work/www/decisions.jsonl"
run 0 2026-03-05T09:06
asked ' 304 [\x22'
rm -r "$landed/scj" # whoever empties the folder gets everything again
run 0 2026-03-05T09:07
asked '200 [-]'

# With take = yes nothing is kept in the folder, and the memory holds all the same.
remote taken "$odd/versions" "$private" 'take = yes' 'file = 青市监-decisions.jsonl'
run 3 2026-03-05T09:08 # its content is no record
[ ! -e "$landed/taken/青市监-decisions.jsonl" ] || fail "the file was not taken"
run 0 2026-03-05T09:09
said '来源 taken：没有新内容'

# ---- site.conf ----
wrong() { # wrong TEXT LINE…: refused with this text
    text=$1
    shift
    sources
    remote x "$@"
    expect 2 "$gongshi" fetch --site "$scratch/site"
    warned "$text"
}
wrong 'https://、sftp:// 或 file://' ftp://localhost/x
wrong '不加密' http://localhost/x
wrong 'user 和 password-file' https://clerk:word@localhost/x
wrong 'known-hosts' sftp://localhost/x 'user = clerk' 'key = k'
wrong 'E810' https://localhost/x 'limit = 2 XB'
wrong 'E810' https://localhost/x 'timeout = 0'
wrong 'E810' https://localhost/x 'allow-private = perhaps'
wrong '只能写一个' https://localhost/x 'folder = x'
wrong '是不是 allow-private' https://localhost/x 'allow_private = yes'
wrong '是不是 token-file' https://localhost/x 'tokenfile = x'
echo "network: $FETCH_NETWORK, sftp: $sftp"
