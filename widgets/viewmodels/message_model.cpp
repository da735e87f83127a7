#include "widgets/viewmodels/message_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/roles.h"

namespace eventflow::viewmodels {

namespace {

constexpr std::size_t kPreviewBytes = 240;

QString bytesText(const std::optional<std::string>& bytes) {
    if (!bytes) return MessageModel::tr("null");
    return bytes->empty() ? MessageModel::tr("(empty)") : oneLine(*bytes, kPreviewBytes);
}

bool isNothing(const std::optional<std::string>& bytes) {
    return !bytes || bytes->empty();
}

QVariant shown(const feed::RecordPreview& record, int column) {
    switch (column) {
    case MessageModel::Time:
        return format::timeMs(record.tsArrival);
    case MessageModel::Partition:
        return record.partition;
    case MessageModel::Offset:
        return QString::number(record.offset);
    case MessageModel::Key:
        return bytesText(record.key);
    case MessageModel::Value:
        return bytesText(record.value);
    case MessageModel::Size:
        return format::bytes(static_cast<double>(record.valueBytes));
    default:
        return {};
    }
}

QVariant raw(const feed::RecordPreview& record, int column) {
    switch (column) {
    case MessageModel::Time:
        return static_cast<qlonglong>(toNs(record.tsArrival));
    case MessageModel::Partition:
        return record.partition;
    case MessageModel::Offset:
        return static_cast<qlonglong>(record.offset);
    case MessageModel::Size:
        return static_cast<qulonglong>(record.valueBytes);
    default:
        return shown(record, column);
    }
}

} // namespace

QVariant MessageModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const feed::RecordPreview& record = *item(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return shown(record, index.column());
    case SortRole:
        return raw(record, index.column());
    case RecordIdRole:
        return positionText(record);
    case MutedRole:
        return (index.column() == Key && isNothing(record.key)) ||
               (index.column() == Value && isNothing(record.value));
    case Qt::TextAlignmentRole: {
        const bool number = index.column() == Partition || index.column() == Offset || index.column() == Size;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    default:
        return {};
    }
}

QVariant MessageModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) {
        const bool number = section == Partition || section == Offset || section == Size;
        return QVariant::fromValue((number ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    }
    if (role == Qt::ToolTipRole && section == Time)
        return tr("When the record arrived at the broker or in the capture, UTC");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Time:
        return tr("Time (UTC)");
    case Partition:
        return tr("Partition");
    case Offset:
        return tr("Offset");
    case Key:
        return tr("Key");
    case Value:
        return tr("Value");
    case Size:
        return tr("Size");
    default:
        return {};
    }
}

bool recordContains(const feed::RecordPreview& record, const std::string& word) {
    const auto in = [&](const std::optional<std::string>& bytes) {
        return bytes && containsWord(std::string_view(*bytes).substr(0, kSearchedBytes), word);
    };
    return containsWord(record.topic, word) || in(record.key) || in(record.value) ||
           std::to_string(record.offset) == word;
}

QString positionText(const feed::RecordPreview& record) {
    return QStringLiteral("%1/%2 @ %3").arg(oneLine(record.topic)).arg(record.partition).arg(record.offset);
}

} // namespace eventflow::viewmodels
