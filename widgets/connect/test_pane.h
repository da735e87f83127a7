#pragma once

#include "core/admin/connection_report.h"
#include "widgets/common/async_call.h"
#include "widgets/connect/desk_access.h"

#include <QWidget>

#include <memory>
#include <vector>

class QLabel;
class QPushButton;
class QTableView;

namespace eventflow::widgets {

class CapabilityModel;
class SecretGate;
class StepRow;

/// Brings the steps of a test from the thread that runs it: emitting is safe on any thread, and steps of a
/// test that nobody waits for any more go nowhere. Thread: lives on the GUI's.
class StepRelay : public QObject {
    Q_OBJECT
Q_SIGNALS:
    void finished(const eventflow::admin::CheckResult& result);
};

/// Tests a connection one step at a time, and shows what the login may do.
class TestPane : public QWidget {
    Q_OBJECT
public:
    TestPane(DeskPtr desk, QWidget* parent);

    /// Asks for missing secrets first. Instead of a test under way.
    void start(const config::Connection& connection);
    void cancel();
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] const std::vector<StepRow*>& steps() const { return m_steps; }

Q_SIGNALS:
    void backRequested();

private:
    using Outcome = Result<admin::ConnectionReport>;
    QWidget* makeHead();
    void run();
    void showStep(const admin::CheckResult& result);
    void onFinished(const Outcome& outcome);
    void setRunning(bool running);
    void setVerdict(const QString& text, const QString& detail = {});

    DeskPtr m_desk;
    SecretGate* m_gate;
    config::Connection m_connection;
    std::shared_ptr<StepRelay> m_relay; ///< of the test under way
    AsyncCall<Outcome> m_test;
    bool m_running = false;
    std::vector<StepRow*> m_steps;
    QLabel* m_title;
    QLabel* m_verdict;
    QLabel* m_detail;
    QPushButton* m_again;
    QPushButton* m_cancel;
    QLabel* m_capabilitiesTitle;
    CapabilityModel* m_capabilities;
    QTableView* m_table;
};

} // namespace eventflow::widgets
