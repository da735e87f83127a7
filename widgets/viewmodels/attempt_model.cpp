#include "widgets/viewmodels/attempt_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <utility>

namespace eventflow::viewmodels {

void AttemptModel::setAttempts(std::vector<codec::DecodeAttempt> attempts) {
    beginResetModel();
    m_attempts = std::move(attempts);
    endResetModel();
}

int AttemptModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_attempts.size());
}

QVariant AttemptModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const codec::DecodeAttempt& attempt = m_attempts[static_cast<std::size_t>(index.row())];
    const auto& failure = attempt.failure;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((index.column() == Byte ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    const QString reason = failure.path.empty()
                               ? fromUtf8(failure.reason)
                               : tr("%1: %2").arg(oneLine(failure.path, 200), fromUtf8(failure.reason));
    if (role == Qt::ToolTipRole) return reason;
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Format:
        return formatName(attempt.format);
    case Byte:
        return format::exact(failure.byte);
    case Reason:
        return reason;
    default:
        return {};
    }
}

QVariant AttemptModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Byte ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Format:
        return tr("Tried as");
    case Byte:
        return tr("At byte");
    case Reason:
        return tr("Why not");
    default:
        return {};
    }
}

QString formatName(codec::PayloadFormat format) {
    using codec::PayloadFormat;
    switch (format) {
    case PayloadFormat::Null:
        return AttemptModel::tr("Null");
    case PayloadFormat::Empty:
        return AttemptModel::tr("Empty");
    case PayloadFormat::Avro:
        return AttemptModel::tr("Avro");
    case PayloadFormat::Protobuf:
        return AttemptModel::tr("Protobuf");
    case PayloadFormat::AvroSingleObject:
        return AttemptModel::tr("Avro single object");
    case PayloadFormat::AvroContainer:
        return AttemptModel::tr("Avro container file");
    case PayloadFormat::Json:
        return AttemptModel::tr("JSON");
    case PayloadFormat::Xml:
        return AttemptModel::tr("XML");
    case PayloadFormat::Msgpack:
        return AttemptModel::tr("MessagePack");
    case PayloadFormat::Cbor:
        return AttemptModel::tr("CBOR");
    case PayloadFormat::ProtobufRaw:
        return AttemptModel::tr("Protobuf without a schema");
    case PayloadFormat::Logfmt:
        return AttemptModel::tr("logfmt");
    case PayloadFormat::Text:
        return AttemptModel::tr("Text");
    case PayloadFormat::Hex:
        return AttemptModel::tr("Bytes");
    case PayloadFormat::SchemaFrame:
        return AttemptModel::tr("Schema frame");
    }
    return {};
}

} // namespace eventflow::viewmodels
