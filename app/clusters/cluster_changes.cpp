#include "app/clusters/cluster_changes.h"

#include "pipelines/admin/group_changes.h"
#include "pipelines/admin/redrive.h"
#include "pipelines/admin/topic_changes.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace eventflow::app {

namespace {

using feed::ChangeOutcome;
using feed::PlannedChange;
using Planned = Result<std::unique_ptr<PlannedChange>>;

/// A change with its plan; `Carry` does it, given a permit and an open audit log.
template <typename PlanType, typename Carry>
class Change final : public PlannedChange {
public:
    Change(ChangeParts parts, PlanType plan, Carry carry)
        : m_parts(std::move(parts)), m_plan(std::move(plan)), m_carry(std::move(carry)) {}

    [[nodiscard]] const admin::Plan& plan() const override { return m_plan; }

    Result<ChangeOutcome> execute(const Options& options, std::stop_token stop) override {
        const auto permit = config::WritePermit::forConnection(m_parts.connection);
        if (!permit) return permit.error();
        const auto audit = m_parts.trail.openAudit();
        if (!audit) return audit.error();
        admin::SendOptions send{options.recordsPerSecond, options.onProgress};
        return m_carry(m_parts, m_plan,
                       admin::WriteContext{m_parts.access, *permit, options.confirmation, **audit,
                                           std::move(send), std::move(stop)});
    }

private:
    const ChangeParts m_parts;
    const PlanType m_plan;
    const Carry m_carry;
};

template <typename PlanType, typename Carry>
Planned makeChange(const ChangeParts& parts, Result<PlanType> plan, Carry carry) {
    if (!plan) return plan.error();
    return std::unique_ptr<PlannedChange>(
        std::make_unique<Change<PlanType, Carry>>(parts, std::move(*plan), std::move(carry)));
}

Result<ChangeOutcome> outcomeOf(const Status& status, std::filesystem::path undoFile = {}) {
    if (!status) return status.error();
    return ChangeOutcome{{}, std::move(undoFile)};
}

/// A change of topics.
template <typename PlanType>
Planned topicChange(const ChangeParts& parts, Result<PlanType> plan) {
    return makeChange(parts, std::move(plan),
                      [](const ChangeParts&, const PlanType& what, const admin::WriteContext& context) {
                          const auto client = admin::ChangeClient::open(context.access, context.permit);
                          if (!client) return Result<ChangeOutcome>(client.error());
                          return outcomeOf(execute(*client, what, context.confirmation, context.audit));
                      });
}

/// A change of a group, whose old offsets are kept.
template <typename PlanType>
Planned groupChange(const ChangeParts& parts, Result<PlanType> plan) {
    return makeChange(parts, std::move(plan),
                      [](const ChangeParts& with, const PlanType& what, const admin::WriteContext& context) {
                          const auto client = admin::ChangeClient::open(context.access, context.permit);
                          if (!client) return Result<ChangeOutcome>(client.error());
                          const auto undo = with.trail.undoFile(what.target);
                          if (!undo) return Result<ChangeOutcome>(undo.error());
                          return outcomeOf(execute(*client, what, context.confirmation, context.audit, *undo),
                                           *undo);
                      });
}

template <typename PlanType>
Planned recordChange(const ChangeParts& parts, Result<PlanType> plan) {
    return makeChange(parts, std::move(plan),
                      [](const ChangeParts&, const PlanType& what, const admin::WriteContext& context) {
                          auto report = execute(context, what);
                          if (!report) return Result<ChangeOutcome>(report.error());
                          return Result<ChangeOutcome>(ChangeOutcome{std::move(*report), {}});
                      });
}

/// Text in memory, as a file.
class TextReader final : public collect::ByteReader {
public:
    explicit TextReader(const std::string& text) : m_text(text) {}

