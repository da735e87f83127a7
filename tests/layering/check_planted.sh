#!/usr/bin/env bash
# The include check must fail on a forbidden arrow. check_planted.sh CHECK
set -euo pipefail
check=${1:?the check}
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree"/{core/base,core/model,pipelines/store,widgets/viewmodels,app,resources}
echo '#include "core/base/result.h"' > "$tree/core/model/fine.h"
bash "$check" "$tree" > /dev/null || { echo "complains about an allowed include"; exit 1; }
echo '#include "pipelines/store/store_reader.h"' > "$tree/core/model/planted.h"
if bash "$check" "$tree" > /dev/null; then
    echo "does not see core including pipelines"
    exit 1
fi
