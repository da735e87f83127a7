#include "core/codec/avro/payload_decoders.h"

#include "core/codec/tape_writer.h"

#include <cstdio>

namespace eventflow::codec::avro {

namespace {

constexpr std::string_view kSingleObjectMagic{"\xC3\x01", 2};
constexpr std::size_t kSingleObjectHeader = 10;

std::string nameOf(const Schema& schema) {
    const SchemaType& root = schema.rootType();
    return root.name.empty() ? toString(root.type) : root.name;
}

class SchemaDecoder final : public PayloadDecoder {
public:
    explicit SchemaDecoder(std::shared_ptr<const Program> program) : m_program(std::move(program)) {}

    [[nodiscard]] std::optional<DecodeFailure> decode(std::string_view bytes, ValueTape& tape) override {
        return m_decoder.decode(*m_program, bytes, 0, tape);
    }
    [[nodiscard]] std::string typeName() const override { return nameOf(m_program->reader()); }

private:
    std::shared_ptr<const Program> m_program;
    Decoder m_decoder;
};

} // namespace

Result<std::shared_ptr<PayloadDecoder>> makeSchemaDecoder(const RegisteredSchema& registered,
                                                          std::span<const std::int32_t>) {
    std::vector<std::string_view> references;
    for (const ReferencedSchema& reference : registered.references)
        references.push_back(reference.text);
    const auto schema = Schema::parse(registered.text, references, BadDefaults::Keep);
    if (!schema) return schema.error();
    auto program = Program::compile(*schema, CompileOptions{.rawRootBytes = true});
    if (!program) return program.error();
    return std::shared_ptr<PayloadDecoder>(std::make_shared<SchemaDecoder>(*std::move(program)));
}

Status SingleObjectDecoder::add(const std::shared_ptr<const Schema>& schema) {
    auto program = Program::compile(schema);
    if (!program) return program.error();
    m_programs.insert_or_assign(crc64Avro(canonicalForm(*schema)), *std::move(program));
    return {};
}

std::optional<DecodeFailure> SingleObjectDecoder::decode(std::string_view bytes, ValueTape& tape) {
    tape.clear();
    if (!bytes.starts_with(kSingleObjectMagic)) return DecodeFailure{0, "it does not begin with C3 01", {}};
    if (bytes.size() < kSingleObjectHeader)
        return DecodeFailure{bytes.size(), "it ends within the schema's fingerprint", {}};
    std::uint64_t fingerprint = 0;
    for (std::size_t i = kSingleObjectHeader; i-- > kSingleObjectMagic.size();)
        fingerprint = (fingerprint << 8) | static_cast<unsigned char>(bytes[i]); // little-endian
    const auto found = m_programs.find(fingerprint);
    if (found == m_programs.end()) {
        char digits[17];
        std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(fingerprint));
        return DecodeFailure{2, std::string("no schema with the fingerprint ") + digits + " is known", {}};
    }
    m_typeName = nameOf(found->second->reader());
    return m_decoder.decode(*found->second, bytes, kSingleObjectHeader, tape);
}

std::optional<DecodeFailure> ContainerDecoder::decode(std::string_view bytes, ValueTape& tape) {
    tape.clear();
    m_typeName.clear();
    m_copiedBytes = 0;
    if (auto failure = refuseOversized(bytes)) return failure;
    auto reader = ContainerReader::open(bytes);
    if (!reader) return DecodeFailure{0, reader.error().detail, {}};
    m_reader = *std::move(reader);
    m_typeName = nameOf(*m_reader->header().schema);
    tape.nodes().emplace_back().kind = ValueKind::Array;
    auto failure = [&]() -> std::optional<DecodeFailure> {
        while (m_reader->next(m_value))
            if (auto refused = append(*m_reader, tape)) return refused;
        return m_reader->failure();
    }();
    if (failure) {
        tape.clear();
        return failure;
    }
    ValueNode& root = tape.nodes().front();
    root.size = static_cast<std::uint32_t>(m_reader->valuesRead());
    root.end = static_cast<std::uint32_t>(tape.nodes().size());
    return std::nullopt;
}

/// Moves a value behind the others. What its block holds goes with the next block, so its texts are copied.
std::optional<DecodeFailure> ContainerDecoder::append(const ContainerReader& reader, ValueTape& tape) {
    const auto first = static_cast<std::uint32_t>(tape.nodes().size());
    if (first + m_value.nodes().size() > ValueTape::kMaxNodes)
        return DecodeFailure{
            reader.blockOffset(), "more than " + std::to_string(ValueTape::kMaxNodes) + " values", {}};
    for (ValueNode node : m_value.nodes()) {
        node.end += first;
        node.offset = static_cast<std::uint32_t>(reader.blockOffset());
        m_copiedBytes += node.nameSize;
        if (node.kind == ValueKind::Text || node.kind == ValueKind::Bytes) {
            m_copiedBytes += node.size;
            if (m_copiedBytes > kMaxPayloadBytes) break;
            node.data = tape.arena().copy(node.text()).data();
        }
        if (node.nameSize > 0) node.name = tape.arena().copy(node.memberName()).data();
        tape.nodes().push_back(node);
    }
    if (m_copiedBytes > kMaxPayloadBytes)
        return DecodeFailure{reader.blockOffset(),
                             "its values become more than " + std::to_string(kMaxPayloadBytes) + " bytes",
                             {}};
    return std::nullopt;
}

} // namespace eventflow::codec::avro
