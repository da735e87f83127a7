#include "widgets/connect/capability_model.h"

#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/severity.h"

#include <algorithm>
#include <utility>

namespace eventflow::widgets {

namespace {

using viewmodels::Severity;

QString wordOf(admin::Access access) {
    switch (access) {
    case admin::Access::Allowed:
        return CapabilityModel::tr("Allowed");
    case admin::Access::Denied:
        return CapabilityModel::tr("Denied");
    case admin::Access::Unknown:
        break;
    }
    return CapabilityModel::tr("Unknown");
}

Severity severityOf(admin::Access access) {
    if (access == admin::Access::Allowed) return Severity::Ok;
    return access == admin::Access::Denied ? Severity::Warning : Severity::Info;
}

} // namespace

void CapabilityModel::setCapabilities(std::vector<admin::Capability> capabilities) {
    beginResetModel();
    m_capabilities = std::move(capabilities);
    // What is missing is what one looks for.
    std::ranges::stable_partition(m_capabilities, [](const admin::Capability& capability) {
        return capability.access != admin::Access::Allowed;
    });
    endResetModel();
}

QString CapabilityModel::summary() const {
    if (m_capabilities.empty()) return {};
    const auto allowed =
        std::ranges::count(m_capabilities, admin::Access::Allowed, &admin::Capability::access);
    return tr("%1 of %2 allowed").arg(allowed).arg(m_capabilities.size());
}

int CapabilityModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_capabilities.size());
}

int CapabilityModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CapabilityModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const admin::Capability& row = m_capabilities[static_cast<std::size_t>(index.row())];
    if (role == viewmodels::SeverityRole && index.column() == Access)
        return static_cast<int>(severityOf(row.access));
    if (role == Qt::ToolTipRole)
        return QString::fromStdString(row.permission + (row.reason.empty() ? "" : "\n" + row.reason))
            .toHtmlEscaped();
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Capability:
        return QString::fromStdString(row.name);
    case Access:
        return wordOf(row.access);
    case Consequence:
        return row.access == admin::Access::Allowed ? QString() : QString::fromStdString(row.consequence);
    case Reason:
        return QString::fromStdString(row.reason.empty() ? row.permission : row.reason);
    default:
        return {};
    }
}

QVariant CapabilityModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    switch (section) {
    case Capability:
        return tr("What for");
    case Access:
        return tr("Access");
    case Consequence:
        return tr("Without it");
    case Reason:
        return tr("Permission, or what the broker said");
    default:
        return {};
    }
}

} // namespace eventflow::widgets
