#pragma once

#include "core/feed/pipeline_delta.h"
#include "widgets/viewmodels/keyed_table_model.h"
#include "widgets/viewmodels/severity.h"

#include <QString>
#include <QStringList>

#include <array>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::viewmodels {

/// An alert's identity across snapshots and transitions.
std::string alertKey(const Alert& alert);
QString alertStateWord(AlertState state);
/// The icon's name in resources/icons.
QString alertStateIcon(AlertState state);

struct AlertRow {
    std::string key;
    std::shared_ptr<const Alert> alert;
    Severity severity = Severity::Info;
    bool operator==(const AlertRow&) const = default;
};

/// The alerts that are active and those that were resolved lately, firing ones first, worst severity first.
/// Filters by state and by words; rows beyond kMaxRows are counted, not shown.
/// Thread: GUI. Cost: sorting the alerts, once per snapshot.
class AlertListModel : public KeyedTableModel<AlertRow> {
    Q_OBJECT
public:
    enum Column : int { State, SeverityColumn, Name, KeyLabels, Value, Since, ActiveFor, ColumnCount };
    static constexpr std::size_t kMaxRows = 5000;
    static constexpr std::size_t kMaxResolved = 500;

    using KeyedTableModel::KeyedTableModel;

    void clear();
    void setActive(std::shared_ptr<const std::vector<Alert>> snapshot);
    /// Of alerts that became resolved: they stay in the list until they are active again.
    void addResolved(const Alert& alert);
    /// Brings the rows up to date with the setters above. Once a frame.
    void commit();
    /// What "active for" is measured to: the watermark.
    void setNow(Timestamp now);

    void setStateFilter(std::optional<AlertState> state);
    [[nodiscard]] std::optional<AlertState> stateFilter() const { return m_stateFilter; }
    /// Every word must occur in the alert's name, a `label=value` or the state's word; case does not matter.
    void setTextFilter(const QString& text);

    /// How many there are, before filtering.
    [[nodiscard]] std::size_t count(AlertState state) const {
        return m_counts[static_cast<std::size_t>(state)];
    }
    [[nodiscard]] std::size_t total() const;
    /// How many pass the filters but are beyond kMaxRows.
    [[nodiscard]] std::size_t notShown() const { return m_notShown; }
    /// nullptr when it is neither active nor lately resolved.
    [[nodiscard]] std::shared_ptr<const Alert> find(const std::string& key) const;
    /// The key of the alert with this fingerprint, whatever the filters; empty when there is none.
    [[nodiscard]] std::string keyOfFingerprint(const std::string& fingerprint) const;

    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] bool passes(const Alert& alert) const;
    [[nodiscard]] Duration activeFor(const Alert& alert) const;
    [[nodiscard]] QVariant shown(const AlertRow& row, int column) const;
    [[nodiscard]] QVariant raw(const AlertRow& row, int column) const;

    std::vector<AlertRow> m_active;
    std::deque<AlertRow> m_resolved; // newest first
    std::array<std::size_t, 5> m_counts{};
    std::optional<AlertState> m_stateFilter;
    QStringList m_words;
    Timestamp m_now = kNoTime;
    std::size_t m_notShown = 0;
    bool m_dirty = false;
};

/// When the present state began.
Timestamp stateSince(const Alert& alert);

} // namespace eventflow::viewmodels
