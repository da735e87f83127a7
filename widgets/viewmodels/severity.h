#pragma once

#include <QString>

#include <cstdint>

namespace eventflow {
class Labels;
}

namespace eventflow::viewmodels {

/// How bad something is; always shown as icon + word + colour, never as colour alone. Worst first.
enum class Severity : std::uint8_t { Critical, Warning, Info, Ok };

/// From the label `severity`, by the names in common use (`page`, `critical`, `error`; `warning`, `ticket`,
/// `minor`); anything else, and no label, is Info.
Severity severityOf(const Labels& labels);
/// The word, translated.
QString severityWord(Severity severity);
/// The icon's name in resources/icons.
QString severityIcon(Severity severity);

} // namespace eventflow::viewmodels
