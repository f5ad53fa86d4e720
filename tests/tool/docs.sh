#!/bin/sh
# docs.sh — what is said must be there, and what is there must be said: commands, options, keys of
# site.conf, exit statuses and diagnostics in the manual; verbs, decisions, changes in the README.
# ACCEPT=1 writes the manual's section of diagnostics anew from diag.def.
set -u
export LC_ALL=C.UTF-8
manual=generator/gongshi.1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
: >"$work/found"
fault() { echo "$*" >>"$work/found"; }

# ---- the manual ----
mandoc -Tlint -W warning "$manual" >>"$work/found" 2>&1
for option in $(sed -n 's/^    {"--\([a-z-]*\)".*/\1/p' generator/options.c) help version; do
    grep -qE "^\.It Fl -$option( |$)" "$manual" || fault "$manual: option --$option is missing"
done
for command in $(sed -n 's/^    {"\([a-z-]*\)", ".*command_.*/\1/p' generator/options.c); do
    grep -qE "^\.It Cm $command( |$)" "$manual" || fault "$manual: command $command is missing"
done
for option in $(sed -n 's/^\.It Fl -\([a-z-]*\).*/\1/p' "$manual"); do
    grep -q -- "--$option" generator/options.c || fault "$manual: there is no option --$option"
done
for status in $(sed -n '/^enum exit_status/,/^}/s/.*= \([0-9]*\).*/\1/p' generator/base/os.h); do
    grep -qx "\.It $status" "$manual" || fault "$manual: exit status $status is missing"
done
sed -n '/^\.Sh CONFIGURATION/,/^\.Sh EXIT/s/^\.It Ic //p' "$manual" | tr -d ',' | tr ' ' '\n' | sort -u >"$work/keys"
for key in $(sed -n '/ profile_keys\[\]/,/;/s/^[^"{]*[{"]/"/p' generator/platform/profile.c | tr -cd 'a-z\n -') \
    $(sed -n '/^} site_keys/,/^};/s/^    {"\([a-z_]*\)".*/\1/p; s/.*known\[[A-Z_+0-9 ]*\] = S("\([a-z]*\)");.*/\1/p
        /^} source_keys/,/^};/s/^    {"\([a-z-]*\)".*/\1/p
        s/.*keys\[\] = {\(.*\)};/\1/p; s/.*str known\[[0-9]\] = {S(\(.*\))};/\1/p' generator/commands/site.c generator/commands/source.c |
        tr -d '",()' | sed 's/ S/ /g' | tr ' ' '\n' | sort -u); do
    grep -qx "$key" "$work/keys" || fault "$manual: site.conf's $key is missing"
done

# The section of diagnostics is diag.def, row by row.
sed -nE 's/^DIAG\([A-Z0-9_]+, "(E[0-9]+)", DIAG_([A-Z]+), "([A-Z0-9]+)", .*, "([^"]*)"\)$/\1 \2 \3 \4/p' generator/base/diag.def |
    sort | awk 'BEGIN { print ".Bl -tag -width Ds" }
        { text = $4; for (i = 5; i <= NF; i++) text = text " " $i
          printf ".It %s [%s] %s\n%s\n", $1, $3, tolower($2), toupper(substr(text, 1, 1)) substr(text, 2) "." }
        END { print ".El" }' >"$work/diagnostics"
rows=$(grep -c '^DIAG(' generator/base/diag.def)
[ "$(grep -c '^\.It' "$work/diagnostics")" -eq "$rows" ] ||
    fault "generator/base/diag.def: a row is not of the form DIAG(NAME, \"code\", LEVEL, \"RULE\", …, \"english\")"
sed -n 's/^\.It \(E[0-9]*\) .*/\1/p' "$work/diagnostics" | uniq -d | sed 's/^/generator\/base\/diag.def: code used twice: /' >>"$work/found"
if [ "${ACCEPT:-}" = 1 ]; then
    awk -v rows="$work/diagnostics" '
        /^\.\\" END/ { inside = 0 }
        !inside { print }
        /^\.\\" BEGIN/ { inside = 1; while ((getline line < rows) > 0) print line }
    ' "$manual" >"$work/manual" && cat "$work/manual" >"$manual"
fi
sed -n '/^\.\\" BEGIN/,/^\.\\" END/p' "$manual" | sed '1d;$d' | diff - "$work/diagnostics" >"$work/differs" ||
    { fault "$manual: the section of diagnostics is not diag.def's; run ACCEPT=1 make docs"; head -n 5 "$work/differs" >>"$work/found"; }

# ---- the README ----
for verb in $(sed -n '/^\.PHONY/,/[^\\]$/{s/^\.PHONY: //;s/^ *//;p}' Makefile | tr -d '\\'); do
    case $verb in all | test-run | FORCE) continue ;; esac
    grep -qE "make ([a-z]+ )*$verb" README.md || fault "README.md: the verb make $verb is missing"
done
for note in generator/decisions/*.md; do
    grep -q "$(basename "$note")" README.md || fault "README.md: $note is not listed"
    head -n 1 "$note" | grep -q "^# $(basename "$note" | cut -c1-4) · " || fault "$note: the title is not “# NNNN · …”"
    for part in Context Choice Cost; do
        grep -q "^\*\*$part\.\*\*" "$note" || fault "$note: no paragraph **$part.**"
    done
done
for folder in generator/*/; do
    case $folder in generator/decisions/) continue ;; esac
    grep -q "$(basename "$folder")/" README.md || fault "README.md: the tree lacks $folder"
done
# Every path that a document names is there.
for document in README.md README.zh-CN.md; do
    grep -oE '`(generator|templates|content|assets|feeds|tests)/[A-Za-z0-9._/-]+`' "$document" | tr -d '`' | sort -u |
        while read -r path; do
            [ -e "$path" ] || fault "$document: there is no $path"
        done
done
for status in $(sed -n '/^enum exit_status/,/^}/s/.*= \([0-9]*\).*/\1/p' generator/base/os.h); do
    grep -q "^| $status |" README.zh-CN.md || fault "README.zh-CN.md: exit status $status is missing"
done
version=$(sed -n 's/^#define GONGSHI_VERSION "\(.*\)"/\1/p' generator/options.c)
grep -q "^## $version" CHANGELOG.md || fault "CHANGELOG.md: nothing about $version"

if [ -s "$work/found" ]; then
    cat "$work/found"
    echo "docs: faults"
    exit 1
fi
echo "docs: no faults"
