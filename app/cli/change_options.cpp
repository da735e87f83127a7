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

Result<admin::AdminClient> ChangeOptions::reader() const {
    const auto access = m_cluster.access();
    if (!access) return access.error();
    return admin::AdminClient::open(*access);
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

int ChangeOptions::finish(const admin::Plan& plan, const Execute& execute) const {
    printPlan(plan);
    const bool doIt = m_execute && !plan.nothingToDo();
    if (doIt) {
        const auto access = m_cluster.access();
        if (!access) return reportError(access.error(), m_json);
        const auto permit = m_cluster.permit();
        if (!permit) return reportError(permit.error(), m_json);
        auto audit = m_cluster.openAudit();
        if (!audit) return reportError(audit.error(), m_json);
        const auto client = admin::ChangeClient::open(*access, *permit);
        if (!client) return reportError(client.error(), m_json);
        if (const Status status = execute(*client, **audit); !status)
            return reportError(status.error(), m_json);
    }
    if (m_json) {
        JsonWriter json;
        json.beginObject();
        addPlan(json, plan);
        json.key("executed").boolean(doIt).endObject();
        printLine(json.text());
    } else if (!plan.nothingToDo()) {
        printNote(doIt ? "Done." : "Nothing was changed: a dry run; --execute does it.");
    }
    return kSuccess;
}

int ChangeOptions::finishWrite(const admin::Plan& plan, double recordsPerSecond,
                               const CommandContext& context, const Write& write,
                               admin::WriteReport* out) const {
    printPlan(plan);
    admin::WriteReport report;
    const bool doIt = m_execute && !plan.nothingToDo();
    if (doIt) {
        const auto access = m_cluster.access();
        if (!access) return reportError(access.error(), m_json);
        const auto permit = m_cluster.permit();
        if (!permit) return reportError(permit.error(), m_json);
        auto audit = m_cluster.openAudit();
        if (!audit) return reportError(audit.error(), m_json);
        admin::SendOptions options;
        options.recordsPerSecond = recordsPerSecond;
        auto written = write({*access, *permit, m_confirm, **audit, options, context.stop});
        if (!written) return reportError(written.error(), m_json);
        report = std::move(*written);
        for (const admin::WriteFailure& failure : report.failures)
            printNote(failure.record + ": " + failure.error.detail);
        for (const std::string& note : report.notes)
            printNote("note: " + note);
    }
    if (m_json) {
        JsonWriter json;
        json.beginObject();
        addPlan(json, plan);
        json.key("executed").boolean(doIt);
        if (doIt) addReport(json, report);
        json.endObject();
        printLine(json.text());
    } else if (!plan.nothingToDo()) {
        printNote(doIt ? countsText(report.counts) : "Nothing was written: a dry run; --execute does it.");
    }
    if (out) *out = report;
    if (report.cancelled) return kInterrupted;
    return report.counts.failed > 0 ? kFailure : kSuccess;
}

} // namespace eventflow::app
