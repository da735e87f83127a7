#pragma once

#include "core/feed/workbench.h"
#include "widgets/connect/desk_access.h"

#include <QObject>
#include <QPointer>

#include <memory>
#include <optional>

class QWidget;

namespace eventflow::widgets {

class ClusterOpener;
class ConnectionManager;

/// The one cluster that the window looks at, and how it comes and goes. Thread: GUI. Lifetime: the workbench
/// outlives it; its destructor waits for calls to the desk, which it asks to stop.
class ClusterSession : public QObject {
    Q_OBJECT
public:
    ClusterSession(feed::Workbench& workbench, QWidget* window);
    ~ClusterSession() override;

    /// nullptr: none.
    [[nodiscard]] const std::shared_ptr<feed::Cluster>& cluster() const { return m_cluster; }
    [[nodiscard]] std::vector<config::Connection> connections() const;
    /// The connection that is being opened; empty: none.
    [[nodiscard]] QString opening() const;

    /// Asks for secrets that are missing.
    void open(const std::string& name);
    void cancelOpening();
    void closeCluster();
    /// The dialog of connections, in front. `select`: a connection to begin with.
    void showManager(const std::string& select = {});

    /// Once a frame: the cluster that the pipeline reads is opened by itself, once, when none is open. One
    /// whose connection went with its pipeline is closed.
    void follow(const feed::RunStatus& status, std::uint64_t generation);

Q_SIGNALS:
    void changed(); ///< cluster() or opening()
    /// Somebody asked for a cluster, and has it.
    void arrived();
    /// Not while the dialog is open, which says it itself.
    void failed(const QString& connection, const eventflow::Error& error);
    void readRequested(const eventflow::feed::ClusterTarget& target);

private:
    [[nodiscard]] std::optional<config::Connection> find(const std::string& name) const;
    [[nodiscard]] bool isManaging() const;
    void closeIfGone();
    /// What is open goes by settings that were changed: it is closed at once, and opened by the new ones.
    void onConnectionsChanged();

    QWidget* m_window;
    DeskPtr m_desk;
    ClusterOpener* m_opener;
    QPointer<ConnectionManager> m_manager;
    std::shared_ptr<feed::Cluster> m_cluster;
    std::uint64_t m_generation = 0;
    bool m_mayFollow = true; ///< of this pipeline, not yet tried and not closed by hand
    bool m_quiet = false;    ///< nobody waits for what is being opened
};

} // namespace eventflow::widgets
