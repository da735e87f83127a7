#include "core/notify/matcher_text.h"
#include "pipelines/automate/marks_file.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace eventflow;
using automate::MarksFile;

namespace {

Status silenceHost(notify::Marks& marks, const std::string& host) {
    notify::Silence silence;
    silence.matchers = *notify::parseMatchers("host=" + host);
    silence.startsAt = timestampFromNs(0);
    silence.endsAt = timestampFromNs(1'000'000'000);
    const auto id = marks.addSilence(std::move(silence), timestampFromNs(0));
    return id ? Status() : Status(id.error());
}

} // namespace

class TestMarksFile : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;

    [[nodiscard]] std::filesystem::path path(const char* name) const {
        return m_folder.filePath(QLatin1StringView(name)).toStdString();
    }

private Q_SLOTS:
    void aChangeIsNoticedOnce() {
        MarksFile running(path("m.yaml"));
        QVERIFY(running.load()->silences.empty());
        QVERIFY(!running.loadIfChanged());
        const MarksFile other(path("m.yaml"));
        QVERIFY(other.change([](notify::Marks& marks) { return silenceHost(marks, "a"); }).ok());
        const auto changed = running.loadIfChanged();
        QVERIFY(changed && *changed);
        QCOMPARE((*changed)->silences.size(), std::size_t(1));
        QVERIFY(!running.loadIfChanged());
        QVERIFY(QFile::remove(QString::fromStdString(path("m.yaml").string())));
        const auto gone = running.loadIfChanged();
        QVERIFY(gone && *gone && (*gone)->silences.empty());
    }

    void aRefusedChangeLeavesTheFileAlone() {
        const MarksFile file(path("refused.yaml"));
        const Status status = file.change([](notify::Marks& marks) {
            static_cast<void>(silenceHost(marks, "a"));
            return Status(Error{ErrorCode::InvalidArgument, "no"});
        });
        QCOMPARE(status.error().detail, std::string("no"));
        QVERIFY(!std::filesystem::exists(path("refused.yaml")));
    }

    void aBrokenFileIsNotOverwritten() {
        QFile broken(QString::fromStdString(path("broken.yaml").string()));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("silences: [{}]");
        broken.close();
        const MarksFile file(path("broken.yaml"));
        const Status status = file.change([](notify::Marks& marks) { return silenceHost(marks, "a"); });
        QCOMPARE(status.error().code, ErrorCode::ParseError);
        QVERIFY(status.error().detail.find("broken.yaml:1:") != std::string::npos);
        QCOMPARE(broken.size(), qint64(14));
    }

    void noFolder() {
        const MarksFile file("/nowhere/m.yaml");
        QCOMPARE(file.change([](notify::Marks&) { return Status(); }).error().code, ErrorCode::IoError);
    }

    void manyChangeItAtOnce() {
        constexpr int kThreads = 8;
        std::vector<std::jthread> threads;
        for (int i = 0; i < kThreads; ++i)
            threads.emplace_back([this, i] {
                const MarksFile file(path("busy.yaml"));
                for (int n = 0; n < 5; ++n)
                    static_cast<void>(file.change([&](notify::Marks& marks) {
                        return silenceHost(marks, std::to_string(i) + '-' + std::to_string(n));
                    }));
            });
        threads.clear();
        QCOMPARE(MarksFile(path("busy.yaml")).load()->silences.size(), std::size_t(kThreads * 5));
    }
};

QTEST_GUILESS_MAIN(TestMarksFile)
#include "tst_marks_file.moc"
