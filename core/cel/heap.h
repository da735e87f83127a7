#pragma once

#include "core/base/arena.h"
#include "core/cel/fault.h"
#include "core/cel/value.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace eventflow::cel {

/// What one evaluation may use.
struct EvaluationLimits {
    std::uint64_t steps = 1'000'000; ///< about 10 ns each
    std::size_t bytes = 4 * 1024 * 1024;
};

/// Memory and time of one evaluation, both bounded. Once a bound is passed the heap is exhausted: nothing
/// more is handed out, no error is absorbed any more, and the evaluation ends with that error. Thread:
/// confined. Lifetime: what it hands out lives until reset().
class Heap {
public:
    explicit Heap(const EvaluationLimits& limits);
    Heap(const Heap&) = delete;
    Heap& operator=(const Heap&) = delete;

    /// Forgets everything and fills the budget up again.
    void reset() {
        if (m_bytesLeft != m_limits.bytes) m_arena.clear();
        m_bytesLeft = m_limits.bytes;
        m_stepsLeft = m_limits.steps;
        m_exhausted = false;
    }

    [[nodiscard]] bool exhausted() const { return m_exhausted; }
    /// False when that is more than is left.
    [[nodiscard]] bool spend(std::uint64_t steps) {
        if (steps <= m_stepsLeft) {
            m_stepsLeft -= steps;
            return !m_exhausted;
        }
        exhaust(FaultReason::StepLimit);
        return false;
    }
    /// For work that is linear in the length of a text.
    [[nodiscard]] bool spendOnText(std::size_t bytes) { return spend(bytes / kTextBytesPerStep); }
    /// For running a regular expression over a text.
    [[nodiscard]] bool spendOnPattern(std::size_t bytes) { return spend(bytes / kPatternBytesPerStep); }

    /// Uninitialized room for `count` objects; nullptr when that is more than is left.
    template <typename T>
    [[nodiscard]] T* allocate(std::size_t count) {
        static_assert(std::is_trivially_copyable_v<T> && std::is_trivially_destructible_v<T>);
        if (count > m_bytesLeft / sizeof(T)) {
            exhaust(FaultReason::MemoryLimit);
            return nullptr;
        }
        // Small blocks are rounded up, so that many tiny ones are bounded too.
        m_bytesLeft -= std::min(m_bytesLeft, (count * sizeof(T) + 15) / 16 * 16);
        return reinterpret_cast<T*>(m_arena.allocate(count * sizeof(T), alignof(T)));
    }
    [[nodiscard]] std::size_t bytesLeft() const { return m_bytesLeft; }

    /// The place in the expression's text that errors made from now on are at.
    void setPlace(std::uint32_t offset) { m_place = offset; }

    // Each gives the error of the exhausted heap when there is no room.
    [[nodiscard]] Value string(std::string_view text) { return copyText(text, false); }
    [[nodiscard]] Value bytes(std::string_view bytes) { return copyText(bytes, true); }
    [[nodiscard]] Value list(std::span<const Value> items);
    [[nodiscard]] Value optionalOf(const Value& content);
    [[nodiscard]] Value fault(FaultReason reason, std::string_view detail);
    /// The error of a heap that is exhausted; makes it so.
    Value exhaust(FaultReason reason);
    [[nodiscard]] Value exhaustedFault() { return Value::error(&m_exhaustedFault); }

private:
    static constexpr std::size_t kTextBytesPerStep = 32;
    static constexpr std::size_t kPatternBytesPerStep = 4;

    Value copyText(std::string_view text, bool asBytes);

    EvaluationLimits m_limits;
    Arena m_arena;
    std::size_t m_bytesLeft;
    std::uint64_t m_stepsLeft;
    bool m_exhausted = false;
    std::uint32_t m_place = 0;
    Fault m_exhaustedFault;
};

} // namespace eventflow::cel
