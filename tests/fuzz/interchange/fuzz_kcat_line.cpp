#include "core/interchange/detection.h"
#include "core/interchange/kcat_line.h"

#include <cstdint>
#include <cstdlib>
#include <string>

using namespace eventflow;

namespace {

void touch(NullableBytes bytes) {
    if (!bytes) return;
    // The promise of record.h: the padding is readable.
    volatile char last = bytes->data()[bytes->size() + kValuePadding - 1];
    static_cast<void>(last);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string padded(reinterpret_cast<const char*>(data), size);
    padded.resize(size + kValuePadding);
    const std::string_view line(padded.data(), size);
    Arena arena;
    interchange::ImportedRecord out;
    std::string_view error;
    if (interchange::parseKcatLine(line, arena, out, error)) {
        if (out.topic.empty() || out.partition < 0 || out.record.offset < 0) std::abort();
        touch(out.record.key);
        touch(out.record.value);
        // What was read has to be told as kcat, or a capture of such lines would not be read as one.
        const auto detected = interchange::detectLayout(line);
        if (!detected || detected->layout != interchange::Layout::Kcat) std::abort();
    } else if (error.empty()) {
        std::abort();
    }
    return 0;
}
