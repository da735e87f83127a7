#include "core/base/wildcard.h"

#include <QTest>

#include <cstring>
#include <random>
#include <string>

using eventflow::matchesWildcard;

namespace {

/// The definition itself, as slow as it is.
bool fitsByDefinition(std::string_view pattern, std::string_view text) {
    if (pattern.empty()) return text.empty();
    if (pattern.front() == '*')
        return fitsByDefinition(pattern.substr(1), text) ||
               (!text.empty() && fitsByDefinition(pattern, text.substr(1)));
    return !text.empty() && (pattern.front() == '?' || pattern.front() == text.front()) &&
           fitsByDefinition(pattern.substr(1), text.substr(1));
}

} // namespace

class TestWildcard : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void fitsAllOfTheText_data() {
        QTest::addColumn<QByteArray>("pattern");
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("fits");
        const auto row = [](const char* pattern, const char* text, bool fits) {
            QTest::addRow("%s %s", pattern, text) << QByteArray(pattern) << QByteArray(text) << fits;
        };
        row("orders", "orders", true);
        row("orders", "orders.v2", false);
        row("orders*", "orders", true);
        row("*.v?", "orders.v2", true);
        row("*.v?", "orders.v22", false);
        row("a*b*c", "aXbYbZc", true);
        row("a.c", "abc", false);
        row("", "", true);
        row("*", "", true);
        row("?", "", false);
    }
    void fitsAllOfTheText() {
        QFETCH(QByteArray, pattern);
        QFETCH(QByteArray, text);
        QTEST(matchesWildcard(pattern.toStdString(), text.toStdString()), "fits");
    }

    void agreesWithTheDefinition() {
        std::mt19937 random(7);
        const auto draw = [&](const char* letters, std::size_t most) {
            std::string text(random() % most, ' ');
            for (char& c : text)
                c = letters[random() % std::strlen(letters)];
            return text;
        };
        for (int i = 0; i < 20'000; ++i) {
            const std::string pattern = draw("ab*?", 8);
            const std::string text = draw("ab", 10);
            QVERIFY2(matchesWildcard(pattern, text) == fitsByDefinition(pattern, text),
                     (pattern + " on " + text).c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestWildcard)
#include "tst_wildcard.moc"
