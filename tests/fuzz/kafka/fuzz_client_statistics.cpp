// The statistics that librdkafka hands over, with what a broker may have put into names and addresses.

#include "pipelines/kafka/client_statistics.h"

#include <cstdint>
#include <cstdlib>
#include <string_view>

using namespace eventflow::kafka;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto statistics = parseStatistics({reinterpret_cast<const char*>(data), size});
    if (!statistics) return 0;
    if (statistics->partitions.size() > kMaxStatisticsPartitions) std::abort();
    if (statistics->brokers.size() > kMaxStatisticsBrokers) std::abort();
    for (const PartitionStatistics& partition : statistics->partitions) {
        if (partition.lag() < PartitionStatistics::kUnknown) std::abort();
        if (partition.openTransactionSpan() < 0) std::abort();
    }
    return 0;
}
