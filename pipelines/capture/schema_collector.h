#pragma once

#include "core/capture/captured_schema.h"
#include "core/codec/schema_lookup.h"
#include "core/model/record.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace eventflow::capture {

/// Notices the schemas that records name by id, for a capture that is to be read where their registry is not.
/// A payload that looks framed need not be: an id that no registry knows is no schema. Thread: confined;
/// find() of the lookup may block, once for each id.
class SchemaCollector {
public:
    /// How many ids are asked for: of payloads that look framed by chance there may be any number.
    static constexpr std::size_t kMaxIds = 10'000;

    explicit SchemaCollector(std::shared_ptr<codec::SchemaLookup> schemas) : m_schemas(std::move(schemas)) {}

    /// The schemas of key and value that were not named by a record before.
    [[nodiscard]] std::vector<CapturedSchema> newOnes(const Record& record);
    /// Ids whose schema could not be had, and the last reason other than that there is none.
    [[nodiscard]] std::size_t missing() const { return m_missing; }
    [[nodiscard]] const std::optional<Error>& trouble() const { return m_trouble; }

private:
    std::shared_ptr<codec::SchemaLookup> m_schemas;
    std::set<std::int32_t> m_asked;
    std::size_t m_missing = 0;
    std::optional<Error> m_trouble;
};

[[nodiscard]] CapturedSchema capturedSchema(const codec::RegisteredSchema& schema, std::int32_t id);

} // namespace eventflow::capture
