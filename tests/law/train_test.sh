#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# train_test.sh — the points of guess.def are those that its texts give, and no others.
set -eu
if [ ! -e ../shared/data/real/hlj-permit-items.json ]; then
    echo "no real data: its texts name nobody, and count"
    exit 77
fi
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
"$B/tests/bench/synthetic" 1500 >"$scratch/synthetic.jsonl"
"$B/tests/law/train" generator/law/guess.def tests/law/corpus/*.txt "$scratch/synthetic.jsonl" \
    ../shared/data/real/hlj-permit-items.json >"$scratch/guess.def" 2>"$scratch/figures"
cmp generator/law/guess.def "$scratch/guess.def"
