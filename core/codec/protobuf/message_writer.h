#pragma once

#include "core/codec/protobuf/field_scan.h"
#include "core/codec/protobuf/message_plan.h"
#include "core/codec/tape_writer.h"

#include <optional>
#include <span>
#include <string_view>

namespace eventflow::codec::protobuf {

/// Writes one payload's message onto a tape, see MessageDecoder. Recursive descent; the recursion ends with
/// ValueTape::kMaxDepth containers. Thread: confined. Lifetime: refers to all it is given.
class MessageWriter {
public:
    MessageWriter(std::string_view payload, PlanSet& plans, FieldScan& scan, TapeWriter& out)
        : m_payload(payload), m_plans(plans), m_scan(scan), m_out(out) {}

    /// The whole payload as such a message.
    bool write(const MessagePlan& plan);
    [[nodiscard]] const std::optional<DecodeFailure>& failure() const { return m_failure; }

private:
    using Parts = std::span<const std::string_view>;
    using Range = FieldScan::Range;

    /// A message whose parts are those: at `place`, ending at `end`.
    bool message(const MessagePlan& plan, Parts parts, const NodePlace& place, std::size_t end,
                 std::size_t depth);
    bool object(const Range& range, const NodePlace& place, std::size_t end, std::size_t depth);
    bool field(std::uint32_t head, const NodePlace& place, std::size_t depth);
    bool singular(std::uint32_t head, const NodePlace& place, std::size_t depth);
    bool repeated(std::uint32_t head, const NodePlace& place, std::size_t depth);
    bool elements(const Occurrence& found, std::size_t depth, std::size_t& count);
    bool map(std::uint32_t head, const NodePlace& place, std::size_t depth);
    bool mapKey(std::uint32_t entry, std::string_view& key);
    bool mapValue(std::uint32_t entry, std::string_view key, std::size_t depth);
    bool absent(const FieldPlan& field, const NodePlace& place, std::size_t end, std::size_t depth);
    bool unknown(const Occurrence& found, std::size_t depth);

    /// What the message stands for. Nothing when it has no such value and is an Object like any other.
    std::optional<bool> wellKnown(const MessagePlan& plan, const Range& range, const NodePlace& place,
                                  std::size_t end, std::size_t depth);
    std::optional<bool> transparent(const MessagePlan& plan, const Range& range, const NodePlace& place,
                                    std::size_t end, std::size_t depth);
    bool time(const MessagePlan& plan, const Range& range, const NodePlace& place, std::size_t end);
    bool decimal(const Range& range, const NodePlace& place, std::size_t end);
    bool fieldMask(const Range& range, const NodePlace& place, std::size_t end);
    bool any(const Range& range, const NodePlace& place, std::size_t end, std::size_t depth);
    bool anyValue(std::string_view typeUrl, const Occurrence& found, std::size_t depth);
    /// The last value of an int32 or int64 field; 0 when it is absent.
    std::int64_t integerOf(const Range& range, std::uint32_t number);
    /// Likewise of a string or bytes field.
    std::string_view dataOf(const Range& range, std::uint32_t number);

    [[nodiscard]] WireReader whole() const { return WireReader(m_payload); }
    bool enter(std::size_t at, std::size_t depth);
    bool fail(const DecodeFailure& failure);
    /// Puts a step in front of the failure's path; always false.
    bool failedIn(std::string_view step);
    bool failedIn(std::size_t index);

    std::string_view m_payload;
    PlanSet& m_plans;
    FieldScan& m_scan;
    TapeWriter& m_out;
    std::optional<DecodeFailure> m_failure;
};

} // namespace eventflow::codec::protobuf
