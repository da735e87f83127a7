#pragma once

#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <variant>

namespace eventflow {

/// What kind of thing went wrong: enough for a caller to decide what to do next.
/// The widgets translate by this code; `Error::detail` stays in English.
enum class ErrorCode {
    InvalidArgument, ///< the caller or the user gave something that can never work
    NotFound,        ///< a file, topic, table or id that is not there
    AlreadyExists,
    ParseError,    ///< text or bytes that break their own grammar; `detail` names the place
    Unsupported,   ///< well-formed, but outside of what this version does
    LimitExceeded, ///< a bound of this program, named in `detail`
    IoError,
    DiskFull,
    Corrupt,     ///< stored data that contradicts itself
    Locked,      ///< another process holds the workspace
    Unavailable, ///< a remote side that may come back: retry
    PermissionDenied,
    Cancelled,
    Internal,
};

/// A stable lower-case name, as printed in JSON and logs: `parse_error`.
const char* toString(ErrorCode code);

/// Why an operation failed: place, cause and, where there is one, the next step.
struct Error {
    ErrorCode code = ErrorCode::Internal;
    std::string detail;

    /// Puts the place in front: `"rules/a.yaml:3:7: " + detail`.
    [[nodiscard]] Error at(const std::string& place) const { return {code, place + ": " + detail}; }
};

/// A value or the error that prevented it. Members are named like std::expected's, so that C++23 can replace
/// it.
template <typename T>
class [[nodiscard]] Result {
public:
    using value_type = T;

    Result(T value) : m_state(std::in_place_index<0>, std::move(value)) {}
    Result(Error error) : m_state(std::in_place_index<1>, std::move(error)) {}

    [[nodiscard]] bool has_value() const { return m_state.index() == 0; }
    explicit operator bool() const { return has_value(); }

    [[nodiscard]] T& value() & { return *this->operator->(); }
    [[nodiscard]] const T& value() const& { return *this->operator->(); }
    [[nodiscard]] T&& value() && { return std::move(*this->operator->()); }
    [[nodiscard]] const Error& error() const { return *std::get_if<1>(&m_state); }

    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T&& operator*() && { return std::move(*this).value(); }
    T* operator->() {
        assert(has_value());
        return std::get_if<0>(&m_state);
    }
    const T* operator->() const {
        assert(has_value());
        return std::get_if<0>(&m_state);
    }

    template <typename U>
    [[nodiscard]] T value_or(U&& fallback) const& {
        return has_value() ? value() : static_cast<T>(std::forward<U>(fallback));
    }

private:
    std::variant<T, Error> m_state;
};

/// Success or an error.
class [[nodiscard]] Status {
public:
    Status() = default;
    Status(Error error) : m_error(std::move(error)) {}

    [[nodiscard]] bool ok() const { return !m_error.has_value(); }
    explicit operator bool() const { return ok(); }
    [[nodiscard]] const Error& error() const {
        assert(!ok());
        return *m_error;
    }

private:
    std::optional<Error> m_error;
};

} // namespace eventflow
