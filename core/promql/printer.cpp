#include "core/promql/printer.h"

#include "core/base/json_writer.h"
#include "core/promql/function_table.h"
#include "core/promql/parser.h"
#include "core/promql/time_math.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

namespace eventflow::promql {

namespace {

std::string escaped(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (c == '\n') {
            out += "\\n";
        } else if (byte < 0x20 || byte == 0x7F) {
            std::array<char, 8> buffer{};
            std::snprintf(buffer.data(), buffer.size(), "\\x%02x", static_cast<unsigned>(byte));
            out += buffer.data();
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string labelName(const std::string& name) {
    return isClassicLabelName(name) ? name : escaped(name);
}

std::string labelList(const std::vector<std::string>& names) {
    std::string out = "(";
    for (const std::string& name : names) {
        if (out.size() > 1) out += ", ";
        out += labelName(name);
    }
    return out + ')';
}

std::string number(double value) {
    if (std::isinf(value)) return value > 0 ? "Inf" : "-Inf";
    return formatDouble(value);
}

std::string literal(const NumberLiteral& n) {
    if (!n.isDuration) return number(n.value);
    const auto duration = durationFromSeconds(n.value);
    return duration ? formatDuration(*duration) : number(n.value);
}

class Printer {
public:
    std::string print(const Node& node) {
        return std::visit([&](const auto& kind) { return text(kind); }, node.kind);
    }

private:
    std::string text(const NumberLiteral& n) { return literal(n); }
    std::string text(const StringLiteral& s) { return escaped(s.value); }
    std::string text(const VectorSelector& s) { return selector(s) + edges(s.edges) + shift(s.shift); }
    std::string text(const RangeSelector& r) {
        return selector(r.selector) + '[' + duration(r.range) + ']' + edges(r.selector.edges) +
               shift(r.selector.shift);
    }
    std::string text(const Subquery& s) {
        return operand(*s.expression, kPostfix) + '[' + duration(s.range) + ':' +
               (s.step ? duration(*s.step) : "") + ']' + shift(s.shift);
    }
    std::string text(const Call& call) {
        return std::string(call.function->name) + '(' + list(call.arguments) + ')';
    }
    std::string text(const Aggregate& a) {
        std::string out = toString(a.op);
        if (a.without || !a.labels.empty())
            out += (a.without ? " without " : " by ") + labelList(a.labels) + ' ';
        out += '(';
        if (a.parameter) out += print(*a.parameter) + ", ";
        return out + print(*a.expression) + ')';
    }
    std::string text(const Unary& u) {
        const std::string sign = u.negate ? "-" : "+";
        return sign +
               (u.operand->as<Unary>() ? print(*u.operand) : operand(*u.operand, kUnaryPrecedence + 1));
    }
    std::string text(const Binary& b) {
        const int own = precedence(b.op);
        const bool fromRight = b.op == BinaryOp::Pow;
        return operand(*b.left, fromRight ? own + 1 : own) + ' ' + toString(b.op) + modifiers(b) + ' ' +
               rightOperand(*b.right, fromRight ? own : own + 1);
    }
    std::string text(const Paren& p) { return '(' + print(*p.inner) + ')'; }

    static constexpr int kPostfix = 7;

    /// In parentheses when it binds looser than its place wants.
    std::string operand(const Node& node, int wanted) {
        int own = kPostfix;
        if (const auto* binary = node.as<Binary>())
            own = precedence(binary->op);
        else if (node.as<Unary>())
            own = kUnaryPrecedence;
        else if (const auto* n = node.as<NumberLiteral>(); n != nullptr && std::signbit(n->value))
            own = kUnaryPrecedence;
        const std::string inner = print(node);
        return own < wanted ? '(' + inner + ')' : inner;
    }
    /// A sign right behind an operator needs none: `2 ^ -1`.
    std::string rightOperand(const Node& node, int wanted) {
        return node.as<Unary>() || node.as<NumberLiteral>() ? print(node) : operand(node, wanted);
    }

    std::string list(const std::vector<NodePtr>& nodes) {
        std::string out;
        for (const NodePtr& node : nodes) {
            if (!out.empty()) out += ", ";
            out += print(*node);
        }
        return out;
    }

    static std::string selector(const VectorSelector& s) {
        const std::string name(metricName(s));
        const bool plain = isClassicMetricName(name) && !isReservedWord(name);
        const auto isName = [](const LabelMatcher& m) { return m.name() == kMetricNameLabel; };
        const bool named = !name.empty() && std::ranges::count_if(s.matchers, isName) == 1;
        std::string inside;
        for (std::size_t i = named ? 1 : 0; i < s.matchers.size(); ++i) {
            const LabelMatcher& m = s.matchers[i];
            if (!inside.empty()) inside += ", ";
            inside += labelName(m.name()) + toString(m.op()) + escaped(m.value());
        }
        if (!named) return '{' + inside + '}';
        if (plain) return inside.empty() ? name : name + '{' + inside + '}';
        return '{' + escaped(name) + (inside.empty() ? "" : ", " + inside) + '}';
    }

    static std::string edges(Edges edges) {
        if (edges == Edges::Plain) return {};
        return edges == Edges::Anchored ? " anchored" : " smoothed";
    }

    std::string shift(const TimeShift& s) {
        std::string out;
        if (s.at == AtKind::Start) out += " @ start()";
        if (s.at == AtKind::End) out += " @ end()";
        if (s.at == AtKind::Fixed) {
            std::array<char, 40> buffer{};
            std::snprintf(buffer.data(), buffer.size(), " @ %.3f", toSeconds(s.fixed));
            out += buffer.data();
        }
        if (s.offset) out += " offset " + duration(*s.offset, true);
        return out;
    }

    std::string duration(const DurationValue& d, bool primaryOnly = false) {
        if (!d.expression) return formatDuration(d.value);
        const Node& node = *d.expression;
        const bool primary = node.as<Call>() || node.as<Paren>() || node.as<Unary>();
        return primaryOnly && !primary ? '(' + print(node) + ')' : print(node);
    }

    static std::string modifiers(const Binary& b) {
        const VectorMatching& m = b.matching;
        std::string out = b.returnBool ? " bool" : "";
        if (b.explicitMatching) out += (m.on ? " on " : " ignoring ") + labelList(m.labels);
        if (m.cardinality != Cardinality::OneToOne) {
            out += m.cardinality == Cardinality::ManyToOne ? " group_left " : " group_right ";
            out += labelList(m.include);
        }
        if (m.fillLeft && m.fillRight && *m.fillLeft == *m.fillRight)
            return out + " fill (" + number(*m.fillLeft) + ')';
        if (m.fillLeft) out += " fill_left (" + number(*m.fillLeft) + ')';
        if (m.fillRight) out += " fill_right (" + number(*m.fillRight) + ')';
        return out;
    }
};

} // namespace

std::string print(const Node& node) {
    return Printer().print(node);
}

} // namespace eventflow::promql
