#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/changes/change_dialog.h"
#include "widgets/common/item_delegate.h"
#include "widgets/common/place_keeper.h"
#include "widgets/common/view_setup.h"
#include "widgets/topics/config_edit_dialog.h"
#include "widgets/topics/create_topic_dialog.h"
#include "widgets/topics/topic_details_loader.h"
#include "widgets/topics/topics_perspective.h"
#include "widgets/viewmodels/topic_table_model.h"

#include <QApplication>
#include <QCheckBox>
#include <QHeaderView>
#include <QListWidget>
#include <QMenu>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTabBar>
#include <QTabWidget>
#include <QTableView>
#include <QTest>
#include <QToolButton>
#include <QTreeView>

using namespace eventflow;
using namespace eventflow::testing;
using namespace eventflow::widgets;
using viewmodels::TopicTableModel;

namespace {

std::shared_ptr<FakeCluster> writableCluster() {
    auto connection = FakeCluster::defaultConnection();
    connection.readOnly = false;
    connection.environment = config::Environment::Test;
    auto cluster = std::make_shared<FakeCluster>(connection);
    cluster->planAnswer.target = "orders";
    cluster->planAnswer.changes = {{"orders", "", "there"}};
    return cluster;
}

struct Screen {
    FakeWorkbench workbench;
    TopicsPerspective perspective{workbench};
    std::shared_ptr<FakeCluster> cluster;

    explicit Screen(std::shared_ptr<FakeCluster> fake = std::make_shared<FakeCluster>())
        : cluster(std::move(fake)) {
        perspective.resize(1300, 850);
        perspective.show();
        perspective.setActive(true);
        perspective.activateWindow();
        static_cast<void>(QTest::qWaitForWindowActive(&perspective));
    }
    void open() {
        perspective.setCluster(cluster);
        QTRY_VERIFY(table().isVisible());
    }
    [[nodiscard]] QTableView& table() const {
        return *findNamed<QTableView>(perspective, QStringLiteral("Topics"));
    }
    [[nodiscard]] QTableView& partitions() const {
        return *findNamed<QTableView>(perspective, QStringLiteral("Partitions"));
    }
    [[nodiscard]] QLineEdit& filter() const {
        return *findNamed<QLineEdit>(perspective, QStringLiteral("Filter topics by name"));
    }
    [[nodiscard]] QString cell(int row, int column) const {
        return table().model()->index(row, column).data().toString();
    }
    [[nodiscard]] QString said() const { return visibleText(perspective); }
    [[nodiscard]] QTabWidget& tabs() const {
        return *findNamed<QTabWidget>(perspective, QStringLiteral("Views of the topic"));
    }
    template <typename Button>
    [[nodiscard]] Button* button(const QString& text) const {
        for (Button* one : perspective.findChildren<Button*>())
            if (one->text().startsWith(text) && one->isVisible()) return one;
        return nullptr;
    }
    void chooseRow(int row) const {
        QTest::mouseClick(table().viewport(), Qt::LeftButton, {},
                          table().visualRect(table().model()->index(row, 0)).center());
    }
    void trigger(const QString& buttonText, const QString& actionText) const {
        for (QAction* action : button<QToolButton>(buttonText)->menu()->actions())
            if (action->text().remove(u'&').startsWith(actionText)) action->trigger();
    }
    template <typename Dialog>
    [[nodiscard]] Dialog* dialog() const {
        for (Dialog* one : perspective.findChildren<Dialog*>())
            if (one->isVisible()) return one;
        return nullptr;
    }
};

void press(QWidget& in, const QString& text) {
    for (QPushButton* button : in.findChildren<QPushButton*>())
        if (button->text() == text && button->isVisible()) return QTest::mouseClick(button, Qt::LeftButton);
    QFAIL(qPrintable(QStringLiteral("there is no button ") + text));
}

void addTopic(admin::ClusterCatalog& catalog, const std::string& name, std::uint32_t partitions) {
    admin::TopicEntry topic;
    topic.name = name;
    topic.firstPartition = static_cast<std::uint32_t>(catalog.partitions.size());
    topic.partitionCount = partitions;
    topic.replicas = 3;
    for (std::uint32_t id = 0; id < partitions; ++id)
        catalog.partitions.push_back({static_cast<std::int32_t>(id), 1, 3, 3});
    catalog.topics.push_back(std::move(topic));
}

class CountingModel final : public TopicTableModel {
public:
    mutable int calls = 0;
    QVariant data(const QModelIndex& index, int role) const override {
        ++calls;
        return TopicTableModel::data(index, role);
    }
};

template <typename Kind>
Kind lastPlanned(FakeCluster& cluster) {
    const std::lock_guard lock(cluster.mutex);
    return std::get<Kind>(cluster.planned.back());
}

} // namespace

