#include "widgets/viewmodels/schema_version_model.h"

#include "widgets/viewmodels/display_text.h"
#include "widgets/viewmodels/error_text.h"
#include "widgets/viewmodels/roles.h"
#include "widgets/viewmodels/schema_text.h"
#include "widgets/viewmodels/severity.h"

namespace eventflow::viewmodels {

std::vector<SchemaVersionRow> SchemaVersionModel::rows() const {
    std::vector<SchemaVersionRow> rows;
    for (int i = 0; i < rowCount(); ++i)
        rows.push_back(row(i));
    return rows;
}

void SchemaVersionModel::setVersions(const std::vector<SubjectVersionMark>& versions) {
    std::vector<SchemaVersionRow> next;
    bool isLatest = true;
    for (const auto& [version, deleted] : versions) {
        SchemaVersionRow added{std::to_string(version), version, deleted, !deleted && isLatest, nullptr};
        if (const int old = rowOfKey(added.key); old >= 0) added.opened = row(old).opened;
        isLatest = isLatest && deleted;
        next.push_back(std::move(added));
    }
    setRows(std::move(next));
}

void SchemaVersionModel::setOpened(std::shared_ptr<const OpenedSchema> opened) {
    const int at = rowOfVersion(opened->registered.version);
    if (at < 0) return;
    auto next = rows();
    next[static_cast<std::size_t>(at)].opened = std::move(opened);
    setRows(std::move(next));
}

QVariant SchemaVersionModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const SchemaVersionRow& one = row(index.row());
    const bool opened = one.opened != nullptr && one.opened->registered.id != 0;
    const bool broken = one.opened != nullptr && one.opened->error.has_value();
    if (role == MutedRole) return one.deleted || (!opened && index.column() != Version);
    if (role == SeverityRole && index.column() == Mark && broken) return static_cast<int>(Severity::Warning);
    if (role == Qt::ToolTipRole && broken) return errorText(*one.opened->error).cause;
    if (role == SortRole || role == RecordIdRole) return one.version;
    if (role == Qt::TextAlignmentRole && index.column() == Id)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (index.column()) {
    case Version:
        return one.version;
    case Id:
        return opened ? QString::number(one.opened->registered.id) : QStringLiteral("…");
    case Type:
        return opened ? schemaTypeText(one.opened->registered.schema.type) : QString();
    case Mark:
        if (broken) return opened ? tr("not readable") : tr("not had");
        if (one.deleted) return tr("deleted");
        return one.latest ? tr("latest") : QString();
    default:
        return {};
    }
}

QVariant SchemaVersionModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == Id ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
    case Version:
        return tr("Version");
    case Id:
        return tr("Id");
    case Type:
        return tr("Type");
    case Mark:
        return tr("State");
    default:
        return {};
    }
}

} // namespace eventflow::viewmodels
