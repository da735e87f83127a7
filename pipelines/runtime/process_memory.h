#pragma once

#include <cstdint>

namespace eventflow::runtime {

/// Resident memory of this process in bytes, now and at its highest; 0 where the system does not tell.
std::uint64_t residentBytes();
std::uint64_t peakResidentBytes();

} // namespace eventflow::runtime
