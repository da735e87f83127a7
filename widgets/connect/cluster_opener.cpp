#include "widgets/connect/cluster_opener.h"

#include <QWidget>

#include <utility>

namespace eventflow::widgets {

ClusterOpener::ClusterOpener(DeskPtr desk, QObject* parent) : QObject(parent), m_desk(std::move(desk)) {}

ClusterOpener::~ClusterOpener() {
    delete m_gate; // belongs to a window that may live longer
}

void ClusterOpener::open(const config::Connection& connection, Manner manner, QWidget* window) {
    cancel();
    m_name = connection.name;
    Q_EMIT stateChanged();
    if (manner == Manner::Quiet) return connectNow(manner);
    m_gate = new SecretGate(m_desk, window);
    m_gate->pass(
        connection, [this, manner] { connectNow(manner); }, [this] { finish(); });
}

void ClusterOpener::connectNow(Manner manner) {
    m_opening.start(
        [desk = m_desk, name = m_name](const std::stop_token& stop) {
            using Opened = Result<std::shared_ptr<feed::Cluster>>;
            return desk->call(Opened(Error{ErrorCode::Cancelled, {}}),
                              [&](feed::ClusterDesk& found) { return found.open(name, stop); });
        },
        [this, manner](const Result<std::shared_ptr<feed::Cluster>>& result) {
            const QString name = QString::fromStdString(m_name);
            finish();
            if (result)
                Q_EMIT opened(*result);
            else if (manner == Manner::Asking && result.error().code != ErrorCode::Cancelled)
                Q_EMIT failed(name, result.error());
        });
}

void ClusterOpener::cancel() {
    if (!isOpening()) return;
    m_opening.cancel();
    finish();
}

void ClusterOpener::finish() {
    if (m_gate) {
        m_gate->cancel();
        m_gate->deleteLater();
        m_gate = nullptr;
    }
    m_name.clear();
    Q_EMIT stateChanged();
}

} // namespace eventflow::widgets
