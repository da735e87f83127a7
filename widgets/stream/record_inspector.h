#pragma once

#include "core/codec/detection.h"
#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/hex_model.h"

#include <QWidget>

#include <memory>
#include <optional>
#include <string>
#include <vector>

class QLabel;
class QStackedLayout;
class QTabWidget;
class QTableView;
class QTreeView;

namespace eventflow::viewmodels {
class AttemptModel;
class HeaderModel;
class JsonTreeModel;
} // namespace eventflow::viewmodels

namespace eventflow::widgets {

class EmptyState;
class TextView;

/// One record as it came: its value as a tree, as text and as bytes, its headers, and copies of the original.
/// Nothing is re-serialised; of a value that is no JSON, a Reading says what the tree shows. Thread: GUI.
/// Only the tab in front is filled; the others when they are chosen.
class RecordInspector : public QWidget {
    Q_OBJECT
public:
    enum Tab : int { Tree, Raw, Hex, Headers, Attempts };

    /// What was made of the value's bytes.
    struct Reading {
        std::string json; ///< of the tree; empty: there is none
        QString note;     ///< below tree and text
        std::vector<viewmodels::ByteMark> marks;
        QString legend; ///< of the marks
        std::vector<codec::DecodeAttempt> attempts;
    };

    explicit RecordInspector(QWidget* parent = nullptr);

    /// nullptr: nothing is chosen.
    void setRecord(std::shared_ptr<const feed::RecordPreview> record);
    /// The same with what was made of it.
    void setRecord(std::shared_ptr<const feed::RecordPreview> record, Reading reading);
    /// Goes to a byte of the value in the hex view.
    void showByte(std::size_t offset);
    [[nodiscard]] const std::shared_ptr<const feed::RecordPreview>& record() const { return m_record; }
    void showTab(Tab tab);
    /// What is said while nothing is chosen.
    void setPlaceholder(const QString& title, const QString& text);

    /// The exact bytes of the value, as text and as `application/octet-stream`.
    void copyRaw() const;
    /// `7b22 …`: two hexadecimal digits a byte, without spaces.
    void copyHex() const;

private:
    void take(std::shared_ptr<const feed::RecordPreview> record, std::optional<Reading> reading);
    [[nodiscard]] QLayout* buildHeader();
    void buildTabs();
    void fillTab();
    void fillTree();
    void fillRaw();
    void fillHex();
    void buildAttempts();
    void updateHeader();
    [[nodiscard]] QString treeNote() const;

    std::shared_ptr<const feed::RecordPreview> m_record;
    std::optional<Reading> m_reading;
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
    QTableView* m_attempts = nullptr;
    QLabel* m_hexNote = nullptr;
    viewmodels::JsonTreeModel* m_treeModel;
    viewmodels::HexModel* m_hexModel;
    viewmodels::HeaderModel* m_headerModel;
    viewmodels::AttemptModel* m_attemptModel;
};

} // namespace eventflow::widgets
