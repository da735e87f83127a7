#pragma once

#include "core/codec/protobuf/message_plan.h"
#include "core/codec/protobuf/wire_reader.h"

#include <cstdint>
#include <limits>
#include <span>
#include <string_view>
#include <vector>

namespace eventflow::codec::protobuf {

/// One field of a message as it stands in the payload.
struct Occurrence {
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    const FieldPlan* field = nullptr; ///< null: the schema does not know it
    WireTag tag;
    std::string_view value;     ///< of a message or group its fields, else what follows the tag
    std::size_t end = 0;        ///< behind the field
    std::uint32_t next = kNone; ///< of the same field
    bool first = false;         ///< no earlier one of the same field counts
};

/// Finds all fields of messages, and which belong together: a message may hold one field many times, apart
/// from each other, and may itself stand in several parts that count as one. Of a oneof only the last member
/// stays. Messages within messages use one memory, like a stack: close() in reverse order. Thread: confined.
/// Lifetime: occurrences point into the payload and the plans.
class FieldScan {
public:
    /// Indexes of occurrences: stable until the scan is closed, unlike references to them.
    struct Range {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        bool hasUnknown = false;
    };

    /// Reads the fields of one message. False with failure() and path() set.
    bool open(const MessagePlan& plan, const WireReader& payload, std::span<const std::string_view> parts,
              Range& out);
    void close(const Range& range) { m_occurrences.resize(range.begin); }
    void clear() { m_occurrences.clear(); }

    [[nodiscard]] const Occurrence& operator[](std::uint32_t index) const { return m_occurrences[index]; }
    /// The last occurrence of a field in the range; kNone when there is none.
    [[nodiscard]] std::uint32_t last(const Range& range, std::uint32_t number) const;

    [[nodiscard]] const DecodeFailure& failure() const { return m_failure; }

private:
    /// Where a field's chain begins and ends.
    struct Chain {
        std::uint32_t head = Occurrence::kNone;
        std::uint32_t tail = Occurrence::kNone;
    };

    bool readPart(const MessagePlan& plan, WireReader& in);
    bool readValue(WireReader& in, Occurrence& out);
    void link(const MessagePlan& plan, std::uint32_t index);

    std::vector<Occurrence> m_occurrences;
    std::vector<Chain> m_chains;            ///< of the message that open() reads, by field
    std::vector<const FieldPlan*> m_oneofs; ///< likewise the member that is set
    DecodeFailure m_failure;
};

} // namespace eventflow::codec::protobuf
