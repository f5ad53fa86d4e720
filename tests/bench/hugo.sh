#!/bin/sh
# hugo.sh FOLDER SYNTHETIC N — the same decisions as pages of Hugo, with lists by category, agency
# and month of 20 rows, in FOLDER: seconds, files and peak memory, for comparison only.
set -eu
export LC_ALL=C
folder=$1
synthetic=$2
n=$3
if ! command -v hugo >/dev/null; then
    echo "跳过：没有安装 hugo（apt-get install hugo）"
    exit 0
fi
rm -rf "$folder"
mkdir -p "$folder/content/cf/2025" "$folder/content/cf/2026" "$folder/layouts/_default"
cat >"$folder/config.toml" <<'EOF'
baseURL = "https://gongshi.example/"
title = "北岭省行政执法公示平台"
paginate = 20
disableKinds = ["RSS"]
[taxonomies]
  category = "categories"
  agency = "agencies"
  month = "months"
EOF
cat >"$folder/layouts/_default/single.html" <<'EOF'
<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1><table>{{ range $k, $v := .Params.fields }}<tr><th>{{ $k }}</th>
<td>{{ $v }}</td></tr>{{ end }}</table>{{ .Content }}</body></html>
EOF
cat >"$folder/layouts/_default/list.html" <<'EOF'
<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{{ .Title }}</title></head>
<body><h1>{{ .Title }}</h1><table>{{ range .Paginator.Pages }}<tr><td>{{ .Date.Format "2006-01-02" }}</td>
<td><a href="{{ .RelPermalink }}">{{ .Title }}</a></td></tr>{{ end }}</table>
{{ template "_internal/pagination.html" . }}</body></html>
EOF

# The generator escapes no quote, so a value ends at the next one.
"$synthetic" "$n" | awk -v root="$folder/content/cf" '
    function value(key,   at, rest) {
        at = index($0, "\"" key "\":\"")
        if (at == 0) return ""
        rest = substr($0, at + length(key) + 4)
        return substr(rest, 1, index(rest, "\"") - 1)
    }
    function field(key) { printf "  %s: \"%s\"\n", key, value(key) >file }
    {
        day = value("decided")
        file = root "/" substr(day, 1, 4) "/" NR ".md"
        printf "---\ntitle: \"%s\"\ndate: %s\n", value("cause"), day >file
        printf "categories: [\"%s\"]\nagencies: [\"%s\"]\n", value("category"), value("agency") >file
        printf "months: [\"%s %s\"]\nfields:\n", value("category"), substr(day, 1, 7) >file
        field("document_name"); field("document_number"); field("agency"); field("party_type")
        field("basis"); field("conclusion"); field("decided"); field("served")
        printf "---\n%s\n", value("facts") >file
        close(file)
    }'

sync
began=$(date +%s.%N)
hugo --quiet --source "$folder" --destination public &
child=$!
peak=0
while status=$(cat "/proc/$child/status" 2>/dev/null) && ! echo "$status" | grep -q '^State:.*Z'; do
    now=$(echo "$status" | awk '$1 == "VmHWM:" { print $2 }')
    peak=${now:-$peak}
    sleep 0.1
done
wait "$child"
ended=$(date +%s.%N)
echo
echo "== $(hugo version | cut -d ' ' -f 1,2), the same decisions and lists"
echo "$began $ended $peak $(find "$folder/public" -type f | wc -l)" |
    awk '{ printf "total      %8.3f s  %d files  peak %.1f MiB\n", $2 - $1, $4, $3 / 1024 }'
