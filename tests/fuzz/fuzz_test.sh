#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# fuzz_test.sh — each fuzz target for a while; skipped where clang's runtime cannot be had.
case ${B:-build} in
*-asan | *-tsan | *-cover)
    echo "the fuzz targets have sanitizers of their own"
    exit 77
    ;;
esac
if ! sh tests/tool/deps.sh build fuzz; then
    echo "clang's fuzzer runtime cannot be installed here"
    exit 77
fi
# The same inputs each time, from the same seeds: a test does not fail by chance; make fuzz looks
# further.
rm -rf "${B:-build}/fuzz/corpus" "${B:-build}/fuzz/seeds"
T= SEED=1 RUNS=1000 SEEDS_FROM=/nowhere B=${B:-build}/fuzz SECS=60 exec sh tests/fuzz/fuzz.sh
