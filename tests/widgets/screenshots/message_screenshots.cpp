// eventflow_message_screenshots DIR [WxH]: the Messages perspective on a scripted cluster, in light and dark:
// empty, reading, a list, a message, a budget, an error.

#include "tests/widgets/screenshots/photographer.h"
#include "tests/widgets/support/fake_cluster.h"
#include "tests/widgets/support/fake_workbench.h"
#include "tests/widgets/support/perspective_checks.h"
#include "widgets/common/theme.h"
#include "widgets/common/translations.h"
#include "widgets/messages/message_table.h"
#include "widgets/messages/messages_perspective.h"

#include <QApplication>
#include <QComboBox>
#include <QDir>
#include <QLineEdit>
#include <QTest>
#include <QTextStream>

using namespace eventflow;
using namespace eventflow::widgets;
using testing::findNamed;

namespace {

constexpr std::int64_t kStartMs = 1'781'956'800'000; // 2026-06-20T12:00:00Z

std::shared_ptr<testing::FakeCluster> makeCluster() {
    auto cluster = std::make_shared<testing::FakeCluster>();
    for (int i = 0; i < 2000; ++i) {
        admin::OwnedRecord record;
        record.from = {i % 5 == 0 ? "payments.refunded.v1" : "payments.authorized.v1", i % 6};
        record.offset = 918'000 + i;
        record.key = "customer-" + std::to_string(4711 + i % 97);
        record.value = R"({"payment":{"id":"p-)" + std::to_string(i) + R"(","method":")" +
                       (i % 3 == 0 ? "card" : "transfer") + R"("},"amount":)" +
                       std::to_string(i * 37 % 9000) +
                       R"(,"currency":"EUR","merchant":"Café Zürich","tags":["web","first"],"risk":0.)" +
                       std::to_string(i % 90 + 10) + "}";
        record.headers = {{"trace_id", "4bf92f3577b34da6a3ce929d0e0e" + std::to_string(4736 + i)},
                          {"content-type", "application/json"}};
        record.timestamp = timestampFromMs(kStartMs + i * 700 + (i * i) % 3000);
        cluster->records.push_back(std::move(record));
    }
    return cluster;
}

/// One perspective, photographed in states that follow from another.
class Session {
public:
    Session(QDir folder, QString theme, QSize size) : m_photographer(std::move(folder), std::move(theme)) {
        m_perspective.resize(size);
        m_perspective.show();
        m_perspective.setActive(true);
    }

    void run() {
        shoot(QStringLiteral("messages-0-no-cluster"));
        const auto cluster = makeCluster();
        m_perspective.setCluster(cluster);
        shoot(QStringLiteral("messages-1-no-topic"));
        cluster->offsetsBehind = 1234;
        open("payments.authorized.v1");
        shoot(QStringLiteral("messages-2-list"));
        m_perspective.findChild<MessageTable*>()->goTo(4);
        shoot(QStringLiteral("messages-3-message"));
        open("payments.authorized.v1, payments.refunded.v1");
        shoot(QStringLiteral("messages-4-two-topics"));
        beginAt(viewmodels::BrowsePlace::AtOffset, QStringLiteral("919000"));
        open("payments.authorized.v1");
        shoot(QStringLiteral("messages-5-from-an-offset"));
        beginAt(viewmodels::BrowsePlace::Newest, {});
        cluster->blocked = true;
        open("payments.authorized.v1");
        shoot(QStringLiteral("messages-6-reading"));
        cluster->blocked = false;
        cluster->failure = Error{ErrorCode::Unavailable, "broker-2.example:9092: connection refused"};
        open("payments.authorized.v1");
        shoot(QStringLiteral("messages-7-error"));
        cluster->failure.reset();
        cluster->estimateAnswer = {6, 0, 2'400'000, 1, 2.4e6, 310, 7.4e8, 12.0, 20};
        findNamed<QLineEdit>(m_perspective, QStringLiteral("Exactly this key"))->setText(QStringLiteral("x"));
        open("payments.authorized.v1");
        shoot(QStringLiteral("messages-8-budget"));
        m_perspective.setCluster(nullptr);
        QTest::qWait(50);
    }
    [[nodiscard]] bool ok() const { return m_photographer.ok(); }

private:
    void beginAt(viewmodels::BrowsePlace place, const QString& text) {
        findNamed<QComboBox>(m_perspective, QStringLiteral("Where to begin"))
            ->setCurrentIndex(static_cast<int>(place));
        findNamed<QLineEdit>(m_perspective, QStringLiteral("Place to begin at"))->setText(text);
    }
    void open(const char* topics) {
        auto* edit =
            findNamed<QLineEdit>(m_perspective, QStringLiteral("Topics to read, separated by commas"));
        edit->setText(QString::fromLatin1(topics));
        QTest::keyClick(edit, Qt::Key_Return);
    }
    void shoot(const QString& name) { m_photographer.shoot(m_perspective, name); }

    testing::Photographer m_photographer;
    testing::FakeWorkbench m_workbench;
    MessagesPerspective m_perspective{m_workbench};
};

} // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    installTranslations(application, QLocale(QLocale::English));
    const QStringList size = argc == 3 ? QString::fromLocal8Bit(argv[2]).split(u'x')
                                       : QStringList({QStringLiteral("1376"), QStringLiteral("820")});
    const QDir folder(QString::fromLocal8Bit(argc > 1 ? argv[1] : ""));
    if (argc < 2 || argc > 3 || size.size() != 2 || !folder.mkpath(QStringLiteral("."))) {
        QTextStream(stderr) << "usage: eventflow_message_screenshots DIR [WxH]\n";
        return 2;
    }
    bool ok = true;
    for (const ThemeMode mode : {ThemeMode::Light, ThemeMode::Dark}) {
        applyTheme(application, mode);
        Session session(folder, mode == ThemeMode::Light ? QStringLiteral("light") : QStringLiteral("dark"),
                        {size.value(0).toInt(), size.value(1).toInt()});
        session.run();
        ok = ok && session.ok();
    }
    return ok ? 0 : 1;
}
