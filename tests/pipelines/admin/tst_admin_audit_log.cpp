#include "pipelines/admin/audit_log.h"
#include "pipelines/admin/change_gate.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

using namespace Qt::StringLiterals;

namespace eventflow::admin {

class TestAuditLog : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void init();
    void writesIntentAndOutcome();
    void isReadableByItsOwnerOnly();
    void refusesWhatIsNoPlainFileOfOurs_data();
    void refusesWhatIsNoPlainFileOfOurs();
    void startsANewLineAfterATornOne();
    void noChangeWithoutARecord();
    void noChangeWhenTheDiskIsFull();
    void aDeletedLogIsNoticed();
    void production_data();
    void production();

private:
    [[nodiscard]] std::filesystem::path file() const {
        return m_folder->filePath(u"audit.ndjson"_s).toStdString();
    }
    [[nodiscard]] Result<std::unique_ptr<AuditLog>> open() const {
        return AuditLog::open(file(), [] { return timestampFromMs(1'700'000'000'000); });
    }
    [[nodiscard]] QByteArrayList lines() const {
        QFile in(QString::fromStdString(file().string()));
        return in.open(QIODevice::ReadOnly) ? in.readAll().split('\n') : QByteArrayList();
    }
    static config::WritePermit permit(config::Environment environment) {
        config::Connection connection;
        connection.name = "orders-cluster";
        connection.environment = environment;
        connection.readOnly = false;
        return std::move(*config::WritePermit::forConnection(connection));
    }
    static Plan plan() {
        Plan plan;
        plan.action = Action::AlterConfigs;
        plan.target = "orders";
        plan.changes.push_back({"retention.ms", "1000", "2000"});
        return plan;
    }

    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestAuditLog::init() {
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestAuditLog::writesIntentAndOutcome() {
    auto log = open();
    QVERIFY(log.has_value());
    const Status failure = Error{ErrorCode::Unavailable, "no broker"};
    const Status done = carryOut(plan(), permit(config::Environment::Test), "", **log, [&](Details& details) {
        // On the disk before anything happens.
        if (lines().size() != 2) return Status(Error{ErrorCode::Internal, "no intent"});
        details["undo_file"] = "undo.csv";
        return Status();
    });
    QVERIFY2(done.ok(), done ? "" : done.error().detail.c_str());
    QVERIFY(
        !carryOut(plan(), permit(config::Environment::Test), "", **log, [&](Details&) { return failure; }));
    const QByteArrayList all = lines();
    QCOMPARE(all.size(), 5);
    const QJsonObject intent = QJsonDocument::fromJson(all[0]).object();
    QCOMPARE(intent[u"entry"_s].toString(), u"intent"_s);
    QCOMPARE(intent[u"at"_s].toString(), u"2023-11-14T22:13:20Z"_s);
    QCOMPARE(intent[u"connection"_s].toString(), u"orders-cluster"_s);
    QCOMPARE(intent[u"environment"_s].toString(), u"test"_s);
    QCOMPARE(intent[u"action"_s].toString(), u"alter-configs"_s);
    QCOMPARE(intent[u"target"_s].toString(), u"orders"_s);
    QVERIFY(!intent[u"user"_s].toString().isEmpty());
    const QJsonObject change = intent[u"changes"_s].toArray().first().toObject();
    QCOMPARE(change[u"before"_s].toString(), u"1000"_s);
    QCOMPARE(change[u"after"_s].toString(), u"2000"_s);
    const QJsonObject outcome = QJsonDocument::fromJson(all[1]).object();
    QCOMPARE(outcome[u"id"_s], intent[u"id"_s]);
    QCOMPARE(outcome[u"result"_s].toString(), u"done"_s);
    QCOMPARE(outcome[u"details"_s].toObject()[u"undo_file"_s].toString(), u"undo.csv"_s);
    const QJsonObject failed = QJsonDocument::fromJson(all[3]).object();
    QCOMPARE(failed[u"result"_s].toString(), u"failed"_s);
    QCOMPARE(failed[u"error"_s].toObject()[u"detail"_s].toString(), u"no broker"_s);
    QVERIFY(QJsonDocument::fromJson(all[2]).object()[u"id"_s] != intent[u"id"_s]);
}

void TestAuditLog::isReadableByItsOwnerOnly() {
    QFile made(QString::fromStdString(file().string()));
    QVERIFY(made.open(QIODevice::WriteOnly));
    made.close();
    QCOMPARE(::chmod(file().c_str(), 0644), 0);
    QVERIFY(open().has_value());
    struct stat status {};
    QCOMPARE(::stat(file().c_str(), &status), 0);
    QCOMPARE(status.st_mode & 0777U, 0600U);
}

void TestAuditLog::refusesWhatIsNoPlainFileOfOurs_data() {
    QTest::addColumn<QString>("kind");
    for (const char* kind : {"link", "pipe", "folder", "no folder around it"})
        QTest::newRow(kind) << QString::fromUtf8(kind);
}

void TestAuditLog::refusesWhatIsNoPlainFileOfOurs() {
    QFETCH(QString, kind);
    if (kind == u"link"_s) QCOMPARE(::symlink("/dev/null", file().c_str()), 0);
    if (kind == u"pipe"_s) QCOMPARE(::mkfifo(file().c_str(), 0600), 0);
    if (kind == u"folder"_s) QCOMPARE(::mkdir(file().c_str(), 0700), 0);
    if (kind == u"no folder around it"_s) m_folder->remove();
    const auto log = open();
    QVERIFY(!log.has_value());
    QVERIFY2(log.error().detail.find(file().string()) != std::string::npos, log.error().detail.c_str());
}

void TestAuditLog::startsANewLineAfterATornOne() {
    QFile torn(QString::fromStdString(file().string()));
    QVERIFY(torn.open(QIODevice::WriteOnly) && torn.write("{\"entry\":\"int") > 0);
    torn.close();
    auto log = open();
    QVERIFY(log && (*log)->begin(plan(), permit(config::Environment::Test)));
    const QByteArrayList all = lines();
    QCOMPARE(all.size(), 3);
    QVERIFY(QJsonDocument::fromJson(all[1]).isObject());
}

void TestAuditLog::noChangeWithoutARecord() {
    bool changed = false;
    auto log = open();
    QVERIFY(log.has_value());
    Plan empty;
    QVERIFY(carryOut(empty, permit(config::Environment::Test), "", **log, [&](Details&) {
        changed = true;
        return Status();
    }));
    QVERIFY(!changed);
    QCOMPARE(lines().join(), ""_ba);
}

void TestAuditLog::noChangeWhenTheDiskIsFull() {
    auto log = open();
    QVERIFY(log.has_value());
    // A file may not grow beyond this: what a full disk does, without filling one.
    rlimit before{};
    QCOMPARE(::getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto old = std::signal(SIGXFSZ, SIG_IGN);
    rlimit small = before;
    small.rlim_cur = 40;
    QCOMPARE(::setrlimit(RLIMIT_FSIZE, &small), 0);
    bool changed = false;
    const Status status = carryOut(plan(), permit(config::Environment::Test), "", **log, [&](Details&) {
        changed = true;
        return Status();
    });
    ::setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, old);
    QVERIFY(!status.ok() && !changed);
    QCOMPARE(status.error().code, ErrorCode::DiskFull);
    // No half line is left.
    QCOMPARE(lines().join(), ""_ba);
}

void TestAuditLog::aDeletedLogIsNoticed() {
    auto log = open();
    QVERIFY(log.has_value());
    QCOMPARE(::unlink(file().c_str()), 0);
    QVERIFY(!(*log)->begin(plan(), permit(config::Environment::Test)));
}

void TestAuditLog::production_data() {
    QTest::addColumn<int>("environment");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("accepted");
    const int production = static_cast<int>(config::Environment::Production);
    const int test = static_cast<int>(config::Environment::Test);
    QTest::newRow("production, nothing") << production << u""_s << false;
    QTest::newRow("production, another name") << production << u"order"_s << false;
    QTest::newRow("production, the name") << production << u"orders"_s << true;
    QTest::newRow("test, nothing") << test << u""_s << true;
    QTest::newRow("test, another name") << test << u"order"_s << false;
}

void TestAuditLog::production() {
    QFETCH(int, environment);
    QFETCH(QString, typed);
    QFETCH(bool, accepted);
    auto log = open();
    QVERIFY(log.has_value());
    bool changed = false;
    const Status status = carryOut(plan(), permit(static_cast<config::Environment>(environment)),
                                   typed.toStdString(), **log, [&](Details&) {
                                       changed = true;
                                       return Status();
                                   });
    QCOMPARE(status.ok(), accepted);
    QCOMPARE(changed, accepted);
    QCOMPARE(lines().size(), accepted ? 3 : 1);
}

} // namespace eventflow::admin

QTEST_GUILESS_MAIN(eventflow::admin::TestAuditLog)
#include "tst_admin_audit_log.moc"
