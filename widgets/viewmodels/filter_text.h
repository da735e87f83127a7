#pragma once

#include "core/schema/inference.h"

#include <QString>
#include <QStringList>

#include <cstdint>
#include <optional>
#include <string>

namespace eventflow::viewmodels {

/// What is wrong with a filter, and where.
struct FilterFault {
    int line = 1;
    int column = 1; ///< in characters, from 1
    QString message;
    qsizetype position = 0; ///< in the text, in UTF-16 units; its size: at the end
};

struct FilterCheck {
    std::optional<FilterFault> fault;
    /// Estimated steps of one evaluation; 0 of a faulty or an empty filter. cel::Program::cost().
    std::uint64_t cost = 0;
};

/// Compiles the expression. A few microseconds for what a person types. Longer than kMaxFilterBytes is a
/// fault.
FilterCheck checkFilter(const QString& expression);
inline constexpr qsizetype kMaxFilterBytes = 16 * 1024;

/// What may be completed in a filter: the fields of a record, the functions, and the fields of `payload` that
/// were seen. Sorted, bounded.
QStringList filterWords(const schema::Inference& payload);
/// `order.items[0].id`: the fields that were seen, for columns.
QStringList fieldPaths(const schema::Inference& payload);

} // namespace eventflow::viewmodels
