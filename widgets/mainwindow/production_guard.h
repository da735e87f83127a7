#pragma once

#include "core/config/connection.h"

#include <QColor>
#include <QWidget>

#include <optional>

class QLabel;

namespace eventflow::widgets {

/// Around everything the window shows: while a production cluster may be changed, a bar above it says so, and
/// a frame in the connection's colour keeps it in sight.
class ProductionGuard : public QWidget {
    Q_OBJECT
public:
    explicit ProductionGuard(QWidget* parent);

    void setContent(QWidget* content);
    /// nullptr: no cluster.
    void watch(const config::Connection* connection);
    [[nodiscard]] bool isWarning() const { return m_connection.has_value(); }
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void applyColor();

    std::optional<config::Connection> m_connection; ///< the one to warn of
    QColor m_color;
    QLabel* m_text;
};

} // namespace eventflow::widgets
