#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace eventflow::cel {

/// A decimal number, or `NaN`, `Infinity`, `-Infinity`; the whole text.
std::optional<double> parseDouble(std::string_view text);
/// The shortest text that reads back as the same double; `NaN`, `Infinity`, `-Infinity`.
std::string doubleText(double value);
/// With exactly `precision` digits behind the point, halves rounded as IEEE 754 stores them.
std::string fixedText(double value, int precision);
/// The same as `1.5e+00`.
std::string scientificText(double value, int precision);
/// Without an exponent and without insignificant zeros: `100000000000000000000`.
std::string plainText(double value);

} // namespace eventflow::cel
