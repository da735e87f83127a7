#pragma once

#include <QAbstractTableModel>

#include <string>
#include <string_view>
#include <vector>

namespace eventflow::viewmodels {

/// A run of bytes with one meaning. `color`: which of the theme's series; -1: what is looked for.
struct ByteMark {
    std::size_t begin = 0;
    std::size_t end = 0;
    int color = 0;
    bool operator==(const ByteMark&) const = default;
};

/// Bytes as a hex dump, sixteen to a row; a row is only formatted when it is asked for.
/// Thread: GUI.
class HexModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Offset, Hex, Ascii, ColumnCount };
    static constexpr std::size_t kBytesPerRow = 16;

    using QAbstractTableModel::QAbstractTableModel;

    /// Takes away the marks of other bytes.
    void setBytes(std::string bytes);
    void setMarks(std::vector<ByteMark> marks);
    /// Those with bytes in the row.
    [[nodiscard]] std::vector<ByteMark> marksOf(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::string m_bytes;
    std::vector<ByteMark> m_marks;
};

/// `7b 22 61 22 3a 31 7d`, with a second space in the middle of a row.
QString hexOf(std::string_view bytes);
/// Printable ASCII as it is, `.` for every other byte.
QString asciiOf(std::string_view bytes);

} // namespace eventflow::viewmodels
