#include "widgets/mainwindow/cluster_session.h"

#include "core/config/connection_export.h"
#include "widgets/connect/cluster_opener.h"
#include "widgets/connect/connection_manager.h"

#include <algorithm>
#include <utility>

namespace eventflow::widgets {

ClusterSession::ClusterSession(feed::Workbench& workbench, QWidget* window)
    : QObject(window),
      m_window(window),
      m_desk(std::make_shared<DeskAccess>(workbench.clusters())),
      m_opener(new ClusterOpener(m_desk, this)) {
    connect(m_opener, &ClusterOpener::stateChanged, this, &ClusterSession::changed);
    connect(m_opener, &ClusterOpener::opened, this, [this](const std::shared_ptr<feed::Cluster>& cluster) {
        m_cluster = cluster;
        Q_EMIT changed();
        // The dialog still has to say whether records are read, and closes then.
        if (!m_quiet && !isManaging()) Q_EMIT arrived();
    });
    connect(m_opener, &ClusterOpener::failed, this, [this](const QString& name, const Error& error) {
        if (!isManaging()) Q_EMIT failed(name, error);
    });
}

ClusterSession::~ClusterSession() {
    delete m_manager;
    delete m_opener;
    m_desk->close();
}

std::vector<config::Connection> ClusterSession::connections() const {
    return m_desk->desk().connections();
}

QString ClusterSession::opening() const {
    return QString::fromStdString(m_opener->name());
}

std::optional<config::Connection> ClusterSession::find(const std::string& name) const {
    const auto all = connections();
    const auto found = std::ranges::find(all, name, &config::Connection::name);
    return found == all.end() ? std::nullopt : std::optional(*found);
}

bool ClusterSession::isManaging() const {
    // One that was closed is only waiting to be deleted.
    return m_manager != nullptr && m_manager->isVisible();
}

void ClusterSession::open(const std::string& name) {
    const auto connection = find(name);
    if (!connection) return showManager();
    m_quiet = false;
    m_opener->open(*connection, ClusterOpener::Manner::Asking, m_window);
}

void ClusterSession::cancelOpening() {
    m_opener->cancel();
}

void ClusterSession::closeCluster() {
    m_mayFollow = false;
    m_opener->cancel();
    if (std::exchange(m_cluster, nullptr)) Q_EMIT changed();
}

void ClusterSession::showManager(const std::string& select) {
    if (!isManaging()) {
        m_manager = new ConnectionManager(m_desk, *m_opener, m_window);
        m_manager->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_manager, &ConnectionManager::readRequested, this, &ClusterSession::readRequested);
        connect(m_manager, &ConnectionManager::connectionsChanged, this,
                &ClusterSession::onConnectionsChanged);
        connect(m_manager, &QDialog::accepted, this, &ClusterSession::arrived);
        m_manager->select(m_cluster ? m_cluster->connection().name : std::string());
    }
    if (!select.empty()) m_manager->select(select);
    m_manager->open();
}

void ClusterSession::closeIfGone() {
    if (!m_cluster || find(m_cluster->connection().name)) return;
    m_cluster.reset();
    Q_EMIT changed();
}

void ClusterSession::onConnectionsChanged() {
    if (!m_cluster) return;
    const auto saved = find(m_cluster->connection().name);
    if (saved && config::toYaml(*saved) == config::toYaml(m_cluster->connection())) return;
    m_cluster.reset();
    Q_EMIT changed();
    if (!saved) return;
    m_quiet = true;
    m_opener->open(*saved, ClusterOpener::Manner::Asking, m_manager);
}

void ClusterSession::follow(const feed::RunStatus& status, std::uint64_t generation) {
    if (generation != m_generation) {
        m_generation = generation;
        m_mayFollow = true;
        closeIfGone();
    }
    if (!m_mayFollow || status.connection.empty() || m_cluster || m_opener->isOpening() || isManaging())
        return;
    m_mayFollow = false;
    const auto connection = find(status.connection);
    if (!connection) return;
    m_quiet = true;
    m_opener->open(*connection, ClusterOpener::Manner::Quiet, m_window);
}

} // namespace eventflow::widgets
