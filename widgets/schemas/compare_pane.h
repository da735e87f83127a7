#pragma once

#include "widgets/common/async_call.h"
#include "widgets/schemas/subject_reader.h"
#include "widgets/viewmodels/schema_comparison.h"

#include <QWidget>

#include <memory>

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QStackedLayout;
class QTabWidget;
class QTableView;
class QToolButton;
class QTreeView;

namespace eventflow::viewmodels {
class LineDiffModel;
class SchemaPairModel;
} // namespace eventflow::viewmodels

namespace eventflow::widgets {

class EmptyState;

/// Two versions of the subject side by side: the list of changes, what each breaks and why, both trees, both
/// texts. Alt+Down and Alt+Up go from change to change. Thread: GUI; comparing runs elsewhere.
/// Lifetime: the reader outlives it.
class ComparePane : public QWidget {
    Q_OBJECT
public:
    explicit ComparePane(SubjectReader& reader, QWidget* parent = nullptr);

    /// The later one of the two; the version before it is the other.
    void setVersion(int version);

private:
    using Comparison = std::shared_ptr<const viewmodels::SchemaComparison>;

    QWidget* buildBar();
    QWidget* buildChanges();
    QWidget* buildSides();
    void fillVersions();
    void compare();
    void show(Comparison comparison);
    void showMessage(const QString& icon, const QString& title, const QString& text);
    void chooseChange(int row);
    void step(int direction);

    SubjectReader& m_reader;
    AsyncCall<Comparison> m_call;
    Comparison m_comparison;
    bool m_filling = false;
    viewmodels::TextTableModel* m_changeModel;
    viewmodels::SchemaPairModel* m_pairModel;
    viewmodels::LineDiffModel* m_lineModel;
    QComboBox* m_before = nullptr;
    QComboBox* m_after = nullptr;
    QLabel* m_summary = nullptr;
    QToolButton* m_previous = nullptr;
    QToolButton* m_next = nullptr;
    QTableView* m_changes = nullptr;
    QPlainTextEdit* m_reasons = nullptr;
    QTabWidget* m_sides = nullptr;
    QTreeView* m_pairs = nullptr;
    QTableView* m_lines = nullptr;
    QLabel* m_lineNote = nullptr;
    EmptyState* m_empty = nullptr;
    QStackedLayout* m_stack = nullptr;
};

} // namespace eventflow::widgets
