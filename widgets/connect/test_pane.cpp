#include "widgets/connect/test_pane.h"

#include "widgets/common/icons.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/connect/capability_model.h"
#include "widgets/connect/secret_gate.h"
#include "widgets/connect/step_row.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

namespace eventflow::widgets {

namespace {

using admin::CheckStep;

constexpr CheckStep kSteps[] = {CheckStep::Addresses, CheckStep::Network,  CheckStep::Tls,
                                CheckStep::Login,     CheckStep::Metadata, CheckStep::Permissions};

} // namespace

TestPane::TestPane(DeskPtr desk, QWidget* parent)
    : QWidget(parent),
      m_desk(std::move(desk)),
      m_gate(new SecretGate(m_desk, this)),
      m_title(makeLabel({}, "heading", this)),
      m_verdict(makeLabel({}, "heading", this)),
      m_detail(makeLabel({}, "muted", this)),
      m_again(new QPushButton(themedIcon(QStringLiteral("refresh")), tr("Test again"), this)),
      m_cancel(new QPushButton(themedIcon(QStringLiteral("stop")), tr("Cancel the test"), this)),
      m_capabilitiesTitle(makeLabel({}, "heading", this)),
      m_capabilities(new CapabilityModel(this)),
      m_table(new QTableView(this)) {
    qRegisterMetaType<admin::CheckResult>();
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(4, 0, 4, 0);
    layout->setSpacing(2);
    layout->addWidget(makeHead());
    layout->addSpacing(6);
    for (const CheckStep step : kSteps)
        layout->addWidget(m_steps.emplace_back(new StepRow(step, this)));
    layout->addSpacing(8);
    for (QLabel* label : {m_verdict, m_detail}) {
        label->setWordWrap(true);
        layout->addWidget(label);
    }
    layout->addSpacing(8);
    layout->addWidget(m_capabilitiesTitle);
    m_table->setModel(m_capabilities);
    m_table->setItemDelegate(new ItemDelegate(m_table));
    setUpTable(*m_table, tr("What the login may do"), {28, 10, 30, 30}, CapabilityModel::Consequence);
    layout->addWidget(m_table, 1);
    layout->addStretch();
    setRunning(false);
}

QWidget* TestPane::makeHead() {
    auto* head = new QWidget(this);
    auto* back = new QPushButton(tr("Back to the settings"), head);
    auto* layout = new QHBoxLayout(head);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_title, 1);
    layout->addWidget(m_cancel);
    layout->addWidget(m_again);
    layout->addWidget(back);
    connect(m_cancel, &QPushButton::clicked, this, &TestPane::cancel);
    connect(m_again, &QPushButton::clicked, this, [this] { start(config::Connection(m_connection)); });
    connect(back, &QPushButton::clicked, this, [this] {
        if (m_running) cancel();
        Q_EMIT backRequested();
    });
    return head;
}

void TestPane::start(const config::Connection& connection) {
    m_test.cancel();
    m_relay.reset();
    m_connection = connection;
    m_title->setText(tr("Test of %1").arg(QString::fromStdString(connection.name)));
    for (StepRow* row : m_steps)
        row->showWaiting();
    setVerdict({});
    m_capabilities->setCapabilities({});
    setRunning(true);
    m_gate->pass(
        connection, [this] { run(); },
        [this] {
            setRunning(false);
            for (StepRow* row : m_steps)
                row->showCancelled();
            setVerdict(tr("Not tested: a secret is missing."),
                       tr("Test again and enter it, or set it on the page “Secrets”."));
        });
}

void TestPane::run() {
    m_steps.front()->showRunning();
    // Deleted by the GUI thread, whichever thread lets go of it last.
    m_relay = std::shared_ptr<StepRelay>(new StepRelay, [](StepRelay* relay) { relay->deleteLater(); });
    // A step may be on its way when the next test begins: only those of the present one count.
    connect(m_relay.get(), &StepRelay::finished, this,
            [this, relay = m_relay.get()](const admin::CheckResult& result) {
                if (m_relay.get() == relay) showStep(result);
            });
    m_test.start(
        [desk = m_desk, connection = m_connection, relay = m_relay](const std::stop_token& stop) {
            return desk->call(Outcome(Error{ErrorCode::Cancelled, {}}), [&](feed::ClusterDesk& found) {
                return found.testConnection(
                    connection, [&](const admin::CheckResult& result) { Q_EMIT relay->finished(result); },
                    stop);
            });
        },
        [this](const Outcome& outcome) { onFinished(outcome); });
}

void TestPane::showStep(const admin::CheckResult& result) {
    const auto at = static_cast<std::size_t>(result.step);
    m_steps[at]->showResult(result);
    if (at + 1 < m_steps.size() && m_running) m_steps[at + 1]->showRunning();
}

void TestPane::onFinished(const Outcome& outcome) {
    m_relay.reset();
    setRunning(false);
    if (!outcome) {
        for (StepRow* row : m_steps)
            row->showCancelled();
        return setVerdict(
            tr("The test could not be made: %1").arg(QString::fromStdString(outcome.error().detail)),
            tr("Correct the settings, then test again."));
    }
    // The report is the truth; steps that were on their way are in it.
    for (StepRow* row : m_steps)
        row->showWaiting();
    for (const admin::CheckResult& step : outcome->steps)
        showStep(step);
    const auto failed =
        std::ranges::find(outcome->steps, admin::CheckState::Failed, &admin::CheckResult::state);
    if (failed == outcome->steps.end())
        setVerdict(tr("The connection works."));
    else
        setVerdict(
            tr("The connection does not work: %1").arg(QString::fromStdString(failed->summary)),
            tr("Steps after the one that failed were left out. Correct the settings, then test again."));
    m_capabilities->setCapabilities(outcome->capabilities);
    const bool known = !outcome->capabilities.empty();
    m_capabilitiesTitle->setText(tr("What this login may do: %1").arg(m_capabilities->summary()));
    m_capabilitiesTitle->setVisible(known);
    m_table->setVisible(known);
}

void TestPane::cancel() {
    m_gate->cancel();
    m_test.cancel();
    m_relay.reset();
    for (StepRow* row : m_steps)
        row->showCancelled();
    setRunning(false);
    setVerdict(tr("The test was cancelled."));
}

void TestPane::setRunning(bool running) {
    m_running = running;
    m_cancel->setVisible(running);
    m_again->setVisible(!running);
    m_capabilitiesTitle->hide();
    m_table->hide();
}

void TestPane::setVerdict(const QString& text, const QString& detail) {
    m_verdict->setText(text);
    m_detail->setText(detail);
    m_verdict->setVisible(!text.isEmpty());
    m_detail->setVisible(!detail.isEmpty());
}

} // namespace eventflow::widgets
