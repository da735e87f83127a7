#include "widgets/viewmodels/config_table_model.h"

#include "core/admin/config_docs.h"
#include "widgets/viewmodels/format.h"

#include <charconv>

namespace eventflow::viewmodels {

using admin::ConfigEntry;
using admin::ConfigSource;

namespace {

/// Milliseconds and bytes as people say them; empty where that adds nothing.
QString spelled(const std::string& name, const std::string& value) {
    const admin::ConfigDoc* doc = admin::configDoc(name);
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (doc == nullptr || error != std::errc() || end != value.data() + value.size()) return {};
    if (number == -1 && !doc->unit.empty()) return ConfigTableModel::tr("without bound");
    constexpr std::int64_t kLongestMs = std::numeric_limits<std::int64_t>::max() / 1'000'000;
    if (doc->unit == "ms" && number >= 1000 && number <= kLongestMs)
        return format::duration(std::chrono::milliseconds(number));
    if (doc->unit == "bytes" && number >= 1024) return format::bytes(static_cast<double>(number));
    return {};
}

QString valueText(const std::string& name, const std::string& value) {
    const QString text = value.empty() ? ConfigTableModel::tr("empty") : oneLine(value);
    const QString words = spelled(name, value);
    return words.isEmpty() ? text : QStringLiteral("%1 (%2)").arg(text, words);
}

} // namespace

bool isChangedConfig(const ConfigEntry& entry) {
    return entry.source == ConfigSource::Topic || entry.source == ConfigSource::Broker;
}

QString configValueText(const ConfigEntry& entry) {
    if (entry.sensitive) return ConfigTableModel::tr("hidden");
    return entry.value ? valueText(entry.name, *entry.value) : ConfigTableModel::tr("not set");
}

std::optional<std::string> inheritedConfig(const ConfigEntry& entry) {
    const ConfigSource own =
        entry.source == ConfigSource::Broker ? ConfigSource::Broker : ConfigSource::Topic;
    for (const admin::ConfigSynonym& synonym : entry.synonyms)
        if (synonym.source != own && synonym.value) return synonym.value;
    return isChangedConfig(entry) ? std::nullopt : entry.value;
}

QString configSourceText(ConfigSource source) {
    switch (source) {
    case ConfigSource::Topic:
        return ConfigTableModel::tr("this topic");
    case ConfigSource::Broker:
        return ConfigTableModel::tr("this broker");
    case ConfigSource::AllBrokers:
        return ConfigTableModel::tr("all brokers");
    case ConfigSource::ServerFile:
        return ConfigTableModel::tr("the broker's file");
    case ConfigSource::Default:
        return ConfigTableModel::tr("default");
    case ConfigSource::Unknown:
        break;
    }
    return ConfigTableModel::tr("not known");
}

void ConfigTableModel::setFilter(const QString& text) {
    m_filter = text.trimmed().toStdString();
    refilter();
}

void ConfigTableModel::setChangedOnly(bool only) {
    m_changedOnly = only;
    refilter();
}

bool ConfigTableModel::accepts(const ConfigEntry& entry) const {
    if (m_changedOnly && !isChangedConfig(entry)) return false;
    if (m_filter.empty() || containsWord(entry.name, m_filter)) return true;
    const admin::ConfigDoc* doc = admin::configDoc(entry.name);
    return (entry.value && containsWord(*entry.value, m_filter)) ||
           (doc != nullptr && containsWord(doc->text, m_filter));
}

bool ConfigTableModel::less(const ConfigEntry& a, const ConfigEntry& b, int column) const {
    switch (column) {
    case Value:
        return a.value < b.value;
    case Source:
        return a.source < b.source;
    case Default:
        return inheritedConfig(a) < inheritedConfig(b);
    default:
        return a.name < b.name;
    }
}

int ConfigTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ConfigTableModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const ConfigEntry& entry = row(index.row());
    const int column = index.column();
    if (role == RecordIdRole) return fromUtf8(entry.name);
    if (role == MutedRole) return column == Default || (column != Name && !isChangedConfig(entry));
    if (role == Qt::ToolTipRole) {
        const admin::ConfigDoc* doc = admin::configDoc(entry.name);
        return doc == nullptr ? QString() : fromUtf8(doc->text);
    }
    if (role != Qt::DisplayRole) return {};
    switch (column) {
    case Name:
        return oneLine(entry.name, 200);
    case Value:
        return configValueText(entry);
    case Source:
        return configSourceText(entry.source);
    default: {
        const auto inherited = inheritedConfig(entry);
        if (entry.sensitive || !inherited) return QStringLiteral("–");
        return valueText(entry.name, *inherited);
    }
    }
}

QVariant ConfigTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return cellAlignment(false);
    if (role == Qt::ToolTipRole && section == Default)
        return tr("What would be in force if it were not set here");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Name:
        return tr("Name");
    case Value:
        return tr("Value");
    case Source:
        return tr("Set by");
    case Default:
        return tr("Otherwise");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
