#include "widgets/schemas/drift_pane.h"

#include "widgets/common/empty_state.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/view_setup.h"
#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/schema_text.h"
#include "widgets/viewmodels/subject_list_model.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QPushButton>
#include <QSplitter>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

using namespace viewmodels;

DriftPane::DriftPane(SubjectReader& reader, QWidget* parent)
    : QWidget(parent),
      m_reader(reader),
      m_driftModel(new TextTableModel(driftTitles(), this)),
      m_timelineModel(new TextTableModel(timelineTitles(), this)),
      m_empty(new EmptyState(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 8, 0, 0);
    layout->setSpacing(8);
    layout->addWidget(buildBar());
    auto* body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(buildFindings());
    layout->addWidget(body, 1);
    connect(&m_reader, &SubjectReader::subjectChanged, this, &DriftPane::changeSubject);
    connect(&m_reader, &SubjectReader::versionOpened, this, [this](int version) {
        if (m_observation != nullptr && version == m_version) show();
    });
    changeSubject();
}

QWidget* DriftPane::buildBar() {
    auto* bar = new QWidget(this);
    auto* layout = new QHBoxLayout(bar);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->setSpacing(8);
    m_topic = new QLineEdit(bar);
    m_topic->setAccessibleName(tr("Topic to look at"));
    m_topic->setPlaceholderText(tr("Topic"));
    m_topic->setMaxLength(249);
    m_topic->setMaximumWidth(320);
    m_count = new QComboBox(bar);
    m_count->setAccessibleName(tr("How many of the newest records"));
    for (const int count : {200, 2000, 20'000})
        m_count->addItem(tr("newest %1").arg(QLocale().toString(count)), count);
    m_count->setCurrentIndex(1);
    m_look = new QPushButton(tr("Look"), bar);
    m_look->setToolTip(tr("Reads the records as browsing does: no group, no commit"));
    m_stop = new QPushButton(tr("Stop"), bar);
    layout->addWidget(makeLabel(tr("Topic"), "muted", bar));
    layout->addWidget(m_topic, 1);
    layout->addWidget(m_count);
    layout->addWidget(m_look);
    layout->addWidget(m_stop);
    layout->addStretch(1);
    connect(m_topic, &QLineEdit::returnPressed, this, &DriftPane::observe);
    connect(m_topic, &QLineEdit::textChanged, this, &DriftPane::updateButtons);
    connect(m_look, &QPushButton::clicked, this, &DriftPane::observe);
    connect(m_stop, &QPushButton::clicked, this, &DriftPane::stop);
    return bar;
}

QWidget* DriftPane::buildFindings() {
    auto* panel = new QWidget;
    m_summary = makeLabel({}, "muted", panel);
    m_verdict = makeLabel({}, "", panel);
    for (QLabel* label : {m_summary, m_verdict}) {
        label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_drift = new QTableView(panel);
    m_drift->setModel(m_driftModel);
    m_driftModel->setNumberColumns({2});
    m_timeline = new QTableView(panel);
    m_timeline->setModel(m_timelineModel);
    for (QTableView* table : {m_drift, m_timeline})
        table->setItemDelegate(new ItemDelegate(table));
    setUpTable(*m_drift, tr("Where records and schema part"), {20, 18, 8, 24, 18}, 3);
    setUpTable(*m_timeline, tr("When what was first seen"), {18, 20}, 1);
    auto* splitter = new QSplitter(Qt::Vertical);
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(10);
    splitter->addWidget(m_drift);
    splitter->addWidget(m_timeline);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    auto* layout = new QVBoxLayout(panel);
    layout->setContentsMargins(2, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_verdict);
    layout->addWidget(m_summary);
    layout->addWidget(splitter, 1);
    return panel;
}

void DriftPane::changeSubject() {
    m_call.cancel();
    m_observation.reset();
    m_topic->setText(fromUtf8(topicOfSubject(m_reader.subject())));
    showMessage(QStringLiteral("schemas"), tr("Nothing has been looked at yet"),
                m_topic->text().isEmpty()
                    ? tr("The subject is not named after a topic. Type the topic whose records should follow "
                         "it, then look.")
                    : tr("Look at the newest records of %1 to see where they and the schema part.")
                          .arg(m_topic->text()));
    updateButtons();
}

void DriftPane::setVersion(int version) {
    m_version = version;
    if (m_observation != nullptr) show();
}

void DriftPane::updateButtons() {
    const bool running = m_call.isRunning();
    m_look->setEnabled(!running && !m_topic->text().isEmpty() && m_reader.cluster() != nullptr);
    m_stop->setEnabled(running);
}

void DriftPane::showMessage(const QString& icon, const QString& title, const QString& text) {
    m_empty->setContent(icon, title, text);
    m_stack->setCurrentIndex(0);
}

void DriftPane::observe() {
    if (m_call.isRunning() || m_topic->text().isEmpty() || m_reader.cluster() == nullptr) return;
    ObservationRequest request;
    request.topic = m_topic->text().toStdString();
    request.records = m_count->currentData().toULongLong();
    if (splitSubject(m_reader.subject()).name.ends_with("-key")) request.part = codec::RecordPart::Key;
    showMessage(QStringLiteral("search"), tr("Looking at the newest records of %1").arg(m_topic->text()), {});
    m_call.start(
        [cluster = m_reader.cluster(), request](std::stop_token stop) -> Result<Observation> {
            auto seen = observeTopic(*cluster, request, stop);
            if (!seen) return seen.error();
            return std::make_shared<const SchemaObservation>(std::move(*seen));
        },
        [this](Result<Observation> seen) { take(std::move(seen)); });
    updateButtons();
}

void DriftPane::stop() {
    m_call.cancel();
    if (m_observation != nullptr)
        show();
    else
        changeSubject();
    updateButtons();
}

void DriftPane::take(Result<Observation> observation) {
    updateButtons();
    if (!observation)
        return showMessage(QStringLiteral("severity-warning"),
                           tr("The records of %1 cannot be read").arg(m_topic->text()),
                           errorText(observation.error()).cause);
    m_observation = std::move(*observation);
    show();
}

void DriftPane::show() {
    const auto schema = m_reader.opened(m_version);
    m_summary->setText(observationSummary(*m_observation));
    m_summary->setToolTip(m_summary->text());
    std::map<std::int32_t, int> versionOfId;
    if (m_reader.facts() != nullptr)
        for (const auto& mark : m_reader.facts()->versions)
            if (const auto opened = m_reader.opened(mark.version); opened != nullptr)
                versionOfId.emplace(opened->registered.id, mark.version);
    m_timelineModel->setRows(timelineRows(*m_observation, versionOfId));
    std::vector<schema::DriftFinding> findings;
    if (schema != nullptr && schema->tree != nullptr)
        findings = schema::findDrift(*schema->tree, m_observation->shape, &m_observation->history);
    m_driftModel->setRows(driftRows(findings));
    if (schema == nullptr || schema->tree == nullptr)
        m_verdict->setText(tr("Version %1 has no tree to hold the records against.").arg(m_version));
    else if (m_observation->shape.observed() == 0)
        m_verdict->setText(tr("None of the records has fields that could be held against the schema."));
    else if (findings.empty())
        m_verdict->setText(tr("The records follow version %1.").arg(m_version));
    else
        m_verdict->setText(
            tr("The records part from version %1 in %n place(s).", nullptr, static_cast<int>(findings.size()))
                .arg(m_version));
    m_stack->setCurrentIndex(1);
}

} // namespace eventflow::widgets
