#!/bin/sh
# lint.sh — reads the sources as the house style asks: cards, banned names, lengths, contracts, form.
# Prints each fault as file:line: text, then the distribution of function lengths; exit 1 on a fault.
set -u
export LC_ALL=C.UTF-8
LONGEST=60 PARAMETERS=5 MEDIAN=15 NINE_IN_TEN=45 MAKEFILE_LINES=150
found=$(mktemp)
trap 'rm -f "$found"' EXIT

listed() { # listed GLOB…: what git knows or would know
    git ls-files --cached --others --exclude-standard -- "$@" | sort -u | while read -r f; do
        [ -f "$f" ] && echo "$f"
    done
}
program=$(listed 'generator/*.c' 'generator/*.h')
sources=$(listed 'generator/*.c' 'generator/*.h' 'tests/*.c' 'tests/*.h')
declared=$(listed 'generator/*.def')

# ---- cards: the SPDX line, then what the file takes, gives, obeys and never does ----
for f in $sources; do
    awk -v name="$(basename "$f")" '
        NR == 1 && $0 != "/* SPDX-License-Identifier: MulanPSL-2.0 */" { say("no SPDX line") }
        NR == 3 && index($0, " * " name " — ") != 1 { say("the card does not begin with " name " — ") }
        NR <= 20 && /^ \* (In|Out|Law|Never): / { sub(/:.*/, ""); have[$2] = 1 }
        function say(text) { printf "%s:%d: %s\n", FILENAME, NR, text }
        END { n = split("In Out Law Never", want, " ")
              for (i = 1; i <= n; i++) if (!(want[i] in have)) printf "%s:1: the card lacks %s\n", FILENAME, want[i] }
    ' "$f" >>"$found"
done
for f in $declared; do
    head -n 1 "$f" | grep -q '^/\* SPDX-License-Identifier: MulanPSL-2.0 \*/$' || echo "$f:1: no SPDX line" >>"$found"
    sed -n 2p "$f" | grep -q "^/\* $(basename "$f") — " || echo "$f:2: does not begin with $(basename "$f") — " >>"$found"
done

# ---- banned names, outside comments and texts ----
# bare FILE: its code with comments and string contents blanked, line by line
bare() {
    awk '{
        out = ""
        for (i = 1; i <= length($0); i++) {
            two = substr($0, i, 2); c = substr($0, i, 1)
            if (state == "comment") { if (two == "*/") { state = ""; i++ } }
            else if (state == "text") { if (c == "\\") i++; else if (c == quote) { state = ""; out = out c } }
            else if (two == "/*") { state = "comment"; i++ }
            else if (two == "//") break
            else { if (c == "\"" || c == "\047") { state = "text"; quote = c } out = out c }
        }
        if (state == "text") state = ""
        print FILENAME ":" FNR ": " out
    }' "$1"
}
CALLS='time|localtime|gmtime|mktime|rand|srand|random|getenv|secure_getenv|strcpy|strcat|sprintf|vsprintf|gets|strtok|strtok_r|atoi|atol|atof|setlocale|alloca|system|popen|setjmp|longjmp|sigsetjmp|siglongjmp'
# Wrappers of foreign handles may use goto: none does so far.
GOTO_ALLOWED='^$'
# Memory comes from arenas; these keep tables or handles of their own, or give back a library's.
MEMORY_ALLOWED='^generator/(base/(arena|buf|par|os|markdown)|ledger/lines)\.c:'
for f in $program; do
    bare "$f"
done >"$found.bare"
trap 'rm -f "$found" "$found.bare"' EXIT
grep -E "(^|[^A-Za-z0-9_.>])($CALLS)[ ]*\(" "$found.bare" | sed 's/$/   ← banned call/' >>"$found"
grep -E '(^|[^A-Za-z0-9_])goto ' "$found.bare" | grep -vE "$GOTO_ALLOWED" | sed 's/$/   ← goto/' >>"$found"
grep -E '(^|[^A-Za-z0-9_.>])(malloc|calloc|realloc|free)[ ]*\(' "$found.bare" | grep -vE "$MEMORY_ALLOWED" |
    sed 's/$/   ← memory outside an arena/' >>"$found"

