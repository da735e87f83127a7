#include "widgets/messages/scan_bar.h"

#include "widgets/common/view_setup.h"
#include "widgets/messages/browse_session.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace eventflow::widgets {

using namespace viewmodels;
using State = BrowseSession::State;

namespace {

constexpr double kMiB = 1024.0 * 1024.0;
constexpr int kBudgetMiB = 256;
constexpr int kSteps = 1000;

QString endText(browse::ScanEnd end) {
    switch (end) {
    case browse::ScanEnd::Complete:
        return ScanBar::tr("All of it was read.");
    case browse::ScanEnd::Matches:
        return ScanBar::tr("As many as were asked for.");
    case browse::ScanEnd::Records:
        return ScanBar::tr("The budget of messages is used up.");
    case browse::ScanEnd::Bytes:
        return ScanBar::tr("The budget of bytes is used up.");
    case browse::ScanEnd::Time:
        return ScanBar::tr("The time is used up.");
    case browse::ScanEnd::Cancelled:
        return ScanBar::tr("Stopped.");
    case browse::ScanEnd::Failed:
        break;
    }
    return ScanBar::tr("Reading failed; what was found is kept.");
}

QString countsText(const browse::ScanProgress::Snapshot& counts, double seconds) {
    return ScanBar::tr("%1 of %2 messages match · %3 · %4")
        .arg(format::exact(counts.matched), format::exact(counts.records),
             format::bytes(static_cast<double>(counts.bytes)), format::seconds(seconds));
}

QString approximately(double count) {
    return QStringLiteral("≈") + format::compact(count);
}

} // namespace

ScanBar::ScanBar(QWidget* parent)
    : QWidget(parent),
      m_state(makeLabel({}, "muted", this)),
      m_progress(new QProgressBar(this)),
      m_older(new QPushButton(this)),
      m_newer(new QPushButton(this)),
      m_tools(new QWidget(this)),
      m_notes(makeLabel({}, "muted", this)) {
    m_state->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_state->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    m_progress->setRange(0, kSteps);
    m_progress->setTextVisible(false);
    m_progress->setFixedWidth(160);
    m_progress->setAccessibleName(tr("How much of the range has been read"));
    m_older->setText(tr("Load older"));
    m_older->setToolTip(tr("Show what was produced before, on top of what is here"));
    for (QPushButton* more : {m_older, m_newer}) {
        more->setProperty("link", true);
        more->hide();
    }
    m_notes->setWordWrap(true);
    m_notes->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto* tools = new QHBoxLayout(m_tools);
    tools->setContentsMargins(0, 0, 0, 0);
    tools->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_state, 1);
    row->addWidget(m_progress);
    row->addWidget(m_older);
    row->addWidget(m_newer);
    row->addWidget(m_tools);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(buildBudget());
    layout->addLayout(row);
    layout->addWidget(m_notes);
    connect(m_older, &QPushButton::clicked, this, &ScanBar::olderRequested);
    connect(m_newer, &QPushButton::clicked, this, &ScanBar::newerRequested);
}

QWidget* ScanBar::buildBudget() {
    m_budget = new QWidget(this);
    m_estimate = makeLabel({}, "heading", m_budget);
    const auto addEdit = [this](const QString& name, const QString& text) {
        auto* edit = new QLineEdit(text, m_budget);
        edit->setAccessibleName(name);
        edit->setToolTip(name);
        edit->setPlaceholderText(tr("no limit"));
        edit->setFixedWidth(fontMetrics().horizontalAdvance(u'0') * 9 + 20);
        connect(edit, &QLineEdit::returnPressed, this, &ScanBar::start);
        return edit;
    };
    m_bytes = addEdit(tr("Read at most so many MiB"), QString::number(kBudgetMiB));
    m_records = addEdit(tr("Read at most so many messages"), {});
    auto* start = new QPushButton(tr("Start the scan"), m_budget);
    start->setProperty("primary", true);
    connect(start, &QPushButton::clicked, this, &ScanBar::start);
    m_budgetFault = makeLabel({}, "error", m_budget);
    m_budgetFault->hide();
    auto* row = new QHBoxLayout(m_budget);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    row->addWidget(m_estimate);
    row->addSpacing(8);
    row->addWidget(makeLabel(tr("Read at most"), "", m_budget));
    row->addWidget(m_bytes);
    row->addWidget(makeLabel(tr("MiB and"), "", m_budget));
    row->addWidget(m_records);
    row->addWidget(makeLabel(tr("messages"), "", m_budget));
    row->addWidget(start);
    row->addWidget(m_budgetFault);
    row->addStretch(1);
    m_budget->hide();
    return m_budget;
}

void ScanBar::addTool(QWidget* tool) {
    m_tools->layout()->addWidget(tool);
}

void ScanBar::start() {
    browse::ScanLimits limits;
    bool bytesValid = true;
    bool recordsValid = true;
    if (!m_bytes->text().trimmed().isEmpty()) {
        const double mebibytes = m_bytes->text().trimmed().toDouble(&bytesValid);
        bytesValid = bytesValid && mebibytes > 0 && mebibytes < 1e9;
        if (bytesValid) limits.bytes = static_cast<std::uint64_t>(std::ceil(mebibytes * kMiB));
    }
    if (!m_records->text().trimmed().isEmpty()) {
        limits.records = m_records->text().trimmed().toULongLong(&recordsValid);
        recordsValid = recordsValid && limits.records > 0;
    }
    m_budgetFault->setText(bytesValid ? tr("How many messages? A number above 0, or nothing for no limit.")
                                      : tr("How many MiB? A number above 0, or nothing for no limit."));
    m_budgetFault->setVisible(!bytesValid || !recordsValid);
    if (bytesValid && recordsValid) Q_EMIT startRequested(limits);
}

