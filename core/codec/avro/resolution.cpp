#include "core/codec/avro/resolution.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>

namespace eventflow::codec::avro {

namespace {

/// How well a branch fits; the best wins, of equals the first.
int fitness(const SchemaType& writer, const SchemaType& reader) {
    if (writer.type != reader.type) return isPromotion(writer.type, reader.type) ? 1 : 0;
    if (!isNamed(writer.type)) return 4;
    if (writer.name == reader.name) return 4;
    if (!namesMatch(writer, reader)) return 0;
    return writer.type == Type::Fixed && writer.fixedSize != reader.fixedSize ? 2 : 3;
}

} // namespace

bool isPromotion(Type writer, Type reader) {
    switch (writer) {
    case Type::Int:
        return reader == Type::Long || reader == Type::Float || reader == Type::Double;
    case Type::Long:
        return reader == Type::Float || reader == Type::Double;
    case Type::Float:
        return reader == Type::Double;
    case Type::String:
        return reader == Type::Bytes;
    case Type::Bytes:
        return reader == Type::String;
    default:
        return false;
    }
}

bool namesMatch(const SchemaType& writer, const SchemaType& reader) {
    return writer.simpleName() == reader.simpleName() || std::ranges::count(reader.aliases, writer.name) > 0;
}

bool decimalsMatch(const SchemaType& writer, const SchemaType& reader) {
    if (writer.logical != LogicalType::Decimal || reader.logical != LogicalType::Decimal) return true;
    return writer.precision == reader.precision && writer.scale == reader.scale;
}

std::optional<TypeId> matchingBranch(const Schema& writerSchema, TypeId writer, const Schema& readerSchema,
                                     const SchemaType& readerUnion) {
    std::optional<TypeId> best;
    int bestFitness = 0;
    for (const TypeId branch : readerUnion.branches)
        if (const int fit = fitness(writerSchema[writer], readerSchema[branch]); fit > bestFitness) {
            best = branch;
            bestFitness = fit;
        }
    return best;
}

std::vector<std::optional<std::size_t>> matchFields(const SchemaType& writer, const SchemaType& reader) {
    std::unordered_map<std::string_view, std::size_t> written;
    for (std::size_t i = 0; i < writer.fields.size(); ++i)
        written.emplace(writer.fields[i].name, i);
    std::vector<std::optional<std::size_t>> matches(reader.fields.size());
    // Names first, so that an alias never takes what another field names.
    for (std::size_t i = 0; i < reader.fields.size(); ++i)
        if (const auto found = written.find(reader.fields[i].name); found != written.end()) {
            matches[i] = found->second;
            written.erase(found);
        }
    for (std::size_t i = 0; i < reader.fields.size(); ++i)
        for (const std::string& alias : reader.fields[i].aliases) {
            const auto found = written.find(alias);
            if (matches[i] || found == written.end()) continue;
            matches[i] = found->second;
            written.erase(found);
        }
    return matches;
}

} // namespace eventflow::codec::avro
