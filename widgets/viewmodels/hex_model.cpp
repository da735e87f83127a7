#include "widgets/viewmodels/hex_model.h"

#include <utility>

namespace eventflow::viewmodels {

void HexModel::setBytes(std::string bytes) {
    beginResetModel();
    m_bytes = std::move(bytes);
    endResetModel();
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
        return tr("Bytes");
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
