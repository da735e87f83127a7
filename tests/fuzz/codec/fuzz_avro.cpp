// Any bytes as a value: `writer's schema NUL reader's schema NUL payload`. The tape keeps its promises, and
// what the compatibility check lets pass never fails for want of a match.

#include "core/base/json_writer.h"
#include "core/codec/avro/decoder.h"
#include "core/schema/avro_compatibility.h"

#include <cstdint>
#include <cstdlib>

using namespace eventflow;
using namespace eventflow::codec;

namespace {

void check(const ValueTape& tape, std::size_t payloadBytes) {
    std::uint32_t offset = 0;
    const auto count = static_cast<std::uint32_t>(tape.nodes().size());
    if (count == 0 || tape.root().end != count) std::abort();
    for (std::uint32_t i = 0; i < count; ++i) {
        const ValueNode& node = tape[i];
        if (node.offset < offset || node.offset > payloadBytes || node.end <= i || node.end > count)
            std::abort();
        offset = node.offset;
        if (node.kind == ValueKind::Text && !isValidUtf8(node.text())) std::abort();
        if (node.nameSize > 0 && node.name == nullptr) std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const std::size_t first = input.find('\0');
    if (first == std::string_view::npos) return 0;
    const std::size_t second = input.find('\0', first + 1);
    if (second == std::string_view::npos) return 0;
    const auto writer = avro::Schema::parse(input.substr(0, first), {}, avro::BadDefaults::Keep);
    const auto reader =
        avro::Schema::parse(input.substr(first + 1, second - first - 1), {}, avro::BadDefaults::Keep);
    if (!writer) return 0;
    const std::string_view payload = input.substr(second + 1);
    avro::Decoder decoder;
    ValueTape tape;
    const auto own = avro::Program::compile(*writer);
    if (!own) return 0;
    const bool valid = !decoder.decode(**own, payload, 0, tape);
    if (valid) check(tape, payload.size());
    if (!reader) return 0;
    const auto program = avro::Program::compile(*writer, *reader);
    if (!program) return 0;
    const auto failure = decoder.decode(**program, payload, 0, tape);
    if (!failure) check(tape, payload.size());
    if (valid && failure && schema::canRead(**reader, **writer).compatible() &&
        failure->reason.find("reader") != std::string::npos)
        std::abort();
    return 0;
}
