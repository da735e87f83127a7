#include "core/codec/protobuf/message_pool.h"

#include "core/base/text_file.h"
#include "core/codec/protobuf/message_decoder.h"

#include <google/protobuf/compiler/importer.h>
#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/descriptor_database.h>
#include <google/protobuf/io/zero_copy_stream_impl_lite.h>
#include <re2/re2.h>

#include <algorithm>
#include <map>

namespace eventflow::codec::protobuf {

namespace {

namespace pb = google::protobuf;

/// What a registered schema is called where nothing else calls it.
constexpr const char* kRegisteredName = "schema.proto";

/// What registries bring along beside google/protobuf: schemas import them without a reference.
const std::map<std::string, std::string, std::less<>>& registryFiles() {
    static const std::map<std::string, std::string, std::less<>> kFiles{
        {"confluent/meta.proto",
         "syntax = \"proto3\"; package confluent; import \"google/protobuf/descriptor.proto\";"
         "message Meta { string doc = 1; map<string, string> params = 2; repeated string tags = 3; }"
         "extend google.protobuf.FileOptions { Meta file_meta = 1088; }"
         "extend google.protobuf.MessageOptions { Meta message_meta = 1088; }"
         "extend google.protobuf.FieldOptions { Meta field_meta = 1088; }"
         "extend google.protobuf.EnumOptions { Meta enum_meta = 1088; }"
         "extend google.protobuf.EnumValueOptions { Meta enum_value_meta = 1088; }"},
        {"confluent/type/decimal.proto",
         "syntax = \"proto3\"; package confluent.type;"
         "message Decimal { bytes value = 1; uint32 precision = 2; int32 scale = 3; }"}};
    return kFiles;
}

/// All faults of a parse, one in a line; the later ones are often the more telling.
class Faults : public pb::compiler::MultiFileErrorCollector, public pb::DescriptorPool::ErrorCollector {
public:
    void AddError(const std::string& file, int line, int column, const std::string& message) override {
        // Lines count from 0; -1 is the whole file.
        add(line < 0 ? file : file + ":" + std::to_string(line + 1) + ":" + std::to_string(column + 1),
            message);
    }
    void AddError(const std::string& file, const std::string& element, const pb::Message* /*descriptor*/,
                  ErrorLocation /*location*/, const std::string& message) override {
        add(file + ": " + element, message);
    }
    [[nodiscard]] Error error(const std::string& otherwise) const {
        return {ErrorCode::ParseError, m_text.empty() ? otherwise : m_text};
    }

private:
    void add(const std::string& place, const std::string& message) {
        constexpr std::size_t kMaxText = 4096;
        if (m_text.size() > kMaxText) return;
        if (!m_text.empty()) m_text += '\n';
        m_text += place + ": " + message;
    }

    std::string m_text;
};

/// Files in memory, and the ones that every compiler or registry brings along.
class MemoryTree : public pb::compiler::SourceTree {
public:
    explicit MemoryTree(std::span<const ProtoFile> files) {
        for (const ProtoFile& file : files)
            m_texts.insert_or_assign(file.name, file.text);
    }

    pb::io::ZeroCopyInputStream* Open(const std::string& name) override {
        const auto found = m_texts.find(name);
        if (found != m_texts.end()) return stream(found->second);
        if (const auto known = registryFiles().find(name); known != registryFiles().end())
            return stream(known->second);
        if (!name.starts_with("google/protobuf/")) return nullptr;
        const auto* compiled = pb::DescriptorPool::generated_pool()->FindFileByName(name);
        return compiled == nullptr ? nullptr
                                   : stream(m_texts.emplace(name, compiled->DebugString()).first->second);
    }
    std::string GetLastErrorMessage() override { return "no such file among those given"; }

private:
    /// The caller's; the text outlives it.
    static pb::io::ZeroCopyInputStream* stream(const std::string& text) {
        return new pb::io::ArrayInputStream(text.data(), static_cast<int>(text.size()));
    }

