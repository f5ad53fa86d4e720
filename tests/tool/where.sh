#!/bin/sh
# where.sh SITE — says in one line a newcomer understands where the portal stands.
set -eu
root=$(cd "$1/public" && pwd)
pages=$(find "$root" -name '*.html' | wc -l)
echo
echo "网站已生成，共 $pages 个网页。用浏览器打开："
echo "  $root/index.html"
echo "($pages pages: open the file above in a browser.)"
