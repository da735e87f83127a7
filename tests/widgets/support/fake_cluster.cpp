#include "tests/widgets/support/fake_cluster.h"

#include "core/base/arena.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <thread>
#include <utility>

namespace eventflow::testing {

namespace {

/// A store tells streams apart by their addresses: each stays where it is. Thread: any (locks).
const Stream& streamOf(const admin::TopicPartition& from) {
    static std::mutex mutex;
    static std::map<admin::TopicPartition, Stream> streams;
    const std::lock_guard lock(mutex);
    const auto [it, added] = streams.try_emplace(from);
    if (added) {
        it->second.topic = from.topic;
        it->second.partition = from.partition;
    }
    return it->second;
}

/// A record that views an owned one.
struct View {
    explicit View(const admin::OwnedRecord& owned) {
        for (const auto& [name, value] : owned.headers)
            headers.push_back({name, value ? NullableBytes(*value) : std::nullopt});
        record.stream = &streamOf(owned.from);
        record.offset = owned.offset;
        record.tsArrival = owned.timestamp;
        if (owned.key) record.key = *owned.key;
        if (owned.value) record.value = *owned.value;
        record.headers = headers;
    }
    std::vector<Header> headers;
    Record record;
};

bool selected(const browse::ScanRequest& request, const admin::OwnedRecord& record) {
    return std::ranges::any_of(request.topics, [&](const browse::TopicSelection& topic) {
        return topic.topic == record.from.topic &&
               (topic.partitions.empty() ||
                std::ranges::find(topic.partitions, record.from.partition) != topic.partitions.end());
    });
}

class FakePager final : public feed::MessagePager {
public:
    /// `cluster` outlives it.
    FakePager(const FakeCluster& cluster, std::vector<admin::OwnedRecord> records, std::size_t start)
        : m_cluster(cluster), m_records(std::move(records)), m_oldest(start), m_newest(start) {}

    Result<browse::ScanEnd> loadOlder(std::uint64_t count, std::stop_token) override {
        for (; count > 0 && m_oldest > 0; --count)
            take(m_older, m_records[--m_oldest]);
        m_progress.publish(true);
        return m_oldest == 0 ? browse::ScanEnd::Complete : browse::ScanEnd::Matches;
    }
    Result<browse::ScanEnd> loadNewer(std::uint64_t count, std::stop_token) override {
        for (; count > 0 && m_newest < m_records.size(); --count)
            take(m_newer, m_records[m_newest++]);
        m_progress.publish(true);
        return m_newest == m_records.size() ? browse::ScanEnd::Complete : browse::ScanEnd::Matches;
    }
    Result<std::uint64_t> newerOffsets() override {
        return m_records.size() - m_newest + m_cluster.offsetsBehind;
    }
    [[nodiscard]] const browse::RowStore& older() const override { return m_older; }
    [[nodiscard]] const browse::RowStore& newer() const override { return m_newer; }
    [[nodiscard]] const browse::ScanProgress& progress() const override { return m_progress; }

private:
    void take(browse::RowStore& rows, const admin::OwnedRecord& owned) {
        const View view(owned);
        rows.append(view.record);
        ++m_progress.counts().records;
        ++m_progress.counts().matched;
        m_progress.addToHistogram(owned.timestamp, 0, true);
    }

