#pragma once

#include <compare>
#include <cstddef>
#include <functional>

namespace eventflow {

/// An integer that is only comparable with, and never converted to, others of its own kind.
template <typename Tag, typename T>
class StrongId {
public:
    constexpr StrongId() = default;
    constexpr explicit StrongId(T value) : m_value(value) {}

    [[nodiscard]] constexpr T value() const { return m_value; }
    constexpr auto operator<=>(const StrongId&) const = default;

private:
    T m_value{};
};

} // namespace eventflow

template <typename Tag, typename T>
struct std::hash<eventflow::StrongId<Tag, T>> {
    std::size_t operator()(const eventflow::StrongId<Tag, T>& id) const noexcept {
        return std::hash<T>{}(id.value());
    }
};