    std::map<std::string, std::string> m_texts;
};

/// libprotobuf's parser descends into blocks without a bound.
std::size_t blockDepth(std::string_view text) {
    std::size_t depth = 0;
    std::size_t deepest = 0;
    for (const char c : text) {
        if (c == '{' || c == '[' || c == '(' || c == '<')
            deepest = std::max(deepest, ++depth);
        else if ((c == '}' || c == ']' || c == ')' || c == '>') && depth > 0)
            --depth;
    }
    return deepest;
}

Status checkBounds(std::span<const ProtoFile> files) {
    std::size_t bytes = 0;
    for (const ProtoFile& file : files) {
        bytes += file.text.size();
        if (bytes > MessagePool::kMaxSchemaBytes)
            return Error{ErrorCode::LimitExceeded, "more than " +
                                                       std::to_string(MessagePool::kMaxSchemaBytes) +
                                                       " bytes of .proto files"};
        if (blockDepth(file.text) > MessagePool::kMaxBlocks)
            return Error{ErrorCode::LimitExceeded, file.name + ": blocks nested deeper than " +
                                                       std::to_string(MessagePool::kMaxBlocks) + " levels"};
    }
    return {};
}

/// `rest`: what the files read before leave of the bound on all of them.
Result<std::string> readProtoFile(const std::filesystem::path& path, std::size_t rest) {
    auto text = readTextFile(path, rest);
    if (!text && text.error().code == ErrorCode::LimitExceeded)
        return Error{ErrorCode::LimitExceeded, path.string() + ": with it, more than " +
                                                   std::to_string(MessagePool::kMaxSchemaBytes) +
                                                   " bytes of .proto files"};
    return text;
}

/// What may be names of imports: a word too many, from a comment, names no file.
std::vector<std::string> importsOf(std::string_view text) {
    static const RE2 kImport(R"re(\bimport\s+(?:public\s+|weak\s+)?["']([^"'\n]+)["'])re");
    std::vector<std::string> names;
    std::string name;
    for (re2::StringPiece rest(text.data(), text.size()); RE2::FindAndConsume(&rest, kImport, &name);)
        names.push_back(name);
    return names;
}

/// No import leads out of the folder.
bool staysInside(const std::filesystem::path& path) {
    return path.is_relative() && std::ranges::find(path, "..") == path.end();
}

class SourcePool : public MessagePool {
public:
    explicit SourcePool(std::span<const ProtoFile> files) : m_tree(files), m_importer(&m_tree, &m_faults) {}

    Status load(std::span<const ProtoFile> files) {
        for (const ProtoFile& file : files) {
            if (m_importer.Import(file.name) == nullptr)
                return m_faults.error(file.name + ": cannot be read");
            m_files.push_back(file.name);
        }
        return {};
    }
    const pb::DescriptorPool& descriptors() const override { return *m_importer.pool(); }

private:
    MemoryTree m_tree;
    Faults m_faults;
    pb::compiler::Importer m_importer;
};

class DescriptorSetPool : public MessagePool {
public:
    DescriptorSetPool()
        : m_known(*pb::DescriptorPool::generated_pool()),
          m_all(&m_given, &m_known),
          m_pool(&m_all, &m_faults) {}

    Status load(const pb::FileDescriptorSet& set) {
        for (const pb::FileDescriptorProto& file : set.file()) {
            const bool isTwice = std::ranges::find(m_files, file.name()) != m_files.end();
            if (isTwice || !m_given.Add(file))
                return Error{ErrorCode::ParseError, file.name() + ": defines what another file defines too"};
            m_files.push_back(file.name());
        }
        for (const std::string& file : m_files)
            if (m_pool.FindFileByName(file) == nullptr) return m_faults.error(file + ": cannot be read");
        return {};
    }
    const pb::DescriptorPool& descriptors() const override { return m_pool; }

private:
    Faults m_faults;
    pb::SimpleDescriptorDatabase m_given;
    pb::DescriptorPoolDatabase m_known;
    pb::MergedDescriptorDatabase m_all;
    pb::DescriptorPool m_pool;
};

void appendNames(const pb::Descriptor& message, std::vector<std::string>& names) {
    if (message.options().map_entry()) return;
    names.push_back(message.full_name());
    for (int i = 0; i < message.nested_type_count(); ++i)
        appendNames(*message.nested_type(i), names);
}

} // namespace

MessagePool::~MessagePool() = default;

Result<MessagePool::Ptr> MessagePool::fromSources(std::span<const ProtoFile> files) {
    if (const Status status = checkBounds(files); !status) return status.error();
    auto pool = std::make_shared<SourcePool>(files);
    if (const Status status = pool->load(files); !status) return status.error();
    return Ptr(std::move(pool));
}

Result<MessagePool::Ptr> MessagePool::fromFolder(const std::filesystem::path& root) {
    std::vector<ProtoFile> files;
    std::size_t bytes = 0;
    std::error_code error;
    auto entry = std::filesystem::recursive_directory_iterator(root, error);
    for (; !error && entry != std::filesystem::recursive_directory_iterator(); entry.increment(error)) {
        if (entry->path().extension() != ".proto" || !entry->is_regular_file(error)) continue;
        auto text = readProtoFile(entry->path(), kMaxSchemaBytes - bytes);
        if (!text) return text.error();
        bytes += text->size();
        files.push_back({entry->path().lexically_relative(root).generic_string(), *std::move(text)});
    }
    if (error) return Error{ErrorCode::IoError, root.string() + ": " + error.message()};
    if (files.empty()) return Error{ErrorCode::NotFound, root.string() + ": no .proto files in it"};
    std::ranges::sort(files, {}, &ProtoFile::name);
    return fromSources(files);
}

