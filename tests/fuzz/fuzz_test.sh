#!/bin/sh
# SPDX-License-Identifier: MulanPSL-2.0
# fuzz_test.sh — each fuzz target for two seconds; skipped where clang's runtime cannot be had.
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
# The same course each time: a test does not fail by chance; make fuzz looks further.
SEED=1 SEEDS_FROM=${B:-build} B=${B:-build}/fuzz SECS=2 exec sh tests/fuzz/fuzz.sh
