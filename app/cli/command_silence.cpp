#include "app/cli/alert_board.h"
#include "app/cli/command.h"
#include "app/cli/table.h"
#include "core/notify/matcher_text.h"
#include "core/rules/alert_tracker.h"
#include "pipelines/automate/marks_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace eventflow::app {

namespace {

const char* stateOf(const notify::Silence& silence, const AlertBoard& board) {
    if (board.isInForce(silence)) return "active";
    return silence.startsAt > board.now() ? "pending" : "expired";
}

void writeJson(JsonWriter& json, const notify::Silence& silence, const AlertBoard& board, bool ofRules) {
    json.beginObject().key("id").string(silence.id).key("state").string(stateOf(silence, board));
    json.key("matchers").beginArray();
    for (const LabelMatcher& matcher : silence.matchers)
        json.string(matcher.toString());
    json.endArray();
    if (silence.startsAt != kNoTime) json.key("starts_at").string(formatIso8601(silence.startsAt));
    if (silence.endsAt != Timestamp::max()) json.key("ends_at").string(formatIso8601(silence.endsAt));
    json.key("created_by").string(silence.createdBy).key("comment").string(silence.comment);
    json.key("source").string(ofRules ? "rules" : "marks").endObject();
}

class SilenceAddCommand final : public Command {
public:
    explicit SilenceAddCommand(CLI::App& parser) : m_by(userName()) {
        parser
            .add_option(
                "--matchers", m_matchers,
                "Which alerts, by their labels; all must match: 'host=\"web-3\",severity=~\"warn.*\"'")
            ->required();
        parser.add_option("--workspace", m_workspace, "Folder of the workspace")->required();
        auto* length = parser.add_option("--duration", m_duration, "How long, such as 90m, 2h or 1d");
        auto* until = parser.add_option("--until", m_until, "Until when instead, ISO 8601 or epoch");
        length->excludes(until);
        parser.add_option("--from", m_from, "From when on, ISO 8601 or epoch; default: now");
        parser.add_option("--by", m_by, "Who is responsible; default: the user");
        parser.add_option("--comment", m_comment, "Why");
        parser.add_flag("--dry-run", m_dryRun, "Only say which of the present alerts it would hide");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer(
            "\nWhile a silence is in force, alerts it matches still fire, but nobody is told. Its times are "
            "event\n"
            "time: in a workspace of recorded data give --from and --until. It is kept in alert-marks.yaml "
            "of the\n"
            "workspace; a process that runs the workspace notices within seconds.\n\n"
            "Examples:\n"
            "  eventflow alerts silence add --workspace prod --matchers 'host=web-3' --duration 2h "
            "--dry-run\n"
            "  eventflow alerts silence add --workspace prod --matchers 'alertname=~\"Disk.*\"' \\\n"
            "      --until 2026-02-01T06:00:00Z --comment 'migration of the volumes'");
    }

    int run(const CommandContext&) override {
        const auto board = AlertBoard::load(m_workspace);
        if (!board) return reportError(board.error(), m_json);
        auto silence = read(board->now());
        if (!silence) return reportError(silence.error(), m_json);
        const auto add = [&](notify::Marks& marks) -> Status {
            auto id = marks.addSilence(*silence, board->now());
            if (!id) return id.error();
            silence->id = std::move(*id);
            return {};
        };
        notify::Marks copy = board->marks();
        const Status status =
            m_dryRun ? add(copy) : automate::MarksFile(board->workspace().marksFile()).change(add);
        if (!status) return reportError(status.error(), m_json);
        print(*board, *silence);
        return kSuccess;
    }

private:
    Result<notify::Silence> read(Timestamp now) const {
        notify::Silence silence;
        auto matchers = notify::parseMatchers(m_matchers);
        if (!matchers) return matchers.error().at("--matchers");
        silence.matchers = std::move(*matchers);
        silence.createdBy = m_by;
        silence.comment = m_comment;
        const auto from = m_from.empty() ? std::optional(now) : parseTime(m_from);
        if (!from) return notATime("--from", m_from);
        silence.startsAt = *from;
        if (!m_until.empty()) {
            const auto until = parseTime(m_until);
            if (!until) return notATime("--until", m_until);
            silence.endsAt = *until;
            return silence;
        }
        const auto length = parseDuration(m_duration);
        if (!length)
            return Error{ErrorCode::InvalidArgument,
                         m_duration.empty()
                             ? "say how long: --duration 2h, or --until with a time"
                             : "--duration: " + m_duration + " is not a duration such as 90m or 2h"};
        if (*length > Timestamp::max() - *from)
            return Error{ErrorCode::InvalidArgument, "--duration: " + m_duration + " is too long"};
        silence.endsAt = *from + *length;
        return silence;
    }

    static Error notATime(const char* option, const std::string& text) {
        return {ErrorCode::InvalidArgument,
                std::string(option) + ": " + text + " is not a time such as 2026-01-31T12:00:00Z"};
    }

