#pragma once

#include <string_view>

namespace eventflow::codec {

/// Does the double read from the text of a decimal number (digits, point, exponent, as JSON writes them) have
/// the text's value to the last digit that prints? `0.1` does, `0.10000000000000000001` does not.
bool isExactDouble(std::string_view decimal, double value);

} // namespace eventflow::codec