void ScanBar::showEstimate(const BrowseSession& session) {
    const bool waits = session.state() == State::Waiting && session.estimate();
    const bool appears = waits && !m_budget->isVisibleTo(this);
    m_budget->setVisible(waits);
    if (!waits) return;
    const browse::ScanEstimate& e = *session.estimate();
    QString text =
        tr("%n partition(s) · %1 messages", nullptr, static_cast<int>(e.partitions))
            .arg(approximately(e.sampledRecords > 0 ? e.records : static_cast<double>(e.offsetSpan)));
    text += e.sampledRecords > 0 ? QStringLiteral(" · ≈") + format::bytes(e.bytes) : tr(" · size not known");
    if (e.seconds) text += QStringLiteral(" · ≈") + format::seconds(*e.seconds);
    m_estimate->setText(text);
    if (appears) m_bytes->setFocus(Qt::OtherFocusReason);
}

QString ScanBar::stateText(const BrowseSession& session, std::uint64_t rows) const {
    const auto counts = session.snapshot();
    switch (session.state()) {
    case State::Idle:
        return tr("Name a topic and load its messages.");
    case State::Estimating:
        return tr("Finding out how much there is to read …");
    case State::Waiting:
        return tr("This is much to read. Set a budget and start, or narrow the range.");
    case State::Running:
        if (session.canPage()) return tr("Reading … %1 messages").arg(format::exact(rows));
        return counts.records == 0 ? tr("Reading …") : countsText(counts, session.seconds());
    case State::Stopped:
        return session.canPage() || counts.records == 0
                   ? tr("Stopped. %1 messages are shown.").arg(format::exact(rows))
                   : tr("Stopped. %1").arg(countsText(counts, session.seconds()));
    case State::Ended:
        break;
    }
    if (session.error()) return tr("Reading failed. %1 messages are shown.").arg(format::exact(rows));
    if (session.canPage()) return tr("%1 messages are shown.").arg(format::exact(rows));
    const QString end = session.end() ? endText(*session.end()) : QString();
    return tr("%1 · %2").arg(countsText(counts, session.seconds()), end);
}

void ScanBar::showNotes(const BrowseSession& session) {
    const auto counts = session.snapshot();
    QStringList notes;
    if (counts.filterErrors > 0)
        notes += tr("The filter has no answer for %1 messages, they are not shown. The first: %2")
                     .arg(format::exact(counts.filterErrors), oneLine(counts.filterError, 300));
    if (counts.offsetsLost > 0)
        notes += tr("%1 offsets were removed from the topic while it was read.")
                     .arg(format::exact(counts.offsetsLost));
    if (counts.throttled.count() > 0)
        notes += tr("Brokers made us wait %1, by their quotas.")
                     .arg(format::seconds(static_cast<double>(counts.throttled.count()) / 1000));
    for (std::size_t i = 0; i < counts.notes.size() && i < 3; ++i)
        notes += oneLine(counts.notes[i], 300);
    m_notes->setText(notes.join(u'\n'));
    m_notes->setVisible(!notes.isEmpty());
}

void ScanBar::showProgress(const BrowseSession& session) {
    const auto counts = session.snapshot();
    const bool running = session.state() == State::Running;
    m_progress->setVisible(running);
    if (running && counts.offsetsTotal > 0 && !session.canPage()) {
        m_progress->setRange(0, kSteps);
        m_progress->setValue(static_cast<int>(std::min(1.0, static_cast<double>(counts.offsetsDone) /
                                                                static_cast<double>(counts.offsetsTotal)) *
                                              kSteps));
    } else if (running) {
        m_progress->setRange(0, 0);
    }
}

void ScanBar::showMore(const BrowseSession& session) {
    const bool pages = session.canPage() && !session.isBusy();
    const auto& query = session.query();
    // Below a list that begins with the newest, older ones are loaded by scrolling.
    m_older->setVisible(pages && query.oldestFirst() && query.place != BrowsePlace::Oldest &&
                        session.mayHaveOlder());
    const auto newer = session.newerOffsets();
    m_newer->setVisible(pages && newer != 0U);
    if (!newer) {
        m_newer->setText(tr("Load newer"));
        m_newer->setToolTip(tr("Show what was produced since"));
        return;
    }
    m_newer->setText(tr("Up to %1 newer · Load").arg(format::exact(*newer)));
    m_newer->setToolTip(
        tr("%1 offsets were written since. They may be fewer messages: marks of transactions and what "
           "compaction took away have offsets too. At most %2 are loaded at a time.")
            .arg(format::exact(*newer), format::exact(BrowseSession::kNewerRows)));
}

void ScanBar::showSession(const BrowseSession& session, std::uint64_t rows) {
    m_state->setText(stateText(session, rows));
    showEstimate(session);
    showNotes(session);
    showProgress(session);
    showMore(session);
}

} // namespace eventflow::widgets
