#include "tests/core/promql_differential/expression_generator.h"

#include <algorithm>

namespace eventflow::promql::differential {

namespace {

constexpr int kMinutes = 70;
constexpr int kSampleBits = 14; ///< of a gauge: below 1024 in steps of 1/8

const char* const kHosts[] = {"a", "b", "c"};
const char* const kCodes[] = {"200", "404", "500"};

} // namespace

std::int64_t ExpressionGenerator::evaluationTime() {
    static constexpr int kPhases[] = {10, 20, 50};
    return 60L * (20 + below(40)) + pick(kPhases);
}

std::vector<ExpressionGenerator::Series> ExpressionGenerator::series() {
    std::vector<Series> all;
    int unique = 0;
    for (const char* host : kHosts)
        for (const char* code : kCodes) {
            if (chance(15)) continue; // not every combination is there
            const std::string labels = std::string("{code=\"") + code + "\",host=\"" + host + "\"}";
            std::string counter, gauge, flag;
            long total = 100'000 + below(1000);
            int gaps = 0;
            const bool whole = chance(50); // with counter resets, but without gaps
            const int begin = !whole && chance(30) ? below(30) : 0;
            const int end = chance(15) ? 25 + below(40) : kMinutes + 1;
            ++unique;
            for (int minute = 0; minute <= kMinutes; ++minute) {
                if (minute < begin || minute > end) {
                    for (std::string* values : {&counter, &gauge, &flag})
                        *values += "_ ";
                    continue;
                }
                if (minute == end) {
                    for (std::string* values : {&counter, &gauge, &flag})
                        *values += "stale ";
                    continue;
                }
                gaps = !whole && gaps < 3 && chance(20) ? gaps + 1 : 0;
                total = whole && chance(5) ? 50'000 : total + below(60);
                // The eighths tell the series apart, so that no two are equal at one time.
                const int gauge16 = (below(1600) - 800) * 16 + unique;
                counter += gaps > 0 ? "_ " : std::to_string(total) + ' ';
                gauge += gaps > 0 ? "_ " : std::to_string(gauge16 / 16.0) + ' ';
                flag += gaps > 0 ? "_ " : std::to_string(below(4)) + ' ';
            }
            all.push_back({"requests_total" + labels, counter});
            all.push_back({"load" + labels, gauge});
            all.push_back({"flag" + labels, flag});
        }
    for (const char* host : {"a", "b"}) {
        all.push_back({std::string("site{host=\"") + host + "\",dc=\"dc-" + host + "\"}", "1x70"});
        long step = 0;
        for (const char* le : {"0.1", "0.5", "1", "+Inf"}) {
            step += 1 + below(6);
            all.push_back({std::string("seconds_bucket{host=\"") + host + "\",le=\"" + le + "\"}",
                           std::to_string(10'000 * step) + "+" + std::to_string(step) + "x70"});
        }
    }
    return all;
}

std::string ExpressionGenerator::metric() {
    static const char* const kMetrics[] = {"load", "load", "flag", "requests_total"};
    return pick(kMetrics);
}

std::string ExpressionGenerator::matchers() {
    static const char* const kMatchers[] = {"{host=\"a\"}",
                                            "{host!=\"a\"}",
                                            "{host=~\"a|b\"}",
                                            "{code=~\"[45]..\"}",
                                            "{code!~\"2..\"}",
                                            "{host='b', code='500'}",
                                            "{code=\"\"}",
                                            "{nothing=\"\"}",
                                            "{host=~\".+\"}",
                                            "{host=~\"\"}",
                                            "{code=\"200\", host!~\"b.*\",}",
                                            "{}"};
    return chance(55) ? "" : pick(kMatchers);
}

std::string ExpressionGenerator::shift() {
    static const char* const kShifts[] = {
        " offset 1m", " offset 7m", " offset -2m",          " @ 610",
        " @ 1810",    " @ end()",   " @ start() offset 3m", " offset 4m @ 2410"};
    return chance(80) ? "" : pick(kShifts);
}

std::string ExpressionGenerator::range() {
    static const char* const kRanges[] = {"90s", "2m30s", "4m30s", "5m30s", "10m30s", "17m30s", "1h30s"};
    return std::string("[") + pick(kRanges) + ']';
}

std::string ExpressionGenerator::number() {
    static const char* const kNumbers[] = {"0",  "1",   "2",    "-1", "0.5", "3",  "10",
                                           "-7", "1e2", "0x10", "64", "100", ".25"};
    return pick(kNumbers);
}

std::string ExpressionGenerator::grouping() {
    static const char* const kGroupings[] = {"by (host)",       "by (code)",      "by ()",
                                             "by (host, code)", "without (code)", "without (host)",
                                             "without ()",      "by (nothing)"};
    return chance(30) ? "" : pick(kGroupings);
}

std::string ExpressionGenerator::spaced(const std::string& op) {
    return ' ' + op + (chance(90) ? " " : "  ");
}

Generated ExpressionGenerator::selector() {
    const std::string name = metric();
    return {name + matchers() + shift(), name == "requests_total" ? 20 : kSampleBits};
}

std::string ExpressionGenerator::subquery(int depth, bool exact, int& bits) {
    static const char* const kSteps[] = {"1m", "2m", "3m", "5m", ""};
    static const char* const kRanges[] = {"5m30s", "10m30s", "20m30s"};
    const Generated inner = exact ? exactVector(depth - 1) : vector(depth - 1);
    bits = inner.bits;
    const char* step = pick(kSteps);
    return '(' + inner.text + ")[" + pick(kRanges) + ':' + step + ']' + (chance(15) ? " offset 5m" : "");
}

Generated ExpressionGenerator::rangeFunction(int depth) {
    static const char* const kCounter[] = {"rate", "increase", "irate", "delta", "idelta", "deriv"};
    static const char* const kExact[] = {"min_over_time",  "max_over_time",     "count_over_time",
                                         "last_over_time", "present_over_time", "changes",
                                         "resets",         "sum_over_time"};
    static const char* const kRounded[] = {"avg_over_time", "stddev_over_time", "stdvar_over_time"};
    if (chance(35)) {
        const char* function = pick(kCounter);
        return {std::string(function) + "(requests_total" + matchers() + range() + shift() + ')', 60};
    }
    int bits = kSampleBits;
    const bool sub = depth > 1 && chance(35);
    const bool rounded = chance(40);
    std::string argument = sub ? subquery(depth, !rounded, bits) : std::string();
    if (!sub) {
        const Generated inner = {metric(), 20};
        bits = inner.bits;
        argument = inner.text + matchers() + range() + shift();
    }
    if (!rounded) return {std::string(pick(kExact)) + '(' + argument + ')', bits + 8};
    switch (below(4)) {
    case 0:
        return {"quantile_over_time(0." + std::to_string(below(10)) + ", " + argument + ')', 60};
    case 1:
        return {"predict_linear(" + argument + ", 600)", 60};
    default:
        return {std::string(pick(kRounded)) + '(' + argument + ')', 60};
    }
}

Generated ExpressionGenerator::aggregation(int depth) {
    static const char* const kExact[] = {"sum", "min", "max", "count", "group"};
    static const char* const kRounded[] = {"avg", "stddev", "stdvar", "sum"};
    const bool exact = chance(60);
    const Generated inner = exact ? exactVector(depth - 1) : vector(depth - 1);
    const std::string by = grouping();
    if (exact && chance(10))
        return {"quantile " + by + "(0." + std::to_string(below(10)) + ", " + inner.text + ')', 60};
    if (exact && chance(8)) return {"count_values " + by + "(\"value\", " + inner.text + ')', 10};
    std::string op = exact ? pick(kExact) : pick(kRounded);
    if (op.starts_with("std")) return {op + ' ' + by + '(' + selector().text + ')', 60};
    const int bits = exact ? inner.bits + 5 : 60;
    if (chance(50)) return {op + ' ' + by + '(' + inner.text + ')', bits};
    return {op + '(' + inner.text + ')' + (by.empty() ? "" : ' ' + by), bits};
}

Generated ExpressionGenerator::rank() {
    const std::string op = chance(50) ? "topk" : "bottomk";
    return {op + ' ' + grouping() + '(' + std::to_string(below(5)) + ", load" + matchers() + shift() + ')',
            kSampleBits};
}

Generated ExpressionGenerator::function(int depth) {
    static const char* const kSmooth[] = {"abs", "exp", "sin", "cos", "atan", "asinh", "tanh", "deg", "rad"};
    static const char* const kOfExact[] = {"sqrt",  "ln",    "log2", "log10", "acos", "asin",
                                           "acosh", "atanh", "tan",  "sinh",  "cosh"};
    switch (below(4)) {
    case 0: {
        const Generated inner = vector(depth - 1);
        const std::string name = pick(kSmooth);
        // Of large values a sine is noise, an exponential infinite.
        if (name == "abs" || name == "deg" || name == "rad")
            return {name + '(' + inner.text + ')', name == "abs" ? inner.bits : 60};
        return {name + "((" + exactVector(depth - 1).text + ") / 512)", 60};
    }
    case 1:
        return {std::string(pick(kOfExact)) + "((" + exactVector(1).text + ") / 256)", 60};
    case 2: {
        const Generated inner = exactVector(depth - 1);
        static const char* const kBounds[] = {"(%, -10, 10)", "(%, 10, -10)", "(%, 0, 100)"};
        std::string text = pick(kBounds);
        text.replace(text.find('%'), 1, inner.text);
        return {"clamp" + text, inner.bits};
    }
    default: {
        const Generated inner = exactVector(depth - 1);
        return {(chance(50) ? "clamp_min(" : "clamp_max(") + inner.text + ", " + number() + ')', inner.bits};
    }
    }
}

Generated ExpressionGenerator::jumpingFunction(int depth) {
    static const char* const kJumping[] = {"ceil", "floor", "sgn", "round"};
    const Generated inner = exactVector(depth - 1);
    const std::string name = pick(kJumping);
    if (name == "round" && chance(50)) return {"round(" + inner.text + ", 0.5)", inner.bits};
    return {name + '(' + inner.text + ')', inner.bits};
}

Generated ExpressionGenerator::scalar(int depth) {
    switch (below(depth > 1 ? 6 : 3)) {
    case 0:
        return {"time()", 13, true};
    case 1:
    case 2:
        return {number(), 8, true};
    case 3:
        return {"scalar(sum(" + exactVector(depth - 1).text + "))", 45, true};
    case 4: {
        const Generated left = scalar(depth - 1), right = scalar(depth - 1);
        static const char* const kOps[] = {"+", "-", "*"};
        const std::string op = pick(kOps);
        return {'(' + left.text + spaced(op) + right.text + ')',
                op == "*" ? left.bits + right.bits : std::max(left.bits, right.bits) + 4, true};
    }
    default: {
        static const char* const kOps[] = {"==", "!=", "<", "<=", ">", ">="};
        const Generated left = scalar(1), right = scalar(1);
        return {'(' + left.text + spaced(std::string(pick(kOps)) + " bool") + right.text + ')', 1, true};
    }
    }
}

Generated ExpressionGenerator::scalarOperand(int depth, bool exact) {
    for (int attempt = 0; attempt < 5; ++attempt) {
        Generated candidate = scalar(depth);
        if (!exact || candidate.bits <= kExactBits) return candidate;
    }
    return {number(), 8, true};
}

Generated ExpressionGenerator::binary(int depth) {
    static const char* const kSmooth[] = {"+", "-", "*"};
    static const char* const kJumping[] = {"==", "!=", "<", "<=", ">", ">=", "%", "/"};
    const bool jumping = chance(45);
    const Generated left = jumping ? exactVector(depth - 1) : vector(depth - 1);
    const Generated right = scalarOperand(depth - 1, jumping);
    const bool swapped = chance(30);
    const Generated& first = swapped ? right : left;
    const Generated& second = swapped ? left : right;
    std::string op = jumping ? pick(kJumping) : pick(kSmooth);
    int bits = op == "*" ? left.bits + right.bits : std::max(left.bits, right.bits) + 4;
    if (jumping) {
        bits = op == "/" || op == "%" ? 60 : swapped ? right.bits : left.bits;
        if (op != "/" && op != "%" && chance(30)) {
            op += " bool";
            bits = 1;
        }
    }
    if (!jumping && chance(8)) return {'(' + left.text + ") ^ 2", left.bits * 2};
    return {'(' + first.text + ')' + spaced(op) + '(' + second.text + ')', bits};
}

Generated ExpressionGenerator::join() {
    static const char* const kOps[] = {"+", "-", "*", "/", "==", "!=", "<", ">", "> bool"};
    const std::string op = pick(kOps);
    const int bits = op == "+" || op == "-" ? 25 : op == "*" ? 40 : op == "/" ? 60 : 20;
    const auto side = [&] { return metric() + matchers() + (chance(20) ? " offset 5m" : ""); };
    switch (below(7)) {
    case 0:
        return {side() + spaced(op) + side(), bits};
    case 1:
        return {side() + spaced(op + " on(host, code)") + side(), bits};
    case 2:
        return {metric() + "{code=\"200\"}" + spaced(op + " ignoring(code)") + metric() + "{code=\"500\"}",
                bits};
    case 3:
        return {side() + spaced(op + " on(host) group_left(dc)") + "site", bits};
    case 4:
        return {"site" + spaced(op + " on(host) group_right()") + side(), bits};
    case 5:
        return {side() + spaced(op + " on(host) group_left()") + "sum by (host) (" + side() + ')', bits};
    // Most of these are errors: many elements of one side match.
    default:
        return {side() + spaced(op + " on(host)") + side(), bits};
    }
}

Generated ExpressionGenerator::setOperation(int depth) {
    static const char* const kOps[] = {
        "and", "or", "unless", "and on(host)", "unless ignoring(code)", "or on(host)", "and on()"};
    const Generated left = vector(depth - 1), right = vector(depth - 1);
    return {'(' + left.text + ')' + spaced(pick(kOps)) + '(' + right.text + ')',
            std::max(left.bits, right.bits)};
}

/// Precedence and associativity: nothing but selectors and numbers, without parentheses.
Generated ExpressionGenerator::chain() {
    static const char* const kOps[] = {"+", "-", "*", "/", "%", "^", "and", "or", "unless", ">", "=="};
    std::string text = "load" + matchers();
    const int length = 2 + below(4);
    for (int i = 0; i < length; ++i) {
        const std::string op = pick(kOps);
        const bool set = op == "and" || op == "or" || op == "unless";
        text += ' ' + op + ' ';
        if (chance(15)) text += '-';
        text += op == "^" ? "2" : set || chance(50) ? (chance(50) ? "flag" : "load") + matchers() : number();
    }
    return {text, 60};
}

Generated ExpressionGenerator::relabel(int depth) {
    const Generated inner = vector(depth - 1);
    if (chance(40))
        return {"label_join(" + inner.text + ", \"joined\", \"-\", \"host\", \"code\")", inner.bits};
    static const char* const kArguments[] = {
        "\"node\", \"n-$1\", \"host\", \"(.*)\"", "\"host\", \"x$1\", \"code\", \"(.).*\"",
        "\"code\", \"\", \"host\", \"a\"", "\"k\", \"${1}_$2\", \"code\", \"(\\\\d)(\\\\d+)\"",
        "\"n\", \"$name\", \"host\", \"(?P<name>b|c)\""};
    return {"label_replace(" + inner.text + ", " + pick(kArguments) + ')', inner.bits};
}

Generated ExpressionGenerator::dateFunction(int depth) {
    static const char* const kDates[] = {"minute",      "hour",  "day_of_week", "day_of_month",
                                         "day_of_year", "month", "year",        "days_in_month"};
    if (chance(20)) return {std::string(pick(kDates)) + "()", 12};
    if (chance(25))
        return {"timestamp(" + metric() + matchers() + (chance(20) ? " offset 7m" : "") + ')', 13};
    return {std::string(pick(kDates)) + "((" + exactVector(depth - 1).text + ") * 1000000)", 12};
}

Generated ExpressionGenerator::histogram() {
    const std::string q = chance(85) ? "0." + std::to_string(below(100)) : chance(50) ? "1.5" : "-1";
    const std::string buckets = chance(50) ? "rate(seconds_bucket" + range() + ')' : "seconds_bucket";
    if (chance(40)) return {"histogram_quantile(" + q + ", sum by (le) (" + buckets + "))", 60};
    return {"histogram_quantile(" + q + ", " + buckets + ')', 60};
}

Generated ExpressionGenerator::missing() {
    if (chance(40)) return {"absent_over_time(" + metric() + matchers() + range() + ')', 1};
    if (chance(50)) return {"absent(" + metric() + matchers() + ')', 1};
    return {"absent(nothing{host=\"z\", code=~\"5..\"})", 1};
}

Generated ExpressionGenerator::exactVector(int depth) {
    for (int attempt = 0; attempt < 8; ++attempt) {
        Generated candidate = vector(depth);
        if (candidate.bits <= kExactBits) return candidate;
    }
    return selector();
}

Generated ExpressionGenerator::vector(int depth) {
    if (depth <= 0) return selector();
    switch (below(20)) {
    case 0:
    case 1:
        return selector();
    case 2:
    case 3:
    case 4:
        return aggregation(depth);
    case 5:
        return rank();
    case 6:
    case 7:
    case 8:
        return rangeFunction(depth);
    case 9:
        return function(depth);
    case 10:
        return jumpingFunction(depth);
    case 11:
    case 12:
        return binary(depth);
    case 13:
    case 14:
        return join();
    case 15:
        return setOperation(depth);
    case 16:
        return relabel(depth);
    case 17:
        return dateFunction(depth);
    case 18:
        return chance(50) ? histogram() : missing();
    default: {
        const Generated inner = vector(depth - 1);
        return {"-(" + inner.text + ')', inner.bits};
    }
    }
}

std::string ExpressionGenerator::expression() {
    const int kind = below(12);
    if (kind == 0) return scalar(3).text;
    if (kind == 1) return "vector(" + scalar(2).text + ')';
    if (kind == 2) return chain().text;
    return vector(1 + below(4)).text;
}

} // namespace eventflow::promql::differential
