#pragma once

#include "core/base/time.h"
#include "core/schema/inference.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::schema {

/// When each field and each schema id was first seen in a stream. Merging takes the earlier time, so that
/// workers may keep histories apart. Bounded: kMaxFields fields and kMaxIds ids, of more than these the
/// latest seen are dropped and counted. Thread: confined.
class SchemaHistory {
public:
    static constexpr std::size_t kMaxFields = 5000;
    static constexpr std::size_t kMaxIds = 1000;

    /// All fields of the shape count as seen at that time: call it with the shape of a short interval.
    void observe(const Inference& shape, Timestamp at);
    void observeId(std::int32_t id, Timestamp at);
    void merge(const SchemaHistory& other);

    [[nodiscard]] std::optional<Timestamp> fieldFirstSeen(std::string_view path) const;
    [[nodiscard]] std::optional<Timestamp> idFirstSeen(std::int32_t id) const;
    [[nodiscard]] std::uint64_t dropped() const { return m_dropped; }

    struct Step {
        Timestamp at;
        std::string field; ///< as childPath() writes it; empty for an id
        std::int32_t id = 0;
    };
    /// By time, then ids before fields.
    [[nodiscard]] std::vector<Step> timeline() const;

private:
    void see(const Field& field, const std::string& path, Timestamp at);

    std::map<std::string, Timestamp, std::less<>> m_fields;
    std::map<std::int32_t, Timestamp> m_ids;
    std::uint64_t m_dropped = 0;
};

} // namespace eventflow::schema
