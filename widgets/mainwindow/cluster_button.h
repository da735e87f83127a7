#pragma once

#include "core/config/connection.h"

#include <QToolButton>

#include <optional>

namespace eventflow::widgets {

class ClusterSession;

/// Which cluster the window looks at, always in the same place: name, environment as icon and word, a lock
/// when it is read-only, the connection's colour as a bar. Its menu switches.
class ClusterButton : public QToolButton {
    Q_OBJECT
public:
    ClusterButton(ClusterSession& session, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void showSession();
    void fillMenu();
    [[nodiscard]] QIcon markOf(const config::Connection& connection) const;

    ClusterSession& m_session;
    std::optional<config::Connection> m_shown;
};

} // namespace eventflow::widgets
