#include "pipelines/collect/capture_format.h"
#include "pipelines/collect/kcat_line.h"

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
    collect::KcatLine out;
    std::string_view error;
    if (collect::parseKcatLine(line, arena, out, error)) {
        if (out.topic.empty() || out.partition < 0 || out.record.offset < 0) std::abort();
        touch(out.record.key);
        touch(out.record.value);
        // What was read has to be told as kcat, or a capture of such lines would not be read as one.
        if (!collect::looksLikeKcat(line)) std::abort();
    } else if (error.empty()) {
        std::abort();
    }
    static_cast<void>(collect::detectLineFormat(line));
    return 0;
}
