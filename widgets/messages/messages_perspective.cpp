#include "widgets/messages/messages_perspective.h"

#include "widgets/common/banner.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/view_setup.h"
#include "widgets/messages/column_menu.h"
#include "widgets/messages/filter_edit.h"
#include "widgets/messages/histogram_strip.h"
#include "widgets/messages/masking_button.h"
#include "widgets/messages/message_actions.h"
#include "widgets/messages/message_detail.h"
#include "widgets/messages/message_table.h"
#include "widgets/messages/messages_state.h"
#include "widgets/messages/no_messages.h"
#include "widgets/messages/query_bar.h"
#include "widgets/messages/scan_bar.h"
#include "widgets/messages/visible_rows.h"
#include "widgets/viewmodels/display_text.h"

#include <QHeaderView>
#include <QInputDialog>
#include <QLabel>
#include <QLineEdit>
#include <QShortcut>
#include <QSplitter>
#include <QStackedLayout>
#include <QStyle>
#include <QVBoxLayout>

#include <utility>

namespace eventflow::widgets {

using namespace viewmodels;
using State = BrowseSession::State;

namespace {

constexpr std::chrono::seconds kCountNewerEvery{5};
constexpr int kSearchedRows = 2000;
constexpr Duration kAround = std::chrono::seconds(30);

} // namespace

MessagesPerspective::MessagesPerspective(feed::Workbench&, QWidget* parent)
    : Perspective(QStringLiteral("messages"), tr("Messages"), QStringLiteral("messages"), parent),
      m_model(new BrowseModel(this)),
      m_session(new BrowseSession(this)) {
    setContent(buildContent());
    connectParts();
    connectActions();
    applyReading();
    installKeys();
    resetLayout();
    emptyState().setContent(
        QStringLiteral("messages"), tr("No cluster is open"),
        tr("Choose a connection to look at the messages of its topics. Looking leaves nothing "
           "behind: no group, no commit, no topic."));
    setEmpty(true);
}

QWidget* MessagesPerspective::buildContent() {
    auto* content = new QWidget;
    m_banner = new Banner(content);
    m_banner->hide();
    m_bar = new QueryBar(content);
    m_strip = new HistogramStrip(content);
    m_scanBar = new ScanBar(content);
    m_detail = new MessageDetail(content);
    m_detail->hide(); // until a message is chosen
    m_splitter = new QSplitter(Qt::Horizontal);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->setHandleWidth(12);
    m_splitter->addWidget(buildList());
    m_splitter->addWidget(m_detail);
    m_splitter->setStretchFactor(0, 3);
    m_splitter->setStretchFactor(1, 2);
    m_columns = new ColumnMenu(*m_table, *m_model, content);
    m_scanBar->addTool(m_columns);
    m_masking = new MaskingButton(content);
    m_scanBar->addTool(m_masking);
    m_said = makeLabel({}, "muted", content);
    m_said->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_said->setWordWrap(true);
    m_said->hide();
    auto* layout = new QVBoxLayout(content);
    layout->setContentsMargins(12, 12, 12, 12);
    layout->setSpacing(8);
    layout->addWidget(m_banner);
    layout->addWidget(m_bar);
    layout->addWidget(m_strip);
    layout->addWidget(m_scanBar);
    layout->addWidget(m_said);
    layout->addWidget(m_splitter, 1);
    return content;
}

QWidget* MessagesPerspective::buildList() {
    auto* list = new QWidget;
    m_model->setBookmarks(&m_bookmarks);
    m_table = new MessageTable(*m_model, m_bookmarks, list);
    m_actions = new MessageActions(*m_table, *m_model);
    m_visible = new VisibleRows(*m_table, *m_model);
    m_none = new EmptyState(list);
    m_stack = new QStackedLayout(list);
    m_stack->addWidget(m_none);
    m_stack->addWidget(m_table);
    return list;
}

void MessagesPerspective::connectParts() {
    connect(m_bar, &QueryBar::loadRequested, this, &MessagesPerspective::load);
    connect(m_bar, &QueryBar::stopRequested, m_session, &BrowseSession::stop);
    connect(m_session, &BrowseSession::storesChanged, this, &MessagesPerspective::takeStores);
    connect(m_session, &BrowseSession::progressed, this, &MessagesPerspective::takeProgress);
    connect(m_session, &BrowseSession::stateChanged, this, &MessagesPerspective::showState);
    connect(m_scanBar, &ScanBar::startRequested, m_session, &BrowseSession::start);
    connect(m_scanBar, &ScanBar::newerRequested, m_session, &BrowseSession::loadNewer);
    connect(m_scanBar, &ScanBar::olderRequested, m_session, &BrowseSession::loadOlder);
    connect(m_session, &BrowseSession::newerCounted, this, &MessagesPerspective::showRows);
    connect(&m_countingNewer, &QTimer::timeout, this, &MessagesPerspective::countNewer);
    m_countingNewer.start(kCountNewerEvery);
    connect(m_strip, &HistogramStrip::brushed, this, &MessagesPerspective::brush);
    connect(m_strip, &HistogramStrip::narrowRequested, this, &MessagesPerspective::narrow);
    connect(m_table, &MessageTable::lookedOn, this, &MessagesPerspective::showRows);
    connect(m_visible, &VisibleRows::fieldsSeen, this, [this] {
        m_bar->setFilterWords(filterWords(m_visible->seen()));
        m_columns->setSeenFields(fieldPaths(m_visible->seen()));
    });
    connect(m_table, &MessageTable::endReached, m_session, &BrowseSession::loadBelow);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &MessagesPerspective::chooseRows);
    connect(m_columns, &ColumnMenu::fieldsChanged, m_visible, &VisibleRows::read);
    connect(m_banner, &Banner::actionTriggered, this, &MessagesPerspective::load);
    connect(m_detail, &MessageDetail::formatsChanged, this, &MessagesPerspective::applyReading);
    connect(m_masking, &MaskingButton::rulesChanged, this, [this] {
        m_detail->setMasking(m_masking->rules());
        applyReading();
    });
}

