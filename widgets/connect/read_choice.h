#pragma once

#include "core/feed/workbench.h"

#include <QWidget>

#include <optional>

class QCheckBox;
class QComboBox;

namespace eventflow::widgets {

/// Whether the pipeline reads what is connected to, and from where on.
class ReadChoice : public QWidget {
    Q_OBJECT
public:
    explicit ReadChoice(QWidget* parent);

    /// Nothing: it does not.
    [[nodiscard]] std::optional<feed::ClusterTarget> target(const config::Connection& connection) const;

private:
    QCheckBox* m_read;
    QComboBox* m_start;
};

} // namespace eventflow::widgets
