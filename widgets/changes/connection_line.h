#pragma once

#include "core/config/connection.h"

#include <QWidget>

class QLabel;

namespace eventflow::widgets {

/// Which cluster something is about to happen to: the connection's colour, its name, and what it is used for
/// in words. Thread: GUI.
class ConnectionLine : public QWidget {
    Q_OBJECT
public:
    ConnectionLine(const config::Connection& connection, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void updateColour();

    config::Connection m_connection;
    QLabel* m_mark;
    QLabel* m_environment;
};

} // namespace eventflow::widgets
