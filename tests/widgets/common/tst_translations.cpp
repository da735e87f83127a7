#include "widgets/common/translations.h"
#include "widgets/viewmodels/json_tree_model.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>
#include <QXmlStreamReader>

using namespace eventflow;

/// English texts with a number have their plural forms.
class TestTranslations : public QObject {
    Q_OBJECT

private Q_SLOTS:
    /// A context that is not the class's whole name is never found.
    void everyContextIsThatOfAClass() {
        QFile file(QStringLiteral(EVENTFLOW_SOURCE_DIR "/translations/eventflow_en.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QXmlStreamReader xml(&file);
        int contexts = 0;
        for (; !xml.atEnd(); xml.readNext()) {
            if (!xml.isStartElement() || xml.name() != QStringLiteral("name")) continue;
            const QString name = xml.readElementText();
            ++contexts;
            // What has no class of its own declares the one word.
            if (name == QStringLiteral("ReloadMessage")) continue;
            QVERIFY2(name.startsWith(QStringLiteral("eventflow::")), qPrintable(name));
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QVERIFY(contexts > 0);
    }

    void everyFormIsThere() {
        QFile file(QStringLiteral(EVENTFLOW_SOURCE_DIR "/translations/eventflow_en.ts"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString text = QString::fromUtf8(file.readAll());
        QVERIFY(!text.contains(QStringLiteral("unfinished")));
        QVERIFY(!text.contains(QStringLiteral("<numerusform></numerusform>")));
        QVERIFY(!text.contains(QRegularExpression(QStringLiteral("<numerusform>[^<]*\\(s\\)"))));
    }

    void aNumberIsSaidInItsForm() {
        widgets::installTranslations(*qApp, QLocale(QLocale::English));
        QCOMPARE(viewmodels::JsonTreeModel::tr("{%n field(s)}", nullptr, 1), QStringLiteral("{1 field}"));
        QCOMPARE(viewmodels::JsonTreeModel::tr("{%n field(s)}", nullptr, 2), QStringLiteral("{2 fields}"));
    }
};

QTEST_GUILESS_MAIN(TestTranslations)
#include "tst_translations.moc"
