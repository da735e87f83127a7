#pragma once

#include "core/codec/avro/schema.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace eventflow::test {

/// A schema and what a later version of it might look like, which need not be compatible.
struct SchemaPair {
    std::string writer;
    std::string reader;
};

/// Makes random schemas and random values of them. The same seed gives the same.
class AvroGenerator {
public:
    explicit AvroGenerator(std::uint64_t seed, bool logicalTypes)
        : m_random(seed), m_logicalTypes(logicalTypes) {}

    SchemaPair schema(int depth);
    /// Appends a value in binary form, and to `expected` what render() shows of it.
    void value(const codec::avro::Schema& schema, codec::avro::TypeId type, std::string& binary,
               std::string& expected, int depth = 0);
    /// Changes, drops or adds some bytes.
    std::string damaged(std::string bytes);

private:
    std::size_t below(std::size_t bound) { return m_random() % bound; }
    bool chance(unsigned percent) { return below(100) < percent; }
    std::int64_t anyLong();
    std::string anyText();

    SchemaPair primitive();
    SchemaPair record(int depth);
    SchemaPair unionOf(int depth);
    SchemaPair named(const char* type, const std::string& writer, const std::string& reader);
    template <typename Append>
    void items(std::string& binary, std::string& expected, int depth, Append append);
    void wholeNumber(const codec::avro::SchemaType& type, std::string& binary, std::string& expected);

    std::mt19937_64 m_random;
    bool m_logicalTypes;
    int m_names = 0;
    std::string m_enclosing; ///< the record that is being written
};

} // namespace eventflow::test
