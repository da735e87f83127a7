#include "core/codec/msgpack.h"

#include "core/base/json_writer.h"
#include "core/codec/byte_cursor.h"
#include "core/codec/tape_writer.h"
#include "core/codec/value_json.h"

#include <bit>
#include <limits>

namespace eventflow::codec {

namespace {

constexpr std::uint64_t kNanosPerSecond = 1'000'000'000;

/// Recursive descent; the recursion ends at ValueTape::kMaxDepth.
class Reader {
public:
    Reader(ByteCursor& in, TapeWriter& out) : m_in(in), m_out(out) {}

    bool value(const NodePlace& place, std::size_t depth) {
        const std::size_t start = m_in.at();
        std::uint64_t type = 0;
        if (!m_in.bigEndian(1, type, "a value")) return false;
        if (type <= 0x7F || type >= 0xE0) {
            m_out.integer(place, static_cast<std::int8_t>(type), m_in.at());
            return true;
        }
        if (type <= 0x8F) return container(place, start, ValueKind::Object, type & 0x0FU, depth);
        if (type <= 0x9F) return container(place, start, ValueKind::Array, type & 0x0FU, depth);
        if (type <= 0xBF) return text(place, start, type & 0x1FU);
        return marked(place, start, static_cast<std::uint8_t>(type), depth);
    }

private:
    bool marked(const NodePlace& place, std::size_t start, std::uint8_t type, std::size_t depth) {
        // 8, 16, 32 and 64 bits follow each other in every family of types.
        const auto width = [type](std::uint8_t first) { return 1U << (type - first); };
        switch (type) {
        case 0xC0:
            m_out.null(place, m_in.at());
            return true;
        case 0xC2:
        case 0xC3:
            m_out.boolean(place, type == 0xC3, m_in.at());
            return true;
        case 0xC4:
        case 0xC5:
        case 0xC6:
            return bytes(place, start, width(0xC4));
        case 0xC7:
        case 0xC8:
        case 0xC9:
            return sizedExtension(place, start, width(0xC7));
        case 0xCA:
        case 0xCB:
            return real(place, type == 0xCA);
        case 0xCC:
        case 0xCD:
        case 0xCE:
        case 0xCF:
            return unsignedInteger(place, width(0xCC));
        case 0xD0:
        case 0xD1:
        case 0xD2:
        case 0xD3:
            return signedInteger(place, width(0xD0));
        case 0xD4:
        case 0xD5:
        case 0xD6:
        case 0xD7:
        case 0xD8:
            return extension(place, start, width(0xD4));
        case 0xD9:
        case 0xDA:
        case 0xDB:
            return sizedText(place, start, width(0xD9));
        case 0xDC:
        case 0xDD:
            return sizedContainer(place, start, ValueKind::Array, 2 * width(0xDC), depth);
        case 0xDE:
        case 0xDF:
            return sizedContainer(place, start, ValueKind::Object, 2 * width(0xDE), depth);
        default:
            return m_in.fail(start, "byte 0xC1, which begins no value");
        }
    }

    bool unsignedInteger(const NodePlace& place, unsigned width) {
        std::uint64_t raw = 0;
        if (!m_in.bigEndian(width, raw, "an integer")) return false;
        m_out.unsignedInteger(place, raw, m_in.at());
        return true;
    }

    bool signedInteger(const NodePlace& place, unsigned width) {
        std::uint64_t raw = 0;
        if (!m_in.bigEndian(width, raw, "an integer")) return false;
        const unsigned unused = 64 - 8 * width;
        m_out.integer(place, static_cast<std::int64_t>(raw << unused) >> unused, m_in.at());
        return true;
    }

    bool real(const NodePlace& place, bool single) {
        std::uint64_t raw = 0;
        if (!m_in.bigEndian(single ? 4 : 8, raw, "a float")) return false;
        if (single)
            m_out.real(place, std::bit_cast<float>(static_cast<std::uint32_t>(raw)), m_in.at(),
                       ValueFormat::Single);
        else
            m_out.real(place, std::bit_cast<double>(raw), m_in.at());
        return true;
    }

    bool bytes(const NodePlace& place, std::size_t start, unsigned width) {
        std::uint64_t size = 0;
        std::string_view data;
        if (!m_in.bigEndian(width, size, "a length") || !m_in.take(size, data, start, "binary")) return false;
        m_out.bytes(place, data, m_in.at());
        return true;
    }

    bool sizedText(const NodePlace& place, std::size_t start, unsigned width) {
        std::uint64_t size = 0;
        return m_in.bigEndian(width, size, "a length") && text(place, start, size);
    }

    bool text(const NodePlace& place, std::size_t start, std::uint64_t size) {
        std::string_view data;
        if (!m_in.take(size, data, start, "string")) return false;
        if (isValidUtf8(data))
            m_out.text(place, data, m_in.at());
        else
            m_out.bytes(place, data, m_in.at());
        return true;
    }

    bool sizedExtension(const NodePlace& place, std::size_t start, unsigned width) {
        std::uint64_t size = 0;
        return m_in.bigEndian(width, size, "a length") && extension(place, start, size);
    }

