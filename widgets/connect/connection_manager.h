#pragma once

#include "core/base/result.h"
#include "core/feed/workbench.h"
#include "widgets/connect/connection_drafts.h"
#include "widgets/connect/desk_access.h"

#include <QDialog>

class QLabel;
class QListView;
class QProgressBar;
class QPushButton;
class QStackedWidget;

namespace eventflow::widgets {

class Banner;
class ClusterOpener;
class ConnectionForm;
class EmptyState;
class ReadChoice;
class TestPane;

/// The connections: to look through, edit, test, take over from elsewhere, and connect with. Accepted when a
/// cluster was opened. Thread: GUI. Lifetime: the opener outlives it.
class ConnectionManager : public QDialog {
    Q_OBJECT
public:
    ConnectionManager(DeskPtr desk, ClusterOpener& opener, QWidget* parent);

    /// By its saved name; false when there is none of that name.
    bool select(const std::string& name);
    [[nodiscard]] ConnectionForm& form() const { return *m_form; }
    [[nodiscard]] TestPane& test() const { return *m_test; }
    [[nodiscard]] const Banner& banner() const { return *m_banner; }
    [[nodiscard]] ConnectionDrafts& drafts() { return m_drafts; }

    void done(int result) override;

Q_SIGNALS:
    /// The list or one of its connections was changed at the desk.
    void connectionsChanged();
    /// The cluster that was just opened is to be read by the pipeline, too.
    void readRequested(const eventflow::feed::ClusterTarget& target);

private:
    QWidget* makeLeft();
    QWidget* makeRight();
    QWidget* makeEditButtons();
    QWidget* makeFooter();
    void connectSignals();

    void addNew();
    void duplicate();
    bool save();
    void revert();
    void askToRemove();
    void remove(int row);
    void import();
    void startTest();
    void connectNow();
    void onOpened();
    void askAboutDrafts(int result);

    void showRow(int row);
    void selectRow(int row);
    [[nodiscard]] int currentRow() const;
    void reload(const std::string& name);
    void updateButtons();
    void showProgress();
    void showError(const QString& cause, const Error& error, const QString& consequence);

    DeskPtr m_desk;
    ClusterOpener& m_opener;
    ConnectionDrafts m_drafts;
    bool m_connecting = false; ///< the opener works for this dialog
    Banner* m_banner;
    QListView* m_list;
    QStackedWidget* m_right;
    EmptyState* m_empty;
    ConnectionForm* m_form;
    TestPane* m_test;
    ReadChoice* m_read;
    QLabel* m_progressText;
    QProgressBar* m_progress;
    QPushButton* m_removeButton;
    QPushButton* m_duplicateButton;
    QPushButton* m_exportButton;
    QPushButton* m_revertButton;
    QPushButton* m_saveButton;
    QPushButton* m_testButton;
    QPushButton* m_cancelButton;
    QPushButton* m_connectButton;
};

} // namespace eventflow::widgets
