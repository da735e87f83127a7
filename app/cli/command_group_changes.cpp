#include "app/cli/change_options.h"
#include "app/cli/command.h"
#include "core/base/text_file.h"
#include "pipelines/admin/group_changes.h"
#include "pipelines/runtime/system_clock.h"

#include <CLI/CLI.hpp>

#include <charconv>

namespace eventflow::app {

namespace {

constexpr std::size_t kMaxOffsetsFile = 64 * 1024 * 1024;

/// What resetting and deleting have in common: a group, and its old offsets that are kept.
class GroupChangeCommand : public ChangeCommand {
protected:
    explicit GroupChangeCommand(CLI::App& parser) : ChangeCommand(parser) {
        parser.add_option("GROUP", m_group, "Its id")->required();
        parser.footer("\nOnly for groups without members. The old offsets are kept in a file, which\n"
                      "`groups reset --from-file` takes back.");
    }

    template <typename PlanType>
    int finish(const Result<PlanType>& plan) const {
        if (!plan) return reportError(plan.error(), json());
        return m_options.finish(*plan, [&](const admin::ChangeClient& client, admin::AuditLog& audit) {
            const auto undo = cluster().trail().undoFile(m_group);
            if (!undo) return Status(undo.error());
            const Status status = execute(client, *plan, m_options.confirmation(), audit, *undo);
            if (status) printNote("The old offsets are in " + undo->string());
            return status;
        });
    }

    std::string m_group;
};

class GroupsResetCommand final : public GroupChangeCommand {
public:
    explicit GroupsResetCommand(CLI::App& parser) : GroupChangeCommand(parser) {
        auto* to =
            parser.add_option("--to", m_to,
                              "earliest, latest, an offset, or a time (ISO 8601 or seconds since the epoch "
                              "with @ before it)");
        auto* shift =
            parser.add_option("--shift", m_shift, "By so many offsets; back when negative")->excludes(to);
        auto* back =
            parser.add_option("--back", m_back, "To so long ago: 90m, 1d")->excludes(to)->excludes(shift);
        parser.add_option("--from-file", m_file, "Lines topic,partition,offset")
            ->excludes(to)
            ->excludes(shift)
            ->excludes(back);
        parser.add_option("--topic", m_topics,
                          "Only this topic, with all its partitions; may be given often");
    }

private:
    int work(const admin::AdminClient& reader, const CommandContext&) override {
        const auto target = this->target();
        if (!target) return usage(target.error().detail);
        return finish(admin::planResetOffsets(reader, m_group, *target, m_topics));
    }

    [[nodiscard]] Result<admin::ResetTarget> target() const {
        using Kind = admin::ResetTarget::Kind;
        admin::ResetTarget target;
        if (m_shift) {
            target.kind = Kind::Shift;
            target.number = *m_shift;
            return target;
        }
        if (!m_file.empty()) {
            const auto text = readTextFile(m_file, kMaxOffsetsFile);
            if (!text) return text.error();
            auto offsets = admin::parseOffsets(*text);
            if (!offsets) return offsets.error().at(m_file);
            target.kind = Kind::Offsets;
            target.offsets = std::move(*offsets);
            return target;
        }
        if (!m_back.empty()) {
            const auto back = parseDuration(m_back);
            if (!back)
                return Error{ErrorCode::InvalidArgument,
                             "--back " + m_back + ": expected a duration like 90m"};
            target.kind = Kind::Timestamp;
            target.time = runtime::SystemClock().now() - *back;
            return target;
        }
        return namedTarget();
    }

    [[nodiscard]] Result<admin::ResetTarget> namedTarget() const {
        using Kind = admin::ResetTarget::Kind;
        admin::ResetTarget target;
        if (m_to == "earliest" || m_to == "latest") {
            target.kind = m_to == "latest" ? Kind::Latest : Kind::Earliest;
            return target;
        }
        const auto [end, error] = std::from_chars(m_to.data(), m_to.data() + m_to.size(), target.number);
        if (!m_to.empty() && error == std::errc() && end == m_to.data() + m_to.size() && target.number >= 0) {
            target.kind = Kind::Offset;
            return target;
        }
        const auto time = parseTime(m_to.starts_with('@') ? m_to.substr(1) : m_to);
        if (!time)
            return Error{ErrorCode::InvalidArgument,
                         "say where to: --to earliest|latest|OFFSET|TIME, --shift, --back or --from-file"};
        target.kind = Kind::Timestamp;
        target.time = *time;
        return target;
    }

    std::string m_to;
    std::optional<std::int64_t> m_shift;
    std::string m_back;
    std::string m_file;
    std::vector<std::string> m_topics;
};

class GroupsDeleteCommand final : public GroupChangeCommand {
public:
    explicit GroupsDeleteCommand(CLI::App& parser) : GroupChangeCommand(parser) {
        parser.add_option("--topic", m_topic, "Forget its offsets of this topic only");
    }

private:
    int work(const admin::AdminClient& reader, const CommandContext&) override {
        return m_topic.empty() ? finish(admin::planDeleteGroup(reader, m_group))
                               : finish(admin::planDeleteOffsets(reader, m_group, m_topic));
    }

    std::string m_topic;
};

} // namespace

std::unique_ptr<Command> addGroupsReset(CLI::App& parser) {
    return std::make_unique<GroupsResetCommand>(parser);
}
std::unique_ptr<Command> addGroupsDelete(CLI::App& parser) {
    return std::make_unique<GroupsDeleteCommand>(parser);
}

} // namespace eventflow::app
