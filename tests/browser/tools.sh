# SPDX-License-Identifier: MulanPSL-2.0
# tools.sh — what the scripts of this folder need besides: node, Chromium, and the packages of
# package-lock.json, which go to $B/npm. Sourced, after site.sh. Without them a test is skipped (77).
for tool in node npm chromium; do
    command -v "$tool" >/dev/null 2>&1 || {
        echo "no $tool here"
        exit 77
    }
done
tools=$PWD/${B:-build}/npm
mkdir -p "$tools"
# One process installs at a time; the others find it done.
flock "$tools.lock" sh -c '
    cmp -s tests/browser/package-lock.json "$1/package-lock.json" && [ -d "$1/node_modules" ] && exit
    cp tests/browser/package.json tests/browser/package-lock.json tests/browser/.npmrc "$1" &&
        cd "$1" && npm ci --no-fund --no-audit --ignore-scripts' sh "$tools" >/dev/null 2>&1 || {
    echo "the packages of tests/browser cannot be had here"
    exit 77
}
TOOLS=$tools/node_modules
export TOOLS
