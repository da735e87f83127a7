#include "core/codec/cbor.h"

#include "core/base/hex.h"
#include "core/base/json_writer.h"
#include "core/codec/big_decimal.h"
#include "core/codec/byte_cursor.h"
#include "core/codec/confluent_frame.h"
#include "core/codec/tape_writer.h"
#include "core/codec/value_json.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

namespace eventflow::codec {

namespace {

enum Major : std::uint8_t { Unsigned, Negative, Bytes, Text, Array, Map, Tag, Simple };

constexpr std::uint8_t kIndefinite = 31;
constexpr std::uint8_t kBreak = 0xFF;
constexpr auto kMaxInteger = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

/// The first bytes of an item.
struct Head {
    std::size_t start = 0;
    std::uint8_t major = 0;
    std::uint8_t info = 0;      ///< the low five bits
    std::uint64_t argument = 0; ///< 0 for an indefinite length
    [[nodiscard]] bool indefinite() const { return info == kIndefinite; }
};

/// RFC 8949, appendix D.
double halfFloat(std::uint64_t bits) {
    const auto exponent = static_cast<int>(bits >> 10U & 0x1FU);
    const auto mantissa = static_cast<double>(bits & 0x3FFU);
    double value = 0;
    if (exponent == 0)
        value = std::ldexp(mantissa, -24);
    else if (exponent != 31)
        value = std::ldexp(mantissa + 1024, exponent - 25);
    else
        value = mantissa == 0 ? std::numeric_limits<double>::infinity()
                              : std::numeric_limits<double>::quiet_NaN();
    return (bits & 0x8000U) != 0 ? -value : value;
}

/// Recursive descent; the recursion ends at ValueTape::kMaxDepth.
class Reader {
public:
    Reader(ByteCursor& in, TapeWriter& out) : m_in(in), m_out(out) {}

    bool value(const NodePlace& place, std::size_t depth) {
        Head head;
        if (!readHead(head)) return false;
        switch (head.major) {
        case Unsigned:
            m_out.unsignedInteger(place, head.argument, m_in.at());
            return true;
        case Negative:
            return negative(place, head.argument);
        case Bytes:
        case Text: {
            std::string_view data;
            if (!string(head, data)) return false;
            if (head.major == Bytes)
                m_out.bytes(place, data, m_in.at());
            else
                m_out.text(place, data, m_in.at());
            return true;
        }
        case Array:
        case Map:
            return container(place, head, depth);
        case Tag:
            return tagged(place, head, depth);
        default:
            return simple(place, head);
        }
    }

private:
    bool readHead(Head& head) {
        head.start = m_in.at();
        std::uint64_t first = 0;
        if (!m_in.bigEndian(1, first, "a data item")) return false;
        head.major = static_cast<std::uint8_t>(first >> 5U);
        head.info = first & 0x1FU;
        head.argument = head.info;
        if (head.info < 24) return true;
        if (head.info < 28)
            return m_in.bigEndian(1U << (head.info - 24U), head.argument, "a data item's head");
        head.argument = 0;
        const bool hasLength = head.major >= Bytes && head.major <= Map;
        if (head.indefinite() && hasLength) return true;
        return m_in.fail(head.start, first == kBreak ? "a break outside of an indefinite length"
                                                     : "byte " + toHex(m_in.payload().substr(head.start, 1)) +
                                                           ", which begins no data item");
    }

    bool negative(const NodePlace& place, std::uint64_t argument) {
        if (argument <= kMaxInteger)
            m_out.integer(place, -1 - static_cast<std::int64_t>(argument), m_in.at());
        else
            decimal(place, minusOneMinus(std::to_string(argument)));
        return true;
    }

    void decimal(const NodePlace& place, const std::string& text) {
        m_out.text(place, m_out.arena().copy(text), m_in.at(), ValueFormat::Decimal);
    }

    bool string(const Head& head, std::string_view& out) {
        if (head.indefinite()) return chunks(head, out);
        const char* what = head.major == Text ? "text" : "byte string";
        if (!m_in.take(head.argument, out, head.start, what)) return false;
        return head.major == Bytes || isValidUtf8(out) || m_in.fail(head.start, "text that is not UTF-8");
    }

    bool chunks(const Head& head, std::string_view& out) {
        std::string joined;
        while (!takeBreak()) {
            Head chunk;
            std::string_view data;
            if (!readHead(chunk)) return false;
            if (chunk.major != head.major || chunk.indefinite())
                return m_in.fail(chunk.start, "a string of indefinite length has another item within");
            if (!string(chunk, data)) return false;
            joined += data;
        }
        out = m_out.arena().copy(joined);
        return true;
    }

