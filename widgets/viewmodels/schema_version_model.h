#pragma once

#include "widgets/viewmodels/keyed_table_model.h"
#include "widgets/viewmodels/schema_versions.h"

#include <memory>
#include <optional>
#include <string>

namespace eventflow::viewmodels {

/// A version of the chosen subject; id and type are known once it has been opened.
struct SchemaVersionRow {
    std::string key; ///< the number
    std::int32_t version = 0;
    bool deleted = false;
    bool latest = false;
    std::shared_ptr<const OpenedSchema> opened;
    bool operator==(const SchemaVersionRow&) const = default;
};

/// The versions of a subject, newest first. Thread: GUI.
class SchemaVersionModel : public KeyedTableModel<SchemaVersionRow> {
    Q_OBJECT
public:
    enum Column : int { Version, Id, Type, Mark, ColumnCount };

    using KeyedTableModel::KeyedTableModel;

    void clear() { resetRows(); }
    void setVersions(const std::vector<SubjectVersionMark>& versions);
    void setOpened(std::shared_ptr<const OpenedSchema> opened);
    /// -1 when there is no such version.
    [[nodiscard]] int rowOfVersion(int version) const { return rowOfKey(std::to_string(version)); }

    int columnCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : ColumnCount;
    }
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] std::vector<SchemaVersionRow> rows() const;
};

} // namespace eventflow::viewmodels
