#!/bin/sh
# layers.sh — holds the include table of the architecture, three ways:
#   1. what each file of a folder includes, transitively (cc -MM);
#   2. what each folder's objects refer to in other folders (nm): only what an allowed header declares;
#   3. who touches the kernel, threads, SQLite and other effects (nm), and the clock (source text).
# Needs the objects of the program in $B.
set -u
export LC_ALL=C.UTF-8
B=${B:-build} CC=${CC:-cc}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
found=$work/found
: >"$found"

# The table. Every folder may reach base and itself; the rest is listed. The declarations in
# DECLARED hold no value of a record, so whoever may reach a record or a disclosure may reach them
# (decision 0002).
DECLARED='intake/kind.h intake/record.def intake/vocab.def intake/columns.def'
RULING='law/ruling.h law/coercion.def law/count.def law/approval.def law/penalty.def law/reason.def'
may_reach() {
    case $1 in
    base | intake | ledger) ;;
    law) echo "intake/record.h $DECLARED" ;;
    office) echo "intake/record.h intake/sheet.h law/figures.h law/disclosure.h $RULING $DECLARED" ;;
    pages | search) echo "law/disclosure.h law/figures.h $RULING $DECLARED" ;;
    platform) echo "intake/record.h law/disclosure.h $RULING $DECLARED" ;;
    release) echo "pages/tree.h" ;;
    esac
}
folders=$(ls generator/*/*.c | cut -d/ -f2 | sort -u)

# ---- 1. includes ----
for folder in $folders; do
    [ "$folder" = commands ] && continue # commands, main.c and options.c may reach everything
    allowed=" $(may_reach "$folder") "
    for f in generator/"$folder"/*.c; do
        for reached in $($CC -std=c17 -D_GNU_SOURCE -Igenerator -MM "$f" | tr -d '\\' | tr ' ' '\n' |
            sed -n 's|^generator/||p'); do
            case $reached in
            base/* | "$folder"/*) ;;
            *)
                case $allowed in
                *" $reached "*) ;;
                *) echo "$f: reaches $reached, which $folder may not" >>"$found" ;;
                esac
                ;;
            esac
        done
    done
    for f in generator/"$folder"/*.c generator/"$folder"/*.h; do
        sed -n 's/^#include "\([^"]*\)".*/\1/p' "$f" | grep -v / | sed "s|^|$f: include by folder and name: |" >>"$found"
    done
done

# A hand-over includes nothing but base, declarations, and hand-overs of its own folder.
for f in intake/record.h intake/sheet.h law/disclosure.h law/figures.h law/ruling.h pages/tree.h; do
    sed -n 's/^#include "\([^"]*\)".*/\1/p' "generator/$f" | while read -r reached; do
        case " $DECLARED $RULING " in *" $reached "*) continue ;; esac
        case $reached in base/*) ;; *) echo "generator/$f: a hand-over that includes $reached" >>"$found" ;; esac
    done
done

# ---- 2. symbols ----
# A source that moved or went leaves its object behind.
find "$B/generator" -name '*.o' | while read -r object; do
    source=${object#"$B"/}
    [ -f "${source%.o}.c" ] || rm -f "$object" "${object%.o}.d"
done
for folder in $folders; do
    nm --defined-only "$B/generator/$folder"/*.o | awk 'NF == 3 && $2 ~ /[A-Z]/ { print $3 }' | sort -u >"$work/has.$folder"
    nm -u "$B/generator/$folder"/*.o | awk '$1 == "U" { print $2 }' | sort -u >"$work/uses.$folder"
done
for folder in $folders; do
    [ "$folder" = commands ] && continue
    # without comments, which name functions too
    for header in $(may_reach "$folder"); do
        [ -f "generator/$header" ] && $CC -std=c17 -D_GNU_SOURCE -Igenerator -E -P -x c "generator/$header" 2>/dev/null
    done | grep -oE '[A-Za-z_][A-Za-z0-9_]*' | sort -u >"$work/declared"
    for other in $folders; do
        case $other in base | "$folder") continue ;; esac
        comm -12 "$work/uses.$folder" "$work/has.$other" | comm -23 - "$work/declared" |
            sed "s|.*|$folder refers to & of $other, which no header it may reach declares|" >>"$found"
    done
done

# ---- 3. effects ----
# only OBJECTS SYMBOLS: no other object of the program refers to these (extended regular expressions)
nm -A -u "$B"/generator/*.o "$B"/generator/*/*.o | sed -n "s|^$B/generator/\(.*\)\.o: *U \([A-Za-z0-9_]*\).*|\1 \2|p" >"$work/all"
only() {
    awk -v who="^($1)$" -v what="^($2)$" '$2 ~ what && $1 !~ who { print "generator/" $1 ".c: refers to " $2 }' "$work/all" >>"$found"
}
only 'base/os' '(open|openat|creat|read|pread|write|pwrite|close|lseek|ftruncate|fallocate)(64)?|f?stat(at)?|lstat|f?ch(mod|own)|umask|unlink(at)?|remove|rename(at2?)?|link|symlink|readlink|mkdir(at)?|rmdir|opendir|readdir|closedir|nftw|fts_.*|f?sync|fdatasync|syncfs|flock|fcntl|ioctl|mmap|memfd_create|mkostemp|close_range|prctl|sendfile|copy_file_range|isatty|getpid|fork|vfork|exec.*|posix_spawn.*|wait(pid)?|kill|signal|sigaction|alarm|pipe2?|dup2?|poll|select|epoll_.*|socket|connect|bind|listen|accept4?|send|recv|f(open|dopen|close|read|write|puts|printf|getc|gets)|printf|puts|putchar|perror|stdin|stdout|stderr|_?exit|abort|getrandom|getrusage|sched_.*|sleep|usleep|nanosleep|setrlimit|chdir|getcwd'
only 'base/os' 'clock_gettime|gettimeofday|time|ftime|localtime.*|gmtime.*'
only 'base/par' 'pthread_(create|join|mutex_.*|cond_.*|rwlock_.*|key_.*)|thrd_.*|mtx_.*'
only 'ledger/[a-z]+|release/unwrap|pages/data_sqlite' 'sqlite3_.*' # the last: a staged file that it is handed
only 'base/json|intake/[a-z]+' 'json_(array|object|string|integer|real|delete|loadb).*'
only 'intake/fetch|platform/push|release/target' 'curl_.*'
only 'base/markdown' 'cmark_.*'
only 'base/zip|intake/archive|release/(unwrap|attachment)' 'zip_(f?d?open.*|fread|fclose|discard|close|get_.*|stat.*|source_.*|name_.*)'
only 'intake/markup|release/drawing' 'XML_.*'
only 'intake/xls' 'freexl_.*'
only 'intake/normal|release/(attachment|pdf)' 'os_(contained|become)'
only 'base/workbook' '(workbook|worksheet|format|lxw)_.*'
only 'base/gzip' 'libdeflate_.*'
only 'base/(digest|sign|envelope)' '(EVP|OPENSSL|CRYPTO|PEM|BIO|ECDSA|EC|CMS|X509|[di]2[id])_.*'
only 'main|options' 'os_now'
only 'intake/fetch' 'os_socket'
only 'options|commands/[a-z]+' 'os_cpus'
only 'main|options|(base|intake|ledger|office|platform|release|commands)/[a-z_]+' 'os_.*|die.*' # law, pages, search: no effects
only 'base/os|intake/landing|(release|commands|ledger|platform|office)/[a-z_]+' 'os_(rename|unlink|rmtree|write.*|create|mkdirs|copy)'

if [ -s "$found" ]; then
    cat "$found"
    echo "layers: $(wc -l <"$found") faults"
    exit 1
fi
echo "layers: no faults"
