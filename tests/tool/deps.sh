#!/bin/sh
# deps.sh GROUP… — installs the Debian packages that are missing; calls no package manager when none
# is. Groups: build (the program), test (its tests), lint (what reads the sources and the manual),
# fuzz (clang and its runtime).
set -eu
missing=
need() { # need PACKAGE TEST…: the package is wanted when the test fails
    package=$1
    shift
    "$@" >/dev/null 2>&1 || missing="$missing $package"
}
header() { # header PACKAGE FILE
    need "$1" test -e "/usr/include/$2"
}

for group in "$@"; do
    case $group in
    build)
        need gcc command -v gcc
        header libc6-dev stdio.h
        need pkg-config command -v pkg-config
        header libjansson-dev jansson.h
        header libcsv-dev csv.h
        header libcmark-dev cmark.h
        header libpcre2-dev pcre2.h
        header libicu-dev unicode/unorm2.h
        header libssl-dev openssl/evp.h
        header libsqlite3-dev sqlite3.h
        header libxxhash-dev xxhash.h
        header libzip-dev zip.h
        header libexpat1-dev expat.h
        header libfreexl-dev freexl.h
        need libcurl4-openssl-dev pkg-config --exists libcurl
        header libqrcodegen-dev qrcodegen/qrcodegen.h
        header libxlsxwriter-dev xlsxwriter.h
        header zlib1g-dev zlib.h
        header libdeflate-dev libdeflate.h
        need python3-jieba test -e /usr/lib/python3/dist-packages/jieba/dict.txt # its dictionary
        need binutils command -v ld
        need poppler-utils test -x /usr/bin/pdftotext # what PDF attachments say
        need qpdf test -x /usr/bin/qpdf
        ;;
    test)
        header libcmocka-dev cmocka.h
        need libspreadsheet-writeexcel-perl perl -MSpreadsheet::WriteExcel -e 1
        # a web server and an SFTP server that tests start on loopback; and certificates for them
        need nginx-light test -x /usr/sbin/nginx
        need openssl command -v openssl
        need openssh-server test -x /usr/sbin/sshd
        need xlsx2csv command -v xlsx2csv
        need libreoffice-calc-nogui command -v soffice # opens our workbooks, without a window
        need libxml2-utils command -v xmllint
        need unzip command -v unzip
        # what looks at pages: a browser, a validator, and npm for the tools that drive them
        need chromium command -v chromium
        need fonts-noto-cjk test -e /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc
        need default-jre-headless command -v java
        need nodejs command -v node
        need npm command -v npm
        ;;
    fuzz)
        need clang command -v clang
        need libclang-rt-14-dev sh -c "echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void) { return 0; }' |
            clang -x c -fsanitize=fuzzer,address,undefined -o /dev/null -"
        ;;
    lint)
        need clang-format command -v clang-format
        need universal-ctags sh -c 'ctags --version | grep -q Universal'
        need mandoc command -v mandoc
        ;;
    *)
        echo "deps.sh: no group $group" >&2
        exit 2
        ;;
    esac
done
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "缺少软件包：$missing" >&2
        echo "请以 root 身份运行：apt-get install$missing" >&2
        exit 2
    fi
    as_root=sudo
fi
echo "安装缺少的 Debian 软件包：$missing"

# Tests start the servers that they need, on loopback. Those of the packages must not run on a
# developer's machine: neither now (policy-rc.d, which maintainer scripts ask) nor after a restart.
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
    trap '$as_root rm -f $policy' EXIT
    trap 'exit 130' INT TERM
    printf '#!/bin/sh\nexit 101\n' | $as_root tee $policy >/dev/null
    $as_root chmod 755 $policy
fi
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq -o Dpkg::Use-Pty=0 \
    --no-install-recommends $missing >/dev/null
for installed in $missing; do
    case $installed in
    nginx-light) service=nginx ;;
    openssh-server) service=ssh ;;
    *) continue ;;
    esac
    [ ! -d /run/systemd/system ] || $as_root systemctl disable --quiet "$service"
done
