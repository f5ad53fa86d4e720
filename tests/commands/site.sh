# SPDX-License-Identifier: MulanPSL-2.0
# site.sh — what the scripts of this folder share: a scratch folder, a site in it, and claims.
# Sourced, never run. A claim that fails prints why and ends the script with 1.
set -u
LC_ALL=C.UTF-8
export LC_ALL
gongshi=$PWD/${B:-build}/gongshi
# In memory when there is a gigabyte of it (a killed process loses no writes there either), else
# below the build folder.
room=$PWD/${B:-build}
[ ! -w /dev/shm ] || [ "$(df -k --output=avail /dev/shm | tail -n 1)" -lt 1048576 ] || room=/dev/shm
scratch=$(mktemp -d "$room/gongshi.XXXXXX") || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 1' HUP INT TERM

fail() {
    echo "FAIL: $*" >&2
    [ ! -s "$scratch/err" ] || sed 's/^/  err: /' "$scratch/err" | cut -c1-400 | head -n 20 >&2
    [ ! -s "$scratch/out" ] || sed 's/^/  out: /' "$scratch/out" | cut -c1-400 | head -n 20 >&2
    exit 1
}

# expect STATUS COMMAND…: runs it with $scratch/out and $scratch/err; its exit status must be that.
expect() {
    wanted=$1
    shift
    status=0
    "$@" >"$scratch/out" 2>"$scratch/err" || status=$?
    [ "$status" -eq "$wanted" ] || fail "exit $status, not $wanted: $*"
}

# said TEXT, warned TEXT: the last command printed it (on standard output; on standard error).
said() { grep -qF -- "$1" "$scratch/out" || fail "not on standard output: $1"; }
warned() { grep -qF -- "$1" "$scratch/err" || fail "not on standard error: $1"; }
# One finding and no more: a file that is bad in one way is told once.
warned_once() {
    warned "$1"
    [ "$(wc -l <"$scratch/err")" -eq 1 ] || fail "more than one line on standard error"
}

holds() { grep -qF -- "$2" "$1" || fail "$1 lacks: $2"; }
lacks() { ! grep -qF -- "$2" "$1" || fail "$1 holds: $2"; }
same_tree() { diff -r "$1" "$2" >"$scratch/err" 2>&1 || fail "trees differ: $1 $2"; }

# The two sums of the last run's output (architecture §2) add up.
sums_add_up() {
    awk '/^(收到|记录) [0-9]+ =/ {
             n++
             sum = 0
             split($0, side, "=")
             total = side[1]
             gsub(/[^0-9]/, "", total)
             parts = split(side[2], word, /[^0-9]+/)
             for (i = 1; i <= parts; i++) sum += word[i]
             if (sum != total + 0) { print "sum " sum ": " $0; bad = 1 }
         }
         END { exit bad || n == 0 || n % 2 }' "$1" || fail "the two sums of $1 do not add up"
}

# A demo site of one agency in $scratch/site: publishing with any --as-of is allowed there.
new_site() {
    rm -rf "$scratch/site"
    expect 0 "$gongshi" init "$scratch/site"
    cat >"$scratch/site/site.conf" <<CONF
[site]
name = 青原市行政执法公示平台
domain = gongshi.qingyuan.example
id_code = 1305990001
organiser = 青原市人民政府办公室
demo = yes
agencies = listed
[agency scj]
name = 青原市市场监督管理局
sector = 市场监管
uscc = 1113059900000000A5
[source inbox]
folder = desk/inbox
take = yes
CONF
}

# run_at INSTANT [STATUS]: one run of the site.
run_at() {
    expect "${2:-0}" "$gongshi" run --site "$scratch/site" --as-of "$1"
    sums_add_up "$scratch/out"
}

deliver() { cat >"$scratch/site/desk/inbox/$1"; }

# The page's address below public/, as explain tells it for a document number.
address_of() {
    "$gongshi" explain --site "$scratch/site" "$1" 2>/dev/null |
        awk -v want="$2" '/^[^ ]/ && / [0-9]+  / { kind = $1 } kind == want && /^  网址：/ {
            sub(/^  网址：/, ""); print; exit }'
}

# decision NUMBER [FIELDS]: one penalty of a natural person as a line of JSON; FIELDS are written
# after the others, so that an earlier field must not be named again.
decision() {
    printf '{"kind":"decision","agency":"青原市市场监督管理局","category":"行政处罚","document_name":"行政处罚决定书","document_number":"%s","party":"尉迟小满","party_type":"自然人","party_id_type":"身份证","party_id":"130599197504094873","party_phone":"13900005606","party_address":"青原市高新区机场路175号安居苑3号楼3单元403室","cause":"销售不合格计量器具","facts":"2026年3月1日，执法人员对当事人尉迟小满（身份证号码130599197504094873，联系电话13900005606）进行现场检查。","basis":"《中华人民共和国计量法》第二十七条","conclusion":"处以罚款人民币 500 元。","penalty_types":"罚款","amount":500,"procedure":"普通程序","full_text":"当事人：尉迟小满。决定处以罚款 500 元。","officers":[{"name":"马艳","certificate":"13059904001"}],"publicity":"主动公开"%s}\n' \
        "$1" "${2-,\"decided\":\"2026-03-02\"}"
}
DAY=',"decided":"2026-03-02"'

# row NUMBER YUAN [UPDATED]: one penalty of an organisation as a row below ROW_HEAD.
ROW_HEAD='agency,category,document_name,document_number,party,party_type,party_uscc,cause,facts,basis,conclusion,penalty_types,amount,decided,procedure,full_text,officers,publicity,updated'
row() {
    printf '青原市市场监督管理局,行政处罚,行政处罚决定书,市监罚〔2026〕%s号,青原禾木有限公司,法人及非法人组织,91130599MA5QK2R73X,销售不合格计量器具,2026年3月1日检查发现。,《计量法》第二十七条,处以罚款 %s 元。,罚款,%s,2026-03-02,普通程序,决定处以罚款 %s 元。,马艳／13059904001,主动公开,%s\n' \
        "$1" "$2" "$2" "$2" "${3-}"
}
# zip_of ARCHIVE FOLDER: all its files, in the order of their names
zip_of() {
    (cd "$2" && find . -type f | sed 's|^\./||' | LC_ALL=C sort | perl -MIO::Compress::Zip=zip -e \
        '@f = map { chomp; $_ } <STDIN>; zip([@f] => $ARGV[0]) or die' "$1")
}
