#include "widgets/topics/profile_pane.h"

#include "widgets/alerts/name_value_grid.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/notice.h"
#include "widgets/common/spin_box_name.h"
#include "widgets/common/view_setup.h"
#include "widgets/stream/schema_pane.h"
#include "widgets/topics/profile_text.h"
#include "widgets/topics/share_table.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/topic_details.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QSplitter>
#include <QStackedLayout>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QVBoxLayout>

namespace eventflow::widgets {

namespace format = viewmodels::format;

namespace {
constexpr int kProgressMs = 250;
constexpr int kRecordLimits[] = {1'000, 10'000, 100'000, 1'000'000};
constexpr std::uint64_t kMaxBytes = 512ULL * 1024 * 1024;
} // namespace

ProfilePane::ProfilePane(QWidget* parent)
    : QWidget(parent), m_problem(new Notice(this)), m_empty(new EmptyState(this)) {
    auto* body = new QWidget(this);
    m_stack = new QStackedLayout(body);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(buildContent());
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(8, 8, 8, 8);
    layout->setSpacing(8);
    layout->addLayout(buildBar());
    layout->addWidget(m_problem);
    layout->addWidget(body, 1);
    m_empty->setContent(QStringLiteral("chart"), tr("Not looked at yet"),
                        tr("Start reads the newest records of the topic and tells their rate, sizes, keys, "
                           "headers and fields. Nothing is committed."));
    m_timer.setInterval(kProgressMs);
    connect(&m_timer, &QTimer::timeout, this, [this] { showProfile(m_call.progress()); });
}

QLayout* ProfilePane::buildBar() {
    m_records = new QComboBox(this);
    m_records->setAccessibleName(tr("Records to look at, at most"));
    for (const int limit : kRecordLimits)
        m_records->addItem(tr("%1 records").arg(format::exact(static_cast<std::uint64_t>(limit))), limit);
    m_records->setCurrentIndex(1);
    m_seconds = new QSpinBox(this);
    m_seconds->setRange(1, 600);
    m_seconds->setValue(30);
    m_seconds->setSuffix(tr(" s"));
    setSpinBoxName(*m_seconds, tr("Seconds to take, at most"));
    m_start = new QPushButton(themedIcon(QStringLiteral("play")), tr("Start"), this);
    m_start->setAccessibleName(tr("Look at the newest records"));
    m_stop = new QPushButton(themedIcon(QStringLiteral("stop")), tr("Stop"), this);
    m_stop->setAccessibleName(tr("Stop looking at records"));
    m_stop->hide();
    m_state = makeLabel({}, "muted", this);
    auto* bar = new QHBoxLayout;
    bar->addWidget(makeLabel(tr("The newest"), "", this));
    bar->addWidget(m_records);
    bar->addWidget(makeLabel(tr("within"), "", this));
    bar->addWidget(m_seconds);
    bar->addWidget(m_start);
    bar->addWidget(m_stop);
    bar->addWidget(m_state, 1);
    connect(m_start, &QPushButton::clicked, this, &ProfilePane::start);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_call.stop(); });
    return bar;
}

QWidget* ProfilePane::buildContent() {
    m_facts = new NameValueGrid;
    auto* facts = new QWidget;
    auto* column = new QVBoxLayout(facts);
    column->setContentsMargins(0, 0, 8, 0);
    column->addWidget(m_facts);
    column->addStretch(1);
    auto* scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setAccessibleName(tr("Figures of the profile"));
    scroll->setWidget(facts);
    m_tabs = new QTabWidget;
    m_tabs->setDocumentMode(true);
    m_tabs->setAccessibleName(tr("Parts of the profile"));
    m_tabs->tabBar()->setAccessibleName(tr("Parts of the profile"));
    m_tabs->tabBar()->setDrawBase(false);
    m_partitions = addShares(tr("Partitions"), tr("Partition"));
    m_keys = addShares(tr("Keys"), tr("Key"));
    m_headers = addShares(tr("Headers"), tr("Header"));
    m_fields = new SchemaPane;
    m_tabs->addTab(m_fields, tr("Fields"));
    auto* splitter = new QSplitter;
    splitter->setChildrenCollapsible(false);
    splitter->setHandleWidth(12);
    splitter->addWidget(scroll);
    splitter->addWidget(m_tabs);
    splitter->setSizes({420, 580});
    return splitter;
}