void MessagesPerspective::connectActions() {
    connect(m_detail, &MessageDetail::traceIdsFound, m_actions, &MessageActions::setTraceIds);
    connect(m_actions, &MessageActions::bookmarkToggled, this, &MessagesPerspective::toggleBookmark);
    connect(m_actions, &MessageActions::noteRequested, this, &MessagesPerspective::askForNote);
    connect(m_actions, &MessageActions::bookmarkWanted, m_table, &MessageTable::goToBookmark);
    connect(m_actions, &MessageActions::aroundRequested, this, &MessagesPerspective::lookAround);
    connect(m_actions, &MessageActions::traceRequested, this, &MessagesPerspective::follow);
    connect(m_actions, &MessageActions::said, this, &MessagesPerspective::say);
}

void MessagesPerspective::say(const QString& text, bool failed) {
    m_said->setProperty("role", failed ? QStringLiteral("error") : QStringLiteral("muted"));
    m_said->style()->unpolish(m_said);
    m_said->style()->polish(m_said);
    m_said->setText(text);
    m_said->setVisible(!text.isEmpty());
}

void MessagesPerspective::applyReading() {
    const auto schemas = m_cluster ? m_cluster->schemaLookup() : nullptr;
    // A worker may wait for the registry with the old one.
    const auto shown = std::make_shared<PayloadReader>(schemas);
    const auto written = std::make_shared<PayloadReader>(schemas);
    for (const auto& [topic, format] : m_detail->formats()) {
        shown->setFormat(topic, format);
        written->setFormat(topic, format);
    }
    m_actions->setReading(written, m_masking->rules());
    m_visible->setReading(shown, m_masking->rules());
}

void MessagesPerspective::toggleBookmark(int row) {
    const RecordPlace place = m_model->place(row);
    if (m_bookmarks.find(place) != nullptr)
        m_bookmarks.remove(place);
    else if (!m_bookmarks.set(place, {}))
        say(tr("There are %1 bookmarks already. Remove some first.").arg(Bookmarks::kMaxBookmarks), true);
    m_table->bookmarksChanged();
}

void MessagesPerspective::askForNote(int row) {
    const RecordPlace place = m_model->place(row);
    const QString* note = m_bookmarks.find(place);
    auto* dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Bookmark"));
    dialog->setLabelText(tr("A note on %1:").arg(placeText(place)));
    dialog->setTextValue(note == nullptr ? QString() : *note);
    connect(dialog, &QInputDialog::textValueSelected, this, [this, place](const QString& text) {
        m_bookmarks.set(place, text);
        m_table->bookmarksChanged();
    });
    dialog->open();
}