    bool takeBreak() {
        if (m_in.atEnd() || m_in.peek() != kBreak) return false;
        m_in.rewind(m_in.at() + 1);
        return true;
    }

    bool enter(std::size_t start, std::size_t depth) {
        return depth < ValueTape::kMaxDepth ||
               m_in.fail(start, "nested deeper than " + std::to_string(ValueTape::kMaxDepth) + " levels");
    }

    bool container(const NodePlace& place, const Head& head, std::size_t depth) {
        const bool map = head.major == Map;
        if (!enter(head.start, depth)) return false;
        if (!m_in.expectItems(head.argument, map ? 2 : 1, head.start, map ? "map" : "array")) return false;
        const std::uint32_t index = m_out.open(place, map ? ValueKind::Object : ValueKind::Array);
        std::uint64_t count = 0;
        while (head.indefinite() ? !takeBreak() : count < head.argument) {
            NodePlace child{m_in.at(), {}};
            if (map && !key(child.name, depth + 1)) return false;
            if (!value(child, depth + 1) || m_out.failed()) return false;
            ++count;
        }
        m_out.close(index, count, m_in.at());
        return true;
    }

    bool key(std::string_view& name, std::size_t depth) {
        Head head;
        if (!readHead(head)) return false;
        if (head.major == Text) return string(head, name);
        m_in.rewind(head.start);
        ValueTape scratch;
        TapeWriter writer(scratch);
        const bool sound = Reader(m_in, writer).value({head.start, {}}, depth);
        if (writer.failed()) return m_in.fail(writer.failure()->byte, writer.failure()->reason);
        if (!sound) return false;
        if (m_in.at() - head.start > ValueTape::kMaxNameBytes)
            return m_in.fail(head.start, "key of " + std::to_string(m_in.at() - head.start) + " bytes");
        name = m_out.arena().copy(memberNameOf({scratch, 0}));
        return true;
    }

    bool simple(const NodePlace& place, const Head& head) {
        switch (head.info) {
        case 20:
        case 21:
            m_out.boolean(place, head.info == 21, m_in.at());
            return true;
        case 22:
            m_out.null(place, m_in.at());
            return true;
        case 23:
            m_out.undefined(place, m_in.at());
            return true;
        case 25:
            m_out.real(place, halfFloat(head.argument), m_in.at(), ValueFormat::Single);
            return true;
        case 26:
            m_out.real(place, std::bit_cast<float>(static_cast<std::uint32_t>(head.argument)), m_in.at(),
                       ValueFormat::Single);
            return true;
        case 27:
            m_out.real(place, std::bit_cast<double>(head.argument), m_in.at());
            return true;
        case 24:
            if (head.argument < 32) return m_in.fail(head.start, "simple value below 32 in two bytes");
            break;
        default:
            break;
        }
        m_out.integer(place, static_cast<std::int64_t>(head.argument), m_in.at(), ValueFormat::Extension);
        return true;
    }

    bool tagged(const NodePlace& place, const Head& head, std::size_t depth) {
        if (!enter(head.start, depth)) return false;
        constexpr std::uint64_t kTextTime = 0;
        constexpr std::uint64_t kSelfDescribed = 55'799;
        if (head.argument == kTextTime || head.argument == kSelfDescribed) return value(place, depth + 1);
        const std::size_t content = m_in.at();
        if (meaning(place, head.argument)) return true;
        if (m_in.failure()) return false;
        m_in.rewind(content);
        const std::uint32_t index = m_out.open(place, ValueKind::Object);
        const std::string name = "tag(" + std::to_string(head.argument) + ")";
        if (!value({content, m_out.arena().copy(name)}, depth + 1)) return false;
        m_out.close(index, 1, m_in.at());
        return true;
    }

    /// Writes what the tag means. False, and the cursor anywhere, when the content is not what it asks for.
    bool meaning(const NodePlace& place, std::uint64_t tag) {
        constexpr std::uint64_t kEpoch = 1;
        constexpr std::uint64_t kUuid = 37;
        std::string digits;
        switch (tag) {
        case kEpoch:
            return epoch(place);
        case 2:
        case 3:
            if (!bignum(tag == 3, digits)) return false;
            decimal(place, digits);
            return true;
        case 4:
        case 5:
            return fraction(place, tag == 4);
        case kUuid:
            return uuid(place);
        default:
            return false;
        }
    }

