#pragma once

#include <QString>

#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// A text of any size as rows of a fixed width: cut at its line ends and, because data has lines of any
/// length, wherever a row is full. Positions count UTF-16 units of the text, which stays as it is; only
/// shown() replaces what would break a row. Thread: confined. Cost: linear in the text, once per text and per
/// width.
class TextRows {
public:
    void setText(QString text);
    /// Cells per row, at least 8. False when nothing changed.
    bool setColumns(int columns);

    [[nodiscard]] const QString& text() const { return m_text; }
    [[nodiscard]] int columns() const { return m_columns; }
    /// At least one: an empty text is one empty row.
    [[nodiscard]] int rowCount() const { return static_cast<int>(m_starts.size()); }
    [[nodiscard]] qsizetype rowStart(int row) const { return m_starts[static_cast<std::size_t>(row)]; }
    /// Where the row's own text ends: in front of its line end.
    [[nodiscard]] qsizetype rowEnd(int row) const;
    [[nodiscard]] int rowAt(qsizetype position) const;
    /// The row with one visible unit for each of its own: tabs and control characters replaced, so that
    /// positions in it are positions in the row.
    [[nodiscard]] QString shown(int row) const;
    /// The next position to the left (-1) or right (1): never within a surrogate pair.
    [[nodiscard]] qsizetype beside(qsizetype position, int direction) const;
    /// The word around a position: letters, digits and what identifiers are made of.
    [[nodiscard]] std::pair<qsizetype, qsizetype> wordAt(qsizetype position) const;

private:
    void wrap();

    QString m_text;
    int m_columns = 80;
    std::vector<qsizetype> m_starts{0};
};

} // namespace eventflow::viewmodels