void MessagesPerspective::lookAround(int row) {
    const std::int64_t ms = m_model->rows()[static_cast<std::size_t>(row)].row().timestampMs;
    if (ms == browse::Row::kNoTimestamp) return say(tr("The message has no timestamp."), true);
    const Timestamp time = timestampFromMs(ms);
    const RecordPlace place = m_model->place(row);
    m_bar->clearFilters();
    m_bar->setPlace(BrowsePlace::Newest, {});
    m_bar->setPartitions({});
    m_bar->setSpan(TimeSpan{time - kAround, time + kAround});
    load();
    m_wanted = place;
}

void MessagesPerspective::follow(const QString& id, int row) {
    const std::int64_t ms = m_model->rows()[static_cast<std::size_t>(row)].row().timestampMs;
    const RecordPlace place = m_model->place(row);
    m_bar->clearFilters();
    m_bar->setPartitions({});
    if (ms == browse::Row::kNoTimestamp)
        m_bar->setPlace(BrowsePlace::Newest, {});
    else
        m_bar->setPlace(BrowsePlace::AroundTime, QString::fromStdString(formatIso8601(timestampFromMs(ms))));
    m_bar->setSearch(id);
    load();
    m_wanted = place;
}

void MessagesPerspective::installKeys() {
    installPaneKeys(*this, nullptr, {&m_bar->topicEdit(), m_strip, m_table, &m_detail->inspector()});
    const auto on = [this](const QKeySequence& keys, auto action) {
        auto* shortcut = new QShortcut(keys, this);
        shortcut->setContext(Qt::WidgetWithChildrenShortcut);
        connect(shortcut, &QShortcut::activated, this, action);
        return shortcut;
    };
    on(QKeySequence::Find, [this] {
        m_bar->filterEdit().setFocus(Qt::ShortcutFocusReason);
        m_bar->filterEdit().selectAll();
    });
    on(QKeySequence::Refresh, [this] { load(); });
    auto* stop = on(Qt::Key_Escape, [this] { m_session->stop(); });
    stop->setEnabled(false);
    connect(m_session, &BrowseSession::stateChanged, stop,
            [this, stop] { stop->setEnabled(m_session->isBusy()); });
}

void MessagesPerspective::setCluster(const std::shared_ptr<feed::Cluster>& cluster) {
    m_cluster = cluster;
    m_catalog.reset();
    m_askingCatalog.cancel();
    m_wanted.reset();
    applyReading();
    m_actions->setCluster(cluster);
    say({}, false);
    m_detail->setCluster(cluster,
                         std::make_shared<PayloadReader>(cluster ? cluster->schemaLookup() : nullptr));
    m_session->setCluster(cluster);
    m_bar->setTopicNames({});
    m_banner->hide();
    setEmpty(cluster == nullptr);
    if (cluster) askForCatalog();
}

void MessagesPerspective::askForCatalog() {
    m_askingCatalog.start(
        [cluster = m_cluster](std::stop_token stop) { return cluster->catalog(std::move(stop)); },
        [this](Result<admin::ClusterCatalog> answer) {
            // Without it names are not completed, nothing else.
            if (!answer) return;
            m_catalog = std::make_shared<const admin::ClusterCatalog>(std::move(*answer));
            QStringList names;
            for (const auto& topic : m_catalog->topics)
                names += fromUtf8(topic.name);
            m_bar->setTopicNames(names);
        });
}

void MessagesPerspective::load() {
    m_banner->hide();
    m_wanted.reset();
    auto query = m_bar->query();
    if (!query || m_cluster == nullptr) return;
    std::int32_t partitions = 0;
    if (m_catalog != nullptr)
        if (const auto* topic = m_catalog->find(query->topics.front()))
            partitions = static_cast<std::int32_t>(topic->partitionCount);
    if (query->topics != m_session->query().topics) m_visible->forgetFields();
    m_table->setColumnHidden(BrowseModel::Topic, query->topics.size() == 1);
    m_session->load(std::move(*query), partitions);
}

