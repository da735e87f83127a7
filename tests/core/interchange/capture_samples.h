#pragma once

#include "tests/core/interchange/imported_text.h"

#include <string>
#include <vector>

namespace eventflow::interchange::test {

/// A small capture and what is in it.
struct Sample {
    const char* name;
    Layout layout;
    std::string text;
    std::vector<Imported> records;
};

/// Of every layout, written for these tests.
std::vector<Sample> samples();

} // namespace eventflow::interchange::test
