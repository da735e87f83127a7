// How fast a topic of Apache Kafka is read: by `kcat -C -q`, by `eventflow consume`, and by the whole
// pipeline into SQLite, in turns on the same broker. Usage: bench_consume [RECORDS [ROUNDS]]

#include "tests/kafka/real_cluster.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QTest>

#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <vector>

using namespace Qt::StringLiterals;

namespace {

using eventflow::kafka::test::RealCluster;

constexpr int kPartitions = 4;
const QString kTopic = u"ingest.raw.agent"_s;

struct Cost {
    double wall = 0; ///< seconds
    double cpu = 0;  ///< of the reader alone
};

double cpuOfChildren() {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) * 1e-6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

/// Runs a program with its output thrown away; negative when it fails.
Cost run(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    const double before = cpuOfChildren();
    QElapsedTimer timer;
    timer.start();
    process.start(program, arguments);
    const bool fine = process.waitForFinished(600'000) && process.exitCode() == 0;
    if (!fine) std::fprintf(stderr, "%s failed\n", qPrintable(program));
    return {fine ? static_cast<double>(timer.nsecsElapsed()) * 1e-9 : -1, cpuOfChildren() - before};
}

struct Reader {
    const char* name;
    QString program;
    QStringList arguments;
    std::vector<Cost> rounds{};

    [[nodiscard]] Cost best() const { return *std::ranges::min_element(rounds, {}, &Cost::wall); }
};

} // namespace

int main(int argc, char** argv) {
    const QCoreApplication application(argc, argv);
    const int records = argc > 1 ? std::max(std::atoi(argv[1]), 1000) : 2'000'000;
    const int rounds = argc > 2 ? std::max(std::atoi(argv[2]), 1) : 3;
    if (const QString reason = RealCluster::whyUnavailable(); !reason.isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(reason));
        return 77;
    }
    const auto cluster = RealCluster::start();
    if (!cluster) return 1;
    cluster->createTopic(kTopic, kPartitions);
    const QString servers = QString::fromStdString(cluster->bootstrapServers());
    const QString eventflow = QStringLiteral(EVENTFLOW_BIN_DIR "/eventflow");
    // A fleet's own records, so that the pipeline has something to do; other topics are left out.
    QProcess generate;
    generate.setStandardErrorFile(QProcess::nullDevice());
    generate.start(eventflow, {u"generate"_s, u"--events"_s, QString::number(records), u"--brokers"_s,
                               servers, u"--create-topics"_s, u"--json"_s});
    if (!generate.waitForFinished(600'000) || generate.exitCode() != 0) return 1;
    const QByteArray offsets =
        cluster->run(u"org.apache.kafka.tools.GetOffsetShell"_s, {u"--topic"_s, kTopic});
    qint64 count = 0;
    for (const QByteArray& line : offsets.split('\n'))
        count += line.mid(line.lastIndexOf(':') + 1).toLongLong();

    std::vector<Reader> readers{
        {"kcat -C -q",
         u"kcat"_s,
         {u"-C"_s, u"-q"_s, u"-e"_s, u"-b"_s, servers, u"-o"_s, u"beginning"_s, u"-t"_s, kTopic}},
        {"eventflow consume --format raw",
         eventflow,
         {u"consume"_s, kTopic, u"--brokers"_s, servers, u"--format"_s, u"raw"_s, u"-q"_s}},
        {"eventflow run (pipeline, rules, SQLite)",
         eventflow,
         {u"run"_s, u"--brokers"_s, servers, u"--topics"_s, kTopic, u"--from"_s, u"earliest"_s,
          u"--until-end"_s}}};
    for (int round = 0; round < rounds; ++round)
        for (Reader& reader : readers) {
            reader.rounds.push_back(run(reader.program, reader.arguments));
            if (reader.rounds.back().wall < 0) return 1;
        }
    const double kcat = readers.front().best().wall;
    std::printf("%lld records in %d partitions, best of %d rounds\n", static_cast<long long>(count),
                kPartitions, rounds);
    for (const Reader& reader : readers) {
        const Cost best = reader.best();
        std::printf("%-40s %7.2f s  %9.0f records/s  %6.2f s of CPU  %.2f x kcat\n", reader.name, best.wall,
                    static_cast<double>(count) / best.wall, best.cpu, kcat / best.wall);
    }
    return 0;
}