    bool extension(const NodePlace& place, std::size_t start, std::uint64_t size) {
        std::string_view data; // the type byte is no part of the size
        if (!m_in.take(size + 1, data, start, "extension")) return false;
        if (!timestamp(place, data)) m_out.bytes(place, data, m_in.at(), ValueFormat::Extension);
        return true;
    }

    /// Extension type -1. False when it is none, or one that is out of range.
    bool timestamp(const NodePlace& place, std::string_view data) {
        if (static_cast<std::int8_t>(data[0]) != -1) return false;
        ByteCursor in(data.substr(1));
        std::uint64_t nanos = 0;
        std::uint64_t seconds = 0;
        if (in.left() == 4) {
            static_cast<void>(in.bigEndian(4, seconds, ""));
        } else if (in.left() == 8) {
            static_cast<void>(in.bigEndian(8, seconds, ""));
            nanos = seconds >> 34U;
            seconds &= (std::uint64_t{1} << 34U) - 1;
        } else if (in.left() == 12) {
            static_cast<void>(in.bigEndian(4, nanos, "") && in.bigEndian(8, seconds, ""));
        } else {
            return false;
        }
        if (nanos >= kNanosPerSecond) return false;
        return writeTime(place, static_cast<std::int64_t>(seconds), static_cast<std::int64_t>(nanos));
    }

    bool writeTime(const NodePlace& place, std::int64_t seconds, std::int64_t nanos) {
        constexpr auto kScale = static_cast<std::int64_t>(kNanosPerSecond);
        constexpr std::int64_t kMaxSeconds = std::numeric_limits<std::int64_t>::max() / kScale - 1;
        if (nanos == 0)
            m_out.integer(place, seconds, m_in.at(), ValueFormat::TimestampSeconds);
        else if (seconds < -kMaxSeconds || seconds > kMaxSeconds)
            return false;
        else
            m_out.integer(place, seconds * kScale + nanos, m_in.at(), ValueFormat::TimestampNanos);
        return true;
    }

    bool sizedContainer(const NodePlace& place, std::size_t start, ValueKind kind, unsigned width,
                        std::size_t depth) {
        std::uint64_t count = 0;
        return m_in.bigEndian(width, count, "a count") && container(place, start, kind, count, depth);
    }

    bool container(const NodePlace& place, std::size_t start, ValueKind kind, std::uint64_t count,
                   std::size_t depth) {
        const bool map = kind == ValueKind::Object;
        if (depth >= ValueTape::kMaxDepth)
            return m_in.fail(start, "nested deeper than " + std::to_string(ValueTape::kMaxDepth) + " levels");
        if (!m_in.expectItems(count, map ? 2 : 1, start, map ? "map" : "array")) return false;
        const std::uint32_t index = m_out.open(place, kind);
        for (std::uint64_t i = 0; i < count && !m_out.failed(); ++i) {
            NodePlace child{m_in.at(), {}};
            if (map && !key(child.name, depth + 1)) return false;
            if (!value(child, depth + 1)) return false;
        }
        m_out.close(index, count, m_in.at());
        return !m_out.failed();
    }

    bool key(std::string_view& name, std::size_t depth) {
        const std::size_t start = m_in.at();
        if (textKey(name)) return true;
        if (m_in.failure()) return false;
        m_in.rewind(start);
        ValueTape scratch;
        TapeWriter writer(scratch);
        const bool sound = Reader(m_in, writer).value({start, {}}, depth);
        if (writer.failed()) return m_in.fail(writer.failure()->byte, writer.failure()->reason);
        if (!sound) return false;
        if (m_in.at() - start > ValueTape::kMaxNameBytes)
            return m_in.fail(start, "key of " + std::to_string(m_in.at() - start) + " bytes");
        name = m_out.arena().copy(memberNameOf({scratch, 0}));
        return true;
    }

    /// The ordinary key: a `str` of UTF-8. False when it is another one.
    bool textKey(std::string_view& name) {
        const std::size_t start = m_in.at();
        std::uint64_t size = 0;
        const std::uint8_t type = m_in.peek();
        const bool fixed = type >= 0xA0 && type <= 0xBF;
        const bool sized = type >= 0xD9 && type <= 0xDB;
        if (!fixed && !sized) return false;
        if (!m_in.bigEndian(1, size, "a key")) return false;
        size &= 0x1FU;
        if (sized && !m_in.bigEndian(1U << (type - 0xD9U), size, "a length")) return false;
        return m_in.take(size, name, start, "string") && isValidUtf8(name);
    }

    ByteCursor& m_in;
    TapeWriter& m_out;
};

} // namespace

std::optional<DecodeFailure> decodeMsgpack(std::string_view payload, ValueTape& tape) {
    TapeWriter out(tape);
    if (auto failure = refuseOversized(payload)) return failure;
    ByteCursor in(payload);
    if (Reader(in, out).value({}, 0) && !out.failed() && !in.atEnd())
        in.fail(in.at(), std::to_string(in.left()) + " bytes behind the value");
    if (!out.failed() && !in.failure()) return std::nullopt;
    tape.clear();
    return out.failed() ? out.failure() : in.failure();
}

} // namespace eventflow::codec
