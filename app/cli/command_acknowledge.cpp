#include "app/cli/alert_board.h"
#include "app/cli/command.h"
#include "core/model/alert_order.h"
#include "pipelines/automate/marks_file.h"

#include <CLI/CLI.hpp>

#include <algorithm>

namespace eventflow::app {

namespace {

/// The alert with this ID, which must fire.
Result<Alert> firingAlert(const AlertBoard& board, const std::string& id) {
    const Alert* other = nullptr;
    for (const Alert& alert : board.alerts()) {
        if (fingerprint(alert) != id) continue;
        if (isFiring(alert.state)) return alert;
        other = &alert;
    }
    if (other == nullptr)
        return Error{ErrorCode::NotFound, "there is no alert " + id + "; `eventflow alerts list` shows them"};
    return Error{ErrorCode::InvalidArgument,
                 "the alert " + id + " is " + toString(other->state) +
                     "; only one that fires can be acknowledged, until it resolves"};
}

/// What `acknowledge` and `unacknowledge` have in common.
class AcknowledgeCommand : public Command {
public:
    explicit AcknowledgeCommand(CLI::App& parser) {
        parser.add_option("ID", m_id, "Of an alert, as `eventflow alerts list` prints it")->required();
        parser.add_option("--workspace", m_workspace, "Folder of the workspace")->required();
        parser.add_flag("--json", m_json, "Print the alert as JSON");
    }

    int run(const CommandContext&) override {
        const auto board = AlertBoard::load(m_workspace);
        if (!board) return reportError(board.error(), m_json);
        const auto alert = firingAlert(*board, m_id);
        if (!alert) return reportError(alert.error(), m_json);
        const automate::MarksFile file(board->workspace().marksFile());
        const Timestamp at = std::max(board->eventTime(), alert->firedAt);
        if (Status status = file.change([&](notify::Marks& marks) { return apply(marks, *alert, at); });
            !status)
            return reportError(status.error(), m_json);
        if (m_json) return printJson(*alert);
        printLine(done() + ' ' + alert->labels.toString() + ", firing since " + timeText(alert->firedAt));
        return kSuccess;
    }

protected:
    virtual Status apply(notify::Marks& marks, const Alert& alert, Timestamp at) const = 0;
    [[nodiscard]] virtual std::string done() const = 0;

private:
    [[nodiscard]] int printJson(const Alert& alert) const {
        const auto after = AlertBoard::load(m_workspace);
        if (!after) return reportError(after.error(), true);
        JsonWriter json;
        json.beginObject().key("alert");
        writeJson(json, alert, after->marksOf(alert));
        json.endObject();
        printLine(json.text());
        return kSuccess;
    }

    std::string m_id;
    std::string m_workspace;
    bool m_json = false;
};

class Acknowledge final : public AcknowledgeCommand {
public:
    explicit Acknowledge(CLI::App& parser) : AcknowledgeCommand(parser), m_by(userName()) {
        parser.add_option("--by", m_by, "Who sees to it; default: the user");
        parser.add_option("--comment", m_comment, "What is known about it");
        parser.footer(
            "\nMessages about a group of alerts are not repeated while every alert of it that fires is\n"
            "acknowledged; what is new is told all the same. It ends when the alert resolves: if it fires "
            "again,\n"
            "that is news. A process that runs the workspace notices within seconds.\n\n"
            "Example:\n"
            "  eventflow alerts acknowledge e142d770d323190a --workspace prod --comment 'disk is on order'");
    }

private:
    Status apply(notify::Marks& marks, const Alert& alert, Timestamp at) const override {
        return marks.acknowledge({fingerprint(alert), alert.firedAt, at, Timestamp::max(), m_by, m_comment});
    }
    [[nodiscard]] std::string done() const override { return "acknowledged"; }

    std::string m_by;
    std::string m_comment;
};

class Unacknowledge final : public AcknowledgeCommand {
public:
    using AcknowledgeCommand::AcknowledgeCommand;

private:
    Status apply(notify::Marks& marks, const Alert& alert, Timestamp at) const override {
        return marks.unacknowledge(fingerprint(alert), alert.firedAt, at);
    }
    [[nodiscard]] std::string done() const override { return "no longer acknowledged"; }
};

} // namespace

std::unique_ptr<Command> addAlertsAcknowledge(CLI::App& parser) {
    return std::make_unique<Acknowledge>(parser);
}

std::unique_ptr<Command> addAlertsUnacknowledge(CLI::App& parser) {
    return std::make_unique<Unacknowledge>(parser);
}

} // namespace eventflow::app