    Result<std::size_t> read(std::span<char> target) override {
        const std::size_t count = std::min(target.size(), m_text.size() - m_read);
        std::memcpy(target.data(), m_text.data() + m_read, count);
        m_read += count;
        return count;
    }
    [[nodiscard]] std::uint64_t storedBytes() const override { return m_read; }

private:
    const std::string m_text;
    std::size_t m_read = 0;
};

/// Makes the plan of each kind of request.
class Planner {
public:
    Planner(const ChangeParts& parts, const admin::AdminClient& reader) : m_parts(parts), m_reader(reader) {}

    Planned operator()(const admin::CreateTopic& wanted) const {
        return topicChange(m_parts, admin::planCreateTopic(m_reader, wanted.topic));
    }
    Planned operator()(const admin::EnsurePipelineTopics&) const {
        return topicChange(m_parts, admin::planEnsureTopics(m_reader, admin::pipelineTopics()));
    }
    Planned operator()(const admin::AlterConfigs& wanted) const {
        return topicChange(m_parts, admin::planAlterConfigs(m_reader, wanted.topic, wanted.values));
    }
    Planned operator()(const admin::AddPartitions& wanted) const {
        return topicChange(m_parts, admin::planAddPartitions(m_reader, wanted.topic, wanted.total));
    }
    Planned operator()(const admin::DeleteTopic& wanted) const {
        return topicChange(m_parts, admin::planDeleteTopic(m_reader, wanted.topic));
    }
    Planned operator()(const admin::DeleteRecords& wanted) const {
        return topicChange(m_parts, admin::planDeleteRecords(m_reader, wanted.topic, wanted.before));
    }
    Planned operator()(const admin::ResetOffsets& wanted) const {
        return groupChange(m_parts,
                           admin::planResetOffsets(m_reader, wanted.group, wanted.target, wanted.topics));
    }
    Planned operator()(const admin::DeleteGroup& wanted) const {
        return groupChange(m_parts, admin::planDeleteGroup(m_reader, wanted.group));
    }
    Planned operator()(const admin::DeleteOffsets& wanted) const {
        return groupChange(m_parts, admin::planDeleteOffsets(m_reader, wanted.group, wanted.topic));
    }
    Planned operator()(const admin::ProduceRecords& wanted) const {
        return makeChange(m_parts,
                          admin::planProduce(m_reader, wanted.topic, "what was typed", wanted.settings),
                          [text = wanted.text](const ChangeParts&, const admin::ProducePlan& what,
                                               const admin::WriteContext& context) -> Result<ChangeOutcome> {
                              auto report = execute(context, what, std::make_unique<TextReader>(text));
                              if (!report) return report.error();
                              return ChangeOutcome{std::move(*report), {}};
                          });
    }
    Planned operator()(const admin::ResendRecords& wanted) const {
        auto plan = admin::planResend(m_reader, wanted.topic, wanted.records, wanted.keepPartition);
        if (plan) plan->keepTimestamp = wanted.keepTimestamp;
        return recordChange(m_parts, std::move(plan));
    }
    Planned operator()(const admin::CopyRecords& wanted) const {
        admin::CopyRequest request{wanted.sourceTopic, wanted.topic, {}, wanted.keepPartition};
        for (const auto& [partition, range] : wanted.ranges)
            request.ranges.push_back({{wanted.sourceTopic, partition}, range.first, range.second, 0});
        if (wanted.from.empty() || wanted.from == m_parts.connection.name)
            return recordChange(m_parts, admin::planCopy(m_reader, m_reader, request));
        const auto access = m_parts.accessOf(wanted.from);
        if (!access) return access.error();
        const auto source = admin::AdminClient::open(*access);
        if (!source) return source.error();
        return recordChange(m_parts, admin::planCopy(*source, m_reader, request));
    }
    Planned operator()(const admin::RedriveRecords& wanted) const {
        return recordChange(
            m_parts, admin::planRedrive(m_reader, wanted.deadLetterTopic, wanted.letters, wanted.options));
    }

private:
    const ChangeParts& m_parts;
    const admin::AdminClient& m_reader;
};

} // namespace

Planned planChange(const ChangeParts& parts, const admin::AdminClient& reader,
                   const admin::ChangeRequest& request) {
    return std::visit(Planner(parts, reader), request);
}

} // namespace eventflow::app
