#pragma once

#include <QProcess>
#include <QString>
#include <QStringList>

namespace eventflow::kafka::test {

/// Why no program of these jars can run here; empty when it can.
QString whyNoJava(const QString& jarsFolder);

/// Starts a class of the jars in a small JVM that dies with this process.
void startJava(QProcess& process, const QString& jarsFolder, const QStringList& jvmOptions,
               const QString& mainClass, const QStringList& arguments);

} // namespace eventflow::kafka::test
