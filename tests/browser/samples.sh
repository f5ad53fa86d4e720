#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# samples.sh PUBLIC — one page of every type of a finished site, as `name path` lines. A type that the
# site does not have is left out; browser_test.sh counts.
set -u
cd "$1" || exit 2
first() { # first NAME GLOB…: the first record page that the globs find
    name=$1
    shift
    for f in "$@"; do
        case $f in */index.html | */p[0-9]*.html) continue ;; esac
        [ -f "$f" ] && { echo "$name $f"; return; }
    done
}
holding() { # holding NAME TEXT GLOB…: the first that holds a text
    name=$1 text=$2
    shift 2
    f=$(grep -l -- "$text" "$@" 2>/dev/null | grep -v '/index.html' | head -n 1)
    [ -z "$f" ] || echo "$name $f"
}
only() { [ ! -f "$2" ] || echo "$1 $2"; }
only home index.html
only missing 404.html
only search search.html
for column in shiqian gg data agency; do only "$column" $column/index.html; done
only article about/rules.html
only data-open data/open.html
only data-kind data/cf/index.html
only map about/map.html
only nothing about/nothing.html
first agency-page agency/*/index.html
for f in agency/*/index.html; do echo "agency-page $f"; break; done
for list in zt ry bj cf ss; do only "list-$list" $list/index.html; done
for list in zt sx ry zn lc zd ck bj cf xk ss jb tj bd; do
    first "$list" $list/*.html $list/[0-9][0-9][0-9][0-9]/*.html
done
only old-page cf/p1.html
only prints print/index.html
for sheet in board article signs handbook; do first "print-$sheet" print/*/$sheet.html; done
for f in */changes.html; do only changes "$f"; break; done
for f in */*-history.html; do only history "$f"; break; done
for f in */*-v[0-9]*.html; do only version "$f"; break; done
for f in tj/20[0-9][0-9].html; do year=$f; done # the last one
only statistics "${year-}"
for f in tj/*-[0-9][0-9].html; do bulletin=$f; done
only bulletin "${bulletin-}"
only catalogues ml/index.html
first catalogue ml/*/20*.html
for f in cf/agency/*/20*/index.html; do only list-agency-year "$f"; break; done
for f in cf/agency/*/20*/[0-9]*/index.html; do only list-agency-month "$f"; break; done
for f in cf/agency/*/index.html; do echo "list-agency $f"; break; done
for f in cf/[0-9]*/index.html; do echo "list-year $f"; break; done
for f in cf/[0-9]*/[0-9]*/index.html; do echo "list-month $f"; break; done
first party party/*.html
only names names/index.html
first names-list names/[A-Z][A-Z].html
first names-person names/????.html
first plan ss/plan/*.html
holding notice '\[\[notice\]\]\|本页只保留以上信息' cf/*/*.html
holding lapsed 已过期 ry/*.html
holding drawn '<figure class="drawn' lc/*.html
holding photo 'class="photo"' ry/*.html
holding person '<meta name="robots" content="noindex">' cf/*/*.html
