#pragma once

#include "core/admin/configs.h"
#include "widgets/viewmodels/sorted_table_model.h"

namespace eventflow::viewmodels {

/// The configuration of a topic or a broker. Sensitive values are said to be hidden. Thread: GUI.
class ConfigTableModel : public SortedTableModel<admin::ConfigEntry> {
    Q_OBJECT
public:
    enum Column : int { Name, Value, Source, Default, ColumnCount };
    using SortedTableModel::SortedTableModel;

    void setConfigs(const admin::ConfigSet& configs) { setAll(configs.entries); }
    /// In names, values and docs.
    void setFilter(const QString& text);
    /// Only what is set on the resource itself.
    void setChangedOnly(bool only);

    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

protected:
    [[nodiscard]] const std::string& keyOf(const admin::ConfigEntry& entry) const override {
        return entry.name;
    }
    [[nodiscard]] bool accepts(const admin::ConfigEntry& entry) const override;
    [[nodiscard]] bool less(const admin::ConfigEntry& a, const admin::ConfigEntry& b,
                            int column) const override;

private:
    std::string m_filter;
    bool m_changedOnly = false;
};

/// Set on the topic, or on the broker while it runs.
bool isChangedConfig(const admin::ConfigEntry& entry);
/// `hidden`, `not set`, or the value with its unit spelt out: `604800000 (7d)`.
QString configValueText(const admin::ConfigEntry& entry);
/// What would be in force if the resource itself had no value; nothing: not known.
std::optional<std::string> inheritedConfig(const admin::ConfigEntry& entry);
/// `this topic`, `the broker`, `default`.
QString configSourceText(admin::ConfigSource source);

} // namespace eventflow::viewmodels
