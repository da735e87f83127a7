#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QDirIterator>
#include <QLabel>
#include <QTest>

#include <set>

using namespace eventflow;
using namespace eventflow::widgets;

class TestTheme : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void contrastOfBlackOnWhiteIsTwentyOne() {
        QCOMPARE(contrastRatio(Qt::black, Qt::white), 21.0);
        QCOMPARE(contrastRatio(Qt::white, Qt::white), 1.0);
    }
    void everythingReadableIsReadable_data() {
        QTest::addColumn<QColor>("foreground");
        QTest::addColumn<QColor>("background");
        for (const ThemeColors* theme : {&lightColors(), &darkColors()}) {
            const char* name = theme->dark ? "dark" : "light";
            const std::pair<const char*, QColor> backgrounds[] = {
                {"background", theme->background}, {"surface", theme->surface}, {"raised", theme->raised}};
            std::vector<std::pair<std::string, QColor>> foregrounds{{"text", theme->text},
                                                                    {"muted", theme->textMuted},
                                                                    {"accent", theme->accent},
                                                                    {"critical", theme->critical},
                                                                    {"warning", theme->warning},
                                                                    {"info", theme->info},
                                                                    {"ok", theme->ok}};
            for (std::size_t i = 0; i < kSeriesColors; ++i)
                foregrounds.emplace_back("series " + std::to_string(i), theme->series[i]);
            for (const auto& [over, background] : backgrounds)
                for (const auto& [what, color] : foregrounds)
                    QTest::addRow("%s: %s on %s", name, what.c_str(), over) << color << background;
            QTest::addRow("%s: text on selection", name) << theme->text << theme->selection;
            QTest::addRow("%s: text on hover", name) << theme->text << theme->hover;
            QTest::addRow("%s: muted on hover", name) << theme->textMuted << theme->hover;
            QTest::addRow("%s: text on accent", name) << theme->onAccent << theme->accent;
            QTest::addRow("%s: badge", name) << theme->background << theme->critical;
        }
    }
    void everythingReadableIsReadable() {
        QFETCH(QColor, foreground);
        QFETCH(QColor, background);
        const double ratio = contrastRatio(foreground, background);
        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
    }
    void seriesColoursDiffer() {
        for (const ThemeColors* theme : {&lightColors(), &darkColors()}) {
            std::set<QRgb> different;
            for (const QColor& color : theme->series)
                different.insert(color.rgb());
            QCOMPARE(different.size(), kSeriesColors);
        }
    }
    void styleSheetNamesNoUnknownColour() {
        const QString sheet = makeStyleSheet(darkColors());
        QVERIFY2(!sheet.contains(u'%'), "a token is not replaced");
        QVERIFY(sheet.contains(darkColors().accent.name()));
    }
    void applyingAThemeReachesEveryWidget() {
        QLabel label;
        label.show();
        applyTheme(*qApp, ThemeMode::Dark);
        QVERIFY(colors(label.palette()).dark);
        applyTheme(*qApp, ThemeMode::Light);
        QVERIFY(!colors(label.palette()).dark);
    }
    void everyIconDrawsSomething() {
        int icons = 0;
        QDirIterator it(QStringLiteral(":/icons"), {QStringLiteral("*.svg")});
        while (it.hasNext()) {
            const QString file = it.next();
            const QString name = QFileInfo(file).completeBaseName();
            const QImage image = iconPixmap(name, Qt::red, 24, 2).toImage();
            QCOMPARE(image.size(), QSize(48, 48));
            bool painted = false;
            for (int y = 0; y < image.height() && !painted; ++y)
                for (int x = 0; x < image.width() && !painted; ++x)
                    painted = qAlpha(image.pixel(x, y)) > 200 && qRed(image.pixel(x, y)) > 200;
            QVERIFY2(painted, qPrintable(name));
            QVERIFY(!themedIcon(name).isNull());
            ++icons;
        }
        QVERIFY(icons > 20);
        QVERIFY(themedIcon(QStringLiteral("no such icon")).isNull());
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
