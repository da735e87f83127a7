#pragma once

#include "pipelines/collect/source.h"
#include "pipelines/kafka/cluster_access.h"
#include "pipelines/kafka/kafka_events.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace eventflow::kafka {

/// Where a partition starts that is there when the source first sees the cluster. Partitions and topics that
/// appear later are read from their beginning in any case: all of their records are new.
enum class StartAt : std::uint8_t {
    Earliest, ///< the oldest record that is still there
    Latest,   ///< only what is produced from now on
    Resume,   ///< where `resumeFrom` says; partitions it does not name from the earliest
};

struct KafkaSourceOptions {
    ClusterAccess access;
    std::vector<std::string> topics; ///< empty: every topic that is not internal, also those created later
    StartAt start = StartAt::Resume;
    /// Ends when every partition has been read up to the high watermark it had when reading began.
    bool stopAtEnd = false;
    std::chrono::milliseconds connectTimeout{5000};
    /// Where the client's log and errors go; may be null.
    std::shared_ptr<KafkaEvents> events;
    std::chrono::milliseconds metadataInterval{60000};
    /// How often the state of brokers and partitions is looked at; reading every topic there is, half as
    /// often.
    std::chrono::milliseconds healthInterval{5000};
    /// A partition that has records and gives none for so long is fetched anew.
    std::chrono::milliseconds stallTimeout{30000};
};

/// Reads topics without disturbing anyone: explicit offsets, no request about groups, no commit, no topic
/// creation. Records of a partition come in offset order; an offset that the broker no longer has is never
/// skipped in silence: reading continues at the earliest there is and describe() says what was lost.
///
/// open() fails for refused properties, a refused login and, if `stopAtEnd`, for a cluster that cannot be
/// reached or a topic that is not there. Otherwise it succeeds, and read() says Unavailable until a broker
/// answers, or waits (describe() says for what) until the topic exists. pause() drops what was fetched ahead;
/// resume() fetches it again. Thread: as collect::Source. Memory: the queue of librdkafka holds at most 64
/// MiB and one fetch more.
std::unique_ptr<collect::Source> makeKafkaSource(KafkaSourceOptions options);

} // namespace eventflow::kafka
