#pragma once

#include "core/schema/schema_diff.h"
#include "widgets/viewmodels/line_diff.h"
#include "widgets/viewmodels/schema_pair_model.h"
#include "widgets/viewmodels/schema_versions.h"
#include "widgets/viewmodels/text_table_model.h"

#include <memory>
#include <vector>

namespace eventflow::viewmodels {

/// Two versions beside each other, and what the later one breaks. Immutable.
struct SchemaComparison {
    std::shared_ptr<const OpenedSchema> before;
    std::shared_ptr<const OpenedSchema> after;
    schema::SchemaDiff diff;
    std::shared_ptr<const SchemaPairs> pairs;
    std::shared_ptr<const LineDiff> lines;
    bool laidOut = false; ///< the lines are JSON text with other white space than was registered
};
/// Both are parsed. Thread: any; takes as long as the format's own check.
SchemaComparison compareSchemas(std::shared_ptr<const OpenedSchema> before,
                                std::shared_ptr<const OpenedSchema> after);

/// A row for each change: kind, path, what it was, what it is, what it breaks. RecordIdRole is the path.
QStringList changeTitles();
std::vector<TextTableModel::Row> changeRows(const SchemaComparison& comparison);
/// Why a change breaks what, in whole sentences, a line each; what it means when it breaks nothing.
QString changeReasons(const SchemaComparison& comparison, const schema::SchemaChange& change);
/// How many changes there are, and what the level would say.
QString comparisonSummary(const SchemaComparison& comparison, const std::string& level);

} // namespace eventflow::viewmodels
