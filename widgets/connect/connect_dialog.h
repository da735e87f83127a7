#pragma once

#include "core/feed/workbench.h"

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace eventflow::widgets {

/// Asks for a cluster to read from. What is wrong with an entry is said below it, while it is typed.
class ConnectDialog : public QDialog {
    Q_OBJECT
public:
    explicit ConnectDialog(QWidget* parent);

    void setTarget(const feed::ClusterTarget& target);
    /// Meaningful when isValid().
    [[nodiscard]] feed::ClusterTarget target() const;
    [[nodiscard]] bool isValid() const;

    /// What is wrong with a list of `host:port`, as a sentence; empty: nothing.
    static QString serversProblem(const QString& text);
    /// What is wrong with a list of topics; empty: nothing.
    static QString topicsProblem(const QString& text);

private:
    void validate();

    QLineEdit* m_servers;
    QLabel* m_serversProblem;
    QLineEdit* m_topics;
    QLabel* m_topicsProblem;
    QRadioButton* m_latest;
    QRadioButton* m_earliest;
    QPushButton* m_connect;
};

} // namespace eventflow::widgets
