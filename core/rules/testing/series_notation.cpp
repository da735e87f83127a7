#include "core/rules/testing/series_notation.h"

#include "core/promql/ast.h"
#include "core/promql/number_literal.h"
#include "core/series/series_source.h"

#include <algorithm>
#include <charconv>
#include <limits>

namespace eventflow::rules::testing {

namespace {

constexpr std::size_t kMaxRuns = 1'000'000;

bool isBlank(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isDigitOrPoint(char c) {
    return (c >= '0' && c <= '9') || c == '.';
}

bool isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Reads one word: the values between two blanks.
class WordReader {
public:
    WordReader(std::string_view text, std::size_t at, NotationProblem& problem)
        : m_text(text), m_at(at), m_problem(problem) {}

    bool read(ValueRun& run);
    [[nodiscard]] std::size_t position() const { return m_at; }

private:
    [[nodiscard]] bool atEnd() const { return m_at == m_text.size() || isBlank(m_text[m_at]); }
    [[nodiscard]] char peek() const { return atEnd() ? '\0' : m_text[m_at]; }
    bool fail(std::string message) {
        m_problem = {m_at, std::move(message)};
        return false;
    }
    bool number(double& out);
    bool unsignedNumber(double& out);
    bool times(std::uint64_t& out);
    bool numberRun(ValueRun& run);

    std::string_view m_text;
    std::size_t m_at;
    NotationProblem& m_problem;
};

std::string_view wordAt(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && isLetter(text[end]))
        ++end;
    return text.substr(at, end - at);
}

bool equalsIgnoringCase(std::string_view a, std::string_view lowerCase) {
    return std::ranges::equal(a, lowerCase, [](char x, char y) {
        return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
    });
}

bool WordReader::unsignedNumber(double& out) {
    if (isLetter(peek())) {
        const std::string_view word = wordAt(m_text, m_at);
        if (equalsIgnoringCase(word, "inf"))
            out = std::numeric_limits<double>::infinity();
        else if (equalsIgnoringCase(word, "nan"))
            out = std::numeric_limits<double>::quiet_NaN();
        else
            return fail("\"" + std::string(word.substr(0, 40)) +
                        "\" is not a value; write a number, _ or stale");
        m_at += word.size();
        return true;
    }
    const std::size_t start = m_at;
    while (isDigitOrPoint(peek()))
        ++m_at;
    if (m_at == start) return fail("a number is missing here");
    if (peek() == 'e' || peek() == 'E') {
        ++m_at;
        if (peek() == '+' || peek() == '-') ++m_at;
        while (isDigitOrPoint(peek()))
            ++m_at;
    }
    const std::string_view literal = m_text.substr(start, m_at - start);
    const auto value = promql::parseNumber(literal);
    if (value) {
        out = *value;
        return true;
    }
    m_at = start;
    return fail("\"" + std::string(literal.substr(0, 40)) + "\" is not a number");
}

bool WordReader::number(double& out) {
    const bool negative = peek() == '-';
    if (negative || peek() == '+') ++m_at;
    if (!unsignedNumber(out)) return false;
    if (negative) out = -out;
    return true;
}

bool WordReader::times(std::uint64_t& out) {
    ++m_at; // the x
    const char* first = m_text.data() + m_at;
    const auto [end, error] = std::from_chars(first, m_text.data() + m_text.size(), out);
    if (error == std::errc::result_out_of_range) return fail("the number after x is too large");
    if (error != std::errc{}) return fail("x needs a whole number after it, as in 1x10");
    m_at += static_cast<std::size_t>(end - first);
    return true;
}

bool WordReader::numberRun(ValueRun& run) {
    if (!number(run.start)) return false;
    const bool hasStep = peek() == '+' || peek() == '-';
    if (hasStep) {
        if (!number(run.step)) return false;
        if (peek() != 'x') return fail("after a start and a step say how many follow, as in 0+10x5");
    }
    if (peek() != 'x') return true;
    std::uint64_t more = 0;
    if (!times(more)) return false;
    run.count = more == std::numeric_limits<std::uint64_t>::max() ? more : more + 1;
    return true;
}

bool WordReader::read(ValueRun& run) {
    if (m_text.substr(m_at).starts_with("{{"))
        return fail(
            "native histograms are not supported; use the series of a classic histogram, one for each le");
    if (peek() == '_') {
        run.kind = ValueRun::Kind::Gap;
        ++m_at;
        if (peek() == 'x' && !times(run.count)) return false;
    } else if (wordAt(m_text, m_at) == "stale") {
        run.kind = ValueRun::Kind::Stale;
        m_at += 5;
    } else if (!numberRun(run)) {
        return false;
    }
    return atEnd() ||
           fail("unexpected \"" + std::string(1, m_text[m_at]) + "\"; values are separated by blanks");
}

bool isSeriesName(const promql::Node& node) {
    const auto* selector = node.as<promql::VectorSelector>();
    return selector != nullptr && !selector->shift.offset &&
           selector->shift.at == promql::AtKind::EvaluationTime && selector->edges == promql::Edges::Plain &&
           std::ranges::all_of(selector->matchers,
                               [](const LabelMatcher& m) { return m.op() == MatchOp::Equal; });
}

} // namespace

Result<Labels> parseSeriesName(std::string_view text) {
    // A selector has to say something about a series, a series need not: `{}`, `{job=""}`.
    std::optional<std::string> padded;
    auto expression = promql::Expression::parse(text);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (!expression && first != std::string_view::npos && text[first] == '{') {
        padded = "x" + std::string(text.substr(first));
        if (auto second = promql::Expression::parse(*padded); second)
            expression = std::move(second);
        else
            padded.reset();
    }
    if (!expression) return expression.error();
    if (!isSeriesName(expression->root()))
        return Error{ErrorCode::ParseError, "not a series: " + eventflow::quoted(text.substr(0, 200)) +
                                                "; write it like up{job=\"node\"}"};
    std::vector<Label> labels;
    for (const LabelMatcher& matcher : expression->root().as<promql::VectorSelector>()->matchers)
        if (!padded || matcher.name() != kMetricNameLabel)
            labels.push_back({matcher.name(), matcher.value()});
    return Labels(std::move(labels));
}

std::optional<std::vector<ValueRun>> parseSeriesValues(std::string_view text, NotationProblem& problem) {
    std::vector<ValueRun> runs;
    for (std::size_t at = 0; at < text.size();) {
        if (isBlank(text[at])) {
            ++at;
            continue;
        }
        WordReader word(text, at, problem);
        ValueRun run;
        if (!word.read(run)) return std::nullopt;
        if (runs.size() == kMaxRuns) {
            problem = {at,
                       "there are more than " + std::to_string(kMaxRuns) + " values; use runs like 1x100"};
            return std::nullopt;
        }
        runs.push_back(run);
        at = word.position();
    }
    return runs;
}

std::optional<double> ValueCursor::value() const {
    const ValueRun& run = (*m_runs)[m_run];
    if (run.kind == ValueRun::Kind::Gap) return std::nullopt;
    return run.kind == ValueRun::Kind::Stale ? staleMarker() : m_added;
}

void ValueCursor::next() {
    m_added += (*m_runs)[m_run].step;
    if (++m_index < (*m_runs)[m_run].count) return;
    ++m_run;
    skipEmptyRuns();
}

void ValueCursor::skipEmptyRuns() {
    m_index = 0;
    while (!atEnd() && (*m_runs)[m_run].count == 0)
        ++m_run;
    if (!atEnd()) m_added = (*m_runs)[m_run].start;
}

} // namespace eventflow::rules::testing
