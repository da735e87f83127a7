#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/keyed_table_model.h"
#include "widgets/viewmodels/ring_table_model.h"

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::viewmodels {

/// What dead letters are grouped by.
struct RejectGroup {
    Step step = Step::Decode;
    RejectCode code = RejectCode::MalformedJson;
    auto operator<=>(const RejectGroup&) const = default;
};

struct DeadLetterGroupRow {
    std::string key;
    RejectGroup group;
    std::uint64_t count = 0;
    Timestamp lastSeen = kNoTime; ///< arrival of the newest one that was seen on screen
    bool operator==(const DeadLetterGroupRow&) const = default;
};

/// How many dead letters there are, by step and reason, in the order of the steps: rows keep their place.
/// Thread: GUI.
class DeadLetterGroupModel : public KeyedTableModel<DeadLetterGroupRow> {
    Q_OBJECT
public:
    enum Column : int { StepColumn, Reason, Count, LastSeen, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    void clear();
    void apply(const feed::PipelineDelta& delta);
    [[nodiscard]] int rowOfGroup(const RejectGroup& group) const;
    /// Of every group.
    [[nodiscard]] std::uint64_t total() const { return m_total; }

    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::map<RejectGroup, Timestamp> m_lastSeen;
    std::uint64_t m_total = 0;
};

using DeadLetterPtr = std::shared_ptr<const feed::DeadLetterPreview>;

/// The latest dead letters of every group as the frames brought them. Bounded by kPerGroup, at most
/// kStepCount × kRejectCodeCount groups, and kMaxBytes altogether. Thread: GUI.
class DeadLetterLog {
public:
    static constexpr std::size_t kPerGroup = 200;
    static constexpr std::size_t kMaxBytes = 32 * 1024 * 1024;

    /// Returns them by group, newest last, as they are kept.
    std::map<RejectGroup, std::vector<DeadLetterPtr>>
    append(const std::vector<feed::DeadLetterPreview>& newestLast);
    /// Newest first.
    [[nodiscard]] std::vector<DeadLetterPtr> latest(const RejectGroup& group) const;
    void clear();

private:
    void dropOldest(const RejectGroup& group);

    std::map<RejectGroup, std::deque<DeadLetterPtr>> m_groups; // oldest first
    std::size_t m_bytes = 0;
};

/// Dead letters of one group. Thread: GUI.
class DeadLetterModel : public RingTableModel<feed::DeadLetterPreview> {
    Q_OBJECT
public:
    enum Column : int { Time, Topic, Partition, Offset, Detail, Size, ColumnCount };

    using RingTableModel::RingTableModel;

    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] bool contains(const feed::DeadLetterPreview& letter,
                                const std::string& word) const override;
};

/// The letters of the frames, then those of the store that are not among them; newest first, as both are.
std::vector<DeadLetterPtr> mergeLetters(const std::vector<DeadLetterPtr>& live,
                                        std::vector<feed::DeadLetterPreview> stored);

} // namespace eventflow::viewmodels
