#include "core/admin/write_report.h"

#include <utility>

namespace eventflow::admin {

void WriteReport::addFailure(std::string record, Error error) {
    ++counts.failed;
    if (failures.size() < kMaxFailures) failures.push_back({std::move(record), std::move(error)});
}

void WriteReport::addNote(std::string note) {
    if (notes.size() < kMaxFailures) notes.push_back(std::move(note));
}

} // namespace eventflow::admin
