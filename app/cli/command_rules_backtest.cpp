#include "app/cli/command.h"
#include "app/cli/rule_paths.h"
#include "app/cli/table.h"
#include "app/session/backtest.h"
#include "app/session/session.h"
#include "core/rules/backtest/incidents.h"
#include "core/rules/backtest/transition_diff.h"

#include <CLI/CLI.hpp>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdio>

namespace eventflow::app {

namespace backtest = rules::backtest;

namespace {

std::string percent(double share) {
    std::array<char, 32> text{};
    std::snprintf(text.data(), text.size(), "%.1f %%", 100 * share);
    return text.data();
}

std::string percent(const std::optional<double>& share) {
    return share ? percent(*share) : "-";
}

double shareOf(const RuleCost& cost, const BacktestResult& result) {
    const auto whole = static_cast<double>(result.spent().count());
    return whole > 0 ? static_cast<double>(cost.spent.count()) / whole : 0;
}

std::string lineOf(const AlertTransition& transition) {
    const Alert& alert = transition.alert;
    return formatIso8601(transition.tick) + ' ' + alert.rule + ' ' + toString(transition.from) + " → " +
           toString(alert.state) + ' ' + alert.labels.toString() + ' ' + formatDouble(alert.value) + ": " +
           transition.reason;
}

class RulesBacktestCommand final : public Command {
public:
    explicit RulesBacktestCommand(CLI::App& parser) {
        parser.add_option("--capture", m_captures, "Captures, read one after another")->required();
        parser.add_option("--rules", m_rules, "Rule files, folders of them, or workspaces")->required();
        parser.add_option("--against", m_against, "Rules to compare with: those before the change");
        parser.add_option("--labels", m_incidents, "File of incidents that the alerts should have told of");
        parser.add_option("--workspace", m_workspace, "Workspace whose limits, tags and lookups are used");
        parser.add_flag("--json", m_json, "Print JSON");
        parser.footer("\nPlays the captures through the same engine as a replay and stores nothing.\n\n"
                      "Incidents: incidents: [{name, start, end, alert, labels}], times in ISO 8601.");
    }

    int run(const CommandContext& context) override {
        BacktestOptions options;
        options.captures = {m_captures.begin(), m_captures.end()};
        options.stop = context.stop;
        if (!m_workspace.empty()) {
            auto workspace = config::loadWorkspace(m_workspace);
            if (!workspace) return reportError(workspace.error(), m_json);
            options.workspace = std::move(*workspace);
        }
        std::vector<backtest::Incident> incidents;
        if (!m_incidents.empty()) {
            auto loaded = backtest::loadIncidents(m_incidents);
            if (!loaded) return reportError(loaded.error(), m_json);
            incidents = std::move(*loaded);
        }
        const auto after = play(m_rules, options);
        if (!after) return failed(after.error(), context);
        std::optional<BacktestResult> before;
        if (!m_against.empty()) {
            auto result = play(m_against, options);
            if (!result) return failed(result.error(), context);
            before = std::move(*result);
        }
        if (m_json)
            printJson(*after, before, incidents);
        else
            printText(*after, before, incidents);
        return kSuccess;
    }

private:
    int failed(const Error& error, const CommandContext& context) const {
        reportError(error, m_json);
        return context.stop.stop_requested() ? kInterrupted : kFailure;
    }

    Result<BacktestResult> play(const std::vector<std::string>& paths, BacktestOptions options) const {
        const auto files = ruleFilesIn(paths);
        if (!files) return files.error();
        rules::LoadOptions load;
        load.defaultInterval = options.workspace.ruleInterval;
        const rules::LoadResult loaded = rules::loadRuleFiles(*files, load);
        for (const rules::Finding& finding : loaded.findings)
            if (finding.severity == rules::Severity::Error) printNote("error: " + toString(finding));
        if (loaded.rules == nullptr)
            return Error{ErrorCode::ParseError, paths.front() + ": the rules do not load"};
        if (isatty(STDERR_FILENO) == 1 && !m_json)
            options.progress = [last = -1](double part) mutable {
                const int now = static_cast<int>(100 * part);
                if (now != std::exchange(last, now)) std::fprintf(stderr, "\r\033[K%d %%\r", now);
            };
        return runBacktest(loaded.rules, options);
    }

    static void printText(const BacktestResult& after, const std::optional<BacktestResult>& before,
                          const std::vector<backtest::Incident>& incidents) {
        if (before) {
            printDiff(*before, after);
        } else {
            for (const AlertTransition& transition : after.transitions)
                printLine(lineOf(transition));
        }
        printLine("");
        Table table({"RULE", "GROUP", "EVALUATIONS", "SAMPLES", "TIME", "ERRORS"});
        for (const RuleCost& cost : after.costs)
            table.add({cost.name, cost.group, std::to_string(cost.evaluations), std::to_string(cost.samples),
                       percent(shareOf(cost, after)), std::to_string(cost.errors)});
        printLine(table.text());
        printLine("\n" + std::to_string(after.records) + " records, " + std::to_string(after.events) +
                  " events, " + std::to_string(after.deadLetters) + " dead letters, " +
                  std::to_string(after.late) + " late; " + std::to_string(after.transitions.size()) +
                  " transitions, paged " + std::to_string(after.notifications) + " times");
        if (incidents.empty()) return;
        printLine("");
        if (before) printScore("before: ", *before, incidents);
        printScore(before ? "after: " : "", after, incidents);
    }

