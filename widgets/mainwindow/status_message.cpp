#include "widgets/mainwindow/status_message.h"

#include "widgets/viewmodels/format.h"

#include <QCoreApplication>

namespace eventflow::widgets {

namespace {

struct StatusText {
    Q_DECLARE_TR_FUNCTIONS(StatusMessage)
};

} // namespace

std::optional<StatusMessage> messageFor(const feed::RunStatus& status) {
    const QString source = QString::fromStdString(status.source);
    const QString detail = QString::fromStdString(status.detail);
    if (status.state == feed::RunState::Failed) {
        const QString cause = source.isEmpty() ? StatusText::tr("Reading failed")
                                               : StatusText::tr("Reading %1 failed").arg(source);
        return StatusMessage{
            viewmodels::Severity::Critical, detail.isEmpty() ? cause : cause + QStringLiteral(": ") + detail,
            StatusText::tr("Nothing more is read; what was read before stays. Check the source, then open it "
                           "again."),
            StatusText::tr("Open again")};
    }
    if (status.state == feed::RunState::Reconnecting)
        return StatusMessage{
            viewmodels::Severity::Warning,
            detail.isEmpty() ? StatusText::tr("The connection to %1 is lost").arg(source)
                             : StatusText::tr("The connection to %1 is lost: %2").arg(source, detail),
            StatusText::tr(
                "It is tried again until it succeeds; no record is skipped. Stop ends the attempts."),
            StatusText::tr("Stop")};
    return std::nullopt;
}

std::optional<QString> progressText(const feed::RunStatus& status) {
    const QString source = QString::fromStdString(status.source);
    if (status.state == feed::RunState::Starting) return StatusText::tr("Opening %1 …").arg(source);
    if (status.state != feed::RunState::Running || !(status.progress >= 0)) return std::nullopt;
    return StatusText::tr("Reading %1 — %2")
        .arg(source, viewmodels::format::percent(std::min(status.progress, 1.0)));
}

} // namespace eventflow::widgets
