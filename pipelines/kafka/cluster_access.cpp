#include "pipelines/kafka/cluster_access.h"

#include <utility>

namespace eventflow::kafka {

Result<KafkaHandle> openReader(const ClusterAccess& access, std::shared_ptr<KafkaEvents> events) {
    auto conf = makeReaderConf(access.bootstrapServers, access.properties);
    if (!conf) return conf.error();
    return KafkaHandle::open(RD_KAFKA_CONSUMER, std::move(*conf), std::move(events));
}

Result<KafkaHandle> openAdmin(const ClusterAccess& access, const config::WritePermit&,
                              std::shared_ptr<KafkaEvents> events) {
    return openReader(access, std::move(events));
}

} // namespace eventflow::kafka
