#pragma once

#include "core/browse/row_store.h"
#include "core/schema/inference.h"
#include "widgets/viewmodels/field_path.h"
#include "widgets/viewmodels/masking.h"
#include "widgets/viewmodels/payload_reader.h"

#include <QString>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace eventflow::viewmodels {

/// What a table shows of a row, once it has been read.
struct RowText {
    QString key;
    QString value;
    std::vector<QString> columns; ///< of the chosen fields; null: the value has no such field
};

/// A row to read, apart from its store.
struct RowToRead {
    std::uint64_t id = 0; ///< of the row, for whoever asks
    std::string topic;
    std::optional<std::string> key;
    std::optional<std::string> value;
    bool cut = false;                    ///< the value is only its beginning
    std::optional<std::string> schema{}; ///< the header that names the value's
};
RowToRead rowToRead(std::uint64_t id, const browse::RowStore& store, const browse::Row& row);

/// How rows are read. Immutable.
struct RowReading {
    std::shared_ptr<PayloadReader> payloads;
    std::vector<FieldPath> columns;
    std::shared_ptr<const MaskingRules> masking;
};
/// May wait for the registry: not for the GUI thread. `seen` learns the shape of the value.
RowText readRow(const RowToRead& row, const RowReading& how, schema::Inference& seen);

/// The JSON of a value of which only the beginning is there, as far as it goes; empty when it is none.
std::string_view jsonBeginning(std::string_view value);

} // namespace eventflow::viewmodels
