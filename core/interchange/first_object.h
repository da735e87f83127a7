#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::interchange {

/// The names of an object's members, as far as they can be read: what a layout is told by. Lifetime: refers
/// to the text, which has kValuePadding readable bytes behind it.
class FirstObject {
public:
    /// `text` begins with the object.
    explicit FirstObject(std::string_view text);

    [[nodiscard]] bool has(std::string_view name) const { return find(name) != nullptr; }
    [[nodiscard]] bool hasAll(std::initializer_list<std::string_view> names) const;
    [[nodiscard]] bool hasAny(std::initializer_list<std::string_view> names) const;
    /// Whether there are no members but these.
    [[nodiscard]] bool hasOnly(std::initializer_list<std::string_view> names) const;
    /// The text from the member's value on; empty when there is no such member.
    [[nodiscard]] std::string_view valueOf(std::string_view name) const;
    /// Not read up to its end: the text ends within it, or it is broken.
    [[nodiscard]] bool cutShort() const { return m_cutShort; }
    [[nodiscard]] std::string_view firstName() const {
        return m_members.empty() ? std::string_view() : m_members.front().name;
    }

private:
    static constexpr std::size_t kMaxMembers = 64;

    struct Member {
        std::string name;
        std::string_view value; ///< up to the end of the text
    };
    [[nodiscard]] const Member* find(std::string_view name) const;

    std::vector<Member> m_members;
    bool m_cutShort = true;
};

} // namespace eventflow::interchange
