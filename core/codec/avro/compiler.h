#pragma once

#include "core/codec/avro/program.h"
#include "core/codec/avro/resolution.h"

#include <compare>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace eventflow::codec::avro {

/// Turns a pair of schemas into a program. Every value is one operation; what lies below a container is a
/// block of operations elsewhere, written from a work list, so that neither recursion of types nor of the
/// compiler matters. Used once.
class Compiler {
public:
    Compiler(std::shared_ptr<const Schema> writer, std::shared_ptr<const Schema> reader);
    Result<std::shared_ptr<const Program>> compile(CompileOptions options);

private:
    /// Operations still to be written, and the label that stands for their place until then.
    struct Block {
        enum class Kind : std::uint8_t {
            Fields,
            Item,
            Entry,
            Branches,
            SkippedFields,
            SkippedItem,
            SkippedBranches,
            DefaultValue,
        };
        Kind kind = Kind::Fields;
        TypePair types; ///< the container's
        std::string_view name;
        std::uint32_t label = 0;
    };
    /// A record's operations are written once for each pair that it is read as.
    struct RecordKey {
        Block::Kind kind = Block::Kind::Fields;
        bool ofOneSchema = false; ///< reader's types read as themselves: defaults
        TypeId writer = 0;
        TypeId reader = 0;
        auto operator<=>(const RecordKey&) const = default;
    };
    struct DefaultField {
        const SchemaField* field = nullptr;
        std::uint32_t label = 0;
    };

    [[nodiscard]] std::vector<Op>& ops() { return m_program->m_ops; }
    static bool hasTarget(OpCode code);
    std::uint32_t addBlock(Block::Kind kind, const TypePair& types, std::string_view name);
    std::uint32_t recordBlock(Block::Kind kind, const TypePair& types);
    void write(const Block& block);
    void writeFields(const TypePair& types);

    Op value(const TypePair& types, std::string_view name);
    Op unnamedValue(TypePair types, std::string_view name);
    Op sameType(const TypePair& types);
    Op fixedValue(const TypePair& types);
    Op enumValue(const TypePair& types);
    Op skip(const TypePair& types, const SchemaField& field);
    Op skip(const TypePair& types, TypeId id);
    Op defaultOf(const TypePair& types, std::size_t field);
    Op mismatch(const TypePair& types);
    Op mismatch(std::string reason);
    Status decodeDefaults();
    [[nodiscard]] std::uint32_t leastBytes(const TypePair& types, TypeId writerType) const;

    std::shared_ptr<Program> m_program;
    std::vector<std::uint32_t> m_writerBounds;
    std::vector<std::uint32_t> m_readerBounds;
    std::vector<Block> m_blocks;
    std::vector<std::uint32_t> m_labels; ///< where each block stands
    std::map<RecordKey, std::uint32_t> m_records;
    std::map<RecordKey, std::uint32_t> m_enums;
    std::vector<DefaultField> m_defaults;
    std::map<std::pair<TypeId, std::size_t>, std::uint32_t> m_defaultPlaces;
};

} // namespace eventflow::codec::avro
