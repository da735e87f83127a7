#include "registry_under_test.h"

#include <QByteArray>
#include <QProcess>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

namespace eventflow::testing {

namespace {

constexpr int kNotHere = 77;
/// Fetching 142 MB the first time included.
constexpr int kStartMs = 240'000;

/// Apicurio Registry in a process of its own; tests/kafka/registry/start.sh fetches and runs it.
class ApicurioUnderTest final : public RegistryUnderTest {
public:
    ApicurioUnderTest() { m_deviations = {Deviation::NoModes, Deviation::LevelsAlwaysInherit}; }
    ~ApicurioUnderTest() override {
        m_process.terminate();
        if (!m_process.waitForFinished(10'000)) {
            m_process.kill();
            m_process.waitForFinished();
        }
    }

    bool run(std::string& unavailable) {
        m_process.setProcessChannelMode(QProcess::MergedChannels);
        m_process.start(QStringLiteral(EVENTFLOW_SOURCE_DIR "/tests/kafka/registry/start.sh"),
                        {QStringLiteral(EVENTFLOW_REGISTRY_FOLDER)});
        static const QRegularExpression listening(
            QStringLiteral("Listening on: (http://127\\.0\\.0\\.1:\\d+)"));
        QByteArray said;
        const auto isSettled = [&] {
            said += m_process.readAll();
            m_url = listening.match(QString::fromUtf8(said)).captured(1);
            return !m_url.isEmpty() || m_process.state() == QProcess::NotRunning;
        };
        (void)QTest::qWaitFor(isSettled, kStartMs);
        if (!m_url.isEmpty()) return true;
        if (m_process.state() == QProcess::NotRunning && m_process.exitCode() == kNotHere)
            unavailable = "SKIPPED: the contract is NOT tested on a real schema registry: " +
                          said.right(500).toStdString();
        else
            qWarning("%s", said.right(5'000).constData());
        return false;
    }

    [[nodiscard]] std::string url() const override { return m_url.toStdString() + "/apis/ccompat/v7"; }

private:
    QProcess m_process;
    QString m_url;
};

} // namespace

std::unique_ptr<RegistryUnderTest> RegistryUnderTest::start(std::string& unavailable) {
    auto registry = std::make_unique<ApicurioUnderTest>();
    if (!registry->run(unavailable)) return nullptr;
    return registry;
}

} // namespace eventflow::testing
