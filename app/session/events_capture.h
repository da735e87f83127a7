#pragma once

#include "core/base/result.h"
#include "core/rules/testing/test_file.h"

#include <filesystem>
#include <span>
#include <utility>

namespace eventflow::app {

/// The events of a test as a capture in a temporary file, which is removed with this object.
class EventsCapture {
public:
    static Result<EventsCapture> write(std::span<const rules::testing::InputEvent> events, Timestamp start);
    EventsCapture(EventsCapture&& other) noexcept : m_path(std::exchange(other.m_path, {})) {}
    EventsCapture& operator=(EventsCapture&& other) noexcept {
        std::swap(m_path, other.m_path);
        return *this;
    }
    ~EventsCapture();

    [[nodiscard]] const std::filesystem::path& path() const { return m_path; }

private:
    explicit EventsCapture(std::filesystem::path path) : m_path(std::move(path)) {}

    std::filesystem::path m_path; ///< empty: moved from
};

} // namespace eventflow::app
