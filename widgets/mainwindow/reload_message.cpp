#include "widgets/mainwindow/reload_message.h"

#include "widgets/viewmodels/display_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <algorithm>
#include <climits>

namespace eventflow::widgets {

using rules::ReloadedRule;
using rules::ReloadOutcome;

namespace {

constexpr qsizetype kShownLines = 4;

struct ReloadMessage {
    Q_DECLARE_TR_FUNCTIONS(ReloadMessage)
};

int counted(std::size_t n) {
    return static_cast<int>(std::min<std::size_t>(n, INT_MAX));
}

QString alertsOf(const ReloadedRule& rule) {
    QStringList parts;
    if (rule.alertsKept > rule.alertsRePending)
        parts +=
            ReloadMessage::tr("%n alert(s) go on", nullptr, counted(rule.alertsKept - rule.alertsRePending));
    if (rule.alertsRePending > 0)
        parts += ReloadMessage::tr("%n alert(s) are pending again", nullptr, counted(rule.alertsRePending));
    if (rule.alertsEnded > 0)
        parts += ReloadMessage::tr("%n alert(s) end", nullptr, counted(rule.alertsEnded));
    return parts.isEmpty() ? ReloadMessage::tr("no alert is active") : parts.join(QStringLiteral(", "));
}

QString lineOf(const ReloadedRule& rule) {
    const QString name = viewmodels::oneLine(rule.name, 100);
    switch (rule.outcome) {
    case ReloadOutcome::New:
        return ReloadMessage::tr("%1 is new.").arg(name);
    case ReloadOutcome::Gone:
        return ReloadMessage::tr("%1 is gone: %2.").arg(name, alertsOf(rule));
    case ReloadOutcome::Reset:
        return ReloadMessage::tr("%1 begins anew: %2.").arg(name, alertsOf(rule));
    case ReloadOutcome::RePending:
    case ReloadOutcome::Kept:
        break;
    }
    return ReloadMessage::tr("%1 changed: %2.").arg(name, alertsOf(rule));
}

QStringList linesOf(const rules::ReloadReport& report) {
    QStringList lines;
    for (const ReloadedRule& rule : report.rules)
        if (rule.outcome != ReloadOutcome::Kept || rule.changed) lines += lineOf(rule);
    if (lines.isEmpty()) lines += ReloadMessage::tr("No rule says anything else than before.");
    return lines;
}

QStringList linesOf(const std::vector<rules::Finding>& findings, rules::Severity severity) {
    QStringList lines;
    for (const rules::Finding& finding : findings)
        if (finding.severity == severity)
            lines += QStringLiteral("%1:%2: %3")
                         .arg(viewmodels::oneLine(finding.location.file, 200))
                         .arg(finding.location.line)
                         .arg(viewmodels::oneLine(finding.message, 300));
    return lines;
}

QString shortened(QStringList lines) {
    const qsizetype more = lines.size() - kShownLines;
    if (more > 0) {
        lines.resize(kShownLines);
        lines += ReloadMessage::tr("and %n more", nullptr, static_cast<int>(more));
    }
    return lines.join(u'\n');
}

} // namespace

StatusMessage messageFor(const feed::RulesReload& reload) {
    if (reload.rules == nullptr)
        return {
            viewmodels::Severity::Critical,
            ReloadMessage::tr("The changed rule files cannot be loaded; the rules from before stay in use"),
            shortened(linesOf(reload.findings, rules::Severity::Error)) + u'\n' +
                ReloadMessage::tr("Correct the files: they are loaded as soon as they are saved."),
            {}};
    const QStringList warnings = linesOf(reload.findings, rules::Severity::Warning);
    return {warnings.isEmpty() ? viewmodels::Severity::Info : viewmodels::Severity::Warning,
            ReloadMessage::tr("The changed rule files are in use"),
            shortened(linesOf(reload.report)) +
                (warnings.isEmpty() ? QString() : u'\n' + shortened(warnings)),
            {}};
}

} // namespace eventflow::widgets
