#include "core/codec/protobuf/field_scan.h"

#include "core/codec/protobuf/scalar_field.h"

namespace eventflow::codec::protobuf {

bool FieldScan::open(const MessagePlan& plan, const WireReader& payload,
                     std::span<const std::string_view> parts, Range& out) {
    m_chains.assign(plan.fields.size(), {});
    m_oneofs.assign(plan.oneofs, nullptr);
    out.begin = static_cast<std::uint32_t>(m_occurrences.size());
    for (const std::string_view part : parts) {
        WireReader in(payload, part);
        if (readPart(plan, in)) continue;
        if (in.failure()) m_failure = *in.failure();
        close(out);
        return false;
    }
    out.end = static_cast<std::uint32_t>(m_occurrences.size());
    out.hasUnknown = false;
    for (std::uint32_t i = out.begin; i < out.end; ++i)
        out.hasUnknown = out.hasUnknown || m_occurrences[i].field == nullptr;
    return true;
}

bool FieldScan::readPart(const MessagePlan& plan, WireReader& in) {
    while (!in.atEnd()) {
        Occurrence found;
        if (!in.tag(found.tag)) return false;
        found.field = plan.find(found.tag.number);
        if (found.field != nullptr) {
            const FieldPlan& field = *found.field;
            const bool packed = field.repeated && isPackable(field.type) && found.tag.type == WireType::Len;
            if (found.tag.type != wireTypeOf(field.type) && !packed) {
                m_failure = {found.tag.offset,
                             "field " + std::to_string(field.number) + " is of type " + toString(field.type) +
                                 ", but stands here as " + toString(found.tag.type),
                             field.name};
                return false;
            }
        }
        if (!readValue(in, found)) return false;
        m_occurrences.push_back(found);
        link(plan, static_cast<std::uint32_t>(m_occurrences.size() - 1));
    }
    return true;
}

bool FieldScan::readValue(WireReader& in, Occurrence& out) {
    const std::size_t start = in.at();
    bool sound = false;
    if (out.tag.type == WireType::GroupStart)
        sound = in.group(out.tag, out.value);
    else
        sound = in.skip(out.tag);
    if (!sound) return false;
    out.end = in.at();
    if (out.tag.type == WireType::GroupStart) return true;
    out.value = in.since(start);
    const bool isMessage = out.field != nullptr && out.field->type == FieldType::Message;
    const bool isPacked =
        out.field != nullptr && out.tag.type == WireType::Len && isPackable(out.field->type);
    if (!isMessage && !isPacked) return true;
    // What it holds is read field by field: without the length.
    in.rewind(start);
    return in.bytes(out.value);
}

void FieldScan::link(const MessagePlan& plan, std::uint32_t index) {
    Occurrence& added = m_occurrences[index];
    added.first = true;
    if (added.field == nullptr) return;
    const auto chainOf = [&](const FieldPlan& field) -> Chain& {
        return m_chains[static_cast<std::size_t>(&field - plan.fields.data())];
    };
    if (added.field->oneof >= 0) {
        const FieldPlan*& member = m_oneofs[static_cast<std::size_t>(added.field->oneof)];
        if (member != nullptr && member != added.field) {
            Chain& dropped = chainOf(*member);
            m_occurrences[dropped.head].first = false;
            dropped = {};
        }
        member = added.field;
    }
    Chain& chain = chainOf(*added.field);
    if (chain.head == Occurrence::kNone) {
        chain.head = index;
    } else {
        added.first = false;
        m_occurrences[chain.tail].next = index;
    }
    chain.tail = index;
}

std::uint32_t FieldScan::last(const Range& range, std::uint32_t number) const {
    for (std::uint32_t i = range.begin; i < range.end; ++i) {
        if (!m_occurrences[i].first || m_occurrences[i].tag.number != number) continue;
        std::uint32_t at = i;
        while (m_occurrences[at].next != Occurrence::kNone)
            at = m_occurrences[at].next;
        return at;
    }
    return Occurrence::kNone;
}

} // namespace eventflow::codec::protobuf
