#include "pipelines/auth/secret_store.h"

#include <QCoreApplication>
#include <QEventLoop>
#include <qt6keychain/keychain.h>

namespace eventflow::auth {

namespace {

/// QtKeychain talks over D-Bus, which needs an application object; a headless program has none.
void ensureApplication() {
    if (QCoreApplication::instance() != nullptr) return;
    static int count = 1;
    static char name[] = "eventflow";
    static char* arguments[] = {name, nullptr};
    static const QCoreApplication application(count, arguments);
}

void finish(QKeychain::Job& job) {
    job.setAutoDelete(false);
    // It must never fall back to a file in plain text.
    job.setInsecureFallback(false);
    QEventLoop loop;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, &QEventLoop::quit);
    job.start();
    loop.exec();
}

Status statusOf(const QKeychain::Job& job) {
    switch (job.error()) {
    case QKeychain::NoError:
        return {};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return Error{ErrorCode::PermissionDenied, "the system's keychain refused; unlock it and try again"};
    default:
        break;
    }
    return Error{ErrorCode::Unavailable, "the system's keychain: " + job.errorString().toStdString()};
}

class KeychainStore final : public SecretStore {
public:
    KeychainStore() { ensureApplication(); }

    [[nodiscard]] std::string describe() const override { return keychainStoreName(); }

    Result<std::optional<std::string>> read(const std::string& key) override {
        QKeychain::ReadPasswordJob job(QStringLiteral("eventflow"));
        job.setKey(QString::fromStdString(key));
        finish(job);
        if (job.error() == QKeychain::EntryNotFound) return std::optional<std::string>();
        if (Status status = statusOf(job); !status) return status.error();
        return std::optional<std::string>(job.binaryData().toStdString());
    }

    Status write(const std::string& key, const std::string& secret) override {
        QKeychain::WritePasswordJob job(QStringLiteral("eventflow"));
        job.setKey(QString::fromStdString(key));
        job.setBinaryData(QByteArray::fromStdString(secret));
        finish(job);
        return statusOf(job);
    }

    Status remove(const std::string& key) override {
        QKeychain::DeletePasswordJob job(QStringLiteral("eventflow"));
        job.setKey(QString::fromStdString(key));
        finish(job);
        return job.error() == QKeychain::EntryNotFound ? Status() : statusOf(job);
    }
};

} // namespace

std::string keychainStoreName() {
    return "the system's keychain";
}

std::unique_ptr<SecretStore> makeKeychainStore() {
    return std::make_unique<KeychainStore>();
}

} // namespace eventflow::auth
