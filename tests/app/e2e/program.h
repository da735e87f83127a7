#pragma once

#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStringList>
#include <QtTest>

namespace eventflow::testing {

struct Finished {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    /// The last line of standard output as a JSON object.
    [[nodiscard]] QJsonObject json() const {
        return QJsonDocument::fromJson(out.trimmed().split('\n').last()).object();
    }
    [[nodiscard]] qint64 number(const char* key) const {
        return json().value(QLatin1StringView(key)).toInteger(-1);
    }
};

inline QString eventflowProgram() {
    return QStringLiteral(EVENTFLOW_BIN_DIR "/eventflow");
}

/// Runs `eventflow` to its end, with `input` as its standard input.
inline Finished runEventflow(const QStringList& arguments, int timeoutMs = 120'000,
                             const QByteArray& input = {}) {
    QProcess process;
    process.start(eventflowProgram(), arguments);
    process.write(input);
    process.closeWriteChannel();
    Finished finished;
    if (!process.waitForFinished(timeoutMs)) {
        process.kill();
        process.waitForFinished();
        finished.err = "timed out: " + process.readAllStandardError();
        return finished;
    }
    finished.exitCode = process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -2;
    finished.out = process.readAllStandardOutput();
    finished.err = process.readAllStandardError();
    return finished;
}

inline QByteArray contents(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

inline bool conserved(const Finished& run) {
    return run.number("read") == run.number("stored") + run.number("dead_lettered") +
                                     run.number("duplicates") + run.number("dropped");
}

} // namespace eventflow::testing
