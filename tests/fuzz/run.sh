#!/usr/bin/env bash
# Runs every libFuzzer target for a while, two at a time, and says which found something.
#   tests/fuzz/run.sh [SECONDS]    after: cmake --preset fuzz && cmake --build --preset fuzz
# What is found lies in build/fuzz/found/<target>/; the corpora grow in build/fuzz/corpus/<target>/.
set -euo pipefail
cd "$(dirname "$0")/../.."
export EVENTFLOW_FUZZ_SECONDS=${1:-60}

run_one() {
    local name=${1##*/} corpus found
    corpus=build/fuzz/corpus/$name
    found=build/fuzz/found/$name
    mkdir -p "$corpus" "$found"
    if "$1" -max_total_time="$EVENTFLOW_FUZZ_SECONDS" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found/" "$corpus" >"$found/log" 2>&1; then
        echo "$name: $(grep -o 'number_of_executed_units: .*' "$found/log" | tr -s ' ')"
    else
        echo "$name: FAILED, see $found/log"
        return 1
    fi
}
export -f run_one

find build/fuzz/fuzz -maxdepth 1 -type f -executable | sort | xargs -P 2 -I '{}' bash -c 'run_one {}'
