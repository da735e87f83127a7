#pragma once

#include "core/codec/avro/block_codec.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace eventflow::test {

std::string compressBlock(codec::avro::BlockCodec codec, std::string_view bytes);

/// Writes object container files.
class ContainerWriter {
public:
    ContainerWriter(std::string_view schema, std::string_view codec);

    /// A block as it stands in the file: compressed already.
    void addBlock(std::int64_t values, std::string_view data);

    std::string file;

private:
    static constexpr std::string_view kSync = "0123456789abcdef";
};

} // namespace eventflow::test
