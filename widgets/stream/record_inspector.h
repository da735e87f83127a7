#pragma once

#include "core/feed/pipeline_delta.h"

#include <QWidget>

#include <memory>

class QLabel;
class QStackedLayout;
class QTabWidget;
class QTableView;
class QTreeView;

namespace eventflow::viewmodels {
class HeaderModel;
class HexModel;
class JsonTreeModel;
} // namespace eventflow::viewmodels

namespace eventflow::widgets {

class EmptyState;
class TextView;

/// One record as it came: its value as a tree, as text and as bytes, its headers, and copies of the original.
/// Nothing is re-serialised. Thread: GUI. Only the tab in front is filled; the others when they are chosen.
class RecordInspector : public QWidget {
    Q_OBJECT
public:
    enum Tab : int { Tree, Raw, Hex, Headers };

    explicit RecordInspector(QWidget* parent = nullptr);

    /// nullptr: nothing is chosen.
    void setRecord(std::shared_ptr<const feed::RecordPreview> record);
    [[nodiscard]] const std::shared_ptr<const feed::RecordPreview>& record() const { return m_record; }
    void showTab(Tab tab);
    /// What is said while nothing is chosen.
    void setPlaceholder(const QString& title, const QString& text);

    /// The exact bytes of the value, as text and as `application/octet-stream`.
    void copyRaw() const;
    /// `7b22 …`: two hexadecimal digits a byte, without spaces.
    void copyHex() const;

private:
    [[nodiscard]] QLayout* buildHeader();
    void buildTabs();
    void fillTab();
    void fillTree();
    void fillRaw();
    void updateHeader();
    [[nodiscard]] QString treeNote() const;

    std::shared_ptr<const feed::RecordPreview> m_record;
    QStackedLayout* m_stack;
    EmptyState* m_nothing;
    QLabel* m_position = nullptr;
    QLabel* m_facts = nullptr;
    QWidget* m_copyButtons = nullptr;
    QTabWidget* m_tabs = nullptr;
    QLabel* m_treeNote = nullptr;
    QLabel* m_rawNote = nullptr;
    QTreeView* m_tree = nullptr;
    TextView* m_raw = nullptr;
    QTableView* m_hex = nullptr;
    QTableView* m_headers = nullptr;
    viewmodels::JsonTreeModel* m_treeModel;
    viewmodels::HexModel* m_hexModel;
    viewmodels::HeaderModel* m_headerModel;
};

} // namespace eventflow::widgets