    bool epoch(const NodePlace& place) {
        Head head;
        if (!readHead(head)) return false;
        if (head.major <= Negative && head.argument <= kMaxInteger) {
            const auto magnitude = static_cast<std::int64_t>(head.argument);
            m_out.integer(place, head.major == Unsigned ? magnitude : -1 - magnitude, m_in.at(),
                          ValueFormat::TimestampSeconds);
            return true;
        }
        constexpr double kMaxSeconds = 9e12; // in microseconds it fits 64 bits
        if (head.major != Simple || head.info != 27) return false;
        const auto seconds = std::bit_cast<double>(head.argument);
        if (!(std::abs(seconds) < kMaxSeconds)) return false;
        m_out.integer(place, std::llround(seconds * 1e6), m_in.at(), ValueFormat::TimestampMicros);
        return true;
    }

    /// The bytes behind tag 2 or 3.
    bool bignum(bool isNegative, std::string& digits) {
        Head head;
        std::string_view bytes;
        if (!readHead(head) || head.major != Bytes || !string(head, bytes)) return false;
        if (bytes.size() > kMaxBigIntegerBytes) return false;
        digits = unsignedDecimal(bytes);
        if (isNegative) digits = minusOneMinus(digits);
        return true;
    }

    bool integer(std::string& digits) {
        Head head;
        if (!readHead(head)) return false;
        if (head.major == Tag && (head.argument == 2 || head.argument == 3))
            return bignum(head.argument == 3, digits);
        digits = std::to_string(head.argument);
        if (head.major == Negative) digits = minusOneMinus(digits);
        return head.major <= Negative;
    }

    /// [exponent, mantissa] of base 10 or 2.
    bool fraction(const NodePlace& place, bool base10) {
        Head pair;
        Head power;
        std::string mantissa;
        if (!readHead(pair) || pair.major != Array || pair.argument != 2 || !readHead(power)) return false;
        if (power.major > Negative || power.argument > kMaxInteger || !integer(mantissa)) return false;
        const auto magnitude = static_cast<std::int64_t>(power.argument);
        const std::int64_t exponent = power.major == Unsigned ? magnitude : -1 - magnitude;
        if (base10)
            decimal(place, decimalText(mantissa, exponent));
        else
            bigfloat(place, mantissa, exponent);
        return true;
    }

    /// A double where it holds the value, else the formula.
    void bigfloat(const NodePlace& place, const std::string& mantissa, std::int64_t exponent) {
        constexpr std::int64_t kMaxPower = 2'000; // beyond it every double is zero or infinite
        constexpr std::int64_t kMaxExact = std::int64_t{1} << 53U;
        std::int64_t whole = 0;
        const char* const end = mantissa.data() + mantissa.size();
        const bool fits = std::from_chars(mantissa.data(), end, whole).ec == std::errc() &&
                          whole <= kMaxExact && whole >= -kMaxExact && exponent <= kMaxPower &&
                          exponent >= -kMaxPower;
        const auto power = static_cast<int>(fits ? exponent : 0);
        const double value = std::ldexp(static_cast<double>(whole), power);
        if (fits && std::isfinite(value) && std::ldexp(value, -power) == static_cast<double>(whole))
            return m_out.real(place, value, m_in.at());
        m_out.text(place, m_out.arena().copy(mantissa + "*2^" + std::to_string(exponent)), m_in.at());
    }

    bool uuid(const NodePlace& place) {
        Head head;
        std::string_view bytes;
        if (!readHead(head) || head.major != Bytes || !string(head, bytes) || bytes.size() != 16)
            return false;
        m_out.text(place, m_out.arena().copy(uuidText(bytes)), m_in.at(), ValueFormat::Uuid);
        return true;
    }

    ByteCursor& m_in;
    TapeWriter& m_out;
};

} // namespace

std::optional<DecodeFailure> decodeCbor(std::string_view payload, ValueTape& tape) {
    TapeWriter out(tape);
    if (auto failure = refuseOversized(payload)) return failure;
    ByteCursor in(payload);
    if (Reader(in, out).value({}, 0) && !out.failed() && !in.atEnd())
        in.fail(in.at(), std::to_string(in.left()) + " bytes behind the data item");
    if (!out.failed() && !in.failure()) return std::nullopt;
    tape.clear();
    return out.failed() ? out.failure() : in.failure();
}

} // namespace eventflow::codec
