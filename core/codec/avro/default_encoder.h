#pragma once

#include "core/codec/avro/schema.h"

#include <simdjson.h>

#include <cstddef>
#include <map>
#include <string>
#include <utility>

namespace eventflow::codec::avro {

/// Turns the defaults of fields from JSON into Avro's binary form, which decides on the way whether they are
/// values of their types. Fields are collected while a text is parsed and encoded when all of its types are
/// complete. Lifetime: the JSON elements that were added live until encodeAll().
class DefaultEncoder {
public:
    /// All defaults of a schema together: they are copied into each other where records nest.
    static constexpr std::size_t kMaxBytes = 1024 * 1024;
    static constexpr std::size_t kMaxSteps = 1'000'000;

    void add(TypeId record, std::size_t field, const simdjson::dom::element& value);
    /// Encodes what was added since the last call, into the fields themselves.
    void encodeAll(std::vector<SchemaType>& types);

private:
    using Element = simdjson::dom::element;
    struct Pending {
        Element value;
        bool inProgress = false;
    };
    using Key = std::pair<TypeId, std::size_t>;

    void encodeField(Key key, Pending& pending);
    bool encode(TypeId type, const Element& value, std::string& out);
    bool encodeNumber(const SchemaType& type, const Element& value, std::string& out);
    bool encodeText(const SchemaType& type, const Element& value, std::string& out);
    bool encodeBytes(const SchemaType& type, std::string_view text, std::string& out);
    bool encodeArray(const SchemaType& type, const Element& value, std::string& out);
    bool encodeMap(const SchemaType& type, const Element& value, std::string& out);
    bool encodeRecord(TypeId type, const Element& value, std::string& out);
    bool encodeUnion(TypeId type, const Element& value, std::string& out);
    bool encodeMember(TypeId record, std::size_t field, std::string& out);
    bool mismatch(TypeId type, const Element& value);
    bool fail(std::string fault);

    std::vector<SchemaType>* m_types = nullptr;
    std::map<Key, Pending> m_pending;
    std::string m_fault;
    std::size_t m_depth = 0;
    std::size_t m_bytes = 0;
    std::size_t m_steps = 0;
};

} // namespace eventflow::codec::avro
