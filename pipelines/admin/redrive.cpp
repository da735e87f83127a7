#include "pipelines/admin/redrive.h"

#include "core/admin/topic_names.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/write_run.h"
#include "pipelines/kafka/metadata.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>

namespace eventflow::admin {
namespace {

constexpr std::string_view kKnownTopicHeaders[] = {"eventflow-original-topic", "__connect.errors.topic",
                                                   "kafka_dlt-original-topic", "kafka_original-topic"};
constexpr std::chrono::milliseconds kReadStep{100};

std::optional<std::string> headerOf(const OwnedRecord& record, std::string_view name) {
    const auto found =
        std::ranges::find_if(record.headers, [&](const auto& header) { return header.first == name; });
    return found == record.headers.end() ? std::nullopt : found->second;
}

std::string originOf(const OwnedRecord& record, const RedriveOptions& options) {
    for (const std::string& name : options.topicHeaders)
        if (auto topic = headerOf(record, name)) return *topic;
    for (const std::string_view name : kKnownTopicHeaders)
        if (auto topic = headerOf(record, name)) return *topic;
    return options.fallbackTopic;
}

/// What is no number there was not written by us: the count starts anew.
unsigned attemptsOf(const OwnedRecord& record) {
    const auto text = headerOf(record, kAttemptHeader);
    unsigned attempts = 0;
    if (text) std::from_chars(text->data(), text->data() + text->size(), attempts);
    return attempts;
}

/// Why the record can't go there; empty: it can.
std::string refusal(const ClusterCatalog& catalog, const std::string& topic,
                    const std::string& deadLetterTopic, unsigned attempt, const RedriveOptions& options) {
    if (topic.empty()) return "no header says where it came from";
    if (topic == deadLetterTopic) return "it would go back into \"" + topic + "\" itself";
    if (isInternalTopic(topic)) return "\"" + topic + "\" is internal";
    if (!catalog.find(topic)) return "topic \"" + topic + "\" does not exist";
    if (attempt > options.maxAttempts)
        return "it was sent back " + std::to_string(attempt - 1) + " times already, the limit is " +
               std::to_string(options.maxAttempts);
    return {};
}

Result<RedrivePlan> makePlan(const AdminClient& client, std::vector<OwnedRecord> letters,
                             const RedriveOptions& options, const std::string& deadLetterTopic) {
    if (letters.size() > kMaxRedrive)
        return Error{ErrorCode::LimitExceeded,
                     "more than " + std::to_string(kMaxRedrive) + " dead letters; redrive them in parts"};
    const auto catalog = fetchCatalog(client);
    if (!catalog) return catalog.error();
    RedrivePlan plan;
    plan.action = Action::Redrive;
    plan.target = deadLetterTopic.empty() ? client.access().label() : deadLetterTopic;
    std::map<std::string, std::size_t> byTopic;
    for (OwnedRecord& letter : letters) {
        const unsigned attempt = attemptsOf(letter) + 1;
        std::string topic = deadLetterTopic.empty() ? letter.from.topic : originOf(letter, options);
        const std::string why = refusal(*catalog, topic, deadLetterTopic, attempt, options);
        if (!why.empty()) {
            plan.skipped.push_back(placeOf(letter) + ": " + why);
            continue;
        }
        std::erase_if(letter.headers, [](const auto& header) { return header.first == kAttemptHeader; });
        letter.headers.emplace_back(std::string(kAttemptHeader), std::to_string(attempt));
        ++byTopic[topic];
        plan.items.push_back({std::move(letter), std::move(topic), attempt});
    }
    for (const auto& [topic, count] : byTopic)
        plan.changes.push_back({"records in topic " + topic, "", std::to_string(count) + " more"});
    if (!plan.skipped.empty())
        plan.warnings.push_back(std::to_string(plan.skipped.size()) + " dead letters are left out.");
    plan.parameters = {{"max_attempts", std::to_string(options.maxAttempts)}};
    return plan;
}

Status sendBack(RecordSender& sender, const RedrivePlan& plan, const std::stop_token& stop) {
    const auto describe = [&](std::uint64_t tag) { return placeOf(plan.items[tag].record); };
    std::vector<Header> headers;
    for (std::size_t i = 0; i < plan.items.size(); ++i) {
        const OwnedRecord& record = plan.items[i].record;
        viewHeaders(record, headers);
        kafka::OutgoingRecord out;
        if (record.key) out.key = *record.key;
        if (record.value) out.value = *record.value;
        out.headers = headers;
        out.timestamp = record.timestamp;
        out.tag = i;
        ++sender.report().counts.read;
        if (!sender.send(plan.items[i].topic, out, describe, stop)) break;
    }
    sender.report().counts.skipped = plan.skipped.size();
    for (const std::string& skipped : plan.skipped)
        sender.report().addNote(skipped);
    return sender.flush(describe);
}

} // namespace

Result<RedrivePlan> planRedrive(const AdminClient& client, const std::string& deadLetterTopic,
                                std::vector<OwnedRecord> letters, const RedriveOptions& options) {
    if (deadLetterTopic.empty())
        return Error{ErrorCode::InvalidArgument, "the topic of dead letters has no name"};
    return makePlan(client, std::move(letters), options, deadLetterTopic);
}

Result<RedrivePlan> planRedriveStored(const AdminClient& client, std::vector<OwnedRecord> letters,
                                      const RedriveOptions& options) {
    return makePlan(client, std::move(letters), options, {});
}

Result<WriteReport> execute(const WriteContext& context, const RedrivePlan& plan) {
    return runWrite(context, plan,
                    [&](RecordSender& sender) { return sendBack(sender, plan, context.stop); });
}

Result<std::vector<OwnedRecord>> readRecords(const kafka::ClusterAccess& access,
                                             const std::vector<OffsetRange>& ranges,
                                             std::chrono::milliseconds timeout, const std::stop_token& stop) {
    auto reader = RangeReader::open(access, ranges, false);
    if (!reader) return reader.error();
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    std::vector<OwnedRecord> out;
    std::size_t bytes = 0;
    RecordBatch batch;
    while (!(*reader)->finished()) {
        if (stop.stop_requested()) return Error{ErrorCode::Cancelled, access.label() + ": stopped"};
        if (std::chrono::steady_clock::now() > deadline)
            return Error{ErrorCode::Unavailable, access.label() + ": not all records came in time"};
        batch.clear();
        if (Status status = (*reader)->read(batch, 10'000, 16U << 20U, kReadStep); !status)
            return status.error();
        bytes += batch.bytes;
        if (out.size() + batch.records.size() > kMaxRedrive || bytes > kMaxRedriveBytes)
            return Error{ErrorCode::LimitExceeded, "more than " + std::to_string(kMaxRedrive) +
                                                       " records or " + std::to_string(kMaxRedriveBytes) +
                                                       " bytes; take fewer at a time"};
        for (const Record& record : batch.records)
            out.push_back(toOwned(record));
    }
    for (const auto& progress : (*reader)->progress())
        if (progress.error && progress.error->code != ErrorCode::Unavailable) return *progress.error;
    return out;
}

} // namespace eventflow::admin
