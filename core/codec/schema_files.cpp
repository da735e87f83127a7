#include "core/codec/schema_files.h"

#include "core/base/text_file.h"
#include "core/base/wildcard.h"
#include "core/codec/avro/payload_decoders.h"
#include "core/codec/protobuf/message_pool.h"

#include <algorithm>
#include <array>
#include <system_error>
#include <utility>

namespace eventflow::codec {

namespace {

/// Where the paths that a file imports begin is not written in it: the folder nearest to it from which
/// everything is found.
Result<protobuf::MessagePool::Ptr> readProtoFile(const std::filesystem::path& path) {
    constexpr int kMaxFoldersAbove = 3;
    std::filesystem::path root = std::filesystem::absolute(path).parent_path();
    auto pool = protobuf::MessagePool::fromFile(root, path.filename());
    const std::optional<Error> nearest = pool ? std::nullopt : std::optional(pool.error());
    for (int i = 0; !pool && i < kMaxFoldersAbove && root.has_relative_path(); ++i) {
        root = root.parent_path();
        pool =
            protobuf::MessagePool::fromFile(root, std::filesystem::absolute(path).lexically_relative(root));
    }
    if (!pool) return *nearest;
    return pool;
}

Result<protobuf::MessagePool::Ptr> readMessages(const std::filesystem::path& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) return protobuf::MessagePool::fromFolder(path);
    if (path.extension() == ".proto") return readProtoFile(path);
    const auto bytes = readTextFile(path, SchemaFiles::kMaxFileBytes);
    if (!bytes) return bytes.error();
    return protobuf::MessagePool::fromDescriptorSet(*bytes);
}

Result<std::string> messageOf(const SchemaFile& file, const protobuf::MessagePool& pool) {
    if (!file.message.empty()) return file.message;
    const auto names = pool.messageNames();
    if (names.size() == 1) return names.front();
    std::string some;
    for (std::size_t i = 0; i < std::min<std::size_t>(names.size(), 5); ++i)
        some += (i == 0 ? "" : ", ") + names[i];
    return Error{ErrorCode::InvalidArgument, "defines " + std::to_string(names.size()) + " messages (" +
                                                 some + (names.size() > 5 ? ", …" : "") +
                                                 "): say which one the topic holds"};
}

} // namespace

SchemaFiles::SchemaFiles(std::vector<SchemaFile> files, std::shared_ptr<SchemaLookup> registry)
    : m_registry(std::move(registry)) {
    for (SchemaFile& file : files)
        m_entries.push_back({std::move(file), std::nullopt});
}

SchemaFiles::~SchemaFiles() = default;

Result<std::shared_ptr<const RegisteredSchema>> SchemaFiles::find(std::int32_t id) {
    if (m_registry) return m_registry->find(id);
    return Error{ErrorCode::NotFound, "no schema registry is set"};
}

Result<std::shared_ptr<const RegisteredSchema>> SchemaFiles::findByGuid(std::string_view guid) {
    if (m_registry) return m_registry->findByGuid(guid);
    return Error{ErrorCode::NotFound, "no schema registry is set"};
}

Result<SchemaFiles::Contents> SchemaFiles::read(const SchemaFile& file) {
    if (file.format == PayloadFormat::Protobuf) {
        auto messages = readMessages(file.path);
        if (!messages) return messages.error();
        return Contents{{}, std::move(*messages)};
    }
    auto text = readTextFile(file.path, kMaxFileBytes);
    if (!text) return text.error();
    return Contents{std::move(*text), nullptr};
}

Result<FormatOverride> SchemaFiles::makeFormat(const SchemaFile& file, const Contents& contents) {
    Result<std::shared_ptr<PayloadDecoder>> decoder = std::shared_ptr<PayloadDecoder>();
    if (contents.messages) {
        const auto message = messageOf(file, *contents.messages);
        if (!message) return message.error();
        decoder = contents.messages->decoder(*message);
    } else {
        RegisteredSchema schema;
        schema.text = contents.text;
        decoder = avro::makeSchemaDecoder(schema, {});
    }
    if (!decoder) return decoder.error();
    return FormatOverride{file.format, std::move(*decoder)};
}

Result<FormatOverride> SchemaFiles::chosenFormat(std::string_view topic, RecordPart part) {
    const std::lock_guard lock(m_mutex);
    const auto fits = [&](const Entry& entry) {
        return entry.file.part == part && matchesWildcard(entry.file.topics, topic);
    };
    const auto entry = std::ranges::find_if(m_entries, fits);
    if (entry == m_entries.end()) return FormatOverride{};
    if (!entry->contents) entry->contents = read(entry->file);
    const auto told = [&](const Error& error) {
        return Error{error.code, "schema file " + entry->file.path.string() + ": " + error.detail};
    };
    if (!*entry->contents) return told(entry->contents->error());
    auto format = makeFormat(entry->file, **entry->contents);
    if (!format) return told(format.error());
    return format;
}

} // namespace eventflow::codec
