#include "core/admin/config_docs.h"

#include <algorithm>
#include <iterator>

namespace eventflow::admin {
namespace {

/// By name, for the search.
constexpr ConfigDoc kDocs[] = {
    {"advertised.listeners", "",
     "The addresses that clients are told to connect to. A tunnel has to map these, not the ones a client "
     "was configured with."},
    {"authorizer.class.name", "",
     "The class that decides who may do what; empty means that everybody may do everything."},
    {"auto.create.topics.enable", "",
     "Whether a client that asks for a topic by name makes the broker create it. Misspelt names become "
     "topics then."},
    {"background.threads", "threads", "How many threads do housekeeping such as deleting old segments."},
    {"broker.rack", "",
     "Where this broker stands; replicas are spread over racks, and followers of the same rack can be read "
     "from."},
    {"cleanup.policy", "",
     "What happens to old records: `delete` drops whole segments by age or size, `compact` keeps the newest "
     "record of each key; both can be combined."},
    {"compression.gzip.level", "",
     "How hard gzip tries when the broker compresses; higher is smaller and slower."},
    {"compression.lz4.level", "",
     "How hard lz4 tries when the broker compresses; higher is smaller and slower."},
    {"compression.type", "",
     "How the broker stores batches; `producer` keeps what the producer chose, anything else makes the "
     "broker compress again."},
    {"compression.zstd.level", "",
     "How hard zstd tries when the broker compresses; higher is smaller and slower."},
    {"connections.max.idle.ms", "ms",
     "A connection without traffic for this long is closed by the broker; clients connect again when they "
     "need to."},
    {"controlled.shutdown.enable", "", "Whether a broker that is stopped hands its leaderships over first."},
    {"controller.quorum.voters", "", "The controllers that vote on the cluster's metadata, as id@host:port."},
    {"default.replication.factor", "replicas",
     "How many copies a topic gets that is created without saying so."},
    {"delete.retention.ms", "ms",
     "How long a compacted topic keeps tombstones. A reader that needs longer for the whole topic can miss a "
     "deletion."},
    {"delete.topic.enable", "", "Whether topics can be deleted at all."},
    {"fetch.max.bytes", "bytes",
     "The most a broker answers to one fetch; a first batch that is larger still comes."},
    {"file.delete.delay.ms", "ms", "How long a segment that was dropped from the log stays on the disk."},
    {"flush.messages", "records",
     "After how many records the log is forced to the disk. Usually left alone: replication protects, and "
     "the system flushes."},
    {"flush.ms", "ms", "After what time the log is forced to the disk. Usually left alone."},
    {"follower.replication.throttled.replicas", "",
     "The followers, as partition:broker, whose copying is slowed by the broker's throttle during a "
     "reassignment."},
    {"group.initial.rebalance.delay.ms", "ms",
     "How long the first members of an empty group are waited for before partitions are handed out."},
    {"group.max.session.timeout.ms", "ms", "The longest silence a consumer may ask to be allowed."},
    {"group.min.session.timeout.ms", "ms",
     "The shortest silence after which a consumer may be thrown out of its group."},
    {"index.interval.bytes", "bytes",
     "How densely offsets are indexed: smaller finds a position faster and makes the index larger."},
    {"inter.broker.protocol.version", "",
     "The protocol the brokers speak with each other; held back during an upgrade."},
    {"leader.imbalance.check.interval.seconds", "s",
     "How often leaderships are moved back to the preferred brokers."},
    {"leader.replication.throttled.replicas", "",
     "The leaders, as partition:broker, whose copying is slowed by the broker's throttle during a "
     "reassignment."},
    {"listener.security.protocol.map", "",
     "Which protocol each listener speaks: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL."},
    {"listeners", "", "The addresses the broker listens on."},
    {"local.retention.bytes", "bytes",
     "With tiered storage: how much of a partition stays on the broker's own disk; -2 means as "
     "`retention.bytes`."},
    {"local.retention.ms", "ms",
     "With tiered storage: how long records stay on the broker's own disk; -2 means as `retention.ms`."},
    {"log.cleaner.enable", "",
     "Whether compaction runs. Without it compacted topics, the groups' offsets too, grow for ever."},
    {"log.cleaner.threads", "threads", "How many threads compact."},
    {"log.dir", "", "Where logs are stored, if `log.dirs` is not set."},
    {"log.dirs", "", "Where logs are stored."},
    {"log.flush.interval.messages", "records", "After how many records a log is forced to the disk."},
    {"log.message.timestamp.type", "", "The default of `message.timestamp.type`."},
    {"log.retention.bytes", "bytes", "The default of `retention.bytes`."},
    {"log.retention.check.interval.ms", "ms", "How often the broker looks for segments to delete."},
    {"log.retention.hours", "h", "The default of `retention.ms` where neither ms nor minutes are set."},
    {"log.retention.minutes", "min", "The default of `retention.ms` where ms is not set."},
    {"log.retention.ms", "ms", "The default of `retention.ms`."},
    {"log.segment.bytes", "bytes", "The default of `segment.bytes`."},
    {"max.compaction.lag.ms", "ms",
     "The longest a record may stay uncompacted: how soon a deletion must really delete."},
    {"max.connections", "connections", "How many connections a broker accepts at a time."},
    {"max.message.bytes", "bytes",
     "The largest batch, after compression, that the topic takes. A producer with larger records is "
     "refused."},
    {"message.downconversion.enable", "",
     "Whether very old consumers are served by converting batches, which costs the broker memory."},
    {"message.format.version", "",
     "The version of the record format; has no effect on topics of current brokers."},
    {"message.max.bytes", "bytes", "The default of `max.message.bytes`."},
    {"message.timestamp.after.max.ms", "ms",
     "How far in the broker's future a record's time may lie before it is refused."},
    {"message.timestamp.before.max.ms", "ms",
     "How far in the broker's past a record's time may lie before it is refused."},
    {"message.timestamp.difference.max.ms", "ms",
     "How far a record's time may be from the broker's before it is refused; replaced by the two settings "
     "for before and after."},
    {"message.timestamp.type", "",
     "Whose clock a record carries: `CreateTime` the producer's, `LogAppendTime` the broker's."},
    {"metadata.log.dir", "", "Where the metadata of the cluster itself is stored."},
    {"min.cleanable.dirty.ratio", "ratio",
     "How much of a compacted log must be new before it is compacted: lower saves space and costs work."},
    {"min.compaction.lag.ms", "ms",
     "How long a record is safe from compaction, so that readers can see every version of a key."},
    {"min.insync.replicas", "replicas",
     "How many replicas must have a record before a producer with acks=all is told so. With fewer in sync "
     "writing is refused."},
    {"node.id", "", "The number of this broker or controller."},
    {"num.io.threads", "threads", "How many threads work on requests, disk included."},
    {"num.network.threads", "threads", "How many threads move requests between sockets and queues."},
    {"num.partitions", "partitions", "How many partitions a topic gets that is created without saying so."},
    {"num.recovery.threads.per.data.dir", "threads",
     "How many threads check logs after a crash, for each directory."},
    {"num.replica.fetchers", "threads", "How many threads copy from each other broker."},
    {"offsets.retention.minutes", "min",
     "How long offsets of a group without members are kept. A consumer that pauses longer starts anew."},
    {"offsets.topic.num.partitions", "partitions",
     "How many partitions hold the groups' offsets; fixed once the topic exists."},
    {"offsets.topic.replication.factor", "replicas", "How many copies of the groups' offsets there are."},
    {"preallocate", "", "Whether a segment's file is made in its full size at once."},
    {"process.roles", "", "Whether this node is a broker, a controller or both."},
    {"queued.max.requests", "requests",
     "How many requests wait for a thread before the network is no longer read."},
    {"remote.log.copy.disable", "",
     "With tiered storage: stops copying to the remote tier, and keeps reading from it."},
    {"remote.log.delete.on.disable", "",
     "With tiered storage: whether remote data goes when tiering is switched off for the topic."},
    {"remote.storage.enable", "", "Whether old segments of the topic go to the remote tier."},
    {"replica.fetch.max.bytes", "bytes", "What a follower asks for of each partition at a time."},
    {"replica.lag.time.max.ms", "ms", "A follower that has not caught up for this long is out of sync."},
    {"replica.selector.class", "",
     "How the broker chooses the replica a consumer reads from; without it always the leader."},
    {"request.timeout.ms", "ms", "How long a broker waits for another one's answer."},
    {"retention.bytes", "bytes",
     "How large a partition may grow before its oldest segments are deleted; -1 means no bound. It counts "
     "for each partition, not for the topic."},
    {"retention.ms", "ms",
     "How old a segment's newest record may become before the segment is deleted; -1 means never. The "
     "segment that is written to does not count, so that records can stay longer."},
    {"sasl.enabled.mechanisms", "", "How clients can log in."},
    {"segment.bytes", "bytes",
     "The size at which a new segment is begun. Only closed segments are deleted or compacted."},
    {"segment.index.bytes", "bytes", "The size of the index of a segment; a full one begins a new segment."},
    {"segment.jitter.ms", "ms",
     "A random part taken off `segment.ms`, so that not all segments are closed at once."},
    {"segment.ms", "ms",
     "The age at which a new segment is begun even if the old one is not full. On a quiet topic this decides "
     "when records can be deleted."},
    {"socket.request.max.bytes", "bytes", "The largest request a broker accepts."},
    {"ssl.client.auth", "", "Whether clients must show a certificate: `required`, `requested` or `none`."},
    {"super.users", "", "Who may do everything, whatever the ACLs say."},
    {"transaction.max.timeout.ms", "ms",
     "The longest time a producer may ask for to finish a transaction. So long a hung one can hold readers "
     "up."},
    {"transaction.state.log.min.isr", "replicas", "`min.insync.replicas` of the topic of transactions."},
    {"transaction.state.log.replication.factor", "replicas",
     "How many copies of the transactions' state there are."},
    {"transactional.id.expiration.ms", "ms",
     "How long the state of a producer is kept that no longer writes."},
    {"unclean.leader.election.enable", "",
     "Whether a replica that is behind may become leader when no other is left: the partition lives on and "
     "loses records."},
};
static_assert(std::is_sorted(std::begin(kDocs), std::end(kDocs),
                             [](const ConfigDoc& a, const ConfigDoc& b) { return a.name < b.name; }));

} // namespace

const ConfigDoc* configDoc(std::string_view name) {
    const auto* found =
        std::lower_bound(std::begin(kDocs), std::end(kDocs), name,
                         [](const ConfigDoc& doc, std::string_view key) { return doc.name < key; });
    return found == std::end(kDocs) || found->name != name ? nullptr : found;
}

} // namespace eventflow::admin
