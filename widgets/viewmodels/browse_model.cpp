#include "widgets/viewmodels/browse_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"

#include <algorithm>

namespace eventflow::viewmodels {

using browse::Row;

namespace {

constexpr std::size_t kShownBytes = 400;
constexpr std::uint64_t kAbove = std::uint64_t{1} << 32U;

bool isNumber(int column) {
    return column == BrowseModel::Partition || column == BrowseModel::Offset || column == BrowseModel::Size ||
           column == BrowseModel::Headers;
}

QVariant alignmentOf(int column) {
    return QVariant::fromValue((isNumber(column) ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

} // namespace

void BrowseModel::setStores(BrowseRows::Store above, BrowseRows::Store below,
                            const std::optional<TimeSpan>& span) {
    beginResetModel();
    m_rows.reset(std::move(above), std::move(below), span);
    m_read.clear();
    endResetModel();
    refresh();
}

int BrowseModel::refresh() {
    const BrowseRows::Growth growth = m_rows.look();
    const int size = rowCount();
    if (growth.below > 0) {
        beginInsertRows({}, size, size + static_cast<int>(growth.below) - 1);
        m_rows.showBelow();
        endInsertRows();
    }
    if (growth.above > 0) {
        beginInsertRows({}, 0, static_cast<int>(growth.above) - 1);
        m_rows.showAbove();
        endInsertRows();
    }
    return static_cast<int>(growth.above);
}

void BrowseModel::setFields(const QStringList& paths) {
    if (paths == m_fields) return;
    beginResetModel();
    m_fields = paths.mid(0, static_cast<qsizetype>(kMaxFieldColumns));
    m_read.clear();
    endResetModel();
}

void BrowseModel::setBookmarks(const Bookmarks* bookmarks) {
    m_bookmarks = bookmarks;
    bookmarksChanged();
}

void BrowseModel::bookmarksChanged() {
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, Time), index(rowCount() - 1, Time), {kMarkRole});
}

const QString* BrowseModel::noteOf(const BrowseRows::Place& place) const {
    if (m_bookmarks == nullptr || !m_bookmarks->mayHave(place.row().offset)) return nullptr;
    const Stream& stream = place.stream();
    return m_bookmarks->find({stream.topic, stream.partition, place.row().offset});
}

void BrowseModel::setHidden(bool hidden) {
    m_hidden = hidden;
    forgetRead();
}

void BrowseModel::forgetRead() {
    m_read.clear();
    if (rowCount() > 0) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

RecordPlace BrowseModel::place(int row) const {
    const BrowseRows::Place at = m_rows[static_cast<std::size_t>(row)];
    const Stream& stream = at.stream();
    return {stream.topic, stream.partition, at.row().offset};
}

int BrowseModel::rowOf(const RecordPlace& place, int near, int atMost) const {
    const int size = rowCount();
    for (int distance = 0; distance < atMost && (near - distance >= 0 || near + distance < size); ++distance)
        for (const int row : {near + distance, near - distance}) {
            if (row < 0 || row >= size) continue;
            const BrowseRows::Place at = m_rows[static_cast<std::size_t>(row)];
            if (at.row().offset == place.offset && this->place(row) == place) return row;
        }
    return -1;
}

std::uint64_t BrowseModel::idOf(const BrowseRows::Place& place) const {
    return place.index | (m_rows.isAbove(place) ? kAbove : 0);
}

const RowText* BrowseModel::readOf(const BrowseRows::Place& place) const {
    const auto it = m_read.find(idOf(place));
    return it == m_read.end() ? nullptr : &it->second;
}

std::vector<RowToRead> BrowseModel::wanted(int first, int last) const {
    std::vector<RowToRead> rows;
    for (int row = std::max(first, 0); row <= last && row < rowCount(); ++row) {
        const BrowseRows::Place at = m_rows[static_cast<std::size_t>(row)];
        if (readOf(at) == nullptr) rows.push_back(rowToRead(idOf(at), *at.store, at.row()));
    }
    return rows;
}

void BrowseModel::setRead(ReadRows rows) {
    // The rows in sight are asked for again.
    if (m_read.size() + rows.size() > kMaxRead) m_read.clear();
    int first = rowCount();
    int last = -1;
    for (auto& [id, text] : rows) {
        const auto position = m_rows.positionOf((id & kAbove) != 0, static_cast<std::uint32_t>(id));
        if (!position) continue;
        first = std::min(first, static_cast<int>(*position));
        last = std::max(last, static_cast<int>(*position));
        m_read.insert_or_assign(id, std::move(text));
    }
    if (last >= 0) Q_EMIT dataChanged(index(first, Key), index(last, columnCount() - 1));
}

int BrowseModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

int BrowseModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount + static_cast<int>(m_fields.size());
}

QString BrowseModel::bytesText(const BrowseRows::Place& place, bool key) const {
    const Row& row = place.row();
    if (row.has(key ? Row::kNullKey : Row::kNullValue)) return tr("null");
    if ((key ? row.keyBytes : row.valueBytes) == 0) return tr("(empty)");
    if (const RowText* read = readOf(place)) return key ? read->key : read->value;
    if (m_hidden) return tr("…");
    return oneLine(key ? place.store->keyPreview(row) : place.store->valuePreview(row), kShownBytes);
}

QString BrowseModel::shown(const BrowseRows::Place& place, int column) const {
    const Row& row = place.row();
    switch (column) {
    case Time:
        return row.timestampMs == Row::kNoTimestamp ? tr("none")
                                                    : format::dateTimeMs(timestampFromMs(row.timestampMs));
    case Topic:
        return oneLine(place.stream().topic);
    case Partition:
        return QString::number(place.stream().partition);
    case Offset:
        return QString::number(row.offset);
    case Key:
        return bytesText(place, true);
    case Value:
        return bytesText(place, false);
    case Size:
        return format::bytes(row.valueBytes);
    case Headers:
        return row.headerCount == 0 ? QString() : QString::number(row.headerCount);
    default:
        break;
    }
    const RowText* read = readOf(place);
    const auto field = static_cast<std::size_t>(column - ColumnCount);
    return read != nullptr && field < read->columns.size() ? read->columns[field] : QString();
}

bool BrowseModel::isMissing(const Row& row, int column) {
    switch (column) {
    case Time:
        return row.timestampMs == Row::kNoTimestamp;
    case Key:
        return row.has(Row::kNullKey) || row.keyBytes == 0;
    case Value:
        return row.has(Row::kNullValue) || row.valueBytes == 0;
    default:
        return false;
    }
}

QVariant BrowseModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const BrowseRows::Place at = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole:
        return shown(at, index.column());
    case RecordIdRole:
        return placeText(place(index.row()));
    case SortRole:
        return static_cast<qlonglong>(index.column() == Time ? at.row().timestampMs : at.row().offset);
    case kMarkRole:
        return index.column() == Time && noteOf(at) != nullptr;
    case Qt::ToolTipRole:
        return index.column() == Time && noteOf(at) != nullptr ? QVariant(*noteOf(at)) : QVariant();
    case MutedRole:
        return isMissing(at.row(), index.column());
    case Qt::TextAlignmentRole:
        return alignmentOf(index.column());
    default:
        return {};
    }
}

QVariant BrowseModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return alignmentOf(section);
    if (role == Qt::ToolTipRole && section == Time) return tr("The record's timestamp, UTC");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Time:
        return tr("Time (UTC)");
    case Topic:
        return tr("Topic");
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
    case Headers:
        return tr("Headers");
    default:
        return m_fields.value(section - ColumnCount);
    }
}

} // namespace eventflow::viewmodels
