#pragma once

#include "core/admin/cluster_catalog.h"
#include "widgets/viewmodels/severity.h"
#include "widgets/viewmodels/sorted_table_model.h"
#include "widgets/viewmodels/topic_details.h"

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace eventflow::viewmodels {

/// The topics of a cluster. What they are configured as and hold is filled in by setDetails(), which never
/// moves rows: resort() does. Thread: GUI. 10,000 topics are filtered or sorted within a few milliseconds.
class TopicTableModel : public SortedTableModel<admin::TopicEntry> {
    Q_OBJECT
public:
    enum Column : int { Name, Partitions, Replicas, State, Span, Retention, Cleanup, ColumnCount };
    using SortedTableModel::SortedTableModel;

    void setTopics(std::vector<admin::TopicEntry> topics);
    void setFilter(const QString& text);
    void setInternalShown(bool shown);
    void setProblemsOnly(bool only);
    /// Details of topics that are not listed any more are forgotten at the next setTopics().
    void setDetails(std::unordered_map<std::string, TopicDetails> details);
    void forgetDetails() { m_details.clear(); }
    /// What is known is asked for again, and shown until then.
    void outdateDetails();
    /// Names of the rows from `first` to `last` (clamped) whose details are not known, or outdated.
    [[nodiscard]] std::vector<std::string> withoutDetails(int first, int last, std::size_t limit) const;
    /// Of all rows that are shown, in their order, those whose details were never asked for.
    [[nodiscard]] std::vector<std::string> unknownTopics(std::size_t limit) const;
    [[nodiscard]] std::size_t problemCount() const { return m_problems; }

    /// Whether the order of the rows goes by details.
    [[nodiscard]] bool sortsByDetails() const { return sortColumn() >= Span; }
    struct Ranking {
        std::size_t rows = 0;   ///< that are shown
        std::size_t asked = 0;  ///< whose details came, with or without a value
        std::size_t ranked = 0; ///< that have a value in the column that is sorted by; the others come last
    };
    [[nodiscard]] Ranking ranking() const;

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] const std::string& keyOf(const admin::TopicEntry& topic) const override {
        return topic.name;
    }
    [[nodiscard]] bool accepts(const admin::TopicEntry& topic) const override;
    [[nodiscard]] bool isKnown(const admin::TopicEntry& topic, int column) const override;
    [[nodiscard]] bool less(const admin::TopicEntry& a, const admin::TopicEntry& b,
                            int column) const override;
    void prepareSort(const std::vector<admin::TopicEntry>& topics, int column) const override;

private:
    struct Known {
        TopicDetails details;
        bool outdated = false;
    };
    [[nodiscard]] const TopicDetails* detailsOf(const admin::TopicEntry& topic) const;
    [[nodiscard]] QString shown(const admin::TopicEntry& topic, int column) const;
    [[nodiscard]] QString toolTip(const admin::TopicEntry& topic, int column) const;

    std::string m_filter;
    bool m_internalShown = false;
    bool m_problemsOnly = false;
    std::size_t m_problems = 0;
    std::unordered_map<std::string, Known> m_details;
    /// While rows are sorted by details: theirs, in the order of the rows that begin at m_sorted.
    mutable std::vector<const TopicDetails*> m_sortedBy;
    mutable const admin::TopicEntry* m_sorted = nullptr;
};

/// Ok: nothing to worry about.
Severity topicSeverity(const admin::TopicEntry& topic);
/// `in sync`, `2 without leader`, `3 short of replicas`, `denied`.
QString topicStateText(const admin::TopicEntry& topic);

} // namespace eventflow::viewmodels
