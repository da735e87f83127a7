#pragma once

#include "core/admin/connection_report.h"

#include <QWidget>

class QLabel;
class QToolButton;

namespace eventflow::widgets {

/// One step of a connection test: how it ended as icon and word, how long it took, what it found, and details
/// on demand.
class StepRow : public QWidget {
    Q_OBJECT
public:
    StepRow(admin::CheckStep step, QWidget* parent);

    void showWaiting();
    void showRunning();
    void showCancelled();
    void showResult(const admin::CheckResult& result);
    /// As shown: `Network: Passed. 2 of 2 addresses answer`.
    [[nodiscard]] QString text() const;

protected:
    void changeEvent(QEvent* event) override;

private:
    enum class State { Waiting, Running, Cancelled, Passed, Warning, Failed, Skipped };
    void setState(State state, const QString& summary);
    void updateIcon();

    State m_state = State::Waiting;
    QString m_title;
    QLabel* m_icon;
    QLabel* m_name;
    QLabel* m_word;
    QLabel* m_time;
    QLabel* m_summary;
    QToolButton* m_expand;
    QLabel* m_details;
};

} // namespace eventflow::widgets
