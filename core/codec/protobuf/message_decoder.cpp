#include "core/codec/protobuf/message_decoder.h"

#include "core/codec/protobuf/message_writer.h"

namespace eventflow::codec::protobuf {

MessageDecoder::MessageDecoder(std::shared_ptr<const MessagePool> pool, std::string_view messageName)
    : m_plans(std::move(pool)), m_plan(m_plans.byName(messageName)) {}

std::optional<DecodeFailure> MessageDecoder::decode(std::string_view bytes, ValueTape& tape) {
    TapeWriter out(tape);
    if (auto failure = refuseOversized(bytes)) return failure;
    m_scan.clear();
    MessageWriter writer(bytes, m_plans, m_scan, out);
    const bool sound = writer.write(*m_plan);
    if (sound && !out.failed()) return std::nullopt;
    tape.clear();
    return out.failed() ? out.failure() : writer.failure();
}

} // namespace eventflow::codec::protobuf
