#include "tests/benchmarks/desktop/load_workbench.h"

#include "tests/benchmarks/desktop/load.h"
#include "tests/widgets/support/fake_workbench.h"

#include <cmath>
#include <utility>

namespace eventflow::bench {

feed::PipelineDelta LoadWorkbench::takeDelta() {
    return std::exchange(m_next, feed::PipelineDelta{});
}

std::vector<feed::Panel> LoadWorkbench::panels() const {
    std::vector<feed::Panel> panels;
    for (int i = 0; i < 8; ++i)
        panels.push_back({"Panel " + std::to_string(i), "panel_" + std::to_string(i), i % 2 == 0 ? "%" : "/s",
                          "host", 85, i % 2 == 0});
    return panels;
}

std::vector<feed::RuleText> LoadWorkbench::rules() const {
    return testing::FakeWorkbench().rules();
}

Result<promql::RangeVector> LoadWorkbench::queryRange(const std::string&, Timestamp start, Timestamp end,
                                                      Duration step) const {
    promql::RangeVector result;
    for (int i = 0; i < seriesPerPanel; ++i) {
        promql::SeriesResult series;
        series.labels.set("host", "web-" + std::to_string(i));
        for (Timestamp t = start; t <= end; t += step) {
            const double second = std::chrono::duration<double>(t.time_since_epoch()).count();
            series.samples.push_back({t, 40 + i + 20 * std::sin(second / 7 + i) + 5 * std::sin(second * 3)});
        }
        result.push_back(std::move(series));
    }
    return result;
}

Result<std::vector<AlertTransition>> LoadWorkbench::alertHistory(std::size_t limit) const {
    return transitions(0, limit);
}

Result<std::vector<feed::DeadLetterPreview>> LoadWorkbench::deadLetters(Step step, RejectCode code,
                                                                        std::size_t limit) const {
    return letters(step, code, 0, limit, storedValueBytes);
}

} // namespace eventflow::bench