void MessagesPerspective::takeStores() {
    m_visible->cancel();
    m_strip->setBrush(std::nullopt);
    m_model->setStores(m_session->above(), m_session->below(), std::nullopt);
    closeDetail();
    takeProgress();
}

void MessagesPerspective::takeProgress() {
    m_table->refresh();
    m_strip->setHistogram(m_session->histogram());
    showRows();
}

void MessagesPerspective::showRows() {
    m_scanBar->showSession(*m_session, m_model->rows().size());
    showEmpty();
    goToWanted();
}

void MessagesPerspective::countNewer() {
    if (isActive() && isVisible() && !window()->isMinimized()) m_session->countNewer();
}

void MessagesPerspective::showState() {
    m_bar->setBusy(m_session->isBusy());
    showError();
    countNewer();
}

void MessagesPerspective::showError() {
    const auto& error = m_session->error();
    if (!error) return m_banner->hide();
    QString cause = tr("The messages could not be read: %1").arg(oneLine(error->detail, 600));
    if (error->code == ErrorCode::PermissionDenied)
        cause = tr("This login may not read the topic: %1").arg(oneLine(error->detail, 600));
    m_banner->showMessage(Severity::Critical, cause,
                          m_model->rowCount() > 0 ? tr("What was found until then is kept.")
                                                  : tr("Nothing is shown."),
                          tr("Try again"));
}

void MessagesPerspective::showEmpty() {
    const bool empty = m_model->rowCount() == 0;
    m_stack->setCurrentIndex(empty ? 0 : 1);
    if (empty) showNoMessages(*m_none, *m_session);
}

void MessagesPerspective::chooseRows() {
    const QList<int> rows = m_table->chosenRows(2);
    if (rows.isEmpty()) return closeDetail();
    if (rows.size() > 1) return;
    m_detail->showRow(m_model->rows()[static_cast<std::size_t>(rows.front())]);
    m_detail->show();
}

/// The table has all of the width while nothing is chosen.
void MessagesPerspective::closeDetail() {
    m_detail->clear();
    m_detail->hide();
}

void MessagesPerspective::brush(const std::optional<TimeSpan>& span) {
    m_visible->cancel();
    m_model->setStores(m_session->above(), m_session->below(), span);
    m_table->refresh(); // goes on with what one look does not get to
    showRows();
}

void MessagesPerspective::narrow(const TimeSpan& span) {
    m_bar->setSpan(span);
    load();
}

void MessagesPerspective::goToWanted() {
    if (!m_wanted) return;
    const int row = m_model->rowOf(*m_wanted, static_cast<int>(m_model->rows().above()), kSearchedRows);
    if (row < 0) return;
    m_wanted.reset();
    m_table->goTo(row);
}

void MessagesPerspective::showItem(const QString& item) {
    const auto wanted = parseItem(item);
    if (!wanted || m_cluster == nullptr) return;
    m_bar->clearFilters();
    if (wanted->offset) {
        m_bar->setTopics({wanted->topic}, {*wanted->partition});
        m_bar->setPlace(BrowsePlace::AroundOffset, QString::number(*wanted->offset));
    } else {
        m_bar->setTopics({wanted->topic},
                         wanted->partition ? std::vector{*wanted->partition} : std::vector<std::int32_t>());
        m_bar->setPlace(BrowsePlace::Newest, {});
    }
    load();
    if (wanted->offset) m_wanted = RecordPlace{wanted->topic, *wanted->partition, *wanted->offset};
    goToWanted();
}

void MessagesPerspective::saveState(QSettings& settings) const {
    saveMessagesState(settings, *m_splitter, *m_table, *m_model, *m_detail, m_bookmarks, *m_masking->rules());
}

void MessagesPerspective::restoreState(QSettings& settings) {
    auto masking = m_masking->rules();
    restoreMessagesState(settings, {*m_splitter, *m_table, *m_model, *m_detail, m_bookmarks, masking});
    m_table->bookmarksChanged();
    m_masking->setRules(std::move(masking));
}

void MessagesPerspective::resetLayout() {
    m_splitter->setSizes({820, 560});
    m_columns->reset();
    m_table->setColumnHidden(BrowseModel::Topic, m_session->query().topics.size() < 2);
}

} // namespace eventflow::widgets
