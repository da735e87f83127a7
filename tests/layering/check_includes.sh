#!/usr/bin/env bash
# Reads every #include "…" of the sources and fails on an arrow that allowed_arrows.txt does not name.
# check_includes.sh SOURCE_DIR
set -euo pipefail
root=${1:?source directory}
table=$(cd "$(dirname "$0")" && pwd)/allowed_arrows.txt

cd "$root"
{ find core pipelines widgets app resources \( -name '*.h' -o -name '*.cpp' \) -print0 |
    xargs -0 -r grep -HoE '^#include "(core|pipelines|widgets|app|resources|tests)/[^"]+"' || true; } |
awk -v table="$table" '
    BEGIN {
        while ((getline line < table) > 0) {
            if (line ~ /^#/ || line == "") continue
            split(line, half, ":")
            allowed[half[1]] = " " half[2] " "
        }
    }
    # The longest entry of the table that the path lies under.
    function rule_of(path,   best, key) {
        best = ""
        for (key in allowed) if (index(path, key "/") == 1 && length(key) > length(best)) best = key
        return best
    }
    {
        split($0, half, ":#include ")
        file = half[1]
        target = substr(half[2], 2, length(half[2]) - 2)
        rule = rule_of(file)
        checked++
        if (rule == "") { print file ": lies in no folder of the table"; bad = 1; next }
        if (index(target, rule "/") == 1) next
        n = split(allowed[rule], folders, " ")
        for (i = 1; i <= n; i++) if (index(target, folders[i] "/") == 1) next
        print file " includes " target ": " rule " may use only" allowed[rule]
        bad = 1
    }
    END {
        if (checked == 0) { print "no include was found: is " table " at the right place?"; bad = 1 }
        exit bad
    }'

# What no header may bring into core, and what keeps threads in one place.
status=0
if grep -rnE '#include <(QWidget|QtWidgets|QApplication|QtCharts|thread|librdkafka|sqlite3)' core; then
    echo "core: starts no thread, opens no socket, knows no widget"
    status=1
fi
if grep -rnE '#include <(QWidget|QtWidgets|QApplication|QtCharts|QChart)' widgets/viewmodels pipelines; then
    echo "widgets/viewmodels and pipelines: no widgets"
    status=1
fi
exit $status
