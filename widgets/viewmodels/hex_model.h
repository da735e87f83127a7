#pragma once

#include <QAbstractTableModel>

#include <string>
#include <string_view>

namespace eventflow::viewmodels {

/// Bytes as a hex dump, sixteen to a row; a row is only formatted when it is asked for.
/// Thread: GUI.
class HexModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column : int { Offset, Hex, Ascii, ColumnCount };
    static constexpr std::size_t kBytesPerRow = 16;

    using QAbstractTableModel::QAbstractTableModel;

    void setBytes(std::string bytes);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::string m_bytes;
};

/// `7b 22 61 22 3a 31 7d`, with a second space in the middle of a row.
QString hexOf(std::string_view bytes);
/// Printable ASCII as it is, `.` for every other byte.
QString asciiOf(std::string_view bytes);

} // namespace eventflow::viewmodels
