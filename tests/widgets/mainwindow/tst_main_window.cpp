#include "tests/widgets/support/fake_workbench.h"
#include "widgets/common/action_card.h"
#include "widgets/common/banner.h"
#include "widgets/common/perspective.h"
#include "widgets/common/rail.h"
#include "widgets/common/status_strip.h"
#include "widgets/connect/connection_manager.h"
#include "widgets/mainwindow/main_window.h"

#include <QAccessible>
#include <QApplication>
#include <QButtonGroup>
#include <QDropEvent>
#include <QLabel>
#include <QMenu>
#include <QMenuBar>
#include <QMimeData>
#include <QPushButton>
#include <QSet>
#include <QSettings>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace eventflow;
using namespace eventflow::widgets;
using eventflow::testing::FakeWorkbench;

namespace {

feed::PipelineDelta withStatus(feed::RunState state, const char* detail, double progress = -1) {
    feed::PipelineDelta delta = FakeWorkbench::demoDelta(12);
    delta.status = {state, "incident.ndjson", detail, progress, {}};
    return delta;
}

} // namespace

class TestMainWindow : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init() {
        m_workbench = std::make_unique<FakeWorkbench>();
        open({});
    }
    void cleanup() {
        m_window.reset();
        m_workbench.reset();
    }

    void aReloadOfTheRulesIsReportedUntilTheNextPipeline() {
        m_window->startSample();
        feed::PipelineDelta delta = FakeWorkbench::demoDelta(12);
        auto reload = std::make_shared<feed::RulesReload>();
        reload->rules = std::make_shared<const rules::RuleSet>();
        delta.rulesReload = reload;
        publish(delta);
        QVERIFY(m_window->rulesBanner().isVisible());
        QVERIFY(!m_window->banner().isVisible());
        publish(FakeWorkbench::demoDelta(13));
        QVERIFY(m_window->rulesBanner().isVisible());
        delta = FakeWorkbench::demoDelta(14);
        ++delta.generation;
        publish(delta);
        QVERIFY(!m_window->rulesBanner().isVisible());
    }

    void welcomeActionsReachTheWorkbench() {
        QVERIFY(m_window->currentPerspective().isEmpty());
        const auto cards = m_window->findChildren<ActionCard*>();
        QCOMPARE(cards.size(), 3);
        QTest::keyClick(cards[0], Qt::Key_Return);
        QCOMPARE(m_workbench->demoStarts, 1);
        QCOMPARE(m_window->currentPerspective(), QStringLiteral("overview"));
        m_window->showWelcome();
        QTest::mouseClick(cards[1], Qt::LeftButton);
        auto* manager = m_window->findChild<ConnectionManager*>();
        QVERIFY(manager != nullptr && manager->isVisible());
    }
    void keysWalkThePerspectives() {
        m_window->startSample();
        for (std::size_t i = 0; i < m_window->perspectives().size(); ++i) {
            QTest::keyClick(m_window.get(), static_cast<Qt::Key>(Qt::Key_1 + i), Qt::ControlModifier);
            QCOMPARE(m_window->currentPerspective(), m_window->perspectives()[i]->id());
            QVERIFY(m_window->perspectives()[i]->isActive());
            QVERIFY(m_window->rail().button(static_cast<int>(i))->isChecked());
        }
    }
    void badgesCountWhatWaits() {
        publish(FakeWorkbench::demoDelta(40));
        for (std::size_t i = 0; i < m_window->perspectives().size(); ++i) {
            const QString& id = m_window->perspectives()[i]->id();
            const int badge = m_window->rail().button(static_cast<int>(i))->badge();
            if (id == u"alerts")
                QCOMPARE(badge, 5);
            else if (id == u"deadletters")
                QVERIFY(badge > 100);
            else
                QCOMPARE(badge, 0);
        }
    }
    void statusLineSaysHowThePipelineIs() {
        QCOMPARE(m_window->status().texts().front(), QStringLiteral("No source"));
        publish(FakeWorkbench::demoDelta(40));
        const QStringList texts = m_window->status().texts();
        QCOMPARE(texts.front(), QStringLiteral("Reading demo (127.0.0.1:41234)"));
        QVERIFY(texts.contains(QStringLiteral("dropped 0")));
        QVERIFY(texts.contains(QStringLiteral("queue 46 %")));
    }
    void aFailureSaysCauseAndNextStep() {
        m_window->startSample();
        publish(withStatus(feed::RunState::Failed, "byte 17: damaged"));
        QVERIFY(m_window->banner().isVisible());
        QVERIFY(m_window->banner().cause().contains(QStringLiteral("byte 17: damaged")));
        auto* again = m_window->banner().findChild<QPushButton*>();
        QTest::mouseClick(again, Qt::LeftButton);
        QCOMPARE(m_workbench->demoStarts, 2);
        QVERIFY(!m_window->banner().isVisible());
    }
    void aDismissedMessageStaysAway() {
        publish(withStatus(feed::RunState::Failed, "damaged"));
        QTest::mouseClick(m_window->banner().findChild<QToolButton*>(), Qt::LeftButton);
        publish(withStatus(feed::RunState::Failed, "damaged"));
        QVERIFY(!m_window->banner().isVisible());
        publish(withStatus(feed::RunState::Failed, "something else"));
        QVERIFY(m_window->banner().isVisible());
    }
    void aLongOpenCanBeStopped() {
        publish(withStatus(feed::RunState::Running, "", 0.4));
        auto* stop = findButton(QStringLiteral("Stop reading"));
        QVERIFY(stop != nullptr && stop->isVisible());
        QTest::mouseClick(stop, Qt::LeftButton);
        QCOMPARE(m_workbench->stops, 1);
        publish(withStatus(feed::RunState::Finished, "", 1));
        QVERIFY(!stop->isVisible());
    }
    void droppedFilesAreOpened() {
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(QStringLiteral("/captures/a b.ndjson.zst")),
                      QUrl(QStringLiteral("https://example.org/not-a-file"))});
        QDragEnterEvent enter(QPoint(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(QPointF(50, 50), Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QCoreApplication::sendEvent(m_window.get(), &drop);
        QCOMPARE(m_workbench->openedCaptures.size(), std::size_t(1));
        QCOMPARE(m_workbench->openedCaptures[0],
                 (std::vector<std::filesystem::path>{"/captures/a b.ndjson.zst"}));
    }

    void everyFocusableWidgetHasAName() {
        publish(FakeWorkbench::demoDelta(40));
        int named = 0;
        QStringList nameless;
        for (QWidget* widget : m_window->findChildren<QWidget*>()) {
            // A button that is hidden until there is something to do gets its text with it.
            if (widget->focusPolicy() == Qt::NoFocus || widget->isHidden() ||
                widget->objectName().startsWith(QStringLiteral("qt_")))
                continue;
            if (qobject_cast<QLabel*>(widget) != nullptr) continue; // its text is its name
            if (widget->focusProxy() != nullptr) continue;          // a view's viewport
            QAccessibleInterface* accessible = QAccessible::queryAccessibleInterface(widget);
            QVERIFY(accessible != nullptr);
            // A view's header, the list of a combo box: they speak through their parent.
            const QString kind = QString::fromLatin1(widget->metaObject()->className());
            const bool inner = widget->parentWidget() != nullptr &&
                               (kind.endsWith(QStringLiteral("HeaderView")) || kind == u"QComboBoxListView");
            if (!inner && accessible->text(QAccessible::Name).isEmpty())
                nameless << kind + QStringLiteral(" in ") +
                                QString::fromLatin1(widget->parentWidget()->metaObject()->className());
            ++named;
        }
        QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
        QVERIFY(named > 20);
    }
    void oneFrameRepaintsOnceHoweverManyRecords() {
        int frames = 0;
        connect(&m_window->pump(), &viewmodels::FramePump::frame, this, [&frames] { ++frames; });
        m_window->pump().stop();
        for (int i = 0; i < 500; ++i)
            m_workbench->publish(FakeWorkbench::demoDelta(1 + i * 0.001));
        m_window->pump().pump();
        QCOMPARE(frames, 1);
    }

    void sessionIsRestored() {
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("session.ini"));
        const QString capture = folder.filePath(QStringLiteral("cap.ndjson"));
        QFile(capture).open(QIODevice::WriteOnly);
        open(file);
        m_window->resize(1000, 700);
        m_window->openCaptures({capture});
        m_window->setThemeMode(ThemeMode::Dark);
        const QString last = m_window->perspectives().back()->id();
        m_window->showPerspective(last);
        m_window->close();

        open(file);
        QVERIFY(colors(m_window->palette()).dark);
        QCOMPARE(m_window->size(), QSize(1000, 700));
        QVERIFY(findButton(QStringLiteral("Open ") + capture) != nullptr);
        m_window->startSample();
        QCOMPARE(m_window->currentPerspective(), last);
    }
    void brokenStateMeansDefaults_data() {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("binary") << QByteArray("\x00\xff\xfe[window\x01\x02", 12);
        QTest::newRow("not INI") << QByteArray("{\"window\": [1, 2");
        QTest::newRow("wrong types") << QByteArray(
            "[session]\nformat=1\n[window]\ngeometry=garbage\ntheme=banana\nperspective=@Invalid()\n"
            "[overview]\nsplitter=@ByteArray(\\x1)\nrangeSeconds=-99999999999999999999\n"
            "hidden\\size=2147483647\n[recent]\nfiles=..\n");
        QTest::newRow("huge") << QByteArray(5 * 1024 * 1024, '[');
        QTest::newRow("empty") << QByteArray();
    }
    void brokenStateMeansDefaults() {
        QFETCH(QByteArray, content);
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("session.ini"));
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(content);
        out.close();
        open(file);
        QCOMPARE(m_window->size(), QSize(1440, 900));
        m_window->startSample();
        QCOMPARE(m_window->currentPerspective(), QStringLiteral("overview"));
        m_window->close();
        QSettings saved(file, QSettings::IniFormat);
        QCOMPARE(saved.value(QStringLiteral("window/perspective")).toString(), QStringLiteral("overview"));
    }

    void tabReachesEverythingAndComesBack_data() {
        QTest::addColumn<QString>("page");
        QTest::newRow("welcome") << QString();
        for (const char* id : {"overview", "alerts", "stream", "deadletters", "pipeline"})
            QTest::newRow(id) << QString::fromLatin1(id);
    }
    void tabReachesEverythingAndComesBack() {
        QFETCH(QString, page);
        if (!page.isEmpty()) {
            for (int second = 1; second < 5; ++second)
                publish(FakeWorkbench::demoDelta(second));
            QVERIFY(m_window->showPerspective(page));
            // Something chosen, so that the details are there as well.
            for (QTableView* table : m_window->findChildren<QTableView*>())
                if (table->isVisible() && table->model()->rowCount() > 0) table->selectRow(0);
            QTest::qWait(0);
        }
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        m_window->rail().button(0)->setFocus();
        QSet<QWidget*> wanted;
        for (QWidget* widget : m_window->findChildren<QWidget*>())
            if ((widget->focusPolicy() & Qt::TabFocus) && widget->isVisible() && widget->isEnabled() &&
                widget->focusProxy() == nullptr)
                wanted.insert(widget);
        QSet<QWidget*> reached;
        for (qsizetype presses = 0; presses < 4 * wanted.size() + 20; ++presses) {
            QWidget* focused = QApplication::focusWidget();
            QVERIFY(focused != nullptr);
            reached.insert(focused);
            // Of an exclusive group, Tab reaches the chosen button and the arrows the others.
            if (const auto* button = qobject_cast<QAbstractButton*>(focused))
                if (button->group() != nullptr && button->group()->exclusive())
                    for (QAbstractButton* other : button->group()->buttons())
                        reached.insert(other);
            QTest::keyClick(focused, Qt::Key_Tab);
        }
        QStringList missed;
        for (const QWidget* widget : wanted)
            if (!reached.contains(const_cast<QWidget*>(widget)))
                missed +=
                    QString::fromLatin1(widget->metaObject()->className()) + u' ' + widget->accessibleName();
        QVERIFY2(missed.isEmpty(), qPrintable(missed.join(u'\n')));
    }

    void arrowsChooseWithinAGroup() {
        publish(FakeWorkbench::demoDelta(1));
        m_window->showPerspective(QStringLiteral("overview"));
        m_window->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
        QToolButton* chosen = nullptr;
        for (QToolButton* button : m_window->findChildren<QToolButton*>())
            if (button->isVisible() && button->isChecked() && button->group() != nullptr) chosen = button;
        QVERIFY(chosen != nullptr);
        QCOMPARE(chosen->accessibleName(), QStringLiteral("Last 15 minutes"));
        chosen->setFocus();
        QTest::keyClick(chosen, Qt::Key_Right);
        QVERIFY(!chosen->isChecked());
        QCOMPARE(QApplication::focusWidget()->accessibleName(), QStringLiteral("Last hour"));
    }

    void menusHaveMnemonicsAndShortcutsAreUnique() {
        QSet<QString> shortcuts;
        for (const QAction* menu : m_window->menuBar()->actions()) {
            QVERIFY(menu->text().contains(u'&'));
            QSet<QChar> letters;
            for (const QAction* action : menu->menu()->actions()) {
                if (!action->shortcut().isEmpty()) {
                    const QString keys = action->shortcut().toString();
                    QVERIFY2(!shortcuts.contains(keys), qPrintable(keys));
                    shortcuts.insert(keys);
                }
                if (action->isSeparator() || !action->shortcut().isEmpty()) continue;
                const QString text = QString(action->text()).remove(QStringLiteral("&&"));
                const qsizetype at = text.indexOf(u'&');
                QVERIFY2(at >= 0, qPrintable(text));
                const QChar letter = text[at + 1].toLower();
                QVERIFY2(!letters.contains(letter), qPrintable(text));
                letters.insert(letter);
            }
        }
        QVERIFY(shortcuts.contains(QStringLiteral("Ctrl+.")));
    }

    void theDesktopsNewColoursAreTaken() {
        m_window->setThemeMode(ThemeMode::System);
        const bool dark = colors(m_window->palette()).dark;
        QApplication::setPalette(makePalette(dark ? lightColors() : darkColors()));
        QEvent changed(QEvent::ThemeChange);
        QCoreApplication::sendEvent(m_window.get(), &changed);
        QTRY_COMPARE(colors(QApplication::palette()).dark, dark);
        m_window->setThemeMode(dark ? ThemeMode::Light : ThemeMode::Dark);
        QApplication::setPalette(makePalette(dark ? darkColors() : lightColors()));
        QCoreApplication::sendEvent(m_window.get(), &changed); // a chosen theme does not follow the desktop
        QCoreApplication::processEvents();
        QCOMPARE(colors(QApplication::palette()).dark, dark);
    }

private:
    void open(const QString& settings) {
        m_window.reset();
        m_window = std::make_unique<MainWindow>(*m_workbench, settings);
        m_window->show();
        QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    }
    void publish(feed::PipelineDelta delta) {
        m_workbench->publish(std::move(delta));
        m_window->pump().pump();
    }
    QPushButton* findButton(const QString& accessibleName) const {
        for (QPushButton* button : m_window->findChildren<QPushButton*>())
            if (button->accessibleName() == accessibleName) return button;
        return nullptr;
    }

    std::unique_ptr<FakeWorkbench> m_workbench;
    std::unique_ptr<MainWindow> m_window;
};

QTEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
