#pragma once

#include "core/base/result.h"
#include "core/codec/payload_decoder.h"
#include "core/codec/registered_schema.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace google::protobuf {
class Descriptor;
class DescriptorPool;
} // namespace google::protobuf

namespace eventflow::codec::protobuf {

/// A .proto file: its name is what others import, `shop/order.proto`.
struct ProtoFile {
    std::string name;
    std::string text;
};

/// The message types that .proto files or descriptor sets define, with all they import;
/// google/protobuf/*.proto need not be given. Immutable. Thread: any. Errors: ParseError with every fault as
/// `file:line:column: …`, LimitExceeded for more than kMaxSchemaBytes or blocks nested deeper than
/// kMaxBlocks.
class MessagePool : public std::enable_shared_from_this<MessagePool> {
public:
    using Ptr = std::shared_ptr<const MessagePool>;

    static constexpr std::size_t kMaxSchemaBytes = 16 * 1024 * 1024;
    static constexpr std::size_t kMaxBlocks = 64;

    /// Files that import each other by name, in any order.
    static Result<Ptr> fromSources(std::span<const ProtoFile> files);
    /// All .proto files in a folder and below it; they import each other by their paths from there. Errors:
    /// also IoError, NotFound when there are none.
    static Result<Ptr> fromFolder(const std::filesystem::path& root);
    /// One of the files in a folder, by its path from there, with what it imports of them. Only its own
    /// messages are among messageNames(). Errors: also IoError.
    static Result<Ptr> fromFile(const std::filesystem::path& root, const std::filesystem::path& file);
    /// A serialized FileDescriptorSet, as `protoc --descriptor_set_out --include_imports` and buf write it.
    static Result<Ptr> fromDescriptorSet(std::string_view bytes);
    /// A registry's schema of type Protobuf with its references. It is the pool's first file.
    static Result<Ptr> fromRegistered(const RegisteredSchema& schema);

    MessagePool(const MessagePool&) = delete;
    MessagePool& operator=(const MessagePool&) = delete;
    virtual ~MessagePool();

    /// Full names of all messages that the given files define, nested ones too, in the files' order.
    [[nodiscard]] std::vector<std::string> messageNames() const;
    /// The message of the first file that Confluent's message indexes name. Errors: NotFound.
    [[nodiscard]] Result<std::string> messageAt(std::span<const std::int32_t> path) const;
    /// A decoder for one message type, see MessageDecoder. Errors: NotFound, with the names that there are.
    [[nodiscard]] Result<std::shared_ptr<PayloadDecoder>> decoder(std::string_view messageName) const;

    // For this folder.
    /// Null when there is none.
    [[nodiscard]] const google::protobuf::Descriptor* find(std::string_view messageName) const;
    [[nodiscard]] virtual const google::protobuf::DescriptorPool& descriptors() const = 0;

protected:
    MessagePool() = default;
    /// Names of the given files.
    std::vector<std::string> m_files;
};

/// The DecoderFactory for registered Protobuf schemas.
Result<std::shared_ptr<PayloadDecoder>> makeDecoder(const RegisteredSchema& schema,
                                                    std::span<const std::int32_t> messagePath);

} // namespace eventflow::codec::protobuf
