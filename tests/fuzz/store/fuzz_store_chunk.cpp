// The bytes of chunks, staging blocks, label texts and headers, as a damaged database would hold them.

#include "pipelines/store/label_text.h"
#include "pipelines/store/sample_block.h"
#include "pipelines/store/sample_chunk.h"

#include <cstdint>
#include <cstdlib>
#include <cstring>

using namespace eventflow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static store::ChunkCodec codec;
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    (void)store::parseLabels(input);
    (void)store::parseHeaders(input);
    (void)store::SampleBlock::decode(input);

    // With the checksum put right, so that what is behind it is reached.
    std::string chunk(sizeof(std::uint32_t), '\0');
    chunk += input;
    const std::uint32_t sum = store::ChunkCodec::checksum(input);
    std::memcpy(chunk.data(), &sum, sizeof sum);
    std::vector<Sample> samples;
    if (!codec.decode(chunk, samples)) return 0;

    // What was decoded must survive another round.
    codec.encode(samples, chunk);
    std::vector<Sample> again;
    if (!codec.decode(chunk, again) || samples.size() != again.size() ||
        std::memcmp(samples.data(), again.data(), samples.size() * sizeof(Sample)) != 0)
        std::abort();
    return 0;
}
