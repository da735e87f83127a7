// Any bytes behind the magic of an Avro container, in blocks of a size that the first byte chooses: the
// blocks are the same as in one, and every value of theirs is JSON or has a cause.

#include "core/interchange/avro_block_reader.h"
#include "core/interchange/avro_splitter.h"
#include "tests/core/interchange/imported_text.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace eventflow;
using namespace eventflow::interchange;

namespace {

/// What is in the file, as text.
std::string contents(const std::string& file, std::size_t piece) {
    AvroSplitter splitter;
    std::string out;
    for (const test::OwnedItem& item : test::itemsOf(splitter, file, [&] { return piece; })) {
        out += std::to_string(item.offset) + ' ' + item.fault + '\n';
        if (!item.fault.empty()) continue;
        auto reader = AvroBlockReader::open(*splitter.header());
        if (!reader) continue;
        reader->begin(item.text);
        Arena arena;
        std::string_view json;
        for (int i = 0; i < 1000; ++i) {
            const auto value = reader->next(arena, json);
            if (value == AvroBlockReader::Step::End) break;
            if (value == AvroBlockReader::Step::Fault && reader->fault().empty()) std::abort();
            out += json;
        }
    }
    return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 1) return 0;
    std::string file(codec::avro::kContainerMagic);
    file.append(reinterpret_cast<const char*>(data) + 1, size - 1);
    if (contents(file, 16U + data[0]) != contents(file, file.size())) std::abort();
    return 0;
}
