#include "core/rules/template_functions.h"

#include "core/base/time.h"

#include <re2/re2.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>

namespace eventflow::rules::tmpl {

namespace {

using Arguments = std::span<const Value>;

constexpr std::size_t kAny = std::numeric_limits<std::size_t>::max();
constexpr std::size_t kMaxRegexBytes = 1 << 20; // of the compiled program
constexpr std::size_t kMaxText = 64 * 1024;

Error misuse(std::string detail) {
    return {ErrorCode::InvalidArgument, std::move(detail)};
}

/// Go's conversion of what a humanizing function is given: a number, or text that is one.
Result<double> toNumber(const Value& value) {
    if (const auto* number = std::get_if<double>(&value)) return *number;
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return static_cast<double>(*integer);
    if (const auto* text = std::get_if<std::string>(&value)) {
        double parsed = 0;
        const char* const last = text->data() + text->size();
        const auto [end, error] = std::from_chars(text->data(), last, parsed);
        if (error == std::errc{} && end == last) return parsed;
        return Error{ErrorCode::ParseError, quoted(*text) + " is not a number"};
    }
    return misuse(std::string("a ") + typeName(value) + " is not a number");
}

Result<std::string> toText(const Value& value) {
    if (const auto* text = std::get_if<std::string>(&value)) return *text;
    return misuse(std::string("expected a string, not a ") + typeName(value));
}

std::string general4(double value) {
    const Value argument = value;
    return sprintf("%.4g", {&argument, 1}).value_or("");
}

template <std::string (*humanize)(double)>
Result<Value> humanized(Arguments arguments) {
    const auto number = toNumber(arguments[0]);
    if (!number) return number.error();
    return Value(humanize(*number));
}

std::string humanize(double v) {
    if (v == 0 || !std::isfinite(v)) return general4(v);
    static constexpr std::array kLarge{"k", "M", "G", "T", "P", "E", "Z", "Y"};
    static constexpr std::array kSmall{"m", "u", "n", "p", "f", "a", "z", "y"};
    const char* prefix = "";
    if (std::abs(v) >= 1) {
        for (const char* p : kLarge) {
            if (std::abs(v) < 1000) break;
            prefix = p;
            v /= 1000;
        }
    } else {
        for (const char* p : kSmall) {
            if (std::abs(v) >= 1) break;
            prefix = p;
            v *= 1000;
        }
    }
    return general4(v) + prefix;
}

std::string humanize1024(double v) {
    if (std::abs(v) <= 1 || !std::isfinite(v)) return general4(v);
    static constexpr std::array kPrefixes{"ki", "Mi", "Gi", "Ti", "Pi", "Ei", "Zi", "Yi"};
    const char* prefix = "";
    for (const char* p : kPrefixes) {
        if (std::abs(v) < 1024) break;
        prefix = p;
        v /= 1024;
    }
    return general4(v) + prefix;
}

std::string humanizeDuration(double v) {
    if (!std::isfinite(v)) return general4(v);
    if (v == 0 || std::abs(v) < 1) return humanize(v) + 's';
    // Beyond this an integer cannot hold the seconds.
    if (std::abs(v) >= 9e18) return general4(v) + 's';
    const std::string sign = v < 0 ? "-" : "";
    v = std::abs(v);
    const auto total = static_cast<std::int64_t>(v);
    const std::string seconds = std::to_string(total % 60) + 's';
    const std::string minutes = std::to_string(total / 60 % 60) + "m ";
    const std::string hours = std::to_string(total / 3600 % 24) + "h ";
    if (total >= 86400) return sign + std::to_string(total / 86400) + "d " + hours + minutes + seconds;
    if (total >= 3600) return sign + hours + minutes + seconds;
    if (total >= 60) return sign + minutes + seconds;
    return sign + general4(v) + 's';
}

std::string humanizePercentage(double v) {
    return general4(v * 100) + '%';
}

/// Seconds since the epoch as Go prints a UTC time, with milliseconds.
std::string humanizeTimestamp(double v) {
    constexpr double kFurthest = 9.2e9; // what a Timestamp can hold
    if (!std::isfinite(v) || std::abs(v) >= kFurthest) return general4(v);
    std::string text = formatIso8601(timestampFromMs(static_cast<std::int64_t>(std::floor(v * 1000))));
    text.pop_back();
    text[text.find('T')] = ' ';
    if (text.find('.') != std::string::npos)
        while (text.back() == '0')
            text.pop_back();
    return text + " +0000 UTC";
}

template <char (*convert)(char)>
Result<Value> converted(Arguments arguments) {
    auto text = toText(arguments[0]);
    if (!text) return text.error();
    std::ranges::transform(*text, text->begin(), convert);
    return Value(std::move(*text));
}

char upper(char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
}

char lower(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

Result<Value> title(Arguments arguments) {
    auto text = toText(arguments[0]);
    if (!text) return text.error();
    bool starts = true;
    for (char& c : *text) {
        if (starts) c = upper(c);
        const bool inWord = lower(c) != upper(c) || (c >= '0' && c <= '9') || c == '_' ||
                            static_cast<unsigned char>(c) >= 0x80;
        starts = !inWord;
    }
    return Value(std::move(*text));
}

Result<std::unique_ptr<RE2>> compile(const std::string& pattern) {
    RE2::Options options;
    options.set_max_mem(kMaxRegexBytes);
    options.set_log_errors(false);
    auto regex = std::make_unique<RE2>(pattern, options);
    if (!regex->ok()) return misuse("not a regular expression: " + regex->error());
    return regex;
}

Result<Value> match(Arguments arguments) {
    const auto pattern = toText(arguments[0]);
    if (!pattern) return pattern.error();
    const auto text = toText(arguments[1]);
    if (!text) return text.error();
    const auto regex = compile(*pattern);
    if (!regex) return regex.error();
    return Value(RE2::PartialMatch(*text, **regex));
}

/// Appends the replacement with Go's $1, ${1} and ${name} filled in; an unknown group is empty, as in Go.
void appendExpanded(std::string& out, std::string_view replacement, std::span<const re2::StringPiece> groups,
                    const std::map<std::string, int>& names) {
    for (std::size_t i = 0; i < replacement.size();) {
        if (replacement[i] != '$') {
            out += replacement[i++];
            continue;
        }
        if (i + 1 < replacement.size() && replacement[i + 1] == '$') {
            out += '$';
            i += 2;
            continue;
        }
        const bool braces = i + 1 < replacement.size() && replacement[i + 1] == '{';
        const std::size_t first = i + (braces ? 2 : 1);
        std::size_t last = first;
        const auto isName = [](char c) { return lower(c) != upper(c) || (c >= '0' && c <= '9') || c == '_'; };
        while (last < replacement.size() && isName(replacement[last]))
            ++last;
        if (last == first || (braces && (last == replacement.size() || replacement[last] != '}'))) {
            out += replacement[i++]; // no group's name: the dollar stands for itself
            continue;
        }
        const std::string name(replacement.substr(first, last - first));
        std::size_t group = groups.size();
        if (const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), group);
            error != std::errc{} || end != name.data() + name.size()) {
            const auto found = names.find(name);
            group = found == names.end() ? groups.size() : static_cast<std::size_t>(found->second);
        }
        if (group < groups.size()) out.append(groups[group].data(), groups[group].size());
        i = last + (braces ? 1 : 0);
    }
}

std::size_t nextCharacter(std::string_view text, std::size_t at) {
    ++at;
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
        ++at;
    return at;
}

Result<Value> reReplaceAll(Arguments arguments) {
    std::array<std::string, 3> texts; // pattern, replacement, text
    for (std::size_t i = 0; i < texts.size(); ++i) {
        auto text = toText(arguments[i]);
        if (!text) return text.error();
        texts[i] = std::move(*text);
    }
    const auto regex = compile(texts[0]);
    if (!regex) return regex.error();
    const RE2& re = **regex;
    std::vector<re2::StringPiece> groups(static_cast<std::size_t>(re.NumberOfCapturingGroups()) + 1);
    const re2::StringPiece text(texts[2]);
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = 0; at <= text.size();) {
        if (!re.Match(text, at, text.size(), RE2::UNANCHORED, groups.data(), static_cast<int>(groups.size())))
            break;
        const auto first = static_cast<std::size_t>(groups[0].data() - text.data());
        const std::size_t end = first + groups[0].size();
        out.append(texts[2], copied, first - copied);
        // As in Go an empty match right behind a match does not count.
        if (end > copied || first == 0) appendExpanded(out, texts[1], groups, re.NamedCapturingGroups());
        copied = end;
        at = end > at ? end : nextCharacter(texts[2], at);
        if (out.size() > kMaxText) return Error{ErrorCode::LimitExceeded, "the text grows too long"};
    }
    out.append(texts[2], copied);
    return Value(std::move(out));
}

