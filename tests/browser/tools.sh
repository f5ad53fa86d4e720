# SPDX-License-Identifier: MulanPSL-2.0
# tools.sh — what the scripts of this folder need besides: node, Chromium, and the packages of
# package-lock.json. Sourced, after site.sh. Without them a test is skipped (77).
for tool in node chromium; do
    command -v "$tool" >/dev/null 2>&1 || {
        echo "no $tool here"
        exit 77
    }
done
. tests/tool/npm.sh
npm_tools tests/browser