Result<MessagePool::Ptr> MessagePool::fromFile(const std::filesystem::path& root,
                                               const std::filesystem::path& file) {
    std::vector<ProtoFile> files;
    std::vector<std::string> names{file.generic_string()};
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < names.size(); ++i) {
        const std::filesystem::path path = root / names[i];
        std::error_code ignored;
        // What the compiler knows without a file, or will miss, saying where it is imported.
        if (i > 0 && (!staysInside(names[i]) || !std::filesystem::is_regular_file(path, ignored))) continue;
        auto text = readProtoFile(path, kMaxSchemaBytes - bytes);
        if (!text) return text.error();
        bytes += text->size();
        for (std::string& import : importsOf(*text))
            if (std::ranges::find(names, import) == names.end()) names.push_back(std::move(import));
        files.push_back({names[i], *std::move(text)});
    }
    if (const Status status = checkBounds(files); !status) return status.error();
    auto pool = std::make_shared<SourcePool>(files);
    if (const Status status = pool->load(std::span(files).first(1)); !status) return status.error();
    return Ptr(std::move(pool));
}

Result<MessagePool::Ptr> MessagePool::fromDescriptorSet(std::string_view bytes) {
    if (bytes.size() > kMaxSchemaBytes)
        return Error{ErrorCode::LimitExceeded,
                     "a descriptor set of more than " + std::to_string(kMaxSchemaBytes) + " bytes"};
    pb::FileDescriptorSet set;
    if (!set.ParsePartialFromArray(bytes.data(), static_cast<int>(bytes.size())) || !set.IsInitialized() ||
        set.file_size() == 0)
        return Error{ErrorCode::ParseError,
                     "not a descriptor set; write one with protoc --descriptor_set_out"};
    auto pool = std::make_shared<DescriptorSetPool>();
    if (const Status status = pool->load(set); !status) return status.error();
    return Ptr(std::move(pool));
}

Result<MessagePool::Ptr> MessagePool::fromRegistered(const RegisteredSchema& schema) {
    std::vector<ProtoFile> files{{kRegisteredName, schema.text}};
    for (const ReferencedSchema& reference : schema.references)
        files.push_back({reference.name, reference.text});
    return fromSources(files);
}

std::vector<std::string> MessagePool::messageNames() const {
    std::vector<std::string> names;
    for (const std::string& name : m_files) {
        const pb::FileDescriptor* file = descriptors().FindFileByName(name);
        for (int i = 0; file != nullptr && i < file->message_type_count(); ++i)
            appendNames(*file->message_type(i), names);
    }
    return names;
}

Result<std::string> MessagePool::messageAt(std::span<const std::int32_t> path) const {
    const auto* file = m_files.empty() ? nullptr : descriptors().FindFileByName(m_files.front());
    const pb::Descriptor* message = nullptr;
    for (const std::int32_t index : path) {
        const int count = message != nullptr ? message->nested_type_count()
                          : file != nullptr  ? file->message_type_count()
                                             : 0;
        if (index < 0 || index >= count)
            return Error{ErrorCode::NotFound, "message index " + std::to_string(index) + " of " +
                                                  std::to_string(count) + " in " +
                                                  (message != nullptr ? message->full_name() : "the schema")};
        message = message != nullptr ? message->nested_type(index) : file->message_type(index);
    }
    if (message == nullptr) return Error{ErrorCode::NotFound, "no message index"};
    return message->full_name();
}

const pb::Descriptor* MessagePool::find(std::string_view messageName) const {
    const std::string name(messageName);
    if (const auto* found = descriptors().FindMessageTypeByName(name)) return found;
    // What an Any holds need not be imported by anyone.
    const bool isKnown = name.starts_with("google.protobuf.");
    return isKnown ? pb::DescriptorPool::generated_pool()->FindMessageTypeByName(name) : nullptr;
}

Result<std::shared_ptr<PayloadDecoder>> MessagePool::decoder(std::string_view messageName) const {
    if (find(messageName) != nullptr)
        return std::shared_ptr<PayloadDecoder>(
            std::make_shared<MessageDecoder>(shared_from_this(), messageName));
    std::string names;
    for (const std::string& name : messageNames())
        names += (names.empty() ? "" : ", ") + name;
    constexpr std::size_t kMaxNames = 500;
    if (names.size() > kMaxNames) names = names.substr(0, kMaxNames) + "…";
    return Error{ErrorCode::NotFound, "no message " + std::string(messageName) + "; there are: " + names};
}

Result<std::shared_ptr<PayloadDecoder>> makeDecoder(const RegisteredSchema& schema,
                                                    std::span<const std::int32_t> messagePath) {
    const auto pool = MessagePool::fromRegistered(schema);
    if (!pool) return pool.error();
    const auto name = (*pool)->messageAt(messagePath);
    if (!name) return name.error();
    return (*pool)->decoder(*name);
}

} // namespace eventflow::codec::protobuf
