#include "widgets/viewmodels/hex_model.h"

#include <utility>

namespace eventflow::viewmodels {

void HexModel::setBytes(std::string bytes) {
    beginResetModel();
    m_bytes = std::move(bytes);
    m_marks.clear();
    endResetModel();
}

void HexModel::setMarks(std::vector<ByteMark> marks) {
    m_marks = std::move(marks);
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, Hex), index(rowCount() - 1, Ascii));
}

std::vector<ByteMark> HexModel::marksOf(int row) const {
    const std::size_t begin = static_cast<std::size_t>(row) * kBytesPerRow;
    std::vector<ByteMark> marks;
    for (const ByteMark& mark : m_marks)
        if (mark.begin < begin + kBytesPerRow && mark.end > begin) marks.push_back(mark);
    return marks;
}

int HexModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>((m_bytes.size() + kBytesPerRow - 1) / kBytesPerRow);
}

QVariant HexModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || role != Qt::DisplayRole) return {};
    const std::size_t offset = static_cast<std::size_t>(index.row()) * kBytesPerRow;
    const std::string_view bytes = std::string_view(m_bytes).substr(offset, kBytesPerRow);
    switch (index.column()) {
    case Offset:
        return QStringLiteral("%1").arg(offset, 8, 16, QLatin1Char('0'));
    case Hex:
        return hexOf(bytes);
    case Ascii:
        return asciiOf(bytes);
    default:
        return {};
    }
}

QVariant HexModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return QVariant::fromValue(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Offset:
        return tr("Offset");
    case Hex:
        return QStringLiteral("00 01 02 03 04 05 06 07  08 09 0a 0b 0c 0d 0e 0f");
    case Ascii:
        return tr("ASCII");
    default:
        return {};
    }
}

QString hexOf(std::string_view bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    QString out;
    out.reserve(static_cast<qsizetype>(HexModel::kBytesPerRow * 3 + 1));
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        if (i > 0) out += QLatin1Char(' ');
        if (i == HexModel::kBytesPerRow / 2) out += QLatin1Char(' ');
        const auto byte = static_cast<unsigned char>(bytes[i]);
        out += QLatin1Char(kDigits[byte >> 4U]);
        out += QLatin1Char(kDigits[byte & 0xFU]);
    }
    return out;
}

QString asciiOf(std::string_view bytes) {
    QString out;
    out.reserve(static_cast<qsizetype>(bytes.size()));
    for (const char c : bytes)
        out += QLatin1Char(c >= 0x20 && c < 0x7F ? c : '.');
    return out;
}

} // namespace eventflow::viewmodels
