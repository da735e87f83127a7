#include "core/codec/protobuf/message_writer.h"

#include "core/codec/protobuf/raw_message.h"
#include "core/codec/protobuf/scalar_field.h"

#include <unordered_map>

namespace eventflow::codec::protobuf {

bool MessageWriter::write(const MessagePlan& plan) {
    return message(plan, Parts(&m_payload, 1), {}, m_payload.size(), 0);
}

bool MessageWriter::fail(const DecodeFailure& failure) {
    if (!m_failure) m_failure = failure;
    return false;
}

bool MessageWriter::failedIn(std::string_view step) {
    if (!m_failure) return false;
    std::string& path = m_failure->path;
    const bool needsDot = !path.empty() && path.front() != '[';
    path = std::string(step) + (needsDot ? "." : "") + path;
    return false;
}

bool MessageWriter::failedIn(std::size_t index) {
    return failedIn("[" + std::to_string(index) + "]");
}

bool MessageWriter::enter(std::size_t at, std::size_t depth) {
    return depth < ValueTape::kMaxDepth ||
           fail({at, "nested deeper than " + std::to_string(ValueTape::kMaxDepth) + " levels", {}});
}

bool MessageWriter::message(const MessagePlan& plan, Parts parts, const NodePlace& place, std::size_t end,
                            std::size_t depth) {
    if (!enter(place.offset, depth)) return false;
    Range range;
    if (!m_scan.open(plan, whole(), parts, range)) return fail(m_scan.failure());
    const auto special = wellKnown(plan, range, place, end, depth);
    const bool sound = special ? *special : object(range, place, end, depth);
    m_scan.close(range);
    return sound && !m_out.failed();
}

bool MessageWriter::object(const Range& range, const NodePlace& place, std::size_t end, std::size_t depth) {
    const std::uint32_t index = m_out.open(place, ValueKind::Object);
    std::size_t count = 0;
    for (std::uint32_t i = range.begin; i < range.end && !m_out.failed(); ++i) {
        // A copy: reading what it holds may move the occurrences.
        const Occurrence found = m_scan[i];
        if (!found.first) continue;
        ++count;
        if (found.field == nullptr) {
            if (!unknown(found, depth + 1)) return failedIn("#" + std::to_string(found.tag.number));
        } else if (!field(i, {found.tag.offset, found.field->name}, depth + 1)) {
            return failedIn(found.field->name);
        }
    }
    m_out.close(index, count, end);
    return true;
}

bool MessageWriter::unknown(const Occurrence& found, std::size_t depth) {
    WireReader in(whole(), m_payload.substr(found.tag.offset, found.end - found.tag.offset));
    WireTag tag;
    if (in.tag(tag) && writeRawField(in, tag, m_out, depth)) return true;
    return in.failure() && fail(*in.failure());
}

bool MessageWriter::field(std::uint32_t head, const NodePlace& place, std::size_t depth) {
    const FieldPlan& plan = *m_scan[head].field;
    if (plan.map) return map(head, place, depth);
    return plan.repeated ? repeated(head, place, depth) : singular(head, place, depth);
}

bool MessageWriter::singular(std::uint32_t head, const NodePlace& place, std::size_t depth) {
    const FieldPlan& plan = *m_scan[head].field;
    std::vector<std::string_view> parts;
    std::uint32_t last = head;
    for (std::uint32_t at = head; at != Occurrence::kNone; at = m_scan[at].next) {
        parts.push_back(m_scan[at].value);
        last = at;
    }
    const std::size_t end = m_scan[last].end;
    if (plan.message != nullptr) return message(*plan.message, parts, place, end, depth);
    WireReader in(whole(), parts.back());
    return writeScalar(plan, in, m_out, {m_scan[last].tag.offset, place.name}) || fail(*in.failure());
}

bool MessageWriter::repeated(std::uint32_t head, const NodePlace& place, std::size_t depth) {
    if (!enter(place.offset, depth)) return false;
    const std::uint32_t index = m_out.open(place, ValueKind::Array);
    std::size_t count = 0;
    std::size_t end = 0;
    for (std::uint32_t at = head; at != Occurrence::kNone && !m_out.failed();) {
        const Occurrence found = m_scan[at];
        if (!elements(found, depth + 1, count)) return failedIn(count);
        end = found.end;
        at = found.next;
    }
    m_out.close(index, count, end);
    return true;
}

/// One, or as many as a packed field holds.
bool MessageWriter::elements(const Occurrence& found, std::size_t depth, std::size_t& count) {
    const NodePlace place{found.tag.offset, {}};
    const FieldPlan& plan = *found.field;
    if (plan.message != nullptr) {
        if (!message(*plan.message, Parts(&found.value, 1), place, found.end, depth)) return false;
        ++count;
        return true;
    }
    WireReader in(whole(), found.value);
    const bool packed = found.tag.type == WireType::Len && isPackable(plan.type);
    while (packed ? !in.atEnd() && !m_out.failed() : in.at() < found.end) {
        if (!writeScalar(plan, in, m_out, packed ? NodePlace{in.at(), {}} : place))
            return fail(*in.failure());
        ++count;
        if (!packed) break;
    }
    return true;
}

bool MessageWriter::map(std::uint32_t head, const NodePlace& place, std::size_t depth) {
    if (!enter(place.offset, depth)) return false;
    std::vector<std::pair<std::string_view, std::uint32_t>> entries;
    std::unordered_map<std::string_view, std::uint32_t> lastOf;
    for (std::uint32_t at = head; at != Occurrence::kNone; at = m_scan[at].next) {
        std::string_view key;
        if (!mapKey(at, key)) return failedIn(entries.size());
        entries.emplace_back(key, at);
        lastOf[key] = at;
    }
    const std::uint32_t index = m_out.open(place, ValueKind::Object);
    for (const auto& [key, at] : entries) {
        if (lastOf[key] != at) continue;
        if (!mapValue(at, key, depth + 1)) return failedIn(key);
        if (m_out.failed()) return false;
    }
    m_out.close(index, lastOf.size(), m_scan[entries.back().second].end);
    return true;
}

bool MessageWriter::mapKey(std::uint32_t entry, std::string_view& key) {
    const Occurrence found = m_scan[entry];
    const MessagePlan& plan = *found.field->message;
    Range range;
    if (!m_scan.open(plan, whole(), Parts(&found.value, 1), range)) return fail(m_scan.failure());
    const std::uint32_t at = m_scan.last(range, 1);
    bool sound = true;
    if (at == Occurrence::kNone) {
        sound = readMapKey(plan.fields.front(), nullptr, m_out.arena(), key);
    } else {
        WireReader in(whole(), m_scan[at].value);
        sound = readMapKey(plan.fields.front(), &in, m_out.arena(), key) || fail(*in.failure());
    }
    m_scan.close(range);
    return sound;
}

bool MessageWriter::mapValue(std::uint32_t entry, std::string_view key, std::size_t depth) {
    const Occurrence found = m_scan[entry];
    const MessagePlan& plan = *found.field->message;
    const NodePlace place{found.tag.offset, key};
    Range range;
    if (!m_scan.open(plan, whole(), Parts(&found.value, 1), range)) return fail(m_scan.failure());
    std::uint32_t head = Occurrence::kNone;
    for (std::uint32_t i = range.begin; i < range.end && head == Occurrence::kNone; ++i)
        if (m_scan[i].first && m_scan[i].tag.number == 2) head = i;
    const bool sound = head == Occurrence::kNone ? absent(plan.fields.back(), place, found.end, depth)
                                                 : singular(head, place, depth);
    m_scan.close(range);
    return sound;
}

bool MessageWriter::absent(const FieldPlan& field, const NodePlace& place, std::size_t end,
                           std::size_t depth) {
    if (field.message != nullptr) return message(*field.message, {}, place, end, depth);
    writeDefault(field, m_out, place, end);
    return true;
}

} // namespace eventflow::codec::protobuf
