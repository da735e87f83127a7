#include "app/cli/alert_board.h"
#include "app/cli/command.h"
#include "app/cli/explain_text.h"
#include "app/cli/table.h"
#include "core/config/workspace.h"
#include "core/model/alert_order.h"
#include "core/model/labels_json.h"
#include "pipelines/store/store_reader.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <charconv>
#include <optional>
#include <tuple>

namespace eventflow::app {

namespace {

Result<std::unique_ptr<store::StoreReader>> openReader(const std::string& folder) {
    config::Workspace workspace;
    workspace.root = folder;
    return store::StoreReader::open(workspace.databaseFile());
}

class AlertsListCommand final : public Command {
public:
    explicit AlertsListCommand(CLI::App& parser) {
        parser.add_option("--workspace", m_workspace, "Folder whose eventflow.db is read")->required();
        parser.add_option("--state", m_state, "Only alerts in this state")
            ->check(CLI::IsMember({"pending", "firing", "recovering", "resolved", "inactive"}));
        parser.add_option("--rule", m_rule, "Only alerts of the rule with this name");
        parser.add_flag("--transitions", m_transitions,
                        "List every step the alerts took, newest first, instead of the alerts");
        parser.add_option("--limit", m_limit, "How many lines at most")
            ->check(CLI::Range(1, 1'000'000))
            ->default_val(100);
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer(
            "\nMARKS say why an alert is not told: it is acknowledged, or silenced, inhibited or muted by\n"
            "the rule files or `eventflow alerts silence`. An ID is given to `eventflow alerts explain`\n"
            "and `eventflow alerts acknowledge`.");
    }

    int run(const CommandContext&) override {
        auto reader = openReader(m_workspace);
        if (!reader) return reportError(reader.error(), m_json);
        if (m_transitions) return listTransitions(**reader);
        const auto board = AlertBoard::load(m_workspace);
        return board ? listAlerts(*board) : reportError(board.error(), m_json);
    }

private:
    [[nodiscard]] bool wanted(const Alert& alert) const {
        return (m_state.empty() || m_state == toString(alert.state)) &&
               (m_rule.empty() || m_rule == alert.rule);
    }

    int listAlerts(const AlertBoard& board) {
        std::vector<Alert> alerts = board.alerts();
        std::erase_if(alerts, [&](const Alert& alert) {
            // A pending alert that came to nothing is no news.
            return !wanted(alert) || (m_state.empty() && alert.state == AlertState::Inactive);
        });
        std::ranges::sort(alerts, [](const Alert& a, const Alert& b) {
            return std::tuple(urgency(a.state), stateSince(b), a.labels) <
                   std::tuple(urgency(b.state), stateSince(a), b.labels);
        });
        if (alerts.size() > m_limit) alerts.resize(m_limit);
        if (m_json)
            printJson(board, alerts);
        else
            printTable(board, alerts);
        return kSuccess;
    }

    static void printTable(const AlertBoard& board, const std::vector<Alert>& alerts) {
        Table table({"ID", "STATE", "SINCE", "VALUE", "MARKS", "LABELS"});
        for (const Alert& alert : alerts) {
            std::string marks;
            for (const AlertMark& mark : board.marksOf(alert))
                marks += (marks.empty() ? "" : ", ") + toString(mark);
            table.add({fingerprint(alert), toString(alert.state), timeText(stateSince(alert)),
                       formatDouble(alert.value), marks, alert.labels.toString()});
        }
        printLine(table.text());
    }

    static void printJson(const AlertBoard& board, const std::vector<Alert>& alerts) {
        JsonWriter json;
        json.beginObject().key("alerts").beginArray();
        for (const Alert& alert : alerts)
            writeJson(json, alert, board.marksOf(alert));
        json.endArray().endObject();
        printLine(json.text());
    }

    int listTransitions(const store::StoreReader& reader) {
        const auto transitions = reader.explainedTransitions({}, m_limit);
        if (!transitions) return reportError(transitions.error(), m_json);
        Table table({"ID", "TICK", "FROM", "TO", "VALUE", "LABELS", "REASON"});
        JsonWriter json;
        json.beginObject().key("transitions").beginArray();
        for (const auto& [id, transition] : *transitions) {
            const Alert& alert = transition.alert;
            if (!wanted(alert)) continue;
            table.add({std::to_string(id), formatIso8601(transition.tick), toString(transition.from),
                       toString(alert.state), formatDouble(alert.value), alert.labels.toString(),
                       transition.reason});
            writeExplainJson(json, id, transition);
        }
        json.endArray().endObject();
        printLine(m_json ? json.text() : table.text());
        return kSuccess;
    }

    std::string m_workspace;
    std::string m_state;
    std::string m_rule;
    std::size_t m_limit = 100;
    bool m_transitions = false;
    bool m_json = false;
};

class AlertsExplainCommand final : public Command {
public:
    explicit AlertsExplainCommand(CLI::App& parser) {
        parser
            .add_option(
                "ID", m_id,
                "Of an alert, as `alerts list` prints it: its steps are explained, newest first. Or of "
                "one step, as `alerts list --transitions` prints it")
            ->required();
        parser.add_option("--workspace", m_workspace, "Folder whose eventflow.db is read")->required();
        parser.add_option("--limit", m_limit, "How many steps of an alert at most")
            ->check(CLI::Range(1, 100'000))
            ->default_val(10);
        parser.add_flag("--json", m_json, "Print JSON");
    }

    int run(const CommandContext&) override {
        auto reader = openReader(m_workspace);
        if (!reader) return reportError(reader.error(), m_json);
        const auto found = find(**reader);
        if (!found) return reportError(found.error(), m_json);
        if (m_json) {
            JsonWriter json;
            json.beginObject().key("transitions").beginArray();
            for (const auto& [id, transition] : *found)
                writeExplainJson(json, id, transition);
            json.endArray().endObject();
            printLine(json.text());
            return kSuccess;
        }
        for (const auto& [id, transition] : *found)
            printLine(explainText(id, transition));
        return kSuccess;
    }

private:
    using Found = std::vector<store::StoredTransition>;

    [[nodiscard]] Result<Found> find(const store::StoreReader& reader) const {
        constexpr std::size_t kFingerprintDigits = 16;
        const bool hex = m_id.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (hex && m_id.size() == kFingerprintDigits) {
            auto steps = reader.explainedTransitions(m_id, m_limit);
            if (steps && steps->empty())
                return Error{ErrorCode::NotFound,
                             "there is no alert " + m_id + "; `eventflow alerts list` shows them"};
            return steps;
        }
        std::int64_t id = 0;
        const auto [end, error] = std::from_chars(m_id.data(), m_id.data() + m_id.size(), id);
        if (error != std::errc{} || end != m_id.data() + m_id.size())
            return Error{ErrorCode::InvalidArgument,
                         m_id +
                             ": neither the ID of an alert (16 hexadecimal digits) nor of a step (a number)"};
        auto step = reader.explainedTransition(id);
        if (!step) return step.error();
        return Found{std::move(*step)};
    }

    std::string m_id;
    std::string m_workspace;
    std::size_t m_limit = 10;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addAlertsList(CLI::App& parser) {
    return std::make_unique<AlertsListCommand>(parser);
}

std::unique_ptr<Command> addAlertsExplain(CLI::App& parser) {
    return std::make_unique<AlertsExplainCommand>(parser);
}

} // namespace eventflow::app
