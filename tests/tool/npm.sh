# SPDX-License-Identifier: MulanPSL-2.0
# npm.sh — npm_tools FOLDER: TOOLS becomes the packages of FOLDER's package-lock.json, which are put
# below $B. Sourced. Without them a test is skipped (77).
npm_tools() {
    command -v npm >/dev/null 2>&1 || {
        echo "no npm here"
        exit 77
    }
    into=$PWD/${B:-build}/npm/$1
    mkdir -p "$into"
    # One process installs at a time; the others find it done.
    flock "$into.lock" sh -c '
        cmp -s "$2/package-lock.json" "$1/package-lock.json" && [ -d "$1/node_modules" ] && exit
        cp "$2/package.json" "$2/package-lock.json" "$2/.npmrc" "$1" &&
            cd "$1" && npm ci --no-fund --no-audit --ignore-scripts' sh "$into" "$1" >/dev/null 2>&1 || {
        echo "the packages of $1 cannot be had here"
        exit 77
    }
    TOOLS=$into/node_modules
    export TOOLS
}
