#pragma once

#include <QString>
#include <QStringList>

/// What is wrong with an entry of a connection, as a sentence for the line below it; empty: nothing.
namespace eventflow::widgets::field_checks {

/// The entries between commas, trimmed. An empty one between two commas is kept: it is a mistake.
QStringList itemsOf(const QString& text);

/// `taken`: the names of other connections.
QString ofName(const QString& text, const QStringList& taken);
/// A list of `host:port`, at least one.
QString ofServers(const QString& text);
/// A list of topics, or nothing.
QString ofTopics(const QString& text);
/// One `host:port`, with a port.
QString ofAddress(const QString& text);
/// A list of `http(s)://…`, or nothing.
QString ofRegistryUrls(const QString& text);
/// The address that tokens are fetched from.
QString ofTokenEndpoint(const QString& text);
/// `#rrggbb`, or nothing.
QString ofColour(const QString& text);
/// A client property that is edited by hand: what connecting would refuse is told here.
QString ofProperty(const QString& name, const QString& value);

} // namespace eventflow::widgets::field_checks
