#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow::interchange {

/// Finds where a JSON value ends, in text that comes piece by piece: brackets, commas, colons and quotes are
/// checked, what stands in strings and scalars is not, so that bytes which are not UTF-8 pass. A line end in
/// a string is a fault: it shows that the string was cut short. Thread: confined. Memory: one byte for each
/// open bracket, up to kMaxDepth.
class JsonValueScanner {
public:
    /// Twice what a value may have to be decoded: room for what is around it. Not more, because text that is
    /// nothing but opening brackets is read again from each of them.
    static constexpr std::size_t kMaxDepth = 128;

    enum class State : std::uint8_t { More, Done, Fault };

    /// Forgets everything: a value is expected next.
    void reset();
    /// Scans on from `at`, which afterwards is behind the value (Done), at the byte at fault, or at the first
    /// byte that has to come again with more behind it. kValuePadding bytes behind `text` are readable.
    State scan(std::string_view text, std::size_t& at);
    /// In plain words, behind a Fault.
    [[nodiscard]] const char* fault() const { return m_fault; }

private:
    enum class Expect : std::uint8_t { Value, ValueOrEnd, Key, KeyOrEnd, Colon, CommaOrEnd };

    State scanString(std::string_view text, std::size_t& at);
    State scanScalar(std::string_view text, std::size_t& at);
    State takeToken(char c);
    State takeValue(char c);
    State close(char bracket);
    State valueEnded();
    State fail(const char* fault) {
        m_fault = fault;
        return State::Fault;
    }

    std::string m_open; ///< the brackets that are open
    Expect m_expect = Expect::Value;
    bool m_inString = false;
    bool m_inScalar = false;
    const char* m_fault = "";
};

} // namespace eventflow::interchange
