#!/usr/bin/env bash
# Reads what the linker was told and what the programs load. check_links.sh BUILD_DIR BIN_DIR
set -euo pipefail
build=${1:?build directory}
bin=${2:?binary directory}
status=0
complain() { echo "$1"; status=1; }

# The headless program has no screen: it neither links nor loads Gui, Widgets or Charts.
loaded=$(objdump -p "$bin/eventflow" | awk '/NEEDED/ { print $2 }')
[ -n "$loaded" ] || complain "eventflow: no library found in its dynamic section"
if grep -E 'Qt6(Gui|Widgets|Charts|Svg|OpenGL)' <<<"$loaded"; then complain "eventflow loads a screen library"; fi

# ninja knows every input of every link step.
inputs_of() { ninja -C "$build" -t query "$1" | sed -n '/input:/,/outputs:/p'; }
if inputs_of bin/eventflow | grep -E 'eventflow_(viewmodels|widgets)'; then complain "eventflow links widgets"; fi
if inputs_of bin/eventflow-workstation | grep -q eventflow_pipelines; then :; else complain "the desktop does not link the pipelines"; fi

# No object of one library names a symbol of a library above it.
undefined() { nm -C --undefined-only "$build/lib/$1" 2>/dev/null || true; }
if undefined libeventflow_core.a | grep -E 'eventflow::(runtime|collect|store|kafka|normalize|automate|widgets)::' | head -3; then
    complain "core needs symbols of pipelines or widgets"
fi
if undefined libeventflow_core.a | grep -E ' (pthread_create|sqlite3_open|rd_kafka_new)|QWidget::' | head -3; then
    complain "core starts threads or knows sockets, databases or widgets"
fi
if undefined libeventflow_pipelines.a | grep -E 'QWidget|eventflow::widgets::' | head -3; then
    complain "pipelines know widgets"
fi
if undefined libeventflow_widgets.a | grep -E 'eventflow::(runtime|collect|store|kafka|normalize|automate)::' | head -3; then
    complain "widgets know pipelines"
fi
exit $status
