#include "widgets/common/text_view.h"
#include "widgets/viewmodels/text_rows.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QScrollBar>
#include <QTest>

using namespace eventflow::widgets;
using eventflow::viewmodels::TextRows;

namespace {

QStringList rowsOf(const TextRows& rows) {
    QStringList result;
    for (int row = 0; row < rows.rowCount(); ++row)
        result += rows.text().mid(rows.rowStart(row), rows.rowEnd(row) - rows.rowStart(row));
    return result;
}

} // namespace

class TestTextView : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cutsIntoRows_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("expected");
        const auto s = [](const char16_t* text) { return QString::fromUtf16(text); };
        QTest::newRow("empty") << QString() << QStringList({QString()});
        QTest::newRow("short") << s(u"abc") << QStringList({s(u"abc")});
        QTest::newRow("exactly full") << s(u"12345678") << QStringList({s(u"12345678")});
        QTest::newRow("too long") << s(u"123456789") << QStringList({s(u"12345678"), s(u"9")});
        QTest::newRow("line ends") << s(u"a\n\nb\n") << QStringList({s(u"a"), s(u""), s(u"b"), s(u"")});
        QTest::newRow("full row with a line end")
            << s(u"12345678\nx") << QStringList({s(u"12345678"), s(u"x")});
        QTest::newRow("wide") << s(u"日本語日本") << QStringList({s(u"日本語日"), s(u"本")});
        QTest::newRow("combining") << s(u"1234567e\u0301x") << QStringList({s(u"1234567e\u0301"), s(u"x")});
        QTest::newRow("surrogates stay together") << s(u"1234567😀") << QStringList({s(u"1234567"), s(u"😀")});
        QTest::newRow("lone surrogate") << QString(QChar(0xD83D)) << QStringList({QString(QChar(0xD83D))});
    }
    void cutsIntoRows() {
        QFETCH(QString, text);
        QFETCH(QStringList, expected);
        TextRows rows;
        rows.setColumns(8);
        rows.setText(text);
        QCOMPARE(rowsOf(rows), expected);
        for (qsizetype at = 0; at <= text.size(); ++at)
            QVERIFY(rows.rowStart(rows.rowAt(at)) <= at);
        QCOMPARE(rows.rowAt(text.size()), rows.rowCount() - 1);
    }

    void whatBreaksARowIsReplacedOnlyOnScreen() {
        TextRows rows;
        const QString text = QStringLiteral("a\tb\u202Ec\u0007");
        rows.setText(text);
        QCOMPARE(rows.shown(0), QStringLiteral("a b\uFFFDc\uFFFD"));
        QCOMPARE(rows.text(), text);
    }

    void aLongLineCostsNoMoreThanItsRows() {
        TextView view;
        view.resize(600, 300);
        view.show();
        view.setText(QString(1024 * 1024, u'x'));
        QVERIFY(view.rowCount() > 1024 * 1024 / 120);
        view.grab();
        view.verticalScrollBar()->setValue(view.verticalScrollBar()->maximum());
        QVERIFY(view.rectOf(view.text().size()).bottom() <= view.viewport()->height() + 10);
    }

    void keysMoveSelectAndCopy() {
        TextView view;
        view.resize(400, 200);
        view.show();
        view.setText(QStringLiteral("one two\nthree\tfour 😀!"));
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.cursorPosition(), qsizetype{8});
        QTest::keyClick(&view, Qt::Key_End, Qt::ShiftModifier);
        QCOMPARE(view.selectedText(), QStringLiteral("three\tfour 😀!"));
        QTest::keyClick(&view, Qt::Key_Left);
        QTest::keyClick(&view, Qt::Key_Left); // over a surrogate pair as a whole
        QCOMPARE(view.cursorPosition(), view.text().size() - 3);
        QTest::keyClick(&view, Qt::Key_A, Qt::ControlModifier);
        QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(QGuiApplication::clipboard()->text(), view.text());
        QTest::keyClick(&view, Qt::Key_Home, Qt::ControlModifier);
        QCOMPARE(view.cursorPosition(), qsizetype{0});
        QVERIFY(view.selectedText().isEmpty());
    }

    void theMouseSelectsCharactersAndWords() {
        TextView view;
        view.resize(400, 200);
        view.show();
        view.setText(QStringLiteral("alpha event-id_7 omega\nsecond"));
        const QPoint in = view.rectOf(8).center();
        QCOMPARE(view.positionAt(view.rectOf(8).topLeft() + QPoint(1, 2)), qsizetype{8});
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, in);
        QCOMPARE(view.selectedText(), QStringLiteral("event-id_7"));
        QTest::mousePress(view.viewport(), Qt::LeftButton, {}, view.rectOf(0).topLeft() + QPoint(1, 2));
        QMouseEvent move(QEvent::MouseMove, view.rectOf(5).topLeft() + QPoint(1, 2),
                         view.mapToGlobal(QPoint(0, 0)), Qt::NoButton, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(view.viewport(), &move);
        QCOMPARE(view.selectedText(), QStringLiteral("alpha"));
    }

    void theFirstRowStaysInSightWhenTheWidthChanges() {
        TextView view;
        view.resize(500, 200);
        view.show();
        QString text;
        for (int line = 0; line < 400; ++line)
            text += QStringLiteral("line %1 of a text that is wrapped when the view is narrow\n").arg(line);
        view.setText(text);
        view.verticalScrollBar()->setValue(200);
        const qsizetype first = view.positionAt(QPointF(8, 8));
        view.resize(250, 200);
        const qsizetype now = view.positionAt(QPointF(8, 8));
        QVERIFY2(now <= first && first - now < 80, qPrintable(QStringLiteral("%1 %2").arg(first).arg(now)));
    }
};

QTEST_MAIN(TestTextView)
#include "tst_text_view.moc"
