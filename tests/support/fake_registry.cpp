#include "tests/support/fake_registry.h"

#include <QJsonDocument>
#include <QUrl>

#include <httplib.h>

#include <algorithm>

namespace eventflow::testing {

namespace {

using Reply = FakeRegistry::Reply;

Reply json(const QJsonObject& object) {
    return {200, QJsonDocument(object).toJson(QJsonDocument::Compact), {}};
}
Reply json(const QJsonArray& array) {
    return {200, QJsonDocument(array).toJson(QJsonDocument::Compact), {}};
}
Reply fault(int code, const QString& message) {
    Reply reply =
        json(QJsonObject{{QStringLiteral("error_code"), code}, {QStringLiteral("message"), message}});
    reply.status = code > 999 ? code / 100 : code;
    return reply;
}

const QStringList kLevels = {QStringLiteral("NONE"),
                             QStringLiteral("BACKWARD"),
                             QStringLiteral("BACKWARD_TRANSITIVE"),
                             QStringLiteral("FORWARD"),
                             QStringLiteral("FORWARD_TRANSITIVE"),
                             QStringLiteral("FULL"),
                             QStringLiteral("FULL_TRANSITIVE")};
const QStringList kModes = {QStringLiteral("READWRITE"), QStringLiteral("READONLY"),
                            QStringLiteral("READONLY_OVERRIDE"), QStringLiteral("IMPORT")};

QMap<QString, QJsonObject> fieldsOf(const QString& schema) {
    QMap<QString, QJsonObject> fields;
    const auto list =
        QJsonDocument::fromJson(schema.toUtf8()).object().value(QStringLiteral("fields")).toArray();
    for (const auto& field : list)
        fields.insert(field.toObject().value(QStringLiteral("name")).toString(), field.toObject());
    return fields;
}

QStringList whyUnreadable(const QString& reader, const QString& writer) {
    QStringList reasons;
    const auto written = fieldsOf(writer);
    const auto read = fieldsOf(reader);
    for (auto field = read.cbegin(); field != read.cend(); ++field) {
        const auto same = written.find(field.key());
        if (same == written.cend()) {
            if (!field->contains(QStringLiteral("default")))
                reasons << QStringLiteral("READER_FIELD_MISSING_DEFAULT_VALUE: ") + field.key();
        } else if (same->value(QStringLiteral("type")) != field->value(QStringLiteral("type"))) {
            reasons << QStringLiteral("TYPE_MISMATCH: ") + field.key();
        }
    }
    return reasons;
}

} // namespace

FakeRegistry::FakeRegistry(QByteArray basePath, const std::optional<Tls>& tls)
    : m_basePath(std::move(basePath)), m_secure(tls.has_value()) {
    if (tls)
        m_server = std::make_unique<httplib::SSLServer>(
            tls->certificateFile.toStdString().c_str(), tls->keyFile.toStdString().c_str(),
            tls->clientCaFile.isEmpty() ? nullptr : tls->clientCaFile.toStdString().c_str());
    else
        m_server = std::make_unique<httplib::Server>();
    m_server->set_tcp_nodelay(true);
    m_server->new_task_queue = [] { return new httplib::ThreadPool(4); };
    m_server->set_keep_alive_timeout(1);
    // Before the library's own routing, which decodes the path: a subject may hold slashes.
    const auto handle = [this](const httplib::Request& request, httplib::Response& response) {
        const Seen seen{QByteArray::fromStdString(request.method), QByteArray::fromStdString(request.target),
                        QByteArray::fromStdString(request.get_header_value("Authorization")),
                        QByteArray::fromStdString(request.get_header_value("Content-Type"))};
        const Reply reply = answer(seen, QByteArray::fromStdString(request.body));
        response.status = reply.status;
        for (const auto& [name, value] : reply.headers)
            response.set_header(name, value);
        const bool isMarkup = reply.body.startsWith('<');
        response.set_content(reply.body.toStdString(),
                             isMarkup ? "text/html" : "application/vnd.schemaregistry.v1+json");
    };
    m_server->Get(".*", handle);
    m_server->Post(".*", handle);
    m_server->Put(".*", handle);
    m_server->Delete(".*", handle);
    m_port = m_server->bind_to_any_port("127.0.0.1");
    m_thread = std::jthread([this] { m_server->listen_after_bind(); });
    // stop() before the server listens would be lost.
    while (!m_server->is_running())
        std::this_thread::yield();
}

FakeRegistry::~FakeRegistry() {
    m_server->stop();
}

std::string FakeRegistry::url() const {
    return std::string(m_secure ? "https" : "http") + "://127.0.0.1:" + std::to_string(m_port) +
           m_basePath.toStdString();
}

void FakeRegistry::intercept(Interceptor interceptor) {
    const std::lock_guard lock(m_mutex);
    m_interceptor = std::move(interceptor);
}

std::vector<FakeRegistry::Seen> FakeRegistry::seen() const {
    const std::lock_guard lock(m_mutex);
    return m_seen;
}

int FakeRegistry::count(const QByteArray& method, const QByteArray& target) const {
    const auto all = seen();
    return static_cast<int>(std::ranges::count_if(
        all, [&](const Seen& one) { return one.method == method && one.target == m_basePath + target; }));
}

bool FakeRegistry::Call::flag(const char* name) const {
    const auto found = query.find(QLatin1StringView(name));
    return found != query.end() && found->second == QStringLiteral("true");
}

Reply FakeRegistry::answer(const Seen& seen, const QByteArray& body) {
    Interceptor interceptor;
    {
        const std::lock_guard lock(m_mutex);
        m_seen.push_back(seen);
        interceptor = m_interceptor;
    }
    if (interceptor)
        if (auto reply = interceptor(seen)) return *reply;
    if (!seen.target.startsWith(m_basePath)) return {404, "<html>not here</html>", {}};
    Call call;
    call.method = seen.method;
    const auto parts = seen.target.mid(m_basePath.size()).split('?');
    for (const QByteArray& segment : parts[0].mid(1).split('/'))
        call.path << QString::fromUtf8(QByteArray::fromPercentEncoding(segment));
    for (const QByteArray& pair : parts.value(1).split('&')) {
        const auto halves = pair.split('=');
        call.query[QString::fromUtf8(halves[0])] =
            QString::fromUtf8(QByteArray::fromPercentEncoding(halves.value(1)));
    }
    call.body = QJsonDocument::fromJson(body).object();
    const std::lock_guard lock(m_mutex);
    return route(call);
}

Reply FakeRegistry::route(const Call& call) {
    const QString first = call.path.value(0);
    if (first == QStringLiteral("subjects")) return call.path.size() == 1 ? subjects(call) : subject(call);
    if (first == QStringLiteral("schemas")) return schemaById(call);
    if (first == QStringLiteral("compatibility")) return compatibility(call);
    if (first == QStringLiteral("config")) return config(call);
    if (first == QStringLiteral("mode")) return mode(call);
    if (first == QStringLiteral("contexts")) return json(QJsonArray{QStringLiteral(".")});
    return fault(404, QStringLiteral("HTTP 404 Not Found"));
}

Reply FakeRegistry::subjects(const Call& call) {
    QJsonArray names;
    const auto prefix = call.query.find(QStringLiteral("subjectPrefix"));
    for (const auto& [name, subject] : m_subjects) {
        const bool isGone = std::ranges::all_of(subject.versions, &Version::deleted);
        if (subject.versions.empty()) continue;
        if (prefix != call.query.end() && !name.startsWith(prefix->second)) continue;
        if (call.flag("deletedOnly") ? isGone : (!isGone || call.flag("deleted"))) names.append(name);
    }
    return json(names);
}

Reply FakeRegistry::subject(const Call& call) {
    const QString name = call.path[1];
    if (call.method == "POST") return call.path.size() == 2 ? lookup(call) : registerSchema(call);
    const auto found = m_subjects.find(name);
    if (found == m_subjects.end() || found->second.versions.empty())
        return fault(40401, QStringLiteral("Subject '%1' not found.").arg(name));
    if (call.path.size() == 2) return deleteSubject(call, found->second);
    return call.path.size() == 3 ? versions(call, found->second) : version(call, found->second);
}

Reply FakeRegistry::versions(const Call& call, Subject& subject) {
    QJsonArray numbers;
    for (const Version& version : subject.versions)
        if (call.flag("deletedOnly") ? version.deleted : (!version.deleted || call.flag("deleted")))
            numbers.append(version.number);
    if (numbers.isEmpty()) return fault(40401, QStringLiteral("Subject '%1' not found.").arg(call.path[1]));
    return json(numbers);
}

Reply FakeRegistry::version(const Call& call, Subject& subject) {
    bool isNumber = false;
    const int number = call.path[3].toInt(&isNumber);
    const bool isLatest = call.path[3] == QStringLiteral("latest");
    if (!isLatest && (!isNumber || number < 1))
        return fault(
            42202, QStringLiteral("The specified version '%1' is not a valid version id.").arg(call.path[3]));
    const bool permanent = call.flag("permanent");
    const bool showsDeleted = call.flag("deleted") || call.method == "DELETE";
    Version* found = nullptr;
    for (Version& version : subject.versions)
        if ((isLatest || version.number == number) && (showsDeleted || !version.deleted)) found = &version;
    if (found == nullptr) {
        if (std::ranges::all_of(subject.versions, &Version::deleted))
            return fault(40401, QStringLiteral("Subject '%1' not found.").arg(call.path[1]));
        return fault(40402, QStringLiteral("Version %1 not found.").arg(call.path[3]));
    }
    if (call.method == "DELETE") {
        if (!permanent && found->deleted)
            return fault(40406, QStringLiteral("Subject '%1' Version %2 was soft deleted.")
                                    .arg(call.path[1])
                                    .arg(found->number));
        if (permanent && !found->deleted)
            return fault(40407, QStringLiteral("Subject '%1' Version %2 was not deleted first.")
                                    .arg(call.path[1])
                                    .arg(found->number));
        return deleteVersion(call, *found);
    }
    if (call.path.value(4) == QStringLiteral("schema")) return {200, m_schemas[found->id].text.toUtf8(), {}};
    if (call.path.value(4) == QStringLiteral("referencedby"))
        return json(referencedBy(call.path[1], found->number));
    return json(describe(call.path[1], *found));
}

Reply FakeRegistry::lookup(const Call& call) {
    const auto found = m_subjects.find(call.path[1]);
    if (found == m_subjects.end() || found->second.versions.empty())
        return fault(40401, QStringLiteral("Subject '%1' not found.").arg(call.path[1]));
    Definition wanted;
    if (const auto refused = readDefinition(call.body, wanted)) return *refused;
    for (const Version& version : found->second.versions)
        if (m_schemas[version.id] == wanted && (!version.deleted || call.flag("deleted")))
            return json(describe(call.path[1], version));
    return fault(40403, QStringLiteral("Schema not found"));
}

Reply FakeRegistry::registerSchema(const Call& call) {
    Definition next;
    if (const auto refused = readDefinition(call.body, next)) return *refused;
    Subject& subject = m_subjects[call.path[1]];
    if (isReadOnly(subject))
        return fault(42205, QStringLiteral("Subject %1 is in read-only mode").arg(call.path[1]));
    const auto answerId = [](int id) { return json(QJsonObject{{QStringLiteral("id"), id}}); };
    for (const Version& version : subject.versions)
        if (!version.deleted && m_schemas[version.id] == next) return answerId(version.id);
    const QStringList reasons = incompatibilities(next, checkedVersions(subject));
    if (!reasons.isEmpty())
        return fault(409, QStringLiteral("Schema being registered is incompatible with an earlier schema: ") +
                              reasons.join(QStringLiteral("; ")));
    auto known = std::ranges::find_if(m_schemas, [&](const auto& entry) { return entry.second == next; });
    const int id = known != m_schemas.end() ? known->first
                   : m_schemas.empty()      ? 1
                                            : m_schemas.rbegin()->first + 1;
    m_schemas.emplace(id, next);
    subject.versions.push_back({++subject.lastNumber, id, false});
    return answerId(id);
}

Reply FakeRegistry::deleteSubject(const Call& call, Subject& subject) {
    if (isReadOnly(subject))
        return fault(42205, QStringLiteral("Subject %1 is in read-only mode").arg(call.path[1]));
    const bool isGone = std::ranges::all_of(subject.versions, &Version::deleted);
    const bool permanent = call.flag("permanent");
    if (!permanent && isGone)
        return fault(40404, QStringLiteral("Subject '%1' was soft deleted.").arg(call.path[1]));
    if (permanent && !isGone)
        return fault(40405, QStringLiteral("Subject '%1' was not deleted first.").arg(call.path[1]));
    QJsonArray numbers;
    for (const Version& version : subject.versions)
        if (permanent || !version.deleted) {
            if (!referencedBy(call.path[1], version.number).isEmpty())
                return fault(42206, QStringLiteral("One or more references exist to the schema"));
            numbers.append(version.number);
        }
    for (Version& version : subject.versions)
        version.deleted = true;
    if (permanent) m_subjects.erase(call.path[1]);
    return json(numbers);
}

Reply FakeRegistry::deleteVersion(const Call& call, Version& version) {
    Subject& subject = m_subjects[call.path[1]];
    if (isReadOnly(subject))
        return fault(42205, QStringLiteral("Subject %1 is in read-only mode").arg(call.path[1]));
    if (!referencedBy(call.path[1], version.number).isEmpty())
        return fault(42206, QStringLiteral("One or more references exist to the schema"));
    const int number = version.number;
    version.deleted = true;
    if (call.flag("permanent"))
        std::erase_if(subject.versions, [&](const Version& one) { return one.number == number; });
    return {200, QByteArray::number(number), {}};
}

Reply FakeRegistry::schemaById(const Call& call) {
    if (call.path.value(1) == QStringLiteral("types"))
        return json(QJsonArray{QStringLiteral("AVRO"), QStringLiteral("JSON"), QStringLiteral("PROTOBUF")});
    const int id = call.path.value(2).toInt();
    const auto found = m_schemas.find(id);
    if (call.path.value(1) != QStringLiteral("ids") || found == m_schemas.end())
        return fault(40403, QStringLiteral("Schema %1 not found").arg(call.path.value(2)));
    const QString part = call.path.value(3);
    if (part == QStringLiteral("schema")) return {200, found->second.text.toUtf8(), {}};
    if (part.isEmpty()) {
        QJsonObject out{{QStringLiteral("schema"), found->second.text}};
        if (found->second.type != QStringLiteral("AVRO"))
            out.insert(QStringLiteral("schemaType"), found->second.type);
        if (!found->second.references.isEmpty())
            out.insert(QStringLiteral("references"), found->second.references);
        return json(out);
    }
    QJsonArray places;
    for (const auto& [name, subject] : m_subjects)
        for (const Version& version : subject.versions) {
            if (version.id != id || version.deleted) continue;
            if (part == QStringLiteral("subjects"))
                places.append(name);
            else
                places.append(QJsonObject{{QStringLiteral("subject"), name},
                                          {QStringLiteral("version"), version.number}});
        }
    return json(places);
}

Reply FakeRegistry::compatibility(const Call& call) {
    Definition next;
    if (const auto refused = readDefinition(call.body, next)) return *refused;
    const QString name = call.path.value(2);
    std::vector<Version> against;
    const auto found = m_subjects.find(name);
    if (call.path.size() == 5) {
        if (found == m_subjects.end())
            return fault(40401, QStringLiteral("Subject '%1' not found.").arg(name));
        for (const Version& version : found->second.versions)
            if (!version.deleted &&
                (call.path[4] == QStringLiteral("latest") || version.number == call.path[4].toInt()))
                against = {version};
        if (against.empty()) return fault(40402, QStringLiteral("Version %1 not found.").arg(call.path[4]));
    } else if (found != m_subjects.end()) {
        against = checkedVersions(found->second);
    }
    const QStringList reasons = incompatibilities(next, against);
    QJsonObject out{{QStringLiteral("is_compatible"), reasons.isEmpty()}};
    if (call.flag("verbose")) out.insert(QStringLiteral("messages"), QJsonArray::fromStringList(reasons));
    return json(out);
}

Reply FakeRegistry::config(const Call& call) {
    QString* own = call.path.size() > 1 ? &m_subjects[call.path[1]].level : &m_level;
    if (call.method == "PUT") {
        const QString level = call.body.value(QStringLiteral("compatibility")).toString();
        if (!kLevels.contains(level))
            return fault(42203, QStringLiteral("Invalid compatibility level. Valid values are none, "
                                               "backward, forward, full, …"));
        *own = level;
        return json(QJsonObject{{QStringLiteral("compatibility"), level}});
    }
    if (own->isEmpty() && !call.flag("defaultToGlobal"))
        return fault(40408,
                     QStringLiteral("Subject '%1' does not have subject-level compatibility configured")
                         .arg(call.path[1]));
    const QString level = own->isEmpty() ? m_level : *own;
    if (call.method == "DELETE") own->clear();
    return json(QJsonObject{{QStringLiteral("compatibilityLevel"), level}});
}

Reply FakeRegistry::mode(const Call& call) {
    QString* own = call.path.size() > 1 ? &m_subjects[call.path[1]].mode : &m_mode;
    if (call.method == "PUT") {
        const QString mode = call.body.value(QStringLiteral("mode")).toString();
        if (!kModes.contains(mode)) return fault(42204, QStringLiteral("Invalid mode. Valid values are …"));
        *own = mode;
        return json(QJsonObject{{QStringLiteral("mode"), mode}});
    }
    if (own->isEmpty() && !call.flag("defaultToGlobal"))
        return fault(
            40409,
            QStringLiteral("Subject '%1' does not have subject-level mode configured").arg(call.path[1]));
    const QString mode = own->isEmpty() ? m_mode : *own;
    if (call.method == "DELETE") own->clear();
    return json(QJsonObject{{QStringLiteral("mode"), mode}});
}

std::optional<Reply> FakeRegistry::readDefinition(const QJsonObject& body, Definition& out) const {
    out.text = body.value(QStringLiteral("schema")).toString();
    out.type = body.value(QStringLiteral("schemaType")).toString(QStringLiteral("AVRO"));
    out.references = body.value(QStringLiteral("references")).toArray();
    const bool isProtobuf = out.type == QStringLiteral("PROTOBUF");
    const bool parses = isProtobuf ? out.text.contains(QStringLiteral("message "))
                                   : !QJsonDocument::fromJson(out.text.toUtf8()).isNull();
    if (!parses) return fault(42201, QStringLiteral("Invalid schema: ") + out.text.left(40));
    for (const auto& value : out.references) {
        const QJsonObject reference = value.toObject();
        if (findVersion(reference.value(QStringLiteral("subject")).toString(),
                        reference.value(QStringLiteral("version")).toInt()) == nullptr)
            return fault(42201, QStringLiteral("No schema reference found"));
    }
    return std::nullopt;
}

const FakeRegistry::Version* FakeRegistry::findVersion(const QString& subject, int number) const {
    const auto found = m_subjects.find(subject);
    if (found == m_subjects.end()) return nullptr;
    for (const Version& version : found->second.versions)
        if (version.number == number) return &version;
    return nullptr;
}

QStringList FakeRegistry::incompatibilities(const Definition& next,
                                            const std::vector<Version>& against) const {
    QStringList reasons;
    for (const Version& version : against)
        reasons += whyUnreadable(next.text, m_schemas.at(version.id).text);
    return reasons;
}

/// What registering is checked against; the crude check is backward in every level.
std::vector<FakeRegistry::Version> FakeRegistry::checkedVersions(const Subject& subject) const {
    std::vector<Version> alive;
    for (const Version& version : subject.versions)
        if (!version.deleted) alive.push_back(version);
    const QString level = levelOf(subject);
    if (level == QStringLiteral("NONE")) return {};
    if (level.endsWith(QStringLiteral("_TRANSITIVE")) || alive.size() < 2) return alive;
    return {alive.back()};
}

QJsonArray FakeRegistry::referencedBy(const QString& subject, int number) const {
    QJsonArray ids;
    for (const auto& [id, definition] : m_schemas)
        for (const auto& value : definition.references) {
            const QJsonObject reference = value.toObject();
            const bool isUsed = std::ranges::any_of(m_subjects, [id = id](const auto& entry) {
                return std::ranges::any_of(entry.second.versions,
                                           [&](const Version& v) { return v.id == id && !v.deleted; });
            });
            if (isUsed && reference.value(QStringLiteral("subject")).toString() == subject &&
                reference.value(QStringLiteral("version")).toInt() == number)
                ids.append(id);
        }
    return ids;
}

QJsonObject FakeRegistry::describe(const QString& subject, const Version& version) const {
    const Definition& definition = m_schemas.at(version.id);
    QJsonObject out{{QStringLiteral("subject"), subject},
                    {QStringLiteral("version"), version.number},
                    {QStringLiteral("id"), version.id},
                    {QStringLiteral("schema"), definition.text}};
    if (definition.type != QStringLiteral("AVRO")) out.insert(QStringLiteral("schemaType"), definition.type);
    if (!definition.references.isEmpty()) out.insert(QStringLiteral("references"), definition.references);
    return out;
}

bool FakeRegistry::isReadOnly(const Subject& subject) const {
    return (subject.mode.isEmpty() ? m_mode : subject.mode).startsWith(QStringLiteral("READONLY"));
}

QString FakeRegistry::levelOf(const Subject& subject) const {
    return subject.level.isEmpty() ? m_level : subject.level;
}

} // namespace eventflow::testing
