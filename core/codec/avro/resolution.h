#pragma once

#include "core/codec/avro/schema.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace eventflow::codec::avro {

/// A type of the writer's schema and the type that its data is read as.
struct TypePair {
    const Schema* writerSchema = nullptr;
    TypeId writer = 0;
    const Schema* readerSchema = nullptr;
    TypeId reader = 0;

    [[nodiscard]] const SchemaType& writerType() const { return (*writerSchema)[writer]; }
    [[nodiscard]] const SchemaType& readerType() const { return (*readerSchema)[reader]; }
    /// A pair of the same schemas.
    [[nodiscard]] TypePair with(TypeId writerId, TypeId readerId) const {
        return {writerSchema, writerId, readerSchema, readerId};
    }
};

/// The rules of schema resolution that the decoder and the compatibility check share (specification, "Schema
/// Resolution"). Where it leaves a choice, these take what Java's reader takes.

/// May data of type `writer` become type `reader` without being the same: int to double, bytes to string.
[[nodiscard]] bool isPromotion(Type writer, Type reader);

/// Named types match by their names without namespace, or when the reader has the writer's as alias.
[[nodiscard]] bool namesMatch(const SchemaType& writer, const SchemaType& reader);

/// Decimals match when precision and scale do: read with another scale, each number would be another one.
[[nodiscard]] bool decimalsMatch(const SchemaType& writer, const SchemaType& reader);

/// Which of the reader's branches data of the writer's type (no union) is read as: the one of the same type
/// and full name, else of the same type, else the first that it can be promoted to.
[[nodiscard]] std::optional<TypeId> matchingBranch(const Schema& writerSchema, TypeId writer,
                                                   const Schema& readerSchema, const SchemaType& readerUnion);

/// For each field of the reader's record the index of the writer's field that it reads, by name, else by an
/// alias that names no other field's data.
[[nodiscard]] std::vector<std::optional<std::size_t>> matchFields(const SchemaType& writer,
                                                                  const SchemaType& reader);

} // namespace eventflow::codec::avro
