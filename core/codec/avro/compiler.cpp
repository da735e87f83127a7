#include "core/codec/avro/compiler.h"

#include "core/codec/avro/interpreter.h"

#include <algorithm>
#include <limits>

namespace eventflow::codec::avro {

namespace {

std::uint32_t saturated(std::uint64_t value) {
    return static_cast<std::uint32_t>(
        std::min<std::uint64_t>(value, std::numeric_limits<std::int32_t>::max()));
}

/// Bytes that a value of each type takes at least. A type within itself counts as nothing: a lower bound.
class SizeBounds {
public:
    explicit SizeBounds(const Schema& schema)
        : m_schema(schema), m_bytes(schema.typeCount()), m_seen(schema.typeCount()) {
        measure(schema.root());
    }
    std::vector<std::uint32_t> take() && { return std::move(m_bytes); }

private:
    std::uint32_t measure(TypeId id) {
        if (m_seen[id]) return m_bytes[id];
        m_seen[id] = true;
        return m_bytes[id] = saturated(measureNew(m_schema[id]));
    }
    std::uint64_t measureNew(const SchemaType& type) {
        switch (type.type) {
        case Type::Null:
            return 0;
        case Type::Float:
            return 4;
        case Type::Double:
            return 8;
        case Type::Fixed:
            return type.fixedSize;
        case Type::Record: {
            std::uint64_t sum = 0;
            for (const SchemaField& field : type.fields)
                sum += measure(field.type);
            return sum;
        }
        case Type::Union: {
            std::uint32_t least = std::numeric_limits<std::int32_t>::max();
            for (const TypeId branch : type.branches)
                least = std::min(least, measure(branch));
            return std::uint64_t{1} + (type.branches.empty() ? 0 : least);
        }
        case Type::Array:
        case Type::Map:
            measure(type.element);
            return 1;
        default:
            return 1;
        }
    }

