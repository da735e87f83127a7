#include "core/cel/function_table.h"

#include <string>

namespace eventflow::cel {

namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

Value encode(Evaluation& ev, const Value* args) {
    const std::string_view bytes = args[0].text();
    if (!ev.heap.spendOnText(bytes.size())) return ev.outOfBudget();
    if (bytes.size() > ev.heap.bytesLeft()) return ev.heap.exhaust(FaultReason::MemoryLimit);
    std::string out;
    out.reserve((bytes.size() + 2) / 3 * 4);
    for (std::size_t at = 0; at < bytes.size(); at += 3) {
        const std::string_view group = bytes.substr(at, 3);
        std::uint32_t bits = 0;
        for (std::size_t i = 0; i < 3; ++i)
            bits = bits << 8 | (i < group.size() ? static_cast<unsigned char>(group[i]) : 0U);
        for (std::size_t i = 0; i < 4; ++i)
            out += i <= group.size() ? kAlphabet[bits >> (18 - 6 * i) & 0x3F] : '=';
    }
    return ev.heap.string(out);
}

Value notBase64(Evaluation& ev) {
    return ev.fault(FaultReason::InvalidArgument, "the text is not base64");
}

/// Padding may be missing, but what is there must be right.
Value decode(Evaluation& ev, const Value* args) {
    std::string_view text = args[0].text();
    if (!ev.heap.spendOnText(text.size())) return ev.outOfBudget();
    if (text.size() > ev.heap.bytesLeft()) return ev.heap.exhaust(FaultReason::MemoryLimit);
    const std::size_t padded = text.size();
    while (text.ends_with('=') && padded - text.size() < 2)
        text.remove_suffix(1);
    if ((padded != text.size() && padded % 4 != 0) || text.size() % 4 == 1) return notBase64(ev);
    std::string out;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char c : text) {
        const std::size_t digit = kAlphabet.find(c);
        if (digit == std::string_view::npos) return notBase64(ev);
        bits = (bits << 6 | static_cast<std::uint32_t>(digit)) & 0xFFFFFF;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out += static_cast<char>(static_cast<unsigned char>(bits >> count & 0xFF));
    }
    return ev.heap.bytes(out);
}

constexpr std::array kOverloads{
    Overload{
        "base64.encode", false, 1, {setOf(Kind::Bytes)}, setOf(Kind::String), encode, Growth::Linear, false},
    Overload{
        "base64.decode", false, 1, {setOf(Kind::String)}, setOf(Kind::Bytes), decode, Growth::Linear, false},
};

} // namespace

std::span<const Overload> encoderFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
