#include "app/cli/change_options.h"
#include "app/cli/command.h"
#include "pipelines/admin/cluster_catalog.h"
#include "pipelines/admin/redrive.h"
#include "pipelines/admin/watermarks.h"
#include "pipelines/store/store_reader.h"

#include <CLI/CLI.hpp>

#include <filesystem>

namespace eventflow::app {

namespace {

using Letters = std::vector<admin::OwnedRecord>;

template <typename T, int count>
std::vector<std::string> namesOf() {
    std::vector<std::string> names;
    for (int i = 0; i < count; ++i)
        names.emplace_back(toString(static_cast<T>(i)));
    return names;
}

class RedriveCommand final : public WriteCommand {
public:
    explicit RedriveCommand(CLI::App& parser) : WriteCommand(parser) {
        auto* topic =
            parser.add_option("TOPIC", m_topic, "The topic of dead letters")->default_str("events.dlq.v1");
        addStored(parser, *topic);
        parser.add_option("--max-attempts", m_redrive.maxAttempts, "Leave out what was sent back so often")
            ->capture_default_str();
        parser.add_option("--topic-header", m_redrive.topicHeaders, "A header that names the original topic");
        parser.add_option("--fallback", m_redrive.fallbackTopic, "Where records without such a header go");
        parser.footer(
            "\nThe original bytes go back where they came from, with one header more that counts the "
            "attempts. Dead\nletters of a workspace stay in its database: what is sent back twice is there "
            "twice.\n\n"
            "Examples:\n"
            "  eventflow redrive events.dlq.v1 --workspace ./shop --execute --confirm events.dlq.v1\n"
            "  eventflow redrive --from-workspace ./shop --code undecodable --since -1h --brokers "
            "kafka:9092");
    }

private:
    void addStored(CLI::App& parser, CLI::Option& topic) {
        auto* from = parser
                         .add_option("--from-workspace", m_stored,
                                     "The dead letters that this workspace's pipeline has stored, instead of "
                                     "those of a topic")
                         ->excludes(&topic);
        parser.add_option("--step", m_step, "Of those, what this step rejected")
            ->check(CLI::IsMember(namesOf<Step, kStepCount>()))
            ->needs(from);
        parser.add_option("--code", m_code, "Of those, what was rejected for this reason")
            ->check(CLI::IsMember(namesOf<RejectCode, kRejectCodeCount>()))
            ->needs(from);
        parser.add_option("--of-topic", m_filter.topic, "Of those, what came from this topic")->needs(from);
        parser.add_option("--since", m_since, "Of those, what is not older: -1h, or a time")->needs(from);
        parser.add_option("--newest", m_filter.limit, "Of those, the newest so many")->needs(from);
    }

    int work(const admin::AdminClient& reader, const CommandContext& context) override {
        if (const Status status = completeFilter(); !status) return usage(status.error().detail);
        const bool stored = !m_stored.empty();
        auto letters = stored ? storedLetters() : readLetters(reader);
        if (!letters) return reportError(letters.error(), json());
        if (stored)
            for (const std::string& topic : m_redrive.topicHeaders)
                printNote("note: --topic-header " + topic + " has no meaning for stored dead letters");
        auto plan = stored ? admin::planRedriveStored(reader, std::move(*letters), m_redrive)
                           : admin::planRedrive(reader, m_topic, std::move(*letters), m_redrive);
        if (!plan) return reportError(plan.error(), json());
        for (const std::string& skipped : plan->skipped)
            printNote("left out: " + skipped);
        return m_options.finishWrite(*plan, m_rate, context, [&](const admin::WriteContext& target) {
            return execute(target, *plan);
        });
    }

    Status completeFilter() {
        m_filter.step = stepFromString(m_step);
        m_filter.code = rejectCodeFromString(m_code);
        m_filter.maxBytes = admin::kMaxRedriveBytes;
        if (m_since.empty()) return {};
        const Timestamp now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
        const auto ago = m_since.starts_with('-') ? parseDuration(m_since.substr(1)) : std::nullopt;
        const auto time = ago ? std::optional(now - *ago) : parseTime(m_since);
        if (!time)
            return Error{ErrorCode::InvalidArgument, "--since " + m_since + ": expected -1h or a time"};
        m_filter.since = *time;
        return {};
    }

    [[nodiscard]] Result<Letters> storedLetters() const {
        const auto store = store::StoreReader::open(std::filesystem::path(m_stored) / "eventflow.db");
        if (!store) return store.error();
        return (*store)->deadLetterRecords(m_filter);
    }

    [[nodiscard]] Result<Letters> readLetters(const admin::AdminClient& reader) const {
        const auto catalog = admin::fetchCatalog(reader);
        if (!catalog) return catalog.error();
        const admin::TopicEntry* topic = catalog->find(m_topic);
        if (!topic)
            return Error{ErrorCode::NotFound,
                         "topic \"" + m_topic + "\" does not exist, or is hidden from this login"};
        std::vector<admin::TopicPartition> partitions;
        for (const admin::PartitionState& partition : catalog->partitionsOf(*topic))
            partitions.push_back({m_topic, partition.id});
        const auto marks = admin::fetchWatermarks(reader, partitions);
        std::vector<admin::OffsetRange> ranges;
        for (std::size_t i = 0; i < partitions.size(); ++i) {
            if (!marks[i].known()) return marks[i].error.value_or(Error{ErrorCode::Unavailable, "offsets"});
            ranges.push_back({partitions[i], marks[i].low, marks[i].high, 0});
        }
        return admin::readRecords(reader.access(), ranges, std::chrono::minutes(2));
    }

    std::string m_topic = "events.dlq.v1";
    std::string m_stored;
    std::string m_step;
    std::string m_code;
    std::string m_since;
    store::DeadLetterFilter m_filter;
    admin::RedriveOptions m_redrive;
};

} // namespace

std::unique_ptr<Command> addRedrive(CLI::App& parser) {
    return std::make_unique<RedriveCommand>(parser);
}

} // namespace eventflow::app