    void print(const AlertBoard& board, const notify::Silence& silence) const {
        std::vector<Alert> hidden;
        for (const Alert& alert : board.alerts())
            if (rules::isActive(alert.state) && matchesAll(silence.matchers, alert.labels))
                hidden.push_back(alert);
        if (m_json) return printJson(board, silence, hidden);
        printLine((m_dryRun ? "would silence " : silence.id + ": silences ") +
                  notify::toString(silence.matchers) + " from " + timeText(silence.startsAt) + " until " +
                  timeText(silence.endsAt));
        Table table({"ID", "STATE", "LABELS"});
        for (const Alert& alert : hidden)
            table.add({fingerprint(alert), toString(alert.state), alert.labels.toString()});
        if (hidden.empty())
            printLine("no present alert matches");
        else
            printLine("present alerts that match:\n" + table.text());
        if (board.eventTime() != kNoTime && silence.startsAt > board.eventTime() + std::chrono::hours(1))
            printNote("note: the workspace has got to " + formatIso8601(board.eventTime()) +
                      " in event time; what happened before " + formatIso8601(silence.startsAt) +
                      " is not silenced (see --from)");
    }

    void printJson(const AlertBoard& board, const notify::Silence& silence,
                   const std::vector<Alert>& hidden) const {
        JsonWriter json;
        json.beginObject().key("dry_run").boolean(m_dryRun).key("silence");
        writeJson(json, silence, board, false);
        json.key("hides").beginArray();
        for (const Alert& alert : hidden)
            app::writeJson(json, alert, board.marksOf(alert));
        json.endArray().endObject();
        printLine(json.text());
    }

    std::string m_matchers;
    std::string m_workspace;
    std::string m_duration;
    std::string m_until;
    std::string m_from;
    std::string m_by;
    std::string m_comment;
    bool m_dryRun = false;
    bool m_json = false;
};

class SilenceListCommand final : public Command {
public:
    explicit SilenceListCommand(CLI::App& parser) {
        parser.add_option("--workspace", m_workspace, "Folder of the workspace")->required();
        parser.add_flag("--all", m_all, "Also those that have ended");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer(
            "\nA silence is active when it is in force now, or at the event time the workspace has got to.\n"
            "Those of the source `rules` stand in a rule file and are ended there.");
    }

    int run(const CommandContext&) override {
        const auto board = AlertBoard::load(m_workspace);
        if (!board) return reportError(board.error(), m_json);
        Table table({"ID", "STATE", "FROM", "UNTIL", "MATCHERS", "BY", "SOURCE", "COMMENT"});
        JsonWriter json;
        json.beginObject().key("silences").beginArray();
        for (const bool ofRules : {false, true})
            for (const notify::Silence& s : ofRules ? board->configuredSilences() : board->marks().silences) {
                const std::string state = stateOf(s, *board);
                if (!m_all && state == "expired") continue;
                table.add({s.id, state, timeText(s.startsAt), timeText(s.endsAt),
                           notify::toString(s.matchers), s.createdBy, ofRules ? "rules" : "marks",
                           s.comment});
                writeJson(json, s, *board, ofRules);
            }
        json.endArray().endObject();
        printLine(m_json ? json.text() : table.text());
        return kSuccess;
    }

private:
    std::string m_workspace;
    bool m_all = false;
    bool m_json = false;
};

class SilenceExpireCommand final : public Command {
public:
    explicit SilenceExpireCommand(CLI::App& parser) {
        parser.add_option("ID", m_id, "Of a silence, as `eventflow alerts silence list` prints it")
            ->required();
        parser.add_option("--workspace", m_workspace, "Folder of the workspace")->required();
        parser.add_option("--at", m_at, "When it ends, ISO 8601 or epoch; default: now");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nA silence that has not begun by then is removed.");
    }

    int run(const CommandContext&) override {
        const auto board = AlertBoard::load(m_workspace);
        if (!board) return reportError(board.error(), m_json);
        const auto at = m_at.empty() ? std::optional(board->now()) : parseTime(m_at);
        if (!at)
            return reportError(
                {ErrorCode::InvalidArgument, "--at: " + m_at + " is not a time such as 2026-01-31T12:00:00Z"},
                m_json);
        const Status status =
            automate::MarksFile(board->workspace().marksFile()).change([&](notify::Marks& marks) {
                return marks.expireSilence(m_id, *at);
            });
        if (!status) return reportError(explained(status.error(), *board), m_json);
        if (m_json) {
            JsonWriter json;
            json.beginObject().key("id").string(m_id).key("ends_at").string(formatIso8601(*at)).endObject();
            printLine(json.text());
        } else {
            printLine("silence " + m_id + " ends at " + formatIso8601(*at));
        }
        return kSuccess;
    }

private:
    [[nodiscard]] Error explained(Error error, const AlertBoard& board) const {
        if (error.code != ErrorCode::NotFound) return error;
        const bool ofRules = std::ranges::find(board.configuredSilences(), m_id, &notify::Silence::id) !=
                             board.configuredSilences().end();
        error.detail =
            ofRules ? "the silence " + m_id + " stands in a rule file; remove it or set its endsAt there"
                    : error.detail + "; `eventflow alerts silence list` shows them";
        return error;
    }

    std::string m_id;
    std::string m_workspace;
    std::string m_at;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addSilenceAdd(CLI::App& parser) {
    return std::make_unique<SilenceAddCommand>(parser);
}

std::unique_ptr<Command> addSilenceList(CLI::App& parser) {
    return std::make_unique<SilenceListCommand>(parser);
}

std::unique_ptr<Command> addSilenceExpire(CLI::App& parser) {
    return std::make_unique<SilenceExpireCommand>(parser);
}

} // namespace eventflow::app
