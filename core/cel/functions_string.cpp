#include "core/cel/function_table.h"
#include "core/cel/utf8.h"

#include <algorithm>
#include <string>

namespace eventflow::cel {

namespace {

constexpr KindSet kString = setOf(Kind::String);
constexpr KindSet kInt = setOf(Kind::Int);
constexpr KindSet kList = setOf(Kind::List);

Value badIndex(Evaluation& ev, std::int64_t index) {
    return ev.fault(FaultReason::OutOfRange, "index " + std::to_string(index) + " is outside of the string");
}

/// The byte offset of a code point index; nothing when it is outside of the text.
std::optional<std::size_t> offsetOf(std::string_view text, std::int64_t index) {
    if (index < 0 || static_cast<std::uint64_t>(index) > text.size()) return std::nullopt;
    return byteOffset(text, static_cast<std::size_t>(index));
}

/// Steps for work on the whole text, and for a search the product of the lengths as the worst case.
bool spendOn(Evaluation& ev, const Value* args, std::size_t needle = 0) {
    return ev.heap.spendOnText(args[0].text().size() * (1 + needle / 16));
}

Value charAt(Evaluation& ev, const Value* args) {
    if (!spendOn(ev, args)) return ev.outOfBudget();
    const std::string_view text = args[0].text();
    const auto at = offsetOf(text, args[1].asInt());
    if (!at) return badIndex(ev, args[1].asInt());
    if (*at == text.size()) return Value::string({});
    return Value::string(text.substr(*at, codePointLength(text.substr(*at))));
}

Value indexFrom(Evaluation& ev, const Value* args, std::int64_t start) {
    const std::string_view text = args[0].text();
    const std::string_view sought = args[1].text();
    if (!spendOn(ev, args, sought.size())) return ev.outOfBudget();
    const auto from = offsetOf(text, start);
    if (!from) return badIndex(ev, start);
    const std::size_t found = text.find(sought, *from);
    if (found == std::string_view::npos) return Value::integer(-1);
    return Value::integer(static_cast<std::int64_t>(countCodePoints(text.substr(0, found))));
}

Value indexOf(Evaluation& ev, const Value* args) {
    return indexFrom(ev, args, 0);
}

Value indexOfFrom(Evaluation& ev, const Value* args) {
    return indexFrom(ev, args, args[2].asInt());
}

Value lastIndexIn(Evaluation& ev, const Value* args, std::size_t lastOffset) {
    const std::string_view text = args[0].text();
    if (!spendOn(ev, args, args[1].text().size())) return ev.outOfBudget();
    const std::size_t found = text.rfind(args[1].text(), lastOffset);
    if (found == std::string_view::npos) return Value::integer(-1);
    return Value::integer(static_cast<std::int64_t>(countCodePoints(text.substr(0, found))));
}

Value lastIndexOf(Evaluation& ev, const Value* args) {
    return lastIndexIn(ev, args, std::string_view::npos);
}

Value lastIndexOfUpTo(Evaluation& ev, const Value* args) {
    const auto last = offsetOf(args[0].text(), args[2].asInt());
    return last ? lastIndexIn(ev, args, *last) : badIndex(ev, args[2].asInt());
}

Value substringTo(Evaluation& ev, const Value* args, std::optional<std::int64_t> end) {
    if (!spendOn(ev, args)) return ev.outOfBudget();
    const std::string_view text = args[0].text();
    const auto from = offsetOf(text, args[1].asInt());
    if (!from) return badIndex(ev, args[1].asInt());
    const auto to = end ? offsetOf(text, *end) : std::optional(text.size());
    if (!to || *to < *from) return badIndex(ev, *end);
    return Value::string(text.substr(*from, *to - *from));
}

Value substring(Evaluation& ev, const Value* args) {
    return substringTo(ev, args, std::nullopt);
}

Value substringRange(Evaluation& ev, const Value* args) {
    return substringTo(ev, args, args[2].asInt());
}

Value replaceUpTo(Evaluation& ev, const Value* args, std::int64_t limit) {
    const std::string_view text = args[0].text();
    const std::string_view old = args[1].text();
    const std::string_view with = args[2].text();
    if (!spendOn(ev, args, old.size())) return ev.outOfBudget();
    std::string out;
    std::size_t at = 0;
    for (; limit != 0 && at <= text.size(); --limit) {
        const std::size_t found = text.find(old, at);
        if (found == std::string_view::npos) break;
        out.append(text, at, found - at).append(with);
        at = found + old.size();
        if (out.size() > ev.heap.bytesLeft()) return ev.heap.exhaust(FaultReason::MemoryLimit);
        if (!old.empty()) continue;
        // The empty text is found before every character and at the end.
        if (at == text.size()) return ev.heap.string(out);
        const std::size_t length = codePointLength(text.substr(at));
        out.append(text, at, length);
        at += length;
    }
    return ev.heap.string(out.append(text.substr(std::min(at, text.size()))));
}

Value replace(Evaluation& ev, const Value* args) {
    return replaceUpTo(ev, args, -1);
}

Value replaceLimited(Evaluation& ev, const Value* args) {
    return replaceUpTo(ev, args, args[3].asInt());
}

Value splitUpTo(Evaluation& ev, const Value* args, std::int64_t limit) {
    std::string_view rest = args[0].text();
    const std::string_view separator = args[1].text();
    if (!spendOn(ev, args, separator.size())) return ev.outOfBudget();
    std::vector<Value> parts;
    if (limit == 0) return Value::list({});
    while (limit < 0 || static_cast<std::uint64_t>(limit) > parts.size() + 1) {
        if (parts.size() * sizeof(Value) > ev.heap.bytesLeft())
            return ev.heap.exhaust(FaultReason::MemoryLimit);
        if (separator.empty() && rest.empty()) break;
        std::size_t end = separator.empty() ? codePointLength(rest) : rest.find(separator);
        if (end == std::string_view::npos || (separator.empty() && end == rest.size())) break;
        parts.push_back(Value::string(rest.substr(0, end)));
        rest.remove_prefix(end + separator.size());
    }
    if (!separator.empty() || !rest.empty()) parts.push_back(Value::string(rest));
    return ev.heap.list(parts);
}

Value split(Evaluation& ev, const Value* args) {
    return splitUpTo(ev, args, -1);
}

Value splitLimited(Evaluation& ev, const Value* args) {
    return splitUpTo(ev, args, args[2].asInt());
}

Value joinWith(Evaluation& ev, const Value& list, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const Value& item = list.items()[i];
        if (!item.is(Kind::String))
            return ev.fault(FaultReason::NoSuchOverload, "join() needs a list of strings, one element is " +
                                                             std::string(typeName(item.kind())));
        if (i > 0) out += separator;
        out += item.text();
        if (!ev.heap.spend(1)) return ev.outOfBudget();
        if (out.size() > ev.heap.bytesLeft()) return ev.heap.exhaust(FaultReason::MemoryLimit);
    }
    return ev.heap.string(out);
}

Value join(Evaluation& ev, const Value* args) {
    return joinWith(ev, args[0], {});
}

Value joinSeparated(Evaluation& ev, const Value* args) {
    return joinWith(ev, args[0], args[1].text());
}

/// Unicode's White_Space.
bool isSpace(char32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
           c == 0x3000;
}

Value trim(Evaluation& ev, const Value* args) {
    if (!spendOn(ev, args)) return ev.outOfBudget();
    std::string_view text = args[0].text();
    while (!text.empty() && isSpace(decodeCodePoint(text)))
        text.remove_prefix(codePointLength(text));
    while (!text.empty()) {
        std::size_t last = text.size() - 1;
        while (last > 0 && !startsCodePoint(text[last]))
            --last;
        if (!isSpace(decodeCodePoint(text.substr(last)))) break;
        text = text.substr(0, last);
    }
    return Value::string(text);
}

template <typename Map>
Value mapAscii(Evaluation& ev, const Value* args, const Map& mapped) {
    if (!spendOn(ev, args)) return ev.outOfBudget();
    std::string out(args[0].text());
    std::ranges::transform(out, out.begin(), mapped);
    return ev.heap.string(out);
}

Value lowerAscii(Evaluation& ev, const Value* args) {
    return mapAscii(ev, args,
                    [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; });
}

Value upperAscii(Evaluation& ev, const Value* args) {
    return mapAscii(ev, args,
                    [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - ('a' - 'A')) : c; });
}

