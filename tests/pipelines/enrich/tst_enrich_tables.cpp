#include "pipelines/enrich/enricher.h"
#include "pipelines/enrich/table_reloader.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace eventflow;
using namespace Qt::StringLiterals;
using enrich::Enricher;
using enrich::EnricherHandle;

namespace {

/// A folder with one table file in it.
class TableFile {
public:
    explicit TableFile(const QString& name) : m_path(m_folder.filePath(name)) {}
    void write(const QByteArray& text) const {
        QFile file(m_path);
        if (!file.open(QIODevice::WriteOnly) || file.write(text) != text.size())
            qFatal("cannot write the table");
    }
    void remove() const { QFile::remove(m_path); }
    [[nodiscard]] config::LookupTable table(std::string key, std::string column,
                                            std::vector<std::string> tags) const {
        return {m_path.toStdString(), std::move(key), std::move(column), std::move(tags)};
    }

private:
    QTemporaryDir m_folder;
    QString m_path;
};

/// The tags of an event of tenant acme on web-1, metric cpu, tag zone=a.
QString enriched(const Enricher& enricher) {
    static Tag zone{"zone", "a"};
    Arena arena;
    Event event;
    event.tenantId = "acme";
    event.sourceId = "web-1";
    event.metric = "cpu";
    event.tags = {&zone, 1};
    enricher.apply(event, arena);
    QStringList tags;
    for (const Tag& tag : event.tags)
        tags << QString::fromStdString(std::string(tag.name) + '=' + std::string(tag.value));
    return tags.join(u' ');
}

QString load(const config::LookupTable& table) {
    const auto enricher = Enricher::load({}, {table}, 1);
    if (enricher) return enriched(**enricher);
    return QString::fromStdString(enricher.error().detail)
        .replace(QString::fromStdString(table.file.string()), u"F"_s);
}

} // namespace

