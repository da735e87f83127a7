#pragma once

#include "core/promql/query.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <string>
#include <string_view>

namespace eventflow::promql {

/// Series in promtool's notation, with one sample a minute from the epoch on.
class TestSeries final : public SeriesSource {
public:
    TestSeries() : m_catalog(100'000) {}

    TestSeries& add(std::string_view series, std::string_view values,
                    Duration interval = std::chrono::minutes(1));
    Status select(std::span<const LabelMatcher> matchers, Timestamp after, Timestamp until,
                  std::vector<SeriesSlice>& out) const override;
    /// How often select() was called.
    [[nodiscard]] int selects() const { return m_selects; }

private:
    SeriesCatalog m_catalog;
    SeriesHead m_head;
    mutable int m_selects = 0;
};

/// `m{host="a"} 1; m{host="b"} 2` as the evaluator ordered it, or `error: …`.
std::string result(std::string_view query, const SeriesSource& source, std::string_view at,
                   const EvalOptions& options = {});
std::string describe(const Value& value);

} // namespace eventflow::promql
