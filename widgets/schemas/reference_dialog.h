#pragma once

#include "core/registry/registry_model.h"

#include <QDialog>

#include <vector>

class QLabel;
class QPushButton;
class QTableWidget;

namespace eventflow::widgets {

/// The other schemas that a new version needs, in a table to type in. Thread: GUI.
class ReferenceDialog : public QDialog {
    Q_OBJECT
public:
    static constexpr int kMaxReferences = 100;

    ReferenceDialog(const std::vector<registry::SchemaReference>& references, QWidget* parent);

    /// Rows in which something stands. Meaningful when problem() is empty.
    [[nodiscard]] std::vector<registry::SchemaReference> references() const;
    /// What is wrong with the first row that is; empty: nothing.
    [[nodiscard]] QString problem() const;

private:
    enum Column : int { Name, Subject, Version, ColumnCount };

    void addRow(const registry::SchemaReference& reference);
    void removeRow();
    void validate();
    [[nodiscard]] QString textAt(int row, int column) const;
    [[nodiscard]] bool isBlank(int row) const;
    [[nodiscard]] QString problemOf(int row) const;

    QTableWidget* m_table;
    QPushButton* m_remove;
    QPushButton* m_take;
    QLabel* m_problem;
};

} // namespace eventflow::widgets