    const FakeCluster& m_cluster;
    const std::vector<admin::OwnedRecord> m_records;
    std::size_t m_oldest;
    std::size_t m_newest;
    browse::RowStore m_older;
    browse::RowStore m_newer;
    browse::ScanProgress m_progress;
};

class FakePlan final : public feed::PlannedChange {
public:
    FakePlan(FakeCluster& cluster, admin::Plan plan) : m_cluster(cluster), m_plan(std::move(plan)) {}
    [[nodiscard]] const admin::Plan& plan() const override { return m_plan; }
    Result<feed::ChangeOutcome> execute(const Options& options, std::stop_token stop) override {
        if (!m_cluster.writable()) return Error{ErrorCode::PermissionDenied, "the connection is read-only"};
        if (m_cluster.connection().environment == config::Environment::Production &&
            options.confirmation != m_plan.target)
            return Error{ErrorCode::InvalidArgument, "type " + m_plan.target + " to confirm"};
        {
            const std::lock_guard lock(m_cluster.mutex);
            m_cluster.confirmations.push_back(options.confirmation);
            m_cluster.rates.push_back(options.recordsPerSecond);
        }
        feed::ChangeOutcome outcome = m_cluster.outcomeAnswer;
        if (options.onProgress) options.onProgress(outcome.report.counts);
        if (Status status = m_cluster.enter(stop); !status && status.error().code != ErrorCode::Cancelled)
            return status.error();
        if (m_cluster.executeFailure) return *m_cluster.executeFailure;
        outcome.report.cancelled = stop.stop_requested();
        return outcome;
    }

private:
    FakeCluster& m_cluster;
    admin::Plan m_plan;
};

} // namespace

FakeCluster::FakeCluster(config::Connection connection) : m_connection(std::move(connection)) {
    catalogAnswer = makeCatalog(12, 6);
}

config::Connection FakeCluster::defaultConnection() {
    config::Connection connection;
    connection.name = "payments-prod";
    connection.bootstrapServers = "broker-1:9092,broker-2:9092";
    return connection;
}

admin::ClusterCatalog FakeCluster::makeCatalog(std::uint32_t count, std::uint32_t partitions) {
    admin::ClusterCatalog catalog;
    catalog.clusterId = "lkc-1a2b3";
    catalog.controller = 1;
    catalog.brokers = {
        {1, "broker-1.example", 9092}, {2, "broker-2.example", 9092}, {3, "broker-3.example", 9092}};
    for (std::uint32_t i = 0; i < count; ++i) {
        char name[64];
        std::snprintf(name, sizeof name, "team-%u.orders-%05u", i / 100, i);
        admin::TopicEntry topic;
        topic.name = name;
        topic.firstPartition = static_cast<std::uint32_t>(catalog.partitions.size());
        topic.partitionCount = partitions;
        topic.replicas = 3;
        for (std::uint32_t p = 0; p < partitions; ++p)
            catalog.partitions.push_back(
                {static_cast<std::int32_t>(p), static_cast<std::int32_t>(p % 3 + 1), 3, 3});
        catalog.topics.push_back(std::move(topic));
    }
    if (!catalog.partitions.empty()) {
        catalog.partitions.front().leader = -1;
        catalog.partitions.front().inSync = 0;
        catalog.topics.front().withoutLeader = 1;
        catalog.topics.front().shortOfReplicas = 1;
    }
    return catalog;
}

Status FakeCluster::enter(const std::stop_token& stop) {
    ++calls;
    while (blocked && !stop.stop_requested())
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (stop.stop_requested()) return Error{ErrorCode::Cancelled, "stopped"};
    if (failure) return *failure;
    return {};
}

Result<admin::ClusterCatalog> FakeCluster::catalog(std::stop_token stop) {
    if (Status status = enter(stop); !status) return status.error();
    return catalogAnswer;
}

std::vector<admin::Watermarks> FakeCluster::watermarks(std::span<const admin::TopicPartition> partitions) {
    const Status status = enter();
    std::vector<admin::Watermarks> marks;
    for (const auto& partition : partitions) {
        admin::Watermarks one;
        if (!status)
            one.error = status.error();
        else
            one = {partition.partition * 100, 10'000 + partition.partition * 1000, {}};
        marks.push_back(one);
    }
    return marks;
}

Result<std::vector<admin::ConfigSet>> FakeCluster::topicConfigs(std::span<const std::string> topics) {
    if (Status status = enter(); !status) return status.error();
    {
        const std::lock_guard lock(mutex);
        configBatches.push_back(topics.size());
    }
    if (configFailure) return *configFailure;
    std::vector<admin::ConfigSet> sets;
    for (const auto& topic : topics) {
        const auto found = descriptions.find(topic);
        sets.push_back(found == descriptions.end() ? admin::ConfigSet{topic, {}, {}} : found->second.configs);
    }
    return sets;
}

Result<admin::TopicDescription> FakeCluster::describeTopic(const std::string& topic) {
    if (Status status = enter(); !status) return status.error();
    if (const auto found = descriptions.find(topic); found != descriptions.end()) return found->second;
    const admin::TopicEntry* entry = catalogAnswer.find(topic);
    if (!entry) return Error{ErrorCode::NotFound, topic};
    admin::TopicDescription description;
    description.topic.name = topic;
    for (const auto& state : catalogAnswer.partitionsOf(*entry)) {
        admin::PartitionInfo info;
        info.id = state.id;
        info.leader = state.leader;
        info.replicas = {1, 2, 3};
        info.isr = state.leader < 0 ? std::vector<std::int32_t>{} : std::vector<std::int32_t>{1, 2, 3};
        description.topic.partitions.push_back(info);
        description.watermarks.push_back({state.id * 100, 10'000 + state.id * 1000, {}});
    }
    description.configs.resource = topic;
    description.configs.error = configFailure;
    if (configFailure) description.problems.push_back(*configFailure);
    description.facts = admin::factsOf(description.topic, description.configs, description.watermarks);
    return description;
}

Result<admin::ConfigSet> FakeCluster::brokerConfigs(std::int32_t) {
    if (Status status = enter(); !status) return status.error();
    return brokerConfig;
}

Result<profile::TopicProfile>
FakeCluster::profileTopic(const std::string&, const browse::ScanLimits&,
                          const std::function<void(const profile::TopicProfile&)>& onProgress,
                          std::stop_token stop) {
    onProgress(profileAnswer);
    if (Status status = enter(stop); !status) return status.error();
    return profileAnswer;
}

Result<admin::GroupList> FakeCluster::groups() {
    if (Status status = enter(); !status) return status.error();
    if (groupFailure) return *groupFailure;
    return groupList;
}

std::vector<Result<admin::GroupLag>> FakeCluster::groupLags(std::span<const std::string> ids) {
    const Status status = enter();
    std::vector<Result<admin::GroupLag>> answers;
    for (const auto& id : ids) {
        const auto found = lags.find(id);
        if (!status)
            answers.emplace_back(status.error());
        else if (found == lags.end())
            answers.emplace_back(Error{ErrorCode::NotFound, id});
        else
            answers.emplace_back(found->second);
    }
    return answers;
}

std::vector<admin::TimeLag> FakeCluster::timeLags(std::span<const admin::PartitionLag> partitions) {
    static_cast<void>(enter());
    auto answer = timeLagAnswer;
    answer.resize(partitions.size());
    return answer;
}

Result<admin::Neighbourhood> FakeCluster::neighbourhood(const admin::TopicPartition&, std::int64_t,
                                                        std::int64_t) {
    if (Status status = enter(); !status) return status.error();
    return neighbourhoodAnswer;
}

Result<browse::ScanEstimate> FakeCluster::estimate(const browse::ScanRequest&, std::stop_token stop) {
    if (Status status = enter(stop); !status) return status.error();
    return estimateAnswer;
}

Result<browse::ScanEnd> FakeCluster::scan(const browse::ScanRequest& request,
                                          const browse::FilterRequest& filter, feed::ScanResult& into,
                                          std::stop_token stop) {
    auto compiled = browse::RecordFilter::compile(filter);
    if (!compiled) return compiled.error();
    std::vector<const admin::OwnedRecord*> order;
    for (const auto& record : records)
        if (selected(request, record)) order.push_back(&record);
    if (request.order == browse::ScanOrder::NewestFirst) std::ranges::reverse(order);
    auto end = browse::ScanEnd::Complete;
    into.progress.counts().offsetsTotal = order.size();
    for (const auto* owned : order) {
        const View view(*owned);
        auto& counts = into.progress.counts();
        ++counts.records;
        ++counts.offsetsDone;
        const bool matches = (*compiled)->test(view.record) == browse::RecordFilter::Verdict::Yes;
        into.progress.addToHistogram(owned->timestamp, 0, matches);
        if (matches) {
            ++counts.matched;
            into.rows.append(view.record);
        }
        if (request.limits.matches > 0 && counts.matched >= request.limits.matches) {
            end = browse::ScanEnd::Matches;
            break;
        }
    }
    into.progress.publish(true);
    if (Status status = enter(stop); !status) {
        if (status.error().code == ErrorCode::Cancelled) return browse::ScanEnd::Cancelled;
        return status.error();
    }
    return end;
}

Result<browse::ScanEnd> FakeCluster::findKey(const browse::ScanRequest& request,
                                             const feed::KeySearch& search,
                                             const browse::FilterRequest& filter, feed::ScanResult& into,
                                             std::stop_token stop) {
    browse::FilterRequest withKey = filter;
    withKey.key = search.key;
    return scan(request, withKey, into, stop);
}

Result<std::unique_ptr<feed::MessagePager>> FakeCluster::page(const browse::ScanRequest& request,
                                                              const browse::FilterRequest& filter,
                                                              const feed::PageStart& start,
                                                              std::stop_token stop) {
    if (Status status = enter(stop); !status) return status.error();
    auto compiled = browse::RecordFilter::compile(filter);
    if (!compiled) return compiled.error();
    std::vector<admin::OwnedRecord> wanted;
    std::size_t at = 0;
    for (const auto& record : records) {
        const View view(record);
        if (!selected(request, record) ||
            (*compiled)->test(view.record) != browse::RecordFilter::Verdict::Yes)
            continue;
        const bool before = start.at.kind == browse::Bound::Kind::Time ? record.timestamp < start.at.time
                                                                       : record.offset < start.at.value;
        if (start.kind == feed::PageStart::Kind::Newest ||
            (start.kind == feed::PageStart::Kind::Around && before))
            at = wanted.size() + 1;
        wanted.push_back(record);
    }
    return std::unique_ptr<feed::MessagePager>(std::make_unique<FakePager>(*this, std::move(wanted), at));
}

Result<admin::OwnedRecord> FakeCluster::record(const admin::TopicPartition& partition, std::int64_t offset,
                                               std::stop_token stop) {
    ++recordCalls;
    if (Status status = enter(stop); !status) return status.error();
    const auto found = std::ranges::find_if(records, [&](const admin::OwnedRecord& record) {
        return record.from == partition && record.offset == offset;
    });
    if (found == records.end())
        return Error{ErrorCode::NotFound, toString(partition) + " has no offset " + std::to_string(offset)};
    return *found;
}

Status FakeCluster::readRecords(std::span<const admin::RecordAddress> places, const TakeRecords& take,
                                std::stop_token stop) {
    ++readRecordsCalls;
    if (Status status = enter(stop); !status) return status;
    std::vector<admin::OwnedRecord> batch;
    for (const auto& record : records) {
        if (std::ranges::find(places, admin::RecordAddress{record.from, record.offset}) == places.end())
            continue;
        batch.push_back(record);
        // Small batches, so that who takes them has to put several together.
        if (batch.size() < 3) continue;
        if (Status status = take(std::exchange(batch, {})); !status) return status;
    }
    return batch.empty() ? Status() : take(std::move(batch));
}

Result<std::unique_ptr<feed::PlannedChange>> FakeCluster::plan(const admin::ChangeRequest& request) {
    if (Status status = enter(); !status) return status.error();
    const std::lock_guard lock(mutex);
    planned.push_back(request);
    return std::unique_ptr<feed::PlannedChange>(std::make_unique<FakePlan>(*this, planAnswer));
}

} // namespace eventflow::testing