    static void printDiff(const BacktestResult& before, const BacktestResult& after) {
        const backtest::TransitionDiff diff = backtest::diff(before.transitions, after.transitions);
        for (const auto& line : diff.lines) {
            using Side = backtest::TransitionDiff::Line::Side;
            const char* mark = line.side == Side::OnlyOld ? "- " : line.side == Side::OnlyNew ? "+ " : "  ";
            printLine(mark + lineOf(*line.transition));
        }
        printLine(std::to_string(diff.both) + " transitions the same, " + std::to_string(diff.onlyOld) +
                  " only before, " + std::to_string(diff.onlyNew) + " only after");
    }

    static void printScore(const std::string& title, const BacktestResult& result,
                           const std::vector<backtest::Incident>& incidents) {
        const backtest::Score score = backtest::scoreOf(backtest::episodesIn(result.transitions), incidents);
        printLine(title + "precision " + percent(score.precision()) + " (" +
                  std::to_string(score.falseAlarms) + " false alarms), recall " + percent(score.recall()) +
                  ", mean delay " + (score.meanDelay() ? formatDuration(*score.meanDelay()) : "-"));
        for (const auto& incident : score.incidents)
            printLine("  " + incident.incident + ": " +
                      (incident.delay ? "detected after " + formatDuration(*incident.delay) : "missed"));
    }

    static void writeTransitions(JsonWriter& json, const std::vector<AlertTransition>& transitions) {
        json.beginArray();
        for (const AlertTransition& transition : transitions)
            json.raw(toJsonLine(transition));
        json.endArray();
    }

    static void writeScore(JsonWriter& json, const BacktestResult& result,
                           const std::vector<backtest::Incident>& incidents) {
        const backtest::Score score = backtest::scoreOf(backtest::episodesIn(result.transitions), incidents);
        const auto number = [&](const char* key, const std::optional<double>& value) {
            json.key(key);
            if (value)
                json.number(*value);
            else
                json.null();
        };
        json.beginObject();
        json.key("true_alarms").number(static_cast<std::uint64_t>(score.trueAlarms));
        json.key("false_alarms").number(static_cast<std::uint64_t>(score.falseAlarms));
        number("precision", score.precision());
        number("recall", score.recall());
        json.key("mean_delay");
        if (const auto delay = score.meanDelay())
            json.string(formatDuration(*delay));
        else
            json.null();
        json.key("incidents").beginArray();
        for (const auto& incident : score.incidents) {
            json.beginObject().key("name").string(incident.incident).key("delay");
            if (incident.delay)
                json.string(formatDuration(*incident.delay));
            else
                json.null();
            json.endObject();
        }
        json.endArray().endObject();
    }

    static void printJson(const BacktestResult& after, const std::optional<BacktestResult>& before,
                          const std::vector<backtest::Incident>& incidents) {
        JsonWriter json;
        json.beginObject();
        json.key("records").number(after.records).key("events").number(after.events);
        json.key("dead_lettered").number(after.deadLetters).key("duplicates").number(after.duplicates);
        json.key("late").number(after.late).key("notifications").number(after.notifications);
        json.key("transitions");
        writeTransitions(json, after.transitions);
        json.key("rules").beginArray();
        for (const RuleCost& cost : after.costs) {
            json.beginObject().key("id").string(cost.ruleId).key("name").string(cost.name);
            json.key("evaluations").number(cost.evaluations).key("samples").number(cost.samples);
            json.key("time_share").number(shareOf(cost, after)).key("errors").number(cost.errors);
            json.key("last_error").string(cost.lastError).endObject();
        }
        json.endArray();
        if (before) {
            const backtest::TransitionDiff diff = backtest::diff(before->transitions, after.transitions);
            json.key("against").beginObject().key("transitions");
            writeTransitions(json, before->transitions);
            json.key("both").number(static_cast<std::uint64_t>(diff.both));
            json.key("only_before").number(static_cast<std::uint64_t>(diff.onlyOld));
            json.key("only_after").number(static_cast<std::uint64_t>(diff.onlyNew));
            if (!incidents.empty()) {
                json.key("score");
                writeScore(json, *before, incidents);
            }
            json.endObject();
        }
        if (!incidents.empty()) {
            json.key("score");
            writeScore(json, after, incidents);
        }
        json.endObject();
        printLine(json.text());
    }

    std::vector<std::string> m_captures;
    std::vector<std::string> m_rules;
    std::vector<std::string> m_against;
    std::string m_incidents;
    std::string m_workspace;
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addRulesBacktest(CLI::App& parser) {
    return std::make_unique<RulesBacktestCommand>(parser);
}

} // namespace eventflow::app