# ---- functions: lengths and parameters ----
ctags -x --c-kinds=f --_xformat='%N	%F	%n	%{end}	%{signature}' $(listed 'generator/*.c' 'tests/*.c' 'tests/*.h') |
    awk -F '\t' -v longest=$LONGEST -v most=$PARAMETERS '{
        lines = $4 - $3 + 1; depth = 0; n = ($5 == "()" || $5 == "(void)") ? 0 : 1
        for (i = 1; i <= length($5); i++) {
            c = substr($5, i, 1)
            if (c == "(") depth++; else if (c == ")") depth--; else if (c == "," && depth == 1) n++
        }
        if (lines > longest) printf "%s:%d: %s has %d lines\n", $2, $3, $1, lines
        if (n > most) printf "%s:%d: %s has %d parameters\n", $2, $3, $1, n
    }' >>"$found"
lengths=$(ctags -x --c-kinds=f --_xformat='%n %{end}' $(listed 'generator/*.c') | awk '{ print $2 - $1 + 1 }' | sort -n)
echo "$lengths" | awk -v median=$MEDIAN -v ninth=$NINE_IN_TEN '
    { v[NR] = $1 }
    END { m = v[int((NR + 1) / 2)]; n = v[int(NR * 0.9)]
          printf "%d functions: median %d lines, nine in ten within %d, longest %d\n", NR, m, n, v[NR]
          if (m > median || n > ninth) exit 1 }' || echo "generator: functions are too long on the whole" >>"$found"
cat $program | awk '
    /^[ \t]*\/\*/ { inside = 1 }
    { if (inside) comments++; else if (NF > 0) code++ }
    /\*\/[ \t]*$/ { inside = 0 }
    END { printf "one line in %.1f is a comment\n", (comments + code) / comments }'

# ---- contracts: whatever a header declares has its comment in the same paragraph ----
for f in $(listed 'generator/*.h'); do
    awk -v f="$f" 'BEGIN { RS = "" } {
        # a paragraph with a function, a variable or a bare prototype, and not one comment
        if ($0 ~ /(^|\n)[A-Za-z_][A-Za-z0-9_ \*]*[ \*][a-z_][a-z0-9_]*\([^;{]*\)( __attribute__[^;]*)?;/ &&
            $0 !~ /(^|\n)(typedef|#define)/ && $0 !~ /\/\*/)
            { split($0, l, "\n"); printf "%s: no contract above: %s\n", f, l[1] } }' "$f" >>"$found"
done

# ---- form ----
clang-format --dry-run -Werror $sources 2>&1 | sed -n "s/:[0-9]*: error: .*/: not as clang-format -i writes it/p" | sort -u -t: -k1,1 >>"$found"
[ "$(wc -l <Makefile)" -le $MAKEFILE_LINES ] || echo "Makefile: more than $MAKEFILE_LINES lines" >>"$found"
git grep -nIE --untracked '\b(TO''DO|FIX''ME|XX''X|HA''CK|NEEDS''WORK|not imple''mented)\b' -- \
    generator templates assets content tests Makefile ':!*.csv' >>"$found"
git grep -nIE --untracked '/(tmp|work|farm|root|home)/[A-Za-z0-9._-]+/' -- . ':!tests' >>"$found"
find generator tests -iname '*util*' -o -iname '*common*' -o -iname '*helper*' -o -iname '*manager*' -o -iname 'misc*' |
    sed 's/$/: a name that says nothing/' >>"$found"

if [ -s "$found" ]; then
    cat "$found"
    echo "lint: $(wc -l <"$found") faults"
    exit 1
fi
echo "lint: no faults"
