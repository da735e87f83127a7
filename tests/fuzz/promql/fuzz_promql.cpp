// Whatever parses must print to a text that parses to the same tree, and must evaluate within its budget.

#include "core/promql/ast.h"
#include "core/promql/query.h"
#include "core/series/head.h"
#include "core/series/series_catalog.h"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace eventflow;

namespace {

class Series {
public:
    Series() : m_catalog(10) {
        for (const char* host : {"a", "b"})
            for (int minute = 0; minute < 20; ++minute)
                head.append(*m_catalog.findOrAdd(Labels({{"__name__", "m"}, {"host", host}}), ""),
                            Timestamp(std::chrono::minutes(minute)), minute);
    }

    SeriesHead head;

private:
    SeriesCatalog m_catalog;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Series series;
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto expression = promql::Expression::parse(text);
    if (!expression) return 0;
    const auto again = promql::Expression::parse(expression->print());
    if (!again || !promql::equalTrees(expression->root(), again->root())) std::abort();
    promql::EvalOptions options;
    options.maxSamples = 10'000;
    static_cast<void>(
        promql::evaluate(*expression, series.head, Timestamp(std::chrono::minutes(19)), options));
    return 0;
}
