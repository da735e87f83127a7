#!/usr/bin/env bash
# The same rules over the same series, evaluated by promtool and by us: seconds, samples·rules per second, ratio.
# Usage: tests/benchmarks/rules_beside_promtool.sh [BIN_DIR [HOSTS [RULES [TICKS]]]]
set -euo pipefail
bin=${1:-build/release/bin}
hosts=${2:-400}
rules=${3:-100}
ticks=${4:-120}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# Five metrics; every tenth rule is of the same shape, as in bench_rules.
awk -v rules="$rules" 'BEGIN {
    print "groups:\n- name: bench\n  interval: 15s\n  rules:"
    for (i = 0; i < rules; i++) {
        n = i % 5
        if (n == 0) e = "cpu_load > " (1000 + i)
        if (n == 1) e = "memory_used > " (1000 + i) " and cpu_load > 90"
        if (n == 2) e = "rate(requests_total[5m]) > " (100000 + i)
        if (n == 3) e = "sum by (region) (rate(errors_total[5m])) / sum by (region) (rate(requests_total[5m])) > " (100 + i)
        if (n == 4) e = "avg_over_time(latency[5m]) > " (1000 + i)
        printf "  - {alert: R%d, expr: \047%s\047, for: 1m}\n", i, e
    }
}' >"$folder/rules.yaml"

awk -v hosts="$hosts" -v ticks="$ticks" 'BEGIN {
    print "rule_files: [rules.yaml]\nevaluation_interval: 15s\ntests:\n- interval: 15s\n  input_series:"
    split("cpu_load memory_used requests_total errors_total latency", metrics, " ")
    for (m = 1; m <= 5; m++)
        for (h = 0; h < hosts; h++)
            printf "  - {series: \047%s{host=\"h%d\",region=\"r%d\"}\047, values: \047%d+%dx%d\047}\n", metrics[m], h, h % 20, h % 50,
                (m == 3 || m == 4) ? 7 : 0, ticks
    printf "  promql_expr_test:\n  - {expr: count(cpu_load), eval_time: %ds, exp_samples: [{labels: \"{}\", value: %d}]}\n", ticks * 15, hosts
}' >"$folder/test.yaml"

seconds() {
    local start end
    start=$(date +%s.%N)
    "$@" >/dev/null
    end=$(date +%s.%N)
    awk -v a="$start" -v b="$end" 'BEGIN { print b - a }'
}

theirs=$(seconds promtool test rules "$folder/test.yaml")
ours=$(seconds "$bin/eventflow" rules test "$folder/test.yaml")
awk -v theirs="$theirs" -v ours="$ours" -v series=$((hosts * 5)) -v rules="$rules" -v ticks="$ticks" 'BEGIN {
    work = series * rules * ticks
    printf "%d series, %d rules, %d ticks\n", series, rules, ticks
    printf "promtool   %7.2f s  %.3g samples*rules/s\n", theirs, work / theirs
    printf "eventflow  %7.2f s  %.3g samples*rules/s\n", ours, work / ours
    printf "ratio      %7.1f\n", theirs / ours
}'
