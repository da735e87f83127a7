#include "pipelines/runtime/process_memory.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>

namespace eventflow::runtime {

std::uint64_t residentBytes() {
    std::FILE* file = std::fopen("/proc/self/statm", "re");
    if (file == nullptr) return 0;
    unsigned long size = 0;
    unsigned long resident = 0;
    const int fields = std::fscanf(file, "%lu %lu", &size, &resident);
    std::fclose(file);
    const long page = sysconf(_SC_PAGESIZE);
    return fields == 2 && page > 0 ? std::uint64_t{resident} * static_cast<std::uint64_t>(page) : 0;
}

std::uint64_t peakResidentBytes() {
    rusage usage{};
    if (getrusage(RUSAGE_SELF, &usage) != 0) return 0;
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024; // Linux counts it in KiB
}

} // namespace eventflow::runtime