viewmodels::ShareModel* ProfilePane::addShares(const QString& title, const QString& nameTitle) {
    auto* model = new viewmodels::ShareModel(nameTitle, this);
    auto* table = new QTableView;
    setUpShareTable(*table, *model, tr("Shares: %1").arg(title));
    m_tabs->addTab(table, title);
    return model;
}

void ProfilePane::setTopic(std::shared_ptr<feed::Cluster> cluster, const std::string& topic) {
    m_call.abandon();
    m_timer.stop();
    m_cluster = std::move(cluster);
    m_topic = topic;
    m_span.reset();
    m_profile.reset();
    m_problem->showText(viewmodels::Severity::Info, {});
    m_state->clear();
    m_stop->hide();
    m_start->show();
    m_start->setEnabled(m_cluster != nullptr && !topic.empty());
    m_stack->setCurrentIndex(0);
}

void ProfilePane::setSpan(std::optional<std::int64_t> span) {
    m_span = span;
}

void ProfilePane::start() {
    browse::ScanLimits limits;
    limits.records = static_cast<std::uint64_t>(m_records->currentData().toInt());
    limits.time = std::chrono::seconds(m_seconds->value());
    limits.bytes = kMaxBytes;
    m_fields->setTopic(m_topic, nullptr);
    m_profile.reset();
    m_problem->showText(viewmodels::Severity::Info, {});
    m_call.start(
        [cluster = m_cluster, topic = m_topic, limits](const auto& report, std::stop_token stop) {
            return cluster->profileTopic(
                topic, limits,
                [&report](const profile::TopicProfile& profile) {
                    report(std::make_shared<const profile::TopicProfile>(profile));
                },
                stop);
        },
        [this](const Outcome& outcome) { takeOutcome(outcome); });
    m_start->hide();
    m_stop->show();
    m_stop->setFocus();
    updateState(tr("Reading"));
    m_timer.start();
}

void ProfilePane::takeOutcome(const Outcome& outcome) {
    m_timer.stop();
    m_stop->hide();
    m_start->show();
    m_start->setFocus();
    if (outcome) {
        showProfile(std::make_shared<const profile::TopicProfile>(*outcome));
        return updateState(tr("Looked at"));
    }
    showProfile(m_call.progress()); // what was seen until then
    updateState(tr("Stopped"));
    if (outcome.error().code != ErrorCode::Cancelled)
        m_problem->showText(viewmodels::Severity::Warning, viewmodels::errorParagraph(outcome.error()));
}

void ProfilePane::showProfile(const Snapshot& profile) {
    if (profile == nullptr || profile == m_profile) return;
    m_profile = profile;
    m_stack->setCurrentIndex(1);
    m_facts->setRows(profileFacts(*profile));
    m_partitions->setRows(partitionShares(*profile), profile->records());
    m_keys->setRows(keyShares(*profile), profile->topKeys().total());
    m_headers->setRows(headerShares(*profile), profile->records());
    m_fields->update(std::shared_ptr<const schema::Inference>(profile, &profile->fields()));
    updateState(tr("Reading"));
}

void ProfilePane::updateState(const QString& prefix) {
    const std::uint64_t seen = m_profile == nullptr ? 0 : m_profile->records();
    m_state->setText(
        m_span ? tr("%1: %2 of %3 records").arg(prefix, format::exact(seen), viewmodels::spanText(m_span))
               : tr("%1: %2 records").arg(prefix, format::exact(seen)));
}

} // namespace eventflow::widgets
