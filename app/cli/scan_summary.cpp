#include "app/cli/scan_summary.h"

#include "app/cli/command.h"
#include "app/cli/console_text.h"

namespace eventflow::app {

void printScanSummary(const browse::ScanProgress& progress, const Result<browse::ScanEnd>& end) {
    const auto counts = progress.snapshot();
    std::string line = std::to_string(counts.matched) + " of " + std::to_string(counts.records) +
                       " records, " + bytesText(static_cast<double>(counts.bytes)) + " read";
    if (end) line += std::string(": ") + browse::toString(*end);
    printNote(line);
    if (counts.filterErrors > 0)
        printNote(std::to_string(counts.filterErrors) +
                  " records have no answer to the filter, the first because " + counts.filterError);
    if (counts.offsetsLost > 0)
        printNote(std::to_string(counts.offsetsLost) + " offsets were deleted before they could be read");
    if (counts.outsideOfTime > 0 && counts.disorder > Duration::zero())
        printNote("timestamps go back by up to " +
                  formatDuration(std::chrono::ceil<std::chrono::milliseconds>(counts.disorder)));
    if (counts.throttled.count() > 0)
        printNote("brokers made us wait " + std::to_string(counts.throttled.count()) + " ms by their quotas");
    for (const std::string& note : counts.notes)
        printNote(note);
}

} // namespace eventflow::app