Value reverse(Evaluation& ev, const Value* args) {
    if (!spendOn(ev, args)) return ev.outOfBudget();
    const std::string_view text = args[0].text();
    std::string out;
    out.reserve(text.size());
    for (std::size_t end = text.size(); end > 0;) {
        std::size_t start = end - 1;
        while (start > 0 && !startsCodePoint(text[start]))
            --start;
        out.append(text.substr(start, end - start));
        end = start;
    }
    return ev.heap.string(out);
}

constexpr Overload overload(std::string_view name, KindSet result, Function run, Growth growth,
                            std::initializer_list<KindSet> params) {
    Overload made{name, true, static_cast<std::uint8_t>(params.size()), {}, result, run, growth, false};
    std::size_t i = 0;
    for (const KindSet param : params)
        made.params[i++] = param;
    return made;
}

constexpr std::array kOverloads{
    overload("charAt", kString, charAt, Growth::Linear, {kString, kInt}),
    overload("indexOf", kInt, indexOf, Growth::Product, {kString, kString}),
    overload("indexOf", kInt, indexOfFrom, Growth::Product, {kString, kString, kInt}),
    overload("join", kString, join, Growth::Linear, {kList}),
    overload("join", kString, joinSeparated, Growth::Linear, {kList, kString}),
    overload("lastIndexOf", kInt, lastIndexOf, Growth::Product, {kString, kString}),
    overload("lastIndexOf", kInt, lastIndexOfUpTo, Growth::Product, {kString, kString, kInt}),
    overload("lowerAscii", kString, lowerAscii, Growth::Linear, {kString}),
    overload("replace", kString, replace, Growth::Product, {kString, kString, kString}),
    overload("replace", kString, replaceLimited, Growth::Product, {kString, kString, kString, kInt}),
    overload("reverse", kString, reverse, Growth::Linear, {kString}),
    overload("split", kList, split, Growth::Product, {kString, kString}),
    overload("split", kList, splitLimited, Growth::Product, {kString, kString, kInt}),
    overload("substring", kString, substring, Growth::Linear, {kString, kInt}),
    overload("substring", kString, substringRange, Growth::Linear, {kString, kInt, kInt}),
    overload("trim", kString, trim, Growth::Linear, {kString}),
    overload("upperAscii", kString, upperAscii, Growth::Linear, {kString}),
};

} // namespace

std::span<const Overload> stringFunctions() {
    return kOverloads;
}

} // namespace eventflow::cel
