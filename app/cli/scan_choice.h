#pragma once

#include "core/browse/record_filter.h"
#include "core/browse/scan_progress.h"
#include "core/browse/scan_request.h"
#include "pipelines/browse/scan_judge.h"
#include "pipelines/kafka/cluster_access.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace CLI { // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace eventflow::app {

/// Which records of a cluster a command reads: the options for topics, range, filter and limits, and the scan
/// they lead to.
class ScanChoice {
public:
    enum class Order : std::uint8_t {
        Any,    ///< the user may ask for one
        AsRead, ///< each partition's own
    };
    void addOptions(CLI::App& parser, Order order);

    /// Errors are those of the command line.
    [[nodiscard]] Result<browse::ScanRequest> request() const;
    /// Without schemas.
    [[nodiscard]] browse::FilterRequest filter() const;
    [[nodiscard]] std::chrono::seconds timeout() const { return std::chrono::seconds(m_timeoutSeconds); }
    [[nodiscard]] const std::vector<std::string>& topics() const { return m_topics; }
    [[nodiscard]] bool follows() const { return m_follow; }
    /// Reads; blocks to the end of the request.
    Result<browse::ScanEnd> scan(const kafka::ClusterAccess& access, const browse::ScanRequest& request,
                                 const browse::FilterRequest& wanted, browse::MatchSink& sink,
                                 browse::ScanProgress& progress, const std::stop_token& stop) const;

private:
    void addSelection(CLI::App& parser, Order order);
    void addLimits(CLI::App& parser);
    Status applyLimits(browse::ScanRequest& request) const;

    int m_timeoutSeconds = 10;
    std::vector<std::string> m_topics;
    std::string m_from;
    std::string m_to;
    std::optional<std::uint64_t> m_count;
    bool m_newest = false;
    bool m_sorted = false;
    bool m_follow = false;
    bool m_uncommitted = false;
    std::vector<std::int32_t> m_partitions;
    std::optional<std::string> m_key;
    std::string m_partitioner = "murmur2";
    std::string m_filter;
    std::string m_grep;
    bool m_ignoreCase = false;
    std::string m_maxBytes;
    std::string m_rate;
    std::string m_timeout;
};

} // namespace eventflow::app