Result<Value> stripPort(Arguments arguments) {
    auto text = toText(arguments[0]);
    if (!text) return text.error();
    // host:port or [address]:port; anything else stays as it is.
    const std::size_t colon = text->rfind(':');
    if (colon == std::string::npos) return Value(std::move(*text));
    std::string host = text->substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) return Value(host.substr(1, host.size() - 2));
    return Value(host.find(':') == std::string::npos ? std::move(host) : std::move(*text));
}

Result<Value> stripDomain(Arguments arguments) {
    auto text = toText(arguments[0]);
    if (!text) return text.error();
    const std::size_t colon = text->rfind(':');
    const std::string host = text->substr(0, colon);
    const std::string port = colon == std::string::npos ? std::string() : text->substr(colon);
    const bool isAddress =
        host.find_first_not_of("0123456789.") == std::string::npos || host.find(':') != std::string::npos;
    return Value((isAddress ? host : host.substr(0, host.find('.'))) + port);
}

Result<Value> parseDurationSeconds(Arguments arguments) {
    const auto text = toText(arguments[0]);
    if (!text) return text.error();
    const auto duration = parseDuration(*text);
    if (!duration) return Error{ErrorCode::ParseError, quoted(*text) + " is not a duration"};
    return Value(std::chrono::duration<double>(*duration).count());
}

Result<Value> length(Arguments arguments) {
    if (const auto* text = std::get_if<std::string>(&arguments[0]))
        return Value(static_cast<std::int64_t>(text->size()));
    if (const auto* labels = std::get_if<const Labels*>(&arguments[0]))
        return Value(static_cast<std::int64_t>((*labels)->size()));
    return misuse(std::string("a ") + typeName(arguments[0]) + " has no length");
}

Result<Value> index(Arguments arguments) {
    const auto* labels = std::get_if<const Labels*>(&arguments[0]);
    if (labels == nullptr) return misuse(std::string("cannot index a ") + typeName(arguments[0]));
    const auto key = toText(arguments[1]);
    if (!key) return key.error();
    return Value(std::string((*labels)->get(*key)));
}

/// As Go's Sprint: a space between two operands where neither is a string.
std::string joined(Arguments arguments, bool always) {
    std::string out;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const auto isText = [&](std::size_t k) { return std::holds_alternative<std::string>(arguments[k]); };
        if (i > 0 && (always || (!isText(i - 1) && !isText(i)))) out += ' ';
        out += print(arguments[i]);
    }
    return out;
}

Result<Value> printAll(Arguments arguments) {
    return Value(joined(arguments, false));
}

Result<Value> printLine(Arguments arguments) {
    return Value(joined(arguments, true) + '\n');
}

Result<Value> printFormatted(Arguments arguments) {
    const auto format = toText(arguments[0]);
    if (!format) return format.error();
    auto text = sprintf(*format, arguments.subspan(1));
    if (!text) return text.error();
    return Value(std::move(*text));
}

Result<Value> same(Arguments arguments) {
    return arguments[0]; // safeHtml: there is no HTML to be safe in
}

Result<Value> negate(Arguments arguments) {
    return Value(!isTrue(arguments[0]));
}

Result<Value> last(Arguments arguments) {
    return arguments.back(); // and, or: the evaluator stopped where it was decided
}

template <typename T>
int compareAs(const T& a, const T& b) {
    return a < b ? -1 : b < a ? 1 : 0;
}

/// -1, 0, 1; 2 when a NaN takes part. Go compares like with like only.
Result<int> compare(const Value& a, const Value& b, bool order) {
    if (const auto* x = std::get_if<std::string>(&a))
        if (const auto* y = std::get_if<std::string>(&b)) return compareAs(*x, *y);
    if (const auto* x = std::get_if<std::int64_t>(&a))
        if (const auto* y = std::get_if<std::int64_t>(&b)) return compareAs(*x, *y);
    if (const auto* x = std::get_if<double>(&a))
        if (const auto* y = std::get_if<double>(&b))
            return std::isnan(*x) || std::isnan(*y) ? 2 : compareAs(*x, *y);
    if (const auto* x = std::get_if<bool>(&a); x && !order)
        if (const auto* y = std::get_if<bool>(&b)) return compareAs(*x, *y);
    const bool numbers = (std::holds_alternative<double>(a) && std::holds_alternative<std::int64_t>(b)) ||
                         (std::holds_alternative<std::int64_t>(a) && std::holds_alternative<double>(b));
    return misuse(std::string("cannot compare a ") + typeName(a) + " with a " + typeName(b) +
                  (numbers ? "; write the number with a point, as 90.0" : ""));
}

