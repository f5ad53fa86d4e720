#!/bin/sh
# deps.sh — installs the Debian packages that are missing; calls no package manager when none is.
set -eu
missing=
need() { # need PACKAGE TEST…: the package is wanted when the test fails
    p=$1; shift
    "$@" >/dev/null 2>&1 || missing="$missing $p"
}
need gcc command -v gcc
need libc6-dev test -e /usr/include/stdio.h
need pkg-config command -v pkg-config
need libjansson-dev test -e /usr/include/jansson.h
need libcsv-dev test -e /usr/include/csv.h
need libcmark-dev test -e /usr/include/cmark.h
need libpcre2-dev test -e /usr/include/pcre2.h
need libssl-dev test -e /usr/include/openssl/evp.h
need libsqlite3-dev test -e /usr/include/sqlite3.h
need libxxhash-dev test -e /usr/include/xxhash.h
need libicu-dev test -e /usr/include/unicode/unorm2.h
need libcurl4-openssl-dev sh -c 'pkg-config --exists libcurl'
need libcmocka-dev test -e /usr/include/cmocka.h
need git command -v git
need clang-format command -v clang-format
need universal-ctags command -v ctags
need mandoc command -v mandoc
[ -n "$missing" ] || exit 0
echo "安装缺少的 Debian 软件包：$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then as_root=sudo; fi
$as_root apt-get update -qq
DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing
