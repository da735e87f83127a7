#pragma once

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>
#include <QStringList>

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

namespace httplib {
class Server;
class SSLServer;
struct Request;
} // namespace httplib

namespace eventflow::testing {

/// A Confluent-compatible schema registry in memory, on a free port of the loopback. It keeps the contract of
/// the REST API: status and error codes, soft and permanent deletion, ids shared by equal schemas,
/// references, levels, modes. Its compatibility check is a crude one of Avro records: a field may not change
/// its type, a new one needs a default. Thread: any.
class FakeRegistry {
public:
    struct Reply {
        int status = 200;
        QByteArray body;
        std::map<std::string, std::string> headers;
    };
    struct Seen {
        QByteArray method;
        QByteArray target; ///< as it was sent, encoded
        QByteArray authorization;
        QByteArray contentType;
    };
    /// Answers instead of the registry where it returns something.
    using Interceptor = std::function<std::optional<Reply>(const Seen&)>;
    struct Tls {
        QString certificateFile;
        QString keyFile;
        QString clientCaFile; ///< when not empty, clients have to show a certificate of it
    };

    explicit FakeRegistry(QByteArray basePath = {}, const std::optional<Tls>& tls = std::nullopt);
    ~FakeRegistry();
    FakeRegistry(const FakeRegistry&) = delete;
    FakeRegistry& operator=(const FakeRegistry&) = delete;

    [[nodiscard]] std::string url() const;
    void intercept(Interceptor interceptor);
    [[nodiscard]] std::vector<Seen> seen() const;
    [[nodiscard]] int count(const QByteArray& method, const QByteArray& target) const;

private:
    struct Definition {
        QString type;
        QString text;
        QJsonArray references;
        bool operator==(const Definition&) const = default;
    };
    struct Version {
        int number = 0;
        int id = 0;
        bool deleted = false;
    };
    struct Subject {
        std::vector<Version> versions;
        int lastNumber = 0;
        QString level; ///< empty: the global one
        QString mode;
    };
    struct Call {
        QByteArray method;
        QStringList path; ///< decoded segments
        std::map<QString, QString> query;
        QJsonObject body;
        [[nodiscard]] bool flag(const char* name) const;
    };

    Reply answer(const Seen& seen, const QByteArray& body);
    Reply route(const Call& call);
    Reply subjects(const Call& call);
    Reply subject(const Call& call);
    Reply versions(const Call& call, Subject& subject);
    Reply version(const Call& call, Subject& subject);
    Reply lookup(const Call& call);
    Reply registerSchema(const Call& call);
    Reply deleteSubject(const Call& call, Subject& subject);
    Reply deleteVersion(const Call& call, Version& version);
    Reply schemaById(const Call& call);
    Reply compatibility(const Call& call);
    Reply config(const Call& call);
    Reply mode(const Call& call);

    std::optional<Reply> readDefinition(const QJsonObject& body, Definition& out) const;
    [[nodiscard]] const Version* findVersion(const QString& subject, int number) const;
    [[nodiscard]] QStringList incompatibilities(const Definition& next,
                                                const std::vector<Version>& against) const;
    [[nodiscard]] std::vector<Version> checkedVersions(const Subject& subject) const;
    [[nodiscard]] QJsonArray referencedBy(const QString& subject, int number) const;
    [[nodiscard]] QJsonObject describe(const QString& subject, const Version& version) const;
    [[nodiscard]] bool isReadOnly(const Subject& subject) const;
    [[nodiscard]] QString levelOf(const Subject& subject) const;

    const QByteArray m_basePath;
    const bool m_secure;
    std::unique_ptr<httplib::Server> m_server;
    int m_port = 0;

    mutable std::mutex m_mutex; ///< guards everything below
    std::map<QString, Subject> m_subjects;
    std::map<int, Definition> m_schemas;
    QString m_level = QStringLiteral("BACKWARD");
    QString m_mode = QStringLiteral("READWRITE");
    std::vector<Seen> m_seen;
    Interceptor m_interceptor;
    std::jthread m_thread;
};

} // namespace eventflow::testing
