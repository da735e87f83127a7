#include "app/cli/change_options.h"

#include "app/cli/table.h"

#include <CLI/CLI.hpp>

namespace eventflow::app {

namespace {

void addPlan(JsonWriter& json, const admin::Plan& plan) {
    json.key("action").string(toString(plan.action)).key("target").string(plan.target);
    json.key("changes").beginArray();
    for (const admin::Change& change : plan.changes)
        json.beginObject()
            .key("what")
            .string(change.what)
            .key("before")
            .string(change.before)
            .key("after")
            .string(change.after)
            .endObject();
    json.endArray().key("warnings").beginArray();
    for (const std::string& warning : plan.warnings)
        json.string(warning);
    json.endArray();
}

void addReport(JsonWriter& json, const admin::WriteReport& report) {
    const admin::WriteCounts& counts = report.counts;
    json.key("read").number(counts.read).key("written").number(counts.written);
    json.key("failed")
        .number(counts.failed)
        .key("skipped")
        .number(counts.skipped)
        .key("bytes")
        .number(counts.bytes);
    json.key("cancelled").boolean(report.cancelled).key("failures").beginArray();
    for (const admin::WriteFailure& failure : report.failures)
        json.beginObject()
            .key("record")
            .string(failure.record)
            .key("detail")
            .string(failure.error.detail)
            .endObject();
    json.endArray().key("notes").beginArray();
    for (const std::string& note : report.notes)
        json.string(note);
    json.endArray().key("next").beginArray();
    for (const auto& [partition, next] : report.next)
        json.beginObject()
            .key("topic")
            .string(partition.topic)
            .key("partition")
            .number(partition.partition)
            .key("offset")
            .number(next)
            .endObject();
    json.endArray();
}

std::string countsText(const admin::WriteCounts& counts) {
    return std::to_string(counts.written) + " of " + std::to_string(counts.read) + " records written, " +
           std::to_string(counts.failed) + " failed, " + std::to_string(counts.skipped) + " left out";
}

} // namespace

void ChangeOptions::addOptions(CLI::App& parser) {
    m_cluster.addOptions(parser, ClusterChoice::Use::Writes);
    parser.add_flag("--execute", m_execute, "Do it; without this, only say what would be done");
    parser.add_option("--confirm", m_confirm,
                      "The name of what is changed, typed once more; needed on production connections");
    parser.add_flag("--json", m_json, "Print JSON");
}

void ChangeOptions::printPlan(const admin::Plan& plan) const {
    if (m_json) return;
    if (plan.nothingToDo()) {
        printLine("Nothing to do.");
    } else {
        Table table({"WHAT", "BEFORE", "AFTER"});
        for (const admin::Change& change : plan.changes)
            table.add({change.what, change.before.empty() ? "-" : change.before,
                       change.after.empty() ? "-" : change.after});
        printLine(table.text());
    }
    for (const std::string& warning : plan.warnings)
        printNote("warning: " + warning);
}

Result<admin::WriteReport> ChangeOptions::carryOut(admin::SendOptions options, const std::stop_token& stop,
                                                   const Write& write) const {
    const auto access = m_cluster.access();
    if (!access) return access.error();
    const auto permit = m_cluster.permit();
    if (!permit) return permit.error();
    const auto audit = m_cluster.trail().openAudit();
    if (!audit) return audit.error();
    return write({*access, *permit, m_confirm, **audit, std::move(options), stop});
}

void ChangeOptions::printEnd(const admin::Plan& plan, const std::string& said,
                             const admin::WriteReport* report) const {
    if (m_json) {
        JsonWriter json;
        json.beginObject();
        addPlan(json, plan);
        json.key("executed").boolean(executes(plan));
        if (report) addReport(json, *report);
        json.endObject();
        printLine(json.text());
    } else if (!plan.nothingToDo()) {
        printNote(said);
    }
}

int ChangeOptions::finish(const admin::Plan& plan, const Execute& execute) const {
    printPlan(plan);
    if (executes(plan)) {
        const auto done =
            carryOut({}, {}, [&](const admin::WriteContext& context) -> Result<admin::WriteReport> {
                const auto client = admin::ChangeClient::open(context.access, context.permit);
                if (!client) return client.error();
                if (const Status status = execute(*client, context.audit); !status) return status.error();
                return admin::WriteReport{};
            });
        if (!done) return reportError(done.error(), m_json);
    }
    printEnd(plan, executes(plan) ? "Done." : "Nothing was changed: a dry run; --execute does it.", nullptr);
    return kSuccess;
}

int ChangeOptions::finishWrite(const admin::Plan& plan, double recordsPerSecond,
                               const CommandContext& context, const Write& write,
                               admin::WriteReport* out) const {
    printPlan(plan);
    admin::WriteReport report;
    if (executes(plan)) {
        auto written = carryOut({recordsPerSecond, {}}, context.stop, write);
        if (!written) return reportError(written.error(), m_json);
        report = std::move(*written);
        for (const admin::WriteFailure& failure : report.failures)
            printNote(failure.record + ": " + failure.error.detail);
        for (const std::string& note : report.notes)
            printNote("note: " + note);
    }
    printEnd(plan,
             executes(plan) ? countsText(report.counts)
                            : "Nothing was written: a dry run; --execute does it.",
             executes(plan) ? &report : nullptr);
    if (out) *out = report;
    if (report.cancelled) return kInterrupted;
    return report.counts.failed > 0 ? kFailure : kSuccess;
}

int ChangeCommand::usage(const std::string& note) {
    printNote("eventflow: " + note);
    return kUsage;
}

WriteCommand::WriteCommand(CLI::App& parser) : ChangeCommand(parser) {
    parser.add_option("--rate", m_rate, "At most so many records a second")
        ->check(CLI::Range(1.0, 1'000'000.0));
}

} // namespace eventflow::app
