// Any bytes as a message of a schema that has everything: what is accepted keeps the tape's promises, what is
// refused names a byte of the payload. Then the same bytes as a schema, as text and as a descriptor set.

#include "core/codec/json_checker.h"
#include "core/codec/protobuf/message_pool.h"
#include "tests/core/codec/protobuf_sample.h"
#include "tests/core/codec/tape_dump.h"

#include <cstdint>
#include <cstdlib>

using namespace eventflow;
using codec::protobuf::MessagePool;

namespace {

void check(bool holds) {
    if (!holds) std::abort();
}

void asMessage(codec::PayloadDecoder& decoder, std::string_view payload) {
    codec::ValueTape tape;
    if (const auto failure = decoder.decode(payload, tape)) {
        check(tape.empty() && failure->byte <= payload.size() && !failure->reason.empty());
        return;
    }
    check(test::isWellFormed(tape, payload.size()));
    check(!codec::findJsonFault(codec::toJson({tape, 0}), codec::JsonNumbers::Any));
}

void asSchema(std::string_view text) {
    if (text.size() > 4096) return;
    const codec::protobuf::ProtoFile file{"fuzz.proto", std::string(text)};
    const auto pool = MessagePool::fromSources(std::span(&file, 1));
    if (pool)
        for (const std::string& name : (*pool)->messageNames())
            check((*pool)->decoder(name).has_value());
    static_cast<void>(MessagePool::fromDescriptorSet(text).has_value());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto pool = *MessagePool::fromSources(test::protobufSample());
    static const auto proto3 = *pool->decoder("sample.Everything");
    static const auto proto2 = *pool->decoder("sample.Old");
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    asMessage(*proto3, bytes);
    asMessage(*proto2, bytes);
    asSchema(bytes);
    return 0;
}
