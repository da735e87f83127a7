#pragma once

#include "widgets/viewmodels/severity.h"

#include <QAbstractTableModel>
#include <QStringList>

#include <optional>
#include <vector>

namespace eventflow::viewmodels {

/// A short table of ready-made texts, replaced as a whole: findings, references, a timeline.
/// Thread: GUI. Some thousands of rows.
class TextTableModel : public QAbstractTableModel {
    Q_OBJECT
public:
    struct Cell {
        QString text;
        std::optional<Severity> severity = std::nullopt; ///< as an icon before the text
        bool muted = false;
    };
    struct Row {
        std::vector<Cell> cells; ///< one for each title
        QString id = {};         ///< of RecordIdRole: what the row stands for
    };

    explicit TextTableModel(QStringList titles, QObject* parent = nullptr)
        : QAbstractTableModel(parent), m_titles(std::move(titles)) {}

    void setRows(std::vector<Row> rows);
    /// These columns hold figures: at the right edge.
    void setNumberColumns(std::vector<int> columns) { m_numbers = std::move(columns); }

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool isNumber(int column) const;

    QStringList m_titles;
    std::vector<int> m_numbers;
    std::vector<Row> m_rows;
};

} // namespace eventflow::viewmodels
