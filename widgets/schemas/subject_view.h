#pragma once

#include "widgets/schemas/subject_reader.h"

#include <QWidget>

#include <string>

class QLabel;
class QPushButton;
class QSplitter;
class QStackedLayout;
class QTabWidget;
class QTableView;

namespace eventflow::viewmodels {
class SchemaVersionModel;
}

namespace eventflow::widgets {

class CheckPane;
class ComparePane;
class DriftPane;
class EmptyState;
class ReferencesPane;
class SchemaTextPane;
class SchemaTreePane;

/// The chosen subject: its level in words, its versions, and what there is to see of the chosen one.
/// Thread: GUI. Lifetime: the reader outlives it.
class SubjectView : public QWidget {
    Q_OBJECT
public:
    explicit SubjectView(SubjectReader& reader, QWidget* parent = nullptr);

    [[nodiscard]] QTableView& versions() { return *m_versions; }
    [[nodiscard]] QTabWidget& tabs() { return *m_tabs; }
    [[nodiscard]] QSplitter& splitter() { return *m_splitter; }
    void setDeletedShown(bool shown);

Q_SIGNALS:
    /// A link to another subject was followed.
    void subjectRequested(const std::string& subject);

private:
    QWidget* buildHeader();
    QWidget* buildBody();
    void startOver();
    void showFacts();
    void showVersions();
    void showLevel();
    void changeLevel();
    void chooseVersion(int row);
    void showVersion();

    SubjectReader& m_reader;
    int m_version = 0; ///< the chosen one; 0: none
    bool m_deletedShown = false;
    viewmodels::SchemaVersionModel* m_model;
    QLabel* m_title = nullptr;
    QLabel* m_level = nullptr;
    QLabel* m_meaning = nullptr;
    QPushButton* m_changeLevel = nullptr;
    QTableView* m_versions = nullptr;
    QTabWidget* m_tabs = nullptr;
    SchemaTreePane* m_tree = nullptr;
    SchemaTextPane* m_text = nullptr;
    ComparePane* m_compare = nullptr;
    ReferencesPane* m_references = nullptr;
    CheckPane* m_check = nullptr;
    DriftPane* m_drift = nullptr;
    QSplitter* m_splitter = nullptr;
    EmptyState* m_empty;
    QStackedLayout* m_stack = nullptr;
};

} // namespace eventflow::widgets
