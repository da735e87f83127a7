#include "core/interchange/first_object.h"

#include "core/interchange/json_scan.h"

#include <algorithm>

namespace eventflow::interchange {

FirstObject::FirstObject(std::string_view text) {
    Arena arena;
    JsonScan scan(text);
    if (!scan.take('{')) return;
    do {
        const auto name = scan.takeString(arena);
        if (!name || !scan.take(':')) return;
        scan.skipSpace();
        m_members.push_back({std::string(*name), text.substr(scan.column() - 1)});
    } while (m_members.size() < kMaxMembers && scan.takeValue() && scan.take(','));
    m_cutShort = m_members.size() < kMaxMembers && !scan.take('}');
}

const FirstObject::Member* FirstObject::find(std::string_view name) const {
    const auto found = std::ranges::find(m_members, name, &Member::name);
    return found == m_members.end() ? nullptr : &*found;
}

bool FirstObject::hasAll(std::initializer_list<std::string_view> names) const {
    return std::ranges::all_of(names, [this](std::string_view name) { return has(name); });
}

bool FirstObject::hasAny(std::initializer_list<std::string_view> names) const {
    return std::ranges::any_of(names, [this](std::string_view name) { return has(name); });
}

bool FirstObject::hasOnly(std::initializer_list<std::string_view> names) const {
    return std::ranges::all_of(m_members, [&](const Member& member) {
        return std::ranges::find(names, std::string_view(member.name)) != names.end();
    });
}

std::string_view FirstObject::valueOf(std::string_view name) const {
    const Member* member = find(name);
    return member == nullptr ? std::string_view() : member->value;
}

} // namespace eventflow::interchange
