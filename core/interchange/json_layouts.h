#pragma once

#include "core/interchange/json_record.h"

namespace eventflow::interchange {

// The tables of the layouts, each in a file of its own.
const JsonLayout& recordLinesLayout();
const JsonLayout& recordRowsLayout();
const JsonLayout& rpkLayout();
const JsonLayout& redpandaConsoleLayout();
const JsonLayout& kafkaUiLayout();
const JsonLayout& akhqLayout();
const JsonLayout& kafkactlLayout();
const JsonLayout& awsLambdaLayout();
const JsonLayout& lensesLayout();

} // namespace eventflow::interchange
