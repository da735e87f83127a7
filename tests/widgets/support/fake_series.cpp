#include "tests/widgets/support/fake_workbench.h"

#include <cmath>
#include <thread>

namespace eventflow::testing {

namespace {

constexpr double kPi = 3.14159265358979323846;

/// The same noise for the same point, whatever range it is asked in: −1…1.
double noise(std::uint64_t seed, std::int64_t second) {
    std::uint64_t x = seed * 0x9e3779b97f4a7c15ULL + static_cast<std::uint64_t>(second);
    x ^= x >> 31;
    x *= 0xbf58476d1ce4e5b9ULL;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebULL;
    x ^= x >> 31;
    return static_cast<double>(x >> 11) / static_cast<double>(1ULL << 52) - 1.0;
}

struct Shape {
    const char* metric; ///< what the expression has to contain
    const char* label;
    std::vector<const char*> names;
    double base;
    double swing;
    double jitter;
    double incident; ///< added to the second series while the incident lasts
};

const std::vector<Shape>& shapes() {
    static const std::vector<Shape> kShapes{
        {"cpu_load", "host", {"web-1", "web-2", "web-3", "db-1", "db-2"}, 42, 9, 4, 48},
        {"latency", "service", {"checkout", "payments", "search"}, 120, 18, 14, 260},
        {"request", "service", {"checkout", "payments", "search", "catalog"}, 820, 160, 40, -420},
        {"error", "service", {"checkout", "payments"}, 1.1, 0.4, 0.35, 7.5},
        {"memory", "host", {"web-1", "web-2", "db-1"}, 5.2e9, 4e8, 9e7, 2.1e9},
        {"payment", "currency", {"EUR", "USD", "GBP"}, 64, 14, 9, -31},
    };
    return kShapes;
}

/// Rises over two minutes, stays for six, falls: the scripted saturation, ten minutes before each full half
/// hour.
double incidentLevel(std::int64_t second) {
    const std::int64_t inCycle = second % 1800;
    if (inCycle < 1200) return 0;
    const double t = static_cast<double>(inCycle - 1200);
    if (t < 120) return t / 120;
    if (t < 480) return 1;
    return std::max(0.0, 1 - (t - 480) / 60);
}

} // namespace

Result<promql::RangeVector> FakeWorkbench::queryRange(const std::string& expression, Timestamp start,
                                                      Timestamp end, Duration step) const {
    ++rangeQueries;
    while (blockQueries)
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (failQueries) return Error{ErrorCode::LimitExceeded, "the query touches more than 50000000 samples"};
    promql::RangeVector result;
    if (emptyQueries || step <= Duration::zero()) return result;
    const Shape* shape = nullptr;
    for (const Shape& candidate : shapes())
        if (shape == nullptr && expression.find(candidate.metric) != std::string::npos) shape = &candidate;
    if (shape == nullptr) return result;
    for (std::size_t i = 0; i < shape->names.size(); ++i) {
        promql::SeriesResult series;
        series.labels.set(shape->label, shape->names[i]);
        for (Timestamp t = start; t <= end; t += step) {
            const std::int64_t second = toNs(t) / 1'000'000'000;
            // The third series falls silent for a while: a gap in its line.
            if (i == 2 && second % 1800 >= 600 && second % 1800 < 780) continue;
            const double phase = 2 * kPi * static_cast<double>(second % 3600) / 3600;
            double value = shape->base * (0.72 + 0.16 * static_cast<double>(i));
            value += shape->swing * std::sin(phase + static_cast<double>(i)) +
                     shape->jitter * noise(i + 1, second);
            if (i == 1) value += shape->incident * incidentLevel(second);
            series.samples.push_back({t, std::max(0.0, value)});
        }
        result.push_back(std::move(series));
    }
    return result;
}

} // namespace eventflow::testing
