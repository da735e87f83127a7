#include "core/codec/protobuf/raw_message.h"

#include "core/codec/plain_text.h"

namespace eventflow::codec::protobuf {

namespace {

/// Tab and line ends are text, but in front they are the tag of field 1 as well.
bool readsAsText(std::string_view bytes) {
    return !bytes.empty() && static_cast<unsigned char>(bytes.front()) >= 0x20 && isPrintable(bytes);
}

bool hasFormOfMessage(const WireReader& whole, std::string_view bytes) {
    WireReader in(whole, bytes);
    while (!in.atEnd()) {
        WireTag tag;
        if (!in.tag(tag) || !in.skip(tag)) return false;
    }
    return !bytes.empty();
}

/// Writes the fields up to the end of `in`, or of the group `end`; how many.
bool writeFields(WireReader& in, TapeWriter& out, std::uint32_t end, std::size_t depth, std::size_t& count) {
    while (!in.atEnd()) {
        WireTag tag;
        if (!in.tag(tag)) return false;
        if (tag.type == WireType::GroupEnd && tag.number == end && end != 0) return true;
        if (!writeRawField(in, tag, out, depth)) return false;
        ++count;
    }
    return end == 0 || in.fail(in.at(), "group " + std::to_string(end) + " has no end");
}

bool writeLength(WireReader& in, const NodePlace& place, TapeWriter& out, std::size_t depth) {
    std::string_view data;
    if (!in.bytes(data)) return false;
    if (readsAsText(data)) {
        out.text(place, data, in.at());
    } else if (depth < ValueTape::kMaxDepth && hasFormOfMessage(in, data)) {
        WireReader inner(in, data);
        const std::uint32_t index = out.open(place, ValueKind::Object);
        std::size_t count = 0;
        if (!writeFields(inner, out, 0, depth + 1, count))
            return inner.failure() && in.fail(inner.failure()->byte, inner.failure()->reason);
        out.close(index, count, in.at());
    } else if (isPrintable(data) && !data.empty()) {
        out.text(place, data, in.at());
    } else {
        out.bytes(place, data, in.at());
    }
    return true;
}

bool writeGroup(WireReader& in, const WireTag& tag, const NodePlace& place, TapeWriter& out,
                std::size_t depth) {
    if (depth >= ValueTape::kMaxDepth)
        return in.fail(tag.offset, "nested deeper than " + std::to_string(ValueTape::kMaxDepth) + " levels");
    const std::uint32_t index = out.open(place, ValueKind::Object);
    std::size_t count = 0;
    if (!writeFields(in, out, tag.number, depth + 1, count)) return false;
    out.close(index, count, in.at());
    return true;
}

} // namespace

bool writeRawField(WireReader& in, const WireTag& tag, TapeWriter& out, std::size_t depth) {
    const std::string name = "#" + std::to_string(tag.number) + ":" + toString(tag.type);
    const NodePlace place{tag.offset, out.arena().copy(name)};
    std::uint64_t number = 0;
    switch (tag.type) {
    case WireType::Varint:
        if (!in.varint(number)) return false;
        out.unsignedInteger(place, number, in.at());
        break;
    case WireType::I64:
    case WireType::I32:
        if (!in.fixed(tag.type == WireType::I64 ? 8 : 4, number)) return false;
        out.unsignedInteger(place, number, in.at());
        break;
    case WireType::Len:
        if (!writeLength(in, place, out, depth)) return false;
        break;
    case WireType::GroupStart:
        if (!writeGroup(in, tag, place, out, depth)) return false;
        break;
    case WireType::GroupEnd:
        return in.skip(tag); // which is never open here: words the failure
    }
    return !out.failed();
}

std::optional<DecodeFailure> decodeRawMessage(std::string_view payload, ValueTape& tape) {
    TapeWriter out(tape);
    if (auto failure = refuseOversized(payload)) return failure;
    WireReader in(payload);
    const std::uint32_t root = out.open({}, ValueKind::Object);
    std::size_t count = 0;
    const bool sound = writeFields(in, out, 0, 1, count);
    out.close(root, count, payload.size());
    if (sound && !out.failed()) return std::nullopt;
    tape.clear();
    return out.failed() ? out.failure() : in.failure();
}

std::optional<DecodeFailure> doubtRawMessage(std::string_view payload) {
    constexpr std::uint32_t kMaxPlausibleNumber = 4095;
    if (readsAsText(payload)) return DecodeFailure{0, "printable text throughout", {}};
    WireReader in(payload);
    while (!in.atEnd()) {
        WireTag tag;
        if (!in.tag(tag)) return in.failure();
        if (tag.number > kMaxPlausibleNumber)
            return DecodeFailure{
                tag.offset, "field number " + std::to_string(tag.number) + " is hardly meant", {}};
        const bool longTag = in.at() - tag.offset > (tag.number > 15 ? 2U : 1U);
        const std::size_t value = in.at();
        if (!in.skip(tag)) return in.failure();
        const bool longVarint =
            tag.type == WireType::Varint && in.at() - value > 1 && payload[in.at() - 1] == 0;
        if (longTag || longVarint)
            return DecodeFailure{tag.offset, "a varint longer than it needs to be", {}};
    }
    return std::nullopt;
}

} // namespace eventflow::codec::protobuf
