#include "tests/core/codec/avro/container_writer.h"

#include "core/codec/avro/binary_writer.h"

#include <snappy.h>
#include <zlib.h>
#include <zstd.h>

namespace eventflow::test {

using codec::avro::BlockCodec;

namespace {

std::string deflateBlock(std::string_view bytes) {
    z_stream stream{};
    deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY);
    std::string out(deflateBound(&stream, bytes.size()), '\0');
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(stream.total_out);
    deflateEnd(&stream);
    return out;
}

} // namespace

std::string compressBlock(BlockCodec codec, std::string_view bytes) {
    if (codec == BlockCodec::Deflate) return deflateBlock(bytes);
    std::string out(bytes);
    if (codec == BlockCodec::Snappy) {
        snappy::Compress(bytes.data(), bytes.size(), &out);
        const uLong crc =
            crc32(0, reinterpret_cast<const Bytef*>(bytes.data()), static_cast<uInt>(bytes.size()));
        for (int shift = 24; shift >= 0; shift -= 8)
            out += static_cast<char>(static_cast<unsigned char>(crc >> shift));
    } else if (codec == BlockCodec::Zstandard) {
        out.resize(ZSTD_compressBound(bytes.size()));
        out.resize(ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 3));
    }
    return out;
}

ContainerWriter::ContainerWriter(std::string_view schema, std::string_view codecName) {
    file = std::string("Obj\x01", 4);
    codec::avro::appendLong(file, codecName.empty() ? 1 : 2);
    codec::avro::appendSized(file, "avro.schema");
    codec::avro::appendSized(file, schema);
    if (!codecName.empty()) {
        codec::avro::appendSized(file, "avro.codec");
        codec::avro::appendSized(file, codecName);
    }
    file += '\0';
    file += kSync;
}

void ContainerWriter::addBlock(std::int64_t values, std::string_view data) {
    codec::avro::appendLong(file, values);
    codec::avro::appendSized(file, data);
    file += kSync;
}

} // namespace eventflow::test