    const Schema& m_schema;
    std::vector<std::uint32_t> m_bytes;
    std::vector<bool> m_seen;
};

ValueFormat formatOf(LogicalType logical) {
    switch (logical) {
    case LogicalType::Date:
        return ValueFormat::Date;
    case LogicalType::TimeMillis:
        return ValueFormat::TimeMillis;
    case LogicalType::TimeMicros:
        return ValueFormat::TimeMicros;
    case LogicalType::TimestampMillis:
        return ValueFormat::TimestampMillis;
    case LogicalType::TimestampMicros:
        return ValueFormat::TimestampMicros;
    case LogicalType::TimestampNanos:
        return ValueFormat::TimestampNanos;
    case LogicalType::LocalTimestampMillis:
        return ValueFormat::LocalTimestampMillis;
    case LogicalType::LocalTimestampMicros:
        return ValueFormat::LocalTimestampMicros;
    case LogicalType::LocalTimestampNanos:
        return ValueFormat::LocalTimestampNanos;
    default:
        return ValueFormat::Plain;
    }
}

OpCode promotionCode(Type writer, Type reader) {
    switch (reader) {
    case Type::Float:
        return writer == Type::Int ? OpCode::IntToFloat : OpCode::LongToFloat;
    case Type::Double:
        return writer == Type::Int    ? OpCode::IntToDouble
               : writer == Type::Long ? OpCode::LongToDouble
                                      : OpCode::Float;
    case Type::Bytes:
        return OpCode::Bytes;
    case Type::String:
        return OpCode::Text;
    default:
        return OpCode::Int; // int to long: the same number
    }
}

Op operation(OpCode code, std::uint32_t a = 0, std::uint32_t b = 0) {
    Op op;
    op.code = code;
    op.a = a;
    op.b = b;
    return op;
}

Op named(Op op, std::string_view name) {
    op.name = name.data();
    op.nameSize = static_cast<std::uint16_t>(name.size());
    return op;
}

} // namespace

Compiler::Compiler(std::shared_ptr<const Schema> writer, std::shared_ptr<const Schema> reader)
    : m_program(new Program) {
    m_writerBounds = SizeBounds(*writer).take();
    m_readerBounds = reader == writer ? m_writerBounds : SizeBounds(*reader).take();
    m_program->m_writer = std::move(writer);
    m_program->m_reader = std::move(reader);
}

Result<std::shared_ptr<const Program>> Compiler::compile(CompileOptions options) {
    const Schema& writer = *m_program->m_writer;
    const Schema& reader = *m_program->m_reader;
    const TypePair root{&writer, writer.root(), &reader, reader.root()};
    const bool raw = options.rawRootBytes && root.writerType().type == Type::Bytes &&
                     root.readerType().type == Type::Bytes;
    ops().push_back(raw ? operation(OpCode::Rest) : value(root, {}));
    ops().push_back(operation(OpCode::Stop));
    while (!m_blocks.empty()) {
        const Block block = m_blocks.back();
        m_blocks.pop_back();
        m_labels[block.label] = static_cast<std::uint32_t>(ops().size());
        write(block);
        if (ops().size() + m_program->m_symbols.size() > Program::kMaxOps)
            return Error{ErrorCode::LimitExceeded, "the schemas need more than " +
                                                       std::to_string(Program::kMaxOps) + " decoding steps"};
    }
    for (Op& op : ops())
        if (hasTarget(op.code)) op.a = m_labels[op.a];
    if (const Status decoded = decodeDefaults(); !decoded) return decoded.error();
    return std::shared_ptr<const Program>(std::move(m_program));
}

bool Compiler::hasTarget(OpCode code) {
    switch (code) {
    case OpCode::Union:
    case OpCode::Record:
    case OpCode::Array:
    case OpCode::Map:
    case OpCode::SkipRecord:
    case OpCode::SkipItems:
        return true;
    default:
        return false;
    }
}

std::uint32_t Compiler::addBlock(Block::Kind kind, const TypePair& types, std::string_view name) {
    const auto label = static_cast<std::uint32_t>(m_labels.size());
    m_labels.push_back(0);
    m_blocks.push_back({kind, types, name, label});
    return label;
}

std::uint32_t Compiler::recordBlock(Block::Kind kind, const TypePair& types) {
    const RecordKey key{kind, types.writerSchema == types.readerSchema, types.writer, types.reader};
    const auto known = m_records.find(key);
    if (known != m_records.end()) return known->second;
    return m_records.emplace(key, addBlock(kind, types, {})).first->second;
}

void Compiler::write(const Block& block) {
    const TypePair& types = block.types;
    switch (block.kind) {
    case Block::Kind::Fields:
        writeFields(types);
        break;
    case Block::Kind::Item:
    case Block::Kind::Entry: {
        const bool array = block.kind == Block::Kind::Item;
        ops().push_back(value(types.with(types.writerType().element, types.readerType().element), {}));
        ops().push_back(operation(array ? OpCode::ItemEnd : OpCode::EntryEnd));
        break;
    }
    case Block::Kind::Branches:
        for (const TypeId branch : types.writerType().branches)
            ops().push_back(value(types.with(branch, types.reader), block.name));
        break;
    case Block::Kind::SkippedFields:
        for (const SchemaField& field : types.writerType().fields)
            ops().push_back(skip(types, field));
        ops().push_back(operation(OpCode::SkipRecordEnd));
        break;
    case Block::Kind::SkippedItem:
        if (types.writerType().type == Type::Map) ops().push_back(operation(OpCode::SkipSized));
        ops().push_back(skip(types, types.writerType().element));
        ops().push_back(operation(OpCode::SkipItemEnd));
        break;
    case Block::Kind::SkippedBranches:
        for (const TypeId branch : types.writerType().branches)
            ops().push_back(skip(types, branch));
        break;
    case Block::Kind::DefaultValue:
        ops().push_back(value(types, block.name));
        ops().push_back(operation(OpCode::Stop));
        break;
    }
}

/// The writer's fields in the payload's order, then what only the reader has.
void Compiler::writeFields(const TypePair& types) {
    const SchemaType& writer = types.writerType();
    const SchemaType& reader = types.readerType();
    const auto matches = matchFields(writer, reader);
    std::vector<const SchemaField*> readAs(writer.fields.size(), nullptr);
    for (std::size_t i = 0; i < matches.size(); ++i) {
        const SchemaField& field = reader.fields[i];
        if (matches[i])
            readAs[*matches[i]] = &field;
        else if (!field.defaultBinary)
            ops().push_back(mismatch("the reader's field \"" + field.name +
                                     "\" is not in the writer's record " + writer.name + " and has no " +
                                     (field.defaultJson ? "valid default" : "default")));
    }
    for (std::size_t i = 0; i < readAs.size(); ++i) {
        const SchemaField& written = writer.fields[i];
        ops().push_back(readAs[i] ? value(types.with(written.type, readAs[i]->type), readAs[i]->name)
                                  : skip(types, written));
    }
    for (std::size_t i = 0; i < matches.size(); ++i)
        if (!matches[i] && reader.fields[i].defaultBinary) ops().push_back(defaultOf(types, i));
    ops().push_back(operation(OpCode::RecordEnd));
}

Op Compiler::value(const TypePair& types, std::string_view name) {
    return named(unnamedValue(types, name), name);
}

/// The name is for messages only.
Op Compiler::skip(const TypePair& types, const SchemaField& field) {
    return named(skip(types, field.type), field.name);
}

Op Compiler::unnamedValue(TypePair types, std::string_view name) {
    const SchemaType& writer = types.writerType();
    if (writer.type == Type::Union)
        return operation(OpCode::Union, addBlock(Block::Kind::Branches, types, name),
                         static_cast<std::uint32_t>(writer.branches.size()));
    if (types.readerType().type == Type::Union) {
        const auto branch =
            matchingBranch(*types.writerSchema, types.writer, *types.readerSchema, types.readerType());
        if (!branch) return mismatch(types);
        types.reader = *branch;
    }
    const SchemaType& reader = types.readerType();
    if (writer.type != reader.type) {
        if (!isPromotion(writer.type, reader.type)) return mismatch(types);
        Op op = operation(promotionCode(writer.type, reader.type));
        if (reader.type == Type::Long) op.format = formatOf(reader.logical);
        if (reader.logical == LogicalType::Decimal) op = operation(OpCode::DecimalBytes, 0, reader.scale);
        if (reader.logical == LogicalType::BigDecimal) op = operation(OpCode::BigDecimal);
        if (reader.logical == LogicalType::Uuid) op = operation(OpCode::UuidText);
        return op;
    }
    if (isNamed(writer.type) && !namesMatch(writer, reader)) return mismatch(types);
    if (!decimalsMatch(writer, reader)) return mismatch(types);
    return sameType(types);
}

Op Compiler::sameType(const TypePair& types) {
    const SchemaType& writer = types.writerType();
    const SchemaType& reader = types.readerType();
    switch (reader.type) {
    case Type::Null:
        return operation(OpCode::Null);
    case Type::Boolean:
        return operation(OpCode::Boolean);
    case Type::Int:
    case Type::Long: {
        Op op = operation(reader.type == Type::Int ? OpCode::Int : OpCode::Long);
        op.format = formatOf(reader.logical);
        return op;
    }
    case Type::Float:
        return operation(OpCode::Float);
    case Type::Double:
        return operation(OpCode::Double);
    case Type::Bytes:
        if (reader.logical == LogicalType::Decimal) return operation(OpCode::DecimalBytes, 0, reader.scale);
        return operation(reader.logical == LogicalType::BigDecimal ? OpCode::BigDecimal : OpCode::Bytes);
    case Type::String:
        return operation(reader.logical == LogicalType::Uuid ? OpCode::UuidText : OpCode::Text);
    case Type::Fixed:
        return fixedValue(types);
    case Type::Enum:
        return enumValue(types);
    case Type::Record:
        return operation(OpCode::Record, recordBlock(Block::Kind::Fields, types),
                         static_cast<std::uint32_t>(reader.fields.size()));
    case Type::Array:
        return operation(OpCode::Array, addBlock(Block::Kind::Item, types, {}),
                         leastBytes(types, writer.element));
    case Type::Map:
    case Type::Union:
        break;
    }
    const auto isPlainText = [](const SchemaType& type) {
        return type.type == Type::String && type.logical == LogicalType::None;
    };
    const std::uint32_t entryBytes = saturated(std::uint64_t{1} + leastBytes(types, writer.element));
    if (isPlainText((*types.writerSchema)[writer.element]) &&
        isPlainText((*types.readerSchema)[reader.element]))
        return operation(OpCode::TextMap, 0, entryBytes);
    return operation(OpCode::Map, addBlock(Block::Kind::Entry, types, {}), entryBytes);
}

Op Compiler::fixedValue(const TypePair& types) {
    const SchemaType& writer = types.writerType();
    const SchemaType& reader = types.readerType();
    if (writer.fixedSize != reader.fixedSize)
        return mismatch("the writer's fixed " + writer.name + " has " + std::to_string(writer.fixedSize) +
                        " bytes, the reader's " + std::to_string(reader.fixedSize));
    switch (reader.logical) {
    case LogicalType::Decimal:
        return operation(OpCode::DecimalFixed, reader.fixedSize, reader.scale);
    case LogicalType::Uuid:
        return operation(OpCode::UuidFixed, reader.fixedSize);
    case LogicalType::Duration:
        return operation(OpCode::DurationFixed, reader.fixedSize);
    default:
        return operation(OpCode::Fixed, reader.fixedSize);
    }
}

Op Compiler::enumValue(const TypePair& types) {
    const SchemaType& writer = types.writerType();
    const SchemaType& reader = types.readerType();
    auto& symbols = m_program->m_symbols;
    const RecordKey key{Block::Kind::Fields, types.writerSchema == types.readerSchema, types.writer,
                        types.reader};
    const auto [known, isNew] = m_enums.emplace(key, static_cast<std::uint32_t>(symbols.size()));
    if (isNew) {
        std::unordered_map<std::string_view, std::string_view> readable;
        for (const std::string& symbol : reader.symbols)
            readable.emplace(symbol, symbol);
        const std::string_view byDefault = reader.defaultSymbol
                                               ? std::string_view(reader.symbols[*reader.defaultSymbol])
                                               : std::string_view();
        for (const std::string& symbol : writer.symbols) {
            const auto found = readable.find(symbol);
            symbols.push_back(found == readable.end() ? byDefault : found->second);
        }
    }
    return operation(OpCode::Enum, known->second, static_cast<std::uint32_t>(writer.symbols.size()));
}

Op Compiler::skip(const TypePair& types, TypeId id) {
    const TypePair skipped = types.with(id, types.reader);
    const SchemaType& type = skipped.writerType();
    switch (type.type) {
    case Type::Null:
        return operation(OpCode::SkipFixed, 0);
    case Type::Boolean:
        return operation(OpCode::SkipFixed, 1);
    case Type::Int:
    case Type::Long:
    case Type::Enum:
        return operation(OpCode::SkipVarint);
    case Type::Float:
        return operation(OpCode::SkipFixed, 4);
    case Type::Double:
        return operation(OpCode::SkipFixed, 8);
    case Type::Bytes:
    case Type::String:
        return operation(OpCode::SkipSized);
    case Type::Fixed:
        return operation(OpCode::SkipFixed, type.fixedSize);
    case Type::Record:
        return operation(OpCode::SkipRecord, recordBlock(Block::Kind::SkippedFields,
                                                         {types.writerSchema, id, types.writerSchema, id}));
    case Type::Union:
        return operation(OpCode::Union, addBlock(Block::Kind::SkippedBranches, skipped, {}),
                         static_cast<std::uint32_t>(type.branches.size()));
    case Type::Array:
    case Type::Map:
        break;
    }
    const std::uint32_t key = type.type == Type::Map ? 1 : 0;
    return operation(OpCode::SkipItems, addBlock(Block::Kind::SkippedItem, skipped, {}),
                     saturated(std::uint64_t{key} + leastBytes(types, type.element)));
}

Op Compiler::defaultOf(const TypePair& types, std::size_t field) {
    const SchemaField& missing = types.readerType().fields[field];
    const auto place = static_cast<std::uint32_t>(m_defaults.size());
    const auto [known, isNew] = m_defaultPlaces.emplace(std::pair{types.reader, field}, place);
    if (isNew) {
        const TypePair itself{types.readerSchema, missing.type, types.readerSchema, missing.type};
        m_defaults.push_back({&missing, addBlock(Block::Kind::DefaultValue, itself, missing.name)});
    }
    return named(operation(OpCode::Default, known->second), missing.name);
}

/// Runs the program's own operations over the defaults, which are in binary form.
Status Compiler::decodeDefaults() {
    Decoder decoder;
    ValueTape& all = m_program->m_defaultTape;
    ValueTape one;
    for (const DefaultField& wanted : m_defaults) {
        const std::string& binary = *wanted.field->defaultBinary;
        const char* at = binary.data();
        Interpreter interpreter(*m_program, binary, decoder, one, all.arena());
        if (!interpreter.run(m_labels[wanted.label], at))
            return Error{ErrorCode::LimitExceeded, "the default of field \"" + wanted.field->name +
                                                       "\": " + interpreter.failure().reason};
        const auto first = static_cast<std::uint32_t>(all.nodes().size());
        if (first + one.nodes().size() > ValueTape::kMaxNodes)
            return Error{ErrorCode::LimitExceeded, "the reader's defaults have too many values"};
        m_program->m_defaults.push_back({first, static_cast<std::uint32_t>(one.nodes().size())});
        all.nodes().insert(all.nodes().end(), one.nodes().begin(), one.nodes().end());
    }
    return {};
}

std::uint32_t Compiler::leastBytes(const TypePair& types, TypeId writerType) const {
    return (types.writerSchema == m_program->m_writer.get() ? m_writerBounds : m_readerBounds)[writerType];
}

Op Compiler::mismatch(const TypePair& types) {
    return mismatch("the writer's " + types.writerSchema->describe(types.writer) +
                    " cannot be read as the reader's " + types.readerSchema->describe(types.reader));
}

Op Compiler::mismatch(std::string reason) {
    m_program->m_reasons.push_back(std::move(reason));
    return operation(OpCode::Mismatch, static_cast<std::uint32_t>(m_program->m_reasons.size() - 1));
}

Result<std::shared_ptr<const Program>> Program::compile(std::shared_ptr<const Schema> writer,
                                                        CompileOptions options) {
    return Compiler(writer, writer).compile(options);
}

Result<std::shared_ptr<const Program>> Program::compile(std::shared_ptr<const Schema> writer,
                                                        std::shared_ptr<const Schema> reader,
                                                        CompileOptions options) {
    return Compiler(std::move(writer), std::move(reader)).compile(options);
}

} // namespace eventflow::codec::avro
