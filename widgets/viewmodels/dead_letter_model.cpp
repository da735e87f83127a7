#include "widgets/viewmodels/dead_letter_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/format.h"
#include "widgets/viewmodels/message_model.h"
#include "widgets/viewmodels/reject_text.h"
#include "widgets/viewmodels/roles.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace eventflow::viewmodels {

namespace {

std::string keyOf(const RejectGroup& group) {
    return std::string(toString(group.step)) + '/' + toString(group.code);
}

std::size_t bytesOf(const feed::DeadLetterPreview& letter) {
    const feed::RecordPreview& record = letter.record;
    std::size_t bytes = sizeof(letter) + letter.detail.size() + record.topic.size();
    if (record.key) bytes += record.key->size();
    if (record.value) bytes += record.value->size();
    for (const auto& [name, value] : record.headers)
        bytes += name.size() + (value ? value->size() : 0);
    return bytes;
}

QVariant alignment(bool right) {
    return QVariant::fromValue((right ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
}

bool isNumeric(int column) {
    return column == DeadLetterModel::Partition || column == DeadLetterModel::Offset ||
           column == DeadLetterModel::Size;
}

} // namespace

void DeadLetterGroupModel::clear() {
    m_lastSeen.clear();
    m_total = 0;
    resetRows();
}

void DeadLetterGroupModel::apply(const feed::PipelineDelta& delta) {
    for (const feed::DeadLetterPreview& letter : delta.deadLetters) {
        Timestamp& seen = m_lastSeen.try_emplace({letter.step, letter.code}, kNoTime).first->second;
        seen = std::max(seen, letter.record.tsArrival);
    }
    m_total = 0;
    std::vector<DeadLetterGroupRow> rows;
    for (const feed::DeadLetterCount& counted : delta.deadLetterCounts) {
        m_total += counted.count;
        const RejectGroup group{counted.step, counted.code};
        const auto seen = m_lastSeen.find(group);
        if (counted.count > 0)
            rows.push_back(
                {keyOf(group), group, counted.count, seen == m_lastSeen.end() ? kNoTime : seen->second});
    }
    std::sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.group < b.group; });
    const auto sameGroup = [](const auto& a, const auto& b) { return a.group == b.group; };
    rows.erase(std::unique(rows.begin(), rows.end(), sameGroup), rows.end());
    setRows(std::move(rows));
}

int DeadLetterGroupModel::rowOfGroup(const RejectGroup& group) const {
    return rowOfKey(keyOf(group));
}

QVariant DeadLetterGroupModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const DeadLetterGroupRow& r = row(index.row());
    if (role == Qt::TextAlignmentRole) return alignment(index.column() == Count);
    if (role == RecordIdRole) return fromUtf8(r.key);
    if (role == MutedRole) return index.column() == LastSeen;
    if (role == Qt::ToolTipRole) return rejectText(r.group.code).explanation;
    if (role == SortRole) {
        switch (index.column()) {
        case StepColumn:
            return static_cast<int>(r.group.step);
        case Count:
            return static_cast<qulonglong>(r.count);
        case LastSeen:
            return static_cast<qlonglong>(toNs(r.lastSeen));
        default:
            break;
        }
    }
    if (role != Qt::DisplayRole && role != SortRole) return {};
    switch (index.column()) {
    case StepColumn:
        return stepWord(r.group.step);
    case Reason:
        return rejectText(r.group.code).title;
    case Count:
        return format::exact(r.count);
    case LastSeen:
        return format::time(r.lastSeen);
    default:
        return {};
    }
}

QVariant DeadLetterGroupModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return alignment(section == Count);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case StepColumn:
        return tr("Step");
    case Reason:
        return tr("Reason");
    case Count:
        return tr("Letters");
    case LastSeen:
        return tr("Last (UTC)");
    default:
        return {};
    }
}

std::map<RejectGroup, std::vector<DeadLetterPtr>>
DeadLetterLog::append(const std::vector<feed::DeadLetterPreview>& newestLast) {
    std::map<RejectGroup, std::vector<DeadLetterPtr>> added;
    for (const feed::DeadLetterPreview& letter : newestLast) {
        const RejectGroup group{letter.step, letter.code};
        auto kept = std::make_shared<const feed::DeadLetterPreview>(letter);
        added[group].push_back(kept);
        m_groups[group].push_back(std::move(kept));
        m_bytes += bytesOf(letter);
        if (m_groups[group].size() > kPerGroup) dropOldest(group);
    }
    while (m_bytes > kMaxBytes)
        dropOldest(std::max_element(m_groups.begin(), m_groups.end(), [](const auto& a, const auto& b) {
                       return a.second.size() < b.second.size();
                   })->first);
    return added;
}

void DeadLetterLog::dropOldest(const RejectGroup& group) {
    auto& letters = m_groups.at(group);
    m_bytes -= bytesOf(*letters.front());
    letters.pop_front();
}

std::vector<DeadLetterPtr> DeadLetterLog::latest(const RejectGroup& group) const {
    const auto it = m_groups.find(group);
    if (it == m_groups.end()) return {};
    return {it->second.rbegin(), it->second.rend()};
}

void DeadLetterLog::clear() {
    m_groups.clear();
    m_bytes = 0;
}

bool DeadLetterModel::contains(const feed::DeadLetterPreview& letter, const std::string& word) const {
    return containsWord(letter.detail, word) || recordContains(letter.record, word);
}

QVariant DeadLetterModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const feed::DeadLetterPreview& letter = *item(index.row());
    const feed::RecordPreview& record = letter.record;
    const int column = index.column();
    if (role == Qt::TextAlignmentRole) return alignment(isNumeric(column));
    if (role == RecordIdRole) return positionText(record);
    if (role == MutedRole) return column == Size;
    if (role == Qt::ToolTipRole && column == Detail) return oneLine(letter.detail);
    if (role == SortRole) {
        switch (column) {
        case Time:
            return static_cast<qlonglong>(toNs(record.tsArrival));
        case Offset:
            return static_cast<qlonglong>(record.offset);
        case Size:
            return static_cast<qulonglong>(record.valueBytes);
        default:
            break;
        }
    }
    if (role != Qt::DisplayRole && role != SortRole) return {};
    switch (column) {
    case Time:
        return format::timeMs(record.tsArrival);
    case Topic:
        return oneLine(record.topic);
    case Partition:
        return record.partition;
    case Offset:
        return QString::number(record.offset);
    case Detail:
        return oneLine(letter.detail);
    case Size:
        return format::bytes(static_cast<double>(record.valueBytes));
    default:
        return {};
    }
}

QVariant DeadLetterModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return alignment(isNumeric(section));
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
    case Detail:
        return tr("Detail");
    case Size:
        return tr("Size");
    default:
        return {};
    }
}

std::vector<DeadLetterPtr> mergeLetters(const std::vector<DeadLetterPtr>& live,
                                        std::vector<feed::DeadLetterPreview> stored) {
    const auto position = [](const feed::DeadLetterPreview& letter) {
        return std::tuple(letter.record.topic, letter.record.partition, letter.record.offset);
    };
    std::set<std::tuple<std::string, std::int32_t, std::int64_t>> known;
    std::vector<DeadLetterPtr> merged;
    for (const DeadLetterPtr& letter : live)
        if (known.insert(position(*letter)).second) merged.push_back(letter);
    for (feed::DeadLetterPreview& letter : stored)
        if (known.insert(position(letter)).second)
            merged.push_back(std::make_shared<const feed::DeadLetterPreview>(std::move(letter)));
    return merged;
}

} // namespace eventflow::viewmodels