class TestTopicsPerspective : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void saysWhatToDoWithoutACluster() {
        Screen screen;
        QVERIFY(screen.said().contains(QStringLiteral("No cluster is open")));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void showsTheCatalogAndItsSummary() {
        Screen screen;
        screen.cluster->blocked = true;
        screen.perspective.setCluster(screen.cluster);
        QVERIFY(screen.said().contains(QStringLiteral("Asking the cluster for its topics")));
        screen.cluster->blocked = false;
        QTRY_COMPARE(screen.table().model()->rowCount(), 12);
        QVERIFY(screen.said().contains(QStringLiteral("12 topics, 72 partitions")));
        QVERIFY(screen.button<QPushButton>(QStringLiteral("3 broker")) != nullptr);
        QVERIFY(screen.said().contains(QStringLiteral("No topic is chosen")));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void asksForDetailsOfRowsInSightOnly() {
        Screen screen;
        screen.cluster->catalogAnswer = FakeCluster::makeCatalog(500, 3);
        screen.open();
        QTRY_VERIFY(screen.cell(0, TopicTableModel::Span).startsWith(QStringLiteral("≤ ")));
        QCOMPARE(screen.cell(499, TopicTableModel::Span), QStringLiteral("…"));
        screen.table().scrollToBottom();
        QTRY_VERIFY(screen.cell(499, TopicTableModel::Span).startsWith(QStringLiteral("≤ ")));
        QCOMPARE(screen.cell(250, TopicTableModel::Span), QStringLiteral("…"));
    }

    void aFailureIsSaidAndCanBeTriedAgain() {
        Screen screen;
        screen.cluster->failure = Error{ErrorCode::Unavailable, "Metadata was not answered"};
        screen.perspective.setCluster(screen.cluster);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Metadata was not answered")));
        screen.cluster->failure.reset();
        press(screen.perspective, QStringLiteral("Try again"));
        QTRY_COMPARE(screen.table().model()->rowCount(), 12);
        // Later on, what was shown stays.
        screen.cluster->failure = Error{ErrorCode::Unavailable, "Metadata was not answered"};
        QTest::keyClick(&screen.table(), Qt::Key_F5);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("The list is what the cluster said before")));
        QCOMPARE(screen.table().model()->rowCount(), 12);
    }

    void aRefreshKeepsSelectionAndScroll() {
        Screen screen;
        screen.cluster->catalogAnswer = FakeCluster::makeCatalog(300, 2);
        screen.open();
        screen.perspective.showItem(QStringLiteral("team-1.orders-00150"));
        QTRY_COMPARE(screen.partitions().model()->rowCount(), 2);
        const int scroll = screen.table().verticalScrollBar()->value();
        QVERIFY(scroll > 0);
        const QString top = screen.cell(screen.table().rowAt(0), 0);
        auto next = FakeCluster::makeCatalog(300, 2);
        next.topics.insert(next.topics.begin(), next.topics.front());
        next.topics.front().name = "a-new-one";
        screen.cluster->catalogAnswer = next;
        screen.table().setFocus();
        QTest::keyClick(&screen.table(), Qt::Key_F5);
        QTRY_COMPARE(screen.table().model()->rowCount(), 301);
        QCOMPARE(screen.table().currentIndex().data().toString(), QStringLiteral("team-1.orders-00150"));
        QCOMPARE(screen.table().selectionModel()->selectedRows().size(), 1);
        QCOMPARE(screen.cell(screen.table().rowAt(0), 0), top);
    }

    void filterAndProblemsNarrowTheList() {
        Screen screen;
        screen.open();
        QTest::keyClick(&screen.table(), Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(&screen.filter(), QStringLiteral("00007"));
        QCOMPARE(screen.table().model()->rowCount(), 1);
        screen.filter().clear();
        auto* problems = screen.button<QToolButton>(QStringLiteral("1 with problems"));
        QVERIFY(problems != nullptr);
        QTest::mouseClick(problems, Qt::LeftButton);
        QCOMPARE(screen.table().model()->rowCount(), 1);
        QCOMPARE(screen.cell(0, TopicTableModel::State), QStringLiteral("1 without leader"));
        // A topic that is asked for by name is shown whatever was filtered.
        screen.perspective.showItem(QStringLiteral("team-0.orders-00003"));
        QCOMPARE(screen.table().currentIndex().data().toString(), QStringLiteral("team-0.orders-00003"));
    }

    void headerClicksSort() {
        Screen screen;
        screen.open();
        QHeaderView* header = screen.table().horizontalHeader();
        QTest::mouseClick(header->viewport(), Qt::LeftButton, {},
                          {header->sectionViewportPosition(TopicTableModel::Name) + 20, 10});
        QCOMPARE(screen.cell(0, 0), QStringLiteral("team-0.orders-00011"));
    }

    void sortingByWhatHasToBeAskedForAsksForAllTopics() {
        auto cluster = std::make_shared<FakeCluster>();
        cluster->catalogAnswer = FakeCluster::makeCatalog(300, 2);
        addTopic(cluster->catalogAnswer, "zz-large", 5);
        Screen screen(cluster);
        screen.open();
        screen.cluster->blocked = true;
        screen.table().sortByColumn(TopicTableModel::Span, Qt::DescendingOrder);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("To sort by “Offset span”, asking the cluster: ")));
        press(screen.perspective, QStringLiteral("Stop"));
        QVERIFY(screen.said().contains(QStringLiteral("of 301 topics; the others come last")));
        screen.cluster->blocked = false;
        press(screen.perspective, QStringLiteral("Ask for the others"));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("“Offset span” of all 301 topics as of")));
        QCOMPARE(screen.cell(0, 0), QStringLiteral("zz-large"));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
        const std::lock_guard lock(screen.cluster->mutex);
        for (const std::size_t batch : screen.cluster->configBatches)
            QVERIFY(batch <= TopicDetailsLoader::kTopicsPerBatch);
    }

    void aClusterThatFallsSilentIsNotAskedForEveryBatch() {
        auto cluster = std::make_shared<FakeCluster>();
        cluster->catalogAnswer = FakeCluster::makeCatalog(1000, 2);
        Screen screen(cluster);
        screen.open();
        screen.cluster->failure = Error{ErrorCode::Unavailable, "no broker"};
        screen.table().sortByColumn(TopicTableModel::Retention, Qt::AscendingOrder);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("The cluster answers no more.")));
        QVERIFY(screen.cluster->calls < 12);
        // By what the catalog says nothing has to be asked for.
        screen.table().sortByColumn(TopicTableModel::Name, Qt::AscendingOrder);
        QVERIFY(!screen.said().contains(QStringLiteral("The cluster answers no more.")));
    }

    void whatNoBrokerOffersIsSaidCalmly() {
        auto cluster = std::make_shared<FakeCluster>();
        cluster->configFailure = Error{ErrorCode::Unsupported, "DescribeConfigs: not known"};
        Screen screen(cluster);
        screen.open();
        screen.chooseRow(1);
        QTRY_COMPARE(screen.partitions().model()->rowCount(), 6);
        QTRY_COMPARE(screen.cell(1, TopicTableModel::Retention), QStringLiteral("not offered"));
        QVERIFY(!screen.said().contains(QStringLiteral("Not supported")));
        screen.tabs().setCurrentIndex(1);
        QVERIFY(screen.said().contains(QStringLiteral("This cluster does not offer configurations")));
    }

    // Everything that the list hangs on its model: none of it may go over the rows one by one.
    void fillingTouchesRowsInSightOnly() {
        CountingModel model;
        QTableView table;
        table.setModel(&model);
        table.setItemDelegate(new ItemDelegate(&table));
        table.setSortingEnabled(true);
        setUpTable(table, QStringLiteral("Topics"), {24, 8, 7, 20, 12, 12, 14}, TopicTableModel::Name);
        PlaceKeeper place(table, model);
        TopicDetailsLoader loader(table, model);
        table.resize(900, 600);
        table.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table));
        const int inSight = 600 / table.verticalHeader()->defaultSectionSize() + 2;
        const int rolesOfACell = 16;
        const int bound = 4 * inSight * TopicTableModel::ColumnCount * rolesOfACell;
        auto catalog = FakeCluster::makeCatalog(50'000, 1); // one call for each would be above the bound
        model.calls = 0;
        model.setTopics(catalog.topics);
        table.grab();
        QVERIFY2(model.calls < bound, qPrintable(QString::number(model.calls)));
        catalog.topics.erase(catalog.topics.begin() + 25'000);
        model.calls = 0;
        model.setTopics(std::move(catalog.topics));
        table.sortByColumn(TopicTableModel::State, Qt::DescendingOrder);
        model.setFilter(QStringLiteral("team-7"));
        table.grab();
        QVERIFY2(model.calls < bound, qPrintable(QString::number(model.calls)));
    }

    void aChosenTopicIsShownInParts() {
        Screen screen;
        screen.open();
        screen.chooseRow(0);
        QTRY_COMPARE(screen.partitions().model()->rowCount(), 6);
        QCOMPARE(screen.partitions().model()->index(0, 1).data().toString(),
                 QStringLiteral("without leader")); // trouble first
        QVERIFY(screen.said().contains(QStringLiteral("records (span of offsets)")));
        QSignalSpy opened(&screen.perspective, &Perspective::openRequested);
        press(screen.perspective, QStringLiteral("Messages"));
        press(screen.perspective, QStringLiteral("Schema"));
        press(screen.perspective, QStringLiteral("Groups"));
        QCOMPARE(opened.size(), 3);
        QCOMPARE(opened[0][1].toString(), QStringLiteral("team-0.orders-00000"));
        QCOMPARE(opened[1],
                 QVariantList({QStringLiteral("schemas"), QStringLiteral("team-0.orders-00000-value")}));
        QCOMPARE(opened[2],
                 QVariantList({QStringLiteral("groups"), QStringLiteral("topic:team-0.orders-00000")}));
        QCOMPARE(unnamedFocusWidgets(screen.perspective), QStringList());
    }

    void partsThatAreDeniedDoNotHideTheOthers() {
        Screen screen;
        admin::TopicDescription description;
        description.topic.name = "team-0.orders-00001";
        description.topic.partitions = {{0, 1, {1, 2, 3}, {1, 2, 3}}};
        description.watermarks = {{0, 10, {}}};
        description.configs.error = Error{ErrorCode::PermissionDenied, "DescribeConfigs was denied"};
        description.problems = {*description.configs.error};
        screen.cluster->descriptions["team-0.orders-00001"] = description;
        screen.open();
        screen.chooseRow(1);
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Not allowed: DescribeConfigs was denied")));
        QCOMPARE(screen.partitions().model()->rowCount(), 1);
    }

    void aTransactionThatIsLeftOpenIsTold() {
        Screen screen;
        admin::TopicDescription description;
        description.topic.name = "team-0.orders-00001";
        description.topic.partitions = {{0, 1, {1}, {1}}, {1, 1, {1}, {1}}};
        description.watermarks = {{0, 10, {}}, {0, 1200, {}}};
        const Timestamp now = timestampFromMs(QDateTime::currentMSecsSinceEpoch());
        // One that is under way, and one that nobody ends.
        description.openTransactions = {{0, 10, 12, now}, {1, 1200, 34'567, now - std::chrono::minutes(20)}};
        screen.cluster->descriptions["team-0.orders-00001"] = description;
        screen.open();
        screen.chooseRow(1);
        QTRY_VERIFY(
            screen.said().contains(QStringLiteral("A transaction in partition 1 has been open since")));
        QVERIFY(screen.said().contains(QStringLiteral("wait at offset 1,200, 33,367 before the end")));
        QVERIFY(!screen.said().contains(QStringLiteral("partition 0 has been open")));
    }

    void editsAConfigurationThroughTheDryRun() {
        Screen screen(writableCluster());
        admin::TopicDescription description;
        description.topic.name = "team-0.orders-00001";
        admin::ConfigEntry retention;
        retention.name = "retention.ms";
        retention.value = "604800000";
        retention.source = admin::ConfigSource::Topic;
        description.configs.entries = {retention};
        screen.cluster->descriptions["team-0.orders-00001"] = description;
        screen.open();
        screen.chooseRow(1);
        screen.tabs().setCurrentIndex(1);
        auto* configs = findNamed<QTableView>(screen.perspective, QStringLiteral("Configuration"));
        QTRY_COMPARE(configs->model()->rowCount(), 1);
        QTest::mouseClick(configs->viewport(), Qt::LeftButton, {},
                          configs->visualRect(configs->model()->index(0, 0)).center());
        QVERIFY(screen.said().contains(QStringLiteral("How long")) ||
                screen.said().contains(QStringLiteral("old")));
        press(screen.perspective, QStringLiteral("Edit…"));
        auto* edit = screen.dialog<ConfigEditDialog>();
        QVERIFY(edit != nullptr);
        auto* value = findNamed<QLineEdit>(*edit, QStringLiteral("New value of retention.ms"));
        value->selectAll();
        QTest::keyClicks(value, QStringLiteral("3600000"));
        QTest::keyClick(value, Qt::Key_Return);
        QTRY_VERIFY(screen.dialog<ChangeDialog>() != nullptr);
        QTRY_COMPARE(screen.cluster->planned.size(), 1U);
        const auto alter = lastPlanned<admin::AlterConfigs>(*screen.cluster);
        QCOMPARE(alter.topic, std::string("team-0.orders-00001"));
        QCOMPARE(alter.values.at("retention.ms"), std::optional<std::string>("3600000"));
        // Done, the topic is asked for again.
        QTRY_VERIFY(findNamed<QTableView>(*screen.dialog<ChangeDialog>(), QStringLiteral("What would change"))
                        ->isVisible());
        press(*screen.dialog<ChangeDialog>(), QStringLiteral("Change configuration"));
        QTRY_COMPARE(screen.cluster->confirmations.size(), 1U);
        const int calls = screen.cluster->calls;
        QTRY_VERIFY(visibleText(*screen.dialog<ChangeDialog>()).contains(QStringLiteral("Done.")));
        QTest::keyClick(screen.dialog<ChangeDialog>(), Qt::Key_Escape);
        QTRY_VERIFY(screen.cluster->calls > calls);
    }

    void createsATopicWithSaneDefaults() {
        Screen screen(writableCluster());
        screen.open();
        QTest::mouseClick(screen.button<QToolButton>(QStringLiteral("Create topic")), Qt::LeftButton);
        auto* dialog = screen.dialog<CreateTopicDialog>();
        QVERIFY(dialog != nullptr);
        auto* name = findNamed<QLineEdit>(*dialog, QStringLiteral("Name of the topic"));
        QTest::keyClicks(name, QStringLiteral("team-0.orders-00003"));
        QVERIFY(visibleText(*dialog).contains(QStringLiteral("There is a topic of this name already")));
        name->clear();
        QTest::keyClicks(name, QStringLiteral("new topic"));
        QVERIFY(!dialog->problem().isEmpty());
        name->clear();
        QTest::keyClicks(name, QStringLiteral("orders.v2"));
        QCOMPARE(dialog->problem(), QString());
        QCOMPARE(unnamedFocusWidgets(*dialog), QStringList());
        QTest::keyClick(name, Qt::Key_Return);
        QTRY_COMPARE(screen.cluster->planned.size(), 1U);
        const auto create = lastPlanned<admin::CreateTopic>(*screen.cluster);
        QCOMPARE(create.topic.name, std::string("orders.v2"));
        QCOMPARE(create.topic.partitions, 6);
        QCOMPARE(create.topic.replicas, -1);
        QVERIFY(create.topic.configs.empty());
    }

    void everyChangeGoesThroughTheDryRun_data() {
        QTest::addColumn<QString>("button");
        QTest::addColumn<QString>("action");
        QTest::addColumn<int>("kind");
        QTest::newRow("pipeline topics") << "Create topic"
                                         << "Create the topics" << 1;
        QTest::newRow("delete") << "Change"
                                << "Delete the topic" << 4;
    }
    void everyChangeGoesThroughTheDryRun() {
        QFETCH(QString, button);
        QFETCH(QString, action);
        QFETCH(int, kind);
        Screen screen; // read-only: the dry run stays reachable
        screen.open();
        screen.chooseRow(2);
        QTRY_COMPARE(screen.partitions().model()->rowCount(), 6);
        QVERIFY(screen.button<QToolButton>(button)->toolTip().contains(QStringLiteral("is read-only")));
        screen.trigger(button, action);
        QTRY_COMPARE(screen.cluster->planned.size(), 1U);
        QCOMPARE(static_cast<int>(screen.cluster->planned.front().index()), kind);
    }

    void addsPartitionsAndDeletesRecords() {
        Screen screen(writableCluster());
        screen.open();
        screen.chooseRow(2);
        QTRY_COMPARE(screen.partitions().model()->rowCount(), 6);
        screen.trigger(QStringLiteral("Change"), QStringLiteral("Add partitions"));
        QDialog* add = screen.dialog<QDialog>();
        QVERIFY(visibleText(*add).contains(QStringLiteral("It has 6 now")));
        QCOMPARE(add->findChild<QSpinBox*>()->minimum(), 7);
        press(*add, QStringLiteral("Show what would change"));
        QTRY_COMPARE(screen.cluster->planned.size(), 1U);
        QCOMPARE(lastPlanned<admin::AddPartitions>(*screen.cluster).total, 7);
        QTRY_VERIFY(screen.dialog<ChangeDialog>() != nullptr);
        QTest::keyClick(screen.dialog<ChangeDialog>(), Qt::Key_Escape);
        QTRY_VERIFY(screen.dialog<QDialog>() == nullptr);

        screen.trigger(QStringLiteral("Change"), QStringLiteral("Delete records"));
        QDialog* erase = screen.dialog<QDialog>();
        auto* offset = findNamed<QLineEdit>(*erase, QStringLiteral("First offset that stays"));
        QTest::keyClicks(offset, QStringLiteral("99999999"));
        QVERIFY(
            visibleText(*erase).contains(QStringLiteral("This partition has offsets from 0 up to 10,000")));
        offset->clear();
        QTest::keyClicks(offset, QStringLiteral("5000"));
        QTest::keyClick(offset, Qt::Key_Return);
        QTRY_COMPARE(screen.cluster->planned.size(), 2U);
        QCOMPARE(lastPlanned<admin::DeleteRecords>(*screen.cluster).before,
                 (std::map<std::int32_t, std::int64_t>{{0, 5000}}));
    }

    void profilesATopicAndKeepsWhatWasSeenWhenStopped() {
        Screen screen;
        const Stream stream{"orders", 3};
        for (int i = 0; i < 40; ++i) {
            const std::string key = i % 4 == 0 ? "alice" : "k" + std::to_string(i);
            const std::string value = R"({"id":)" + std::to_string(i) + "}";
            const std::vector<Header> headers{{"trace-id", NullableBytes("x")}};
            Record record;
            record.stream = &stream;
            record.offset = i;
            record.tsArrival = timestampFromMs(1'767'225'600'000 + i * 100);
            record.key = key;
            record.value = value;
            record.headers = headers;
            screen.cluster->profileAnswer.observe(record, false);
        }
        screen.open();
        screen.chooseRow(1);
        QTRY_COMPARE(screen.partitions().model()->rowCount(), 6);
        screen.tabs().setCurrentIndex(2);
        QVERIFY(screen.said().contains(QStringLiteral("Not looked at yet")));
        screen.cluster->blocked = true;
        press(screen.perspective, QStringLiteral("Start"));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Reading: 40 of ≤ ")));
        press(screen.perspective, QStringLiteral("Stop"));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Stopped: 40 of ≤ ")));
        screen.cluster->blocked = false;
        press(screen.perspective, QStringLiteral("Start"));
        QTRY_VERIFY(screen.said().contains(QStringLiteral("Looked at: 40 of ≤ ")));
        auto* keys = findNamed<QTableView>(screen.perspective, QStringLiteral("Shares: Keys"));
        QCOMPARE(keys->model()->index(0, 0).data().toString(), QStringLiteral("alice"));
        QCOMPARE(keys->model()->index(0, 2).data().toString(), QStringLiteral("25 %"));
        auto* headers = findNamed<QTableView>(screen.perspective, QStringLiteral("Shares: Headers"));
        QCOMPARE(headers->model()->index(0, 0).data().toString(), QStringLiteral("trace-id"));
        QVERIFY(findNamed<QTreeView>(screen.perspective, QStringLiteral("Inferred schema")) != nullptr);
        QCOMPARE(unnamedFocusWidgets(screen.perspective).join(u' '), QString());
        // Another topic, another profile.
        screen.chooseRow(2);
        QVERIFY(screen.said().contains(QStringLiteral("Not looked at yet")));
    }

    void brokersShowTheirConfiguration() {
        Screen screen;
        screen.cluster->brokerConfig.resource = "1";
        admin::ConfigEntry entry;
        entry.name = "log.retention.hours";
        entry.value = "168";
        screen.cluster->brokerConfig.entries = {entry};
        screen.open();
        QTest::mouseClick(screen.button<QPushButton>(QStringLiteral("3 broker")), Qt::LeftButton);
        QDialog* dialog = screen.dialog<QDialog>();
        QVERIFY(dialog != nullptr);
        auto* list = dialog->findChild<QListWidget*>();
        QCOMPARE(list->count(), 3);
        QVERIFY(list->item(0)->text().contains(QStringLiteral("controller")));
        auto* configs = findNamed<QTableView>(*dialog, QStringLiteral("Configuration"));
        QTRY_COMPARE(configs->model()->rowCount(), 1);
        QCOMPARE(unnamedFocusWidgets(*dialog), QStringList());
    }

    void anotherClusterForgetsTheFirst() {
        Screen screen;
        screen.open();
        screen.chooseRow(0);
        QTRY_COMPARE(screen.partitions().model()->rowCount(), 6);
        screen.perspective.setCluster(nullptr);
        QVERIFY(screen.said().contains(QStringLiteral("No cluster is open")));
        auto other = std::make_shared<FakeCluster>();
        other->catalogAnswer = FakeCluster::makeCatalog(2, 1);
        screen.perspective.setCluster(other);
        QTRY_COMPARE(screen.table().model()->rowCount(), 2);
        QVERIFY(screen.said().contains(QStringLiteral("No topic is chosen")));
    }

    void anItemThatComesBeforeTheCatalogIsShownThen() {
        Screen screen;
        screen.perspective.setCluster(screen.cluster);
        screen.perspective.showItem(QStringLiteral("team-0.orders-00005"));
        QTRY_COMPARE(screen.table().currentIndex().data().toString(), QStringLiteral("team-0.orders-00005"));
        QTRY_COMPARE(screen.partitions().model()->rowCount(), 6);
    }

    void asksNothingBeforeItIsLookedAt() {
        FakeWorkbench workbench;
        TopicsPerspective perspective(workbench);
        auto cluster = std::make_shared<FakeCluster>();
        perspective.setCluster(cluster);
        QTest::qWait(50);
        QCOMPARE(cluster->calls.load(), 0);
        perspective.setActive(true);
        QTRY_VERIFY(cluster->calls > 0);
    }
};

int main(int argc, char** argv) {
    QLocale::setDefault(QLocale(QLocale::English, QLocale::UnitedStates));
    QApplication application(argc, argv);
    TestTopicsPerspective test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_topics_perspective.moc"
