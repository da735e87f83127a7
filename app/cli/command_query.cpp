#include "app/cli/command.h"
#include "app/cli/table.h"
#include "core/config/workspace.h"
#include "core/model/labels_json.h"
#include "core/promql/query.h"
#include "pipelines/store/store_reader.h"

#include <CLI/CLI.hpp>

#include <optional>

namespace eventflow::app {

namespace {

/// RFC 4180: quoted when it must be.
std::string csvCell(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char c : text)
        out += c == '"' ? "\"\"" : std::string(1, c);
    return out + '"';
}

class QueryCommand final : public Command {
public:
    explicit QueryCommand(CLI::App& parser) {
        parser.add_option("EXPRESSION", m_expression, "PromQL, for example: avg by (service) (cpu_load)")
            ->required();
        parser.add_option("--workspace", m_workspace, "Folder whose eventflow.db is asked")->required();
        auto* time = parser.add_option(
            "--time", m_time, "Instant to evaluate at, ISO 8601 or epoch; default: the newest sample");
        auto* start = parser.add_option("--start", m_start, "Range query: first step")->excludes(time);
        auto* end = parser.add_option("--end", m_end, "Range query: last step; default: the newest sample")
                        ->excludes(time);
        parser.add_option("--step", m_step, "Range query: distance of steps")
            ->default_str("1m")
            ->excludes(time);
        end->needs(start);
        parser.add_option("--format", m_format, "table, json or csv")
            ->check(CLI::IsMember({"table", "json", "csv"}))
            ->default_str("table");
        parser.add_flag("--json", m_json, "The same as --format json");
    }

    int run(const CommandContext&) override {
        if (m_json) m_format = "json";
        const bool json = m_format == "json";
        const auto expression = promql::Expression::parse(m_expression);
        if (!expression) return reportError(expression.error(), json);
        config::Workspace workspace;
        workspace.root = m_workspace;
        auto reader = store::StoreReader::open(workspace.databaseFile());
        if (!reader) return reportError(reader.error(), json);
        const auto range = (*reader)->sampleTimeRange();
        if (!range) return reportError(range.error(), json);

        const auto start = timeOption(m_start, "--start", Timestamp{});
        const auto end =
            timeOption(m_start.empty() ? m_time : m_end, m_start.empty() ? "--time" : "--end", range->last);
        const auto step = parseDuration(m_step);
        if (!start || !end || !step || *step <= Duration::zero()) {
            printNote("eventflow: " + (!start ? start.error().detail
                                       : !end ? end.error().detail
                                              : "--step " + m_step + ": not a duration like 15s or 1m"));
            return kUsage;
        }
        if (m_start.empty()) return instant(*expression, (*reader)->samples(), *end);
        auto result = promql::evaluateRange(*expression, (*reader)->samples(), *start, *end, *step);
        if (!result) return reportError(result.error(), json);
        print(*result);
        return kSuccess;
    }

private:
    static Result<Timestamp> timeOption(const std::string& text, const std::string& name,
                                        Timestamp fallback) {
        if (text.empty()) return fallback;
        if (const auto time = parseTime(text)) return *time;
        return Error{ErrorCode::InvalidArgument,
                     name + " " + text + ": not a time like 2026-01-01T00:00:00Z"};
    }

    int instant(const promql::Expression& expression, const SeriesSource& samples, Timestamp at) {
        auto value = promql::evaluate(expression, samples, at);
        if (!value) return reportError(value.error(), m_format == "json");
        promql::RangeVector rows;
        if (const auto* scalar = std::get_if<double>(&*value)) rows.push_back({{}, {{at, *scalar}}});
        if (auto* vector = std::get_if<promql::InstantVector>(&*value))
            for (auto& sample : *vector)
                rows.push_back({std::move(sample.labels), {{at, sample.value}}});
        if (auto* series = std::get_if<promql::RangeVector>(&*value)) rows = std::move(*series);
        if (const auto* text = std::get_if<std::string>(&*value)) {
            if (m_format != "json") {
                printLine(*text);
                return kSuccess;
            }
            JsonWriter json;
            json.beginObject().key("string").string(*text).endObject();
            printLine(json.text());
            return kSuccess;
        }
        print(rows);
        return kSuccess;
    }

    void print(const promql::RangeVector& result) const {
        if (m_format == "json") return printJson(result);
        if (m_format == "csv") return printCsv(result);
        Table table({"SERIES", "TIME", "VALUE"});
        for (const auto& series : result)
            for (const Sample& sample : series.samples)
                table.add({series.labels.toString(), formatIso8601(sample.ts), formatDouble(sample.value)});
        printLine(table.text());
    }

    static void printJson(const promql::RangeVector& result) {
        JsonWriter json;
        json.beginObject().key("result").beginArray();
        for (const auto& series : result) {
            json.beginObject().key("labels");
            writeLabels(json, series.labels);
            json.key("samples").beginArray();
            for (const Sample& sample : series.samples)
                json.beginArray().string(formatIso8601(sample.ts)).number(sample.value).endArray();
            json.endArray().endObject();
        }
        json.endArray().endObject();
        printLine(json.text());
    }

    static void printCsv(const promql::RangeVector& result) {
        printLine("series,time,value");
        for (const auto& series : result)
            for (const Sample& sample : series.samples)
                printLine(csvCell(series.labels.toString()) + ',' + formatIso8601(sample.ts) + ',' +
                          formatDouble(sample.value));
    }

    std::string m_expression;
    std::string m_workspace;
    std::string m_time;
    std::string m_start;
    std::string m_end;
    std::string m_step = "1m";
    std::string m_format = "table";
    bool m_json = false;
};

} // namespace

std::unique_ptr<Command> addQuery(CLI::App& parser) {
    return std::make_unique<QueryCommand>(parser);
}

} // namespace eventflow::app
