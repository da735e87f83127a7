#include "widgets/connect/field_checks.h"

#include "core/config/client_properties.h"
#include "core/config/secret_names.h"

#include <QCoreApplication>
#include <QRegularExpression>
#include <QUrl>

namespace eventflow::widgets::field_checks {

namespace {

constexpr int kMaxTopicLength = 249; // Kafka's own bound
constexpr int kMaxNameLength = 120;

struct Checks {
    Q_DECLARE_TR_FUNCTIONS(FieldChecks)
};

QString emptyEntry() {
    return Checks::tr("There is an empty entry between two commas. Remove one comma.");
}

/// With or without a port; `PROTOCOL://` in front, as Java clients allow it.
QString ofServer(const QString& server, bool needsPort) {
    static const QRegularExpression kServer(
        QStringLiteral("^(?:[A-Za-z0-9_+]+://)?(?:\\[[0-9A-Fa-f:.]+\\]|[A-Za-z0-9._-]+)(?::([0-9]{1,5}))?$"));
    const QRegularExpressionMatch match = kServer.match(server);
    if (!match.hasMatch()) return Checks::tr("“%1” is not a host:port. Example: broker-1:9092").arg(server);
    const QString port = match.captured(1);
    if (port.isEmpty())
        return needsPort ? Checks::tr("“%1” has no port. Example: broker-1:9092").arg(server) : QString();
    if (port.toInt() < 1 || port.toInt() > 65535)
        return Checks::tr("The port of “%1” is not between 1 and 65535.").arg(server);
    return {};
}

bool isLoopback(const QString& host) {
    return host == u"localhost" || host == u"::1" || host.startsWith(QStringLiteral("127."));
}

QString refusalText(config::PropertyRefusal refusal) {
    using enum config::PropertyRefusal;
    switch (refusal) {
    case GivenElsewhere:
        return Checks::tr("“%1” is set by “Bootstrap servers” on the page “General”.");
    case JoinsGroups:
        return Checks::tr("“%1” is refused: EventFlow never joins a consumer group. Remove it.");
    case Commits:
        return Checks::tr("“%1” is refused: EventFlow never commits offsets. Remove it.");
    case CreatesTopics:
        return Checks::tr("“%1” is refused: no topic is created by looking at it. Remove it.");
    case Transactional:
        return Checks::tr("“%1” is refused: EventFlow does not use transactions. Remove it.");
    case EmbeddedBroker:
        return Checks::tr("“%1” is refused: the sample has a broker of its own. Remove it.");
    case RunsCode:
        return Checks::tr("“%1” is refused: it would run a program or load a library that a shared folder "
                          "names. Remove it.");
    case Writes:
        return Checks::tr("“%1” is refused: it belongs to producers, and this connection reads. Remove it.");
    case StartsWhereChosen:
        return Checks::tr("“%1” is refused: where reading starts is chosen when it begins. Remove it.");
    case OwnSetting:
        break;
    }
    return Checks::tr("“%1” is refused: EventFlow sets it itself. Remove it.");
}

} // namespace

QStringList itemsOf(const QString& text) {
    QStringList items;
    for (const QString& item : text.split(u','))
        items << item.trimmed();
    if (items.size() == 1 && items.first().isEmpty()) items.clear();
    return items;
}

QString ofName(const QString& text, const QStringList& taken) {
    const QString name = text.trimmed();
    if (name.isEmpty()) return Checks::tr("Give the connection a name, such as payments-prod.");
    if (name.size() > kMaxNameLength)
        return Checks::tr("The name is longer than %1 characters.").arg(kMaxNameLength);
    for (const QChar c : name)
        if (!c.isPrint()) return Checks::tr("The name holds a character that cannot be shown.");
    if (taken.contains(name)) return Checks::tr("Another connection is named “%1” already.").arg(name);
    return {};
}

QString ofServers(const QString& text) {
    const QStringList servers = itemsOf(text);
    if (servers.isEmpty()) return Checks::tr("Name at least one broker as host:port.");
    for (const QString& server : servers) {
        if (server.isEmpty()) return emptyEntry();
        if (const QString problem = ofServer(server, false); !problem.isEmpty()) return problem;
    }
    return {};
}

QString ofTopics(const QString& text) {
    static const QRegularExpression kTopic(QStringLiteral("^[A-Za-z0-9._-]+$"));
    for (const QString& topic : itemsOf(text)) {
        if (topic.isEmpty()) return emptyEntry();
        if (!kTopic.match(topic).hasMatch() || topic == u"." || topic == u"..")
            return Checks::tr("“%1” is not a topic name: letters, digits, “.”, “_” and “-” only.").arg(topic);
        if (topic.size() > kMaxTopicLength)
            return Checks::tr("A topic name has at most %1 characters.").arg(kMaxTopicLength);
    }
    return {};
}

QString ofAddress(const QString& text) {
    return ofServer(text.trimmed(), true);
}

QString ofRegistryUrls(const QString& text) {
    for (const QString& item : itemsOf(text)) {
        if (item.isEmpty()) return emptyEntry();
        const QUrl url(item, QUrl::StrictMode);
        if (!item.startsWith(QStringLiteral("http://")) && !item.startsWith(QStringLiteral("https://")))
            return Checks::tr("An address must begin with http:// or https://.");
        // Never repeated: what stands before the @ may be a password.
        if (item.contains(u'@'))
            return Checks::tr("An address must hold no user and password. Write the user below.");
        if (!url.isValid() || url.host().isEmpty())
            return Checks::tr("“%1” is not an address. Example: https://registry:8081").arg(item);
    }
    return {};
}

QString ofTokenEndpoint(const QString& text) {
    const QUrl url(text.trimmed(), QUrl::StrictMode);
    if (text.trimmed().isEmpty()) return Checks::tr("Name the address that issues tokens.");
    if (text.contains(u'@')) return Checks::tr("The address must hold no user and password.");
    if (!url.isValid() || url.host().isEmpty() || (url.scheme() != u"https" && url.scheme() != u"http"))
        return Checks::tr("This is not an address. Example: https://login.example.com/oauth2/token");
    if (url.scheme() == u"http" && !isLoopback(url.host()))
        return Checks::tr("The client's secret would cross the network in the clear. Use https://.");
    return {};
}

QString ofColour(const QString& text) {
    static const QRegularExpression kColour(QStringLiteral("^#[0-9A-Fa-f]{6}$"));
    if (text.trimmed().isEmpty() || kColour.match(text.trimmed()).hasMatch()) return {};
    return Checks::tr("Write a colour as #rrggbb, such as #b34d00.");
}

QString ofProperty(const QString& name, const QString& value) {
    static const QRegularExpression kProperty(QStringLiteral("^[A-Za-z0-9._-]+$"));
    if (name.isEmpty()) return Checks::tr("A value needs the name of its property.");
    const std::string property = name.toStdString();
    if (config::isSecretName(property))
        return Checks::tr("“%1” is a secret, and a workspace is a folder that is shared. Secrets are set on "
                          "the page “Security” and never written to it.")
            .arg(name);
    if (!kProperty.match(name).hasMatch())
        return Checks::tr("“%1” is not the name of a property. Example: socket.timeout.ms").arg(name);
    if (const auto refusal = config::readerRefusal(property)) return refusalText(*refusal).arg(name);
    if (!config::isSafeForShell(property, value.toStdString()))
        return Checks::tr(
                   "“%1” becomes part of a shell command: only letters, digits and ._/@:- are allowed.")
            .arg(name);
    if (config::isInRange(property, value.toStdString())) return {};
    const auto range = config::propertyRange(property).value_or(config::PropertyRange{});
    return Checks::tr("“%1” is a number from %2 to %3.").arg(name).arg(range.low).arg(range.high);
}

} // namespace eventflow::widgets::field_checks