class TestTables : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void addsStaticTagsWithoutOverwriting() {
        const auto enricher = *Enricher::load({{"region", "eu"}, {"zone", "b"}, {"empty", ""}}, {}, 3);
        QCOMPARE(enriched(*enricher), u"zone=a region=eu"_s);
        QCOMPARE(enricher->version(), 3u);
        QVERIFY((*Enricher::load({}, {}, 1))->empty());
        QCOMPARE(enriched(**Enricher::load({}, {}, 1)), u"zone=a"_s);
    }

    void looksUpCsvRows_data() {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("key");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* file, const char* text, const char* key,
                            const char* expected) {
            QTest::newRow(name) << QString::fromUtf8(file) << QByteArray(text) << QByteArray(key)
                                << QString::fromUtf8(expected);
        };
        row("by host", "t.csv", "id,team\nweb-1,core\n", "host", "zone=a team=core");
        row("by tenant", "t.csv", "id,team\nacme,core\n", "tenant", "zone=a team=core");
        row("by metric", "t.csv", "team,id\ncore,cpu\n", "metric", "zone=a team=core");
        row("by tag", "t.csv", "id,team\na,core\n", "zone", "zone=a team=core");
        row("no such row", "t.csv", "id,team\nweb-2,core\n", "host", "zone=a");
        row("no such tag", "t.csv", "id,team\nweb-2,core\n", "rack", "zone=a");
        row("empty value", "t.csv", "id,team\nweb-1,\n", "host", "zone=a");
        row("no header", "t.csv", "", "host", "F: no header line");
        row("no column", "t.csv", "id,tema\nweb-1,x\n", "host",
            "F: line 1: the header has no column \"team\"");
        row("ragged", "t.csv", "id,team\nweb-1\n", "host", "F: line 2: 1 fields, the header has 2");
        row("twice", "t.csv", "id,team\na,1\nb,2\na,3\n", "host",
            "F: line 4: key \"a\" again, the first is 2");
        row("no key", "t.csv", "id,team\n,1\n", "host", "F: line 2: no value in the key column \"id\"");
        row("open quote", "t.csv", "id,team\n\"a,1\n", "host", "F: line 2: a quoted field is never closed");
        row("JSON rows", "t.json", "[{\"id\":\"x\",\"team\":1},{\"id\":\"web-1\",\"team\":true}]", "host",
            "zone=a team=true");
        row("JSON by member", "t.json", "{\"web-1\":{\"team\":\"core\"}}", "host", "zone=a team=core");
        row("JSON without value", "t.json", "[{\"id\":\"web-1\",\"team\":null}]", "host", "zone=a");
        row("JSON broken", "t.json", "[{\"id\":}]", "host", "F: byte 7: unexpected '}', expected a value");
        row("JSON nested", "t.json", "[{\"id\":\"a\",\"team\":[]}]", "host",
            "F: row 1: field \"team\" is an array, expected a string, number or boolean");
        row("JSON row is text", "t.json", "[{\"id\":\"a\"},\"x\"]", "host", "F: row 2: is not an object");
        row("JSON scalar", "t.json", "7", "host", "F: expected an array of objects or an object of objects");
        row("JSON without key", "t.json", "[{\"team\":1}]", "host",
            "F: row 1: has no value in its key column \"id\"");
    }
    void looksUpCsvRows() {
        QFETCH(QString, file);
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, key);
        QFETCH(QString, expected);
        const TableFile table(file);
        table.write(text);
        QCOMPARE(load(table.table(key.toStdString(), "id", {"team"})), expected);
    }

    void missingFileSaysSo() {
        const TableFile table(u"t.csv"_s);
        QVERIFY(load(table.table("host", "id", {"team"})).startsWith(u"F: cannot be opened"_s));
    }

    void laterTablesSeeTagsOfEarlierOnes() {
        const TableFile hosts(u"hosts.csv"_s);
        hosts.write("id,team\nweb-1,core\n");
        const TableFile teams(u"teams.json"_s);
        teams.write("{\"core\":{\"pager\":\"p-1\"}}");
        const auto enricher = Enricher::load(
            {}, {hosts.table("host", "id", {"team"}), teams.table("team", "name", {"pager"})}, 1);
        QVERIFY(enricher.has_value());
        QCOMPARE(enriched(**enricher), u"zone=a team=core pager=p-1"_s);
    }

    void reloadsAChangedFile() {
        const TableFile file(u"t.csv"_s);
        file.write("id,team\nweb-1,core\n");
        const auto table = file.table("host", "id", {"team"});
        EnricherHandle handle(*Enricher::load({}, {table}, 1));
        enrich::TableReloader reloader({}, {table}, handle);
        QCOMPARE(*reloader.reloadIfChanged(), false);
        file.write("id,team\nweb-1,platform\n");
        QCOMPARE(*reloader.reloadIfChanged(), true);
        QCOMPARE(enriched(*handle.get()), u"zone=a team=platform"_s);
        QCOMPARE(handle.get()->version(), 2u);
        QCOMPARE(*reloader.reloadIfChanged(), false);
    }

    void keepsTheOldTablesWhenAFileIsBroken() {
        const TableFile file(u"t.csv"_s);
        file.write("id,team\nweb-1,core\n");
        const auto table = file.table("host", "id", {"team"});
        EnricherHandle handle(*Enricher::load({}, {table}, 1));
        enrich::TableReloader reloader({}, {table}, handle);
        file.write("id,team\n\"web-1,broken\n");
        const auto broken = reloader.reloadIfChanged();
        QVERIFY(!broken.has_value());
        QVERIFY(QString::fromStdString(broken.error().detail)
                    .contains(u"line 2: a quoted field is never closed"_s));
        QCOMPARE(enriched(*handle.get()), u"zone=a team=core"_s);
        QCOMPARE(*reloader.reloadIfChanged(), false); // said once
        file.remove();
        QVERIFY(!reloader.reloadIfChanged().has_value());
        QCOMPARE(enriched(*handle.get()), u"zone=a team=core"_s);
        file.write("id,team\nweb-1,repaired\n");
        QCOMPARE(*reloader.reloadIfChanged(), true);
        QCOMPARE(enriched(*handle.get()), u"zone=a team=repaired"_s);
    }
};

QTEST_GUILESS_MAIN(TestTables)
#include "tst_enrich_tables.moc"
