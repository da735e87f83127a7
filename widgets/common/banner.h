#pragma once

#include "widgets/viewmodels/severity.h"

#include <QFrame>

class QLabel;
class QPushButton;
class QToolButton;

namespace eventflow::widgets {

/// A message across the top of the window: what happened, what it means, what to do. Stays until it is
/// dismissed or replaced.
class Banner : public QFrame {
    Q_OBJECT
public:
    explicit Banner(QWidget* parent);

    /// `action`: the label of a button that emits actionTriggered(); empty for none.
    void showMessage(viewmodels::Severity severity, const QString& cause, const QString& consequence,
                     const QString& action = {});
    [[nodiscard]] QString cause() const;

Q_SIGNALS:
    void actionTriggered();
    void dismissed();

protected:
    void changeEvent(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;

private:
    void updateIcon();

    viewmodels::Severity m_severity = viewmodels::Severity::Info;
    QLabel* m_icon;
    QLabel* m_cause;
    QLabel* m_consequence;
    QPushButton* m_action;
    QToolButton* m_close;
};

} // namespace eventflow::widgets
