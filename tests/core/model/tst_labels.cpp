#include "core/model/labels.h"

#include <QtTest>

#include <algorithm>
#include <map>
#include <random>

using namespace eventflow;

namespace {
Labels one(const std::string& name, const std::string& value) {
    return Labels(std::vector<Label>{{name, value}});
}
} // namespace

class TestLabels : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void sortsAndLetsTheLaterOfEqualNamesWin() {
        const Labels labels({{"b", "1"}, {"a", "2"}, {"b", "3"}, {"c", ""}});
        QCOMPARE(labels.toString(), std::string("{a=\"2\", b=\"3\"}"));
    }
    void behavesLikeAMapOfNonEmptyValues() {
        std::mt19937 random(1);
        for (int round = 0; round < 500; ++round) {
            std::map<std::string, std::string> model;
            std::vector<Label> input;
            for (int i = 0; i < 8; ++i) {
                const std::string name(1, char('a' + random() % 5));
                const std::string value = random() % 4 == 0 ? "" : std::to_string(random() % 3);
                input.push_back({name, value});
                model[name] = value;
            }
            Labels labels(input);
            const std::string name(1, char('a' + random() % 5));
            const std::string value = random() % 2 == 0 ? "" : "new";
            labels.set(name, value);
            model[name] = value;
            std::erase_if(model, [](const auto& entry) { return entry.second.empty(); });
            QCOMPARE(labels.size(), model.size());
            for (const auto& [key, expected] : model)
                QCOMPARE(std::string(labels.get(key)), expected);
            QVERIFY(std::ranges::is_sorted(labels.items(), {}, &Label::name));
        }
    }
    void equalSetsHaveEqualHashes() {
        const Labels ordered({{"a", "1"}, {"b", "2"}});
        const Labels reversed({{"b", "2"}, {"a", "1"}});
        QCOMPARE(ordered, reversed);
        QCOMPARE(ordered.hash(), reversed.hash());
        // Moving a character across the border of name and value is another label.
        QVERIFY(one("ab", "c").hash() != one("a", "bc").hash());
    }
    void printsAsPrometheusDoes_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<QByteArray>("label");
        QTest::addColumn<QByteArray>("value");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("classic") << QByteArray("up") << QByteArray("job") << QByteArray("a")
                                 << QByteArray("up{job=\"a\"}");
        QTest::newRow("no name") << QByteArray() << QByteArray("job") << QByteArray("a")
                                 << QByteArray("{job=\"a\"}");
        QTest::newRow("name only") << QByteArray("up") << QByteArray("job") << QByteArray()
                                   << QByteArray("up");
        QTest::newRow("nothing") << QByteArray() << QByteArray("job") << QByteArray() << QByteArray("{}");
        QTest::newRow("UTF-8 name") << QByteArray("a.b") << QByteArray("c.d") << QByteArray("e")
                                    << QByteArray("{\"a.b\", \"c.d\"=\"e\"}");
        QTest::newRow("escapes") << QByteArray("up") << QByteArray("p") << QByteArray("a\"\\\n")
                                 << QByteArray("up{p=\"a\\\"\\\\\\n\"}");
    }
    void printsAsPrometheusDoes() {
        QFETCH(QByteArray, name);
        QFETCH(QByteArray, label);
        QFETCH(QByteArray, value);
        QFETCH(QByteArray, text);
        const Labels labels({{std::string(kMetricNameLabel), name.toStdString()},
                             {label.toStdString(), value.toStdString()}});
        QCOMPARE(QByteArray::fromStdString(labels.toString()), text);
    }
};

QTEST_GUILESS_MAIN(TestLabels)
#include "tst_labels.moc"
