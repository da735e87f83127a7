#pragma once

#include "core/config/connection_import.h"
#include "widgets/common/async_call.h"
#include "widgets/connect/desk_access.h"

#include <QDialog>
#include <QStringList>

#include <vector>

class QButtonGroup;
class QLabel;
class QPlainTextEdit;
class QPushButton;
class QStackedWidget;
class QVBoxLayout;

namespace eventflow::widgets {

/// Takes connections over from another program's configuration: text is pasted or a file chosen, what was
/// recognised is shown, then it is saved and its secrets go where they are told to. Text that may hold
/// secrets is gone from the screen as soon as it was read.
class ImportDialog : public QDialog {
    Q_OBJECT
public:
    /// `takenNames`: of connections that there are.
    ImportDialog(DeskPtr desk, QStringList takenNames, QWidget* parent);

    /// Reads a configuration as if it were pasted. `name`: for a connection that has none.
    void read(const std::string& text, const QString& name);
    /// The names under which they were saved, once accepted.
    [[nodiscard]] const std::vector<std::string>& imported() const { return m_imported; }

    void done(int result) override;

private:
    enum class Secrets : int { Store, Session, LeaveOut };
    QWidget* makeInputPage();
    QWidget* makePreviewPage();
    void chooseFile();
    void readFile(const QString& path);
    void showPreview();
    void fillCard(QVBoxLayout& layout, const config::ImportedConnection& one, QWidget* card);
    void takeOver();
    void onSecretsKept(const Status& status);
    void showProblem(const QString& problem);
    void forget();

    DeskPtr m_desk;
    QStringList m_takenNames;
    std::vector<config::ImportedConnection> m_found;
    std::vector<std::string> m_imported;
    AsyncCall<Status> m_keeping;
    QStackedWidget* m_pages;
    QPlainTextEdit* m_text;
    QVBoxLayout* m_cards;
    QWidget* m_secretsBox;
    QButtonGroup* m_secrets;
    QLabel* m_problem;
    QPushButton* m_back;
    QPushButton* m_next;
};

} // namespace eventflow::widgets
