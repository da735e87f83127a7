#pragma once

#include "core/admin/owned_record.h"

#include <cstddef>
#include <vector>

namespace eventflow::admin {

/// The record at an offset with its neighbours, as bytes: what a stuck partition's consumer chokes on.
/// `suspect` is the index of the first record from the offset on; past the end when there is none.
struct Neighbourhood {
    std::vector<OwnedRecord> records;
    std::size_t suspect = 0;
};

} // namespace eventflow::admin
