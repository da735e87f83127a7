#pragma once

#include "core/codec/schema_lookup.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace eventflow::codec {

namespace protobuf {
class MessagePool;
}

/// Which schema in files payloads of some topics are read with.
struct SchemaFile {
    std::string topics; ///< a name, or a pattern with `*` and `?`
    RecordPart part = RecordPart::Value;
    PayloadFormat format = PayloadFormat::Avro; ///< or Protobuf
    /// An Avro schema; for Protobuf a .proto file (what it imports lies beside it, or in folders above), a
    /// folder of them, or a descriptor set.
    std::filesystem::path path;
    std::string message; ///< full name of the Protobuf message; empty where the files define just one
};

/// Schemas in files before a registry, which may be null: of the files that fit a topic the first counts.
/// Files are read when their first record is met, and once; a fault in them is told with every payload that
/// they were chosen for. Thread: any.
class SchemaFiles final : public SchemaLookup {
public:
    static constexpr std::size_t kMaxFileBytes = 16 * 1024 * 1024;

    SchemaFiles(std::vector<SchemaFile> files, std::shared_ptr<SchemaLookup> registry);
    ~SchemaFiles() override;

    [[nodiscard]] Result<std::shared_ptr<const RegisteredSchema>> find(std::int32_t id) override;
    [[nodiscard]] Result<std::shared_ptr<const RegisteredSchema>> findByGuid(std::string_view guid) override;
    [[nodiscard]] Result<FormatOverride> chosenFormat(std::string_view topic, RecordPart part) override;

private:
    /// What was read: the text of an Avro schema, or the messages of Protobuf.
    struct Contents {
        std::string text;
        std::shared_ptr<const protobuf::MessagePool> messages;
    };
    struct Entry {
        SchemaFile file;
        std::optional<Result<Contents>> contents;
    };

    static Result<Contents> read(const SchemaFile& file);
    static Result<FormatOverride> makeFormat(const SchemaFile& file, const Contents& contents);

    std::shared_ptr<SchemaLookup> m_registry;
    std::mutex m_mutex;
    std::vector<Entry> m_entries;
};

} // namespace eventflow::codec