/// eq takes several right-hand sides and holds when any of them is equal.
Result<Value> equal(Arguments arguments) {
    for (std::size_t i = 1; i < arguments.size(); ++i) {
        const auto result = compare(arguments[0], arguments[i], false);
        if (!result) return result.error();
        if (*result == 0) return Value(true);
    }
    return Value(false);
}

Result<Value> notEqual(Arguments arguments) {
    const auto result = compare(arguments[0], arguments[1], false);
    if (!result) return result.error();
    return Value(*result != 0);
}

template <bool (*holds)(int)>
Result<Value> ordered(Arguments arguments) {
    const auto result = compare(arguments[0], arguments[1], true);
    if (!result) return result.error();
    return Value(holds(*result));
}

bool less(int c) {
    return c == -1;
}
bool lessOrEqual(int c) {
    return c == -1 || c == 0;
}
bool greater(int c) {
    return c == 1;
}
bool greaterOrEqual(int c) {
    return c == 1 || c == 0;
}

Result<Value> unsupported(Arguments) {
    return Error{ErrorCode::Unsupported,
                 "query and the functions on its results are not supported in templates of this version"};
}

using Lazy = Function::Lazy;
constexpr std::array kFunctions{
    Function{"and", 1, kAny, last, Lazy::And},
    Function{"or", 1, kAny, last, Lazy::Or},
    Function{"not", 1, 1, negate},
    Function{"eq", 2, kAny, equal},
    Function{"ne", 2, 2, notEqual},
    Function{"lt", 2, 2, ordered<less>},
    Function{"le", 2, 2, ordered<lessOrEqual>},
    Function{"gt", 2, 2, ordered<greater>},
    Function{"ge", 2, 2, ordered<greaterOrEqual>},
    Function{"humanize", 1, 1, humanized<humanize>},
    Function{"humanize1024", 1, 1, humanized<humanize1024>},
    Function{"humanizeDuration", 1, 1, humanized<humanizeDuration>},
    Function{"humanizePercentage", 1, 1, humanized<humanizePercentage>},
    Function{"humanizeTimestamp", 1, 1, humanized<humanizeTimestamp>},
    Function{"title", 1, 1, title},
    Function{"toUpper", 1, 1, converted<upper>},
    Function{"toLower", 1, 1, converted<lower>},
    Function{"match", 2, 2, match},
    Function{"reReplaceAll", 3, 3, reReplaceAll},
    Function{"stripPort", 1, 1, stripPort},
    Function{"stripDomain", 1, 1, stripDomain},
    Function{"parseDuration", 1, 1, parseDurationSeconds},
    Function{"len", 1, 1, length},
    Function{"index", 2, 2, index},
    Function{"print", 0, kAny, printAll},
    Function{"println", 0, kAny, printLine},
    Function{"printf", 1, kAny, printFormatted},
    Function{"safeHtml", 1, 1, same},
    Function{"query", 0, kAny, unsupported},
    Function{"first", 0, kAny, unsupported},
    Function{"label", 0, kAny, unsupported},
    Function{"value", 0, kAny, unsupported},
    Function{"strvalue", 0, kAny, unsupported},
    Function{"sortByLabel", 0, kAny, unsupported},
    Function{"graphLink", 0, kAny, unsupported},
    Function{"tableLink", 0, kAny, unsupported},
};

} // namespace

const char* typeName(const Value& value) {
    static constexpr std::array kNames{"nil",   "bool", "int", "float64", "string", "map[string]string",
                                       "struct"};
    return kNames[value.index()];
}

bool isTrue(const Value& value) {
    struct Truth {
        bool operator()(std::monostate) const { return false; }
        bool operator()(bool v) const { return v; }
        bool operator()(std::int64_t v) const { return v != 0; }
        bool operator()(double v) const { return v != 0; }
        bool operator()(const std::string& v) const { return !v.empty(); }
        bool operator()(const Labels* v) const { return !v->empty(); }
        bool operator()(const Root&) const { return true; }
    };
    return std::visit(Truth{}, value);
}

const Function* findFunction(std::string_view name) {
    const auto found = std::ranges::find(kFunctions, name, &Function::name);
    return found == kFunctions.end() ? nullptr : &*found;
}

std::vector<std::string_view> functionNames() {
    std::vector<std::string_view> names;
    for (const Function& function : kFunctions)
        if (function.call != unsupported) names.push_back(function.name);
    return names;
}

} // namespace eventflow::rules::tmpl
