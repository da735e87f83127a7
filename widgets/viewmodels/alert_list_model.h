#pragma once

#include "widgets/viewmodels/alert_listing.h"
#include "widgets/viewmodels/keyed_table_model.h"

#include <QString>
#include <QStringList>

#include <array>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace eventflow::viewmodels {

QString alertStateWord(AlertState state);
/// The icon's name in resources/icons.
QString alertStateIcon(AlertState state);

/// The alerts that are active and those that were resolved lately: filtered by state and by words, sorted by
/// a column or, as long as none is chosen, by urgency. The setters change the question only; commit(), or
/// show() with a listing that was made of query() elsewhere, changes the rows.
/// Thread: GUI. Cost of show(): linear in the rows.
class AlertListModel : public KeyedTableModel<AlertRow> {
    Q_OBJECT
public:
    enum Column : int { State, SeverityColumn, Name, KeyLabels, Value, Since, ActiveFor, ColumnCount };
    static constexpr std::size_t kMaxRows = AlertListing::kMaxRows;
    static constexpr std::size_t kMaxResolved = 500;

    using KeyedTableModel::KeyedTableModel;

    void clear();
    void setActive(AlertSnapshot snapshot);
    /// Of alerts that became resolved: they are listed while they are not active again.
    void addResolved(AlertRow row);
    void addResolved(const Alert& alert) { addResolved(alertRow(std::make_shared<const Alert>(alert))); }
    /// Nothing: every state.
    void setStateFilter(std::optional<AlertState> state) { m_stateFilter = state; }
    [[nodiscard]] std::optional<AlertState> stateFilter() const { return m_stateFilter; }
    /// Every word must occur in the alert's name, a `label=value` or the state's word; case does not matter.
    void setTextFilter(const QString& text) { m_words = text.split(u' ', Qt::SkipEmptyParts); }
    /// By a column of this model; -1: by urgency. Emits orderChanged().
    void sort(int column, Qt::SortOrder order = Qt::AscendingOrder) override;

    [[nodiscard]] AlertQuery query();
    void show(AlertListing listing);
    /// Both, here and now.
    void commit() { show(listAlerts(query())); }
    /// What "active for" is measured to: the watermark.
    void setNow(Timestamp now);

    /// How many there are, before filtering.
    [[nodiscard]] std::size_t count(AlertState state) const {
        return m_counts[static_cast<std::size_t>(state)];
    }
    [[nodiscard]] std::size_t total() const;
    /// How many alerts the next query() is about.
    [[nodiscard]] std::size_t size() const;
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

Q_SIGNALS:
    void orderChanged();

private:
    [[nodiscard]] QVariant shown(const AlertRow& row, int column) const;
    [[nodiscard]] QVariant raw(const AlertRow& row, int column) const;

    AlertSnapshot m_snapshot;
    std::list<AlertRow> m_resolved; // newest first
    std::unordered_map<std::string, std::list<AlertRow>::iterator> m_resolvedByKey;
    std::optional<AlertState> m_stateFilter;
    QStringList m_words;
    AlertOrder m_order;
    Timestamp m_now = kNoTime;
    // Of the listing that is shown.
    std::shared_ptr<const AlertSet> m_active;
    std::array<std::size_t, 5> m_counts{};
    std::size_t m_notShown = 0;
    std::vector<std::shared_ptr<const void>> m_retired; ///< to be freed with the next query
};

} // namespace eventflow::viewmodels
