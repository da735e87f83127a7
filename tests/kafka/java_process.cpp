#include "tests/kafka/java_process.h"

#include <QDir>
#include <QStandardPaths>

#include <signal.h>
#include <sys/prctl.h>

namespace eventflow::kafka::test {

using namespace Qt::StringLiterals;

QString whyNoJava(const QString& jarsFolder) {
    if (QStandardPaths::findExecutable(u"java"_s).isEmpty())
        return u"there is no java; packaging/install brings it"_s;
    if (QDir(jarsFolder).entryList({u"*.complete"_s}, QDir::Files).isEmpty())
        return u"Apache Kafka could not be fetched from Maven's registry; tests/kafka/fetch says why"_s;
    return {};
}

void startJava(QProcess& process, const QString& jarsFolder, const QStringList& jvmOptions,
               const QString& mainClass, const QStringList& arguments) {
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
    // Serial collection and the first compiler only: such a JVM starts in half the time on two cores.
    const QStringList options{u"-Xmx512m"_s, u"-XX:+UseSerialGC"_s, u"-XX:TieredStopAtLevel=1"_s,
                              u"-Xshare:auto"_s};
    process.start(u"java"_s,
                  options + jvmOptions + QStringList{u"-cp"_s, jarsFolder + u"/*"_s, mainClass} + arguments);
}

} // namespace eventflow::kafka::test
