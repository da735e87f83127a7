#pragma once

#include "core/browse/scan_progress.h"

namespace eventflow::app {

/// Says on standard error what a scan has read and why it ended, and what else a reader has to know: records
/// that have no answer to the filter, offsets that were gone, timestamps that go back.
void printScanSummary(const browse::ScanProgress& progress, const Result<browse::ScanEnd>& end);

} // namespace eventflow::app
