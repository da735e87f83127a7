#include "core/cel/field_table.h"

#include <algorithm>
#include <cassert>

namespace eventflow::cel {

std::uint32_t FieldTable::add(std::string name, KindSet kinds, FieldShape shape, KindSet memberKinds) {
    assert(find(name) == nullptr);
    const auto slot = static_cast<std::uint32_t>(m_fields.size());
    m_fields.push_back({std::move(name), slot, kinds, shape, memberKinds});
    return slot;
}

const FieldTable::Field* FieldTable::find(std::string_view name) const {
    const auto found = std::ranges::find(m_fields, name, &Field::name);
    return found == m_fields.end() ? nullptr : &*found;
}

} // namespace eventflow::cel
