#include "core/browse/text_search.h"

#include <QTest>

#include <random>

namespace eventflow::browse::test {

class TestTextSearch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsWhereStringFindDoes();
    void ignoresCaseOfLetters();
    void looksOnlyWhereItIsTold();
};

void TestTextSearch::findsWhereStringFindDoes() {
    std::mt19937 random(1);
    for (int i = 0; i < 3000; ++i) {
        std::string bytes(random() % 60, 'a');
        for (char& c : bytes)
            c = static_cast<char>("ab\0\xff"[random() % 4]);
        std::string text(random() % 4 + 1, 'a');
        for (char& c : text)
            c = static_cast<char>("ab\0\xff"[random() % 4]);
        QCOMPARE(TextSearch({text}).find(bytes), bytes.find(text));
    }
}

void TestTextSearch::ignoresCaseOfLetters() {
    const TextSearch search({"TimeOut", true});
    QCOMPARE(search.find("a TIMEOUT here"), 2u);
    QCOMPARE(search.find("a timeOut here"), 2u);
    QCOMPARE(search.find("time out"), std::string_view::npos);
    QCOMPARE(TextSearch({"TimeOut", false}).find("a TIMEOUT here"), std::string_view::npos);
}

void TestTextSearch::looksOnlyWhereItIsTold() {
    const Header header{"trace", "in-header"};
    Record record;
    record.key = "in-key";
    record.value = "in-value";
    record.headers = {&header, 1};
    QVERIFY(TextSearch({"in-header"}).matches(record));
    QVERIFY(TextSearch({"trace"}).matches(record));
    QVERIFY(!TextSearch({"in-header", false, true, true, false}).matches(record));
    QVERIFY(!TextSearch({"in-key", false, false, true, true}).matches(record));
    QVERIFY(!TextSearch({"in-value", false, true, false, true}).matches(record));
    record.value.reset();
    QVERIFY(!TextSearch({"in-value"}).matches(record));
}

} // namespace eventflow::browse::test

QTEST_GUILESS_MAIN(eventflow::browse::test::TestTextSearch)
#include "tst_browse_text_search.moc"
